"""Who pays whom, who claims against whom, whom relief binds: the sides of the case, narrowed by the words."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import TypeVar

from newsdocket.extract.spans import FoundSpan
from newsdocket.relate.amounts import RelatedAmount
from newsdocket.relate.claims import RelatedClaim
from newsdocket.relate.context import Context
from newsdocket.relate.parties import RelatedParty
from newsdocket.relate.relief import RelatedRelief
from newsdocket.vocabulary import AmountRole

T = TypeVar("T")
CLAIMING_ROLES = frozenset({"plaintiff", "prosecutor", "petitioner", "appellant"})
ANSWERING_ROLES = frozenset({"defendant", "respondent", "appellee"})

PAYS: dict[AmountRole, tuple[bool, bool]] = {
    "demanded": (True, True),
    "awarded": (True, True),
    "settlement": (True, True),
    "offered": (True, True),
    "fees": (True, True),
    "restitution": (True, False),
    "fine": (True, False),
    "forfeiture": (True, False),
    "statutory_maximum": (True, False),
    "bail": (True, False),
    "loss": (False, False),
    "payment": (False, False),
    "context": (False, False),
}
"""For each role whether the answering side pays, and whether the claiming side receives."""


SENTENCES_BACK = 6
CLAIMING_WORDS = frozenset({"plaintiffs", "plaintiffs’", "plaintiffs'", "claimants"})
ANSWERING_WORDS = frozenset({"defendants", "defendants’", "defendants'", "respondents"})


@dataclass(frozen=True)
class Sides:
    """The parties by side, as positions in the list of related parties."""

    claiming: tuple[int, ...]
    answering: tuple[int, ...]


def sides_of(parties: Sequence[RelatedParty]) -> Sides:
    """Who claims and who answers. An appellant counts as claiming only where nobody else does."""
    return Sides(
        tuple(i for i, p in enumerate(parties) if p.role in CLAIMING_ROLES),
        tuple(i for i, p in enumerate(parties) if p.role in ANSWERING_ROLES),
    )


def payer_and_payee(
    amount: RelatedAmount, parties: Sequence[RelatedParty], context: Context
) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """Positions of the parties that pay and receive ``amount``; empty where its role says nothing about it."""
    pays, receives = PAYS[amount.role]
    sides = sides_of(parties)
    offset = amount.spans[0].start
    payer = named_nearby(sides.answering, offset, parties, context) if pays else ()
    payee = named_nearby(sides.claiming, offset, parties, context) if receives else ()
    return payer, payee


def claims_behind(amount: RelatedAmount, claims: Sequence[RelatedClaim], context: Context) -> tuple[int, ...]:
    """Positions of the claims that an amount is about: those named in its sentence, or the only one of a short item.

    Amounts that are only context are about none.
    """
    if amount.role == "context":
        return ()
    here = context.sentence_number(amount.spans[0].start)
    named = tuple(by_sentence(claims, claim_mentions, "claims", context).get(here, ()))
    return named or ((0,) if len(claims) == 1 and context.is_short else ())


def claimant_and_respondent(
    claim: RelatedClaim, parties: Sequence[RelatedParty], context: Context
) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """Positions of the parties that make ``claim`` and of those that it is made against."""
    sides = sides_of(parties)
    offset = claim.mentions[0].start
    claimant = named_nearby(sides.claiming, offset, parties, context)
    return claimant, named_nearby(sides.answering, offset, parties, context)


def bound_by(relief: RelatedRelief, parties: Sequence[RelatedParty], context: Context) -> tuple[int, ...]:
    """Positions of the parties that ``relief`` binds."""
    return named_nearby(sides_of(parties).answering, relief.spans[0].start, parties, context)


def named_nearby(
    side: Iterable[int], offset: int, parties: Sequence[RelatedParty], context: Context
) -> tuple[int, ...]:
    """The members of ``side`` named in the sentence of ``offset``, else in the nearest sentence before it.

    In a short item that names none of them so, and where nothing stands before, it is the whole side: such items have
    one case.
    """
    whole = tuple(side)
    members = frozenset(whole)
    named = by_sentence(parties, party_mentions, "parties", context)
    number = context.sentence_number(offset)
    reach = 0 if context.is_short else SENTENCES_BACK
    for step in range(reach + 1):
        found = tuple(i for i in named.get(number - step, ()) if i in members)
        if found:
            return found
        if step == 0 and speaks_of_side(whole, parties, words_of(number, context)):
            return whole
    return whole if context.is_short else ()


def words_of(number: int, context: Context) -> frozenset[str]:
    """The words of a sentence in lower case, as blanks part them; read once."""
    return context.remembered(f"words {number}", partial(_words_of, number))


def _words_of(number: int, context: Context) -> frozenset[str]:
    return frozenset(context.sentences[number].text.lower().split())


def speaks_of_side(side: Sequence[int], parties: Sequence[RelatedParty], sentence: Iterable[str]) -> bool:
    """Whether a sentence speaks of the whole side ("the plaintiffs", "both defendants")."""
    words = ANSWERING_WORDS if side and parties[side[0]].role in ANSWERING_ROLES else CLAIMING_WORDS
    return not words.isdisjoint(sentence)


def party_mentions(party: RelatedParty) -> Sequence[FoundSpan]:
    """Where a party is named."""
    return party.candidate.mentions


def claim_mentions(claim: RelatedClaim) -> Sequence[FoundSpan]:
    """Where a claim is named."""
    return claim.mentions


def by_sentence(
    items: Sequence[T], mentions: Callable[[T], Sequence[FoundSpan]], key: str, context: Context
) -> Mapping[int, Sequence[int]]:
    """For each sentence the positions of the ``items`` named in it; made once for the same ``items``."""
    known = context.memory.get(f"{key} by sentence")
    if known is None or known[0] is not items:
        known = (items, _by_sentence(items, mentions, context))
        context.memory[f"{key} by sentence"] = known
    table: Mapping[int, Sequence[int]] = known[1]
    return table


def _by_sentence(
    items: Sequence[T], mentions: Callable[[T], Sequence[FoundSpan]], context: Context
) -> dict[int, list[int]]:
    table: dict[int, list[int]] = {}
    for position, item in enumerate(items):
        for number in {context.sentence_around(span.start) for span in mentions(item)}:
            if number is not None:
                table.setdefault(number, []).append(position)
    return table

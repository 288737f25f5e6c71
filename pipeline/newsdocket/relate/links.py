"""Who pays whom, who claims against whom, whom relief binds: the sides of the case, narrowed by the words."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from newsdocket.relate.amounts import RelatedAmount
from newsdocket.relate.claims import RelatedClaim
from newsdocket.relate.context import Context
from newsdocket.relate.parties import RelatedParty
from newsdocket.relate.relief import RelatedRelief
from newsdocket.vocabulary import AmountRole

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
    near = nearest_named(amount.spans[0].start, parties, context)
    payer = narrowed(sides.answering, near) if pays else ()
    payee = narrowed(sides.claiming, near) if receives else ()
    return payer, payee


def claimant_and_respondent(
    claim: RelatedClaim, parties: Sequence[RelatedParty], context: Context
) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """Positions of the parties that make ``claim`` and of those that it is made against."""
    sides = sides_of(parties)
    near = frozenset[int]().union(*(nearest_named(s.start, parties, context) for s in claim.mentions))
    return narrowed(sides.claiming, near), narrowed(sides.answering, near)


def bound_by(relief: RelatedRelief, parties: Sequence[RelatedParty], context: Context) -> tuple[int, ...]:
    """Positions of the parties that ``relief`` binds."""
    near = nearest_named(relief.spans[0].start, parties, context)
    return narrowed(sides_of(parties).answering, near)


def narrowed(side: Iterable[int], near: Iterable[int]) -> tuple[int, ...]:
    """The members of ``side`` that are named nearby, or the whole side where none is."""
    whole = tuple(side)
    return tuple(i for i in whole if i in set(near)) or whole


def nearest_named(offset: int, parties: Sequence[RelatedParty], context: Context) -> frozenset[int]:
    """Positions of the parties named in the sentence that holds ``offset``."""
    sentence = context.sentence_of(offset)
    return frozenset(
        i
        for i, party in enumerate(parties)
        if any(sentence.start_char <= m.start < sentence.end_char for m in party.candidate.mentions)
    )

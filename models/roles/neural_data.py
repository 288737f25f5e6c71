"""Training examples for the neural reader of roles: candidates of an article, and what the annotation says of each.

The same matching as for the linear models (``align``), candidate by candidate; ``None`` where nothing is known.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from align import claim_of, find_all, likeness, overlap, same_money

from newsdocket.extract.spans import ClaimSpan, ReliefSpan
from newsdocket.relate.amounts import group_amounts
from newsdocket.relate.claims import NOT_A_CLAIM, is_bare, phrase_types
from newsdocket.relate.context import Context
from newsdocket.relate.parties import NOT_A_PARTY
from newsdocket.relate.passage import party_candidates, passage_of
from newsdocket.relate.readers import Passage
from newsdocket.relate.relief import NOT_ORDERED, ORDERED
from newsdocket.resolve.parties import PartyCandidate

Gold = dict[str, Any]


@dataclass(frozen=True)
class ClaimAnswer:
    """The type of a candidate with the weight that it counts with, and the state of the claim if it is one."""

    type: str | None = None
    weight: float = 1.0
    outcome: str | None = None
    disposition: str | None = None


@dataclass(frozen=True)
class Annotated:
    """A passage and the answers for its candidates; amounts can have several roles."""

    passage: Passage
    parties: tuple[str | None, ...]
    claims: tuple[ClaimAnswer, ...]
    amounts: tuple[tuple[str, ...], ...]
    relief: tuple[str | None, ...]


def annotated(context: Context, gold: Gold) -> Annotated:
    """``context`` with the answers of its annotation."""
    amounts = group_amounts(context.money)
    return Annotated(
        passage=passage_of(context),
        parties=tuple(party_answers(party_candidates(context), gold)),
        claims=tuple(claim_answer(span, context, gold) for span in context.claims),
        amounts=tuple(tuple(a["role"] for a in gold["amounts"] if same_money(spans[0], a)) for spans in amounts),
        relief=tuple(relief_answer(span, context, gold) for span in context.relief),
    )


def party_answers(candidates: Sequence[PartyCandidate], gold: Gold) -> list[str | None]:
    """The role of the party that each candidate fits best, one to one; another name that fits a party too is open."""
    scores = sorted(
        ((likeness(c, p), i, j) for i, c in enumerate(candidates) for j, p in enumerate(gold["parties"])),
        key=_best_first,
    )
    taken: dict[int, int] = {}
    doubtful: set[int] = set()
    for score, i, j in scores:
        if score >= 0.5 and i not in taken:
            if j in taken.values():
                doubtful.add(i)
            else:
                taken[i] = j
    return [
        gold["parties"][taken[i]]["role"]
        if i in taken
        else None
        if i in doubtful and candidate.source == "ner"
        else NOT_A_PARTY
        for i, candidate in enumerate(candidates)
    ]


def _best_first(row: tuple[float, int, int]) -> tuple[float, int, int]:
    return -row[0], row[1], row[2]


def claim_answer(span: ClaimSpan, context: Context, gold: Gold) -> ClaimAnswer:
    """The claim that a candidate overlaps; none where its words can mean no annotated type."""
    claim = claim_of(span, gold, context.text)
    types = {c["type"] for c in gold["claims"]}
    if claim is not None:
        return ClaimAnswer(claim["type"], 1.0, claim["outcome"], claim["disposition"])
    if not types:
        return ClaimAnswer(NOT_A_CLAIM)
    if is_bare(span) or not types.intersection(phrase_types(span.text)):
        return ClaimAnswer(NOT_A_CLAIM, 0.5)
    return ClaimAnswer()


def relief_answer(span: ReliefSpan, context: Context, gold: Gold) -> str | None:
    """Ordered where a candidate overlaps annotated relief of its type; open for another mention of that type."""
    same = [r for r in gold["relief"] if r["type"] == span.type]
    places = [place for r in same for place in find_all(context.text, r["exact"])]
    return ORDERED if overlap(span, places) >= 0.5 else None if same else NOT_ORDERED

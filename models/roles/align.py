"""Training examples for the relate stage: candidates of an article matched with its annotation.

Candidates that may or may not be what the annotator meant (another mention of an annotated claim, say) give no example.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from functools import partial
from itertools import combinations
from typing import Any

from newsdocket.extract.spans import ClaimSpan, MoneySpan
from newsdocket.linear import LinearModel, Prediction
from newsdocket.relate.amounts import RelatedAmount, amount_features, group_amounts
from newsdocket.relate.claims import (
    NOT_A_CLAIM,
    disposition_features,
    is_bare,
    outcome_features,
    phrase_types,
    read_outcome,
    type_features,
)
from newsdocket.relate.context import Context
from newsdocket.relate.grouping import OTHER, SAME, Mention, pair_features
from newsdocket.relate.parties import NOT_A_PARTY, RelatedParty, is_court, is_other_person, party_features
from newsdocket.relate.payees import NEITHER, PAID, PAYEE, PAYER, payment_features
from newsdocket.relate.relief import NOT_ORDERED, ORDERED, relief_features
from newsdocket.resolve.parties import PartyCandidate, name_key

Gold = dict[str, Any]


@dataclass(frozen=True)
class Example:
    """Features with the label that the annotation gives, and the article that they come from (for cross-validation)."""

    article: str
    features: tuple[str, ...]
    label: str
    weight: float = 1.0


def surfaces(item: Gold) -> list[str]:
    """All the words under which an annotation knows an item."""
    exact = item.get("exact") or []
    return [item.get("name") or "", *([exact] if isinstance(exact, str) else exact)]


def likeness(candidate: PartyCandidate, party: Gold) -> float:
    """How well a candidate's names fit those of an annotated party, 0 to 1 (best overlap of their words)."""
    best = 0.0
    for ours in {candidate.name, *candidate.aliases}:
        for theirs in surfaces(party):
            a, b = set(name_key(ours)), set(name_key(theirs))
            if not a or not b:
                continue
            score = 1.0 if a == b else len(a & b) / len(a | b)
            best = max(best, max(score, 0.6) if a <= b or b <= a else score)
    return best


def party_examples(context: Context, gold: Gold) -> Iterator[Example]:
    """One example for each candidate: the role of the party that it fits, or none."""
    free = [c for c in context.candidates if not is_other_person(c, context) and not is_court(c, context)]
    scores = sorted(
        ((likeness(c, p), i, j) for i, c in enumerate(free) for j, p in enumerate(gold["parties"])),
        key=lambda row: (-row[0], row[1], row[2]),
    )
    taken: dict[int, int] = {}
    doubtful: set[int] = set()
    for score, i, j in scores:
        if score < 0.5 or i in taken:
            continue
        if j in taken.values():
            doubtful.add(i)
        else:
            taken[i] = j
    for i, candidate in enumerate(free):
        if i in doubtful and i not in taken and candidate.source == "ner":
            continue
        label = gold["parties"][taken[i]]["role"] if i in taken else NOT_A_PARTY
        yield Example(gold["id"], tuple(party_features(candidate, context)), label)


def find_all(text: str, words: str) -> list[tuple[int, int]]:
    """Every place where ``words`` stand in ``text``."""
    return [(m.start(), m.end()) for m in re.finditer(re.escape(words), text)] if words else []


def overlap(span: Any, places: list[tuple[int, int]]) -> float:
    """Best share of common characters between ``span`` and any of ``places`` (intersection over the shorter)."""
    best = 0.0
    for start, end in places:
        common = min(span.end, end) - max(span.start, start)
        if common > 0:
            best = max(best, common / min(span.end - span.start, end - start))
    return best


def claim_of(span: ClaimSpan, gold: Gold, text: str) -> Gold | None:
    """The annotated claim whose words overlap most with ``span``; ``None`` if none does by half."""
    rated = [(overlap(span, find_all(text, c["exact"])), -i) for i, c in enumerate(gold["claims"])]
    score, index = max(rated, default=(0.0, 0))
    return gold["claims"][-index] if score >= 0.5 else None


def type_examples(context: Context, gold: Gold) -> Iterator[Example]:
    """One example for each candidate: the type of the claim that it overlaps, or none."""
    types = {c["type"] for c in gold["claims"]}
    for span in context.claims:
        claim = claim_of(span, gold, context.doc.text)
        features = tuple(type_features(span, context))
        if claim is not None:
            yield Example(gold["id"], features, claim["type"])
        elif not types:
            yield Example(gold["id"], features, NOT_A_CLAIM)
        elif is_bare(span) or not types.intersection(phrase_types(span.text)):
            yield Example(gold["id"], features, NOT_A_CLAIM, 0.5)


def outcome_examples(context: Context, gold: Gold, *, disposition: bool) -> Iterator[Example]:
    """One example for each candidate that overlaps an annotated claim: the claim's outcome, or its disposition."""
    for span in context.claims:
        claim = claim_of(span, gold, context.doc.text)
        if claim is None:
            continue
        features = tuple(outcome_features(claim["type"], [span], context))
        if disposition:
            features = (*features, *disposition_features(claim["outcome"]))
        yield Example(gold["id"], features, claim["disposition" if disposition else "outcome"], 0.6)


def pair_examples(context: Context, gold: Gold, outcomes: LinearModel) -> Iterator[Example]:
    """One example for each pair of candidates that overlap annotated claims of one type: whether it is one claim.

    ``outcomes`` must not have seen the article: its outcomes are as doubtful here as they will be on new articles.
    """
    matched = [(span, claim_of(span, gold, context.text)) for span in context.claims]
    mentions = [
        (Mention(span, read_outcome(claim["type"], [span], context, outcomes).label), claim)
        for span, claim in matched
        if claim is not None
    ]
    for (one, a), (two, b) in combinations(mentions, 2):
        if a["type"] == b["type"]:
            yield Example(gold["id"], tuple(pair_features(one, two, context)), SAME if a is b else OTHER)


def number(value: object) -> Decimal | None:
    """A decimal from an annotation, ``None`` where it gives none."""
    try:
        return None if value in (None, "") else Decimal(str(value))
    except InvalidOperation:
        return None


def same_money(span: MoneySpan, item: Gold) -> bool:
    """Whether an amount found is an annotated one: the same figure in the same currency."""
    if span.currency != item["currency"]:
        return False
    wanted = number(item["value"])
    if wanted is not None:
        return wanted in (span.value, span.min_value, span.max_value)
    return (number(item["min"]), number(item["max"])) == (span.min_value, span.max_value)


def amount_examples(context: Context, gold: Gold) -> Iterator[Example]:
    """One example for each amount found that is annotated (all of its roles, shared out, where it has several)."""
    for spans in group_amounts(context.money):
        roles = [item["role"] for item in gold["amounts"] if same_money(spans[0], item)]
        features = tuple(amount_features(spans, context))
        for role in roles:
            yield Example(gold["id"], features, role, 1.0 / len(roles))


def payment_examples(
    context: Context, gold: Gold, parties: Sequence[RelatedParty], amounts: Sequence[RelatedAmount]
) -> Iterator[Example]:
    """One example for each pair of an annotated amount and a party found: whether the party pays or is paid."""
    names = [_annotated_name(party.candidate, gold) for party in parties]
    for amount in amounts:
        items = [item for item in gold["amounts"] if same_money(amount.spans[0], item)]
        if not items or amount.role not in PAID:
            continue
        for part, features in zip(_parts(names, items), payment_features(amount, parties, context), strict=True):
            yield Example(gold["id"], tuple(features), part)


def payment_parts(context: Context, gold: Gold, candidates: Sequence[PartyCandidate]) -> tuple[tuple[str, ...], ...]:
    """For each amount found the part of every candidate for a party; empty for an amount that is not annotated."""
    names = [_annotated_name(candidate, gold) for candidate in candidates]
    found = []
    for spans in group_amounts(context.money):
        items = [item for item in gold["amounts"] if same_money(spans[0], item)]
        found.append(_parts(names, items) if items else ())
    return tuple(found)


def _parts(names: Sequence[str | None], items: Sequence[Gold]) -> tuple[str, ...]:
    """What the party of each of ``names`` is to an amount annotated as ``items``."""
    pay, paid = ({name for item in items for name in item[part]} for part in (PAYER, PAYEE))
    return tuple(PAYER if name in pay else PAYEE if name in paid else NEITHER for name in names)


def _annotated_name(candidate: PartyCandidate, gold: Gold) -> str | None:
    best = max(gold["parties"], key=partial(likeness, candidate), default=None)
    return best["name"] if best is not None and likeness(candidate, best) >= 0.5 else None


def annotated_parties(context: Context, gold: Gold) -> list[RelatedParty]:
    """The annotated parties that were found, with the roles of the annotation."""
    free = [c for c in context.candidates if not is_other_person(c, context) and not is_court(c, context)]
    found: dict[PartyCandidate, Gold] = {}
    for party in gold["parties"]:
        best = max(free, key=partial(likeness, party=party), default=None)
        if best is not None and likeness(best, party) >= 0.5:
            found.setdefault(best, party)
    return [RelatedParty(c, found[c]["role"], _SURE, ()) for c in free if c in found]


def annotated_amounts(context: Context, gold: Gold) -> list[RelatedAmount]:
    """The annotated amounts that were found, with the roles of the annotation."""
    return [
        RelatedAmount(spans, item["role"], _SURE, ())
        for spans in group_amounts(context.money)
        for item in gold["amounts"]
        if same_money(spans[0], item)
    ]


_SURE = Prediction("sure", 1.0, ())


def relief_examples(context: Context, gold: Gold) -> Iterator[Example]:
    """One example for each candidate: ordered where it overlaps annotated relief of its type, or none."""
    types = {r["type"] for r in gold["relief"]}
    for span in context.relief:
        places = [p for r in gold["relief"] if r["type"] == span.type for p in find_all(context.doc.text, r["exact"])]
        features = tuple(relief_features(span, context))
        if overlap(span, places) >= 0.5:
            yield Example(gold["id"], features, ORDERED)
        elif span.type not in types:
            yield Example(gold["id"], features, NOT_ORDERED)


__all__ = [
    "Example",
    "amount_examples",
    "annotated_amounts",
    "annotated_parties",
    "outcome_examples",
    "pair_examples",
    "party_examples",
    "payment_examples",
    "payment_parts",
    "relief_examples",
    "type_examples",
]

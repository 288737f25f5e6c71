"""Values that the relate stage decides: roles of amounts, types, outcomes and dispositions of claims, relief."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from operator import methodcaller

from newsdocket.explain.case import Case, Explainer, Told, excused, span_places, spans_words
from newsdocket.explain.features import plain
from newsdocket.explain.models import Alternative, Reason
from newsdocket.extract.spans import ClaimSpan
from newsdocket.linear import load_linear
from newsdocket.record import models as m
from newsdocket.relate.amounts import MODEL as AMOUNTS
from newsdocket.relate.amounts import amount_rules
from newsdocket.relate.claims import (
    DISPOSITION_MODEL,
    NOT_A_CLAIM,
    OUTCOME_MODEL,
    REJECTION,
    TYPE_MODEL,
    TypedClaim,
    disposition_features,
    typed_claim,
)
from newsdocket.relate.relief import ACCEPTANCE, NOT_ORDERED, ORDERED
from newsdocket.relate.relief import MODEL as RELIEF

NO_CLAIM, UNORDERED = "no claim", "not ordered"
CLAIM_LIMIT = f"left out only from {REJECTION:.0%} on, or when a surer claim is there"
RELIEF_LIMIT = f"relief is taken from {ACCEPTANCE:.0%} on"


def amount_role(case: Case, index: int, item: m.Amount, value: str) -> Told:
    """The role by the model, or by a sum or product that settles it; then the model's own reading is a rival."""
    amount = case.facts.amounts[index]
    places = span_places(amount.spans)
    if not amount.because:
        asked = methodcaller("amount", amount.spans)
        return case.by_model(AMOUNTS, amount.prediction, value, amount.features, places, question=asked)
    told = case.by_model(AMOUNTS, amount.prediction, amount.prediction.label, amount.features, places)
    own = Alternative(amount.prediction.label, told.probability, "what the model reads from its own words")
    rivals = (own,) if amount.prediction.label != value else ()
    if any(amount.because == rule.because for rule in amount_rules()):
        return Told("rule relate.amounts", reasons=(Reason(amount.because),), alternatives=rivals)
    reason = Reason(f"has the role of the whole: {amount.because}")
    return Told("rule relate.checks", reasons=(reason,), alternatives=rivals)


def typed(span: ClaimSpan, case: Case) -> TypedClaim:
    """A candidate for a claim as the model of types reads it."""
    return typed_claim(span, case.facts.context, load_linear(TYPE_MODEL))


def claim_type(case: Case, index: int, item: m.Claim, value: str) -> Told:
    """The type of the mention that speaks most surely for it; phrases of the law have a type of their own."""
    mentions = [typed(span, case) for span in case.facts.claims[index].mentions]
    best = max(mentions, key=_Sure(value))
    told = case.by_model(
        TYPE_MODEL,
        best.prediction,
        value,
        best.features,
        span_places([best.span]),
        {NOT_A_CLAIM: NO_CLAIM},
        methodcaller("claim_type", best.span),
    )
    told = replace(excused(told, NO_CLAIM, CLAIM_LIMIT), words=spans_words([best.span]))
    if best.prediction.best_but(NOT_A_CLAIM) == value:
        return told
    return replace(told, by="rule extract.claims", reasons=(Reason("a phrase of the law of this type"), *told.reasons))


class _Sure:
    """Key: how probable a label is for a typed claim."""

    def __init__(self, label: str) -> None:
        self.label = label

    def __call__(self, claim: TypedClaim) -> float:
        return round(claim.prediction.probability_of(self.label), 6)


def claim_name(case: Case, index: int, item: m.Claim, value: str) -> Told:
    """The words of the mention that names the claim best."""
    spans = [s for s in case.facts.claims[index].mentions if s.name == value]
    return Told("rule extract.claims", reasons=(Reason(_naming(spans)),), words=spans_words(spans) or None)


def _naming(spans: list[ClaimSpan]) -> str:
    """How the extractor found the words that name a claim."""
    rule = spans[0].rule if spans else ""
    return plain(f"rule={rule}").text


def claim_statute(case: Case, index: int, item: m.Claim, value: str) -> Told:
    """The statute, where it stands in a claim's words or right behind them."""
    text, claim = case.facts.context.text, case.facts.claims[index]
    for span in claim.mentions:
        start = text.find(value, span.start)
        if start >= 0:
            inside = "named in the words of the claim" if start < span.end else "named right behind the claim"
            words = (case.ground.words(start, start + len(value)),)
            return Told("rule extract.claims", reasons=(Reason(inside),), words=words)
    return Told("rule extract.claims")


def claim_outcome(case: Case, index: int, item: m.Claim, value: str) -> Told:
    """The outcome, read from the words around all mentions."""
    claim = case.facts.claims[index]
    asked = methodcaller("state", OUTCOME_MODEL, claim.type, claim.mentions)
    places = span_places(claim.mentions)
    told = case.by_model(OUTCOME_MODEL, claim.outcome_prediction, value, claim.features, places, question=asked)
    return replace(told, words=spans_words(claim.mentions))


def claim_disposition(case: Case, index: int, item: m.Claim, value: str) -> Told:
    """How the outcome was reached, read from all mentions and the outcome."""
    claim = case.facts.claims[index]
    features = replace(claim.features, more=disposition_features(claim.outcome))
    asked = methodcaller("state", DISPOSITION_MODEL, claim.type, claim.mentions)
    places = span_places(claim.mentions)
    return case.by_model(DISPOSITION_MODEL, claim.disposition_prediction, value, features, places, question=asked)


def relief_type(case: Case, index: int, item: m.Relief, value: str) -> Told:
    """Words for a type of relief that the model takes for ordered or agreed; the surest mention decides."""
    relief = case.facts.relief[index]
    places = span_places(relief.spans[:1])
    told = case.by_model(
        RELIEF,
        relief.prediction,
        ORDERED,
        relief.features,
        places,
        {NOT_ORDERED: UNORDERED},
        methodcaller("ordered", relief.spans[0]),
    )
    told = excused(told, UNORDERED, RELIEF_LIMIT)
    taken = {(s.start, s.end) for s in relief.spans}
    others = dict.fromkeys(s.type for s in case.facts.context.relief if (s.start, s.end) in taken and s.type != value)
    rivals = tuple(Alternative(kind, why="the same words can mean it") for kind in others)
    return replace(told, words=spans_words(relief.spans[:1]), alternatives=(*told.alternatives, *rivals))


EXPLAINERS: Mapping[tuple[str, str], Explainer] = {
    ("amounts", "role"): amount_role,
    ("claims", "type"): claim_type,
    ("claims", "name"): claim_name,
    ("claims", "statute"): claim_statute,
    ("claims", "outcome"): claim_outcome,
    ("claims", "disposition"): claim_disposition,
    ("relief", "type"): relief_type,
}

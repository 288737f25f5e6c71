"""Candidates that did not get into the record, and what turned them away."""

from __future__ import annotations

from collections.abc import Iterator
from operator import methodcaller

from newsdocket.explain.case import Case, Told, span_places, spans_words
from newsdocket.explain.decisions import typed
from newsdocket.explain.models import Reason, Rejected
from newsdocket.extract.spans import ReliefSpan
from newsdocket.linear import load_linear
from newsdocket.relate.claims import NOT_A_CLAIM, TYPE_MODEL
from newsdocket.relate.parties import MODEL as PARTIES
from newsdocket.relate.parties import NOT_A_PARTY, is_court, is_other_person, party_features, read_party
from newsdocket.relate.readers import mixed, opinion
from newsdocket.relate.relief import ACCEPTANCE, NOT_ORDERED, ORDERED, relief_features
from newsdocket.relate.relief import MODEL as RELIEF
from newsdocket.resolve.parties import PartyCandidate


def rejected(case: Case) -> Iterator[Rejected]:
    """Names that are no parties, words that are no claims or no relief, and dates that nothing settles."""
    yield from _parties(case)
    yield from _claims(case)
    yield from _relief(case)
    for span in case.facts.context.dates:
        if span.value is None:
            reason = Reason("no date published and no date before it settles it")
            yield Rejected("date", span.text, spans_words([span]), "rule extract.dates", None, (reason,))


def _parties(case: Case) -> Iterator[Rejected]:
    taken = {party.candidate for party in case.facts.parties}
    for candidate in case.facts.context.candidates:
        if candidate not in taken:
            told = _no_party(candidate, case)
            words = spans_words(candidate.mentions)
            yield Rejected("party", candidate.name, words, told.by, told.probability, told.reasons)


def _no_party(candidate: PartyCandidate, case: Case) -> Told:
    context = case.facts.context
    if is_other_person(candidate, context):
        return Told("rule relate.parties", reasons=(Reason("the name of a judge"),))
    if is_court(candidate, context):
        return Told("rule relate.parties", reasons=(Reason("part of the name of a court"),))
    features = party_features(candidate, context)
    prediction = read_party(candidate, features, context, load_linear(PARTIES))
    asked = methodcaller("party", candidate)
    return case.by_model(PARTIES, prediction, NOT_A_PARTY, features, span_places(candidate.mentions), question=asked)


def _claims(case: Case) -> Iterator[Rejected]:
    taken = {span for claim in case.facts.claims for span in claim.mentions}
    for span in case.facts.context.claims:
        if span in taken:
            continue
        read = typed(span, case)
        asked = methodcaller("claim_type", span)
        told = case.by_model(
            TYPE_MODEL, read.prediction, NOT_A_CLAIM, read.features, span_places([span]), question=asked
        )
        yield Rejected("claim", span.text, spans_words([span]), told.by, told.probability, told.reasons)


def _relief(case: Case) -> Iterator[Rejected]:
    taken = {span for relief in case.facts.relief for span in relief.spans}
    for span in case.facts.context.relief:
        if span not in taken:
            told = _no_relief(span, case)
            yield Rejected(
                "relief", f"{span.type}: {span.text}", spans_words([span]), told.by, told.probability, told.reasons
            )


def _no_relief(span: ReliefSpan, case: Case) -> Told:
    features = relief_features(span, case.facts.context)
    linear = load_linear(RELIEF).predict(features)
    prediction = mixed(RELIEF, linear, opinion(methodcaller("ordered", span), case.facts.context))
    if prediction.probability_of(ORDERED) >= ACCEPTANCE:
        return Told("rule relate.relief", reasons=(Reason("the same words mean another type of relief more surely"),))
    asked = methodcaller("ordered", span)
    return case.by_model(RELIEF, prediction, NOT_ORDERED, features, span_places([span]), question=asked)

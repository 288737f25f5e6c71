"""Links between items: who pays whom, who claims against whom, what an amount is part of."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from operator import methodcaller
from typing import Any

from newsdocket.explain.case import Case, Explainer, Told, span_places, spans_words
from newsdocket.explain.models import Alternative, Reason
from newsdocket.explain.reasons import LEAST_PROBABILITY
from newsdocket.record import models as m
from newsdocket.relate.links import sides_of
from newsdocket.relate.payees import MODEL as PAYEES
from newsdocket.relate.payees import PAYEE, PAYER, read_payments
from newsdocket.view import words as plain_words

CLAIMING, ANSWERING = "claiming", "answering"
SIDES: Mapping[str, str] = {
    "claimant": CLAIMING,
    "respondent": ANSWERING,
    "against": ANSWERING,
}


def payer(case: Case, index: int, item: m.Amount, value: str) -> Told:
    """Who pays."""
    return _payment(case, index, item, value, PAYER)


def payee(case: Case, index: int, item: m.Amount, value: str) -> Told:
    """Who is paid."""
    return _payment(case, index, item, value, PAYEE)


def _payment(case: Case, index: int, item: m.Amount, value: str, part: str) -> Told:
    """A party's part in a payment, by the model; the parties that it holds for less likely are the alternatives."""
    amount = case.facts.amounts[index]
    reads = {f"party-{i}": r for i, r in enumerate(read_payments(amount, case.facts.parties, case.facts.context), 1)}
    party = next(p for p in case.record.parties if p.id == value)
    near, _ = _nearest(party.mentions, _offset(case, item), case)
    places = span_places(amount.spans)
    candidate = case.facts.parties[int(value.removeprefix("party-")) - 1].candidate
    asked = methodcaller("payment", amount.spans, candidate)
    told = case.by_model(PAYEES, reads[value].prediction, part, reads[value].features, places, question=asked)
    chosen = getattr(item, part)
    others = {id: round(r.prediction.probability_of(part), 4) for id, r in reads.items() if id not in chosen}
    rivals = tuple(Alternative(id, p) for id, p in others.items() if p >= LEAST_PROBABILITY)
    return replace(told, alternatives=rivals, words=spans_words(near or party.mentions))


def claimant(case: Case, index: int, item: m.Claim, value: str) -> Told:
    """Who makes the claim."""
    return _party_link(case, item, value, "claimant")


def respondent(case: Case, index: int, item: m.Claim, value: str) -> Told:
    """Whom the claim is made against."""
    return _party_link(case, item, value, "respondent")


def against(case: Case, index: int, item: m.Relief, value: str) -> Told:
    """Whom relief binds."""
    return _party_link(case, item, value, "against")


def _party_link(case: Case, item: Any, value: str, link: str) -> Told:
    """A party of the fitting side, why it and not the others of its side."""
    side = SIDES[link]
    party = next(p for p in case.record.parties if p.id == value)
    offset = _offset(case, item)
    near, where = _nearest(party.mentions, offset, case)
    reason = Reason(f"{party.role}, so on the {side} side; {where}", words=spans_words(near)[0] if near else None)
    chosen = getattr(item, link)
    others = [id for id in _side(case, side) if id not in chosen]
    why = "of the same side, but named less near"
    alternatives = tuple(Alternative(id, why=why) for id in others)
    return Told("rule relate.links", None, (reason,), alternatives, spans_words(near or party.mentions))


def _offset(case: Case, item: Any) -> int:
    """Where the item stands that the link was read around: its first words, for relief its surest."""
    kind, _, number = item.id.rpartition("-")
    spans = case.facts.relief[int(number) - 1].spans if kind == "relief" else item.mentions
    start: int = spans[0].start
    return start


def _side(case: Case, side: str) -> list[str]:
    sides = sides_of(case.facts.parties)
    positions = sides.claiming if side == CLAIMING else sides.answering
    return [f"party-{i + 1}" for i in positions]


def _nearest(mentions: Sequence[m.Mention], offset: int, case: Case) -> tuple[list[m.Mention], str]:
    """The mentions in the sentence of ``offset``, else in the nearest one before it, and how far that is."""
    context = case.facts.context
    number = context.sentence_number(offset)
    back = [(number - context.sentence_number(mention.start), mention) for mention in mentions]
    least = min((steps for steps, _ in back if steps >= 0), default=None)
    if least is None:
        return [], "the article tells of one case"
    near = [mention for steps, mention in back if steps == least]
    if least == 0:
        return near, "named in the same sentence"
    return near, "named in the sentence before" if least == 1 else f"named {least} sentences before"


def amount_claim(case: Case, index: int, item: m.Amount, value: str) -> Told:
    """The claim that an amount is about."""
    claim = next(c for c in case.record.claims if c.id == value)
    context = case.facts.context
    number = context.sentence_number(item.mentions[0].start)
    near = [mention for mention in claim.mentions if context.sentence_number(mention.start) == number]
    reason = Reason("named in the same sentence" if near else "the only claim of a short article")
    others = (c.id for c in case.record.claims if c.id not in item.claims)
    alternatives = tuple(Alternative(id, why="not named in the same sentence") for id in others)
    return Told("rule relate.links", None, (reason,), alternatives, spans_words(near or claim.mentions))


def part_of(case: Case, index: int, item: m.Amount, value: str) -> Told:
    """The total that an amount is part of, with the sum that shows it."""
    total = next(a for a in case.record.amounts if a.id == value)
    return Told("rule check.sums", reasons=tuple(_sums(case, item.id, value)), words=spans_words(total.mentions))


def _sums(case: Case, part: str, total: str) -> Iterable[Reason]:
    for check in case.record.checks:
        if check.kind == "sum" and check.holds and part in check.right and check.left[0] == total:
            yield Reason(plain_words.check(check, case.record))


EXPLAINERS: Mapping[tuple[str, str], Explainer] = {
    ("amounts", "payer"): payer,
    ("amounts", "payee"): payee,
    ("amounts", "claims"): amount_claim,
    ("amounts", "part_of"): part_of,
    ("claims", "claimant"): claimant,
    ("claims", "respondent"): respondent,
    ("relief", "against"): against,
}

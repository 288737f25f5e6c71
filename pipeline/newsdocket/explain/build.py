"""From the facts and the record of an article to the explanation of every value in it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from newsdocket.explain import decisions, entities, links
from newsdocket.explain.case import Case, Explainer, Told, spans_words
from newsdocket.explain.grounding import Ground
from newsdocket.explain.models import Explanation, Reason, Value
from newsdocket.explain.rejected import rejected
from newsdocket.read.article import Article
from newsdocket.record import models as m
from newsdocket.record.build import build_record
from newsdocket.record.models import ITEM_FIELDS, decimal_string
from newsdocket.relate.checks import role_of_whole
from newsdocket.view import words as plain_words

if TYPE_CHECKING:
    from newsdocket.docket import Docket

TOP = 5
ONE_BY_ONE = frozenset({"aliases", "payer", "payee", "claims", "claimant", "respondent", "against"})
"""Lists of which every member is a value of its own."""

READERS: Mapping[str, str] = {kind: f"rule extract.{kind}" for kind in ITEM_FIELDS} | {
    "amounts": "rule extract.money",
    "parties": "rule resolve.parties",
}
"""What reads the fields of each kind that have no explainer of their own."""


def explain(docket: Docket, article: Article, *, top: int = TOP) -> Explanation:
    """Why the record of ``article`` says what it says, with up to ``top`` reasons of each model for a decision.

    Raises what :meth:`newsdocket.docket.Docket.read_article` raises.
    """
    facts, checks = role_of_whole(docket.facts(article))
    record = build_record(article, facts, checks, docket.provenance)
    case = Case(facts, record, Ground(facts.context), top)
    return Explanation(record, tuple(_values(case)), tuple(rejected(case)))


def _values(case: Case) -> Iterator[Value]:
    for kind in ITEM_FIELDS:
        for index, item in enumerate(getattr(case.record, kind)):
            for field, value in filled_fields(item):
                told = EXPLAINERS.get((kind, field), _read)(case, index, item, value)
                yield Value(
                    about=item.id,
                    field=field,
                    value=value,
                    words=spans_words(item.mentions) if told.words is None else told.words,
                    by=told.by or READERS[kind],
                    probability=told.probability,
                    reasons=told.reasons,
                    alternatives=told.alternatives,
                )
            yield from _remarks(case, item)


def _remarks(case: Case, item: Any) -> Iterator[Value]:
    """The checks whose total an item is, and the warnings about it."""
    figures: dict[str, m.Amount | m.Count] = {a.id: a for a in case.record.amounts}
    figures |= {c.id: c for c in case.record.counts}
    for check in case.record.checks:
        if check.left[0] == item.id:
            words = spans_words(mention for id in (*check.left, *check.right) for mention in figures[id].mentions)
            yield Value(item.id, "check", plain_words.check(check, case.record), words, f"rule check.{check.kind}s")
    for warning in case.record.warnings:
        if warning.about == item.id:
            reason = (Reason(warning.message),)
            yield Value(item.id, "warning", warning.code, spans_words(item.mentions), "rule record.build", None, reason)


def date_value(case: Case, index: int, item: m.Date, value: str) -> Told:
    """A date; where its words leave the year open, what settles it."""
    if any(value[:4] in mention.exact for mention in item.mentions):
        return Told("rule extract.dates")
    published = case.record.article.published
    settled = f"the date published, {published}, or by one" if published else "a date"
    return Told("rule extract.dates", reasons=(Reason(f"the words leave the year open; settled by {settled} before"),))


def _read(case: Case, index: int, item: Any, value: str) -> Told:
    return Told(by="")


EXPLAINERS: Mapping[tuple[str, str], Explainer] = {
    **entities.EXPLAINERS,
    **decisions.EXPLAINERS,
    **links.EXPLAINERS,
    ("dates", "value"): date_value,
}
"""What explains a field of a kind of items; every other field is read from the mentions by the kind's extractor."""


def filled_fields(item: Any) -> Iterator[tuple[str, str]]:
    """The fields of an item of the record that say something, with each value as text; ids and mentions left out."""
    for field in type(item).model_fields:
        value = getattr(item, field)
        if field in ("id", "mentions") or value is None or value == ():
            continue
        if field in ONE_BY_ONE:
            yield from ((field, str(member)) for member in value)
        else:
            yield field, _text(value)


def _text(value: object) -> str:
    if isinstance(value, Decimal):
        return decimal_string(value)
    return ", ".join(value) if isinstance(value, tuple) else str(value)

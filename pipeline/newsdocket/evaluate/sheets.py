"""One view of gold lines and records, so that they (and two records) can be held against each other."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from newsdocket.evaluate.gold import GoldAmount, GoldArticle, GoldCount
from newsdocket.record.models import Amount, Count, Mention, Party, Record

Names = tuple[str, ...]
"""The surface forms of one thing."""


@dataclass(frozen=True)
class Named:
    """A court, judge, party or label: its name, every surface form, and what is said of it."""

    name: str
    surfaces: Names
    role: str = ""
    id: str | None = None
    candidates: Names = ()


@dataclass(frozen=True)
class Figure:
    """An amount or a count. ``unit`` is the currency or the item noun; ``payer`` and ``payee`` are parties by name."""

    words: str
    value: Decimal | None
    low: Decimal | None
    high: Decimal | None
    unit: str
    role: str = ""
    payer: tuple[Names, ...] = ()
    payee: tuple[Names, ...] = ()


@dataclass(frozen=True)
class Dated:
    """A date: the words and their EDTF value."""

    words: str
    value: str


@dataclass(frozen=True)
class Ruling:
    """A claim or a form of relief: its words, its type, and for a claim how it ended."""

    words: str
    type: str
    outcome: str = ""
    disposition: str = ""


@dataclass(frozen=True)
class Sheet:
    """The facts of one article; ``None`` for a list that was not annotated."""

    courts: tuple[Named, ...] | None = ()
    judges: tuple[Named, ...] | None = ()
    parties: tuple[Named, ...] | None = ()
    labels: tuple[Named, ...] | None = ()
    amounts: tuple[Figure, ...] | None = ()
    counts: tuple[Figure, ...] | None = ()
    dates: tuple[Dated, ...] | None = ()
    claims: tuple[Ruling, ...] | None = ()
    relief: tuple[Ruling, ...] | None = ()


def sheet_of_gold(gold: GoldArticle) -> Sheet:
    """The view of a gold line."""
    known = {p.name: _forms(p.name, *p.exact) for p in gold.parties or ()}
    named = {
        field: None if items is None else tuple(Named(i.name, _forms(i.name, *i.exact)) for i in items)
        for field, items in (("judges", gold.judges), ("labels", gold.labels))
    }
    return Sheet(
        courts=None
        if gold.courts is None
        else tuple(Named(c.name, _forms(c.name, *c.exact), id=c.id) for c in gold.courts),
        judges=named["judges"],
        parties=None if gold.parties is None else tuple(Named(p.name, known[p.name], p.role) for p in gold.parties),
        labels=named["labels"],
        amounts=None if gold.amounts is None else tuple(_gold_amount(a, known) for a in gold.amounts),
        counts=None if gold.counts is None else tuple(_gold_count(c) for c in gold.counts),
        dates=None if gold.dates is None else tuple(Dated(d.exact, d.value) for d in gold.dates),
        claims=None
        if gold.claims is None
        else tuple(Ruling(c.exact, c.type, c.outcome, c.disposition) for c in gold.claims),
        relief=None if gold.relief is None else tuple(Ruling(r.exact, r.type) for r in gold.relief),
    )


def _gold_amount(item: GoldAmount, known: dict[str, Names]) -> Figure:
    payer, payee = (tuple(known.get(name, (name,)) for name in side) for side in (item.payer, item.payee))
    return Figure(item.exact, item.value, item.low, item.high, item.currency, item.role, payer, payee)


def _gold_count(item: GoldCount) -> Figure:
    return Figure(item.exact, item.value, item.low, item.high, item.item)


def sheet_of_record(record: Record) -> Sheet:
    """The view of a record: of its people only the judges."""
    known = {p.id: _party_forms(p) for p in record.parties}
    return Sheet(
        courts=tuple(
            Named(c.name, _forms(c.name, *_words(c.mentions)), id=c.court_id, candidates=c.candidates)
            for c in record.courts
        ),
        judges=tuple(Named(p.name, _forms(p.name)) for p in record.people if p.role == "judge"),
        parties=tuple(Named(p.name, known[p.id], p.role) for p in record.parties),
        labels=tuple(Named(x.name, _forms(x.name, *_words(x.mentions))) for x in record.labels),
        amounts=tuple(_record_amount(a, known) for a in record.amounts),
        counts=tuple(_record_count(c) for c in record.counts),
        dates=tuple(Dated(d.mentions[0].exact, d.value) for d in record.dates),
        claims=tuple(Ruling(c.mentions[0].exact, c.type, c.outcome, c.disposition) for c in record.claims),
        relief=tuple(Ruling(r.mentions[0].exact, r.type) for r in record.relief),
    )


def _record_amount(item: Amount, known: dict[str, Names]) -> Figure:
    payer, payee = (tuple(known[name] for name in side) for side in (item.payer, item.payee))
    words = item.mentions[0].exact
    return Figure(words, item.value, item.min_value, item.max_value, item.currency, item.role, payer, payee)


def _record_count(item: Count) -> Figure:
    return Figure(item.mentions[0].exact, item.value, item.min_value, item.max_value, item.item)


def _party_forms(party: Party) -> Names:
    return _forms(party.name, *party.aliases, *_words(party.mentions))


def _words(mentions: Iterable[Mention]) -> list[str]:
    return [mention.exact for mention in mentions]


def _forms(*forms: str) -> Names:
    return tuple(dict.fromkeys(form for form in forms if form))

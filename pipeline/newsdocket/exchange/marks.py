"""A record as marks on its text, which is all that annotation tools know.

A mark is a stretch with a label: ``court``, ``party:plaintiff``, ``amount:awarded``, ``claim:copyright``. How a claim
ended stands in two more marks on its first mention, ``outcome:settled`` and ``disposition:settlement``. Links between
marks say who pays whom and who claims against whom. Everything else (values, ids, names) travels in the record beside
the marks.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, get_args

from newsdocket.errors import UsageError
from newsdocket.record.models import Record
from newsdocket.vocabulary import AmountRole, ClaimType, Disposition, Outcome, PartyRole, PersonRole, ReliefType


@dataclass(frozen=True)
class Kind:
    """A kind of mark: the record's list that it stands for, the attribute after the colon and its values."""

    prefix: str
    field: str
    id: str
    attribute: str | None = None
    values: tuple[str, ...] = ()


KINDS = {
    kind.prefix: kind
    for kind in (
        Kind("court", "courts", "court"),
        Kind("person", "people", "person", "role", get_args(PersonRole)),
        Kind("party", "parties", "party", "role", get_args(PartyRole)),
        Kind("record_label", "labels", "label"),
        Kind("amount", "amounts", "amount", "role", get_args(AmountRole)),
        Kind("count", "counts", "count"),
        Kind("date", "dates", "date"),
        Kind("claim", "claims", "claim", "type", get_args(ClaimType)),
        Kind("relief", "relief", "relief", "type", get_args(ReliefType)),
    )
}
"""The kinds of marks in the order of the record."""

ASPECTS: dict[str, tuple[str, ...]] = {"outcome": get_args(Outcome), "disposition": get_args(Disposition)}
"""Marks that say something of the claim on the same stretch."""

LINKS = (
    ("amount", "payer"),
    ("amount", "payee"),
    ("claim", "claimant"),
    ("claim", "respondent"),
    ("relief", "against"),
)
"""Links from a kind of mark to a party, named after the record's attribute."""


@dataclass(frozen=True, order=True)
class Mark:
    """A labelled stretch of the text. Offsets are code points, ``end`` excluded."""

    start: int
    end: int
    label: str

    @property
    def prefix(self) -> str:
        """What is marked: a key of ``KINDS`` or ``ASPECTS``."""
        return self.label.partition(":")[0]

    @property
    def value(self) -> str | None:
        """What stands after the colon."""
        return self.label.partition(":")[2] or None


@dataclass(frozen=True, order=True)
class Link:
    """A named link from one mark to another."""

    source: Mark
    name: str
    target: Mark


@dataclass(frozen=True)
class Task:
    """One article with its marks. ``base`` is the record (without its text) that was exported, ``None`` for marks that
    were made from nothing."""

    id: str
    text: str
    marks: tuple[Mark, ...] = ()
    links: tuple[Link, ...] = ()
    base: Mapping[str, Any] | None = None


def labels() -> list[str]:
    """Every label that a mark may have."""
    found: list[str] = []
    for kind in KINDS.values():
        found.extend(f"{kind.prefix}:{value}" for value in kind.values)
        found.extend([] if kind.attribute else [kind.prefix])
    return found + [f"{name}:{value}" for name, values in ASPECTS.items() for value in values]


def link_names() -> list[str]:
    """Every name that a link may have."""
    return [name for _, name in LINKS]


def task_of_record(record: Record) -> Task:
    """The record as marks. Raises :class:`UsageError` for a record without its text: there is nothing to mark."""
    if record.article.text is None:
        raise UsageError(f"{record.article.id}: the record was kept without its text")
    data = record.to_dict()
    marks = dict.fromkeys(
        sorted(mark for kind in KINDS.values() for x in data[kind.field] for mark in item_marks(kind, x))
    )
    links = dict.fromkeys(sorted(_links(data)))
    text = data["article"].pop("text")
    return Task(record.article.id, text, tuple(marks), tuple(links), data)


def item_marks(kind: Kind, item: Mapping[str, Any]) -> Iterator[Mark]:
    """The marks of one item of a record's JSON."""
    label = f"{kind.prefix}:{item[kind.attribute]}" if kind.attribute else kind.prefix
    for mention in item["mentions"]:
        yield Mark(mention["start"], mention["end"], label)
    if kind.prefix == "claim":
        first = item["mentions"][0]
        yield from (Mark(first["start"], first["end"], f"{name}:{item[name]}") for name in ASPECTS)


def _links(data: Mapping[str, Any]) -> Iterator[Link]:
    party = KINDS["party"]
    targets = {item["id"]: next(item_marks(party, item)) for item in data["parties"]}
    for prefix, name in LINKS:
        kind = KINDS[prefix]
        for item in data[kind.field]:
            yield from (Link(next(item_marks(kind, item)), name, targets[id]) for id in item[name])


def check_mark(mark: Mark, text: str) -> str | None:
    """What is wrong with a mark that came from outside; ``None`` if nothing."""
    kind = KINDS.get(mark.prefix)
    values = kind.values if kind else ASPECTS.get(mark.prefix, ())
    known = mark.label in KINDS if kind and not kind.attribute else mark.value in values
    if not known:
        return f"unknown label {mark.label!r}"
    if not 0 <= mark.start < mark.end <= len(text):
        return f"{mark.label}: {mark.start}:{mark.end} lies outside the text"
    return None

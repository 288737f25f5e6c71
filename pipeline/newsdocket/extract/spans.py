"""What extractors find: typed, immutable spans, and how they stand in a spaCy ``Doc``.

A found span is a pydantic model with ``start`` and ``end`` (code points into the text, end excluded), ``text``
(``source[start:end] == text``) and the normalised values of its kind. In a ``Doc`` the spans of one kind stand in a
span group (``doc.spans["newsdocket_money"]``) whose ``attrs["items"]`` holds the same spans as plain data, in the same
order, so that groups survive ``to_bytes``, pickling and ``n_process``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from decimal import Decimal
from typing import TypeVar

from pydantic import BaseModel, ConfigDict
from spacy.tokens import Doc, Span, SpanGroup

from newsdocket.vocabulary import Basis, ClaimType, CourtLevel, CourtSystem, PartyKind, PersonRole, ReliefType


class FoundSpan(BaseModel):
    """A stretch of text that an extractor found. Offsets are code points, ``end`` excluded."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    start: int
    end: int
    text: str


class QuantitySpan(FoundSpan):
    """A number with its bounds: either ``value``, or ``min_value`` and/or ``max_value``."""

    value: Decimal | None = None
    min_value: Decimal | None = None
    max_value: Decimal | None = None
    basis: Basis = "exact"


class MoneySpan(QuantitySpan):
    """An amount of money. ``currency`` is ISO 4217; ``per`` the singular noun that a rate is paid for."""

    currency: str
    per: str | None = None


class CountSpan(QuantitySpan):
    """A number of things. ``item`` is the head noun as written, in lower case (``percent`` for percentages)."""

    item: str


class DateSpan(FoundSpan):
    """A calendar date. ``value`` is EDTF (``2016``, ``2016-10``, ``2016-10-25``, ``2013-02/2015-05``), ``None`` when
    the words are relative and no reference date settles them."""

    value: str | None = None


class CourtSpan(FoundSpan):
    """A mention of a court: its full name, the courts-db id if exactly one fits, else the ids that could be meant."""

    name: str
    court_id: str | None = None
    candidates: tuple[str, ...] = ()
    level: CourtLevel | None = None
    system: CourtSystem | None = None
    country: str | None = None


class PersonSpan(FoundSpan):
    """A person named with a role in the proceedings. ``name`` is without title; ``title`` as written."""

    name: str
    role: PersonRole
    title: str | None = None


class LabelSpan(FoundSpan):
    """A record label or music company. ``name`` is its usual full name, ``parent`` the owner where that is certain."""

    name: str
    parent: str | None = None


class NameSpan(FoundSpan):
    """A name or a description that could be a party. ``kind`` says what it names."""

    name: str
    kind: PartyKind | None = None
    source: str = "ner"


class ClaimSpan(FoundSpan):
    """Words that name a cause of action or a charge. ``type`` is from the closed vocabulary."""

    type: ClaimType
    name: str
    statute: str | None = None
    rule: str = ""


class ReliefSpan(FoundSpan):
    """Words that say what was ordered."""

    type: ReliefType
    rule: str = ""


S = TypeVar("S", bound=FoundSpan)


def write_group(doc: Doc, key: str, found: Iterable[FoundSpan], label: str) -> SpanGroup:
    """Store ``found`` as span group ``key`` of ``doc``, in text order, and return the group.

    Token boundaries that do not fall on a span's edges are widened for the spaCy span; ``attrs["items"]`` keeps the
    exact offsets.
    """
    ordered = sorted(found, key=_position)
    spans = [_token_span(doc, item, label) for item in ordered]
    items = [item.model_dump(mode="json") for item in ordered]
    group = SpanGroup(doc, name=key, spans=spans, attrs={"items": items})
    doc.spans[key] = group
    return group


def read_group(doc: Doc, key: str, kind: type[S]) -> list[S]:
    """The spans of group ``key`` as ``kind``, in text order; an empty list where the group is missing."""
    if key not in doc.spans:
        return []
    return [kind.model_validate(item) for item in doc.spans[key].attrs.get("items", [])]


def _position(item: FoundSpan) -> tuple[int, int]:
    return item.start, -item.end


def _token_span(doc: Doc, item: FoundSpan, label: str) -> Span:
    span = doc.char_span(item.start, item.end, label=label, alignment_mode="expand")
    if span is None:
        raise ValueError(f"span {item.start}:{item.end} lies outside the document")
    return span


class SpanFinder:
    """An extractor as a spaCy component: runs ``find`` on a ``Doc`` and stores what it finds as a span group.

    Plain attributes and a module-level function only, so that it pickles and works under ``nlp.pipe(n_process=...)``.
    """

    def __init__(self, find: Callable[..., Sequence[FoundSpan]], key: str, label: str, **settings: object) -> None:
        self.find = find
        self.key = key
        self.label = label
        self.settings = settings

    def __call__(self, doc: Doc) -> Doc:
        write_group(doc, self.key, self.find(doc, **self.settings), self.label)
        return doc

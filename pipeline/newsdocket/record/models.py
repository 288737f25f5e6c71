"""The record: what newsdocket knows of one article. The only definition of its fields in code.

Field names follow schema.org (MonetaryAmount, NewsArticle), CourtListener (court ids, party roles) and the W3C text
selectors (``start``, ``end``, ``exact``). Every item stands on at least one mention, ids that an item names must exist
in the same record, and money is ``Decimal`` in Python and a decimal string in JSON.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from decimal import Decimal
from typing import TYPE_CHECKING, Annotated, Any, Literal

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    PlainSerializer,
    ValidationError,
    WithJsonSchema,
    model_validator,
)

from newsdocket.errors import RecordError
from newsdocket.vocabulary import (
    AmountRole,
    Basis,
    CheckKind,
    ClaimType,
    CourtLevel,
    CourtSystem,
    Disposition,
    Outcome,
    PartyKind,
    PartyRole,
    PersonRole,
    ReliefType,
)

if TYPE_CHECKING:
    from newsdocket.read.article import Article

DECIMAL_PATTERN = r"^-?\d+(\.\d+)?$"
EDTF_PATTERN = r"^\d{4}(-\d{2}(-\d{2})?)?(/\d{4}(-\d{2}(-\d{2})?)?)?$"
DAY_PATTERN = r"^\d{4}-\d{2}-\d{2}$"


def decimal_string(value: Decimal) -> str:
    """``value`` in plain notation without exponent or trailing zeros: ``Decimal("3.220E+8")`` gives ``"322000000"``."""
    text = format(value, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def _no_floats(value: object) -> object:
    if isinstance(value, float):
        raise ValueError("decimal values are given as strings, integers or Decimal, never as floats")
    return value


def _finite(value: Decimal) -> Decimal:
    if not value.is_finite():
        raise ValueError("a number must be finite")
    return value


Number = Annotated[
    Decimal,
    BeforeValidator(_no_floats),
    AfterValidator(_finite),
    PlainSerializer(decimal_string, return_type=str, when_used="json"),
    WithJsonSchema({"type": "string", "pattern": DECIMAL_PATTERN}),
]


class Part(BaseModel):
    """Base of everything in a record: immutable, and strict about unknown fields."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Mention(Part):
    """A stretch of the article's text. Offsets are code points, ``end`` excluded."""

    start: int = Field(ge=0)
    end: int = Field(gt=0)
    exact: str = Field(min_length=1)


Mentions = Annotated[tuple[Mention, ...], Field(min_length=1)]
Ids = tuple[str, ...]


class ArticleInfo(Part):
    """Where the text comes from, and the cleaned text that every offset points into (``None`` only on request)."""

    id: str = Field(min_length=1)
    source: str
    headline: str | None = None
    published: Annotated[str, Field(pattern=DAY_PATTERN)] | None = None
    url: str | None = None
    language: str | None = None
    content_hash: str
    text: str | None = None


class Item(Part):
    """Base of what a record lists: an id that other items can name."""

    id: str = Field(min_length=1)


class Court(Item):
    """A court. ``court_id`` is its courts-db id, ``None`` while several ``candidates`` fit."""

    name: str
    court_id: str | None = None
    candidates: Ids = ()
    level: CourtLevel | None = None
    system: CourtSystem | None = None
    country: str | None = None
    mentions: Mentions


class Person(Item):
    """Somebody named with a part in the proceedings who is not a party."""

    name: str
    role: PersonRole
    mentions: Mentions


class Party(Item):
    """Somebody who sues or is sued, charges or is charged, settles, is fined, appeals."""

    name: str
    aliases: tuple[str, ...] = ()
    kind: PartyKind
    role: PartyRole
    mentions: Mentions


class Label(Item):
    """A record label or music company; ``party`` is the id of the party that it is, if it is one."""

    name: str
    parent: str | None = None
    party: str | None = None
    mentions: Mentions


class Quantity(Item):
    """A number: ``value``, or a lower and/or an upper bound."""

    value: Number | None = None
    min_value: Number | None = None
    max_value: Number | None = None
    basis: Basis = "exact"

    @model_validator(mode="after")
    def _says_something(self) -> Quantity:
        if self.value is None and self.min_value is None and self.max_value is None:
            raise ValueError("a quantity needs a value or a bound")
        if self.min_value is not None and self.max_value is not None and self.min_value > self.max_value:
            raise ValueError("min_value is greater than max_value")
        return self


class Amount(Quantity):
    """An amount of money: ISO 4217 currency, what it is for, who pays whom. ``per`` makes it a rate."""

    currency: Annotated[str, Field(pattern=r"^[A-Z]{3}$")]
    per: str | None = None
    role: AmountRole
    payer: Ids = ()
    payee: Ids = ()
    part_of: str | None = None
    claims: Ids = ()
    mentions: Mentions


class Count(Quantity):
    """A number of things; ``item`` is the head noun as written, in lower case."""

    item: str
    mentions: Mentions


class Date(Item):
    """A calendar date in EDTF, at the precision of the words."""

    value: Annotated[str, Field(pattern=EDTF_PATTERN)]
    mentions: Mentions


class Claim(Item):
    """A cause of action, charge or legal question, how it stands by the end of the text, and how it got there."""

    type: ClaimType
    name: str
    statute: str | None = None
    outcome: Outcome
    disposition: Disposition
    claimant: Ids = ()
    respondent: Ids = ()
    mentions: Mentions


class Relief(Item):
    """What was ordered or agreed, and whom it binds."""

    type: ReliefType
    against: Ids = ()
    mentions: Mentions


class Check(Part):
    """Figures of the article held against each other: ``left`` is the total, ``right`` its parts or factors."""

    kind: CheckKind
    holds: bool
    left: Ids
    right: Ids
    difference: Number


class Warning_(Part):
    """Something to look at with care; ``about`` is an id of this record, or ``None`` for the article."""

    model_config = ConfigDict(frozen=True, extra="forbid", title="Warning")

    code: str
    message: str
    about: str | None = None


class Provenance(Part):
    """What made the record. The same article, version, model and settings give the same bytes."""

    version: str
    model: str
    settings_hash: str


class Record(Part):
    """The facts of one article. See ``docs/record.md``; JSON by :meth:`to_json`, back by :meth:`from_json`."""

    schema_version: Literal["1.0"] = "1.0"
    article: ArticleInfo
    courts: tuple[Court, ...] = ()
    people: tuple[Person, ...] = ()
    parties: tuple[Party, ...] = ()
    labels: tuple[Label, ...] = ()
    amounts: tuple[Amount, ...] = ()
    counts: tuple[Count, ...] = ()
    dates: tuple[Date, ...] = ()
    claims: tuple[Claim, ...] = ()
    relief: tuple[Relief, ...] = ()
    checks: tuple[Check, ...] = ()
    warnings: tuple[Warning_, ...] = ()
    provenance: Provenance

    @model_validator(mode="after")
    def _is_consistent(self) -> Record:
        problems = [*_duplicate_ids(self), *_dangling_ids(self), *_loose_mentions(self), *_wrong_hash(self)]
        if problems:
            raise ValueError("; ".join(problems))
        return self

    def items(self) -> Iterator[Any]:
        """Every item that has an id and mentions, in the order of the record."""
        for field in ITEM_FIELDS:
            yield from getattr(self, field)

    def to_dict(self) -> dict[str, Any]:
        """The record as JSON-ready data: decimals as strings, ids as written."""
        return self.model_dump(mode="json")

    def to_json(self, *, indent: int | None = 2) -> str:
        """The record as JSON text; the same record always gives the same text."""
        return json.dumps(self.to_dict(), ensure_ascii=False, indent=indent)

    @classmethod
    def from_json(cls, text: str | bytes) -> Record:
        """Read and validate a record. Raises :class:`RecordError` if it is no record or contradicts itself."""
        try:
            return cls.model_validate_json(text)
        except ValidationError as error:
            raise RecordError(_readable(error)) from error

    def without_text(self) -> Record:
        """The same record without ``article.text``, for archives that may not keep it."""
        return self.model_copy(update={"article": self.article.model_copy(update={"text": None})})


ITEM_FIELDS = ("courts", "people", "parties", "labels", "amounts", "counts", "dates", "claims", "relief")

_LINKS: tuple[tuple[str, str, str], ...] = (
    ("labels", "party", "parties"),
    ("amounts", "payer", "parties"),
    ("amounts", "payee", "parties"),
    ("amounts", "part_of", "amounts"),
    ("amounts", "claims", "claims"),
    ("claims", "claimant", "parties"),
    ("claims", "respondent", "parties"),
    ("relief", "against", "parties"),
)


def content_hash(text: str) -> str:
    """SHA-256 of the cleaned text, in hexadecimal; lone surrogates are hashed as they are."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def article_info(article: Article) -> ArticleInfo:
    """What the record says of the article itself."""
    return ArticleInfo(
        id=article.id,
        source=article.source,
        headline=article.headline,
        published=article.published,
        url=article.url,
        language=article.language,
        content_hash=content_hash(article.text),
        text=article.text,
    )


def _as_ids(value: Ids | str | None) -> Ids:
    if value is None:
        return ()
    return (value,) if isinstance(value, str) else value


def _duplicate_ids(record: Record) -> Iterator[str]:
    seen: set[str] = set()
    for item in record.items():
        if item.id in seen:
            yield f"id {item.id} is given twice"
        seen.add(item.id)


def _dangling_ids(record: Record) -> Iterator[str]:
    known = {field: {item.id for item in getattr(record, field)} for field in ITEM_FIELDS}
    for field, link, target in _LINKS:
        for item in getattr(record, field):
            for name in _as_ids(getattr(item, link)):
                if name not in known[target]:
                    yield f"{item.id}.{link} names {name}, which is not among the {target}"
    figures = known["amounts"] | known["counts"]
    for check in record.checks:
        yield from (
            f"a check names {name}, which is no figure" for name in check.left + check.right if name not in figures
        )
    every = set().union(*known.values())
    for warning in record.warnings:
        if warning.about is not None and warning.about not in every:
            yield f"warning {warning.code} is about {warning.about}, which does not exist"


def _loose_mentions(record: Record) -> Iterator[str]:
    text = record.article.text
    if text is None:
        return
    for item in record.items():
        for mention in item.mentions:
            if text[mention.start : mention.end] != mention.exact:
                yield f"{item.id}: [{mention.start}:{mention.end}] is not {mention.exact!r}"


def _wrong_hash(record: Record) -> Iterator[str]:
    text = record.article.text
    if text is not None and content_hash(text) != record.article.content_hash:
        yield "article.content_hash is not the hash of article.text"


def _readable(error: ValidationError) -> str:
    return "; ".join(f"{_place(e['loc'])}: {e['msg'].removeprefix('Value error, ')}" for e in error.errors())


def _place(location: tuple[int | str, ...]) -> str:
    return ".".join(map(str, location)) or "record"

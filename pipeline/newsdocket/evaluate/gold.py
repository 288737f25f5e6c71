"""Annotated articles on disk: gold lines and the texts that they annotate.

The format is that of ``corpus/README.md``: JSON lines, told apart by what they hold. A line with at least one list of
facts is gold, a line with ``text`` is an article; one line may be both. A list that a gold line lacks was not
annotated: its fields are not scored for that article. An empty list says that the article has no such fact.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Annotated, Any, TypeVar

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError, model_validator

from newsdocket.errors import UsageError
from newsdocket.record.models import EDTF_PATTERN, Number
from newsdocket.vocabulary import (
    AmountRole,
    Basis,
    ClaimType,
    CourtLevel,
    CourtSystem,
    Disposition,
    Outcome,
    PartyKind,
    PartyRole,
    ReliefType,
)

LISTS = ("courts", "judges", "parties", "labels", "amounts", "counts", "dates", "claims", "relief")
"""The lists of facts of a gold line, in the order of the guide."""

SUFFIXES = (".jsonl", ".ndjson")
NO_RELIEF = "none"
"""What some annotators write as the type of relief where there is none; such items are dropped."""


def _listed(value: object) -> object:
    return [value] if isinstance(value, str) else [] if value is None else value


Words = Annotated[tuple[str, ...], BeforeValidator(_listed)]
"""Surface forms: one string or a list of them."""


class GoldPart(BaseModel):
    """Base of everything in a gold line. Keys that the guide does not know (notes, ids of a tool) are let through."""

    model_config = ConfigDict(frozen=True, extra="ignore", populate_by_name=True)


class GoldCourt(GoldPart):
    """A court; ``id`` is its courts-db id or ``None`` where the text leaves it open."""

    exact: Words = ()
    name: str
    id: str | None = None
    level: CourtLevel | None = None
    system: CourtSystem | None = None


class GoldName(GoldPart):
    """A judge or a record label."""

    exact: Words = ()
    name: str


class GoldParty(GoldPart):
    """A party of a case."""

    exact: Words = ()
    name: str
    kind: PartyKind | None = None
    role: PartyRole


class GoldQuantity(GoldPart):
    """A number or its bounds."""

    exact: str = ""
    value: Number | None = None
    low: Annotated[Number | None, Field(alias="min")] = None
    high: Annotated[Number | None, Field(alias="max")] = None
    basis: Basis = "exact"

    @model_validator(mode="after")
    def _says_something(self) -> GoldQuantity:
        if self.value is None and self.low is None and self.high is None:
            raise ValueError("a quantity needs value, min or max")
        return self


class GoldAmount(GoldQuantity):
    """Money. ``payer`` and ``payee`` are names of parties."""

    currency: Annotated[str, Field(pattern=r"^[A-Z]{3}$")]
    per: str | None = None
    role: AmountRole
    payer: Words = ()
    payee: Words = ()


class GoldCount(GoldQuantity):
    """A number of things."""

    item: str


class GoldDate(GoldPart):
    """A date in EDTF."""

    exact: str = ""
    value: Annotated[str, Field(pattern=EDTF_PATTERN)]


class GoldClaim(GoldPart):
    """A claim. ``claimant`` and ``respondent`` are names of parties."""

    type: ClaimType
    exact: str = ""
    statute: str | None = None
    outcome: Outcome
    disposition: Disposition
    claimant: Words = ()
    respondent: Words = ()


class GoldRelief(GoldPart):
    """What was ordered."""

    type: ReliefType
    exact: str = ""


class GoldArticle(GoldPart):
    """The facts of one article as annotated. ``None`` in place of a list: not annotated."""

    id: str
    courts: tuple[GoldCourt, ...] | None = None
    judges: tuple[GoldName, ...] | None = None
    parties: tuple[GoldParty, ...] | None = None
    labels: tuple[GoldName, ...] | None = None
    amounts: tuple[GoldAmount, ...] | None = None
    counts: tuple[GoldCount, ...] | None = None
    dates: tuple[GoldDate, ...] | None = None
    claims: tuple[GoldClaim, ...] | None = None
    relief: tuple[GoldRelief, ...] | None = None

    @model_validator(mode="before")
    @classmethod
    def _without_empty_relief(cls, data: Any) -> Any:
        if isinstance(data, Mapping) and isinstance(data.get("relief"), list):
            kept = [r for r in data["relief"] if not (isinstance(r, Mapping) and r.get("type") == NO_RELIEF)]
            return {**data, "relief": kept}
        return data

    def to_line(self) -> dict[str, Any]:
        """The gold line as JSON-ready data, lists that were not annotated left out."""
        data = self.model_dump(mode="json", by_alias=True)
        return {key: value for key, value in data.items() if key not in LISTS or value is not None}


class GoldText(GoldPart):
    """The article that a gold line annotates. ``date`` is the day of publication (``YYYY-MM-DD``)."""

    id: str
    text: str
    headline: str | None = None
    date: str | None = None
    url: str | None = None

    @model_validator(mode="before")
    @classmethod
    def _other_names(cls, data: Any) -> Any:
        if not isinstance(data, Mapping):
            return data
        named = {"headline": data.get("title"), "date": data.get("published")}
        return {**data, **{key: data.get(key) or value for key, value in named.items()}}


@dataclass(frozen=True)
class Gold:
    """A gold corpus: annotated articles in order of their ids, and the texts that are known, by id."""

    articles: tuple[GoldArticle, ...]
    texts: Mapping[str, GoldText] = field(default_factory=dict)

    def hash(self) -> str:
        """SHA-256 of annotations and texts; their split into files, the order of lines and layout do not matter."""
        digest = hashlib.sha256()
        for article in self.articles:
            text = self.texts.get(article.id)
            pair = [article.to_line(), text.model_dump(mode="json") if text else None]
            digest.update(json.dumps(pair, sort_keys=True, ensure_ascii=True).encode("ascii") + b"\n")
        return digest.hexdigest()


def read_gold(path: str | os.PathLike[str], texts: str | os.PathLike[str] | None = None) -> Gold:
    """The gold under ``path``: a folder of JSON lines, or one file of gold lines.

    Texts are taken from the same folder; for a file from ``texts``, or from the file beside it whose name says
    ``texts`` where this one says ``gold``. Raises :class:`UsageError` for a path that is missing or holds no
    gold, and for a line that breaks the format (with file, line and what is wrong).
    """
    files = [*_files(Path(path)), *(_files(Path(texts)) if texts is not None else _beside(Path(path)))]
    articles: dict[str, GoldArticle] = {}
    known: dict[str, GoldText] = {}
    for place, line in _lines(dict.fromkeys(files)):
        if any(isinstance(line.get(name), list) for name in LISTS):
            _add(articles, _parsed(GoldArticle, line, place), place)
        if isinstance(line.get("text"), str):
            _add(known, _parsed(GoldText, line, place), place)
    if not articles:
        raise UsageError(f"no gold lines under {path}")
    return Gold(tuple(articles[key] for key in sorted(articles)), known)


def _files(path: Path) -> list[Path]:
    if path.is_dir():
        return sorted(p for p in path.iterdir() if p.suffix.lower() in SUFFIXES and p.is_file())
    if not path.exists():
        raise UsageError(f"no such file or folder: {path}")
    return [path]


def _beside(path: Path) -> list[Path]:
    other = path.with_name(path.name.replace("gold", "texts"))
    return [other] if path.is_file() and other.is_file() else []


def _lines(files: Iterable[Path]) -> Iterator[tuple[str, dict[str, Any]]]:
    for file in files:
        try:
            content = file.read_text(encoding="utf-8-sig")
        except (OSError, UnicodeDecodeError) as error:
            raise UsageError(f"{file}: cannot be read: {error}") from error
        for number, line in enumerate(content.split("\n"), 1):
            if line.strip():
                yield f"{file}:{number}", _object(line, f"{file}:{number}")


def _object(line: str, place: str) -> dict[str, Any]:
    try:
        value = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise UsageError(f"{place}: not JSON: {error}") from error
    if not isinstance(value, dict) or "id" not in value:
        raise UsageError(f"{place}: not an object with an id")
    return {**value, "id": str(value["id"])}


G = TypeVar("G", GoldArticle, GoldText)


def _parsed(kind: type[G], line: dict[str, Any], place: str) -> G:
    try:
        return kind.model_validate(line)
    except ValidationError as error:
        problems = "; ".join(f"{'.'.join(map(str, e['loc']))}: {e['msg']}" for e in error.errors()[:5])
        raise UsageError(f"{place}: {problems}") from error


def _add(known: dict[str, G], item: G, place: str) -> None:
    if item.id in known:
        raise UsageError(f"{place}: {item.id!r} is given twice")
    known[item.id] = item

"""Where the records to be scored come from: files of an earlier run, or the pipeline itself."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

from newsdocket.defaults import DEFAULT_PIPELINE
from newsdocket.errors import RecordError, UsageError
from newsdocket.evaluate.gold import Gold, GoldText
from newsdocket.read.article import Article, Failure, Source
from newsdocket.read.guard import guarded
from newsdocket.read.reader import article_from_text
from newsdocket.record.models import Record
from newsdocket.write.writers import ERRORS

SUFFIXES = (".json", ".jsonl", ".ndjson")


@dataclass(frozen=True)
class Found:
    """Records by article id, and why there is none for the articles that gave none."""

    records: Mapping[str, Record]
    problems: Mapping[str, str] = field(default_factory=dict)


class Reader(Protocol):
    """What turns an article into a record; :class:`newsdocket.Docket` is one."""

    def read_article(self, article: Article) -> Record:
        """The record of ``article``."""


def read_records(path: str | os.PathLike[str]) -> Found:
    """The records under ``path``: a folder, a ``.json`` file or JSON lines. A record that is not valid is a problem of
    its own, named by its place. Raises :class:`UsageError` for a missing path or one without records."""
    place = Path(path)
    if not place.exists():
        raise UsageError(f"no such file or folder: {place}")
    records: dict[str, Record] = {}
    problems: dict[str, str] = {}
    for where, data in _documents(place):
        try:
            record = Record.from_json(data)
        except RecordError as error:
            problems[where] = str(error)
            continue
        if record.article.id in records:
            raise UsageError(f"{where}: article {record.article.id!r} is given twice")
        records[record.article.id] = record
    if not records and not problems:
        raise UsageError(f"no records under {place}")
    return Found(records, problems)


def _documents(place: Path) -> Iterator[tuple[str, bytes]]:
    files = sorted(p for p in place.rglob("*") if _holds_records(p)) if place.is_dir() else [place]
    for file in files:
        data = file.read_bytes()
        if file.suffix.lower() == ".json":
            yield str(file), data
            continue
        for number, line in enumerate(data.split(b"\n"), 1):
            if line.strip():
                yield f"{file}:{number}", line


def _holds_records(path: Path) -> bool:
    return (
        path.suffix.lower() in SUFFIXES
        and path.is_file()
        and not path.name.startswith(".")
        and not path.name.endswith(ERRORS)
    )


def read_pipeline(gold: Gold, reader: Reader | None = None, *, model: str = DEFAULT_PIPELINE) -> Found:
    """What the pipeline itself says of the gold's texts; ``reader`` instead of a docket loaded for ``model``.

    An article that fails, or whose text is not there, is a problem. Raises :class:`UsageError` if no text is there, and
    :class:`newsdocket.errors.ModelError` if the model is missing.
    """
    if not any(article.id in gold.texts for article in gold.articles):
        raise UsageError("the gold has no texts to read; give the records as a second path")
    docket = reader or _docket(model)
    records: dict[str, Record] = {}
    problems: dict[str, str] = {}
    for article in gold.articles:
        text = gold.texts.get(article.id)
        outcome = "no text" if text is None else _outcome(docket, text)
        if isinstance(outcome, Record):
            records[article.id] = outcome
        else:
            problems[article.id] = outcome
    return Found(records, problems)


def _docket(model: str) -> Reader:
    from newsdocket.docket import load

    return load(model)


def _outcome(docket: Reader, text: GoldText) -> Record | str:
    outcome = guarded(Source(text.id, text.id), _record, docket, text)
    return f"{outcome.stage}: {outcome.error}" if isinstance(outcome, Failure) else outcome


def _record(docket: Reader, text: GoldText) -> Record:
    article = article_from_text(text.text, id=text.id, headline=text.headline, published=text.date, url=text.url)
    return docket.read_article(article)

"""Records on disk, read back for looking at: by the view, the report, the tables and ``show``."""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Iterator
from pathlib import Path

from newsdocket.errors import RecordError, UsageError
from newsdocket.read.article import Failure
from newsdocket.record.models import Record

SUFFIXES = (".json", ".jsonl", ".ndjson")
ERRORS = "errors.jsonl"
OTHERS = ("datapackage.json",)
Outcome = Record | Failure


def read_outcomes(paths: Iterable[str | os.PathLike[str]]) -> Iterator[Outcome]:
    """Every record and every noted failure under ``paths``, files in the order of their names.

    A file or line that is no record, and a record whose article id came before, is given as a ``Failure`` of stage
    ``record``: nothing vanishes and nothing stops. Raises :class:`UsageError` for a missing path.
    """
    seen: set[str] = set()
    for path in map(Path, paths):
        if not path.exists():
            raise UsageError(f"no such file or folder: {path}")
        for file in sorted(_files(path)) if path.is_dir() else [path]:
            yield from _once(_outcomes(file), seen)


def _files(folder: Path) -> Iterator[Path]:
    for path in folder.rglob("*"):
        hidden = any(part.startswith(".") for part in path.relative_to(folder).parts)
        if path.suffix.lower() in SUFFIXES and path.name not in OTHERS and not hidden and path.is_file():
            yield path


def _once(outcomes: Iterator[Outcome], seen: set[str]) -> Iterator[Outcome]:
    for outcome in outcomes:
        if isinstance(outcome, Record):
            id = outcome.article.id
            if id in seen:
                outcome = Failure(id, outcome.article.source, "record", "an article of this id came before")
            seen.add(id)
        yield outcome


def _outcomes(file: Path) -> Iterator[Outcome]:
    try:
        if file.suffix.lower() == ".json":
            yield _record(file.read_bytes(), str(file))
            return
        read = _failure if file.name.endswith(ERRORS) else _record
        with file.open("rb") as stream:
            for number, line in enumerate(stream, 1):
                if line.strip():
                    yield read(line, f"{file}:{number}")
    except OSError as error:
        yield Failure(str(file), str(file), "record", f"cannot be read: {error.strerror or error}")


def _record(data: bytes, place: str) -> Outcome:
    try:
        return Record.from_json(data)
    except RecordError as error:
        return Failure(place, place, "record", str(error))


def _failure(line: bytes, place: str) -> Failure:
    try:
        row = json.loads(line)
        return Failure(row["article"], row["source"], row["stage"], row["error"])
    except (ValueError, KeyError, TypeError):
        return Failure(place, place, "record", "not a line that notes an error")

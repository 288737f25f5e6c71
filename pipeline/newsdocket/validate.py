"""Records on disk held against the schema and against their own text."""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from newsdocket.errors import RecordError, UsageError
from newsdocket.record.models import Record
from newsdocket.write.writers import ERRORS

SUFFIXES = (".json", ".jsonl", ".ndjson")


@dataclass(frozen=True)
class Checked:
    """One record that was looked at: where it stands, what is wrong (``None``: nothing), whether it has its text."""

    place: str
    problem: str | None = None
    grounded: bool = True


def validate(paths: Iterable[str | os.PathLike[str]]) -> Iterator[Checked]:
    """Every record under ``paths``, checked: fields, vocabularies, ids, decimals, and each mention against the text.

    Folders are searched for ``.json``, ``.jsonl`` and ``.ndjson``, lists of errors left out. A record kept without
    its text cannot be held against it and is given with ``grounded=False``. Raises :class:`UsageError` for a missing
    path.
    """
    for path in map(Path, paths):
        if not path.exists():
            raise UsageError(f"no such file or folder: {path}")
        for file in sorted(_files(path)) if path.is_dir() else [path]:
            yield from _check_file(file)


def _files(folder: Path) -> Iterator[Path]:
    for path in folder.rglob("*"):
        hidden = any(part.startswith(".") for part in path.relative_to(folder).parts)
        if path.suffix.lower() in SUFFIXES and not path.name.endswith(ERRORS) and not hidden and path.is_file():
            yield path


def _check_file(path: Path) -> Iterator[Checked]:
    seen: dict[str, str] = {}
    try:
        if path.suffix.lower() == ".json":
            yield _check(path.read_bytes(), str(path), seen)
            return
        with path.open("rb") as stream:
            for number, line in enumerate(stream, 1):
                if line.strip():
                    yield _check(line, f"{path}:{number}", seen)
    except OSError as error:
        yield Checked(str(path), f"cannot be read: {error.strerror or error}")


def _check(data: bytes, place: str, seen: dict[str, str]) -> Checked:
    try:
        record = Record.from_json(data)
    except RecordError as error:
        return Checked(place, str(error))
    article = record.article
    first = seen.setdefault(article.id, place)
    if first != place:
        return Checked(place, f"article {article.id!r} stands at {first} already")
    problem = next(_loose(json.loads(data), article.text), None) if article.text is not None else None
    return Checked(place, problem, grounded=article.text is not None)


def _loose(value: object, text: str) -> Iterator[str]:
    """Mentions anywhere in a record's JSON whose words are not at their place; by the file alone, not by the models."""
    waiting = [value]
    while waiting:
        item = waiting.pop()
        if isinstance(item, list):
            waiting.extend(item)
        elif isinstance(item, dict):
            waiting.extend(item.values())
            if {"start", "end", "exact"} <= item.keys() and text[item["start"] : item["end"]] != item["exact"]:
                yield f"[{item['start']}:{item['end']}] is not {item['exact']!r}"

"""Records that an earlier run left: found by article id, so that a run goes on where an interrupted one stopped.

A record is as good as a new one when it is of the same text and the same data about the article, made by the same
version, model and settings. Anything else (another version, a file cut short, an article that changed) is done again.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import BinaryIO, Protocol

from newsdocket.errors import RecordError
from newsdocket.record.models import ArticleInfo, Provenance, Record
from newsdocket.write.files import PART
from newsdocket.write.names import file_stem


class Earlier(Protocol):
    """Where an earlier run's records are looked up. Picklable and cheap until it is asked."""

    def text_of(self, id: str) -> bytes | None:
        """The record of an article as JSON, ``None`` if there is none."""


@dataclass(frozen=True)
class EarlierFolder:
    """One JSON file for each record."""

    folder: Path

    def text_of(self, id: str) -> bytes | None:
        """The content of the article's file."""
        try:
            return (self.folder / f"{file_stem(id)}.json").read_bytes()
        except OSError:
            return None


@dataclass(frozen=True)
class EarlierLines:
    """JSON Lines: a complete file of an earlier run, and the parts of interrupted ones."""

    paths: tuple[Path, ...]

    @cached_property
    def places(self) -> dict[bytes, tuple[int, int]]:
        """For each article (by a short hash of its id) the file and the offset of its line; a later line wins."""
        found: dict[bytes, tuple[int, int]] = {}
        for number, path in enumerate(self.paths):
            try:
                with path.open("rb") as stream:
                    found.update((_key(id), (number, offset)) for id, offset in _ids(stream))
            except OSError:
                continue
        return found

    def text_of(self, id: str) -> bytes | None:
        """The article's line."""
        place = self.places.get(_key(id))
        if place is None:
            return None
        try:
            with self.paths[place[0]].open("rb") as stream:
                stream.seek(place[1])
                return stream.readline()
        except OSError:
            return None


def _key(id: str) -> bytes:
    return hashlib.blake2b(id.encode("utf-8", "surrogatepass"), digest_size=12).digest()


def _ids(stream: BinaryIO) -> Iterator[tuple[str, int]]:
    """Id and offset of every whole line that is a record."""
    offset = 0
    for line in stream:
        id = _id_in(line) if line.endswith(b"\n") else None
        if id is not None:
            yield id, offset
        offset += len(line)


def _id_in(line: bytes) -> str | None:
    try:
        data = json.loads(line)
        id = data["article"]["id"]
    except (ValueError, KeyError, TypeError, RecursionError):
        return None
    return id if isinstance(id, str) else None


def earlier_record(earlier: Earlier, article: ArticleInfo, provenance: Provenance) -> Record | None:
    """The record of ``article`` that an earlier run made, if it is what a new one would be; with the text."""
    text = earlier.text_of(article.id)
    if text is None:
        return None
    try:
        record = Record.from_json(text)
    except RecordError:
        return None
    same = record.article.model_copy(update={"text": article.text}) == article
    if not same or record.provenance != provenance:
        return None
    return record.model_copy(update={"article": article})


def stale_parts(folder: Path, names: Iterable[str] | None = None) -> list[Path]:
    """Files in ``folder`` that a process which is gone was still writing, by name; with ``names`` only parts of
    those."""
    wanted = None if names is None else set(names)
    try:
        entries = sorted(os.listdir(folder))
    except OSError:
        return []
    found = []
    for entry in entries:
        name, _, process = entry[1:].removesuffix(PART).rpartition(".")
        ours = entry.startswith(".") and entry.endswith(PART) and process.isdecimal()
        if ours and (wanted is None or name in wanted) and not _is_running(int(process)):
            found.append(folder / entry)
    return found


def _is_running(process: int) -> bool:
    """Whether a process is there. Where that cannot be asked without harm, it is taken to be."""
    if os.name != "posix":
        return True
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except (OSError, OverflowError):
        return True
    return True

"""Files of many articles wherever fsspec reaches: found, opened, and taken apart as a local run takes them apart."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from newsdocket.errors import UsageError
from newsdocket.read.article import ReadSettings, Source
from newsdocket.read.files import lines_of
from newsdocket.read.sources import (
    LINE_SUFFIXES,
    display,
    item_place,
    line_sources,
    slug_of,
    suffix_of,
    unique,
    with_item,
)

PARQUET = ".parquet"
SUFFIXES = (*LINE_SUFFIXES, PARQUET)
ROWS = 256
"""Rows of a Parquet file that are in memory at a time."""


@dataclass(frozen=True)
class InputFile:
    """A file of articles: its address, its name in records, the start of ids of articles that have none, its size and
    what the file system says of its version."""

    address: str
    name: str
    slug: str
    size: int
    version: str


def find_files(paths: Sequence[str]) -> list[InputFile]:
    """The JSON Lines (also ``.gz``) and Parquet files under ``paths``, in a fixed order. Raises :class:`UsageError` for
    a path that is missing or holds none."""
    files = [file for path in paths for file in _files_under(os.fspath(path))]
    if not files:
        raise UsageError(f"no files of JSON Lines or Parquet under {', '.join(map(str, paths))}")
    return files


def _files_under(path: str) -> Iterator[InputFile]:
    system, root = _open(path)
    if not system.exists(root):
        raise UsageError(f"no such file or folder: {display(path)}")
    if not system.isdir(root):
        yield _input_file(system, root, path, os.path.dirname(path))
        return
    found = sorted(system.find(root), key=_by_folder)
    for place in found:
        if suffix_of(place) in SUFFIXES and "/." not in place[len(root) :]:
            name = os.path.join(path, place[len(root) :].lstrip("/"))
            yield _input_file(system, place, name, path)


def _by_folder(place: str) -> list[tuple[bool, str]]:
    """The order of a local run: files of a folder before its folders."""
    *folders, name = place.split("/")
    return [*((True, folder) for folder in folders), (False, name)]


def _input_file(system: Any, place: str, name: str, root: str) -> InputFile:
    info = system.info(place)
    version = next((str(info[key]) for key in ("ETag", "etag", "md5Hash", "mtime", "LastModified") if key in info), "")
    slug = slug_of(name, root).removesuffix(PARQUET)
    return InputFile(system.unstrip_protocol(place), display(name), slug, int(info["size"] or 0), version)


def articles_of(file: InputFile, settings: ReadSettings) -> Iterator[Source]:
    """The articles of a file, with the ids and names that a run over this file alone gives them."""
    return unique(_articles_of(file, settings), settings)


def _articles_of(file: InputFile, settings: ReadSettings) -> Iterator[Source]:
    whole = Source(file.slug, file.name, file.name)
    try:
        if suffix_of(file.name) == PARQUET:
            yield from _rows_of(file, whole, settings)
        else:
            yield from _lines_of(file, whole, settings)
    except OSError as error:
        yield Source(file.slug, file.name, problem=f"cannot be opened: {error.strerror or error}")


def _lines_of(file: InputFile, whole: Source, settings: ReadSettings) -> Iterator[Source]:
    system, place = _open(file.address)
    compression = "gzip" if file.name.lower().endswith(".gz") else None
    with system.open(place, "rb", compression=compression) as stream:
        yield from line_sources(lines_of(stream, settings.max_bytes, settings.max_file_bytes), whole, settings)


def _rows_of(file: InputFile, whole: Source, settings: ReadSettings) -> Iterator[Source]:
    """The rows of a Parquet file as if they were the lines of a file of JSON Lines."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    system, place = _open(file.address)
    number = 0
    with system.open(place, "rb") as stream:
        try:
            for batch in pq.ParquetFile(stream).iter_batches(batch_size=ROWS):
                for row in batch.to_pylist():
                    number += 1
                    item = {key: _plain(value) for key, value in row.items() if value is not None}
                    yield with_item(item_place(whole, number), item, settings)
        except pa.ArrowException as error:
            yield Source(file.slug, file.name, problem=f"no Parquet file, or a broken one: {error}")


def _plain(value: object) -> object:
    """A day as JSON would have it; anything else as it is."""
    return value.isoformat() if isinstance(value, date) else value


def open_folder(address: str) -> tuple[Any, str]:
    """The file system of a folder, made if it is missing, and the folder's path in it."""
    system, place = _open(address)
    system.makedirs(place, exist_ok=True)
    return system, place


def _open(address: str) -> tuple[Any, str]:
    """The file system of a path or address and the path in it. Raises :class:`UsageError` when fsspec knows none."""
    try:
        from fsspec.core import url_to_fs
    except ImportError as error:
        raise UsageError("fsspec is not installed: pip install 'newsdocket[ray]'") from error
    try:
        system, place = url_to_fs(address)
    except (ValueError, ImportError) as error:
        raise UsageError(f"cannot open {display(address)}: {error}") from error
    return system, str(place)

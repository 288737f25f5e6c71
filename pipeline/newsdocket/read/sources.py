"""From paths to sources: folders walked in a fixed order, files of many articles taken apart, an id for each
article."""

from __future__ import annotations

import hashlib
import json
import os
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path

from newsdocket.errors import ReadError, UsageError
from newsdocket.read.article import ReadSettings, Source
from newsdocket.read.files import FILE_LIMIT, decode, read_bytes, read_lines
from newsdocket.read.formats import BY_SUFFIX, field_of

LINE_SUFFIXES = (".jsonl", ".ndjson")
SUFFIXES = (*BY_SUFFIX, *LINE_SUFFIXES, ".json")
_NO_SLUG = re.compile(r"[^\w.-]+")
_CONTROL = re.compile("[\x00-\x1f\x7f-\x9f\ud800-\udfff\u2028\u2029]")

Skip = Callable[[str], None]


def find_sources(
    paths: str | os.PathLike[str] | Iterable[str | os.PathLike[str]],
    settings: ReadSettings | None = None,
    *,
    recursive: bool = True,
    exclude: Iterable[str | os.PathLike[str]] = (),
    on_skip: Skip | None = None,
) -> Iterator[Source]:
    """Every article under ``paths``, lazily and in a fixed order: paths as given, folders by name, files by position.

    Folders: files with a known ending (:data:`SUFFIXES`, each also ``.gz``); hidden ones, those under ``exclude`` and
    every folder already visited (links that go in circles) are left out, files with other endings go to ``on_skip``.
    A file named itself is read whatever its ending. Ids are unique within the call. Raises :class:`UsageError` for a
    missing path.
    """
    settings = settings or ReadSettings()
    given = [paths] if isinstance(paths, (str, os.PathLike)) else list(paths)
    for path in given:
        if not os.path.exists(path):
            raise UsageError(f"no such file or folder: {display(path)}")
    left_out = frozenset(os.path.realpath(path) for path in exclude)
    return unique(_find(given, settings, recursive, left_out, on_skip), settings)


def _find(
    paths: list[str | os.PathLike[str]],
    settings: ReadSettings,
    recursive: bool,
    left_out: frozenset[str],
    on_skip: Skip | None,
) -> Iterator[Source]:
    for path_like in paths:
        root = os.fspath(path_like)
        if not os.path.isdir(root):
            yield from file_sources(root, os.path.dirname(root), settings)
            continue
        for path in _walk(root, recursive, left_out):
            if suffix_of(path) in SUFFIXES:
                yield from file_sources(path, root, settings)
            elif on_skip is not None:
                on_skip(path)


def _walk(root: str, recursive: bool, left_out: frozenset[str]) -> Iterator[str]:
    """Files under ``root`` by name, files of a folder before its folders; each real folder once, without recursion."""
    seen = set(left_out)
    waiting = [root]
    while waiting:
        folder = waiting.pop()
        real = os.path.realpath(folder)
        if real in seen:
            continue
        seen.add(real)
        try:
            entries = sorted(os.scandir(folder), key=_entry_name)
        except OSError:
            continue
        visible = [entry for entry in entries if not entry.name.startswith(".")]
        kinds = [(entry.path, _kind(entry)) for entry in visible]
        yield from (path for path, kind in kinds if kind == "file" and os.path.realpath(path) not in left_out)
        if recursive:
            waiting += [path for path, kind in reversed(kinds) if kind == "folder"]


def _kind(entry: os.DirEntry[str]) -> str:
    """``file`` or ``folder``; empty for anything else and for links that lead nowhere or to themselves."""
    try:
        return "file" if entry.is_file() else "folder" if entry.is_dir() else ""
    except OSError:
        return ""


def _entry_name(entry: os.DirEntry[str]) -> str:
    return entry.name


def suffix_of(path: str) -> str:
    """The ending that tells the format, in lower case and without ``.gz``."""
    name = path.lower()
    return Path(name[:-3] if name.endswith(".gz") else name).suffix


def file_sources(path: str, root: str, settings: ReadSettings) -> Iterator[Source]:
    """The articles of one file; ``root`` is the folder that its id is relative to."""
    name, slug = display(path), slug_of(path, root)
    suffix = suffix_of(path)
    if suffix in LINE_SUFFIXES:
        yield from _line_sources(path, name, slug, settings)
    elif suffix == ".json":
        yield from _json_sources(path, name, slug, settings)
    else:
        yield Source(slug, name, path)


def display(path: str | os.PathLike[str]) -> str:
    """``path`` as text that every output can hold: bytes that are no UTF-8 are shown as escapes."""
    return os.fsencode(path).decode("utf-8", "backslashreplace")


def slug_of(path: str, root: str) -> str:
    """An id from where the file stands under ``root``: ``2026/verdict one.txt.gz`` gives ``2026-verdict-one``."""
    relative = os.path.relpath(path, root or ".")
    if relative.lower().endswith(".gz"):
        relative = relative[:-3]
    stem = display(Path(relative).with_suffix("") if suffix_of(relative) in SUFFIXES else relative)
    return _NO_SLUG.sub("-", stem).strip("-.") or "article"


def _line_sources(path: str, name: str, slug: str, settings: ReadSettings) -> Iterator[Source]:
    try:
        lines = read_lines(path, settings.max_bytes, settings.max_file_bytes)
        yield from line_sources(lines, Source(slug, name, path), settings)
    except ReadError as error:
        yield Source(slug, name, path, problem=str(error))


def line_sources(lines: Iterable[bytes | ReadError], file: Source, settings: ReadSettings) -> Iterator[Source]:
    """The articles of a file of JSON Lines, which ``file`` names; lines that could not be read become problems."""
    for number, line in enumerate(lines, 1):
        source = item_place(file, number)
        if isinstance(line, ReadError):
            yield replace(source, problem=str(line))
        elif line.strip():
            yield _item_source(line, source, settings)


def item_place(file: Source, number: int) -> Source:
    """The place of item ``number``, from 1, in a file of many articles."""
    return replace(file, id=f"{file.id}-{number}", name=f"{file.name}#{number}", index=number)


def _item_source(line: bytes, source: Source, settings: ReadSettings) -> Source:
    try:
        return with_item(source, parse_json(line), settings)
    except ReadError as error:
        return replace(source, problem=str(error))


def _json_sources(path: str, name: str, slug: str, settings: ReadSettings) -> Iterator[Source]:
    source = Source(slug, name, path)
    try:
        data = parse_json(read_bytes(path, settings.max_file_bytes, FILE_LIMIT))
    except ReadError as error:
        yield replace(source, problem=str(error))
        return
    yield from json_sources(source, data, settings)


def json_sources(source: Source, data: object, settings: ReadSettings) -> Iterator[Source]:
    """The articles of a JSON document: an object is one, a list holds many."""
    if not isinstance(data, list):
        yield with_item(source, data, settings)
        return
    for number, item in enumerate(data, 1):
        yield with_item(item_place(source, number), item, settings)


def with_item(source: Source, item: object, settings: ReadSettings) -> Source:
    """``source`` with a JSON item as its payload and, where it has one, the item's own id."""
    if not isinstance(item, Mapping):
        return replace(source, problem=f"a JSON object is needed, not {type(item).__name__}")
    own = _CONTROL.sub("\ufffd", field_of(item, "id", settings) or "").strip()
    return replace(source, id=own or source.id, payload=item)


def parse_json(data: bytes) -> object:
    """``data`` as JSON. Raises :class:`ReadError` for anything that is none, too deeply nested data included."""
    try:
        parsed: object = json.loads(decode(data))
    except (ValueError, RecursionError) as error:
        raise ReadError(f"not JSON: {error}") from error
    return parsed


def unique(sources: Iterable[Source], settings: ReadSettings) -> Iterator[Source]:
    """The same sources with ids that differ, also in file systems that ignore case: a second one gets a hash of its
    content."""
    seen: set[bytes] = set()
    for source in sources:
        name, number = source.id, 1
        while _key(name) in seen:
            suffix = _content_hash(source, settings)[:8]
            name = f"{source.id}-{suffix}" if number == 1 else f"{source.id}-{suffix}-{number}"
            number += 1
        seen.add(_key(name))
        yield source if name == source.id else replace(source, id=name)


def _key(name: str) -> bytes:
    return hashlib.blake2b(name.casefold().encode("utf-8", "surrogatepass"), digest_size=12).digest()


def _content_hash(source: Source, settings: ReadSettings) -> str:
    """SHA-256 of what the source holds; of its name where it cannot be read."""
    if isinstance(source.payload, bytes):
        data = source.payload
    elif source.payload is not None:
        data = json.dumps(source.payload, sort_keys=True).encode()
    else:
        data = _bytes_of(source, settings)
    return hashlib.sha256(data).hexdigest()


def _bytes_of(source: Source, settings: ReadSettings) -> bytes:
    try:
        return read_bytes(source.path or "", settings.max_bytes)
    except ReadError:
        return source.name.encode("utf-8", "surrogatepass")

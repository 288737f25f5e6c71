"""Bytes from files, bounded: gzip that stops at a limit, encodings, binary files told from text."""

from __future__ import annotations

import gzip
import re
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO, cast

from newsdocket.errors import ReadError

BOMS: tuple[tuple[bytes, str], ...] = (
    (b"\xef\xbb\xbf", "utf-8"),
    (b"\xff\xfe\x00\x00", "utf-32-le"),
    (b"\x00\x00\xfe\xff", "utf-32-be"),
    (b"\xff\xfe", "utf-16-le"),
    (b"\xfe\xff", "utf-16-be"),
)
BINARY_STARTS: tuple[tuple[bytes, str], ...] = (
    (b"%PDF-", "a PDF file"),
    (b"PK\x03\x04", "a ZIP archive or office document"),
    (b"\x1f\x8b", "a gzip file inside another"),
    (b"\x89PNG", "a PNG image"),
    (b"\xff\xd8\xff", "a JPEG image"),
    (b"GIF8", "a GIF image"),
    (b"\x7fELF", "a program"),
    (b"SQLite format 3", "an SQLite database"),
    (b"\xd0\xcf\x11\xe0", "an old office document"),
)
_DECLARED = re.compile(rb"""<meta[^>]{0,200}?charset\s*=\s*["']?\s*([A-Za-z0-9_:.-]{2,40})""", re.IGNORECASE)
_CHUNK = 1 << 20


def open_bytes(path: str) -> BinaryIO:
    """The file at ``path`` opened for reading bytes, unpacked on the way if its name ends in ``.gz``."""
    try:
        if path.lower().endswith(".gz"):
            return cast(BinaryIO, gzip.open(path, "rb"))
        return Path(path).open("rb")
    except (OSError, ValueError) as error:
        raise ReadError(f"cannot be opened: {_reason(error)}") from error


ARTICLE_LIMIT = "max_bytes, --max-mb"
FILE_LIMIT = "max_file_bytes, --max-file-mb"
"""How a user names the limits."""


def read_bytes(path: str, limit: int, named: str = ARTICLE_LIMIT) -> bytes:
    """All bytes of a file. Raises :class:`ReadError` when it cannot be read or is larger than ``limit`` once
    unpacked; ``named`` tells whose limit that is."""
    with open_bytes(path) as stream:
        return read_stream(stream, limit, named)


def read_stream(stream: BinaryIO, limit: int, named: str = ARTICLE_LIMIT) -> bytes:
    """All bytes of a stream, never more than ``limit`` of them in memory."""
    try:
        data = stream.read(limit + 1)
    except (OSError, EOFError, zlib.error) as error:
        raise ReadError(f"cannot be read: {_reason(error)}") from error
    if len(data) > limit:
        raise ReadError(f"larger than the limit of {limit} bytes ({named})")
    return data


def read_lines(path: str, limit: int, file_limit: int) -> Iterator[bytes | ReadError]:
    """The lines of a file, as :func:`lines_of` gives them. Raises :class:`ReadError` when it cannot be opened."""
    with open_bytes(path) as stream:
        yield from lines_of(stream, limit, file_limit)


def lines_of(stream: BinaryIO, limit: int, file_limit: int) -> Iterator[bytes | ReadError]:
    """The lines of a stream. A line over ``limit`` bytes is skipped and given as an error; a stream over
    ``file_limit`` ends with an error, and so does one that breaks off."""
    total = 0
    while True:
        try:
            line, size = _read_line(stream, limit)
        except (OSError, EOFError, zlib.error) as error:
            yield ReadError(f"cannot be read further: {_reason(error)}")
            return
        if not size:
            return
        total += size
        if total > file_limit:
            yield ReadError(f"the file is over the limit of {file_limit} bytes ({FILE_LIMIT}); the rest is not read")
            return
        yield (line if size <= limit else ReadError(f"a line larger than the limit of {limit} bytes ({ARTICLE_LIMIT})"))


def _read_line(stream: BinaryIO, limit: int) -> tuple[bytes, int]:
    """The next line, cut at ``limit`` bytes, and its whole size."""
    line = stream.readline(limit + 1)
    size = len(line)
    piece = line
    while piece and not piece.endswith(b"\n") and size > limit:
        piece = stream.readline(_CHUNK)
        size += len(piece)
    return line, size


def decode(data: bytes, *, html: bool = False) -> str:
    """Text of ``data``: byte order mark, UTF-8, the charset that a page declares, then what charset-normalizer thinks.

    Raises :class:`ReadError` for empty and binary data.
    """
    if not data.strip():
        raise ReadError("empty")
    for mark, encoding in BOMS:
        if data.startswith(mark):
            return data[len(mark) :].decode(encoding, "replace")
    refuse_binary(data)
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return (_decode_declared(data) if html else None) or _decode_guessed(data)


def refuse_binary(data: bytes) -> None:
    """Raises :class:`ReadError` when ``data`` is no text: a known binary format, or NUL bytes."""
    for start, what in BINARY_STARTS:
        if data.startswith(start):
            raise ReadError(f"no text but {what}")
    position = data.find(b"\0")
    if position >= 0:
        raise ReadError(f"no text: NUL byte at offset {position}")


def _decode_declared(data: bytes) -> str | None:
    found = _DECLARED.search(data[:4096])
    if found is None:
        return None
    try:
        return data.decode(found[1].decode("ascii"))
    except (LookupError, UnicodeDecodeError):
        return None


def _decode_guessed(data: bytes) -> str:
    """A lone bad byte in UTF-8 stays UTF-8 with a replacement character; else the guess, Windows-1252 for western
    text."""
    text = data.decode("utf-8", "replace")
    bad = text.count("\ufffd")
    multibyte = sum(character > "\x7f" for character in text) - bad
    if multibyte > 4 * bad:
        return text
    from charset_normalizer import from_bytes

    best = from_bytes(data[: 4 * _CHUNK]).best()
    encoding = best.encoding if best is not None else "cp1252"
    if encoding in {"latin_1", "ascii", "iso8859_15", "cp1250", "cp1254", "cp1258", "mac_roman"} or _looks_western(
        data
    ):
        encoding = "cp1252"
    return data.decode(encoding, "replace")


def _looks_western(data: bytes) -> bool:
    """Few high bytes among many plain letters: English text in Windows-1252, whatever a guesser thinks of it."""
    sample = data[:100_000]
    high = sum(byte > 0x7F for byte in sample)
    return high * 7 < len(sample)


def _reason(error: Exception) -> str:
    return getattr(error, "strerror", None) or str(error) or type(error).__name__

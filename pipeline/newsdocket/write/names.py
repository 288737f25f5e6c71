"""File names from article ids: safe on every file system, never outside the folder, the same id always the same
name."""

from __future__ import annotations

import hashlib
import re

LONGEST = 120
LONGEST_BYTES = 180
"""File systems take 255 bytes; hash, number, ending and the mark of an unfinished file come on top."""
_UNSAFE = re.compile(r"[^\w.-]+")
_RESERVED = re.compile(r"(?:con|prn|aux|nul|com\d|lpt\d|errors)(?:\..*)?", re.IGNORECASE)


def file_stem(id: str) -> str:
    """``id`` as a file name without ending. An id that cannot be a name as it is gets a hash of itself at the end, so
    that two ids never share a name for what was replaced in them."""
    safe = _cut(_UNSAFE.sub("_", id)[:LONGEST]).strip("._-")
    if safe and safe == id and not _RESERVED.fullmatch(safe):
        return safe
    digest = hashlib.sha256(id.encode("utf-8", "surrogatepass")).hexdigest()[:10]
    return f"{safe or 'article'}-{digest}"


def _cut(name: str) -> str:
    """``name`` without the characters at its end that make it longer than a file name may be."""
    return name.encode("utf-8", "replace")[:LONGEST_BYTES].decode("utf-8", "ignore")

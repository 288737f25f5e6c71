"""What the ``read`` stage takes and gives: sources, settings, articles, failures."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

MEGABYTE = 1_000_000


@dataclass(frozen=True)
class Article:
    """One article, ready for the pipeline. Offsets anywhere in newsdocket are code points into ``text``.

    ``published`` is an ISO date (``YYYY-MM-DD``), ``headline_end`` the offset where the headline ends inside ``text``
    when the text itself begins with it, else 0.
    """

    id: str
    source: str
    text: str
    headline: str | None = None
    published: str | None = None
    url: str | None = None
    language: str | None = None
    headline_end: int = 0


@dataclass(frozen=True)
class Failure:
    """An article that gave no record: which one, at which stage, and why in words."""

    id: str
    source: str
    stage: str
    error: str


@dataclass(frozen=True)
class Source:
    """One article still to be read: a file, or one item of a file that holds many. Cheap and picklable.

    ``payload`` holds the item itself for JSON and JSON Lines (or the bytes of standard input), ``problem`` says why
    there is nothing to read (a line that is no JSON, a file that cannot be opened); a source with a problem becomes a
    failure.
    """

    id: str
    name: str
    path: str | None = None
    index: int | None = None
    payload: Mapping[str, object] | bytes | None = None
    problem: str | None = None


@dataclass(frozen=True)
class ReadSettings:
    """What a user may choose about reading.

    ``fields`` maps our field names (id, text, headline, published, url, language) to those of the user's JSON.
    ``max_bytes`` bounds one article as it is stored, unpacked; ``max_file_bytes`` a file that holds many, unpacked;
    ``max_chars`` the article's cleaned text. An article over a limit is a failure that names the limit. ``language``
    is the only language let through, ``None`` lets every language through.
    """

    fields: tuple[tuple[str, str], ...] = ()
    max_bytes: int = 20 * MEGABYTE
    max_file_bytes: int = 1000 * MEGABYTE
    max_chars: int = MEGABYTE
    language: str | None = "en"


@dataclass(frozen=True)
class Draft:
    """What a format gives before cleaning; fields are as the source has them."""

    text: str
    headline: str | None = None
    published: str | None = None
    url: str | None = None
    language: str | None = None

"""From sources to articles: the format's reader, cleaning, headline, date, language."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from newsdocket.errors import ReadError
from newsdocket.read.article import Article, Draft, Failure, ReadSettings, Source
from newsdocket.read.clean import clean_text, storable, strip_characters
from newsdocket.read.dates import iso_day
from newsdocket.read.files import ARTICLE_LIMIT, read_bytes
from newsdocket.read.formats import BY_SUFFIX, from_item, sniff
from newsdocket.read.guard import guarded
from newsdocket.read.heading import find_headline, find_published, headline_end
from newsdocket.read.language import check_language
from newsdocket.read.sources import find_sources, json_sources, parse_json, suffix_of

LONGEST_FIELD = 2000
"""Characters that are kept of a headline or an address."""


def read_source(source: Source, settings: ReadSettings | None = None) -> Article:
    """The article of one source. Raises :class:`ReadError` saying why there is none."""
    settings = settings or ReadSettings()
    if source.problem is not None:
        raise ReadError(source.problem)
    return finish(_draft(source, settings), id=source.id, source=source.name, settings=settings)


def _draft(source: Source, settings: ReadSettings) -> Draft:
    if isinstance(source.payload, Mapping):
        return from_item(source.payload, settings)
    if isinstance(source.payload, bytes):
        return sniff(source.payload)(source.payload)
    path = source.path or ""
    data = read_bytes(path, settings.max_bytes)
    return (BY_SUFFIX.get(suffix_of(path)) or sniff(data))(data)


def read_articles(
    paths: str | os.PathLike[str] | Iterable[str | os.PathLike[str]],
    settings: ReadSettings | None = None,
    *,
    recursive: bool = True,
) -> Iterator[Article | Failure]:
    """Every article under ``paths``, in a fixed order; one that cannot be read gives a :class:`Failure` and the
    stream goes on. Raises :class:`UsageError` for a missing path."""
    settings = settings or ReadSettings()
    for source in find_sources(paths, settings, recursive=recursive):
        yield guarded(source, read_source, source, settings)


def article_from_text(
    text: str,
    *,
    id: str | None = None,
    headline: str | None = None,
    published: str | None = None,
    url: str | None = None,
    source: str | None = None,
    settings: ReadSettings | None = None,
) -> Article:
    """An article from text in memory. Without an id it gets one from its content. Raises :class:`ReadError` when the
    text is empty, too large or surely not English, and when ``published`` names no day."""
    settings = settings or ReadSettings()
    if published is not None and iso_day(published) is None:
        raise ReadError(f"published: {published!r} names no single day; write it as YYYY-MM-DD")
    article = finish(Draft(text, headline, published, url), id=id or "", source=source or "text", settings=settings)
    return article if id else replace(article, id=f"article-{_hash(article.text)[:12]}")


def finish(draft: Draft, *, id: str, source: str, settings: ReadSettings) -> Article:
    """The article of a draft: text cleaned and bounded, what its top says added where the source says nothing."""
    if len(draft.text) > settings.max_bytes:
        raise ReadError(f"larger than the limit of {settings.max_bytes} characters ({ARTICLE_LIMIT})")
    text = clean_text(draft.text)
    if not text:
        raise ReadError("no text" if not draft.text.strip() else "no text but web leftovers")
    if len(text) > settings.max_chars:
        raise ReadError(f"{len(text)} characters, over the limit of {settings.max_chars} (max_chars, --max-chars)")
    language = check_language(text, draft.language, settings.language)
    given = _one_line(draft.headline)
    found = find_headline(text)
    end = (headline_end(text, given) if given else 0) or (found.end if found else 0)
    return Article(
        id=storable(id),
        source=storable(source),
        text=text,
        headline=given or (found.text if found else None),
        published=iso_day(draft.published) or find_published(text),
        url=_one_line(draft.url),
        language=language,
        headline_end=end,
    )


def stdin_sources(data: bytes, settings: ReadSettings | None = None) -> Iterator[Source]:
    """The articles in what standard input gave: JSON, JSON Lines of objects, else one text, page or PDF."""
    settings = settings or ReadSettings()
    if len(data) > settings.max_bytes:
        yield Source("stdin", "-", problem=f"larger than the limit of {settings.max_bytes} bytes ({ARTICLE_LIMIT})")
        return
    source = Source("stdin", "-", payload=data)
    if data.lstrip()[:1] not in {b"{", b"["}:
        yield source
        return
    try:
        items = _json_items(data)
    except ReadError:
        yield source
        return
    yield from json_sources(replace(source, payload=None), items, settings)


def _json_items(data: bytes) -> object:
    """A JSON document, or the list of the objects that its lines are."""
    try:
        return parse_json(data)
    except ReadError:
        return [parse_json(line) for line in data.splitlines() if line.strip()]


def _one_line(value: str | None) -> str | None:
    return " ".join(strip_characters(value or "").split())[:LONGEST_FIELD] or None


def _hash(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()

"""One function for each format: bytes (or a JSON item) in, :class:`Draft` out."""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Iterator, Mapping
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from newsdocket.errors import ReadError
from newsdocket.read.article import Draft, ReadSettings
from newsdocket.read.files import decode
from newsdocket.read.markup import is_markup, markup_text
from newsdocket.read.wrapping import unwrap

if TYPE_CHECKING:
    from markdown_it.token import Token

FIELDS: Mapping[str, tuple[str, ...]] = {
    "id": ("id",),
    "text": ("text",),
    "headline": ("headline", "title"),
    "published": ("published", "date"),
    "url": ("url",),
    "language": ("language", "lang"),
}
"""Names that a JSON item may use, the first that is there counts; ``ReadSettings.fields`` puts others before them."""

PDF_SLACK = 20
_FRONT = re.compile(r"---[ \t]*\n(.{0,20000}?)\n(?:---|\.\.\.)[ \t]*(?:\n|$)", re.DOTALL)
_FRONT_LINE = re.compile(r"([A-Za-z_-]{1,40})\s*:\s*(.*)")
_RULE_ROW = re.compile(r"\|[-| :]+\|?\s*")
_LANG = re.compile(r"<html\b[^>]{0,400}?\blang\s*=\s*[\"']?([A-Za-z_-]{2,20})", re.IGNORECASE)
_ONE_LINE = {ord(blank): " " for blank in "\r\n\t"}
"""A line break in a page's source is a blank; trafilatura would keep it."""
_SPACES = re.compile(" {2,}")
_HYPHENATED = re.compile(r"(?<=[a-z])-\n(?=[a-z])")
_XML_HEAD = re.compile(r"\s*<\?xml[^>]{0,200}\?>")


def from_text(data: bytes) -> Draft:
    """Plain text; lines broken at a fixed width are joined."""
    return Draft(unwrap(_lines(decode(data))))


def from_markdown(data: bytes) -> Draft:
    """Markdown: words without markup, one paragraph or heading a line; front matter gives headline, date, url,
    language."""
    text = _lines(decode(data))
    front = _FRONT.match(text)
    fields = _front_matter(front[1]) if front else {}
    body = text[front.end() :] if front else text
    return _draft("\n\n".join(block for block in _markdown_blocks(body) if block.strip()), fields)


def from_html(data: bytes) -> Draft:
    """A web page: main text and metadata by trafilatura; its words in order where trafilatura finds no main text."""
    from trafilatura import bare_extraction

    page = _XML_HEAD.sub("", decode(data, html=True)).translate(_ONE_LINE)
    found = bare_extraction(
        page,
        with_metadata=True,
        include_comments=False,
        include_tables=True,
        deduplicate=False,
        date_extraction_params={"extensive_search": False, "original_date": True, "max_date": "2100-01-01"},
    )
    language = _LANG.search(page[:5000])
    declared = language[1] if language else None
    if found is None or isinstance(found, dict) or not found.text:
        return Draft(markup_text(page), language=declared)
    lines = (_SPACES.sub(" ", line).strip() for line in found.text.split("\n"))
    text = "\n\n".join(line for line in lines if line and not _RULE_ROW.fullmatch(line))
    return Draft(text, found.title, found.date, found.url, declared)


def from_pdf(data: bytes) -> Draft:
    """The text of a PDF's pages. Raises :class:`ReadError` without the extra ``pdf``, for locked files and for
    pictures."""
    try:
        from pypdf import PdfReader
        from pypdf.errors import PyPdfError
    except ImportError as error:
        raise ReadError("PDF needs the extra 'pdf': pip install 'newsdocket[pdf]'") from error
    try:
        reader = PdfReader(io.BytesIO(data))
        text = "\n".join(page.extract_text() for page in reader.pages)
        title = reader.metadata.title if reader.metadata else None
    except PyPdfError as error:
        raise ReadError(f"the PDF cannot be read: {error}") from error
    if not text.strip():
        raise ReadError("the PDF has no text (scanned pages?)")
    return Draft(unwrap(_HYPHENATED.sub("", _lines(text)), slack=PDF_SLACK), headline=title or None)


def from_item(item: Mapping[str, object], settings: ReadSettings) -> Draft:
    """One JSON item. Its text stays as given, unless it is written in HTML paragraphs."""
    text = field_of(item, "text", settings)
    if text is None:
        raise ReadError(f"no text: none of the fields {', '.join(field_names('text', settings))} holds any")
    values = {name: field_of(item, name, settings) for name in ("headline", "published", "url", "language")}
    return Draft(markup_text(text) if is_markup(text) else text, **values)


def field_names(name: str, settings: ReadSettings) -> tuple[str, ...]:
    """The names under which a JSON item may hold our field ``name``; the user's own first."""
    chosen = tuple(theirs for ours, theirs in settings.fields if ours == name)
    return chosen + FIELDS[name]


def field_of(item: Mapping[str, object], name: str, settings: ReadSettings) -> str | None:
    """Our field ``name`` of a JSON item as text, ``None`` when it is missing or empty. A dotted name goes into
    objects."""
    for key in field_names(name, settings):
        value = item.get(key) if key in item else _inside(item, key)
        if isinstance(value, str) and value.strip():
            return value
        if isinstance(value, int) and not isinstance(value, bool) and name in {"id", "published"}:
            return str(value)
    return None


def _inside(item: object, key: str) -> object:
    for part in key.split("."):
        if not isinstance(item, Mapping):
            return None
        item = item.get(part)
    return item


def _lines(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _front_matter(block: str) -> dict[str, str]:
    """The simple ``key: value`` lines of a front matter; lists and nested values are of no use here."""
    found = (_FRONT_LINE.fullmatch(line) for line in block.split("\n"))
    return {match[1].lower(): match[2].strip().strip("\"'") for match in found if match}


def _draft(text: str, fields: Mapping[str, Any]) -> Draft:
    published = fields.get("published") or fields.get("date")
    return Draft(text, fields.get("headline") or fields.get("title"), published, fields.get("url"), fields.get("lang"))


def _markdown_blocks(body: str) -> Iterator[str]:
    """The words of each block. Markdown's line breaks inside a paragraph are blanks; two spaces at a line's end break
    it."""
    from markdown_it import MarkdownIt

    tokens = MarkdownIt("commonmark", {"html": True}).enable("table").parse(body)
    for before, token in pairwise(tokens):
        if token.type == "inline" and token.children is not None:
            marker = before.type == "paragraph_open" and before.hidden
            words = _inline_words(token.children)
            yield f"- {words}" if marker and words else words
        elif token.type in {"fence", "code_block"}:
            yield token.content.rstrip("\n")
        elif token.type == "html_block" and is_markup(token.content):
            yield markup_text(token.content)


def _inline_words(children: list[Token]) -> str:
    pieces = []
    for child in children:
        if child.type in {"text", "code_inline"}:
            pieces.append(child.content)
        elif child.type == "softbreak":
            pieces.append(" ")
        elif child.type == "hardbreak":
            pieces.append("\n")
    return "".join(pieces)


Reader = Callable[[bytes], Draft]

BY_SUFFIX: Mapping[str, Reader] = {
    ".txt": from_text,
    ".text": from_text,
    ".md": from_markdown,
    ".markdown": from_markdown,
    ".html": from_html,
    ".htm": from_html,
    ".xhtml": from_html,
    ".pdf": from_pdf,
}
"""Formats of one article a file, by the ending of the name."""


def sniff(data: bytes) -> Reader:
    """The format of bytes that have no name: PDF and HTML by how they begin, all else is text."""
    start = data[:1000].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if start.startswith(b"%pdf-"):
        return from_pdf
    if start.startswith((b"<!doctype html", b"<html", b"<?xml", b"<head", b"<body")):
        return from_html
    return from_text

"""HTML fragments made plain text with the standard library's parser: bodies in JSON, pages that trafilatura gives up
on."""

from __future__ import annotations

import re
from html.parser import HTMLParser

_BLOCK_NAMES = """
address article aside blockquote body br dd div dl dt figcaption figure h1 h2 h3 h4 h5 h6 header hr li main ol option
p pre section table td th title tr ul
"""
_SILENT_NAMES = "script style noscript template svg iframe head nav footer form button select"
_BLOCKS = frozenset(_BLOCK_NAMES.split())
_SILENT = frozenset(_SILENT_NAMES.split())
_IS_MARKUP = re.compile(r"</(?:p|div|li|h[1-6]|article|body)\s*>|<br\s*/?>|<p(?:\s[^<>]{0,200})?>", re.IGNORECASE)
_BLANKS = re.compile(r"[ \t\r\n\f\v]+")


def is_markup(text: str) -> bool:
    """Whether ``text`` is written in HTML paragraphs rather than in plain lines."""
    return _IS_MARKUP.search(text) is not None


def markup_text(markup: str) -> str:
    """The words of ``markup``, one paragraph a line with a blank line between; scripts, styles and navigation left
    out."""
    parser = _Words()
    parser.feed(markup)
    parser.close()
    return parser.text()


class _Words(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self._lines: list[list[str]] = [[]]
        self._silent: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _SILENT:
            self._silent.append(tag)
        elif tag in _BLOCKS:
            self._lines.append([])

    def handle_endtag(self, tag: str) -> None:
        if self._silent and tag == self._silent[-1]:
            self._silent.pop()
        elif tag in _BLOCKS:
            self._lines.append([])

    def handle_data(self, data: str) -> None:
        if not self._silent:
            self._lines[-1].append(data)

    def text(self) -> str:
        lines = (_BLANKS.sub(" ", "".join(line)).strip() for line in self._lines)
        return "\n\n".join(line for line in lines if line)

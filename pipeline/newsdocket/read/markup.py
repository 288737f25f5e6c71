"""HTML made plain text by its tags alone, in linear time: bodies in JSON, pages that trafilatura finds no main text in.

The standard library's parser takes time that grows with the square of some broken input, and lxml cuts deep nesting
off; words and block breaks are all that is needed here.
"""

from __future__ import annotations

import html
import re

_BLOCK_NAMES = """
address article aside blockquote body br dd div dl dt figcaption figure h1 h2 h3 h4 h5 h6 header hr li main ol option
p pre section table td th title tr ul
"""
_SILENT_NAMES = "script style noscript template svg iframe head nav footer form button select"
_BLOCKS = frozenset(_BLOCK_NAMES.split())
_SILENT = frozenset(_SILENT_NAMES.split())
_IS_MARKUP = re.compile(r"</(?:p|div|li|h[1-6]|article|body)\s*>|<br\s*/?>|<p(?:\s[^<>]{0,200})?>", re.IGNORECASE)
_TAG = re.compile(r"<!--|<[!?][^<>]*>|<(/?)([a-zA-Z][a-zA-Z0-9:-]*)[^<>]*>")
_BLANKS = re.compile(r"[ \t\r\n\f\v]+")


def is_markup(text: str) -> bool:
    """Whether ``text`` is written in HTML paragraphs rather than in plain lines."""
    return _IS_MARKUP.search(text) is not None


def markup_text(markup: str) -> str:
    """The words of ``markup``, one paragraph a line with a blank line between; scripts, styles and navigation left
    out."""
    lines: list[list[str]] = [[]]
    silent: str | None = None
    position = 0
    while (tag := _TAG.search(markup, position)) is not None:
        if silent is None:
            lines[-1].append(markup[position : tag.start()])
        position = tag.end()
        if tag[0] == "<!--":
            position = _after_comment(markup, position)
            continue
        name = (tag[2] or "").lower()
        if silent is None and name in _SILENT and not tag[1]:
            silent = name
        elif silent is None and name in _BLOCKS:
            lines.append([])
        elif name == silent and tag[1]:
            silent = None
    if silent is None:
        lines[-1].append(markup[position:])
    words = (_BLANKS.sub(" ", html.unescape("".join(line))).strip() for line in lines)
    return "\n\n".join(line for line in words if line)


def _after_comment(markup: str, position: int) -> int:
    end = markup.find("-->", position)
    return len(markup) if end < 0 else end + 3

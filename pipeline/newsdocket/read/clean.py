"""Raw text made clean: one kind of line end, no control or invisible characters, no left-over entities or web lines.

Normal forms are left alone: offsets point into the cleaned text and its characters are the source's own.
"""

from __future__ import annotations

import html
import re

from newsdocket.read.leftovers import strip_leftovers

_ENTITY = re.compile(
    r"&(?:amp|quot|apos|nbsp|lt|gt|[lr][sd]quo|[mn]dash|hellip|euro|pound|cent|yen|copy|reg|sect|#\d{2,6}|#[xX][0-9A-Fa-f]{2,5});"
)
_LINE_ENDS = re.compile("\r\n?|[\u0085\u2028\u2029\x0b\x0c]")
_INVISIBLE = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\u00ad\u061c\u200b\u200e\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff]"
)
_SURROGATE = re.compile("[\ud800-\udfff]")
_LINE_TAIL = re.compile(r"[ \t\u00a0]+(?=\n)")
_BLANK_RUN = re.compile(r"\n{4,}")


def clean_text(raw: str) -> str:
    """``raw`` without what no reader sees and without web leftovers; blank at both ends trimmed.

    Characters inside sentences stay as they are, no-break spaces and combining marks included. A lone surrogate
    becomes the replacement character, since no file can hold it. Cleaning clean text changes nothing.
    """
    text = strip_characters(raw)
    while True:
        stripped = trim(strip_leftovers(text))
        if stripped == text:
            return text
        text = stripped


def strip_characters(raw: str) -> str:
    """``raw`` with line ends made ``\\n``, entities resolved, control and invisible characters removed."""
    text = _ENTITY.sub(_unescape, raw)
    text = _LINE_ENDS.sub("\n", text)
    text = _INVISIBLE.sub("", text)
    text = storable(text)
    return trim(_ENTITY.sub(" ", text) if _ENTITY.search(text) else text)


def storable(text: str) -> str:
    """``text`` with the replacement character for every lone surrogate, which no file can hold."""
    return _SURROGATE.sub("\ufffd", text)


def trim(text: str) -> str:
    """``text`` without blanks at line ends, without blank lines at both ends, with at most two blank lines in a row."""
    text = _LINE_TAIL.sub("", text)
    text = _BLANK_RUN.sub("\n\n\n", text)
    return text.strip("\n").rstrip() if text.strip() else ""


def _unescape(found: re.Match[str]) -> str:
    return html.unescape(found[0])

"""Tokens for the date grammar: words, numbers, marks, and whole numeric dates, with their offsets.

The lexer is one regular expression without nested quantifiers; every character of the text is read once.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Literal

from newsdocket.packaged import packaged_json

Kind = Literal["word", "number", "ordinal", "numeric", "break", "mark"]

_MONTH = r"(?i:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)"
_ISO = r"\d{4}-\d{1,2}-\d{1,2}(?=T\d\d:|(?![\w/]|-\w))"
_DASHED = r"(?:\d{1,2}-\d{1,2}-\d{4}|\d{4}/\d{1,2}/\d{1,2})(?![\w/]|-\w)"
_YEAR_LED = rf"\d{{4}}[-/](?:{_MONTH}[-/]\d{{1,2}}|\d{{1,2}}[-/]{_MONTH})"
_NAMED = rf"(?:\d{{1,2}}[-/]{_MONTH}[-/]\d{{4}}|{_YEAR_LED}|{_MONTH}-\d{{1,2}}-\d{{4}})(?![\w/]|-\w)"
_SLASHED = r"\d{1,2}/\d{1,2}/(?:\d{4}|\d{2})(?![\w/]|-[A-Za-z])"
_DOTTED = r"\d{1,2}\.\d{1,2}\.\d{4}(?![\w/]|[.-]\w)"
_LEXER = re.compile(
    rf"(?P<numeric>(?<![\w/.,$€£-])(?:{_ISO}|{_DASHED}|{_NAMED})|(?<![\w/.,$€£])(?<![A-Za-z]-)(?:{_SLASHED}|{_DOTTED}))"
    r"|(?P<grouped>\d{1,3}(?:,\d{3})+(?!\d)(?:\.\d+)?|\d+\.\d+)"
    r"|(?P<ordinal>\d{1,2}(?:st|nd|rd|th)\b)"
    r"|(?P<number>\d+)"
    r"|(?P<word>[^\W\d_]+)"
    r"|(?P<break>\n[^\S\n]*\n)"
    r"|(?P<mark>[^\w\s]|_)"
)


@dataclass(frozen=True, slots=True)
class Token:
    """One token: ``start`` and ``end`` are code points, ``low`` the text in lower case."""

    kind: str
    text: str
    low: str
    start: int
    end: int


_NONE = Token("none", "", "", -1, -1)
_MARGIN = 16


class Tokens(list[Token]):
    """The tokens of one text, ``size`` of them, and empty tokens behind them.

    Rules look a bounded number of tokens to either side, so that thanks to the empty ones (which negative indexes reach
    too) they need no bounds checks.
    """

    def __init__(self, text: str) -> None:
        super().__init__(_token(match) for match in _LEXER.finditer(text))
        self.text = text
        self.size = len(self)
        self.extend([_NONE] * _MARGIN)

    def joined(self, index: int) -> bool:
        """Whether token ``index`` follows the token before it without any space."""
        return index > 0 and self[index].start == self[index - 1].end

    def sentence_start(self, index: int) -> bool:
        """Whether token ``index`` opens the text, a line, a quotation or a sentence."""
        before, here = self[index - 1], self[index]
        if before.kind in ("none", "break") or "\n" in self.text[before.end : here.start]:
            return True
        return before.text in '.!?:;•“"‘(—–-|'


def _token(match: re.Match[str]) -> Token:
    kind = match.lastgroup or "mark"
    text = match.group()
    return Token(kind, text, text.lower(), match.start(), match.end())


@lru_cache(maxsize=1)
def tables() -> dict[str, Any]:
    """The word lists of the grammar (``data/dates.json``)."""
    loaded: dict[str, Any] = packaged_json("extract/data/dates.json")
    return loaded


@lru_cache(maxsize=1)
def openers() -> frozenset[str]:
    """Every word that a date can begin with, in lower case; the scan passes over all other words."""
    table = tables()
    lists = ("months", "weekdays", "seasons", "ordinals", "ordinal_tens", "numbers", "day_words")
    words = {word for name in lists for word in table[name]}
    return frozenset(words | set(table["openers"]))

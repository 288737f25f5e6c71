"""What has the form of a date and is none: section numbers, titles of statutes, names, counts, the verb "may".

Most guards are rows of ``data/dates_guards.jsonl``: a pattern that the words before the date must end with and one that
the words after it must begin with, each seen through a window of fixed width. Each row has ``examples`` in which the
guard must stop a date and ``near_misses`` in which it must not; a test runs them all.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from newsdocket.extract.dates_grammar import Candidate, Point, Stretch
from newsdocket.extract.dates_tokens import Token, Tokens, tables
from newsdocket.packaged import packaged_rows

_WINDOW = 48


@dataclass(frozen=True)
class Guard:
    """One row of the guard table."""

    name: str
    kinds: tuple[str, ...]
    before: re.Pattern[str]
    after: re.Pattern[str]
    examples: tuple[str, ...]
    near_misses: tuple[str, ...]

    def stops(self, text: str, start: int, end: int) -> bool:
        """Whether the guard stops the date that stands at ``start:end`` of ``text``."""
        low = max(0, start - _WINDOW)
        if self.before.pattern and not self.before.search(text, low, start):
            return False
        return not self.after.pattern or bool(self.after.match(text, end, end + _WINDOW))


@lru_cache(maxsize=1)
def guards() -> tuple[Guard, ...]:
    """The guard table, in its order."""
    rows = packaged_rows("extract/data/dates_guards.jsonl")
    return tuple(
        Guard(
            row["name"],
            tuple(row["kinds"]),
            re.compile(row["before"]),
            re.compile(row["after"]),
            tuple(row["examples"]),
            tuple(row["near_misses"]),
        )
        for row in rows
    )


def allowed(tokens: Tokens, candidate: Candidate) -> bool:
    """Whether ``candidate`` is used as a date where it stands."""
    point = candidate.begin if isinstance(candidate, Stretch) else candidate
    kind = _kind(point)
    start, end = tokens[candidate.first].start, tokens[candidate.last - 1].end
    if any(kind in guard.kinds and guard.stops(tokens.text, start, end) for guard in guards()):
        return False
    if kind == "month" and point.year is None and isinstance(candidate, Point):
        return point.anchor is not None or point.year_shift is not None or _month_is_calendar(tokens, point)
    if kind == "year":
        far = (point.year or 0) > 2099 and tokens[candidate.first - 1].low not in ("in", "by", "until", "year")
        return not far and not _opens_statute(tokens, candidate.last)
    return True


def _kind(point: Point) -> str:
    if point.bare_year:
        return "year"
    if point.unit == "weekday":
        return "weekday"
    if point.unit != "date":
        return "relative"
    if point.season:
        return "season"
    return "month_day" if point.day or point.surface else "month"


def _opens_statute(tokens: Tokens, index: int) -> bool:
    """Whether a title such as "Securities Exchange Act" follows, the year before it being a part of the title."""
    table = tables()
    for position in range(index, index + 10):
        token = tokens[position]
        if token.kind != "word":
            return False
        if token.text[0].isupper():
            if token.low in table["statute_heads"]:
                return tokens[position - 1].low != "national"
        elif token.low not in table["name_joiners"] or position == index:
            return False
    return False


def _month_is_calendar(tokens: Tokens, point: Point) -> bool:
    """Whether a month that stands alone is the month: not the modal "may", not a person called April, no march."""
    table = tables()
    index = _month_index(tokens, point)
    token, before, after = tokens[index], tokens[index - 1], tokens[point.last]
    if point.first < index:
        return True
    if token.low in table["verb_months"]:
        return _cued_verb_month(tokens, index)
    if token.low not in table["ambiguous_months"]:
        return not _abbreviated(token) or before.low in table["month_cues"]
    if before.low in ("in", "since", "until", "during"):
        return True
    if _is_name(after) and not tokens.joined(point.last):
        return False
    return tokens.sentence_start(index) or not _is_name(before)


def _month_index(tokens: Tokens, point: Point) -> int:
    months = tables()["months"]
    return next((i for i in range(point.first, point.last) if tokens[i].low in months), point.first)


def _abbreviated(token: Token) -> bool:
    return len(token.low) <= 4 and token.low not in ("may", "june", "july")


def _is_name(token: Token) -> bool:
    table = tables()
    known = token.low in table["months"] or token.low in table["weekdays"] or token.low in table["month_cues"]
    return token.kind == "word" and token.text[0].isupper() and not known


def _cued_verb_month(tokens: Tokens, index: int) -> bool:
    """ "in May", "a March ruling", "April and May"; not "Judge May", "we may", "the March on Rome"."""
    table = tables()
    before, after = tokens[index - 1], tokens[index + 1]
    if before.low in table["month_cues"]:
        return not (_is_name(after) and before.low in ("by", "from", "for", "of", "to", "as"))
    if before.low in ("and", "or", ",", "-", "–") and tokens[index - 2].low in table["months"]:
        return True
    if after.low in ("and", "or", ",") and tokens[index + 2].low in table["months"]:
        return True
    adjectival = before.low in table["determiners"] or before.low in ("’s", "'s")
    noun = after.kind == "word" and after.text.islower() and after.low not in table["month_cues"]
    return adjectival and noun and not after.low.endswith("ed") and after.low not in table["verbs"]

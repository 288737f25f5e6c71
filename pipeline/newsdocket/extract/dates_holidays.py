"""Holidays with a year ("Labor Day 2021", "Easter Sunday of 2018") as days.

``data/holidays.jsonl`` has a row for each: its names, and the rule that gives its day, one of a fixed day of a month,
the nth weekday of a month (``after`` counts days on from it), or a distance from Easter Sunday. Each row has examples
and near misses that run as tests. Only names with a year behind them are read; without one a holiday is no date.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from typing import Any

from newsdocket.extract.dates_tokens import Tokens
from newsdocket.packaged import packaged_rows


@dataclass(frozen=True, slots=True)
class Holiday:
    """One row of the table; ``easter`` is a distance in days from Easter Sunday, ``nth`` -1 the last of the month."""

    names: tuple[str, ...]
    examples: tuple[tuple[str, str], ...]
    near_misses: tuple[str, ...]
    month: int = 1
    day: int = 0
    weekday: int = 0
    nth: int = 0
    after: int = 0
    easter: int | None = None

    def of(self, year: int) -> date:
        """The day of the holiday in ``year`` (Gregorian)."""
        if self.easter is not None:
            return easter_sunday(year) + timedelta(days=self.easter)
        if self.day:
            return date(year, self.month, self.day)
        return _nth_weekday(year, self.month, self.weekday, self.nth) + timedelta(days=self.after)


@lru_cache(maxsize=1)
def holidays() -> tuple[Holiday, ...]:
    """The table, in its order."""
    return tuple(_row(row) for row in packaged_rows("extract/data/holidays.jsonl"))


def _row(row: dict[str, Any]) -> Holiday:
    examples = tuple((text, value) for text, value in row.pop("examples"))
    return Holiday(tuple(row.pop("names")), examples, tuple(row.pop("near_misses")), **row)


@lru_cache(maxsize=1)
def _named() -> dict[str, list[tuple[tuple[str, ...], Holiday]]]:
    """First word to whole names in tokens, the longest first."""
    table: dict[str, list[tuple[tuple[str, ...], Holiday]]] = {}
    for holiday in holidays():
        for name in holiday.names:
            words = tuple(token.low for token in Tokens(name)[: Tokens(name).size])
            table.setdefault(words[0], []).append((words, holiday))
    return {first: sorted(rows, key=_length, reverse=True) for first, rows in table.items()}


def _length(row: tuple[tuple[str, ...], Holiday]) -> int:
    return len(row[0])


def holiday_words() -> frozenset[str]:
    """The words with which a holiday's name can begin, in lower case."""
    return frozenset(_named())


def holiday_at(tokens: Tokens, index: int) -> tuple[Holiday, int] | None:
    """The holiday named at token ``index`` and the index after its name; apostrophes may be curly."""
    for words, holiday in _named().get(tokens[index].low, ()):
        after = index + len(words)
        if all(tokens[index + step].low.replace("’", "'") == word for step, word in enumerate(words)):
            return holiday, after
    return None


def _nth_weekday(year: int, month: int, weekday: int, nth: int) -> date:
    if nth < 0:
        following = date(year + month // 12, month % 12 + 1, 1)
        last = following - timedelta(days=1)
        return last - timedelta(days=(last.weekday() - weekday) % 7)
    first = date(year, month, 1)
    return first + timedelta(days=(weekday - first.weekday()) % 7 + 7 * (nth - 1))


def easter_sunday(year: int) -> date:
    """Easter Sunday of the Western churches, by the anonymous Gregorian computus (Meeus/Jones/Butcher)."""
    century, rest = divmod(year, 100)
    golden, leaps = year % 19, century // 4
    shift = (century - (century + 8) // 25 + 1) // 3
    epact = (19 * golden + century - leaps - shift + 15) % 30
    weekday = (32 + 2 * (century % 4) + 2 * (rest // 4) - epact - rest % 4) % 7
    late = (golden + 11 * epact + 22 * weekday) // 451
    month, day = divmod(epact + weekday - 7 * late + 114, 31)
    return date(year, month, day + 1)

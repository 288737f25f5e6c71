"""From what the words say to EDTF: the year of "Oct. 30", the day of "on Tuesday", with the document's date as anchor.

A date without a year takes, in this order: the year that its own words give ("last year", "that June"); the year of a
dated event told just before it in the same paragraph, when it continues that account; else the year that puts it
nearest to the document's date on the side that the verbs around it point to (past, unless they speak of what is to
come).
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import lru_cache

from newsdocket.extract.dates_grammar import Candidate, Point, Stretch
from newsdocket.extract.dates_reader import read_distance, read_numeric
from newsdocket.extract.dates_tokens import Tokens, tables

_SENTENCE_END = re.compile(r"[.!?][\"”’)]?\s+(?=[\"“‘(]?[A-Z])|\n")
_ABBREVIATED = re.compile(
    r"\b(?:Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec|Mr|Mrs|Ms|Dr|St|Inc|Co|Corp|Ltd|U\.S|No|v|vs|[A-Z])\.$"
)
_BORN = re.compile(r"\b(?:born|died|founded|birthday)\b[^.;]{0,20}$")
_LEFT, _RIGHT = 160, 80
_PENALTY = {"past": 150, "future": 400}  # days: "was postponed to" looks ahead, "will" never looks back


@dataclass(frozen=True, slots=True)
class Told:
    """The last date of the running paragraph that has a year: where it ends and what it is."""

    end: int
    year: int
    month: int | None
    day: int | None


class Resolver:
    """Gives candidates their EDTF value, in text order; ``published`` is the document's date, if there is one."""

    def __init__(self, tokens: Tokens, published: date | None) -> None:
        self.tokens = tokens
        self.published = published
        self.told: Told | None = None

    def value(self, candidate: Candidate) -> str | None:
        """EDTF of ``candidate``, ``None`` where nothing settles it."""
        if isinstance(candidate, Stretch):
            found = self._stretch(candidate)
        else:
            point = self._settled(candidate)
            found = edtf(point) if point is not None else None
            self._remember(candidate, point)
        return found

    def _remember(self, candidate: Candidate, point: Point | None) -> None:
        start = self.tokens[candidate.first].start
        if point is None or point.year is None or _BORN.search(self.tokens.text, max(0, start - 40), start):
            return
        if point.unit == "date":
            self.told = Told(self.tokens[candidate.last - 1].end, point.year, point.month, point.day)

    def _stretch(self, stretch: Stretch) -> str | None:
        begin, end = stretch.begin, stretch.end
        if end.unit == "day":
            if self.published is None:
                return edtf(_read(begin))
            end = _calendar(end, self.published + timedelta(days=end.shift))
        if begin.year is None and (end.year is None or begin.anchor):
            settled = self._settled(begin)
            begin = settled if settled is not None else begin
        if begin.year is None and not begin.surface:
            return None
        if end.year is None and begin.year is not None and not end.surface:
            turned = (end.month or 12, end.day or 31) < (begin.month or 1, begin.day or 1)
            end = replace(end, year=begin.year + 1 if turned else begin.year)
        first, last = edtf(_read(begin)), edtf(_read(end))
        self._remember(stretch, _read(end))
        if first is None or last is None or first > last + "~":
            return None
        return first if first == last else f"{first.split('/')[0]}/{last.split('/')[-1]}"

    def _settled(self, point: Point) -> Point | None:
        if point.unit == "date":
            return self._dated(point)
        if self.published is None:
            return None
        if point.unit == "weekday":
            return self._weekday(point, self.published)
        if point.unit == "ago":
            return _distance(point, self.published)
        return _shifted(point, self.published)

    def _dated(self, point: Point) -> Point | None:
        point = _read(point)
        if point.year is not None:
            return point
        if point.surface:
            return None
        if point.anchor in ("before", "after"):
            shift = (-1 if point.anchor == "before" else 1) * (point.shift or 1)
            return replace(point, year=self.told.year + shift) if self.told is not None else None
        if point.anchor == "that":
            return self._after_told(point)
        if self.published is None:
            return self._continued(point)
        if point.year_shift is not None:
            return replace(point, year=self.published.year + point.year_shift)
        if point.season is not None:
            return _season(point, self.published)
        if point.anchor is not None:
            return _anchored(point, self.published)
        continued = self._continued(point)
        return continued if continued is not None else self._nearest(point, self.published)

    def _after_told(self, point: Point) -> Point | None:
        """ "that June", "that summer": the first one from the date told last."""
        month = point.month or point.season
        if self.told is None or month is None:
            return None
        ended = month + 2 if point.season else month
        turned = self.told.month is not None and ended < self.told.month
        return replace(point, year=self.told.year + 1 if turned else self.told.year)

    def _continued(self, point: Point) -> Point | None:
        """A day that goes on with an account which has just named a full date of an earlier year, in one paragraph."""
        told, start = self.told, self.tokens[point.first].start
        if told is None or point.day is None or told.day is None or point.month is None or told.month is None:
            return None
        if self.published is not None and not 0 < self.published.year - told.year <= 15:
            return None
        if start - told.end > 400 or "\n" in self.tokens.text[told.end : start]:
            return None
        later = (point.month, point.day) >= (told.month, told.day)
        if not later and told.month - point.month < 8:
            return None
        found = replace(point, year=told.year if later else told.year + 1)
        return found if _weekday_fits(found) else None

    def _nearest(self, point: Point, published: date) -> Point | None:
        if point.month is None:
            return None
        side = tense(self.tokens.text, self.tokens[point.first].start, self.tokens[point.last - 1].end)
        year = published.year
        if point.day is None:
            return replace(point, year=_month_year(point.month, published, side))
        days = [day for day in (_day(year + step, point.month, point.day) for step in (-1, 0, 1)) if day is not None]
        days = [day for day in days if point.weekday in (None, day.weekday())] or days
        if not days:
            return None
        best = min(days, key=_Distance(published, side))
        return replace(point, year=best.year)

    def _weekday(self, point: Point, published: date) -> Point:
        back = (published.weekday() - (point.weekday or 0)) % 7
        if point.anchor == "last":
            back = back or 7
        elif point.anchor == "next" or (point.anchor == "that"):
            back -= 7
        else:
            side = tense(self.tokens.text, self.tokens[point.first].start, self.tokens[point.last - 1].end)
            back = back - 7 if side == "future" and back else back
        return _calendar(point, published - timedelta(days=back))


@dataclass(frozen=True)
class _Distance:
    """Orders days by their distance from ``published``; days on the wrong side of it count as far."""

    published: date
    side: str | None

    def __call__(self, day: date) -> int:
        days = (day - self.published).days
        wrong = (self.side == "past" and days > 0) or (self.side == "future" and days < 0)
        return abs(days) + (_PENALTY[self.side or "past"] if wrong else 0)


def _weekday_fits(point: Point) -> bool:
    day = _day(point.year or 1, point.month or 1, point.day or 1)
    return day is not None and point.weekday in (None, day.weekday())


@lru_cache(maxsize=1)
def _cue() -> re.Pattern[str]:
    """The words that tell whether a sentence looks ahead or back (``data/dates.json``)."""
    future, past = "|".join(tables()["future_cues"]), "|".join(tables()["past_cues"])
    return re.compile(rf"\b(?:(?P<future>{future})|(?P<past>{past}))\b", re.IGNORECASE)


@lru_cache(maxsize=1)
def _done() -> re.Pattern[str]:
    """Nouns for what has happened when it is named by its date: "Friday's opinion", "the March order"."""
    return re.compile(rf"(?:['’]s)? (?:{'|'.join(tables()['done_nouns'])})\b")


def tense(text: str, start: int, end: int) -> str | None:
    """``past`` or ``future`` after the nearest word of the sentence that tells, ``None`` where none does.

    A word just after the date tells first: "Friday's ruling" has been given, whatever verb stands before it.
    """
    if _done().match(text, end, end + _RIGHT):
        return "past"
    left = _clipped_left(text[max(0, start - _LEFT) : start])
    cues = list(_cue().finditer(left))
    if cues:
        return cues[-1].lastgroup
    right = text[end : end + _RIGHT]
    stop = _SENTENCE_END.search(right)
    cue = _cue().search(right[: stop.start()] if stop else right)
    return cue.lastgroup if cue else None


def _clipped_left(left: str) -> str:
    """The part of ``left`` that belongs to the sentence at its end; the stop of an abbreviation ends none."""
    begin = 0
    for stop in _SENTENCE_END.finditer(left):
        if not _ABBREVIATED.search(left[max(0, stop.start() - 6) : stop.start() + 1]):
            begin = stop.end()
    return left[begin:]


def _read(point: Point) -> Point:
    """A numeric date as calendar parts; anything else unchanged."""
    if not point.surface or point.unit != "date":
        return point
    day = read_numeric(point.surface)
    return point if day is None else _calendar(point, day)


def _calendar(point: Point, day: date) -> Point:
    return replace(point, unit="date", year=day.year, month=day.month, day=day.day, surface="")


def _distance(point: Point, published: date) -> Point | None:
    """ "two days ago" is a day; weeks, months and years are too vague to be one, and give nothing."""
    found = read_distance(point.surface, published)
    if found is None or found[1] != "day":
        return None
    return _calendar(point, found[0])


def _shifted(point: Point, published: date) -> Point | None:
    if point.unit == "day":
        return _calendar(point, published + timedelta(days=point.shift))
    if point.unit == "year":
        return replace(point, unit="date", year=published.year + point.shift)
    if point.unit == "month":
        months = published.year * 12 + published.month - 1 + point.shift
        return replace(point, unit="date", year=months // 12, month=months % 12 + 1)
    return None


def _season(point: Point, published: date) -> Point:
    """The year of "last fall", "this spring": a season that has not begun lies behind "last"."""
    first = point.season or 1
    ended = first + 2 < published.month
    shift = {"last": 0 if ended else -1, "next": 1 if first <= published.month else 0}.get(point.anchor or "", 0)
    return replace(point, year=published.year + shift)


def _anchored(point: Point, published: date) -> Point:
    """ "last September" is the latest that is over, "next March" the first to come, "this May" that of the year."""
    month = point.month or 1
    passed = (month, point.day or 0) < (published.month, published.day if point.day else 0)
    shift = {"last": 0 if passed else -1, "next": 1 if month <= published.month else 0}.get(point.anchor or "", 0)
    return replace(point, year=published.year + shift)


def _month_year(month: int, published: date, side: str | None) -> int:
    """The year of a month that stands alone: the latest up to now, or the next one where the words look ahead."""
    if side == "future":
        return published.year if month >= published.month else published.year + 1
    return published.year if month <= published.month else published.year - 1


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def edtf(point: Point) -> str | None:
    """``point`` as EDTF at the precision of its words; ``None`` where it has no year or no calendar has such a day."""
    if point.year is None:
        return None
    if point.months is not None and point.months != (1, 12):
        return f"{point.year:04d}-{point.months[0]:02d}/{point.year:04d}-{point.months[1]:02d}"
    if point.month is None or point.season is not None:
        return f"{point.year:04d}"
    if point.day is None:
        return f"{point.year:04d}-{point.month:02d}"
    return point_day.isoformat() if (point_day := _day(point.year, point.month, point.day)) else None

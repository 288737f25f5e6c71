"""The grammar of dates in prose: tokens in, candidates out, no reference date needed yet.

Each rule looks at a bounded number of tokens, so that the cost is linear in the length of the text. A rule returns the
candidate and the index of the first token after it, or ``None``.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Literal

from newsdocket.extract.dates_holidays import holiday_at, holiday_words
from newsdocket.extract.dates_tokens import Token, Tokens, openers, tables

Anchor = Literal["last", "this", "next", "that", "before", "after"]
_ANCHORS: dict[str, Anchor] = {"last": "last", "this": "this", "next": "next", "that": "that"}
_SHIFTS = {"last": -1, "this": 0, "next": 1}
_AFTER_MONTH = frozenset("without in for to with and when after before over at by from on but while as".split())
_REPORTED = frozenset("ruled argued alleged claimed noted testified stated insisted conceded added agreed".split())
"""Verbs behind which "that" opens what was said; after others "that March" is a time ("settled that March")."""
_PART_MONTHS = {"Q": 3, "H": 6}
_MEASURING = frozenset("until till than and or to about almost nearly some over".split())
_PARTS = ("end", "beginning", "middle", "start")
_LENGTHS = frozenset("years year months month weeks week days hours minutes percent per counts people".split())
"""Words behind a number that make it no day ("on Sept. 4 to 14 months in prison")."""
_FIRST_YEAR, _LAST_YEAR = 1700, 2199
_MONTH_DAYS = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)


@dataclass(frozen=True, slots=True)
class Point:
    """One date as the words give it. ``first`` and ``last`` are token indexes, ``last`` excluded.

    ``unit`` says what the words name: a calendar date (``date``), a weekday, or a stretch (``day``, ``week``,
    ``month``, ``year``) that lies ``shift`` units from the document's date. ``season`` is the first month of a season,
    ``months`` the first and last month of a quarter or half. ``surface`` holds words that ``dates_reader`` has to
    turn into a day.
    """

    first: int
    last: int
    unit: str = "date"
    year: int | None = None
    month: int | None = None
    day: int | None = None
    weekday: int | None = None
    season: int | None = None
    months: tuple[int, int] | None = None
    shift: int = 0
    anchor: Anchor | None = None
    year_shift: int | None = None
    fiscal: bool = False
    surface: str = ""

    @property
    def bare_year(self) -> bool:
        """Whether the words are a year and nothing else."""
        more = self.month or self.season or self.months or self.surface or self.fiscal
        return self.unit == "date" and self.year is not None and not more


@dataclass(frozen=True, slots=True)
class Stretch:
    """A range: two points and whether the words tie them (``from ... to``, ``between ... and``)."""

    begin: Point
    end: Point

    @property
    def first(self) -> int:
        return self.begin.first

    @property
    def last(self) -> int:
        return self.end.last


Candidate = Point | Stretch


def scan(tokens: Tokens) -> Iterator[Candidate]:
    """Every stretch of tokens that has the form of a date, left to right, without overlaps. Nothing is judged yet."""
    index = 0
    while index < tokens.size:
        found = _days_of_month(tokens, index) or _slashed_days(tokens, index) or _point(tokens, index)
        if found is None:
            index += 1
            continue
        for item in [found] if isinstance(found, Stretch) else _extended(tokens, found):
            yield item
            index = item.last


def _extended(tokens: Tokens, point: Point) -> list[Candidate]:
    """``point`` with what follows it: a second end that makes it a range, or further days of a list."""
    stretch = _stretch(tokens, point)
    if stretch is not None:
        return [stretch]
    if point.unit == "date" and point.month:
        return list(_list(tokens, point))
    return [point]


# --- pieces -----------------------------------------------------------------------------------------------------------


def _year_at(tokens: Tokens, index: int) -> int | None:
    token = tokens[index]
    if token.kind != "number" or len(token.text) != 4:
        return None
    year = int(token.text)
    attached = tokens[index + 1]
    if attached.kind == "word" and tokens.joined(index + 1):
        return None
    return year if _FIRST_YEAR <= year <= _LAST_YEAR else None


def _day_at(tokens: Tokens, index: int) -> int | None:
    token, after = tokens[index], tokens[index + 1]
    if token.kind not in ("number", "ordinal"):
        return None
    if tokens.joined(index + 1) and (after.kind == "word" or after.text in "%°$/"):
        return None
    if after.text == ":" and tokens[index + 2].kind == "number" and tokens[index + 2].start == token.end + 1:
        return None
    before = tokens[index - 1].text
    if tokens.joined(index) and (before in "$€£#/" or (before == ":" and tokens[index - 2].kind == "number")):
        return None
    day = int(token.text.rstrip("stndrh")) if len(token.text) <= 4 else 0
    return day if 1 <= day <= 31 else None


def _ordinal_word(tokens: Tokens, index: int) -> tuple[int, int] | None:
    """A day in words ("second", "twenty-fifth") and the index after it."""
    table = tables()
    low = tokens[index].low
    if low in table["ordinals"]:
        return table["ordinals"][low], index + 1
    tens = table["ordinal_tens"].get(low)
    if tens is None:
        return None
    ones = index + 2 if tokens[index + 1].text == "-" else index + 1
    unit = table["ordinals"].get(tokens[ones].low)
    return (tens + unit, ones + 1) if unit is not None and unit < 10 and tens + unit <= 31 else None


def _month_at(tokens: Tokens, index: int) -> tuple[int, int] | None:
    """A month's name and the index after it. In lower case only full names that are nothing else."""
    token, table = tokens[index], tables()
    month = table["months"].get(token.low)
    if token.kind != "word" or month is None:
        return None
    full = len(token.low) > 4 or token.low in ("may", "june", "july")
    dotted = not full and tokens[index + 1].text == "." and tokens.joined(index + 1)
    if _is_compound(tokens, index):
        return None
    if token.text.islower() and (token.low in table["verb_months"] or not (full or tokens[index + 1].kind == "number")):
        return None
    return month, index + 2 if dotted else index + 1


def _is_compound(tokens: Tokens, index: int) -> bool:
    """Whether a hyphen ties the word at ``index`` to one that is no month ("Mar-a-Lago")."""
    tied = tokens[index + 1].text == "-" and tokens.joined(index + 1) and tokens.joined(index + 2)
    return tied and tokens[index + 2].kind == "word" and tokens[index + 2].low not in tables()["months"]


def _weekday_at(tokens: Tokens, index: int) -> tuple[int, int] | None:
    token = tokens[index]
    weekday = tables()["weekdays"].get(token.low)
    if token.kind != "word" or weekday is None or not token.text[0].isupper():
        return None
    dotted = len(token.low) <= 5 and tokens[index + 1].text == "." and tokens.joined(index + 1)
    return weekday, index + 2 if dotted else index + 1


def _skip(tokens: Tokens, index: int, *words: str) -> int:
    return index + 1 if tokens[index].low in words else index


def _valid_day(day: int, month: int) -> bool:
    return day <= _MONTH_DAYS[month - 1]


# --- points -----------------------------------------------------------------------------------------------------------


def _point(tokens: Tokens, index: int) -> Point | None:
    token = tokens[index]
    if token.kind == "numeric":
        return Point(index, index + 1, surface=token.text)
    if token.low in holiday_words():
        holiday = _holiday(tokens, index)
        if holiday is not None:
            return holiday
    if token.kind not in ("number", "ordinal") and token.low not in openers():
        return None
    for rule in _RULES:
        found = rule(tokens, index)
        if found is not None:
            return _of_year(tokens, found)
    return None


def _holiday(tokens: Tokens, index: int) -> Point | None:
    """ "Labor Day 2021", "Easter Sunday of 2018": a holiday's name and a year, and no weekend."""
    named = holiday_at(tokens, index)
    if named is None:
        return None
    after = _skip(tokens, named[1], ",", "of", "in")
    year = _year_at(tokens, after)
    if year is None or tokens[after + 1].low in ("weekend", "week"):
        return None
    day = named[0].of(year)
    return Point(index, after + 1, year=year, month=day.month, day=day.day)


def _of_year(tokens: Tokens, point: Point) -> Point:
    """Read "of last year", "this year" after a date that has no year of its own."""
    if point.unit != "date" or point.year is not None or point.surface or point.anchor:
        return point
    index = _skip(tokens, point.last, "of")
    anchor = _ANCHORS.get(tokens[index].low)
    if anchor is None or tokens[index + 1].low != "year":
        return point
    if anchor == "that":
        return replace(point, last=index + 2, anchor="that")
    return replace(point, last=index + 2, year_shift=_SHIFTS[anchor])


def _weekday_led(tokens: Tokens, index: int) -> Point | None:
    """ "Friday, Nov. 2, 2012", "Friday 14 March", "Tuesday morning", "Tuesday"."""
    read = _weekday_at(tokens, index)
    if read is None:
        return None
    weekday, after = read
    dated = _skip(tokens, after, ",")
    for rule in (_day_first, _month_first):
        found = rule(tokens, dated)
        if found is not None and found.day is not None:
            return replace(found, first=index, weekday=weekday)
    if tokens[dated].kind == "numeric":
        return Point(index, dated + 1, surface=tokens[dated].text)
    if len(tokens[index].low) < 6:
        return None
    return Point(index, _skip(tokens, after, *tables()["day_parts"]), unit="weekday", weekday=weekday)


def _modified(tokens: Tokens, index: int) -> Point | None:
    """ "late 2023", "mid-November", "early in 2019"."""
    if tokens[index].low not in ("late", "early", "mid"):
        return None
    after = _skip(tokens, index + 1, "-", "in", "last", "this", "next")
    anchor = _ANCHORS.get(tokens[after - 1].low) if after == index + 2 else None
    for rule in (_month_first, _season, _fiscal, _year):
        found = rule(tokens, after)
        if found is not None and found.day is None:
            return replace(found, first=index, anchor=anchor or found.anchor)
    if anchor is not None:
        found = _anchored(tokens, after - 1)
        return replace(found, first=index) if found is not None else None
    return None


def _anchored(tokens: Tokens, index: int) -> Point | None:
    """ "last year", "earlier this month", "next Tuesday", "last September", "that June", "this morning"."""
    first, low = index, tokens[index].low
    if low in ("earlier", "later"):
        index = _skip(tokens, index + 1, "in")
        if tokens[index].low == "the" and tokens[index - 1].low == "in":
            return _later_in_the(tokens, first, index)
        low = tokens[index].low
    anchor = _ANCHORS.get(low)
    if anchor == "that" and not _points_back(tokens, index):
        return None
    if low == "the":
        return _year_beside(tokens, index)
    if anchor is None:
        return _day_word(tokens, index) if index > first else None
    found = _anchored_head(tokens, index + 1, anchor)
    return replace(found, first=first) if found is not None else None


def _year_beside(tokens: Tokens, index: int) -> Point | None:
    """ "the year before that", "the previous year", "the following year": counted from the year told before."""
    words = [tokens[index + step].low for step in (1, 2, 3)]
    if words == ["year", "before", "that"]:
        return Point(index, index + 4, anchor="before")
    ahead = words[0] == "next" and tokens[index - 1].low not in ("over", "for", "in", "during", "within")
    if words[1] == "year" and (words[0] in ("previous", "following") or ahead):
        return Point(index, index + 3, anchor="before" if words[0] == "previous" else "after")
    return None


def _years_on(tokens: Tokens, index: int) -> Point | None:
    """ "a year later", "two years earlier": counted from the year told before."""
    number = tables()["numbers"].get(tokens[index].low)
    if number is None or tokens[index + 1].low not in ("year", "years") or tokens[index - 1].low in _MEASURING:
        return None
    word = tokens[index + 2].low
    if word not in ("later", "earlier") or tokens[index + 3].low == "than":
        return None
    step: Anchor = "after" if word == "later" else "before"
    return Point(index, index + 3, anchor=step, shift=number)


def _points_back(tokens: Tokens, index: int) -> bool:
    """Whether "that" before a month means the one just told of ("until that August"), not what someone says."""
    before, table = tokens[index - 1], tables()
    if tokens[index + 1].low not in table["months"] and tokens[index + 1].low not in table["seasons"]:
        return False
    if tokens.sentence_start(index) or before.text == "," or before.low in table["month_cues"]:
        return True
    closed = tokens[index + 2].kind in ("mark", "none", "break") or tokens[index + 2].low in _AFTER_MONTH
    return closed and before.low.endswith("ed") and before.low not in _REPORTED


def _later_in_the(tokens: Tokens, first: int, index: int) -> Point | None:
    unit = tokens[index + 1].low
    return Point(first, index + 2, unit=unit) if unit in ("year", "month") else None


def _anchored_head(tokens: Tokens, index: int, anchor: Anchor) -> Point | None:
    index = _skip(tokens, index, "coming") if anchor == "this" else index
    head, table = tokens[index].low, tables()
    if head in ("year", "month", "week", "quarter", "weekend") and anchor != "that":
        return Point(index, index + 1, unit=head, shift=_SHIFTS[anchor])
    if head in table["day_parts"] and anchor != "that":
        shift = -1 if anchor == "last" and head == "night" else 0
        return Point(index, index + 1, unit="day", shift=shift) if anchor == "this" or shift else None
    weekday = _weekday_at(tokens, index)
    if weekday is not None and len(head) >= 6:
        last = _skip(tokens, weekday[1], *table["day_parts"])
        return Point(index, last, unit="weekday", weekday=weekday[0], anchor=anchor)
    month = _month_at(tokens, index)
    if month is not None:
        found = _month_first(tokens, index)
        return replace(found, anchor=anchor) if found is not None and found.year is None else found
    if head in table["seasons"]:
        return Point(index, index + 1, season=table["seasons"][head], anchor=anchor)
    if head in table["day_names"]:
        named_month, day = table["day_names"][head]
        return Point(index, index + 1, month=named_month, day=day, anchor=anchor)
    return None


def _day_first(tokens: Tokens, index: int) -> Point | None:
    """ "25 October 2016", "the 25th of October", "the second of May"."""
    start = _skip(tokens, index, "the")
    day, after = _day_at(tokens, start), start + 1
    if day is None:
        word = _ordinal_word(tokens, start)
        if word is None or tokens[word[1]].low != "of":
            return None
        day, after = word
    after = _skip(tokens, after, "of")
    month = _month_at(tokens, after)
    if month is None or not _valid_day(day, month[0]):
        return None
    if after == start + 1 and tokens[start].kind == "number" and _taken_by_month(tokens, month[1]):
        return None
    return _with_year(tokens, Point(index, month[1], month=month[0], day=day))


def _taken_by_month(tokens: Tokens, index: int) -> bool:
    """Whether the month has a day after it, so that the number before it is none ("$12 May 3")."""
    return _day_at(tokens, index) is not None and _month_at(tokens, index + 1) is None


def _month_first(tokens: Tokens, index: int) -> Point | None:
    """ "Oct. 25, 2016", "October 25th", "March the third", "March 2021", "March of 2021", "March"."""
    month = _month_at(tokens, index)
    if month is None:
        return None
    after = _skip(tokens, month[1], "the")
    day, last = _day_at(tokens, after), after + 1
    if day is None:
        word = _ordinal_word(tokens, after)
        named = word is not None and not _names_institution(tokens, after, word[1])
        named = (
            named
            and word is not None
            and (after > month[1] or tokens[after].text[0].isupper() or _year_at(tokens, word[1]) is not None)
        )
        day, last = word if word is not None and named else (None, after)
    if day is not None and _valid_day(day, month[0]) and not _counts_things(tokens, index, last):
        return _with_year(tokens, Point(index, last, month=month[0], day=day))
    return _with_year(tokens, Point(index, month[1], month=month[0]))


def _names_institution(tokens: Tokens, index: int, after: int) -> bool:
    """Whether the ordinal at ``index`` belongs to a name ("in March the Second Circuit")."""
    following = tokens[after]
    return tokens[index].text[0].isupper() and following.kind == "word" and following.text[0].isupper()


def _counts_things(tokens: Tokens, index: int, after: int) -> bool:
    """ "In May 12 people": the number counts what follows; "on May 12 people" it does not."""
    if tokens[after - 1].kind != "number" or tokens[index - 1].low not in ("in", "since", "by", "during"):
        return False
    noun = tokens[after]
    plural = noun.low.endswith("s") or noun.low in ("people", "men", "women", "children")
    return noun.kind == "word" and noun.text.islower() and plural


def _with_year(tokens: Tokens, point: Point) -> Point:
    after = _skip(tokens, point.last, ",")
    if after == point.last:
        after = _skip(tokens, after, "of", "in")
    year = _year_at(tokens, after)
    return point if year is None else replace(point, last=after + 1, year=year)


def _season(tokens: Tokens, index: int) -> Point | None:
    """ "the summer of 2020", "fall 2019", "winter 2019"."""
    start = tables()["seasons"].get(tokens[index].low)
    if start is None:
        return None
    after = _skip(tokens, index + 1, "of", "in")
    year = _year_at(tokens, after)
    return Point(index, after + 1, year=year, season=start) if year is not None else None


def _quarter(tokens: Tokens, index: int) -> Point | None:
    """ "Q3 2021", "the third quarter of 2021", "the first half of 2019"; in a fiscal year only the year is kept."""
    read = _part_number(tokens, index)
    if read is None:
        return None
    months, after = read
    after = _skip(tokens, after, "of", "in", ",", "-")
    fiscal = tokens[after].low in ("fiscal", "fy")
    last = after + 1 if fiscal else after
    year = _year_at(tokens, last)
    if year is None:
        return None
    return Point(index, last + 1, year=year, months=(1, 12) if fiscal else months, fiscal=fiscal)


def _part_number(tokens: Tokens, index: int) -> tuple[tuple[int, int], int] | None:
    """The months of "Q3", "H2", "third quarter" or "first half", and the index after the words."""
    letter = tokens[index].text.upper()
    if letter in _PART_MONTHS:
        digit = tokens[index + 1].text
        if digit not in ("1", "2", "3", "4") or not tokens.joined(index + 1):
            return None
        months = _part_months(letter, int(digit))
        return (months, index + 2) if months is not None else None
    word = _ordinal_word(tokens, index)
    number, after = word if word is not None else (None, index + 1)
    if tokens[index].kind == "ordinal":
        number = _day_at(tokens, index)
    after = _skip(tokens, after, "-")
    letter = {"quarter": "Q", "half": "H"}.get(tokens[after].low, "")
    months = _part_months(letter, number) if letter and number is not None else None
    return (months, after + 1) if months is not None else None


def _part_months(letter: str, number: int) -> tuple[int, int] | None:
    """First and last month of the quarter (``Q``) or half (``H``) ``number``."""
    size = _PART_MONTHS[letter]
    return (number * size - size + 1, number * size) if number * size <= 12 else None


def _fiscal(tokens: Tokens, index: int) -> Point | None:
    """ "fiscal 2020", "fiscal year 2020", "FY2020"."""
    if tokens[index].low not in ("fiscal", "fy"):
        return None
    after = _skip(tokens, index + 1, "year")
    year = _year_at(tokens, after)
    return Point(index, after + 1, year=year, fiscal=True) if year is not None else None


def _year(tokens: Tokens, index: int) -> Point | None:
    year = _year_at(tokens, index)
    if year is None:
        return None
    mark = index + 1
    mark = index + 2 if tokens[mark].text == "-" and tokens.joined(mark) and tokens.joined(mark + 1) else mark
    if tokens[mark].text.upper() in _PART_MONTHS:
        part = _part_number(tokens, mark)
        if part is not None:
            return Point(index, part[1], year=year, months=part[0])
    return Point(index, index + 1, year=year)


def _day_word(tokens: Tokens, index: int) -> Point | None:
    """ "today", "yesterday", "tomorrow morning"."""
    table = tables()
    shift = table["day_words"].get(tokens[index].low)
    if shift is None:
        return None
    return Point(index, _skip(tokens, index + 1, *table["day_parts"]), unit="day", shift=shift)


def _ago(tokens: Tokens, index: int) -> Point | None:
    """ "two days ago", "three weeks ago"."""
    token, table = tokens[index], tables()
    number = table["numbers"].get(token.low)
    if token.kind == "number" and len(token.text) < 4:
        number = int(token.text)
    unit = tokens[index + 1].low.rstrip("s")
    if number is None or unit not in ("day", "week", "month", "year") or tokens[index + 2].low != "ago":
        return None
    surface = f"{number} {unit}{'s' if number != 1 else ''} ago"
    return Point(index, index + 3, unit="ago", surface=surface)


# --- ranges and lists -------------------------------------------------------------------------------------------------


def _days_of_month(tokens: Tokens, index: int) -> Stretch | None:
    """ "3-7 June 2019", "between 3 and 12 of September"."""
    first = _day_at(tokens, index)
    if first is None:
        return None
    joiner, after = _joiner(tokens, Point(index, index + 1, day=first))
    last = _day_first(tokens, after) if joiner else None
    if last is None or last.day is None or last.month is None or not first < last.day:
        return None
    return Stretch(Point(index, index + 1, month=last.month, day=first, year=last.year), last)


def _slashed_days(tokens: Tokens, index: int) -> Stretch | None:
    """ "10/1-11/2/2017", "5/1 to 5/7, 2020": month and day with a slash, the year only at the end."""
    begin = _slashed_day(tokens, index)
    if begin is None or (tokens[index - 1].text in ("/", "-", ".", "$") and tokens.joined(index)):
        return None
    joiner, after = _joiner(tokens, begin)
    end = _slashed_end(tokens, after) if joiner else None
    return Stretch(_inherit(begin, end), end) if end is not None else None


def _slashed_day(tokens: Tokens, index: int) -> Point | None:
    month, day = tokens[index], tokens[index + 2]
    tight = tokens[index + 1].text == "/" and tokens.joined(index + 1) and tokens.joined(index + 2)
    if not tight or month.kind != "number" or day.kind != "number" or max(len(month.text), len(day.text)) > 2:
        return None
    numbers = int(month.text), int(day.text)
    good = 1 <= numbers[0] <= 12 and numbers[1] >= 1 and _valid_day(numbers[1], numbers[0])
    return Point(index, index + 3, month=numbers[0], day=numbers[1]) if good else None


def _slashed_end(tokens: Tokens, index: int) -> Point | None:
    if tokens[index].kind == "numeric":
        parts = tokens[index].text.split("/")
        whole = len(parts) == 3 and len(parts[2]) == 4 and all(part.isdigit() for part in parts)
        month, day, year = [int(part) for part in parts] if whole else (0, 0, 0)
        good = 1 <= month <= 12 and day >= 1 and _valid_day(day, month)
        return Point(index, index + 1, year=year, month=month, day=day) if good else None
    end = _slashed_day(tokens, index)
    year_at = _year_at(tokens, _skip(tokens, end.last, ",")) if end is not None else None
    return replace(end, last=_skip(tokens, end.last, ",") + 1, year=year_at) if end is not None and year_at else None


def _stretch(tokens: Tokens, begin: Point) -> Stretch | None:
    """``begin`` with the second end of a range, where the words tie them."""
    if begin.unit != "date" or begin.anchor in ("that", "before", "after") or begin.year_shift is not None:
        return None
    joiner, after = _joiner(tokens, begin)
    if not joiner:
        return None
    end = _range_end(tokens, begin, after)
    if end is None or not _fits(begin, end, joiner):
        return None
    return Stretch(_inherit(begin, end), end)


def _joiner(tokens: Tokens, begin: Point) -> tuple[str, int]:
    """The word or mark that joins two ends ("" for none) and the index after it."""
    index = begin.last
    opener = _opener(tokens, begin.first - 1)
    token = tokens[index]
    if token.text == "," and tokens[index + 1].low == "and" and opener == "between":
        return "and", index + 2
    if token.low == "and" and opener == "between":
        return "and", index + 1
    if token.text == "," and tokens[index + 1].low in ("through", "to"):
        index, token = index + 1, tokens[index + 1]
    if token.low in tables()["range_words"]:
        tied = opener in ("from", "between") or token.low != "until"
        return (token.low, index + 1) if tied else ("", index)
    if token.text in ("-", "–", "−", "~", "‑", "‒"):
        return "-", index + 1
    if token.text == "/" and begin.bare_year and len(tokens[index + 1].text) == 2:
        return "-", index + 1
    return "", index


def _opener(tokens: Tokens, index: int) -> str:
    """The word that opens a range whose first end starts after ``index``, past "the end of" and the like."""
    if tokens[index].low == "of" and tokens[index - 1].low in _PARTS:
        index -= 2
    return tokens[index - 1 if tokens[index].low == "the" else index].low


def _range_end(tokens: Tokens, begin: Point, index: int) -> Point | None:
    start = index
    index = _skip(tokens, index, "the", "early", "late", "mid")
    index = _skip(tokens, index, "-") if index > start else index
    if tokens[index].low in _PARTS and tokens[index + 1].low == "of":
        index += 2
    short = _short_end(tokens, begin, index)
    if short is not None:
        return replace(short, first=start)
    for rule in _END_RULES:
        found = rule(tokens, index)
        if found is not None and found.unit == "date":
            return replace(found, first=start)
    if tokens[index].kind == "numeric":
        return Point(start, index + 1, surface=tokens[index].text)
    return _day_word(tokens, index)


def _short_end(tokens: Tokens, begin: Point, index: int) -> Point | None:
    """ "June 3-7, 2019" and "2012-14": the second end borrows the month or the century of the first."""
    token = tokens[index]
    if begin.day and begin.month:
        day = _day_at(tokens, index)
        own_month = _month_at(tokens, _skip(tokens, index + 1, "of")) is not None
        length = tokens[index + 1].low in _LENGTHS
        if day is not None and not own_month and not length and day > begin.day and _valid_day(day, begin.month):
            return _with_year(tokens, Point(index, index + 1, month=begin.month, day=day, year=begin.year))
    two_digits = token.kind == "number" and len(token.text) == 2 and tokens.joined(index)
    if begin.year is not None and not begin.month and not begin.months and two_digits:
        year = begin.year - begin.year % 100 + int(token.text)
        if year > begin.year and not (tokens[index + 1].text in ("-", "/") and tokens.joined(index + 1)):
            return Point(index, index + 1, year=year)
    return None


def _fits(begin: Point, end: Point, joiner: str) -> bool:
    """Whether two ends can be one range: a dash or a plain "to" joins only dates of one precision or in order."""
    if end.unit == "day":
        return joiner not in ("-", "until", "till") and (begin.year is not None or bool(begin.surface))
    if begin.surface or end.surface:
        return bool(begin.surface or begin.day) and bool(end.surface or end.day)
    if begin.year is not None and end.year is not None:
        return (begin.year, begin.month or 0, begin.day or 0) <= (end.year, end.month or 12, end.day or 31) and not (
            joiner == "-" and bool(begin.month) != bool(end.month)
        )
    if begin.bare_year or end.bare_year:
        return False
    return bool(begin.day) == bool(end.day) or joiner != "-" or end.year is not None


def _inherit(begin: Point, end: Point) -> Point:
    if begin.year is not None or end.year is None or begin.month is None or begin.anchor:
        return begin
    later = (begin.month, begin.day or 0) > (end.month or 12, end.day or 31)
    return replace(begin, year=end.year - 1 if later else end.year)


def _list(tokens: Tokens, point: Point) -> Iterator[Point]:
    """ "June 3 and 4, 2019", "in June and July 2019": every member is a date, the year of the last serves all."""
    members = [point]
    while len(members) < 8 and members[-1].year is None:
        following = _list_member(tokens, members[-1])
        if following is None:
            break
        members.append(following)
    year = members[-1].year
    for member in members:
        yield member if member.year is not None or year is None else replace(member, year=year)


def _list_member(tokens: Tokens, before: Point) -> Point | None:
    index = before.last
    joined = _skip(tokens, _skip(tokens, index, ","), "and", "or", "&")
    if joined == index:
        return None
    day = _day_at(tokens, joined)
    if day is not None and before.day and _closes(tokens, joined + 1) and _valid_day(day, before.month or 1):
        return _with_year(tokens, Point(joined, joined + 1, month=before.month, day=day))
    found = _month_first(tokens, joined) or _day_first(tokens, joined)
    return found if found is not None and bool(found.day) == bool(before.day) else None


def _closes(tokens: Tokens, index: int) -> bool:
    """Whether a bare number before ``index`` can only be a day: a year, a mark or the end follows."""
    token: Token = tokens[index]
    return token.kind in ("none", "break", "mark") or token.low in ("and", "or") or _year_at(tokens, index) is not None


_RULES = (
    _weekday_led, _modified, _anchored, _day_first, _month_first, _season, _quarter, _fiscal, _year, _day_word, _ago,
    _years_on,
)  # fmt: skip
_END_RULES = (_weekday_led, _day_first, _month_first, _season, _quarter, _fiscal, _year)

"""Which cases of Recognizers-Text's DateTime suite are newsroom dates, and when a reading of one is right.

The selection looks only at what a case expects, never at what a reader finds. A case is left out, under the first of
these reasons that fits:

* ``nothing expected``: the case names no entity of any kind;
* ``times, durations, sets``: some entity is neither a ``date`` nor a ``daterange``;
* ``no year in the words`` ("22/04", "May"), or no single reading of it ("11/12/35");
* ``needs the date published``: an end of a range is "today", "now", "next Friday", "this May";
* ``no calendar unit``: weeks, weekends, decades, school years, and days counted from another date ("2 weeks before
  May 13"), which have no value in this project's records (docs/dates.md);
* ``part of a name``: a file name or a web address, where the date touches a letter, digit, hyphen, slash or
  underscore.

"After 2018", "by January 1, 2010", "the end of 2000" name a date: the date named is what is compared, as in the
annotation guide. Ranges are compared by the days that they cover; Recognizers leaves out the last day (or month, or
year) of "between 2007 and 2009", newsrooms count it in, so both are right.
"""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import Any

Days = tuple[date, date, date]
"""First day, first day of the last unit, and the day after the last one."""

_YEAR = re.compile(r"(?<!\d)\d{4}(?!\d)|[-/.]\d\d$")
_RELATIVE = re.compile(r"\b(?:this|next|last|today|yesterday|tomorrow|now|current)\b(?! (?:day|week)s? of)")
_NO_UNIT = re.compile(r"\b(?:weeks?|weekends?|days?|months?|school year)\b|\d{4} ?s\b")
_POINT = re.compile(r"\d{4}(?:-\d\d(?:-\d\d)?)?$")


def why_left_out(case: dict[str, Any]) -> str | None:
    """The reason for which a case is left out, ``None`` if it counts."""
    entities = case["expected"]
    if not entities:
        return "nothing expected"
    if any(entity["type"] not in ("datetimeV2.date", "datetimeV2.daterange") for entity in entities):
        return "times, durations, sets"
    if not all(_YEAR.search(entity["text"]) and len(_values(entity)) == 1 for entity in entities):
        return "no year in the words"
    if any(_NO_UNIT.search(entity["text"]) for entity in entities):
        return "no calendar unit"
    if any(_RELATIVE.search(entity["text"]) for entity in entities):
        return "needs the date published"
    if any(_in_name(case["text"], entity) for entity in entities):
        return "part of a name"
    return None


def _values(entity: dict[str, Any]) -> list[dict[str, Any]]:
    return (entity.get("value") or {}).get("values") or []


def _in_name(text: str, entity: dict[str, Any]) -> bool:
    around = text[max(entity["start"] - 1, 0) : entity["start"]] + text[entity["end"] : entity["end"] + 1]
    return bool(re.search(r"[\w/_-]", around))


def expected_days(case: dict[str, Any]) -> list[Days]:
    """The days that the entities of a case cover, in their order."""
    return [_days_of(_values(entity)[0]) for entity in case["expected"]]


def _days_of(value: dict[str, Any]) -> Days:
    if _POINT.match(value["timex"]):
        return days(value["timex"])
    first, last = date.fromisoformat(value["start"]), date.fromisoformat(value["end"])
    return first, last, last


def days(edtf: str) -> Days:
    """The days that an EDTF value covers."""
    first, last = edtf.split("/")[0], edtf.split("/")[-1]
    return _start(first), _start(last), _after(last)


def _start(point: str) -> date:
    parts = [int(part) for part in point.split("-")]
    return date(*[*parts, 1, 1][:3])


def _after(point: str) -> date:
    start = _start(point)
    if len(point) == 10:
        return start + timedelta(days=1)
    months = start.year * 12 + start.month + (0 if len(point) == 7 else 11)
    return date(months // 12, months % 12 + 1, 1)


def same_days(wanted: Days, found: Days) -> bool:
    """Whether two readings cover the same days, the last unit of a range counted in or not."""
    return wanted[0] == found[0] and bool({wanted[1], wanted[2]} & {found[1], found[2]})

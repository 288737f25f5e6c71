"""The one place where dateparser is used: it reads short spans that the grammar has cut.

It is asked only for dates in joined parts (``10/25/2016``) and for distances from the document's date (``two days
ago``), which it reads well; it is handed the language, the reference date and the order of day and month. Written dates
keep the precision that their tokens have, which dateparser would fill up (``March 2021`` becomes a day), so they never
reach it.
"""

from __future__ import annotations

import re
from datetime import date, datetime, time
from functools import lru_cache
from typing import Any, Literal

Order = Literal["MDY", "DMY"]
_DIGITS = re.compile(r"\d+")


@lru_cache(maxsize=8)
def _parser(order: Order) -> Any:
    from dateparser.date import DateDataParser

    settings = {"DATE_ORDER": order, "RETURN_AS_TIMEZONE_AWARE": False, "RELATIVE_BASE": datetime(2000, 1, 1, 12)}
    return DateDataParser(languages=["en"], settings=settings)


@lru_cache(maxsize=8)
def _based_parser(base: date) -> Any:
    from dateparser.date import DateDataParser

    settings = {"RELATIVE_BASE": datetime.combine(base, time(12)), "RETURN_AS_TIMEZONE_AWARE": False}
    return DateDataParser(languages=["en"], settings=settings)


@lru_cache(maxsize=4096)
def read_numeric(surface: str, order: Order = "MDY") -> date | None:
    """A date in three joined parts (``10/25/2016``, ``23-Sep-2020``) as a day; ``None`` where no calendar has it.

    A year that comes first settles the order, and so does a part above 12; else ``order`` does. A year of two digits
    lies between 1940 and 2039.
    """
    if len(surface) > 12:
        return None
    found = _parser(order).get_date_data(surface)
    if found.date_obj is None or found.period != "day":
        return None
    day: date = found.date_obj.date()
    if not _same_digits(surface, day):
        return None
    return day.replace(year=day.year - 100) if day.year > 2039 and str(day.year) not in surface else day


def _same_digits(surface: str, day: date) -> bool:
    """Whether the numbers written are those of ``day``: dateparser repairs impossible dates, it should refuse them."""
    written = sorted(int(part) for part in _DIGITS.findall(surface))
    wanted = [day.month, day.day] if len(written) == 3 else [day.day]
    return written in (sorted([day.year, *wanted]), sorted([day.year % 100, *wanted]))


@lru_cache(maxsize=4096)
def read_distance(surface: str, base: date) -> tuple[date, str] | None:
    """A distance such as ``2 days ago`` from ``base``: the day it lands on and the unit that the words have."""
    found = _based_parser(base).get_date_data(surface)
    if found.date_obj is None:
        return None
    return found.date_obj.date(), str(found.period)

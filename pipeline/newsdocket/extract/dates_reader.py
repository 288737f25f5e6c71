"""The one place where dateparser is used: it reads short spans that the grammar has cut.

It is asked only for numeric dates (``10/25/2016``) and for distances from the document's date (``two weeks ago``), which it
reads well; it is handed the language, the reference date and the order of day and month. Written dates keep the precision
that their tokens have, which dateparser would fill up (``March 2021`` becomes a day), so they never reach it.
"""

from __future__ import annotations

from datetime import date, datetime, time
from functools import lru_cache
from typing import Any, Literal

Order = Literal["MDY", "DMY"]


@lru_cache(maxsize=8)
def _parser(order: Order) -> Any:
    from dateparser.date import DateDataParser

    settings = {"DATE_ORDER": order, "RETURN_AS_TIMEZONE_AWARE": False, "STRICT_PARSING": False, "RELATIVE_BASE": datetime(2000, 1, 1, 12)}
    return DateDataParser(languages=["en"], settings=settings)


@lru_cache(maxsize=8)
def _based_parser(base: date) -> Any:
    from dateparser.date import DateDataParser

    settings = {"RELATIVE_BASE": datetime.combine(base, time(12)), "RETURN_AS_TIMEZONE_AWARE": False}
    return DateDataParser(languages=["en"], settings=settings)


@lru_cache(maxsize=4096)
def read_numeric(surface: str, order: Order = "MDY") -> date | None:
    """A numeric date of three parts as a day; ``None`` where no calendar has it.

    A year that comes first settles the order; two parts of which one exceeds 12 settle it too; otherwise ``order`` does.
    """
    if len(surface) > 10:
        return None
    found = _parser(order).get_date_data(surface)
    if found.date_obj is None or found.period != "day":
        return None
    day: date = found.date_obj.date()
    return day if _same_digits(surface, day) else None


def _same_digits(surface: str, day: date) -> bool:
    """Whether the numbers written are those of ``day`` (dateparser repairs impossible dates instead of refusing them)."""
    parts = sorted(int(part) for part in surface.replace("/", "-").replace(".", "-").split("-"))
    return parts in (sorted((day.year, day.month, day.day)), sorted((day.year % 100, day.month, day.day)))


@lru_cache(maxsize=4096)
def read_distance(surface: str, base: date) -> tuple[date, str] | None:
    """A distance such as ``2 days ago`` from ``base``: the day it lands on and the unit that the words have."""
    found = _based_parser(base).get_date_data(surface)
    if found.date_obj is None:
        return None
    return found.date_obj.date(), str(found.period)

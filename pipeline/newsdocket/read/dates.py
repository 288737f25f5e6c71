"""Dates of articles as sources write them, made ISO days. Dates inside the article's sentences are not read here."""

from __future__ import annotations

import re
from datetime import date, datetime
from email.utils import parsedate_to_datetime

_MONTH = (
    "(?:Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?"
    "|Sept?(?:ember)?|Oct(?:ober)?|Nov(?:ember)?|Dec(?:ember)?)"
)
DAY_PATTERN = (
    rf"(?:{_MONTH}\.? \d{{1,2}}(?:st|nd|rd|th)?,? \d{{4}}"
    rf"|\d{{1,2}}(?:st|nd|rd|th)? {_MONTH}\.?,? \d{{4}}"
    r"|\d{4}[-/.]\d{1,2}[-/.]\d{1,2}|\d{1,2}[-/.]\d{1,2}[-/.]\d{4})"
)
"""A full day in words or figures, as a regular expression without groups (to be used with ``re.IGNORECASE``)."""

_ISO = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?!\d)")
_COMPACT = re.compile(r"(\d{4})(\d{2})(\d{2})(?!\d)")
_MONTH_FIRST = re.compile(rf"({_MONTH})\.? (\d{{1,2}})(?:st|nd|rd|th)?,? (\d{{4}})(?!\d)", re.IGNORECASE)
_DAY_FIRST = re.compile(rf"(?<!\d)(\d{{1,2}})(?:st|nd|rd|th)? ({_MONTH})\.?,? (\d{{4}})(?!\d)", re.IGNORECASE)
_FIGURES = re.compile(r"(?<!\d)(\d{1,2})[-/.](\d{1,2})[-/.](\d{4})(?!\d)")
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d{2}(?!\d)")


def iso_day(value: str | None) -> str | None:
    """``value`` as ``YYYY-MM-DD``: ISO days and times, English dates, mail and feed dates. ``None`` when it names no
    single day for certain; "04/05/2026" may be two days and gives ``None``. The day is the one written, whatever the
    time zone."""
    text = " ".join((value or "").split())
    if not text or len(text) > 100:
        return None
    for reader in (_iso, _compact, _words, _figures, _mail, _other):
        day = reader(text)
        if day is not None:
            return day.isoformat()
    return None


def find_day(line: str) -> str | None:
    """The ISO day that the first full date in ``line`` names, or ``None``."""
    found = re.search(DAY_PATTERN, line, re.IGNORECASE)
    return iso_day(found[0]) if found else None


def _day(year: str, month: int, day: str) -> date | None:
    try:
        found = date(int(year), month, int(day))
    except ValueError:
        return None
    return found if found.year >= 1600 else None


def _iso(text: str) -> date | None:
    found = _ISO.match(text)
    return _day(found[1], int(found[2]), found[3]) if found else None


def _compact(text: str) -> date | None:
    found = _COMPACT.match(text)
    return _day(found[1], int(found[2]), found[3]) if found else None


def _words(text: str) -> date | None:
    if found := _MONTH_FIRST.search(text):
        return _day(found[3], _month(found[1]), found[2])
    if found := _DAY_FIRST.search(text):
        return _day(found[3], _month(found[2]), found[1])
    return None


def _month(name: str) -> int:
    return ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec").index(
        name[:3].lower()
    ) + 1


def _figures(text: str) -> date | None:
    found = _FIGURES.search(text)
    if found is None:
        return None
    first, second = int(found[1]), int(found[2])
    if first > 12 or first == second:
        return _day(found[3], second, found[1])
    return _day(found[3], first, found[2]) if second > 12 else None


def _mail(text: str) -> date | None:
    try:
        return parsedate_to_datetime(text).date()
    except (TypeError, ValueError, IndexError):
        return None


def _other(text: str) -> date | None:
    """What is left, by dateparser: absolute dates with a four-digit year, a month in words and every part present."""
    if not _YEAR.search(text) or not re.search(_MONTH, text, re.IGNORECASE):
        return None
    import dateparser

    found: datetime | None = dateparser.parse(
        text,
        languages=["en"],
        settings={"PARSERS": ["absolute-time"], "REQUIRE_PARTS": ["day", "month", "year"], "STRICT_PARSING": True},
    )
    return found.date() if found else None

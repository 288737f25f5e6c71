"""Every row of the guard table stops its examples and lets its near misses pass."""

from __future__ import annotations

from datetime import date

import pytest

from newsdocket.extract.dates import find_dates
from newsdocket.extract.dates_guards import Guard, guards
from newsdocket.extract.dates_reader import read_distance, read_numeric

EXAMPLES = [(guard, text) for guard in guards() for text in guard.examples]
NEAR_MISSES = [(guard, text) for guard in guards() for text in guard.near_misses]


def _name(value: object) -> str:
    return value.name if isinstance(value, Guard) else str(value)


@pytest.mark.parametrize(("guard", "text"), EXAMPLES, ids=_name)
def test_guard_stops_its_examples(guard: Guard, text: str) -> None:
    assert find_dates(text, published="2024-04-17") == []


@pytest.mark.parametrize(("guard", "text"), NEAR_MISSES, ids=_name)
def test_guard_lets_its_near_misses_pass(guard: Guard, text: str) -> None:
    assert len(find_dates(text, published="2024-04-17")) == 1


def test_guard_names_are_unique() -> None:
    names = [guard.name for guard in guards()]
    assert len(set(names)) == len(names)


@pytest.mark.parametrize(
    ("surface", "day"),
    [
        ("10/25/2016", date(2016, 10, 25)),
        ("25/10/2016", date(2016, 10, 25)),
        ("03/05/2016", date(2016, 3, 5)),
        ("2016/10/25", date(2016, 10, 25)),
        ("3/18/84", date(1984, 3, 18)),
        ("3/18/40", date(1940, 3, 18)),
        ("23-Sep-2020", date(2020, 9, 23)),
        ("31/02/2016", None),
        ("13/13/2016", None),
        ("0/0/2016", None),
    ],
)
def test_numeric_dates_are_read_as_written_or_not_at_all(surface: str, day: date | None) -> None:
    assert read_numeric(surface) == day


def test_the_order_of_day_and_month_can_be_turned() -> None:
    assert read_numeric("03/05/2016", "DMY") == date(2016, 5, 3)


def test_distances_are_read_from_the_base_with_their_unit() -> None:
    assert read_distance("2 days ago", date(2024, 3, 1)) == (date(2024, 2, 28), "day")
    assert read_distance("2 weeks ago", date(2024, 3, 1)) == (date(2024, 2, 16), "week")

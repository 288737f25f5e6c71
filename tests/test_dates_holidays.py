"""Holidays with a year, and ranges of days in digits."""

from __future__ import annotations

from datetime import date

import pytest
from dateutil.easter import easter
from hypothesis import given
from hypothesis import strategies as st

from newsdocket.extract.dates import find_dates
from newsdocket.extract.dates_holidays import easter_sunday, holidays

EXAMPLES = [example for holiday in holidays() for example in holiday.examples]
NEAR_MISSES = [text for holiday in holidays() for text in holiday.near_misses]


@pytest.mark.parametrize(("text", "value"), EXAMPLES)
def test_a_holiday_with_its_year_is_a_day(text: str, value: str) -> None:
    assert [span.value for span in find_dates(text, published="2024-04-17")] == [value]


@pytest.mark.parametrize("text", NEAR_MISSES)
def test_words_beside_a_holiday_are_no_day(text: str) -> None:
    assert all(len(span.value or "") < 10 for span in find_dates(text))


@given(st.integers(1700, 2199))
def test_easter_agrees_with_an_independent_calendar(year: int) -> None:
    assert easter_sunday(year) == easter(year)


@given(st.integers(1700, 2199))
def test_every_holiday_has_a_day_in_every_year(year: int) -> None:
    assert all(isinstance(holiday.of(year), date) for holiday in holidays())


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("The fair ran 10/1-11/2/2017 in town.", "2017-10-01/2017-11-02"),
        ("The fair ran from 5/1 to 5/7, 2020.", "2020-05-01/2020-05-07"),
        ("Rates from 12/20-1/5/2021 doubled.", "2020-12-20/2021-01-05"),
        ("Stamped 2020/23/Sep by the clerk.", "2020-09-23"),
    ],
)
def test_days_in_digits_share_the_year_at_the_end(text: str, value: str) -> None:
    assert [span.value for span in find_dates(text)] == [value]


@pytest.mark.parametrize("text", ["She scored 9/10-10/10 in the test.", "It stays open 24/7-11/2 all year."])
def test_fractions_are_no_days(text: str) -> None:
    assert find_dates(text, published="2024-04-17") == []

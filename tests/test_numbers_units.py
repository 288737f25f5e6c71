"""The adapter to quantulum3: what it may answer, and its known defects kept out."""

from __future__ import annotations

from decimal import Decimal

import pytest

from newsdocket.extract.units import read_measure


@pytest.mark.parametrize(
    ("span", "value", "unit"),
    [
        ("300TB", "300", "terabyte"),
        ("12 terabytes", "12", "terabyte"),
        ("1,200 square feet", "1200", "square foot"),
        ("half a million acres", "500000", "acre"),
        ("1.5 million gallons", "1500000", "gallon"),
        ("64 kilobits", "64", "kilobit"),
    ],
)
def test_physical_units(span: str, value: str, unit: str) -> None:
    measure = read_measure(span)
    assert measure is not None
    assert (measure.value, measure.unit) == (Decimal(value), unit)


DEFECTS = [
    "17 U.S.C.",  # atomic masses and coulombs
    "25-cv-01234",  # the speed of light
    "5 pm",  # picometres
    "8 a.m.",  # attometres
    "2,500 per track",  # tons of refrigeration
    "£3m",  # metres
    "$6.04bn",  # bits and newtons
    "86 million songs",
    "12 percentage points",
    "two in",
    "three people",
    "2023",
]


@pytest.mark.parametrize("span", DEFECTS)
def test_defects_are_kept_out(span: str) -> None:
    assert read_measure(span) is None


def test_numbers_are_exact_decimals() -> None:
    measure = read_measure("0.1 kilometres")
    assert measure is not None
    assert measure.value == Decimal("0.1")

"""The number grammar: digits, magnitudes, words, fractions, vague plurals, plain numbers."""

from __future__ import annotations

import doctest
from decimal import Decimal
from pathlib import Path
from types import ModuleType

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from newsdocket.check import arithmetic
from newsdocket.extract import counts, money, numbers, units
from newsdocket.extract.numbers import lex, numeral_at, read_number
from newsdocket.extract.plain_numbers import read_all

EXACT = [
    ("4", "4"),
    ("1,234,567.89", "1234567.89"),
    ("1,25,00,000", "12500000"),
    ("60 000", "60000"),
    ("2.500.000", "2500000"),
    ("2,5 million", "2500000"),
    ("3.4m", "3400000"),
    ("3.4bn", "3400000000"),
    ("7k", "7000"),
    ("12-million", "12000000"),
    ("40 lakh", "4000000"),
    ("two lakh crore", "2000000000000"),
    ("nineteen", "19"),
    ("sixty-three", "63"),
    ("four hundred and eleven", "411"),
    ("a hundred thousand", "100000"),
    ("two hundred thousand", "200000"),
    ("six thousand and five", "6005"),
    ("one and a half million", "1500000"),
    ("3½", "3.5"),
    ("2 3/4 million", "2750000"),
    ("half a billion", "500000000"),
    ("a quarter of a million", "250000"),
    ("three quarters of a million", "750000"),
    ("a dozen", "12"),
    ("half a dozen", "6"),
    ("two dozen", "24"),
    ("three score", "60"),
]

VAGUE = [
    ("dozens", 24),
    ("hundreds", 200),
    ("thousands", 2000),
    ("tens of thousands", 20000),
    ("hundreds of millions", 200000000),
    ("multi-million", 2000000),
    ("multibillion", 2000000000),
    ("several hundred", 200),
]


@pytest.mark.parametrize(("text", "value"), EXACT)
def test_exact_numbers(text: str, value: str) -> None:
    tokens = lex(text)
    number = numeral_at(tokens, 0)
    assert number is not None
    assert number.value == Decimal(value)
    assert (number.start, number.end) == (0, len(text))


@pytest.mark.parametrize(("text", "low"), VAGUE)
def test_vague_numbers_give_a_lower_bound(text: str, low: int) -> None:
    number = numeral_at(lex(text), 0)
    assert number is not None
    assert number.value is None
    assert number.low == low


@pytest.mark.parametrize(
    ("text", "unit"),
    [("1.1 billion", "100000000"), ("$322", "1"), ("16.40", "0.01"), ("forty million", "1000000"), ("12", "1")],
)
def test_quantum_is_the_unit_of_the_last_stated_digit(text: str, unit: str) -> None:
    tokens = lex(text.lstrip("$"))
    number = numeral_at(tokens, 0)
    assert number is not None
    assert number.quantum == Decimal(unit)


@pytest.mark.parametrize("text", ["song", "a song", "the score", "and", "of", "an hour", "few people"])
def test_words_that_are_no_numbers(text: str) -> None:
    number = numeral_at(lex(text), 0)
    assert number is None or number.bare


def test_numbers_do_not_cross_a_line_break() -> None:
    tokens = lex("twenty\nfive")
    number = numeral_at(tokens, 0)
    assert number is not None
    assert number.value == 20


PLAIN = [
    ("minus six point five", "-6.5"),
    ("eight hundred point twenty-five", "800.25"),
    ("five eighths", "0.625"),
    ("seven and three fifths", "7.6"),
    ("one over eight", "0.125"),
    ("4 1/2", "4.5"),
    ("3.5e+6", "3500000"),
    ("6 thousand 2 hundred and 14", "6214"),
    ("four billion and a half million", "4000500000"),
    ("1,7", "1.7"),
    ("5 out of 8", "0.625"),
    ("three dozens", "36"),
]


@pytest.mark.parametrize(("text", "value"), PLAIN)
def test_plain_numbers(text: str, value: str) -> None:
    assert read_number(text) == Decimal(value)


@pytest.mark.parametrize("text", ["a 35km road", "this one", "nothing here", "the 80.5ml flask", ""])
def test_plain_numbers_leave_units_and_pronouns(text: str) -> None:
    assert read_number(text) is None


def test_lists_of_numbers_stay_apart() -> None:
    assert [number.value for number in read_all("Nos. 11,13,17,19.")] == [11, 13, 17, 19]


@pytest.mark.parametrize(
    "piece", ["twenty-", "million ", "and three fifths ", "point one ", "hundred ", "half a ", "0^-1 "]
)
def test_hard_texts_are_read(piece: str) -> None:
    assert isinstance(read_all(piece * 3000), list)


@given(st.integers(min_value=0, max_value=10**13))
def test_grouped_digits_read_back(value: int) -> None:
    number = numeral_at(lex(f"{value:,}"), 0)
    assert number is not None
    assert number.value == value


@settings(max_examples=200)
@given(st.text(alphabet="0123456789.,/- kmbn½½$€andoftwhireuslxy\n", max_size=60))
def test_tokens_and_numbers_are_grounded(text: str) -> None:
    tokens = lex(text)
    assert all(text[token.start : token.end] == token.text for token in tokens)
    for i in range(len(tokens)):
        number = numeral_at(tokens, i, letters=True)
        if number is not None:
            assert i < number.stop <= len(tokens)
            assert (number.value is None) != (number.low is None)


@pytest.mark.parametrize("module", [numbers, money, counts, units, arithmetic], ids=lambda module: module.__name__)
def test_documented_examples_run(module: ModuleType) -> None:
    result = doctest.testmod(module)
    assert result.attempted
    assert not result.failed


def test_the_guides_examples_run() -> None:
    guide = Path(__file__).parent.parent / "docs" / "numbers.md"
    result = doctest.testfile(str(guide), module_relative=False)
    assert result.attempted
    assert not result.failed

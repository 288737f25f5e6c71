"""Every example of the tables of currencies and of count words is read, no near miss is."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from newsdocket.extract.counts import find_counts
from newsdocket.extract.money import find_money
from newsdocket.packaged import packaged_json

CURRENCIES: list[dict[str, Any]] = packaged_json("extract/data/currencies.json")["examples"]
COUNT_WORDS: dict[str, Any] = packaged_json("extract/data/count_words.json")
LISTS: list[dict[str, Any]] = COUNT_WORDS["examples"]


@pytest.mark.parametrize("row", CURRENCIES, ids=[row["code"] for row in CURRENCIES])
def test_a_currency_is_read_in_its_example_and_not_in_its_near_misses(row: dict[str, Any]) -> None:
    assert [money.currency for money in find_money(row["text"])] == [row["code"]]
    assert [find_money(text) for text in row["near_misses"]] == [[] for _ in row["near_misses"]]


@pytest.mark.parametrize("row", LISTS, ids=[row["list"] for row in LISTS])
def test_a_word_list_does_its_work_in_its_example(row: dict[str, Any]) -> None:
    wanted = [(Decimal(value), item) for value, item in row["counts"]]
    assert [(count.value, count.item) for count in find_counts(row["text"])] == wanted
    assert [find_counts(text) for text in row["near_misses"]] == [[] for _ in row["near_misses"]]


def test_every_example_names_a_list_of_the_table() -> None:
    assert {row["list"] for row in LISTS} <= set(COUNT_WORDS)

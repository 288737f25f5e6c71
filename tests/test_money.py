"""Amounts of money in newsroom English."""

from __future__ import annotations

import itertools
import time
from decimal import Decimal

import pytest
import spacy
from hypothesis import given, settings
from hypothesis import strategies as st

from newsdocket.extract.currencies import WORDLIKE, table
from newsdocket.extract.money import GROUP, find_money
from newsdocket.extract.spans import MoneySpan, read_group

SINGLE = [
    ("They settled for $2.5m.", "$2.5m", "2500000", "USD"),
    ("The deal was worth $1.1bn.", "$1.1bn", "1100000000", "USD"),
    ("a $50K retainer", "$50K", "50000", "USD"),
    ("a US$3.8 million claim", "US$3.8 million", "3800000", "USD"),
    ("the C$40m fund", "C$40m", "40000000", "CAD"),
    ("pay A$700,000 by May", "A$700,000", "700000", "AUD"),
    ("NZ$6.5 million", "NZ$6.5 million", "6500000", "NZD"),
    ("owed HK$9 million", "HK$9 million", "9000000", "HKD"),
    ("the levy of €14.25M", "€14.25M", "14250000", "EUR"),
    ("a bill of £3m", "£3m", "3000000", "GBP"),
    ("a Rs 500 crore scam", "Rs 500 crore", "5000000000", "INR"),
    ("fined Rs. 25,000 on Monday", "Rs. 25,000", "25000", "INR"),
    ("bribes of R$40 million", "R$40 million", "40000000", "BRL"),
    ("a fine of ₩18 billion", "₩18 billion", "18000000000", "KRW"),
    ("cost 61bn won last year", "61bn won", "61000000000", "KRW"),
    ("SEK 1.95 billion in fees", "SEK 1.95 billion", "1950000000", "SEK"),
    ("a CHF100,000 bond", "CHF100,000", "100000", "CHF"),
    ("2.5 million euros in costs", "2.5 million euros", "2500000", "EUR"),
    ("half a million dollars was gone", "half a million dollars", "500000", "USD"),
    ("three hundred million dollars", "three hundred million dollars", "300000000", "USD"),
    ("a quarter of a billion dollars", "a quarter of a billion dollars", "250000000", "USD"),
    ("nominal damages of a dollar", "a dollar", "1", "USD"),
    ("for 99 cents", "99 cents", "0.99", "USD"),
    ("bonds of $ 75 million", "$ 75 million", "75000000", "USD"),
    ("exactly $1,234,567.89 in interest", "$1,234,567.89", "1234567.89", "USD"),
    ("its $322-million judgment", "$322-million", "322000000", "USD"),
    ("said “$10 million” twice", "$10 million", "10000000", "USD"),
    ("the bond ($150,000) was met", "$150,000", "150000", "USD"),
    ("a billion-dollar verdict", "a billion-dollar", "1000000000", "USD"),
    ("sold for five grand.", "five grand", "5000", "USD"),
    ("one million Swiss francs", "one million Swiss francs", "1000000", "CHF"),
    ("47 million yuan", "47 million yuan", "47000000", "CNY"),
    ("in 2023 $5 million was paid", "$5 million", "5000000", "USD"),
    ("US$ 5 million", "US$ 5 million", "5000000", "USD"),
    ("cost thirteen dollars and forty-five cents", "thirteen dollars and forty-five cents", "13.45", "USD"),
    ("$10 million AUD", "$10 million AUD", "10000000", "AUD"),
    ("an 8 million pound fine", "8 million pound", "8000000", "GBP"),
    ("The seller wanted 75 USD million", "75 USD million", "75000000", "USD"),
]


@pytest.mark.parametrize(("text", "exact", "value", "currency"), SINGLE)
def test_single_amounts(text: str, exact: str, value: str, currency: str) -> None:
    (found,) = find_money(text)
    assert (found.text, found.value, found.currency) == (exact, Decimal(value), currency)
    assert text[found.start : found.end] == exact


RANGES = [
    ("between $3 and $4 billion", 3 * 10**9, 4 * 10**9),
    ("worth $20 to $25 million", 20 * 10**6, 25 * 10**6),
    ("a $5-10 million hole", 5 * 10**6, 10 * 10**6),
    ("20 to 25 million dollars", 20 * 10**6, 25 * 10**6),
    ("between $20 million and $25 million", 20 * 10**6, 25 * 10**6),
    ("awards ranging from $90 to $120", 90, 120),
]


@pytest.mark.parametrize(("text", "low", "high"), RANGES)
def test_ranges_share_scale_and_currency(text: str, low: int, high: int) -> None:
    (found,) = find_money(text)
    assert (found.value, found.min_value, found.max_value, found.basis) == (None, low, high, "range")


def test_a_change_is_two_amounts() -> None:
    found = find_money("The offer rose from $5 to $7 million, and the fee from $10,000 to $20,000.")
    assert [money.value for money in found] == [5000000, 7000000, 10000, 20000]


def test_neighbours_stay_apart() -> None:
    found = find_money("They paid C$4.2 million, A$1m and $5,000 and $6,000 in costs.")
    assert [(money.value, money.currency) for money in found] == [
        (4200000, "CAD"),
        (1000000, "AUD"),
        (5000, "USD"),
        (6000, "USD"),
    ]


RATES = [
    ("$2,500 per song for the files", "$2,500 per song", "song"),
    ("$750 for each work copied", "$750 for each work", "work"),
    ("$10,000 a day until it complies", "$10,000 a day", "day"),
    ("750 euros per employee", "750 euros per employee", "employee"),
    ("$1.22 per subscriber per month", "$1.22 per subscriber per month", "subscriber"),
    ("a 12-cent-a-share dividend", "12-cent-a-share", "share"),
    ("$27,500 per indecency violation", "$27,500 per indecency violation", "indecency violation"),
    ("sold at $38 a scanner, it said", "$38 a scanner", "scanner"),
    ("earns $90,000 annually", "$90,000 annually", "year"),
]


@pytest.mark.parametrize(("text", "exact", "per"), RATES)
def test_rates(text: str, exact: str, per: str) -> None:
    (found,) = find_money(text)
    assert (found.text, found.per) == (exact, per)


@pytest.mark.parametrize(
    "text",
    ["It paid $5 million a judge said was due", "sold for $3 million a year ago", "owes $5 million a court held"],
)
def test_what_follows_is_not_always_a_rate(text: str) -> None:
    (found,) = find_money(text)
    assert found.per is None


BASES = [
    ("at least $5 million", "at_least"),
    ("more than $1bn", "at_least"),
    ("up to $10,000", "at_most"),
    ("no more than €300", "at_most"),
    ("nearly $3 million", "approximate"),
    ("an estimated $40 million", "approximate"),
    ("$2 million or more", "at_least"),
    ("the sum of $3 million", "exact"),
    ("a dispute over $3 million", "exact"),
    ("over a $3 billion debt", "exact"),
]


@pytest.mark.parametrize(("text", "basis"), BASES)
def test_bounds(text: str, basis: str) -> None:
    (found,) = find_money(text)
    assert found.basis == basis
    assert found.value is not None


@pytest.mark.parametrize(
    ("text", "low"),
    [
        ("millions of dollars", 2 * 10**6),
        ("tens of millions of euros", 2 * 10**7),
        ("a multi-million dollar scheme", 2 * 10**6),
        ("billions in damages", 2 * 10**9),
    ],
)
def test_vague_sums(text: str, low: int) -> None:
    (found,) = find_money(text)
    assert (found.value, found.min_value, found.basis) == (None, low, "at_least")


def test_converted_figures_stand_alone_and_take_over_basis_and_rate() -> None:
    first, second = find_money("a fine of about R$50,000 (US$8,900) a day")
    assert (first.currency, first.per, first.basis) == ("BRL", "day", "approximate")
    assert (second.currency, second.per, second.basis) == ("USD", "day", "approximate")


LOCAL = [
    ("The Ontario court told the Toronto firm to pay $5 million.", "CAD"),
    ("The Federal Court in Sydney fined the Australian bank $12m.", "AUD"),
    ("A High Court judge in Auckland, New Zealand, set bail at $40,000.", "NZD"),
    ("Hong Kong's tribunal fined the broker $3 million.", "HKD"),
    ("A Singapore court ordered him to repay $90,000.", "SGD"),
    ("A jury in Ohio told the Canadian firm to pay $5 million.", "USD"),
    ("A jury awarded him $5 million.", "USD"),
    ("Halifax Health of Daytona Beach will pay $85 million.", "USD"),
]


@pytest.mark.parametrize(("text", "currency"), LOCAL)
def test_a_bare_dollar_follows_the_articles_country(text: str, currency: str) -> None:
    assert [money.currency for money in find_money(text)] == [currency]


def test_the_country_given_wins() -> None:
    assert find_money("a $5 fee and 20 cents", country="CA")[0].currency == "CAD"
    assert find_money("a fee of 500 pesos", country="PH")[0].currency == "PHP"


NOT_MONEY = [
    "The rapper 50 Cent testified.",
    "Two women won their appeals.",
    "He shipped 200 pounds of cocaine.",
    "Two grand juries heard it.",
    "It recovers 30 cents on the dollar.",
    "TOP 10 lawsuits of the year",
    "In 1999 the won fell.",
    "Boeing 737 jets in No. 5 hangar",
    "a P2P network and 17 U.S.C. 504",
]


@pytest.mark.parametrize("text", NOT_MONEY)
def test_not_money(text: str) -> None:
    assert find_money(text) == []


def test_every_mark_and_code_of_the_table_is_read() -> None:
    rows = table()
    for mark, unit in rows.marks.items():
        if unit.shared is None:
            assert [m.currency for m in find_money(f"paid {mark}5,000 million there")] == [unit.code], mark
    for code in sorted(rows.codes - WORDLIKE):
        assert [m.currency for m in find_money(f"paid {code} 5,000 there")] == [code], code


def test_every_name_of_the_table_is_read() -> None:
    for words, unit in table().phrases.items():
        if unit.shared is None:
            (found,) = find_money(f"paid 12 million {' '.join(words)}.")
            assert found.currency == unit.code, words


def test_component_stores_exact_spans() -> None:
    nlp = spacy.blank("en")
    nlp.add_pipe("newsdocket_money", config={"country": "AU"})
    doc = nlp("It pays $5m–$6m now.")
    items = read_group(doc, GROUP, MoneySpan)
    assert [(item.text, item.currency) for item in items] == [("$5m–$6m", "AUD")]


@settings(max_examples=150, deadline=None)
@given(st.text(alphabet="$€£¥ 0123456789.,-–()mbnkaeuroscdlt per to and\n", max_size=80))
def test_spans_are_grounded_sorted_and_apart(text: str) -> None:
    found = find_money(text)
    assert all(text[money.start : money.end] == money.text for money in found)
    assert all(a.end <= b.start for a, b in itertools.pairwise(found))
    assert all((money.value is None) != (money.min_value is None) for money in found)


@given(st.integers(min_value=1, max_value=10**12), st.sampled_from(["$", "€", "£"]))
def test_grouped_amounts_read_back(value: int, mark: str) -> None:
    (found,) = find_money(f"They paid {mark}{value:,} in costs.")
    assert found.value == value


HARD = [
    "hundred thousand ",
    "tens of ",
    "millions of ",
    "five hundred and ",
    "$ ",
    "$5 to ",
    "1 1/2 ",
    "1,1,",
    "£$€",
    "two of ",
    "between 5 and ",
    "$5-",
    "million ",
    "per per ",
    "9" * 50,
]


@pytest.mark.parametrize("piece", HARD)
def test_hard_texts_are_read_in_time(piece: str) -> None:
    text = piece * (20_000 // len(piece))
    start = time.perf_counter()
    find_money(text)
    assert time.perf_counter() - start < 5


def test_cost_is_linear() -> None:
    text = "They paid $5 million, or $2,500 per song, to 40 firms in Ohio for three years. " * 40
    find_money(text)
    small, large = _seconds(text), _seconds(text * 8)
    assert large < 8 * small * 3 + 0.05


def _seconds(text: str) -> float:
    best = 1e9
    for turn in range(3):
        fresh = f"{text} {turn}"
        start = time.perf_counter()
        find_money(fresh)
        best = min(best, time.perf_counter() - start)
    return best

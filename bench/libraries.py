"""The finders that are measured: newsdocket's own, and those of quantulum3, price-parser and dateparser.search.

Each takes a text and the date published and yields readings as tuples: money ``(value, min, max, currency, basis)``,
counts ``(value, min, max, item)``, plain numbers ``(value,)``, dates ``(EDTF,)``. ``basis`` is ``None`` for a library
that tells none; so is ``item`` ``"*"``.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from datetime import datetime
from decimal import Decimal
from typing import Any

from newsdocket.extract.counts import find_counts
from newsdocket.extract.dates import find_dates
from newsdocket.extract.money import find_money
from newsdocket.extract.plain_numbers import read_all

Key = tuple[Any, ...]
Finder = Callable[[str, str], Iterable[Key]]

CURRENCIES = {
    "dollar": "USD",
    "united states dollar": "USD",
    "cent": "USD",
    "euro": "EUR",
    "pound sterling": "GBP",
    "penny": "GBP",
    "japanese yen": "JPY",
    "swiss franc": "CHF",
    "chinese yuan": "CNY",
    "indian rupee": "INR",
    "canadian dollar": "CAD",
    "australian dollar": "AUD",
    "hong kong dollar": "HKD",
    "new zealand dollar": "NZD",
    "south african rand": "ZAR",
    "south korean won": "KRW",
}
SIGNS = {"$": "USD", "€": "EUR", "£": "GBP", "US$": "USD", "C$": "CAD", "A$": "AUD"}
SENTENCE = re.compile(r"[^.!?\n]+(?:[.!?](?!\s)[^.!?\n]*)*")


def number(value: object) -> Decimal | None:
    """A value of any library as a ``Decimal``."""
    return None if value in (None, "") else Decimal(str(value)).normalize()


def our_money(text: str, published: str) -> Iterable[Key]:
    """newsdocket's amounts."""
    return [(m.value, m.min_value, m.max_value, m.currency, m.basis) for m in find_money(text)]


def our_counts(text: str, published: str) -> Iterable[Key]:
    """newsdocket's counts."""
    return [(c.value, c.min_value, c.max_value, c.item) for c in find_counts(text)]


def our_numbers(text: str, published: str) -> Iterable[Key]:
    """newsdocket's plain numbers."""
    return [(found.value,) for found in read_all(text)]


def our_dates(text: str, published: str) -> Iterable[Key]:
    """newsdocket's dates."""
    return [(d.value,) for d in find_dates(text, published=published) if d.value]


def quantulum_money(text: str, published: str) -> Iterable[Key]:
    """quantulum3's currencies, sentence by sentence (its cost grows with the square of a text)."""
    for quantity in _quantulum(text):
        if quantity.unit.entity.name == "currency":
            scale = 100 if quantity.unit.name in ("cent", "penny") else 1
            currency = CURRENCIES.get(quantity.unit.name, quantity.unit.name)
            yield Decimal(str(quantity.value)) / scale, None, None, currency, None


def quantulum_counts(text: str, published: str) -> Iterable[Key]:
    """quantulum3's numbers without a unit (any item is accepted), percentages and data sizes."""
    for quantity in _quantulum(text):
        kind = quantity.unit.entity.name
        if quantity.unit.name == "percentage" or kind == "data storage":
            yield number(quantity.value), None, None, "percent" if kind != "data storage" else quantity.unit.name
        elif kind == "dimensionless":
            yield number(quantity.value), None, None, "*"


def quantulum_numbers(text: str, published: str) -> Iterable[Key]:
    """The numbers of all quantities that quantulum3 finds, whatever their unit."""
    for quantity in _quantulum(text, words=True):
        yield (Decimal(str(quantity.value)),)


def _quantulum(text: str, *, words: bool = False) -> Iterable[Any]:
    """Its quantities; with ``words`` also in sentences without a digit."""
    from quantulum3 import classifier, parser

    classifier.USE_CLF = False
    for sentence in SENTENCE.findall(text):
        if words or any(character.isdigit() for character in sentence):
            yield from parser.parse(sentence)


def price_parser_money(text: str, published: str) -> Iterable[Key]:
    """price-parser on each sentence: it reads one price from a string."""
    from price_parser import Price

    for sentence in SENTENCE.findall(text):
        price = Price.fromstring(sentence)
        if price.amount is not None and price.currency:
            yield number(price.amount), None, None, SIGNS.get(price.currency, price.currency), None


def dateparser_dates(text: str, published: str) -> Iterable[Key]:
    """dateparser.search, told the language and the date published. It gives days only."""
    from dateparser.search import search_dates

    base = {"RELATIVE_BASE": datetime.fromisoformat(published)}
    for _, moment in search_dates(text, languages=["en"], settings=base) or []:
        yield (moment.date().isoformat(),)


LIBRARIES: dict[str, dict[str, Finder]] = {
    "newsdocket": {"money": our_money, "counts": our_counts, "numbers": our_numbers, "dates": our_dates},
    "quantulum3": {"money": quantulum_money, "counts": quantulum_counts, "numbers": quantulum_numbers},
    "price-parser": {"money": price_parser_money},
    "dateparser.search": {"dates": dateparser_dates},
}
"""What each library reads."""


def installed(finder: Finder) -> bool:
    """Whether the library behind ``finder`` is there; loads it, so that loading is not measured."""
    try:
        list(finder("A $5 fee for 3 songs on May 5, 2020, two days ago, or 5/5/2020.", "2024-05-09"))
    except ImportError:
        return False
    return True

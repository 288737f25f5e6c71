"""Facts in words: how an amount, a count, a check or a vocabulary's word is written for people."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from newsdocket.record.models import Amount, Check, Count, Quantity, Record, decimal_string

SYMBOLS: Mapping[str, str] = {
    "USD": "$",
    "GBP": "£",
    "EUR": "€",
    "JPY": "¥",
    "INR": "₹",
    "KRW": "₩",
    "ILS": "₪",
    "NGN": "₦",
    "AUD": "A$",
    "CAD": "C$",
    "NZD": "NZ$",
    "HKD": "HK$",
    "SGD": "S$",
    "BRL": "R$",
}
"""Signs written before the number; every other currency is written by its ISO 4217 code."""

KIND_WORDS: Mapping[str, str] = {
    "claims": "Claims",
    "amounts": "Amounts",
    "parties": "Parties",
    "courts": "Courts",
    "relief": "Relief",
    "people": "People",
    "labels": "Music labels",
    "counts": "Counts",
    "dates": "Dates",
}
"""Headings of the kinds of facts, in the order in which people read them."""

SETTLING_ROLES = ("awarded", "settlement", "fine", "restitution", "forfeiture")
"""Roles of amounts that somebody has to pay by the end of the article."""


def word(value: str | None) -> str:
    """A word of a vocabulary as people write it: ``found_for_claimant`` gives ``found for claimant``."""
    return (value or "").replace("_", " ")


def number(value: Decimal) -> str:
    """``value`` with thousands separators, never rounded: ``Decimal("2118.40")`` gives ``2,118.4``."""
    whole, _, fraction = decimal_string(value).partition(".")
    grouped = f"{int(whole):,}" if whole not in ("-0", "") else whole
    return f"{grouped}.{fraction}" if fraction else grouped


def money(value: Decimal, currency: str) -> str:
    """``value`` with its currency: ``$322,000,000``, ``CHF 40,000``, ``$0.50``."""
    text = number(value)
    _, point, fraction = text.partition(".")
    text += "0" if point and len(fraction) == 1 else ""
    sign = "-" if text.startswith("-") else ""
    return f"{sign}{SYMBOLS.get(currency, currency + ' ')}{text.removeprefix('-')}"


def amount(item: Amount) -> str:
    """An amount with its bounds and its rate: ``at least $5,000``, ``$2,500 per song``."""
    text = _bounded(item, item.currency)
    return f"{text} per {item.per}" if item.per else text


def count(item: Count) -> str:
    """A count with its bounds and its noun: ``about 86,000,000 songs``, ``27%``."""
    text = _bounded(item, None)
    return f"{text}%" if item.item == "percent" else f"{text} {item.item}"


def _bounded(item: Quantity, currency: str | None) -> str:
    low, high = item.min_value, item.max_value
    if item.value is not None:
        prefix = {"approximate": "about ", "at_least": "at least ", "at_most": "up to "}.get(item.basis, "")
        return prefix + _plain(item.value, currency)
    if low is not None and high is not None:
        return f"{_plain(low, currency)} to {_plain(high, currency)}"
    if low is not None:
        return f"at least {_plain(low, currency)}"
    return f"up to {_plain(high, currency)}" if high is not None else "?"


def _plain(value: Decimal, currency: str | None) -> str:
    return number(value) if currency is None else money(value, currency)


def check(item: Check, record: Record) -> str:
    """A check as an equation: ``$4,410,000 = $15,000 per typeface × 294 typefaces``."""
    figures = {a.id: amount(a) for a in record.amounts} | {c.id: count(c) for c in record.counts}
    joiner = " + " if item.kind == "sum" else " × "
    left = " + ".join(figures[id] for id in item.left)
    right = joiner.join(figures[id] for id in item.right)
    if item.holds:
        return f"{left} = {right}"
    return f"{left} ≠ {right} (difference {number(item.difference)})"


def quantity_value(item: Quantity) -> Decimal:
    """One figure to compare a quantity by: its value, else its upper, else its lower bound."""
    for value in (item.value, item.max_value, item.min_value):
        if value is not None:
            return value
    return Decimal(0)


def key_amount(record: Record) -> Amount | None:
    """The amount that says most: the largest one to be paid, else the largest one demanded; no rates, no parts."""
    for roles in (SETTLING_ROLES, ("demanded",)):
        fitting = [a for a in record.amounts if a.role in roles and a.per is None and a.part_of is None]
        if fitting:
            return max(fitting, key=quantity_value)
    return None

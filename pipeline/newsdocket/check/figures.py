"""Figures of one article as the arithmetic checks see them, and the precision with which each is stated."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from newsdocket.extract.bounds import basis_before
from newsdocket.extract.numbers import lex, numeral_at

LEAD = 60
"""How many characters before a mention may hold the words that make it approximate."""


@dataclass(frozen=True, slots=True)
class Figure:
    """One amount or count of a record. ``mentions`` are (start, end) offsets into the text, in order."""

    id: str
    kind: Literal["amount", "count"]
    value: Decimal
    currency: str | None
    per: str | None
    item: str | None
    mentions: tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class Check:
    """One piece of arithmetic that the article's words assert.

    ``sum``: ``left`` is the total, ``right`` its parts. ``product``: ``left`` is the result, ``right`` the rate and
    the count, or the base amount and the percentage. ``difference`` is the total less what the right side gives.
    ``cue`` are the offsets of the words that link the figures.
    """

    kind: Literal["sum", "product"]
    holds: bool
    left: tuple[str, ...]
    right: tuple[str, ...]
    difference: Decimal
    cue: tuple[int, int] = (0, 0)


@dataclass(frozen=True, slots=True)
class Mention:
    """One place where a figure stands: its sentence's index and its half-unit of precision (in the figure's own
    unit).
    """

    figure: Figure
    start: int
    end: int
    sentence: int
    slack: Decimal

    @property
    def value(self) -> Decimal:
        """The figure's value."""
        return self.figure.value


def mentions_of(text: str, sentences: Sequence[tuple[int, int]], figures: Sequence[Figure]) -> list[Mention]:
    """All mentions of all figures in text order. A mention in no sentence belongs to the one before it."""
    starts = [start for start, _ in sentences]
    found = [
        Mention(figure, start, end, max(bisect_right(starts, start) - 1, 0), _slack(text, figure, start, end))
        for figure in figures
        for start, end in figure.mentions
    ]
    return sorted(found, key=_place)


def _place(mention: Mention) -> tuple[int, int]:
    return mention.start, mention.end


def _slack(text: str, figure: Figure, start: int, end: int) -> Decimal:
    """Half a unit of the last digit stated; of the last digit that is not zero where the words say "about"."""
    tokens = lex(text[max(start - LEAD, 0) : end])
    first = next((i for i, token in enumerate(tokens) if token.start >= min(start, LEAD)), len(tokens))
    basis, _ = basis_before(tokens, first) if first < len(tokens) else ("exact", 0)
    if basis == "exact":
        return _stated_unit(text[start:end], figure.value) / 2
    return max(_stated_unit(text[start:end], figure.value), _significant_unit(figure.value)) / 2


def _stated_unit(words: str, value: Decimal) -> Decimal:
    tokens = lex(words)
    for i in range(len(tokens)):
        number = numeral_at(tokens, i, letters=True)
        if number is not None and number.value:
            return number.quantum * value / number.value
    return Decimal(1)


def _significant_unit(value: Decimal) -> Decimal:
    digits = value.normalize().as_tuple()
    return Decimal(1).scaleb(int(digits.exponent))

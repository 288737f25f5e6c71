"""An article's own figures held against each other.

>>> text = "The $9 million is split between them: $5 million for Ida Roe and $4 million for Bo Lund."
>>> figures = figures_in(text)
>>> [(check.kind, check.holds, check.left, check.right) for check in find_checks(text, [(0, len(text))], figures)]
[('sum', True, ('amount-1',), ('amount-2', 'amount-3'))]
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from newsdocket.check.figures import Check, Figure, mentions_of
from newsdocket.check.products import find_products
from newsdocket.check.sums import find_sums
from newsdocket.extract.counts import find_counts
from newsdocket.extract.money import find_money

__all__ = ["Check", "Contradiction", "Figure", "contradictions", "figures_in", "find_checks"]


@dataclass(frozen=True, slots=True)
class Contradiction:
    """A warning about figures that the article links but that do not agree. ``about`` is the id of the total."""

    code: str
    message: str
    about: str


def find_checks(text: str, sentences: Sequence[tuple[int, int]], figures: Sequence[Figure]) -> list[Check]:
    """The sums and products that the words of ``text`` assert over ``figures``, in text order, each once.

    ``sentences`` are (start, end) offsets, in order. A check that holds is reported only where cue words link the
    figures; one that does not hold only where those words leave no other reading.
    """
    mentions = mentions_of(text, sentences, figures)
    found = find_sums(text, mentions) + find_products(text, mentions)
    kept: dict[tuple[str, tuple[str, ...], frozenset[str]], Check] = {}
    for check in sorted(found, key=_order):
        kept.setdefault((check.kind, check.left, frozenset(check.right)), check)
    proved = {(check.kind, check.left) for check in kept.values() if check.holds}
    return [check for check in kept.values() if check.holds or (check.kind, check.left) not in proved]


def _order(check: Check) -> tuple[tuple[int, int], bool, str]:
    return check.cue, not check.holds, check.left[0]


def contradictions(checks: Sequence[Check], figures: Sequence[Figure]) -> list[Contradiction]:
    """A warning for every check that does not hold."""
    names = {figure.id: figure for figure in figures}
    return [
        Contradiction("figures_disagree", _message(check, names), check.left[0]) for check in checks if not check.holds
    ]


def _message(check: Check, names: dict[str, Figure]) -> str:
    right = [names[name].value for name in check.right]
    total = names[check.left[0]].value
    sign = " + " if check.kind == "sum" else " x "
    return (
        f"{sign.join(f'{value:f}' for value in right)} is not {total:f} (difference {check.difference.normalize():f})"
    )


def figures_in(text: str) -> list[Figure]:
    """The exact amounts and counts of ``text`` as figures, repeats merged; for use without a record."""
    rows: dict[tuple[str, Decimal, str | None, str | None, str | None], list[tuple[int, int]]] = {}
    for money in find_money(text):
        if money.value is not None:
            rows.setdefault(("amount", money.value, money.currency, money.per, None), []).append(
                (money.start, money.end)
            )
    for count in find_counts(text):
        if count.value is not None:
            rows.setdefault(("count", count.value, None, None, count.item), []).append((count.start, count.end))
    numbered = {"amount": 0, "count": 0}
    figures = []
    for (kind, value, currency, per, item), places in rows.items():
        numbered[kind] += 1
        name = f"{kind}-{numbered[kind]}"
        figures.append(
            Figure(name, "amount" if kind == "amount" else "count", value, currency, per, item, tuple(places))
        )
    return figures

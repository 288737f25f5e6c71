"""The figures of the facts handed to the check stage, under the ids that the record gives them."""

from __future__ import annotations

from collections.abc import Sequence

from newsdocket.check.arithmetic import find_checks
from newsdocket.check.figures import Check, Figure
from newsdocket.extract.spans import MoneySpan, QuantitySpan
from newsdocket.relate.facts import Facts


def check_facts(facts: Facts) -> list[Check]:
    """The arithmetic that the article's words assert, checked."""
    sentences = [(s.start_char, s.end_char) for s in facts.context.sentences]
    return find_checks(facts.context.doc.text, sentences, figures_of(facts))


def figures_of(facts: Facts) -> list[Figure]:
    """Every amount and count with an exact value as a figure: ``amount-1``, ``count-3``."""
    found = [_figure(f"amount-{i}", a.spans) for i, a in enumerate(facts.amounts, 1)]
    found += [_figure(f"count-{i}", c.spans) for i, c in enumerate(facts.counts, 1)]
    return [figure for figure in found if figure is not None]


def _figure(id: str, spans: Sequence[QuantitySpan]) -> Figure | None:
    first = spans[0]
    if first.value is None:
        return None
    money = first if isinstance(first, MoneySpan) else None
    return Figure(
        id=id,
        kind="amount" if money else "count",
        value=first.value,
        currency=money.currency if money else None,
        per=money.per if money else None,
        item=getattr(first, "item", None),
        mentions=tuple((s.start, s.end) for s in spans),
    )

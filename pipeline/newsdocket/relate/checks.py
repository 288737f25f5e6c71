"""The figures of the facts handed to the check stage, under the ids that the record gives them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from newsdocket.check.arithmetic import find_checks
from newsdocket.check.figures import Check, Figure
from newsdocket.extract.spans import MoneySpan, QuantitySpan
from newsdocket.relate.facts import Facts


def check_facts(facts: Facts) -> list[Check]:
    """The arithmetic that the article's words assert, checked."""
    sentences = [(s.start_char, s.end_char) for s in facts.context.sentences]
    return find_checks(facts.context.text, sentences, figures_of(facts))


def settle_roles(facts: Facts, checks: Sequence[Check]) -> Facts:
    """``facts`` with the parts of a total, and the rate behind an amount, in the role of the whole.

    "The $322 million is broken down: $300 million to one, $22 million to the others": what the whole is, its parts are.
    """
    amounts = {f"amount-{i}": a for i, a in enumerate(facts.amounts, 1)}
    for check in sorted((c for c in checks if c.holds), key=_sums_first):
        whole = amounts.get(check.left[0])
        for id in check.right:
            part = amounts.get(id)
            if whole and part and (check.kind == "sum" or part.spans[0].per is not None):
                amounts[id] = replace(part, role=whole.role, because=f"{check.kind} with {check.left[0]}")
    return replace(facts, amounts=tuple(amounts.values()))


def _sums_first(check: Check) -> bool:
    return check.kind != "sum"


def role_of_whole(facts: Facts) -> tuple[Facts, list[Check]]:
    """The facts with their roles settled, and the checks that settled them."""
    checks = check_facts(facts)
    return settle_roles(facts, checks), checks


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

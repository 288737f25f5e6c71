"""Products that an article's words assert: a rate times a count, and a percentage of an amount.

Rate and count are linked by words between them ("$2,500 per song for the 120,000 files") or by the thing that both
name ("a seat", "12,000 seats"); the result stands in the same sentence or an adjacent one.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence
from decimal import Decimal

from newsdocket.check.figures import Check, Mention
from newsdocket.extract.rates import singular

LOOSEST = Decimal("0.05")
FOR_THE = re.compile(
    r"^\s*(?:,?\s*(?:for|on|across|times|multiplied by|x|×|to|over|and))(?:\s+(?:each of|every one of|"
    r"all|all of|some|about|roughly|nearly|the|its|his|her|their|those|more than|over|of|at least))*\s*$"
)
FOR_EACH = re.compile(
    r"^\s*(?:,?\s*(?:at|each at|at a rate of|priced at|for|worth|paid|at about|at roughly|at "
    r"some))(?:\s+(?:a|an|about|roughly|some))*\s*$"
)
RESULT = re.compile(
    r"^\s*(?:,|\(|—|–)?\s*(?:or|that is|i\.e\.,?|about|a total of|for a total of|totall?ing|which "
    r"(?:comes|came|works out|amounts|would "
    r"come) to|(?:comes|came|works|worked)(?: out)? (?:to|at)|amounting to|which (?:is|was|would be|"
    r"would have been)|which would have been|for)(?:\s+(?:a total of|about|roughly|some|nearly|almost))*\s*$"
)
WORKED_OUT = re.compile(
    r"\b(?:works? out|worked out|comes?(?: out)? to|came(?: out)? to|breaks? down to|division|"
    r"divide[sd]?|averag\w+|equals?|equal to|amounts? to|that is|, or|— or)\b[^.]*$"
)
EXPLICIT = re.compile(r"(?:, or\b|a total of|totall?ing|comes? to|came to|works? out|amounts? to|amounting to|i\.e\.)")
COMPARED = re.compile(r" (?:more|less|higher|lower|over|under|above|below|a|an|per|each|apiece|for each)\b")
"""Words behind a figure that make it something else than the result."""
PERCENT_OF = re.compile(
    r"^\s+of\s+(?:the|its|a|that|his|her|their|some|about|roughly|this)?(?:\s+(?:total|entire|full|"
    r"agreed|about|roughly))?\s*$"
)


EACH_OF = re.compile(r"\b[Ee]ach of (?:the|its|his|her|their|those|some|about)?\s*$")
APPOSED = re.compile(r"^(?: [a-z][a-z-]*){0,3}(?:,| —| –| \() ?$")


def find_products(text: str, mentions: Sequence[Mention]) -> list[Check]:
    """All product checks over ``mentions`` (in text order). Each looks only at its neighbours, so cost is linear."""
    found: list[Check] = []
    for at, mention in enumerate(mentions):
        figure = mention.figure
        near = _near(mentions, at)
        if figure.kind == "amount" and figure.per is not None:
            found += _rate(text, mention, near)
        elif figure.item == "percent":
            found += _percentage(text, mention, near) or _apposed(text, mention, near)
        elif figure.kind == "count" and EACH_OF.search(text[max(mention.start - 24, 0) : mention.start]):
            found += _shares(text, mention, near)
    return found


def _near(mentions: Sequence[Mention], at: int) -> list[Mention]:
    """Up to 12 mentions on either side, in the same sentence or an adjacent one."""
    here = mentions[at].sentence
    around = mentions[max(at - 12, 0) : at + 13]
    return [m for m in around if abs(m.sentence - here) <= 1 and m is not mentions[at]]


def _rate(text: str, rate: Mention, near: Sequence[Mention]) -> list[Check]:
    for count in near:
        if count.figure.kind != "count" or count.figure.item == "percent":
            continue
        link = _rate_link(text, rate, count)
        if link is None:
            continue
        result = _result(text, rate, count, near, link)
        if result is not None:
            return [result]
    return []


def _rate_link(text: str, rate: Mention, count: Mention) -> tuple[int, int] | None:
    """The words that tie a rate to a count: those between them, or the rate's own noun where both name the same
    thing.
    """
    if rate.end <= count.start and FOR_THE.match(text[rate.end : count.start]):
        return rate.end, count.start
    if count.end <= rate.start and FOR_EACH.match(text[count.end : rate.start]):
        return count.end, rate.start
    worked = WORKED_OUT.search(text[max(rate.start - 45, 0) : rate.start])
    if worked and 0 <= rate.start - count.end <= 160:
        return max(rate.start - 45, 0) + worked.start(), rate.start
    noun = (rate.figure.per or "").split()[-1:]
    item = singular((count.figure.item or "").split()[-1]) if count.figure.item else ""
    return (rate.start, rate.end) if noun and noun[0] == item else None


def _result(text: str, rate: Mention, count: Mention, near: Sequence[Mention], link: tuple[int, int]) -> Check | None:
    product = rate.value * count.value
    slack = rate.slack * count.value + count.slack * rate.value
    totals = [m for m in near if _plain_amount(m, rate) and m.value > rate.value]
    for total in sorted(totals, key=_distance_to(rate)):
        if _agrees(total, product, slack):
            return _product(total, (rate, count), product, True, link)
    last = max(rate.end, count.end)
    stated = next((m for m in totals if m.start >= last and _explicit(text[last : m.start])), None)
    if stated is not None and COMPARED.match(text, stated.end):
        return None
    tied = FOR_THE.match(text[rate.end : count.start]) if rate.end <= count.start else None
    if stated is not None and _rounded(stated, product):
        return None
    return _product(stated, (rate, count), product, False, link) if stated and tied else None


def _explicit(words: str) -> bool:
    return bool(RESULT.match(words) and EXPLICIT.search(words))


class _distance_to:
    """Sort key: how far a mention stands from ``origin``."""

    def __init__(self, origin: Mention) -> None:
        self.origin = origin

    def __call__(self, mention: Mention) -> tuple[int, int]:
        return abs(mention.start - self.origin.start), mention.start


def _plain_amount(mention: Mention, like: Mention) -> bool:
    figure = mention.figure
    same = like.figure.currency is None or figure.currency == like.figure.currency
    return figure.kind == "amount" and figure.per is None and same


def _percentage(text: str, percent: Mention, near: Sequence[Mention]) -> list[Check]:
    """ "15 percent of the $289.2 million, or $43.4 million": the result right behind "or", the base named or nearby."""
    amounts = [m for m in near if m.figure.kind == "amount" and m.figure.per is None]
    base = next((m for m in amounts if m.start >= percent.end and PERCENT_OF.match(text[percent.end : m.start])), None)
    behind = base.end if base else percent.end
    result = next((m for m in amounts if m is not base and m.start >= behind and _follows(text, behind, m)), None)
    if result is None:
        return []
    for candidate in [base] if base else amounts:
        if candidate is result or candidate.figure.currency != result.figure.currency:
            continue
        check = _share(candidate, percent, result, (percent.end, result.start))
        if check.holds or (base and not _rounded(result, result.value - check.difference)):
            return [check]
    return []


def _apposed(text: str, percent: Mention, near: Sequence[Mention]) -> list[Check]:
    """ "20 percent of the $20 million fund, $4 million, goes to": base and result between commas, if they agree."""
    amounts = [m for m in near if m.figure.kind == "amount" and m.figure.per is None and m.start >= percent.end]
    for base, result in itertools.pairwise(amounts):
        named = PERCENT_OF.match(text[percent.end : base.start]) and APPOSED.match(text[base.end : result.start])
        closed = text[result.end : result.end + 1] in (",", "—", "–", ")")
        if named and closed and base.figure.currency == result.figure.currency:
            check = _share(base, percent, result, (percent.end, result.start))
            return [check] if check.holds else []
    return []


def _shares(text: str, count: Mention, near: Sequence[Mention]) -> list[Check]:
    """ "Each of the 250 tenants receives $4,000, a total of $1 million": share and result behind, if they agree."""
    behind = [m for m in near if m.figure.kind == "amount" and m.start >= count.end and m.sentence == count.sentence]
    for share, total in itertools.pairwise(behind):
        product, slack = share.value * count.value, share.slack * count.value + count.slack * share.value
        stated = RESULT.match(text[share.end : total.start]) and share.figure.currency == total.figure.currency
        if stated and _agrees(total, product, slack):
            return [_product(total, (share, count), product, True, (count.start, total.start))]
    return []


def _follows(text: str, end: int, result: Mention) -> bool:
    """Whether ``result`` is stated as what comes out: right behind, or after a few words and "or", "which is"."""
    words = text[end : result.start]
    if RESULT.match(words):
        return True
    head, _, tail = words.rpartition(",")
    return len(head) <= 50 and "." not in head and bool(head or "," in words) and bool(RESULT.match("," + tail))


def _share(base: Mention, percent: Mention, result: Mention, cue: tuple[int, int]) -> Check:
    product = base.value * percent.value / 100
    slack = (base.slack * percent.value + percent.slack * base.value) / 100
    return _product(result, (base, percent), product, _agrees(result, product, slack), cue)


def _agrees(total: Mention, product: Decimal, slack: Decimal) -> bool:
    """Whether a product gives the result: exactly, or within the precision of all figures where that is not too
    coarse.
    """
    room, difference = slack + total.slack, abs(total.value - product)
    return difference == 0 or (room <= max(total.value, product) * LOOSEST and difference <= room)


def _rounded(total: Mention, product: Decimal) -> bool:
    """Whether a result that does not agree is near enough to be the product as a newsroom rounds it."""
    return abs(total.value - product) <= product * LOOSEST


def _product(
    total: Mention, sides: tuple[Mention, Mention], product: Decimal, holds: bool, cue: tuple[int, int]
) -> Check:
    right = tuple(m.figure.id for m in sides)
    return Check("product", holds, (total.figure.id,), right, total.value - product, cue)

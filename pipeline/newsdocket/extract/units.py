"""The one adapter to quantulum3: the name and kind of a physical unit, for spans that newsdocket cuts itself.

quantulum3 never sees an article, a number or a currency: it is asked for the unit word alone ("terabytes", "sq ft"),
behind a
"1", and its answer is kept only where it read the whole word as one physical unit. Numbers stay with
:mod:`newsdocket.extract.numbers`. The library (seconds to load) is imported at the first question, its classifier is
never
used, and answers are cached.

>>> read_measure("300TB")
Measure(value=Decimal('300'), unit='terabyte', kind='data storage')
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from typing import Any

from newsdocket.extract.numbers import lex, numeral_at

REFUSED_KINDS = frozenset(("currency", "dimensionless", "unknown", "unk"))
NOT_UNITS = frozenset("am pm a.m. p.m. in at us u.s.c. cfr v cv cr c p s j l t b percent %".split())
"""Words that quantulum3 takes for units (attometres, inches, atomic masses, the speed of light) and a newsroom does
not.
"""


@dataclass(frozen=True, slots=True)
class Measure:
    """A physical quantity: ``unit`` is the singular English name, ``kind`` what it measures ("length", "data
    storage").
    """

    value: Decimal
    unit: str
    kind: str


def read_measure(span: str) -> Measure | None:
    """Reads a number and its unit ("300TB", "1,200 square feet"); ``None`` for money, counts, times of day and
    anything else.
    """
    tokens = lex(span)
    number = numeral_at(tokens, 0) if tokens else None
    if number is None or number.value is None or number.stop >= len(tokens):
        return None
    found = unit_of(span[number.end :].strip(" -\u00a0\u202f"))
    return Measure(number.value, *found) if found else None


@lru_cache(maxsize=512)
def unit_of(word: str) -> tuple[str, str] | None:
    """The name and kind of the unit that ``word`` writes, or ``None`` where it is no physical unit as a whole."""
    if not word or word.lower() in NOT_UNITS or len(word) > 40 or any(character.isdigit() for character in word):
        return None
    parsed = _ask(f"1 {word}")
    if len(parsed) != 1 or parsed[0].surface.strip() != f"1 {word}":
        return None
    unit = parsed[0].unit
    return None if unit.entity.name in REFUSED_KINDS else (unit.name, unit.entity.name)


def _ask(span: str) -> list[Any]:
    """quantulum3's reading of ``span``, without its classifier, whose pickles break with other scikit-learn
    versions.
    """
    from quantulum3 import classifier, parser

    before = classifier.USE_CLF
    classifier.USE_CLF = False
    try:
        return list(parser.parse(span))
    finally:
        classifier.USE_CLF = before

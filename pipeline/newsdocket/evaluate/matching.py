"""When two facts are the same fact.

Names match by their words, money by value and currency, counts by value and item noun, dates by value, claims and
relief by type. Pairs are one to one: stricter tests first, each in the order of the lists.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Sequence
from decimal import Decimal
from functools import lru_cache
from typing import TypeVar

from newsdocket.evaluate.sheets import Figure, Named, Names

SMALL_WORDS = frozenset("a an the of and for in on at to by state".split())
COMPANY_FORMS = frozenset("inc corp corporation co company ltd llc plc group llp lp sa ag nv gmbh".split())
SHARED_WORDS = 0.5
"""Share of words that two names must have in common, of all words of both."""
MOST_CANDIDATES = 5
"""A court left open matches by its candidates only while they are few."""
NOUN_FORMS = {"%": "percent", "per cent": "percent", "pct": "percent", "tb": "terabyte", "gb": "gigabyte"}
PLURALS = (("ies", "y"), ("ses", "s"), ("xes", "x"), ("ches", "ch"), ("s", ""))

_POSSESSIVE = re.compile(r"'s\b")
_WORD = re.compile(r"[\w$€£%]+(?:['.][\w]+)*")

G = TypeVar("G")
F = TypeVar("F")


def pair_up(
    gold: Sequence[G], found: Sequence[F], *tests: Callable[[G, F], bool]
) -> tuple[list[tuple[G, F]], list[G], list[F]]:
    """Pairs of the two lists, what is left of the first, what is left of the second. Each test in turn pairs what the
    tests before it left over; inside one test the first partner that passes is taken."""
    pairs: list[tuple[int, int]] = []
    open_gold, open_found = list(range(len(gold))), list(range(len(found)))
    for test in tests:
        for i in list(open_gold):
            partner = next((j for j in open_found if test(gold[i], found[j])), None)
            if partner is not None:
                pairs.append((i, partner))
                open_gold.remove(i)
                open_found.remove(partner)
    hits = [(gold[i], found[j]) for i, j in sorted(pairs)]
    return hits, [gold[i] for i in open_gold], [found[j] for j in open_found]


@lru_cache(maxsize=65536)
def name_words(name: str) -> tuple[str, ...]:
    """The words of a name in lower case, without possessive endings and signs."""
    folded = unicodedata.normalize("NFKC", name).casefold().replace("’", "'")
    return tuple(_WORD.findall(_POSSESSIVE.sub("", folded)))


@lru_cache(maxsize=65536)
def telling_words(name: str) -> frozenset[str]:
    """The words that tell a name from others: no articles, prepositions, company forms (all words, if none is left)."""
    words = [word.replace(".", "") for word in name_words(name)]
    return frozenset(w for w in words if w not in SMALL_WORDS and w not in COMPANY_FORMS) or frozenset(words)


def equal_names(a: Names, b: Names) -> bool:
    """Whether one form of ``a`` is, word for word, a form of ``b``."""
    return not {name_words(x) for x in a}.isdisjoint(name_words(y) for y in b if name_words(y))


def same_names(a: Names, b: Names) -> bool:
    """Whether a form of ``a`` and a form of ``b`` share enough words: half of them all, or all of the shorter form."""
    return equal_names(a, b) or any(_overlap(telling_words(x), telling_words(y)) for x in a for y in b)


def _overlap(a: frozenset[str], b: frozenset[str]) -> bool:
    return bool(a and b) and (a <= b or b <= a or len(a & b) >= SHARED_WORDS * len(a | b))


def equal_things(a: Named, b: Named) -> bool:
    """Parties or labels with a form in common."""
    return equal_names(a.surfaces, b.surfaces)


def same_thing(a: Named, b: Named) -> bool:
    """Parties or labels whose names match."""
    return same_names(a.surfaces, b.surfaces)


def same_court(gold: Named, found: Named) -> bool:
    """Courts by their ids where both have one, else by name, or by the few candidates of the one that was found."""
    if gold.id and found.id:
        return gold.id == found.id
    listed = gold.id is not None and gold.id in found.candidates and len(found.candidates) <= MOST_CANDIDATES
    return listed or same_names(gold.surfaces, found.surfaces)


def same_judge(a: Named, b: Named) -> bool:
    """Judges by surname, the last word of the name."""
    return bool(name_words(a.name)) and name_words(a.name)[-1:] == name_words(b.name)[-1:]


def same_number(a: Figure, b: Figure) -> bool:
    """Equal values, equal bounds, or the one value as the only bound of the other ("more than 5": 5, or 5 and up)."""
    if a.value is not None and b.value is not None:
        return a.value == b.value
    if a.value is None and b.value is None:
        return (a.low, a.high) == (b.low, b.high)
    value, bounds = (a.value, (b.low, b.high)) if a.value is not None else (b.value, (a.low, a.high))
    return None in bounds and value in bounds


def same_money(a: Figure, b: Figure) -> bool:
    """Amounts of the same number and currency, whatever they are for."""
    return a.unit == b.unit and same_number(a, b)


def same_count(a: Figure, b: Figure) -> bool:
    """Counts of the same number whose head noun stands in the other's item."""
    if not same_number(a, b):
        return False
    x, y = _nouns(a.unit), _nouns(b.unit)
    return bool(x and y) and (x[-1] in y or y[-1] in x)


def _nouns(item: str) -> list[str]:
    words = name_words(NOUN_FORMS.get(item.casefold(), item))
    return [singular(NOUN_FORMS.get(word, word)) for word in words]


def singular(noun: str) -> str:
    """The noun without its plural ending, near enough to compare nouns."""
    for ending, instead in PLURALS:
        if noun.endswith(ending) and len(noun) > len(ending) + 2:
            return noun[: -len(ending)] + instead
    return noun


def same_links(gold: Iterable[Names], found: Iterable[Names]) -> tuple[int, int, int]:
    """Hits, false and missed names among payers or payees."""
    hits, missed, false = pair_up(list(gold), list(found), equal_names, same_names)
    return len(hits), len(false), len(missed)


def plain(value: Decimal | None) -> str:
    """A number for a reader: grouped by thousands, no trailing zeros."""
    return "" if value is None else f"{value.normalize():,f}"

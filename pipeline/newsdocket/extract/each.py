"""Who or what "each" and "apiece" stand for: "paid 112 prisoners €1,800 each" is €1,800 per prisoner.

Read from words alone, within the sentence: a plural noun that receives right behind ("$5,000 each to the tenants"),
else one before the amount. There a counted noun ("840 clips ... at $2,500 apiece") goes before the nearest one, unless
the amount is the price of things just named ("kits for $79 apiece"). Where no noun fits there is no answer: two names
("Smith and Lee were fined $500 each") have none.
"""

from __future__ import annotations

from collections.abc import Sequence

from newsdocket.extract.nouns import is_plural, words
from newsdocket.extract.numbers import BREAK, Token, starts_number
from newsdocket.extract.rates import singular

REACH = 40
"""How many tokens before the amount are looked at."""
NO_HOLDERS = frozenset(
    "penalties fines damages costs fees dollars euros pounds cents sums payments awards settlements judgments "
    "amounts prices bonds royalties refunds bonuses interests others terms proceeds profits losses wages earnings "
    "millions thousands hundreds billions dozens sales times means ones records proceedings minutes".split()
)
"""Plurals that are money, time or manner, and so never the holders of a share."""
NO_NOUN_AFTER = frozenset("it he she who which that this they there not also his her their its own".split())
"""Before a word in -s, these make it a verb ("it works out") or something owned ("lent their names")."""
PEOPLE = {"people": "person", "men": "man", "women": "woman", "children": "child", "wives": "wife"}


def each_noun(tokens: Sequence[Token], first: int, after: int) -> str | None:
    """The singular noun behind "each" in the amount at tokens ``first`` to ``after`` (excluded), else ``None``."""
    found = _receiver(tokens, after) or _holder(tokens, first)
    return PEOPLE.get(found, singular(found)) if found else None


def _receiver(tokens: Sequence[Token], after: int) -> str | None:
    """ "each to the 12 tenants": at most three words after "to" and its determiner, the plural last."""
    if after >= len(tokens) or tokens[after].low != "to":
        return None
    k = after + 1
    while k < min(len(tokens), after + 6) and tokens[k].gap != BREAK:
        token = tokens[k]
        if _holds(tokens, k):
            return token.low
        plain = token.low in words().determiners or token.kind == "num" or starts_number(token.low)
        if not plain and (token.kind != "word" or token.low in words().boundaries):
            return None
        k += 1
    return None


def _holder(tokens: Sequence[Token], first: int) -> str | None:
    nearest = counted = None
    for k in range(first - 1, max(first - REACH, -1), -1):
        token = tokens[k]
        if tokens[k + 1].gap == BREAK or token.text in (".", "?", "!", ";"):
            break
        if _holds(tokens, k):
            nearest = nearest or token.low
            counted = counted or (token.low if _is_counted(tokens, k) else None)
    priced = tokens[first - 1].low in ("for", "at") if first else False
    return nearest if priced and nearest and not _far(tokens, first, nearest) else counted or nearest


def _far(tokens: Sequence[Token], first: int, noun: str) -> bool:
    """Whether a comma parts the amount from the noun before it."""
    for k in range(first - 1, max(first - REACH, -1), -1):
        if tokens[k].low == noun:
            return False
        if tokens[k].text == ",":
            return True
    return True


def _holds(tokens: Sequence[Token], k: int) -> bool:
    """Whether the word at ``k`` can be a plural noun with a share."""
    token, table = tokens[k], words()
    before = tokens[k - 1] if k and token.gap != BREAK else None
    opens = before is None or before.text in (".", "?", "!", '"', "“", ":")
    if token.kind != "word" or not (token.text.islower() or opens) or not is_plural(token.low):
        return False
    if before is not None and before.low in NO_NOUN_AFTER:
        return False
    if token.low in NO_HOLDERS or token.low in table.boundaries or token.low in table.verbs:
        return False
    return token.low not in table.durations and token.low not in table.measures


def _is_counted(tokens: Sequence[Token], k: int) -> bool:
    """Whether a number stands before the noun, at most three plain words away."""
    for step in range(1, 5):
        token = tokens[k - step] if k >= step else None
        if token is None or token.gap == BREAK:
            return False
        if token.kind == "num" or (starts_number(token.low) and token.low not in ("a", "an", "one")):
            return True
        if token.kind != "word" or token.low in words().boundaries:
            return False
    return False

"""Words around a number that say how it is meant: "about", "more than", "up to", "or more", "between ... and"."""

from __future__ import annotations

from collections.abc import Sequence

from newsdocket.extract.numbers import BREAK, Token
from newsdocket.vocabulary import Basis

APPROXIMATE = (
    "about|around|approximately|roughly|nearly|almost|some|estimated|an estimated|close to|circa|ca|approx|approx .|"
    "approaching|in the region of|in the range of|a range of|in the neighborhood of|in the "
    "neighbourhood of|on the order of|somewhere around|"
    "a reported|a little|just|just about|maybe|perhaps|~|not quite|a whopping|well-nigh|virtually|in "
    "the order of|something like"
)
AT_LEAST = (
    "at least|more than|over|upwards of|upward of|in excess of|no less than|not less than|no fewer "
    "than|exceeding|exceeds|"
    "exceeded|exceed|above|north of|minimum of|a minimum of|greater than|>|well over|just over|a "
    "little over|slightly over|"
    "slightly more than|topping|surpassing|as little as|beyond"
)
AT_MOST = (
    "up to|less than|fewer than|under|at most|no more than|not more than|as much as|as many as|"
    "maximum of|a maximum of|below|"
    "not exceeding|not to exceed|just under|just below|a little under|a cap of|a ceiling of|ceiling "
    "of|capped at|lower than|<|south of|shy of|just shy of|"
    "as high as"
)
NOT_APPROXIMATE = frozenset(("just", "a little", "a whopping", "a reported"))
TOPIC_LEADS = frozenset(
    "dispute disputes fight battle row suit lawsuit case claim war quarrel argument feud clash "
    "litigation sued sue suing suit "
    "sues fought tussle spat probe complaint action fell claims turned turn turns questions question "
    "heard hear told tell knew know asked ask talk talks talked "
    "complained warned learned concerned concerns information worried lied testified testify spoke "
    "speak wrote statements".split()
)
AFTER_LEAST = ("or more", "or higher", "or above", "plus", "+", "and up", "and above", "or greater", "and counting")
AFTER_MOST = ("or less", "or fewer", "or under", "or below")
AFTER_ABOUT = ("or so", "or thereabouts", "- odd", "odd", "- ish")


def _rules() -> dict[tuple[str, ...], Basis]:
    rules: dict[tuple[str, ...], Basis] = {}
    for phrase in APPROXIMATE.split("|"):
        if phrase not in NOT_APPROXIMATE:
            rules[tuple(phrase.split())] = "approximate"
    for phrase in AT_LEAST.split("|"):
        rules[tuple(phrase.split())] = "at_least"
    for phrase in AT_MOST.split("|"):
        rules[tuple(phrase.split())] = "at_most"
    return rules


BEFORE = _rules()


def basis_before(tokens: Sequence[Token], first: int) -> tuple[Basis, int]:
    """The basis that the words right before token ``first`` give, and the index of the first of those words."""
    if first < len(tokens) and tokens[first].gap == BREAK:
        return "exact", first
    for at in (first, first - 1):
        if at < first and (at < 0 or tokens[at].low not in ("a", "an", "the", "as")):
            break
        for length in (4, 3, 2, 1):
            words = tuple(token.low for token in tokens[max(at - length, 0) : at])
            if len(words) == length and words in BEFORE and not _otherwise_meant(tokens, at, first, words):
                return BEFORE[words], at - length
    return "exact", first


def _otherwise_meant(tokens: Sequence[Token], at: int, first: int, words: tuple[str, ...]) -> bool:
    """ "a dispute over $5 million", "heard about two escapes", "over a $3 billion debt" say what something is
    about, not how much more it is; likewise "not just about".
    """
    before = tokens[at - len(words) - 1].low if at > len(words) else ""
    if words[-1] == "about" and any(token.low == "not" for token in tokens[max(at - 4, 0) : at]):
        return True
    if words in (("over",), ("about",)) and (at < first or before in TOPIC_LEADS):
        return True
    return words in (("under",), ("above",), ("below",), ("around",)) and at < first


def basis_after(tokens: Sequence[Token], stop: int) -> Basis | None:
    """The basis that the words right after a number give ("or more", "-plus", "or so")."""
    low = [token.low for token in tokens[stop : stop + 2]]
    if low and low[0] == "-" and len(low) > 1 and low[1] in ("plus", "odd"):
        low = low[1:]
    two, one = " ".join(low), low[0] if low else ""
    if two in AFTER_LEAST or (one in ("plus", "+") and tokens[stop].gap < BREAK and one == "+"):
        return "at_least"
    if two in AFTER_MOST:
        return "at_most"
    return "approximate" if two in AFTER_ABOUT else None


def after_between(tokens: Sequence[Token], first: int) -> bool:
    """Whether "between" stands before token ``first``, also as "between about"."""
    _, before = basis_before(tokens, first)
    return before > 0 and tokens[before - 1].low in ("between", "from between")


def after_from(tokens: Sequence[Token], first: int) -> bool:
    """Whether "from" stands before token ``first``, also as "from about"."""
    _, before = basis_before(tokens, first)
    return before > 0 and tokens[before - 1].low == "from"


CHANGE = tuple(
    "leap leapt ris rose rais increas grew grow jump climb surg soar doubl tripl went go fell fall fallen drop "
    "declin cut reduc lower slash trim shrank "
    "shrink chang mov up down revis swell swollen swoll sank sink shift halv decreas adjust boost "
    "expand ballooned".split()
)


def is_change(tokens: Sequence[Token], first: int, reach: int = 16) -> bool:
    """Whether "from X to Y" before token ``first`` tells of a change, so that X and Y are two figures and not a
    range.
    """
    for k in range(first - 1, max(first - reach, -1), -1):
        if tokens[k].kind == "word" and tokens[k].low.startswith(CHANGE):
            return True
        if tokens[k].low in (".", ";") or tokens[k].gap == BREAK:
            return False
    return False

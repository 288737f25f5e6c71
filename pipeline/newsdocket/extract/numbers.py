"""One grammar of written numbers, shared by the money and count finders.

``lex`` cuts a text into number-aware tokens in one pass; ``numeral_at`` reads the number that starts at a token:
digits with separators and decimals, magnitude words and suffixes (``2.5m``, ``35 lakh``), number words up to
trillions, mixed and vulgar fractions ("half a million", "2½"), dozens and scores, and vague plurals ("tens of
thousands"), which give a lower bound only. Every value is a :class:`decimal.Decimal`. Cost is linear in the length
of the text.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from typing import Literal, NamedTuple

from newsdocket.extract.currencies import marks_pattern

TokenKind = Literal["num", "frac", "word", "mark", "other"]
Style = Literal["digits", "words", "vague", "fraction"]

GLUED, SPACE, BREAK = 0, 1, 2
"""What stands before a token: nothing, blanks within a line, or a line break."""

ONE = Decimal(1)

UNITS = {
    word: Decimal(value)
    for value, word in enumerate(
        "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen "
        "seventeen eighteen nineteen".split()
    )
}
TENS = {
    word: Decimal(10 * value)
    for value, word in enumerate("twenty thirty forty fifty sixty seventy eighty ninety".split(), start=2)
}
SCALES = {
    "thousand": Decimal(10**3),
    "lakh": Decimal(10**5),
    "million": Decimal(10**6),
    "crore": Decimal(10**7),
    "billion": Decimal(10**9),
    "trillion": Decimal(10**12),
}
GROUPS = {"hundred": Decimal(100), "dozen": Decimal(12), "score": Decimal(20)}
AFTER_DIGITS = {
    **SCALES,
    **{f"{word}s": value for word, value in SCALES.items()},
    "hundred": Decimal(100),
    "dozen": Decimal(12),
    "dozens": Decimal(12),
    "mn": Decimal(10**6),
    "mln": Decimal(10**6),
    "mil": Decimal(10**6),
    "bn": Decimal(10**9),
    "bln": Decimal(10**9),
    "tn": Decimal(10**12),
    "trn": Decimal(10**12),
    "tln": Decimal(10**12),
}
LETTERS = {
    "k": Decimal(10**3),
    "m": Decimal(10**6),
    "mm": Decimal(10**6),
    "b": Decimal(10**9),
    "t": Decimal(10**12),
    "cr": Decimal(10**7),
}
VAGUE = {
    "tens": Decimal(10),
    "dozens": Decimal(12),
    "scores": Decimal(20),
    "hundreds": Decimal(100),
    "thousands": Decimal(10**3),
    "lakhs": Decimal(10**5),
    "millions": Decimal(10**6),
    "crores": Decimal(10**7),
    "billions": Decimal(10**9),
    "trillions": Decimal(10**12),
}
FRACTIONS = {
    "half": Decimal("0.5"),
    "halves": Decimal("0.5"),
    "quarter": Decimal("0.25"),
    "quarters": Decimal("0.25"),
    "third": ONE / 3,
    "thirds": ONE / 3,
    "fifth": Decimal("0.2"),
    "fifths": Decimal("0.2"),
    "eighth": Decimal("0.125"),
    "eighths": Decimal("0.125"),
    "tenth": Decimal("0.1"),
    "tenths": Decimal("0.1"),
}
GLYPHS = {
    "½": Decimal("0.5"),
    "¼": Decimal("0.25"),
    "¾": Decimal("0.75"),
    "⅓": ONE / 3,
    "⅔": Decimal(2) / 3,
    "⅛": Decimal("0.125"),
    "⅜": Decimal("0.375"),
    "⅝": Decimal("0.625"),
    "⅞": Decimal("0.875"),
}
LONGEST_WORDS = 24
"""A number in words is cut after so many tokens, which bounds what is read twice."""
LONGEST_DIGITS = 24
"""Longer runs of digits are codes, not numbers."""
OPENERS = frozenset(
    {*UNITS, *TENS, *SCALES, *GROUPS, *VAGUE, *FRACTIONS, "a", "an", "several", "few", "many", "couple"}
)
"""Every word that can open a number in words, apart from "multimillion" and its like."""
HYPHENS = frozenset("-‐‑‒")
DASHES = frozenset("-‐‑‒–—")


class Token(NamedTuple):
    """A lexical unit: ``low`` is its lower-case text, ``gap`` what stands before it (GLUED, SPACE or BREAK)."""

    kind: TokenKind
    text: str
    low: str
    start: int
    end: int
    gap: int


@dataclass(frozen=True, slots=True)
class Numeral:
    """A number read from tokens ``first`` to ``stop`` (excluded).

    ``value`` is exact; ``low`` stands instead where the words only give a lower bound ("dozens"). ``quantum`` is
    the unit of the last stated digit (100,000,000 for "1.1 billion"). ``scaled`` tells whether a magnitude was
    written, ``scale`` which. ``bare`` marks a magnitude word without any number before it ("billion-dollar").
    """

    first: int
    stop: int
    start: int
    end: int
    value: Decimal | None
    low: Decimal | None
    quantum: Decimal
    scale: Decimal
    style: Style
    bare: bool = False

    @property
    def scaled(self) -> bool:
        """Whether a magnitude ("million", "k") was written."""
        return self.scale != ONE


@lru_cache(maxsize=1)
def _lexer() -> re.Pattern[str]:
    number = (
        r"\d{1,3}(?:[\u00a0\u202f\u2009]\d{3})+(?!\d)"
        r"|\d{1,3}(?:\ \d{3}){0,3}\ 000(?!\d)"
        r"|\d{1,3}(?:,\d{2,3}){0,6},\d{3}(?:\.\d+)?(?!\d)"
        r"|\d{1,3}(?:\.\d{3}){2,6}(?!\d)"
        r"|\d+(?:\.\d+)?"
        r"|(?<!\d)\.\d+"
    )
    word = r"(?:[A-Za-z]\.){2,}|[^\W\d_]+(?:['’][^\W\d_]+)*"
    return re.compile(
        r"(?P<plain>[a-z]{2,}(?=[\s,.;:)]))"
        rf"|(?P<mark>(?=[^a-y0-9\s,.]){marks_pattern()})|(?P<num>{number})|(?P<frac>[½¼¾⅓⅔⅛⅜⅝⅞])|(?P<word>{word})"
        r"|(?P<other>[^\s\u200b-\u200f\ufeff])"
    )


@lru_cache(maxsize=32)
def lex(text: str) -> tuple[Token, ...]:
    """Cut ``text`` into tokens, left to right; blanks and zero-width characters are dropped. Linear in the length."""
    tokens: list[Token] = []
    last = 0
    for match in _lexer().finditer(text):
        start, end = match.span()
        gap = GLUED if start == last and last else _gap(text, last, start)
        words, kind = match.group(), match.lastgroup
        if kind == "plain":
            tokens.append(Token("word", words, words, start, end, gap))
        else:
            tokens.append(Token(kind, words, words.lower(), start, end, gap))  # type: ignore[arg-type]
        last = end
    return tuple(tokens)


def _gap(text: str, start: int, end: int) -> int:
    return BREAK if start == 0 or "\n" in text[start:end] or "\r" in text[start:end] else SPACE


def numeral_at(tokens: Sequence[Token], i: int, *, letters: bool = False) -> Numeral | None:
    """The longest number that starts at token ``i``, or ``None``.

    ``letters`` allows one-letter magnitudes set off by a blank and those that only money uses (``b``, ``t``): "40
    m", "2.174T".
    """
    token = tokens[i]
    if token.kind in ("num", "frac"):
        return _digits(tokens, i, letters) if len(token.text) <= LONGEST_DIGITS else None
    if token.kind != "word" or not starts_number(token.low):
        return None
    return _vague(tokens, i) or _part(tokens, i) or _words(tokens, i)


def starts_number(low: str) -> bool:
    """Whether a lower-case word can open a number."""
    return low in OPENERS or low.startswith("multi")


def read_number(text: str) -> Decimal | None:
    """The value of the first number in ``text``, written in digits or words; ``None`` where there is none.

    >>> read_number("twenty-one trillion and three hundred")
    Decimal('21000000000300')
    """
    from newsdocket.extract.plain_numbers import read_all

    found = read_all(text)
    return found[0].value if found else None


def _word(tokens: Sequence[Token], i: int) -> str:
    """Lower-case text of token ``i`` if it stands on the same line as the one before; "" otherwise."""
    if i >= len(tokens) or (i > 0 and tokens[i].gap == BREAK):
        return ""
    return tokens[i].low


def _skip_hyphen(tokens: Sequence[Token], i: int) -> int:
    """The index after a hyphen glued on both sides, else ``i``."""
    if i + 1 < len(tokens) and tokens[i].text in HYPHENS and tokens[i].gap == GLUED and tokens[i + 1].gap == GLUED:
        return i + 1
    return i


def plain_decimal(text: str) -> tuple[Decimal, int]:
    """Digits as written, and how many of them stand after the decimal point."""
    bare = re.sub(r"[,\s]", "", text)
    if bare.count(".") > 1:
        bare = bare.replace(".", "")
    return Decimal(bare), len(bare.partition(".")[2])


def _digits(tokens: Sequence[Token], i: int, letters: bool) -> Numeral:
    token = tokens[i]
    if token.kind == "frac":
        value, places, j = GLYPHS[token.text], 2, i + 1
    else:
        value, places = plain_decimal(token.text)
        j = i + 1
        value, places, j = _decimal_comma(tokens, value, places, j, letters)
        part, j = _mixed(tokens, j)
        value, places = (value + part, 2) if part else (value, places)
    scale, stop = _scale_after(tokens, j, letters)
    extra, stop = _and_a_half(tokens, stop) if scale != ONE else (Decimal(0), stop)
    quantum = Decimal(1).scaleb(-places) * scale
    return _numeral(tokens, i, stop, (value + extra) * scale, quantum, scale, "digits")


def _decimal_comma(
    tokens: Sequence[Token], value: Decimal, places: int, j: int, letters: bool
) -> tuple[Decimal, int, int]:
    """Continental "1,5 million": a comma and one or two digits, only where a magnitude follows or money is read."""
    if places or j + 1 >= len(tokens) or tokens[j].text != "," or tokens[j].gap or tokens[j + 1].gap:
        return value, places, j
    tail = tokens[j + 1]
    if tail.kind != "num" or not tail.text.isdigit() or len(tail.text) > 2:
        return value, places, j
    scaled = _scale_after(tokens, j + 2, letters)[0] != ONE
    more = j + 2 < len(tokens) and tokens[j + 2].text == "," and tokens[j + 2].gap == GLUED
    if not scaled or more:
        return value, places, j
    return value + Decimal(tail.text).scaleb(-len(tail.text)), len(tail.text), j + 2


def _mixed(tokens: Sequence[Token], j: int) -> tuple[Decimal, int]:
    """The fraction after whole digits ("2½", "2 1/2", "2 and a half"), zero where there is none, and the next index."""
    if j < len(tokens) and tokens[j].kind == "frac" and tokens[j].gap != BREAK:
        return GLYPHS[tokens[j].text], j + 1
    if j + 2 < len(tokens) and tokens[j].kind == "num" and tokens[j].gap == SPACE and _is_ratio(tokens, j):
        return Decimal(tokens[j].text) / Decimal(tokens[j + 2].text), j + 3
    return _and_a_half(tokens, j)


def _is_ratio(tokens: Sequence[Token], j: int) -> bool:
    """Whether tokens ``j`` to ``j + 2`` are a small vulgar fraction such as 1/2 or 3/4."""
    top, slash, bottom = tokens[j : j + 3]
    glued = slash.text == "/" and slash.gap == GLUED and bottom.gap == GLUED
    if not glued or not top.text.isdigit() or not bottom.text.isdigit() or max(len(top.text), len(bottom.text)) > 2:
        return False
    return 0 < int(top.text) < int(bottom.text) <= 16


def _and_a_half(tokens: Sequence[Token], j: int) -> tuple[Decimal, int]:
    """The half or quarter added by "and a half", "and three quarters"; zero where there is none."""
    if _word(tokens, j) == "and" and _word(tokens, j + 1) in ("a", "one") and _word(tokens, j + 2) in FRACTIONS:
        return FRACTIONS[tokens[j + 2].low], j + 3
    three = _word(tokens, j) == "and" and _word(tokens, j + 1) == "three" and _word(tokens, j + 2) == "quarters"
    return (Decimal("0.75"), j + 3) if three else (Decimal(0), j)


def _scale_after(tokens: Sequence[Token], j: int, letters: bool) -> tuple[Decimal, int]:
    """The product of the magnitudes written from token ``j`` on ("million", "lakh crore", glued "m"), and the next
    index.
    """
    scale, stop = ONE, j
    while stop < min(len(tokens), j + 4):
        k = _skip_hyphen(tokens, stop)
        step = _scale_word(tokens, k, letters)
        if step is None or (scale != ONE and tokens[k].low not in SCALES):
            return scale, stop
        scale, stop = scale * step, k + 1
    return scale, stop


def _scale_word(tokens: Sequence[Token], k: int, letters: bool) -> Decimal | None:
    token = tokens[k]
    if token.kind != "word" or token.gap == BREAK:
        return None
    if token.low in AFTER_DIGITS and not (token.low == "mil" and not letters):
        return AFTER_DIGITS[token.low]
    if tokens[k - 1].text in HYPHENS:
        return None
    glued = token.gap == GLUED and tokens[k - 1].kind in ("num", "frac")
    if token.low in LETTERS and glued and (letters or token.low in ("k", "m")):
        return LETTERS[token.low]
    spaced = letters and token.gap == SPACE and token.text in ("m", "M", "K", "k", "B", "MM")
    return LETTERS[token.low] if spaced else None


def _vague(tokens: Sequence[Token], i: int) -> Numeral | None:
    """ "dozens", "hundreds of thousands", "multi-million", "several hundred": a lower bound of twice the unit."""
    low = tokens[i].low
    if low.startswith("multi"):
        return _multi(tokens, i)
    if low in ("several", "few", "many", "couple"):
        return _several(tokens, i)
    if low not in VAGUE:
        return None
    unit, stop = VAGUE[low], i + 1
    while stop < i + 5 and _word(tokens, stop) == "of" and _word(tokens, stop + 1) in VAGUE:
        unit, stop = unit * VAGUE[tokens[stop + 1].low], stop + 2
    return _numeral(tokens, i, stop, None, unit, unit, "vague", low=unit * 2)


def _multi(tokens: Sequence[Token], i: int) -> Numeral | None:
    rest, stop = tokens[i].low.removeprefix("multi"), i + 1
    if not rest:
        stop = _skip_hyphen(tokens, i + 1)
        rest, stop = _word(tokens, stop), stop + 1
    unit = SCALES.get(rest.removesuffix("s"))
    return _numeral(tokens, i, stop, None, unit, unit, "vague", low=unit * 2) if unit else None


def _several(tokens: Sequence[Token], i: int) -> Numeral | None:
    j = i + 1
    if _word(tokens, j) == "of":
        j += 1
    unit = {**SCALES, **GROUPS}.get(_word(tokens, j))
    if unit is None:
        return None
    scale, stop = _scale_after(tokens, j + 1, False)
    return _numeral(tokens, i, stop, None, unit * scale, unit * scale, "vague", low=unit * scale * 2)


def _part(tokens: Sequence[Token], i: int) -> Numeral | None:
    """ "half a million", "a quarter of a billion", "three quarters of a million", "half a dozen"."""
    count, j = ONE, i
    if tokens[j].low in ("a", "one") or (tokens[j].low in UNITS and _next_fraction(tokens, j + 1)):
        count, j = UNITS.get(tokens[j].low, ONE), _skip_hyphen(tokens, j + 1)
    part = FRACTIONS.get(_word(tokens, j) if j > i else tokens[j].low)
    if part is None:
        return None
    k = _skip_hyphen(tokens, j + 1)
    if _word(tokens, k) == "of":
        k += 1
    if _word(tokens, k) in ("a", "an"):
        k = _skip_hyphen(tokens, k + 1)
    unit = {**SCALES, **GROUPS}.get(_word(tokens, k))
    if unit is None or (part not in (Decimal("0.5"), Decimal("0.25")) and unit < 1000):
        return None
    scale, stop = _scale_after(tokens, k + 1, False)
    unit *= scale
    return _numeral(tokens, i, stop, count * part * unit, part * unit, unit, "words")


def _next_fraction(tokens: Sequence[Token], j: int) -> bool:
    return _word(tokens, _skip_hyphen(tokens, j)) in FRACTIONS


def _words(tokens: Sequence[Token], i: int) -> Numeral | None:
    """Cardinals in words. A leading "a" needs a magnitude; a magnitude alone is read as one, and marked ``bare``."""
    reader = _WordReader(tokens, i)
    stop = reader.read()
    if stop is None:
        return None
    value = reader.total + reader.current
    scale = reader.scale if reader.scale else ONE
    extra, after = _and_a_half(tokens, stop)
    if extra and reader.scale and _word(tokens, after) not in SCALES:
        value, stop = value + extra * reader.scale, after
    elif extra and not reader.scale and value < 100:
        scale, stop = _scale_after(tokens, after, False)
        value = (value + extra) * scale
    return _numeral(tokens, i, stop, value, reader.quantum, scale, "words", bare=reader.bare)


class _WordReader:
    """Adds up number words from left to right: "two hundred and two thousand", "fifty-seven", "a hundred million"."""

    def __init__(self, tokens: Sequence[Token], i: int) -> None:
        self.tokens = tokens
        self.start = i
        self.total = Decimal(0)
        self.current = Decimal(0)
        self.scale = Decimal(0)
        self.quantum = ONE
        self.bare = False
        self.seen = False

    def read(self) -> int | None:
        """The index after the last number word, ``None`` if there is none."""
        i = self.start
        low = self.tokens[i].low
        if low in ("a", "an"):
            after = _word(self.tokens, i + 1)
            if (
                after not in SCALES
                and after not in ("hundred", "dozen")
                and not (after == "score" and _word(self.tokens, i + 2) == "of")
            ):
                return None
            i += 1
        else:
            self.bare = low in SCALES or low in GROUPS
        stop = None
        while i < min(len(self.tokens), self.start + LONGEST_WORDS):
            j = i if i == self.start else self._joint(i)
            if not self._take(j):
                break
            stop = i = j + 1
        return stop

    def _joint(self, i: int) -> int:
        """Steps over a glued hyphen, or over "and" where a smaller number completes a hundred or a thousand."""
        j = _skip_hyphen(self.tokens, i)
        if j == i and _word(self.tokens, i) == "and" and self.current % 100 == 0 and self._round():
            following = _word(self.tokens, i + 1)
            if (following in UNITS or following in TENS) and following != "zero":
                return i + 1
        return j

    def _round(self) -> bool:
        return self.current >= 100 or (self.current == 0 and self.scale == 1000)

    def _take(self, j: int) -> bool:
        low = _word(self.tokens, j) if j > self.start else self.tokens[j].low
        if low in UNITS:
            return self._unit(UNITS[low])
        if low in TENS:
            return self._tens(TENS[low])
        if low in GROUPS or (low == "dozens" and self.current):
            return self._group(low.removesuffix("s"))
        return low in SCALES and self._scale(SCALES[low])

    def _unit(self, value: Decimal) -> bool:
        last = self.current % 100
        free = last == 0 if value >= 10 or value == 0 else last == 0 or (last >= 20 and last % 10 == 0)
        if not free or (self.seen and value == 0) or (self.current and self.current < 20):
            return False
        self.current += value
        self.quantum = ONE
        self.seen = True
        return True

    def _tens(self, value: Decimal) -> bool:
        if self.current % 100:
            return False
        self.current += value
        self.quantum = ONE
        self.seen = True
        return True

    def _group(self, low: str) -> bool:
        if self.current >= 100 or (low == "score" and not self.current):
            return False
        self.current = (self.current or ONE) * GROUPS[low]
        self.quantum = GROUPS[low]
        self.seen = True
        if low != "hundred":
            self.scale = GROUPS[low]
        return True

    def _scale(self, value: Decimal) -> bool:
        if self.scale and value >= self.scale:
            if self.current:
                return False
            self.total *= value
        else:
            self.total += (self.current or ONE) * value
        self.current = Decimal(0)
        self.scale = self.quantum = value
        self.seen = True
        return True


def _numeral(
    tokens: Sequence[Token],
    first: int,
    stop: int,
    value: Decimal | None,
    quantum: Decimal,
    scale: Decimal,
    style: Style,
    *,
    low: Decimal | None = None,
    bare: bool = False,
) -> Numeral:
    start, end = tokens[first].start, tokens[stop - 1].end
    value = tidy(value) if value is not None else None
    return Numeral(first, stop, start, end, value, low, quantum, scale, style, bare)


def tidy(value: Decimal) -> Decimal:
    """``value`` without an exponent and without trailing zeros after the point: 2500000.0 becomes 2500000."""
    whole = value.to_integral_value()
    return whole.quantize(ONE) if value == whole and value.adjusted() < 27 else value.normalize()

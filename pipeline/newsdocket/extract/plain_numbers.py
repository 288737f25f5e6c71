"""Plain numbers outside any phrase: the loose end of the number grammar, behind
:func:`newsdocket.extract.numbers.read_number`.

Adds to ``numeral_at`` what news text hardly needs but a reader of single numbers does: signs, "point five",
unit-less fractions ("two thirds", "one over three", "three and a fifth"), powers, and continued magnitudes ("4
thousand 3 hundred and 21").
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal, DecimalException

from newsdocket.extract.numbers import BREAK, GLUED, HYPHENS, TENS, UNITS, Token, lex, numeral_at, tidy

POWER = re.compile(
    r"(?<![\w.])(?P<base>\d{1,20}(?:\.\d{1,20})?)(?:[eE](?P<exp>[+-]?\d{1,3})|"
    r"\s?[x×]\s?10\^?(?P<ten>[+-]?\d{1,3})|\^(?P<pow>[+-]{0,2}\d{1,3}))"
)
DENOMINATORS = (
    {
        word: Decimal(value)
        for value, word in enumerate(
            "half third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth "
            "fourteenth fifteenth sixteenth "
            "seventeenth eighteenth nineteenth".split(),
            start=2,
        )
    }
    | {
        "halve": Decimal(2),
        "quarter": Decimal(4),
        "first": Decimal(1),
        "second": Decimal(2),
        "hundredth": Decimal(100),
        "thousandth": Decimal(1000),
        "millionth": Decimal(10**6),
        "billionth": Decimal(10**9),
        "trillionth": Decimal(10**12),
    }
    | {word[:-1] + "ieth": value for word, value in TENS.items()}
)
ZEROS = frozenset(("nought", "naught", "oh"))
POINTERS = frozenset("this that which the another no each every any".split())


@dataclass(frozen=True, slots=True)
class PlainNumber:
    """A number found on its own: offsets and exact value."""

    start: int
    end: int
    value: Decimal


def read_all(text: str) -> list[PlainNumber]:
    """All numbers in ``text``, in order, without overlaps. Cost is linear in the length."""
    powers = {m.start(): m for m in POWER.finditer(text)}
    reader = _Reader(lex(text))
    found: list[PlainNumber] = []
    i = 0
    while i < len(reader.tokens):
        hit, i = reader.power(i, powers) or reader.number(i) or (None, i + 1)
        if hit is not None:
            found.append(hit)
    return found


class _Reader:
    def __init__(self, tokens: Sequence[Token]) -> None:
        self.tokens = tokens

    def low(self, i: int) -> str:
        """Lower-case text of token ``i``; "" behind the end or across a line break."""
        if i >= len(self.tokens) or (i and self.tokens[i].gap == BREAK):
            return ""
        return self.tokens[i].low

    def power(self, i: int, powers: dict[int, re.Match[str]]) -> tuple[PlainNumber, int] | None:
        """ "12.32e+14", "1.3x10^6", "1.1^23"."""
        match = powers.get(self.tokens[i].start)
        if match is None:
            return None
        base = Decimal(match["base"])
        shift = match["exp"] or match["ten"]
        try:
            value = base.scaleb(int(shift)) if shift else base ** int(match["pow"].replace("--", "").replace("+", ""))
        except DecimalException:
            return None
        j = i
        while j < len(self.tokens) and self.tokens[j].start < match.end():
            j += 1
        sign, start = self._sign(i)
        return PlainNumber(start, match.end(), sign * value), j

    def number(self, i: int) -> tuple[PlainNumber, int] | None:
        """The number that starts at token ``i``, with its sign, fraction or decimals in words."""
        if not self._free(i):
            return None
        found = self._ratio(i) or self._nought(i) or self._article(i) or self._cardinal(i)
        if found is None:
            return None
        value, j = found
        sign, start = self._sign(i)
        return PlainNumber(start, self.tokens[j - 1].end, tidy(sign * value)), j

    def _free(self, i: int) -> bool:
        """Not the middle of a code, nor a pronoun ("this one")."""
        token = self.tokens[i]
        if i and token.gap == GLUED and self.tokens[i - 1].kind == "word":
            return False
        return not (token.low == "one" and i and self.tokens[i - 1].low in POINTERS)

    def _sign(self, i: int) -> tuple[int, int]:
        before = self.tokens[i - 1] if i else None
        if before is None or before.low not in ("-", "−", "minus", "negative"):
            return 1, self.tokens[i].start
        free = i == 1 or self.tokens[i - 1].gap != GLUED or self.tokens[i - 2].text == "("
        return (-1, before.start) if free else (1, self.tokens[i].start)

    def _nought(self, i: int) -> tuple[Decimal, int] | None:
        if self.low(i) not in ZEROS or self.low(i) == "oh":
            return None
        return self._point(Decimal(0), i + 1)

    def _article(self, i: int) -> tuple[Decimal, int] | None:
        """ "a half", "a hundredth"."""
        if self.low(i) not in ("a", "an"):
            return None
        part = self._denominator(i + 1)
        if (
            part
            and self.low(i + 1) not in ("first", "second")
            and part[0] != 1
            and (part[0] == 2 or part[1] >= len(self.tokens))
        ):
            return 1 / part[0], part[1]
        return None

    def _cardinal(self, i: int) -> tuple[Decimal, int] | None:
        numeral = numeral_at(self.tokens, i, letters=True)
        if numeral is None or numeral.value is None:
            return None
        if self._unit_glued(numeral.stop) or (self.tokens[numeral.stop - 1].text == "m" and numeral.style == "digits"):
            return self._giga(i, numeral.value, numeral.stop)
        if numeral.bare and numeral.stop == i + 1:
            return None
        comma = self._decimal_comma(i, numeral.value) if numeral.stop == i + 1 else None
        if comma:
            return comma
        value, j = self._continued(numeral.value, numeral.scale, numeral.stop)
        value, j = self._point(value, j)
        return self._fraction(value, j) or (value, j)

    def _decimal_comma(self, i: int, value: Decimal) -> tuple[Decimal, int] | None:
        """ "1,3": a continental decimal, unless it is a list of numbers."""
        t = self.tokens
        pair = t[i : i + 3]
        glued = len(pair) == 3 and pair[1].text == "," and pair[1].gap == GLUED and pair[2].gap == GLUED
        if not glued or not pair[0].text.isdigit() or not pair[2].text.isdigit() or len(pair[2].text) > 2:
            return None
        listed = (i and t[i - 1].text == ",") or (i + 3 < len(t) and t[i + 3].text == ",")
        return None if listed else (value + Decimal(pair[2].text).scaleb(-len(pair[2].text)), i + 3)

    def _unit_glued(self, j: int) -> bool:
        return j < len(self.tokens) and self.tokens[j].kind == "word" and self.tokens[j].gap == GLUED

    def _giga(self, i: int, value: Decimal, j: int) -> tuple[Decimal, int] | None:
        return (value * 10**9, j + 1) if j < len(self.tokens) and self.tokens[j].text == "G" else None

    def _continued(self, value: Decimal, scale: Decimal, j: int) -> tuple[Decimal, int]:
        """Smaller magnitudes after a larger one: "one billion and three quarters million", "3 hundred and 21"."""
        while scale > 1 or (value % 100 == 0 and value >= 100):
            k = j + 1 if self.low(j) in ("and", ",", "&") else j
            k = k + 1 if k > j and self.low(k) in ("and", "&") else k
            parts = self._fraction_at(k) if scale > 1 and k > j else None
            following = numeral_at(self.tokens, k, letters=True) if k < len(self.tokens) and self.low(k) else None
            limit = scale if scale > 1 else Decimal(100)
            if parts and not (following and following.scaled):
                return value + parts[0] * scale, parts[1]
            if following is None or following.value is None or following.bare or following.value >= limit:
                return value, j
            if k == j and not (following.scaled or self.tokens[k].kind == "word"):
                return value, j
            if k > j and self.tokens[j].text == "," and following.style == "digits":
                return value, j
            value, scale, j = value + following.value, following.scale, following.stop
        return value, j

    def _point(self, value: Decimal, j: int) -> tuple[Decimal, int]:
        """ "point seventy-one", "point nought four": the words after "point", read as one number or digit by digit."""
        if self.low(j) != "point":
            return value, j
        digits, k = "", j + 1
        while self.low(k) in ZEROS or self.low(k) in UNITS:
            digits += "0" if self.low(k) in ZEROS else str(UNITS[self.low(k)])
            k += 1
        if not digits:
            numeral = numeral_at(self.tokens, k) if k < len(self.tokens) else None
            if numeral is None or numeral.value is None:
                return value, j
            digits, k = str(numeral.value), numeral.stop
        return value + Decimal(f"0.{digits}"), k

    def _fraction(self, value: Decimal, j: int) -> tuple[Decimal, int] | None:
        """What turns the number before token ``j`` into a fraction, or adds one to it."""
        if self.low(j) == "over" or (self.low(j) == "out" and self.low(j + 1) == "of"):
            return self._divided(value, j + (1 if self.low(j) == "over" else 2))
        part = self._denominator(self._hyphen(j))
        if part:
            return value / part[0], part[1]
        added = self._fraction_at(j + 1) if self.low(j) == "and" else None
        return (value + added[0], added[1]) if added else None

    def _divided(self, value: Decimal, k: int) -> tuple[Decimal, int] | None:
        below = numeral_at(self.tokens, k) if k < len(self.tokens) else None
        if below is None or not below.value or (below.value < value and below.value <= 10 and self.low(k - 1) == "of"):
            return None
        return value / below.value, below.stop

    def _fraction_at(self, k: int) -> tuple[Decimal, int] | None:
        """ "three fifths", "a third", "one fourth" at token ``k``."""
        top = Decimal(1) if self.low(k) in ("a", "an") else UNITS.get(self.low(k)) or TENS.get(self.low(k))
        part = self._denominator(self._hyphen(k + 1)) if top else None
        return (top / part[0], part[1]) if top and part else None

    def _hyphen(self, j: int) -> int:
        return j + 1 if self.low(j) in HYPHENS else j

    def _denominator(self, k: int, below: Decimal = Decimal(1000)) -> tuple[Decimal, int] | None:
        """An ordinal used as a denominator: "fifths", "twenty-first", "hundred thousandths"."""
        low = self.low(k)
        if low in TENS or low == "hundred":
            tens = TENS.get(low, Decimal(100))
            last = self._denominator(self._hyphen(k + 1), tens) if tens < below else None
            return (tens + last[0], last[1]) if last and last[0] < tens else None
        value = DENOMINATORS.get(low.removesuffix("s"))
        return (value, k + 1) if value and low not in ("second", "seconds", "firsts") else None

    def _ratio(self, i: int) -> tuple[Decimal, int] | None:
        """ "4/5" and "1 4/5"."""
        t = self.tokens
        whole, k = Decimal(0), i
        if (
            i + 3 < len(t)
            and t[i].text.isdigit()
            and len(t[i].text) < 9
            and t[i + 1].text.isdigit()
            and t[i + 2].text == "/"
        ):
            whole, k = Decimal(t[i].text), i + 1
        if (
            k + 2 >= len(t)
            or t[k + 1].text != "/"
            or max(len(t[k].text), len(t[k + 2].text)) > 3
            or not (t[k].text.isdigit() and t[k + 2].text.isdigit())
        ):
            return None
        top, bottom = int(t[k].text), int(t[k + 2].text)
        return (whole + Decimal(top) / bottom, k + 3) if 0 < top < bottom < 1000 and t[k + 2].gap == GLUED else None

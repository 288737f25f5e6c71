"""Finds amounts of money in news English and reads them exactly.

The finder is a grammar of its own over the tokens of :mod:`newsdocket.extract.numbers`: a currency mark or code
before a
number, a currency word, code or sign after it, shared scales and currencies in ranges, minor units, rates and vague
sums. It
needs no model. Cost is linear in the length of the text.

>>> [(m.text, m.value, m.currency, m.per) for m in find_money("He owes US$1.1bn, or $2,500 per song.")]
[('US$1.1bn', Decimal('1100000000'), 'USD', None), ('$2,500 per song', Decimal('2500'), 'USD', 'song')]
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import lru_cache

from spacy.language import Language
from spacy.tokens import Doc

from newsdocket.extract.bounds import after_between, after_from, basis_after, basis_before, is_change
from newsdocket.extract.currencies import (
    HUNDREDTH,
    LOWER_CODES,
    MILLION_CODES,
    WORDLIKE,
    Reading,
    Unit,
    read_context,
    table,
)
from newsdocket.extract.each import each_noun
from newsdocket.extract.numbers import (
    BREAK,
    DASHES,
    GLUED,
    HYPHENS,
    SPACE,
    Numeral,
    Token,
    lex,
    numeral_at,
    starts_number,
    tidy,
)
from newsdocket.extract.rates import Rate, rate_after
from newsdocket.extract.spans import MoneySpan, SpanFinder
from newsdocket.vocabulary import Basis

GROUP = "newsdocket_money"

MINOR_WORDS = frozenset(("cents", "cent", "c", "¢", "sen", "pence", "p", "paise", "kopecks", "pennies"))
MONEY_NOUNS = frozenset(
    "damages fines penalties losses fees revenue revenues profits taxes restitution compensation "
    "funding aid bribes kickbacks "
    "sales royalties debt settlements costs cash assets loans investments payments reimbursements "
    "profit income bonuses".split()
)
NOT_AFTER_A_DOLLAR = frozenset(
    "amount amounts figure figures value sign signs bill bills store limit limits general tree".split()
)
WEIGHT_VERBS = frozenset(
    "weigh weighs weighed weighing lost gained lose gain heavier lighter lift lifted pounds".split()
)
WEIGHED_NOUNS = frozenset(
    "bag bags sack sacks box boxes baby dog man package packages bale bales weight weights".split()
)
GRAND_NOUNS = frozenset(
    "jury juries juror jurors theft larceny prix slam slams total finale piano canyon rapids".split()
)
CANADIAN_TAILS = {
    "canadian": "CAD",
    "cdn": "CAD",
    "can": "CAD",
    "american": "USD",
    "us": "USD",
    "u.s.": "USD",
    "australian": "AUD",
}


@dataclass(frozen=True, slots=True)
class Amount:
    """An amount under construction: tokens ``first`` to ``stop`` (excluded), its numeral, and the unit it is in."""

    first: int
    stop: int
    number: Numeral
    unit: Unit
    low: Decimal | None = None
    high: Decimal | None = None
    extra: Decimal = Decimal(0)
    marked: bool = True
    minor: bool = True


@dataclass(frozen=True, slots=True)
class Context:
    """An article's tokens with what its bare signs mean."""

    tokens: Sequence[Token]
    reading: Reading
    has_pound_sign: bool


def find_money(text: str | Doc, *, country: str | None = None) -> list[MoneySpan]:
    """All amounts of money in ``text``, in order, without overlaps.

    ``country`` (ISO 3166 code such as "CA") decides what a bare "$" and words like "peso" mean; ``None`` guesses it
    from the text, else "$" is USD. Values are in whole currency units: "80 cents" is 0.8.
    """
    source = text.text if isinstance(text, Doc) else text
    return list(_found(source, country.upper() if country else None))


@lru_cache(maxsize=64)
def _found(source: str, country: str | None) -> tuple[MoneySpan, ...]:
    tokens = lex(source)
    context = Context(tokens, read_context(source, country), "£" in source or "GBP" in source or "sterling" in source)
    spans: list[MoneySpan] = []
    i = 0
    while i < len(tokens):
        found = _amounts_at(context, i)
        for amount in found:
            spans.append(_span(context, amount, source))
        i = max(found[-1].stop, _end(context, spans[-1], i)) if found else _step(tokens, i)
    return tuple(_share_brackets(context, spans, source))


def _share_brackets(context: Context, spans: Sequence[MoneySpan], source: str) -> list[MoneySpan]:
    """A converted figure in brackets takes the basis of the amount before it; a rate behind the bracket is for both."""
    shared = list(spans)
    for k in range(1, len(shared)):
        first, second = shared[k - 1], shared[k]
        if source[first.end : second.start].strip() not in ("(", "[") or source[second.end : second.end + 1] not in (
            ")",
            "]",
        ):
            continue
        if second.basis == "exact" and second.value is not None:
            shared[k] = second = second.model_copy(
                update={"basis": first.basis if first.value is not None else "exact"}
            )
        rate = (
            rate_after(context.tokens, _end(context, second, 0) + 1)
            if first.per is None and second.per is None
            else None
        )
        per = first.per or second.per or (rate.noun if rate else None)
        shared[k - 1 : k + 1] = [first.model_copy(update={"per": per}), second.model_copy(update={"per": per})]
    return shared


def _end(context: Context, span: MoneySpan, i: int) -> int:
    """The first token at or after ``i`` that starts behind ``span``."""
    while i < len(context.tokens) and context.tokens[i].start < span.end:
        i += 1
    return i


def _step(tokens: Sequence[Token], i: int) -> int:
    """Skips a number that is not money as a whole, so that its tail is not read as another one."""
    if tokens[i].kind == "mark":
        return i + 1
    number = numeral_at(tokens, i)
    return number.stop if number and number.stop > i + 1 and not number.bare else i + 1


def _amounts_at(context: Context, i: int) -> list[Amount]:
    """The amount that starts at token ``i``, as one item, or two where "from X to Y" tells of a change."""
    if not _may_open(context.tokens, i):
        return []
    first = _prefixed(context, i) or _suffixed(context, i) or _shared_range(context, i) or _one_unit(context, i)
    if first is None:
        return []
    if first.low is not None or first.number.value is None:
        return [first]
    first = _add_minor(context, first)
    return _with_second(context, first)


def _may_open(tokens: Sequence[Token], i: int) -> bool:
    """A quick look that spares most words: only a sign, a digit, a number word, or a word before those can open an
    amount.
    """
    token = tokens[i]
    if token.kind != "word":
        return token.kind != "other"
    if starts_number(token.low):
        return True
    following = tokens[i + 1] if i + 1 < len(tokens) else None
    named = token.low in ("malaysia", "malaysian")
    return named or (following is not None and following.kind in ("num", "mark", "frac"))


def _prefixed(context: Context, i: int) -> Amount | None:
    """ "$5", "US$ 5 million", "EUR 5m", "Rs. 500 crore", "dollar 22.5 million"."""
    unit, j = _unit_before(context, i)
    if unit is None:
        return None
    tokens = context.tokens
    if j + 1 < len(tokens) and tokens[j].text in "-−" and tokens[j].gap == GLUED and tokens[j + 1].gap == GLUED:
        j += 1
    if j >= len(tokens) or tokens[j].gap == BREAK or tokens[j].kind not in ("num", "frac"):
        return None
    number = numeral_at(tokens, j, letters=True)
    if number is None or (j == i + 1 and tokens[i].kind == "word" and not _code_fits(tokens, i, number)):
        return None
    unit, stop = _unit_tail(context, unit, number.stop)
    return Amount(i, stop, number, unit)


def _unit_before(context: Context, i: int) -> tuple[Unit | None, int]:
    token = context.tokens[i]
    if token.kind == "mark":
        return _widened_mark(context, i), i + 1
    if token.kind != "word":
        return None, i
    spelled = _spelled_mark(context, i)
    if spelled:
        return spelled, i + 2
    code = _code(token)
    if code:
        after = context.tokens[i + 1] if i + 1 < len(context.tokens) else None
        return code, i + 2 if after and after.text == "$" else i + 1
    return _word_before(context, i)


def _widened_mark(context: Context, i: int) -> Unit:
    return table().marks[context.tokens[i].text]


def _spelled_mark(context: Context, i: int) -> Unit | None:
    """ "US $5", "c $ 16.4 million", "U.S. $3": letters and a sign set apart."""
    if i + 1 >= len(context.tokens) or context.tokens[i + 1].text != "$" or context.tokens[i + 1].gap == BREAK:
        return None
    token = context.tokens[i]
    if token.text in ("US", "U.S.", "HK", "NZ", "AU", "NT", "Mex", "Cdn", "CDN", "C", "c", "Can"):
        return table().marks.get({"c": "C"}.get(token.text, token.text) + "$")
    glued = context.tokens[i + 1].gap == GLUED
    return next((u for m, u in table().marks.items() if glued and m.lower() == token.low + "$"), None)


def _code(token: Token) -> Unit | None:
    """The unit for an ISO code: upper case, or lower case for the commonest; "MEUR" is millions of euros."""
    code = token.text if token.text.isupper() else token.low.upper() if token.low in LOWER_CODES else ""
    if code == "RMB":
        return Unit("CNY")
    if len(code) == 3 and code in table().codes:
        return Unit(code)
    if (
        len(token.text) == 4
        and token.low[0] == "m"
        and token.text[1:].upper() in MILLION_CODES
        and token.text[1:].isupper()
    ):
        return Unit(token.text[1:], None, Decimal(10**6))
    return None


def _code_fits(tokens: Sequence[Token], i: int, number: Numeral) -> bool:
    """Codes that are also words ("TOP 10", "ALL 50 states") need a magnitude or a grouped number beside them."""
    plain = not number.scaled and "," not in tokens[number.first].text
    if tokens[i].text in WORDLIKE and plain:
        return False
    lower_word = tokens[i].text.islower() and tokens[i].low not in LOWER_CODES
    return not (lower_word and plain and _continues(tokens, number.stop))


def _continues(tokens: Sequence[Token], stop: int) -> bool:
    return stop < len(tokens) and tokens[stop].kind == "word" and tokens[stop].gap != BREAK


def _word_before(context: Context, i: int) -> tuple[Unit | None, int]:
    """ "dollar 22.5 million", "ringgit 42": a currency word in the singular or plural before digits, at the end of
    its clause.
    """
    if context.tokens[i].text[0].isupper() and i > 0 and context.tokens[i].low not in ("malaysia", "malaysian"):
        return None, i
    found = _phrase(context, i)
    if (
        found is None
        or (i > 0 and context.tokens[i - 1].kind == "num")
        or found[0].shared in ("won", "real", "mark", "cent", "pound")
    ):
        return None, i
    return found


def _phrase(context: Context, i: int) -> tuple[Unit, int] | None:
    """The longest currency name in words that starts at token ``i``, and the index after it."""
    tokens, phrases = context.tokens, table().phrases
    words: list[str] = []
    best: tuple[Unit, int] | None = None
    for k in range(i, min(i + 5, len(tokens))):
        if k > i and tokens[k].gap == BREAK:
            break
        words.append(tokens[k].low)
        unit = phrases.get(tuple(words))
        if unit:
            best = unit, k + 1
    return best


def _unit_tail(context: Context, unit: Unit, stop: int) -> tuple[Unit, int]:
    """A code or country after a bare sign: "$10 million AUD", "$5 Canadian", "$20 million (U.S.)"."""
    tokens = context.tokens
    if unit.shared != "dollar" or stop >= len(tokens) or tokens[stop].gap == BREAK:
        return unit, stop
    at = stop + 1 if tokens[stop].text == "(" else stop
    if at >= len(tokens) or tokens[at].kind != "word":
        return unit, stop
    closes = at == stop or (at + 1 < len(tokens) and tokens[at + 1].text == ")")
    code = _code(tokens[at]) if tokens[at].text.isupper() else None
    if code and code.code in table().shared["dollar"]["codes"] and closes and code.factor == 1:
        return code, at + 1 + (at > stop)
    named = CANADIAN_TAILS.get(tokens[at].low)
    if (
        named
        and closes
        and (at > stop or not _continues(tokens, at + 1) or tokens[at + 1].low in ("dollars", "to", "in", "for", "and"))
    ):
        extra = at + 1 < len(tokens) and at == stop and tokens[at + 1].low == "dollars"
        return Unit(named), at + 1 + (at > stop) + extra
    return unit, stop


def _suffixed(context: Context, i: int) -> Amount | None:
    """ "2.5 million euros", "5m €", "10-billion-dollar", "a hundred dollars", "millions of pounds", "61bn won",
    "38p".
    """
    tokens = context.tokens
    if _inside_word(tokens, i):
        return None
    number = numeral_at(tokens, i, letters=True)
    if number is None:
        return None
    return _with_unit(context, i, number) or _bare_vague(context, i, number)


def _inside_word(tokens: Sequence[Token], i: int) -> bool:
    """Whether a number is the tail of a code such as 25-cv-01234 or iPhone15."""
    if tokens[i].gap != GLUED or i == 0:
        return False
    before = tokens[i - 1]
    return (
        before.kind in ("word", "num")
        or before.text in ("/", "#", "_")
        or (before.text in HYPHENS and i > 1 and tokens[i - 2].kind == "num")
    )


def _with_unit(context: Context, i: int, number: Numeral) -> Amount | None:
    found = _unit_after(context, number)
    if found is None:
        return None
    unit, stop = found
    if not _sensible(context, number, unit, stop):
        return None
    scale, stop = _scale_behind(context, unit, number, stop)
    return Amount(i, stop, replace(number, value=None if number.value is None else number.value * scale), unit)


def _scale_behind(context: Context, unit: Unit, number: Numeral, stop: int) -> tuple[Decimal, int]:
    """ "75 USD million": the magnitude stands behind the code."""
    tokens = context.tokens
    if number.scaled or stop >= len(tokens) or tokens[stop].gap == BREAK or not tokens[stop - 1].text.isupper():
        return Decimal(1), stop
    scale = {"million": 10**6, "billion": 10**9, "trillion": 10**12}.get(tokens[stop].low)
    return (Decimal(scale), stop + 1) if scale else (Decimal(1), stop)


def _unit_after(context: Context, number: Numeral) -> tuple[Unit, int] | None:
    """The currency that follows a number: a sign, a code or a name, after a blank, a hyphen or "of" (vague sums)."""
    tokens, j = context.tokens, number.stop
    if (
        (j < len(tokens) and number.style == "vague" and tokens[j].low == "of")
        or (j + 1 < len(tokens) and tokens[j].text in HYPHENS and tokens[j].gap == GLUED and tokens[j + 1].gap == GLUED)
        or (j < len(tokens) and tokens[j].low == "of" and number.scaled and number.style == "words")
    ):
        j += 1
    if j >= len(tokens) or tokens[j].gap == BREAK:
        return None
    token = tokens[j]
    if token.kind == "mark":
        return _sign_after(context, j)
    if token.kind != "word":
        return (Unit("USD", "cent", HUNDREDTH), j + 1) if token.text == "¢" else None
    code = _code(token)
    if code and not (token.text in WORDLIKE and token.gap != GLUED and not number.scaled):
        return code, j + 1
    return _phrase(context, j) or _slang(context, number, j)


def _sign_after(context: Context, j: int) -> tuple[Unit, int] | None:
    """A sign after a number, unless it opens the next amount ("in 2023 $5 million")."""
    following = context.tokens[j + 1] if j + 1 < len(context.tokens) else None
    glued = context.tokens[j].gap == GLUED
    if following and following.kind in ("num", "frac") and following.gap == GLUED and not glued:
        return None
    if (
        following
        and following.kind in ("num", "frac")
        and following.gap != BREAK
        and not (glued and following.gap == SPACE)
    ):
        return None
    return table().marks[context.tokens[j].text], j + 1


def _slang(context: Context, number: Numeral, j: int) -> tuple[Unit, int] | None:
    """Glued "p" and "c" for pence and cents, "grand" for thousands, the signs zł, kr, Ft and RM after the number."""
    token = context.tokens[j]
    if token.text == "p" and token.gap == GLUED and (context.has_pound_sign or context.reading.country == "GB"):
        return Unit("GBP", None, HUNDREDTH), j + 1
    if token.low == "grand":
        following = context.tokens[j + 1] if j + 1 < len(context.tokens) else None
        plain = following is None or (following.low not in GRAND_NOUNS and not following.text[0].isupper())
        return (Unit("USD", "dollar", Decimal(1000)), j + 1) if plain and not number.scaled else None
    marks = {
        "zł": "PLN",
        "rs": "INR",
        "rm": "MYR",
        "ft": "",
        "tk": "BDT",
        "le": "EGP",
        "l.e.": "EGP",
        "nis": "ILS",
        "fcfa": "XAF",
    }
    code = marks.get(token.low)
    cased = token.low == "l.e." or token.text in ("zł", "Rs", "RM", "Tk", "LE", "NIS", "FCFA")
    return (Unit(code), j + 1) if code and cased else None


def _sensible(context: Context, number: Numeral, unit: Unit, stop: int) -> bool:
    """Weeds out names, weights and verbs that look like currency words: "50 Cent", "200 pounds of", "two women won"."""
    tokens = context.tokens
    word = tokens[stop - 1]
    if number.bare and (number.scale < 1000 or word.low.endswith("s")):
        return False
    if word.text == "Cent" and not word.text.isupper() and number.style == "digits":
        return False
    if word.text == "Bucks":
        return False
    if unit.shared == "pound" or (word.low in ("pound", "pounds") and unit.code == "GBP"):
        return _pounds_of_money(context, number, stop)
    if word.low in (
        "won",
        "real",
        "mark",
        "marks",
        "crown",
        "crowns",
        "som",
        "rand",
        "dong",
        "kip",
        "kina",
        "lek",
        "pula",
        "ether",
        "sterling",
        "sen",
    ):
        return _rare_word(context, number, word)
    if unit.factor == HUNDREDTH and _on_the_dollar(tokens, stop):
        return False
    return not (number.value is None and number.low is None)


def _on_the_dollar(tokens: Sequence[Token], stop: int) -> bool:
    return [token.low for token in tokens[stop : stop + 3]] == ["on", "the", "dollar"]


def _pounds_of_money(context: Context, number: Numeral, stop: int) -> bool:
    tokens = context.tokens
    following = tokens[stop].low if stop < len(tokens) else ""
    if context.has_pound_sign or tokens[stop - 2].low in ("egyptian", "lebanese", "syrian", "sudanese", "british"):
        return True
    if (
        following == "of"
        or following in WEIGHED_NOUNS
        or (number.first > 0 and tokens[number.first - 1].low in WEIGHT_VERBS)
    ):
        return False
    if tokens[stop - 2].text in HYPHENS and not number.scaled:
        return False
    scores = context.reading.scores
    if number.scaled and number.scale >= 10**5:
        return True
    return scores.get("US", 0) == 0 or scores.get("GB", 0) > scores.get("US", 0)


def _rare_word(context: Context, number: Numeral, word: Token) -> bool:
    """Currency names that are also English words need a magnitude, or a country that uses them named in the text."""
    if word.text[0].isupper():
        return False
    if number.scaled and number.scale >= 10**6:
        return True
    known = {
        "won": ("KR", "KP"),
        "rand": ("ZA",),
        "dong": ("VN",),
        "sen": ("MY", "JP"),
        "crown": ("CZ", "SE", "NO", "DK", "IS"),
        "crowns": ("CZ", "SE", "NO", "DK", "IS"),
    }
    scores = context.reading.scores
    return any(scores.get(c, 0) for c in known.get(word.low, ())) or word.low in ("sterling", "rand")


def _bare_vague(context: Context, i: int, number: Numeral) -> Amount | None:
    """ "billions in damages": a vague magnitude and a noun that only money fits."""
    tokens, j = context.tokens, number.stop
    if number.style != "vague" or number.scale < 1000 or j + 1 >= len(tokens) or tokens[j].low != "in":
        return None
    for k in range(j + 1, min(j + 4, len(tokens))):
        if tokens[k].low in MONEY_NOUNS:
            return Amount(i, number.stop, number, Unit("USD", "dollar"))
        if tokens[k].kind != "word" or tokens[k].gap == BREAK:
            return None
    return None


def _one_unit(context: Context, i: int) -> Amount | None:
    """ "a dollar", "a euro", "a penny": one unit, where no noun follows that makes it a compound."""
    tokens = context.tokens
    if tokens[i].low not in ("a", "an") or i + 1 >= len(tokens) or tokens[i + 1].gap == BREAK:
        return None
    if tokens[i + 1].low not in ("dollar", "euro"):
        return None
    following = tokens[i + 2] if i + 2 < len(tokens) else None
    if following and following.kind == "word" and following.low not in RATE_STARTS and following.gap != BREAK:
        return None
    if following and following.text in HYPHENS:
        return None
    unit = table().phrases[(tokens[i + 1].low,)]
    one = Numeral(i, i + 1, tokens[i].start, tokens[i].end, Decimal(1), None, Decimal(1), Decimal(1), "words")
    return Amount(i, i + 2, one, unit)


RATE_STARTS = frozenset(
    "a an per for and in each every or to from of on if as but when than at by apiece more less".split()
)


def _shared_range(context: Context, i: int) -> Amount | None:
    """ "20 to 25 million dollars", "between 1.1 and 1.3 dollars", "7-9 lakh rupees": the first number borrows unit
    and scale.
    """
    tokens = context.tokens
    if _inside_word(tokens, i):
        return None
    first = numeral_at(tokens, i, letters=True)
    if first is None or first.value is None or first.bare:
        return None
    j = _connector(tokens, first.stop, after_between(tokens, i))
    if j is None or j >= len(tokens):
        return None
    second = numeral_at(tokens, j, letters=True)
    if second is None or second.value is None:
        return None
    last = _with_unit(context, j, second)
    if last is None or last.number.value is None:
        return None
    low = _borrow(first, second)
    if low is None:
        return None
    return Amount(i, last.stop, second, last.unit, low=low, high=last.number.value)


def _borrow(first: Numeral, second: Numeral) -> Decimal | None:
    """The lower end, in the scale of the upper one where only that is scaled; ``None`` where the two make no range."""
    if first.value is None or second.value is None:
        return None
    low = first.value
    if not first.scaled and second.scaled and low * second.scale <= second.value:
        low = tidy(low * second.scale)
    return low if low < second.value else None


def _connector(tokens: Sequence[Token], j: int, between: bool) -> int | None:
    """The index after "to", a dash or "or" (or "and" after "between") at token ``j``; ``None`` if there is no such
    word.
    """
    if j + 1 >= len(tokens) or tokens[j].gap == BREAK or tokens[j + 1].gap == BREAK:
        return None
    if tokens[j].low == "to" or tokens[j].low in DASHES or tokens[j].low == "or":
        return j + 1
    return j + 1 if between and tokens[j].low == "and" else None


def _add_minor(context: Context, amount: Amount) -> Amount:
    """ "thirteen dollars and forty-five cents", "$20 and 43c", "20 ringgit 43"."""
    tokens, j = context.tokens, amount.stop
    if not _takes_minor(amount):
        return amount
    if j < len(tokens) and tokens[j].low == "and" and tokens[j].gap != BREAK:
        j += 1
    number = numeral_at(tokens, j) if j < len(tokens) and tokens[j].gap == SPACE else None
    if number is None or number.value is None or number.scaled or not _is_minor(number.value):
        return amount
    k = number.stop
    if k < len(tokens) and tokens[k].low in MINOR_WORDS:
        return replace(amount, stop=k + 1, extra=tidy(number.value * HUNDREDTH))
    spelled = amount.number.first < amount.stop - 1 or amount.first == amount.number.first
    ends = k >= len(tokens) or (tokens[k].text in ".,;)" and _ends_clause(tokens, k))
    if ends and (spelled or j > amount.stop):
        return replace(amount, stop=k, extra=tidy(number.value * HUNDREDTH))
    return amount


def _takes_minor(amount: Amount) -> bool:
    """Whether cents can follow: a whole number of units, without a magnitude."""
    value = amount.number.value
    return (
        amount.unit.factor == 1
        and not amount.number.scaled
        and value is not None
        and value == value.to_integral_value()
    )


def _is_minor(value: Decimal) -> bool:
    return 0 < value < 100 and value == value.to_integral_value()


def _ends_clause(tokens: Sequence[Token], k: int) -> bool:
    return tokens[k].text == "." and (k + 1 >= len(tokens) or tokens[k + 1].gap != GLUED)


def _with_second(context: Context, first: Amount) -> list[Amount]:
    """Joins "$20 to $25 million" into a range; "rose from $5 to $7 million" stays two amounts with a shared scale."""
    tokens = context.tokens
    between = after_between(tokens, first.first)
    j = _connector(tokens, first.stop, between)
    second = _second(context, first, j, tokens[first.stop].low == "or") if j is not None and j < len(tokens) else None
    if second is None or second.number.value is None or first.number.value is None:
        return [first]
    if context.reading.code(first.unit) != context.reading.code(second.unit) and second.marked:
        return [first]
    low, high = _value(first), _value(second)
    if not first.number.scaled and second.number.scaled and low * second.number.scale < high and first.unit.factor == 1:
        low = tidy(low * second.number.scale)
    alternative = tokens[first.stop].low == "or"
    changed = not between and after_from(tokens, first.first) and is_change(tokens, first.first)
    if low >= high or changed or (alternative and first.number.scaled == second.number.scaled):
        shared = replace(first, low=low, high=low) if low != _value(first) and low < high else first
        return [shared, second] if second.marked else [first]
    return [replace(first, stop=second.stop, low=low, high=high)]


def _second(context: Context, first: Amount, j: int, alternative: bool) -> Amount | None:
    """The upper end at token ``j``: an amount of its own, or after a sign a number without one ("$20-25 million")."""
    own = _prefixed(context, j) or _suffixed(context, j)
    if own is not None:
        return own if own.low is None else None
    tokens = context.tokens
    number = numeral_at(tokens, j, letters=True)
    if number is None or number.value is None or first.first == first.number.first or alternative:
        return None
    dash = tokens[j - 1].text in DASHES
    if not dash and not (number.scaled and not first.number.scaled) and _continues(tokens, number.stop):
        return None
    if dash and not number.scaled and (first.number.scaled or _continues_glued(tokens, number.stop)):
        return None
    return Amount(j, number.stop, number, first.unit, marked=False)


def _continues_glued(tokens: Sequence[Token], stop: int) -> bool:
    return stop < len(tokens) and tokens[stop].kind in ("word", "num") and tokens[stop].gap == GLUED


def _value(amount: Amount) -> Decimal:
    value = amount.number.value if amount.number.value is not None else Decimal(0)
    return tidy(value * amount.unit.factor + amount.extra)


def _span(context: Context, amount: Amount, source: str) -> MoneySpan:
    """The finished span: value or bounds, currency, basis, and the rate that follows."""
    tokens = context.tokens
    rate = rate_after(tokens, amount.stop)
    stop = rate.stop if rate else amount.stop
    start, end = tokens[amount.first].start, tokens[stop - 1].end
    value, low, high = _bounds(amount)
    return MoneySpan(
        start=start,
        end=end,
        text=source[start:end],
        value=value,
        min_value=low,
        max_value=high,
        basis=_basis(context, amount, value, high),
        currency=context.reading.code(amount.unit),
        per=_per(tokens, amount, rate),
    )


def _per(tokens: Sequence[Token], amount: Amount, rate: Rate | None) -> str | None:
    """The noun of a rate; for "each" and "apiece" the one that they stand for, where the sentence tells."""
    if rate is None or rate.noun:
        return rate.noun if rate else None
    return each_noun(tokens, amount.first, rate.stop)


def _bounds(amount: Amount) -> tuple[Decimal | None, Decimal | None, Decimal | None]:
    factor = amount.unit.factor
    if amount.low is not None and amount.high is not None:
        if amount.low == amount.high:
            return amount.low, None, None
        return None, tidy(amount.low * factor), tidy(amount.high * factor)
    if amount.number.value is None:
        return None, tidy((amount.number.low or Decimal(0)) * factor), None
    return _value(amount), None, None


def _basis(context: Context, amount: Amount, value: Decimal | None, high: Decimal | None) -> Basis:
    if value is None:
        return "range" if high is not None else "at_least"
    before, _ = basis_before(context.tokens, amount.first)
    return basis_after(context.tokens, amount.stop) or before


@Language.factory("newsdocket_money", default_config={"country": None})
def make_money(nlp: Language, name: str, country: str | None) -> SpanFinder:
    """The component that stores ``find_money`` of a ``Doc`` in ``doc.spans["newsdocket_money"]``."""
    return SpanFinder(find_money, GROUP, "MONEY", country=country)

"""Finds counted things in news English: "86 million songs", "three major record labels", "300TB", "12 percent",
"dozens of women".

Works on plain text with closed word lists; a ``Doc`` with part-of-speech tags sharpens the noun phrases. Money, dates,
times, ages, durations, measures, ordinals, section numbers, addresses, votes and names are not counts. Cost is linear
in the length.

>>> [(c.text, str(c.value), c.item) for c in find_counts("They copied 86 million songs (300TB) by two bands.")]
[('86 million songs', '86000000', 'songs'), ('300TB', '300', 'terabytes'), ('two bands', '2', 'bands')]
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from spacy.language import Language
from spacy.tokens import Doc

from newsdocket.extract.bounds import after_between, after_from, basis_after, basis_before, is_change
from newsdocket.extract.money import find_money
from newsdocket.extract.nouns import Phrase, PhraseReader, is_plural, tags_of, words
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
    tidy,
)
from newsdocket.extract.spans import CountSpan, SpanFinder
from newsdocket.vocabulary import Basis

GROUP = "newsdocket_counts"

ONE_IN = frozenset("one two three four nine 1 2 3 4 9".split())
CODES = frozenset(("u.s.c.", "u.s.c", "usc", "c.f.r.", "cfr"))
CHARGING = frozenset("indictment information complaint superseding verdict conviction case lawsuit suit".split())
PERCENT = frozenset(("%", "percent", "pct"))
MULTIPLES = frozenset(
    "the a an its his her their our your my that this those these what as more over greater higher larger bigger "
    "faster longer less fewer lower smaller actual".split()
)
"""Words behind "three times" that make it a factor, or a frequency ("four times a year")."""
STOPS = frozenset((".", ",", ";", ":", "!", "?", ")"))
HARM = frozenset("killed killing kills injured injuring injures wounded wounding wounds hurt hurting".split())
HARMED = frozenset("killed injured wounded hurt missing dead hospitalized hospitalised".split())
HEDGES = frozenset("about only just some nearly almost roughly close to at least".split())
WHOLE_REACH = 30
"""How many tokens behind "Of the 19 claims" a bare number can still be a part of them."""


@dataclass(frozen=True, slots=True)
class Counted:
    """A count under construction: tokens ``first`` to ``stop`` (excluded) and what is counted."""

    first: int
    stop: int
    item: str
    number: Numeral
    low: Decimal | None = None


def find_counts(text: str | Doc) -> list[CountSpan]:
    """All counts in ``text``, in order, without overlaps. ``item`` is the head noun as written, in lower case."""
    source = text.text if isinstance(text, Doc) else text
    tokens = lex(source)
    tags = tags_of(text, tokens) if isinstance(text, Doc) else []
    return _CountFinder(source, tokens, tags).find()


class _CountFinder:
    def __init__(self, source: str, tokens: Sequence[Token], tags: Sequence[str]) -> None:
        self.source = source
        self.tokens = tokens
        self.tags = tags
        self.phrases = PhraseReader(tokens, tags)
        self.words = words()
        self.labelled = -1
        self.last: tuple[str, Decimal | None] = ("", None)
        self.whole: Counted | None = None

    def find(self) -> list[CountSpan]:
        """Walks the tokens once, passing over money."""
        spans: list[CountSpan] = []
        money = iter(find_money(self.source))
        amount = next(money, None)
        i = 0
        while i < len(self.tokens):
            while amount is not None and amount.end <= self.tokens[i].start:
                amount = next(money, None)
            if amount is not None and self.tokens[i].start >= amount.start:
                i += 1
                continue
            counted, i = self._at(i)
            if counted is not None:
                spans.append(self._span(counted))
                self._remember(counted)
        return spans

    def _remember(self, counted: Counted) -> None:
        """Keeps what was counted last, and how many there were at most, for numbers without a noun."""
        if self._opens_whole(counted.first):
            self.whole = counted
        item, most = self.last
        value = counted.number.value
        smaller = item == counted.item and most is not None and value is not None and value <= most
        if counted.item != "percent" and not smaller:
            self.last = (counted.item, value)

    def _at(self, i: int) -> tuple[Counted | None, int]:
        """The count at token ``i``, and the token to go on from."""
        number = numeral_at(self.tokens, i)
        if number is None:
            return None, i + 1
        if self._named(i, number):
            self.labelled = number.stop
            return None, number.stop
        found = self._range(i, number) or self._counted(i, number)
        return found, found.stop if found else number.stop

    def _range(self, i: int, first: Numeral) -> Counted | None:
        """ "10 to 20 songs", "between 15 and 20 per cent", "two or three women"."""
        j = first.stop
        if first.value is None or j + 1 >= len(self.tokens) or self.tokens[j + 1].gap == BREAK:
            return None
        joined = self.tokens[j].low in ("to", "or") or self.tokens[j].text in DASHES
        if not joined and not (self.tokens[j].low == "and" and after_between(self.tokens, i)):
            return None
        second = numeral_at(self.tokens, j + 1)
        if second is None or second.value is None:
            return None
        if after_from(self.tokens, i) and is_change(self.tokens, i):
            return None
        low = first.value
        if not first.scaled and second.scaled and low * second.scale < second.value:
            low = tidy(low * second.scale)
        counted = self._counted(j + 1, second) if low < second.value else None
        return replace(counted, first=i, low=low) if counted else None

    def _counted(self, i: int, number: Numeral) -> Counted | None:
        j = self._after_tail(self._after_restatement(number))
        if j >= len(self.tokens) or self.tokens[j].gap == BREAK or self.tokens[j].text in STOPS:
            return self._bare(i, number)
        return (
            self._percent(i, j, number)
            or self._data(i, j, number)
            or self._hyphen(i, j, number)
            or self._things(i, j, number)
        )

    def _after_restatement(self, number: Numeral) -> int:
        """Skips the digits in "thirty-three (33) residents"."""
        t, j = self.tokens, number.stop
        if j + 2 < len(t) and t[j].text == "(" and t[j + 1].kind == "num" and t[j + 2].text == ")":
            again = numeral_at(t, j + 1)
            if again is not None and again.value == number.value:
                return j + 3
        return j

    def _after_tail(self, j: int) -> int:
        """Skips "or more" in "90 or more people"."""
        two = [token.low for token in self.tokens[j : j + 2]]
        return j + 2 if two in (["or", "more"], ["or", "fewer"], ["or", "so"]) else j

    def _percent(self, i: int, j: int, number: Numeral) -> Counted | None:
        k = j + 1 if j + 1 < len(self.tokens) and self.tokens[j].text in HYPHENS else j
        if k >= len(self.tokens) or self.tokens[k].gap == BREAK or number.bare:
            return None
        token = self.tokens[k]
        if token.low in PERCENT:
            return Counted(i, k + 1, "percent", number)
        if token.low == "per" and k + 1 < len(self.tokens) and self.tokens[k + 1].low == "cent":
            return Counted(i, k + 2, "percent", number)
        return None

    def _data(self, i: int, j: int, number: Numeral) -> Counted | None:
        token = self.tokens[j]
        if (
            token.kind == "word"
            and token.gap != BREAK
            and token.text.upper() == token.text
            and token.low in self.words.data_units
        ):
            return Counted(i, j + 1, self.words.data_units[token.low], number)
        return None

    def _hyphen(self, i: int, j: int, number: Numeral) -> Counted | None:
        """ "two-count indictment": the number of counts, in the singular with a hyphen."""
        t = self.tokens
        if j + 1 < len(t) and t[j].text in HYPHENS and t[j].gap == GLUED and t[j + 1].low in self.words.hyphen_items:
            return Counted(i, j + 2, t[j + 1].low, number)
        return None

    def _things(self, i: int, j: int, number: Numeral) -> Counted | None:
        """A number and its noun phrase."""
        token = self.tokens[j]
        if token.gap == BREAK or (token.gap == GLUED and token.text not in ("'", "’")):
            return None
        if number.value == 0 or (number.bare and number.stop == i + 1 and not self._determined(i)):
            return None
        if number.value == 1:
            return self._single(i, j, number)
        if token.low == "of":
            return self._part_of(i, j, number)
        if number.value is not None and number.value != number.value.to_integral_value():
            return None
        if token.low == "count" and j + 1 < len(self.tokens) and self.tokens[j + 1].low in CHARGING:
            return Counted(i, j + 1, token.low, number)
        if self._letter_scale(number) and token.low.endswith("ed"):
            return None
        phrase = self.phrases.read(j)
        bare = self._bare(i, number) if phrase is None else None
        if bare is not None:
            return bare
        if phrase is None and (self._of_those(i) or self._rest(i)):
            copula = self.phrases.read(j + 1) if token.low in ("are", "were") else None
            return self._checked(i, number, replace(copula, stop=j)) if copula else self._elided(i, number)
        return self._checked(i, number, phrase)

    def _bare(self, i: int, number: Numeral) -> Counted | None:
        """A number without a noun that its sentence explains."""
        if number.value is not None and (number.value <= 1 or number.value != number.value.to_integral_value()):
            return None
        return self._part_of_whole(i, number) or self._people(i, number)

    def _opens_whole(self, i: int) -> bool:
        """Whether "Of the" or the like stands before the number and opens its sentence."""
        t, k = self.tokens, i - 1
        if k >= 0 and t[k].low in self.words.determiners:
            k -= 1
        return k >= 0 and t[k].low == "of" and (k == 0 or self._opens_sentence(k) or t[k - 1].text in ",;(")

    def _part_of_whole(self, i: int, number: Numeral) -> Counted | None:
        """ "Of the 19 claims that it had made, six went to trial": a bare number after the comma, in one sentence."""
        t, whole, k = self.tokens, self.whole, i - 1
        if whole is None or not 0 < i - whole.stop <= WHOLE_REACH or number.value is None:
            return None
        while k > whole.stop and t[k].low in HEDGES:
            k -= 1
        between = t[whole.stop : i]
        if t[k].low not in (",", "and") or any(token.text in ".?!;" or token.gap == BREAK for token in between):
            return None
        fits = whole.number.value is None or number.value <= whole.number.value
        return Counted(i, number.stop, whole.item, number) if fits else None

    def _people(self, i: int, number: Numeral) -> Counted | None:
        """ "killing 12", "injured four", "11 are reported missing": people, where no noun says whom."""
        t, after = self.tokens, number.stop
        following = t[after] if after < len(t) else None
        closed = following is None or following.kind == "other" or following.low in self.words.boundaries
        if i and t[i - 1].low in HARM and t[i].gap != BREAK:
            return Counted(i, after, "people", number) if closed else None
        if following is None or following.low not in ("are", "were"):
            return None
        told = t[after + 2 : after + 3] if t[after + 1 : after + 2] and t[after + 1].low in ("reported", "also") else []
        state = told or t[after + 1 : after + 2]
        return Counted(i, after, "people", number) if state and state[0].low in HARMED else None

    def _rest(self, i: int) -> bool:
        """Whether "the other" or "the remaining" stands right before the number."""
        before = [token.low for token in self.tokens[max(i - 2, 0) : i]]
        return before in (["the", "other"], ["the", "remaining"])

    def _letter_scale(self, number: Numeral) -> bool:
        """Whether the magnitude is one letter, as in the name of a firm such as 3M."""
        return len(self.tokens[number.stop - 1].text) == 1 and self.tokens[number.stop - 1].kind == "word"

    def _determined(self, i: int) -> bool:
        return self.tokens[i].low == "dozen" and i > 0 and self.tokens[i - 1].low in self.words.determiners

    def _single(self, i: int, j: int, number: Numeral) -> Counted | None:
        """ "one count", "one felony count": only where the noun is one that is counted in court."""
        for k in range(j, min(j + 4, len(self.tokens))):
            token = self.tokens[k]
            if token.kind != "word" or token.gap == BREAK or token.low in self.words.boundaries:
                return None
            if token.low in self.words.singular_heads:
                return Counted(i, self._with_offence(k), token.low, number)
        return None

    def _with_offence(self, head: int) -> int:
        """The end of "counts of wire fraud": the offence belongs to the phrase where it is a plain noun phrase."""
        t = self.tokens
        if t[head].low not in ("count", "counts") or head + 2 >= len(t) or t[head + 1].low != "of":
            return head + 1
        k = head + 2
        while (
            k < len(t)
            and k < head + 8
            and t[k].kind == "word"
            and t[k].gap == SPACE
            and t[k].low not in self.words.boundaries
        ):
            k += 1
        closed = k >= len(t) or (t[k].low not in self.words.determiners and t[k].low not in ("a", "an", "to", "with"))
        return k if closed and k > head + 2 and not t[head + 2].low.endswith("ing") else head + 1

    def _part_of(self, i: int, j: int, number: Numeral) -> Counted | None:
        """ "dozens of women", "two of the songs", "six of the town's eight wells", "two of them"."""
        t, k = self.tokens, j + 1
        if k >= len(t) or (i > 0 and t[i - 1].low in self.words.label_words):
            return None
        if t[k].low in self.words.pronouns and not self._pointed(k):
            elided = self._elided(i, number)
            return replace(elided, stop=k + 1) if elided else None
        while k < len(t) and t[k].low in self.words.determiners and t[k].gap != BREAK:
            k += 1
        if number.style != "vague" and k == j + 1 and not self._possessor(k):
            return None
        inner = self._inner_number(k)
        phrase = self.phrases.read(inner.stop if inner else k)
        counted = self._checked(i, number, phrase)
        if phrase is None and inner is not None and inner.value is not None:
            counted = self._elided(i, number)
        return replace(counted, stop=number.stop) if counted and inner else counted

    def _pointed(self, k: int) -> bool:
        """ "those songs": a pointing word with a noun of its own."""
        following = self.tokens[k + 1].low if k + 1 < len(self.tokens) else ""
        return self.tokens[k].low in ("those", "these", "which", "all") and is_plural(following)

    def _elided(self, i: int, number: Numeral) -> Counted | None:
        """A number without a noun, of the things counted last: "two of them", "Of those, 612 wore a uniform"."""
        value = number.value
        item, most = self._antecedent(i) or self.last
        least = value if value is not None else number.low
        if not item or item == "percent" or least is None or least == 1:
            return None
        return Counted(i, number.stop, item, number) if most is None or least <= most else None

    def _antecedent(self, i: int) -> tuple[str, Decimal | None] | None:
        """The nearest plural noun before token ``i`` in its sentence, with its number if it was counted last."""
        for k in range(i - 1, max(i - 12, -1), -1):
            token = self.tokens[k]
            if token.text in ".;?!" or token.gap == BREAK:
                return None
            plural = token.text.islower() and is_plural(token.low) and token.low not in self.words.boundaries
            if token.kind == "word" and plural:
                return (token.low, self.last[1] if token.low == self.last[0] else None) if self._noun(k) else None
        return None

    def _noun(self, k: int) -> bool:
        """Whether the word at ``k`` is a noun by its tag, or by the determiner, adjective or number before it."""
        if self.tags:
            return self.tags[k].startswith("NN")
        return self.tokens[k].low not in self.words.verbs and self.tokens[k].low not in self.words.durations

    def _of_those(self, i: int) -> bool:
        """Whether "of those," or "of whom" stands right before the number."""
        before = [token.low for token in self.tokens[max(i - 3, 0) : i]]
        if before[-2:] in (["of", "whom"], ["of", "which"]):
            return True
        return before[-1:] == [","] and before[:1] == ["of"] and before[1] in self.words.pronouns

    def _possessor(self, k: int) -> bool:
        """Whether a possessive stands within the next words: "184 of North Harbour's moderators"."""
        for token in self.tokens[k : k + 5]:
            if token.low.endswith(("'s", "’s")):
                return True
            if token.kind == "num":
                return True
            if token.kind != "word" or not token.text[0].isupper():
                return False
        return False

    def _inner_number(self, k: int) -> Numeral | None:
        """The total in "23 of the 61 applications"."""
        for m in range(k, min(k + 4, len(self.tokens))):
            inner = numeral_at(self.tokens, m)
            if inner is not None:
                return inner
            if not self.tokens[m].low.endswith(("'s", "’s")) and not self.tokens[m].text[0].isupper():
                return None
        return None

    def _checked(self, i: int, number: Numeral, phrase: Phrase | None) -> Counted | None:
        if phrase is None:
            return None
        head = self.tokens[phrase.head]
        table = self.words
        barred = table.durations | table.measures | table.not_items
        if head.low in barred or self.tokens[phrase.first_head].low in barred:
            return None
        if head.low == "times" and (phrase.head != number.stop or self._multiple(phrase.stop)):
            return None
        if head.low == "votes" and self._vote_split(phrase.stop):
            return None
        first = self.tokens[number.stop].low if number.stop < len(self.tokens) else ""
        if first in table.measures or first in CODES:
            return None
        return Counted(i, self._with_offence(phrase.head), self._item(phrase.head), number)

    def _multiple(self, k: int) -> bool:
        """ "three times the losses", "four times a year": a factor or a frequency, not a number of times."""
        return k < len(self.tokens) and (self.tokens[k].low in MULTIPLES or self.tokens[k].kind == "num")

    def _vote_split(self, k: int) -> bool:
        """ "12 votes to 3"."""
        pair = self.tokens[k : k + 2]
        return len(pair) == 2 and pair[0].low in ("to", "against") and numeral_at(self.tokens, k + 1) is not None

    def _item(self, head: int) -> str:
        t = self.tokens
        if head >= 2 and t[head].gap == GLUED and t[head - 1].text in HYPHENS and t[head - 1].gap == GLUED:
            return t[head - 2].low + t[head - 1].text + t[head].low
        return t[head].low

    def _named(self, i: int, number: Numeral) -> bool:
        """Whether the number labels something: a section, a date, a name, a vote, part of a code."""
        t = self.tokens
        token = t[i]
        before = t[i - 1] if i > 0 and token.gap != BREAK else None
        if before is None:
            return self._year(i, number)
        if token.gap == GLUED and (before.kind in ("word", "num") or before.text in "/#§_.:" or self._joined_before(i)):
            return True
        if before.text in "'’‘" and token.gap == GLUED and number.stop == i + 1 and token.text.isdigit():
            return True
        if before.low == "in" and i > 1 and self.tokens[i - 2].low in ONE_IN:
            return True
        if before.low in ("§", "#", "§§") or self._labelled(i):
            return True
        if self.labelled == i - 1 and before.low in ("through", "to", "and", "or", ",", "&"):
            return token.kind == "num" and number.stop == i + 1
        if token.kind == "num":
            return self._year(i, number) or self._digit_name(i, number, before)
        return self._word_name(i, before)

    def _joined_before(self, i: int) -> bool:
        """Whether a hyphen or dash ties the number to a word or number before it: "COVID-19", "5–4", "2012–13"."""
        joint = self.tokens[i - 1]
        if i < 2 or joint.gap != GLUED:
            return False
        kind = self.tokens[i - 2].kind
        return kind == "num" if joint.text in DASHES - HYPHENS else joint.text in HYPHENS and kind in ("num", "word")

    def _labelled(self, i: int) -> bool:
        """After "Section", "No.", "page": only digits, or words in capitals."""
        t = self.tokens
        k = i - 1
        if (
            t[k].text == "."
            and t[k].gap == GLUED
            and k > 0
            and t[k - 1].low in ("no", "nos", "sec", "art", "vol", "ch", "pp", "p", "para")
        ):
            k -= 1
        elif t[k].text == "." or t[k].kind != "word":
            return False
        if t[i].kind == "num" and "," not in t[i].text:
            return t[k].low in self.words.label_words
        return t[k].low in self.words.label_words and t[k].text[0].isupper() and t[i].text[0].isupper()

    def _year(self, i: int, number: Numeral) -> bool:
        text = self.tokens[i].text
        if len(text) != 4 or not text.isdigit() or number.stop != i + 1 or not 1700 <= int(text) <= 2099:
            return False
        before = self.tokens[i - 1].low if i else ""
        return text not in ("2000", "1800", "1700") or before in self.words.year_leads

    def _digit_name(self, i: int, number: Numeral, before: Token) -> bool:
        """ "Boeing 737", "Maroon 5", "June 14": a plain number behind a capitalised word that does not open its
        sentence.
        """
        text = self.tokens[i].text
        if not text.isdigit() or number.scaled or before.kind != "word" or not before.text[0].isupper():
            return False
        if before.low.endswith(("'s", "’s")) or self._percent(i, number.stop, number):
            return False
        if before.low.rstrip(".") in self.words.months:
            return int(text) <= 31
        return (
            before.low not in self.words.boundaries
            and len(text) <= 4
            and not self._opens_sentence(i - 1)
            and not before.low.endswith("day")
        )

    def _opens_sentence(self, k: int) -> bool:
        return (
            k == 0 or self.tokens[k].gap == BREAK or self.tokens[k - 1].text in (".", "!", "?", "”", '"', "“", "•", ":")
        )

    def _word_name(self, i: int, before: Token) -> bool:
        """ "Big Three", "Gang of Four": a capitalised number word inside a capitalised name, unless the line is a
        headline.
        """
        if not self.tokens[i].text[0].isupper() or before.kind != "word":
            return False
        if not before.text[0].isupper() and before.low != "of":
            return False
        return not self._headline(i)

    def _headline(self, i: int) -> bool:
        """Whether most words around token ``i`` are capitalised."""
        near = [t for t in self.tokens[max(i - 8, 0) : i + 8] if t.kind == "word" and len(t.text) > 3]
        return sum(t.text[0].isupper() for t in near) * 4 >= len(near) * 3

    def _span(self, counted: Counted) -> CountSpan:
        start, end = self.tokens[counted.first].start, self.tokens[counted.stop - 1].end
        number = counted.number
        ranged = counted.low is not None
        return CountSpan(
            start=start,
            end=end,
            text=self.source[start:end],
            value=None if ranged else number.value,
            min_value=counted.low if ranged else number.low,
            max_value=number.value if ranged else None,
            basis=self._basis(counted),
            item=counted.item,
        )

    def _basis(self, counted: Counted) -> Basis:
        if counted.low is not None:
            return "range"
        if counted.number.value is None:
            return "at_least"
        before, _ = basis_before(self.tokens, counted.first)
        return basis_after(self.tokens, counted.number.stop) or basis_after(self.tokens, counted.stop) or before


@Language.factory("newsdocket_counts")
def make_counts(nlp: Language, name: str) -> SpanFinder:
    """The component that stores ``find_counts`` of a ``Doc`` in ``doc.spans["newsdocket_counts"]``."""
    return SpanFinder(find_counts, GROUP, "COUNT")

"""The noun phrase after a number: where it ends and which word is its head, with or without part-of-speech tags."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from spacy.tokens import Doc

from newsdocket.extract.numbers import BREAK, GLUED, HYPHENS, Token
from newsdocket.packaged import packaged_json

LONGEST = 14
APOSTROPHES = frozenset("'’")
QUOTES = frozenset('"“”‘')
AGENT_ENDINGS = ("ers", "ors", "ists", "ants", "ees", "men", "women", "ians", "people", "children")
TOLLS = frozenset("dead injured wounded killed missing hurt arrested".split())
PLURAL_NOUNS = frozenset(
    "states estates candidates advocates associates delegates magistrates certificates affiliates "
    "plates rates dates pirates inmates "
    "roommates classmates teammates syndicates graduates mandates debates climates exercises "
    "premises enterprises prizes franchises "
    "promises sizes cruises noises raises surrogates primates duplicates templates directorates "
    "subordinates gates debates "
    "conglomerates corporates estimates updates privates surprises expertises mates laminates".split()
)
NOUN_VERBS = frozenset("appeal work need cover lead pay use die form plead test claim follow face read hit cut".split())
VERB_ENDINGS = ("ates", "izes", "ises", "ifies")
STOP_TAGS = frozenset("IN DT PRP PRP$ WDT WP WP$ WRB TO MD EX VBD VBP VBZ UH".split())


@dataclass(frozen=True, slots=True)
class Words:
    """The closed word classes that the count finder leans on (``data/count_words.json``)."""

    boundaries: frozenset[str]
    verbs: frozenset[str]
    irregular_plurals: frozenset[str]
    singular_s: frozenset[str]
    plural_modifiers: frozenset[str]
    durations: frozenset[str]
    measures: frozenset[str]
    not_items: frozenset[str]
    data_units: dict[str, str]
    label_words: frozenset[str]
    months: frozenset[str]
    year_leads: frozenset[str]
    hyphen_items: frozenset[str]
    singular_heads: frozenset[str]
    pronouns: frozenset[str]
    determiners: frozenset[str]


@lru_cache(maxsize=1)
def words() -> Words:
    """The word classes, read once from package data."""
    data = packaged_json("extract/data/count_words.json")
    classes: dict[str, Any] = {k: frozenset(data[k]) for k in Words.__slots__ if k != "data_units"}
    return Words(data_units=data["data_units"], **classes)


@dataclass(frozen=True, slots=True)
class Phrase:
    """A noun phrase that ends before token ``stop``; ``head`` is the index of its head noun, ``first_head`` that of
    the first plural in it.
    """

    head: int
    stop: int
    first_head: int


def tags_of(doc: Doc, tokens: Sequence[Token]) -> list[str]:
    """The fine-grained tag of the ``Doc`` token in which each of ``tokens`` starts; empty strings for an untagged
    ``Doc``.
    """
    if not doc.has_annotation("TAG"):
        return []
    tags: list[str] = []
    k = 0
    for token in tokens:
        while k + 1 < len(doc) and doc[k + 1].idx <= token.start:
            k += 1
        tags.append(doc[k].tag_)
    return tags


def is_plural(low: str) -> bool:
    """Whether a lower-case word looks like a plural noun."""
    table = words()
    if low in table.irregular_plurals:
        return True
    return (
        low.endswith("s")
        and len(low) > 2
        and not low.endswith(("ss", "us", "'s", "’s", "sis"))
        and low not in table.singular_s
    )


class PhraseReader:
    """Reads noun phrases over ``tokens``; ``tags`` (same length) settle what is a verb, an empty list leaves it to
    word lists.
    """

    def __init__(self, tokens: Sequence[Token], tags: Sequence[str]) -> None:
        self.tokens = tokens
        self.tags = tags

    def read(self, start: int) -> Phrase | None:
        """The phrase that starts at token ``start``, whose head is a plural noun; ``None`` where there is none."""
        k = start
        joined = False
        while k < len(self.tokens) and k < start + LONGEST:
            if k > start and self.tokens[k].gap == BREAK:
                return None
            if self._skips(k):
                k = self._skip(k)
                continue
            if self.tokens[k].low in ("and", "or") and not joined and k > start and self._modifier(k - 1):
                joined = True
                k += 1
                continue
            if self._ends(k, start):
                return None
            if self._is_head(k):
                return self._extend(k)
            k += 1
        return None

    def _modifier(self, k: int) -> bool:
        low = self.tokens[k].low
        return self.tokens[k].kind == "word" and low not in words().boundaries and low not in TOLLS

    def _skips(self, k: int) -> bool:
        token = self.tokens[k]
        if token.text in QUOTES or (token.text in HYPHENS and token.gap == GLUED):
            return True
        if token.text == "," and self.tags:
            return (
                self.tags[k - 1] in ("JJ", "VBN", "VBG")
                and k + 1 < len(self.tags)
                and self.tags[k + 1] in ("JJ", "VBN", "VBG")
            )
        if token.text in APOSTROPHES and token.gap == GLUED:
            return True
        return (
            token.text == "("
            and k + 2 < len(self.tokens)
            and self.tokens[k + 1].text.isupper()
            and self.tokens[k + 2].text == ")"
        )

    def _skip(self, k: int) -> int:
        return k + 3 if self.tokens[k].text == "(" else k + 1

    def _ends(self, k: int, start: int) -> bool:
        token = self.tokens[k]
        if token.kind == "num":
            return not (k > start and (self.tokens[k - 1].text[:1].isupper() or self.tokens[k - 1].text in HYPHENS))
        if token.kind != "word":
            return True
        if self._hyphenated(k):
            return False
        if self._unnamed(k):
            return False
        return token.low in words().boundaries or self._is_verb(k)

    def _hyphenated(self, k: int) -> bool:
        """Whether the word is a part of a compound with hyphens, but not its end."""
        following = self.tokens[k + 1] if k + 1 < len(self.tokens) else None
        return (
            following is not None
            and following.text in HYPHENS
            and following.gap == GLUED
            and k + 2 < len(self.tokens)
            and self.tokens[k + 2].gap == GLUED
            and self.tokens[k + 2].kind in ("word", "num")
        )

    def _is_verb(self, k: int) -> bool:
        if self.tags and self.tags[k] == "VBZ" and is_plural(self.tokens[k].low):
            return False
        if self.tags:
            return self.tags[k] in STOP_TAGS or (self.tags[k] == "VB" and self.tokens[k].low in words().verbs)
        low = self.tokens[k].low
        if low in NOUN_VERBS and k + 1 < len(self.tokens) and is_plural(self.tokens[k + 1].low):
            return False
        return low in words().verbs or (low.endswith(VERB_ENDINGS) and low not in PLURAL_NOUNS)

    def _unnamed(self, k: int) -> bool:
        """ "John Does": defendants not yet named."""
        return self.tokens[k].text == "Does" and k > 0 and self.tokens[k - 1].text in ("John", "Jane")

    def _is_head(self, k: int) -> bool:
        token = self.tokens[k]
        if self._unnamed(k):
            return True
        if token.kind != "word" or not is_plural(token.low) or self._hyphenated(k):
            return False
        return not self.tags or self.tags[k] not in ("JJ", "VBD", "RB")

    def _extend(self, first: int) -> Phrase:
        """Moves from a plural that modifies ("rights groups", "sports teams") to the plural head behind it."""
        head = first
        while True:
            further = self._next_head(head)
            if further is None:
                return Phrase(head, head + 1, first)
            head = further

    def _next_head(self, head: int) -> int | None:
        owned = self._owned(head)
        if owned is not None:
            return owned
        if self._agent(head):
            return None
        reach = 3 if self.tokens[head].low in words().plural_modifiers or self._name_part(head) else 1
        for k in range(head + 1, min(head + 1 + reach, len(self.tokens))):
            token = self.tokens[k]
            if token.kind != "word" or token.gap == BREAK or token.low in words().boundaries or self._is_verb(k):
                return None
            if not self.tags and token.low.endswith(("ed", "ing")):
                return None
            if self.tags and not self.tags[k].startswith(("NN", "JJ")):
                return None
            if self._is_head(k):
                same_case = token.text[0].isupper() == self.tokens[head].text[0].isupper()
                return k if same_case or self.tokens[head].text[0].isupper() else None
        return None

    def _owned(self, head: int) -> int | None:
        """ "listeners' accounts": the plural right behind a plural with an apostrophe."""
        t = self.tokens
        if head + 2 >= len(t) or t[head + 1].text not in APOSTROPHES or t[head + 1].gap != GLUED:
            return None
        close = t[head + 2].kind == "word" and t[head + 2].gap not in (GLUED, BREAK) and t[head + 2].text.islower()
        return head + 2 if close and self._is_head(head + 2) and not self._is_verb(head + 2) else None

    def _agent(self, k: int) -> bool:
        """Nouns for people ("workers", "owners", "women") close their phrase."""
        low = self.tokens[k].low
        return low.endswith(AGENT_ENDINGS) and low not in words().plural_modifiers

    def _name_part(self, k: int) -> bool:
        return (
            self.tokens[k].text[0].isupper()
            and k > 0
            and self.tokens[k - 1].text[:1].isupper()
            and self.tokens[k - 1].kind == "word"
        )

"""Words and places for the court grammar: a tokenizer that keeps offsets, a phrase table, and the gazetteer of places.

Everything here is linear in the length of the text: phrases are found by hash lookups of at most a dozen tokens,
longest first.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cache, lru_cache
from typing import Any, Generic, Literal, TypeVar

from newsdocket.packaged import packaged_json

PlaceKind = Literal["us", "state", "city", "country", "foreign_city"]
T = TypeVar("T")

_TOKEN = re.compile(r"(?:[^\W\d_]\.){2,}|[^\W\d_]+(?:['’][^\W\d_]+)*(?:(?<=s)['’](?=\s))?|\d+[^\W\d_]*|[^\w\s]")
_DOTTED = re.compile(r"(?:[^\W\d_]\.){2,}")
_UNITED = frozenset({"US", "USA", "U.S.", "U.S.A."})
_ABBREVIATIONS = frozenset("st mr mrs ms dr v vs no jan feb aug sept oct nov dec gen gov sen rep ft mt calif".split())


@dataclass(frozen=True, slots=True)
class Word:
    """One token: offsets, lower-case form without possessive ending, and how it was written."""

    start: int
    end: int
    norm: str
    text: str
    possessive: bool = False

    @property
    def capital(self) -> bool:
        return self.text[:1].isupper()


@dataclass(frozen=True, slots=True)
class Place:
    """A place in a court's name: ``state`` and ``district`` (courts-db id) in the United States, else ``country``."""

    kind: PlaceKind
    name: str
    country: str
    state: str | None = None
    district: str | None = None
    lead: bool = True


def tokenize(text: str) -> list[Word]:
    """Split ``text`` into words and single punctuation marks, in order."""
    return [_word(match) for match in _TOKEN.finditer(text)]


def norms(text: str) -> tuple[str, ...]:
    """The normalised tokens of a short phrase."""
    return tuple(word.norm for word in tokenize(text))


def _word(match: re.Match[str]) -> Word:
    raw = match.group()
    norm, possessive = _normal(raw)
    return Word(match.start(), match.end(), norm, raw, possessive)


@lru_cache(maxsize=16_384)
def _normal(raw: str) -> tuple[str, bool]:
    """The normalised form of a word, and whether it is a possessive."""
    bare, possessive = _strip_possessive(raw)
    if bare in _UNITED:
        return "u.s.", possessive
    if bare in ("LA", "L.A."):
        return "l.a.", possessive
    norm = bare.lower().replace("’", "'")
    return (norm.replace(".", "") if _DOTTED.fullmatch(norm) else norm), possessive


def _strip_possessive(raw: str) -> tuple[str, bool]:
    if raw[-2:] in ("'s", "’s", "'S", "’S") and len(raw) > 2:
        return raw[:-2], True
    if raw[-1:] in "'’" and len(raw) > 1:
        return raw[:-1], True
    return raw, False


class PhraseTable(Generic[T]):
    """Phrases of tokens with values; :meth:`match` finds the longest phrase that starts at a token."""

    def __init__(self) -> None:
        self._values: dict[tuple[str, ...], list[T]] = {}
        self._longest: dict[str, int] = {}

    def add(self, phrase: Sequence[str], value: T) -> None:
        key = tuple(phrase)
        if not key:
            return
        self._values.setdefault(key, []).append(value)
        self._longest[key[0]] = max(self._longest.get(key[0], 0), len(key))

    def match(self, words: Sequence[str], start: int) -> tuple[int, list[T]] | None:
        """(number of tokens, values) of the longest phrase at ``start``, or ``None``."""
        longest = self._longest.get(words[start], 0)
        for size in range(min(longest, len(words) - start), 0, -1):
            values = self._values.get(tuple(words[start : start + size]))
            if values is not None:
                return size, values
        return None


@dataclass
class Text:
    """A tokenized text with its place mentions: ``places`` maps the first token to (end token, readings)."""

    source: str
    words: list[Word]
    norm: list[str]
    places: dict[int, tuple[int, list[Place]]] = field(default_factory=dict)
    place_ends: dict[int, int] = field(default_factory=dict)

    @classmethod
    def of(cls, source: str) -> Text:
        words = tokenize(source)
        text = cls(source, words, [word.norm for word in words])
        text._find_places()
        return text

    def word(self, index: int) -> str:
        """The normalised token at ``index``; an empty string outside the text."""
        return self.norm[index] if 0 <= index < len(self.norm) else ""

    def capital(self, index: int) -> bool:
        return 0 <= index < len(self.words) and self.words[index].capital

    def sentence_start(self, index: int) -> bool:
        """Whether token ``index`` opens a sentence or a line."""
        if index <= 0 or index >= len(self.words):
            return True
        before = self.words[index - 1]
        gap = self.source[before.end : self.words[index].start]
        if "\n" in gap or before.norm in ("!", "?"):
            return True
        return before.norm == "." and not self._abbreviation(index)

    def _abbreviation(self, index: int) -> bool:
        """Whether the full stop before token ``index`` ends an abbreviation inside a sentence."""
        text, stem = self.words[index].text, self.word(index - 2)
        return text[:1] in ",;:" or text[:1].islower() or len(stem) == 1 or stem in _ABBREVIATIONS

    def _find_places(self) -> None:
        table, index = place_table(), 0
        while index < len(self.words):
            hit = table.match(self.norm, index) if self.words[index].capital else None
            if hit is None:
                index += 1
                continue
            self.places[index] = (index + hit[0], hit[1])
            self.place_ends[index + hit[0]] = index
            index += hit[0]


@cache
def load_table(name: str) -> Any:
    """A JSON table of ``extract/data``."""
    return packaged_json(f"extract/data/{name}")


@lru_cache(maxsize=1)
def place_table() -> PhraseTable[Place]:
    """All known places: the United States and its states and cities first, then countries and cities abroad."""
    table: PhraseTable[Place] = PhraseTable()
    data = load_table("courts_us.json")
    for name in ("U.S.", "United States", "United States of America", "American", "America"):
        table.add(norms(name), Place("us", "United States", "US"))
    for state, row in data["states"].items():
        place = Place("state", state, "US", state=state)
        _add_all(table, {state, *row["abbreviations"], *row["adjectives"]}, place)
    _add_cities(table, data)
    _add_abroad(table)
    return table


def _add_all(table: PhraseTable[Place], names: Iterable[str], place: Place) -> None:
    for key in sorted({norms(name.removeprefix("the ").removeprefix("The ")) for name in names if name}):
        table.add(key, place)


def _add_cities(table: PhraseTable[Place], data: dict[str, Any]) -> None:
    for district, row in data["districts"].items():
        for city in row["cities"]:
            lead = data["lead"].get(city, row["state"]) == row["state"]
            _add_all(table, _spellings(city), Place("city", city, "US", row["state"], district, lead))
    for name in ("New York City", "NYC"):
        table.add(norms(name), Place("city", "New York City", "US", "New York"))
    table.add(norms("L.A."), Place("city", "Los Angeles", "US", "California", "cacd"))


def _spellings(city: str) -> set[str]:
    return {city, city.replace("St. ", "St "), city.replace("St. ", "Saint "), city.replace("Fort ", "Ft. ")}


def _add_abroad(table: PhraseTable[Place]) -> None:
    for code, row in load_table("courts_places.json").items():
        country = Place("country", row["name"], code)
        _add_all(table, [row["name"], *row["names"], *row["adjectives"]], country)
        for city in row["cities"]:
            _add_all(table, [city], Place("foreign_city", city, code))


@lru_cache(maxsize=1)
def country_names() -> dict[str, str]:
    """Country code -> usual English name."""
    names = {code: row["name"] for code, row in load_table("courts_places.json").items()}
    return {**names, "US": "United States"}

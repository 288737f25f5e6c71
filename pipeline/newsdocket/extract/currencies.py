"""The table of currencies (``data/currencies.json``, ISO 4217) and what a bare sign or shared word means in an
article.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from typing import Any

from newsdocket.packaged import packaged_json

HUNDREDTH = Decimal("0.01")
WORDLIKE = frozenset("ALL TOP CUP TRY PEN GEL MOP BAM SOS BOB LAK MAD MUR COP RON CHF SEK".split()) - {
    "CHF",
    "SEK",
    "RON",
    "MUR",
}
"""Codes that are English words in capitals: read as money only beside a magnitude or a grouped number."""
LOWER_CODES = frozenset("usd eur gbp cad aud nzd chf inr jpy hkd sgd cny rmb sek nok dkk zar brl mxn".split())
MILLION_CODES = frozenset("EUR USD GBP AUD CAD SEK NOK DKK CHF NZD".split())


@dataclass(frozen=True, slots=True)
class Unit:
    """A currency word or mark. ``code`` is ISO 4217; ``shared`` names a word that several currencies use ("peso"),
    of which the article decides; ``factor`` is 0.01 for cents and pence.
    """

    code: str
    shared: str | None = None
    factor: Decimal = Decimal(1)


@dataclass(frozen=True, slots=True)
class Table:
    """The currency table, indexed for look-up."""

    marks: Mapping[str, Unit]
    codes: frozenset[str]
    phrases: Mapping[tuple[str, ...], Unit]
    shared: Mapping[str, Mapping[str, Any]]
    countries: Mapping[str, tuple[str, ...]]
    cues: Mapping[str, tuple[str, ...]]
    weak_cues: tuple[str, ...]


@lru_cache(maxsize=1)
def table() -> Table:
    """The table, read once from package data."""
    data = packaged_json("extract/data/currencies.json")
    rows = data["currencies"]
    shared = data["shared_words"]
    return Table(
        marks=_marks(rows),
        codes=frozenset(row["code"] for row in rows),
        phrases=_phrases(rows, shared),
        shared=shared,
        countries=_countries(rows),
        cues={country: tuple(words) for country, words in data["country_cues"].items()},
        weak_cues=tuple(data["weak_cues"]),
    )


def _marks(rows: Iterable[Mapping[str, Any]]) -> dict[str, Unit]:
    marks = {mark: Unit(row["code"]) for row in rows for mark in row["marks"]}
    marks |= {
        "$": Unit("USD", "dollar"),
        "¥": Unit("JPY", "yen"),
        "￥": Unit("JPY", "yen"),
        "＄": Unit("USD", "dollar"),
    }
    return marks


def _countries(rows: Iterable[Mapping[str, Any]]) -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for row in rows:
        for country in row["countries"]:
            found.setdefault(country, ())
            found[country] += (row["code"],)
    return found


def _phrases(rows: Iterable[Mapping[str, Any]], shared: Mapping[str, Mapping[str, Any]]) -> dict[tuple[str, ...], Unit]:
    """Every way to write a currency in words, as lower-case token sequences."""
    found: dict[tuple[str, ...], Unit] = {}
    for name, entry in shared.items():
        factor = HUNDREDTH if name == "cent" else Decimal(1)
        for form in entry["forms"]:
            found[(form,)] = Unit(entry["default"], name, factor)
    for row in rows:
        for adjective in row["adjectives"]:
            for name, entry in shared.items():
                if row["code"] in entry["codes"]:
                    factor = HUNDREDTH if name == "cent" else Decimal(1)
                    for form in entry["forms"]:
                        found[tuple(f"{adjective} {form}".split())] = Unit(row["code"], None, factor)
            for name in row["names"]:
                if not name.startswith(adjective):
                    found[tuple(f"{adjective} {name}".split())] = Unit(row["code"])
        for name in row["names"]:
            found[tuple(name.split())] = Unit(row["code"])
        for name in row["minor"]:
            found[tuple(name.split())] = Unit(row["code"], None, HUNDREDTH)
    return found


@lru_cache(maxsize=1)
def marks_pattern() -> str:
    """An alternation of all currency marks, longest first, for the lexer. Marks of letters alone stand before a
    digit.
    """
    marks = sorted(table().marks, key=_longest)
    return "(?:" + "|".join(_mark_pattern(mark) for mark in marks) + ")"


def _longest(mark: str) -> tuple[int, str]:
    return -len(mark), mark


def _mark_pattern(mark: str) -> str:
    pattern = re.escape(mark)
    if mark[0].isalpha() and mark[0].isascii():
        pattern = (r"(?<![^\W_])" if mark[-1].isalpha() else r"(?<![^\W\d_])") + pattern
    if mark in ("R", "P"):
        return pattern + r"(?=\d)"
    if mark[-1].isalpha() or mark[-1] == ".":
        blank = (
            r"[\s\u200b-\u200f]?"
            if mark
            not in ("LE", "L.E.", "KM", "BD", "KD", "JD", "DM", "FF", "SR", "QR", "TL", "Br", "Sh", "Sh.", "Bs", "Bs.")
            else r"\ ?"
        )
        return pattern + rf"(?={blank}\d)"
    return pattern


CUE = re.compile(r"[^\W\d_]+(?:\.[^\W\d_]\.?)*")


def country_scores(text: str) -> dict[str, int]:
    """How often the text names each country (its cities, courts and people), by ISO country code. Linear in the
    length.

    Names that places elsewhere share ("Halifax", "Melbourne") count where a name of the country itself stands too,
    or where they stand twice.
    """
    words = [match.group().lower() for match in CUE.finditer(text)]
    index, weak_names = _cue_index()
    strong: dict[str, int] = {}
    weak: dict[str, int] = {}
    for i in range(len(words)):
        for length in (3, 2, 1):
            name = tuple(words[i : i + length])
            country = index.get(name)
            if country and len(name) == length:
                scores = weak if name in weak_names else strong
                scores[country] = scores.get(country, 0) + 1
                break
    names = dict.fromkeys((*strong, *weak))
    totals = {c: strong.get(c, 0) + weak.get(c, 0) for c in names}
    return {c: total for c, total in totals.items() if c in strong or total > 1}


@lru_cache(maxsize=1)
def _cue_index() -> tuple[dict[tuple[str, ...], str], frozenset[tuple[str, ...]]]:
    index = {tuple(CUE.findall(word.lower())): country for country, words in table().cues.items() for word in words}
    return index, frozenset(tuple(CUE.findall(word)) for word in table().weak_cues)


@dataclass(frozen=True, slots=True)
class Reading:
    """What shared words mean in one article: a currency for each, and the country scores behind them."""

    country: str | None
    scores: Mapping[str, int]
    dollar: str

    def code(self, unit: Unit) -> str:
        """The ISO code of ``unit`` in this article."""
        if unit.shared is None:
            return unit.code
        if unit.shared == "dollar":
            return self.dollar
        if unit.shared == "yen":
            return "CNY" if self._best(("CN", "JP")) == "CN" else "JPY"
        if unit.shared == "cent" and self.country is None:
            return self.dollar
        return self._shared(unit)

    def _shared(self, unit: Unit) -> str:
        rows = table()
        options = rows.shared[unit.shared or ""]["codes"]
        candidates = [c for c, codes in rows.countries.items() if any(code in options for code in codes)]
        best = self._best(candidates)
        if best is None:
            return self.dollar if unit.shared == "cent" else unit.code
        return next(code for code in rows.countries[best] if code in options)

    def _best(self, candidates: Iterable[str]) -> str | None:
        options = list(candidates)
        if self.country in options:
            return self.country
        scored = [c for c in options if self.scores.get(c, 0) > 0]
        return max(scored, key=self.scores.__getitem__) if scored else None


def read_context(text: str, country: str | None) -> Reading:
    """Settle what a bare "$" means: the country given, else the country that the text names most often if it is one
    with a dollar of its own and the United States are not named as often; else USD.
    """
    scores = country_scores(text)
    return Reading(country, scores, _dollar(text, country, scores))


def _dollar(text: str, country: str | None, scores: Mapping[str, int]) -> str:
    rows = table()
    dollars = set(rows.shared["dollar"]["codes"])
    if country is not None:
        return next((code for code in rows.countries.get(country.upper(), ()) if code in dollars), "USD")
    local = {
        c: s for c, s in scores.items() if c != "US" and any(code in dollars for code in rows.countries.get(c, ()))
    }
    if not local:
        return "USD"
    best = max(local, key=local.__getitem__)
    rival = scores.get("US", 0) if "US$" not in text else 0
    if local[best] <= rival:
        return "USD"
    return next(code for code in rows.countries[best] if code in dollars)

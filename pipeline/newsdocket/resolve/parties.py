"""One candidate for all mentions of a name: full and short forms, acronyms, surnames, possessives, legal suffixes.

Each join says why (``why`` of the candidate), so that a record can be explained. Joins are made only on what the names
show; two people with one surname stay two when the text gives both in full.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TypeVar

from newsdocket.extract.spans import NameSpan
from newsdocket.packaged import packaged_json
from newsdocket.vocabulary import PartyKind

LEGAL_SUFFIXES = frozenset(
    "inc incorporated corp corporation co company ltd limited llc llp lp plc sa ag nv gmbh ab asa oyj spa srl bv "
    "pty pte kk holdings".split()
)
TITLES = frozenset(
    "mr mrs ms miss dr sir dame lord lady rev prof professor president sen senator rep gov governor judge justice "
    "gen capt sgt lt col maj king queen prince princess pope sheikh".split()
)
VAGUE_STARTS = frozenset(
    "united national american first new general international federal royal british north south east west central "
    "great university bank department ministry state city county san los las saint st european public global "
    "universal".split()
)
_SPLIT = re.compile(r"[^\w&']+")


@dataclass(frozen=True)
class PartyCandidate:
    """A name with all its mentions, in text order. ``name`` is the fullest form, ``why`` how mentions were joined."""

    name: str
    aliases: tuple[str, ...]
    kind: PartyKind
    source: str
    mentions: tuple[NameSpan, ...]
    why: tuple[str, ...]


Key = tuple[str, ...]
"""The words of a name, as :func:`name_key` gives them."""


@dataclass
class _Cluster:
    source: str
    mentions: list[NameSpan] = field(default_factory=list)
    why: list[str] = field(default_factory=list)


def name_key(name: str) -> Key:
    """The words that tell a name from others, lower case: no articles, titles, legal suffixes, possessives."""
    text = re.sub(r"\bUSA?\b", "united states", re.sub(r"\bUK\b", "united kingdom", name)).lower().replace("’", "'")
    text = text.replace("u.s.", "united states").replace("u.k.", "united kingdom")
    text = re.sub(r"'s\b|'$", "", text).replace(".", "")
    words = [w for w in _SPLIT.split(text) if w]
    kept = [w for w in words if w not in {"the", "a", "an"} and w not in TITLES]
    while len(kept) > 1 and kept[-1] in LEGAL_SUFFIXES:
        kept.pop()
    return tuple(kept or words)


def family_name(name: str) -> str:
    """The last written word of a name, lower case, hyphens kept: ``"tallis-okafor"``."""
    words = [w for w in name.lower().replace("’", "'").split() if w.strip(".,")]
    return re.sub(r"'s$|'$", "", words[-1]).strip(".,'") if words else ""


def is_one_word(name: str) -> bool:
    """Whether a name is written as one word ("Rusk", "Tallis-Okafor"), titles left out."""
    return len([w for w in name.lower().replace(".", "").split() if w not in TITLES]) == 1


def resolve_parties(found: Sequence[NameSpan]) -> list[PartyCandidate]:
    """Join ``found`` names (in text order) into candidates, in order of first mention."""
    clusters: list[_Cluster] = []
    known = _Known()
    for span in found:
        key = name_key(span.name)
        home, reason = known.home(span, key)
        number = len(clusters) if home is None else home
        if home is None:
            clusters.append(_Cluster(span.source))
        elif reason:
            clusters[number].why.append(f"{span.text!r}: {reason}")
        clusters[number].mentions.append(span)
        known.add(span, key, number, opens=home is None)
    return [_candidate(cluster) for cluster in clusters]


@dataclass
class _Known:
    """The clusters' names, looked up by what joins a later mention to them; where several fit, the newest cluster."""

    exact: dict[tuple[str, Key], int] = field(default_factory=dict)
    last_words: dict[str, int] = field(default_factory=dict)
    first_and_last: dict[tuple[str, str], int] = field(default_factory=dict)
    beginnings: dict[Key, int] = field(default_factory=dict)
    initials: dict[str, int] = field(default_factory=dict)
    surnames: dict[str, int] = field(default_factory=dict)
    """Last words of people's full names."""
    bare: dict[str, int] = field(default_factory=dict)
    """Names of a single word that no fuller name has joined yet."""

    def add(self, span: NameSpan, key: Key, number: int, *, opens: bool) -> None:
        """Notes that cluster ``number`` holds ``span``, which may have opened it.

        Only names are joined by less than all their words.
        """
        is_new = self.exact.setdefault((span.source, key), number) == number
        if span.source != "ner":
            return
        family, one_word = family_name(span.name), is_one_word(span.name)
        if is_new and len(key) > 1:
            _newest(self.first_and_last, (key[0], key[-1]), number)
            for length in range(1, len(key)):
                _newest(self.beginnings, key[:length], number)
            if not one_word:
                _newest(self.last_words, key[-1], number)
                _newest(self.last_words, family, number)
            if not one_word and span.kind == "person":
                _newest(self.surnames, family, number)
        if opens and one_word and span.kind != "government":
            self.bare[family] = number
        if " " in span.text:
            for letters in _initials(span.text):
                _newest(self.initials, letters, number)

    def home(self, span: NameSpan, key: Key) -> tuple[int | None, str]:
        """The cluster that ``span`` belongs to and the reason, empty for the same words; ``None`` if it is new."""
        same = self.exact.get((span.source, key))
        if same is not None or span.source != "ner":
            return same, ""
        joins = (
            (self._person, "surname"),
            (self._same_person, "same first and last name"),
            (self._body, "short form"),
            (self._bare_surname, "surname named before"),
            (self._other_kind, "short form"),
        )
        for find, reason in joins:
            number = find(span, key)
            if number is not None:
                if not is_one_word(span.name):
                    self.bare.pop(family_name(span.name), None)
                return number, reason
        letters = _letters(span.text)
        number = self.initials.get(letters) if letters else None
        return number, "acronym" if number is not None else ""

    def _person(self, span: NameSpan, key: Key) -> int | None:
        return self.last_words.get(family_name(span.name)) if span.kind == "person" and is_one_word(span.name) else None

    def _same_person(self, span: NameSpan, key: Key) -> int | None:
        full = span.kind == "person" and len(key) > 1
        return self.first_and_last.get((key[0], key[-1])) if full else None

    def _body(self, span: NameSpan, key: Key) -> int | None:
        """A name that begins with all the words of ``key``, or of which ``key`` has all the words at its beginning."""
        if span.kind == "person":
            return None
        longer = self.beginnings.get(key) if _is_telling(key) else None
        shorter = (self.exact.get(("ner", key[:n])) for n in range(1, len(key)) if _is_telling(key[:n]))
        return max((number for number in (longer, *shorter) if number is not None), default=None)

    def _bare_surname(self, span: NameSpan, key: Key) -> int | None:
        """A surname that stood alone before ("Orlenko" in a headline), for the first full name that ends in it."""
        return self.bare.get(family_name(span.name)) if span.kind == "person" and not is_one_word(span.name) else None

    def _other_kind(self, span: NameSpan, key: Key) -> int | None:
        """A single word taken for another kind of name than the full one: "Voltair" of "Voltair Mobility" read as a
        person, "Prowse" of "Ann Prowse" as a company."""
        if not is_one_word(span.name) or not _is_telling(key) or span.kind == "government":
            return None
        return self.beginnings.get(key) if span.kind == "person" else self.surnames.get(family_name(span.name))


K = TypeVar("K")


def _newest(table: dict[K, int], key: K, number: int) -> None:
    table[key] = max(number, table.get(key, number))


def _is_telling(short: Key) -> bool:
    """Whether the words are enough to mean a longer name that begins with them."""
    return len(short) > 1 or (len(short) == 1 and short[0] not in VAGUE_STARTS and len(short[0]) > 2)


def _letters(name: str) -> str:
    """The letters of a name that looks like an acronym, else nothing."""
    letters = name.replace(".", "").replace("&", "")
    return letters if 2 <= len(letters) <= 7 and letters.isupper() and letters.isalpha() else ""


def _initials(name: str) -> tuple[str, str]:
    """Initials of a name with and without its small words: ``("FTC", "FTC")``, ``("USDOJ", "USDJ")``."""
    words = [w for w in re.split(r"[\s\-]+", name.replace(".", "").replace("'s", "")) if w]
    every = "".join(w[0].upper() for w in words if w[0].isalpha())
    capitals = "".join(w[0] for w in words if w[0].isupper() and w.lower() not in LEGAL_SUFFIXES)
    return every, capitals


def _candidate(cluster: _Cluster) -> PartyCandidate:
    mentions = tuple(cluster.mentions)
    name = max((m.name for m in mentions), key=_fullness)
    aliases = tuple(dict.fromkeys(m.name for m in mentions if m.name != name))
    return PartyCandidate(name, aliases, _kind(name, mentions), mentions[0].source, mentions, tuple(cluster.why))


def _fullness(name: str) -> int:
    return len(name)


@lru_cache(maxsize=1)
def kind_words() -> dict[str, PartyKind]:
    """Words inside a name that tell what it names: ``commission`` a government body, ``inc`` an organization."""
    data = packaged_json("resolve/data/kind_words.json")
    return {word: kind for kind, words in data.items() for word in words}


def _kind(name: str, mentions: Sequence[NameSpan]) -> PartyKind:
    """What a name names, by its words, else by what most mentions were read as: those of several words, if there are
    any, since a single word ("Voltair") is easily taken for another kind."""
    fuller = [m for m in mentions if len(name_key(m.name)) > 1]
    votes = Counter(m.kind for m in fuller or mentions if m.kind)
    if mentions and mentions[0].source == "ner":
        table = kind_words()
        for word in reversed(_SPLIT.split(name.lower().replace(".", ""))):
            if word in table:
                return table[word]
    return votes.most_common(1)[0][0] if votes else "organization"

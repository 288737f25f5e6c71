"""One candidate for all mentions of a name: full and short forms, acronyms, surnames, possessives, legal suffixes.

Each join says why (``why`` of the candidate), so that a record can be explained. Joins are made only on what the names
show; two people with one surname stay two when the text gives both in full.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
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


def resolve_parties(found: Sequence[NameSpan]) -> list[PartyCandidate]:
    """Join ``found`` names (in text order) into candidates, in order of first mention."""
    clusters: list[_Cluster] = []
    known = _Known()
    for span in found:
        key = name_key(span.name)
        number, reason = known.home(span, key)
        if number is None:
            number = len(clusters)
            clusters.append(_Cluster(span.source))
        elif reason:
            clusters[number].why.append(f"{span.text!r}: {reason}")
        clusters[number].mentions.append(span)
        known.add(span, key, number)
    return [_candidate(cluster) for cluster in clusters]


@dataclass
class _Known:
    """The clusters' names, looked up by what joins a later mention to them; where several fit, the newest cluster."""

    exact: dict[tuple[str, Key], int] = field(default_factory=dict)
    last_words: dict[str, int] = field(default_factory=dict)
    first_and_last: dict[tuple[str, str], int] = field(default_factory=dict)
    beginnings: dict[Key, int] = field(default_factory=dict)
    initials: dict[str, int] = field(default_factory=dict)

    def add(self, span: NameSpan, key: Key, number: int) -> None:
        """Notes that cluster ``number`` holds ``span``. Only names are joined by less than all their words."""
        is_new = self.exact.setdefault((span.source, key), number) == number
        if span.source != "ner":
            return
        if is_new and len(key) > 1:
            _newest(self.last_words, key[-1], number)
            _newest(self.first_and_last, (key[0], key[-1]), number)
            for length in range(1, len(key)):
                _newest(self.beginnings, key[:length], number)
        if " " in span.text:
            for letters in _initials(span.text):
                _newest(self.initials, letters, number)

    def home(self, span: NameSpan, key: Key) -> tuple[int | None, str]:
        """The cluster that ``span`` belongs to and the reason, empty for the same words; ``None`` if it is new."""
        same = self.exact.get((span.source, key))
        if same is not None or span.source != "ner":
            return same, ""
        joins = ((self._person, "surname"), (self._same_person, "same first and last name"), (self._body, "short form"))
        for find, reason in joins:
            number = find(span, key)
            if number is not None:
                return number, reason
        letters = _letters(span.text)
        number = self.initials.get(letters) if letters else None
        return number, "acronym" if number is not None else ""

    def _person(self, span: NameSpan, key: Key) -> int | None:
        return self.last_words.get(key[0]) if span.kind == "person" and len(key) == 1 else None

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


def _kind(name: str, mentions: Iterable[NameSpan]) -> PartyKind:
    votes = Counter(m.kind for m in mentions if m.kind)
    if mentions and next(iter(mentions)).source == "ner":
        table = kind_words()
        for word in reversed(_SPLIT.split(name.lower().replace(".", ""))):
            if word in table:
                return table[word]
    return votes.most_common(1)[0][0] if votes else "organization"

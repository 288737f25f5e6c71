"""One candidate for all mentions of a name: full and short forms, acronyms, surnames, possessives, legal suffixes.

Each join says why (``why`` of the candidate), so that a record can be explained. Joins are made only on what the names
show; two people with one surname stay two when the text gives both in full.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from importlib import resources

from newsdocket.extract.spans import NameSpan
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


@dataclass
class _Cluster:
    keys: list[tuple[str, ...]] = field(default_factory=list)
    mentions: list[NameSpan] = field(default_factory=list)
    why: list[str] = field(default_factory=list)


def name_key(name: str) -> tuple[str, ...]:
    """The words that tell a name from others, lower case: no articles, titles, legal suffixes, possessives."""
    text = re.sub(r"\bUSA?\b", "united states", re.sub(r"\bUK\b", "united kingdom", name)).lower().replace("’", "'")
    text = text.replace("u.s.", "united states").replace("u.k.", "united kingdom")
    text = re.sub(r"'s\b|'$", "", text).replace(".", "")
    words = [w for w in _SPLIT.split(text) if w]
    kept = [w for w in words if w not in {"the", "a", "an"} and w not in TITLES]
    while len(kept) > 1 and kept[-1] in LEGAL_SUFFIXES:
        kept.pop()
    return tuple(kept or words)


def resolve_parties(found: Sequence[NameSpan], text: str) -> list[PartyCandidate]:
    """Join ``found`` names (in text order) into candidates, in order of first mention."""
    clusters: list[_Cluster] = []
    for span in found:
        key = name_key(span.name)
        cluster, reason = _home(span, key, clusters, text)
        if cluster is None:
            cluster = _Cluster()
            clusters.append(cluster)
        elif reason:
            cluster.why.append(f"{span.text!r}: {reason}")
        cluster.mentions.append(span)
        if key not in cluster.keys:
            cluster.keys.append(key)
    return [_candidate(cluster) for cluster in clusters]


def _home(span: NameSpan, key: tuple[str, ...], clusters: list[_Cluster], text: str) -> tuple[_Cluster | None, str]:
    same_source = [c for c in reversed(clusters) if c.mentions[0].source == span.source]
    for cluster in same_source:
        if key in cluster.keys:
            return cluster, ""
    if span.source != "ner":
        return None, ""
    for test, reason in (
        (_short_person, "surname"),
        (_same_person, "same first and last name"),
        (_short_body, "short form"),
    ):
        for cluster in same_source:
            if any(test(key, other, span) for other in cluster.keys):
                return cluster, reason
    for cluster in same_source:
        if _is_acronym(span, cluster, text):
            return cluster, "acronym"
    return None, ""


def _short_person(key: tuple[str, ...], other: tuple[str, ...], span: NameSpan) -> bool:
    return span.kind == "person" and len(key) == 1 and len(other) > 1 and other[-1] == key[0]


def _same_person(key: tuple[str, ...], other: tuple[str, ...], span: NameSpan) -> bool:
    full = len(key) > 1 and len(other) > 1
    return span.kind == "person" and full and key[-1] == other[-1] and key[0] == other[0]


def _short_body(key: tuple[str, ...], other: tuple[str, ...], span: NameSpan) -> bool:
    short, long = sorted((key, other), key=len)
    if not short or span.kind == "person" or len(short) == len(long) or long[: len(short)] != short:
        return False
    return len(short) > 1 or (short[0] not in VAGUE_STARTS and len(short[0]) > 2)


def _is_acronym(span: NameSpan, cluster: _Cluster, text: str) -> bool:
    letters = span.text.replace(".", "").replace("&", "")
    if not (2 <= len(letters) <= 7 and letters.isupper() and letters.isalpha()):
        return False
    return any(letters in _initials(mention.text) for mention in cluster.mentions if " " in mention.text)


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
    data = json.loads((resources.files("newsdocket.resolve") / "data" / "kind_words.json").read_text("utf-8"))
    return {word: kind for kind, words in data.items() for word in words}


def _kind(name: str, mentions: Iterable[NameSpan]) -> PartyKind:
    votes = Counter(m.kind for m in mentions if m.kind)
    if mentions and next(iter(mentions)).source == "ner":
        table = kind_words()
        for word in reversed(_SPLIT.split(name.lower().replace(".", ""))):
            if word in table:
                return table[word]
    return votes.most_common(1)[0][0] if votes else "organization"

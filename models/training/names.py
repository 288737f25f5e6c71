"""From the labels of many corpora to the five kinds of names that the model knows: PERSON, ORG, GPE, LOC, NORP, and
LAW.

The corpora differ: none has laws, only the Groningen Meaning Bank has nationality words, places are one label. Rules
and a list of nationality words that the Groningen Meaning Bank gives close the gaps, on every corpus alike.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace

from corpora import Entity, Sentence

LABELS = ("PERSON", "ORG", "GPE", "LOC", "NORP", "LAW")

MAPPING = {
    "PER": "PERSON", "per": "PERSON", "person": "PERSON", "politician": "PERSON", "musicalartist": "PERSON",
    "ORG": "ORG", "org": "ORG", "organisation": "ORG", "politicalparty": "ORG", "band": "ORG",
    "LOC": "GPE", "geo": "GPE", "location": "GPE", "country": "GPE", "gpe": "NORP",
}  # fmt: skip
"""Corpus label to ours; labels that are not here (events, songs, dates) are no names for this model."""

_LANDMARK = re.compile(
    r"(?:^|\s)(?:River|Lake|Mount|Mountains?|Sea|Ocean|Gulf|Bay|Strait|Valley|Desert|Canal|Street|St\.|Road|Rd|Avenue|Ave|"
    r"Boulevard|Blvd|Highway|Park|Bridge|Airport|Square|Plaza|Peninsula|Coast|Creek|Canyon|Beach|Forest|Stadium|Station|"
    r"Prison|Hotel|Tower|Palace|Hall|Building|Islands?)(?:$|\s)"
)
_REGIONS = frozenset(
    "Africa Asia Europe America Americas Antarctica Arctic Atlantic Pacific Mediterranean Caribbean Balkans Caucasus "
    "Earth Mars Moon Sahara Himalayas Alps".split()
) | frozenset(
    ["Middle East", "the Middle East", "South Asia", "Latin America", "North America", "South America", "West Africa",
       "East Africa", "Central Asia", "Southeast Asia", "Eastern Europe", "Western Europe", "Central America",
       "Far East"]
)  # fmt: skip

LAW = re.compile(
    r"(?<![A-Za-z])(?:[A-Z][A-Za-z&’'\-]*(?:,? (?:[A-Z][A-Za-z&’'\-]*|and|of|for|in|to|with|against))*? )"
    r"(?:Act|Amendment|Code|Statute|Constitution|Treaty)\b(?: of (?:1[789]|20)\d\d)?"
    r"|\b\d+ U\.?S\.?C\.? (?:§§? ?|[Ss]ection )?\d+[a-z]?(?:\([a-z0-9]+\))*"
    r"|\b(?:Section|Title|Article|Rule) (?:\d+[A-Za-z]?|[IVX]+)(?:\([A-Za-z0-9]+\))*(?: of the (?:[A-Z][A-Za-z]* )*"
    r"(?:Act|Code|Constitution))?"
)
"""A law by its form: a capitalised title that ends in Act, Code, ..., a section of the U.S. Code, a numbered one."""

_TITLES = frozenset(
    "President Vice Mr. Mrs. Ms. Dr. Senator Sen. Rep. Representative Congressman Congresswoman Gov. Governor General "
    "Gen. Judge Justice Prime Minister Secretary Chancellor King Queen Prince Princess Sir Lord Lady Professor Prof. "
    "Attorney Colonel Col. Captain Capt. Lt. Sgt. Major Mayor Pope Bishop Archbishop Rev. Reverend Chief Foreign "
    "Defense Sheikh Sheik Shaikh Ayatollah Crown Ambassador Minister Deputy Former Premier Officer Magistrate".split()
)


OFFICES = _TITLES | frozenset(
    "District Circuit Associate Senior Appeals Superior Federal Assistant Solicitor Special".split()
)
"""Words of titles and offices that stand before a person's name."""


def nationality_words(sentences: Iterable[Sentence], least: int = 3) -> frozenset[str]:
    """Words that the Groningen Meaning Bank tags as ``gpe`` most of the time, at least ``least`` times."""
    tagged: Counter[str] = Counter()
    places: Counter[str] = Counter()
    for sentence in sentences:
        for start, end, label in sentence.entities or ():
            if end - start == 1:
                (tagged if label == "gpe" else places)[sentence.words[start]] += 1
    return frozenset(word for word, n in tagged.items() if n >= least and n > 2 * places[word] and word[0].isupper())


def known_places(sentences: Iterable[Sentence]) -> frozenset[str]:
    """Names that the Groningen Meaning Bank tags as ``geo`` more often than anything else, without landmarks."""
    counts: Counter[tuple[str, str]] = Counter()
    for sentence in sentences:
        counts.update((" ".join(sentence.words[a:b]), label) for a, b, label in sentence.entities or ())
    best: dict[str, tuple[int, str]] = {}
    for (name, label), n in sorted(counts.items()):
        best[name] = max(best.get(name, (0, "")), (n, label))
    kept = {name for name, (_, label) in best.items() if label == "geo" and place_kind(name) == "GPE"}
    return frozenset(kept | {name.title() for name in kept} | {"U.S.", "US", "USA", "UK", "U.K."})


def narrow_places(sentence: Sentence, places: frozenset[str]) -> Sentence:
    """GPE becomes LOC where no known place is meant: Universal NER counts restaurants and hotels as places."""

    def name(start: int, end: int) -> str:
        return " ".join(sentence.words[start:end])

    entities = tuple(
        (a, b, "LOC" if label == "GPE" and not {name(a, b), name(a, b).title()} & places else label)
        for a, b, label in sentence.entities or ()
    )
    return replace(sentence, entities=entities)


def harmonise(sentence: Sentence, nationalities: frozenset[str]) -> Sentence:
    """``sentence`` with its entities in our labels, nationality words and laws added, titles of persons taken off."""
    found = [fixed for entity in sentence.entities or () for fixed in _relabel(sentence, entity, nationalities)]
    found = add_missing(sentence, found, _laws(sentence), replace_overlaps=True)
    found = add_missing(sentence, found, _nationalities(sentence, nationalities), replace_overlaps=False)
    return replace(sentence, entities=tuple(sorted(found)))


def _relabel(sentence: Sentence, entity: Entity, nationalities: frozenset[str]) -> list[Entity]:
    start, end, label = entity
    kind = MAPPING.get(label)
    if kind is None:
        return []
    if kind == "PERSON":
        start = without_titles(sentence.words, start, end)
    words = sentence.words[start:end]
    if kind == "NORP" and not (words and words[-1] in nationalities):
        kind = "GPE"
    if kind in ("GPE", "ORG") and words and words[0] in ("the", "The") and len(words) > 1:
        start += 1
    if kind == "GPE":
        kind = place_kind(" ".join(sentence.words[start:end]))
    return [(start, end, kind)]


def without_titles(words: tuple[str, ...], start: int, end: int) -> int:
    """The token at which the name begins after titles; a name that is all title is left alone."""
    first = start
    while first < end and words[first] in _TITLES:
        first += 1
    return first if first < end else start


def place_kind(name: str) -> str:
    """LOC for landmarks, waters, streets and regions of the world, GPE for everything with a government."""
    return "LOC" if name in _REGIONS or _LANDMARK.search(name) else "GPE"


def _laws(sentence: Sentence) -> list[Entity]:
    text, starts = joined(sentence)
    ends = {
        start + len(word): index + 1 for index, (start, word) in enumerate(zip(starts, sentence.words, strict=True))
    }
    first = {start: index for index, start in enumerate(starts)}
    laws = []
    for match in LAW.finditer(text):
        begin = match.start() + (4 if match.group().startswith("The ") else 0)
        if begin in first and match.end() in ends:
            laws.append((first[begin], ends[match.end()], "LAW"))
    return laws


def joined(sentence: Sentence) -> tuple[str, list[int]]:
    """The text of ``sentence`` and the offset of each word."""
    text, starts = "", []
    for word, space in zip(sentence.words, sentence.spaces, strict=True):
        starts.append(len(text))
        text += word + (" " if space else "")
    return text, starts


def _nationalities(sentence: Sentence, nationalities: frozenset[str]) -> list[Entity]:
    return [(*extent, "NORP") for extent in nationality_extents(sentence.words, nationalities)]


def nationality_extents(words: Sequence[str], nationalities: frozenset[str]) -> list[tuple[int, int]]:
    """Where nationality words stand in ``words``, with the "South" or "North" before them."""
    return [
        (i - 1 if i and words[i - 1] in ("South", "North", "Saudi", "Puerto") else i, i + 1)
        for i, word in enumerate(words)
        if word in nationalities
    ]


def add_missing(sentence: Sentence, found: list[Entity], more: list[Entity], replace_overlaps: bool) -> list[Entity]:
    """``found`` with the entities of ``more``; on overlap the new ones win or lose as a whole."""
    for start, end, label in more:
        clashes = [entity for entity in found if entity[0] < end and start < entity[1]]
        if clashes and (not replace_overlaps or any(e[0] < start or e[1] > end for e in clashes)):
            continue
        found = [entity for entity in found if entity not in clashes] + [(start, end, label)]
    return found

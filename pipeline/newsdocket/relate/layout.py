"""A passage as the packaged reader's network takes it: in windows, and every word as numbers.

Long articles are cut at sentences into windows of :data:`LONGEST` words; the lead stands before each later window, so
that what the article is about is always in sight. Linear in the words.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from zlib import crc32

import numpy as np
import numpy.typing as npt

from newsdocket.relate.readers import Passage, Place

LONGEST, LEAD, OVERLONG = 150, 50, 120
"""Words of a window, of the first sentences that stand before every later window, and of a sentence that is read in one
piece."""
LEAD_SENTENCES, MENTIONS, WORDS = 3, 12, 12
"""The most sentences of the lead, mentions of a candidate and words of a mention that are read."""
ROWS = LONGEST + LEAD + 1
"""Rows of a window: the opening, and its words."""
PREFIXES, SUFFIXES, SHAPES = 1500, 2500, 400
"""Rows that prefixes, suffixes and shapes are hashed into."""
AFFIX, SHAPE, REPEATS = 3, 8, 2
"""Letters of a prefix or suffix, characters of a word that its shape shows, and how often a sign of it is repeated."""
PARTY, CLAIM, AMOUNT, RELIEF, OPENING = range(1, 6)
"""What a word belongs to; 0 is nothing."""
UNKNOWN = 0

Ints = npt.NDArray[np.int64]


@dataclass(frozen=True)
class Window:
    """The words of a window by their numbers; the first ``lead`` of them only stand before it."""

    words: tuple[int, ...]
    lead: int

    def governors(self, heads: Sequence[int]) -> Ints:
        """For each row the row of the word that it depends on; its own where that lies outside."""
        rows = {word: row for row, word in enumerate(self.words, 1)}
        return np.array([0, *(rows.get(heads[word], rows[word]) for word in self.words)], dtype="int64")


@dataclass(frozen=True)
class Layout:
    """The windows of a passage, and for each word its window and its row there."""

    windows: tuple[Window, ...]
    places: tuple[tuple[int, int], ...]

    def span(self, place: Place) -> tuple[int, int, int]:
        """The window of a mention, its first row there, and the one after its last."""
        window, first = self.places[place[0]]
        inside = [row for other, row in self.places[place[0] : min(place[1], place[0] + WORDS)] if other == window]
        return window, first, inside[-1] + 1


def lay_out(passage: Passage) -> Layout:
    """``passage`` in windows of whole sentences."""
    sentences = passage.sentences or ((0, len(passage.words)),)
    lead = _lead(sentences)
    windows = tuple(_window(run, lead) for run in _runs(sentences, lead))
    owners = ((word, (n, row)) for n, w in enumerate(windows) for row, word in enumerate(w.words, 1) if row > w.lead)
    return Layout(windows, tuple(place for _, place in sorted(owners)))


def _window(run: Place, lead: int) -> Window:
    shown = lead if run[0] >= lead else 0
    return Window((*range(shown), *range(*run)), shown)


def _lead(sentences: Sequence[Place]) -> int:
    """Words of the first sentences that are read before every later window."""
    return max((end for _, end in sentences[:LEAD_SENTENCES] if end <= LEAD), default=0)


def _runs(sentences: Iterable[Place], lead: int) -> Iterator[Place]:
    """The words of each window, from the first to the one after the last."""
    start, end, room = 0, 0, LONGEST
    for first, last in _parts(sentences):
        if last - start > room and end > start:
            yield start, end
            start, room = first, LONGEST - lead
        end = last
    if end > start:
        yield start, end


def _parts(sentences: Iterable[Place]) -> Iterator[Place]:
    """Sentences; overlong ones are cut."""
    for first, last in sentences:
        for start in range(first, last, OVERLONG):
            yield start, min(start + OVERLONG, last)


def mention_places(passage: Passage) -> list[list[Place]]:
    """The mentions that are read of every party, claim, amount and relief, in this order."""
    return [
        *(list(party.places[:MENTIONS]) for party in passage.parties),
        *([claim.place] for claim in passage.claims),
        *(list(places) for places in passage.amounts),
        *([asked.place] for asked in passage.relief),
    ]


@dataclass(frozen=True)
class Alphabet:
    """Words, tags and relations with their rows; row 0 is for all others."""

    words: Mapping[str, int]
    tags: Mapping[str, int]
    relations: Mapping[str, int]

    def rows(self, passage: Passage) -> Ints:
        """For each word the rows of word, prefix, suffix, shape, tag, relation, and what it belongs to."""
        kinds, size = _kinds(passage), len(passage.words)
        tags, relations = ((*given, *("",) * size)[:size] for given in (passage.tags, passage.relations))
        table = [
            (*self._word(word), self.tags.get(tag, UNKNOWN), self.relations.get(relation, UNKNOWN), kind)
            for word, tag, relation, kind in zip(passage.words, tags, relations, kinds, strict=True)
        ]
        return np.array(table, dtype="int64").reshape(size, 7)

    def _word(self, word: str) -> tuple[int, int, int, int]:
        lower = word.lower()
        return (
            self.words.get(lower, UNKNOWN),
            hashed(lower[:AFFIX], PREFIXES),
            hashed(lower[-AFFIX:], SUFFIXES),
            hashed(shape_of(word), SHAPES),
        )


def hashed(text: str, rows: int) -> int:
    """One of ``rows`` for ``text``, the same on every machine."""
    return crc32(text.encode("utf-8", "surrogatepass")) % rows


def shape_of(word: str) -> str:
    """``Xxx`` for "Harlan", ``$dd.d`` for "$22.5": the first characters by kind, each at most twice in a row."""
    signs = map(_sign, word[:SHAPE])
    return "".join(sign * min(len(list(run)), REPEATS) for sign, run in groupby(signs))


def _sign(character: str) -> str:
    if character.isupper():
        return "X"
    if character.islower():
        return "x"
    return "d" if character.isdigit() else character


def _kinds(passage: Passage) -> list[int]:
    """What each word belongs to; the first of party, claim, amount and relief wins."""
    found = [0] * len(passage.words)
    spans = [
        *((PARTY, place) for party in passage.parties for place in party.places),
        *((CLAIM, claim.place) for claim in passage.claims),
        *((AMOUNT, place) for places in passage.amounts for place in places),
        *((RELIEF, asked.place) for asked in passage.relief),
    ]
    for kind, (start, end) in spans:
        for word in range(start, min(end, len(found))):
            found[word] = found[word] or kind
    return found

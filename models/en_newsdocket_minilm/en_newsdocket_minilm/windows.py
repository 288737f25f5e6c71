"""Long texts as overlapping windows: every word has one window that it is read in, with context on both sides."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

LONGEST = 158
"""Word pieces that the network was trained on at once."""
CORE, BEFORE, AFTER = 116, 26, 16
"""Word pieces of a window's own words, and at most so many of context before and after them."""

NOWHERE, CLAUSE, LINE = range(3)
"""How good a place is to cut before a word: inside a sentence, after a sentence, at a line break."""


@dataclass(frozen=True)
class Window:
    """Words ``start`` to ``end`` are read, and answers taken for ``first`` to ``last`` of them (ends excluded)."""

    start: int
    first: int
    last: int
    end: int


def windows(sizes: Sequence[int], cuts: Sequence[int]) -> Iterator[Window]:
    """Windows over words with ``sizes`` pieces each; ``cuts`` says how good a place before each word is to cut.

    A text of up to :data:`LONGEST` pieces is one window. Time is linear in the number of words.
    """
    if sum(sizes) <= LONGEST:
        if sizes:
            yield Window(0, 0, len(sizes), len(sizes))
        return
    first = 0
    while first < len(sizes):
        last = _core_end(sizes, cuts, first)
        start = first - _fitting(sizes, range(first - 1, -1, -1), BEFORE)
        end = last + _fitting(sizes, range(last, len(sizes)), AFTER)
        yield Window(start, first, last, end)
        first = last


def _core_end(sizes: Sequence[int], cuts: Sequence[int], first: int) -> int:
    """A line break in the second half of the longest core, else the last sentence end in it, else as far as it goes."""
    longest = first + max(1, _fitting(sizes, range(first, len(sizes)), CORE))
    if longest == len(sizes):
        return longest
    best = {cut: place for place in range(first + 1, longest + 1) for cut in (cuts[place],)}
    line, clause = best.get(LINE, 0), best.get(CLAUSE, 0)
    half = first + (longest - first) // 2
    return line if line > half else max(line, clause) or longest


def _fitting(sizes: Sequence[int], places: Sequence[int], most: int) -> int:
    """How many of ``places`` fit into ``most`` pieces."""
    number, total = 0, 0
    for place in places:
        total += sizes[place]
        if total > most:
            break
        number += 1
    return number

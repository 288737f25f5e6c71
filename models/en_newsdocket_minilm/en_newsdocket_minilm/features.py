"""What the network sees of a word: its word pieces, as the uncased encoder has them, and its shape, which they lack."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

MOST_PIECES = 8
"""Pieces of one word that are kept; nothing readable has more."""
UNKNOWN, OPENING, CLOSING = "[UNK]", "[CLS]", "[SEP]"

NO_SHAPE, LOWER, TITLE, CAPITALS, INITIAL, MIXED, DIGITS, SIGNS = range(8)
CONTINUED = 8
"""Added to the shape at every piece of a word but the first."""
SHAPES = 2 * CONTINUED


def shape_of(word: str) -> int:
    """The shape of ``word``: lower case, title case, capitals, one capital letter, mixed, with digits, signs only."""
    if any(letter.isdigit() for letter in word):
        return DIGITS
    if not any(letter.isalpha() for letter in word):
        return SIGNS
    if word == word.lower():
        return LOWER
    if word == word.upper():
        return CAPITALS if sum(letter.isalpha() for letter in word) > 1 else INITIAL
    return TITLE if word[1:] == word[1:].lower() else MIXED


@dataclass
class WordPieces:
    """Cuts words into the word pieces of an uncased BERT vocabulary; words seen before come from a table."""

    vocabulary: Mapping[str, int]
    most_known: int = 50_000
    _known: dict[str, tuple[int, ...]] = field(default_factory=dict, repr=False)

    @property
    def opening(self) -> int:
        """The piece that stands before the first word of a window."""
        return self.vocabulary[OPENING]

    @property
    def closing(self) -> int:
        """The piece that stands after the last word of a window."""
        return self.vocabulary[CLOSING]

    def __call__(self, word: str) -> tuple[int, ...]:
        """At least one and at most :data:`MOST_PIECES` numbers of pieces."""
        known = self._known.get(word)
        if known is None:
            pieces = [piece for part in _parts(word[:100]) for piece in self._cut(part)]
            known = tuple(pieces[:MOST_PIECES]) or (self.vocabulary[UNKNOWN],)
            if len(self._known) < self.most_known:
                self._known[word] = known
        return known

    def _cut(self, part: str) -> Sequence[int]:
        """Longest known piece first, as the encoder was trained; the unknown piece where none fits."""
        found, start = [], 0
        while start < len(part):
            end = len(part)
            while end > start and ("##" if start else "") + part[start:end] not in self.vocabulary:
                end -= 1
            if end == start:
                return [self.vocabulary[UNKNOWN]]
            found.append(self.vocabulary[("##" if start else "") + part[start:end]])
            start = end
        return found


def _parts(word: str) -> list[str]:
    """``word`` in lower case without accents, cut at every sign."""
    parts, pending = [], ""
    for letter in unicodedata.normalize("NFD", word.lower()):
        if unicodedata.category(letter) == "Mn" or letter.isspace():
            continue
        if _is_sign(letter):
            parts += [pending, letter] if pending else [letter]
            pending = ""
        else:
            pending += letter
    return [*parts, pending] if pending else parts


def _is_sign(letter: str) -> bool:
    ascii_sign = letter.isascii() and not letter.isalnum() and letter.isprintable()
    return ascii_sign or unicodedata.category(letter).startswith("P")

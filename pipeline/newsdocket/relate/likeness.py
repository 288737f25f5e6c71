"""Groups of words with like meaning, so that what the linear models learn of one word carries over to others.

``data/word_groups.json.gz`` (made by ``models/roles/clusters.py``) puts each frequent content word of news into one of
50, of 200 and of 800 groups, each called by its most frequent word. Features name the group: ``W~800=refund`` says that
the words of a candidate have one like "refund".
"""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterable, Iterator
from functools import lru_cache, partial

from spacy.tokens import Token

from newsdocket.packaged import packaged_bytes
from newsdocket.relate.context import Context, is_content
from newsdocket.syntax import lemma

FILE = "relate/data/word_groups.json.gz"


@lru_cache(maxsize=1)
def word_groups() -> dict[str, tuple[str, ...]]:
    """For each word the names of its groups with their size, the coarsest first (``("50=claim", "200=pay", ...)``)."""
    table = json.loads(gzip.decompress(packaged_bytes(FILE)))
    words = table["words"]
    names = [
        [f"{size}={words[place]}" for place in places]
        for size, places in zip(table["sizes"], table["groups"], strict=True)
    ]
    return dict(zip(words, zip(*names, strict=True), strict=True))


def group_features(tokens: Iterable[Token], prefix: str, skip: int = 0) -> Iterator[str]:
    """The groups of the content words among ``tokens`` as features, without the ``skip`` coarsest sizes."""
    groups = word_groups()
    for token in tokens:
        if is_content(token):
            for name in groups.get(lemma(token), ())[skip:]:
                yield f"{prefix}~{name}"


def sentence_groups(number: int, context: Context, skip: int = 0) -> tuple[str, ...]:
    """The groups of the words of sentence ``number`` as features, each once."""
    return context.remembered(f"groups {number} {skip}", partial(_sentence_groups, number, skip))


def _sentence_groups(number: int, skip: int, context: Context) -> tuple[str, ...]:
    return tuple(dict.fromkeys(group_features(context.sentences[number], "S", skip)))

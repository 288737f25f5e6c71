"""Static vectors: what kind of word a word is, from two sources, in 96 dimensions and 16,000 rows for 190,000 words.

* Brown clusters of ``spacy-lookups-data`` (``lexeme_cluster``): the prefixes of a cluster's path in the Brown tree,
  each a fixed random direction; 32 dimensions.
* A MiniLM encoder (see :mod:`encoder`) reading each of the frequent words alone, cut to its 64 first principal
  components. Rarer words get the mean of their Brown cluster.

The words most frequent in news have a row of their own, every other word shares the row nearest to it.
"""

from __future__ import annotations

import gzip
import json
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

import numpy
from encoder import Array, load_encoder
from spacy.strings import StringStore
from spacy.vectors import Vectors

PREFIXES = (4, 6, 8, 10, 12, 16)
_WORD = re.compile(r"[A-Za-z][\w'.-]*[\w]|\S")


@dataclass(frozen=True)
class Sizes:
    """Numbers of rows, of words that the encoder reads, and of dimensions from each source."""

    rows: int = 16_000
    encoded: int = 60_000
    meaning: int = 64
    brown: int = 32


def word_vectors(news: Iterable[str], sizes: Sizes) -> Vectors:
    """The vectors; ``news`` is text whose words should have rows of their own."""
    prob, cluster = _table("en_lexeme_prob"), _table("en_lexeme_cluster")
    words = [word for word in prob if len(word) < 30 and cluster.get(word)]
    words.sort(key=lambda word: (-prob[word], word))
    frequent = sorted((word for word in prob if len(word) < 30), key=lambda word: -prob[word])[: sizes.encoded]
    meaning = _meanings(list(dict.fromkeys(word.lower() for word in frequent)), sizes.meaning)
    clusters = [int(cluster[word]) for word in words]
    points = numpy.hstack([_with_means(words, clusters, meaning, sizes), _brown(clusters, sizes.brown)])
    counts = Counter(word for text in news for word in _WORD.findall(text))
    known = [index for index, word in enumerate(words) if word.lower() in meaning]
    known.sort(key=lambda index: (-(counts[words[index]] + 3e6 * numpy.exp(prob[words[index]])), index))
    return _vectors(words, points.astype("float32"), known[: sizes.rows])


def _table(name: str) -> dict[str, float]:
    spec = find_spec("spacy_lookups_data")
    if spec is None or spec.origin is None:
        raise SystemExit(
            "the package spacy-lookups-data is not installed: pip install -r models/training/requirements.txt"
        )
    with gzip.open(Path(spec.origin).parent / "data" / f"{name}.json.gz", "rt", encoding="utf8") as file:
        table: dict[str, float] = json.load(file)
    return table


def _meanings(words: Sequence[str], width: int) -> dict[str, Array]:
    """Principal components of the encoder's vectors, scaled to about unit length, by lower-case word."""
    encoded = load_encoder().words(words)
    encoded /= numpy.linalg.norm(encoded, axis=1, keepdims=True)
    encoded -= encoded.mean(axis=0)
    _, _, axes = numpy.linalg.svd(encoded[:20_000], full_matrices=False)
    reduced = encoded @ axes[:width].T
    return dict(zip(words, reduced / (reduced.std() * numpy.sqrt(width)), strict=True))


def _with_means(words: Sequence[str], clusters: Sequence[int], meaning: dict[str, Array], sizes: Sizes) -> Array:
    """A row a word: its meaning, or the mean meaning of its cluster."""
    sums: dict[int, Array] = {}
    counts: Counter[int] = Counter()
    for word, cluster in zip(words, clusters, strict=True):
        if word.lower() in meaning:
            sums[cluster] = sums.get(cluster, numpy.zeros(sizes.meaning, "float32")) + meaning[word.lower()]
            counts[cluster] += 1
    nothing = numpy.zeros(sizes.meaning, "float32")
    means = {cluster: total / counts[cluster] for cluster, total in sums.items()}
    return numpy.array([meaning.get(w.lower(), means.get(c, nothing)) for w, c in zip(words, clusters, strict=True)])


def _brown(clusters: Sequence[int], width: int, seed: int = 0) -> Array:
    """A row a word: the sum of a random direction for each prefix of its cluster's path, about unit length."""
    generator = numpy.random.default_rng(seed)
    used = sorted(set(clusters))
    prefixes: dict[str, Array] = {}
    rows = numpy.zeros((len(used), width), dtype="float32")
    for row, cluster in enumerate(used):
        path = f"{cluster:b}"[::-1]
        for length in PREFIXES:
            prefix = path[:length]
            if prefix not in prefixes:
                prefixes[prefix] = generator.standard_normal(width).astype("float32")
            rows[row] += prefixes[prefix]
    rows /= rows.std() * numpy.sqrt(width)
    place = {cluster: row for row, cluster in enumerate(used)}
    return rows[[place[cluster] for cluster in clusters]]


def _vectors(words: Sequence[str], points: Array, own: Sequence[int]) -> Vectors:
    """Vectors with a row for each word in ``own`` and the nearest of these rows for every other word."""
    rows = points[list(own)]
    nearest = numpy.zeros(len(words), dtype=int)
    norms = (rows**2).sum(axis=1)
    for start in range(0, len(words), 2000):
        nearest[start : start + 2000] = (norms - 2 * points[start : start + 2000] @ rows.T).argmin(axis=1)
    nearest[list(own)] = range(len(own))
    vectors = Vectors(shape=rows.shape, name="en_newsdocket.vectors")
    vectors.data = rows
    strings = StringStore()
    for word, row in zip(words, nearest, strict=True):
        vectors.add(strings.add(word), row=int(row))
    return vectors

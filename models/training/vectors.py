"""Static vectors from word clusters: Brown clusters of ``spacy-lookups-data``, one row a cluster.

A row is the one-hot prefixes (4, 6, 8, 10, 12 bits) of the cluster's path in the Brown tree, projected to fewer dimensions
by a fixed random projection; a thousand rows serve all the words that have a cluster.
"""

from __future__ import annotations

import numpy
from spacy.lookups import load_lookups
from spacy.vectors import Vectors
from spacy.vocab import Vocab

PREFIXES = (4, 6, 8, 10, 12, 16)


def brown_vectors(vocab: Vocab, width: int, words: int, seed: int = 0) -> Vectors:
    """Vectors of ``width`` dimensions for the ``words`` most frequent words that have a cluster."""
    tables = load_lookups("en", ["lexeme_cluster", "lexeme_prob"])
    clusters, prob = tables.get_table("lexeme_cluster"), tables.get_table("lexeme_prob")
    keys = [key for key, cluster in clusters.items() if cluster]
    keys.sort(key=lambda key: (-prob.get(key, -100.0), key))
    keys = keys[:words]
    used = sorted({clusters[key] for key in keys})
    row_of = {cluster: row for row, cluster in enumerate(used)}
    data = _rows(used, width, seed)
    vectors = Vectors(strings=vocab.strings, shape=data.shape, name="en_newsdocket.vectors")
    vectors.data = data
    for key in keys:
        vectors.add(key, row=row_of[clusters[key]])
    return vectors


def _rows(clusters: list[int], width: int, seed: int) -> numpy.ndarray:
    """One row a cluster: sum of a random vector for each prefix of its path, so that near paths are near vectors."""
    generator = numpy.random.default_rng(seed)
    prefixes: dict[str, numpy.ndarray] = {}
    rows = numpy.zeros((len(clusters), width), dtype="float32")
    for row, cluster in enumerate(clusters):
        path = f"{cluster:b}"[::-1]
        for length in PREFIXES:
            prefix = path[:length]
            if prefix not in prefixes:
                prefixes[prefix] = generator.standard_normal(width).astype("float32") / numpy.sqrt(len(PREFIXES))
            rows[row] += prefixes[prefix]
    return rows

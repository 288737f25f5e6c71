"""From annotated sentences to spaCy ``Doc`` objects, grouped as the text they came from."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby

from corpora import Sentence
from spacy.tokens import Doc, Span
from spacy.vocab import Vocab


def group(sentences: Iterable[Sentence], most: int) -> Iterator[list[Sentence]]:
    """Runs of at most ``most`` sentences of one paragraph (of any neighbours where the corpus has no paragraphs)."""
    for _, run in groupby(sentences, key=_paragraph):
        pending: list[Sentence] = []
        for sentence in run:
            pending.append(sentence)
            if len(pending) == most:
                yield pending
                pending = []
        if pending:
            yield pending


def _paragraph(sentence: Sentence) -> str:
    return sentence.paragraph


def to_doc(vocab: Vocab, run: list[Sentence]) -> Doc:
    """One ``Doc`` of the sentences in ``run`` with every layer that all of them have."""
    words = [word for sentence in run for word in sentence.words]
    spaces = [space for sentence in run for space in (*sentence.spaces[:-1], True)]
    layers: dict[str, list[object]] = {}
    if all(sentence.heads for sentence in run):
        layers = _tree_layers(run)
    doc = Doc(vocab, words=words, spaces=spaces, sent_starts=_starts(run) if not layers else None, **layers)
    if all(sentence.entities is not None for sentence in run):
        _set_entities(doc, run)
    return doc


def _starts(run: list[Sentence]) -> list[bool]:
    return [index == 0 for sentence in run for index in range(len(sentence.words))]


def _tree_layers(run: list[Sentence]) -> dict[str, list[object]]:
    offsets = [sum(len(s.words) for s in run[:index]) for index in range(len(run))]
    return {
        "tags": [tag for s in run for tag in s.tags],
        "pos": [pos for s in run for pos in s.pos],
        "lemmas": [lemma for s in run for lemma in s.lemmas],
        "heads": [head + offset for s, offset in zip(run, offsets, strict=True) for head in s.heads],
        "deps": [dep for s in run for dep in s.deps],
    }


def _set_entities(doc: Doc, run: list[Sentence]) -> None:
    spans, offset = [], 0
    for sentence in run:
        spans += [Span(doc, start + offset, end + offset, label=label) for start, end, label in sentence.entities or ()]
        offset += len(sentence.words)
    doc.set_ents(spans, default="outside")

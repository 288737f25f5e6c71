"""From spaCy ``Doc`` objects to the arrays that the MiniLM network is trained on."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy
import torch
from en_newsdocket_minilm.features import CAPITALS, CONTINUED, INITIAL, LOWER, MIXED, TITLE, WordPieces, shape_of
from minilm_net import Labels
from spacy.tokens import Doc
from torch import Tensor

MISSING = -1
LONGEST = 158
"""Word pieces of one training window, without the two that enclose it."""
BATCH = 1024
"""Word pieces of one batch, padding included."""

Layer = tuple[int, ...]


@dataclass(frozen=True)
class Window:
    """A stretch of text with what is known of it; :data:`MISSING` where nothing is."""

    pieces: tuple[tuple[int, ...], ...]
    shapes: Layer
    tags: Layer
    names: Layer
    starts: Layer
    heads: Layer
    deps: Layer

    @property
    def length(self) -> int:
        """Word pieces with the two that enclose them."""
        return sum(map(len, self.pieces)) + 2


@dataclass(frozen=True)
class Batch:
    """Arrays of one batch: (texts, pieces) and (texts, words)."""

    ids: Tensor
    shapes: Tensor
    mask: Tensor
    first: Tensor
    tags: Tensor
    names: Tensor
    starts: Tensor
    heads: Tensor
    deps: Tensor


@dataclass(frozen=True)
class Encoder:
    """Turns documents into windows."""

    pieces: WordPieces
    labels: Labels

    def windows(self, doc: Doc) -> Iterator[Window]:
        """``doc`` without white space tokens, cut between sentences where it is too long for one window."""
        words = [token.i for token in doc if not token.is_space]
        layers = self._layers(doc)
        for part in _parts(doc, words, [len(self.pieces(doc[i].text)) for i in words]):
            yield self._window(doc, part, layers)

    def _layers(self, doc: Doc) -> tuple[list[int], ...]:
        tag = {label: number for number, label in enumerate(self.labels.tags)}
        dep = {label: number for number, label in enumerate(self.labels.deps)}
        name = {label: number for number, label in enumerate(self.labels.names)}
        tree = doc.has_annotation("DEP")
        tags = [tag.get(token.tag_, MISSING) if tree else MISSING for token in doc]
        deps = [dep.get(token.dep_, MISSING) if tree else MISSING for token in doc]
        known = tree or doc.has_annotation("SENT_START")
        starts = [int(bool(token.is_sent_start)) if known else MISSING for token in doc]
        return tags, deps, starts, [name.get(label, MISSING) for label in biluo(doc)]

    def _window(self, doc: Doc, part: Sequence[int], layers: tuple[list[int], ...]) -> Window:
        tags, deps, starts, names = layers
        place = {index: number for number, index in enumerate(part)}
        tree = doc.has_annotation("DEP")
        heads = [_head(doc, index, place) if tree else MISSING for index in part]
        return Window(
            pieces=tuple(self.pieces(doc[index].text) for index in part),
            shapes=tuple(shape_of(doc[index].text) for index in part),
            tags=tuple(tags[index] for index in part),
            names=tuple(names[index] for index in part),
            starts=tuple(starts[index] for index in part),
            heads=tuple(heads),
            deps=tuple(deps[index] for index in part),
        )


def _head(doc: Doc, index: int, place: dict[int, int]) -> int:
    """0 for the root, else the place of the head in the window from 1 on; missing where it is outside."""
    head = doc[index].head.i
    return 0 if head == index else place.get(head, MISSING - 1) + 1


def biluo(doc: Doc) -> list[str]:
    """The BILUO tag of every token, ``-`` where the name is missing."""
    tags = ["-" if token.ent_iob == 0 else "O" for token in doc]
    for span in doc.ents:
        inner = ["B", *["I"] * (len(span) - 2), "L"] if len(span) > 1 else ["U"]
        tags[span.start : span.end] = [f"{mark}-{span.label_}" for mark in inner]
    return tags


def _parts(doc: Doc, words: Sequence[int], sizes: Sequence[int]) -> Iterator[list[int]]:
    """Stretches of ``words`` with at most :data:`LONGEST` pieces, cut after a full stop where there is one."""
    start = 0
    while start < len(words):
        end, total, stop = start, 0, 0
        while end < len(words) and total + sizes[end] <= LONGEST:
            total += sizes[end]
            end += 1
            if end < len(words) and _may_end(doc, words[end - 1], words[end]):
                stop = end
        end = end if end == len(words) or not stop else stop
        yield list(words[start:end])
        start = end


def _may_end(doc: Doc, index: int, following: int) -> bool:
    if doc.has_annotation("DEP"):
        return bool(doc[following].is_sent_start)
    return doc[index].text in {".", "!", "?", "”", '"'} or "\n" in doc[following - 1].text


def batches(windows: Sequence[Window], rng: random.Random, recased: float = 0.06) -> Iterator[Batch]:
    """``windows`` in random order, those of like length together; a share in another letter case."""
    order = sorted(windows, key=lambda window: window.length + 12 * rng.random())
    groups: list[list[Window]] = [[]]
    for window in order:
        if groups[-1] and window.length * (len(groups[-1]) + 1) > BATCH:
            groups.append([])
        groups[-1].append(window)
    rng.shuffle(groups)
    for group in groups:
        yield collate(group, [_case(window, rng, recased) for window in group])


def _case(window: Window, rng: random.Random, share: float) -> Layer:
    """The shapes of ``window``, now and then as if it were all lower case, capitals or title case."""
    if rng.random() >= share:
        return window.shapes
    to = rng.choice((LOWER, LOWER, TITLE, CAPITALS))
    return tuple(to if shape in (LOWER, TITLE, CAPITALS, INITIAL, MIXED) else shape for shape in window.shapes)


def collate(windows: Sequence[Window], shapes: Sequence[Layer], enclosing: tuple[int, int] = (101, 102)) -> Batch:
    """Padded arrays of ``windows`` with the given ``shapes`` of their words."""
    pieces, words = max(window.length for window in windows), max(len(window.pieces) for window in windows)
    wide = {name: numpy.zeros((len(windows), pieces), dtype="int64") for name in ("ids", "shapes", "mask")}
    first = numpy.zeros((len(windows), words), dtype="int64")
    layers = ("tags", "names", "starts", "heads", "deps")
    known = {name: numpy.full((len(windows), words), MISSING, dtype="int64") for name in layers}
    for row, (window, forms) in enumerate(zip(windows, shapes, strict=True)):
        _fill(row, window, forms, wide, first, enclosing)
        for name in layers:
            known[name][row, : len(window.pieces)] = getattr(window, name)
    arrays = {**wide, "first": first, **known}
    return Batch(**{name: torch.from_numpy(values) for name, values in arrays.items()})


def _fill(
    row: int,
    window: Window,
    shapes: Layer,
    wide: dict[str, numpy.ndarray],
    first: numpy.ndarray,
    enclosing: tuple[int, int],
) -> None:
    ids, forms = [enclosing[0]], [0]
    for place, (pieces, shape) in enumerate(zip(window.pieces, shapes, strict=True)):
        first[row, place] = len(ids)
        ids += pieces
        forms += [shape] + [shape + CONTINUED] * (len(pieces) - 1)
    ids.append(enclosing[1])
    wide["ids"][row, : len(ids)] = ids
    wide["shapes"][row, : len(forms)] = forms
    wide["mask"][row, : len(ids)] = 1

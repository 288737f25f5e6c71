"""The packaged reader's network in NumPy: a small transformer that also looks from each word at the one it depends on.

Weights come from ``relate/data/reader.npz``, which ``models/roles/reader.py`` trains and packs; matrices are kept in
eight bits with a scale for each row. Names and shapes are those of ``models/roles/reader_net.py``.
"""

from __future__ import annotations

import io
import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any
from zipfile import BadZipFile

import numpy as np
import numpy.typing as npt
from thinc.api import NumpyOps

from newsdocket.errors import ModelError
from newsdocket.relate.layout import Alphabet, Ints

Floats = npt.NDArray[np.float32]

FORMAT = "newsdocket-reader-1"
SCALE = ".scale"
NOTES = "notes"
TABLES = ("word", "prefix", "suffix", "shape", "tag", "relation")
"""The tables of a word's features, in the order of their rows."""
HEADS = 6
"""Attention heads of a layer."""
STEEPEST = 127
EPSILON = 1e-5


@dataclass(frozen=True)
class Network:
    """Weights, the labels of every head, and the rows of words, tags and relations."""

    weights: Mapping[str, Floats]
    labels: Mapping[str, Sequence[str]]
    alphabet: Alphabet

    @property
    def width(self) -> int:
        """Numbers that stand for a word."""
        return int(self.weights["opening_norm.weight"].shape[0])

    def vectors(self, rows: Ints) -> Floats:
        """What each word is by itself (words, width)."""
        parts = [self.weights[f"{name}.weight"][rows[:, place]] for place, name in enumerate(TABLES)]
        return self.linear("inputs", np.concatenate(parts, axis=1))

    def encode(self, vectors: Floats, kinds: Ints, governors: Ints) -> Floats:
        """The rows of one window in sight of each other (rows, width); the first row is the opening."""
        x = vectors + self.weights["kinds.weight"][kinds] + self.weights["positions"][: len(vectors)]
        x = self._normed("opening_norm", x)
        number = 0
        while f"layers.{number}.mix.weight" in self.weights:
            x = self._layer(f"layers.{number}", x, governors)
            number += 1
        return self._normed("closing_norm", x)

    def _layer(self, name: str, x: Floats, governors: Ints) -> Floats:
        x = x + self.linear(f"{name}.mix", _attended(self.linear(f"{name}.ask", self._normed(f"{name}.norm", x))))
        normed = self._normed(f"{name}.inner_norm", x)
        inner = bent(self.linear(f"{name}.inner", np.concatenate([normed, normed[governors]], axis=1)))
        mixed: Floats = x + self.linear(f"{name}.outer", inner)
        return mixed

    def scores(self, hidden: str, out: str, given: Floats) -> npt.NDArray[np.float64]:
        """Probabilities (candidates, labels) of the head ``out`` behind the layer ``hidden``."""
        return self.shares(out, bent(self.linear(hidden, given)))

    def shares(self, out: str, inner: Floats) -> npt.NDArray[np.float64]:
        """Probabilities (candidates, labels) of the head ``out`` for what is inside it."""
        logits = self.linear(out, inner).astype("float64")
        powers = np.exp(logits - logits.max(axis=1, keepdims=True))
        shares: npt.NDArray[np.float64] = powers / powers.sum(axis=1, keepdims=True)
        return shares

    def row(self, name: str, label: str) -> int:
        """The row of ``label`` in a table that goes by the labels ``name``; the last row is for others."""
        known = self.labels[name]
        return known.index(label) if label in known else len(known)

    def linear(self, name: str, given: Floats) -> Floats:
        """``given`` through the layer ``name``."""
        weights = self.weights[f"{name}.weight"]
        found: Floats = product(given.reshape(-1, weights.shape[1]), weights) + self.weights[f"{name}.bias"]
        return found.reshape(*given.shape[:-1], len(weights))

    def _normed(self, name: str, x: Floats) -> Floats:
        centred = x - x.mean(axis=1, keepdims=True)
        spread = np.sqrt((centred * centred).mean(axis=1, keepdims=True) + EPSILON)
        found: Floats = centred / spread * self.weights[f"{name}.weight"] + self.weights[f"{name}.bias"]
        return found

    def to_bytes(self) -> bytes:
        """What :func:`read_network` reads; the same network always gives the same bytes."""
        notes = {
            "format": FORMAT,
            "labels": {name: list(known) for name, known in self.labels.items()},
            "words": list(self.alphabet.words),
            "tags": list(self.alphabet.tags),
            "relations": list(self.alphabet.relations),
        }
        arrays: dict[str, Any] = {NOTES: np.frombuffer(json.dumps(notes).encode("utf-8"), dtype="uint8")}
        for name, value in self.weights.items():
            arrays |= _packed(name, value)
        data = io.BytesIO()
        np.savez_compressed(data, **arrays)
        return data.getvalue()


@lru_cache(maxsize=1)
def _ops() -> NumpyOps:
    return NumpyOps()


def product(one: Floats, other: Floats) -> Floats:
    """``one @ other.T`` by the library that spaCy computes with: on one thread, and so the same on every machine with
    the same kind of processor, however many cores it has."""
    found: Floats = _ops().gemm(np.ascontiguousarray(one), np.ascontiguousarray(other), trans2=True)
    return found


def bent(x: Floats) -> Floats:
    """GELU in its usual approximation."""
    return (0.5 * x * (1.0 + np.tanh(0.7978845608 * (x + 0.044715 * x * x * x)))).astype("float32", copy=False)


def _attended(asked: Floats) -> Floats:
    """What each row gathers from all: ``asked`` holds queries, keys and values side by side (rows, 3 widths)."""
    rows = len(asked)
    queries, keys, values = asked.reshape(rows, 3, HEADS, -1).transpose(1, 2, 0, 3)
    root = np.float32(math.sqrt(queries.shape[-1]))
    scores = np.stack([product(query, key) for query, key in zip(queries, keys, strict=True)]) / root
    powers = np.exp(scores - scores.max(axis=2, keepdims=True))
    shares = powers / powers.sum(axis=2, keepdims=True)
    gathered = [product(share, value.T) for share, value in zip(shares, values, strict=True)]
    return np.concatenate(gathered, axis=1)


def _packed(name: str, value: Floats) -> dict[str, Any]:
    """A matrix in eight bits with a scale for each row, anything else as it is."""
    if value.ndim < 2:
        return {name: value.astype("float32")}
    scale = np.maximum(np.abs(value).max(axis=1), 1e-9) / STEEPEST
    return {name: np.round(value / scale[:, None]).astype("int8"), name + SCALE: scale.astype("float32")}


def read_network(data: bytes) -> Network:
    """The network that :meth:`Network.to_bytes` wrote. Raises :class:`ModelError` for anything else."""
    try:
        with np.load(io.BytesIO(data), allow_pickle=False) as stored:
            arrays = {name: stored[name] for name in stored.files}
        notes = json.loads(arrays.pop(NOTES).tobytes())
        if notes["format"] != FORMAT:
            raise ValueError(f"format {notes['format']!r}")
        return Network(_unpacked(arrays), notes["labels"], alphabet_of(notes))
    except (OSError, EOFError, ValueError, KeyError, TypeError, BadZipFile) as error:
        raise ModelError(f"not a reader of format {FORMAT}: {error}") from error


def alphabet_of(lists: Mapping[str, Sequence[str]]) -> Alphabet:
    """Words, tags and relations with their rows, from 1 on."""
    words, tags, relations = (
        {entry: row for row, entry in enumerate(lists[name], 1)} for name in ("words", "tags", "relations")
    )
    return Alphabet(words, tags, relations)


def _unpacked(arrays: Mapping[str, npt.NDArray[Any]]) -> dict[str, Floats]:
    weights = {}
    for name, value in arrays.items():
        if name + SCALE in arrays:
            weights[name] = value.astype("float32") * arrays[name + SCALE][:, None]
        elif not name.endswith(SCALE):
            weights[name] = value.astype("float32")
    return weights

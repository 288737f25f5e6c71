"""The network on ONNX Runtime."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy
from numpy.typing import NDArray

from en_newsdocket_minilm.weights import HOW_TO_INSTALL, quantized

if TYPE_CHECKING:
    from onnxruntime import InferenceSession

Floats = NDArray[numpy.float32]
Ints = NDArray[numpy.int64]

OUTPUTS = ("tags", "names", "starts", "arcs", "dependents", "governors")
BIG = ("query_key_value", "attended", "inner", "outer")
"""Matrices of the encoder that are multiplied in eight bits."""


@dataclass(frozen=True)
class Scores:
    """Scores of the words of a batch, and the vectors that label scores are made of."""

    tags: Floats
    names: Floats
    starts: Floats
    arcs: Floats
    dependents: Floats
    governors: Floats


@dataclass(frozen=True)
class Network:
    """A session and the last layer of the labels, which is only needed for the heads that are chosen."""

    session: InferenceSession
    label_weight: Floats
    label_bias: Floats

    def scores(self, vectors: Floats, shapes: Ints, mask: Floats, first: Ints) -> Scores:
        """Scores for (texts, words) from piece ``vectors``, ``shapes`` and ``mask`` and the place of first pieces."""
        given = {"vectors": vectors, "shapes": shapes, "mask": mask, "first": first}
        return Scores(*self.session.run([f"out.{name}" for name in OUTPUTS], given))

    def labels(self, dependents: Floats, governors: Floats) -> Ints:
        """The best label for each pair of a word's and its head's vectors."""
        inner = dependents + governors
        inner = 0.5 * inner * (1.0 + numpy.tanh(0.7978845608 * (inner + 0.044715 * inner**3)))
        best: Ints = (inner @ self.label_weight + self.label_bias).argmax(axis=-1)
        return best


def make_network(graph: bytes, weights: Mapping[str, Floats], threads: int = 1) -> Network:
    """A network of the ``graph`` (ONNX, without weights) and ``weights``; raises :class:`ImportError` if need be."""
    session = make_session(graph, weights, threads)
    return Network(session, numpy.ascontiguousarray(weights["label_out.weight"].T), weights["label_out.bias"])


def make_session(graph: bytes, weights: Mapping[str, Floats], threads: int = 1) -> InferenceSession:
    """A session of ONNX Runtime for the ``graph`` (without weights) and ``weights``."""
    try:
        import onnxruntime
    except ImportError as error:
        raise ImportError(f"en_newsdocket_minilm needs the package onnxruntime: {HOW_TO_INSTALL}") from error
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = threads
    options.inter_op_num_threads = 1
    options.log_severity_level = 3
    given = initializers(weights)
    values = [onnxruntime.OrtValue.ortvalue_from_numpy(value) for value in given.values()]
    options.add_external_initializers(list(given), values)
    return onnxruntime.InferenceSession(graph, options, providers=["CPUExecutionProvider"])


def initializers(weights: Mapping[str, Floats]) -> dict[str, NDArray[numpy.generic]]:
    """The graph's constants by name: big matrices in eight bits with their scales, others as they are multiplied."""
    given: dict[str, NDArray[numpy.generic]] = {}
    for name, value in weights.items():
        if name.startswith("label_out."):
            continue
        if name.split(".")[-2:-1] and name.split(".")[-2] in BIG and name.endswith(".weight"):
            given[name], given[f"{name}.scale"] = quantized(value)
        elif value.ndim == 2 and name.endswith(".weight") and not name.startswith("shapes."):
            given[name] = numpy.ascontiguousarray(value.T)
        else:
            given[name] = value
    return given

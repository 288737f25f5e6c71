"""The network of ``minilm_net`` as an ONNX graph without weights, and its weights as the package stores them."""

from __future__ import annotations

import io
import math
from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy
from en_newsdocket_minilm.network import BIG, OUTPUTS, initializers
from en_newsdocket_minilm.weights import Floats, Pretrained, base_matrix, pack
from minilm_net import EPSILON, HEADS, LAYERS, WIDTH
from onnx import ModelProto, NodeProto, StringStringEntryProto, TensorProto, ValueInfoProto, helper

KINDS = {"float32": TensorProto.FLOAT, "int8": TensorProto.INT8}
LONGEST = 256
"""Positions that are kept; windows are shorter."""
PLAIN_TYPE = "float16"


@dataclass
class _Graph:
    nodes: list[NodeProto] = field(default_factory=list)

    def add(self, kind: str, inputs: Sequence[str], domain: str = "", outputs: int = 1, **attributes: object) -> str:
        """A node; the name of its output (of its first output, the others count up)."""
        name = f"{kind}_{len(self.nodes)}"
        names = [f"{name}_{number}" for number in range(outputs)]
        self.nodes.append(helper.make_node(kind, list(inputs), names, domain=domain, **attributes))
        return names[0]

    def dense(self, x: str, name: str) -> str:
        """``x`` times the matrix ``name`` plus its bias."""
        if name.split(".")[-1] in BIG:
            given = [x, f"{name}.weight", f"{name}.weight.scale", "", f"{name}.bias"]
            return self.add("DynamicQuantizeMatMul", given, "com.microsoft")
        return self.add("Add", [self.add("MatMul", [x, f"{name}.weight"]), f"{name}.bias"])

    def layer(self, x: str, mask: str, name: str) -> str:
        """One block of the encoder."""
        joined = self.dense(x, f"{name}.query_key_value")
        query = self.add("Split", [joined], outputs=3, axis=-1, num_outputs=3)
        parts = [query.removesuffix("0") + str(number) for number in range(3)]
        mixed = self.add("MultiHeadAttention", [*parts, "", mask], "com.microsoft", num_heads=HEADS)
        x = self.skip_norm(self.dense(mixed, f"{name}.attended"), x, f"{name}.norm_attended")
        inner = self.add("FastGelu", [self.dense(x, f"{name}.inner")], "com.microsoft")
        return self.skip_norm(self.dense(inner, f"{name}.outer"), x, f"{name}.norm_outer")

    def skip_norm(self, x: str, skip: str, name: str) -> str:
        """The normalised sum of ``x`` and ``skip``."""
        given = [x, skip, f"{name}.weight", f"{name}.bias"]
        return self.add("SkipLayerNormalization", given, "com.microsoft", epsilon=EPSILON)

    def named(self, x: str, name: str) -> None:
        """Give the output ``x`` the outer ``name``."""
        self.nodes.append(helper.make_node("Identity", [x], [name]))


def build(weights: dict[str, Floats], mixes: Floats) -> bytes:
    """The graph for ``weights`` (their shapes count); ``mixes`` (3, layers + 1): shares of the layers in each task."""
    graph = _Graph()
    constants = [_constant(name, numpy.array([value])) for value, name in enumerate(("zero", "one", "two"))]
    steps = _encoder(graph)
    place = graph.add("Unsqueeze", ["first", "two"])
    words = [graph.add("GatherND", [step, place], batch_dims=1) for step in steps]
    tags, names, trees = (_mixed(graph, words, mix, number, constants) for number, mix in enumerate(mixes))
    graph.named(graph.dense(tags, "tags"), "out.tags")
    graph.named(graph.dense(names, "names"), "out.names")
    graph.named(graph.add("Squeeze", [graph.dense(trees, "starts"), "two"]), "out.starts")
    _arcs(graph, trees)
    return _model(graph, weights, constants, OUTPUTS, _inputs()).SerializeToString()


def build_encoder(weights: dict[str, Floats]) -> bytes:
    """The graph of the encoder alone for its ``weights``: the last layer of every piece."""
    graph = _Graph()
    constants = [_constant(name, numpy.array([value])) for value, name in enumerate(("zero", "one", "two"))]
    graph.named(_encoder(graph)[-1], "out.pieces")
    return _model(graph, weights, constants, ("pieces",), _inputs()[:3]).SerializeToString()


def _encoder(graph: _Graph) -> list[str]:
    length = graph.add("Slice", [graph.add("Shape", ["vectors"]), "one", "two"])
    places = graph.add("Slice", ["positions", "zero", length, "zero"])
    shapes = graph.add("Gather", ["shapes.weight", "shapes"], axis=0)
    x = graph.add("Add", [graph.add("Add", ["vectors", places]), shapes])
    x = graph.add("LayerNormalization", [x, "norm.weight", "norm.bias"], axis=-1, epsilon=EPSILON)
    mask = graph.add("Cast", ["mask"], to=TensorProto.INT32)
    steps = [x]
    for number in range(LAYERS):
        steps.append(graph.layer(steps[-1], mask, f"layers.{number}"))
    return steps


def _mixed(graph: _Graph, words: Sequence[str], mix: Floats, task: int, constants: list[TensorProto]) -> str:
    parts = []
    for number, (word, share) in enumerate(zip(words, mix, strict=True)):
        constants.append(_constant(f"mix.{task}.{number}", numpy.array(share, dtype="float32")))
        parts.append(graph.add("Mul", [word, f"mix.{task}.{number}"]))
    return graph.add("Sum", parts)


def _arcs(graph: _Graph, trees: str) -> None:
    batch = graph.add("Slice", [graph.add("Shape", [trees]), "zero", "one"])
    size = graph.add("Concat", [batch, "one", "one"], axis=0)
    governors = graph.add("Concat", [graph.add("Expand", ["root", size]), trees], axis=1)
    dependent = graph.add("Gelu", [graph.dense(trees, "arc_dependent")], "com.microsoft")
    governor = graph.add("Gelu", [graph.dense(governors, "arc_governor")], "com.microsoft")
    turned = graph.add("Transpose", [governor], perm=[0, 2, 1])
    graph.named(graph.add("MatMul", [graph.dense(dependent, "arc_weight"), turned]), "out.arcs")
    graph.named(graph.dense(trees, "label_dependent"), "out.dependents")
    graph.named(graph.dense(governors, "label_governor"), "out.governors")


def _constant(name: str, value: numpy.ndarray) -> TensorProto:
    return helper.make_tensor(name, helper.np_dtype_to_tensor_dtype(value.dtype), value.shape, value.ravel())


def _external(name: str, value: numpy.ndarray) -> TensorProto:
    """An initializer whose values are given when the session is made."""
    tensor = TensorProto(name=name, data_type=KINDS[str(value.dtype)], dims=value.shape)
    tensor.data_location = TensorProto.EXTERNAL
    for key, entry in (("location", "weights"), ("offset", "0"), ("length", str(value.nbytes))):
        tensor.external_data.append(StringStringEntryProto(key=key, value=entry))
    return tensor


def _inputs() -> list[ValueInfoProto]:
    single, whole = TensorProto.FLOAT, TensorProto.INT64
    return [
        helper.make_tensor_value_info("vectors", single, ["texts", "pieces", WIDTH]),
        helper.make_tensor_value_info("shapes", whole, ["texts", "pieces"]),
        helper.make_tensor_value_info("mask", single, ["texts", "pieces"]),
        helper.make_tensor_value_info("first", whole, ["texts", "words"]),
    ]


def _model(
    graph: _Graph,
    weights: dict[str, Floats],
    constants: Sequence[TensorProto],
    names: Sequence[str],
    inputs: Sequence[ValueInfoProto],
) -> ModelProto:
    outputs = [helper.make_tensor_value_info(f"out.{name}", TensorProto.FLOAT, None) for name in names]
    given = [_external(name, value) for name, value in initializers(weights).items()]
    body = helper.make_graph(graph.nodes, "minilm", inputs, outputs, [*given, *constants])
    versions = [helper.make_opsetid("", 18), helper.make_opsetid("com.microsoft", 1)]
    return helper.make_model(body, opset_imports=versions, ir_version=9, producer_name="newsdocket")


def plain_weights(state: dict[str, Floats]) -> dict[str, Floats]:
    """The weights of a trained network for the graph: without mixes, arc scores scaled, unused positions off."""
    weights = {name: value for name, value in state.items() if name != "mixes"}
    weights["positions"] = weights["positions"][:LONGEST]
    weights["root"] = weights["root"].reshape(1, 1, WIDTH)
    for part in ("weight", "bias"):
        weights[f"arc_weight.{part}"] = weights[f"arc_weight.{part}"] / math.sqrt(len(weights["arc_weight.bias"]))
    return weights


def mixes_of(state: dict[str, Floats]) -> Floats:
    """The share of every layer in each task."""
    powers = numpy.exp(state["mixes"])
    return (powers / powers.sum(axis=1, keepdims=True)).astype("float32")


def stored(weights: dict[str, Floats], pretrained: Pretrained) -> bytes:
    """The content of ``weights.npz``: what changed in the encoder's big matrices in four bits, the rest in 16."""
    arrays: dict[str, numpy.ndarray] = {}
    for name, value in weights.items():
        module = name.removesuffix(".weight")
        if name.startswith("layers.") and module.split(".")[-1] in BIG and name != module:
            arrays[f"change:{name}"], arrays[f"scale:{name}"] = pack(value - base_matrix(pretrained, module))
        else:
            arrays[f"plain:{name}"] = value.astype(PLAIN_TYPE)
    buffer = io.BytesIO()
    numpy.savez_compressed(buffer, **arrays)
    return buffer.getvalue()

"""The network of ``en_newsdocket_minilm`` in PyTorch: one MiniLM encoder, heads for tags, names, trees and sentences.

Only training needs this file. ``minilm_graph`` writes the same computation as an ONNX graph.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import torch
from torch import Tensor, nn
from torch.nn import functional

WIDTH = 384
HEADS = 12
LAYERS = 6
INNER = 1536
POSITIONS = 512
EPSILON = 1e-12


@dataclass(frozen=True)
class Labels:
    """The label schemes: Penn tags, dependencies, and names as BILUO tags."""

    tags: tuple[str, ...]
    deps: tuple[str, ...]
    names: tuple[str, ...]


@dataclass(frozen=True)
class Sizes:
    """Widths of the heads and the number of word shapes."""

    shapes: int
    arc: int = 256
    label: int = 192


class Layer(nn.Module):
    """One block of the encoder, as BERT has it."""

    def __init__(self) -> None:
        super().__init__()
        self.query_key_value = nn.Linear(WIDTH, 3 * WIDTH)
        self.attended = nn.Linear(WIDTH, WIDTH)
        self.norm_attended = nn.LayerNorm(WIDTH, eps=EPSILON)
        self.inner = nn.Linear(WIDTH, INNER)
        self.outer = nn.Linear(INNER, WIDTH)
        self.norm_outer = nn.LayerNorm(WIDTH, eps=EPSILON)

    def forward(self, x: Tensor, bias: Tensor, dropout: float) -> Tensor:
        """``x`` (texts, pieces, width) one layer on; ``bias`` is 0 for pieces and very low for padding."""
        size, length, _ = x.shape
        query, key, value = self.query_key_value(x).view(size, length, 3, HEADS, -1).permute(2, 0, 3, 1, 4)
        rate = dropout if self.training else 0.0
        weights = query @ key.transpose(-1, -2) / math.sqrt(WIDTH // HEADS) + bias.to(query.dtype)
        mixed = torch.softmax(weights, dim=-1).to(value.dtype) @ value
        mixed = self.attended(mixed.transpose(1, 2).reshape(size, length, WIDTH))
        x = self.norm_attended(x + mixed)
        inner = functional.gelu(self.inner(x), approximate="tanh")
        return self.norm_outer(x + functional.dropout(self.outer(inner), rate, self.training))


@dataclass(frozen=True)
class Scores:
    """What the heads say of each word: tags, names, sentence starts, heads (0 is the root), and label vectors."""

    tags: Tensor
    names: Tensor
    starts: Tensor
    arcs: Tensor
    dependents: Tensor
    governors: Tensor


class Network(nn.Module):
    """Encoder and heads. Inputs are the word piece vectors of the pretrained encoder, which stay as they are."""

    def __init__(self, labels: Labels, sizes: Sizes, dropout: float = 0.1, head_dropout: float = 0.25) -> None:
        super().__init__()
        self.dropout, self.head_dropout = dropout, head_dropout
        self.positions = nn.Parameter(torch.zeros(POSITIONS, WIDTH))
        self.shapes = nn.Embedding(sizes.shapes, WIDTH)
        nn.init.normal_(self.shapes.weight, std=0.02)
        self.norm = nn.LayerNorm(WIDTH, eps=EPSILON)
        self.layers = nn.ModuleList(Layer() for _ in range(LAYERS))
        self.mixes = nn.Parameter(torch.zeros(3, LAYERS + 1) + torch.tensor([0.0] * LAYERS + [2.0]))
        self.tags = nn.Linear(WIDTH, len(labels.tags))
        self.names = nn.Linear(WIDTH, len(labels.names))
        self.starts = nn.Linear(WIDTH, 1)
        self.root = nn.Parameter(torch.randn(WIDTH) * 0.02)
        self.arc_dependent = nn.Linear(WIDTH, sizes.arc)
        self.arc_governor = nn.Linear(WIDTH, sizes.arc)
        self.arc_weight = nn.Linear(sizes.arc, sizes.arc)
        self.label_dependent = nn.Linear(WIDTH, sizes.label)
        self.label_governor = nn.Linear(WIDTH, sizes.label)
        self.label_out = nn.Linear(sizes.label, len(labels.deps))

    def forward(self, vectors: Tensor, shapes: Tensor, mask: Tensor, first: Tensor) -> Scores:
        """Scores for every word.

        ``vectors`` (texts, pieces, width), ``shapes`` and ``mask`` (texts, pieces), ``first`` (texts, words): the
        place of each word's first piece.
        """
        x = vectors + self.positions[: vectors.shape[1]] + self.shapes(shapes)
        x = functional.dropout(self.norm(x), self.dropout, self.training)
        bias = ((1.0 - mask.to(x.dtype)) * -1e4)[:, None, None, :]
        steps = [x]
        for layer in self.layers:
            x = layer(x, bias, self.dropout)
            steps.append(x)
        index = first[:, :, None].expand(-1, -1, WIDTH)
        words = torch.stack([step.gather(1, index) for step in steps], dim=-1)
        tags, names, trees = (
            functional.dropout(words @ mix, self.head_dropout, self.training)
            for mix in torch.softmax(self.mixes, dim=-1).to(words.dtype)
        )
        return self._heads(tags, names, trees)

    def _heads(self, tags: Tensor, names: Tensor, trees: Tensor) -> Scores:
        root = self.root.to(trees.dtype).expand(trees.shape[0], 1, -1)
        governors = torch.cat([root, trees], dim=1)
        drop = self.head_dropout
        dependent = functional.dropout(functional.gelu(self.arc_dependent(trees)), drop, self.training)
        governor = functional.dropout(functional.gelu(self.arc_governor(governors)), drop, self.training)
        arcs = self.arc_weight(dependent) @ governor.transpose(1, 2) / math.sqrt(governor.shape[-1])
        return Scores(
            tags=self.tags(tags),
            names=self.names(names),
            starts=self.starts(trees).squeeze(-1),
            arcs=arcs,
            dependents=self.label_dependent(trees),
            governors=self.label_governor(governors),
        )

    def label_scores(self, scores: Scores, heads: Tensor) -> Tensor:
        """Scores of the dependency labels of each word, given its head (0 is the root)."""
        index = heads[:, :, None].expand(-1, -1, scores.governors.shape[-1])
        inner = functional.gelu(scores.dependents + scores.governors.gather(1, index), approximate="tanh")
        return self.label_out(functional.dropout(inner, self.head_dropout, self.training))


def load_encoder(network: Network, weights: dict[str, Tensor]) -> None:
    """Set the encoder of ``network`` to the pretrained ``weights``, by their names in the checkpoint."""
    with torch.no_grad():
        kinds = weights["embeddings.token_type_embeddings.weight"][0]
        network.positions.copy_(weights["embeddings.position_embeddings.weight"] + kinds)
        _copy(network.norm, weights, "embeddings.LayerNorm")
        for number, layer in enumerate(network.layers):
            _load_layer(layer, weights, f"encoder.layer.{number}.")


def _load_layer(layer: nn.Module, weights: dict[str, Tensor], name: str) -> None:
    parts = [f"{name}attention.self.{part}" for part in ("query", "key", "value")]
    layer.query_key_value.weight.copy_(torch.cat([weights[f"{part}.weight"] for part in parts]))
    layer.query_key_value.bias.copy_(torch.cat([weights[f"{part}.bias"] for part in parts]))
    _copy(layer.attended, weights, f"{name}attention.output.dense")
    _copy(layer.norm_attended, weights, f"{name}attention.output.LayerNorm")
    _copy(layer.inner, weights, f"{name}intermediate.dense")
    _copy(layer.outer, weights, f"{name}output.dense")
    _copy(layer.norm_outer, weights, f"{name}output.LayerNorm")


def _copy(module: nn.Module, weights: dict[str, Tensor], name: str) -> None:
    module.weight.copy_(weights[f"{name}.weight"])
    module.bias.copy_(weights[f"{name}.bias"])

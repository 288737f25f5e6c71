"""The neural reader of roles in PyTorch, for training: the encoder of ``minilm_net`` and a head for each decision.

Names of the weights are those that ``en_newsdocket_minilm.roles`` reads at run time, where the heads are NumPy.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import torch
from en_newsdocket_minilm.features import SHAPES, WordPieces
from en_newsdocket_minilm.roles import POSITIONS, Passage, lay_out, mention_places, party_row
from minilm_net import EPSILON, LAYERS, WIDTH, Layer
from neural_data import Annotated
from torch import Tensor, nn
from torch.nn import functional

EXTRA, HIDDEN, DROPOUT, HEAD_DROPOUT = 32, 256, 0.1, 0.2
LOSSES = {"party_role": 1.0, "claim_type": 0.7, "outcome": 0.7, "disposition": 0.5, "amount_role": 1.0, "ordered": 0.7}
"""Each head with the weight of its answers."""


@dataclass(frozen=True)
class Example:
    """An annotated passage as tensors (windows, pieces), with the place of each mention: window, first piece, end."""

    annotated: Annotated
    ids: Tensor
    shapes: Tensor
    kinds: Tensor
    mask: Tensor
    mentions: tuple[tuple[tuple[int, int, int], ...], ...]

    @property
    def size(self) -> int:
        """Word pieces."""
        return int(self.mask.sum())


def make_example(item: Annotated, cut: WordPieces) -> Example:
    """``item`` laid out in windows."""
    layout = lay_out(item.passage, cut)
    longest = max(len(window.ids) for window in layout.windows)
    rows = [
        [(values + [0] * longest)[:longest] for values in (w.ids, w.shapes, w.kinds, [1] * len(w.ids))]
        for w in layout.windows
    ]
    ids, shapes, kinds, mask = torch.tensor(rows).unbind(1)
    mentions = tuple(tuple(layout.span(place) for place in places) for places in mention_places(item.passage))
    return Example(item, ids, shapes, kinds, mask.float(), mentions)


class Roles(nn.Module):
    """Encoder and heads; inputs are the word piece vectors of the pretrained encoder, which stay as they are."""

    def __init__(self, labels: Mapping[str, Sequence[str]]) -> None:
        super().__init__()
        self.labels = labels
        self.positions = nn.Parameter(torch.zeros(POSITIONS, WIDTH))
        self.shapes = nn.Embedding(SHAPES, WIDTH)
        self.norm = nn.LayerNorm(WIDTH, eps=EPSILON)
        self.layers = nn.ModuleList(Layer() for _ in range(LAYERS))
        self.kinds = nn.Embedding(5, WIDTH)
        nn.init.normal_(self.kinds.weight, std=0.02)
        self.party_kind = nn.Embedding(16, EXTRA)
        self.phrase, self.relief_kind, self.kind = (
            nn.Embedding(len(labels[name]) + 1, EXTRA) for name in ("phrase", "relief_kind", "claim_type")
        )
        self.party, self.state = (nn.Linear(3 * WIDTH + EXTRA, HIDDEN) for _ in range(2))
        self.claim, self.relief = (nn.Linear(2 * WIDTH + EXTRA, HIDDEN) for _ in range(2))
        self.amount = nn.Linear(3 * WIDTH, HIDDEN)
        for name in LOSSES:
            setattr(self, name, nn.Linear(HIDDEN, len(labels[name])))

    @property
    def encoder(self) -> list[nn.Parameter]:
        """The parameters that come pretrained."""
        return [self.positions, *self.shapes.parameters(), *self.norm.parameters(), *self.layers.parameters()]

    def forward(self, table: Tensor, example: Example) -> dict[str, Tensor]:
        """Scores (candidates, labels) by head; a head without candidates is left out."""
        passage, x = example.annotated.passage, self._encode(table, example)
        groups = [self._mentions(x, places) for places in example.mentions]
        parties, claims, amounts, relief = _split(groups, passage)
        scores: dict[str, Tensor] = {}
        if parties:
            rows = torch.tensor([party_row(party, passage.short) for party in passage.parties])
            given = torch.cat([torch.stack([_pooled(group) for group in parties]), self.party_kind(rows)], dim=1)
            scores["party_role"] = self._head(given, self.party, self.party_role)
        if claims:
            scores |= self._claims(x[0, 0], torch.stack([group[0] for group in claims]), example.annotated)
        if amounts:
            given = torch.stack([_pooled(group) for group in amounts])
            scores["amount_role"] = self._head(given, self.amount, self.amount_role)
        if relief:
            extra = self.relief_kind(self._rows("relief_kind", (asked.type for asked in passage.relief)))
            given = torch.cat([torch.stack([group[0] for group in relief]), extra], dim=1)
            scores["ordered"] = self._head(given, self.relief, self.ordered)
        return scores

    def _claims(self, opening: Tensor, claims: Tensor, item: Annotated) -> dict[str, Tensor]:
        """Scores of types, and of states for the annotated type (the likeliest one where none is)."""
        extra = self.phrase(self._rows("phrase", (claim.phrase for claim in item.passage.claims)))
        types = self._head(torch.cat([claims, extra], dim=1), self.claim, self.claim_type)
        likeliest = (self.labels["claim_type"][int(row)] for row in types.detach().argmax(dim=1))
        kinds = [a.type if a.outcome else guess for a, guess in zip(item.claims, likeliest, strict=True)]
        extra = self.kind(self._rows("claim_type", (kind or "" for kind in kinds)))
        given = torch.cat([claims, opening.expand(len(claims), -1), extra], dim=1)
        inner = self._inner(given, self.state)
        return {"claim_type": types, "outcome": self.outcome(inner), "disposition": self.disposition(inner)}

    def _encode(self, table: Tensor, example: Example) -> Tensor:
        x = table[example.ids] + self.kinds(example.kinds)
        x = self.norm(x + self.positions[: x.shape[1]] + self.shapes(example.shapes))
        x = functional.dropout(x, DROPOUT, self.training)
        bias = ((1.0 - example.mask) * -1e4)[:, None, None, :]
        for layer in self.layers:
            x = layer(x, bias, DROPOUT)
        return x.float()

    def _mentions(self, x: Tensor, places: Sequence[tuple[int, int, int]]) -> Tensor:
        return torch.stack([torch.cat([x[w, first], x[w, first:last].mean(dim=0)]) for w, first, last in places])

    def _head(self, given: Tensor, hidden: nn.Module, out: nn.Module) -> Tensor:
        scores: Tensor = out(self._inner(given, hidden))
        return scores

    def _inner(self, given: Tensor, hidden: nn.Module) -> Tensor:
        given = functional.dropout(given, HEAD_DROPOUT, self.training)
        return functional.dropout(functional.gelu(hidden(given), approximate="tanh"), HEAD_DROPOUT, self.training)

    def _rows(self, name: str, labels: Iterable[str]) -> Tensor:
        known = self.labels[name]
        return torch.tensor([known.index(label) if label in known else len(known) for label in labels])


def _pooled(mentions: Tensor) -> Tensor:
    sums = mentions[:, :WIDTH] + mentions[:, WIDTH:]
    return torch.cat([sums[0], sums.max(dim=0).values, sums.mean(dim=0)])


def _split(groups: Sequence[Tensor], passage: Passage) -> list[Sequence[Tensor]]:
    """The vectors of parties, claims, amounts and relief."""
    found, start = [], 0
    for items in (passage.parties, passage.claims, passage.amounts, passage.relief):
        found.append(groups[start : start + len(items)])
        start += len(items)
    return found


def loss_of(scores: Mapping[str, Tensor], item: Annotated, labels: Mapping[str, Sequence[str]]) -> Tensor:
    """Summed cross entropy over the answers that are known, each head with its weight."""
    total = torch.zeros(())
    for head, weight in LOSSES.items():
        if head in scores:
            rows = answers(head, item)
            target = torch.zeros_like(scores[head])
            for number, row in enumerate(rows):
                for label, share in row:
                    if label in labels[head]:
                        target[number, labels[head].index(label)] += share
            total = total - weight * (target * torch.log_softmax(scores[head], dim=1)).sum()
    return total


def answers(head: str, item: Annotated) -> list[list[tuple[str, float]]]:
    """For each candidate of ``head`` the annotated labels with their weights; none where nothing is known."""
    if head == "party_role":
        return [_known(answer) for answer in item.parties]
    if head == "amount_role":
        return [[(role, 1.0 / len(roles)) for role in roles] for roles in item.amounts]
    if head == "ordered":
        return [_known(answer) for answer in item.relief]
    if head == "claim_type":
        return [_known(answer.type, answer.weight) for answer in item.claims]
    return [_known(answer.outcome if head == "outcome" else answer.disposition) for answer in item.claims]


def _known(label: str | None, weight: float = 1.0) -> list[tuple[str, float]]:
    return [] if label is None else [(label, weight)]

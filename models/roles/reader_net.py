"""The packaged reader's network in PyTorch, for training; ``newsdocket.relate.network`` runs the same one in NumPy."""

from __future__ import annotations

from collections.abc import Mapping

import torch
from reader_data import HEADS, PAYMENT, Batch, Labels
from torch import Tensor, nn
from torch.nn import functional

from newsdocket.relate.layout import PREFIXES, ROWS, SHAPES, SUFFIXES
from newsdocket.relate.network import HEADS as ATTENTION
from newsdocket.relate.network import TABLES, Alphabet

WORD, AFFIX, WIDTH, INNER, LAYERS, HIDDEN, EXTRA = 96, 32, 192, 384, 3, 160, 24
"""Numbers for a word, for each of its other features, of a row, inside a layer; layers; inside a head; for a hint."""
TEACHER = 384
"""Width of the teacher's rows."""
DROPOUT, HEAD_DROPOUT = 0.1, 0.2
WEIGHTS = {"party_role": 1.0, "claim_type": 0.7, "outcome": 0.7, "disposition": 0.5, "amount_role": 1.0, "ordered": 0.7}
PAYMENTS = 0.3
"""What an answer of each head counts, and a pair of an amount and a candidate for a party."""


class Layer(nn.Module):
    """Attention, then a step that sees each row beside that of the word it depends on."""

    def __init__(self) -> None:
        super().__init__()
        self.norm, self.inner_norm = nn.LayerNorm(WIDTH), nn.LayerNorm(WIDTH)
        self.ask, self.mix = nn.Linear(WIDTH, 3 * WIDTH), nn.Linear(WIDTH, WIDTH)
        self.inner, self.outer = nn.Linear(2 * WIDTH, INNER), nn.Linear(INNER, WIDTH)

    def forward(self, x: Tensor, bias: Tensor, governors: Tensor) -> Tensor:
        windows, rows, _ = x.shape
        asked = self.ask(self.norm(x)).view(windows, rows, 3, ATTENTION, WIDTH // ATTENTION)
        queries, keys, values = asked.permute(2, 0, 3, 1, 4)
        found = functional.scaled_dot_product_attention(queries, keys, values, attn_mask=bias)
        found = self.mix(found.transpose(1, 2).reshape(windows, rows, WIDTH))
        x = x + functional.dropout(found, DROPOUT, self.training)
        normed = self.inner_norm(x)
        above = torch.gather(normed, 1, governors[:, :, None].expand(-1, -1, WIDTH))
        inner = functional.gelu(self.inner(torch.cat([normed, above], dim=2)), approximate="tanh")
        return x + functional.dropout(self.outer(inner), DROPOUT, self.training)


class ReaderNet(nn.Module):
    """Encoder and heads; ``teacher`` foretells the teacher's rows and is left out of what ships."""

    def __init__(self, labels: Labels, alphabet: Alphabet, words: Tensor) -> None:
        super().__init__()
        self.labels = labels
        sizes = (len(words), PREFIXES, SUFFIXES, SHAPES, len(alphabet.tags) + 1, len(alphabet.relations) + 1)
        for name, size in zip(TABLES, sizes, strict=True):
            table = nn.Embedding(size, WORD if name == "word" else AFFIX)
            nn.init.normal_(table.weight, std=0.5)
            setattr(self, name, table)
        self.word = nn.Embedding.from_pretrained(words, freeze=False)
        self.inputs = nn.Linear(WORD + AFFIX * (len(TABLES) - 1), WIDTH)
        self.kinds = nn.Embedding(6, WIDTH)
        nn.init.normal_(self.kinds.weight, std=0.1)
        self.start = nn.Parameter(torch.randn(WIDTH) * 0.1)
        self.positions = nn.Parameter(torch.randn(ROWS, WIDTH) * 0.02)
        self.opening_norm, self.closing_norm = nn.LayerNorm(WIDTH), nn.LayerNorm(WIDTH)
        self.layers = nn.ModuleList(Layer() for _ in range(LAYERS))
        self.teacher = nn.Linear(WIDTH, TEACHER)
        self.party_kind = nn.Embedding(16, EXTRA)
        self.phrase, self.relief_kind, self.kind = (
            nn.Embedding(len(labels[name]) + 1, EXTRA) for name in ("phrase", "relief_kind", "claim_type")
        )
        self.party, self.state = (nn.Linear(3 * WIDTH + EXTRA, HIDDEN) for _ in range(2))
        self.claim, self.relief = (nn.Linear(2 * WIDTH + EXTRA, HIDDEN) for _ in range(2))
        self.amount = nn.Linear(3 * WIDTH, HIDDEN)
        for name in (*HEADS, PAYMENT):
            setattr(self, name, nn.Linear(HIDDEN, len(labels[name])))
        self.amount_side, self.party_side = nn.Linear(3 * WIDTH, HIDDEN), nn.Linear(3 * WIDTH + EXTRA, HIDDEN)

    def encode(self, batch: Batch) -> Tensor:
        """The rows of every window (windows, rows, width)."""
        parts = [getattr(self, name)(batch.features[..., place]) for place, name in enumerate(TABLES)]
        x = self.inputs(torch.cat(parts, dim=-1))
        x = torch.cat([self.start.expand(len(x), 1, -1).to(x.dtype), x[:, 1:]], dim=1)
        x = self.opening_norm(x + self.kinds(batch.features[..., -1]) + self.positions[: x.shape[1]])
        x = functional.dropout(x, DROPOUT, self.training)
        for layer in self.layers:
            x = layer(x, batch.bias, batch.governors)
        found: Tensor = self.closing_norm(x)
        return found

    def forward(self, batch: Batch) -> tuple[dict[str, Tensor], Tensor]:
        """Scores (candidates, labels) by head, and the rows of all windows (rows, width)."""
        rows = self.encode(batch).float().reshape(-1, WIDTH)
        sums = torch.cat([rows.new_zeros(1, WIDTH), rows.cumsum(0)])
        first, last = batch.mentions.unbind(1)
        firsts, means = rows[first], (sums[last] - sums[first]) / (last - first)[:, None]
        both, scores = firsts + means, dict[str, Tensor]()
        amounts = parties = rows.new_zeros(0)
        if batch.parties.count:
            parties = torch.cat([_pooled(both, *batch.parties), self.party_kind(batch.party_rows)], dim=1)
            scores["party_role"] = self._head(parties, "party", "party_role")
        if batch.amounts.count:
            amounts = _pooled(both, *batch.amounts)
            scores["amount_role"] = self._head(amounts, "amount", "amount_role")
        if len(batch.payments):
            scores[PAYMENT] = self._payment(amounts, parties, batch.payments)
        singles = torch.cat([firsts, means], dim=1)
        if len(batch.claims):
            claims = singles[batch.claims]
            scores["claim_type"] = self._head(
                torch.cat([claims, self.phrase(batch.phrases)], dim=1), "claim", "claim_type"
            )
            inner = self._inner(torch.cat([claims, rows[batch.openings], self.kind(batch.types)], dim=1), "state")
            scores |= {name: getattr(self, name)(inner) for name in ("outcome", "disposition")}
        if len(batch.relief):
            given = torch.cat([singles[batch.relief], self.relief_kind(batch.relief_rows)], dim=1)
            scores["ordered"] = self._head(given, "relief", "ordered")
        return scores, rows

    def _payment(self, amounts: Tensor, parties: Tensor, pairs: Tensor) -> Tensor:
        """Scores (pairs, parts) of what a candidate is to an amount."""
        money = self.amount_side(functional.dropout(amounts, HEAD_DROPOUT, self.training))[pairs[:, 0]]
        who = self.party_side(functional.dropout(parties, HEAD_DROPOUT, self.training))[pairs[:, 1]]
        bent = functional.gelu(money + who + money * who, approximate="tanh")
        found: Tensor = self.payment(functional.dropout(bent, HEAD_DROPOUT, self.training))
        return found

    def _head(self, given: Tensor, hidden: str, out: str) -> Tensor:
        found: Tensor = getattr(self, out)(self._inner(given, hidden))
        return found

    def _inner(self, given: Tensor, hidden: str) -> Tensor:
        given = functional.dropout(given, HEAD_DROPOUT, self.training)
        bent = functional.gelu(getattr(self, hidden)(given), approximate="tanh")
        return functional.dropout(bent, HEAD_DROPOUT, self.training)


def _pooled(mentions: Tensor, count: int, owners: Tensor, places: Tensor) -> Tensor:
    """For each of ``count`` candidates the first mention, the highest values and the mean."""
    own, width = mentions[places], mentions.shape[1]
    highest = own.new_full((count, width), -1e4).scatter_reduce(0, owners[:, None].expand(-1, width), own, "amax")
    means = own.new_zeros(count, width).index_add(0, owners, own) / torch.bincount(owners, minlength=count)[:, None]
    begins = torch.ones(len(owners), dtype=torch.bool)
    begins[1:] = owners[1:] != owners[:-1]
    return torch.cat([own[begins], highest, means], dim=1)


def loss_of(scores: Mapping[str, Tensor], batch: Batch) -> Tensor:
    """Cross entropy with the wanted shares of every head, summed over candidates, for one article."""
    parts = [
        -WEIGHTS[name] * (batch.targets[name] * torch.log_softmax(given.float(), dim=1)).sum()
        for name, given in scores.items()
        if name != PAYMENT
    ]
    if PAYMENT in scores:
        parts.append(PAYMENTS * functional.cross_entropy(scores[PAYMENT], batch.payments[:, 2], reduction="sum"))
    return torch.stack(parts).sum() / batch.articles


def shipped(network: ReaderNet) -> dict[str, Tensor]:
    """The weights that the reader needs."""
    return {name: value for name, value in network.state_dict().items() if not name.startswith("teacher.")}

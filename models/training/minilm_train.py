"""Training of the MiniLM network: several mixtures of the corpora one after the other, one falling learning rate."""

from __future__ import annotations

import json
import random
import time
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import torch
from minilm_data import MISSING, Batch, Window, batches
from minilm_net import Labels, Network, Scores
from torch import Tensor
from torch.nn import functional

WEIGHTS = {"tags": 1.0, "names": 1.5, "starts": 0.5, "arcs": 1.0, "labels": 1.0}


@dataclass(frozen=True)
class Rates:
    """Highest learning rates, the share of updates that they rise over, and weight decay."""

    encoder: float = 1.5e-4
    heads: float = 1.2e-3
    warmup: float = 0.06
    decay: float = 0.01


def losses(network: Network, table: Tensor, batch: Batch) -> dict[str, Tensor]:
    """Summed cross entropy of every layer over the words where it is known, by the number of words in the batch."""
    scores = network(table[batch.ids], batch.shapes, batch.mask, batch.first)
    words = batch.first.gt(0)
    labels = network.label_scores(scores, batch.heads.clamp(min=0))
    parts = {
        "tags": _entropy(scores.tags, batch.tags),
        "names": _entropy(scores.names, batch.names),
        "arcs": _entropy(_within(scores, words), batch.heads),
        "labels": _entropy(labels, batch.deps.masked_fill(batch.heads == MISSING, MISSING)),
        "starts": _start_loss(scores.starts, batch.starts),
    }
    return {name: value / words.sum() for name, value in parts.items()}


def _entropy(scores: Tensor, target: Tensor) -> Tensor:
    return functional.cross_entropy(
        scores.float().flatten(0, 1), target.flatten(), ignore_index=MISSING, reduction="sum"
    )


def _within(scores: Scores, words: Tensor) -> Tensor:
    """Arc scores with padding words ruled out as heads."""
    allowed = functional.pad(words, (1, 0), value=True)
    return scores.arcs.float().masked_fill(~allowed[:, None, :], -1e4)


def _start_loss(scores: Tensor, target: Tensor) -> Tensor:
    known = target != MISSING
    loss = functional.binary_cross_entropy_with_logits(scores.float(), target.clamp(min=0).float(), reduction="none")
    return (loss * known).sum()


def optimizer_of(network: Network, rates: Rates) -> torch.optim.AdamW:
    """AdamW with a lower rate for what is pretrained."""
    pretrained = [*network.layers.parameters(), *network.norm.parameters(), network.positions]
    inside = {id(parameter) for parameter in pretrained}
    heads = [parameter for parameter in network.parameters() if id(parameter) not in inside]
    groups = [{"params": pretrained, "lr": rates.encoder}, {"params": heads, "lr": rates.heads}]
    return torch.optim.AdamW(groups, weight_decay=rates.decay, betas=(0.9, 0.98), fused=True)


def train(
    network: Network, table: Tensor, phases: Mapping[int, Sequence[Window]], folder: Path, rates: Rates, seed: int
) -> None:
    """Train ``network`` on each of ``phases`` once, writing its weights to ``folder`` after each.

    ``table`` holds the word piece vectors, which stay as they are.
    """
    rng = random.Random(seed)
    planned = {number: list(batches(windows, rng)) for number, windows in phases.items()}
    total, done, start = sum(map(len, planned.values())), 0, time.perf_counter()
    optimizer = optimizer_of(network, rates)
    for number, phase in planned.items():
        for batch in phase:
            _set_rates(optimizer, rates, done / total)
            parts = _update(network, table, batch, optimizer)
            done += 1
            if done % 50 == 0:
                spent = round(time.perf_counter() - start)
                print(json.dumps({"phase": number, "update": done, "of": total, "s": spent, **parts}), flush=True)
        torch.save(network.state_dict(), folder / f"phase{number}.pt")


def _set_rates(optimizer: torch.optim.Optimizer, rates: Rates, progress: float) -> None:
    scale = min(progress / rates.warmup, 1.0) * min(1.0, (1.0 - progress) / (1.0 - rates.warmup))
    for group, rate in zip(optimizer.param_groups, (rates.encoder, rates.heads), strict=True):
        group["lr"] = rate * scale


def _update(network: Network, table: Tensor, batch: Batch, optimizer: torch.optim.Optimizer) -> dict[str, float]:
    network.train()
    with torch.autocast("cpu", torch.bfloat16):
        parts = losses(network, table, batch)
        loss = sum(WEIGHTS[name] * value for name, value in parts.items())
    loss.backward()
    torch.nn.utils.clip_grad_norm_(network.parameters(), 1.0)
    optimizer.step()
    optimizer.zero_grad(set_to_none=True)
    return {name: round(float(value.detach()), 4) for name, value in parts.items()}


def write_labels(labels: Labels, path: Path) -> None:
    """The label schemes as JSON."""
    path.write_text(json.dumps(asdict(labels), indent=1) + "\n", encoding="utf8")


def read_labels(path: Path) -> Labels:
    """The label schemes of :func:`write_labels`."""
    stored = json.loads(path.read_text(encoding="utf8"))
    return Labels(**{name: tuple(labels) for name, labels in stored.items()})

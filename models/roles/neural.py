"""Train the neural reader of roles that ``en_newsdocket_minilm`` ships, from annotated articles to packed weights.

    python models/roles/neural.py SET [SET ...] [--output models/en_newsdocket_minilm]

A set is a pair of files as for ``train.py``. The encoder starts from that of ``en_newsdocket_minilm`` (installed, with
its own layers trained), which also annotates the articles. Needs PyTorch and ``onnx`` (``models/training/
requirements.txt``); one core that has bfloat16 takes about a second for 700 word pieces. Seeds are fixed.

``--start FILE`` goes on from weights of an earlier run (``--weights``), with a lower rate if ``--scale`` says so;
labels that the run did not know get rows of their own.
"""

from __future__ import annotations

import argparse
import json
import random
import sys
import time
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

import numpy
import torch

sys.path.append(str(Path(__file__).parents[1] / "training"))

from en_newsdocket_minilm import __version__
from en_newsdocket_minilm.features import WordPieces
from en_newsdocket_minilm.roles import ENCODER, NAME, POSITIONS, MiniLMRoles
from en_newsdocket_minilm.weights import TABLE, Floats, merged, read_pretrained, read_stored
from minilm_graph import build_encoder, stored
from neural_data import Annotated, annotated
from neural_net import LOSSES, Example, Roles, answers, loss_of, make_example
from torch import Tensor
from train import read_contexts, read_pairs

PIPELINE = "en_newsdocket_minilm"
SEED, EPOCHS, BATCH = 1, 6, 1600
"""Seed, passes over the articles, and word pieces of the articles that one update reads."""
ENCODER_RATE, HEAD_RATE, WARMUP, DECAY = 8e-5, 6e-4, 0.06, 0.01
LEAST_SEEN = 1
Labels = dict[str, list[str]]
State = dict[str, Tensor]
TABLES = {"phrase": "phrase", "relief_kind": "relief_kind", "claim_type": "kind"}
"""For each list of labels that a head is told the table with their vectors; its last row is for others."""


def read_articles(sets: Sequence[Path]) -> list[Annotated]:
    """The annotated articles of ``sets``, those without a word left out."""
    items = (annotated(context, gold) for context, gold in read_contexts(read_pairs(sets), PIPELINE))
    return [item for item in items if item.passage.words]


def labels_of(items: Sequence[Annotated]) -> Labels:
    """The labels of every head, and the values of what heads are told, in alphabetical order."""
    seen: dict[str, Counter[str]] = {head: Counter() for head in (*LOSSES, "phrase", "relief_kind")}
    for item in items:
        for head in LOSSES:
            seen[head].update(label for row in answers(head, item) for label, _ in row)
        seen["phrase"].update(claim.phrase for claim in item.passage.claims)
        seen["relief_kind"].update(asked.type for asked in item.passage.relief)
    return {name: sorted(label for label, n in counts.items() if n >= LEAST_SEEN) for name, counts in seen.items()}


def extended(labels: Labels, state: State, seen: Labels) -> tuple[Labels, State]:
    """Labels and weights of an earlier run with rows for what it had not ``seen``: a head's start without weights, as
    unlikely as its rarest label, a table's like that of others."""
    grown, found = {name: list(known) for name, known in labels.items()}, dict(state)
    for name, known in grown.items():
        new = [label for label in seen[name] if label not in known]
        if new and name in LOSSES:
            weight, bias = found[f"{name}.weight"], found[f"{name}.bias"]
            found[f"{name}.weight"] = torch.cat([weight, torch.zeros(len(new), weight.shape[1])])
            found[f"{name}.bias"] = torch.cat([bias, bias.min().expand(len(new))])
        if new and name in TABLES:
            rows = found[f"{TABLES[name]}.weight"]
            found[f"{TABLES[name]}.weight"] = torch.cat([rows[:-1], rows[-1:].expand(len(new) + 1, -1)])
        known += new
    return grown, found


def start_network(labels: Labels) -> Roles:
    """A network with the encoder of the installed pipeline; later positions are those of the pretrained encoder."""
    torch.manual_seed(SEED)
    network, pretrained = Roles(labels), read_pretrained()
    kinds = pretrained["embeddings.token_type_embeddings.weight"][0]
    weights = merged(read_stored((_data_folder() / "minilm_annotator/weights.npz").read_bytes()), pretrained)
    positions = (pretrained["embeddings.position_embeddings.weight"] + kinds)[:POSITIONS]
    weights["positions"] = numpy.concatenate([weights["positions"], positions[len(weights["positions"]) :]])
    own = {name: torch.from_numpy(value.copy()) for name, value in weights.items() if name.startswith(ENCODER)}
    network.load_state_dict(own, strict=False)
    return network


def _data_folder() -> Path:
    """Where the installed pipeline keeps its data."""
    import en_newsdocket_minilm

    return Path(en_newsdocket_minilm.__file__).parent / f"{PIPELINE}-{__version__}"


def batches(examples: Sequence[Example], rng: random.Random) -> Iterator[list[Example]]:
    """The articles in random order, as many together as have :data:`BATCH` word pieces."""
    batch: list[Example] = []
    for example in rng.sample(list(examples), len(examples)):
        batch.append(example)
        if sum(one.size for one in batch) > BATCH:
            yield batch
            batch = []
    if batch:
        yield batch


def train(network: Roles, table: Tensor, examples: Sequence[Example], epochs: int, scale: float) -> None:
    """Train ``network`` for ``epochs`` passes; ``scale`` multiplies the learning rates, which rise and fall once."""
    rng = random.Random(SEED)
    planned = [batch for _ in range(epochs) for batch in batches(examples, rng)]
    pretrained = {id(parameter) for parameter in network.encoder}
    heads = [parameter for parameter in network.parameters() if id(parameter) not in pretrained]
    rates = (ENCODER_RATE * scale, HEAD_RATE * scale)
    optimizer = torch.optim.AdamW([{"params": network.encoder}, {"params": heads}], weight_decay=DECAY)
    begun = time.perf_counter()
    network.train()
    for number, batch in enumerate(planned):
        share = number / len(planned)
        for group, rate in zip(optimizer.param_groups, rates, strict=True):
            group["lr"] = rate * min(1.0, (share + 1 / len(planned)) / WARMUP) * max(0.02, 1.0 - share)
        loss = _update(network, table, batch, optimizer)
        if number % 50 == 0:
            spent = round(time.perf_counter() - begun)
            print(json.dumps({"update": number, "of": len(planned), "s": spent, "loss": round(loss, 3)}), flush=True)


def _update(network: Roles, table: Tensor, batch: Sequence[Example], optimizer: torch.optim.Optimizer) -> float:
    optimizer.zero_grad(set_to_none=True)
    total = 0.0
    for example in batch:
        with torch.autocast("cpu", dtype=torch.bfloat16):
            scores = network(table, example)
        scores = {head: rows.float() for head, rows in scores.items()}
        loss = loss_of(scores, example.annotated, network.labels) / (8 + len(batch))
        if loss.requires_grad:
            loss.backward()
            total += float(loss.detach())
    torch.nn.utils.clip_grad_norm_(network.parameters(), 1.0)
    optimizer.step()
    return total


def share_right(network: Roles, table: Tensor, examples: Iterable[Example]) -> dict[str, float]:
    """For each head the share of known answers that it gets right."""
    network.eval()
    right, known = Counter[str](), Counter[str]()
    for example in examples:
        with torch.no_grad():
            scores = network(table, example)
        for head, rows in scores.items():
            for row, answer in zip(rows, answers(head, example.annotated), strict=True):
                if answer:
                    known[head] += 1
                    right[head] += network.labels[head][int(row.argmax())] in dict(answer)
    return {head: round(right[head] / known[head], 3) for head in LOSSES if known[head]}


def packed(state: Mapping[str, Floats], labels: Labels) -> MiniLMRoles:
    """The component for trained weights: the encoder's change in four bits, the rest in sixteen."""
    component = MiniLMRoles()
    component.files = {
        "labels.json": (json.dumps(labels, indent=1) + "\n").encode(),
        "graph.onnx": build_encoder({name: value for name, value in state.items() if name.startswith(ENCODER)}),
        "weights.npz": stored(dict(state), read_pretrained()),
    }
    return component


def write_package(component: MiniLMRoles, package: Path) -> None:
    """Write the component into the package folder, and its name into the pipeline's configuration and description."""
    import spacy

    data = package / PIPELINE / f"{PIPELINE}-{__version__}"
    nlp = spacy.load(data)
    if NAME not in nlp.pipe_names:
        nlp.add_pipe(NAME)
    component.to_disk(data / NAME)
    nlp.config.to_disk(data / "config.cfg")
    for path in (data / "meta.json", data.parent / "meta.json"):
        meta = json.loads(path.read_text(encoding="utf8"))
        meta["pipeline"] = meta["components"] = list(nlp.pipe_names)
        path.write_text(json.dumps(meta, indent=2, ensure_ascii=False) + "\n", encoding="utf8")


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("sets", nargs="+", type=Path)
    parser.add_argument("--held-out", nargs="*", type=Path, default=[], help="sets that shares right are printed for")
    parser.add_argument("--epochs", type=int, default=EPOCHS)
    parser.add_argument("--scale", type=float, default=1.0, help="of the learning rates")
    parser.add_argument("--start", type=Path, help="weights to go on from")
    parser.add_argument("--weights", type=Path, default=Path("models/training/work/roles.pt"))
    parser.add_argument("--output", type=Path, default=Path("models/en_newsdocket_minilm"))
    args = parser.parse_args()
    pretrained = read_pretrained()
    table, cut = torch.from_numpy(numpy.array(pretrained[TABLE])), WordPieces(pretrained.vocabulary)
    items = read_articles(args.sets)
    begun = torch.load(args.start, weights_only=True) if args.start else None
    labels = labels_of(items)
    if begun:
        labels, state = extended(begun["labels"], begun["state"], labels)
    network = start_network(labels)
    if begun:
        network.load_state_dict(state)
    train(network, table, [make_example(item, cut) for item in items], args.epochs, args.scale)
    args.weights.parent.mkdir(parents=True, exist_ok=True)
    torch.save({"labels": labels, "state": network.state_dict()}, args.weights)
    for held_out in args.held_out:
        examples = [make_example(item, cut) for item in read_articles([held_out])]
        print(held_out, json.dumps(share_right(network, table, examples)))
    write_package(packed({name: value.numpy() for name, value in network.state_dict().items()}, labels), args.output)


if __name__ == "__main__":
    main()

"""Train the packaged reader of roles from annotated articles and from the opinions of the larger tier's reader.

    python models/roles/reader.py SET [SET ...] --news FILE [FILE ...] [--held-out SET ...]

A set is a pair of files as for ``train.py``; ``--news`` are JSON lines with a ``text`` (and ``date``) each, of which
the items that speak of courts are used, without any annotation: the reader of ``en_newsdocket_minilm``, which has to be
installed, is their teacher. News that shares ten words in a row with a held-out article is left out. The articles are
read by the default pipeline. Needs PyTorch (``models/training/requirements.txt``); seeds are fixed.
"""

from __future__ import annotations

import argparse
import random
import sys
import time
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import torch

sys.path.append(str(Path(__file__).parents[1] / "training"))

from align import payment_parts
from encoder import load_encoder
from neural_data import Annotated, annotated
from news import court_news
from reader_data import PARTS, PAYMENT, Example, Item, Labels, collate, in_order, labels_of, make_example, taught
from reader_net import WORD, ReaderNet, loss_of, shipped
from torch import Tensor, nn
from torch.nn import functional
from train import Pair, read_contexts, read_pairs

from newsdocket.annotate import load_pipeline
from newsdocket.defaults import DEFAULT_PIPELINE
from newsdocket.relate.network import Alphabet, Network, alphabet_of, read_network
from newsdocket.relate.passage import party_candidates, passage_of, reader_of
from newsdocket.relate.readers import Passage

Read = tuple[Passage, Annotated | None, tuple[tuple[str, ...], ...]]
"""A passage with its annotation and the parts in payments, where they are known."""
TEACHER = "en_newsdocket_minilm"
SEED, EPOCHS, BATCH = 1, 8, 2500
"""Seed, passes over all articles, and words of the articles that one update reads."""
RATE, WARMUP, LEAST_RATE, DECAY, CLIP = 1.2e-3, 300, 0.01, 0.02, 1.0
IMITATION, LOSS_SHARE = 3.0, 1 / 3
"""What foretelling the teacher's rows counts, and the answers of an article."""
LEAST_SEEN, WORDS, WORD_SPREAD = 4, 20_000, 0.5
"""Words with a row of their own: how often they are seen at least, and how many there are at most; the spread of their
numbers."""
OUTPUT = Path("pipeline/newsdocket/relate/data/reader.npz")


def read_articles(sets: Sequence[Path]) -> list[Read]:
    """The annotated articles of ``sets``, those without a word left out."""
    read = [
        (annotated(context, gold), payment_parts(context, gold, party_candidates(context)))
        for context, gold in read_contexts(read_pairs(sets), DEFAULT_PIPELINE)
    ]
    return [(one.passage, one, parts) for one, parts in read if one.passage.words]


def read_news(files: Sequence[Path], held_out: Sequence[str]) -> list[Read]:
    """The passages of the :func:`court_news` in ``files``."""
    bare: list[Pair] = [(text, {}) for text in court_news(files, held_out)]
    passages = (passage_of(context) for context, _ in read_contexts(bare, DEFAULT_PIPELINE))
    return [(passage, None, ()) for passage in passages if passage.words]


def teach(passages: Iterable[Read]) -> list[Item]:
    """The passages with what the teacher says of them."""
    from en_newsdocket_minilm.roles import MiniLMRoles, lay_out

    reader = reader_of(load_pipeline(TEACHER))
    if not isinstance(reader, MiniLMRoles):
        raise SystemExit(f"{TEACHER} has no reader of roles")
    items, ready = [], reader.ready
    for passage, annotation, parts in passages:
        layout = lay_out(passage, ready.pieces)
        windows = [ready._encode(window) for window in layout.windows]
        rows = np.stack([windows[n][first:last].mean(axis=0) for n, first, last in layout.places]).astype("float16")
        opinions = taught(passage, reader.read_roles(passage), annotation)
        items.append(Item(passage, annotation, opinions, rows, parts))
    return items


def alphabet_in(items: Sequence[Item]) -> Alphabet:
    """Frequent words, the most frequent first, and all tags and relations of ``items``."""
    counts = Counter(word.lower() for item in items for word in item.passage.words)
    frequent = sorted((word for word, n in counts.items() if n >= LEAST_SEEN), key=lambda word: (-counts[word], word))
    tags = sorted({tag for item in items for tag in item.passage.tags})
    relations = sorted({relation for item in items for relation in item.passage.relations})
    return alphabet_of({"words": frequent[:WORDS], "tags": tags, "relations": relations})


def word_rows(words: Sequence[str], width: int) -> Tensor:
    """Numbers to begin with for "others" (zeros) and each of ``words``: its place in the sentence encoder's input and
    output, brought down to ``width`` by principal components."""
    encoder = load_encoder()
    given = np.concatenate([_centred(encoder.inputs(words)), _centred(encoder.words(words))], axis=1)
    left, spread, _ = np.linalg.svd(given - given.mean(axis=0), full_matrices=False)
    places = left[:, :width] * spread[:width]
    scaled = places / places.std() * WORD_SPREAD
    return torch.from_numpy(np.concatenate([np.zeros((1, width)), scaled]).astype("float32"))


def _centred(places: Any) -> Any:
    moved = places - places.mean(axis=0)
    return moved / np.maximum(np.linalg.norm(moved, axis=1, keepdims=True), 1e-6)


def batches(examples: Sequence[Example], rng: random.Random) -> list[list[Example]]:
    """The articles in random order, as many together as have :data:`BATCH` words."""
    shuffled, found, batch = rng.sample(list(examples), len(examples)), [], list[Example]()
    for start in range(0, len(shuffled), 400):
        for example in in_order(shuffled[start : start + 400]):
            batch.append(example)
            if sum(one.size for one in batch) > BATCH:
                found.append(batch)
                batch = []
    return rng.sample([*found, batch] if batch else found, len(found) + bool(batch))


def train(network: ReaderNet, examples: Sequence[Example], epochs: int, highest: float = RATE) -> None:
    """Train ``network`` for ``epochs`` passes; the rate rises for :data:`WARMUP` updates and then falls to nothing."""
    rng = random.Random(SEED)
    planned = [batch for _ in range(epochs) for batch in batches(examples, rng)]
    words = [network.word.weight]
    others = [value for name, value in network.named_parameters() if not name.startswith("word.")]
    optimizer = torch.optim.AdamW(
        [{"params": words, "weight_decay": 0.0}, {"params": others}], lr=highest, betas=(0.9, 0.98), weight_decay=DECAY
    )
    sample = np.concatenate([e.rows for e in examples[:200] if e.rows is not None]).astype("float32")
    middle, spread = torch.from_numpy(sample.mean(axis=0)), torch.from_numpy(sample.std(axis=0))
    network.train()
    begun, mean = time.perf_counter(), 0.0
    for number, batch in enumerate(planned):
        for group in optimizer.param_groups:
            group["lr"] = highest * min(1.0, (number + 1) / WARMUP) * max(LEAST_RATE, 1 - number / len(planned))
        loss = _update(network, optimizer, batch, middle, spread)
        mean = loss if not number else 0.98 * mean + 0.02 * loss
        if number % 100 == 99:
            print(
                f"update {number + 1} of {len(planned)}, loss {mean:.3f}, {time.perf_counter() - begun:.0f} s",
                flush=True,
            )


def _update(
    network: ReaderNet, optimizer: torch.optim.Optimizer, examples: Sequence[Example], middle: Tensor, spread: Tensor
) -> float:
    batch = collate(examples)
    with torch.autocast("cpu", dtype=torch.bfloat16):
        scores, rows = network(batch)
        foretold = network.teacher(rows[batch.read])
    imitation = functional.smooth_l1_loss(foretold.float(), (batch.rows - middle) / spread)
    loss = LOSS_SHARE * loss_of(scores, batch) + IMITATION * imitation
    optimizer.zero_grad()
    loss.backward()
    nn.utils.clip_grad_norm_(network.parameters(), CLIP)
    optimizer.step()
    return float(loss.detach())


def packed(network: ReaderNet, labels: Labels, alphabet: Alphabet) -> bytes:
    """The file that ships."""
    return Network({name: value.numpy() for name, value in shipped(network).items()}, labels, alphabet).to_bytes()


def begun(packed_network: Network) -> tuple[ReaderNet, Labels, Alphabet]:
    """A network with the weights of a packed one, with its labels and words."""
    labels = {PAYMENT: list(PARTS), **{name: list(known) for name, known in packed_network.labels.items()}}
    weights = {name: torch.from_numpy(value) for name, value in packed_network.weights.items()}
    network = ReaderNet(labels, packed_network.alphabet, weights["word.weight"])
    network.load_state_dict(weights, strict=False)
    return network, labels, packed_network.alphabet


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("sets", nargs="+", type=Path)
    parser.add_argument("--news", nargs="+", type=Path, required=True)
    parser.add_argument("--held-out", nargs="*", type=Path, default=[], help="sets that no news may repeat")
    parser.add_argument("--epochs", type=int, default=EPOCHS)
    parser.add_argument("--output", type=Path, default=OUTPUT)
    parser.add_argument("--start", type=Path, help="a packed reader to go on from; what it lacks begins anew")
    parser.add_argument("--rate", type=float, default=RATE, help="the highest learning rate")
    args = parser.parse_args()
    torch.manual_seed(SEED)
    held_out = [text["text"] for text, _ in read_pairs(args.held_out)]
    items = teach([*read_articles(args.sets), *read_news(args.news, held_out)])
    if args.start:
        network, labels, alphabet = begun(read_network(args.start.read_bytes()))
    else:
        labels, alphabet = labels_of(items), alphabet_in(items)
        network = ReaderNet(labels, alphabet, word_rows(list(alphabet.words), width=WORD))
    train(network, [make_example(item, labels, alphabet) for item in items], args.epochs, args.rate)
    args.output.write_bytes(packed(network, labels, alphabet))


if __name__ == "__main__":
    main()

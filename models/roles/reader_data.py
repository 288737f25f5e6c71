"""Training examples for the packaged reader: passages with the answers of an annotation, of a teacher, or of both.

Where an annotation knows the answer it has :data:`ANNOTATED` of the say and the teacher, which also knows what else was
likely, the rest; everywhere else the teacher's opinion is what the network learns.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate, pairwise
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
import torch
from neural_data import Annotated, ClaimAnswer
from torch import Tensor

from newsdocket.relate.claims import NOT_A_CLAIM
from newsdocket.relate.layout import OPENING, Ints, lay_out, mention_places
from newsdocket.relate.network import Alphabet
from newsdocket.relate.reader import party_row
from newsdocket.relate.readers import Passage, Probabilities, Reading

HEADS = ("party_role", "claim_type", "outcome", "disposition", "amount_role", "ordered")
HINTS = ("phrase", "relief_kind")
PAYMENT = "payment"
PARTS = ("none", "payer", "payee")
"""What a candidate for a party is to an amount; labels of the head ``payment``."""
ANNOTATED = 0.6
Labels = dict[str, list[str]]
Wanted = npt.NDArray[np.float32]


@dataclass(frozen=True)
class Taught:
    """A teacher's opinions on the candidates of a passage; for a claim its type, and its state if it is of ``type``."""

    parties: tuple[Probabilities, ...]
    claims: tuple[Probabilities, ...]
    types: tuple[str, ...]
    outcomes: tuple[Probabilities, ...]
    dispositions: tuple[Probabilities, ...]
    amounts: tuple[Probabilities, ...]
    relief: tuple[Probabilities, ...]


@dataclass(frozen=True)
class Item:
    """A passage, its annotation if there is one, and what the teacher says: opinions, and a row for each word."""

    passage: Passage
    annotated: Annotated | None
    taught: Taught
    rows: npt.NDArray[np.float16]
    payments: tuple[tuple[str, ...], ...] = ()
    """For each amount the part of every candidate for a party; empty where that is not known."""


def taught(passage: Passage, reading: Reading, annotation: Annotated | None) -> Taught:
    """The opinions of ``reading`` on every candidate."""
    count = range(len(passage.claims))
    claims = [reading.claim_type(i) for i in count]
    answers = annotation.claims if annotation else (ClaimAnswer(),) * len(claims)
    types = [
        answer.type if answer.outcome and answer.type else max(said, key=said.__getitem__)
        for said, answer in zip(claims, answers, strict=True)
    ]
    return Taught(
        parties=tuple(reading.party(i) for i in range(len(passage.parties))),
        claims=tuple(claims),
        types=tuple(types),
        outcomes=tuple(reading.outcome(i, types[i]) for i in count),
        dispositions=tuple(reading.disposition(i, types[i]) for i in count),
        amounts=tuple(reading.amount(i) for i in range(len(passage.amounts))),
        relief=tuple(reading.relief(i) for i in range(len(passage.relief))),
    )


def labels_of(items: Iterable[Item]) -> Labels:
    """The labels of every head, and the values of what heads are told, in alphabetical order."""
    seen: dict[str, set[str]] = {name: set() for name in (*HEADS, *HINTS)}
    for item in items:
        for head, opinions in _opinions(item.taught).items():
            seen[head].update(label for said in opinions for label in said)
        seen["phrase"].update(claim.phrase for claim in item.passage.claims)
        seen["relief_kind"].update(asked.type for asked in item.passage.relief)
    return {**{name: sorted(found) for name, found in seen.items()}, PAYMENT: list(PARTS)}


def _opinions(said: Taught) -> dict[str, tuple[Probabilities, ...]]:
    every = (said.parties, said.claims, said.outcomes, said.dispositions, said.amounts, said.relief)
    return dict(zip(HEADS, every, strict=True))


def targets_of(item: Item, labels: Labels) -> dict[str, Wanted]:
    """For each head with candidates the wanted shares (candidates, labels); a row of zeros says nothing."""
    known = _known(item.annotated) if item.annotated else {}
    found = {}
    for head, opinions in _opinions(item.taught).items():
        if opinions:
            answers = known.get(head) or [[] for _ in opinions]
            found[head] = np.stack(
                [_shares(labels[head], answer, said) for answer, said in zip(answers, opinions, strict=True)]
            )
    if "claim_type" in found:
        weights = np.array(_certainty(item), dtype="float32")[:, None]
        found["outcome"], found["disposition"] = found["outcome"] * weights, found["disposition"] * weights
        if item.annotated:
            found["claim_type"] *= np.array([c.weight for c in item.annotated.claims], dtype="float32")[:, None]
    return found


def _certainty(item: Item) -> list[float]:
    """How sure it is that each candidate for a claim is one, whose state can be learnt."""
    if item.annotated:
        return [1.0 if claim.outcome else 0.0 for claim in item.annotated.claims]
    return [1.0 - said.get(NOT_A_CLAIM, 0.0) for said in item.taught.claims]


def _known(item: Annotated) -> dict[str, list[list[tuple[str, float]]]]:
    """The annotated labels of the candidates of each head, with their shares; none where nothing is known."""
    return {
        "party_role": [_sure(answer) for answer in item.parties],
        "claim_type": [_sure(claim.type) for claim in item.claims],
        "outcome": [_sure(claim.outcome) for claim in item.claims],
        "disposition": [_sure(claim.disposition) for claim in item.claims],
        "amount_role": [[(role, 1.0 / len(roles)) for role in roles] for roles in item.amounts],
        "ordered": [_sure(answer) for answer in item.relief],
    }


def _sure(label: str | None) -> list[tuple[str, float]]:
    return [] if label is None else [(label, 1.0)]


def _shares(labels: Sequence[str], answer: Sequence[tuple[str, float]], said: Probabilities) -> Wanted:
    """The annotation's answer and the teacher's opinion, each with its say."""
    known = [(label, share) for label, share in answer if label in labels]
    say = ANNOTATED if known else 0.0
    found = np.zeros(len(labels), dtype="float32")
    for label, share in known:
        found[labels.index(label)] += say * share
    for label, share in said.items():
        found[labels.index(label)] += (1.0 - say) * share
    return found


class Pooled(NamedTuple):
    """Candidates with several mentions: how many, and for each mention its candidate and its place."""

    count: int
    owners: Tensor
    places: Tensor


@dataclass(frozen=True)
class Example:
    """An item as numbers: its windows (features, governors, words), mentions (window, first, last) by candidate."""

    windows: tuple[tuple[Ints, Ints, Ints, int], ...]
    groups: tuple[tuple[tuple[tuple[int, int, int], ...], ...], ...]
    hints: Mapping[str, list[int]]
    targets: Mapping[str, Wanted]
    rows: npt.NDArray[np.float16] | None
    size: int
    payments: tuple[tuple[int, int, int], ...] = ()
    """Amount, candidate for a party, and the row of its part."""


def make_example(item: Item, labels: Labels, alphabet: Alphabet) -> Example:
    """``item`` laid out in windows."""
    passage, layout = item.passage, lay_out(item.passage)
    rows = alphabet.rows(passage)
    opening = np.array([[0] * (rows.shape[1] - 1) + [OPENING]], dtype="int64")
    windows = tuple(
        (np.concatenate([opening, rows[list(w.words)]]), w.governors(passage.heads), np.array(w.words), w.lead)
        for w in layout.windows
    )
    spans = [tuple(layout.span(place) for place in places) for places in mention_places(passage)]
    ends = [
        0,
        *accumulate(len(part) for part in (passage.parties, passage.claims, passage.amounts, passage.relief)),
    ]
    groups = tuple(tuple(spans[a:b]) for a, b in pairwise(ends))
    targets, payments = targets_of(item, labels), payments_of(item.payments)
    return Example(windows, groups, _hints(item, labels), targets, item.rows, len(passage.words), payments)


def payments_of(parts: Sequence[Sequence[str]]) -> tuple[tuple[int, int, int], ...]:
    """Amount, candidate for a party and the row of its part, for every pair that something is known of."""
    return tuple((i, j, PARTS.index(part)) for i, row in enumerate(parts) for j, part in enumerate(row))


def _hints(item: Item, labels: Labels) -> dict[str, list[int]]:
    def rows(name: str, given: Iterable[str]) -> list[int]:
        known = labels[name]
        return [known.index(label) if label in known else len(known) for label in given]

    passage = item.passage
    return {
        "party_rows": [party_row(party.kind, party.source, passage.short) for party in passage.parties],
        "phrases": rows("phrase", (claim.phrase for claim in passage.claims)),
        "types": rows("claim_type", item.taught.types),
        "relief_rows": rows("relief_kind", (asked.type for asked in passage.relief)),
    }


@dataclass(frozen=True)
class Batch:
    """Several examples as tensors; mentions and openings go by their row among the rows of all windows."""

    features: Tensor
    governors: Tensor
    bias: Tensor
    mentions: Tensor
    parties: Pooled
    amounts: Pooled
    claims: Tensor
    relief: Tensor
    openings: Tensor
    party_rows: Tensor
    phrases: Tensor
    types: Tensor
    relief_rows: Tensor
    payments: Tensor
    """Pairs (amount, candidate for a party, part)."""
    targets: dict[str, Tensor]
    read: Tensor
    rows: Tensor
    articles: int


def collate(examples: Sequence[Example]) -> Batch:
    """``examples`` side by side."""
    windows = [window for example in examples for window in example.windows]
    longest = max(len(features) for features, _, _, _ in windows)
    starts = [0, *accumulate(len(example.windows) * longest for example in examples)]
    features, governors, bias = _padded(windows, longest)
    mentions, members = _mentions(examples, starts, longest)
    hints = {name: _longs(row for e in examples for row in e.hints[name]) for name in examples[0].hints}
    openings = [start for e, start in zip(examples, starts, strict=False) for _ in e.groups[1]]
    heads = {name: [e.targets[name] for e in examples if name in e.targets] for name in HEADS}
    read = [
        start + n * longest + 1 + lead + np.arange(len(words) - lead)
        for e, start in zip(examples, starts, strict=False)
        for n, (_, _, words, lead) in enumerate(e.windows)
    ]
    taught_rows = [e.rows for e in examples if e.rows is not None]
    return Batch(
        features=features,
        governors=governors,
        bias=bias,
        mentions=torch.tensor(mentions, dtype=torch.long).view(-1, 2),
        parties=_pool(members[0]),
        amounts=_pool(members[2]),
        claims=_longs(place for _, place in members[1]),
        relief=_longs(place for _, place in members[3]),
        openings=_longs(openings),
        **hints,
        payments=_payments(examples),
        targets={name: torch.from_numpy(np.concatenate(parts)) for name, parts in heads.items() if parts},
        read=torch.from_numpy(np.concatenate(read)),
        rows=torch.from_numpy(np.concatenate(taught_rows).astype("float32")) if taught_rows else torch.zeros(0),
        articles=len(examples),
    )


def _payments(examples: Sequence[Example]) -> Tensor:
    """The pairs of all examples, amounts and candidates numbered throughout."""
    amounts = [0, *accumulate(len(example.groups[2]) for example in examples)]
    parties = [0, *accumulate(len(example.groups[0]) for example in examples)]
    rows = [
        (amount + i, party + j, part)
        for example, amount, party in zip(examples, amounts, parties, strict=False)
        for i, j, part in example.payments
    ]
    return torch.tensor(rows, dtype=torch.long).view(-1, 3)


def _padded(windows: Sequence[tuple[Ints, Ints, Ints, int]], longest: int) -> tuple[Tensor, Tensor, Tensor]:
    features = np.zeros((len(windows), longest, windows[0][0].shape[1]), dtype="int64")
    governors = np.zeros((len(windows), longest), dtype="int64")
    bias = np.full((len(windows), 1, 1, longest), -1e4, dtype="float32")
    for number, (rows, above, _, _) in enumerate(windows):
        features[number, : len(rows)], governors[number, : len(rows)] = rows, above
        bias[number, ..., : len(rows)] = 0.0
    return torch.from_numpy(features), torch.from_numpy(governors), torch.from_numpy(bias)


def _mentions(
    examples: Sequence[Example], starts: Sequence[int], longest: int
) -> tuple[list[tuple[int, int]], list[list[tuple[int, int]]]]:
    """All mentions (first row, row after the last), and for each kind its candidates' numbers with their mentions."""
    mentions: list[tuple[int, int]] = []
    members: list[list[tuple[int, int]]] = [[], [], [], []]
    counts = [0, 0, 0, 0]
    for example, start in zip(examples, starts, strict=False):
        for kind, candidates in enumerate(example.groups):
            for spans in candidates:
                for window, first, last in spans:
                    members[kind].append((counts[kind], len(mentions)))
                    mentions.append((start + window * longest + first, start + window * longest + last))
                counts[kind] += 1
    return mentions, members


def _pool(members: Sequence[tuple[int, int]]) -> Pooled:
    count = members[-1][0] + 1 if members else 0
    return Pooled(count, _longs(owner for owner, _ in members), _longs(place for _, place in members))


def _longs(values: Iterable[int]) -> Tensor:
    return torch.tensor(list(values), dtype=torch.long)


def in_order(examples: Iterable[Example]) -> Iterator[Example]:
    """Examples whose windows are about as long next to each other."""
    yield from sorted(examples, key=_window_size)


def _window_size(example: Example) -> int:
    return max(len(features) for features, _, _, _ in example.windows)

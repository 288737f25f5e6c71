"""The packaged reader of roles: a small network that every pipeline without a reader of its own gets.

It learnt from the larger one of ``en_newsdocket_minilm`` (``models/roles/reader.py``), needs nothing but NumPy and says
the same: probabilities over the labels of every candidate for a party, claim, amount or relief.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property, lru_cache
from itertools import accumulate, pairwise

import numpy as np
import numpy.typing as npt

from newsdocket.errors import ModelError
from newsdocket.packaged import packaged_bytes
from newsdocket.relate.layout import OPENING, Ints, Layout, lay_out, mention_places
from newsdocket.relate.network import Floats, Network, bent, read_network
from newsdocket.relate.readers import OWN_TITLE, Passage, Probabilities

PLACE = "relate/data/reader.npz"
KINDS, SOURCES = ("person", "organization", "government", "group"), ("ner", "noun")
Shares = npt.NDArray[np.float64]


@dataclass(frozen=True)
class PackagedReader:
    """A reader with its network; it holds nothing of the passages that it reads."""

    network: Network
    title: str = OWN_TITLE

    def read_roles(self, passage: Passage) -> PackagedReading:
        """The opinion on every candidate of ``passage``; it hangs on nothing but the passage."""
        return reading_of(see(passage, self.network))


@dataclass(frozen=True)
class Sight:
    """A passage in its windows, as far as candidates stand in them: what each word is by itself (words, width) and what
    it belongs to, the places of all mentions (window, first row, row after the last), and the encoded windows."""

    passage: Passage
    network: Network
    layout: Layout
    vectors: Floats
    kinds: Ints
    spans: tuple[tuple[int, int, int], ...]
    encoded: Mapping[int, Floats] = field(default_factory=dict)

    def encode(self, window: int) -> Floats:
        """The rows of a window."""
        words = list(self.layout.windows[window].words)
        given = np.concatenate([self.network.weights["start"][None], self.vectors[words]])
        kinds = np.array([OPENING, *self.kinds[words]], dtype="int64")
        heads = self.passage.heads or range(len(self.vectors))
        return self.network.encode(given, kinds, self.layout.windows[window].governors(heads))

    def without(self, word: int) -> Sight:
        """The same passage with one word blank where it stands (the lead before later windows stays as it is)."""
        window, blank = self.layout.places[word][0], self.vectors.copy()
        blank[word] = 0.0
        changed = replace(self, vectors=blank)
        if window not in self.encoded:
            return changed
        return replace(changed, encoded={**self.encoded, window: changed.encode(window)})


def see(passage: Passage, network: Network) -> Sight:
    """``passage`` with every window encoded that a candidate stands in, and the first one; linear in the words."""
    layout, rows = lay_out(passage), network.alphabet.rows(passage)
    spans = tuple(layout.span(place) for places in mention_places(passage) for place in places)
    sight = Sight(passage, network, layout, network.vectors(rows), rows[:, -1], spans)
    wanted = sorted({0, *(window for window, _, _ in spans)}) if spans else []
    return replace(sight, encoded={window: sight.encode(window) for window in wanted})


@dataclass(frozen=True)
class PackagedReading:
    """The opinion on one passage. Vectors go by candidate: pooled mentions of parties and amounts (candidates, 3
    widths), the only mention of claims and relief (candidates, 2 widths)."""

    sight: Sight
    opening: Floats
    parties: Floats
    claims: Floats
    amounts: Floats
    relieving: Floats
    known: dict[str, Shares] = field(default_factory=dict)

    @property
    def passage(self) -> Passage:
        """What was read."""
        return self.sight.passage

    @property
    def network(self) -> Network:
        """What read it."""
        return self.sight.network

    def without(self, word: int) -> PackagedReading:
        """The opinion if the word of that number were not there to be read; one word at a time."""
        return replace(reading_of(self.sight.without(word)), sight=self.sight)

    def party(self, index: int) -> Probabilities:
        """Roles of a candidate, and ``none``."""
        if "party_role" not in self.known:
            self._read("party", "party_role", self._told_parties())
        return self._said("party_role", "party_role", index)

    def claim_type(self, index: int) -> Probabilities:
        """Types of a candidate, and ``none``."""
        if "claim_type" not in self.known:
            rows = [self.network.row("phrase", claim.phrase) for claim in self.passage.claims]
            self._read("claim", "claim_type", self.claims, self._rows_of("phrase", rows))
        return self._said("claim_type", "claim_type", index)

    def outcome(self, index: int, kind: str) -> Probabilities:
        """Outcomes of a candidate that is a claim of type ``kind``."""
        return self._state("outcome", index, kind)

    def disposition(self, index: int, kind: str) -> Probabilities:
        """Dispositions of a candidate that is a claim of type ``kind``."""
        return self._state("disposition", index, kind)

    def amount(self, index: int) -> Probabilities:
        """Roles of an amount."""
        if "amount_role" not in self.known:
            self._read("amount", "amount_role", self.amounts)
        return self._said("amount_role", "amount_role", index)

    def relief(self, index: int) -> Probabilities:
        """Whether words that can mean relief do (``ordered``), or not (``none``)."""
        if "ordered" not in self.known:
            rows = [self.network.row("relief_kind", asked.type) for asked in self.passage.relief]
            self._read("relief", "ordered", self.relieving, self._rows_of("relief_kind", rows))
        return self._said("ordered", "ordered", index)

    def payment(self, amount: int, party: int) -> Probabilities:
        """Whether a candidate for a party is the ``payer`` or the ``payee`` of an amount, or neither (``none``)."""
        key = f"payment {amount}"
        if key not in self.known:
            money = self.network.linear("amount_side", self.amounts[amount])
            self.known[key] = self.network.shares("payment", bent(money + self._sides + money * self._sides))
        return self._said("payment", key, party)

    @cached_property
    def _sides(self) -> Floats:
        """What the candidates for parties are beside any amount."""
        return self.network.linear("party_side", self._told_parties())

    def _told_parties(self) -> Floats:
        """The vectors of the candidates for parties, each with what it is and how it was found."""
        rows = [party_row(party.kind, party.source, self.passage.short) for party in self.passage.parties]
        return np.concatenate([self.parties, self._rows_of("party_kind", rows)], axis=1)

    def _state(self, head: str, index: int, kind: str) -> Probabilities:
        key = f"{head} {kind}"
        if key not in self.known:
            count = len(self.claims)
            opening = np.broadcast_to(self.opening, (count, len(self.opening)))
            told = self._rows_of("kind", [self.network.row("claim_type", kind)] * count)
            self._read("state", head, self.claims, opening, told, key=key)
        return self._said(head, key, index)

    def _read(self, hidden: str, head: str, *given: Floats, key: str | None = None) -> None:
        self.known[key or head] = self.network.scores(hidden, head, np.concatenate(given, axis=1))

    def _said(self, head: str, key: str, index: int) -> Probabilities:
        return dict(zip(self.network.labels[head], self.known[key][index].tolist(), strict=True))

    def _rows_of(self, table: str, rows: Sequence[int]) -> Floats:
        found: Floats = self.network.weights[f"{table}.weight"][rows]
        return found


def reading_of(sight: Sight) -> PackagedReading:
    """What the network makes of what it sees."""
    passage, width = sight.passage, sight.network.width
    firsts, means = (np.zeros((len(sight.spans), width), dtype="float32") for _ in range(2))
    for number, (window, first, last) in enumerate(sight.spans):
        rows = sight.encoded[window][first:last]
        firsts[number], means[number] = rows[0], rows.mean(axis=0)
    groups = list(pairwise([0, *accumulate(map(len, mention_places(passage)))]))
    parts = [0, *accumulate(map(len, (passage.parties, passage.claims, passage.amounts, passage.relief)))]
    parties, claims, amounts, relief = (groups[a:b] for a, b in pairwise(parts))
    singles = np.concatenate([firsts, means], axis=1)
    return PackagedReading(
        sight,
        opening=sight.encoded[0][0] if sight.spans else np.zeros(width, dtype="float32"),
        parties=_pooled(firsts + means, parties),
        claims=singles[[start for start, _ in claims]],
        amounts=_pooled(firsts + means, amounts),
        relieving=singles[[start for start, _ in relief]],
    )


def _pooled(mentions: Floats, groups: Sequence[tuple[int, int]]) -> Floats:
    """For each group of mentions the first, the highest values and the mean (groups, 3 widths)."""
    rows = [np.concatenate([mentions[a], mentions[a:b].max(axis=0), mentions[a:b].mean(axis=0)]) for a, b in groups]
    return np.stack(rows) if rows else np.zeros((0, 3 * mentions.shape[1]), dtype="float32")


def party_row(kind: str, source: str, short: bool) -> int:
    """The row of the table ``party_kind`` for a candidate of a short or long article."""
    place = KINDS.index(kind) if kind in KINDS else 0
    found = SOURCES.index(source) if source in SOURCES else 1
    return place * len(SOURCES) + found + len(KINDS) * len(SOURCES) * (not short)


@lru_cache(maxsize=1)
def load_reader() -> PackagedReader:
    """The reader that ships with the package. Raises :class:`newsdocket.errors.ModelError` without a good file."""
    try:
        return PackagedReader(read_network(packaged_bytes(PLACE)))
    except OSError as error:
        raise ModelError(f"the package has no reader at {PLACE!r}") from error

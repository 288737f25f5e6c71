"""The spaCy component ``minilm_roles``: what parties, claims, amounts and relief are, read by a second MiniLM encoder.

The component leaves a document as it is. newsdocket asks it (:meth:`MiniLMRoles.read_roles`) for its opinion on the
candidates of an article, which it gives as probabilities over the labels of newsdocket's vocabulary; without newsdocket
nobody asks, and the network is never made.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate, pairwise
from typing import TYPE_CHECKING, Protocol

import numpy
from numpy.typing import NDArray
from spacy.language import Language
from spacy.tokens import Doc

from en_newsdocket_minilm.features import CONTINUED, WordPieces, shape_of
from en_newsdocket_minilm.files import FilesComponent
from en_newsdocket_minilm.network import make_session
from en_newsdocket_minilm.weights import TABLE, Floats, merged, read_pretrained, read_stored

if TYPE_CHECKING:
    from onnxruntime import InferenceSession

NAME = "minilm_roles"
ENCODER = ("positions", "shapes.", "norm.", "layers.")
"""How the names of the encoder's weights begin; the others are those of the heads."""
LONGEST, LEAD, OVERLONG = 380, 90, 280
"""Word pieces of a window, of the first sentences that stand before every later window, and of a sentence that is read
in one piece."""
LEAD_SENTENCES, PIECES, MENTIONS, WORDS = 3, 6, 12, 12
"""The most sentences of the lead, pieces of a word, mentions of a candidate and words of a mention that are read."""
POSITIONS = LONGEST + 4
PARTY, CLAIM, AMOUNT, RELIEF = range(1, 5)
"""What a piece belongs to; 0 is nothing."""
KINDS, SOURCES = ("person", "organization", "government", "group"), ("ner", "noun")

Place = tuple[int, int]
Ints = NDArray[numpy.int64]


class _Named(Protocol):
    kind: str
    source: str
    places: tuple[Place, ...]


class _Claimed(Protocol):
    phrase: str
    place: Place


class _Asked(Protocol):
    type: str
    place: Place


class Passage(Protocol):
    """An article with its candidates, as newsdocket gives it (``newsdocket.relate.readers.Passage``)."""

    words: tuple[str, ...]
    sentences: tuple[Place, ...]
    short: bool
    parties: Sequence[_Named]
    claims: Sequence[_Claimed]
    amounts: Sequence[tuple[Place, ...]]
    relief: Sequence[_Asked]


@dataclass(frozen=True)
class Pieces:
    """One window as the encoder reads it: word pieces, shapes, and what each piece belongs to."""

    ids: list[int]
    shapes: list[int]
    kinds: list[int]


@dataclass(frozen=True)
class Layout:
    """The windows of a passage, and for each word its window and the places of its pieces there."""

    windows: list[Pieces]
    places: list[tuple[int, int, int]]

    def span(self, place: Place) -> tuple[int, int, int]:
        """The window of a mention, its first piece there, and the one after its last."""
        words = self.places[place[0] : min(place[1], place[0] + WORDS)] or [(0, 0, 1)]
        inside = [word for word in words if word[0] == words[0][0]]
        return words[0][0], words[0][1], inside[-1][2]


def lay_out(passage: Passage, cut: WordPieces) -> Layout:
    """``passage`` in windows of whole sentences; the lead stands before each later one. Linear in the words."""
    pieces = [cut(word)[:PIECES] for word in passage.words]
    shapes = [shape_of(word) for word in passage.words]
    kinds = word_kinds(passage)
    ends = [0, *accumulate(map(len, pieces))]
    lead = _lead(passage.sentences, ends)
    windows: list[Pieces] = []
    places = [(0, 0, 1)] * len(pieces)
    for run in _runs(passage.sentences or ((0, len(pieces)),), ends, sum(ends[e] - ends[s] for s, e in lead)):
        window = Pieces([cut.opening], [0], [0])
        if windows and lead and run[0][0] >= lead[-1][1]:
            _add(window, lead, pieces, shapes, kinds)
            _close(window, cut)
        for word, first, last in _add(window, run, pieces, shapes, kinds):
            places[word] = (len(windows), first, last)
        _close(window, cut)
        windows.append(window)
    return Layout(windows, places)


def word_kinds(passage: Passage) -> list[int]:
    """What each word belongs to; the first of party, claim, amount and relief wins."""
    found = [0] * len(passage.words)
    spans = [
        *((PARTY, place) for party in passage.parties for place in party.places),
        *((CLAIM, claim.place) for claim in passage.claims),
        *((AMOUNT, place) for places in passage.amounts for place in places),
        *((RELIEF, asked.place) for asked in passage.relief),
    ]
    for kind, (start, end) in spans:
        for word in range(start, min(end, len(found))):
            found[word] = found[word] or kind
    return found


def _lead(sentences: Sequence[Place], ends: Sequence[int]) -> list[Place]:
    found: list[Place] = []
    for start, end in sentences[:LEAD_SENTENCES]:
        if ends[end] - ends[found[0][0] if found else start] > LEAD:
            break
        found.append((start, end))
    return found


def _runs(sentences: Iterable[Place], ends: Sequence[int], lead: int) -> Iterator[list[Place]]:
    """The sentences of each window; one that is too long is cut."""
    run: list[Place] = []
    size, most = 0, LONGEST
    for start, end, alone in _parts(sentences, ends):
        length = ends[end] - ends[start]
        if run and (alone or size + length > most):
            yield run
            run, size, most = [], 0, LONGEST - lead
        run.append((start, end))
        size += length
        if alone:
            yield run
            run, size, most = [], 0, LONGEST - lead
    if run:
        yield run


def _parts(sentences: Iterable[Place], ends: Sequence[int]) -> Iterator[tuple[int, int, bool]]:
    """Sentences, and the pieces of overlong ones, which (but for the last) have a window of their own."""
    for start, last in sentences:
        first = start
        while ends[last] - ends[first] > OVERLONG:
            end = first + 1
            while ends[end + 1] - ends[first] <= OVERLONG:
                end += 1
            yield first, end, True
            first = end
        yield first, last, False


def _add(
    window: Pieces, run: Sequence[Place], pieces: Sequence[Sequence[int]], shapes: Sequence[int], kinds: Sequence[int]
) -> list[tuple[int, int, int]]:
    """Add the words of ``run``; for each its number and the places of its pieces."""
    found = []
    for start, end in run:
        for word in range(start, end):
            size = len(pieces[word])
            found.append((word, len(window.ids), len(window.ids) + size))
            window.ids.extend(pieces[word])
            window.shapes.extend([shapes[word], *[shapes[word] + CONTINUED] * (size - 1)])
            window.kinds.extend([kinds[word]] * size)
    return found


def _close(window: Pieces, cut: WordPieces) -> None:
    window.ids.append(cut.closing)
    window.shapes.append(0)
    window.kinds.append(0)


def mention_places(passage: Passage) -> list[list[Place]]:
    """The mentions that are read of every party, claim, amount and relief, in this order."""
    return [
        *(list(party.places[:MENTIONS]) for party in passage.parties),
        *([claim.place] for claim in passage.claims),
        *(list(places) for places in passage.amounts),
        *([asked.place] for asked in passage.relief),
    ]


@dataclass(frozen=True)
class Heads:
    """The layers behind the encoder, in NumPy, and their labels."""

    weights: Mapping[str, Floats]
    labels: Mapping[str, Sequence[str]]

    def scores(self, name: str, given: Floats, out: str) -> dict[str, float]:
        """Probabilities of the labels of the head ``out`` behind the hidden layer ``name``."""
        inner = given @ self.weights[f"{name}.weight"].T + self.weights[f"{name}.bias"]
        inner = 0.5 * inner * (1.0 + numpy.tanh(0.7978845608 * (inner + 0.044715 * inner**3)))
        logits = (inner @ self.weights[f"{out}.weight"].T + self.weights[f"{out}.bias"]).astype("float64")
        powers = numpy.exp(logits - logits.max())
        return dict(zip(self.labels[out], (powers / powers.sum()).tolist(), strict=True))

    def row(self, name: str, labels: str, label: str) -> Floats:
        """The vector of ``label`` in the table ``name``; its rows go by the list ``labels``, the last is for others."""
        known = self.labels[labels]
        row: Floats = self.weights[f"{name}.weight"][known.index(label) if label in known else len(known)]
        return row


@dataclass(frozen=True)
class Reading:
    """The opinion on one passage. ``groups``: for each candidate the vectors of its mentions (mentions, 2 widths)."""

    passage: Passage
    heads: Heads
    opening: Floats
    groups: Sequence[Floats]

    def party(self, index: int) -> dict[str, float]:
        """Roles of a candidate, and ``none``."""
        row = party_row(self.passage.parties[index], self.passage.short)
        extra = self.heads.weights["party_kind.weight"][row]
        return self.heads.scores("party", numpy.concatenate([pooled(self.groups[index]), extra]), "party_role")

    def claim_type(self, index: int) -> dict[str, float]:
        """Types of a candidate, and ``none``."""
        extra = self.heads.row("phrase", "phrase", self.passage.claims[index].phrase)
        return self.heads.scores("claim", numpy.concatenate([self._claim(index), extra]), "claim_type")

    def outcome(self, index: int, kind: str) -> dict[str, float]:
        """Outcomes of a candidate that is a claim of type ``kind``."""
        return self.heads.scores("state", self._state(index, kind), "outcome")

    def disposition(self, index: int, kind: str) -> dict[str, float]:
        """Dispositions of a candidate that is a claim of type ``kind``."""
        return self.heads.scores("state", self._state(index, kind), "disposition")

    def amount(self, index: int) -> dict[str, float]:
        """Roles of an amount."""
        place = len(self.passage.parties) + len(self.passage.claims) + index
        return self.heads.scores("amount", pooled(self.groups[place]), "amount_role")

    def relief(self, index: int) -> dict[str, float]:
        """Whether words that can mean relief do (``ordered``), or not (``none``)."""
        place = len(self.groups) - len(self.passage.relief) + index
        extra = self.heads.row("relief_kind", "relief_kind", self.passage.relief[index].type)
        return self.heads.scores("relief", numpy.concatenate([self.groups[place][0], extra]), "ordered")

    def _claim(self, index: int) -> Floats:
        vector: Floats = self.groups[len(self.passage.parties) + index][0]
        return vector

    def _state(self, index: int, kind: str) -> Floats:
        return numpy.concatenate([self._claim(index), self.opening, self.heads.row("kind", "claim_type", kind)])


def party_row(party: _Named, short: bool) -> int:
    """The row of the table ``party_kind`` for a candidate of a short or long article."""
    kind = KINDS.index(party.kind) if party.kind in KINDS else 0
    source = SOURCES.index(party.source) if party.source in SOURCES else 1
    return kind * 2 + source + 8 * (not short)


def pooled(mentions: Floats) -> Floats:
    """The first mention, the highest values and the mean over all mentions (mentions, 2 widths: 3 widths)."""
    width = mentions.shape[1] // 2
    sums = mentions[:, :width] + mentions[:, width:]
    return numpy.concatenate([sums[0], sums.max(axis=0), sums.mean(axis=0)])


@dataclass(frozen=True)
class _Ready:
    """What the component works with once its files are read."""

    session: InferenceSession
    table: Floats
    pieces: WordPieces
    heads: Heads

    def read(self, passage: Passage) -> Reading:
        """The opinion on ``passage``: window by window, so that memory goes with one window and the mentions."""
        layout, mentions = lay_out(passage, self.pieces), mention_places(passage)
        wanted: dict[int, list[tuple[int, int, int]]] = {0: []}
        spans = [layout.span(place) for places in mentions for place in places]
        for number, (window, first, last) in enumerate(spans):
            wanted.setdefault(window, []).append((number, first, last))
        vectors = numpy.zeros((len(spans), 2 * self.table.shape[1]), dtype="float32")
        opening = numpy.zeros(self.table.shape[1], dtype="float32")
        for window, asked in sorted(wanted.items()) if spans else ():
            encoded = self._encode(layout.windows[window])
            if window == 0:
                opening = encoded[0]
            for number, first, last in asked:
                vectors[number] = numpy.concatenate([encoded[first], encoded[first:last].mean(axis=0)])
        ends = [0, *accumulate(map(len, mentions))]
        return Reading(passage, self.heads, opening, [vectors[a:b] for a, b in pairwise(ends)])

    def _encode(self, window: Pieces) -> Floats:
        """The last layer of a window (pieces, width)."""
        given = self.table[window.ids] + self.heads.weights["kinds.weight"][window.kinds]
        shapes = numpy.array([window.shapes], dtype="int64")
        mask = numpy.ones(shapes.shape, dtype="float32")
        (found,) = self.session.run(["out.pieces"], {"vectors": given[None], "shapes": shapes, "mask": mask})
        encoded: Floats = found[0]
        return encoded


class MiniLMRoles(FilesComponent["_Ready"]):
    """Reads roles for newsdocket; documents pass through unchanged."""

    title = "MiniLM roles"

    def __init__(self, name: str = NAME, threads: int = 1) -> None:
        super().__init__()
        self.name, self.threads = name, threads

    def __call__(self, doc: Doc) -> Doc:
        """``doc``, as it is."""
        return doc

    def read_roles(self, passage: Passage) -> Reading:
        """The opinion on every candidate of ``passage``; it hangs on nothing but the passage."""
        return self.ready.read(passage)

    def make_ready(self) -> _Ready:
        """The network and its tables."""
        return _make_ready(self.files, self.threads)


@Language.factory(NAME, default_config={"threads": 1})
def make_roles(nlp: Language, name: str, threads: int) -> MiniLMRoles:
    """The component for ``nlp``, working on ``threads`` cores."""
    return MiniLMRoles(name, threads)


def _make_ready(files: Mapping[str, bytes], threads: int) -> _Ready:
    pretrained = read_pretrained()
    weights = merged(read_stored(files["weights.npz"]), pretrained)
    encoder = {name: value for name, value in weights.items() if name.startswith(ENCODER)}
    return _Ready(
        session=make_session(files["graph.onnx"], encoder, threads),
        table=pretrained[TABLE],
        pieces=WordPieces(pretrained.vocabulary),
        heads=Heads(
            {name: value for name, value in weights.items() if name not in encoder}, json.loads(files["labels.json"])
        ),
    )

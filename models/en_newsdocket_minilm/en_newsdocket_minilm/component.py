"""The spaCy component ``minilm_annotator``: tags, dependencies, sentence starts and names from one network."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import numpy
from spacy.attrs import DEP, HEAD, TAG
from spacy.language import Language
from spacy.tokens import Doc, Span
from spacy.vocab import Vocab

from en_newsdocket_minilm import decode
from en_newsdocket_minilm.features import CONTINUED, WordPieces, shape_of
from en_newsdocket_minilm.files import FilesComponent
from en_newsdocket_minilm.network import Network, Scores, make_network
from en_newsdocket_minilm.weights import TABLE, Floats, merged, read_pretrained, read_stored
from en_newsdocket_minilm.windows import CLAUSE, LINE, NOWHERE, Window, windows

NAME = "minilm_annotator"
SPACE_TAG, SPACE_DEP = "_SP", "dep"
_ENDS = frozenset({".", "!", "?", "”", '"', "’", ")"})


@dataclass(frozen=True)
class Text:
    """A document's words (tokens that are not white space), their pieces and shapes, and its windows."""

    doc: Doc
    words: tuple[int, ...]
    pieces: tuple[tuple[int, ...], ...]
    windows: tuple[Window, ...]


@dataclass
class Answer:
    """What the network says of each word of a text: tags, heads (as words), labels, starts, names."""

    tags: list[int]
    heads: list[int]
    deps: list[int]
    names: list[tuple[int, int, str]]


class MiniLMAnnotator(FilesComponent["_Ready"]):
    """Sets tags, heads, dependencies, sentence starts and names. Sentence starts that are set already are kept."""

    def __init__(self, vocab: Vocab, name: str = NAME, batch_pieces: int = 512, threads: int = 1) -> None:
        super().__init__()
        self.vocab, self.name = vocab, name
        self.batch_pieces, self.threads = batch_pieces, threads

    def __call__(self, doc: Doc) -> Doc:
        """``doc`` annotated."""
        return self._annotate(doc)

    def pipe(self, stream: Iterable[Doc], *, batch_size: int = 1) -> Iterator[Doc]:
        """The documents of ``stream`` annotated, one by one.

        Windows of one document run together, those of different ones do not: activations are rounded to eight bits on
        the scale of what runs together, and what is found in a text must not hang on its neighbours.
        """
        for doc in stream:
            yield self._annotate(doc)

    def _annotate(self, doc: Doc) -> Doc:
        ready = self.ready
        text = _text(doc, ready.pieces)
        size = len(text.words)
        answer = Answer([0] * size, [0] * size, [0] * size, [])
        for group in _groups(text, self.batch_pieces):
            _answer(ready, text, answer, group)
        _write(text, answer, ready)
        return doc

    def make_ready(self) -> _Ready:
        """The network and its tables."""
        return _make_ready(self.files, self.threads, self.vocab)

    def from_disk(self, path: str | Path, *, exclude: Iterable[str] = ()) -> MiniLMAnnotator:
        """Read the files and make the network at once, so that a missing package is found at loading time."""
        super().from_disk(path)
        self._ready = self.make_ready()
        return self


@Language.factory(
    NAME,
    assigns=["token.tag", "token.dep", "token.head", "token.is_sent_start", "doc.sents", "doc.ents"],
    default_config={"batch_pieces": 512, "threads": 1},
)
def make_annotator(nlp: Language, name: str, batch_pieces: int, threads: int) -> MiniLMAnnotator:
    """The component for ``nlp``: ``batch_pieces`` word pieces in one run of the network, on ``threads`` cores."""
    return MiniLMAnnotator(nlp.vocab, name, batch_pieces, threads)


@dataclass(frozen=True)
class _Ready:
    """What the component works with once its files are read."""

    network: Network
    table: Floats
    pieces: WordPieces
    names: tuple[str, ...]
    legal: Floats
    tag_ids: tuple[int, ...]
    dep_ids: tuple[int, ...]
    space: tuple[int, int]


def _make_ready(files: dict[str, bytes], threads: int, vocab: Vocab) -> _Ready:
    labels = json.loads(files["labels.json"])
    pretrained = read_pretrained()
    network = make_network(files["graph.onnx"], merged(read_stored(files["weights.npz"]), pretrained), threads)
    names = tuple(labels["names"])
    if "ROOT" in labels["deps"]:
        network.label_bias[labels["deps"].index("ROOT")] = decode.IMPOSSIBLE
    return _Ready(
        network=network,
        table=pretrained[TABLE],
        pieces=WordPieces(pretrained.vocabulary),
        names=names,
        legal=decode.transitions(names),
        tag_ids=tuple(vocab.strings.add(label) for label in labels["tags"]),
        dep_ids=tuple(vocab.strings.add(label) for label in labels["deps"]),
        space=(vocab.strings.add(SPACE_TAG), vocab.strings.add(SPACE_DEP)),
    )


def _text(doc: Doc, pieces: WordPieces) -> Text:
    words = tuple(token.i for token in doc if not token.is_space)
    cut = tuple(pieces(doc[index].text) for index in words)
    sizes = [len(one) for one in cut]
    return Text(doc, words, cut, tuple(windows(sizes, _cuts(doc, words))))


def _cuts(doc: Doc, words: Sequence[int]) -> list[int]:
    """How good a place before each word is to cut the text."""
    found = [NOWHERE]
    for before, index in pairwise(words):
        token = doc[index]
        if any("\n" in doc[between].text for between in range(before + 1, index)):
            found.append(LINE)
        elif token.is_sent_start == 1 or (doc[before].text in _ENDS and not token.is_lower and not token.is_punct):
            found.append(CLAUSE)
        else:
            found.append(NOWHERE)
    return found


def _groups(text: Text, most: int) -> Iterator[list[Window]]:
    """Windows of like length together, at most ``most`` pieces in a group (padding counts)."""
    sized = [(sum(map(len, text.pieces[one.start : one.end])) + 2, one) for one in text.windows]
    group: list[Window] = []
    for size, window in sorted(sized, key=_size):
        if group and size * (len(group) + 1) > most:
            yield group
            group = []
        group.append(window)
    if group:
        yield group


def _size(item: tuple[int, Window]) -> int:
    return item[0]


def _answer(ready: _Ready, text: Text, answer: Answer, group: Sequence[Window]) -> None:
    """Fill the ``answer`` for the words of the windows in ``group``."""
    scores = _scores(ready, text, group)
    tags = scores.tags.argmax(axis=-1)
    paths = decode.best_path(_padded(scores.names, group, ready), ready.legal)
    for row, window in enumerate(group):
        first, last = window.first - window.start, window.last - window.start
        answer.tags[window.first : window.last] = tags[row, first:last].tolist()
        _names(answer, window, [ready.names[tag] for tag in paths[row, : window.end - window.start]])
        _trees(ready, text, answer, window, scores, row)


def _scores(ready: _Ready, text: Text, group: Sequence[Window]) -> Scores:
    """Run the network on the windows of ``group``."""
    rows = [text.pieces[window.start : window.end] for window in group]
    pieces, words = max(sum(map(len, row)) for row in rows) + 2, max(map(len, rows))
    ids = numpy.zeros((len(rows), pieces), dtype="int64")
    shapes, first = numpy.zeros_like(ids), numpy.zeros((len(rows), words), dtype="int64")
    mask = numpy.zeros(ids.shape, dtype="float32")
    for row, (parts, window) in enumerate(zip(rows, group, strict=True)):
        line, forms = [ready.pieces.opening], [0]
        for place, part in enumerate(parts):
            first[row, place] = len(line)
            shape = shape_of(text.doc[text.words[window.start + place]].text)
            line += part
            forms += [shape, *[shape + CONTINUED] * (len(part) - 1)]
        line.append(ready.pieces.closing)
        ids[row, : len(line)], shapes[row, : len(forms)], mask[row, : len(line)] = line, forms, 1.0
    return ready.network.scores(ready.table[ids], shapes, mask, first)


def _padded(names: Floats, group: Sequence[Window], ready: _Ready) -> Floats:
    """``names`` with padding words certainly outside any name."""
    outside = ready.names.index("O")
    for row, window in enumerate(group):
        padding = names[row, window.end - window.start :]
        padding[:] = decode.IMPOSSIBLE
        padding[:, outside] = 0.0
    return names


def _names(answer: Answer, window: Window, tags: Sequence[str]) -> None:
    """Add the names that begin among the window's own words; they may end in the words after."""
    for start, end, label in decode.spans(tags):
        if window.first <= start + window.start < window.last:
            answer.names.append((start + window.start, end + window.start, label))


def _trees(ready: _Ready, text: Text, answer: Answer, window: Window, scores: Scores, row: int) -> None:
    """One tree for each sentence among the window's own words."""
    starts = _starts(text, window, scores.starts[row])
    for first, last in zip(starts, [*starts[1:], window.last], strict=True):
        left, right = first - window.start, last - window.start
        columns = [0, *range(left + 1, right + 1)]
        heads = decode.tree(scores.arcs[row, left:right][:, columns])
        governors = scores.governors[row, numpy.where(heads == 0, 0, heads + left)]
        deps = ready.network.labels(scores.dependents[row, left:right], governors)
        for place, (head, dep) in enumerate(zip(heads.tolist(), deps.tolist(), strict=True)):
            answer.heads[first + place] = first + (head - 1 if head else place)
            answer.deps[first + place] = dep if head else -1


def _starts(text: Text, window: Window, scores: Floats) -> list[int]:
    """The words that begin a sentence: those set before, those after an empty line, and those that score above 0."""
    found = [window.first]
    for word in range(window.first + 1, window.last):
        index, before = text.words[word], text.words[word - 1]
        given = text.doc[index].is_sent_start
        if given is None:
            empty = any(text.doc[between].text.count("\n") > 1 for between in range(before + 1, index))
            given = empty or bool(scores[word - window.start] > 0)
        if given:
            found.append(word)
    return found


def _write(text: Text, answer: Answer, ready: _Ready) -> None:
    """Set the answer on the document; white space hangs on the word before it (at the start, on the word after)."""
    doc, words = text.doc, text.words
    root = doc.vocab.strings["ROOT"]
    values = numpy.zeros((len(doc), 3), dtype="uint64")
    word = -1
    for index in range(len(doc)):
        if word + 1 < len(words) and words[word + 1] == index:
            word += 1
            head, tag, dep = words[answer.heads[word]], ready.tag_ids[answer.tags[word]], answer.deps[word]
            label = root if head == index else ready.dep_ids[dep]
        else:
            head, (tag, label) = words[max(word, 0)] if words else 0, ready.space
        values[index] = tag, (head - index) % 2**64, label
    doc.from_array([TAG, HEAD, DEP], values)
    _set_names(doc, [Span(doc, words[start], words[end - 1] + 1, label=label) for start, end, label in answer.names])


def _set_names(doc: Doc, spans: Sequence[Span]) -> None:
    """Add ``spans`` to the names that are set already, which win, as do earlier ones."""
    kept = list(doc.ents)
    taken = {index for span in kept for index in range(span.start, span.end)}
    for span in sorted(spans, key=_start):
        if not taken.intersection(range(span.start, span.end)):
            kept.append(span)
            taken.update(range(span.start, span.end))
    doc.set_ents(sorted(kept, key=_start))


def _start(span: Span) -> int:
    return span.start

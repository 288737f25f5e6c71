"""From scores to annotations: names by the best legal path, sentences, and one tree for each sentence."""

from __future__ import annotations

from collections.abc import Sequence

import numpy
from numpy.typing import NDArray

Floats = NDArray[numpy.float32]
Ints = NDArray[numpy.int64]

IMPOSSIBLE = -1e9


def transitions(labels: Sequence[str]) -> Floats:
    """0 where one BILUO tag may follow another, else very low; row and column 0 stand for the edge of the text."""
    tags = ["", *labels]
    allowed = [[_may_follow(left, right) for right in tags] for left in tags]
    return numpy.where(numpy.array(allowed), 0.0, IMPOSSIBLE).astype("float32")


def _may_follow(left: str, right: str) -> bool:
    open_label = left[2:] if left[:1] in ("B", "I") else ""
    inner_label = right[2:] if right[:1] in ("I", "L") else ""
    return open_label == inner_label


def best_path(scores: Floats, legal: Floats) -> Ints:
    """The best legal sequence of tags for each text: ``scores`` (texts, words, tags), ``legal`` of :func:`transitions`.

    Texts in one call have one length.
    """
    texts, words, _ = scores.shape
    inner = legal[1:, 1:]
    best = scores[:, 0] + legal[0, 1:]
    back = numpy.zeros((texts, words, scores.shape[2]), dtype="int64")
    for word in range(1, words):
        options = best[:, :, None] + inner
        back[:, word] = options.argmax(axis=1)
        best = options.max(axis=1) + scores[:, word]
    path = numpy.zeros((texts, words), dtype="int64")
    path[:, -1] = (best + legal[1:, 0]).argmax(axis=1)
    for word in range(words - 1, 0, -1):
        path[:, word - 1] = back[numpy.arange(texts), word, path[:, word]]
    return path


def spans(tags: Sequence[str]) -> list[tuple[int, int, str]]:
    """Start, end (excluded) and label of each name in a legal sequence of BILUO tags."""
    found, start = [], 0
    for index, tag in enumerate(tags):
        if tag[:1] in ("B", "U"):
            start = index
        if tag[:1] in ("L", "U"):
            found.append((start, index + 1, tag[2:]))
    return found


def tree(scores: Floats) -> Ints:
    """The head of each word of one sentence: 0 is the root, which exactly one word has; words count from 1.

    ``scores`` (words, words + 1) holds the score of every head. The best heads are taken where they form a tree;
    elsewhere the maximum spanning tree below the likeliest root.
    """
    words = len(scores)
    scores = scores.astype("float64")
    scores[numpy.arange(words), numpy.arange(1, words + 1)] = IMPOSSIBLE
    heads: Ints = scores.argmax(axis=1)
    if (heads == 0).sum() == 1 and not _cycle(heads):
        return heads
    others = scores[:, 1:].max(axis=1) if words > 1 else numpy.full(1, IMPOSSIBLE)
    root = int((scores[:, 0] - others).argmax())
    scores[:, 0] = IMPOSSIBLE
    scores[root] = IMPOSSIBLE
    scores[root, 0] = 0.0
    square = numpy.full((words + 1, words + 1), IMPOSSIBLE)
    square[1:] = scores
    return _spanning_tree(square)[1:]


def _cycle(heads: Ints) -> list[int]:
    """Words (from 1) of one cycle among ``heads``, none where there is none."""
    state = [0] * (len(heads) + 1)
    state[0] = 2
    for start in range(1, len(heads) + 1):
        path, word = [], start
        while state[word] == 0:
            state[word] = 1
            path.append(word)
            word = int(heads[word - 1])
        if state[word] == 1:
            return path[path.index(word) :]
        for seen in path:
            state[seen] = 2
    return []


def _spanning_tree(scores: NDArray[numpy.float64]) -> Ints:
    """Chu-Liu-Edmonds: heads of nodes 1 and up in the maximum spanning tree from node 0; entry 0 is 0."""
    heads = scores.argmax(axis=1)
    heads[0] = 0
    cycle = _cycle(heads[1:])
    if not cycle:
        return heads
    inside = numpy.zeros(len(scores), dtype=bool)
    inside[cycle] = True
    outside = numpy.flatnonzero(~inside)
    chosen = scores[cycle, heads[cycle]]
    entering = scores[numpy.ix_(cycle, outside)] - chosen[:, None]
    leaving = scores[numpy.ix_(outside, cycle)]
    smaller = numpy.full((len(outside) + 1, len(outside) + 1), IMPOSSIBLE)
    smaller[:-1, :-1] = scores[numpy.ix_(outside, outside)]
    smaller[-1, :-1] = entering.max(axis=0)
    smaller[:-1, -1] = leaving.max(axis=1)
    inner = _spanning_tree(smaller)
    return _expanded(heads, inner, numpy.array(cycle), outside, entering, leaving)


def _expanded(
    heads: Ints,
    inner: Ints,
    cycle: Ints,
    outside: Ints,
    entering: NDArray[numpy.float64],
    leaving: NDArray[numpy.float64],
) -> Ints:
    """The heads of the whole graph from those of the graph in which ``cycle`` is the last node."""
    result = heads.copy()
    for place, node in enumerate(outside[1:], start=1):
        head = inner[place]
        result[node] = cycle[leaving[place].argmax()] if head == len(outside) else outside[head]
    source = inner[-1]
    result[cycle[entering[:, source].argmax()]] = outside[source]
    return result

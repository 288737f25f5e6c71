"""How each tool writes marks: one function to its JSON, one back.

Sources: the JSON Lines that doccano exports from relation projects (``entities``, ``relations``) and from
sequence labelling (``label``); Label Studio's tasks with ``predictions`` and ``annotations``; Prodigy's
``spans``, ``tokens`` and ``relations``.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise
from typing import Any

from newsdocket.errors import UsageError
from newsdocket.exchange.marks import Link, Mark, Task
from newsdocket.version import __version__

BESIDE = "newsdocket"
"""Key under which the id and the exported record travel through a tool."""

Line = dict[str, Any]

_WORD = re.compile(r"\w+|[^\w\s]")


def _beside(task: Task) -> Line:
    return {"id": task.id, "record": task.base}


def _task(text: object, beside: object, id: object, marks: Iterable[Mark], links: Iterable[Link]) -> Task:
    if not isinstance(text, str):
        raise UsageError("no text")
    known = beside if isinstance(beside, Mapping) else {}
    name = str(known.get("id") or id or "")
    if not name:
        raise UsageError("no id")
    return Task(name, text, tuple(dict.fromkeys(marks)), tuple(dict.fromkeys(links)), known.get("record"))


def to_doccano(task: Task) -> Line:
    """A line for a doccano project of sequence labelling with relations."""
    numbers = {mark: number for number, mark in enumerate(task.marks, 1)}
    return {
        "text": task.text,
        "entities": [
            {"id": number, "label": mark.label, "start_offset": mark.start, "end_offset": mark.end}
            for mark, number in numbers.items()
        ],
        "relations": [
            {"id": number, "from_id": numbers[link.source], "to_id": numbers[link.target], "type": link.name}
            for number, link in enumerate(task.links, 1)
        ],
        BESIDE: _beside(task),
    }


def from_doccano(line: Line) -> Task:
    """The task of a line that doccano exported, with or without relations."""
    plain = [Mark(start, end, label) for start, end, label in line.get("label") or line.get("labels") or ()]
    known = {e["id"]: Mark(e["start_offset"], e["end_offset"], e["label"]) for e in line.get("entities") or ()}
    links = [
        Link(known[r["from_id"]], r["type"], known[r["to_id"]])
        for r in line.get("relations") or ()
        if r["from_id"] in known and r["to_id"] in known
    ]
    beside = line.get(BESIDE) or (line.get("meta") or line.get("metadata") or {}).get(BESIDE)
    return _task(line.get("text"), beside, line.get("id"), [*plain, *known.values()], links)


def to_label_studio(task: Task) -> Line:
    """A Label Studio task with the marks as a prediction, so that annotators start from them."""
    names = {mark: f"m{number}" for number, mark in enumerate(task.marks, 1)}
    regions = [
        {
            "id": name,
            "from_name": "facts",
            "to_name": "text",
            "type": "labels",
            "value": {
                "start": mark.start,
                "end": mark.end,
                "text": task.text[mark.start : mark.end],
                "labels": [mark.label],
            },
        }
        for mark, name in names.items()
    ]
    links = [
        {
            "type": "relation",
            "from_id": names[link.source],
            "to_id": names[link.target],
            "direction": "right",
            "labels": [link.name],
        }
        for link in task.links
    ]
    prediction = {"model_version": f"newsdocket {__version__}", "result": [*regions, *links]}
    return {"data": {"text": task.text, BESIDE: _beside(task)}, "predictions": [prediction]}


def from_label_studio(line: Line) -> Task:
    """The task of a Label Studio export: the last annotation that was not cancelled, else the last prediction."""
    data = line.get("data") or {}
    text = data.get("text")
    known: dict[str, list[Mark]] = {}
    links: list[Link] = []
    results = _results(line)
    for region in results:
        if region.get("type") != "relation" and "labels" in (region.get("value") or {}):
            start, end = _offsets(region["value"], text or "")
            known[region["id"]] = [Mark(start, end, label) for label in region["value"]["labels"]]
    for relation in results:
        if relation.get("type") == "relation":
            pairs = [(a, b) for a in known.get(relation["from_id"], ()) for b in known.get(relation["to_id"], ())]
            links += [Link(a, name, b) for a, b in pairs for name in relation.get("labels") or ()]
    marks = [mark for marks in known.values() for mark in marks]
    return _task(text, data.get(BESIDE), data.get("id") or line.get("id"), marks, links)


def _results(line: Line) -> list[Line]:
    done = [a for a in line.get("annotations") or line.get("completions") or () if not a.get("was_cancelled")]
    chosen = done or line.get("predictions") or [{}]
    return list(chosen[-1].get("result") or ())


def _offsets(value: Line, text: str) -> tuple[int, int]:
    """Start and end in code points. Versions that count UTF-16 units are known by the words that they give."""
    start, end, words = int(value["start"]), int(value["end"]), value.get("text")
    if words is None or text[start:end] == words:
        return start, end
    units = text.encode("utf-16-le")
    if units[2 * start : 2 * end].decode("utf-16-le", "replace") != words:
        return start, end
    first = len(units[: 2 * start].decode("utf-16-le", "replace"))
    return first, first + len(words)


def to_prodigy(task: Task) -> Line:
    """A Prodigy example for ``spans.manual`` or ``rel.manual``; tokens are cut so that marks fall on their edges."""
    tokens = _tokens(task.text, task.marks)
    spans = {mark: _span(mark, tokens) for mark in task.marks}
    relations = [
        {
            "head": spans[link.source]["token_end"],
            "child": spans[link.target]["token_end"],
            "head_span": spans[link.source],
            "child_span": spans[link.target],
            "label": link.name,
        }
        for link in task.links
    ]
    meta = {"id": task.id}
    return {
        "text": task.text,
        "tokens": tokens,
        "spans": list(spans.values()),
        "relations": relations,
        "meta": meta,
        BESIDE: _beside(task),
    }


def _tokens(text: str, marks: Sequence[Mark]) -> list[Line]:
    edges = sorted({edge for mark in marks for edge in (mark.start, mark.end)})
    pieces = [piece for match in _WORD.finditer(text) for piece in _cut(match.start(), match.end(), edges)]
    return [
        {"text": text[start:end], "start": start, "end": end, "id": i, "ws": text[end : end + 1].isspace()}
        for i, (start, end) in enumerate(pieces)
    ]


def _cut(start: int, end: int, edges: Sequence[int]) -> list[tuple[int, int]]:
    inside = [start, *edges[bisect_right(edges, start) : bisect_left(edges, end)], end]
    return list(pairwise(inside))


def _span(mark: Mark, tokens: Sequence[Line]) -> Line:
    inside = [t["id"] for t in tokens if t["start"] < mark.end and mark.start < t["end"]] or [0]
    return {
        "start": mark.start,
        "end": mark.end,
        "token_start": inside[0],
        "token_end": inside[-1],
        "label": mark.label,
    }


def from_prodigy(line: Line) -> Task | None:
    """The task of an example that Prodigy stored; ``None`` for one that the annotator rejected or skipped."""
    if line.get("answer", "accept") != "accept":
        return None
    links = [
        Link(_mark(r["head_span"]), r["label"], _mark(r["child_span"]))
        for r in line.get("relations") or ()
        if r.get("head_span") and r.get("child_span")
    ]
    id = (line.get("meta") or {}).get("id") or line.get("id") or line.get("_input_hash")
    return _task(line.get("text"), line.get(BESIDE), id, map(_mark, line.get("spans") or ()), links)


def _mark(span: Line) -> Mark:
    return Mark(span["start"], span["end"], span["label"])

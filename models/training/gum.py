"""Names in UD English GUM: its mentions of people, organizations and places, cut down to the words of the name."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from pathlib import Path

from corpora import Entity, Sentence, open_text
from spacy.tokens import Doc, Span

KINDS = {"person": "PER", "organization": "ORG", "place": "LOC"}
_MARK = re.compile(r"\((?P<open>[^()]+)(?P<only>\))?|(?P<close>\d+)\)")
_LINKS = frozenset("of for and the de & - la van von".split())
_CLOSED = frozenset({"DET", "ADP", "PRON", "CCONJ", "SCONJ", "AUX", "PART", "PUNCT", "ADV", "INTJ"})

Row = Sequence[str]


def read_gum(path: Path) -> Iterator[Sentence]:
    """Words and names (labels as in Universal NER) of each sentence; words are those of the treebank."""
    rows: list[Row] = []
    for line in open_text(path):
        cells = line.split("\t")
        if line and not line.startswith("#") and cells[0].isdigit():
            rows.append(cells)
        elif not line and rows:
            yield Sentence(tuple(row[1] for row in rows), (True,) * len(rows), tuple(_names(rows)))
            rows = []


def _names(rows: Sequence[Row]) -> list[Entity]:
    """Names that do not overlap; the longest first."""
    found = {name for mention in _mentions(rows) if (name := _name(rows, *mention)) is not None}
    kept: list[Entity] = []
    for start, end, label in sorted(found, key=_longest):
        if all(end <= a or b <= start for a, b, _ in kept):
            kept.append((start, end, label))
    return sorted(kept)


def _longest(entity: Entity) -> tuple[int, Entity]:
    return entity[0] - entity[1], entity


def _mentions(rows: Sequence[Row]) -> Iterator[tuple[int, int, int, str]]:
    """First word, end, head word and kind of each mention that lies in one sentence."""
    pending: dict[str, list[tuple[int, list[str]]]] = {}
    for index, row in enumerate(rows):
        marks = next((part[7:] for part in row[9].split("|") if part.startswith("Entity=")), "")
        for mark in _MARK.finditer(marks):
            parts = (mark["open"] or "").split("-")
            if mark["only"]:
                yield from _mention(index, index + 1, parts)
            elif mark["open"]:
                pending.setdefault(parts[0], []).append((index, parts))
            elif pending.get(mark["close"]):
                start, parts = pending[mark["close"]].pop()
                yield from _mention(start, index + 1, parts)


def _mention(start: int, end: int, parts: Sequence[str]) -> Iterator[tuple[int, int, int, str]]:
    head = parts[5].split(",")[0] if len(parts) > 5 else ""
    if parts[1:2] and parts[1] in KINDS and head.isdigit() and start + int(head) <= end:
        yield start, end, start + int(head) - 1, KINDS[parts[1]]


def _name(rows: Sequence[Row], start: int, end: int, head: int, label: str) -> Entity | None:
    """The run of capitalized words around the ``head`` of a mention, ``None`` where the head is no name."""
    if rows[head][3] != "PROPN" or not _capital(rows[head]):
        return None
    first, last = head, head + 1
    while first > start and (step := _step(rows, first - 1, -1, start, label)):
        first -= step
    while last < end and (step := _step(rows, last, 1, end - 1, label)):
        last += step
    return first, last, label


def _step(rows: Sequence[Row], index: int, way: int, limit: int, label: str) -> int:
    """How many words on the name goes ``way`` at ``index``: one, two over a linking word, or none."""
    row = rows[index]
    if _capital(row) and row[3] not in _CLOSED:
        return 1
    beyond = index + way
    inside = beyond <= limit if way > 0 else beyond >= limit
    word = row[1].lower()
    linking = word == "-" if label == "LOC" else word in _LINKS and (label == "ORG" or word != "of")
    return 2 if linking and inside and _capital(rows[beyond]) and rows[beyond][3] not in _CLOSED else 0


def _capital(row: Row) -> bool:
    return row[1][:1].isupper() or row[1][:1].isdigit()


def with_unknown(doc: Doc) -> Doc:
    """``doc`` with proper nouns that no name covers unknown: other kinds of names, or unsure."""
    covered = {index for span in doc.ents for index in range(span.start, span.end)}
    unknown = [
        Span(doc, token.i, token.i + 1) for token in doc if token.tag_.startswith("NNP") and token.i not in covered
    ]
    doc.set_ents(list(doc.ents), missing=unknown, default="outside")
    return doc

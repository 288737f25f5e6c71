"""Sentence starts at line breaks (``newsdocket_lines``) and list markers that are none (``newsdocket_markers``).

News articles set headings, list items and paragraphs on lines of their own; no sentence runs over a line break. The
parser (or a senter) keeps the starts that are set here and adds its own inside the lines. A list marker ("2.", "(a)", a
bullet) belongs to the sentence of its item, even where the parser leaves it on its own.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from itertools import pairwise

from spacy.attrs import DEP, HEAD, SENT_START  # type: ignore[import-not-found]
from spacy.language import Language
from spacy.tokens import Doc, Span

NAME = "newsdocket_lines"
MARKERS = "newsdocket_markers"

LIST_MARKER = re.compile(r"(?:\(?(?:\d{1,2}|[a-zA-Z]|[ivxIVX]{1,4})[.)]|[-–—*•·▪◦])")
"""A list marker at the start of a line: ``2.``, ``(a)``, ``iv)``, a bullet or a dash."""


class LineStarts:
    """Marks the first token after each line break as a sentence start; other tokens are left open."""

    def __call__(self, doc: Doc) -> Doc:
        """``doc`` with ``is_sent_start`` set at line starts, unset inside list markers and after them."""
        line_start, text = True, doc.text
        marks: dict[int, bool] = {}
        for index, token in enumerate(doc):
            if token.is_space:
                line_start = line_start or "\n" in token.text
                marks[index] = False
            elif line_start:
                marks[index] = True
                marks.update(dict.fromkeys(_marker_tokens(doc, index, text), False))
                line_start = False
        _write(doc, marks)
        return doc


def _write(doc: Doc, marks: Mapping[int, bool]) -> None:
    """Sets the sentence starts all at once: spaCy looks through the whole ``doc`` at each single one."""
    values = doc.to_array([SENT_START])
    for index, start in marks.items():
        if index > 0:
            values[index] = 1 if start else 2**64 - 1
    doc.from_array([SENT_START], values)  # type: ignore[arg-type]


def _marker_tokens(doc: Doc, index: int, text: str) -> Iterator[int]:
    """The tokens of a list marker at ``index`` after its first one, and the first token of its item."""
    end = _marker_end(text, doc[index].idx)
    while index < len(doc) and doc[index].idx < end:
        index += 1
        if index < len(doc) and "\n" not in doc[index].text:
            yield index


def _marker_end(text: str, begin: int) -> int:
    """Offset where the list marker that starts at offset ``begin`` ends, with blanks after it; 0 if there is none."""
    line = text[begin : begin + 12]
    found = LIST_MARKER.match(line)
    if found is None:
        return 0
    rest = line[found.end() :]
    blanks = len(rest) - len(rest.lstrip(" \t\u00a0"))
    return begin + found.end() + blanks if blanks else 0


class MarkerJoin:
    """Hangs a list marker that the parser left as a sentence of its own on the root of the item that follows it."""

    def __call__(self, doc: Doc) -> Doc:
        """``doc`` with lone markers joined to the next sentence of their line; without a parse it is unchanged."""
        if not doc.has_annotation("DEP"):
            return doc
        joins = {marker.root.i: item.root.i for marker, item in _lone_markers(doc)}
        if joins:
            _rehang(doc, joins)
        return doc


def _lone_markers(doc: Doc) -> list[tuple[Span, Span]]:
    sentences = list(doc.sents)
    return [
        (marker, item)
        for marker, item in pairwise(sentences)
        if "\n" not in marker.text.strip(" ")
        and LIST_MARKER.fullmatch(marker.text.strip())
        and _opens_line(doc, marker)
    ]


def _opens_line(doc: Doc, span: Span) -> bool:
    for index in range(span.start - 1, -1, -1):
        before = (doc[index].text + doc[index].whitespace_).rstrip(" \t")
        if before:
            return before.endswith("\n")
    return True


def _rehang(doc: Doc, joins: dict[int, int]) -> None:
    """Give the root tokens in ``joins`` new heads, labelled ``dep``; sentences follow from the new trees."""
    values = doc.to_array([HEAD, DEP])
    label = doc.vocab.strings.add("dep")
    for root, head in joins.items():
        values[root] = ((head - root) % 2**64, label)
    doc.from_array([HEAD, DEP], values)  # type: ignore[arg-type]


@Language.factory(NAME, assigns=["token.is_sent_start"])
def make_lines(nlp: Language, name: str) -> LineStarts:
    """The component that sets sentence starts; it has no settings."""
    return LineStarts()


@Language.factory(MARKERS, requires=["token.dep"], assigns=["token.head", "token.is_sent_start"])
def make_markers(nlp: Language, name: str) -> MarkerJoin:
    """The component that joins list markers after the parser; it has no settings."""
    return MarkerJoin()

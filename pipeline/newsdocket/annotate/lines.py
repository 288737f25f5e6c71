"""Sentence starts at line breaks: the component ``newsdocket_lines``, which runs before the parser.

News articles set headings, list items and paragraphs on lines of their own; no sentence runs over a line break. The
parser (or a senter) keeps the starts that are set here and adds its own inside the lines.
"""

from __future__ import annotations

import re

from spacy.language import Language
from spacy.tokens import Doc

NAME = "newsdocket_lines"

LIST_MARKER = re.compile(r"(?:\(?(?:\d{1,2}|[a-zA-Z]|[ivxIVX]{1,4})[.)]|[-–—*•·▪◦])")
"""A list marker at the start of a line: ``2.``, ``(a)``, ``iv)``, a bullet or a dash."""


class LineStarts:
    """Marks the first token after each line break as a sentence start, and the token after a list marker as none."""

    def __call__(self, doc: Doc) -> Doc:
        """``doc`` with ``is_sent_start`` set at line starts; other tokens are left open."""
        line_start = True
        for index, token in enumerate(doc):
            if token.is_space:
                self._mark(doc, index, line_start and index == 0)
                line_start = line_start or "\n" in token.text
                continue
            if line_start:
                self._mark(doc, index, True)
                self._join_marker(doc, index)
            line_start = False
        return doc

    def _mark(self, doc: Doc, index: int, start: bool) -> None:
        if index > 0:
            doc[index].is_sent_start = start

    def _join_marker(self, doc: Doc, index: int) -> None:
        """Keep a list marker at ``index`` (one token, or a number and its full stop) in the sentence that it opens."""
        line = doc.text[doc[index].idx : doc[index].idx + 8]
        found = LIST_MARKER.match(line)
        if found is None or not line[found.end() : found.end() + 1].isspace():
            return
        end = doc[index].idx + found.end()
        following = index + 1
        while following < len(doc) and (doc[following].idx < end or _is_blank(doc[following].text)):
            doc[following].is_sent_start = False
            following += 1
        if following < len(doc) and "\n" not in doc[following].text:
            doc[following].is_sent_start = False


def _is_blank(text: str) -> bool:
    return text.isspace() and "\n" not in text


@Language.factory(NAME, assigns=["token.is_sent_start"])
def make_lines(nlp: Language, name: str) -> LineStarts:
    """The component for a pipeline; it has no settings."""
    return LineStarts()

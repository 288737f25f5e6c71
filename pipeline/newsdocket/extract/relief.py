"""Words that can say what a court, jury or agency ordered, or what the sides agreed.

``data/relief.jsonl`` has the phrases for each type of relief. They are candidates: whether the words order something
(and do not ask for it, threaten it or tell of it) is decided in the relate stage.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from spacy.language import Language
from spacy.tokens import Doc

from newsdocket.extract.claims import phrase_rows, phrases_pattern
from newsdocket.extract.spans import ReliefSpan, SpanFinder
from newsdocket.vocabulary import ReliefType

GROUP = "newsdocket_relief"


@lru_cache(maxsize=1)
def relief_patterns() -> tuple[tuple[ReliefType, re.Pattern[str]], ...]:
    """One pattern for each type of relief, from ``data/relief.jsonl``."""
    return tuple((row["type"], phrases_pattern(row["phrases"])) for row in phrase_rows("relief.jsonl"))


def find_relief(text: str | Doc) -> list[ReliefSpan]:
    """Candidates for relief in ``text``, in text order. One stretch of words may stand for several types."""
    plain = text if isinstance(text, str) else text.text
    return sorted(_matches(plain), key=_position)


def _matches(text: str) -> Iterator[ReliefSpan]:
    for kind, pattern in relief_patterns():
        for match in pattern.finditer(text):
            yield ReliefSpan(start=match.start(), end=match.end(), text=match.group(), type=kind, rule="phrase")


def _position(item: ReliefSpan) -> tuple[int, int, str]:
    return item.start, -item.end, item.type


@Language.factory("newsdocket_relief", assigns=["doc.spans"])
def make_relief(nlp: Language, name: str) -> SpanFinder:
    """spaCy component that writes the span group ``newsdocket_relief``."""
    return SpanFinder(find_relief, GROUP, "RELIEF")

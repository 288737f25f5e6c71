"""News without annotations that models learn from by a teacher's opinions: which items, and what a text shares."""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

sys.path.append(str(Path(__file__).parents[1] / "training"))

from corpora import open_text

SHORTEST, LONGEST, SHARED = 80, 6000, 10
"""Characters of an item, and words in a row that it may not share with a held-out article."""
COURT = re.compile(
    r"\b(?:courts?|judges?|jury|sue[sd]?|suing|lawsuits?|plaintiffs?|defendants?|convict(?:ed|s|ion)|acquit\w*|charged|"
    r"charges|indict\w*|plead(?:s|ed)?|pled|guilty|sentence[ds]?|settle[ds]?|settlement|fine[ds]?|tribunal|appeals?|"
    r"ruling|ruled|rules that|injunction|penalty|penalties|restitution|verdict|prosecutors?|attorney general|"
    r"antitrust|damages|bail|extradit\w*|arraign\w*|copyright|patent)\b",
    re.IGNORECASE,
)


def court_news(files: Sequence[Path], held_out: Sequence[str]) -> list[dict[str, Any]]:
    """The items of ``files`` (JSON lines with ``text`` and perhaps ``date``, ``.gz`` or not) that speak of courts and
    share nothing with a text of ``held_out``, with a number as their ``id``."""
    known = {run for text in held_out for run in _runs(text)}
    rows = [json.loads(line) for path in files for line in open_text(path) if line.strip()]
    return [
        {**row, "id": f"news-{number}"}
        for number, row in enumerate(rows)
        if is_of_courts(row["text"]) and known.isdisjoint(_runs(row["text"]))
    ]


def is_of_courts(text: str) -> bool:
    """Whether an item has a fit length and a word of the courts."""
    return SHORTEST < len(text) < LONGEST and COURT.search(text) is not None


def _runs(text: str) -> Iterator[tuple[str, ...]]:
    words = re.findall(r"\w+", text.lower())
    return (tuple(words[n : n + SHARED]) for n in range(len(words) - SHARED + 1))

"""Lines that a web page leaves in an article: comment forms, share and subscribe lines, cookie notices, related links.

The rows stand in ``data/leftovers.json``; each has a pattern that must match a whole line, examples and near-misses.
Only whole lines go, never part of a sentence; a line longer than :data:`LONGEST` is always the article's own.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from newsdocket.packaged import packaged_json

LONGEST = 400
MOST_LINES = 30
"""Lines, blank ones included, that a list of titles at the end of an article may have."""
_SEGMENTS = re.compile(r"\s+[|•·]\s+")
_SENTENCE_END = re.compile(r"[.!?][\"'”’)\]]?$")


@dataclass(frozen=True)
class Row:
    """One rule: lines that ``pattern`` matches entirely are left over; a ``heading`` takes the list of titles below
    it."""

    kind: str
    pattern: re.Pattern[str]
    examples: tuple[str, ...]
    near_misses: tuple[str, ...]
    heading: bool = False


@cache
def rows() -> tuple[Row, ...]:
    """The rules, in the order of the file."""
    return tuple(_row(item) for item in packaged_json("read/data/leftovers.json"))


def _row(item: dict[str, object]) -> Row:
    pattern = re.compile(str(item["pattern"]), re.IGNORECASE)
    examples, misses = item["examples"], item["near_misses"]
    assert isinstance(examples, list)
    assert isinstance(misses, list)
    return Row(str(item["kind"]), pattern, tuple(examples), tuple(misses), bool(item.get("heading", False)))


def find_row(line: str) -> Row | None:
    """The rule that takes ``line`` away, if any. A line of links ("A | B | C") goes when one of them would."""
    line = line.strip()
    if not line or len(line) > LONGEST:
        return None
    found = _match(line) or (_match(line.strip("*_# ")) if line[0] in "*_#" else None)
    if found is not None:
        return found
    parts = _SEGMENTS.split(line)
    if len(parts) < 2:
        return None
    return next((row for row in map(_match, parts) if row is not None and row.kind != "credit"), None)


def _match(line: str) -> Row | None:
    return next((row for row in rows() if row.pattern.fullmatch(line)), None)


def strip_leftovers(text: str) -> str:
    """``text`` without its left-over lines; a blank line that stood below one goes with it."""
    lines = text.split("\n")
    kept: list[str] = []
    number = 0
    while number < len(lines):
        row = find_row(lines[number])
        if row is None:
            kept.append(lines[number])
            number += 1
            continue
        number = _after_titles(lines, number + 1) if row.heading else number + 1
        if number < len(lines) and not lines[number].strip() and (not kept or not kept[-1].strip()):
            number += 1
    return text if len(kept) == len(lines) else "\n".join(kept)


def _after_titles(lines: list[str], number: int) -> int:
    """Where the titles below a heading end: at the end of the text if only a short list follows, else where it
    began."""
    if len(lines) - number > MOST_LINES:
        return number
    rest = [line.strip() for line in lines[number:] if line.strip()]
    only_titles = all(len(line) <= 140 and not _SENTENCE_END.search(line) for line in rest)
    return len(lines) if only_titles else number

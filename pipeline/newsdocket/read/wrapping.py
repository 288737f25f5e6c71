"""Lines broken at a fixed width (old mail and wire text, PDF pages) joined to paragraphs, since a line break elsewhere
ends a sentence. Text whose lines are paragraphs stays as it is."""

from __future__ import annotations

import re
from itertools import pairwise

WIDEST = 110
_ITEM = re.compile(r"\s*(?:[-*•–]|\(?\d{1,3}[.)]|\(?[a-z]\))\s|\s{4,}|[>|]")


def unwrap(text: str, *, slack: int = 0) -> str:
    """``text`` with its hard-wrapped paragraphs joined, if it is hard-wrapped; ``slack`` is how many characters short
    of the width a line may end (pages set in proportional type need some)."""
    lines = text.split("\n")
    width = max((len(line.rstrip()) for line in lines), default=0)
    if width > WIDEST or width < 40:
        return text
    breaks = [(a, b) for a, b in pairwise(lines) if a.strip() and b.strip()]
    full = sum(_is_full(a, b, width - slack) for a, b in breaks)
    if full < 3 or full < 0.7 * len(breaks):
        return text
    return "\n".join(_joined(lines, width - slack))


def _is_full(line: str, after: str, width: int) -> bool:
    """Whether the next line's first word would not have fitted: the mark of a broken line."""
    first = after.split(maxsplit=1)[0]
    return len(line.rstrip()) + 1 + len(first) > width


def _joined(lines: list[str], width: int) -> list[str]:
    paragraphs: list[list[str]] = []
    before: str | None = None
    for line in lines:
        goes_on = before is not None and before.strip() and line.strip() and not _ITEM.match(line)
        if goes_on and before is not None and _is_full(before, line, width):
            paragraphs[-1].append(line.strip())
        else:
            paragraphs.append([line.rstrip()])
        before = line
    return [" ".join(parts) for parts in paragraphs]

"""Counts of one number and one thing together, whatever words stand between them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from newsdocket.extract.spans import CountSpan


@dataclass(frozen=True)
class RelatedCount:
    """A number of things with all its mentions."""

    spans: tuple[CountSpan, ...]


def relate_counts(found: Sequence[CountSpan]) -> list[RelatedCount]:
    """Mentions with the same number, bounds and item as one count, in order of the first."""
    groups: dict[tuple[object, ...], list[CountSpan]] = {}
    for span in found:
        groups.setdefault((span.value, span.min_value, span.max_value, span.item), []).append(span)
    return [RelatedCount(tuple(spans)) for spans in groups.values()]

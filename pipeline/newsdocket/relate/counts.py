"""Counts of one number and one thing together, whatever words stand between them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from newsdocket.extract.spans import CountSpan

LARGE = 1000
"""Exact numbers from here on are one count whatever the things are called ("120,000 songs", "120,000 works"): none of
1,300 annotated articles counts two different things to the same such number."""


@dataclass(frozen=True)
class RelatedCount:
    """A number of things with all its mentions."""

    spans: tuple[CountSpan, ...]


def relate_counts(found: Sequence[CountSpan]) -> list[RelatedCount]:
    """Mentions of one number of one thing as one count, in order of the first."""
    groups: dict[tuple[object, ...], list[CountSpan]] = {}
    for span in found:
        groups.setdefault(_key(span), []).append(span)
    return [RelatedCount(tuple(spans)) for spans in groups.values()]


def _key(span: CountSpan) -> tuple[object, ...]:
    if span.value is not None and span.value >= LARGE:
        return (span.value,)
    return span.value, span.min_value, span.max_value, span.item

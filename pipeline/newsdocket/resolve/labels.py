"""One entity for all mentions of a label or music company, and the members of the "Big Three" where the text names
them.

Every join carries its reason in ``LabelEntity.why``.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from newsdocket.extract.spans import FoundSpan, LabelSpan

_BIG = re.compile(r"\b[Bb]ig [Tt]hree\b|\b(?:three|major) (?:major )?(?:record )?(?:labels|record companies)\b")
_BIG_THREE = ("Universal Music Group", "Sony Music Entertainment", "Warner Music Group")
_LEGAL = re.compile(r",? (?:inc|llc|ltd|limited|corp|corporation|gmbh|plc)\.?$", re.IGNORECASE)


@dataclass(frozen=True)
class LabelEntity:
    """A label or music company: usual name, parent where certain, mentions in text order, reasons for the joins."""

    name: str
    parent: str | None
    mentions: tuple[FoundSpan, ...]
    why: tuple[str, ...]


@dataclass
class _Group:
    head: LabelSpan
    spans: list[LabelSpan] = field(default_factory=list)
    why: list[str] = field(default_factory=list)

    def add(self, span: LabelSpan, reason: str) -> None:
        self.spans.append(span)
        self.why.append(f"{span.start}:{span.end} {span.text!r}: {reason}")


def resolve_labels(spans: Sequence[LabelSpan], text: str) -> list[LabelEntity]:
    """Join ``spans`` (from ``find_labels``, over ``text``) into entities, ordered by first mention."""
    groups: dict[str, _Group] = {}
    for span in sorted(spans, key=_position):
        key = _LEGAL.sub("", span.name).lower()
        if key in groups:
            groups[key].add(span, f"same company {span.name!r}")
            continue
        groups[key] = _Group(span)
        groups[key].add(span, "first mention" if span.text == span.name else f"written {span.text!r} for {span.name!r}")
    return [_entity(group) for group in groups.values()]


def collective_members(entities: Sequence[LabelEntity], text: str) -> list[tuple[FoundSpan, tuple[LabelEntity, ...]]]:
    """Each "Big Three" (or "three major record labels") of ``text`` with its members, if all three are named."""
    members = tuple(e for name in _BIG_THREE for e in entities if name in (e.name, e.parent))[:3]
    if len({e.name for e in members}) < 3 or {n for e in members for n in (e.name, e.parent)} < set(_BIG_THREE):
        return []
    found = (FoundSpan(start=m.start(), end=m.end(), text=m.group()) for m in _BIG.finditer(text))
    return [(span, members) for span in found]


def _position(span: FoundSpan) -> tuple[int, int]:
    return span.start, span.end


def _entity(group: _Group) -> LabelEntity:
    parent = next((span.parent for span in group.spans if span.parent), None)
    return LabelEntity(group.head.name, parent, tuple(group.spans), tuple(group.why))

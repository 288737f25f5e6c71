"""One entity for all mentions of a person; two people with one surname stay two.

Full names join when one's first names or initials fit the other's; a bare surname goes to the only bearer, else to
the one
named last before it. Every join carries its reason in ``PersonEntity.why``.
"""

from __future__ import annotations

from bisect import bisect_left, insort
from collections.abc import Sequence
from dataclasses import dataclass, field

from newsdocket.extract.people import surname_of
from newsdocket.extract.spans import FoundSpan, PersonSpan
from newsdocket.vocabulary import PersonRole

_SUFFIXES = frozenset({"jr", "sr", "ii", "iii", "iv"})
_RANK: dict[PersonRole, int] = {"judge": 0, "counsel": 1, "official": 2, "witness": 3, "other": 4}


@dataclass(frozen=True)
class PersonEntity:
    """A person of the article: fullest name, role, all mentions in text order, and the reasons for the joins."""

    name: str
    role: PersonRole
    title: str | None
    mentions: tuple[FoundSpan, ...]
    why: tuple[str, ...]


@dataclass
class _Group:
    name: str
    spans: list[PersonSpan] = field(default_factory=list)
    starts: list[int] = field(default_factory=list)
    why: list[str] = field(default_factory=list)

    def add(self, span: PersonSpan, reason: str) -> None:
        self.spans.append(span)
        insort(self.starts, span.start)
        self.why.append(f"{span.start}:{span.end} {span.text!r}: {reason}")
        if len(span.name.split()) > len(self.name.split()):
            self.name = span.name


def resolve_people(spans: Sequence[PersonSpan], text: str) -> list[PersonEntity]:
    """Join ``spans`` (from ``find_people``, over ``text``) into people, ordered by first mention."""
    bearers: dict[str, list[_Group]] = {}
    ordered = sorted(spans, key=_position)
    for span in ordered:
        if len(_parts(span.name)) > 1:
            _place_full(span, bearers.setdefault(_parts(span.name)[-1], []))
    for span in ordered:
        if len(_parts(span.name)) <= 1:
            _place_surname(span, bearers.setdefault(surname_of(span.name).lower(), []))
    groups = [group for several in bearers.values() for group in several]
    return [_entity(group) for group in sorted(groups, key=_first)]


def _position(span: FoundSpan) -> tuple[int, int]:
    return span.start, span.end


def _first(group: _Group) -> int:
    return group.starts[0]


def _parts(name: str) -> list[str]:
    words = [word.strip(".,") for word in name.lower().replace("’", "'").split()]
    return [word for word in words if word and word not in _SUFFIXES]


def same_person(one: str, other: str) -> bool:
    """Whether two full names can be one person's: same surname, and first names that agree or abbreviate each other."""
    a, b = _parts(one), _parts(other)
    if not a or not b or a[-1] != b[-1]:
        return False
    return len(a) == 1 or len(b) == 1 or _agree(a[0], b[0])


def _agree(one: str, other: str) -> bool:
    short, long = sorted((one, other), key=len)
    return one == other or (len(short) == 1 and long.startswith(short)) or (len(short) >= 3 and long.startswith(short))


def _place_full(span: PersonSpan, groups: list[_Group]) -> None:
    for group in groups:
        if same_person(group.name, span.name):
            same = span.name == span.text or span.text == group.name
            group.add(span, f"same name {group.name!r}" if same else f"surname of {span.name!r}, named last before")
            return
    group = _Group(span.name)
    group.add(span, "first mention" if span.text == span.name else f"surname of {span.name!r}")
    groups.append(group)


def _place_surname(span: PersonSpan, groups: list[_Group]) -> None:
    before = [g for g in groups if _first(g) < span.start]
    chosen = max(before, key=_LastBefore(span)) if before else (groups[0] if len(groups) == 1 else None)
    if chosen is None:
        chosen = _Group(span.name)
        chosen.add(span, "first mention")
        groups.append(chosen)
        return
    chosen.add(span, f"surname of {chosen.name!r}, " + ("the only bearer" if len(groups) == 1 else "named last before"))


@dataclass(frozen=True)
class _LastBefore:
    """Key: where a group stands last before a span."""

    span: PersonSpan

    def __call__(self, group: _Group) -> int:
        return group.starts[bisect_left(group.starts, self.span.start) - 1]


def _entity(group: _Group) -> PersonEntity:
    spans = sorted(group.spans, key=_position)
    role = min((span.role for span in spans), key=_RANK.__getitem__)
    title = next((span.title for span in spans if span.title and span.role == role), None)
    return PersonEntity(group.name, role, title, tuple(spans), tuple(group.why))

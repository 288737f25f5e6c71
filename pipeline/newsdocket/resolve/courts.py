"""One entity for all mentions of a court: the same id, the same name, or words that can only mean a court named
elsewhere.

Every join carries its reason in ``CourtEntity.why``, one line per joined mention.
"""

from __future__ import annotations

import re
from bisect import bisect_left, insort
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from newsdocket.extract.court_rules import us_table
from newsdocket.extract.spans import CourtSpan, FoundSpan
from newsdocket.vocabulary import CourtLevel, CourtSystem

# mentions that say what sort of court it is and nothing of where
_BARE = re.compile(
    r"(?:(?:u\.s\.|us|united states|american|federal|state|country['’]s|nation['’]s) )*"
    r"(?:(?:supreme|high|highest|top|district|federal|appeals?|appellate|circuit|superior|county|bankruptcy|trial|full|"
    r"constitutional|chancery|probate|general) )*(?:courts?|courthouse|court of appeals?|justices)"
)
_ARTICLE = re.compile(r"^(?:the|a|an|that)\s+", re.IGNORECASE)
_CITY_COURT = re.compile(
    r"(?:an? |the )?(?P<city>[A-Z][\w.'’-]*(?: [A-Z][\w.'’-]*){0,2})(?:-based)? (?:appeals )?court"
)
_COUNTY = re.compile(
    r"\b(?:county|parish|city|judicial|\d+(?:st|nd|rd|th)|first|second|third|fourth|fifth|sixth)\b", re.IGNORECASE
)


@dataclass(frozen=True)
class CourtEntity:
    """A court of the article with all its mentions, in text order, and the reasons why they were joined."""

    name: str
    court_id: str | None
    candidates: tuple[str, ...]
    level: CourtLevel | None
    system: CourtSystem | None
    country: str | None
    mentions: tuple[FoundSpan, ...]
    why: tuple[str, ...]


@dataclass
class _Group:
    head: CourtSpan
    mentions: list[CourtSpan] = field(default_factory=list)
    starts: list[int] = field(default_factory=list)
    why: list[str] = field(default_factory=list)

    def add(self, span: CourtSpan, reason: str) -> None:
        self.mentions.append(span)
        insort(self.starts, span.start)
        self.why.append(f"{span.start}:{span.end} {span.text!r}: {reason}")
        if span.court_id and not self.head.court_id and not is_bare(span):
            self.head = span


def resolve_courts(spans: Sequence[CourtSpan], text: str) -> list[CourtEntity]:
    """Join ``spans`` (from ``find_courts``, over ``text``) into entities, ordered by first mention."""
    groups: list[_Group] = []
    later: list[CourtSpan] = []
    for span in sorted(spans, key=_position):
        if is_bare(span) or _open_words(span):
            later.append(span)
        else:
            _place(span, groups)
    for span in sorted(later, key=is_bare):
        _place_open(span, groups)
    return [_entity(group) for group in sorted(groups, key=_first)]


def is_bare(span: CourtSpan) -> bool:
    """Whether the words name no place or number ("the Supreme Court", "federal court", "the justices")."""
    return _BARE.fullmatch(_plain(span.text)) is not None


def _plain(text: str) -> str:
    return _ARTICLE.sub("", " ".join(text.split())).lower()


def _open_words(span: CourtSpan) -> bool:
    """Several ids are left, or it is "the Cincinnati court": another mention may settle which is meant."""
    several = span.court_id is None and bool(span.candidates)
    return several or (span.court_id is None and _CITY_COURT.fullmatch(span.text) is not None)


def _position(span: CourtSpan) -> tuple[int, int]:
    return span.start, span.end


def _first(group: _Group) -> int:
    return group.starts[0]


def _place(span: CourtSpan, groups: list[_Group]) -> None:
    for group in groups:
        if _same(group.head, span):
            group.add(span, f"same court id {span.court_id}" if span.court_id else f"same name {span.name!r}")
            return
    group = _Group(span)
    group.add(span, "first mention")
    groups.append(group)


def _same(one: CourtSpan, other: CourtSpan) -> bool:
    if one.court_id and one.court_id == other.court_id:
        return not (_local(one) and _local(other)) or _key(one) == _key(other)
    if one.court_id and other.court_id:
        return False
    return _key(one) == _key(other)


def _local(span: CourtSpan) -> bool:
    """One of many courts that share an id: the trial court of a county or of a numbered district of a state."""
    return span.system == "state" and span.level == "trial" and _COUNTY.search(span.name) is not None


def _key(span: CourtSpan) -> str:
    return re.sub(r"[^\w ]", "", _plain(span.name)).replace("the ", "")


def _place_open(span: CourtSpan, groups: list[_Group]) -> None:
    chosen = _antecedent(span, groups)
    if chosen is not None:
        chosen[0].add(span, chosen[1])
    else:
        _place(span, groups)


def _antecedent(span: CourtSpan, groups: list[_Group]) -> tuple[_Group, str] | None:
    if not is_bare(span):
        return _by_candidates(span, groups) or _by_seat(span, groups)
    for fits in _bare_tests(span):
        group = _nearest(span, [g for g in groups if fits(g.head)])
        if group is not None:
            return group, f"can only mean {group.head.name!r}, named nearest"
    return None


def _by_candidates(span: CourtSpan, groups: list[_Group]) -> tuple[_Group, str] | None:
    """The one named court among the ids that the words leave open."""
    fits = [g for g in groups if g.head.court_id in span.candidates and g.head.court_id]
    if len(fits) == 1 and (fits[0].head.level == span.level or len(span.candidates) <= 5):
        return fits[0], f"the only named court among the candidates {', '.join(span.candidates)}"
    return None


def _by_seat(span: CourtSpan, groups: list[_Group]) -> tuple[_Group, str] | None:
    """ "the Cincinnati court" after the 6th Circuit, "the London court" after the High Court in London."""
    match = _CITY_COURT.fullmatch(span.text)
    if match is None:
        return None
    city = match.group("city")
    fits = [g for g in groups if _first(g) < span.start and _sits_in(g, city)]
    return (fits[-1], f"{fits[-1].head.name!r} sits in {city}") if fits else None


def _sits_in(group: _Group, city: str) -> bool:
    table = us_table()
    row = table["circuits"].get(group.head.court_id) or table["districts"].get(group.head.court_id)
    if row is not None and city in row["cities"]:
        return True
    return re.search(rf"\b{re.escape(city)}\b", group.head.text) is not None


def _bare_tests(span: CourtSpan) -> list[Callable[[CourtSpan], bool]]:
    """Tests, strictest first, for a court that bare words could mean."""
    words = _plain(span.text)
    if words == "justices":
        return [_Like("supreme", None), _Like("appellate", None)]
    if re.search(r"supreme|high(?:est)? court|top court", words) and span.level != "trial":
        return [_Like("supreme", "federal" if "u.s." in words or "united states" in words else None)]
    if "high court" in words:
        return [_Words("high court")]
    if re.search(r"appeal|appellate", words):
        federal = "federal" in words or "u.s." in words or "united states" in words
        return [_Like("appellate", "federal")] if federal else [_Words("court of appeal"), _Like("appellate", None)]
    if "bankruptcy" in words:
        return [_Words("bankruptcy court")]
    if span.system == "federal" and span.court_id is None:
        return [_Like("trial", "federal")] if span.level == "trial" else []
    kind = re.search(r"(superior|circuit|district|county|chancery|constitutional|federal|full|general) court", words)
    return [_Words(kind.group())] if kind else []


@dataclass(frozen=True)
class _Like:
    """A court of a level and, if given, a system."""

    level: CourtLevel
    system: CourtSystem | None

    def __call__(self, head: CourtSpan) -> bool:
        home = head.system != "international" and self.system in (None, head.system)
        return head.level == self.level and home and not is_bare(head)


@dataclass(frozen=True)
class _Words:
    """A court whose name or mention has the words."""

    words: str

    def __call__(self, head: CourtSpan) -> bool:
        return not is_bare(head) and (self.words in head.name.lower() or self.words in head.text.lower())


def _nearest(span: CourtSpan, groups: list[_Group]) -> _Group | None:
    """The group mentioned last before ``span``; for words with no court of their own, else the only later one."""
    before = [(g.starts[bisect_left(g.starts, span.start) - 1], g) for g in groups if _first(g) < span.start]
    if before:
        return max(before, key=_when)[1]
    if span.court_id is None and len(groups) == 1:
        return groups[0]
    return None


def _when(item: tuple[int, _Group]) -> int:
    return item[0]


def _entity(group: _Group) -> CourtEntity:
    head = group.head
    mentions = tuple(sorted(group.mentions, key=_position))
    return CourtEntity(
        head.name, head.court_id, head.candidates, head.level, head.system, head.country, mentions, tuple(group.why)
    )

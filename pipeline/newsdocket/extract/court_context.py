"""What the rest of an article says about where it plays: countries, states, a prosecutor's district, a dateline."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field

from newsdocket.extract.court_grammar import read_district
from newsdocket.extract.court_words import Place, Text

_REACH = 40  # tokens that count as near
_SENTENCE = 20  # tokens of about a sentence
_DASHES = frozenset("-–—")
# abroad, but far more often a surname, a first name or a common word
_WEAK = frozenset(
    "Jordan Chad Niger Georgia Jersey Nice Split Essen Cork Reading Hull Preston Lincoln Victoria Regina".split()
)


@dataclass
class Context:
    """Places of an article in text order, for courts whose words leave the country or the state open."""

    spots: list[int] = field(default_factory=list)
    found: list[Place] = field(default_factory=list)
    state_spots: list[int] = field(default_factory=list)
    states: list[str] = field(default_factory=list)
    district: str | None = None
    district_state: tuple[str | None, str] | None = None
    dateline: Place | None = None
    state_counts: Counter[str] = field(default_factory=Counter)
    country_counts: Counter[str] = field(default_factory=Counter)
    court_spots: list[int] = field(default_factory=list)
    court_countries: list[str] = field(default_factory=list)

    @classmethod
    def of(cls, text: Text) -> Context:
        context = cls()
        for start, (end, places) in text.places.items():
            context._add(start, places, _state_follows(text, end))
        context._read_office(text)
        context._read_dateline(text)
        return context

    def _add(self, start: int, places: list[Place], american: bool) -> None:
        abroad = [p for p in places if p.country != "US"]
        home = [p for p in places if p.country == "US"]
        choice = abroad if abroad and not american else home
        place = next((p for p in choice if p.lead), choice[0]) if choice else places[0]
        if place.name in _WEAK and place.kind != "state":
            return
        self.spots.append(start)
        self.found.append(place)
        self.country_counts[place.country] += 1
        if place.state and len({p.state for p in places}) == 1:
            self.state_spots.append(start)
            self.states.append(place.state)
            self.state_counts[place.state] += 1

    def country(self, index: int) -> str | None:
        """Country code for a court at token ``index``: that of the court named last before, else of the nearest place
        before it, else the article's commonest."""
        at = bisect_left(self.court_spots, index)
        if at:
            return self.court_countries[at - 1]
        near = self._before(index)
        if near is not None:
            return near.country
        return _commonest(self.country_counts)

    def note_court(self, index: int, country: str | None) -> None:
        """Remember that a court of ``country`` is named at token ``index``."""
        if country is None:
            return
        at = bisect_left(self.court_spots, index)
        self.court_spots.insert(at, index)
        self.court_countries.insert(at, country)

    def _before(self, index: int) -> Place | None:
        at = bisect_left(self.spots, index)
        if at and index - self.spots[at - 1] <= _REACH:
            return self.found[at - 1]
        return None

    def state(self, index: int, allowed: frozenset[str] | None = None) -> str | None:
        """The state for a court at token ``index`` in ``allowed``: named within a sentence's length, else commonest."""
        low = bisect_left(self.state_spots, index - _SENTENCE)
        at = bisect_left(self.state_spots, index)
        high = bisect_left(self.state_spots, index + _SENTENCE)
        for state in [*reversed(self.states[low:at]), *self.states[at:high]]:
            if allowed is None or state in allowed:
                return state
        return _commonest({s: n for s, n in self.state_counts.items() if allowed is None or s in allowed})

    def last_state(self, index: int) -> str | None:
        """The state named last before ``index``, else the first after it ("that state's Supreme Court")."""
        at = bisect_left(self.state_spots, index)
        return self.states[at - 1] if at else (self.states[0] if self.states else None)

    def only_state(self) -> str | None:
        """The state of the article when it names just one."""
        return self.states[0] if len(self.state_counts) == 1 else None

    def _read_office(self, text: Text) -> None:
        """One federal district named in a U.S. attorney's title tells where the case is."""
        seen: list[tuple[str | None, str]] = []
        for index, norm in enumerate(text.norm):
            if norm in ("attorney", "attorneys"):
                hit = _office_district(text, index)
                if hit is not None and hit not in seen:
                    seen.append(hit)
        self.district_state = seen[0] if len(seen) == 1 else None

    def _read_dateline(self, text: Text) -> None:
        """ "BOSTON - " or "CHICAGO, Ill. (AP) — " at the start of the text or of a line."""
        for start in text.places:
            if text.words[start].text.isupper() and text.sentence_start(start) and _dash_follows(text, start):
                places = text.places[start][1]
                self.dateline = next((p for p in places if p.lead), None) if places[-1].country == "US" else None
                return


def _commonest(counts: Mapping[str, int]) -> str | None:
    """The key with the highest count, the first named of equals."""
    return max(counts, key=counts.__getitem__) if counts else None


def _state_follows(text: Text, end: int) -> bool:
    """Whether ", Alabama" or ", Ala." follows a city."""
    if text.word(end) != "," or end + 1 not in text.places:
        return False
    return text.places[end + 1][1][0].kind == "state"


def _office_district(text: Text, index: int) -> tuple[str | None, str] | None:
    if text.word(index - 1) not in ("u.s.", "states"):
        return None
    for at in range(index + 1, min(index + 12, len(text.norm))):
        if text.norm[at] == "district" and text.word(at - 1) != "u.s.":
            start = (
                at - 1
                if text.word(at - 1) in ("northern", "southern", "eastern", "western", "central", "middle")
                else at
            )
            hit = read_district(text, start)
            return (hit[1], hit[2]) if hit else None
    return None


def _dash_follows(text: Text, start: int) -> bool:
    end = text.places[start][0]
    return any(text.word(i) in _DASHES for i in range(end, min(end + 8, len(text.norm))))

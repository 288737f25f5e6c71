"""Values that rules read from the words themselves: names of courts, people, parties and labels."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from operator import methodcaller

from newsdocket.explain.case import Case, Explainer, Told, excused, span_places, spans_words
from newsdocket.explain.models import Alternative, Reason, Words
from newsdocket.extract.spans import CourtSpan, NameSpan, PersonSpan
from newsdocket.record import models as m
from newsdocket.relate.parties import MODEL as PARTIES
from newsdocket.relate.parties import NOT_A_PARTY, REJECTION
from newsdocket.resolve.parties import kind_words

NO_PARTY = "not a party"
LIMIT = f"a name is left out from {REJECTION:.0%} on"
_PLACED = re.compile(r"(?P<start>\d+):(?P<end>\d+) ")


def placed_reasons(why: Iterable[str], case: Case) -> tuple[Reason, ...]:
    """The reasons of the resolve stage (``120:132 'the court': can only mean ...``) with their words."""
    return tuple(_placed(line, case) for line in why)


def _placed(line: str, case: Case) -> Reason:
    match = _PLACED.match(line)
    if match is None:
        return Reason(line)
    words = case.ground.words(int(match["start"]), int(match["end"]))
    return Reason(line[match.end() :].removeprefix(f"{words.text!r}: "), words=words)


def court_name(case: Case, index: int, item: m.Court, value: str) -> Told:
    """The name, and why the mentions are one court."""
    return Told("rule extract.courts", reasons=placed_reasons(case.facts.courts[index].why, case))


def court_id(case: Case, index: int, item: m.Court, value: str) -> Told:
    """The id, and the other ids that some mention left open."""
    others = {c for s in _court_spans(case, item) for c in s.candidates if c != value}
    reason = Reason(f"the only courts-db court of the name {item.name!r}")
    why = "left open by some mention"
    return Told("rule extract.courts", None, (reason,), tuple(Alternative(c, why=why) for c in sorted(others)))


def _court_spans(case: Case, item: m.Court) -> list[CourtSpan]:
    places = {(mention.start, mention.end) for mention in item.mentions}
    return [span for span in case.facts.context.courts if (span.start, span.end) in places]


def court_candidates(case: Case, index: int, item: m.Court, value: str) -> Told:
    """The ids that the words leave open; none but its own where the court is known."""
    if value == item.court_id:
        return Told("rule extract.courts", reasons=(Reason("the words fit this court alone"),))
    settled = f"settled as {item.court_id} by another mention" if item.court_id else "nothing in the article settles it"
    return Told("rule extract.courts", reasons=(Reason(f"the words fit several courts; {settled}"),))


def person_name(case: Case, index: int, item: m.Person, value: str) -> Told:
    """The fullest form, and why the mentions are one person."""
    return Told("rule resolve.people", reasons=placed_reasons(case.facts.people[index].why, case))


def person_role(case: Case, index: int, item: m.Person, value: str) -> Told:
    """The role, the words of the mention that shows it, and roles that other mentions showed."""
    spans = [s for s in case.facts.people[index].mentions if isinstance(s, PersonSpan)]
    shown = [s for s in spans if s.role == value]
    others = dict.fromkeys(s.role for s in spans if s.role != value)
    titles = dict.fromkeys(s.title for s in shown if s.title)
    return Told(
        by="rule extract.people",
        reasons=tuple(Reason(f"called {title!r}") for title in titles),
        alternatives=tuple(Alternative(role, why="shown by another mention, ranked lower") for role in others),
        words=spans_words(shown) or None,
    )


def party_name(case: Case, index: int, item: m.Party, value: str) -> Told:
    """The fullest form, and why the mentions are one party."""
    candidate = case.facts.parties[index].candidate
    reasons = tuple(_joined(line, candidate.mentions) for line in candidate.why)
    fullest = tuple(s for s in candidate.mentions if s.name == value)
    return Told("rule resolve.parties", reasons=(Reason("the fullest form"), *reasons), words=spans_words(fullest))


def _joined(line: str, mentions: Iterable[NameSpan]) -> Reason:
    for span in mentions:
        if line.startswith(f"{span.text!r}: "):
            return Reason(line.removeprefix(f"{span.text!r}: "), words=Words(span.start, span.end, span.text))
    return Reason(line)


def party_alias(case: Case, index: int, item: m.Party, value: str) -> Told:
    """Another form of the name, where it stands, and why it means the same party."""
    candidate = case.facts.parties[index].candidate
    spans = [s for s in candidate.mentions if s.name == value]
    reasons = [_joined(line, spans) for line in candidate.why if any(line.startswith(f"{s.text!r}: ") for s in spans)]
    reasons = reasons or [Reason("the same name but for title, article or legal form")]
    return Told("rule resolve.parties", reasons=tuple(dict.fromkeys(reasons)), words=spans_words(spans) or None)


def party_kind(case: Case, index: int, item: m.Party, value: str) -> Told:
    """What a party is, by a word of its name or by the kind of most of its mentions."""
    candidate = case.facts.parties[index].candidate
    words = [w for w in re.split(r"[^\w&']+", candidate.name.lower().replace(".", "")) if kind_words().get(w) == value]
    reasons = [Reason(f'the name has "{words[-1]}"')] if words and candidate.source == "ner" else []
    votes = [s.kind for s in candidate.mentions if s.kind]
    agreeing = sum(kind == value for kind in votes)
    if agreeing:
        reader = "the language model" if candidate.source == "ner" else "the noun"
        reasons.append(Reason(f"{reader} reads {agreeing} of {len(candidate.mentions)} mentions so"))
    others = dict.fromkeys(kind for kind in votes if kind != value)
    why = "read so at another mention"
    return Told("rule resolve.parties", None, tuple(reasons), tuple(Alternative(k, why=why) for k in others))


def party_role(case: Case, index: int, item: m.Party, value: str) -> Told:
    """The role that the model gives, with its rivals ("not a party" among them)."""
    party = case.facts.parties[index]
    places = span_places(party.candidate.mentions)
    asked = methodcaller("party", party.candidate)
    told = case.by_model(PARTIES, party.prediction, value, party.features, places, {NOT_A_PARTY: NO_PARTY}, asked)
    return excused(told, NO_PARTY, LIMIT)


def label_name(case: Case, index: int, item: m.Label, value: str) -> Told:
    """The usual name, and why the mentions are one label."""
    return Told("rule extract.labels", reasons=placed_reasons(case.facts.labels[index].why, case))


def label_parent(case: Case, index: int, item: m.Label, value: str) -> Told:
    """The owner, from the table of labels."""
    return Told("rule extract.labels", reasons=(Reason("the table of labels names it as the owner"),))


def label_party(case: Case, index: int, item: m.Label, value: str) -> Told:
    """The party of the same name."""
    party = next(p for p in case.record.parties if p.id == value)
    reason = Reason(f"the party {party.name!r} has the same name")
    return Told("rule record.build", reasons=(reason,), words=spans_words(party.mentions))


EXPLAINERS: Mapping[tuple[str, str], Explainer] = {
    ("courts", "name"): court_name,
    ("courts", "court_id"): court_id,
    ("courts", "candidates"): court_candidates,
    ("people", "name"): person_name,
    ("people", "role"): person_role,
    ("parties", "name"): party_name,
    ("parties", "aliases"): party_alias,
    ("parties", "kind"): party_kind,
    ("parties", "role"): party_role,
    ("labels", "name"): label_name,
    ("labels", "parent"): label_parent,
    ("labels", "party"): label_party,
}

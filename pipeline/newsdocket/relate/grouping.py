"""Which mentions of one type of claim mean one claim.

An article that tells of several cases, defendants or counts has several claims of one type. A small linear model reads
each pair of mentions (how far apart they stand, whether they end alike, which words and which names they share) and
gives the probability that both mean one claim; in text order each mention then joins the claim that it fits best, or
opens a new one.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache, partial

from newsdocket.extract.claims import EVENT, rule_kind
from newsdocket.extract.spans import ClaimSpan
from newsdocket.linear import LinearModel
from newsdocket.relate.context import Context
from newsdocket.syntax import lemma

MODEL = "claim_pairs"
SAME, OTHER = "same", "other"
JOIN = 0.3
"""A mention joins a claim when it is at least this probable that it means the same one (set on articles not trained
on; between 0.2 and 0.5 the F1 of claims is flat)."""
MOST_COMPARED = 60
"""A mention is compared with this many earlier ones at most, which keeps the cost linear."""
NAME_REACH = 60
WORDS_BEFORE = 30
STEPS = (0, 1, 2, 5, 10)
GENERIC_WORDS = frozenset(
    "charge charges count counts of the a an to for and in with his her their its alleged".split()
)
MARKERS = frozenset(
    "other another second third fourth separate also remain rest related earlier later meanwhile same both one two "
    "further additional different too again parallel previous next last first".split()
)
MARKER_TAGS = frozenset({"DT", "CD", "PRP$"})
_COUNTED = 3


@dataclass(frozen=True)
class Mention:
    """One mention of a claim with the outcome that the words around it tell."""

    span: ClaimSpan
    outcome: str


def group_mentions(mentions: Sequence[Mention], context: Context, model: LinearModel) -> list[list[int]]:
    """The mentions of one type as claims: for each claim the numbers of its mentions, in text order."""
    groups: list[list[int]] = []
    owner: list[int] = []
    for number, mention in enumerate(mentions):
        earlier = range(max(0, number - MOST_COMPARED), number)
        rated = [(likeness_of(mentions[i], mention, context, model), -i) for i in earlier]
        likeness, place = max(rated, default=(0.0, 0))
        if likeness >= JOIN:
            owner.append(owner[-place])
            groups[owner[-1]].append(number)
        else:
            owner.append(len(groups))
            groups.append([number])
    return groups


def likeness_of(one: Mention, two: Mention, context: Context, model: LinearModel) -> float:
    """Probability that two mentions mean one claim; the name of a statute and its letters do."""
    if abbreviates(one.span.text, two.span.text) or abbreviates(two.span.text, one.span.text):
        return 1.0
    return round(model.predict(pair_features(one, two, context)).probability_of(SAME), 6)


@lru_cache(maxsize=1024)
def abbreviates(letters: str, name: str) -> bool:
    """Whether ``letters`` are the first ones of the words with a capital in ``name`` ("CFAA", "Computer Fraud and Abuse
    Act"), which are two at least."""
    initials = "".join(word[0] for word in name.split() if word[0].isupper())
    return len(initials) > 1 and letters.replace(".", "") == initials != name


def pair_features(one: Mention, two: Mention, context: Context) -> Iterator[str]:
    """Features of a pair of mentions, the earlier one first."""
    alike = one.outcome == two.outcome
    kinds = f"{_kind(one.span)}/{_kind(two.span)}"
    numbers = [context.sentence_number(m.span.start) for m in (one, two)]
    apart = bisect_left(STEPS, abs(numbers[1] - numbers[0]))
    yield f"same_outcome={alike}"
    yield f"outcomes={'/'.join(sorted((one.outcome, two.outcome)))}"
    yield f"kinds={kinds}"
    yield f"distance={apart}"
    yield f"distance,same_outcome={apart},{alike}"
    yield f"distance,kinds={apart},{kinds}"
    yield from _word_features(one.span, two.span, kinds)
    yield from _name_features(one, two, numbers, apart, context)
    for place, mention, number in zip("AB", (one, two), numbers, strict=True):
        yield from _marker_features(place, mention.span, number, context)
    yield f"headline={numbers[0] == 0}"
    yield f"total={min(len(context.sentences) // 10, 5)}"


def _kind(span: ClaimSpan) -> str:
    kind = rule_kind(span.rule)
    return kind if kind in {"phrase", "case", EVENT} else "complement"


@lru_cache(maxsize=1024)
def charge_words(text: str) -> frozenset[str]:
    """The words of a charge that tell it from another one."""
    return frozenset(w.strip(".,’'\"“”") for w in text.lower().split()) - GENERIC_WORDS


def _word_features(one: ClaimSpan, two: ClaimSpan, kinds: str) -> Iterator[str]:
    a, b = charge_words(one.text), charge_words(two.text)
    common = min(len(a & b), _COUNTED)
    yield f"common={common}"
    yield f"common,kinds={common},{kinds}"
    yield f"same_words={a == b}"
    yield f"within={a <= b or b <= a}"
    if one.start < two.end and two.start < one.end:
        yield "overlap"


def _name_features(one: Mention, two: Mention, numbers: Sequence[int], apart: int, context: Context) -> Iterator[str]:
    by_sentence = context.remembered("names by sentence", _names_by_sentence)
    shared = _relation(*(by_sentence.get(number, frozenset()) for number in numbers))
    yield f"names={shared}"
    yield f"names,same_outcome={shared},{one.outcome == two.outcome}"
    close = _relation(
        *(context.remembered(_key("names near", m.span), partial(_names_near, m.span)) for m in (one, two))
    )
    yield f"close_names={close}"
    yield f"close_names,distance={close},{apart}"


def _relation(one: frozenset[int], two: frozenset[int]) -> str:
    if not one or not two:
        return "none"
    if one == two:
        return "same"
    return "shared" if one & two else "disjoint"


def _names_by_sentence(context: Context) -> dict[int | None, frozenset[int]]:
    found: dict[int | None, set[int]] = {}
    for start, _, who in context.remembered("places of names", _places_of_names):
        found.setdefault(context.sentence_around(start), set()).add(who)
    return {number: frozenset(names) for number, names in found.items()}


def _places_of_names(context: Context) -> list[tuple[int, int, int]]:
    return sorted((m.start, m.end, who) for who, name in enumerate(context.candidates) for m in name.mentions)


def _names_near(span: ClaimSpan, context: Context) -> frozenset[int]:
    places = context.remembered("places of names", _places_of_names)
    first = bisect_left(places, (span.start - NAME_REACH, 0, 0))
    last = bisect_left(places, (span.end + NAME_REACH, 0, 0))
    return frozenset(who for _, _, who in places[first:last])


def _marker_features(place: str, span: ClaimSpan, number: int, context: Context) -> Iterator[str]:
    for word in context.remembered(f"markers {number}", partial(_markers, number=number)):
        yield f"{place}={word}"
    for word in context.remembered(_key("markers before", span), partial(_markers_before, span)):
        yield f"{place}before={word}"


def _key(what: str, span: ClaimSpan) -> str:
    return f"{what} {span.start} {span.end}"


def _markers_before(span: ClaimSpan, context: Context) -> tuple[str, ...]:
    if not span.start:
        return ()
    before = context.tokens(max(0, span.start - WORDS_BEFORE), span.start)
    return tuple(token.lower_ for token in before if token.tag_ in MARKER_TAGS or lemma(token) in MARKERS)


def _markers(context: Context, number: int) -> tuple[str, ...]:
    return tuple(sorted({lemma(t) for t in context.sentences[number]} & MARKERS))

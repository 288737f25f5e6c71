"""What pronouns and definite descriptions say about the side of the name that they stand for.

"Acme sued in May. The company wants $3 million" puts Acme on the claiming side twice. Only words that themselves stand
in a construction with a side are looked at; each is taken for the nearest fitting name before it, subjects first.
"""

from __future__ import annotations

from bisect import bisect_left

from spacy.tokens import Token

from newsdocket.extract.names import party_nouns
from newsdocket.relate.context import Context, head_token
from newsdocket.relate.cues import side_cues
from newsdocket.resolve.parties import PartyCandidate
from newsdocket.syntax import SUBJECTS, effective_head, lemma, relation
from newsdocket.vocabulary import PartyKind

PRONOUNS: dict[str, frozenset[PartyKind]] = {
    "he": frozenset({"person"}),
    "she": frozenset({"person"}),
    "him": frozenset({"person"}),
    "her": frozenset({"person"}),
    "it": frozenset({"organization", "government"}),
    "they": frozenset({"organization", "group"}),
    "them": frozenset({"organization", "group"}),
}
SENTENCES_BACK = 2

Place = tuple[int, bool, PartyCandidate]


def coreferent_cues(context: Context) -> dict[PartyCandidate, list[tuple[str, str]]]:
    """For each candidate the side cues of the pronouns and definite descriptions that stand for it."""
    places = _places(context)
    starts = [start for start, _, _ in places]
    found: dict[PartyCandidate, list[tuple[str, str]]] = {}
    for token in context.doc:
        kinds = _kinds(token)
        cues = list(side_cues(token)) if kinds else []
        if not cues:
            continue
        antecedent = _antecedent(token, kinds, places, starts, context)
        if antecedent is not None:
            found.setdefault(antecedent, []).extend(cues)
    return found


def _kinds(token: Token) -> frozenset[PartyKind]:
    """The kinds of party that a pronoun or a definite description can stand for; empty for every other word."""
    if token.tag_ == "PRP":
        return PRONOUNS.get(token.lower_, frozenset())
    kind = party_nouns().get(lemma(token)) if token.tag_ == "NN" else None
    if kind is None or not any(child.lower_ == "the" for child in token.children):
        return frozenset()
    return frozenset({"organization", "government"}) if kind == "organization" else frozenset({kind})


def _places(context: Context) -> list[Place]:
    """Every named mention with whether it is a subject, in text order."""
    found = [
        (mention.start, _is_subject(context, mention.start, mention.end), candidate)
        for candidate in context.candidates
        if candidate.source == "ner"
        for mention in candidate.mentions
    ]
    return sorted(found, key=_start)


def _start(place: Place) -> int:
    return place[0]


def _is_subject(context: Context, start: int, end: int) -> bool:
    return relation(effective_head(head_token(context, start, end))) in SUBJECTS


def _antecedent(
    token: Token, kinds: frozenset[PartyKind], places: list[Place], starts: list[int], context: Context
) -> PartyCandidate | None:
    number, before = context.sentence_number(token.idx), bisect_left(starts, token.idx)
    for step in range(SENTENCES_BACK + 1):
        if number - step < 0:
            return None
        sentence = context.sentences[number - step]
        inside = places[bisect_left(starts, sentence.start_char) : min(before, bisect_left(starts, sentence.end_char))]
        fitting = [place for place in inside if place[2].kind in kinds]
        if fitting:
            subjects = [p for p in fitting if p[1]]
            return (subjects[0] if subjects else fitting[-1])[2]
    return None

"""Which candidates are parties, and in which role: a linear model over where and how the text names them."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from operator import methodcaller

from newsdocket.annotate.schemes import governor_of
from newsdocket.extract.spans import FoundSpan, NameSpan, PersonSpan
from newsdocket.linear import Doubled, LinearModel, Prediction, load_linear
from newsdocket.relate.context import Context, bag_features, by_length, head_token, path_features, window_features
from newsdocket.relate.coreference import coreferent_cues
from newsdocket.relate.cues import side_cues
from newsdocket.relate.readers import mixed, opinion
from newsdocket.relate.wording import cue_features
from newsdocket.resolve.parties import PartyCandidate
from newsdocket.syntax import effective_head, lemma, relation, span_head
from newsdocket.vocabulary import PartyRole

MODEL = "parties"
NOT_A_PARTY = "none"
MENTIONS_READ = 8
REJECTION = 0.45
"""A candidate is no party when the model is at least this sure of it (best F1 of roles on articles not trained on)."""


@dataclass(frozen=True)
class RelatedParty:
    """A candidate that is a party, with its role, the model's probability for it and the features that were read."""

    candidate: PartyCandidate
    role: PartyRole
    prediction: Prediction
    features: Iterable[str]


def relate_parties(context: Context, model: LinearModel | None = None) -> list[RelatedParty]:
    """The parties among the context's candidates, in order of first mention."""
    model = model or load_linear(MODEL)
    read: dict[PartyCandidate, tuple[Prediction, Doubled]] = {}
    for candidate in context.candidates:
        if not is_other_person(candidate, context) and not is_court(candidate, context):
            features = party_features(candidate, context)
            read[candidate] = (read_party(candidate, features, context, model), features)
    for mates in listed_together(context):
        known = [candidate for candidate in mates if candidate in read]
        left_out = [candidate for candidate in known if _is_rejected(read[candidate][0])]
        if 0 < len(left_out) < len(known) / 2:
            shared = mean_prediction([read[candidate][0] for candidate in known])
            read.update({candidate: (shared, read[candidate][1]) for candidate in left_out})
    related = [
        RelatedParty(candidate, prediction.best_but(NOT_A_PARTY), prediction, features)  # type: ignore[arg-type]
        for candidate, (prediction, features) in read.items()
        if not _is_rejected(prediction)
    ]
    return [party for party in related if not _stands_for_named(party, related)]


def read_party(candidate: PartyCandidate, features: Iterable[str], context: Context, model: LinearModel) -> Prediction:
    """The role of a candidate by the linear model and, where the pipeline has one, by a neural reader."""
    return mixed(MODEL, model.predict(features), opinion(methodcaller("party", candidate), context))


def _is_rejected(prediction: Prediction) -> bool:
    return prediction.probability_of(NOT_A_PARTY) >= REJECTION


def listed_together(context: Context) -> list[list[PartyCandidate]]:
    """Names that the text lists together ("A, B and C"): what holds for one of them holds for all."""
    owner = {(m.start, m.end): c for c in context.candidates for m in c.mentions if c.source == "ner"}
    lists: dict[tuple[int, int], list[PartyCandidate]] = {}
    for place, head in context.list_heads.items():
        if place in owner and head in owner:
            mates = lists.setdefault(head, [owner[head]])
            if owner[place] not in mates:
                mates.append(owner[place])
    return [mates for mates in lists.values() if len(mates) > 1]


def mean_prediction(predictions: Sequence[Prediction]) -> Prediction:
    """The labels with their mean probability over ``predictions``, best first."""
    labels = [label for label, _ in predictions[0].ranked]
    means = [(label, sum(p.probability_of(label) for p in predictions) / len(predictions)) for label in labels]
    ranked = tuple(sorted(means, key=_by_probability))
    return Prediction(ranked[0][0], ranked[0][1], ranked)


def _by_probability(pair: tuple[str, float]) -> float:
    return -round(pair[1], 9)


SIDE_NOUNS = frozenset({"plaintiffs", "claimants", "defendants", "respondents", "petitioners", "appellants"})


def _stands_for_named(party: RelatedParty, related: Sequence[RelatedParty]) -> bool:
    """Whether a party is only a collective ("the plaintiffs") of parties that the text names."""
    words = party.candidate.name.lower().split()
    collective = party.candidate.source == "noun" and len(words) == 2 and words[0] == "the" and words[1] in SIDE_NOUNS
    return collective and any(other.candidate.source == "ner" and other.role == party.role for other in related)


def is_other_person(candidate: PartyCandidate, context: Context) -> bool:
    """Whether the candidate is a judge: some mention of it is a judge's name."""
    judges = context.remembered("judges", _judges)
    return any(_overlaps_any(m, judges) for m in candidate.mentions)


def _judges(context: Context) -> list[PersonSpan]:
    return [person for person in context.people if person.role == "judge"]


def is_court(candidate: PartyCandidate, context: Context) -> bool:
    """Whether every mention of the candidate lies inside the name of a court."""
    return all(_overlaps_any(m, context.courts) for m in candidate.mentions)


def _overlaps_any(name: NameSpan, spans: Sequence[FoundSpan]) -> bool:
    """Whether ``name`` overlaps one of ``spans``, which are in text order and without overlaps."""
    return bisect_right(spans, name.start, key=_end) < bisect_left(spans, name.end, key=_start)


def _start(span: FoundSpan) -> int:
    return span.start


def _end(span: FoundSpan) -> int:
    return span.end


def party_features(candidate: PartyCandidate, context: Context) -> Doubled:
    """Features of a candidate: what it is, the constructions that it stands in, and what its first mentions show."""
    return by_length(_party_features(candidate, context), context)


def _party_features(candidate: PartyCandidate, context: Context) -> Iterator[str]:
    yield f"kind={candidate.kind}"
    yield f"source={candidate.source}"
    yield f"kind,source={candidate.kind},{candidate.source}"
    yield f"mentions={min(len(candidate.mentions), 4)}"
    first = candidate.mentions[0]
    number = context.sentence_number(first.start)
    yield f"first_sentence={min(number, 3)}"
    yield f"in_first={number == 0},{candidate.kind}"
    for word in candidate.name.lower().split()[:8]:
        yield f"word={word.strip('.,')}"
    yield from _cue_features(candidate, context)
    for index, mention in enumerate(candidate.mentions[:MENTIONS_READ]):
        yield from _mention_features(mention, candidate, context, first=index == 0)


def _cue_features(candidate: PartyCandidate, context: Context) -> Iterator[str]:
    every = cues_of_all(context)
    own = every[candidate]
    yield from (f"cue={reason}" for _, reason in own)
    claiming, answering = (sum(side == wanted for side, _ in own) for wanted in "CA")
    balance = (claiming > answering) - (claiming < answering)
    mine = {side for side, _ in own}
    naming = context.remembered("sides", _naming)
    others = "".join(sorted(side for side, number in naming.items() if number > (side in mine)))
    yield f"cues={min(claiming, 2)}C{min(answering, 2)}A"
    yield f"balance={balance}"
    yield f"others={others}"
    yield f"balance,others={balance},{others}"
    yield f"balance,kind={balance},{candidate.kind},{candidate.source}"


def cues_of_all(context: Context) -> dict[PartyCandidate, list[tuple[str, str]]]:
    """For each candidate the sides that constructions give it, over all of its mentions and their lists."""
    return context.remembered("cues", _cues_of_all)


def _cues_of_all(context: Context) -> dict[PartyCandidate, list[tuple[str, str]]]:
    stand_ins = coreferent_cues(context)
    return {c: _cues(c, context) + stand_ins.get(c, []) for c in context.candidates}


def _naming(context: Context) -> Counter[str]:
    """For each side how many candidates some construction puts on it."""
    return Counter(side for cues in cues_of_all(context).values() for side in {side for side, _ in cues})


def _cues(candidate: PartyCandidate, context: Context) -> list[tuple[str, str]]:
    found: list[tuple[str, str]] = []
    for mention in candidate.mentions:
        places = dict.fromkeys([(mention.start, mention.end), context.list_head(mention)])
        for start, end in places:
            found += side_cues(head_token(context, start, end))
    return found


def _mention_features(mention: NameSpan, candidate: PartyCandidate, context: Context, *, first: bool) -> Iterator[str]:
    span = context.tokens(mention.start, mention.end)
    sentence = context.sentence_of(mention.start)
    head = span_head(span)
    top = effective_head(head)
    if head.i != top.i:
        yield f"inner={relation(head)}"
        yield f"inner_head={relation(head)}>{lemma(governor_of(head))}"
    for feature in path_features(top):
        yield feature
        yield f"{candidate.source}:{feature}"
    yield from window_features(span, sentence)
    yield from cue_features(mention.start, mention.end, context, "outcome_cues")
    if first:
        yield from (f"first:{f}" for f in path_features(top))
        yield from bag_features(sentence, "S", context)
    if candidate.source == "noun":
        yield f"det={span[0].lower_}"
        yield f"head={lemma(head)}"
    if mention.end <= context.headline_end:
        yield "in_headline"

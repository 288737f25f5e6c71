"""Which candidates are parties, and in which role: a linear model over where and how the text names them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from newsdocket.extract.spans import NameSpan
from newsdocket.linear import LinearModel, Prediction, load_linear
from newsdocket.relate.context import Context, bag_features, path_features, window_features
from newsdocket.resolve.parties import PartyCandidate
from newsdocket.syntax import effective_head, governor_of, lemma, relation, span_head
from newsdocket.vocabulary import PartyRole

MODEL = "parties"
NOT_A_PARTY = "none"


@dataclass(frozen=True)
class RelatedParty:
    """A candidate that is a party, with its role, the model's probability for it and the features that were read."""

    candidate: PartyCandidate
    role: PartyRole
    prediction: Prediction
    features: tuple[str, ...]


def relate_parties(context: Context, model: LinearModel | None = None) -> list[RelatedParty]:
    """The parties among the context's candidates, in order of first mention."""
    model = model or load_linear(MODEL)
    related = []
    for candidate in context.candidates:
        if is_other_person(candidate, context) or is_court(candidate, context):
            continue
        features = tuple(party_features(candidate, context))
        prediction = model.predict(features)
        if prediction.label != NOT_A_PARTY:
            related.append(RelatedParty(candidate, prediction.label, prediction, features))  # type: ignore[arg-type]
    return related


def is_other_person(candidate: PartyCandidate, context: Context) -> bool:
    """Whether the candidate is a judge: some mention of it is a judge's name."""
    judges = [p for p in context.people if p.role == "judge"]
    return any(_overlaps(m, p.start, p.end) for m in candidate.mentions for p in judges)


def is_court(candidate: PartyCandidate, context: Context) -> bool:
    """Whether every mention of the candidate lies inside the name of a court."""
    return all(any(_overlaps(m, c.start, c.end) for c in context.courts) for m in candidate.mentions)


def _overlaps(span: NameSpan, start: int, end: int) -> bool:
    return span.start < end and start < span.end


def party_features(candidate: PartyCandidate, context: Context) -> Iterator[str]:
    """Features of a candidate: what it is, and the union of what its first mentions show."""
    yield f"kind={candidate.kind}"
    yield f"source={candidate.source}"
    yield f"kind,source={candidate.kind},{candidate.source}"
    yield f"mentions={min(len(candidate.mentions), 4)}"
    first = candidate.mentions[0]
    number = context.sentence_number(first.start)
    yield f"first_sentence={min(number, 3)}"
    yield f"in_first={number == 0},{candidate.kind}"
    yield f"length={'short' if len(context.sentences) < 8 else 'long'}"
    for word in candidate.name.lower().split()[:8]:
        yield f"word={word.strip('.,')}"
    for index, mention in enumerate(candidate.mentions[:8]):
        yield from _mention_features(mention, candidate, context, first=index == 0)


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
    if first:
        yield from (f"first:{f}" for f in path_features(top))
        yield from bag_features(sentence, "S")
    if candidate.source == "noun":
        yield f"det={span[0].lower_}"
        yield f"head={lemma(head)}"
    if mention.end <= context.headline_end:
        yield "in_headline"
    yield from _side_features(span, sentence)


VERSUS = frozenset({"v.", "v", "vs.", "vs", "versus"})


def _side_features(span: Sequence[object], sentence: object) -> Iterator[str]:
    tokens = span.doc[span.start - 1 : span.end + 1] if span.start else span.doc[0 : span.end + 1]  # type: ignore[attr-defined]
    if tokens[0].lower_ in VERSUS:
        yield "after_versus"
    if tokens[-1].lower_ in VERSUS:
        yield "before_versus"

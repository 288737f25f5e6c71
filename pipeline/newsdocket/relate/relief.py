"""What was ordered or agreed: which of the words that can mean relief do mean it here."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from newsdocket.extract.spans import ReliefSpan
from newsdocket.linear import LinearModel, Prediction, load_linear
from newsdocket.relate.context import Context, bag_features, head_token, path_features, window_features
from newsdocket.relate.wording import cue_features
from newsdocket.syntax import effective_head
from newsdocket.vocabulary import ReliefType

MODEL = "relief"
ORDERED, NOT_ORDERED = "ordered", "none"
ACCEPTANCE = 0.3


@dataclass(frozen=True)
class RelatedRelief:
    """Relief of one type with the words that order it, the surest first."""

    type: ReliefType
    spans: tuple[ReliefSpan, ...]
    prediction: Prediction
    features: tuple[str, ...]


def relate_relief(context: Context, model: LinearModel | None = None) -> list[RelatedRelief]:
    """The relief ordered or agreed in the article, one entry for each type, in order of its first words."""
    model = model or load_linear(MODEL)
    found: dict[ReliefType, list[tuple[ReliefSpan, Prediction, tuple[str, ...]]]] = {}
    for span in context.relief:
        features = tuple(relief_features(span, context))
        prediction = model.predict(features)
        if prediction.probability_of(ORDERED) >= ACCEPTANCE:
            found.setdefault(span.type, []).append((span, prediction, features))
    related = [_best_first(kind, rows) for kind, rows in found.items()]
    return sorted(related, key=_first_start)


def _best_first(kind: ReliefType, rows: Sequence[tuple[ReliefSpan, Prediction, tuple[str, ...]]]) -> RelatedRelief:
    ranked = sorted(rows, key=_surest)
    return RelatedRelief(kind, tuple(row[0] for row in ranked), ranked[0][1], ranked[0][2])


def _surest(row: tuple[ReliefSpan, Prediction, tuple[str, ...]]) -> tuple[float, int]:
    return -round(row[1].probability, 6), row[0].start


def _first_start(related: RelatedRelief) -> tuple[int, str]:
    return min(span.start for span in related.spans), related.type


def relief_features(span: ReliefSpan, context: Context) -> Iterator[str]:
    """Features of a candidate, each alone and together with the type that it would be."""
    for feature in _plain_features(span, context):
        yield feature
        yield f"{span.type}:{feature}"


def _plain_features(span: ReliefSpan, context: Context) -> Iterator[str]:
    tokens = context.tokens(span.start, span.end)
    sentence = context.sentence_of(span.start)
    number = context.sentence_number(span.start)
    yield "bias"
    yield f"words={span.text.lower()}"
    yield f"sentence={min(number, 3)}"
    yield f"length={'short' if context.is_short else 'long'}"
    yield f"money={any(sentence.start_char <= m.start < sentence.end_char for m in context.money)}"
    yield from path_features(effective_head(head_token(context, span.start, span.end)))
    yield from window_features(tokens, sentence, width=8)
    yield from cue_features(span.start, span.end, context, "outcome_cues")
    yield from bag_features(sentence, "S")
    for lead in context.sentences[:2]:
        yield from bag_features(lead, "D")

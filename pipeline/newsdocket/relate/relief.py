"""What was ordered or agreed: which of the words that can mean relief do mean it here."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from operator import methodcaller

from spacy.tokens import Span

from newsdocket.extract.spans import FoundSpan, ReliefSpan
from newsdocket.linear import Doubled, LinearModel, Prediction, load_linear
from newsdocket.relate.context import (
    Context,
    around,
    bag_features,
    by_length,
    head_token,
    path_features,
    window_features,
)
from newsdocket.relate.likeness import group_features, sentence_groups
from newsdocket.relate.readers import mixed, opinion
from newsdocket.relate.wording import cue_features
from newsdocket.syntax import effective_head
from newsdocket.vocabulary import ReliefType

MODEL = "relief"
ORDERED, NOT_ORDERED = "ordered", "none"
ACCEPTANCE = 0.3
WIDTH = 8


@dataclass(frozen=True)
class RelatedRelief:
    """Relief of one type with the words that order it, the surest first."""

    type: ReliefType
    spans: tuple[ReliefSpan, ...]
    prediction: Prediction
    features: Doubled


Found = tuple[ReliefSpan, Prediction, Doubled]
RIVALS: tuple[frozenset[ReliefType], ...] = (
    frozenset({"criminal_fine", "civil_penalty"}),
    frozenset({"permanent_injunction", "preliminary_injunction"}),
    frozenset({"compensatory_damages", "statutory_damages", "punitive_damages"}),
)
"""Types of which the same words can mean only one."""


def relate_relief(context: Context, model: LinearModel | None = None) -> list[RelatedRelief]:
    """The relief ordered or agreed in the article, one entry for each type, in order of its first words."""
    model = model or load_linear(MODEL)
    rows: list[Found] = []
    for span in context.relief:
        features = relief_features(span, context)
        prediction = mixed(MODEL, model.predict(features), opinion(methodcaller("ordered", span), context))
        if prediction.probability_of(ORDERED) >= ACCEPTANCE:
            rows.append((span, prediction, features))
    longest = max((row[0].end - row[0].start for row in rows), default=0)
    found: dict[ReliefType, list[Found]] = {}
    for row in rows:
        first = bisect_left(rows, row[0].start - longest, key=_row_start)
        near = rows[first : bisect_left(rows, row[0].end, key=_row_start)]
        if not any(_beats(other, row) for other in near):
            found.setdefault(row[0].type, []).append(row)
    return sorted((_best_first(kind, kept) for kind, kept in found.items()), key=_first_start)


def _row_start(row: Found) -> int:
    return row[0].start


def _beats(other: Found, row: Found) -> bool:
    """Whether the words of ``row`` mean the rival type of ``other`` more surely."""
    one, two = other[0], row[0]
    rivals = any({one.type, two.type} <= group for group in RIVALS) and one.type != two.type
    return rivals and one.start < two.end and two.start < one.end and _surest(other) < _surest(row)


def _best_first(kind: ReliefType, rows: Sequence[Found]) -> RelatedRelief:
    ranked = sorted(rows, key=_surest)
    return RelatedRelief(kind, tuple(row[0] for row in ranked), ranked[0][1], ranked[0][2])


def _surest(row: Found) -> tuple[float, int]:
    return -round(row[1].probability_of(ORDERED), 6), row[0].start


def _first_start(related: RelatedRelief) -> tuple[int, str]:
    return min(span.start for span in related.spans), related.type


def relief_features(span: ReliefSpan, context: Context) -> Doubled:
    """Features of a candidate, each alone and together with the type that it would be."""
    return by_length(_typed_features(span, context), context)


def _typed_features(span: ReliefSpan, context: Context) -> Iterator[str]:
    for feature in _plain_features(span, context):
        yield feature
        yield f"{span.type}:{feature}"


def _has_money(sentence: Span, context: Context) -> bool:
    index = bisect_left(context.money, sentence.start_char, key=_start)
    return index < len(context.money) and context.money[index].start < sentence.end_char


def _speaks_of_statute(context: Context) -> bool:
    return "statut" in context.text.lower()


def _has_rates(context: Context) -> bool:
    """Whether the article has money for each of something: damages fixed by statute are told so."""
    return any(money.per is not None for money in context.money)


def _start(span: FoundSpan) -> int:
    return span.start


def _plain_features(span: ReliefSpan, context: Context) -> Iterator[str]:
    tokens = context.tokens(span.start, span.end)
    sentence = context.sentence_of(span.start)
    number = context.sentence_number(span.start)
    yield "bias"
    yield f"words={span.text.lower()}"
    yield f"sentence={min(number, 3)}"
    yield f"money={_has_money(sentence, context)}"
    yield f"statutory={context.remembered('statutory', _speaks_of_statute)},{context.remembered('rates', _has_rates)}"
    yield from path_features(effective_head(head_token(context, span.start, span.end)))
    yield from window_features(tokens, sentence, WIDTH)
    yield from group_features(around(tokens, sentence, WIDTH), "L", skip=1)
    yield from sentence_groups(number, context, skip=1)
    yield from cue_features(span.start, span.end, context, "outcome_cues")
    yield from bag_features(sentence, "S", context)
    for lead in context.sentences[:2]:
        yield from bag_features(lead, "D", context)

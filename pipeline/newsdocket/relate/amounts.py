"""What each amount of money is: damages awarded, a settlement, a fine, a loss; and who pays whom."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from operator import methodcaller

from newsdocket.extract.spans import MoneySpan
from newsdocket.linear import LinearModel, Prediction, load_linear
from newsdocket.packaged import packaged_rows
from newsdocket.relate.context import Context, bag_features, head_token, path_features, window_features
from newsdocket.relate.readers import mixed, opinion
from newsdocket.relate.wording import cue_features
from newsdocket.syntax import effective_head, lemma
from newsdocket.vocabulary import AmountRole

MODEL = "amounts"


@dataclass(frozen=True)
class RelatedAmount:
    """An amount with its mentions and role, what the role was read from, and what overruled that (``because``)."""

    spans: tuple[MoneySpan, ...]
    role: AmountRole
    prediction: Prediction
    features: tuple[str, ...]
    because: str = ""


def relate_amounts(context: Context, model: LinearModel | None = None) -> list[RelatedAmount]:
    """The amounts of the article with their roles, in order of their first mention."""
    model = model or load_linear(MODEL)
    related = []
    for spans in group_amounts(context.money):
        features = tuple(amount_features(spans, context))
        prediction = mixed(MODEL, model.predict(features), opinion(methodcaller("amount", spans), context))
        rule = ruled(spans, context.text)
        role = rule.role if rule else prediction.label
        related.append(RelatedAmount(spans, role, prediction, features, rule.because if rule else ""))  # type: ignore[arg-type]
    return related


@dataclass(frozen=True)
class AmountRule:
    """Words right behind an amount (a pattern) that leave no doubt about its role, and how to say so."""

    role: AmountRole
    behind: re.Pattern[str]
    because: str


@lru_cache(maxsize=1)
def amount_rules() -> tuple[AmountRule, ...]:
    """The rows of ``data/amount_rules.jsonl``."""
    rows = packaged_rows("relate/data/amount_rules.jsonl")
    return tuple(AmountRule(r["role"], re.compile(r["behind"], re.IGNORECASE), r["because"]) for r in rows)


def ruled(spans: Sequence[MoneySpan], text: str) -> AmountRule | None:
    """The rule that fits the words behind every mention ("the $5 million sought by ..."), if any does."""
    return next((rule for rule in amount_rules() if all(rule.behind.match(text, span.end) for span in spans)), None)


def group_amounts(money: Sequence[MoneySpan]) -> list[tuple[MoneySpan, ...]]:
    """Mentions of one figure (same value or bounds, currency and unit of a rate) together, in order of the first."""
    groups: dict[tuple[object, ...], list[MoneySpan]] = {}
    for span in money:
        key = (span.value, span.min_value, span.max_value, span.currency, span.per)
        groups.setdefault(key, []).append(span)
    return [tuple(spans) for spans in groups.values()]


def amount_features(spans: Sequence[MoneySpan], context: Context) -> Iterator[str]:
    """Features of an amount: its size and form, where each mention hangs, and the words around it."""
    first = spans[0]
    size = first.value if first.value is not None else first.min_value or first.max_value
    yield f"size={len(str(int(size or 0)))}"
    yield f"basis={first.basis}"
    yield f"rate={first.per is not None}"
    yield f"per={first.per}"
    yield f"mentions={min(len(spans), 3)}"
    yield f"length={'short' if context.is_short else 'long'}"
    for index, span in enumerate(spans[:5]):
        yield from _mention_features(span, context)
        if index == 0:
            yield from _lead_features(context)


def _mention_features(span: MoneySpan, context: Context) -> Iterator[str]:
    tokens = context.tokens(span.start, span.end)
    sentence = context.sentence_of(span.start)
    number = context.sentence_number(span.start)
    top = effective_head(head_token(context, span.start, span.end))
    yield f"sentence={min(number, 3)}"
    yield from path_features(top)
    yield from (f"arg={lemma(child)}" for child in top.children if child.i < tokens.start or child.i >= tokens.end)
    yield from cue_features(span.start, span.end, context, "amount_cues")
    yield from window_features(tokens, sentence, width=8)
    yield from bag_features(sentence, "S", context)
    if number > 0:
        yield from bag_features(context.sentences[number - 1], "N", context)


def _lead_features(context: Context) -> Iterator[str]:
    for sentence in context.sentences[:2]:
        yield from bag_features(sentence, "D", context)

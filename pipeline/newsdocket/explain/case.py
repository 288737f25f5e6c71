"""One article on its way through the explanation, and what an explainer tells of one value."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from typing import Any

from newsdocket.explain.blanking import leant_on
from newsdocket.explain.grounding import Ground, Place
from newsdocket.explain.models import Alternative, Reason, Words
from newsdocket.explain.reasons import heaviest_first, model_reasons, ranked_alternatives
from newsdocket.linear import Prediction
from newsdocket.record.models import Mention, Record
from newsdocket.relate.facts import Facts
from newsdocket.relate.readers import Question, reader_beside


@dataclass(frozen=True)
class Told:
    """What gave a value; ``words`` is ``None`` where it was read from all mentions of its item."""

    by: str
    probability: float | None = None
    reasons: tuple[Reason, ...] = ()
    alternatives: tuple[Alternative, ...] = ()
    words: tuple[Words, ...] | None = None


@dataclass(frozen=True)
class Case:
    """The facts of an article, the record made from them, its text, and how many reasons of a model to give."""

    facts: Facts
    record: Record
    ground: Ground
    top: int

    def by_model(
        self,
        model: str,
        prediction: Prediction,
        label: str,
        features: Iterable[str],
        places: Iterable[Place],
        names: dict[str, str] | None = None,
        question: Question | None = None,
    ) -> Told:
        """A decision of ``model`` for ``label``; ``names`` says labels in other words, ``question`` is what a
        reader was asked."""
        context, where = self.facts.context, list(places)
        reader = reader_beside(model, context)
        leant = leant_on(model, question, label, where, context, self.ground, self.top) if question else ()
        return Told(
            by=f"model {model} and {reader}" if reader else f"model {model}",
            probability=round(prediction.probability_of(label), 4),
            reasons=heaviest_first([*model_reasons(model, features, label, where, self.ground, self.top), *leant]),
            alternatives=tuple(ranked_alternatives(prediction, label, names)),
        )


def excused(told: Told, rejection: str, why: str) -> Told:
    """``told``, with ``why`` said of its rejection where the model holds that for likelier than the value itself."""
    alternatives = tuple(
        replace(a, why=why) if a.value == rejection and (a.probability or 0.0) > (told.probability or 0.0) else a
        for a in told.alternatives
    )
    return replace(told, alternatives=alternatives)


Explainer = Callable[[Case, int, Any, str], Told]
"""Takes the case, the position of the item among those of its kind, the item of the record, and the value as text."""


def spans_words(spans: Iterable[Any]) -> tuple[Words, ...]:
    """Found spans or mentions as words, each stretch once, in text order."""
    places = {(s.start, s.end): s.exact if isinstance(s, Mention) else s.text for s in spans}
    return tuple(Words(start, end, text) for (start, end), text in sorted(places.items()))


def span_places(spans: Iterable[Any]) -> list[Place]:
    """Start and end of each span."""
    return [(s.start, s.end) for s in spans]

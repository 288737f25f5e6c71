"""What moved a model towards a label, in plain words and at its place in the text."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from newsdocket.explain.features import plain
from newsdocket.explain.grounding import Ground, Place
from newsdocket.explain.models import Alternative, Reason
from newsdocket.linear import LinearModel, Prediction, load_linear

LOOKED_AT = 60
LEAST_WEIGHT = 0.02
LEAST_PROBABILITY = 0.01
TABLES = {"amounts": "amount_cues"}
SIGNS = "$£€¥%"


def model_reasons(
    model: str, features: Iterable[str], label: str, places: Sequence[Place], ground: Ground, top: int
) -> tuple[Reason, ...]:
    """The ``top`` reasons of ``model`` for ``label``. Features that name the same words of the text are one reason."""
    linear = load_linear(model)
    if label not in linear.labels:
        return ()
    table = TABLES.get(model, "outcome_cues")
    found: dict[object, list[Reason]] = {}
    for reason in _moved(linear, features, label, places, ground, table):
        key = (reason.words.start, reason.words.end) if reason.words else reason.text
        found.setdefault(key, []).append(reason)
    return heaviest_first(_merged(same) for same in found.values())[:top]


def _moved(
    linear: LinearModel, features: Iterable[str], label: str, places: Sequence[Place], ground: Ground, table: str
) -> Iterable[Reason]:
    for feature, weight in linear.explain(features, label, top=LOOKED_AT):
        said = plain(feature)
        if weight >= LEAST_WEIGHT and _says_something(said.parts.get("word", "x")):
            yield Reason(said.text, weight, ground.find(said, places, table), (feature,))


def _says_something(word: str) -> bool:
    return any(c.isalnum() or c in SIGNS for c in word)


def _merged(same: Sequence[Reason]) -> Reason:
    """One reason for several of the same words: said as the heaviest says it."""
    weight = round(sum(r.weight or 0.0 for r in same), 3)
    features = tuple(dict.fromkeys(f for r in same for f in r.features))
    return Reason(same[0].text, weight, same[0].words, features)


def heaviest_first(reasons: Iterable[Reason]) -> tuple[Reason, ...]:
    """``reasons`` by their weight."""
    return tuple(sorted(reasons, key=_heaviest_first))


def _heaviest_first(reason: Reason) -> tuple[float, str]:
    return -(reason.weight or 0.0), reason.text


def ranked_alternatives(prediction: Prediction, chosen: str, names: dict[str, str] | None = None) -> list[Alternative]:
    """The labels not chosen, the likeliest first, down to one in a hundred; ``names`` says some in other words."""
    names = names or {}
    return [
        Alternative(names.get(label, label), round(p, 4))
        for label, p in prediction.ranked
        if label != chosen and p >= LEAST_PROBABILITY
    ]

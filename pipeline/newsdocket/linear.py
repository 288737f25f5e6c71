"""A small multinomial linear classifier over named features: the learned part of the relate stage.

The model scores each label by ``bias[label] + sum(weight[feature][label])`` and turns scores into probabilities by
softmax. Features are strings that say what they mean (``up1=/nsubj>sue``), so that a decision can be explained by the
words that moved it (:meth:`LinearModel.explain`). Models are gzipped JSON, read with the standard library and NumPy;
they are trained by ``models/roles/train.py``. Weights stand there as thousandths in one block of base64, which loads
ten times as fast as numbers in JSON do.
"""

from __future__ import annotations

import base64
import gzip
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np
import numpy.typing as npt

from newsdocket.errors import ModelError
from newsdocket.packaged import packaged_bytes

FORMAT = "newsdocket-linear-2"
NUMBERS_FORMAT = "newsdocket-linear-1"
"""The format before: weights as a JSON object of numbers. It is still read."""
_UNIT = 1000.0
"""Weights are kept in thousandths, as 32-bit integers, least byte first."""


@dataclass(frozen=True)
class Prediction:
    """The best label, its probability, and all labels with their probabilities, best first."""

    label: str
    probability: float
    ranked: tuple[tuple[str, float], ...]

    def best_but(self, label: str) -> str:
        """The best label that is not ``label``."""
        return next(other for other, _ in self.ranked if other != label)

    def probability_of(self, label: str) -> float:
        """Probability of ``label``; 0.0 for a label that the model does not know."""
        return dict(self.ranked).get(label, 0.0)


@dataclass(frozen=True)
class Doubled:
    """Features of which each counts twice, as it is and with ``prefix`` in front; ``more`` count once.

    What has two forms is written only where somebody reads the names: the model looks both up by the one.
    """

    plain: tuple[str, ...]
    prefix: str
    more: tuple[str, ...] = ()

    def __iter__(self) -> Iterator[str]:
        for feature in self.plain:
            yield feature
            yield self.prefix + feature
        yield from self.more


class LinearModel:
    """Weights per feature and label. Immutable after construction; safe to share between threads."""

    def __init__(self, name: str, labels: Iterable[str], bias: Iterable[float], weights: Mapping[str, Iterable[float]]):
        self.name = name
        self.labels = tuple(labels)
        self.bias = np.asarray(tuple(bias), dtype=np.float64)
        self._rows = {feature: row for row, feature in enumerate(weights)}
        self._by_prefix: dict[str, dict[str, int]] = {}
        table = [tuple(values) for values in weights.values()]
        self._weights = np.asarray(table, dtype=np.float64).reshape(len(table), len(self.labels))

    def scores(self, features: Iterable[str]) -> npt.NDArray[np.float64]:
        """Raw score of each label, in the order of ``labels``. Unknown features count nothing; repeats count once."""
        rows = self._rows_of(features)
        rows.discard(None)
        total: npt.NDArray[np.float64] = self.bias + self._weights[sorted(rows)].sum(axis=0)  # type: ignore[type-var]
        return total

    def _rows_of(self, features: Iterable[str]) -> set[int | None]:
        """Rows of the features, and ``None`` where there is one without weights."""
        if not isinstance(features, Doubled):
            return set(map(self._rows.get, features))
        rows = set(map(self._rows.get, features.plain))
        rows.update(map(self._prefixed(features.prefix).get, features.plain))
        rows.update(map(self._rows.get, features.more))
        return rows

    def _prefixed(self, prefix: str) -> dict[str, int]:
        """Rows of the features that have ``prefix`` in front, by the rest of their names."""
        if prefix not in self._by_prefix:
            cut = len(prefix)
            self._by_prefix[prefix] = {name[cut:]: row for name, row in self._rows.items() if name.startswith(prefix)}
        return self._by_prefix[prefix]

    def predict(self, features: Iterable[str], allowed: Iterable[str] | None = None) -> Prediction:
        """The most probable label, among ``allowed`` if given. Ties go to the label named first in the model."""
        scores = self.scores(features)
        exps = np.exp(scores - scores.max())
        probabilities = (exps / exps.sum()).tolist()
        keep = None if allowed is None else set(allowed)
        pairs = [
            (label, p) for label, p in zip(self.labels, probabilities, strict=True) if keep is None or label in keep
        ]
        ranked = tuple(sorted(pairs, key=_by_probability))
        return Prediction(ranked[0][0], ranked[0][1], ranked)

    def explain(self, features: Iterable[str], label: str, top: int = 5) -> list[tuple[str, float]]:
        """The ``top`` features that speak most for ``label``: how far each lifts it above the mean of all labels."""
        column = self.labels.index(label)
        found = []
        for feature in dict.fromkeys(features):
            row = self._rows.get(feature)
            if row is not None:
                found.append((feature, float(self._weights[row, column] - self._weights[row].mean())))
        return sorted(found, key=_by_weight)[:top]

    def to_bytes(self) -> bytes:
        """The model as gzipped JSON, weights rounded to thousandths; the same model always gives the same bytes."""
        thousandths = np.rint(self._weights * _UNIT).astype("<i4")
        data = {
            "format": FORMAT,
            "name": self.name,
            "labels": self.labels,
            "bias": self.bias.round(3).tolist(),
            "features": list(self._rows),
            "weights": base64.b64encode(thousandths.tobytes()).decode("ascii"),
        }
        return gzip.compress(json.dumps(data, separators=(",", ":")).encode("utf-8"), mtime=0)

    @classmethod
    def from_bytes(cls, data: bytes) -> LinearModel:
        """Read what :meth:`to_bytes` wrote. Raises :class:`ModelError` for anything else."""
        try:
            return cls._read(json.loads(gzip.decompress(data)))
        except (OSError, EOFError, ValueError, KeyError, TypeError) as error:
            raise ModelError(f"not a linear model of format {FORMAT}: {error}") from error

    @classmethod
    def _read(cls, content: Mapping[str, Any]) -> LinearModel:
        if content["format"] == NUMBERS_FORMAT:
            return cls(content["name"], content["labels"], content["bias"], content["weights"])
        if content["format"] != FORMAT:
            raise ValueError(f"format {content['format']!r}")
        model = cls(content["name"], content["labels"], content["bias"], {})
        model._take(content["features"], base64.b64decode(content["weights"]))
        return model

    def _take(self, features: Iterable[str], thousandths: bytes) -> None:
        """Fills a new model with the weights of ``features``."""
        self._rows = {feature: row for row, feature in enumerate(features)}
        table = np.frombuffer(thousandths, dtype="<i4").reshape(len(self._rows), len(self.labels))
        self._weights = table / _UNIT


@lru_cache(maxsize=16)
def load_linear(name: str) -> LinearModel:
    """The model ``name`` that ships with the package. Raises :class:`ModelError` if there is none."""
    try:
        return LinearModel.from_bytes(packaged_bytes(f"relate/data/{name}.json.gz"))
    except OSError as error:
        raise ModelError(f"the package has no linear model {name!r}") from error


def _by_probability(pair: tuple[str, float]) -> float:
    return -pair[1]


def _by_weight(pair: tuple[str, float]) -> float:
    return -pair[1]

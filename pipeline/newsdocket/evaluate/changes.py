"""What changed between two runs: facts that are gone, facts that are new, facts that say something else."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from newsdocket.evaluate.evaluation import (
    HEADLINE,
    Evaluation,
    evaluate,
    interval,
    resampled_f1,
)
from newsdocket.evaluate.gold import Gold
from newsdocket.evaluate.scoring import FIELDS, ArticleScore, Difference, score_article
from newsdocket.evaluate.sheets import sheet_of_record
from newsdocket.evaluate.sources import Found

RESAMPLES = 1000


@dataclass(frozen=True)
class FieldChange:
    """One field of two runs: facts that both have, that only the first has, that only the second has."""

    field: str
    same: int
    gone: int
    new: int


@dataclass(frozen=True)
class Gain:
    """F1 of one field against the gold in both runs, and the 95% interval of the difference (same articles drawn)."""

    field: str
    before: float
    after: float
    low: float | None
    high: float | None

    @property
    def difference(self) -> float:
        """F1 after less F1 before."""
        return self.after - self.before

    @property
    def certain(self) -> bool:
        """Whether the interval leaves no change out."""
        return self.low is not None and self.high is not None and (self.low > 0 or self.high < 0)


@dataclass(frozen=True)
class RunChanges:
    """Two runs held against each other: ``only_first`` and ``only_second`` are ids of articles that one run lacks."""

    articles: tuple[ArticleScore, ...]
    only_first: tuple[str, ...]
    only_second: tuple[str, ...]
    gains: tuple[Gain, ...] = ()

    @property
    def fields(self) -> list[FieldChange]:
        """The change of every field."""
        return [FieldChange(name, *_sum(self.articles, name)) for name in FIELDS]

    @property
    def changed(self) -> list[ArticleScore]:
        """The articles of both runs whose facts differ."""
        return [article for article in self.articles if article.differences]

    def differences(self, field: str) -> list[tuple[str, Difference]]:
        """The changes of one field with the ids of their articles; ``gold`` is the first run, ``found`` the second."""
        return [(a.id, d) for a in self.articles for d in a.differences if d.field == field]

    def to_dict(self) -> dict[str, Any]:
        """The comparison as JSON-ready data."""
        return {
            "articles": {
                "both": len(self.articles),
                "changed": [article.id for article in self.changed],
                "only_first": list(self.only_first),
                "only_second": list(self.only_second),
            },
            "fields": {c.field: {"same": c.same, "gone": c.gone, "new": c.new} for c in self.fields},
            "gains": {
                g.field: {"before": g.before, "after": g.after, "low": g.low, "high": g.high} for g in self.gains
            },
            "changes": [
                {"article": a.id, "field": d.field, "first": d.gold or None, "second": d.found or None}
                for a in self.changed
                for d in a.differences
            ],
        }


def compare_runs(first: Found, second: Found, gold: Gold | None = None) -> RunChanges:
    """What changed from one run to the next; with ``gold`` also what each field won or lost by it."""
    a, b = first.records, second.records
    both = sorted(set(a) & set(b))
    articles = tuple(score_article(id, sheet_of_record(a[id]), sheet_of_record(b[id])) for id in both)
    gains = () if gold is None else gains_of(evaluate(gold, first, resamples=0), evaluate(gold, second, resamples=0))
    return RunChanges(articles, tuple(sorted(set(a) - set(b))), tuple(sorted(set(b) - set(a))), gains)


def gains_of(before: Evaluation, after: Evaluation, *, resamples: int = RESAMPLES) -> tuple[Gain, ...]:
    """What each field won or lost between two evaluations of the same corpus, and the headline."""
    fields = [name for name in FIELDS if name in before.scores and name in after.scores]
    pairs = list(
        zip(
            resampled_f1(before.articles, fields, resamples),
            resampled_f1(after.articles, fields, resamples),
            strict=True,
        )
    )
    old, new = before.f1(), after.f1()
    gains = []
    for name in (*fields, HEADLINE):
        drawn = [(y[name] or 0.0) - (x[name] or 0.0) for x, y in pairs]
        gains.append(Gain(name, old.get(name, 0.0), new.get(name, 0.0), *interval(drawn)))
    return tuple(gains)


def _sum(articles: Sequence[ArticleScore], name: str) -> tuple[int, int, int]:
    rows = [a.tallies[name] for a in articles]
    return sum(r.hits for r in rows), sum(r.missed for r in rows), sum(r.false for r in rows)

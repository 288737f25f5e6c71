"""A corpus: precision, recall and F1 per field with confidence intervals."""

from __future__ import annotations

import random
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from newsdocket.evaluate.gold import Gold
from newsdocket.evaluate.scoring import FIELDS, HEADLINE_FIELDS, ArticleScore, Difference, Tally, score_article
from newsdocket.evaluate.sheets import Sheet, sheet_of_gold, sheet_of_record
from newsdocket.evaluate.sources import Found

RESAMPLES = 1000
SEED = 20160
INTERVAL = 0.95
HEADLINE = "headline"


@dataclass(frozen=True)
class Score:
    """One field over a corpus. Measures are ``None`` where there is nothing to measure (no gold and nothing found);
    ``low`` and ``high`` bound F1 (95%, bootstrap over articles)."""

    tally: Tally
    precision: float | None
    recall: float | None
    f1: float | None
    low: float | None = None
    high: float | None = None

    @property
    def gold(self) -> int:
        """How many facts the gold has."""
        return self.tally.hits + self.tally.missed


@dataclass(frozen=True)
class Evaluation:
    """The scores of a corpus by field, the mean F1 of the headline fields, and what stands behind them."""

    scores: Mapping[str, Score]
    headline: float | None
    headline_interval: tuple[float | None, float | None]
    articles: tuple[ArticleScore, ...]
    missing: Mapping[str, str]
    corpus_hash: str

    def f1(self) -> dict[str, float]:
        """F1 of every field that can be measured, and of the headline."""
        values = {name: score.f1 for name, score in self.scores.items()} | {HEADLINE: self.headline}
        return {name: value for name, value in values.items() if value is not None}

    def differences(self, field: str) -> list[tuple[str, Difference]]:
        """The errors of one field with the ids of their articles."""
        return [(a.id, d) for a in self.articles for d in a.differences if d.field == field]

    def to_dict(self) -> dict[str, Any]:
        """The evaluation as JSON-ready data, errors and the tallies of single articles included."""
        low, high = self.headline_interval
        return {
            "corpus": {"sha256": self.corpus_hash, "articles": len(self.articles), "missing": dict(self.missing)},
            "headline": {"f1": self.headline, "low": low, "high": high, "fields": list(HEADLINE_FIELDS)},
            "fields": {name: _score_dict(score) for name, score in self.scores.items()},
            "articles": [_article_dict(article) for article in self.articles],
        }


def evaluate(gold: Gold, found: Found, *, resamples: int = RESAMPLES) -> Evaluation:
    """Scores what was found against ``gold``. An article without a record counts as all missed. The same input
    gives the same intervals."""
    empty = Sheet()
    articles = []
    for article in gold.articles:
        record = found.records.get(article.id)
        sheet = empty if record is None else sheet_of_record(record)
        articles.append(score_article(article.id, sheet_of_gold(article), sheet))
    missing = {a.id: found.problems.get(a.id, "no record") for a in gold.articles if found.records.get(a.id) is None}
    return summarise(articles, missing, gold.hash(), resamples=resamples)


def summarise(
    articles: Sequence[ArticleScore], missing: Mapping[str, str], corpus_hash: str, *, resamples: int = RESAMPLES
) -> Evaluation:
    """The evaluation that the scores of single articles add up to."""
    fields = [name for name in FIELDS if any(name in a.tallies for a in articles)]
    drawn = resampled_f1(articles, fields, resamples)
    scores = {name: _score(total(articles, name), [row[name] for row in drawn]) for name in fields}
    bounds = interval([row[HEADLINE] for row in drawn])
    headline = headline_f1({name: score.f1 for name, score in scores.items()})
    return Evaluation(scores, headline, bounds, tuple(articles), missing, corpus_hash)


def total(articles: Iterable[ArticleScore], name: str) -> Tally:
    """The tally of field ``name`` over ``articles``."""
    rows = [a.tallies[name] for a in articles if name in a.tallies]
    return Tally(sum(r.hits for r in rows), sum(r.false for r in rows), sum(r.missed for r in rows))


def ratio(part: int, whole: int) -> float | None:
    """``part / whole``, ``None`` for nothing of nothing."""
    return part / whole if whole else None


def f1_of(tally: Tally) -> float | None:
    """The harmonic mean of precision and recall; ``None`` where there is no gold and nothing was found."""
    return ratio(2 * tally.hits, 2 * tally.hits + tally.false + tally.missed)


def headline_f1(f1: Mapping[str, float | None]) -> float | None:
    """The mean F1 of the headline fields that can be measured."""
    values = [value for name in HEADLINE_FIELDS if (value := f1.get(name)) is not None]
    return sum(values) / len(values) if values else None


def resampled_f1(
    articles: Sequence[ArticleScore], fields: Sequence[str], resamples: int
) -> list[dict[str, float | None]]:
    """F1 by field, and the headline, of corpora drawn from ``articles`` with replacement; the same draws every time."""
    chance = random.Random(SEED)
    rows = {name: [a.tallies.get(name, Tally()) for a in articles] for name in fields}
    drawn = []
    for _ in range(resamples):
        chosen = chance.choices(range(len(articles)), k=len(articles))
        f1 = {name: f1_of(_chosen_total(tallies, chosen)) for name, tallies in rows.items()}
        drawn.append(f1 | {HEADLINE: headline_f1(f1)})
    return drawn


def _chosen_total(tallies: Sequence[Tally], chosen: Sequence[int]) -> Tally:
    hits = false = missed = 0
    for i in chosen:
        row = tallies[i]
        hits, false, missed = hits + row[0], false + row[1], missed + row[2]
    return Tally(hits, false, missed)


def interval(values: Iterable[float | None]) -> tuple[float | None, float | None]:
    """The middle 95% of ``values``; ``None`` twice where there are none."""
    known = sorted(value for value in values if value is not None)
    if not known:
        return None, None
    cut = int(len(known) * (1 - INTERVAL) / 2)
    return known[cut], known[-1 - cut]


def _score(tally: Tally, drawn: Sequence[float | None]) -> Score:
    low, high = interval(drawn)
    precision = ratio(tally.hits, tally.hits + tally.false)
    recall = ratio(tally.hits, tally.hits + tally.missed)
    return Score(tally, precision, recall, f1_of(tally), low, high)


def _score_dict(score: Score) -> dict[str, Any]:
    return {
        "precision": score.precision,
        "recall": score.recall,
        "f1": score.f1,
        "low": score.low,
        "high": score.high,
        "gold": score.gold,
        **score.tally._asdict(),
    }


def _article_dict(article: ArticleScore) -> dict[str, Any]:
    return {
        "id": article.id,
        "fields": {name: tally._asdict() for name, tally in article.tallies.items()},
        "errors": [
            {"field": d.field, "gold": d.gold or None, "found": d.found or None, "words": d.words}
            for d in article.differences
        ],
    }

"""Evaluations, comparisons and verdicts of the gate as plain text."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from newsdocket.evaluate.changes import Gain, RunChanges
from newsdocket.evaluate.evaluation import HEADLINE, Evaluation
from newsdocket.evaluate.floors import NOTICEABLE, Change, Verdict
from newsdocket.evaluate.gold import GoldText
from newsdocket.evaluate.scoring import FIELDS, HEADLINE_FIELDS, Difference

AROUND = 45
"""Characters of context shown on each side of the words."""


def evaluation_lines(evaluation: Evaluation) -> Iterator[str]:
    """The table of an evaluation, articles without a record first."""
    count, missing = len(evaluation.articles), evaluation.missing
    yield f"{count} articles, {len(missing)} without a record, corpus {evaluation.corpus_hash[:12]}"
    yield from (f"  no record: {id}: {problem}" for id, problem in missing.items())
    yield f"{'field':20}{'P':>7}{'R':>7}{'F1':>7}   95% of F1       gold"
    for name, score in evaluation.scores.items():
        measures = f"{_three(score.precision)}{_three(score.recall)}{_three(score.f1)}"
        yield f"{name:20}{measures}   {_bounds(score.low, score.high)} {score.gold:7d}{_partly(evaluation, name)}"
    yield f"{HEADLINE:34}{_three(evaluation.headline)}   {_bounds(*evaluation.headline_interval)}"
    yield f"(headline: mean F1 of {', '.join(HEADLINE_FIELDS)})"


def _partly(evaluation: Evaluation, name: str) -> str:
    annotated = sum(name in article.tallies for article in evaluation.articles)
    return "" if annotated == len(evaluation.articles) else f"  (annotated in {annotated})"


def error_lines(evaluation: Evaluation, texts: Mapping[str, GoldText], most: int) -> Iterator[str]:
    """The first ``most`` errors of each field as diffs: "-" is the gold, "+" the record, then the words in place."""
    for name in FIELDS:
        errors = evaluation.differences(name)
        if errors and most:
            yield ""
            yield f"{name}: {len(errors)} errors{_first(most, len(errors))}"
            for id, difference in errors[:most]:
                text = texts[id].text if id in texts else ""
                yield from difference_lines(id, difference, text)


def _first(most: int, number: int) -> str:
    return f", the first {most}" if most < number else ""


def difference_lines(id: str, difference: Difference, text: str = "") -> Iterator[str]:
    """One error: the article, both sides, the place."""
    yield f"  {id}"
    if difference.gold:
        yield f"    - {difference.gold}"
    if difference.found:
        yield f"    + {difference.found}"
    place = snippet(text, difference.words)
    if place:
        yield f"      {place}"


def snippet(text: str, words: str) -> str:
    """The first place of ``words`` in ``text`` on one line, with what stands around it; empty if it is not there."""
    start = text.find(words) if words else -1
    if start < 0:
        return ""
    end = start + len(words)
    before, after = text[max(0, start - AROUND) : start], text[end : end + AROUND]
    left = "…" if start > AROUND else ""
    right = "…" if end + AROUND < len(text) else ""
    return " ".join(f"{left}{before}»{words}«{after}{right}".split())


def change_lines(changes: RunChanges, most: int) -> Iterator[str]:
    """A comparison of two runs: how many facts of each field are the same, gone, new; then the changes."""
    yield f"{len(changes.articles)} articles in both runs, {len(changes.changed)} of them differ"
    yield from (f"  only in the first: {id}" for id in changes.only_first)
    yield from (f"  only in the second: {id}" for id in changes.only_second)
    yield f"{'field':20}{'same':>7}{'gone':>7}{'new':>7}"
    yield from (f"{c.field:20}{c.same:7d}{c.gone:7d}{c.new:7d}" for c in changes.fields)
    if changes.gains:
        yield ""
        yield from gain_lines(changes.gains)
    for name in FIELDS:
        found = changes.differences(name)
        if found and most:
            yield ""
            yield f"{name}: {len(found)} changes{_first(most, len(found))}"
            for id, difference in found[:most]:
                yield from difference_lines(id, difference)


def gain_lines(gains: tuple[Gain, ...]) -> Iterator[str]:
    """Both runs against the gold: every field, then what was won and what was lost."""
    yield f"{'against the gold':20}{'first':>7}{'second':>8}{'change':>8}   95% of the change"
    for g in gains:
        bounds = "" if g.low is None or g.high is None else f"{g.low:+.3f} to {g.high:+.3f}"
        yield f"{g.field:20}{g.before:7.3f}{g.after:8.3f}{g.difference:+8.3f}   {bounds}{'  *' if g.certain else ''}"
    yield f"won:  {_named({g.field: g.difference for g in gains if g.difference >= NOTICEABLE})}"
    yield f"lost: {_named({g.field: g.difference for g in gains if g.difference <= -NOTICEABLE})}"


def verdict_lines(verdict: Verdict) -> Iterator[str]:
    """What the gate says: a line for each field, what was won and lost since the last update, whether it is open."""
    yield f"{'gate':20}{'floor':>7}{'before':>8}{'now':>7}{'change':>8}"
    for change in verdict.changes:
        numbers = f"{_three(change.floor)}{_three(change.reached):>8}{_three(change.now)}"
        yield f"{change.field:20}{numbers}{change.difference:+8.3f}{'  BELOW THE FLOOR' if change.below else ''}"
    yield f"won:  {_named(_differences(verdict.won))}"
    yield f"lost: {_named(_differences(verdict.lost))}"
    if not verdict.same_corpus:
        hashes = f"{verdict.corpus_hash[:12]} instead of {verdict.expected_hash[:12]}"
        yield f"the corpus is not the one of the floors: {hashes} (--update-floors takes it over)"
    below = ", ".join(change.field for change in verdict.below)
    yield "gate: passed" if verdict.passed else f"gate: FAILED{': below the floor: ' + below if below else ''}"


def _differences(changes: list[Change]) -> dict[str, float]:
    return {change.field: change.difference for change in changes}


def _named(changes: Mapping[str, float]) -> str:
    return ", ".join(f"{name} {value:+.3f}" for name, value in changes.items()) or "nothing"


def _three(value: float | None) -> str:
    return f"{'-':>7}" if value is None else f"{value:7.3f}"


def _bounds(low: float | None, high: float | None) -> str:
    return f"{'-':>11}" if low is None or high is None else f"{low:.3f}-{high:.3f}"

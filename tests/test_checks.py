"""Arithmetic that an article's words assert, and the coincidences that they do not."""

from __future__ import annotations

import json
import re
from importlib.resources import files

import pytest

from newsdocket.check.arithmetic import Check, Figure, contradictions, figures_in, find_checks

SENTENCE = re.compile(r"[^\n]+?(?:[.!?][”\"]?(?=\s)|(?=\n)|$)")


def sentences(text: str) -> list[tuple[int, int]]:
    return [match.span() for match in SENTENCE.finditer(text)]


def run(text: str) -> tuple[list[Check], dict[str, Figure]]:
    figures = figures_in(text)
    return find_checks(text, sentences(text), figures), {figure.id: figure for figure in figures}


def values(names: tuple[str, ...], figures: dict[str, Figure]) -> list[int]:
    return [int(figures[name].value) for name in names]


STORY = (
    "A judge told the archive's operators to pay $90 million. The $90 million award is broken down "
    "with care: $75 million "
    "is for Lantern Streaming, while the remaining $15 million goes to the four labels. For Lantern, this works out to "
    "roughly $1,500 per track for the 50,000 files that were posted."
)


def test_a_breakdown_and_a_rate() -> None:
    checks, figures = run(STORY)
    assert [(check.kind, check.holds) for check in checks] == [("sum", True), ("product", True)]
    total, product = checks
    assert values(total.left, figures) == [90000000]
    assert values(total.right, figures) == [75000000, 15000000]
    assert values(product.left, figures) == [75000000]
    assert values(product.right, figures) == [1500, 50000]
    assert all(check.difference == 0 for check in checks)


HOLDS = [
    ("Do the sum and it comes to $3,000 a title for 90,000 titles. Vellum AI pays $270 million.", "product"),
    ("Lawyers get 15 percent of the $200 million, or $30 million.", "product"),
    ("The fund has $10 million for 4,000 families, about $2,500 per family.", "product"),
    ("The cap, 4 percent of turnover, came out at €124 million on sales of €3.1 billion.", "product"),
    ("They were fined $300,000 and $450,000, for a total of $750,000.", "sum"),
    ("It has 772 works. Of those, 582 are recordings and the remaining 190 compositions are older.", "sum"),
    (
        "He gets $6,831,447.12 back.\nOf that, $5.9 million is owed to the state. The other $931,447.12 is shared.",
        "sum",
    ),
    ("It paid $18.4 million, of which $4.6 million was for repairs and $13.8 million was for lost trade.", "sum"),
]


@pytest.mark.parametrize(("text", "kind"), HOLDS)
def test_linked_figures_that_agree(text: str, kind: str) -> None:
    checks, _ = run(text)
    assert [(check.kind, check.holds) for check in checks] == [(kind, True)]


BREAKS = [
    ("They were fined $300,000 and $450,000, for a total of $900,000.", 150000),
    ("The jury gave $750 per work for 1,000 works, a total of $800,000.", 50000),
    ("Lawyers get 15 percent of the $200 million, or $60 million.", 30000000),
    ("The $9.25 million is split as follows: $5.1 million to the state and $3.15 million to the county.", 1000000),
]


@pytest.mark.parametrize(("text", "difference"), BREAKS)
def test_linked_figures_that_disagree_become_warnings(text: str, difference: int) -> None:
    figures = figures_in(text)
    checks = find_checks(text, sentences(text), figures)
    assert [(check.holds, int(check.difference)) for check in checks] == [(False, difference)]
    (warning,) = contradictions(checks, figures)
    assert warning.code == "figures_disagree"
    assert warning.about == checks[0].left[0]


SILENT = [
    "He made $5 million in 2019. She made $3 million and lost $2 million.",
    "The firm paid $50,000 for five trucks. Each driver earns $10,000.",
    "A $9 million fine was upheld. He owns $4 million in land and a $5 million yacht.",
    "About $12 million is broken down: roughly $7 million for sales and roughly $4 million in costs.",
    "Fees were 10 percent. He paid $20 million and $2 million.",
]


@pytest.mark.parametrize("text", SILENT)
def test_coincidence_is_not_a_check(text: str) -> None:
    checks, _ = run(text)
    assert checks == []


def _cue_rows() -> list[dict[str, object]]:
    source = files("newsdocket.check") / "data" / "sum_cues.json"
    rows: list[dict[str, object]] = json.loads(source.read_text(encoding="utf-8"))["cues"]
    return rows


@pytest.mark.parametrize("row", _cue_rows(), ids=[str(row["name"]) for row in _cue_rows()])
def test_every_cue_runs_its_examples_and_near_misses(row: dict[str, list[str]]) -> None:
    for text in row["examples"]:
        checks, _ = run(text)
        assert [(check.kind, check.holds) for check in checks] == [("sum", True)], text
    for text in row["near_misses"]:
        assert run(text)[0] == [], text


def test_mentions_of_one_figure_are_one_check() -> None:
    text = STORY + " The $90 million was split: $75 million to Lantern and $15 million to the labels."
    checks, _ = run(text)
    assert [check.kind for check in checks] == ["sum", "product"]


def test_no_figures_no_checks() -> None:
    assert find_checks("", [], []) == []
    assert find_checks("Nothing here.", [(0, 13)], []) == []

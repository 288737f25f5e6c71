"""The tables of claims and relief: every row's examples match, its near-misses do not."""

from __future__ import annotations

import pytest

from newsdocket.extract.claims import find_statutes, phrase_patterns, phrase_rows, statute_in
from newsdocket.extract.relief import find_relief

CLAIMS = {row["type"]: row for row in phrase_rows("claims.jsonl")}
RELIEF = {row["type"]: row for row in phrase_rows("relief.jsonl")}


def claim_types(text: str) -> set[str]:
    return {kind for kind, pattern in phrase_patterns() if pattern.search(text)}


@pytest.mark.parametrize("kind", CLAIMS)
def test_examples_of_a_claim_type_match_and_near_misses_do_not(kind: str) -> None:
    row = CLAIMS[kind]
    assert all(kind in claim_types(text) for text in row["examples"])
    assert not any(kind in claim_types(text) for text in row["near_misses"])


@pytest.mark.parametrize("kind", RELIEF)
def test_examples_of_relief_match_and_near_misses_do_not(kind: str) -> None:
    row = RELIEF[kind]
    assert all(kind in {r.type for r in find_relief(text)} for text in row["examples"])
    assert not any(kind in {r.type for r in find_relief(text)} for text in row["near_misses"])


@pytest.mark.parametrize(
    ("text", "statute"),
    [
        ("claims under the Computer Fraud and Abuse Act failed", "Computer Fraud and Abuse Act"),
        ("a violation of the Clean Water Act", "Clean Water Act"),
        ("charged under 18 U.S.C. § 1343 with fraud", "18 U.S.C. § 1343"),
        ("a First Amendment challenge", "First Amendment"),
        ("an act of kindness", None),
        ("He will act on Monday", None),
    ],
)
def test_statutes_are_found_as_written(text: str, statute: str | None) -> None:
    assert statute_in(text) == statute


def test_statutes_point_to_their_words() -> None:
    text = "The suit rests on the Lanham Act and the Defend Trade Secrets Act."
    assert [text[start:end] for start, end, _ in find_statutes(text)] == ["Lanham Act", "Defend Trade Secrets Act"]

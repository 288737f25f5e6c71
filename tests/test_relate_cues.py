"""The tables of constructions and wordings: every row's examples hold, its near-misses do not."""

from __future__ import annotations

import json
from collections.abc import Callable
from importlib import resources
from typing import Any

import pytest
from spacy.tokens import Doc

from newsdocket.extract.claims import find_claims, phrase_rows
from newsdocket.relate.cues import Side, cue_table, side_cues
from newsdocket.relate.wording import Cue, cues_in

Parse = Callable[[str], Doc]
SIDES: dict[str, Side] = {"Acme": "C", "Borex": "A", "Lund": "A", "Midland": "M"}
"""In every example Acme claims, Borex and Lund answer, Midland joins in."""


def rows(table: str) -> list[dict[str, Any]]:
    text = (resources.files("newsdocket.relate") / "data" / f"{table}.jsonl").read_text("utf-8")
    return [json.loads(line) for line in text.splitlines()]


def name_of(row: dict[str, Any]) -> str:
    return str(row.get("lemma", "filing"))


PARTY_ROWS = rows("party_cues")
PARTY_IDS = [f"{row['kind']}-{name_of(row)}" for row in PARTY_ROWS]
TRIGGER_ROWS = phrase_rows("claim_triggers.jsonl")
EVENT_ROWS = phrase_rows("claim_events.jsonl")
TRIGGER_IDS = [f"{row['lemma']}-{row['pos']}" for row in TRIGGER_ROWS]
WORDINGS = [(table, row) for table in ("amount_cues", "outcome_cues") for row in rows(table)]
WORDING_IDS = [f"{table}-{row['cue']}" for table, row in WORDINGS]


def cues_by_name(text: str, parse: Parse) -> dict[str, list[tuple[Side, str]]]:
    return {token.text: list(side_cues(token)) for token in parse(text) if token.text in SIDES}


def from_row(row: dict[str, Any], cues: list[tuple[Side, str]]) -> list[str]:
    return [reason for _, reason in cues if reason.removeprefix("control:").startswith(name_of(row) + ".")]


@pytest.mark.parametrize("row", PARTY_ROWS, ids=PARTY_IDS)
def test_examples_put_each_party_on_its_side(row: dict[str, Any], parse: Parse) -> None:
    for text in row["examples"]:
        found = cues_by_name(text, parse)
        assert found, text
        for name, cues in found.items():
            assert {side for side, _ in cues} == {SIDES[name]}, f"{name} in {text!r}: {cues}"
        assert any(from_row(row, cues) for cues in found.values()), f"{text!r}: {found}"


@pytest.mark.parametrize("row", PARTY_ROWS, ids=PARTY_IDS)
def test_near_misses_of_a_construction_say_nothing(row: dict[str, Any], parse: Parse) -> None:
    assert row["near_misses"]
    for text in row["near_misses"]:
        found = cues_by_name(text, parse)
        assert found, text
        assert not any(from_row(row, cues) for cues in found.values()), f"{text!r}: {found}"


def test_rows_without_examples_are_the_ones_that_give_no_side() -> None:
    silent = [row for row in PARTY_ROWS if not row["examples"]]
    assert all(
        row["kind"] == "verb"
        and (row["subject"], row["object"], row["agent"], row["prepositions"]) == ("-", "-", "-", {})
        for row in silent
    )


def test_no_construction_stands_in_the_table_twice() -> None:
    assert len(PARTY_IDS) == len(set(PARTY_IDS))
    assert len(cue_table().verbs) + len(cue_table().nouns) + 1 == len(PARTY_ROWS)


SENTENCES = [
    ("Acme v. Borex was decided on Monday.", "Acme", "C"),
    ("Acme v. Borex was decided on Monday.", "Borex", "A"),
    ("A jury ruled against Borex on Monday.", "Borex", "A"),
    ("Borex agreed to pay $2 million.", "Borex", "A"),
    ("Borex was ordered to pay $2 million.", "Borex", "A"),
    ("Acme Corp. sued Borex Inc. over the lamps.", "Acme", "C"),
    ("Companies including Acme sued over the lamps.", "Acme", "C"),
]


@pytest.mark.parametrize(("text", "name", "side"), SENTENCES)
def test_sides_are_read_from_whole_sentences(text: str, name: str, side: Side, parse: Parse) -> None:
    doc = parse(text)
    head = next(token for token in doc if token.text == name)
    while head.dep_ in {"compound", "flat"} and abs(head.head.i - head.i) == 1:
        head = head.head
    assert {s for s, _ in side_cues(head)} == {side}


def test_a_name_in_no_construction_has_no_side(parse: Parse) -> None:
    assert cues_by_name("Acme makes lamps in Ohio, and Borex sells them.", parse) == {"Acme": [], "Borex": []}


@pytest.mark.parametrize(("table", "row"), WORDINGS, ids=WORDING_IDS)
def test_words_of_a_wording_group_are_found_and_near_misses_are_not(table: str, row: dict[str, Any]) -> None:
    assert row["examples"]
    assert row["near_misses"]
    for text in row["examples"]:
        assert row["cue"] in {cue.group for cue in cues_in(text, table)}, text
    for text in row["near_misses"]:
        assert row["cue"] not in {cue.group for cue in cues_in(text, table)}, text


def test_every_phrase_of_a_wording_group_is_listed_once() -> None:
    for table, row in WORDINGS:
        assert len(row["phrases"]) == len(set(row["phrases"])), f"{table} {row['cue']}"


NEGATIONS = [
    ("The judge did not dismiss the suit.", True, False),
    ("The judge refused to dismiss the suit.", True, False),
    ("The judge may dismiss the suit.", False, True),
    ("The bank asked her to dismiss the suit.", False, True),
    ("It did not rain. The judge dismissed the suit.", False, False),
]


@pytest.mark.parametrize(("text", "negated", "modal"), NEGATIONS)
def test_a_wording_says_whether_it_is_negated_or_only_wished_for(text: str, negated: bool, modal: bool) -> None:
    cue = next(c for c in cues_in(text, "outcome_cues") if c.group == "dismissed")
    assert (cue.negated, cue.modal) == (negated, modal)


def test_wordings_come_in_text_order_and_point_to_their_words() -> None:
    text = "Jurors awarded $2 million, but the judge tossed the verdict and the appeals court affirmed."
    found: list[Cue] = cues_in(text, "outcome_cues")
    assert [cue.start for cue in found] == sorted(cue.start for cue in found)
    assert {"Jurors", "awarded", "tossed", "affirmed"} <= {text[cue.start : cue.end] for cue in found}


def complements(text: str, lemma: str, parse: Parse) -> list[str]:
    return [claim.text for claim in find_claims(parse(text)) if claim.rule.startswith(f"{lemma}.")]


def events(text: str, lemma: str, parse: Parse) -> list[str]:
    return [claim.text for claim in find_claims(parse(text)) if claim.rule == f"event:{lemma}"]


def assert_row_holds(row: dict[str, Any], find: Callable[[str, str, Parse], list[str]], parse: Parse) -> None:
    """Every example of a row gives something by ``find``, no near-miss does."""
    assert row["examples"]
    assert row["near_misses"]
    for text in row["examples"]:
        assert find(text, row["lemma"], parse), text
    for text in row["near_misses"]:
        assert not find(text, row["lemma"], parse), text


@pytest.mark.parametrize("row", TRIGGER_ROWS, ids=TRIGGER_IDS)
def test_a_trigger_gives_its_complement_and_its_near_misses_none(row: dict[str, Any], parse: Parse) -> None:
    assert_row_holds(row, complements, parse)


@pytest.mark.parametrize("row", EVENT_ROWS, ids=[row["lemma"] for row in EVENT_ROWS])
def test_what_becomes_of_a_claim_is_found_and_its_near_misses_are_not(row: dict[str, Any], parse: Parse) -> None:
    assert_row_holds(row, events, parse)


def test_each_verb_has_one_row() -> None:
    assert len({row["lemma"] for row in EVENT_ROWS}) == len(EVENT_ROWS)


CLAUSES = [
    ("The second count was dropped in May.", "drop", ["The second count was dropped in May"]),
    ("The judge tossed the fraud count after a day.", "toss", ["tossed the fraud count"]),
    ("The landlord, which had lost before, was let out of the case.", "let", None),
    ("Her challenge failed, and the board won on costs.", "fail", ["Her challenge failed"]),
]


@pytest.mark.parametrize(("text", "lemma", "expected"), CLAUSES)
def test_a_clause_has_what_something_happens_to(
    text: str, lemma: str, expected: list[str] | None, parse: Parse
) -> None:
    found = events(text, lemma, parse)
    assert found
    assert all(words in text for words in found)
    assert expected is None or found == expected


COMPLEMENTS = [
    ("The banker was cleared of hiding assets.", "clear", ["hiding assets"]),
    ("He was fined for lax controls and late filings.", "lax", []),
    ("They contend that prices were fixed.", "contend", ["prices were fixed"]),
    ("The law violates the constitution.", "violate", ["the constitution"]),
    ("They sued over the price of lamps, which rose in May.", "sue", ["the price of lamps"]),
]


@pytest.mark.parametrize(("text", "lemma", "expected"), COMPLEMENTS)
def test_a_complement_ends_where_its_words_end(text: str, lemma: str, expected: list[str], parse: Parse) -> None:
    assert complements(text, lemma, parse) == expected


def test_candidates_for_claims_are_grounded_and_ordered(parse: Parse) -> None:
    text = "Acme sued Borex for fraud and breach of contract under the Lanham Act, alleging that the lamps were copied."
    found = find_claims(parse(text))
    assert all(text[claim.start : claim.end] == claim.text for claim in found)
    assert [claim.start for claim in found] == sorted(claim.start for claim in found)
    assert {"fraud", "breach of contract"} <= {claim.text for claim in found}

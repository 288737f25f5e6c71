"""The record: immutable, consistent with itself and with its text, the same bytes each time."""

from __future__ import annotations

import json
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from newsdocket.errors import NewsdocketError, RecordError
from newsdocket.record import Record, content_hash, decimal_string, json_schema, schema_text

TEXT = "A jury ordered Brightwater Mills to pay $4.5 million to Ana Ruiz."


def mention(words: str) -> dict[str, Any]:
    start = TEXT.index(words)
    return {"start": start, "end": start + len(words), "exact": words}


def example(**changes: Any) -> dict[str, Any]:
    data = {
        "article": {"id": "mill", "source": "mill.txt", "content_hash": content_hash(TEXT), "text": TEXT},
        "parties": [
            {"id": "party-1", "name": "Brightwater Mills", "kind": "organization", "role": "defendant",
             "mentions": [mention("Brightwater Mills")]},
            {"id": "party-2", "name": "Ana Ruiz", "kind": "person", "role": "plaintiff",
             "mentions": [mention("Ana Ruiz")]},
        ],
        "amounts": [
            {"id": "amount-1", "value": "4500000.00", "currency": "USD", "role": "awarded", "payer": ["party-1"],
             "payee": ["party-2"], "mentions": [mention("$4.5 million")]},
        ],
        "provenance": {"version": "0", "model": "none", "settings_hash": "0"},
    }  # fmt: skip
    return data | changes


def amount(**changes: Any) -> list[dict[str, Any]]:
    return [example()["amounts"][0] | changes]


def test_money_is_decimal_in_python_and_a_decimal_string_in_json() -> None:
    record = Record.model_validate(example())
    assert record.amounts[0].value == Decimal("4500000")
    assert json.loads(record.to_json())["amounts"][0]["value"] == "4500000"


def test_reading_back_what_was_written_gives_the_same_record_and_bytes() -> None:
    record = Record.model_validate(example())
    again = Record.from_json(record.to_json())
    assert again == record
    assert again.to_json() == record.to_json()


def test_a_record_cannot_be_changed() -> None:
    record = Record.model_validate(example())
    with pytest.raises(ValidationError):
        record.amounts[0].role = "fine"  # type: ignore[misc]


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"amounts": amount(payer=["party-9"])}, "party-9"),
        ({"amounts": amount(part_of="amount-7")}, "amount-7"),
        ({"amounts": amount(claims=["claim-1"])}, "claim-1"),
        ({"amounts": amount(mentions=[])}, "mentions"),
        ({"amounts": amount(mentions=[{"start": 0, "end": 3, "exact": "$4.5"}])}, "is not"),
        ({"amounts": amount(value=4.5)}, "float"),
        ({"amounts": amount(value="NaN")}, "finite"),
        ({"amounts": amount(value=None)}, "bound"),
        ({"amounts": amount(value=None, min_value="9", max_value="2", basis="range")}, "greater"),
        ({"amounts": amount(currency="dollars")}, "currency"),
        ({"amounts": amount(role="bounty")}, "role"),
        ({"amounts": amount() * 2}, "twice"),
        ({"warnings": [{"code": "x", "message": "y", "about": "court-3"}]}, "court-3"),
        ({"checks": [{"kind": "sum", "holds": True, "left": ["amount-1"], "right": ["amount-4"], "difference": "0"}]},
         "amount-4"),
        ({"dates": [{"id": "date-1", "value": "May 2020", "mentions": [mention("A jury")]}]}, "pattern"),
        ({"verdict": "yes"}, "verdict"),
    ],
)  # fmt: skip
def test_a_record_that_contradicts_itself_is_refused(changes: dict[str, Any], words: str) -> None:
    with pytest.raises(RecordError, match=words):
        Record.from_json(json.dumps(example(**changes)))


def test_text_that_was_changed_after_the_fact_is_refused() -> None:
    data = example()
    data["article"]["text"] = TEXT.replace("jury", "jade")
    with pytest.raises(RecordError, match="content_hash"):
        Record.from_json(json.dumps(data))


def test_without_text_the_offsets_are_kept_and_the_record_stays_valid() -> None:
    bare = Record.model_validate(example()).without_text()
    assert bare.article.text is None
    assert Record.from_json(bare.to_json()) == bare


@pytest.mark.parametrize("broken", ["", "{", "[]", "null", '{"schema_version": "2.0"}'])
def test_what_is_no_record_is_refused_with_our_own_error(broken: str) -> None:
    with pytest.raises(NewsdocketError):
        Record.from_json(broken)


@given(st.decimals(allow_nan=False, allow_infinity=False, places=4, min_value=-(10**15), max_value=10**15))
def test_decimal_strings_are_plain_and_exact(value: Decimal) -> None:
    text = decimal_string(value)
    assert "e" not in text.lower()
    assert Decimal(text) == value


def test_the_schema_in_the_repository_is_the_one_of_the_code() -> None:
    committed = Path(__file__).parents[1] / "models" / "record.schema.json"
    assert committed.read_text("utf-8") == schema_text()


def test_the_schema_names_every_field_and_no_floats() -> None:
    schema = json_schema()
    assert {"article", "courts", "parties", "amounts", "claims", "relief", "checks"} <= set(schema["properties"])
    assert '"type": "number"' not in schema_text()

"""Records in the terminal, and facts in words."""

from __future__ import annotations

import io
from decimal import Decimal
from pathlib import Path

import pytest
from rich.console import Console

from newsdocket.cli import main
from newsdocket.record.models import Amount, Count
from newsdocket.view import words
from newsdocket.view.terminal import marked_text, print_record
from viewing import TEXT, plain, quarry, write_records

MENTION = {"start": 0, "end": 1, "exact": "x"}


def shown(*args: object, **options: bool) -> str:
    stream = io.StringIO()
    print_record(*args, Console(file=stream, width=120, highlight=False), **options)  # type: ignore[arg-type]
    return stream.getvalue()


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"value": "322000000"}, "$322,000,000"),
        ({"value": "2118.4"}, "$2,118.40"),
        ({"value": "0.005"}, "$0.005"),
        ({"value": "-5"}, "-$5"),
        ({"value": "2500", "per": "song"}, "$2,500 per song"),
        ({"value": "40000", "currency": "CHF", "basis": "approximate"}, "about CHF 40,000"),
        ({"value": "5", "currency": "GBP", "basis": "at_least"}, "at least £5"),
        ({"min_value": "20", "max_value": "25.5", "basis": "range"}, "$20 to $25.50"),
        ({"max_value": "9", "basis": "at_most"}, "up to $9"),
        ({"min_value": "9", "basis": "at_least"}, "at least $9"),
    ],
)
def test_amounts_in_words(fields: dict[str, str], expected: str) -> None:
    item = Amount.model_validate({"id": "a", "currency": "USD", "role": "awarded", "mentions": [MENTION], **fields})
    assert words.amount(item) == expected


def test_counts_in_words() -> None:
    count = {"id": "c", "value": "1234567", "item": "songs", "mentions": [MENTION]}
    assert words.count(Count.model_validate(count)) == "1,234,567 songs"
    assert words.count(Count.model_validate({**count, "value": "27.5", "item": "percent"})) == "27.5%"


def test_numbers_are_never_rounded() -> None:
    assert words.number(Decimal("123456789012345678901234567890.123456789")) == (
        "123,456,789,012,345,678,901,234,567,890.123456789"
    )
    assert words.number(Decimal("-0.5")) == "-0.5"


def test_a_record_as_people_read_it() -> None:
    text = shown(quarry())
    assert "Basalt & Sons → Tarn Farms" in text
    assert "Tarn Farms v. Basalt & Sons" in text
    assert "found for claimant, bench trial, property" in text
    assert "part of $1,200,000" in text
    assert "✗ $1,200,000 = " not in text
    assert "✗ $1,200,000 ≠ $1,000,000 + $150,000.25 (difference 49,999.75)" in text
    assert "! ambiguous court: two courts fit (court-1)" in text
    assert "blasting" not in text


def test_the_text_is_marked_and_never_taken_for_markup() -> None:
    text = marked_text(quarry())
    assert text.plain == TEXT
    assert {TEXT[span.start : span.end] for span in text.spans if "green" in str(span.style)} == {
        "$1.2 million",
        "$1 million",
        "$150,000",
    }
    hostile = plain("h", "[bold]no[/bold] \x1b[31mred\x07 [link=x]", headline="[red]\x1b]0;title\x07")
    out = shown(hostile, with_text=True)
    assert "[bold]no[/bold]" in out
    assert "[red]" in out
    assert not {"\x1b", "\x07"} & set(out)


def test_command(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    folder = write_records(tmp_path / "run", quarry(), plain("other", "Other text."))
    assert main(["show", str(folder), "--id", "other", "--text"]) == 0
    assert "Other text." in capfd.readouterr().out
    assert main(["show", str(folder)]) == 0
    out = capfd.readouterr().out
    assert "Quarry owner" in out
    assert "other" in out
    (folder / "wrong.json").write_text("{}")
    assert main(["show", str(folder)]) == 1
    assert "wrong.json" in capfd.readouterr().err
    assert main(["show", str(folder), "--id", "nobody"]) == 2

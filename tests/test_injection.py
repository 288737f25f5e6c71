"""Words of articles that mean something to a spreadsheet, a browser, a database or a terminal: in every output they
stay words."""

from __future__ import annotations

import csv
import json
import re
import sqlite3
from contextlib import closing
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsdocket.cli import main
from newsdocket.docket import Docket
from newsdocket.record.models import Record, content_hash
from newsdocket.tables.schema import TABLES
from newsdocket.tables.sinks import FORMULA, from_cell, to_cell
from newsdocket.tables.writer import write_tables
from viewing import PROVENANCE, write_records

EVIL = {
    "courts": '=HYPERLINK("http://x.example","Court of Appeals")',
    "people": "@SUM(1+1)*cmd|' /C calc'!A0 Moss",
    "parties": "<script>alert(1)</script><img src=x onerror=alert(2)>",
    "labels": '" onmouseover="alert(3)" x=\'',
    "claims": "-2+3+cmd|' /C calc'!A0 fraud",
    "counts": "7 \x1b[2J\x1b]0;owned\x07\x9b31m acres",
    "amounts": "+$5'); DROP TABLE articles;--",
    "dates": "\u202e2025 hcraM 3",
    "relief": "</script><script>alert(4)</script> injunction",
}
MORE = [
    "'=1+1",
    "[bold red]sale[/bold red] :bomb:",
    "&lt;b&gt;",
    "]]>",
    "<!-- records -->",
    "${title} {0} %s",
    "\ttab",
    "\rcr",
]
CONTROLS = re.compile("[^\\n -~\u00a0-\U0010ffff]|[\u200e\u200f\u061c\u202a-\u202e\u2066-\u2069]")


def evil_record() -> Record:
    """A record all of whose texts mean harm."""
    text = "\n".join([*EVIL.values(), *MORE])
    extra: dict[str, dict[str, Any]] = {
        "courts": {"id": "court-1", "name": EVIL["courts"], "level": "trial", "system": "federal", "country": "US"},
        "people": {"id": "person-1", "name": EVIL["people"], "role": "judge"},
        "parties": {
            "id": "party-1", "name": EVIL["parties"], "aliases": MORE, "kind": "organization", "role": "defendant",
        },
        "labels": {"id": "label-1", "name": EVIL["labels"], "parent": "=1+1"},
        "claims": {
            "id": "claim-1", "type": "fraud", "name": EVIL["claims"], "statute": "@law", "claimant": [],
            "respondent": ["party-1"], "outcome": "pending", "disposition": "filed",
        },
        "counts": {"id": "count-1", "value": "7", "basis": "exact", "item": "=acres"},
        "amounts": {
            "id": "amount-1", "value": "5", "basis": "exact", "currency": "USD", "per": "=day", "role": "awarded",
            "payer": ["party-1"], "payee": [], "claims": [],
        },
        "dates": {"id": "date-1", "value": "2025-03-03"},
        "relief": {"id": "relief-1", "type": "permanent_injunction", "against": ["party-1"]},
    }  # fmt: skip
    data: dict[str, Any] = {
        "article": {
            "id": "=id\x1b[1m", "source": "../<b>\n=x", "headline": EVIL["parties"], "url": "javascript:alert(5)",
            "content_hash": content_hash(text), "text": text,
        },
        "warnings": [{"code": "ambiguous_date", "about": "date-1", "message": "<b>\x1b[2J=1"}],
        "provenance": PROVENANCE,
    }  # fmt: skip
    for kind, item in extra.items():
        start = text.index(EVIL[kind])
        mention = {"start": start, "end": start + len(EVIL[kind]), "exact": EVIL[kind]}
        data[kind] = [{**item, "mentions": [mention]}]
    return Record.model_validate(data)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = write_records(tmp_path_factory.mktemp("evil") / "records", evil_record())
    row = {"article": "=id", "source": "\x1b[2J<b>", "stage": "read", "error": "+\u202eerror"}
    (made / "errors.jsonl").write_text(json.dumps(row) + "\n", "utf-8")
    return made


def rows_of_sqlite(path: Path) -> dict[str, list[dict[str, Any]]]:
    with closing(sqlite3.connect(path)) as database:
        database.row_factory = sqlite3.Row
        return {t.name: [dict(row) for row in database.execute(f'SELECT * FROM "{t.name}"')] for t in TABLES}


def test_a_spreadsheet_runs_no_cell_and_every_text_can_be_had_back(folder: Path, tmp_path: Path) -> None:
    assert main(["tables", str(folder), "--format", "csv", "-o", str(tmp_path / "csv"), "--quiet"]) == 0
    assert main(["tables", str(folder), "--format", "sqlite", "-o", str(tmp_path / "a.sqlite"), "--quiet"]) == 0
    stored, guarded = rows_of_sqlite(tmp_path / "a.sqlite"), 0
    for table in TABLES:
        texts = [column.name for column in table.columns if column.type == "text"]
        with (tmp_path / "csv" / f"{table.name}.csv").open(encoding="utf-8", newline="") as stream:
            rows = list(csv.DictReader(stream))
        assert len(rows) == len(stored[table.name])
        for row, same in zip(rows, stored[table.name], strict=True):
            assert not [name for name in texts if row[name][:1] in tuple("=+-@\t\r\n")]
            assert {n: from_cell(row[n]) for n in texts} == {n: same[n] or "" for n in texts}
            guarded += sum(row[name] != (same[name] or "") for name in texts)
    assert guarded > 15


@given(st.text(st.sampled_from("'=+-@\t\r\n＝＋－＠a1 "), max_size=6))
def test_cells_are_inert_and_lose_nothing(text: str) -> None:
    cell = to_cell(text)
    assert from_cell(cell) == text
    assert not FORMULA.match(cell) or cell.startswith("'")


def test_numbers_of_csv_are_no_texts(tmp_path: Path) -> None:
    write_tables([evil_record()], tmp_path, "csv")
    with (tmp_path / "amounts.csv").open(encoding="utf-8", newline="") as stream:
        assert [row["value"] for row in csv.DictReader(stream)] == ["5"]


@pytest.mark.parametrize("format", ["sqlite", "duckdb", "parquet"])
def test_databases_hold_the_words_and_run_none(folder: Path, tmp_path: Path, format: str) -> None:
    if format != "sqlite":
        pytest.importorskip("pyarrow")
    if format == "duckdb":
        pytest.importorskip("duckdb")
    out = tmp_path / ("tables" if format == "parquet" else f'it\'s "here".{format}')
    assert main(["tables", str(folder), "--format", format, "-o", str(out), "--quiet"]) == 0
    assert first_value(out, format, "parties", "name") == EVIL["parties"]
    assert first_value(out, format, "amounts", "words") == EVIL["amounts"]
    assert first_value(out, format, "failures", "error") == "+\u202eerror"
    assert [path.name for path in tmp_path.iterdir()] == [out.name]


def first_value(path: Path, format: str, table: str, column: str) -> Any:
    if format == "sqlite":
        return rows_of_sqlite(path)[table][0][column]
    if format == "duckdb":
        import duckdb

        with duckdb.connect(str(path), read_only=True) as database:
            return database.execute(f'SELECT "{column}" FROM "{table}"').fetchall()[0][0]
    import pyarrow.parquet

    return pyarrow.parquet.read_table(path / f"{table}.parquet").column(column)[0].as_py()


class Page(HTMLParser):
    """Elements of a page, and what runs or fetches in it."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.scripts: list[dict[str, str | None]] = []
        self.bad: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = dict(attrs)
        if tag == "script":
            self.scripts.append(values)
        handlers = [name for name in values if name.startswith("on")]
        addresses = [v for n, v in attrs if n in ("src", "href") and v and not v.startswith(("#", "view.html"))]
        if tag in ("img", "iframe", "object", "embed", "base", "link", "b") or handlers or addresses:
            self.bad.append(f"{tag} {attrs}")


@pytest.mark.parametrize("name", ["view", "report"])
def test_pages_hold_the_words_as_text(folder: Path, tmp_path: Path, name: str) -> None:
    out = tmp_path / f"{name}.html"
    title = "</title><script>alert(6)</script>"
    more = ["--view", str(tmp_path / "view.html")] if name == "report" else []
    assert main([name, str(folder), "-o", str(out), "--title", title, "--quiet", *more]) == 0
    text = out.read_text("utf-8")
    page = Page(text)
    own = [script for script in page.scripts if script.get("type") != "application/json"]
    assert len(own) == (1 if name == "view" else 0)
    assert [text for text in page.bad if not text.startswith("b []")] == []
    assert "default-src 'none'" in text
    assert not re.search(r"<script>alert|<img|onerror=alert\(2\)>", text)


def test_the_terminal_gets_nothing_to_obey(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["show", str(folder), "--text"]) == 1
    shown = capsys.readouterr()
    assert not CONTROLS.findall(shown.out + shown.err)
    assert "[bold red]sale[/bold red] :bomb:" in shown.out
    assert main(["validate", str(folder / "records.jsonl")]) == 0
    assert not CONTROLS.findall(capsys.readouterr().out)


def test_messages_about_articles_and_paths_are_plain(
    docket: Docket, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    bad = tmp_path / "\x1b[2J\u202ebad\n:bomb:.txt"
    bad.write_bytes(b"\x00")
    rows = tmp_path / "rows.jsonl"
    rows.write_text(json.dumps({"id": "\x1b[31m[bold]x", "text": "Acme \x1b[2J\u202e sued Bolt Inc. for $5 million."}))
    for command in (
        ["extract", str(bad)],
        ["explain", str(bad)],
        ["explain", str(rows), "--rejected"],
        ["extract", str(rows)],
        ["run", str(tmp_path), "-o", str(tmp_path / "out")],
        ["show", str(tmp_path / "\x1b[2Jnothing")],
        ["run", str(tmp_path / "\x1b[2Jnothing"), "-o", str(tmp_path / "out")],
    ):
        main(command)
        shown = capsys.readouterr()
        assert not CONTROLS.findall(shown.out + shown.err), command
        assert "💣" not in shown.out + shown.err


@pytest.mark.parametrize("tool", ["doccano", "labelstudio", "prodigy"])
def test_exported_tasks_are_data(folder: Path, tmp_path: Path, tool: str) -> None:
    out = tmp_path / "tasks.jsonl"
    assert main(["export", str(folder / "records.jsonl"), "--format", tool, "-o", str(out)]) == 0
    lines = out.read_text("utf-8").split("\n")
    assert len([json.loads(line) for line in lines if line]) == 1

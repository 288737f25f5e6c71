"""Tables of records: rows, keys, types, and what each format gives back."""

from __future__ import annotations

import csv
import json
import re
import sqlite3
import sys
from collections.abc import Iterator
from contextlib import closing
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsdocket.cli import main
from newsdocket.errors import UsageError
from newsdocket.read.article import Failure
from newsdocket.tables.rows import first_day, fitted, last_day, rows_of
from newsdocket.tables.schema import TABLES
from newsdocket.tables.sinks import PACKAGE, data_package
from newsdocket.tables.writer import TABLE_FORMATS, TablesWriter, table_path, write_tables
from viewing import plain, quarry, write_records

FAILED = Failure("bad", "in/bad.txt", "read", "empty")
ODD = plain("odd", 'Line one,\n"two"; é 🪨 \ud800 =1+1', headline='=HYPERLINK("x")')
DOCS = Path(__file__).resolve().parent.parent / "docs" / "tables.md"


def outcomes() -> list[object]:
    return [quarry(), ODD, FAILED, quarry("second").without_text()]


def test_rows_follow_the_columns_and_are_unique_by_key() -> None:
    rows = rows_of(quarry())
    assert set(rows) == {table.name for table in TABLES} - {"failures"}
    for table in TABLES:
        names = [column.name for column in table.columns]
        keys = [tuple(row[names.index(k)] for k in table.key) for row in rows.get(table.name, [])]
        assert len(keys) == len(set(keys))
        for row in rows.get(table.name, []):
            assert len(row) == len(names), table.name
            assert all(value is not None or not c.required for value, c in zip(row, table.columns, strict=True))


@pytest.mark.parametrize(
    ("value", "first", "last"),
    [
        ("2016", date(2016, 1, 1), date(2016, 12, 31)),
        ("2016-02", date(2016, 2, 1), date(2016, 2, 29)),
        ("2016-10-25", date(2016, 10, 25), date(2016, 10, 25)),
        ("2013-02/2015-05", date(2013, 2, 1), date(2015, 5, 31)),
        ("2013/2015-05-02", date(2013, 1, 1), date(2015, 5, 2)),
        ("0000", None, None),
        ("2015-13", None, None),
        ("2015-02-30", None, None),
    ],
)
def test_days_of_dates(value: str, first: date | None, last: date | None) -> None:
    assert (first_day(value), last_day(value)) == (first, last)


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("322000000", "322000000"),
        ("0.0000000005", "0.000000000"),
        ("1.1234567895", "1.123456790"),
        ("99999999999999999999999999999", "99999999999999999999999999999"),
        ("99999999999999999999999999999.9999999999", None),
        ("1e29", None),
        ("-5.5", "-5.5"),
    ],
)
def test_figures_that_do_not_fit(value: str, expected: str | None) -> None:
    assert fitted(Decimal(value)) == (None if expected is None else Decimal(expected))


@given(st.decimals(allow_nan=False, allow_infinity=False, places=9, min_value=-(10**28), max_value=10**28))
def test_figures_that_fit_are_kept(value: Decimal) -> None:
    assert fitted(value) == value


def test_csv(tmp_path: Path) -> None:
    write_tables(outcomes(), tmp_path, "csv")
    with (tmp_path / "amounts.csv").open(encoding="utf-8", newline="") as stream:
        amounts = list(csv.DictReader(stream))
    assert [row["value"] for row in amounts[:3]] == ["1200000", "1000000", "150000.25"]
    assert amounts[1]["part_of"] == "amount-1"
    with (tmp_path / "articles.csv").open(encoding="utf-8", newline="") as stream:
        odd = next(row for row in csv.DictReader(stream) if row["article_id"] == "odd")
    assert odd["text"] == 'Line one,\n"two"; é 🪨 ? =1+1'
    checks = (tmp_path / "checks.csv").read_text().splitlines()
    assert checks[1] == "quarry,1,sum,false,49999.75"
    assert "bad,in/bad.txt,read,empty" in (tmp_path / "failures.csv").read_text()


def test_the_data_package_names_every_file_and_key(tmp_path: Path) -> None:
    write_tables(outcomes(), tmp_path, "csv")
    package = json.loads((tmp_path / PACKAGE).read_text())
    assert package == data_package()
    for resource in package["resources"]:
        header = (tmp_path / resource["path"]).read_text().splitlines()[0].split(",")
        assert header == [field["name"] for field in resource["schema"]["fields"]]


@pytest.fixture
def database(tmp_path: Path) -> Iterator[sqlite3.Connection]:
    writer = write_tables(outcomes(), tmp_path / "d", "sqlite")
    assert writer.path == tmp_path / "d" / "newsdocket.sqlite"
    with closing(sqlite3.connect(writer.path)) as connection:
        yield connection


def test_sqlite_keys_hold(database: sqlite3.Connection) -> None:
    assert database.execute("PRAGMA foreign_key_check").fetchall() == []
    assert database.execute("PRAGMA integrity_check").fetchall() == [("ok",)]


def test_sqlite_money_is_a_number_and_exact(database: sqlite3.Connection) -> None:
    rows = database.execute("SELECT value, typeof(value) FROM amounts WHERE article_id = 'quarry'").fetchall()
    assert rows == [(1200000, "integer"), (1000000, "integer"), (150000.25, "real")]


def test_sqlite_full_text_search_ignores_endings_and_accents(database: sqlite3.Connection) -> None:
    for words in ("trespassing", "basalt", "injunctions acres", "blasting AND wall"):
        found = database.execute(
            "SELECT article_id FROM articles JOIN articles_fts ON articles_fts.rowid = articles.rowid"
            " WHERE articles_fts MATCH ?",
            [words],
        ).fetchall()
        assert found == [("quarry",)], words


def test_sqlite_views(database: sqlite3.Connection) -> None:
    awards = database.execute("SELECT payer, payee, value, words FROM awards WHERE article_id = 'quarry'").fetchall()
    assert awards == [("Basalt & Sons", "Tarn Farms", 1200000, "$1.2 million")]
    outcome = database.execute(
        "SELECT claimant, respondent, outcome FROM outcomes WHERE claim_id = 'claim-1' LIMIT 1"
    ).fetchone()
    assert outcome == ("Tarn Farms", "Basalt & Sons", "found_for_claimant")
    assert database.execute(
        "SELECT court, warnings, failing_checks FROM docket WHERE article_id = 'quarry'"
    ).fetchone() == (
        "District Court of Ruritania",
        1,
        1,
    )
    review = database.execute("SELECT reason, detail FROM to_review ORDER BY article_id").fetchall()
    assert ("no record", "read: empty") in review
    assert ("figures do not add up", "sum of amount-2, amount-3 differs from amount-1 by 49999.75") in review


def test_parquet_types(tmp_path: Path) -> None:
    parquet = pytest.importorskip("pyarrow.parquet")
    write_tables(outcomes(), tmp_path, "parquet")
    schema = parquet.read_schema(tmp_path / "amounts.parquet")
    assert str(schema.field("value").type) == "decimal128(38, 9)"
    assert str(parquet.read_schema(tmp_path / "articles.parquet").field("published").type) == "date32[day]"
    assert parquet.read_table(tmp_path / "amounts.parquet")["value"].to_pylist()[:3] == [
        Decimal("1200000"),
        Decimal("1000000"),
        Decimal("150000.25"),
    ]
    assert parquet.read_table(tmp_path / "checks.parquet")["holds"].to_pylist() == [False, False]


def test_parquet_is_read_by_pandas_polars_and_duckdb(tmp_path: Path) -> None:
    pytest.importorskip("pyarrow")
    write_tables(outcomes(), tmp_path, "parquet")
    file = tmp_path / "amounts.parquet"
    pandas = pytest.importorskip("pandas")
    assert pandas.read_parquet(file)["value"].iloc[2] == Decimal("150000.25")
    polars = pytest.importorskip("polars")
    assert polars.read_parquet(file).schema["value"] == polars.Decimal(38, 9)
    duckdb = pytest.importorskip("duckdb")
    assert duckdb.sql(f"SELECT sum(value) FROM '{file}'").fetchall() == [(Decimal("4700000.5"),)]


def test_duckdb(tmp_path: Path) -> None:
    duckdb = pytest.importorskip("duckdb")
    pytest.importorskip("pyarrow")
    path = write_tables(outcomes(), tmp_path / "n.duckdb", "duckdb").path
    assert path == tmp_path / "n.duckdb"
    with duckdb.connect(str(path), read_only=True) as database:
        assert database.execute("SELECT typeof(value), max(value) FROM amounts GROUP BY 1").fetchall() == [
            ("DECIMAL(38,9)", Decimal("1200000"))
        ]
        assert database.execute("SELECT published FROM docket WHERE article_id = 'quarry'").fetchone() == (
            date(2025, 3, 4),
        )
        assert len(database.execute("SELECT * FROM to_review").fetchall()) == 5


@pytest.mark.parametrize("format", TABLE_FORMATS)
def test_an_interrupted_run_leaves_what_stood_before(tmp_path: Path, format: str) -> None:
    for extra in {"parquet": ["pyarrow"], "duckdb": ["duckdb", "pyarrow"]}.get(format, []):
        pytest.importorskip(extra)
    write_tables([quarry()], tmp_path, format)
    before = {path.name: path.read_bytes() for path in tmp_path.iterdir()}

    def broken() -> Iterator[object]:
        yield quarry("other")
        raise RuntimeError

    with pytest.raises(RuntimeError):
        write_tables(broken(), tmp_path, format)
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == before


@pytest.mark.parametrize(("format", "module"), [("parquet", "pyarrow"), ("duckdb", "pyarrow"), ("duckdb", "duckdb")])
def test_a_missing_extra_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], format: str, module: str
) -> None:
    if module == "duckdb":
        pytest.importorskip("pyarrow")
    monkeypatch.setitem(sys.modules, module, None)
    folder = write_records(tmp_path / "in", quarry())
    assert main(["tables", str(folder), "--format", format, "-o", str(tmp_path / "out")]) == 2
    assert f"needs {module}: pip install 'newsdocket[{format}]'" in capsys.readouterr().err


def test_many_batches(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("newsdocket.tables.writer.BATCH", 2)
    path = write_tables((quarry(f"q{i}") for i in range(7)), tmp_path, "sqlite").path
    with closing(sqlite3.connect(path)) as database:
        assert database.execute("SELECT count(*) FROM amounts").fetchone() == (21,)


def test_places() -> None:
    assert table_path("out", "duckdb") == Path("out/newsdocket.duckdb")
    assert table_path("out/x.db", "sqlite") == Path("out/x.db")
    assert table_path("out", "csv") == Path("out")
    with pytest.raises(UsageError, match="unknown format"):
        TablesWriter("out", "xlsx")  # type: ignore[arg-type]


def test_command(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    folder = write_records(tmp_path / "in", quarry(), quarry("second"))
    (folder / "errors.jsonl").write_text('{"article": "a", "source": "b", "stage": "read", "error": "c"}\n')
    assert main(["tables", str(folder), "--format", "csv", "--output", str(folder)]) == 0
    assert f"{folder}: 2 articles, 1 articles without a record" in capfd.readouterr().out
    assert main(["tables", str(folder), "--format", "sqlite", "--output", str(folder), "--no-text"]) == 0
    assert "2 articles, 1 articles" in capfd.readouterr().out
    with closing(sqlite3.connect(folder / "newsdocket.sqlite")) as database:
        assert database.execute("SELECT count(text) FROM articles").fetchone() == (0,)
    (tmp_path / "empty").mkdir()
    assert main(["tables", str(tmp_path / "empty"), "--output", str(tmp_path / "o")]) == 2
    assert list((tmp_path / "o").iterdir()) == []


def test_the_questions_of_the_documentation_run_on_both_databases(tmp_path: Path) -> None:
    questions = re.findall(r"```sql\n(.*?)```", DOCS.read_text("utf-8"), re.S)
    assert len(questions) >= 5
    with closing(sqlite3.connect(write_tables(outcomes(), tmp_path, "sqlite").path)) as database:
        for question in questions:
            assert database.execute(question).fetchall(), question
    duckdb = pytest.importorskip("duckdb")
    pytest.importorskip("pyarrow")
    with duckdb.connect(str(write_tables(outcomes(), tmp_path, "duckdb").path)) as database:
        for question in questions:
            if "MATCH" not in question:
                assert database.execute(question).fetchall(), question


def test_the_documentation_names_every_table_and_column() -> None:
    text = DOCS.read_text("utf-8")
    for table in TABLES:
        assert f"`{table.name}`" in text
        assert all(f"`{column.name}`" in text for column in table.columns), table.name

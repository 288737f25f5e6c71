"""Records and failures in, tables out, in any of the formats."""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path
from types import TracebackType
from typing import Literal

from newsdocket.errors import UsageError
from newsdocket.read.article import Failure
from newsdocket.record.models import Record
from newsdocket.tables.rows import Row, Rows, Value, rows_of
from newsdocket.tables.schema import TABLES
from newsdocket.tables.sinks import CsvSink, Sink

TableFormat = Literal["csv", "parquet", "sqlite", "duckdb"]
TABLE_FORMATS: tuple[TableFormat, ...] = ("csv", "parquet", "sqlite", "duckdb")
DATABASE_NAMES = {"sqlite": "newsdocket.sqlite", "duckdb": "newsdocket.duckdb"}
DATABASE_SUFFIXES = (".sqlite", ".sqlite3", ".db", ".duckdb")
BATCH = 500
"""Records whose rows are written together."""


class TablesWriter:
    """Takes outcomes one by one, as the writers of records do; used in ``with``, an exception leaves no tables."""

    def __init__(self, output: str | os.PathLike[str], format: TableFormat, *, keep_text: bool = True) -> None:
        self.path = table_path(output, format)
        self.keep_text = keep_text
        self.records = self.failures = 0
        self._sink = _open_sink(self.path, format)
        self._rows: Rows = {}

    def write(self, outcome: Record | Failure) -> None:
        """Adds a record's rows, or a row of ``failures``."""
        if isinstance(outcome, Failure):
            self.failures += 1
            row: Row = (self.failures, outcome.id, outcome.source, outcome.stage, outcome.error)
            self._rows.setdefault("failures", []).append(tuple(_clean(value) for value in row))
            return
        self.records += 1
        for name, rows in rows_of(outcome if self.keep_text else outcome.without_text()).items():
            self._rows.setdefault(name, []).extend(tuple(_clean(value) for value in row) for row in rows)
        if self.records % BATCH == 0:
            self._flush()

    def _flush(self) -> None:
        for table in TABLES:
            rows = self._rows.get(table.name)
            if rows:
                self._sink.append(table, rows)
        self._rows = {}

    def __enter__(self) -> TablesWriter:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        complete = False
        try:
            if kind is None:
                self._flush()
                self._sink.finish()
                complete = True
        finally:
            if not complete:
                self._sink.discard()


def table_path(output: str | os.PathLike[str], format: TableFormat) -> Path:
    """Where the tables go: the folder itself, or for a database the file named, else ``newsdocket.FORMAT`` in it."""
    path = Path(output)
    if format not in DATABASE_NAMES or (path.suffix.lower() in DATABASE_SUFFIXES and not path.is_dir()):
        return path
    return path / DATABASE_NAMES[format]


def write_tables(
    outcomes: Iterable[Record | Failure],
    output: str | os.PathLike[str],
    format: TableFormat,
    *,
    keep_text: bool = True,
) -> TablesWriter:
    """Writes ``outcomes`` as tables to ``output`` and gives the closed writer, which knows path and numbers.

    Raises :class:`UsageError` for an unknown format, a missing extra, or a place that cannot be written.
    """
    with TablesWriter(output, format, keep_text=keep_text) as writer:
        for outcome in outcomes:
            writer.write(outcome)
    return writer


def _open_sink(path: Path, format: TableFormat) -> Sink:
    try:
        if format == "csv":
            return CsvSink(path)
        if format == "sqlite":
            from newsdocket.tables.sqlite import SqliteSink

            return SqliteSink(path)
        if format in ("parquet", "duckdb"):
            from newsdocket.tables.arrow import DuckdbSink, ParquetSink

            return ParquetSink(path) if format == "parquet" else DuckdbSink(path)
    except OSError as error:
        raise UsageError(f"cannot write {path}: {error.strerror or error}") from error
    raise UsageError(f"unknown format {format!r}; one of {', '.join(TABLE_FORMATS)}")


def _clean(value: Value) -> Value:
    """Text that UTF-8 can hold: a lone surrogate becomes ``?``, which keeps every offset."""
    return value.encode("utf-8", "replace").decode("utf-8") if isinstance(value, str) else value

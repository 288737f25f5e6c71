"""Where rows go: the protocol that every format follows, and CSV."""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Iterable
from contextlib import suppress
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any, Protocol, TextIO

from newsdocket.record.models import decimal_string
from newsdocket.tables.rows import Row, Value
from newsdocket.tables.schema import TABLES, Column, Table
from newsdocket.write.files import AtomicFile, write_text
from newsdocket.write.writers import make_folder

PACKAGE = "datapackage.json"
FORMULA = re.compile("('*)[=+\\-@\t\r\n\uff1d\uff0b\uff0d\uff20]")
"""How a text begins that a spreadsheet would take for a formula (OWASP, CSV injection; the wide forms too), after any
number of apostrophes."""


class Sink(Protocol):
    """Takes rows of tables in any order of tables; complete once ``finish`` was called."""

    def append(self, table: Table, rows: list[Row]) -> None:
        """Adds ``rows`` to ``table``."""

    def finish(self) -> None:
        """Puts everything in its place."""

    def discard(self) -> None:
        """Leaves nothing behind; what stood in the place before stays."""


class CsvSink:
    """One CSV file for each table (UTF-8, RFC 4180 quoting) and a ``datapackage.json`` that says types and keys.

    Texts that a spreadsheet would run as a formula begin with an apostrophe more; :func:`from_cell` takes it off.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = make_folder(folder)
        self._files = {table.name: AtomicFile(self.folder / f"{table.name}.csv") for table in TABLES}
        self._writers = {name: csv.writer(_UnixLines(file.stream)) for name, file in self._files.items()}
        for table in TABLES:
            self._writers[table.name].writerow(column.name for column in table.columns)

    def append(self, table: Table, rows: list[Row]) -> None:
        """Adds ``rows`` to the file of ``table``."""
        self._writers[table.name].writerows([_csv_value(value) for value in row] for row in rows)

    def finish(self) -> None:
        """Puts the files and the data package in their places."""
        for file in self._files.values():
            file.close()
        write_text(self.folder / PACKAGE, json.dumps(data_package(), indent=2, ensure_ascii=False) + "\n")

    def discard(self) -> None:
        """Removes what was written so far."""
        for file in self._files.values():
            file.discard()


class _UnixLines:
    """A stream for :func:`csv.writer`, which quotes a carriage return only where its own lines end in one: rows come
    with ``\\r\\n`` and leave with ``\\n``."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream

    def write(self, row: str) -> int:
        """Writes one row."""
        return self._stream.write(row.removesuffix("\r\n") + "\n")


def to_cell(text: str) -> str:
    """``text`` as a cell that no spreadsheet runs: with an apostrophe before it where it begins as a formula does."""
    return f"'{text}" if FORMULA.match(text) else text


def from_cell(cell: str) -> str:
    """The text that :func:`to_cell` made ``cell`` of."""
    found = FORMULA.match(cell)
    return cell[1:] if found and found[1] else cell


def _csv_value(value: Value) -> str | int | None:
    if isinstance(value, str):
        return to_cell(value)
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, Decimal):
        return decimal_string(value)
    return value.isoformat() if isinstance(value, date) else value


def data_package() -> dict[str, Any]:
    """The Frictionless data package of the CSV files: types, descriptions, primary and foreign keys."""
    return {"name": "newsdocket", "profile": "tabular-data-package", "resources": [_resource(t) for t in TABLES]}


def _resource(table: Table) -> dict[str, Any]:
    references = [
        {"fields": list(r.columns), "reference": {"resource": r.table, "fields": list(r.targets)}}
        for r in table.references
    ]
    schema: dict[str, Any] = {"fields": [_field(c) for c in table.columns], "primaryKey": list(table.key)}
    if references:
        schema["foreignKeys"] = references
    return {
        "name": table.name,
        "description": table.description,
        "path": f"{table.name}.csv",
        "profile": "tabular-data-resource",
        "encoding": "utf-8",
        "schema": schema,
    }


def _field(column: Column) -> dict[str, Any]:
    kind = {"text": "string", "decimal": "number"}.get(column.type, column.type)
    field: dict[str, Any] = {"name": column.name, "type": kind, "description": column.description}
    return {**field, "constraints": {"required": True}} if column.required else field


def remove(paths: Iterable[Path]) -> None:
    """Removes what there is of ``paths``."""
    for path in paths:
        with suppress(OSError):
            path.unlink(missing_ok=True)

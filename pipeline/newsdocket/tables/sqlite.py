"""SQLite: one file with keys, indexes, views and full-text search, as Datasette likes it."""

from __future__ import annotations

import os
import sqlite3
from datetime import date
from decimal import Decimal
from pathlib import Path

from newsdocket.record.models import decimal_string
from newsdocket.tables.rows import Row, Value
from newsdocket.tables.schema import PRECISION, SCALE, TABLES, Table
from newsdocket.tables.sinks import remove
from newsdocket.tables.views import views_sql
from newsdocket.write.writers import make_folder

TYPES = {
    "text": "TEXT",
    "integer": "INTEGER",
    "decimal": f"DECIMAL({PRECISION},{SCALE})",
    "boolean": "BOOLEAN",
    "date": "DATE",
}

_SEARCH = """
CREATE VIRTUAL TABLE articles_fts USING fts5(
  headline, text, content="articles", tokenize="porter unicode61 remove_diacritics 2");
INSERT INTO articles_fts(articles_fts) VALUES ('rebuild');
"""


class SqliteSink:
    """A database beside its place, moved into it when it is complete."""

    def __init__(self, path: Path) -> None:
        make_folder(path.parent)
        self.path = path
        self.part = path.with_name(f".{path.name}.{os.getpid()}.part")
        remove([self.part])
        self._database = sqlite3.connect(self.part)
        self._database.executescript("PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF;" + create_tables())

    def append(self, table: Table, rows: list[Row]) -> None:
        """Adds ``rows`` to ``table``."""
        marks = ", ".join("?" * len(table.columns))
        values = ([_sqlite_value(value) for value in row] for row in rows)
        self._database.executemany(f'INSERT INTO "{table.name}" VALUES ({marks})', values)

    def finish(self) -> None:
        """Adds indexes, search and views, and puts the file in its place."""
        self._database.commit()
        self._database.executescript("\n".join(_indexes()) + _SEARCH + views_sql() + "PRAGMA optimize;")
        self._database.close()
        os.replace(self.part, self.path)

    def discard(self) -> None:
        """Removes what was written so far."""
        self._database.close()
        remove([self.part])


def create_tables(*, references: bool = True, types: dict[str, str] = TYPES) -> str:
    """``CREATE TABLE`` for every table; ``references`` adds the foreign keys."""
    return "\n".join(_create(table, types, references) for table in TABLES)


def _create(table: Table, types: dict[str, str], references: bool) -> str:
    parts = [f'"{c.name}" {types[c.type]}{" NOT NULL" if c.required else ""}' for c in table.columns]
    parts.append(f"PRIMARY KEY ({_list(table.key)})")
    if references:
        parts += [
            f'FOREIGN KEY ({_list(r.columns)}) REFERENCES "{r.table}" ({_list(r.targets)})' for r in table.references
        ]
    return f'CREATE TABLE "{table.name}" (\n  ' + ",\n  ".join(parts) + "\n);"


def _list(names: tuple[str, ...]) -> str:
    return ", ".join(f'"{name}"' for name in names)


def _indexes() -> list[str]:
    """Indexes for the columns that people filter by and that the views join on."""
    wanted = (
        ("articles", "published"),
        ("courts", "court_id"),
        ("parties", "name"),
        ("amounts", "role"),
        ("claims", "type"),
        ("relief", "type"),
        ("mentions", "item_id"),
    )
    return [f'CREATE INDEX "{table}_{column}" ON "{table}" ("{column}");' for table, column in wanted]


def _sqlite_value(value: Value) -> str | int | None:
    """Decimals go in as text, which a column of numeric affinity turns into an exact integer or, if it has a fraction,
    into the nearest double."""
    if isinstance(value, Decimal):
        return decimal_string(value)
    return value.isoformat() if isinstance(value, date) else value

"""Apache Parquet and DuckDB, both by way of Arrow. pyarrow and duckdb are extras and imported here only."""

from __future__ import annotations

import os
from importlib import import_module
from pathlib import Path
from typing import Any

from newsdocket.errors import UsageError
from newsdocket.tables.rows import Row
from newsdocket.tables.schema import PRECISION, SCALE, TABLES, Table
from newsdocket.tables.sinks import remove
from newsdocket.tables.sqlite import create_tables
from newsdocket.tables.views import views_sql
from newsdocket.write.writers import make_folder

DUCKDB_TYPES = {
    "text": "VARCHAR",
    "integer": "BIGINT",
    "decimal": f"DECIMAL({PRECISION},{SCALE})",
    "boolean": "BOOLEAN",
    "date": "DATE",
}


def needed(module: str, extra: str) -> Any:
    """``module``, imported. Raises :class:`UsageError` that names the extra where it is not installed."""
    try:
        return import_module(module)
    except ImportError as error:
        package = module.partition(".")[0]
        raise UsageError(f"--format {extra} needs {package}: pip install 'newsdocket[{extra}]'") from error


def arrow_schema(pa: Any, table: Table) -> Any:
    """The Arrow schema of ``table``: decimals are ``decimal128(38, 9)``, days ``date32``."""
    types = {
        "text": pa.string(),
        "integer": pa.int64(),
        "decimal": pa.decimal128(PRECISION, SCALE),
        "boolean": pa.bool_(),
        "date": pa.date32(),
    }
    fields = [
        pa.field(c.name, types[c.type], nullable=not c.required, metadata={"description": c.description})
        for c in table.columns
    ]
    return pa.schema(fields, metadata={"description": table.description})


def arrow_table(pa: Any, table: Table, rows: list[Row]) -> Any:
    """``rows`` as an Arrow table."""
    schema = arrow_schema(pa, table)
    columns = zip(*rows, strict=True) if rows else [()] * len(table.columns)
    arrays = [pa.array(list(column), type=field.type) for column, field in zip(columns, schema, strict=True)]
    return pa.Table.from_arrays(arrays, schema=schema)


class ParquetSink:
    """One Parquet file for each table, put in their places together."""

    def __init__(self, folder: Path) -> None:
        self._pa = needed("pyarrow", "parquet")
        parquet = needed("pyarrow.parquet", "parquet")
        self.folder = make_folder(folder)
        self._parts = {t.name: self.folder / f".{t.name}.{os.getpid()}.part" for t in TABLES}
        self._writers = {
            t.name: parquet.ParquetWriter(self._parts[t.name], arrow_schema(self._pa, t), compression="zstd")
            for t in TABLES
        }

    def append(self, table: Table, rows: list[Row]) -> None:
        """Adds ``rows`` to the file of ``table``, as one row group."""
        self._writers[table.name].write_table(arrow_table(self._pa, table, rows))

    def finish(self) -> None:
        """Puts the files in their places."""
        for writer in self._writers.values():
            writer.close()
        for name, part in self._parts.items():
            os.replace(part, self.folder / f"{name}.parquet")

    def discard(self) -> None:
        """Removes what was written so far."""
        for writer in self._writers.values():
            writer.close()
        remove(self._parts.values())


class DuckdbSink:
    """A DuckDB database beside its place, moved into it when it is complete."""

    def __init__(self, path: Path) -> None:
        self._pa = needed("pyarrow", "duckdb")
        duckdb = needed("duckdb", "duckdb")
        make_folder(path.parent)
        self.path = path
        self.part = path.with_name(f".{path.name}.{os.getpid()}.part")
        remove([self.part])
        self._database = duckdb.connect(str(self.part))
        self._database.execute(create_tables(references=False, types=DUCKDB_TYPES))

    def append(self, table: Table, rows: list[Row]) -> None:
        """Adds ``rows`` to ``table``."""
        self._database.register("batch", arrow_table(self._pa, table, rows))
        self._database.execute(f'INSERT INTO "{table.name}" SELECT * FROM batch')
        self._database.unregister("batch")

    def finish(self) -> None:
        """Adds the views and puts the file in its place."""
        self._database.execute(views_sql())
        self._database.close()
        os.replace(self.part, self.path)

    def discard(self) -> None:
        """Removes what was written so far."""
        self._database.close()
        remove([self.part, self.part.with_name(self.part.name + ".wal")])

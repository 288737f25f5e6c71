"""``newsdocket tables``: records as CSV, Parquet, SQLite or DuckDB."""

from __future__ import annotations

import argparse
from argparse import Namespace

TABLE_FORMATS = ("csv", "parquet", "sqlite", "duckdb")


def add_commands(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Adds ``tables`` and what can be said after it."""
    command = commands.add_parser("tables", help="records as CSV, Parquet, SQLite or DuckDB")
    command.add_argument("paths", nargs="+", metavar="PATH", help="folder or file of records")
    command.add_argument("-o", "--output", required=True, metavar="PATH", help="folder, or a database file")
    command.add_argument("--format", choices=TABLE_FORMATS, default="sqlite", help="default: %(default)s")
    command.add_argument("--no-text", action="store_true", help="leave the articles' texts out")
    command.add_argument("--quiet", action="store_true", help="errors only")


def tables(options: Namespace) -> int:
    """``newsdocket tables``: writes the tables and says where they stand."""
    from newsdocket.cli.commands import emit
    from newsdocket.errors import UsageError
    from newsdocket.tables.reading import read_outcomes
    from newsdocket.tables.writer import TablesWriter

    with TablesWriter(options.output, options.format, keep_text=not options.no_text) as writer:
        for outcome in read_outcomes(options.paths):
            writer.write(outcome)
        if not writer.records and not writer.failures:
            raise UsageError(f"no records under {', '.join(options.paths)}")
    if not options.quiet:
        failed = f", {writer.failures} articles without a record" if writer.failures else ""
        emit(f"{writer.path}: {writer.records} articles{failed}")
    return 0

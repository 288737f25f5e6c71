"""The views of the databases, in SQL that SQLite and DuckDB both read."""

from __future__ import annotations

from newsdocket.packaged import packaged_text


def views_sql() -> str:
    """``CREATE VIEW`` for every view."""
    return packaged_text("tables/views.sql")

"""The views of the databases, in SQL that SQLite and DuckDB both read."""

from __future__ import annotations

from importlib.resources import files


def views_sql() -> str:
    """``CREATE VIEW`` for every view."""
    return (files("newsdocket.tables") / "views.sql").read_text("utf-8")

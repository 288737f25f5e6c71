"""Records as tables for analysis: CSV, Parquet, SQLite, DuckDB. See ``docs/tables.md``."""

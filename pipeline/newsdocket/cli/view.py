"""``newsdocket view``: records as one page."""

from __future__ import annotations

import argparse
from argparse import Namespace
from pathlib import Path


def add_commands(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Adds ``view`` and what can be said after it."""
    command = commands.add_parser("view", help="records as one HTML page to search and read, without a server")
    command.add_argument("paths", nargs="+", metavar="PATH", help="folder or file of records")
    command.add_argument("-o", "--output", metavar="FILE", help="where the page goes (default: view.html beside them)")
    command.add_argument("--title", default="Court news", metavar="WORDS", help="title of the page")
    command.add_argument("--quiet", action="store_true", help="errors only")


def page_path(options: Namespace, name: str) -> Path:
    """Where a page goes: ``--output``, else ``name`` in the first folder of records, or beside the first file."""
    if options.output is not None:
        return Path(options.output)
    first = Path(options.paths[0])
    return (first if first.is_dir() else first.parent) / name


def view(options: Namespace) -> int:
    """``newsdocket view``: writes the page and says where it stands."""
    from newsdocket.cli.commands import emit
    from newsdocket.view import write_view
    from newsdocket.view.page import DEFAULT_NAME

    result = write_view(options.paths, page_path(options, DEFAULT_NAME), title=options.title)
    if not options.quiet:
        failed = f", {result.failures} articles without a record" if result.failures else ""
        emit(f"{result.path}: {result.records} articles{failed}")
    return 0

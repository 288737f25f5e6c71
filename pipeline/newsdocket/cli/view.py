"""``newsdocket view`` and ``newsdocket report``: records as a page."""

from __future__ import annotations

import argparse
import os
from argparse import Namespace
from pathlib import Path


def add_commands(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Adds ``view`` and ``report`` and what can be said after them."""
    _page(commands, "view", "records as one HTML page to search and read, without a server", "Court news")
    words = "totals, outcomes and awards of records as one HTML page with plots"
    command = _page(commands, "report", words, "Court news report")
    command.add_argument("--view", metavar="FILE", help="the view of the same records, for articles to link to")


def _page(
    commands: argparse._SubParsersAction[argparse.ArgumentParser], name: str, words: str, title: str
) -> argparse.ArgumentParser:
    command = commands.add_parser(name, help=words)
    command.add_argument("paths", nargs="+", metavar="PATH", help="folder or file of records")
    command.add_argument("-o", "--output", metavar="FILE", help=f"the page (default: {name}.html beside the records)")
    command.add_argument("--title", default=title, metavar="WORDS", help="title of the page")
    command.add_argument("--quiet", action="store_true", help="errors only")
    return command


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

    result = write_view(options.paths, page_path(options, "view.html"), title=options.title)
    if not options.quiet:
        failed = f", {result.failures} articles without a record" if result.failures else ""
        emit(f"{result.path}: {result.records} articles{failed}")
    return 0


def report(options: Namespace) -> int:
    """``newsdocket report``: writes the page and says where it stands."""
    from newsdocket.cli.commands import emit
    from newsdocket.report import write_report

    output = page_path(options, "report.html")
    view_page = None if options.view is None else Path(os.path.relpath(options.view, output.parent)).as_posix()
    path, records = write_report(options.paths, output, title=options.title, view=view_page)
    if not options.quiet:
        emit(f"{path}: {records} articles")
    return 0

"""``newsdocket show``: records as people read them."""

from __future__ import annotations

import argparse
import sys
from argparse import Namespace
from dataclasses import replace


def add_commands(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Adds ``show`` and what can be said after it."""
    command = commands.add_parser("show", help="a record as people read it, in the terminal")
    command.add_argument("paths", nargs="+", metavar="RECORD", help="file or folder of records")
    command.add_argument("--id", action="append", metavar="ID", help="only the article of this id; may be repeated")
    command.add_argument(
        "--text", action="store_true", help="the text too, with every mention in the colour of its kind"
    )


def show(options: Namespace) -> int:
    """``newsdocket show``: every record named, one after the other."""
    from rich.console import Console

    from newsdocket.cli import FINE, SOME_FAILED
    from newsdocket.errors import UsageError
    from newsdocket.read.article import Failure
    from newsdocket.tables.reading import read_outcomes
    from newsdocket.view.terminal import print_record
    from newsdocket.write.summary import failure_line

    console, errors = Console(highlight=False, emoji=False), sys.stderr
    shown = failed = 0
    for outcome in read_outcomes(options.paths):
        if isinstance(outcome, Failure):
            failed += not options.id or outcome.id in options.id
            if not options.id or outcome.id in options.id:
                print(failure_line(replace(outcome, source=outcome.id)), file=errors)
        elif not options.id or outcome.article.id in options.id:
            if shown:
                console.rule(style="dim")
            print_record(outcome, console, with_text=options.text)
            shown += 1
    if not shown and not failed:
        raise UsageError(f"no such record under {', '.join(options.paths)}")
    return SOME_FAILED if failed else FINE

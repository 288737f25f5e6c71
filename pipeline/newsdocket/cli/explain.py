"""``newsdocket explain``: why a record says what it says."""

from __future__ import annotations

import argparse
import json
import sys
from argparse import Namespace
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from newsdocket.cli.options import Commands
    from newsdocket.explain import Explanation
    from newsdocket.read.article import Failure

WORDS = "why the record of an article says what it says: the words, the rule or model, the rivals"


def add_commands(commands: Commands) -> argparse.ArgumentParser:
    """Adds ``explain`` and what can be said after it, except for the options about reading."""
    command = commands.add_parser("explain", help=WORDS, description=WORDS)
    command.add_argument("path", metavar="ARTICLE", help='an article or a file of articles; "-" reads standard input')
    command.add_argument("--published", metavar="DAY", help='day of publication, settles "on Tuesday" (YYYY-MM-DD)')
    command.add_argument(
        "--id", nargs="+", action="extend", default=[], metavar="ID", help="only these items or fields: party-1.role"
    )
    command.add_argument("--rejected", action="store_true", help="the candidates too that were not taken")
    command.add_argument(
        "--top", type=_natural, default=5, metavar="N", help="reasons of a model for a decision (default: 5)"
    )
    command.add_argument("--json", action="store_true", help="everything as JSON, one line for each article")
    command.set_defaults(format="jsonl")
    return command


def _natural(text: str) -> int:
    number = int(text)
    if number < 1:
        raise argparse.ArgumentTypeError(f"1 or more, not {text}")
    return number


def explain(options: Namespace) -> int:
    """``newsdocket explain``: explanations to standard output, failures to standard error."""
    from newsdocket.cli import FINE, SOME_FAILED
    from newsdocket.errors import UsageError
    from newsdocket.read.article import Failure
    from newsdocket.write.summary import failure_line

    failed = False
    known: dict[str, None] = {}
    for number, outcome in enumerate(_explanations(options)):
        if isinstance(outcome, Failure):
            failed = True
            print(failure_line(outcome), file=sys.stderr)
            continue
        known |= dict.fromkeys(name for v in outcome.values for name in (v.about, f"{v.about}.{v.field}"))
        _show(outcome, options, first=not number)
    missing = [id for id in options.id if id not in known]
    if missing and not failed:
        raise UsageError("; ".join(_missing(id, known) for id in missing))
    return SOME_FAILED if failed else FINE


def _missing(id: str, known: Iterable[str]) -> str:
    """That there is no ``id``, and what there is of its kind, or which fields its item has."""
    names = list(known)
    item, _, field = id.partition(".")
    kind = item.rpartition("-")[0]
    if field and item in names:
        near = [name for name in names if name.startswith(f"{item}.")]
    else:
        near = [name for name in names if "." not in name and (name.rpartition("-")[0] == kind or not kind)]
    return f"no {id} in the record" + (f", only {', '.join(near)}" if near else "")


def _explanations(options: Namespace) -> Iterator[Explanation | Failure]:
    """One explanation or failure for each article; the language pipeline is loaded when the first one is read."""
    from newsdocket.cli.commands import articles
    from newsdocket.docket import load
    from newsdocket.explain import explain as explained
    from newsdocket.read.article import Failure
    from newsdocket.read.guard import guarded

    docket = None
    for source, article in articles(options):
        if isinstance(article, Failure):
            yield article
        else:
            docket = docket or load(options.model)
            yield guarded(source, explained, docket, article, top=options.top)


def _show(explanation: Explanation, options: Namespace, *, first: bool) -> None:
    from rich.console import Console

    from newsdocket.cli.commands import emit
    from newsdocket.explain.terminal import print_explanation

    if options.json:
        emit(json.dumps(_chosen(explanation.to_dict(), options.id, options.rejected), ensure_ascii=False))
        return
    console = Console(highlight=False, emoji=False)
    if not first:
        console.rule(style="dim")
    print_explanation(explanation, console, ids=options.id, with_rejected=options.rejected)


def _chosen(data: dict[str, Any], ids: Iterable[str], rejected: bool) -> dict[str, Any]:
    wanted = set(ids)
    values = [v for v in data["values"] if not wanted or {v["about"], f"{v['about']}.{v['field']}"} & wanted]
    return {**data, "values": values, "rejected": data["rejected"] if rejected else []}

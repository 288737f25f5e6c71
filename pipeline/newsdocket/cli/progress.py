"""How far a run is, on standard error and only when that is a terminal."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator

from newsdocket.read.article import Failure
from newsdocket.run import Outcome


def progress(outcomes: Iterator[Outcome], *, total: Callable[[], int | None], shown: bool) -> Iterator[Outcome]:
    """``outcomes`` unchanged, counted on the terminal; ``total`` says how many there will be, if that is known."""
    return _shown(outcomes, total()) if shown and sys.stderr.isatty() else outcomes


def _shown(outcomes: Iterator[Outcome], total: int | None) -> Iterator[Outcome]:
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn, TimeRemainingColumn

    of = "" if total is None else f" of {total}"
    words = TextColumn(f"{{task.completed}}{of} articles, {{task.fields[errors]}} errors")
    columns = (BarColumn(), words, TimeElapsedColumn(), TimeRemainingColumn())
    errors = 0
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("articles", total=total, errors=0)
        for outcome in outcomes:
            errors += isinstance(outcome, Failure)
            bar.update(task, advance=1, errors=errors)
            yield outcome

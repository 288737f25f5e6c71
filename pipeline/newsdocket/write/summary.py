"""What a run came to, counted while it goes and shown at its end."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from newsdocket.read.article import Failure
from newsdocket.record.models import ITEM_FIELDS, Record

if TYPE_CHECKING:
    from rich.console import Console

KINDS = (*ITEM_FIELDS, "checks", "warnings")
SHOWN_ERRORS = 5


@dataclass
class Summary:
    """Articles in, records and errors out, items of each kind, seconds; ``skipped`` files had no known format,
    ``unchanged`` records stood in their files already."""

    articles: int = 0
    records: int = 0
    errors: int = 0
    skipped: int = 0
    unchanged: int = 0
    seconds: float = 0.0
    items: dict[str, int] = field(default_factory=lambda: dict.fromkeys(KINDS, 0))
    first_errors: list[Failure] = field(default_factory=list)

    def skip(self, path: str) -> None:
        """Counts a file that was left out."""
        self.skipped += 1

    def add(self, outcome: Record | Failure) -> None:
        """Counts one outcome."""
        self.articles += 1
        if isinstance(outcome, Failure):
            self.errors += 1
            if len(self.first_errors) < SHOWN_ERRORS:
                self.first_errors.append(outcome)
            return
        self.records += 1
        for kind in KINDS:
            self.items[kind] += len(getattr(outcome, kind))


def print_summary(summary: Summary, output: str, console: Console) -> None:
    """Shows ``summary`` on ``console``: counts, items of each kind, the first errors."""
    from rich.markup import escape
    from rich.table import Table

    rate = summary.articles / summary.seconds if summary.seconds else 0.0
    skipped = f", {summary.skipped} files of other kinds left out" if summary.skipped else ""
    unchanged = f" ({summary.unchanged} unchanged)" if summary.unchanged else ""
    console.print(
        f"{summary.articles} articles = {summary.records} records{unchanged} + {summary.errors} errors{skipped}"
        f"  ({summary.seconds:.1f} s, {rate:.1f} articles/s)"
    )
    table = Table(box=None, pad_edge=False, show_header=False)
    for kind in KINDS:
        table.add_row(kind, str(summary.items[kind]))
    console.print(table)
    for failure in summary.first_errors:
        console.print(escape(f"error: {one_line(failure.source)}: {failure.stage}: {one_line(failure.error)}"))
    if summary.errors:
        console.print(escape(f"all errors: {output}"))


def failure_line(failure: Failure) -> str:
    """A failure as a line for the terminal."""
    return f"newsdocket: {one_line(failure.source)}: {failure.stage}: {one_line(failure.error)}"


def one_line(text: str, longest: int = 300) -> str:
    """``text`` on one line without control characters, cut to ``longest`` characters."""
    words = " ".join(printable(text).split())
    return words if len(words) <= longest else words[: longest - 1] + "…"


def printable(text: str) -> str:
    """``text`` with a blank for every character that a terminal would obey or hide: controls, line ends, marks that
    turn the direction of writing."""
    return "".join(c if c.isprintable() else " " for c in text)

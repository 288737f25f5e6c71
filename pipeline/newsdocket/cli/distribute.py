"""``newsdocket distribute``: records from the machines of a Ray cluster."""

from __future__ import annotations

import argparse
import time
from argparse import Namespace

from newsdocket.defaults import TIME_LIMIT


def add_commands(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> argparse.ArgumentParser:
    """Adds ``distribute`` and what can be said after it, the options about reading excepted."""
    command = commands.add_parser("distribute", help="records for an archive, as Parquet, by a Ray cluster")
    command.add_argument("paths", nargs="+", metavar="PATH", help="folder or file: .jsonl (also .gz) or .parquet")
    command.add_argument("-o", "--output", required=True, metavar="PATH", help="folder for Parquet files and markers")
    command.add_argument("--address", metavar="ADDRESS", help='the cluster, or "auto" (default: Ray on this machine)')
    command.add_argument("--workers", type=int, default=1, metavar="N", help="loaded pipelines (default: 1)")
    command.add_argument(
        "--time-limit", type=float, default=TIME_LIMIT, metavar="SECONDS", help="for one article (default: %(default)g)"
    )
    command.add_argument(
        "--group-mb", type=float, default=1000.0, metavar="MB", help="input done between two markers (default: 1000)"
    )
    command.add_argument("--force", action="store_true", help="do groups again that are complete")
    command.add_argument("--quiet", action="store_true", help="errors that end the run only")
    command.add_argument("--no-text", action="store_true", help="leave the article's text out of the record")
    return command


def distribute(options: Namespace) -> int:
    """Carries out the command; gives its exit code."""
    from newsdocket.cli import FINE, SOME_FAILED
    from newsdocket.cli.commands import emit, read_settings
    from newsdocket.distributed import Cluster
    from newsdocket.distributed import distribute as run
    from newsdocket.run import RunSettings

    started = time.monotonic()
    settings = RunSettings(options.model, read_settings(options), options.time_limit)
    cluster = Cluster(options.address, options.workers, int(options.group_mb * 1e6))
    totals = run(options.paths, options.output, settings, cluster, keep_text=not options.no_text, force=options.force)
    if not options.quiet:
        unchanged = f", {totals.unchanged} of them done before" if totals.unchanged else ""
        emit(
            f"{totals.articles} articles = {totals.records} records + {totals.errors} errors{unchanged}"
            f"  ({len(totals.groups)} groups, {time.monotonic() - started:.1f} s)"
        )
    return SOME_FAILED if totals.errors else FINE

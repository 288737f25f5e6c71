"""What each command does."""

from __future__ import annotations

import os
import sys
import time
from argparse import Namespace
from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from itertools import chain, islice
from pathlib import Path
from typing import TYPE_CHECKING

from newsdocket.cli import FINE, SOME_FAILED, distribute, evaluate, exchange, explain, show, tables, view
from newsdocket.errors import UsageError
from newsdocket.read.article import MEGABYTE, Article, Failure, ReadSettings, Source

if TYPE_CHECKING:
    from newsdocket.write import Earlier, Summary, Writer


COUNTED_BYTES = 100 * MEGABYTE
"""Input up to this size is counted before a run, so that its progress has an end; reading that much takes seconds."""


def carry_out(options: Namespace) -> int:
    """The command that ``options`` name; gives its exit code."""
    known = {
        "run": run,
        "extract": extract,
        "validate": validate,
        "schema": schema,
        "evaluate": evaluate.evaluate,
        "compare": evaluate.compare,
        "export": exchange.export,
        "import": exchange.import_,
        "view": view.view,
        "report": view.report,
        "show": show.show,
        "tables": tables.tables,
        "explain": explain.explain,
        "distribute": distribute.distribute,
    }
    return known[options.command](options)


def read_settings(options: Namespace) -> ReadSettings:
    """The options about reading."""
    return ReadSettings(
        fields=tuple(options.field),
        max_bytes=int(options.max_mb * MEGABYTE),
        max_file_bytes=int(options.max_file_mb * MEGABYTE),
        max_chars=options.max_chars,
        language=None if options.any_language else "en",
    )


def run(options: Namespace) -> int:
    """``newsdocket run``: records into files, a summary on standard output."""
    from newsdocket.cli.progress import progress
    from newsdocket.run import RunSettings
    from newsdocket.run import run as run_sources
    from newsdocket.write import Summary

    settings = RunSettings(options.model, read_settings(options), _time_limit(options), _earlier_of(options))
    summary = Summary()
    started = time.monotonic()
    sources = _sources_of(options, settings.read, summary)
    outcomes = run_sources(sources, settings, workers=options.workers)
    with _writer_of(options) as writer:
        for outcome in progress(outcomes, total=partial(_total, options, settings.read), shown=not options.quiet):
            writer.write(outcome)
            summary.add(outcome)
    summary.seconds = time.monotonic() - started
    summary.unchanged = getattr(writer, "unchanged", 0)
    if not options.quiet:
        _show(summary, options.output)
    return SOME_FAILED if summary.errors else FINE


def _time_limit(options: Namespace) -> float | None:
    """Seconds for one article: as given, else none in this process and the default in processes of its own."""
    from newsdocket.defaults import TIME_LIMIT

    given: float | None = options.time_limit
    return TIME_LIMIT if given is None and options.workers > 1 else given


def _earlier_of(options: Namespace) -> Earlier | None:
    """Records that need not be made again."""
    if options.force or options.format in tables.TABLE_FORMATS:
        return None
    from newsdocket.write import earlier_records

    return earlier_records(options.output, options.format)


def _writer_of(options: Namespace) -> Writer:
    """Records as JSON, or as tables."""
    if options.format in tables.TABLE_FORMATS:
        from newsdocket.tables.writer import TablesWriter

        return TablesWriter(options.output, options.format, keep_text=not options.no_text)
    from newsdocket.write import open_writer

    return open_writer(options.output, options.format, keep_text=not options.no_text)


def _sources_of(options: Namespace, settings: ReadSettings, summary: Summary) -> Iterator[Source]:
    """The articles under the paths given, at least one; the output folder itself is never read."""
    from newsdocket.read.sources import find_sources

    found = find_sources(options.paths, settings, exclude=[options.output], on_skip=summary.skip)
    limited = islice(found, options.limit)
    first = next(limited, None)
    if first is None:
        raise UsageError(f"no articles under {', '.join(options.paths)}")
    return chain([first], limited)


def _total(options: Namespace, settings: ReadSettings) -> int | None:
    """How many articles there are to do, where that is found out in seconds."""
    from newsdocket.read.sources import find_sources

    limit: int | None = options.limit
    if sum(map(size_of, options.paths)) > COUNTED_BYTES:
        return limit
    return sum(1 for _ in islice(find_sources(options.paths, settings, exclude=[options.output]), limit))


def size_of(path: str) -> int:
    """Bytes of a file, or of all files under a folder."""
    if not os.path.isdir(path):
        return os.path.getsize(path)
    files = (os.path.join(folder, name) for folder, _, names in os.walk(path) for name in names)
    return sum(os.lstat(file).st_size for file in files)


def _show(summary: Summary, output: str) -> None:
    from rich.console import Console

    from newsdocket.write import print_summary

    print_summary(summary, output, Console(highlight=False, emoji=False, soft_wrap=True))


def extract(options: Namespace) -> int:
    """``newsdocket extract``: records to standard output, failures to standard error."""
    from newsdocket.docket import load
    from newsdocket.read.guard import guarded
    from newsdocket.write import record_json
    from newsdocket.write.summary import failure_line

    settings = read_settings(options)
    published = _day(options.published)
    sources = _articles_of(options, settings)
    docket = load(options.model)
    failed = False
    for source in sources:
        article = guarded(source, _read, source, settings, published)
        outcome = article if isinstance(article, Failure) else guarded(source, docket.read_article, article)
        if isinstance(outcome, Failure):
            failed = True
            print(failure_line(outcome), file=sys.stderr)
        else:
            indent = 2 if options.format == "json" else None
            emit(record_json(outcome, keep_text=not options.no_text, indent=indent))
    return SOME_FAILED if failed else FINE


def articles(options: Namespace) -> Iterator[tuple[Source, Article | Failure]]:
    """The articles that ``options.path`` names, each with its source, published when ``options`` say so."""
    from newsdocket.read.guard import guarded

    settings = read_settings(options)
    published = _day(options.published)
    for source in _articles_of(options, settings):
        yield source, guarded(source, _read, source, settings, published)


def _articles_of(options: Namespace, settings: ReadSettings) -> Iterator[Source]:
    """The articles of the file, or of standard input. Many in one file are for ``--format jsonl``."""
    from newsdocket.read.reader import stdin_sources
    from newsdocket.read.sources import find_sources

    if options.path == "-":
        found = stdin_sources(sys.stdin.buffer.read(settings.max_bytes + 1), settings)
    elif Path(options.path).is_dir():
        raise UsageError(f"{options.path} is a folder; use: newsdocket run {options.path} --output DIR")
    else:
        found = find_sources(options.path, settings)
    first = list(islice(found, 2))
    if not first:
        raise UsageError(f"no article in {options.path}")
    if len(first) > 1 and options.format == "json":
        raise UsageError(f"{options.path} holds several articles; use --format jsonl, or newsdocket run")
    return chain(first, found)


def _read(source: Source, settings: ReadSettings, published: str | None) -> Article:
    from newsdocket.read.reader import read_source

    article = read_source(source, settings)
    return article if published is None else replace(article, published=published)


def _day(value: str | None) -> str | None:
    from newsdocket.read.dates import iso_day

    day = iso_day(value)
    if value is not None and day is None:
        raise UsageError(f"--published: {value!r} names no single day; write it as YYYY-MM-DD")
    return day


def validate(options: Namespace) -> int:
    """``newsdocket validate``: a line for each problem, then how many records were looked at."""
    from newsdocket.validate import validate as check
    from newsdocket.write.summary import one_line

    records = wrong = without_text = 0
    for checked in check(options.paths):
        records += 1
        without_text += not checked.grounded
        if checked.problem is not None:
            wrong += 1
            emit(f"{one_line(checked.place)}: {one_line(checked.problem, 2000)}")
    if not records:
        raise UsageError(f"no records under {', '.join(options.paths)}")
    if not options.quiet:
        note = f", {without_text} without their text (mentions not checked)" if without_text else ""
        emit(f"{records} records, {records - wrong} valid, {wrong} with problems{note}")
    return SOME_FAILED if wrong else FINE


def schema(options: Namespace) -> int:
    """``newsdocket schema``: the JSON Schema of a record."""
    from newsdocket.record.schema import schema_text
    from newsdocket.write.files import write_text

    if options.output is None:
        emit(schema_text().rstrip("\n"))
        return FINE
    try:
        write_text(Path(options.output), schema_text())
    except OSError as error:
        raise UsageError(f"cannot write {options.output}: {error.strerror or error}") from error
    return FINE


def emit(text: str) -> None:
    """One piece of output and a line end, in UTF-8 whatever the terminal's encoding."""
    sys.stdout.flush()
    sys.stdout.buffer.write(text.encode("utf-8", "replace") + b"\n")
    sys.stdout.buffer.flush()

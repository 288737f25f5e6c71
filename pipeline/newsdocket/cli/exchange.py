"""``newsdocket export`` and ``newsdocket import``: annotations to and from doccano, Label Studio and Prodigy."""

from __future__ import annotations

import json
import sys
from argparse import Namespace
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from newsdocket.cli import FINE, SOME_FAILED
from newsdocket.errors import RecordError, UsageError

if TYPE_CHECKING:
    from newsdocket.cli.options import Commands
    from newsdocket.record import Record

TOOLS = ("doccano", "labelstudio", "prodigy")


def add_commands(commands: Commands) -> None:
    """Adds both commands to the command line."""
    export = commands.add_parser("export", help="records for an annotation tool")
    export.add_argument("records", metavar="RECORDS", help="records of a run: folder or file")
    export.add_argument("--format", choices=TOOLS, required=True, help="the tool")
    export.add_argument("-o", "--output", metavar="FILE", help="JSON lines (default: standard output)")
    export.add_argument("--gold", action="store_true", help="RECORDS is a folder or file of gold lines with texts")
    export.add_argument("--labels", metavar="FILE", help="also write the tool's list of labels")
    back = commands.add_parser("import", help="corrected annotations, as gold or as records")
    back.add_argument("path", metavar="FILE", help="what the tool exported: JSON lines or a JSON list")
    back.add_argument("--format", choices=TOOLS, required=True, help="the tool")
    back.add_argument("-o", "--output", required=True, metavar="DIR", help="folder for the gold or the records")
    back.add_argument("--to", choices=("gold", "records"), default="gold", help="what to write (default: gold)")


def export(options: Namespace) -> int:
    """``newsdocket export``: one task a line, with the record beside the marks."""
    from newsdocket.cli.commands import emit
    from newsdocket.exchange import label_list, task_lines, task_of_record

    records, notes = _records_of(options)
    lines = list(task_lines(map(task_of_record, records), options.format))
    if options.output:
        _write(Path(options.output), lines)
    else:
        emit("\n".join(lines))
    if options.labels:
        _write(Path(options.labels), [label_list(options.format).rstrip("\n")])
    return _tell(notes)


def _records_of(options: Namespace) -> tuple[list[Record], list[str]]:
    from newsdocket.evaluate import read_gold, read_records
    from newsdocket.exchange import record_of_gold

    if not options.gold:
        found = read_records(options.records)
        return [found.records[id] for id in sorted(found.records)], [f"{k}: {v}" for k, v in found.problems.items()]
    gold = read_gold(options.records)
    records, notes = [], []
    for article in gold.articles:
        if article.id not in gold.texts:
            notes.append(f"{article.id}: no text")
            continue
        record, missing = record_of_gold(article, gold.texts[article.id])
        records.append(record)
        notes += [f"{article.id}: not in the text: {words}" for words in missing]
    return records, notes


def import_(options: Namespace) -> int:
    """``newsdocket import``: gold lines and texts, or records, into a folder."""
    from newsdocket.cli.commands import emit
    from newsdocket.exchange import read_tasks, restore

    records: dict[str, Record] = {}
    notes: list[str] = []
    for task in read_tasks(options.path, options.format):
        try:
            restored = restore(task)
        except RecordError as error:
            notes.append(str(error))
            continue
        notes += restored.notes
        if task.id in records:
            notes.append(f"{task.id}: given twice, the last one is kept")
        records[task.id] = restored.record
    if not records and not notes:
        raise UsageError(f"no annotations in {options.path}")
    _write_all(list(records.values()), Path(options.output), options.to)
    emit(f"{len(records)} articles imported as {options.to} into {options.output}")
    return _tell(notes)


def _write_all(records: list[Record], folder: Path, kind: str) -> None:
    from newsdocket.exchange import gold_of_record, text_of_record
    from newsdocket.write import open_writer

    if kind == "records":
        with open_writer(str(folder), "json", keep_text=True) as writer:
            for record in records:
                writer.write(record)
        return
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise UsageError(f"cannot write into {folder}: {error.strerror or error}") from error
    gold = [json.dumps(gold_of_record(r).to_line(), ensure_ascii=False) for r in records]
    texts = [json.dumps(text_of_record(r).model_dump(mode="json"), ensure_ascii=False) for r in records]
    _write(folder / "gold-import.jsonl", gold)
    _write(folder / "texts-import.jsonl", texts)


def _write(path: Path, lines: Iterable[str]) -> None:
    from newsdocket.write.files import write_text

    try:
        write_text(path, "".join(line + "\n" for line in lines))
    except OSError as error:
        raise UsageError(f"cannot write {path}: {error.strerror or error}") from error


def _tell(notes: list[str]) -> int:
    """Notes on standard error; they make the exit code 1."""
    for note in notes:
        print(f"newsdocket: {note}", file=sys.stderr)
    return SOME_FAILED if notes else FINE

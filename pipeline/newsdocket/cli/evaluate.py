"""``newsdocket evaluate`` and ``newsdocket compare``."""

from __future__ import annotations

import argparse
import json
import os
from argparse import Namespace
from pathlib import Path
from typing import TYPE_CHECKING

from newsdocket.cli import FINE, SOME_FAILED
from newsdocket.errors import UsageError

if TYPE_CHECKING:
    from newsdocket.cli.options import Commands
    from newsdocket.evaluate import Evaluation, Floors, Gold


def add_commands(commands: Commands, model: str) -> None:
    """Adds both commands to the command line; ``model`` is the default pipeline."""
    _add_evaluate(commands, model)
    _add_compare(commands)


def _add_evaluate(commands: Commands, model: str) -> None:
    command = commands.add_parser("evaluate", help="precision, recall and F1 per field against annotated articles")
    command.add_argument("gold", nargs="?", metavar="GOLD", help="folder of gold-*.jsonl and texts-*.jsonl, or a file")
    command.add_argument("records", nargs="?", metavar="RECORDS", help="records of a run (default: run the pipeline)")
    command.add_argument("--texts", metavar="PATH", help="the texts of a gold file, where they stand elsewhere")
    command.add_argument("--errors", type=_natural, default=0, metavar="N", help="the first N errors of each field")
    command.add_argument("--json", metavar="OUT", help="everything as JSON into a file")
    command.add_argument("--model", default=model, metavar="NAME", help="spaCy pipeline (default: %(default)s)")
    gate = command.add_argument_group("the gate")
    gate.add_argument("--gate", metavar="FLOORS", help="file of floors; exit 1 when a field is below its floor")
    gate.add_argument("--update-floors", action="store_true", help="raise the floors to what was reached now")
    gate.add_argument("--margin", type=_share, metavar="F1", help="how far below that a floor is set (default: 0.03)")
    gate.add_argument("--allow-lower", action="store_true", help="let floors come down; needs --reason")
    gate.add_argument("--reason", metavar="WORDS", help="why a floor comes down; kept in the file")


def _add_compare(commands: Commands) -> None:
    command = commands.add_parser("compare", help="what changed between two runs, field by field")
    command.add_argument("first", metavar="A", help="records of a run: folder or file")
    command.add_argument("second", metavar="B", help="records of another run over the same articles")
    command.add_argument("--gold", metavar="GOLD", help="annotated articles: show what each field won or lost")
    command.add_argument("--changes", type=_natural, default=5, metavar="N", help="changes shown of each field (5)")
    command.add_argument("--json", metavar="OUT", help="everything as JSON into a file")


def evaluate(options: Namespace) -> int:
    """``newsdocket evaluate``: the table, errors and the gate's verdict on standard output."""
    from newsdocket.evaluate import evaluate as score
    from newsdocket.evaluate import read_pipeline, read_records
    from newsdocket.evaluate.report import error_lines, evaluation_lines

    _check_gate_options(options)
    floors = _floors_of(options)
    gold = _gold_of(options, floors)
    found = read_records(options.records) if options.records else read_pipeline(gold, model=options.model)
    evaluation = score(gold, found)
    _print([*evaluation_lines(evaluation), *error_lines(evaluation, gold.texts, options.errors)])
    if options.json:
        _write_json(options.json, evaluation.to_dict())
    return _gate(options, floors, evaluation) if options.gate else FINE


def _check_gate_options(options: Namespace) -> None:
    if options.gate is None and (options.update_floors or options.allow_lower or options.margin is not None):
        raise UsageError("--update-floors, --margin and --allow-lower need --gate FLOORS")
    if not options.update_floors and (options.allow_lower or options.reason or options.margin is not None):
        raise UsageError("--margin, --allow-lower and --reason belong to --update-floors")
    if options.gold is None and options.gate is None:
        raise UsageError("evaluate needs GOLD, or --gate FLOORS that names it")


def _floors_of(options: Namespace) -> Floors | None:
    from newsdocket.evaluate import read_floors

    new = options.update_floors and options.gold is not None and not Path(options.gate).exists()
    return None if options.gate is None or new else read_floors(options.gate)


def _gold_of(options: Namespace, floors: Floors | None) -> Gold:
    from newsdocket.evaluate import read_gold

    if options.gold is not None:
        return read_gold(options.gold, options.texts)
    if floors is None:
        raise UsageError("evaluate needs GOLD")
    return read_gold(Path(options.gate).parent / floors.corpus.path)


def _gate(options: Namespace, floors: Floors | None, evaluation: Evaluation) -> int:
    from newsdocket.evaluate import check_floors
    from newsdocket.evaluate.report import verdict_lines

    verdict = check_floors(floors, evaluation) if floors else None
    if verdict:
        _print(["", *verdict_lines(verdict)])
    if options.update_floors:
        _update(options, floors, evaluation)
        return FINE
    return FINE if verdict and verdict.passed else SOME_FAILED


def _update(options: Namespace, floors: Floors | None, evaluation: Evaluation) -> None:
    from newsdocket.evaluate import updated_floors, write_floors
    from newsdocket.evaluate.floors import MARGIN

    new = updated_floors(
        floors,
        evaluation,
        _corpus_path(options, floors),
        margin=MARGIN if options.margin is None else options.margin,
        allow_lower=options.allow_lower,
        reason=options.reason,
    )
    write_floors(options.gate, new)
    old = floors.floors if floors else {}
    moved = [name for name, row in new.floors.items() if name not in old or old[name].floor != row.floor]
    _print([f"{options.gate}: {len(moved)} floors moved{': ' if moved else ''}{', '.join(moved)}"])


def _corpus_path(options: Namespace, floors: Floors | None) -> str:
    if options.gold is None and floors is not None:
        return floors.corpus.path
    return Path(os.path.relpath(options.gold, Path(options.gate).parent)).as_posix()


def compare(options: Namespace) -> int:
    """``newsdocket compare``: what is gone and new in each field; exit 0 whether or not anything changed."""
    from newsdocket.evaluate import compare_runs, read_gold, read_records
    from newsdocket.evaluate.report import change_lines

    gold = read_gold(options.gold) if options.gold else None
    changes = compare_runs(read_records(options.first), read_records(options.second), gold)
    _print(list(change_lines(changes, options.changes)))
    if options.json:
        _write_json(options.json, changes.to_dict())
    return FINE


def _print(lines: list[str]) -> None:
    from newsdocket.cli.commands import emit
    from newsdocket.write.summary import printable

    emit("\n".join(map(printable, lines)))


def _write_json(path: str, data: object) -> None:
    from newsdocket.write.files import write_text

    try:
        write_text(Path(path), json.dumps(data, ensure_ascii=False, indent=1) + "\n")
    except OSError as error:
        raise UsageError(f"cannot write {path}: {error.strerror or error}") from error


def _natural(text: str) -> int:
    number = int(text)
    if number < 0:
        raise argparse.ArgumentTypeError(f"0 or more, not {text}")
    return number


def _share(text: str) -> float:
    number = float(text)
    if not 0 <= number <= 1:
        raise argparse.ArgumentTypeError(f"between 0 and 1, not {text}")
    return number

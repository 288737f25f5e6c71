"""What can be said on the command line."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

from newsdocket.cli import distribute, evaluate, exchange, explain, show, tables, view
from newsdocket.defaults import DEFAULT_PIPELINE, TIME_LIMIT
from newsdocket.version import __version__

if TYPE_CHECKING:
    from typing import TypeAlias

    Commands: TypeAlias = argparse._SubParsersAction[argparse.ArgumentParser]

FIELD_NAMES = ("id", "text", "headline", "published", "url", "language")
DEFAULT_MODEL = DEFAULT_PIPELINE

_EPILOG = """\
examples:
  newsdocket run corpus/articles --output outputs/run     one record per article, a summary at the end
  newsdocket extract article.txt                          one record to standard output
  newsdocket validate outputs/run                         every record against the schema and its own text
  newsdocket view outputs/run                             one HTML page to search and read the records

exit codes: 0 all fine, 1 some articles failed, 2 a call that cannot be carried out
"""


def parser() -> argparse.ArgumentParser:
    """The parser of every command."""
    top = argparse.ArgumentParser(
        prog="newsdocket",
        description="Court news in, validated records out.",
        epilog=_EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    top.add_argument("--version", action="version", version=f"newsdocket {__version__}")
    commands = top.add_subparsers(dest="command", required=True, metavar="COMMAND")
    _run(commands)
    _extract(commands)
    _validate(commands)
    _schema(commands)
    evaluate.add_commands(commands, DEFAULT_MODEL)
    exchange.add_commands(commands)
    view.add_commands(commands)
    show.add_commands(commands)
    tables.add_commands(commands)
    _reading(explain.add_commands(commands))
    _reading(distribute.add_commands(commands))
    return top


def _run(commands: Commands) -> None:
    command = commands.add_parser("run", help="records for folders and files of articles")
    command.add_argument(
        "paths", nargs="+", metavar="PATH", help="folder or file: .txt .md .html .json .jsonl .pdf, or .gz"
    )
    command.add_argument("-o", "--output", required=True, metavar="DIR", help="folder for the records (or FILE.jsonl)")
    command.add_argument("--workers", type=_positive, default=1, metavar="N", help="processes (default: 1)")
    command.add_argument("--limit", type=_positive, metavar="N", help="only the first N articles")
    command.add_argument(
        "--time-limit",
        type=_seconds,
        metavar="SECONDS",
        help=f"for one article (default: {TIME_LIMIT:g} with several workers, none with one)",
    )
    command.add_argument("--force", action="store_true", help="do articles again whose records are there already")
    command.add_argument("--quiet", action="store_true", help="no progress, no summary; errors that end the run only")
    _format(command, "one file or line per article, or tables", ("json", "jsonl", *tables.TABLE_FORMATS))
    _reading(command)


def _extract(commands: Commands) -> None:
    command = commands.add_parser("extract", help="the record of one article, to standard output")
    command.add_argument("path", metavar="FILE", help='an article; "-" reads standard input')
    command.add_argument("--published", metavar="DAY", help='day of publication, settles "on Tuesday" (YYYY-MM-DD)')
    _format(command, "indented, or one line for each article of a file with many")
    _reading(command)


def _validate(commands: Commands) -> None:
    command = commands.add_parser("validate", help="check records against the schema and their own text")
    command.add_argument("paths", nargs="+", metavar="PATH", help="folder or file of records")
    command.add_argument("--quiet", action="store_true", help="problems only")


def _schema(commands: Commands) -> None:
    command = commands.add_parser("schema", help="the JSON Schema of a record")
    command.add_argument("-o", "--output", metavar="FILE", help="a file instead of standard output")


def _format(command: argparse.ArgumentParser, words: str, formats: tuple[str, ...] = ("json", "jsonl")) -> None:
    command.add_argument("--format", choices=formats, default="json", help=f"{words} (default: json)")
    command.add_argument("--no-text", action="store_true", help="leave the article's text out of the record")


def _reading(command: argparse.ArgumentParser) -> None:
    command.add_argument("--model", default=DEFAULT_MODEL, metavar="NAME", help="spaCy pipeline (default: %(default)s)")
    command.add_argument(
        "--field",
        type=_field,
        action="append",
        default=[],
        metavar="OURS=THEIRS",
        help=f"a field's name in your JSON, e.g. text=body ({', '.join(FIELD_NAMES)})",
    )
    command.add_argument("--any-language", action="store_true", help="do not turn away articles that are not English")
    command.add_argument(
        "--max-mb", type=_seconds, default=20.0, metavar="MB", help="largest article as stored (default: 20)"
    )
    command.add_argument(
        "--max-file-mb", type=_seconds, default=1000.0, metavar="MB", help="largest file of many (default: 1000)"
    )
    command.add_argument(
        "--max-chars", type=_positive, default=1_000_000, metavar="N", help="longest article (default: 1000000)"
    )


def _positive(text: str) -> int:
    number = int(text)
    if number < 1:
        raise argparse.ArgumentTypeError(f"1 or more, not {text}")
    return number


def _seconds(text: str) -> float:
    number = float(text)
    if not 0 < number < 1e9:
        raise argparse.ArgumentTypeError(f"more than 0, not {text}")
    return number


def _field(text: str) -> tuple[str, str]:
    ours, _, theirs = text.partition("=")
    if ours not in FIELD_NAMES or not theirs:
        raise argparse.ArgumentTypeError(f"OURS=THEIRS with one of {', '.join(FIELD_NAMES)}, not {text!r}")
    return ours, theirs

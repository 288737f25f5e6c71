"""Files of tasks in the formats of the tools."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from xml.sax.saxutils import quoteattr

from newsdocket.errors import UsageError
from newsdocket.exchange import tools
from newsdocket.exchange.marks import Task, labels, link_names

_WRITERS: dict[str, Callable[[Task], tools.Line]] = {
    "doccano": tools.to_doccano,
    "labelstudio": tools.to_label_studio,
    "prodigy": tools.to_prodigy,
}
_READERS: dict[str, Callable[[tools.Line], Task | None]] = {
    "doccano": tools.from_doccano,
    "labelstudio": tools.from_label_studio,
    "prodigy": tools.from_prodigy,
}

FORMATS = tuple(_WRITERS)
"""The tools, by the names of the command line."""


def task_lines(tasks: Iterable[Task], format: str) -> Iterator[str]:
    """One line of JSON for each task, without line ends."""
    write = _WRITERS[format]
    for task in tasks:
        yield json.dumps(write(task), ensure_ascii=False)


def read_tasks(path: str | os.PathLike[str], format: str) -> Iterator[Task]:
    """The tasks of a file that the tool exported: JSON lines or a JSON list. Examples that the annotator rejected or
    skipped are left out. Raises :class:`UsageError` for a file that is missing or not of that format."""
    read = _READERS[format]
    for place, line in _objects(Path(path)):
        try:
            task = read(line)
        except (KeyError, TypeError, ValueError, AttributeError, UsageError) as error:
            words = f"lacks {error}" if isinstance(error, KeyError) else str(error)
            raise UsageError(f"{place}: not a line of {format}: {words}") from error
        if task is not None:
            yield task


def _objects(path: Path) -> Iterator[tuple[str, tools.Line]]:
    try:
        content = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(f"cannot read {path}: {error}") from error
    if content.lstrip()[:1] == "[":
        pieces = [(f"{path}: item {number}", item) for number, item in enumerate(_parsed(content, str(path)), 1)]
    else:
        lines = [(n, line) for n, line in enumerate(content.split("\n"), 1) if line.strip()]
        pieces = [(f"{path}:{n}", _parsed(line, f"{path}:{n}")) for n, line in lines]
    for place, item in pieces:
        if not isinstance(item, dict):
            raise UsageError(f"{place}: not a JSON object")
        yield place, item


def _parsed(content: str, place: str) -> list[object]:
    try:
        value: list[object] = json.loads(content)
    except (ValueError, RecursionError) as error:
        raise UsageError(f"{place}: not JSON: {error}") from error
    return value


def label_list(format: str) -> str:
    """The labels in the form that the tool takes them: doccano's JSON, Label Studio's XML, one a line for Prodigy."""
    if format == "doccano":
        return json.dumps([{"text": label} for label in labels()], indent=1) + "\n"
    if format == "prodigy":
        return "\n".join([*labels(), *(f"relation {name}" for name in link_names())]) + "\n"
    choices = "\n".join(f"    <Label value={quoteattr(label)}/>" for label in labels())
    links = "\n".join(f"    <Relation value={quoteattr(name)}/>" for name in link_names())
    marks = f'  <Labels name="facts" toName="text">\n{choices}\n  </Labels>'
    return f'<View>\n{marks}\n  <Relations>\n{links}\n  </Relations>\n  <Text name="text" value="$text"/>\n</View>\n'

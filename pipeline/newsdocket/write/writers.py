"""Where records go: one JSON file for each article, or one JSON Lines file. Failures go to ``errors.jsonl`` beside
them."""

from __future__ import annotations

import json
from contextlib import AbstractContextManager
from pathlib import Path
from types import TracebackType
from typing import Literal, Protocol

from newsdocket.errors import UsageError
from newsdocket.read.article import Failure
from newsdocket.record.models import Record
from newsdocket.write.earlier import Earlier, EarlierFolder, EarlierLines, stale_parts
from newsdocket.write.files import AtomicFile, write_text
from newsdocket.write.names import file_stem

Format = Literal["json", "jsonl"]
FORMATS: tuple[Format, ...] = ("json", "jsonl")
ERRORS = "errors.jsonl"
RECORDS = "records.jsonl"


class Writer(AbstractContextManager["Writer"], Protocol):
    """Takes outcomes one by one; complete once closed without an exception."""

    def write(self, outcome: Record | Failure) -> None:
        """Writes a record, or notes a failure."""


class _ErrorLog:
    """``errors.jsonl``: a line for each failure. It is there only if there are failures; one of an earlier run goes."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._file: AtomicFile | None = None

    def write(self, failure: Failure) -> None:
        if self._file is None:
            self._file = AtomicFile(self.path)
        self._file.stream.write(error_line(failure) + "\n")

    def close(self) -> None:
        if self._file is None:
            self.path.unlink(missing_ok=True)
        else:
            self._file.close()

    def discard(self) -> None:
        if self._file is not None:
            self._file.discard()


class JsonFolderWriter:
    """One indented JSON file for each record in ``folder``, named after the article's id, each in place as soon as it
    is written; ``unchanged`` counts those that stood there already. Raises :class:`UsageError` when the folder cannot
    be made."""

    def __init__(self, folder: str | Path, *, keep_text: bool = True) -> None:
        self.folder = make_folder(Path(folder))
        self.keep_text = keep_text
        self.unchanged = 0
        for part in stale_parts(self.folder):
            part.unlink(missing_ok=True)
        self._errors = _ErrorLog(self.folder / ERRORS)
        self._taken: dict[str, str] = {}

    def write(self, outcome: Record | Failure) -> None:
        """Writes the record's file, or notes the failure."""
        if isinstance(outcome, Failure):
            self._errors.write(outcome)
        else:
            self._put(self.path_of(outcome.article.id), record_json(outcome, keep_text=self.keep_text) + "\n")

    def _put(self, path: Path, text: str) -> None:
        """Writes the file, unless it says the same already."""
        if _holds(path, text):
            self.unchanged += 1
        else:
            write_text(path, text)

    def path_of(self, id: str) -> Path:
        """The file of an article. Ids that differ get files that differ, also where file systems ignore case."""
        stem, number = file_stem(id), 1
        while self._taken.setdefault(stem.casefold(), id) != id:
            number += 1
            stem = f"{file_stem(id)}-{number}"
        return self.folder / f"{stem}.json"

    def __enter__(self) -> JsonFolderWriter:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._errors.close()


class JsonlWriter:
    """One JSON Lines file, in its place once the run is complete; failures in a file beside it."""

    def __init__(self, path: str | Path, *, errors: str | Path | None = None, keep_text: bool = True) -> None:
        self.path = Path(path)
        make_folder(self.path.parent)
        self.keep_text = keep_text
        self._parts = stale_parts(self.path.parent, [self.path.name])
        self._file = open_output(self.path)
        self._errors = _ErrorLog(Path(errors) if errors is not None else self.path.with_name(ERRORS))

    def write(self, outcome: Record | Failure) -> None:
        """Writes the record's line, or notes the failure."""
        if isinstance(outcome, Failure):
            self._errors.write(outcome)
        else:
            self._file.stream.write(record_json(outcome, keep_text=self.keep_text, indent=None) + "\n")

    def __enter__(self) -> JsonlWriter:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if kind is None:
            self._file.close()
            self._errors.close()
            for part in (*self._parts, *stale_parts(self._errors.path.parent, [self._errors.path.name])):
                part.unlink(missing_ok=True)
            return
        self._errors.discard()
        if issubclass(kind, KeyboardInterrupt):
            self._file.leave()
        else:
            self._file.discard()


def earlier_records(output: str | Path, format: Format) -> Earlier:
    """The records that earlier runs with the same ``output`` left, those of interrupted runs included."""
    if format == "json":
        return EarlierFolder(Path(output))
    path = lines_path(output)
    return EarlierLines((path, *stale_parts(path.parent, [path.name])))


def lines_path(output: str | Path) -> Path:
    """The JSON Lines file of ``output``: itself if its name ends in ``.jsonl``, else one in that folder."""
    path = Path(output)
    return path if path.suffix.lower() == ".jsonl" and not path.is_dir() else path / RECORDS


def _holds(path: Path, text: str) -> bool:
    data = text.encode("utf-8", "replace")
    try:
        return path.stat().st_size == len(data) and path.read_bytes() == data
    except OSError:
        return False


def open_writer(output: str | Path, format: Format, *, keep_text: bool = True) -> Writer:
    """The writer of ``format`` for ``output``: a folder, or with ``jsonl`` also a file whose name ends in
    ``.jsonl``."""
    path = Path(output)
    if format == "json":
        return JsonFolderWriter(path, keep_text=keep_text)
    lines = lines_path(path)
    errors = path.with_name(f"{path.stem}.{ERRORS}") if lines == path else None
    return JsonlWriter(lines, errors=errors, keep_text=keep_text)


def record_json(record: Record, *, keep_text: bool = True, indent: int | None = 2) -> str:
    """The record as JSON text, on request without the article's text; the same record gives the same text."""
    return (record if keep_text else record.without_text()).to_json(indent=indent)


def error_line(failure: Failure) -> str:
    """A failure as one line of JSON: article, source, stage, error."""
    row = {"article": failure.id, "source": failure.source, "stage": failure.stage, "error": failure.error}
    return json.dumps(row, ensure_ascii=False)


def make_folder(folder: Path) -> Path:
    """``folder``, made if it is missing. Raises :class:`UsageError` when that is impossible."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise UsageError(f"cannot make the folder {folder}: {error.strerror or error}") from error
    return folder


def open_output(path: Path) -> AtomicFile:
    """A file to write into. Raises :class:`UsageError` when it cannot be opened."""
    try:
        return AtomicFile(path)
    except OSError as error:
        raise UsageError(f"cannot write {path}: {error.strerror or error}") from error

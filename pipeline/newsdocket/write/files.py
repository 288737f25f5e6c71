"""Files that are there whole or not at all: written beside their place, flushed to disk, then moved into it."""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import TextIO

PART = ".part"
"""Ending of a file that is still being written."""


def write_text(path: Path, text: str) -> None:
    """Puts ``text`` at ``path`` in UTF-8, atomically. Raises ``OSError`` and leaves nothing half-written."""
    with AtomicFile(path) as stream:
        stream.write(text)


class AtomicFile:
    """A text file that takes its place when it is closed; used in ``with``, an exception throws the part away."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.part = path.with_name(f".{path.name[:200]}.{os.getpid()}{PART}")
        self.stream: TextIO = self.part.open("w", encoding="utf-8", errors="replace", newline="\n")

    def close(self) -> None:
        """Flushes to disk and moves the file into its place."""
        try:
            self.stream.flush()
            os.fsync(self.stream.fileno())
            self.stream.close()
            os.replace(self.part, self.path)
        except OSError:
            self.discard()
            raise

    def discard(self) -> None:
        """Closes and removes the part; the file that stood in the place before stays."""
        with suppress(OSError):
            self.stream.close()
        self.part.unlink(missing_ok=True)

    def leave(self) -> None:
        """Closes the part and lets it stand, for a later run to go on from."""
        with suppress(OSError):
            self.stream.close()

    def __enter__(self) -> TextIO:
        return self.stream

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if kind is None:
            self.close()
        else:
            self.discard()

"""Reports inside Markdown files: the text between two marker lines is made by a command, the rest by hand."""

from __future__ import annotations

from pathlib import Path


def put(path: Path, name: str, text: str) -> None:
    """Writes ``text`` between the marker lines ``name`` of the file, at its end if it has none."""
    begin, end = f"<!-- {name}: begin -->", f"<!-- {name}: end -->"
    before = path.read_text("utf-8") if path.exists() else ""
    block = f"{begin}\n{text}\n{end}"
    if begin in before:
        head, _, rest = before.partition(begin)
        path.write_text(head + block + rest.partition(end)[2], "utf-8")
    else:
        path.write_text(f"{before.rstrip()}\n\n{block}\n".lstrip(), "utf-8")

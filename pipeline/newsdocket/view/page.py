"""The view: one HTML file with everything inside, no server and no network.

What comes from articles reaches the page as JSON inside ``<script type="application/json">`` with every ``<`` written
as ``\\u003c``, and from there only as text nodes. A content security policy that lets nothing run but the page's own
script (by its hash) stands behind that.
"""

from __future__ import annotations

import base64
import hashlib
import html
import json
import os
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from string import Template
from typing import Any, TextIO

from newsdocket.errors import UsageError
from newsdocket.packaged import packaged_text
from newsdocket.read.article import Failure
from newsdocket.tables.reading import Outcome, read_outcomes
from newsdocket.view.payload import article_payload, failure_row, index_row
from newsdocket.view.words import KIND_WORDS
from newsdocket.write.files import AtomicFile

_CUT = "<!-- records -->"
_OPEN = '<script type="application/json" class="records">'
_BATCH = 50


@dataclass
class ViewResult:
    """What the page holds: articles with a record, articles without one, and where it stands."""

    path: Path
    records: int = 0
    failures: int = 0


def write_view(
    paths: Iterable[str | os.PathLike[str]], output: str | os.PathLike[str], *, title: str = "Court news"
) -> ViewResult:
    """Writes the records under ``paths`` as one page to ``output``, atomically, and gives what it holds.

    Records are written one by one, so that memory does not grow with their number. Raises :class:`UsageError` for a
    missing path, when there is neither a record nor a failure, and when the file cannot be written.
    """
    result = ViewResult(Path(output))
    try:
        result.path.parent.mkdir(parents=True, exist_ok=True)
        with AtomicFile(result.path) as stream:
            _write_page(stream, read_outcomes(paths), title, result)
    except OSError as error:
        raise UsageError(f"cannot write {result.path}: {error.strerror or error}") from error
    return result


def _write_page(stream: TextIO, outcomes: Iterable[Outcome], title: str, result: ViewResult) -> None:
    before, after = _shell(title).split(_CUT)
    stream.write(before)
    index: list[dict[str, Any]] = []
    failures: list[dict[str, str]] = []
    stream.write(_OPEN)
    for outcome in outcomes:
        if isinstance(outcome, Failure):
            failures.append(failure_row(outcome))
        else:
            stream.write(_between(len(index)) + embedded_json(article_payload(outcome)))
            index.append(index_row(outcome))
    result.records, result.failures = len(index), len(failures)
    if not index and not failures:
        raise UsageError("no records to show")
    rest = {"kinds": dict(KIND_WORDS), "articles": index, "failures": failures}
    stream.write(f'</script>\n<script type="application/json" id="index">{embedded_json(rest)}</script>\n')
    stream.write(after)


def _between(number: int) -> str:
    """What stands before record ``number``: browsers read many scripts of a megabyte faster than one of a hundred."""
    if number == 0:
        return ""
    return "\n" if number % _BATCH else f"</script>\n{_OPEN}"


def embedded_json(data: object) -> str:
    """``data`` as JSON on one line that no HTML parser can leave: every ``<``, ``>`` and ``&`` is escaped."""
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    return text.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026")


def _shell(title: str) -> str:
    script, style = asset("view.js"), asset("view.css")
    return Template(asset("view.html")).substitute(
        title=html.escape(title), policy=policy(script, style), style=style, script=script
    )


def asset(name: str) -> str:
    """One of the page's own files."""
    return packaged_text(f"view/assets/{name}")


def policy(script: str, style: str) -> str:
    """A content security policy under which nothing but ``script`` runs and nothing is fetched."""
    rules = ["default-src 'none'", f"style-src {_hash(style)}", "base-uri 'none'", "form-action 'none'"]
    rules.append(f"script-src {_hash(script)}" if script else "script-src 'none'")
    return "; ".join(rules)


def _hash(source: str) -> str:
    digest = hashlib.sha256(source.encode("utf-8")).digest()
    return f"'sha256-{base64.b64encode(digest).decode('ascii')}'"

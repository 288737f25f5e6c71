"""What a run knows beforehand: how many articles there are, and how long one of them may take."""

from __future__ import annotations

import json
from argparse import Namespace
from collections.abc import Iterator
from io import StringIO
from pathlib import Path

import pytest

from newsdocket.cli import commands, progress
from newsdocket.cli.options import parser
from newsdocket.defaults import TIME_LIMIT
from newsdocket.read import Failure, ReadSettings


def options(*more: str) -> Namespace:
    return parser().parse_args(["run", *more])


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "in" / "deep").mkdir(parents=True)
    (tmp_path / "in" / "a.txt").write_text("Acme paid $5.")
    (tmp_path / "in" / "deep" / "b.jsonl").write_text(
        "\n".join(json.dumps({"text": f"Bolt paid ${n}."}) for n in "123")
    )
    return tmp_path / "in"


@pytest.mark.parametrize(("more", "total"), [((), 4), (("--limit", "3"), 3), (("--limit", "9"), 4)])
def test_small_input_is_counted(folder: Path, more: tuple[str, ...], total: int) -> None:
    chosen = options(str(folder), "-o", str(folder / "out"), *more)
    assert commands._total(chosen, ReadSettings()) == total


def test_large_input_is_not_counted(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(commands, "COUNTED_BYTES", 10)
    assert commands._total(options(str(folder), "-o", "out"), ReadSettings()) is None
    assert commands._total(options(str(folder), "-o", "out", "--limit", "2"), ReadSettings()) == 2


@pytest.mark.parametrize(
    ("more", "limit"),
    [
        ((), None),
        (("--workers", "2"), TIME_LIMIT),
        (("--time-limit", "5"), 5.0),
        (("--workers", "2", "--time-limit", "5"), 5.0),
    ],
)
def test_seconds_for_an_article(more: tuple[str, ...], limit: float | None) -> None:
    assert commands._time_limit(options("in", "-o", "out", *more)) == limit


class Terminal(StringIO):
    """A standard error that is a terminal."""

    def isatty(self) -> bool:
        return True


def test_progress_shows_how_many_there_are(monkeypatch: pytest.MonkeyPatch) -> None:
    screen = Terminal()
    monkeypatch.setattr("sys.stderr", screen)
    outcomes: Iterator[Failure] = iter([Failure("a", "a", "read", "empty"), Failure("b", "b", "read", "empty")])
    assert len(list(progress.progress(outcomes, total=lambda: 2, shown=True))) == 2
    assert "of 2 articles" in screen.getvalue()

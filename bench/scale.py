"""Articles a second and memory while a run grows: 20,000 short articles that all differ.

    python bench/scale.py [--articles 20000] [--workers 2] [--output docs/bench.md]

The articles are paragraphs of the training texts in which every name of a party or judge is replaced by a made-up one
and every digit but the first of a number by another, so that no two are alike and each brings words never seen before.
At each mark the seconds so far, the processor time of an article since the mark before (of all processes together, so
that other work on the machine matters little), and the memory of the parent and of its largest worker are noted.
``--output`` writes the table into a Markdown file between two marker lines and keeps the rest of the file.
"""

from __future__ import annotations

import argparse
import json
import multiprocessing
import os
import random
import re
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from marked import put

from newsdocket.read.sources import find_sources
from newsdocket.run import RunSettings, run
from newsdocket.write import Summary, open_writer

TRAINING = Path(__file__).parents[1] / "corpus" / "training"
WORDS = 70
"""Words of an article, about: paragraphs are added until there are as many."""
MARKS = (500, 1_000, 2_000, 5_000, 10_000, 20_000)
SYLLABLES = (
    "ba",
    "dor",
    "fen",
    "gal",
    "hos",
    "kir",
    "lum",
    "mar",
    "nel",
    "os",
    "pra",
    "quin",
    "rud",
    "sel",
    "tam",
    "vor",
)
HEAD = (
    "| articles | seconds | processor time of an article since the line above, ms"
    " | memory of the parent, MiB | of the largest worker | at its peak |"
)
_NAME = re.compile(r"[A-Z][a-z]{3,}")
_DIGIT = re.compile(r"(?<=\d)\d(?=[\d.,])")


@dataclass(frozen=True)
class Model:
    """A piece of a training text and the words of it that are names."""

    text: str
    names: tuple[str, ...]


def models() -> list[Model]:
    """Every training text cut to articles of about :data:`WORDS` words."""
    found = []
    for path in sorted(TRAINING.glob("texts-*.jsonl")):
        gold = {row["id"]: row for row in _rows(path.with_name(path.name.replace("texts", "gold")))}
        for row in _rows(path):
            names = _names_of(gold[row["id"]])
            found.extend(Model(piece, names) for piece in _pieces(row["text"]))
    return found


def _rows(path: Path) -> list[dict[str, object]]:
    return [json.loads(line) for line in path.read_text("utf-8").splitlines()]


def _names_of(row: dict[str, object]) -> tuple[str, ...]:
    names = {
        word
        for kind in ("parties", "judges")
        for entity in row[kind]  # type: ignore[attr-defined]
        for exact in entity["exact"]
        for word in _NAME.findall(exact)
        if entity.get("kind", "person") in {"person", "organization"}
    }
    return tuple(sorted(names))


def _pieces(text: str) -> Iterator[str]:
    piece: list[str] = []
    for paragraph in text.split("\n\n"):
        piece.append(paragraph)
        if sum(len(part.split()) for part in piece) >= WORDS:
            yield "\n\n".join(piece)
            piece = []


def article(model: Model, number: int) -> dict[str, str]:
    """A new article after ``model``: the same for the same ``number``."""
    chance = random.Random(number)
    text = _DIGIT.sub(lambda _: str(chance.randint(0, 9)), model.text)
    for name in model.names:
        new = "".join(chance.sample(SYLLABLES, 3)).capitalize()
        text = re.sub(rf"\b{name}\b", new, text)
    return {
        "id": f"s{number:07}",
        "text": text,
        "published": f"2026-{chance.randint(1, 12):02}-{chance.randint(1, 28):02}",
    }


def write_articles(path: Path, number: int) -> int:
    """``number`` articles as JSON Lines; gives their words."""
    pieces, words = models(), 0
    with path.open("w", encoding="utf-8") as stream:
        for n in range(number):
            row = article(pieces[n % len(pieces)], n)
            words += len(row["text"].split())
            stream.write(json.dumps(row) + "\n")
    return words


@dataclass(frozen=True)
class State:
    """Seconds since the start, processor seconds of parent and workers, MiB of the parent, of the largest worker now
    and of the largest at its peak."""

    seconds: float
    processor: float
    parent: float
    worker: float
    peak: float


def state(started: float) -> State:
    """What the processes of this run use now; without workers this process stands for one."""
    here = os.getpid()
    children = [child.pid for child in multiprocessing.active_children() if child.pid]
    processor = sum(processor_of(process) for process in (here, *children))
    workers = children or [here]
    now, peak = (max(memory_of(process, what) for process in workers) for what in ("VmRSS", "VmHWM"))
    return State(time.monotonic() - started, processor, memory_of(here, "VmRSS"), now, peak)


def memory_of(process: int, what: str) -> float:
    """MiB that a process holds now (``VmRSS``) or held at its peak (``VmHWM``)."""
    found = re.search(rf"{what}:\s+(\d+) kB", Path(f"/proc/{process}/status").read_text("ascii"))
    return int(found[1]) / 1024 if found else 0.0


def processor_of(process: int) -> float:
    """Seconds of processor time that a process has used."""
    fields = Path(f"/proc/{process}/stat").read_text("utf-8").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def measure(path: Path, output: Path, number: int, workers: int) -> Iterator[str]:
    """The lines of the table, while the run goes."""
    summary, started = Summary(), time.monotonic()
    before, done = state(started), 0
    with open_writer(output, "jsonl") as writer:
        for outcome in run(find_sources(path), RunSettings(), workers=workers):
            writer.write(outcome)
            summary.add(outcome)
            if summary.articles in MARKS or summary.articles == number:
                now = state(started)
                yield line(summary.articles, now, (now.processor - before.processor) / (summary.articles - done))
                done, before = summary.articles, now
    size = (output / "records.jsonl").stat().st_size / 1e6
    yield f"\n{summary.articles:,} articles = {summary.records:,} records + {summary.errors:,} errors; {size:,.0f} MB."


def line(articles: int, now: State, processor: float) -> str:
    """A row of the table; ``processor`` is the processor time of an article, in seconds."""
    sizes = f"{now.parent:,.0f} | {now.worker:,.0f} | {now.peak:,.0f}"
    return f"| {articles:,} | {now.seconds:,.0f} | {1000 * processor:.1f} | {sizes} |"


def report(number: int, workers: int) -> Iterator[str]:
    """The lines of the report."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "articles.jsonl"
        words = write_articles(path, number)
        yield f"{number:,} articles of {words:,} words ({path.stat().st_size / 1e6:,.0f} MB), {workers} workers.\n"
        yield HEAD
        yield "|---|---|---|---|---|---|"
        yield from measure(path, Path(folder) / "out", number, workers)


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--articles", type=int, default=20_000)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--output", type=Path)
    options = parser.parse_args()
    lines = []
    for line in report(options.articles, options.workers):
        print(line, flush=True)
        lines.append(line)
    if options.output:
        put(options.output, "scale", "\n".join(lines))


if __name__ == "__main__":
    main()

"""Speed and memory of newsdocket and of the bare language model under it, on the same articles, in one run.

    python bench/run.py [corpus/articles] [--repeat N] [--output docs/bench.md]

Each contestant runs in a process of its own: it loads, reads a piece of an article to be warm, then reads all of them
``--repeat`` times. Words a second are over the time after loading; peak memory is that of the whole process.
``--output`` writes the tables into a Markdown file between two marker lines and keeps the rest of the file.
"""

from __future__ import annotations

import argparse
import os
import platform
import resource
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from marked import put

from newsdocket.read import Article, read_articles

MODEL = "en_newsdocket"
WARM = 2000
FEW = 10
"""Articles that the slow finders read."""
SIZES = (10_000, 100_000, 1_000_000)
CONTESTANTS = {
    "bare": f"spaCy, `{MODEL}` alone",
    "newsdocket": "newsdocket, record as JSON included",
    "finders": "quantulum3 + dateparser.search + courts-db",
}


@dataclass(frozen=True)
class Row:
    """What one process measured: seconds to load, seconds of work, peak memory in MiB."""

    load: float
    work: float
    memory: float


def articles_of(paths: list[str]) -> list[str]:
    """The texts of all articles that can be read."""
    return [article.text for article in read_articles(paths) if isinstance(article, Article)]


def bare() -> Callable[[str], object]:
    """The language model alone."""
    from newsdocket.annotate import load_pipeline

    return load_pipeline(MODEL)


def newsdocket() -> Callable[[str], object]:
    """The whole path from text to JSON."""
    from newsdocket.docket import load

    docket = load(MODEL)

    def read(text: str) -> str:
        return docket.read(text).to_json()

    return read


def finders() -> Callable[[str], object]:
    """Three libraries as finders in prose; quantulum3 without its classifier (made for an old scikit-learn)."""
    from courts_db import find_court
    from dateparser.search import search_dates
    from quantulum3 import classifier, parser

    classifier.USE_CLF = False

    def read(text: str) -> object:
        return parser.parse(text), search_dates(text, languages=["en"]), find_court(text)

    return read


STARTERS = {"bare": bare, "newsdocket": newsdocket, "finders": finders}


def measure(name: str, texts: list[str], repeat: int) -> Row:
    """One contestant in this process."""
    started = time.perf_counter()
    read = STARTERS[name]()
    read(texts[0][:WARM])
    loaded = time.perf_counter()
    for _ in range(repeat):
        for text in texts:
            read(text)
    work = time.perf_counter() - loaded
    return Row(loaded - started, work, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)


def words_in(texts: list[str]) -> int:
    """Words of all ``texts``, parted by blanks."""
    return sum(len(text.split()) for text in texts)


def long_text(texts: list[str], size: int) -> str:
    """``size`` characters of articles, one after the other, again from the first where they do not suffice."""
    joined = "\n\n".join(texts)
    return "\n\n".join([joined] * (size // len(joined) + 1))[:size]


def apart(*arguments: str) -> Row:
    """A measurement in a process of its own."""
    environment = {**os.environ, "OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}
    command = [sys.executable, __file__, *arguments]
    output = subprocess.run(command, env=environment, check=True, capture_output=True, text=True).stdout
    load, work, memory = map(float, output.split()[-3:])
    return Row(load, work, memory)


def table(paths: list[str], repeat: int) -> Iterator[str]:
    """The lines of the report."""
    texts = articles_of(paths)
    machine = f"{os.cpu_count()} processors ({platform.machine()}), {memory_size()}, Python {platform.python_version()}"
    yield f"Machine: {machine}."
    yield f"{len(texts)} articles of {words_in(texts):,} words, read by one process with one thread.\n"
    yield "| | articles | times | words a second | seconds to load | peak memory, MiB |\n|---|---|---|---|---|---|"
    rows = {}
    for name, words in CONTESTANTS.items():
        few = name == "finders"
        number, times = (min(FEW, len(texts)), 1) if few else (len(texts), repeat)
        row = rows[name] = apart("--one", name, "--first", str(number), "--repeat", str(times), *paths)
        rate = words_in(texts[:number]) * times / row.work
        yield f"| {words} | {number} | {times} | {rate:,.0f} | {row.load:.1f} | {row.memory:,.0f} |"
    share = rows["newsdocket"].work / rows["bare"].work - 1
    yield f"\nReading, extracting, relating, checking and writing add {share:.0%} to the time of the language model.\n"
    yield "| one article of | seconds | words a second | peak memory, MiB |\n|---|---|---|---|"
    for size in SIZES:
        number = len(long_text(texts, size).split())
        row = apart("--one", "newsdocket", "--size", str(size), "--repeat", "1", *paths)
        yield f"| {size:,} characters | {row.work:.2f} | {number / row.work:,.0f} | {row.memory:,.0f} |"


def memory_size() -> str:
    """The machine's memory in words."""
    pages = os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE")
    return f"{pages / 2**30:.0f} GiB of memory"


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("paths", nargs="*", default=["corpus/articles"])
    parser.add_argument("--repeat", type=int, default=3)
    parser.add_argument("--output", type=Path)
    parser.add_argument("--one", choices=STARTERS, help=argparse.SUPPRESS)
    parser.add_argument("--first", type=int, help=argparse.SUPPRESS)
    parser.add_argument("--size", type=int, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.one:
        texts = articles_of(options.paths)
        texts = [long_text(texts, options.size)] if options.size else texts[: options.first]
        row = measure(options.one, texts, options.repeat)
        print(row.load, row.work, row.memory)
        return
    report = "\n".join(table(options.paths, options.repeat))
    print(report)
    if options.output:
        put(options.output, "bench", report)


if __name__ == "__main__":
    main()

"""Runs that are killed at random moments, fifty times, and what they leave in the end.

    python bench/kills.py [--kills 50] [--articles 200] [--seed 1] [--output docs/archive.md]

``newsdocket run`` reads articles with the installed model and is stopped with ``kill -9``: the parent, one of its
workers and then the parent, or the parent between writing a file and moving it into its place; now and then the disk
is full instead. It is started again until it gets through, and what it wrote is compared, byte by byte, with what an
uninterrupted run wrote. Then it begins anew. JSON and JSON Lines take turns. The exit code is 1 if any byte differs.

Runs with one worker are forked from a process that has loaded the model, so that most kills hit the work and not the
start; runs with two workers start from nothing.
"""

from __future__ import annotations

import argparse
import errno
import json
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Protocol

from marked import put

from newsdocket.docket import Docket, load
from newsdocket.read import Article, read_articles

CORPUS = Path(__file__).parents[1] / "corpus"
LONGEST = 60
"""Words of an article, so that a run is over in seconds."""
WAYS = {"parent": 12, "worker": 2, "before moving": 5, "full disk": 1}
"""Ways to stop a run, and how often they are chosen."""
FORMATS = ("json", "jsonl")
LOADING = 4.0
"""Seconds that a start may take, about: some kills come that early."""


@dataclass
class Log:
    """What happened: stops by way, and comparisons that were made; ``stopped`` counts kills, full disks apart."""

    stops: Counter[str] = field(default_factory=Counter)
    at: list[float] = field(default_factory=list)
    equal: int = 0
    different: int = 0

    @property
    def kills(self) -> int:
        """Runs that a signal ended."""
        return sum(self.stops.values()) - self.stops["full disk"]


def write_articles(path: Path, number: int) -> None:
    """Openings of the articles of the corpus and of the training texts as JSON Lines."""
    sources = [CORPUS / "articles", *sorted((CORPUS / "training").glob("texts-*.jsonl"))]
    found = [article for article in read_articles(sources) if isinstance(article, Article)]
    rows = [{"id": article.id, "text": opening(article.text), "published": article.published} for article in found]
    path.write_text("\n".join(map(json.dumps, rows[:number])), "utf-8")


def opening(text: str) -> str:
    """The first paragraphs of a text, :data:`LONGEST` words or one paragraph."""
    kept: list[str] = []
    for paragraph in text.split("\n\n"):
        if kept and len(" ".join([*kept, paragraph]).split()) > LONGEST:
            break
        kept.append(paragraph)
    return "\n\n".join(kept)


class Process(Protocol):
    """What is asked of a run in a process of its own."""

    pid: int

    def poll(self) -> int | None:
        """Its exit code (minus the signal that ended it), ``None`` while it runs."""

    def wait(self) -> int:
        """Its exit code, once it has ended."""

    def kill(self) -> None:
        """Ends it with SIGKILL."""


class Forked:
    """A run in a copy of this process, which has loaded the model."""

    def __init__(self, docket: Docket, hook: tuple[str, ...], arguments: list[str]) -> None:
        self.code: int | None = None
        self.pid = os.fork()
        if not self.pid:
            self._run(docket, hook, arguments)

    def _run(self, docket: Docket, hook: tuple[str, ...], arguments: list[str]) -> None:
        code = 99
        try:
            import newsdocket.docket

            newsdocket.docket.load = partial(_same, docket)  # type: ignore[assignment]
            os.dup2(os.open(os.devnull, os.O_WRONLY), 2)
            code = run_with(hook[1] if hook else None, int(hook[2]) if hook else 0, arguments)
        finally:
            os._exit(code)

    def poll(self) -> int | None:
        """As of a process that was started."""
        if self.code is None:
            pid, status = os.waitpid(self.pid, os.WNOHANG)
            self.code = os.waitstatus_to_exitcode(status) if pid else None
        return self.code

    def wait(self) -> int:
        """As of a process that was started."""
        if self.code is None:
            self.code = os.waitstatus_to_exitcode(os.waitpid(self.pid, 0)[1])
        return self.code

    def kill(self) -> None:
        """As of a process that was started."""
        if self.poll() is None:
            os.kill(self.pid, signal.SIGKILL)


def _same(docket: Docket, model: str) -> Docket:
    return docket


class Place:
    """A folder with the articles and the outputs of runs over them."""

    def __init__(self, folder: Path, number: int) -> None:
        self.folder = folder
        self.articles = folder / "articles.jsonl"
        self.docket = load()
        write_articles(self.articles, number)

    def start(self, output: str, format: str, workers: int, *hook: str) -> Process:
        """A run in a process of its own."""
        arguments = ["run", str(self.articles), "-o", str(self.folder / output), "--format", format, "--quiet"]
        if workers == 1:
            return Forked(self.docket, hook, arguments)
        command = [sys.executable, __file__, *hook, "--run", *arguments, "--workers", str(workers)]
        return subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)

    def files(self, output: str) -> dict[str, bytes]:
        """What a run left, by file name."""
        return {path.name: path.read_bytes() for path in sorted((self.folder / output).iterdir())}

    def size(self, output: str) -> int:
        """Bytes that stand in the folder of a run now, parts included."""
        try:
            with os.scandir(self.folder / output) as entries:
                return sum(entry.stat().st_size for entry in entries)
        except OSError:
            return 0

    def clear(self, output: str) -> None:
        """Removes what a run left."""
        for path in (self.folder / output).iterdir():
            path.unlink()


def workers_of(process: int) -> list[int]:
    """The worker processes of a run."""
    try:
        children = Path(f"/proc/{process}/task/{process}/children").read_text("ascii").split()
        lines = {int(child): Path(f"/proc/{child}/cmdline").read_bytes() for child in children}
    except OSError:
        return []
    return [child for child, line in lines.items() if b"spawn_main" in line]


def stop(place: Place, way: str, format: str, whole: int, chance: random.Random) -> bool:
    """Starts a run and stops it in the given way; whether it had not ended before."""
    workers = 2 if way == "worker" else chance.choice((1, 1, 1, 1, 2))
    if way in {"before moving", "full disk"}:
        number = chance.randint(1, 60) if format == "json" else 1
        process = place.start("out", format, workers, "--at", way, str(number))
        return process.wait() == (-signal.SIGKILL if way == "before moving" else 2)
    process = place.start("out", format, workers)
    wait_for(place, process, whole, chance)
    if way == "worker":
        for worker in chance.sample(workers_of(process.pid), 1) if workers_of(process.pid) else []:
            os.kill(worker, signal.SIGKILL)
        time.sleep(chance.random() * 2)
    process.kill()
    return process.wait() == -signal.SIGKILL


def wait_for(place: Place, process: Process, whole: int, chance: random.Random) -> None:
    """Until a random moment: of the start in one case of five, else of the work that is left."""
    started, before = time.monotonic(), place.size("out")
    if chance.random() < 0.15:
        time.sleep(chance.random() * LOADING)
        return
    goal = before + chance.random() * max(whole - before, whole / 5)
    goal = min(goal, before + whole / 4)
    while process.poll() is None and place.size("out") < goal and time.monotonic() - started < 120:
        time.sleep(0.002)
    time.sleep(chance.random() * 0.05)


def rounds(place: Place, kills: int, chance: random.Random, log: Log) -> Iterator[str]:
    """Stops runs until there are ``kills``, and compares each that gets through."""
    expected = {}
    for format in FORMATS:
        place.start(f"whole-{format}", format, 1).wait()
        expected[format] = place.files(f"whole-{format}")
    turn = 0
    while log.kills < kills:
        format = FORMATS[turn % len(FORMATS)]
        turn += 1
        whole = sum(map(len, expected[format].values()))
        for _ in range(chance.randint(2, 7)):
            way = chance.choices(list(WAYS), list(WAYS.values()))[0]
            if stop(place, way, format, whole, chance):
                log.stops[way] += 1
                log.at.append(place.size("out") / whole)
        place.start("out", format, chance.choice((1, 1, 1, 2))).wait()
        same = place.files("out") == expected[format]
        log.equal, log.different = log.equal + same, log.different + (not same)
        yield f"{log.kills} kills, {log.equal} runs with the same bytes, {log.different} with others ({format})"
        place.clear("out")


def report(log: Log, articles: int) -> Iterator[str]:
    """The outcome as Markdown."""
    yield f"| {articles} articles | |\n|---|---|"
    yield from (f"| stopped: {way} | {log.stops[way]} |" for way in WAYS)
    tenths = Counter(min(int(share * 10), 9) for share in log.at)
    yield f"| stops with so many tenths written (0 to 9) | {' '.join(str(tenths[n]) for n in range(10))} |"
    yield f"| runs that got through in the end, with the same bytes | {log.equal} |"
    yield f"| with other bytes | {log.different} |"


def run_with(way: str | None, number: int, arguments: list[str]) -> int:
    """The command line in this process, to be stopped when its file ``number`` is about to be moved."""
    from newsdocket.cli import main

    calls = Counter[str]()
    replace, fsync = os.replace, os.fsync

    def die(source: str, target: str) -> None:
        calls["replace"] += 1
        if way == "before moving" and calls["replace"] == number:
            os.kill(os.getpid(), signal.SIGKILL)
        replace(source, target)

    def fill(file: int) -> None:
        calls["fsync"] += 1
        if way == "full disk" and calls["fsync"] == number:
            raise OSError(errno.ENOSPC, "No space left on device")
        fsync(file)

    if way is not None:
        os.replace, os.fsync = die, fill  # type: ignore[assignment]
    return main(arguments)


def main() -> int:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--kills", type=int, default=50)
    parser.add_argument("--articles", type=int, default=200)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--output", type=Path)
    parser.add_argument("--at", nargs=2, default=(None, "0"), help=argparse.SUPPRESS)
    parser.add_argument("--run", nargs=argparse.REMAINDER, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.run:
        return run_with(options.at[0], int(options.at[1]), options.run)
    log = Log()
    with tempfile.TemporaryDirectory() as folder:
        for line in rounds(Place(Path(folder), options.articles), options.kills, random.Random(options.seed), log):
            print(line, flush=True)
    text = "\n".join(report(log, options.articles))
    print(text)
    if options.output:
        put(options.output, "kills", text)
    return 1 if log.different else 0


if __name__ == "__main__":
    sys.exit(main())

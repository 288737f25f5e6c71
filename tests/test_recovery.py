"""Runs that are interrupted, and runs over articles that are done already: nothing twice, the same bytes in the end."""

from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from newsdocket.read import Article
from newsdocket.record.models import Provenance, Record, article_info, content_hash
from newsdocket.write.earlier import EarlierFolder, EarlierLines, earlier_record, stale_parts
from newsdocket.write.files import AtomicFile

SCRIPT = """
import sys, time, types
from pathlib import Path
from newsdocket.record.models import Provenance, Record, article_info

class Slow:
    provenance = Provenance(version="1", model="slow", settings_hash=sys.argv[1])

    def read_article(self, article):
        with open(sys.argv[2], "a") as log:
            log.write(article.id + "\\n")
        if "RAISE" in article.text:
            raise ValueError("broken")
        time.sleep(0.01)
        return Record(article=article_info(article), provenance=self.provenance)

def load(model="en_newsdocket"):
    return Slow()

module = types.ModuleType("newsdocket.docket")
module.load = load
sys.modules["newsdocket.docket"] = module
if __name__ == "__main__":
    from newsdocket.cli import main
    sys.exit(main(sys.argv[3:]))
"""


class Place:
    """A folder with a script that runs a slow pipeline over thirty articles."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.log = folder, folder / "log"
        self.script = folder / "slow.py"
        self.script.write_text(SCRIPT)
        rows = [{"id": f"a{n:02}", "text": "RAISE" if n % 10 == 4 else f"Acme paid ${n}."} for n in range(30)]
        self.articles = folder / "in.jsonl"
        self.articles.write_text("\n".join(map(json.dumps, rows)))

    def start(self, output: str, *more: str, version: str = "x") -> subprocess.Popen[bytes]:
        command = ["run", str(self.articles), "-o", str(self.folder / output), "--quiet", *more]
        return subprocess.Popen([sys.executable, str(self.script), version, str(self.log), *command])

    def run(self, output: str, *more: str, version: str = "x") -> list[str]:
        """Runs to the end; the articles that were read by the pipeline."""
        self.log.unlink(missing_ok=True)
        assert self.start(output, *more, version=version).wait(60) == 1
        return self.log.read_text().split() if self.log.exists() else []

    def wait_for(self, process: subprocess.Popen[bytes], articles: int) -> None:
        """Until the pipeline has read so many more articles, or has ended."""
        self.log.unlink(missing_ok=True)
        while process.poll() is None and (not self.log.exists() or self.log.read_text().count("\n") < articles):
            time.sleep(0.001)

    def files(self, output: str) -> dict[str, bytes]:
        return {path.name: path.read_bytes() for path in sorted((self.folder / output).iterdir())}


FAILING = ["a04", "a14", "a24"]


@pytest.fixture
def place(tmp_path: Path) -> Place:
    return Place(tmp_path)


@pytest.mark.parametrize("format", ["json", "jsonl"])
def test_what_is_done_is_not_done_again(place: Place, format: str) -> None:
    assert len(place.run("out", "--format", format)) == 30
    before = place.files("out")
    assert place.run("out", "--format", format) == FAILING
    assert place.files("out") == before
    assert len(place.run("out", "--format", format, "--force")) == 30
    assert len(place.run("out", "--format", format, version="y")) == 30
    assert place.files("out") != before


@pytest.mark.parametrize(("format", "workers"), [("json", "1"), ("jsonl", "1"), ("json", "2"), ("jsonl", "2")])
def test_killed_at_any_moment_and_started_again(place: Place, format: str, workers: str) -> None:
    place.run("whole", "--format", format)
    chance = random.Random(f"{format} {workers}")
    started = 0
    for _ in range(4):
        process = place.start("out", "--format", format, "--workers", workers)
        place.wait_for(process, chance.randint(2, 9))
        process.kill()
        process.wait(60)
        started += process.returncode == -signal.SIGKILL
    assert started
    place.run("out", "--format", format, "--workers", workers)
    assert place.files("out") == place.files("whole")


@pytest.mark.slow
@pytest.mark.parametrize("format", ["json", "jsonl"])
def test_fifty_kills_at_random_moments(place: Place, format: str) -> None:
    place.run("whole", "--format", format)
    chance = random.Random(format)
    for _ in range(25):
        process = place.start("out", "--format", format)
        time.sleep(chance.random() * 0.8)
        process.kill()
        process.wait(60)
        if chance.random() < 0.2:
            place.run("out", "--format", format)
            assert place.files("out") == place.files("whole")
            for path in (place.folder / "out").iterdir():
                path.unlink()
    place.run("out", "--format", format)
    assert place.files("out") == place.files("whole")


def test_killed_between_writing_and_moving(place: Place) -> None:
    place.run("whole")
    out = place.folder / "out"
    out.mkdir()
    gone = subprocess.Popen([sys.executable, "-c", ""])
    gone.wait()
    (out / f".a00.json.{gone.pid}.part").write_text('{"half')
    (out / "a01.json").write_text('{"cut')
    place.run("out")
    assert place.files("out") == place.files("whole")


ARTICLE = Article("a", "in/a.txt", "Acme lost.", headline="Acme", published="2026-01-05")
PROVENANCE = Provenance(version="1", model="m", settings_hash="s")
RECORD = Record(article=article_info(ARTICLE), provenance=PROVENANCE)


@pytest.mark.parametrize(
    ("record", "good"),
    [
        (RECORD, True),
        (RECORD.without_text(), True),
        (RECORD.model_copy(update={"provenance": Provenance(version="2", model="m", settings_hash="s")}), False),
        (RECORD.model_copy(update={"article": RECORD.article.model_copy(update={"published": None})}), False),
        (RECORD.model_copy(update={"article": RECORD.article.model_copy(update={"source": "elsewhere"})}), False),
        (
            RECORD.model_copy(
                update={
                    "article": RECORD.article.model_copy(
                        update={"text": "Acme won.", "content_hash": content_hash("Acme won.")}
                    )
                }
            ),
            False,
        ),
    ],
)
def test_a_record_is_good_when_nothing_that_decides_it_changed(tmp_path: Path, record: Record, good: bool) -> None:
    (tmp_path / "a.json").write_text(record.to_json(), "utf-8")
    (tmp_path / "r.jsonl").write_text("not json\n" + record.to_json(indent=None) + '\n{"article": {"id": "b', "utf-8")
    for earlier in (EarlierFolder(tmp_path), EarlierLines((tmp_path / "missing", tmp_path / "r.jsonl"))):
        found = earlier_record(earlier, article_info(ARTICLE), PROVENANCE)
        assert found == (RECORD if good else None)


@pytest.mark.parametrize("content", ["", "[]", "null", '{"article": {"id": 3}}', "\x00", '{"article": {"id": "a"}}'])
def test_broken_files_are_no_records(tmp_path: Path, content: str) -> None:
    (tmp_path / "a.json").write_text(content)
    (tmp_path / "r.jsonl").write_text(content + "\n")
    for earlier in (EarlierFolder(tmp_path), EarlierLines((tmp_path / "r.jsonl",))):
        assert earlier_record(earlier, article_info(ARTICLE), PROVENANCE) is None


def test_parts_of_running_processes_are_left_alone(tmp_path: Path) -> None:
    file = AtomicFile(tmp_path / "r.jsonl")
    assert file.part.exists()
    assert str(os.getpid()) in file.part.name
    assert stale_parts(tmp_path) == []
    file.discard()

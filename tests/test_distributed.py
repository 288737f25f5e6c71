"""Many machines: input found and taken apart as a local run does it, the same bytes from Ray, workers that are killed.

The runs on a local Ray need the extra ``ray`` and are slow.
"""

from __future__ import annotations

import gzip
import json
import os
import signal
import sys
import threading
import time
from pathlib import Path
from typing import Any

import pytest

from newsdocket.errors import UsageError
from newsdocket.read import Failure, ReadSettings, find_sources
from newsdocket.read.article import Source

fsspec = pytest.importorskip("fsspec")
pq = pytest.importorskip("pyarrow.parquet")
pa = pytest.importorskip("pyarrow")

from newsdocket.cloud import articles_of, find_files  # noqa: E402
from newsdocket.distributed import COLUMNS, Cluster, Totals, distribute, grouped, row_of, table_of  # noqa: E402

TRAINING = Path(__file__).parents[1] / "corpus" / "training"
ROWS = [
    {"id": "one", "text": "Acme paid $5.", "published": "2026-01-05"},
    {"text": "Bolt paid $6.", "headline": "Bolt pays"},
    {"id": "one", "text": "Crane paid $7."},
]
LINES = "\n".join([*map(json.dumps, ROWS), "", "no json"])


def folder_of_articles(folder: Path) -> Path:
    """Two files of JSON Lines, one of them packed, and others that are none of ours."""
    (folder / "in" / "b").mkdir(parents=True)
    (folder / "in" / "z.jsonl").write_text(LINES)
    with gzip.open(folder / "in" / "b" / "a.jsonl.gz", "wt") as stream:
        stream.write(json.dumps({"text": "Dyer paid $8."}))
    (folder / "in" / "notes.txt").write_text("Not an archive.")
    (folder / "in" / ".hidden.jsonl").write_text(LINES)
    return folder / "in"


def test_the_articles_of_a_local_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = folder_of_articles(tmp_path)
    (folder / "notes.txt").unlink()
    monkeypatch.chdir(tmp_path)
    for path in ("in", str(folder), "in/z.jsonl"):
        files = find_files([path])
        found = [source for file in files for source in articles_of(file, ReadSettings())]
        assert found == list(find_sources(path))


def test_articles_at_an_address() -> None:
    system = fsspec.filesystem("memory")
    system.pipe_file("/archive/x.jsonl", LINES.encode())
    (file,) = find_files(["memory://archive"])
    assert file.address == "memory:///archive/x.jsonl"
    assert [(s.id, s.name) for s in articles_of(file, ReadSettings())][:2] == [
        ("one", "memory://archive/x.jsonl#1"),
        ("x-2", "memory://archive/x.jsonl#2"),
    ]


def test_rows_of_parquet_are_lines(tmp_path: Path) -> None:
    columns = {name: [row.get(name) for row in ROWS] for name in ("id", "text", "headline", "published")}
    pq.write_table(pa.table(columns), tmp_path / "x.parquet")
    (tmp_path / "x.jsonl").write_text("\n".join(map(json.dumps, ROWS)))
    lines, rows = (
        [(source.id, source.payload) for source in articles_of(file, ReadSettings())]
        for file in find_files([str(tmp_path)])
    )
    assert rows == lines


def test_files_that_cannot_be_read_are_errors(tmp_path: Path) -> None:
    (tmp_path / "x.parquet").write_bytes(b"PAR1 and no more")
    (tmp_path / "y.jsonl.gz").write_bytes(b"no gzip")
    problems = [s.problem for file in find_files([str(tmp_path)]) for s in articles_of(file, ReadSettings())]
    assert len(problems) == 2
    assert all(problems)


@pytest.mark.parametrize("path", ["missing", "empty", "nosuch://place"])
def test_input_that_is_not_there(tmp_path: Path, path: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "empty").mkdir()
    with pytest.raises(UsageError):
        find_files([path])


def test_files_in_groups_of_about_a_size(tmp_path: Path) -> None:
    for name, size in (("a", 50), ("b", 60), ("c", 10), ("d", 500), ("e", 1)):
        (tmp_path / f"{name}.jsonl").write_text("x" * size)
    parts = [[file.size for file in part] for part in grouped(find_files([str(tmp_path)]), 100)]
    assert parts == [[50], [60, 10], [500], [1]]


def test_errors_are_rows_too() -> None:
    failure = Failure("a", "in/a.jsonl#1", "read", "empty \ud800")
    assert row_of(failure) == {
        "status": "error",
        "id": "a",
        "source": "in/a.jsonl#1",
        "stage": "read",
        "error": "empty ?",
    }
    assert tuple(table_of([failure]).column_names) == COLUMNS


def archive(folder: Path, files: int) -> Path:
    """Some dozens of training articles in a few files, one of them broken."""
    lines = [line for name in ("q", "v") for line in (TRAINING / f"texts-{name}.jsonl").read_text().splitlines()]
    (folder / "in").mkdir()
    for number in range(files):
        part = [*lines[number::files], *(["{broken"] if number == 0 else [])]
        (folder / "in" / f"{number}.jsonl").write_text("\n".join(part))
    return folder / "in"


def local_rows(path: Path, folder: Path) -> tuple[set[str], int]:
    """The lines that a local run writes, and how many errors."""
    from newsdocket.cli import main

    assert main(["run", str(path), "-o", str(folder), "--format", "jsonl", "--quiet"]) == 1
    lines = (folder / "records.jsonl").read_text("utf-8").splitlines()
    return set(lines), len((folder / "errors.jsonl").read_text("utf-8").splitlines())


def rows_in(folder: Path) -> list[dict[str, Any]]:
    return [row for path in sorted(folder.glob("*/*.parquet")) for row in pq.read_table(path).to_pylist()]


@pytest.fixture(scope="module")
def local_ray(tmp_path_factory: pytest.TempPathFactory) -> Any:
    """Ray on this machine, with processors for three workers and the reading, at ordinary priority."""
    ray = pytest.importorskip("ray")
    pytest.importorskip("en_newsdocket")
    os.environ.update(RAY_worker_niceness="0", OMP_NUM_THREADS="1", NEWSDOCKET_TEST_RUN=str(os.getpid()))
    ray.init(num_cpus=4, log_to_driver=False, include_dashboard=False)
    yield ray
    ray.shutdown()


@pytest.mark.slow
def test_the_bytes_of_a_local_run(local_ray: Any, tmp_path: Path) -> None:
    path, out = archive(tmp_path, 3), tmp_path / "out"
    expected, errors = local_rows(path, tmp_path / "local")
    first = distribute(str(path), str(out), cluster=Cluster(workers=2, group_bytes=20_000))
    rows = rows_in(out)
    assert {row["record"] for row in rows if row["status"] == "record"} == expected
    assert (first.records, first.errors, first.articles) == (len(expected), errors, len(expected) + errors)
    assert len(rows) == first.articles
    assert len(first.groups) > 1
    interrupted = out / first.groups[0]
    (out / f"{interrupted.name}.done.json").unlink()
    next(interrupted.glob("*.parquet")).unlink()
    again = distribute(str(path), str(out), cluster=Cluster(workers=2, group_bytes=20_000))
    assert 0 < again.unchanged < again.articles == first.articles
    assert sorted(map(str, rows_in(out))) == sorted(map(str, rows))


@pytest.mark.slow
def test_a_worker_is_killed(local_ray: Any, tmp_path: Path) -> None:
    path, out = archive(tmp_path, 2), tmp_path / "out"
    expected, errors = local_rows(path, tmp_path / "local")
    totals: list[Totals] = []
    run = threading.Thread(target=lambda: totals.append(distribute(str(path), str(out), cluster=Cluster(workers=2))))
    run.start()
    killed = kill_a_worker(run)
    run.join(600)
    assert killed
    assert not Path(f"/proc/{killed}").exists()
    assert (totals[0].records, totals[0].errors) == (len(expected), errors)
    assert sorted(row["record"] for row in rows_in(out) if row["status"] == "record") == sorted(expected)


def kill_a_worker(run: threading.Thread) -> int | None:
    """Kills a worker of this test's Ray that has loaded a pipeline and is at work; its process number."""
    while run.is_alive():
        for process in filter(str.isdecimal, os.listdir("/proc")):
            if _works(Path("/proc") / process):
                time.sleep(0.5)
                os.kill(int(process), signal.SIGKILL)
                return int(process)
        time.sleep(0.01)
    return None


def _works(place: Path) -> bool:
    """Whether a process is a worker of ours whose own child has used two seconds of processor time."""
    try:
        ours = f"NEWSDOCKET_TEST_RUN={os.getpid()}".encode() in (place / "environ").read_bytes()
        if not ours or b"Annotator" not in (place / "cmdline").read_bytes():
            return False
        children = (place / "task" / place.name / "children").read_text().split()
        used = [Path(f"/proc/{child}/stat").read_text().rpartition(")")[2].split()[11] for child in children]
    except OSError:
        return False
    return any(int(ticks) > 2.5 * os.sysconf("SC_CLK_TCK") for ticks in used)


def test_without_ray(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "x.jsonl").write_text(LINES)
    monkeypatch.setitem(sys.modules, "ray", None)
    with pytest.raises(UsageError, match="pip install"):
        distribute(str(tmp_path), str(tmp_path / "out"))


def test_sources_can_be_sent(tmp_path: Path) -> None:
    import pickle

    source = Source("a", "b", payload={"text": "x \ud800", "n": float("inf")})
    assert pickle.loads(pickle.dumps(source)) == source

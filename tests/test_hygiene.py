"""What a library owes those who build on it: documented names, types, no hidden state, threads, a quick start."""

from __future__ import annotations

import pickle
import re
import resource
import subprocess
import sys
from importlib import import_module
from importlib.resources import files
from inspect import getdoc
from pathlib import Path

import pytest

import newsdocket
from newsdocket.docket import Docket
from newsdocket.errors import ReadError
from newsdocket.read import article_from_text

ROOT = Path(__file__).resolve().parents[1]
STORY = (
    "A federal jury in Boston on Tuesday ordered Harbor Tool Co. to pay $4.5 million to Ada Quill in her suit over "
    "unpaid wages. U.S. District Judge Maria Lopez threw out a fraud claim, {} said."
)


@pytest.mark.parametrize("name", newsdocket.__all__)
def test_every_public_name_is_there_and_documented(name: str) -> None:
    found = getattr(newsdocket, name)
    assert name == "__version__" or (getdoc(found) and found.__module__.startswith("newsdocket"))


def test_the_package_is_typed() -> None:
    assert (files("newsdocket") / "py.typed").is_file()


def test_every_component_factory_is_an_entry_point_of_spacy_and_documented() -> None:
    places = re.findall(r'^newsdocket_\w+ = "(.+):(.+)"$', (ROOT / "pyproject.toml").read_text("utf-8"), re.MULTILINE)
    assert len(places) >= 11
    assert all(getdoc(getattr(import_module(module), name)) for module, name in places)


def test_the_reference_is_current_and_has_every_public_name() -> None:
    pytest.importorskip("griffe")
    done = subprocess.run(
        [sys.executable, "docs/build_api.py", "--check"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    page = (ROOT / "docs" / "api.md").read_text("utf-8")
    assert [name for name in newsdocket.__all__ if f"`{name}" not in page] == []


def mutable_globals() -> dict[str, str]:
    """What stands in the modules of the package and could change; the machinery of Python left out."""
    kinds = (dict, list, set, bytearray)
    return {
        f"{module}.{name}": repr(value)
        for module, loaded in sorted(sys.modules.items())
        if module.split(".")[0] == "newsdocket"
        for name, value in vars(loaded).items()
        if isinstance(value, kinds) and not name.startswith("__")
    }


def test_reading_changes_nothing_outside_the_article(docket: Docket) -> None:
    first = docket.read(STORY.format("Reuters"))
    state, meta = mutable_globals(), dict(docket.nlp.meta)
    docket.read(STORY.format("AP").replace("Harbor", "Quarry"), published="2026-04-15")
    with pytest.raises(ReadError):
        docket.read("\x00")
    assert mutable_globals() == state
    assert docket.nlp.meta == meta
    assert docket.read(STORY.format("Reuters")) == first


def test_articles_records_and_dockets_pickle(docket: Docket) -> None:
    article = article_from_text(STORY.format("Reuters"))
    record = docket.read_article(pickle.loads(pickle.dumps(article)))
    assert pickle.loads(pickle.dumps(record)) == record
    again: Docket = pickle.loads(pickle.dumps(docket))
    assert again.read_article(article).to_json() == record.to_json()


THREADS = """
import sys
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
import newsdocket
story, number = sys.argv[1], 6
docket, barrier = newsdocket.load(), Barrier(number)
def read(turn):
    barrier.wait()
    return [docket.read(story.format(f"Source {n}"), published="2026-04-15").to_json() for n in range(4)]
with ThreadPoolExecutor(number) as pool:
    found = list(pool.map(read, range(number)))
print(all(one == found[0] for one in found))
alone = [docket.read(story.format(f"Source {n}"), published="2026-04-15").to_json() for n in range(4)]
print(alone == found[0])
"""


def test_threads_may_be_the_first_to_use_a_loaded_docket() -> None:
    pytest.importorskip("en_newsdocket")
    done = subprocess.run(
        [sys.executable, "-c", THREADS, STORY], capture_output=True, text=True, check=False, timeout=300
    )
    assert done.stdout.split() == ["True", "True"], done.stderr


QUICK = """
import sys
from newsdocket.cli import main
main(["extract", sys.argv[1], "--format", "jsonl"])
names = {name.split(".")[0] for name in sys.modules}
print(sorted(names & {"trafilatura", "dateparser", "quantulum3", "py3langid", "sklearn", "scipy", "courts_db", "lxml",
                      "pyarrow", "pandas", "ray", "pypdf", "markdown_it"}))
"""


def test_a_short_article_loads_only_what_it_needs(tmp_path: Path) -> None:
    pytest.importorskip("en_newsdocket")
    (tmp_path / "a.txt").write_text(STORY.format("Reuters"), "utf-8")
    command = [sys.executable, "-c", QUICK, str(tmp_path / "a.txt")]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=300)
    assert done.stdout.splitlines()[-1] == "[]", done.stderr


@pytest.mark.slow
@pytest.mark.parametrize(("command", "most"), [(["--help"], 0.3), (["extract", "a.txt"], 2.5)])
def test_the_command_line_starts_quickly(tmp_path: Path, command: list[str], most: float) -> None:
    """CPU seconds, the best of five: what an idle machine takes."""
    pytest.importorskip("en_newsdocket")
    (tmp_path / "a.txt").write_text(STORY.format("Reuters"), "utf-8")
    assert min(cpu_seconds(["-m", "newsdocket.cli", *command], tmp_path) for _ in range(5)) < most


def cpu_seconds(arguments: list[str], folder: Path) -> float:
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run([sys.executable, *arguments], cwd=folder, capture_output=True, check=True, timeout=300)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime

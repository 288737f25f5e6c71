"""The command line: exit codes, output, options; end to end where the language model is installed."""

from __future__ import annotations

import importlib.util
import json
import os
import subprocess
import sys
import time
import types
from collections.abc import Callable
from pathlib import Path

import pytest

from newsdocket.cli import main
from newsdocket.errors import ModelError
from newsdocket.read import Article
from newsdocket.record.models import ArticleInfo, Provenance, Record, content_hash

TEXT = (
    "Welder wins $4.5 million\n\n"
    "PORTLAND, March 4, 2026 (Bay Wire) — A federal jury in Portland on Tuesday ordered Harbor Tool Co. to pay "
    "$4.5 million to Ada Quill, a welder who said that the company fired her because she reported a gas leak.\n\n"
    "Judge Lena Ortiz of the U.S. District Court for the District of Oregon dismissed her claim for breach of contract."
)
needs_model = pytest.mark.skipif(
    importlib.util.find_spec("en_newsdocket") is None, reason="model en_newsdocket not installed"
)


class Fake:
    """A pipeline that finds nothing."""

    def read_article(self, article: Article) -> Record:
        if "RAISE" in article.text:
            raise ValueError("broken")
        info = ArticleInfo(
            id=article.id,
            source=article.source,
            headline=article.headline,
            published=article.published,
            content_hash=content_hash(article.text),
            text=article.text,
        )
        return Record(article=info, provenance=Provenance(version="0", model="fake", settings_hash="0"))


def _load(model: str) -> Fake:
    if model != "en_newsdocket":
        raise ModelError(f"no model {model}")
    return Fake()


@pytest.fixture
def fake(monkeypatch: pytest.MonkeyPatch) -> None:
    """The command line with the fake pipeline."""
    module = types.ModuleType("newsdocket.docket")
    module.load = _load  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "newsdocket.docket", module)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Three articles, one of them empty."""
    path = tmp_path / "in"
    path.mkdir()
    (path / "a.txt").write_text(TEXT)
    (path / "b.md").write_text("# Acme settles\n\nAcme paid $5.\n")
    (path / "c.txt").write_text("")
    return path


def names(path: Path) -> list[str]:
    return sorted(file.name for file in path.iterdir())


@pytest.mark.usefixtures("fake")
def test_run_writes_records_errors_and_a_summary(
    folder: Path, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    assert main(["run", str(folder), "--output", str(tmp_path / "out")]) == 1
    assert names(tmp_path / "out") == ["a.json", "b.json", "errors.jsonl"]
    out, err = capfd.readouterr()
    assert "3 articles = 2 records + 1 errors" in out
    assert "c.txt: read: empty" in out
    assert err == ""
    (folder / "c.txt").unlink()
    assert main(["run", str(folder), "-o", str(tmp_path / "out"), "--quiet"]) == 0
    assert names(tmp_path / "out") == ["a.json", "b.json"]
    assert capfd.readouterr() == ("", "")


@pytest.mark.usefixtures("fake")
def test_run_jsonl_limit_and_no_text(folder: Path, tmp_path: Path) -> None:
    arguments = [
        "run",
        str(folder),
        "-o",
        str(tmp_path / "o"),
        "--format",
        "jsonl",
        "--limit",
        "1",
        "--no-text",
        "--quiet",
    ]
    assert main(arguments) == 0
    (line,) = (tmp_path / "o" / "records.jsonl").read_text().splitlines()
    assert json.loads(line)["article"]["text"] is None


@pytest.mark.usefixtures("fake")
def test_run_never_reads_its_own_output(folder: Path) -> None:
    for _ in range(2):
        assert main(["run", str(folder), "-o", str(folder / "out"), "--quiet"]) == 1
    assert names(folder / "out") == ["a.json", "b.json", "errors.jsonl"]


@pytest.mark.usefixtures("fake")
@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["run", "nowhere", "-o", "out"], "no such file or folder"),
        (["run", ".", "-o", "out"], "no articles under"),
        (["run", "../in", "-o", "out", "--model", "other"], "no model other"),
        (["extract", "nowhere.txt"], "no such file"),
        (["extract", "."], "is a folder"),
        (["extract", "../in/a.txt", "--published", "soon"], "names no single day"),
        (["validate", "."], "no records under"),
        (["validate", "nowhere"], "no such file"),
        (["schema", "-o", "no/such/folder.json"], "cannot write"),
    ],
)
def test_unusable_calls(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str], arguments: list[str], words: str
) -> None:
    empty = folder.parent / "empty"
    empty.mkdir()
    monkeypatch.chdir(empty)
    assert main(arguments) == 2
    err = capfd.readouterr().err
    assert err.startswith("newsdocket: error: ")
    assert words in err


@pytest.mark.parametrize(
    "arguments",
    [[], ["go"], ["run", "x"], ["run", "x", "-o", "y", "--workers", "0"], ["extract", "x", "--field", "body"]],
)
def test_unusable_options(arguments: list[str]) -> None:
    with pytest.raises(SystemExit) as caught:
        main(arguments)
    assert caught.value.code == 2


@pytest.mark.usefixtures("fake")
def test_extract(folder: Path, capfd: pytest.CaptureFixture[str]) -> None:
    assert main(["extract", str(folder / "a.txt")]) == 0
    record = Record.from_json(capfd.readouterr().out)
    assert (record.article.text, record.article.published) == (TEXT, "2026-03-04")
    assert main(["extract", str(folder / "a.txt"), "--published", "5 March 2026"]) == 0
    assert json.loads(capfd.readouterr().out)["article"]["published"] == "2026-03-05"
    assert main(["extract", str(folder / "c.txt")]) == 1
    assert "c.txt: read: empty" in capfd.readouterr().err


@pytest.mark.usefixtures("fake")
def test_extract_many_and_other_names(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "many.jsonl"
    path.write_text('{"body": "Acme lost."}\n{"body": "RAISE"}\n{"body": "Acme won."}\n')
    assert main(["extract", str(path), "--field", "text=body"]) == 2
    assert "use --format jsonl" in capfd.readouterr().err
    assert main(["extract", str(path), "--field", "text=body", "--format", "jsonl"]) == 1
    out, err = capfd.readouterr()
    assert [json.loads(line)["article"]["text"] for line in out.splitlines()] == ["Acme lost.", "Acme won."]
    assert "ValueError: broken" in err


@pytest.fixture
def records(folder: Path, tmp_path: Path, fake: None) -> Path:
    """A folder of two records."""
    main(["run", str(folder), "-o", str(tmp_path / "records"), "--quiet"])
    return tmp_path / "records"


def _change(path: Path, change: Callable[[dict[str, object]], object]) -> None:
    data = json.loads(path.read_text())
    change(data)
    path.write_text(json.dumps(data))


def test_validate(records: Path, capfd: pytest.CaptureFixture[str]) -> None:
    assert main(["validate", str(records)]) == 0
    assert "2 records, 2 valid, 0 with problems" in capfd.readouterr().out
    date = {"id": "date-1", "value": "2026", "mentions": [{"start": 0, "end": 4, "exact": "2026"}]}
    _change(records / "a.json", lambda data: data.update(dates=[date]))
    (records / "b.json").write_text("{")
    assert main(["validate", str(records), "--quiet"]) == 1
    lines = capfd.readouterr().out.splitlines()
    assert len(lines) == 2
    assert "a.json: " in lines[0]
    assert "'2026'" in lines[0]


@pytest.mark.parametrize(
    "change",
    [
        lambda data: data.update(extra=1),
        lambda data: data.update(schema_version="9"),
        lambda data: data["article"].update(text="other text"),
        lambda data: data["article"].update(published="April"),
        lambda data: data.pop("provenance"),
    ],
)
def test_validate_finds(records: Path, change: Callable[[dict[str, object]], object]) -> None:
    _change(records / "a.json", change)
    assert main(["validate", str(records / "a.json")]) == 1


def test_validate_notes_records_without_text(records: Path, capfd: pytest.CaptureFixture[str]) -> None:
    _change(records / "a.json", lambda data: data["article"].update(text=None))  # type: ignore[attr-defined]
    assert main(["validate", str(records)]) == 0
    assert "1 without their text" in capfd.readouterr().out


def test_schema(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    assert main(["schema"]) == 0
    printed = capfd.readouterr().out
    assert json.loads(printed)["title"] == "newsdocket record"
    assert main(["schema", "-o", str(tmp_path / "s.json")]) == 0
    assert (tmp_path / "s.json").read_text() == printed


def _newsdocket(*arguments: str, **options: object) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "newsdocket.cli", *arguments]
    return subprocess.run(command, capture_output=True, text=True, timeout=300, check=False, **options)  # type: ignore[call-overload,no-any-return]


def test_help_is_quick_and_loads_nothing_heavy() -> None:
    started = time.monotonic()
    assert "run " in _newsdocket("--help").stdout
    assert time.monotonic() - started < 1.5
    code = "import sys, newsdocket.cli.options as o; o.parser(); print(sorted({m.split('.')[0] for m in sys.modules}))"
    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    assert not {"spacy", "pydantic", "rich", "trafilatura", "numpy"} & set(eval(loaded))


def test_a_reader_that_leaves_early_is_no_error() -> None:
    command = f"{sys.executable} -m newsdocket.cli schema | head -c 1; exit ${{PIPESTATUS[0]}}"
    done = subprocess.run(["bash", "-c", command], capture_output=True, text=True, check=False)
    assert done.stderr == ""


@needs_model
def test_end_to_end(folder: Path, tmp_path: Path) -> None:
    one, two = tmp_path / "one", tmp_path / "two"
    done = _newsdocket("run", str(folder), "--output", str(one))
    assert done.returncode == 1, done.stderr
    assert _newsdocket("run", str(folder), "--output", str(two), "--workers", "2").returncode == 1
    for name in names(one):
        assert (one / name).read_bytes() == (two / name).read_bytes()
    assert _newsdocket("validate", str(one)).returncode == 0
    record = Record.from_json((one / "a.json").read_bytes())
    assert "4500000" in {str(amount.value) for amount in record.amounts}


@needs_model
def test_extract_standard_input_end_to_end() -> None:
    done = _newsdocket("extract", "-", input=TEXT, env={**os.environ, "PYTHONIOENCODING": "ascii"})
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["article"]["headline"] == "Welder wins $4.5 million"

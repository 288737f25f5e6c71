"""Writing: names, atomic files, JSON and JSON Lines, errors."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from newsdocket.errors import UsageError
from newsdocket.read import Failure
from newsdocket.record.models import ArticleInfo, Provenance, Record, content_hash
from newsdocket.write import JsonFolderWriter, JsonlWriter, Summary, open_writer
from newsdocket.write.files import AtomicFile
from newsdocket.write.names import file_stem

FAILED = Failure("bad", "in/bad.txt", "read", 'empty "file"\nwith ünicode')


def record(id: str, text: str = "Acme lost.") -> Record:
    info = ArticleInfo(id=id, source=f"in/{id}", content_hash=content_hash(text), text=text)
    return Record(article=info, provenance=Provenance(version="0", model="none", settings_hash="0"))


def test_one_file_for_each_article(tmp_path: Path) -> None:
    with JsonFolderWriter(tmp_path / "out") as writer:
        for outcome in (record("a-1"), FAILED, record("b", "Café £5")):
            writer.write(outcome)
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == ["a-1.json", "b.json", "errors.jsonl"]
    text = (tmp_path / "out" / "b.json").read_text("utf-8")
    assert "Café £5" in text
    assert Record.from_json(text) == record("b", "Café £5")
    line = json.loads((tmp_path / "out" / "errors.jsonl").read_text("utf-8"))
    assert line == {"article": "bad", "source": "in/bad.txt", "stage": "read", "error": FAILED.error}


def test_json_lines(tmp_path: Path) -> None:
    with JsonlWriter(tmp_path / "r.jsonl") as writer:
        for outcome in (record("b"), FAILED, record("a")):
            writer.write(outcome)
    lines = (tmp_path / "r.jsonl").read_text("utf-8").splitlines()
    assert [Record.from_json(line).article.id for line in lines] == ["b", "a"]
    assert len((tmp_path / "errors.jsonl").read_text("utf-8").splitlines()) == 1


def test_errors_of_an_earlier_run_go(tmp_path: Path) -> None:
    for outcome, there in ((FAILED, True), (record("a"), False)):
        with JsonFolderWriter(tmp_path) as writer:
            writer.write(outcome)
        assert (tmp_path / "errors.jsonl").exists() is there


def test_text_is_left_out_on_request(tmp_path: Path) -> None:
    with open_writer(tmp_path, "json", keep_text=False) as writer:
        writer.write(record("a"))
    data = json.loads((tmp_path / "a.json").read_text("utf-8"))
    assert data["article"]["text"] is None
    assert data["article"]["content_hash"] == content_hash("Acme lost.")


def _write_and_fail(path: Path) -> None:
    with AtomicFile(path) as stream:
        stream.write("new")
        raise RuntimeError


def test_an_interrupted_file_leaves_the_old_one(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("old")
    with pytest.raises(RuntimeError):
        _write_and_fail(path)
    assert path.read_text() == "old"
    assert [file.name for file in tmp_path.iterdir()] == ["a.txt"]


@pytest.mark.parametrize(
    "id",
    ["../../etc/passwd", "/etc/passwd", "..", ".", "con", "NUL.txt", "a/b", "a\\b", "a\nb", "", "x" * 500, "errors"],
)
def test_ids_that_are_no_file_names(tmp_path: Path, id: str) -> None:
    stem = file_stem(id)
    assert re.fullmatch(r"[\w.-]{1,140}", stem)
    assert not stem.startswith(".")
    path = JsonFolderWriter(tmp_path).path_of(id)
    assert path.resolve().parent == tmp_path.resolve()


@settings(max_examples=200)
@given(st.lists(st.text(max_size=8), unique=True, max_size=12))
def test_different_ids_never_share_a_file(tmp_path_factory: pytest.TempPathFactory, ids: list[str]) -> None:
    writer = JsonFolderWriter(tmp_path_factory.getbasetemp())
    names = [writer.path_of(id).name for id in ids]
    assert len({name.casefold() for name in names}) == len(ids)
    assert names == [writer.path_of(id).name for id in ids]


def test_ids_that_differ_in_case_only(tmp_path: Path) -> None:
    writer = JsonFolderWriter(tmp_path)
    assert [writer.path_of(id).name for id in ("Case", "case")] == ["Case.json", "case-2.json"]


def test_no_folder_where_a_file_stands(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    with pytest.raises(UsageError, match="cannot make the folder"):
        open_writer(tmp_path / "file" / "out", "json")


def test_jsonl_file_or_folder(tmp_path: Path) -> None:
    for output, names in (
        (tmp_path / "x" / "all.jsonl", {"all.jsonl", "all.errors.jsonl"}),
        (tmp_path / "y", {"records.jsonl", "errors.jsonl"}),
    ):
        with open_writer(output, "jsonl") as writer:
            writer.write(record("a"))
            writer.write(FAILED)
        folder = output.parent if output.suffix else output
        assert {path.name for path in folder.iterdir()} == names


def test_summary_counts() -> None:
    summary = Summary()
    for outcome in (record("a"), FAILED, FAILED):
        summary.add(outcome)
    assert (summary.articles, summary.records, summary.errors) == (3, 1, 2)

"""Input that is broken, absurd or meant to do harm: a grounded record or a plain error, all inside the output."""

from __future__ import annotations

import gzip
import json
import os
import random
import time
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings, target
from hypothesis import strategies as st

from fuzzing import HOSTILE, everything, grown, problems, read_or_refuse
from newsdocket.annotate.documents import make_doc
from newsdocket.cli import main
from newsdocket.docket import Docket
from newsdocket.read import Article, Failure, ReadSettings, article_from_text, read_articles
from newsdocket.record.models import ITEM_FIELDS, Record

LEAD = (
    "A federal jury in Boston on Tuesday ordered Harbor Tool Co. to pay {} to Ada Quill in her suit over unpaid wages."
)


@pytest.mark.parametrize("words", HOSTILE.values(), ids=HOSTILE.keys())
def test_hostile_words_give_a_grounded_record(docket: Docket, words: str) -> None:
    started = time.process_time()
    article = article_from_text(LEAD.format(words), settings=ReadSettings(language=None))
    record = docket.read_article(article)
    assert problems(record) == []
    assert time.process_time() - started < 20


@pytest.mark.parametrize("unit", ["(", "$", "“", "a", "a)", "1,", "—", "a.b/", "'s", "\u0301"])
def test_long_stretches_without_a_blank_take_linear_time(docket: Docket, unit: str) -> None:
    text = LEAD.format(unit * 20_000)
    started = time.process_time()
    doc = make_doc(docket.nlp, text)
    assert time.process_time() - started < 5
    assert doc.text == text


def test_lone_surrogates_become_replacement_characters() -> None:
    article = article_from_text("Acme\ud800 lost.", id="a\udfff", headline="Acme\ud800", source="in/\udc80.txt")
    found = (article.text, article.id, article.headline, article.source)
    assert found == ("Acme\ufffd lost.", "a\ufffd", "Acme\ufffd", "in/\ufffd.txt")


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("deep.json", b"[" * 200_000),
        ("deep.jsonl", b'{"text":' * 100_000),
        ("objects.json", b'{"a":' * 100_000 + b"1" + b"}" * 100_000),
        ("huge-number.json", b'{"text": "Acme lost.", "published": ' + b"9" * 10_000 + b"}"),
        ("infinite.json", b'{"text": NaN, "id": Infinity}'),
        ("deep.html", b"<div>" * 100_000 + b"Acme lost." + b"</div>" * 100_000),
        ("open.html", b"<p><b><i>" * 50_000),
        ("comment.html", b"<!--" * 100_000),
        ("attributes.html", b"<p " + b"a=b " * 100_000 + b">Acme lost.</p>"),
        ("deep.md", b"> " * 20_000 + b"Acme lost."),
        ("emphasis.md", b"*a **b " * 10_000),
        ("links.md", b"[" * 20_000),
        ("bomb.txt.gz", gzip.compress(b"a" * 50_000_000)),
        ("cut.txt.gz", gzip.compress(os.urandom(5000))[:-100]),
        ("layers.txt.gz", gzip.compress(gzip.compress(b"a" * 50_000_000))),
        ("bomb.jsonl.gz", gzip.compress(b'{"text": "' + b"a" * 50_000_000 + b'"}')),
        ("line.txt", b"x" * 3_000_000),
        ("fifty.txt", b"x" * 50_000_000),
        ("fifty.jsonl", b'{"text": "' + b"x" * 50_000_000 + b'"}'),
        ("fifty.json", b'{"text": "' + b"x y " * 12_500_000 + b'"}'),
        ("nul.txt", b"Acme\x00lost."),
        ("surrogates.txt", b"\xed\xa0\x80 Acme lost."),
    ],
)
def test_hostile_files_are_read_or_refused_in_words(tmp_path: Path, name: str, data: bytes) -> None:
    (tmp_path / name).write_bytes(data)
    started = time.process_time()
    for found in read_articles(tmp_path):
        assert isinstance(found, Article) or (isinstance(found, Failure) and found.error and found.stage == "read")
        assert not isinstance(found, Failure) or not found.error.startswith(("RecursionError", "MemoryError"))
    assert time.process_time() - started < 20


def test_paths_meant_to_harm_stay_inside_the_output(tmp_path: Path, docket: Docket) -> None:
    source, out = tmp_path / "in", tmp_path / "out"
    source.mkdir()
    names = ["new\nline.txt", 'quote".txt', "$(touch x).txt", "-rf.txt", "\u202egpj.txt", "a" * 240 + ".txt"]
    for name in names:
        (source / name).write_text(LEAD.format("$5"))
    (source / "loop").symlink_to(source, target_is_directory=True)
    (source / "self.txt").symlink_to(source / "self.txt")
    (source / "gone.txt").symlink_to(source / "nowhere.txt")
    ids = [
        "裁" * 300,
        "😀" * 200,
        "../../escape",
        "/etc/passwd",
        "C:\\x",
        "nul",
        "a/b",
        "x\x00y",
        "errors",
        ".hidden",
        "\ud800",
        "a" * 5000,
    ]
    rows = [json.dumps({"id": id, "text": LEAD.format("$7")}) for id in ids]
    (source / "rows.jsonl").write_text("\n".join(rows))
    main(["run", str(source), "-o", str(out), "--quiet"])
    assert sorted(path.name for path in tmp_path.iterdir()) == ["in", "out"]
    written = list(out.iterdir())
    assert all(path.is_file() and path.parent == out and "\n" not in path.name for path in written)
    records = [Record.from_json(path.read_bytes()) for path in written if path.name != "errors.jsonl"]
    assert len(records) == len(names) + len(ids)
    assert len({record.article.id for record in records}) == len(records)


def test_mutated_articles_into_every_output(docket: Docket, tmp_path: Path) -> None:
    tally = everything(docket, 60, 1, tmp_path / "fuzz")
    assert tally.findings == []
    assert tally.records > 30


@pytest.mark.slow
def test_ten_thousand_mutated_articles(docket: Docket, tmp_path: Path) -> None:
    assert everything(docket, 10_000, 2, tmp_path / "fuzz").findings == []


@given(st.randoms(use_true_random=False))
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_the_most_readable_of_strange_sentences(docket: Docket, chance: random.Random) -> None:
    """Guided by what the pipeline finds: hypothesis keeps what gives more values and mutates that further."""
    text = " ".join(grown("sentence", chance) for _ in range(3))
    record = read_or_refuse(docket, text)
    if record is not None:
        target(float(sum(len(getattr(record, kind)) for kind in ITEM_FIELDS)), label="values")
        target(float(sum(item.role != "context" for item in record.amounts)), label="amounts of the case")
        assert problems(record) == []

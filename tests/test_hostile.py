"""Input that is broken, absurd or meant to do harm: a grounded record or a plain error, all inside the output."""

from __future__ import annotations

import gzip
import json
import os
import random
import time
from pathlib import Path

import pytest

from newsdocket.annotate.documents import make_doc
from newsdocket.cli import main
from newsdocket.docket import Docket
from newsdocket.errors import ReadError
from newsdocket.read import Article, Failure, ReadSettings, article_from_text, read_articles
from newsdocket.record.models import Record

LEAD = (
    "A federal jury in Boston on Tuesday ordered Harbor Tool Co. to pay {} to Ada Quill in her suit over unpaid wages."
)
CORPUS = Path(__file__).parents[1] / "corpus" / "articles"


def stored(record: Record) -> Record:
    """What a reader of the written file gets; fails where the file cannot hold the record or the record is wrong."""
    return Record.from_json(record.to_json().encode("utf-8"))


HOSTILE = {
    "lone surrogate": "$4.5 million\ud83d and \udc00more",
    "NUL": "$4.5\x00 million",
    "right-to-left marks": "\u202e$4.5 million\u202c \u200f\u061c",
    "Hebrew inside": "$4.5 million (שקל חדש)",
    "emoji in money": "$4.5 💰million💰💰",
    "emoji with joiners": "👩‍⚖️$4.5 million👨‍👩‍👧‍👦",
    "combining": "$4\u0301.5\u0301 m\u0308illion\u0323\u0323\u0323",
    "combining run": "$4.5 million" + "\u0301" * 5000,
    "wide digits": "＄４.５ million",
    "Arabic digits": "$٤٫٥ million",
    "huge number": "$" + "9" * 5000 + " million",
    "huge decimals": "$0." + "3" * 5000,
    "many commas": "$" + "1,000," * 2000,
    "many signs": "$" * 5000 + "5 million",
    "brackets": "(" * 3000 + "$4.5 million" + ")" * 3000,
    "quotes": "“" * 3000 + "$4.5 million",
    "dashes": "$4.5 million" + "—" * 3000,
    "line breaks": "$4.5 million" + "\n \n" * 3000,
    "tabs": "$4.5 million" + "\t" * 5000,
    "many ands": "$4.5 million" + " and $1" * 1500,
    "many names": "$4.5 million to " + ", ".join(f"Acme{n} Inc." for n in range(600)),
    "long word": "$4.5 million " + "a" * 100_000,
    "html": "$4.5 million <script>alert(1)</script><img src=x onerror=alert(1)>",
    "sql": "$4.5 million'); DROP TABLE articles;--",
    "csv": '$4.5 million\n=cmd|"/c calc"!A1,"",\n',
    "entities": "$4.5 million &#0; &#xD83D; &#1114112; &amp;amp;amp;",
}


@pytest.mark.parametrize("words", HOSTILE.values(), ids=HOSTILE.keys())
def test_hostile_words_give_a_grounded_record(docket: Docket, words: str) -> None:
    started = time.process_time()
    article = article_from_text(LEAD.format(words), settings=ReadSettings(language=None))
    record = docket.read_article(article)
    assert stored(record) == record
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
        ("line.txt", b"x" * 3_000_000),
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
    ids = ["../../escape", "/etc/passwd", "C:\\x", "nul", "a/b", "x\x00y", "errors", ".hidden", "\ud800", "a" * 5000]
    rows = [json.dumps({"id": id, "text": LEAD.format("$7")}) for id in ids]
    (source / "rows.jsonl").write_text("\n".join(rows))
    main(["run", str(source), "-o", str(out), "--quiet"])
    assert sorted(path.name for path in tmp_path.iterdir()) == ["in", "out"]
    written = list(out.iterdir())
    assert all(path.is_file() and path.parent == out and "\n" not in path.name for path in written)
    records = [Record.from_json(path.read_bytes()) for path in written if path.name != "errors.jsonl"]
    assert len(records) == len(names) + len(ids)
    assert len({record.article.id for record in records}) == len(records)


def mutated(text: str, chance: random.Random) -> str:
    """``text`` with a few pieces cut, doubled, swapped or replaced by hostile ones."""
    pieces = [*HOSTILE.values(), "", "\n", "“", "$", "v.", "Inc.", "\u2028", "''", "1,", " and ", "Judge ", "No. "]
    for _ in range(chance.randint(1, 12)):
        start = chance.randrange(len(text) + 1)
        end = min(len(text), start + chance.choice((0, 1, 2, 5, 20, 80)))
        other = chance.randrange(len(text) + 1)
        piece = chance.choice((chance.choice(pieces)[:60], text[other : other + 40], text[start:end] * 2))
        text = text[:start] + piece + text[end:]
    return text


def fuzz(docket: Docket, number: int, seed: int) -> None:
    """Reads ``number`` mutated pieces of the corpus; each gives a grounded record or a plain refusal."""
    texts = [article.text for article in read_articles(CORPUS) if isinstance(article, Article)]
    for index in range(number):
        chance = random.Random(f"{seed} {index}")
        whole = chance.choice(texts)
        start = chance.randrange(len(whole))
        piece = mutated(whole[start : start + chance.choice((30, 200, 600, 1500))] or whole, chance)
        try:
            record = docket.read(piece)
        except ReadError:
            continue
        assert stored(record) == record, (seed, index)


def test_mutated_articles(docket: Docket) -> None:
    fuzz(docket, 60, 1)


@pytest.mark.slow
def test_ten_thousand_mutated_articles(docket: Docket) -> None:
    fuzz(docket, 10_000, 2)

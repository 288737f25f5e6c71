"""Every article of the corpus, as a newsroom would hand it over, gives a valid record of its own."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path

import pytest

from newsdocket.docket import Docket
from newsdocket.read import Failure
from newsdocket.record import Record, content_hash

CORPUS = Path(__file__).parent.parent / "corpus"


def gold_ids() -> list[str]:
    files = sorted((CORPUS / "gold").glob("gold-*.jsonl"))
    return sorted(json.loads(line)["id"] for path in files for line in path.read_text("utf-8").splitlines())


@pytest.fixture(scope="module")
def records(docket: Docket) -> list[Record]:
    outcomes = list(docket.run(CORPUS / "articles"))
    failures = [outcome for outcome in outcomes if isinstance(outcome, Failure)]
    assert not failures
    return [outcome for outcome in outcomes if isinstance(outcome, Record)]


def test_every_article_gives_one_record(records: list[Record]) -> None:
    assert sorted(record.article.id for record in records) == gold_ids()


def test_every_record_is_valid_when_read_back(records: list[Record]) -> None:
    for record in records:
        assert Record.from_json(record.to_json()) == record


def test_every_record_holds_the_text_that_it_points_into(records: list[Record]) -> None:
    for record in records:
        text = record.article.text
        assert text is not None
        assert record.article.content_hash == content_hash(text)
        for field in ("courts", "people", "parties", "labels", "amounts", "counts", "dates", "claims", "relief"):
            for item in getattr(record, field):
                assert item.mentions
                assert all(text[m.start : m.end] == m.exact for m in item.mentions)


def test_records_have_facts_of_every_kind(records: list[Record]) -> None:
    filled = Counter(
        field
        for record in records
        for field in (
            "courts",
            "people",
            "parties",
            "labels",
            "amounts",
            "counts",
            "dates",
            "claims",
            "relief",
            "checks",
        )
        if getattr(record, field)
    )
    assert len(filled) == 10
    assert filled["amounts"] > len(records) / 2
    assert filled["parties"] > len(records) * 0.8


def lines(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]


def test_texts_lose_nothing_of_the_article_and_keep_next_to_nothing_of_the_web(records: list[Record]) -> None:
    found = {record.article.id: lines(record.article.text or "") for record in records}
    for line in (line for path in sorted(CORPUS.glob("gold/texts-*.jsonl")) for line in path.open(encoding="utf-8")):
        article = json.loads(line)
        kept = found[article["id"]]
        cleaned = lines(article["text"])
        assert not set(cleaned) - set(kept), article["id"]
        assert len(set(kept) - set(cleaned)) <= 1, article["id"]


def test_a_few_workers_give_the_same_bytes(docket: Docket, records: list[Record]) -> None:
    again = [o for o in docket.run(CORPUS / "articles", workers=2, limit=12) if isinstance(o, Record)]
    assert len(again) == 12
    assert [record.to_json() for record in again] == [record.to_json() for record in records[:12]]

"""Annotations to and from doccano, Label Studio and Prodigy: round trips, and corrections that come back."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from newsdocket.cli import main
from newsdocket.errors import RecordError, UsageError
from newsdocket.evaluate import Found, Gold, evaluate
from newsdocket.evaluate.gold import GoldArticle, GoldText
from newsdocket.exchange import (
    FORMATS,
    Link,
    Mark,
    Task,
    gold_of_record,
    label_list,
    read_tasks,
    record_of_gold,
    restore,
    task_lines,
    task_of_record,
    text_of_record,
)
from newsdocket.exchange.marks import labels
from newsdocket.exchange.values import guess_kind
from newsdocket.record.models import Record

TEXT = (
    "📉 Bakery fined\n\n"
    "The City of Ostrava Falls sued Crumb & Daughters LLC in the Southern District of Ohio. On June 2, 2025 Judge Ida "
    "Voss ordered the bakery, Crumb & Daughters, to pay a civil penalty of $80,000 for false labels on 1,200 loaves. "
    "A claim of fraud is pending. A rival, Loaf Works, paid $15,000 to settle. The fine of $80,000 is due in July 2025."
)
LINE: dict[str, Any] = {
    "id": "bakery",
    "courts": [{"exact": ["Southern District of Ohio"], "name": "U.S. District Court, S.D. Ohio", "id": "ohsd"}],
    "judges": [{"exact": ["Ida Voss"], "name": "Ida Voss"}],
    "parties": [
        {
            "exact": ["City of Ostrava Falls"],
            "name": "City of Ostrava Falls",
            "kind": "government",
            "role": "plaintiff",
        },
        {
            "exact": ["Crumb & Daughters LLC", "Crumb & Daughters"],
            "name": "Crumb & Daughters LLC",
            "kind": "organization",
            "role": "defendant",
        },
    ],
    "labels": [],
    "amounts": [
        {
            "exact": "$80,000",
            "value": "80000",
            "currency": "USD",
            "role": "fine",
            "payer": ["Crumb & Daughters LLC"],
            "payee": ["City of Ostrava Falls"],
        }
    ],
    "counts": [{"exact": "1,200 loaves", "value": "1200", "item": "loaves"}],
    "dates": [{"exact": "June 2, 2025", "value": "2025-06-02"}],
    "claims": [
        {
            "type": "consumer_protection",
            "exact": "false labels",
            "outcome": "found_for_claimant",
            "disposition": "other",
            "claimant": ["City of Ostrava Falls"],
            "respondent": ["Crumb & Daughters LLC"],
        },
        {"type": "fraud", "exact": "fraud", "outcome": "pending", "disposition": "filed"},
    ],
    "relief": [{"type": "civil_penalty", "exact": "civil penalty of $80,000"}],
}
GOLD = GoldArticle.model_validate(LINE)
GOLD_TEXT = GoldText(id="bakery", text=TEXT, date="2025-06-03", headline="Bakery fined")


@pytest.fixture
def record() -> Record:
    made, missing = record_of_gold(GOLD, GOLD_TEXT)
    assert not missing
    return made


def through(task: Task, format: str, folder: Path) -> Task:
    """The task after a way through a file of the tool's format."""
    file = folder / f"{format}.jsonl"
    file.write_text("\n".join(task_lines([task], format)), encoding="utf-8")
    (back,) = read_tasks(file, format)
    return back


def mark(words: str, label: str, number: int = 0) -> Mark:
    start = -1
    for _ in range(number + 1):
        start = TEXT.index(words, start + 1)
    return Mark(start, start + len(words), label)


@pytest.mark.parametrize("format", FORMATS)
def test_a_record_survives_the_way_there_and_back(record: Record, format: str, tmp_path: Path) -> None:
    back = through(task_of_record(record), format, tmp_path)
    assert back == task_of_record(record)
    restored = restore(back)
    assert restored.record.to_json() == record.to_json()
    assert not restored.notes


@pytest.mark.parametrize("format", FORMATS)
def test_marks_alone_give_the_facts_again(record: Record, format: str, tmp_path: Path) -> None:
    task = replace(through(task_of_record(record), format, tmp_path), base=None)
    restored = restore(task)
    evaluation = evaluate(Gold((GOLD,)), Found({"bakery": restored.record}), resamples=0)
    assert set(evaluation.f1().values()) == {1.0}, evaluation.articles[0].differences


def test_gold_lines_survive_as_records(record: Record) -> None:
    again = gold_of_record(record)
    assert set(evaluate(Gold((again,)), Found({"bakery": record}), resamples=0).f1().values()) == {1.0}
    assert again.amounts == GOLD.amounts
    assert again.claims == GOLD.claims
    assert text_of_record(record) == GOLD_TEXT


def edit(
    record: Record, *, drop: tuple[Mark, ...] = (), add: tuple[Mark, ...] = (), links: tuple[Link, ...] = ()
) -> Record:
    task = task_of_record(record)
    assert set(drop) <= set(task.marks)
    marks = tuple(m for m in task.marks if m not in drop) + add
    kept = tuple(x for x in task.links if x.source in marks and x.target in marks)
    restored = restore(replace(task, marks=marks, links=kept + links))
    assert not restored.notes
    assert "corrected" in {w.code for w in restored.record.warnings}
    return restored.record


def test_a_label_changed_is_a_role_changed(record: Record) -> None:
    old, new = mark("$80,000", "amount:fine"), mark("$80,000", "amount:awarded")
    (amount,) = edit(record, drop=(old,), add=(new,)).amounts
    assert (amount.role, amount.value, amount.id) == ("awarded", 80000, "amount-1")


def test_the_role_of_a_party_changes_for_all_its_mentions(record: Record) -> None:
    changed = edit(
        record,
        drop=(mark("Crumb & Daughters LLC", "party:defendant"),),
        add=(mark("Crumb & Daughters LLC", "party:respondent"),),
    )
    party = changed.parties[1]
    assert (party.role, len(party.mentions)) == ("respondent", 2)


def test_a_mark_removed_takes_the_item_and_its_links(record: Record) -> None:
    changed = edit(record, drop=(mark("City of Ostrava Falls", "party:plaintiff"),))
    assert [p.name for p in changed.parties] == ["Crumb & Daughters LLC"]
    assert changed.amounts[0].payee == ()
    assert changed.claims[0].claimant == ()


def test_a_new_mark_reads_its_words(record: Record) -> None:
    money, party = mark("$15,000", "amount:settlement"), mark("Loaf Works", "party:third_party")
    month, court = mark("July 2025", "date"), mark("Ida Voss", "person:official")
    changed = edit(record, add=(money, party, month, court), links=(Link(money, "payer", party),))
    amount = changed.amounts[1]
    assert (amount.value, amount.currency, amount.role) == (15000, "USD", "settlement")
    assert [p.name for p in changed.parties if p.id in amount.payer] == ["Loaf Works"]
    assert changed.dates[1].value == "2025-07"
    assert changed.people[1].role == "official"


def test_a_new_mark_of_a_known_fact_is_a_mention_more(record: Record) -> None:
    (amount,) = edit(record, add=(mark("$80,000", "amount:fine", 1),)).amounts
    assert len(amount.mentions) == 2


def test_a_stretch_corrected_is_read_again(record: Record) -> None:
    old, new = mark("June 2, 2025", "date"), mark("June 2", "date")
    (date,) = edit(record, drop=(old,), add=(new,)).dates
    assert (date.id, date.mentions[0].exact, date.value) == ("date-1", "June 2", "2025-06-02")


def test_an_outcome_changed_changes_the_claim(record: Record) -> None:
    changed = edit(record, drop=(mark("fraud", "outcome:pending"),), add=(mark("fraud", "outcome:dismissed"),))
    assert [c.outcome for c in changed.claims] == ["found_for_claimant", "dismissed"]


def test_a_link_removed_is_a_payer_less(record: Record) -> None:
    task = task_of_record(record)
    links = tuple(link for link in task.links if link.name != "payer")
    (amount,) = restore(replace(task, links=links)).record.amounts
    assert amount.payer == ()
    assert amount.payee == ("party-1",)


@pytest.mark.parametrize(
    ("made", "words"),
    [
        (Mark(0, 4, "verdict"), "unknown label 'verdict'"),
        (Mark(0, 4, "amount:gift"), "unknown label 'amount:gift'"),
        (Mark(0, 9999, "court"), "outside the text"),
        (mark("bakery", "amount:fine"), "no value in 'bakery'"),
        (mark("bakery", "outcome:settled"), "stands on no claim"),
    ],
)
def test_what_cannot_be_taken_over_is_told(record: Record, made: Mark, words: str) -> None:
    task = task_of_record(record)
    restored = restore(replace(task, marks=(*task.marks, made)))
    assert words in restored.notes[0]
    assert restored.record.amounts == record.amounts


def test_a_text_that_changed_is_refused(record: Record) -> None:
    with pytest.raises(RecordError, match="not the one that was exported"):
        restore(replace(task_of_record(record), text=TEXT + " "))


def test_label_studio_of_utf16_units_is_read(record: Record, tmp_path: Path) -> None:
    line = json.loads(next(task_lines([task_of_record(record)], "labelstudio")))
    for region in line["predictions"][0]["result"]:
        if region["type"] == "labels":
            region["value"]["start"] += 1
            region["value"]["end"] += 1
    line["annotations"] = [
        {"was_cancelled": True, "result": []},
        {"was_cancelled": False, "result": line["predictions"][0]["result"]},
    ]
    file = tmp_path / "export.json"
    file.write_text(json.dumps([line]), encoding="utf-8")
    (task,) = read_tasks(file, "labelstudio")
    assert restore(task).record == record


def test_doccano_without_relations_is_read(tmp_path: Path) -> None:
    file = tmp_path / "all.jsonl"
    start = TEXT.index("$15,000")
    file.write_text(json.dumps({"id": 7, "text": TEXT, "label": [[start, start + 7, "amount:settlement"]]}))
    (task,) = read_tasks(file, "doccano")
    made = restore(task).record
    assert made.article.id == "7"
    assert [a.value for a in made.amounts] == [15000]


def test_prodigy_leaves_out_what_was_rejected_and_cuts_tokens_at_marks(record: Record, tmp_path: Path) -> None:
    line = json.loads(next(task_lines([task_of_record(record)], "prodigy")))
    edges = {edge for token in line["tokens"] for edge in (token["start"], token["end"])}
    assert all({span["start"], span["end"]} <= edges for span in line["spans"])
    assert all(TEXT[token["start"] : token["end"]] == token["text"] for token in line["tokens"])
    file = tmp_path / "out.jsonl"
    file.write_text(json.dumps(line | {"answer": "reject"}), encoding="utf-8")
    assert list(read_tasks(file, "prodigy")) == []


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_any_marks_survive_every_format(data: st.DataObject) -> None:
    text = data.draw(st.text(alphabet="ab é📉\n1$", min_size=2, max_size=40))
    cut = st.tuples(st.integers(0, len(text) - 1), st.integers(1, len(text)), st.sampled_from(labels()))
    drawn = data.draw(st.lists(cut, max_size=6))
    marks = tuple(dict.fromkeys(sorted(Mark(s, e, label) for s, e, label in drawn if s < e)))
    links = tuple({Link(marks[0], "payer", marks[-1])}) if marks else ()
    task = Task("x", text, marks, links)
    from newsdocket.exchange.files import _READERS

    for format in FORMATS:
        line = json.loads(next(task_lines([task], format)))
        assert _READERS[format](line) == task


@pytest.mark.parametrize("content", ["{", "[1]", '{"x": 1}', '{"text": "t"}', '{"text": 1, "id": 2}'])
@pytest.mark.parametrize("format", FORMATS)
def test_files_of_another_kind_are_refused(tmp_path: Path, content: str, format: str) -> None:
    file = tmp_path / "x.jsonl"
    file.write_text(content, encoding="utf-8")
    with pytest.raises(UsageError, match=r"x\.jsonl"):
        list(read_tasks(file, format))


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("Odile Tran", "person"),
        ("Ministry of Health", "government"),
        ("Crumb & Daughters LLC", "organization"),
        ("a baker from Lyon", "person"),
        ("45 tenants", "group"),
        ("Loopdrift", "organization"),
    ],
)
def test_the_kind_of_a_marked_party(name: str, kind: str) -> None:
    assert guess_kind(name) == kind


@pytest.mark.parametrize("format", FORMATS)
def test_the_labels_are_listed(format: str) -> None:
    assert all(label in label_list(format) for label in ("amount:awarded", "claim:patent", "outcome:settled"))


@pytest.mark.parametrize("format", FORMATS)
@pytest.mark.parametrize("kind", ["gold", "records"])
def test_the_commands(record: Record, format: str, kind: str, tmp_path: Path) -> None:
    run, file, out = tmp_path / "run", tmp_path / "tasks.jsonl", tmp_path / "back"
    run.mkdir()
    (run / "bakery.json").write_text(record.to_json(), encoding="utf-8")
    assert main(["export", str(run), "--format", format, "-o", str(file), "--labels", str(tmp_path / "labels")]) == 0
    assert main(["import", str(file), "--format", format, "-o", str(out), "--to", kind]) == 0
    if kind == "records":
        assert Record.from_json((out / "bakery.json").read_bytes()) == record
    else:
        assert main(["evaluate", str(out), str(run)]) == 0


def test_gold_can_be_exported(tmp_path: Path, capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    (tmp_path / "gold-a.jsonl").write_text(json.dumps(LINE | {"text": TEXT}), encoding="utf-8")
    assert main(["export", str(tmp_path), "--gold", "--format", "doccano"]) == 0
    assert b"amount:fine" in capfdbinary.readouterr().out
    lost = LINE | {"text": TEXT, "counts": [{"exact": "9 loaves", "value": "9", "item": "loaves"}]}
    (tmp_path / "gold-a.jsonl").write_text(json.dumps(lost), encoding="utf-8")
    assert main(["export", str(tmp_path), "--gold", "--format", "doccano"]) == 1
    assert b"not in the text: count: 9 loaves" in capfdbinary.readouterr().err

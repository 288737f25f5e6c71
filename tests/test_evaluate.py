"""Evaluation: matching of facts, scores, errors as diffs, files of gold, the command line."""

from __future__ import annotations

import json
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from newsdocket.cli import main
from newsdocket.errors import UsageError
from newsdocket.evaluate import FIELDS, Found, Gold, compare_runs, evaluate, read_gold, read_pipeline, read_records
from newsdocket.evaluate.evaluation import f1_of, summarise
from newsdocket.evaluate.gold import GoldArticle, GoldText
from newsdocket.evaluate.matching import pair_up, same_count, same_money, same_names
from newsdocket.evaluate.report import error_lines, evaluation_lines
from newsdocket.evaluate.scoring import ArticleScore, Tally
from newsdocket.evaluate.sheets import Figure
from newsdocket.exchange import record_of_gold
from newsdocket.read.article import Article
from newsdocket.record.models import Record

TEXT = (
    "Ferry line pays after jury verdict\n\n"
    "A federal jury in Seattle told Northgate Ferries Inc. on March 3, 2026 to pay Odile Tran $2.4 million for breach "
    "of contract. Northgate had cancelled 310 sailings. Judge Amos Verity of the Western District of Washington also "
    "ordered $150,000 in attorney fees. Tran had sought more than $5 million. An antitrust claim was dismissed."
)
LINE = {
    "id": "ferry",
    "date": "2026-03-05",
    "courts": [
        {"exact": ["Western District of Washington"], "name": "U.S. District Court, W.D. Washington", "id": "wawd"}
    ],
    "judges": [{"exact": ["Amos Verity"], "name": "Amos Verity"}],
    "parties": [
        {
            "exact": ["Northgate Ferries Inc.", "Northgate"],
            "name": "Northgate Ferries Inc.",
            "kind": "organization",
            "role": "defendant",
        },
        {"exact": ["Odile Tran", "Tran"], "name": "Odile Tran", "kind": "person", "role": "plaintiff"},
    ],
    "labels": [],
    "amounts": [
        {
            "exact": "$2.4 million",
            "value": "2400000",
            "min": None,
            "max": None,
            "currency": "USD",
            "role": "awarded",
            "payer": ["Northgate Ferries Inc."],
            "payee": ["Odile Tran"],
        },
        {"exact": "$150,000", "value": "150000", "currency": "USD", "role": "fees", "payer": [], "payee": []},
        {"exact": "$5 million", "value": "5000000", "currency": "USD", "basis": "at_least", "role": "demanded"},
    ],
    "counts": [{"exact": "310 sailings", "value": "310", "item": "sailings"}],
    "dates": [{"exact": "March 3, 2026", "value": "2026-03-03"}],
    "claims": [
        {
            "type": "contract",
            "exact": "breach of contract",
            "outcome": "found_for_claimant",
            "disposition": "jury_verdict",
            "claimant": ["Odile Tran"],
            "respondent": ["Northgate Ferries Inc."],
        },
        {"type": "antitrust", "exact": "antitrust claim", "outcome": "dismissed", "disposition": "other"},
    ],
    "relief": [{"type": "compensatory_damages", "exact": "pay Odile Tran $2.4 million"}],
}
TEXT_LINE = {"id": "ferry", "date": "2026-03-05", "headline": None, "text": TEXT}


def gold(**changes: object) -> Gold:
    line = GoldArticle.model_validate({**LINE, **changes})
    return Gold((line,), {"ferry": GoldText.model_validate(TEXT_LINE)})


def record(**changes: object) -> Record:
    """The record that says what the (changed) gold line says."""
    made, missing = record_of_gold(gold(**changes).articles[0], GoldText.model_validate(TEXT_LINE))
    assert not missing
    return made


def f1(**changes: object) -> dict[str, float]:
    return evaluate(gold(), Found({"ferry": record(**changes)}), resamples=10).f1()


def changed(field: str, index: int, **values: object) -> dict[str, object]:
    items = [dict(item) for item in LINE[field]]  # type: ignore[union-attr]
    items[index] |= values
    return {field: items}


def write_folder(folder: Path, *, texts: bool = True) -> Path:
    folder.mkdir(exist_ok=True)
    (folder / "gold-x.jsonl").write_text(json.dumps(LINE) + "\n", encoding="utf-8")
    if texts:
        (folder / "texts-x.jsonl").write_text(json.dumps(TEXT_LINE) + "\n", encoding="utf-8")
    return folder


def write_record(folder: Path, made: Record) -> Path:
    folder.mkdir(exist_ok=True)
    (folder / "ferry.json").write_text(made.to_json(), encoding="utf-8")
    return folder


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("Northgate Ferries Inc.", "Northgate Ferries", True),
        ("the Justice Department", "Department of Justice", True),
        ("Odile Tran", "Tran", True),
        ("Odile Tran’s", "Odile Tran", True),
        ("Odile Tran", "Odile Park-Levy", False),
        ("Acme Holdings Ltd", "Zenith Ltd", False),
        ("The Co.", "Co.", True),
        ("Société Générale", "societe", False),
        ("", "Tran", False),
        ("...", "...", False),
    ],
)
def test_names_match_by_their_words(one: str, other: str, same: bool) -> None:
    assert same_names((one,), (other,)) is same
    assert same_names((other,), (one,)) is same


def figure(value: str | None, low: str | None = None, high: str | None = None, unit: str = "USD") -> Figure:
    numbers = [None if x is None else Decimal(x) for x in (value, low, high)]
    return Figure("", *numbers, unit)


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        (figure("5"), figure("5.00"), True),
        (figure("5"), figure("6"), False),
        (figure("5"), figure("5", unit="GBP"), False),
        (figure("5"), figure(None, "5"), True),
        (figure("5"), figure(None, None, "5"), True),
        (figure("5"), figure(None, "5", "9"), False),
        (figure(None, "5", "9"), figure(None, "5", "9"), True),
        (figure(None, "5", "9"), figure(None, "5"), False),
    ],
)
def test_money_matches_by_value_and_currency(one: Figure, other: Figure, same: bool) -> None:
    assert same_money(one, other) is same
    assert same_money(other, one) is same


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("sailings", "sailing", True),
        ("font files", "files", True),
        ("%", "percent", True),
        ("per cent", "percent", True),
        ("tb", "terabytes", True),
        ("companies", "company", True),
        ("songs", "albums", False),
        ("", "songs", False),
    ],
)
def test_counts_match_by_their_noun(one: str, other: str, same: bool) -> None:
    assert same_count(figure("3", unit=one), figure("3", unit=other)) is same


def test_pairs_are_one_to_one_and_stricter_tests_come_first() -> None:
    def equal(a: int, b: int) -> bool:
        return a == b

    def near(a: int, b: int) -> bool:
        return abs(a - b) <= 1

    assert pair_up([1, 2], [2, 3], equal, near) == ([(2, 2)], [1], [3])
    assert pair_up([1, 2], [2, 1], near) == ([(1, 2), (2, 1)], [], [])


def test_a_record_that_says_the_same_has_no_error() -> None:
    evaluation = evaluate(gold(), Found({"ferry": record()}), resamples=20)
    assert set(evaluation.f1().values()) == {1.0}
    assert evaluation.scores["labels"].f1 is None
    assert not evaluation.articles[0].differences


@pytest.mark.parametrize(
    ("changes", "worse"),
    [
        (changed("courts", 0, id="waed"), {"courts", "courts.id"}),
        (changed("parties", 0, role="plaintiff"), {"parties.role"}),
        (changed("parties", 0, role="respondent"), set()),
        (changed("amounts", 0, role="settlement"), {"amounts.role"}),
        (changed("amounts", 0, payer=[]), {"amounts.payer"}),
        (changed("amounts", 0, payee=["Northgate Ferries Inc."]), {"amounts.payee"}),
        (changed("amounts", 1, value="151000"), {"amounts", "amounts.role"}),
        (changed("counts", 0, item="crews"), {"counts"}),
        (changed("dates", 0, value="2026-03"), {"dates"}),
        (changed("claims", 1, outcome="pending"), {"claims.outcome"}),
        (changed("claims", 1, disposition="filed"), {"claims.disposition"}),
        (changed("claims", 1, type="fraud"), {"claims", "claims.outcome", "claims.disposition"}),
        (changed("relief", 0, type="restitution"), {"relief"}),
        ({"judges": []}, {"judges"}),
    ],
)
def test_one_error_costs_its_own_fields_only(changes: dict[str, object], worse: set[str]) -> None:
    scores = f1(**changes)
    assert {name for name in FIELDS if scores.get(name, 1.0) < 1.0} == worse


def test_an_article_without_a_record_is_all_missed() -> None:
    evaluation = evaluate(gold(), Found({}, {"ferry": "read: no text"}), resamples=10)
    assert evaluation.headline == 0.0
    assert evaluation.scores["amounts"].tally == Tally(0, 0, 3)
    assert evaluation.missing == {"ferry": "read: no text"}
    assert "no record: ferry: read: no text" in "\n".join(evaluation_lines(evaluation))


def test_a_list_that_was_not_annotated_is_not_scored() -> None:
    line = {key: value for key, value in LINE.items() if key != "counts"}
    partial = Gold((GoldArticle.model_validate(line),), {})
    evaluation = evaluate(partial, Found({"ferry": record()}), resamples=10)
    assert "counts" not in evaluation.scores
    assert evaluation.headline == 1.0


def test_errors_are_diffs_with_their_place() -> None:
    found = Found({"ferry": record(**changed("amounts", 0, role="settlement"))})
    evaluation = evaluate(gold(), found, resamples=10)
    lines = list(error_lines(evaluation, gold().texts, 5))
    assert "    - 2,400,000 USD (awarded) [$2.4 million]" in lines
    assert "    + 2,400,000 USD (settlement) [$2.4 million]" in lines
    assert any("»$2.4 million«" in line for line in lines)


@settings(max_examples=50, deadline=None)
@given(st.lists(st.tuples(*[st.integers(0, 9)] * 3), min_size=1, max_size=12))
def test_intervals_hold_and_repeat(rows: list[tuple[int, int, int]]) -> None:
    articles = [ArticleScore(str(i), {"dates": Tally(*row)}) for i, row in enumerate(rows)]
    one, two = (summarise(articles, {}, "", resamples=60) for _ in range(2))
    assert one.scores == two.scores
    score = one.scores["dates"]
    assert score.f1 == f1_of(score.tally)
    if score.f1 is not None:
        assert score.low is not None
        assert score.high is not None
        assert 0.0 <= score.low <= score.high <= 1.0


def test_runs_are_compared_field_by_field() -> None:
    first = Found({"ferry": record(), "old": record()})
    second = Found({"ferry": record(**changed("claims", 1, outcome="pending"), counts=[])})
    changes = compare_runs(first, second, gold())
    assert changes.only_first == ("old",)
    moved = {c.field: (c.gone, c.new) for c in changes.fields if c.gone or c.new}
    assert moved == {"counts": (1, 0), "claims.outcome": (1, 1)}
    lost = {gain.field for gain in changes.gains if gain.difference < 0}
    assert lost == {"counts", "claims.outcome", "headline"}


def test_a_comparison_shows_what_was_won_and_lost(tmp_path: Path, capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    first = write_record(tmp_path / "a", record(counts=[]))
    second = write_record(tmp_path / "b", record(dates=[]))
    folder = write_folder(tmp_path / "gold")
    out = tmp_path / "changes.json"
    assert main(["compare", str(first), str(second), "--gold", str(folder), "--json", str(out)]) == 0
    text = capfdbinary.readouterr().out.decode()
    assert "won:  counts +1.000" in text
    assert "lost: dates -1.000" in text
    assert json.loads(out.read_text(encoding="utf-8"))["fields"]["counts"] == {"same": 0, "gone": 0, "new": 1}


def test_the_hash_is_of_the_content_not_of_the_layout(tmp_path: Path) -> None:
    one = read_gold(write_folder(tmp_path / "one"))
    other = tmp_path / "other"
    other.mkdir()
    line = json.dumps(LINE | {"text": TEXT, "note": "both in one line"}, indent=None)
    (other / "all.jsonl").write_text("\n" + line + "\r\n\n", encoding="utf-8")
    assert read_gold(other).hash() == one.hash()
    assert gold(**changed("dates", 0, value="2026")).hash() != one.hash()


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("{", "not JSON"),
        ("[]", "not an object"),
        ('{"courts": []}', "an id"),
        ('{"id": 1, "dates": [{"value": "March"}]}', "dates.0.value"),
        ('{"id": 1, "amounts": [{"currency": "USD", "role": "awarded"}]}', "needs value, min or max"),
        ('{"id": 1, "claims": [{"type": "tort", "outcome": "pending", "disposition": "filed"}]}', "claims.0.type"),
        ('{"id": 1, "dates": []}\n{"id": 1, "dates": []}', "given twice"),
        ('{"id": 1, "text": "only a text"}', "no gold lines"),
    ],
)
def test_broken_gold_is_told_with_its_place(tmp_path: Path, line: str, words: str) -> None:
    (tmp_path / "gold.jsonl").write_text(line, encoding="utf-8")
    with pytest.raises(UsageError, match=words) as error:
        read_gold(tmp_path)
    assert "gold" in str(error.value)


def test_gold_files_find_their_texts(tmp_path: Path) -> None:
    write_folder(tmp_path)
    assert read_gold(tmp_path / "gold-x.jsonl").texts["ferry"].text == TEXT
    with pytest.raises(UsageError, match="no such file"):
        read_gold(tmp_path / "nothing")


class Reader:
    """A pipeline that knows the answer."""

    def read_article(self, article: Article) -> Record:
        if "Seattle" not in article.text:
            raise ValueError("no city")
        return record()


def test_the_pipeline_is_run_where_no_records_are_given() -> None:
    found = read_pipeline(gold(), Reader())
    assert evaluate(gold(), found, resamples=10).headline == 1.0
    other = GoldText(id="ferry", text="A court in Tacoma has heard the case of a ferry line that did not sail.")
    failed = read_pipeline(Gold(gold().articles, {"ferry": other}), Reader())
    assert "no city" in failed.problems["ferry"]
    with pytest.raises(UsageError, match="no texts"):
        read_pipeline(Gold(gold().articles), Reader())


def test_the_command_scores_records(tmp_path: Path, capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    folder = write_folder(tmp_path / "gold", texts=False)
    records = write_record(tmp_path / "run", record(counts=[]))
    out = tmp_path / "scores.json"
    assert main(["evaluate", str(folder), str(records), "--errors", "2", "--json", str(out)]) == 0
    text = capfdbinary.readouterr().out.decode()
    assert "counts: 1 errors" in text
    data = json.loads(out.read_text(encoding="utf-8"))
    assert data["fields"]["counts"]["missed"] == 1
    assert data["articles"][0]["errors"] == [
        {"field": "counts", "gold": "310 sailings [310 sailings]", "found": None, "words": "310 sailings"}
    ]


@pytest.mark.parametrize(
    "arguments",
    [
        ["evaluate"],
        ["evaluate", "nowhere"],
        ["evaluate", "GOLD", "nowhere"],
        ["evaluate", "GOLD", "GOLD", "--update-floors"],
        ["evaluate", "GOLD", "GOLD", "--gate", "nowhere.json"],
        ["compare", "nowhere", "nowhere"],
    ],
)
def test_calls_that_cannot_be_carried_out(tmp_path: Path, arguments: list[str]) -> None:
    folder = str(write_folder(tmp_path / "gold"))
    assert main([folder if word == "GOLD" else word for word in arguments]) == 2


def test_damaged_records_are_told(tmp_path: Path) -> None:
    (tmp_path / "a.json").write_text('{"article": {}}', encoding="utf-8")
    found = read_records(tmp_path)
    assert not found.records
    assert list(found.problems) == [str(tmp_path / "a.json")]

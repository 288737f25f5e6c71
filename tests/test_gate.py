"""The gate over the corpus: no field below its floor, and an extractor that is broken on purpose is caught."""

from __future__ import annotations

import importlib.util
import json
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
from spacy.tokens import Doc

from newsdocket.cli import main
from newsdocket.docket import Docket, load
from newsdocket.errors import UsageError
from newsdocket.evaluate import (
    Evaluation,
    Floors,
    Found,
    Gold,
    check_floors,
    evaluate,
    read_floors,
    read_gold,
    read_pipeline,
    updated_floors,
    write_floors,
)
from newsdocket.evaluate.evaluation import summarise
from newsdocket.evaluate.floors import floors_text
from newsdocket.evaluate.report import verdict_lines
from newsdocket.evaluate.scoring import ArticleScore, Tally
from newsdocket.extract.courts import find_courts
from newsdocket.extract.dates import find_dates
from newsdocket.extract.money import find_money
from newsdocket.extract.spans import CourtSpan, DateSpan, FoundSpan, MoneySpan
from newsdocket.read.article import Article
from newsdocket.record.build import build_record
from newsdocket.record.models import Record
from newsdocket.relate.checks import check_facts

FLOORS = Path(__file__).parents[1] / "corpus" / "floors.json"
needs_model = pytest.mark.skipif(
    importlib.util.find_spec("en_newsdocket") is None, reason="model en_newsdocket not installed"
)


class Reader:
    """The pipeline with every annotated article kept, so that every third can be read again with one extractor changed.

    A gate that notices a break in a third of the articles notices one in all of them, and a third is read faster.
    """

    def __init__(self, docket: Docket) -> None:
        self.docket = docket
        self.docs: dict[str, Doc] = {}
        self.records: dict[str, Record] = {}
        self.again: str | None = None

    def read_article(self, article: Article) -> Record:
        if article.id not in self.docs:
            self.docs[article.id] = self.docket.annotate(article)
            self.records[article.id] = self.record(article, self.docs[article.id])
        if self.again is None or list(self.docs).index(article.id) % 3:
            return self.records[article.id]
        return self.record(article, self.docket.nlp.get_pipe(self.again)(self.docs[article.id].copy()))

    def record(self, article: Article, doc: Doc) -> Record:
        facts = self.docket.facts_of(doc)
        return build_record(article, facts, check_facts(facts), self.docket.provenance)


@pytest.fixture(scope="module")
def floors() -> Floors:
    return read_floors(FLOORS)


@pytest.fixture(scope="module")
def gold(floors: Floors) -> Gold:
    return read_gold(FLOORS.parent / floors.corpus.path)


@pytest.fixture(scope="module")
def reader() -> Reader:
    return Reader(load())


@pytest.fixture(scope="module")
def today(gold: Gold, reader: Reader) -> Evaluation:
    return evaluate(gold, read_pipeline(gold, reader), resamples=0)


@needs_model
def test_every_field_is_above_its_floor(floors: Floors, today: Evaluation) -> None:
    verdict = check_floors(floors, today)
    assert verdict.passed, "\n" + "\n".join(verdict_lines(verdict))


def test_the_floors_belong_to_the_corpus(floors: Floors, gold: Gold) -> None:
    assert gold.hash() == floors.corpus.sha256, "the corpus changed: newsdocket evaluate --gate ... --update-floors"
    assert len(gold.articles) == floors.corpus.articles


def test_the_file_of_floors_is_as_the_command_writes_it(floors: Floors) -> None:
    assert FLOORS.read_text(encoding="utf-8") == floors_text(floors)


def no_courts(text: Doc, **settings: object) -> list[CourtSpan]:
    """Broken: finds nothing."""
    return find_courts(text)[:0]


def small_money(text: Doc, **settings: object) -> list[MoneySpan]:
    """Broken: does not read "million"."""
    return [
        s.model_copy(update={"value": s.value / 1_000_000 if s.value and "illion" in s.text else s.value})
        for s in find_money(text)
    ]


def years_only(text: Doc, **settings: object) -> list[DateSpan]:
    """Broken: loses month and day."""
    return [s.model_copy(update={"value": s.value and s.value[:4]}) for s in find_dates(text)]


@needs_model
@pytest.mark.parametrize(
    ("component", "broken", "field"),
    [
        ("newsdocket_courts", no_courts, "courts"),
        ("newsdocket_money", small_money, "amounts"),
        ("newsdocket_dates", years_only, "dates"),
    ],
)
def test_the_gate_catches_a_broken_extractor(
    component: str,
    broken: Callable[..., Sequence[FoundSpan]],
    field: str,
    floors: Floors,
    gold: Gold,
    reader: Reader,
    today: Evaluation,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    assert check_floors(floors, today).passed
    monkeypatch.setattr(reader, "again", component)
    monkeypatch.setattr(reader.docket.nlp.get_pipe(component), "find", broken)
    found = read_pipeline(gold, reader)
    assert not found.problems
    verdict = check_floors(floors, evaluate(gold, found, resamples=0))
    assert not verdict.passed
    assert field in {change.field for change in verdict.below}
    assert "FAILED" in list(verdict_lines(verdict))[-1]


def scored(dates: int, counts: int, corpus: str = "abc") -> Evaluation:
    """An evaluation with F1 of ``dates`` and ``counts`` percent."""
    tallies = {"dates": Tally(dates, 100 - dates, 100 - dates), "counts": Tally(counts, 100 - counts, 100 - counts)}
    return summarise([ArticleScore("a", tallies)], {}, corpus, resamples=0)


def test_floors_rise_and_never_fall_by_themselves() -> None:
    first = updated_floors(None, scored(80, 70), "gold", margin=0.03)
    assert (first.floors["dates"].floor, first.floors["counts"].floor) == (0.77, 0.67)
    second = updated_floors(first, scored(90, 68), "gold")
    assert (second.floors["dates"].floor, second.floors["counts"].floor) == (0.87, 0.67)
    assert second.floors["counts"].reached == 0.68
    with pytest.raises(UsageError, match="below the floor: counts; nothing was written"):
        updated_floors(second, scored(95, 60), "gold")


def test_lowering_takes_permission_and_a_reason_that_stays() -> None:
    first = updated_floors(None, scored(80, 70), "gold")
    with pytest.raises(UsageError, match="needs a reason"):
        updated_floors(first, scored(80, 60), "gold", allow_lower=True, reason="  ")
    lower = updated_floors(first, scored(80, 60), "gold", allow_lower=True, reason="the guide counts fewer things")
    assert lower.floors["counts"].floor == 0.57
    assert lower.floors["dates"].floor == first.floors["dates"].floor
    assert ("counts", 0.67, 0.57) in [(x.field, x.before, x.after) for x in lower.lowered]
    later = updated_floors(lower, scored(85, 75), "gold")
    assert later.lowered == lower.lowered
    assert "the guide counts fewer things" in floors_text(later)


def test_a_change_that_wins_and_loses_shows_both() -> None:
    floors = updated_floors(None, scored(80, 70), "gold")
    verdict = check_floors(floors, scored(86, 69))
    assert verdict.passed
    text = "\n".join(verdict_lines(verdict))
    assert "won:  dates +0.060" in text
    assert "lost: counts -0.010" in text


def test_another_corpus_fails_the_gate() -> None:
    floors = updated_floors(None, scored(80, 70), "gold")
    verdict = check_floors(floors, scored(80, 70, corpus="def"))
    assert not verdict.passed
    assert not verdict.below
    assert "not the one of the floors" in "\n".join(verdict_lines(verdict))
    assert check_floors(updated_floors(floors, scored(80, 70, corpus="def"), "gold"), scored(80, 70, "def")).passed


def test_a_field_that_can_no_longer_be_measured_is_below_its_floor() -> None:
    floors = updated_floors(None, scored(80, 70), "gold")
    gone = summarise([ArticleScore("a", {"dates": Tally(80, 20, 20)})], {}, "abc", resamples=0)
    assert [change.field for change in check_floors(floors, gone).below] == ["counts"]


def test_floors_survive_their_file(tmp_path: Path) -> None:
    floors = updated_floors(None, scored(80, 70), "gold")
    lower = updated_floors(floors, scored(60, 60), "gold", allow_lower=True, reason="„neu“")
    write_floors(tmp_path / "floors.json", lower)
    assert read_floors(tmp_path / "floors.json") == lower
    (tmp_path / "floors.json").write_text('{"floors": {}}', encoding="utf-8")
    with pytest.raises(UsageError, match="corpus"):
        read_floors(tmp_path / "floors.json")


def test_the_command_opens_and_closes(tmp_path: Path, capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    """From new floors over a gold that changes to lowered floors, by the exit codes."""
    line = {"id": "a", "dates": [{"exact": "May 4, 2025", "value": "2025-05-04"}]}
    folder, run, gate = tmp_path / "gold", tmp_path / "run.jsonl", str(tmp_path / "floors.json")
    folder.mkdir()
    gold_file = folder / "gold-a.jsonl"
    gold_file.write_text(json.dumps(line), encoding="utf-8")
    run.write_text(_record("2025-05-04"), encoding="utf-8")
    call = ["evaluate", str(folder), str(run), "--gate", gate]
    assert main(call) == 2
    assert main([*call, "--update-floors"]) == 0
    assert main(call) == 0
    run.write_text(_record("2025-05"), encoding="utf-8")
    assert main(call) == 1
    assert b"BELOW THE FLOOR" in capfdbinary.readouterr().out
    assert main([*call, "--update-floors"]) == 2
    assert main([*call, "--update-floors", "--allow-lower"]) == 2
    assert main([*call, "--update-floors", "--allow-lower", "--reason", "days are no longer read"]) == 0
    assert main(call) == 0
    line["dates"] = []
    gold_file.write_text(json.dumps(line), encoding="utf-8")
    assert main(call) == 1
    assert b"not the one of the floors" in capfdbinary.readouterr().out


def _record(value: str) -> str:
    from newsdocket.evaluate.gold import GoldArticle, GoldText
    from newsdocket.exchange import record_of_gold

    text = GoldText(id="a", text="The court sat on May 4, 2025 and rose at noon.")
    made, _ = record_of_gold(
        GoldArticle.model_validate({"id": "a", "dates": [{"exact": "May 4, 2025", "value": value}]}), text
    )
    assert Found({"a": made}).records
    return made.to_json(indent=None) + "\n"

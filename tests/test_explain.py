"""Explanations: every value of a record, its words and reasons; the command and its output."""

from __future__ import annotations

import io
import json
from pathlib import Path

import pytest
from rich.console import Console

from newsdocket.cli import main
from newsdocket.docket import Docket
from newsdocket.explain import Explanation, Rejected, Value, explain
from newsdocket.explain.build import filled_fields
from newsdocket.explain.terminal import print_explanation
from newsdocket.read import article_from_text
from newsdocket.read.article import ReadSettings
from newsdocket.read.reader import read_source
from newsdocket.read.sources import find_sources

CORPUS = Path(__file__).parent.parent / "corpus" / "articles"
ARTICLES = ("a02-jury-verdict.txt", "a03-tenant-settlement.md", "c02-plating-plea.txt", "d02-cantabile-lyrics.md")
TEXT = """Ferry line fined over dumped ballast

A federal judge in Seattle on Tuesday ordered Harrow Straits Ferries Inc to pay a $2.4 million civil penalty after \
the Justice Department sued the company in March under the Clean Water Act, accusing it of dumping ballast water.

Harrow Straits Ferries will also pay $300,000 in attorneys' fees, Judge Wilma Tarrant said. The company reported \
revenue of $80 million last year."""
REMARKS = {"check", "warning"}


@pytest.fixture(scope="module")
def ferry(docket: Docket) -> Explanation:
    return explain(docket, article_from_text(TEXT, id="ferry", published="2026-04-16"))


def shown(explanation: Explanation, *, ids: tuple[str, ...] = (), with_rejected: bool = False) -> str:
    stream = io.StringIO()
    console = Console(file=stream, width=140, highlight=False)
    print_explanation(explanation, console, ids=ids, with_rejected=with_rejected)
    return stream.getvalue()


@pytest.mark.parametrize("name", ARTICLES)
def test_every_value_of_a_record_is_explained(docket: Docket, name: str) -> None:
    article = read_source(next(find_sources(CORPUS / name, ReadSettings())), ReadSettings())
    explanation = explain(docket, article)
    record = docket.read_article(article)
    assert explanation.record == record
    assert explanation.ids == tuple(item.id for item in record.items())
    for item in record.items():
        values = [(v.field, v.value) for v in explanation.about(item.id) if v.field not in REMARKS]
        assert values == list(filled_fields(item))


@pytest.mark.parametrize("name", ARTICLES)
def test_all_words_stand_in_the_text_and_decisions_have_reasons(docket: Docket, name: str) -> None:
    article = read_source(next(find_sources(CORPUS / name, ReadSettings())), ReadSettings())
    explanation = explain(docket, article)
    every: list[Value | Rejected] = [*explanation.values, *explanation.rejected]
    for told in every:
        assert told.words
        assert told.by.split()[0] in ("rule", "model")
        for words in (*told.words, *(r.words for r in told.reasons if r.words)):
            assert article.text[words.start : words.end] == words.text
        if told.by.startswith("model"):
            assert told.reasons
            assert 0 <= (told.probability or 0) <= 1


def test_an_outcome_is_explained_by_the_prediction_that_gave_it(docket: Docket, ferry: Explanation) -> None:
    facts = docket.facts(article_from_text(TEXT, id="ferry", published="2026-04-16"))
    for number, claim in enumerate(facts.claims, 1):
        (outcome,) = ferry.about(f"claim-{number}.outcome")
        assert outcome.probability == pytest.approx(claim.outcome_prediction.probability, abs=1e-4)
        assert claim.outcome not in [a.value for a in outcome.alternatives]


def test_a_role_names_the_words_that_moved_the_model(ferry: Explanation) -> None:
    penalty = next(a for a in ferry.record.amounts if a.value == 2_400_000)
    (role,) = ferry.about(f"{penalty.id}.role")
    assert role.value == "fine"
    assert role.by == "model amounts and small reader"
    assert any(r.words and "penalty" in r.words.text for r in role.reasons)
    weights = [r.weight or 0 for r in role.reasons]
    assert weights == sorted(weights, reverse=True)


def test_links_name_the_party_and_where_it_is_named(ferry: Explanation) -> None:
    penalty = next(a for a in ferry.record.amounts if a.value == 2_400_000)
    (payer,) = ferry.about(f"{penalty.id}.payer")
    names = {p.id: p.name for p in ferry.record.parties}
    assert names[payer.value].startswith("Harrow Straits")
    assert payer.by == "model payees and small reader"
    assert "the sides of the case make it the payer" in [reason.text for reason in payer.reasons]


def test_a_respondent_is_explained_by_its_side_and_where_it_is_named(ferry: Explanation) -> None:
    (respondent,) = ferry.about(f"{ferry.record.claims[0].id}.respondent")
    assert "answering side" in respondent.reasons[0].text


def test_dates_without_a_year_say_what_settles_them(ferry: Explanation) -> None:
    march = next(d for d in ferry.record.dates if d.value == "2026-03")
    (value,) = ferry.about(march.id)
    assert "2026-04-16" in value.reasons[0].text


def test_rejected_candidates_say_why(ferry: Explanation) -> None:
    kinds = {r.kind for r in ferry.rejected}
    assert kinds <= {"party", "claim", "relief", "date"}
    taken = {(m.start, m.end) for p in ferry.record.parties for m in p.mentions}
    for candidate in ferry.rejected:
        assert candidate.reasons
        if candidate.kind == "party":
            assert not taken & {(w.start, w.end) for w in candidate.words}


def test_the_number_of_reasons_can_be_chosen(docket: Docket) -> None:
    article = article_from_text(TEXT, id="ferry")
    few, many = explain(docket, article, top=1), explain(docket, article, top=9)
    assert max(len(v.reasons) for v in few.values if v.by.startswith("model")) == 2
    assert max(len(v.reasons) for v in many.values if v.by.startswith("model")) > 5


def test_same_article_same_explanation(docket: Docket, ferry: Explanation) -> None:
    again = explain(docket, article_from_text(TEXT, id="ferry", published="2026-04-16"))
    assert again == ferry


def test_in_the_terminal(ferry: Explanation) -> None:
    everything = shown(ferry, with_rejected=True)
    for part in ("by model parties", "because", "by rule extract.money", "Rejected candidates"):
        assert part in everything
    assert "Rejected" not in shown(ferry)
    one = shown(ferry, ids=("party-1.role",))
    assert "party-1" in one
    assert "party-2" not in one
    assert "kind" not in one


def test_nothing_of_an_article_is_taken_for_markup(docket: Docket) -> None:
    text = TEXT.replace("Harrow Straits", "Harrow [red]Straits[/red]").replace("Ferry line", "[bold]Ferry line")
    printed = shown(explain(docket, article_from_text(text, id="x")), with_rejected=True)
    assert "[bold]Ferry line" in printed


def test_the_command(docket: Docket, tmp_path: Path, capsysbinary: pytest.CaptureFixture[bytes]) -> None:
    path = tmp_path / "ferry.txt"
    path.write_text(TEXT, "utf-8")
    assert main(["explain", str(path), "--published", "2026-04-16", "--id", "party-1", "amount-1.role", "--json"]) == 0
    data = json.loads(capsysbinary.readouterr().out)
    assert {(v["about"], v["field"]) for v in data["values"] if v["about"] != "party-1"} == {("amount-1", "role")}
    assert data["rejected"] == []
    assert main(["explain", str(path), "--rejected"]) == 0
    assert b"Rejected candidates" in capsysbinary.readouterr().out
    assert main(["explain", str(path), "--id", "party-99", "party-1.colour"]) == 2
    told = capsysbinary.readouterr().err
    assert b"no party-99 in the record, only party-1" in told
    assert b"no party-1.colour in the record, only party-1.name" in told


def test_articles_that_cannot_be_read(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "empty.txt"
    path.write_text("", "utf-8")
    assert main(["explain", str(path)]) == 1
    assert "read" in capsys.readouterr().err
    assert main(["explain", str(tmp_path / "missing.txt")]) == 2

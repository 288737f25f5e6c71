"""The whole way: sensible records, the same each time, in threads, processes and plain spaCy pipelines."""

from __future__ import annotations

import pickle
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from spacy.language import Language

import newsdocket
from newsdocket.docket import Docket, settings_hash
from newsdocket.errors import ModelError, NewsdocketError, ReadError
from newsdocket.record import Record

DEFAULT_JUDGMENT = (
    "Acorn Street Films won a $450,000 default judgment against the streaming site Reelvault on Thursday after the "
    "site's operators never answered a copyright infringement lawsuit. U.S. District Judge Nadia Ferro of the Southern "
    "District of New York also issued a permanent injunction that orders Reelvault to stop streaming the studio's 30 "
    "films. Acorn Street Films sued in March 2024 and asked for statutory damages of $15,000 per film."
)
PRESS_RELEASE = (
    "LOUISVILLE, Ky. - A Lexington pharmacist was sentenced on Monday to 41 months in prison for health care fraud. "
    "Dale R. Hutchcraft, 52, pleaded guilty in October to billing Medicare for drugs his pharmacy never dispensed. "
    "U.S. District Judge Ellen Brandt ordered him to pay $2.3 million in restitution and to forfeit $610,000."
)
KINDS = ("money", "counts", "dates", "courts", "people", "labels", "names", "claims", "relief")
TEXT_KINDS = ("money", "counts", "dates", "courts", "labels", "relief")


@pytest.fixture(scope="module")
def default_judgment(docket: Docket) -> Record:
    return docket.read(DEFAULT_JUDGMENT, id="reelvault", published="2024-06-14")


@pytest.fixture(scope="module")
def press_release(docket: Docket) -> Record:
    return docket.read(PRESS_RELEASE, id="hutchcraft", published="2025-02-18")


def test_a_default_judgment_names_court_judge_and_sides(default_judgment: Record) -> None:
    record = default_judgment
    assert [court.court_id for court in record.courts] == ["nysd"]
    assert [(person.name, person.role) for person in record.people] == [("Nadia Ferro", "judge")]
    roles = {party.name: party.role for party in record.parties}
    assert (roles["Acorn Street Films"], roles["Reelvault"]) == ("plaintiff", "defendant")


def test_a_default_judgment_has_its_amounts_counts_and_dates(default_judgment: Record) -> None:
    record = default_judgment
    ids = {party.name: party.id for party in record.parties}
    award, rate = record.amounts
    assert (str(award.value), award.currency, award.role) == ("450000", "USD", "awarded")
    assert (award.payer, award.payee) == ((ids["Reelvault"],), (ids["Acorn Street Films"],))
    assert (str(rate.value), rate.per) == ("15000", "film")
    assert [(str(count.value), count.item) for count in record.counts] == [("30", "films")]
    assert [date.value for date in record.dates] == ["2024-06-13", "2024-03"]


def test_a_default_judgment_finds_for_the_claimant(default_judgment: Record) -> None:
    record = default_judgment
    assert [(claim.type, claim.outcome) for claim in record.claims] == [("copyright", "found_for_claimant")]
    assert "permanent_injunction" in {relief.type for relief in record.relief}


def test_a_press_release_names_judge_and_defendant(press_release: Record) -> None:
    assert [person.name for person in press_release.people if person.role == "judge"] == ["Ellen Brandt"]
    roles = {party.name: party.role for party in press_release.parties}
    assert roles["Dale R. Hutchcraft"] == "defendant"


def test_a_press_release_has_its_amounts_charges_and_relief(press_release: Record) -> None:
    record = press_release
    assert [(str(a.value), a.role) for a in record.amounts] == [("2300000", "restitution"), ("610000", "forfeiture")]
    assert [date.value for date in record.dates] == ["2025-02-17", "2024-10"]
    assert {claim.type for claim in record.claims} == {"crime"}
    assert {claim.outcome for claim in record.claims} <= {"pleaded_guilty", "convicted"}
    assert {"custodial_sentence", "restitution", "forfeiture"} <= {relief.type for relief in record.relief}


def mentioned(record: Record) -> Iterator[Any]:
    for field in ("courts", "people", "parties", "labels", "amounts", "counts", "dates", "claims", "relief"):
        for item in getattr(record, field):
            assert item.mentions, f"{item.id} is mentioned nowhere"
            yield from item.mentions


def assert_grounded(record: Record) -> None:
    text = record.article.text
    assert text is not None
    assert all(text[m.start : m.end] == m.exact for m in mentioned(record))


def test_every_mention_is_grounded(default_judgment: Record, press_release: Record) -> None:
    assert_grounded(default_judgment)
    assert_grounded(press_release)


def test_reading_twice_gives_the_same_bytes(docket: Docket, default_judgment: Record) -> None:
    again = docket.read(DEFAULT_JUDGMENT, id="reelvault", published="2024-06-14")
    assert again.to_json() == default_judgment.to_json()


def test_threads_give_the_same_records(docket: Docket, default_judgment: Record, press_release: Record) -> None:
    def read(turn: int) -> Record:
        if turn % 2:
            return docket.read(PRESS_RELEASE, id="hutchcraft", published="2025-02-18")
        return docket.read(DEFAULT_JUDGMENT, id="reelvault", published="2024-06-14")

    with ThreadPoolExecutor(4) as pool:
        records = list(pool.map(read, range(12)))
    assert {record.to_json() for record in records} == {default_judgment.to_json(), press_release.to_json()}


def test_a_date_published_settles_weekdays(docket: Docket) -> None:
    record = docket.read("The court in Ohio fined Borex Inc. $2 million on Monday.")
    assert not record.dates
    assert "unresolved_date" in {warning.code for warning in record.warnings}


@pytest.mark.parametrize(
    "text",
    [
        "",
        "   \n ",
        "\x00\x01\x02" * 50,
        "Le tribunal de Lyon a condamné jeudi la société à payer deux millions d’euros à sa cliente. " * 4,
    ],
)
def test_what_is_no_english_article_is_refused(text: str, docket: Docket) -> None:
    with pytest.raises(ReadError):
        docket.read(text)


def test_a_missing_model_is_an_error_with_its_name() -> None:
    with pytest.raises(ModelError, match="no_such_model"):
        newsdocket.load("no_such_model")


def test_the_settings_hash_tells_models_and_components_apart(docket: Docket) -> None:
    assert settings_hash(docket.nlp, "a") != settings_hash(docket.nlp, "b")
    assert docket.provenance.settings_hash == settings_hash(docket.nlp, docket.model)


def test_extractors_are_added_once(docket: Docket) -> None:
    again = Docket(docket.nlp, docket.model)
    assert again.nlp.pipe_names == docket.nlp.pipe_names
    assert [name for name in docket.nlp.pipe_names if name.removeprefix("newsdocket_") in KINDS] == [
        f"newsdocket_{kind}" for kind in KINDS
    ]


def groups(nlp: Language, text: str) -> dict[str, Any]:
    doc = nlp(text)
    return {key: doc.spans[key].attrs["items"] for key in sorted(doc.spans)}


@pytest.mark.parametrize("kind", KINDS)
def test_every_component_pickles(kind: str, docket: Docket) -> None:
    component = docket.nlp.get_pipe(f"newsdocket_{kind}")
    again = pickle.loads(pickle.dumps(component))
    doc = docket.nlp(DEFAULT_JUDGMENT)
    expected = doc.spans[f"newsdocket_{kind}"].attrs["items"]
    assert again(doc).spans[f"newsdocket_{kind}"].attrs["items"] == expected


def test_the_whole_pipeline_pickles(docket: Docket) -> None:
    again: Language = pickle.loads(pickle.dumps(docket.nlp))
    assert groups(again, PRESS_RELEASE) == groups(docket.nlp, PRESS_RELEASE)


def test_span_groups_survive_several_processes(docket: Docket) -> None:
    texts = [DEFAULT_JUDGMENT, PRESS_RELEASE]
    docs = list(docket.nlp.pipe(texts, n_process=2, batch_size=1))
    assert [doc.text for doc in docs] == texts
    for doc in docs:
        kept = {key: doc.spans[key].attrs["items"] for key in sorted(doc.spans)}
        assert kept == groups(docket.nlp, doc.text)
        assert [span.label_ for span in doc.spans["newsdocket_money"]] == ["MONEY"] * 2


ALONE = """
import spacy
nlp = spacy.blank("en")
for kind in {kinds!r}:
    nlp.add_pipe("newsdocket_" + kind)
doc = nlp({text!r})
for kind in {kinds!r}:
    print(kind, [item["text"] for item in doc.spans["newsdocket_" + kind].attrs["items"]])
"""


def test_extractors_work_in_a_blank_pipeline_that_never_imports_newsdocket() -> None:
    text = "Borex Inc. must pay $2 million for 30 films, the U.S. District Court for Delaware said on 4 March 2026."
    code = ALONE.format(kinds=TEXT_KINDS, text=text)
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=120)
    found = dict(line.split(" ", 1) for line in run.stdout.splitlines())
    assert found["money"] == "['$2 million']"
    assert found["counts"] == "['30 films']"
    assert found["dates"] == "['4 March 2026']"
    assert "U.S. District Court for Delaware" in found["courts"]
    assert sorted(found) == sorted(TEXT_KINDS)


FRAGMENTS = st.sampled_from(
    [
        "The jury in Ohio awarded Borex Inc. $2 million on Monday.",
        "Judge Nadia Ferro dismissed the suit against the city of Arden.",
        "Prosecutors charged Martin Lund with fraud",
        "between $3 and $5 billion",
        "v.",
        "U.S.",
        "’s",
        "“",
        "\n\n",
        "\u00a0",
        "₹4.5 crore",
        "12,000 songs and 3",
        "Court of Appeal",
        "on the 31st of February",
        "—",
        "🏛️",
    ]
)


@settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.one_of(FRAGMENTS, FRAGMENTS, st.text(max_size=30)), max_size=12))
def test_any_text_gives_a_grounded_record_or_an_error_of_newsdocket(docket: Docket, parts: list[str]) -> None:
    try:
        record = docket.read(" ".join(parts), published="2026-03-04")
    except NewsdocketError:
        return
    assert_grounded(record)
    assert Record.from_json(record.to_json()) == record

"""Courts in running text: context, entities, tables, invariants."""

from __future__ import annotations

import pickle
import time
from itertools import pairwise

import pytest
import spacy
from hypothesis import given
from hypothesis import strategies as st

from newsdocket.extract.court_words import load_table
from newsdocket.extract.courts import GROUP, find_courts, make_courts
from newsdocket.extract.spans import CourtSpan, read_group
from newsdocket.resolve.courts import CourtEntity, resolve_courts


def _entities(text: str) -> dict[str, CourtEntity]:
    return {entity.name: entity for entity in resolve_courts(find_courts(text), text)}


def _ids(text: str) -> list[str | None]:
    return [entity.court_id for entity in resolve_courts(find_courts(text), text)]


def test_every_id_is_in_courts_db() -> None:
    courts_db = pytest.importorskip("courts_db")
    known = {court["id"] for court in courts_db.courts}
    table = load_table("courts_us.json")
    used = [*table["districts"], *table["circuits"], *load_table("courts_counties.json").values()]
    used += [row["bankruptcy"] for row in table["districts"].values()]
    used += [row["id"] for row in load_table("courts_named.json")]
    for row in table["states"].values():
        used += [row["highest"]["id"], *row["appeals"].values(), *row["trial"].values()]
    assert [court_id for court_id in used if court_id and court_id not in known] == []


def test_all_94_districts_have_a_seat() -> None:
    districts = load_table("courts_us.json")["districts"]
    assert len(districts) == 94
    assert [court_id for court_id, row in districts.items() if not row["cities"]] == []


CONTEXT = [
    # the office that brings the case, or the dateline, places a bare federal court
    ("U.S. Attorney Ann Low of the Western District of Kentucky said he pleaded guilty in federal court.", "kywd"),
    ("BALTIMORE – The owner was sentenced today in U.S. District Court to three years.", "mdd"),
    ("In Seattle, a boat dealer, Salish Hulls Inc., is suing the yard in U.S. District Court.", "wawd"),
    ("A federal district court judge in Laredo, Texas, halted the order.", "txsd"),
    # a court abroad is not the one in Washington
    ("In Hungary the station lost. It will appeal to the Supreme Court.", None),
    ("A Nairobi clinic sued. Kenya's government went to the Court of Appeal.", None),
    # the state of the article
    ("The state of Idaho lost. The state's Supreme Court threw out the verdict.", "idaho"),
    ("A ruling by the Cherokee Nation Supreme Court was reversed.", None),
    ("The Indiana Tax Court sided with the county.", "indtc"),
    ("The Tax Court of Canada will hear it.", None),
]


@pytest.mark.parametrize(("text", "court_id"), CONTEXT)
def test_context_decides(text: str, court_id: str | None) -> None:
    assert find_courts(text)[0].court_id == court_id


def test_foreign_supreme_court_takes_the_country_of_the_text() -> None:
    text = "Spain's data agency lost at the Audiencia Nacional. It may go to the Supreme Court."
    assert list(_entities(text)) == ["Audiencia Nacional", "Supreme Court of Spain"]


def test_prosecutors_district_is_no_court() -> None:
    text = "The plea was announced by Ann Low, United States Attorney for the Northern District of Ohio."
    assert find_courts(text) == []


def test_jury_in_a_district_names_the_court() -> None:
    assert _ids("He was convicted by a federal jury in the District of Nebraska.") == ["ned"]


def test_same_court_named_differently_is_one() -> None:
    text = (
        "The 6th U.S. Circuit Court of Appeals froze the order on Thursday. A second panel of the Cincinnati court, "
        "in another case, refused. The Sixth Circuit will hear both in May. The federal appeals court gave no reasons."
    )
    entity = _entities(text)["United States Court of Appeals for the Sixth Circuit"]
    words = ["6th U.S. Circuit Court of Appeals", "Cincinnati court", "Sixth Circuit", "federal appeals court"]
    assert [mention.text for mention in entity.mentions] == words
    assert len(entity.why) == 4
    assert any("sits in Cincinnati" in reason for reason in entity.why)


def test_bare_words_go_to_the_court_named_before() -> None:
    text = "The Idaho Supreme Court heard the appeal. In a 3-2 ruling the Supreme Court sent it back."
    assert _ids(text) == ["idaho"]


def test_open_candidates_are_settled_by_another_mention() -> None:
    text = (
        "A New York federal court ruled for the bank. The case was filed in the Southern District of New York in 2021."
    )
    assert _ids(text) == ["nysd"]


def test_plural_circuits_are_each_a_court() -> None:
    assert _ids("The Ninth and Tenth Circuits disagree.") == ["ca9", "ca10"]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("In Chile, a court jailed him.", "court in Chile"),
        ("In Texas, a federal court disagreed.", "federal court in Texas"),
        ("In New York, an appeals court disagreed.", "appeals court in New York"),
    ],
)
def test_place_that_opens_the_sentence(text: str, name: str) -> None:
    assert list(_entities(text)) == [name]


def test_two_counties_stay_two() -> None:
    text = "He was tried in Tulare County Superior Court, then in Fresno County Superior Court."
    assert _ids(text) == ["calsuperct", "calsuperct"]


def test_candidates_stay_when_nothing_settles_them() -> None:
    (entity,) = resolve_courts(find_courts("An Illinois federal court ruled."), "")
    assert entity.court_id is None
    assert set(entity.candidates) == {"ilnd", "ilcd", "ilsd"}


def test_mentions_leave_out_article_and_possessive() -> None:
    (span,) = find_courts("He lost on the Ninth Circuit’s view of it.")
    assert span.text == "Ninth Circuit"


def test_offsets_are_code_points() -> None:
    text = "𝒜 café in “Zürich” sued in a Manhattan federal court."
    (span,) = find_courts(text)
    assert text[span.start : span.end] == span.text == "Manhattan federal court"


FRAGMENTS = (
    "the 9th Circuit|federal court|in Oakland, Calif.|U.S. District Court|Supreme|Court|of Appeals|County|,|.|"
    "Superior Court|Brazil's|the justices|S.D.N.Y.|for the Southern District of New York|\n|judge|Circuit|in|of|the|’s"
).split("|")


@given(st.lists(st.sampled_from(FRAGMENTS), max_size=25))
def test_spans_are_sound_on_any_mixture(parts: list[str]) -> None:
    text = " ".join(parts)
    spans = find_courts(text)
    assert all(text[span.start : span.end] == span.text for span in spans)
    assert all(one.end <= two.start for one, two in pairwise(spans))
    entities = resolve_courts(spans, text)
    assert sum(len(entity.mentions) for entity in entities) == len(spans)


@given(st.text(max_size=200))
def test_any_text_is_accepted(text: str) -> None:
    assert all(text[span.start : span.end] == span.text for span in find_courts(text))


def test_same_text_gives_same_spans() -> None:
    text = "A Texas federal court and the Fifth Circuit disagreed; a Dallas court did not."
    assert find_courts(text) == find_courts(text)


def test_time_is_linear() -> None:
    unit = "A federal court in Ohio and the Ninth Circuit ruled; the Supreme Court in Spain did not. "
    find_courts(unit)
    times = []
    for size in (50, 400):
        start = time.perf_counter()
        spans = find_courts(unit * size)
        resolve_courts(spans, unit * size)
        times.append(time.perf_counter() - start)
    assert times[1] < 8 * times[0] * 4


def test_component_stores_the_group() -> None:
    nlp = spacy.blank("en")
    nlp.add_pipe("newsdocket_courts")
    doc = nlp("The suit is in a Manhattan federal court.")
    assert [span.court_id for span in read_group(doc, GROUP, CourtSpan)] == ["nysd"]
    assert pickle.loads(pickle.dumps(make_courts(nlp, "x")))(nlp.make_doc("the Ninth Circuit")).spans[GROUP]

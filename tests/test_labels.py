"""Record labels and music companies: table, context, short forms, entities."""

from __future__ import annotations

import pickle
from itertools import pairwise

import pytest
import spacy
from hypothesis import given
from hypothesis import strategies as st

from newsdocket.extract.court_words import load_table
from newsdocket.extract.labels import GROUP, find_labels, kind_of, make_labels
from newsdocket.extract.spans import LabelSpan, read_group
from newsdocket.resolve.labels import collective_members, resolve_labels


def _names(text: str) -> list[str]:
    return [entity.name for entity in resolve_labels(find_labels(text), text)]


FOUND = [
    ("Universal Music Group sued the app.", ["Universal Music Group"]),
    ("UMG and Sony Music sued the app over songs.", ["Universal Music Group", "Sony Music Entertainment"]),
    ("The suit by Universal, Sony and Warner says the songs were copied by the music app.",
     ["Universal Music Group", "Sony Music Entertainment", "Warner Music Group"]),
    ("Capitol Records and Atlantic Recording Corporation won.", ["Capitol Records", "Atlantic Records"]),
    ("Warner/Chappell Music claimed the song and its royalties.", ["Warner Chappell Music"]),
    ("The singer left the record label Harbor Lights for another label.", ["Harbor Lights"]),
    ("Record labels Tin Roof, Blue Heron and Lantern sued the streaming site.", ["Tin Roof", "Blue Heron", "Lantern"]),
    ("Her songs came out on Quarry Road Records, a label in Leeds.", ["Quarry Road Records"]),
    ("The song belongs to Copper Kettle Music Publishing, the singer said.", ["Copper Kettle Music Publishing"]),
    ("Quarry Road, an independent record label in Leeds, sued over the album.", ["Quarry Road"]),
    ("The album was on the Capitol label.", ["Capitol Records"]),
    ("Songs by artists on Island, Def Jam and Mercury were streamed.",
     ["Island Records", "Def Jam Recordings", "Mercury Records"]),
]  # fmt: skip


@pytest.mark.parametrize(("text", "names"), FOUND)
def test_labels(text: str, names: list[str]) -> None:
    assert _names(text) == names


NOT_LABELS = [
    "Rioters entered the Capitol while music played and songs were sung.",
    "The singer flew across the Atlantic to Rhode Island with her band.",
    "Columbia University sued over the song.",
    "Sony sold 4 million televisions and its PlayStation songs app.",
    "Guinness World Records confirmed the length of the song.",
    "The RIAA said music royalties rose.",
    "ASCAP and BMI collect royalties for songwriters.",
    "He is on Death Row, and wrote songs and music there.",
    "Public Records were sealed, and the album was not.",
    "Court Clears Stolen Songs In Music Fight\nThe album stays.",
]


@pytest.mark.parametrize("text", NOT_LABELS)
def test_no_label(text: str) -> None:
    assert _names(text) == []


def test_parent_where_certain() -> None:
    text = "Capitol Records and Sub Pop Records sued over songs on an album."
    assert {span.name: span.parent for span in find_labels(text)} == {
        "Capitol Records": "Universal Music Group",
        "Sub Pop Records": None,
    }


def test_kinds_are_kept_apart() -> None:
    kinds = {kind_of(name) for name in ("Sony Music", "Capitol Records", "Kobalt Music Group", "ASCAP", "RIAA")}
    assert kinds == {"major", "label", "publisher", "society", "trade_body"}
    assert kind_of("Acme Holdings") is None


def test_short_form_after_the_full_name() -> None:
    text = "Quarry Road Records must pay the singer. Quarry Road said it would appeal, and Quarry Road's album stays."
    (entity,) = resolve_labels(find_labels(text), text)
    assert [mention.text for mention in entity.mentions] == ["Quarry Road Records", "Quarry Road", "Quarry Road"]
    assert len(entity.why) == 3


def test_big_three_expanded_only_when_named() -> None:
    text = "The Big Three sued: Universal Music Group, Sony Music and Warner Music Group own most songs."
    ((span, members),) = collective_members(resolve_labels(find_labels(text), text), text)
    assert span.text == "Big Three"
    assert len(members) == 3
    short = "The Big Three, among them Sony Music, sued over songs."
    assert collective_members(resolve_labels(find_labels(short), short), short) == []


def test_parents_of_the_table_are_in_it() -> None:
    rows = load_table("labels.json")["rows"]
    names = {row["name"] for row in rows}
    assert len(names) == len(rows)
    assert {row["parent"] for row in rows if row["parent"]} <= names


PARTS = "Sony Music|Records|Capitol|label|the label|songs|Blue Heron|,|and|.|\n|’s|Universal|record labels".split("|")


@given(st.lists(st.sampled_from(PARTS), max_size=25))
def test_spans_are_sound_on_any_mixture(parts: list[str]) -> None:
    text = " ".join(parts)
    spans = find_labels(text)
    assert all(text[span.start : span.end] == span.text for span in spans)
    assert all(one.end <= two.start for one, two in pairwise(spans))
    assert sum(len(entity.mentions) for entity in resolve_labels(spans, text)) == len(spans)


@given(st.text(max_size=200))
def test_any_text_is_accepted(text: str) -> None:
    assert all(text[span.start : span.end] == span.text for span in find_labels(text))


def test_component_stores_the_group() -> None:
    nlp = spacy.blank("en")
    nlp.add_pipe("newsdocket_labels")
    doc = nlp("Capitol Records sued over a song on an album.")
    assert [span.name for span in read_group(doc, GROUP, LabelSpan)] == ["Capitol Records"]
    assert pickle.loads(pickle.dumps(make_labels(nlp, "x")))(nlp.make_doc("Sony Music sued.")).spans[GROUP]

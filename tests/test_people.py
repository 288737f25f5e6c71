"""Judges and other people: titles, constructions, later mentions, entities."""

from __future__ import annotations

import pickle
from itertools import pairwise

import pytest
import spacy
from hypothesis import given
from hypothesis import strategies as st

from newsdocket.extract.court_words import load_table
from newsdocket.extract.people import GROUP, find_people, make_people, titles_table
from newsdocket.extract.spans import PersonSpan, read_group
from newsdocket.resolve.people import PersonEntity, resolve_people, same_person


def _people(text: str) -> list[PersonEntity]:
    return resolve_people(find_people(text), text)


def _judges(text: str) -> list[str]:
    return [person.name for person in _people(text) if person.role == "judge"]


TITLES = [
    ("U.S. District Judge Ines Calloway dismissed it.", ["Ines Calloway"]),
    ("Chief U.S. District Judge Tobias R. Venn agreed.", ["Tobias R. Venn"]),
    ("U.S. Magistrate Judge Ada Pell set bail.", ["Ada Pell"]),
    ("U.S. Circuit Judge Omar El-Sayed wrote for the panel.", ["Omar El-Sayed"]),
    ("U.S. Bankruptcy Judge Lena de Groot approved the plan.", ["Lena de Groot"]),
    ("Los Angeles County Superior Court Judge Max O'Dell agreed.", ["Max O'Dell"]),
    ("Justice Rowena Park dissented.", ["Rowena Park"]),
    ("Chief Justice Amos Tull wrote the opinion.", ["Amos Tull"]),
    ("Justices Park and Tull dissented.", ["Park", "Tull"]),
    ("Justices Rowena Park, Amos Tull and Silas Crane dissented.", ["Rowena Park", "Amos Tull", "Silas Crane"]),
    ("Circuit Judges Ida Moss and Carl Fenn agreed.", ["Ida Moss", "Carl Fenn"]),
    ("Lord Justice Brackley gave judgment.", ["Brackley"]),
    ("Mr Justice Wetherby agreed.", ["Wetherby"]),
    ("Mrs. Justice Anne Wetherby agreed.", ["Anne Wetherby"]),
    ("Mr Justice Wetherby ruled. Wetherby J said so twice.", ["Wetherby"]),
    ("District judge Ines Calloway dismissed it.", ["Ines Calloway"]),
    ("Brazilian Supreme Court justice Caio de Moura ordered it.", ["Caio de Moura"]),
    ("Vice Chancellor Nora Whit of the Delaware Chancery Court refused.", ["Nora Whit"]),
    ("Chancellor Nora Whit of the Delaware Court of Chancery refused.", ["Nora Whit"]),
    ("Ines Calloway, the U.S. district judge who drew the case, agreed.", ["Ines Calloway"]),
    ("Ines Calloway, a federal judge in Tampa, agreed.", ["Ines Calloway"]),
    ("The trial judge, Ines Calloway, agreed.", ["Ines Calloway"]),
    ("The panel, with Inés Roldán presiding, agreed.", ["Inés Roldán"]),
    ("Judge Calloway Monday refused.", ["Calloway"]),
    ("Judge Calloway's order stands.", ["Calloway"]),
    ("Judge Harold Venn Jr. agreed.", ["Harold Venn Jr."]),
    ("Judge Šárka Ćorić-Novak agreed.", ["Šárka Ćorić-Novak"]),
    ("Judge Évelyne L'Hermite's order stands.", ["Évelyne L'Hermite"]),
    ("The Indian judge D. Y. Rao wrote it.", ["D. Y. Rao"]),
    ("U.S. District Judge of California Henry B. Loos ruled.", ["Henry B. Loos"]),
]


@pytest.mark.parametrize(("text", "names"), TITLES)
def test_judges_by_title(text: str, names: list[str]) -> None:
    assert _judges(text) == names


NOT_JUDGES = [
    "The Justice Department sued.",
    "Justice Minister Paul Renner resigned.",
    "Chancellor Paula Renner spoke in Berlin.",
    "Judge Advocate General staff attended.",
    "The judge ruled on Monday.",
    "Former judge Paul Renner was charged.",
    "A judge in Providence, Rhode Island, agreed.",
    "Paul Renner, a victim of a miscarriage of justice, appealed.",
    "Judge Tosses Patent Suit Against Chip Maker\nThe court agreed.",
    "Sheriff Bo Lund arrested him.",
]


@pytest.mark.parametrize("text", NOT_JUDGES)
def test_no_judge(text: str) -> None:
    assert _judges(text) == []


ROLES = [
    ("Her lawyer, Bettina Oakes, objected.", "Bettina Oakes", "counsel"),
    ("Preston Yule, counsel for the label, told the panel.", "Preston Yule", "counsel"),
    ("Defense attorney Ruth Calder objected.", "Ruth Calder", "counsel"),
    ("Assistant U.S. Attorneys Ben Ash and Lia Moor prosecuted.", "Lia Moor", "counsel"),
    ("U.S. Attorney Dana Whit announced the plea.", "Dana Whit", "official"),
    ("Attorney General Kim Lund sued.", "Kim Lund", "official"),
    ("Ana Prue, a spokeswoman for the agency, declined.", "Ana Prue", "official"),
    ("Lena Brandt testified that the valve was shut.", "Lena Brandt", "witness"),
    ("Expert witness Lena Brandt put the loss at $3 million.", "Lena Brandt", "witness"),
]


@pytest.mark.parametrize(("text", "name", "role"), ROLES)
def test_role_by_construction(text: str, name: str, role: str) -> None:
    assert (name, role) in [(person.name, person.role) for person in _people(text)]


@pytest.mark.parametrize("rule", titles_table()["rules"], ids=lambda rule: str(rule["id"]))
def test_rule_rows(rule: dict[str, object]) -> None:
    for example in rule["examples"]:  # type: ignore[attr-defined]
        assert any(span.role == rule["role"] for span in find_people(example)), example
    for near in rule["near_misses"]:  # type: ignore[attr-defined]
        assert not any(span.role == rule["role"] for span in find_people(near)), near


def test_titles_are_kept_as_written() -> None:
    (span,) = find_people("Chief U.S. District Judge Tobias R. Venn agreed.")
    assert span.title == "Chief U.S. District Judge"


def test_later_mentions_by_surname() -> None:
    (judge,) = _people(
        "U.S. District Judge Ines Calloway ruled. Calloway said the law was clear, and Calloway's order stands."
    )
    assert [mention.text for mention in judge.mentions] == ["Ines Calloway", "Calloway", "Calloway"]
    assert "surname" in judge.why[1]


def test_two_people_with_one_surname_stay_two() -> None:
    text = (
        "Judge Ada Moss ruled. Judge Carl Moss joined. Ada Moss explained. Carl Moss, a judge here, agreed. Moss left."
    )
    people = _people(text)
    assert [person.name for person in people] == ["Ada Moss", "Carl Moss"]
    assert people[1].mentions[-1].text == "Moss"


def test_namesake_takes_the_bare_surname() -> None:
    text = "Judge Ada Moss ruled. The plaintiff, Peter Moss, wept. Moss had lost his farm."
    (judge,) = _people(text)
    assert [mention.text for mention in judge.mentions] == ["Ada Moss"]


def test_a_company_with_the_surname_is_not_the_judge() -> None:
    (judge,) = _people("Judge Ada Moss ruled. Moss Holdings said it would appeal.")
    assert len(judge.mentions) == 1


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("Harold W. Ishii", "Harold Ishii", True),
        ("H. Ishii", "Harold Ishii", True),
        ("Ishii", "Harold Ishii", True),
        ("Ada Moss", "Carl Moss", False),
        ("Harold Venn Jr.", "Harold Venn", True),
    ],
)
def test_same_person(one: str, other: str, same: bool) -> None:
    assert same_person(one, other) is same


PARTS = "Judge|Justice|Ada Moss|Moss|Carl|said|,|.|and|the judge|Lord Justice|lawyer|'s|\n|van der Berg|J|X.|—".split(
    "|"
)


@given(st.lists(st.sampled_from(PARTS), max_size=25))
def test_spans_are_sound_on_any_mixture(parts: list[str]) -> None:
    text = " ".join(parts)
    spans = find_people(text)
    assert all(text[span.start : span.end] == span.text for span in spans)
    assert all(one.end <= two.start for one, two in pairwise(spans))
    assert sum(len(person.mentions) for person in resolve_people(spans, text)) == len(spans)


@given(st.text(max_size=200))
def test_any_text_is_accepted(text: str) -> None:
    assert all(text[span.start : span.end] == span.text for span in find_people(text))


def test_component_stores_the_group() -> None:
    nlp = spacy.blank("en")
    nlp.add_pipe("newsdocket_people")
    doc = nlp("Judge Ada Moss ruled.")
    assert [span.name for span in read_group(doc, GROUP, PersonSpan)] == ["Ada Moss"]
    assert pickle.loads(pickle.dumps(make_people(nlp, "x")))(nlp.make_doc("Judge Ada Moss ruled.")).spans[GROUP]


def test_table_has_words() -> None:
    assert load_table("titles.json")["judge_words"]

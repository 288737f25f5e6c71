"""Names that mean one party: which are joined, which stay apart, and why."""

from __future__ import annotations

import re
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsdocket.extract.spans import NameSpan
from newsdocket.resolve.parties import PartyCandidate, kind_words, name_key, resolve_parties
from newsdocket.vocabulary import PartyKind


def found(text: str, source: str = "ner", **kinds: PartyKind) -> list[NameSpan]:
    """Every place in ``text`` of the names in square brackets, kinds by last word."""
    spans = []
    plain, shift = text.replace("[", "").replace("]", ""), 0
    for match in re.finditer(r"\[([^\]]+)\]", text):
        words = match.group(1)
        start = match.start() - shift
        shift += 2
        assert plain[start : start + len(words)] == words
        kind = kinds.get(words.split()[-1].strip(".'s"), "organization")
        spans.append(NameSpan(start=start, end=start + len(words), text=words, name=words, kind=kind, source=source))
    return spans


def resolved(text: str, source: str = "ner", **kinds: PartyKind) -> list[PartyCandidate]:
    return resolve_parties(found(text, source, **kinds))


KEYS = [
    ("the Quillon Group's", ("quillon", "group")),
    ("Borex, Inc.", ("borex",)),
    ("Borex Holdings Ltd", ("borex",)),
    ("Mr. Martin Lund", ("martin", "lund")),
    ("U.S.", ("united", "states")),
    ("US", ("united", "states")),
    ("the UK", ("united", "kingdom")),
    ("US Tolls Office", ("united", "states", "tolls", "office")),
    ("us", ("us",)),
    ("Dr. Ada Pell", ("ada", "pell")),
    ("AT&T", ("at&t",)),
    ("Inc.", ("inc",)),
    ("the", ("the",)),
    ("Café Ångström S.A.", ("café", "ångström")),
]


@pytest.mark.parametrize(("name", "key"), KEYS)
def test_a_key_has_the_words_that_tell_a_name_from_others(name: str, key: tuple[str, ...]) -> None:
    assert name_key(name) == key


JOINS = [
    ("[Borex, Inc.] sued. [Borex] won.", ["Borex, Inc."], None),
    ("[Quillon Group] sued. A lawyer for [Quillon] spoke.", ["Quillon Group"], "short form"),
    ("[Quillon] sued. The [Quillon Group] was founded in 1911.", ["Quillon Group"], "short form"),
    (
        "[Coastal Fisheries Trade Board] sued. The [CFTB] won. [C.F.T.B.] lawyers cheered.",
        ["Coastal Fisheries Trade Board"],
        "acronym",
    ),
    ("[Department of Tolls and Roads] sued. [DTR] won.", ["Department of Tolls and Roads"], "acronym"),
    ("[Borex]’s lamp failed. [Borex's] lawyers left.", ["Borex's"], None),
]


@pytest.mark.parametrize(("text", "names", "reason"), JOINS)
def test_forms_of_one_body_are_joined(text: str, names: list[str], reason: str | None) -> None:
    candidates = resolved(text)
    assert [c.name for c in candidates] == names
    if reason is not None:
        assert any(reason in why for why in candidates[0].why)


def test_a_surname_stands_for_the_person_named_in_full() -> None:
    text = "[Martin Lund] was charged. [Lund] denied it. [Martin R. Lund] left the court."
    (person,) = resolved(text, Lund="person")
    assert person.name == "Martin R. Lund"
    assert person.aliases == ("Martin Lund", "Lund")
    assert person.kind == "person"
    assert [m.text for m in person.mentions] == ["Martin Lund", "Lund", "Martin R. Lund"]
    assert [why.split(": ")[1] for why in person.why] == ["surname", "same first and last name"]


def test_two_people_of_one_surname_stay_two() -> None:
    text = "[Martin Lund] and [Greta Lund] were charged. [Lund] denied it."
    candidates = resolved(text, Lund="person")
    assert [c.name for c in candidates] == ["Martin Lund", "Greta Lund"]
    assert Counter(m.text for c in candidates for m in c.mentions)["Lund"] == 1


APART = [
    "[United Mills] sued [United Dockers].",
    "[University of Arden] sued [University of Pell].",
    "[First Bank of Arden] sued [First].",
    "[Borex] sued [Borealis].",
    "[Harbor Tool Co.] sued [Harbour Trust].",
]


@pytest.mark.parametrize("text", APART)
def test_names_that_only_look_alike_stay_apart(text: str) -> None:
    assert len(resolved(text)) == 2


def test_a_person_whose_surname_a_company_bears_stays_apart_from_it() -> None:
    text = "[Ann Marlow] sued [Marlow Foods Inc.] in May. [Marlow] lost."
    assert [c.aliases for c in resolved(text, Marlow="person")] == [("Marlow",), ()]


def test_the_first_word_of_a_company_read_as_a_person_is_the_company() -> None:
    text = "[Voltair] loses again. A jury found against [Voltair Mobility LLC]. [Voltair] and [Voltair] appealed."
    (company,) = resolved(text, Voltair="person")
    assert (company.name, company.kind, len(company.mentions)) == ("Voltair Mobility LLC", "organization", 4)


def test_a_surname_read_as_a_company_is_the_person() -> None:
    full, short = found("[Ann Prowse] was fined. [Prowse] paid.", Prowse="person")
    (person,) = resolve_parties([full, short.model_copy(update={"kind": "organization"})])
    assert (person.name, person.kind) == ("Ann Prowse", "person")


def test_a_hyphenated_surname_is_one_word() -> None:
    text = "[Imogen Tallis-Okafor] sued. [Tallis-Okafor] won. [Okafor] lost."
    kinds = {"Tallis-Okafor": "person", "Okafor": "person"}
    assert [c.aliases for c in resolved(text, **kinds)] == [("Tallis-Okafor", "Okafor")]


def test_a_surname_alone_in_the_headline_is_the_first_person_of_that_name() -> None:
    text = "[Rusk] wins. [Marlena Rusk] sued in May. [Caleb Rusk], her brother, cheered."
    assert [c.aliases for c in resolved(text, Rusk="person")] == [("Rusk",), ()]


def test_descriptions_are_joined_only_word_for_word() -> None:
    text = "[two nurses] sued. [The two nurses] won. [the nurses] cheered."
    assert [[m.text for m in c.mentions] for c in resolved(text, source="noun", nurses="group")] == [
        ["two nurses", "The two nurses"],
        ["the nurses"],
    ]


def test_a_name_and_a_description_are_never_joined() -> None:
    spans = [
        NameSpan(start=0, end=5, text="Borex", name="Borex", kind="organization"),
        NameSpan(start=12, end=23, text="the company", name="the company", kind="organization", source="noun"),
    ]
    assert len(resolve_parties(spans)) == 2


KINDS: list[tuple[str, PartyKind, PartyKind]] = [
    ("[Coastal Fisheries Commission] fined it.", "organization", "government"),
    ("[Martin Lund] left.", "person", "person"),
    ("[Borex Inc.] left.", "person", "organization"),
    ("[Quillon] left.", "organization", "organization"),
]


@pytest.mark.parametrize(("text", "tagged", "kind"), KINDS)
def test_words_inside_a_name_tell_its_kind_before_the_tagger(text: str, tagged: PartyKind, kind: PartyKind) -> None:
    last = text.split("]")[0].split()[-1].strip("[.")
    assert resolved(text, **{last: tagged})[0].kind == kind


def test_kind_words_are_single_lower_case_words() -> None:
    assert kind_words()
    assert all(word == word.lower() and " " not in word for word in kind_words())


NAMES = st.sampled_from(
    ["Borex", "Borex Inc.", "Quillon Group", "QG", "Martin Lund", "Lund", "Greta Lund", "U.S.", "the city", "'s", "A"]
)


@given(st.lists(st.tuples(NAMES, st.sampled_from(["person", "organization", "government"])), max_size=12))
def test_every_mention_goes_to_exactly_one_candidate(drawn: list[tuple[str, PartyKind]]) -> None:
    spans, text = [], ""
    for name, kind in drawn:
        spans.append(NameSpan(start=len(text), end=len(text) + len(name), text=name, name=name, kind=kind))
        text += name + " "
    candidates = resolve_parties(spans)
    assert sorted(m.start for c in candidates for m in c.mentions) == [s.start for s in spans]
    assert [c.mentions[0].start for c in candidates] == sorted(c.mentions[0].start for c in candidates)
    assert all(c.name not in c.aliases for c in candidates)
    assert resolve_parties(spans) == candidates


@given(st.text(max_size=40))
def test_a_key_is_given_for_any_text_and_is_stable(name: str) -> None:
    assert name_key(name) == name_key(name)
    assert all(word for word in name_key(name))

"""Names and descriptions that could be parties: what is found, what is joined, what is left out."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from itertools import pairwise

import pytest
import spacy
from hypothesis import given
from hypothesis import strategies as st
from spacy.tokens import Doc, Span

from newsdocket.extract.names import find_names, joined_possessives, party_nouns, repeated, section_headings
from newsdocket.extract.spans import LabelSpan, NameSpan, write_group

BLANK = spacy.blank("en")


def marked(text: str, entities: Mapping[str, str]) -> Doc:
    """A ``Doc`` in which the first place of each of ``entities`` is marked."""
    doc = BLANK(text)
    spans = [doc.char_span(text.index(words), text.index(words) + len(words), kind) for words, kind in entities.items()]
    assert all(spans)
    doc.ents = [span for span in spans if span is not None]
    return doc


def names(text: str, entities: Mapping[str, str]) -> list[str]:
    return [name.text for name in find_names(marked(text, entities))]


def spans_of(text: str, *words: str) -> list[NameSpan]:
    """Every place of ``words`` in ``text`` as a name of an organization."""
    found = [
        NameSpan(start=match.start(), end=match.end(), text=word, name=word, kind="organization")
        for word in words
        for match in re.finditer(re.escape(word), text)
    ]
    return sorted(found, key=lambda span: span.start)


@pytest.mark.parametrize(
    ("label", "kind"),
    [("PERSON", "person"), ("ORG", "organization"), ("GPE", "government"), ("LOC", "government")],
)
def test_an_entity_gives_a_name_of_its_kind(label: str, kind: str) -> None:
    found = find_names(marked("On Monday Quillon asked for more time.", {"Quillon": label}))
    assert [(name.text, name.kind, name.source) for name in found] == [("Quillon", kind, "ner")]


@pytest.mark.parametrize("label", ["NORP", "LAW", "DATE"])
def test_entities_that_cannot_be_a_party_are_left_out(label: str) -> None:
    assert names("The Danish rules did not help.", {"Danish": label}) == []


@pytest.mark.parametrize(
    ("text", "entity", "name"),
    [
        ("The lawyers of the Quillon Group's board left.", "the Quillon Group's", "Quillon Group"),
        ("He owns “Harbor Tool” outright.", "“Harbor Tool”", "Harbor Tool"),
        ("Lawyers for Dana Whitlock, and Lund left.", "Dana Whitlock, and", "Dana Whitlock"),
    ],
)
def test_articles_quotes_and_possessive_marks_do_not_belong_to_a_name(text: str, entity: str, name: str) -> None:
    assert names(text, {entity: "ORG"}) == [name]


def test_an_entity_without_a_word_gives_no_name() -> None:
    assert names("The firm said “ ” and left.", {"“ ”": "ORG"}) == []


def test_a_name_marked_once_is_found_wherever_it_stands() -> None:
    text = "Borex denied it. A lawyer for Borex said that Borex's lamps are safe. Borexium is a metal, Borex-like too."
    found = find_names(marked(text, {"Borex": "ORG"}))
    assert [text[name.start : name.end] for name in found] == ["Borex"] * 3
    assert {name.kind for name in found} == {"organization"}


def test_short_and_uncapitalised_names_are_not_looked_for_elsewhere() -> None:
    assert names("ABC sued. ABC won.", {"ABC": "ORG"}) == ["ABC"]
    assert names("eKettle sued. eKettle won.", {"eKettle": "ORG"}) == ["eKettle"]


def test_a_repeated_name_has_the_kind_that_it_has_most_often() -> None:
    text = "Marlow won. Marlow paid. Marlow left. Marlow slept."
    found = [span.model_copy(update={"kind": "person" if i else "government"}) for i, span in
             enumerate(spans_of(text, "Marlow")[:3])]  # fmt: skip
    assert {name.kind for name in repeated(text, found)} == {"person"}


def test_a_longer_name_replaces_the_shorter_one_inside_it() -> None:
    text = "Copper Kettle Records sued on Monday."
    doc = marked(text, {"Copper Kettle": "PERSON"})
    label = "Copper Kettle Records"
    write_group(doc, "newsdocket_labels", [LabelSpan(start=0, end=len(label), text=label, name=label)], "LABEL")
    assert [(name.text, name.kind) for name in find_names(doc)] == [(label, "organization")]


JOINED = [
    (
        "Anna's Archive copied it, they said. A judge told Anna's Archive to stop.",
        ("Anna", "Archive"),
        ["Anna's Archive", "Anna's Archive"],
    ),
    ("Tully’s Orchard lost. Tully’s Orchard appealed.", ("Tully", "Orchard"), ["Tully’s Orchard", "Tully’s Orchard"]),
    ("Anna's Archive copied it, they said.", ("Anna", "Archive"), ["Anna", "Archive"]),
    (
        "Borex's Harbor Tool unit lost. Borex's Harbor Tool unit paid, Borex said.",
        ("Borex", "Harbor Tool"),
        ["Borex", "Harbor Tool", "Borex", "Harbor Tool", "Borex"],
    ),
]


@pytest.mark.parametrize(("text", "parts", "expected"), JOINED)
def test_a_possessive_belongs_to_a_name_that_never_stands_without_it(
    text: str, parts: tuple[str, ...], expected: list[str]
) -> None:
    assert [name.text for name in joined_possessives(text, spans_of(text, *parts))] == expected


ARTICLE = (
    "Lamp maker wins in Ohio\n\n"
    "A jury sided with Borex Inc. on Tuesday in a fight over desk lamps.\n\n"
    "Also today: Fenwick Mills\n\n"
    "The verdict against Quillon Group ends a case that lasted six years.\n\n"
    "What Quillon Group said\n\n"
    "Nothing, so far. Its lawyers did not return calls."
)


def test_section_headings_are_short_lines_without_a_final_stop_after_the_first_line() -> None:
    assert [ARTICLE[start:end] for start, end in section_headings(ARTICLE)] == [
        "Also today: Fenwick Mills",
        "What Quillon Group said",
    ]


def test_a_name_that_stands_only_in_section_headings_is_left_out() -> None:
    found = names(ARTICLE, {"Borex Inc.": "ORG", "Fenwick Mills": "ORG", "Quillon Group": "ORG"})
    assert found == ["Borex Inc.", "Quillon Group", "Quillon Group"]


def test_a_name_in_the_headline_is_kept() -> None:
    assert names("Borex loses in Ohio\n\nThe lamp maker must pay.", {"Borex": "ORG"}) == ["Borex"]


DATELINES = [
    ("HARBOR GLEN, Ohio, March 3 (Bay Wire) - A jury sided with Harbor Glen on Tuesday.", ["Harbor Glen"]),
    ("BRISTOL: The tenants of BRISTOL won.", ["BRISTOL"]),
    ("BRISTOL won the case - after six years.", ["BRISTOL"]),
]


@pytest.mark.parametrize(("text", "expected"), DATELINES)
def test_a_place_in_a_dateline_is_no_party(text: str, expected: list[str]) -> None:
    first = text.split(",")[0].split(":")[0].split(" won")[0]
    entities = {first: "GPE"} | ({"Harbor Glen": "GPE"} if "Harbor Glen" in text else {})
    assert names(text, entities) == expected


DESCRIPTIONS = [
    ("A group of authors sued the publisher.", "A group of authors", "group"),
    ("A former bank manager was charged with theft.", "A former bank manager", "person"),
    ("The state's largest utility settled the case.", "The state's largest utility", "organization"),
    ("Three nurses and a cook sued the clinic.", "Three nurses", "group"),
    ("Three nurses and a cook sued the clinic.", "a cook", "person"),
    ("He said that prosecutors never called him.", "prosecutors", "government"),
    ("Forty-one tenants sued the city.", "the city", "government"),
    ("The tenants sued the hospital.", "the hospital", "organization"),
]


@pytest.mark.parametrize(("text", "words", "kind"), DESCRIPTIONS)
def test_noun_phrases_that_describe_people_groups_and_bodies_are_found(
    text: str, words: str, kind: str, parse: Callable[[str], Doc]
) -> None:
    found = {name.text: name for name in find_names(parse(text))}
    assert words in found
    assert (found[words].kind, found[words].source) == (kind, "noun")


def test_things_that_sue_nobody_are_not_described(parse: Callable[[str], Doc]) -> None:
    assert find_names(parse("The bridge, a kettle and two lamps were sold at the auction.")) == []


def test_names_of_a_real_sentence(parse: Callable[[str], Doc]) -> None:
    text = "A jury ordered Borex Inc. to pay Dana Whitlock $2 million."
    found = [(name.text, name.kind) for name in find_names(parse(text)) if name.source == "ner"]
    assert found == [("Borex Inc.", "organization"), ("Dana Whitlock", "person")]


def test_every_noun_of_the_table_is_one_lower_case_head() -> None:
    assert party_nouns()
    assert all(noun == noun.lower() and " " not in noun for noun in party_nouns())


WORDS = st.sampled_from(
    [
        "Borex",
        "Borex's",
        "Anna's",
        "Archive",
        "the",
        "Quillon",
        "Group",
        "sued",
        "and",
        ",",
        ".",
        "\n",
        "Lund",
        "“",
        "”",
    ]
)


@given(st.lists(WORDS, min_size=1, max_size=30), st.data())
def test_names_are_grounded_ordered_and_apart(words: list[str], data: st.DataObject) -> None:
    doc = BLANK(" ".join(words))
    if len(doc):
        starts = data.draw(st.lists(st.integers(0, len(doc) - 1), max_size=5, unique=True))
        doc.ents = [Span(doc, start, start + 1, label="ORG") for start in sorted(starts)]
    found = find_names(doc)
    assert all(doc.text[name.start : name.end] == name.text for name in found)
    assert all(a.end <= b.start for a, b in pairwise(found))


FROM_PLACES = [
    ("A Texas printer sued a Wisconsin shop.", ["A Texas printer", "a Wisconsin shop"]),
    ("Two Florida residents were charged in Texas.", ["Two Florida residents", "Texas"]),
    ("The Texas printer sued.", ["Texas"]),
]


@pytest.mark.parametrize(("text", "expected"), FROM_PLACES)
def test_a_place_inside_an_indefinite_description_tells_where_someone_is_from(
    text: str, expected: list[str], parse: Callable[[str], Doc]
) -> None:
    assert [name.text for name in find_names(parse(text))] == expected

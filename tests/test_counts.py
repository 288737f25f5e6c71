"""Counted things in newsroom English."""

from __future__ import annotations

import itertools
from decimal import Decimal

import pytest
import spacy
from hypothesis import given, settings
from hypothesis import strategies as st
from spacy.tokens import Doc

from newsdocket.extract.counts import GROUP, find_counts
from newsdocket.extract.spans import CountSpan, read_group

SINGLE = [
    ("They copied 86 million songs.", "86 million songs", "86000000", "songs"),
    ("among the three major record labels", "three major record labels", "3", "labels"),
    ("has 94 million monthly users", "94 million monthly users", "94000000", "users"),
    ("Seven first responders sued.", "Seven first responders", "7", "responders"),
    ("a dump of 300TB of audio", "300TB", "300", "terabytes"),
    ("some 40 gigabytes of mail", "40 gigabytes", "40", "gigabytes"),
    ("a 12 percent stake", "12 percent", "12", "percent"),
    ("rose by 3.1 per cent", "3.1 per cent", "3.1", "percent"),
    ("64% of them", "64%", "64", "percent"),
    ("guilty of two counts of wire fraud", "two counts of wire fraud", "2", "counts"),
    ("a 14-count indictment", "14-count", "14", "count"),
    ("one felony count", "one felony count", "1", "count"),
    ("a dozen warehouses", "a dozen warehouses", "12", "warehouses"),
    ("two-thirds voted; 250 civil rights groups did not", "250 civil rights groups", "250", "groups"),
    ("for 31 U.S. states", "31 U.S. states", "31", "states"),
    ("by 17 skilled-nursing homes", "17 skilled-nursing homes", "17", "homes"),
    ("thirty-three (33) residents", "thirty-three (33) residents", "33", "residents"),
    ("600 current and former athletes", "600 current and former athletes", "600", "athletes"),
    ("in two of the lawsuits", "two of the lawsuits", "2", "lawsuits"),
    ("184 of Harborview's moderators", "184 of Harborview's moderators", "184", "moderators"),
    ("4,300 fish died", "4,300 fish", "4300", "fish"),
    ("four women drivers", "four women", "4", "women"),
    (
        "eight durable medical equipment (DME) suppliers",
        "eight durable medical equipment (DME) suppliers",
        "8",
        "suppliers",
    ),
    ("sued 12 more John Does", "12 more John Does", "12", "does"),
    ("seven chart-toppers", "seven chart-toppers", "7", "chart-toppers"),
]


@pytest.mark.parametrize(("text", "exact", "value", "item"), SINGLE)
def test_single_counts(text: str, exact: str, value: str, item: str) -> None:
    (found,) = find_counts(text)
    assert (found.text, found.value, found.item) == (exact, Decimal(value), item)
    assert text[found.start : found.end] == exact


@pytest.mark.parametrize(
    ("text", "low", "item"),
    [
        ("dozens of women", 24, "women"),
        ("Hundreds of right-wing activists", 200, "activists"),
        ("tens of thousands of false claims", 20000, "claims"),
        ("millions of books", 2000000, "books"),
        ("dozens more lawsuits", 24, "lawsuits"),
    ],
)
def test_vague_counts(text: str, low: int, item: str) -> None:
    (found,) = find_counts(text)
    assert (found.value, found.min_value, found.item, found.basis) == (None, low, item, "at_least")


@pytest.mark.parametrize(
    ("text", "low", "high", "item"),
    [
        ("between 15 and 20 per cent", 15, 20, "percent"),
        ("10 to 20 patents", 10, 20, "patents"),
        ("5-10 million phones", 5 * 10**6, 10**7, "phones"),
        ("two or three witnesses", 2, 3, "witnesses"),
    ],
)
def test_ranges(text: str, low: int, high: int, item: str) -> None:
    (found,) = find_counts(text)
    assert (found.min_value, found.max_value, found.item, found.basis) == (low, high, item, "range")


@pytest.mark.parametrize(
    ("text", "basis"),
    [
        ("at least 90 people", "at_least"),
        ("up to 600 pupils", "at_most"),
        ("about 2,900 suits", "approximate"),
        ("90 or more people", "at_least"),
        ("heard about two escapes", "exact"),
        ("It was not just about 120,000 songs", "exact"),
    ],
)
def test_bounds(text: str, basis: str) -> None:
    (found,) = find_counts(text)
    assert found.basis == basis


def test_a_part_and_its_whole_are_two_counts() -> None:
    found = find_counts("It closed six of the town's eight wells and 23 of the 61 sites.")
    assert [(count.text, count.value, count.item) for count in found] == [
        ("six", 6, "wells"),
        ("eight wells", 8, "wells"),
        ("23", 23, "sites"),
        ("61 sites", 61, "sites"),
    ]


def test_pronouns_take_the_item_counted_last() -> None:
    found = find_counts("Six rowers, two of them juniors, sued. Of those, 4 won.")
    assert [(count.text, count.value, count.item) for count in found] == [
        ("Six rowers", 6, "rowers"),
        ("two of them", 2, "rowers"),
        ("4", 4, "rowers"),
    ]


NOT_COUNTS = [
    "One of the men spoke.",
    "1. Platforms will change.\n2. Users will pay.\n3. Courts will follow.",
    "He is 34 years old; his 12-year-old sister is 40.",
    "It lasted three weeks, two days and 16 hours.",
    "At 5:30 p.m. on June 14, 2021, and at 2.47pm",
    "under 17 U.S.C. Section 504 and 42 C.F.R. Parts",
    "Section 230 protects it; Rule 12 and Article 6 do not. See page 41.",
    "No. 2:23-cv-01187, Docket 4411",
    "The 9th Circuit ruled 5-4, or 7 to 2 on standing.",
    "Fans saw Maroon 5 on Channel 4.",
    "The Big Three and Seven & i Holdings",
    "A Boeing 737, an iPhone 15, Formula 1 and 9/11",
    "at 1620 Dodge Street in Suite 1400",
    "40 acres, 60 miles, 5 feet and 32 degrees",
    "He owes $5 million and 300 euros.",
    "elections in 2016 and lawsuits from 2019",
    "the ’812 patent claims",
    "one in five of the pills",
    "The court issued a 5–4 ruling in the 2012–13 term",
    "They lost game six of the finals.",
    "Sections 2 through 5 of the Farm Acts",
    "By 12 votes to 3 they agreed.",
    "a price in the low seven digits",
    "from November 7",
    "code 111111111111111111111111111111 songs",
    "a two-judge majority, a three-year term",
]


@pytest.mark.parametrize("text", NOT_COUNTS)
def test_not_counts(text: str) -> None:
    assert find_counts(text) == []


def test_tags_settle_what_the_word_lists_cannot() -> None:
    nlp = spacy.blank("en")
    words = ["Two", "men", "'s", "sports", "hit", "three", "team", "claims", "."]
    doc = Doc(nlp.vocab, words=words, spaces=[True, False, True, True, True, True, True, False, False])
    for token, tag in zip(doc, ["CD", "NNS", "POS", "NNS", "VBD", "CD", "NN", "VBZ", "."], strict=True):
        token.tag_ = tag
    assert [count.text for count in find_counts(doc)] == ["Two men's sports", "three team claims"]


def test_component_stores_exact_spans() -> None:
    nlp = spacy.blank("en")
    nlp.add_pipe("newsdocket_counts")
    doc = nlp("They took 300TB from four firms.")
    items = read_group(doc, GROUP, CountSpan)
    assert [(item.text, item.item) for item in items] == [("300TB", "terabytes"), ("four firms", "firms")]


@settings(max_examples=150, deadline=None)
@given(
    st.lists(
        st.sampled_from(
            "two 300 1,200 million dozens of the songs women rights groups percent % TB - , . ( ) "
            "and or to \n between 5-4 "
            "Section count indictment of them one's \" ’ said".split(" ")
        ),
        max_size=25,
    )
)
def test_spans_are_grounded_sorted_and_apart(words: list[str]) -> None:
    text = " ".join(words)
    found = find_counts(text)
    assert all(text[count.start : count.end] == count.text for count in found)
    assert all(a.end <= b.start for a, b in itertools.pairwise(found))
    assert all(count.item for count in found)


BARE = [
    ("The quake killed 12 and injured dozens.", [("12", "people"), ("dozens", "people")]),
    ("Eleven are reported missing.", [("Eleven", "people")]),
    ("Of the 19 counts in the indictment, six went to the jury.", [("19 counts", "counts"), ("six", "counts")]),
    ("He was tried on 15 counts. The other nine were dropped.", [("15 counts", "counts"), ("nine", "counts")]),
    ("They hijacked 310,000 listeners' accounts.", [("310,000 listeners' accounts", "accounts")]),
    ("The clip was played 212 times online.", [("212 times", "times")]),
    ("She filed 40 motions, dozens of them late.", [("40 motions", "motions"), ("dozens of them", "motions")]),
]


@pytest.mark.parametrize(("text", "found"), BARE)
def test_numbers_whose_noun_stands_elsewhere(text: str, found: list[tuple[str, str]]) -> None:
    assert [(count.text, count.item) for count in find_counts(text)] == found


@pytest.mark.parametrize(
    "text",
    [
        "They may recover three times the loss.",
        "It was worth ten times as much.",
        "The board meets four times a year.",
        "He was killed in 2011.",
        "The blast hurt one.",
        "The fire killed two days later.",
        "Of the firm's partners, six left.",
        "Judge Oletha Gaines ruled. The other three left.",
    ],
)
def test_factors_years_and_numbers_without_anything_counted_are_left_alone(text: str) -> None:
    assert find_counts(text) == []

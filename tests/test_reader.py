"""The packaged reader: its windows, how it sees words, its network and its file, and what it says of news."""

from __future__ import annotations

import pickle
from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsdocket.docket import Docket
from newsdocket.errors import ModelError
from newsdocket.explain import explain
from newsdocket.read import article_from_text
from newsdocket.relate import layout
from newsdocket.relate.context import build_context
from newsdocket.relate.network import alphabet_of, read_network
from newsdocket.relate.passage import passage_of
from newsdocket.relate.reader import PackagedReader, load_reader
from newsdocket.relate.readers import Asked, Claimed, Named, Passage

TEXT = (
    "Borex Corp. sued Ida Rowe in a federal court in Ohio on Monday, claiming breach of contract. "
    "The company wants $2 million in damages. Judge Paul Orr denied a motion for an injunction."
)
LONG = TEXT + " A spokesman for the company said that it was glad of the news and would say more soon." * 30


def _passage(sizes: list[int]) -> Passage:
    """Sentences of ``sizes`` words, each word hanging on the one before it."""
    ends = [0, *np.cumsum(sizes).tolist()]
    count = ends[-1]
    named = (Named("person", "ner", ((0, 1), (count - 1, count))),)
    heads = tuple(max(0, word - 1) for word in range(count))
    return Passage(("Rowe", "v.", "Orr")[:1] * count, tuple(pairwise(ends)), False, named, (), (), (), heads=heads)


@given(st.lists(st.integers(1, 300), min_size=1, max_size=12))
def test_every_word_stands_in_one_window(sizes: list[int]) -> None:
    passage = _passage(sizes)
    found = layout.lay_out(passage)
    assert len(found.places) == len(passage.words)
    for word, (window, row) in enumerate(found.places):
        assert found.windows[window].words[row - 1] == word
        assert row > found.windows[window].lead
    assert all(len(window.words) < layout.ROWS for window in found.windows)
    assert sum(len(window.words) for window in found.windows) <= 2 * len(passage.words) + layout.LEAD


@given(st.lists(st.integers(1, 300), min_size=1, max_size=6))
def test_governors_stay_inside_the_window(sizes: list[int]) -> None:
    passage = _passage(sizes)
    for window in layout.lay_out(passage).windows:
        governors = window.governors(passage.heads)
        assert governors[0] == 0
        assert all(0 < row <= len(window.words) for row in governors[1:])


def test_the_lead_stands_before_later_windows() -> None:
    windows = layout.lay_out(_passage([20, 20, 100, 100, 100])).windows
    assert windows[0].words == tuple(range(140))
    assert windows[1].words == (*range(40), *range(140, 240))
    assert [window.lead for window in windows] == [0, 40, 40]


def test_long_mentions_are_cut() -> None:
    found = layout.lay_out(_passage([60]))
    assert found.span((2, 40)) == (0, 3, 3 + layout.WORDS)
    assert found.span((59, 90)) == (0, 60, 61)


@pytest.mark.parametrize(
    ("word", "shape"),
    [("Harlan", "Xxx"), ("$22.5", "$dd.d"), ("IBM", "XX"), ("v.", "x."), ("U.S.", "X.X."), ("mid-2024", "xx-dd")],
)
def test_shapes(word: str, shape: str) -> None:
    assert layout.shape_of(word) == shape


def test_words_as_numbers() -> None:
    alphabet = alphabet_of({"words": ["rowe", "sued"], "tags": ["NNP"], "relations": ["nsubj"]})
    passage = Passage(
        ("Rowe", "sued", "Zyx"),
        ((0, 3),),
        True,
        (Named("person", "ner", ((0, 1),)),),
        (Claimed("none", (1, 2)),),
        (),
        (Asked("x", (0, 2)),),
        tags=("NNP", "VBD", "NNP"),
        relations=("nsubj", "root", "obj"),
    )
    rows = alphabet.rows(passage)
    assert rows[:, 0].tolist() == [1, 2, layout.UNKNOWN]
    assert rows[:, 4].tolist() == [1, layout.UNKNOWN, 1]
    assert rows[:, 5].tolist() == [1, layout.UNKNOWN, layout.UNKNOWN]
    assert rows[:, 6].tolist() == [layout.PARTY, layout.CLAIM, 0]
    assert len({tuple(row) for row in rows[:, 1:4].tolist()}) == 3


def test_the_file_holds_the_network() -> None:
    network = load_reader().network
    again = read_network(network.to_bytes())
    assert again.labels == network.labels
    assert again.alphabet == network.alphabet
    assert again.to_bytes() == network.to_bytes()
    for name, value in network.weights.items():
        assert np.allclose(again.weights[name], value, atol=1e-6)


@pytest.mark.parametrize("data", [b"", b"PK\x03\x04", b"{}", b"\x1f\x8b"])
def test_anything_else_is_no_reader(data: bytes) -> None:
    with pytest.raises(ModelError, match="not a reader"):
        read_network(data)


def _read(docket: Docket, text: str) -> Passage:
    return passage_of(build_context(docket.annotate(article_from_text(text))))


@pytest.mark.parametrize("text", [TEXT, LONG])
def test_opinions_are_probabilities(docket: Docket, text: str) -> None:
    passage = _read(docket, text)
    reading = load_reader().read_roles(passage)
    said = [reading.party(i) for i in range(len(passage.parties))]
    for i in range(len(passage.claims)):
        said += [reading.claim_type(i), reading.outcome(i, "contract"), reading.disposition(i, "unheard of")]
    said += [reading.amount(i) for i in range(len(passage.amounts))]
    said += [reading.relief(i) for i in range(len(passage.relief))]
    said += [reading.payment(i, j) for i in range(len(passage.amounts)) for j in range(len(passage.parties))]
    assert len(said) > 6
    assert all(sum(one.values()) == pytest.approx(1.0) for one in said)


def test_the_opinion_hangs_on_nothing_but_the_passage(docket: Docket) -> None:
    passage, reader = _read(docket, TEXT), load_reader()
    alone = reader.read_roles(passage).party(0)
    reader.read_roles(_read(docket, LONG))
    again: PackagedReader = pickle.loads(pickle.dumps(reader))
    assert reader.read_roles(passage).party(0) == alone == again.read_roles(passage).party(0)


def test_nothing_to_read() -> None:
    reading = load_reader().read_roles(Passage((), (), True, (), (), (), ()))
    assert reading.parties.shape[0] == 0


def test_a_passage_without_tags_and_trees_is_read() -> None:
    passage = Passage(("Ida", "Rowe", "sued"), ((0, 3),), True, (Named("person", "ner", ((0, 2),)),), (), (), ())
    assert sum(load_reader().read_roles(passage).party(0).values()) == pytest.approx(1.0)


def test_a_blank_word_changes_the_opinion_and_nothing_else(docket: Docket) -> None:
    passage = _read(docket, TEXT)
    reading = load_reader().read_roles(passage)
    before = reading.party(0)
    assert passage.words[2] == "sued"
    assert reading.without(2).party(0)["plaintiff"] < before["plaintiff"]
    assert reading.party(0) == before
    assert replace(reading, known={}).party(0) == before


ROLES = [
    ("Harlan Foods sued its former chief, Ida Rowe, in Ohio.", {"Harlan Foods": "plaintiff", "Ida Rowe": "defendant"}),
    ("A jury in Ohio ordered Harlan Foods to pay Ida Rowe $2 million.", {"Harlan Foods": "defendant"}),
    ("Ida Rowe of Dayton pleaded guilty to wire fraud on Monday.", {"Ida Rowe": "defendant"}),
]


@pytest.mark.parametrize(("text", "expected"), ROLES)
def test_the_reader_knows_who_sues(docket: Docket, text: str, expected: dict[str, str]) -> None:
    context = build_context(docket.annotate(article_from_text(text)))
    passage = passage_of(context)
    reading = load_reader().read_roles(passage)
    found = {}
    for index, party in enumerate(passage.parties):
        said = reading.party(index)
        start, end = party.places[0]
        found[" ".join(passage.words[start:end])] = max(said, key=said.__getitem__)
    assert expected.items() <= found.items()


PAYMENTS = [
    ("A jury in Ohio ordered Harlan Foods to pay Ida Rowe $2 million in damages.", "Harlan Foods", "Ida Rowe"),
    ("Ida Rowe will receive $2 million from Harlan Foods under a settlement.", "Harlan Foods", "Ida Rowe"),
    ("Harlan Foods agreed to pay $2 million to settle claims by Ida Rowe.", "Harlan Foods", "Ida Rowe"),
]


@pytest.mark.parametrize(("text", "payer", "payee"), PAYMENTS)
def test_the_reader_knows_who_pays(docket: Docket, text: str, payer: str, payee: str) -> None:
    passage = _read(docket, text)
    reading = load_reader().read_roles(passage)
    names = [" ".join(passage.words[slice(*party.places[0])]) for party in passage.parties]
    said = {name: reading.payment(0, index) for index, name in enumerate(names)}
    assert said[payer]["payer"] > said[payee]["payer"]
    assert said[payee]["payee"] > said[payer]["payee"]


@pytest.mark.parametrize(("text", "payer", "payee"), PAYMENTS)
def test_records_tell_who_pays_whom(docket: Docket, text: str, payer: str, payee: str) -> None:
    record = docket.read(text)
    names = {party.id: party.name for party in record.parties}
    (amount,) = record.amounts
    assert ([names[p] for p in amount.payer], [names[p] for p in amount.payee]) == ([payer], [payee])


def test_explanations_show_the_words_that_the_reader_leant_on(docket: Docket) -> None:
    told = explain(docket, article_from_text(TEXT))
    role = next(value for value in told.values if value.field == "role" and value.value == "plaintiff")
    assert role.by == "model parties and small reader"
    leant = [reason for reason in role.reasons if reason.text == "read by the small reader"]
    assert "sued" in {reason.words.text for reason in leant if reason.words}
    assert all(TEXT[r.words.start : r.words.end] == r.words.text for r in leant if r.words)

"""The second opinion on roles: mixing it in, what a reader is given, its windows, and the shipped reader."""

from __future__ import annotations

import math
import pickle
import sys
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from importlib.util import find_spec
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsdocket.docket import Docket, load
from newsdocket.explain import explain
from newsdocket.linear import Prediction
from newsdocket.read import article_from_text
from newsdocket.relate.context import Context, build_context
from newsdocket.relate.facts import relate
from newsdocket.relate.passage import party_candidates, passage_of, read_by
from newsdocket.relate.reader import load_reader
from newsdocket.relate.readers import SHARES, Asked, Claimed, Named, Passage, Place, mixed, reader_beside

FOLDER = Path(__file__).parents[1] / "models" / "en_newsdocket_minilm"
if find_spec("en_newsdocket_minilm") is None:
    sys.path.insert(0, str(FOLDER))

from en_newsdocket_minilm import roles  # noqa: E402
from en_newsdocket_minilm.features import WordPieces  # noqa: E402
from en_newsdocket_minilm.weights import PACKAGE  # noqa: E402

NEEDED = ("onnxruntime", PACKAGE, "en_newsdocket_minilm")
SHIPPED = all(find_spec(name) for name in NEEDED) and any(FOLDER.rglob(f"{roles.NAME}/weights.npz"))
TEXT = (
    "Borex Corp. sued Ida Rowe in a federal court in Ohio on Monday, claiming breach of contract. "
    "The company wants $2 million in damages. Judge Paul Orr denied a motion for an injunction."
)
LINEAR = Prediction("plaintiff", 0.6, (("plaintiff", 0.6), ("none", 0.3), ("defendant", 0.1)))


def test_without_an_opinion_nothing_changes() -> None:
    assert mixed("parties", LINEAR, None) is LINEAR
    assert mixed("claim_pairs", LINEAR, {"none": 1.0}) is LINEAR


def test_both_opinions_count() -> None:
    both = mixed("parties", LINEAR, {"plaintiff": 0.01, "none": 0.01, "defendant": 0.98})
    assert both.label == "defendant"
    assert both.probability_of("plaintiff") > both.probability_of("none")
    assert mixed("parties", LINEAR, dict(LINEAR.ranked)).label == "plaintiff"


@given(st.lists(st.floats(0, 1), min_size=3, max_size=3), st.sampled_from(sorted(SHARES)))
def test_mixtures_add_up_to_one(said: list[float], model: str) -> None:
    both = mixed(model, LINEAR, dict(zip(("plaintiff", "none", "defendant"), said, strict=True)))
    assert math.isclose(sum(p for _, p in both.ranked), 1.0)
    assert both.ranked[0] == (both.label, both.probability)
    assert [p for _, p in both.ranked] == sorted((p for _, p in both.ranked), reverse=True)


def _context(docket: Docket, text: str = TEXT) -> Context:
    return build_context(docket.annotate(article_from_text(text)))


def test_a_passage_holds_the_words_of_the_candidates(docket: Docket) -> None:
    context = _context(docket, "Docket:\n\n" + TEXT)
    passage = passage_of(context)

    def words(place: Place) -> str:
        return " ".join(passage.words[place[0] : place[1]])

    assert not any(word.isspace() for word in passage.words)
    assert [words(party.places[0]) for party in passage.parties] == [
        " ".join(context.doc.char_span(c.mentions[0].start, c.mentions[0].end).text.split())
        for c in party_candidates(context)
    ]
    assert words(passage.amounts[0][0]) == "$ 2 million".replace("$ ", "$")
    assert passage.sentences[-1][1] == len(passage.words)
    assert "Orr" not in {words(party.places[0]) for party in passage.parties}


@dataclass(frozen=True)
class Contrary:
    """A reader that takes every candidate for a respondent, every claim for dismissed, and so on."""

    passage: Passage | None = None
    title: str = "contrary"

    def read_roles(self, passage: Passage) -> Contrary:
        """Itself."""
        return Contrary(passage)

    def party(self, index: int) -> Mapping[str, float]:
        """A respondent."""
        return {"respondent": 1.0}

    def claim_type(self, index: int) -> Mapping[str, float]:
        """Fraud."""
        return {"fraud": 1.0}

    def outcome(self, index: int, kind: str) -> Mapping[str, float]:
        """Dismissed."""
        return {"dismissed": 1.0}

    def disposition(self, index: int, kind: str) -> Mapping[str, float]:
        """A dismissal."""
        return {"dismissal_on_motion": 1.0}

    def amount(self, index: int) -> Mapping[str, float]:
        """A fine."""
        return {"fine": 1.0}

    def relief(self, index: int) -> Mapping[str, float]:
        """Ordered."""
        return {"ordered": 1.0}


def test_a_reader_takes_part_in_every_decision(docket: Docket, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("newsdocket.relate.readers.SHARES", dict.fromkeys(SHARES, 1.0))
    facts = relate(read_by(Contrary(), _context(docket)))
    assert {party.role for party in facts.parties} == {"respondent"}
    assert len(facts.parties) == len(party_candidates(facts.context))
    assert {claim.outcome for claim in facts.claims} == {"dismissed"}
    assert {claim.disposition for claim in facts.claims} == {"dismissal_on_motion"}
    assert {amount.role for amount in facts.amounts} == {"fine"}
    assert facts.relief


def test_a_pipeline_without_a_reader_gets_the_small_one(docket: Docket) -> None:
    assert docket.reader is load_reader()
    assert reader_beside("parties", docket.facts(article_from_text(TEXT)).context) == "small reader"
    assert reader_beside("claim_pairs", docket.facts(article_from_text(TEXT)).context) is None


def test_a_reader_need_not_tell_who_pays(docket: Docket) -> None:
    context = read_by(Contrary(), _context(docket))
    assert reader_beside("parties", context) == "contrary"
    assert reader_beside("payees", context) == "small reader"


def test_nobody_asked_no_opinion(docket: Docket) -> None:
    assert reader_beside("parties", relate(_context(docket)).context) is None


VOCABULARY = {"[UNK]": 0, "[CLS]": 1, "[SEP]": 2, "a": 3, ".": 4}


def _passage(sizes: list[int], parties: tuple[Named, ...] = ()) -> Passage:
    """Sentences of ``sizes`` words; words like "a.a." are cut into several pieces."""
    ends = [sum(sizes[:n]) for n in range(len(sizes) + 1)]
    words = tuple(("a", "a.a.", "x")[n % 3] for n in range(ends[-1]))
    return Passage(words, tuple(pairwise(ends)), False, parties, (), (), ())


@given(st.lists(st.integers(1, 400), max_size=12))
def test_every_word_stands_in_one_window(sizes: list[int]) -> None:
    passage, cut = _passage(sizes), WordPieces(VOCABULARY)
    layout = roles.lay_out(passage, cut)
    assert all(len(window.ids) <= roles.POSITIONS for window in layout.windows)
    for word, (window, first, last) in zip(passage.words, layout.places, strict=True):
        assert tuple(layout.windows[window].ids[first:last]) == cut(word)[: roles.PIECES]
    assert sum(len(window.ids) for window in layout.windows) <= 20 + 3 * sum(len(cut(word)) for word in passage.words)


def test_the_lead_stands_before_later_windows() -> None:
    layout = roles.lay_out(_passage([20, 20, 100, 100, 100]), WordPieces(VOCABULARY))
    first, second = layout.windows[:2]
    lead = first.ids[1:37]
    assert second.ids[1:37] == lead
    assert second.ids.count(VOCABULARY["[SEP]"]) == 2


def test_candidates_are_marked_and_long_mentions_cut() -> None:
    named = Named("person", "ner", ((2, 40), (45, 46)))
    passage = Passage(("a",) * 50, ((0, 50),), True, (named,), (Claimed("none", (44, 47)),), (), (Asked("x", (0, 1)),))
    layout = roles.lay_out(passage, WordPieces(VOCABULARY))
    assert layout.windows[0].kinds[1:4] == [roles.RELIEF, 0, roles.PARTY]
    assert layout.windows[0].kinds[45:48] == [roles.CLAIM, roles.PARTY, roles.CLAIM]
    assert layout.span((2, 40)) == (0, 3, 3 + roles.WORDS)
    assert layout.span((49, 90)) == (0, 50, 51)


def test_bytes_and_pickles_carry_the_files() -> None:
    component = roles.MiniLMRoles()
    component.files = {"labels.json": b"{}", "graph.onnx": b"graph\n", "weights.npz": b"1"}
    for again in (pickle.loads(pickle.dumps(component)), roles.MiniLMRoles().from_bytes(component.to_bytes())):
        assert again.files == component.files


@pytest.fixture(scope="module")
def larger() -> Docket:
    if not SHIPPED:
        pytest.skip("the larger tier is not installed")
    return load("en_newsdocket_minilm")


PARTIES = [
    ("Harlan Foods sued its former chief, Ida Rowe, in Ohio.", {"Harlan Foods": "plaintiff", "Ida Rowe": "defendant"}),
    ("A jury in Ohio ordered Harlan Foods to pay Ida Rowe $2 million.", {"Harlan Foods": "defendant"}),
    ("Ida Rowe of Dayton pleaded guilty to wire fraud on Monday.", {"Ida Rowe": "defendant"}),
]


@pytest.mark.parametrize(("text", "expected"), PARTIES)
def test_the_shipped_reader_knows_who_sues(larger: Docket, text: str, expected: dict[str, str]) -> None:
    found = {party.name: party.role for party in larger.read(text).parties}
    assert expected.items() <= found.items()


def test_the_shipped_reader_hangs_on_nothing_but_the_article(larger: Docket) -> None:
    alone = larger.read(TEXT, id="one").model_dump_json()
    larger.read(TEXT * 40, id="two")
    again = pickle.loads(pickle.dumps(larger))
    with ThreadPoolExecutor(4) as pool:
        together = list(pool.map(lambda docket: docket.read(TEXT, id="one").model_dump_json(), [larger, again] * 4))
    assert set(together) == {alone}


def test_explanations_name_both_models(larger: Docket) -> None:
    told = explain(larger, article_from_text(TEXT))
    by = {value.by for value in told.values}
    assert "model parties and MiniLM roles" in by

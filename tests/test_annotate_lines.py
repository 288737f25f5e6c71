"""Sentence starts at line breaks and list markers that open no sentence of their own."""

from __future__ import annotations

import pickle

import pytest
import spacy
from spacy.language import Language
from spacy.tokens import Doc

from newsdocket.annotate.lines import LineStarts, MarkerJoin, make_lines
from newsdocket.annotate.tokenizer import newsroom_tokenizer


@pytest.fixture(scope="module")
def nlp() -> Language:
    nlp = spacy.blank("en")
    nlp.tokenizer = newsroom_tokenizer(nlp)
    nlp.add_pipe("newsdocket_lines")
    return nlp


def _starts(doc: Doc) -> list[str]:
    return [token.text for token in doc if token.is_sent_start and not token.is_space]


def test_a_line_break_starts_a_sentence(nlp: Language) -> None:
    assert _starts(nlp("Court rules for tenants\n\nThe landlord appealed.\nA hearing is set.")) == ["Court", "The", "A"]


@pytest.mark.parametrize("marker", ["2.", "  1.", "(a)", "iv)", "•", "–", "\t3)"])
def test_a_list_marker_opens_the_sentence_of_its_item(nlp: Language, marker: str) -> None:
    doc = nlp(f"The orders are:\n{marker} Pay the costs\nDone")
    paid = next(token for token in doc if token.text == "Pay")
    assert paid.is_sent_start is False
    assert _starts(doc)[-1] == "Done"
    assert len(_starts(doc)) == 3


def test_other_tokens_stay_open_for_the_parser(nlp: Language) -> None:
    doc = nlp("One sentence. Another sentence.")
    assert [token.is_sent_start for token in doc][1:] == [None] * 5


def test_a_line_that_begins_with_an_amount_is_no_list(nlp: Language) -> None:
    doc = nlp("Fines\n2.5 million euros were paid")
    assert doc[2].is_sent_start is True
    assert doc[3].is_sent_start is None


def test_empty_text(nlp: Language) -> None:
    assert len(nlp("")) == 0
    assert nlp("\n\n").text == "\n\n"


def test_the_component_pickles(nlp: Language) -> None:
    assert isinstance(pickle.loads(pickle.dumps(make_lines(nlp, "lines"))), LineStarts)


def _parsed(words: list[str], heads: list[int]) -> Doc:
    spaces = [
        "\n" not in word and not following.startswith("\n")
        for word, following in zip(words, [*words[1:], ""], strict=True)
    ]
    deps = ["ROOT" if head == index else "dep" for index, head in enumerate(heads)]
    return Doc(spacy.blank("en").vocab, words=words, spaces=spaces, heads=heads, deps=deps)


def test_a_lone_marker_joins_its_item() -> None:
    doc = MarkerJoin()(_parsed(["Orders", "\n", "2.", "Pay", "costs"], [0, 0, 2, 3, 3]))
    assert [sentence.text.strip() for sentence in doc.sents] == ["Orders", "2. Pay costs"]
    assert doc[2].head.text == "Pay"
    assert doc[2].dep_ == "dep"


def test_a_number_inside_a_line_joins_nothing() -> None:
    doc = MarkerJoin()(_parsed(["Won", "2.", "Lost", "3"], [0, 1, 2, 2]))
    assert len(list(doc.sents)) == 3

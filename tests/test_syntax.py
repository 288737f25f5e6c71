"""Questions asked of a dependency parse, on parses written by hand."""

from __future__ import annotations

import pytest
import spacy
from hypothesis import given
from hypothesis import strategies as st
from spacy.tokens import Doc

from newsdocket.syntax import (
    case_of,
    effective_head,
    lemma,
    path_up,
    role_in_clause,
    span_head,
    tokens_between,
)

VOCAB = spacy.blank("en").vocab


def parsed(text: str) -> Doc:
    """A ``Doc`` from lines of ``word head relation [lemma]``; heads count words from 0."""
    rows = [line.split() for line in text.strip().splitlines()]
    return Doc(
        VOCAB,
        words=[row[0] for row in rows],
        heads=[int(row[1]) for row in rows],
        deps=[row[2] for row in rows],
        lemmas=[row[3] if len(row) > 3 else row[0].lower() for row in rows],
    )


SUED = parsed("""
    Acme     1 compound
    Corp.    4 nsubj
    did      4 aux do
    not      4 advmod
    sue      4 ROOT
    Borex    4 obj
    and      7 cc
    Quillon  5 conj
    in       9 case
    Ohio     4 obl
    .        4 punct
""")
LAWSUIT = parsed("""
    A        1 det
    lawsuit  8 nsubj:pass
    by       4 case
    Dana     4 compound
    Whitlock 1 nmod
    against  6 case
    Borex    1 nmod
    was      8 aux:pass be
    filed    8 ROOT file
    .        8 punct
""")


def test_the_head_of_a_span_is_the_word_that_the_others_depend_on() -> None:
    assert span_head(SUED[0:2]).text == "Corp."
    assert span_head(LAWSUIT[3:5]).text == "Whitlock"
    assert span_head(SUED[:]).text == "sue"


def test_a_conjunct_and_a_name_part_stand_for_the_first_of_their_list() -> None:
    assert effective_head(SUED[7]).text == "Borex"
    assert effective_head(SUED[0]).text == "Corp."
    assert effective_head(SUED[9]).text == "Ohio"


@pytest.mark.parametrize(
    ("doc", "word", "case"), [(SUED, "Ohio", "in"), (SUED, "Borex", ""), (LAWSUIT, "Borex", "against")]
)
def test_the_preposition_of_a_word(doc: Doc, word: str, case: str) -> None:
    assert case_of(next(token for token in doc if token.text == word)) == case


def test_a_possessive_mark_is_no_preposition() -> None:
    doc = parsed("Borex 2 nmod:poss\n's 0 case\nlamp 2 ROOT")
    assert case_of(doc[0]) == ""


def test_a_role_names_relation_and_preposition() -> None:
    assert role_in_clause(SUED[9]) == ("obl:in", SUED[4])
    assert role_in_clause(SUED[5]) == ("obj", SUED[4])
    assert role_in_clause(LAWSUIT[6]) == ("nmod:against", LAWSUIT[1])


def test_a_path_goes_up_step_by_step() -> None:
    assert list(path_up(LAWSUIT[6])) == ["/nmod:against>lawsuit", "/nmod:against>lawsuit/nsubj:pass>file"]
    assert list(path_up(SUED[4])) == ["/root>sue"]


def test_a_lemma_falls_back_to_the_form() -> None:
    doc = Doc(VOCAB, words=["Sued"])
    assert lemma(doc[0]) == "sued"


def test_tokens_cover_a_place_even_inside_words() -> None:
    start = SUED.text.index("orex")
    assert tokens_between(SUED, start, start + 2).text == "Borex"


@pytest.mark.parametrize(("start", "end"), [(500, 510), (0, 5000)])
def test_a_place_outside_the_text_is_an_error(start: int, end: int) -> None:
    with pytest.raises(ValueError, match="outside"):
        tokens_between(SUED, start, end)


@given(st.lists(st.integers(0, 9), min_size=1, max_size=10))
def test_climbing_ends_whatever_the_tree(heads: list[int]) -> None:
    size = len(heads)
    tree = [min(head % size, i) for i, head in enumerate(heads)]
    doc = Doc(VOCAB, words=["x"] * size, heads=tree, deps=["ROOT" if h == i else "conj" for i, h in enumerate(tree)])
    assert all(effective_head(token) in doc for token in doc)
    assert all(len(list(path_up(token, steps=4))) <= 4 for token in doc)

"""Tokens of court news: what stays whole, what comes apart, and that the text survives."""

from __future__ import annotations

import pytest
import spacy
from hypothesis import given, settings
from hypothesis import strategies as st
from spacy.language import Language

from newsdocket.annotate.tokenizer import ABBREVIATIONS, newsroom_tokenizer


@pytest.fixture(scope="module")
def nlp() -> Language:
    return _pipeline()


def _pipeline() -> Language:
    nlp = spacy.blank("en")
    nlp.tokenizer = newsroom_tokenizer(nlp)
    return nlp


WHOLE = [
    "$2.5m",
    "$1,234.56",
    "€14.25M",
    "US$3.8",
    "C$40m",
    "£3m",
    "¥20bn",
    "300€",
    "300TB",
    "1.2bn",
    "U.S.",
    "v.",
    "vs.",
    "No.",
    "Inc.",
    "Corp.",
    "Jan.",
    "Oct.",
    "23-cv-1234",
    "1:17-cv-365",
    "S.D.N.Y.",
    "AT&T",
    "10(b)",
    "501(c)(3)",
    "2024-05-17",
    "27",
]


@pytest.mark.parametrize("token", WHOLE)
@pytest.mark.parametrize("frame", ["over {} said", "({}), he", "“{},” he", "{}"])
def test_stays_whole(nlp: Language, token: str, frame: str) -> None:
    assert token in [t.text for t in nlp(frame.format(token))]


SPLIT = [
    ('the "Gang of Four"—Acme', ["the", '"', "Gang", "of", "Four", '"', "—", "Acme"]),
    ("(the CFAA)—a law", ["(", "the", "CFAA", ")", "—", "a", "law"]),
    ("30M–$40", ["30M", "–", "$40"]),
    ("C$40m–C$50m.", ["C$40m", "–", "C$50m", "."]),
    ("a $322-million verdict", ["a", "$322", "-", "million", "verdict"]),
    ("Harlow’s", ["Harlow", "’s"]),
    ("Harlow's", ["Harlow", "'s"]),
    ("the labels’ suit", ["the", "labels", "’", "suit"]),
    ("it’s", ["it", "’s"]),
    ("didn’t", ["did", "n’t"]),
    ("16-year-old", ["16", "-", "year", "-", "old"]),
    ("U.S.-based", ["U.S.", "-", "based"]),
    ("he won.” She", ["he", "won", ".", "”", "She"]),
    ("verdict--his", ["verdict", "--", "his"]),
    ("2013–2015", ["2013", "–", "2015"]),
    ("the end.Next", ["the", "end", ".", "Next"]),
    ("27%", ["27", "%"]),
]


@pytest.mark.parametrize(("text", "tokens"), SPLIT)
def test_comes_apart(nlp: Language, text: str, tokens: list[str]) -> None:
    assert [t.text for t in nlp(text)] == tokens


def test_abbreviations_are_single_tokens(nlp: Language) -> None:
    assert all([t.text for t in nlp(f"by {word} here")][1] == word for word in ABBREVIATIONS)


def test_serialises_without_the_package(nlp: Language) -> None:
    plain = spacy.blank("en")
    plain.tokenizer.from_bytes(nlp.tokenizer.to_bytes())
    text = "Vance v. Ostrow Corp., No. 23-cv-1234: a $2.5m–$3m deal"
    assert [t.text for t in plain(text)] == [t.text for t in nlp(text)]


_NLP = _pipeline()
_ALPHABET = st.sampled_from([*"aB3$€£.,;:’'\"“”—–-()[]% \n/mMbn%v&", "No.", "U.S.", "$2.5m"])


@settings(max_examples=300, deadline=None)
@given(st.lists(_ALPHABET, max_size=40))
def test_text_survives(parts: list[str]) -> None:
    text = "".join(parts)
    assert _NLP.make_doc(text).text == text

"""Features in plain words: every row by its own examples, every feature of the shipped models by some row."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsdocket.explain.features import forms, plain, split_cue
from newsdocket.linear import load_linear

MODELS = ("parties", "amounts", "claim_types", "outcomes", "dispositions", "relief", "payees")
EXAMPLES = [(feature, said) for form in forms() for feature, said in form.examples.items()]


@pytest.mark.parametrize(("feature", "said"), EXAMPLES)
def test_every_row_says_what_its_examples_say(feature: str, said: str) -> None:
    assert plain(feature).text == said


def test_every_row_has_an_example_and_is_the_one_that_fits_it() -> None:
    for form in forms():
        assert form.examples
        for feature in form.examples:
            assert next(f for f in forms() if f.pattern.fullmatch(feature)) is form


@pytest.mark.parametrize("model", MODELS)
def test_every_feature_of_the_shipped_models_has_plain_words(model: str) -> None:
    names = [f for f in load_linear(model)._rows if not f.endswith("=")]
    assert [f for f in names if plain(f).text == f] == []


@pytest.mark.parametrize(
    ("feature", "said"),
    [
        ("first:up1=/nsubj>sue", 'subject of "sue"'),
        ("ner:up1=/obj>fine", 'object of "fine"'),
        ("civil_penalty:L1=a", '"a" right before'),
        ("up1=/obl:with>charge", '"with" after "charge"'),
        ("S=first:up", 'the sentence has "first:up"'),
        ("long: up1=/obj>fine", 'object of "fine"'),
        ("short: first:up1=/nsubj>sue", 'subject of "sue"'),
    ],
)
def test_prefixes_are_not_said(feature: str, said: str) -> None:
    assert plain(feature).text == said


def test_unknown_features_keep_their_names() -> None:
    assert plain("moon=full").text == "moon=full"
    assert plain("moon=full").where == ""


def test_marks_of_cues() -> None:
    assert split_cue("not_if_fine") == (["negated", "wished-for"], "fine")
    assert split_cue("fine") == ([], "fine")


@given(st.text())
def test_any_text_has_words(feature: str) -> None:
    assert isinstance(plain(feature).text, str)


@given(st.text(min_size=1))
def test_words_of_the_text_are_said_as_they_stand(word: str) -> None:
    assert plain(f"S={word}").text == f'the sentence has "{word}"'

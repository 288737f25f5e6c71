"""Linear models: scores, explanations, the bytes they are kept in."""

from __future__ import annotations

import gzip
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsdocket.errors import ModelError
from newsdocket.linear import NUMBERS_FORMAT, Doubled, LinearModel, load_linear


@pytest.fixture
def model() -> LinearModel:
    weights = {
        "verb=sue.subject": [2.0, -1.0, -1.0],
        "verb=sue.object": [-1.0, 2.0, -1.0],
        "kind=place": [-1.0, -1.0, 2.0],
    }
    return LinearModel("sides", ["plaintiff", "defendant", "none"], [0.0, 0.1, 0.0], weights)


def test_the_label_with_most_weight_wins(model: LinearModel) -> None:
    assert model.predict(["verb=sue.subject"]).label == "plaintiff"
    assert model.predict(["verb=sue.object", "unseen"]).label == "defendant"


def test_only_allowed_labels_are_given(model: LinearModel) -> None:
    prediction = model.predict(["verb=sue.subject"], allowed=["defendant", "none"])
    assert prediction.label == "defendant"
    assert prediction.probability_of("plaintiff") == 0.0


def test_an_explanation_names_the_features_that_moved_the_label(model: LinearModel) -> None:
    assert model.explain(["kind=place", "verb=sue.subject"], "plaintiff", top=1)[0][0] == "verb=sue.subject"


def test_bytes_keep_the_model(model: LinearModel) -> None:
    again = LinearModel.from_bytes(model.to_bytes())
    assert again.labels == model.labels
    assert again.predict(["kind=place"]) == model.predict(["kind=place"])
    assert again.to_bytes() == model.to_bytes()


def test_weights_written_as_numbers_are_read_as_well(model: LinearModel) -> None:
    weights = {feature: model._weights[row].tolist() for feature, row in model._rows.items()}
    data = {"format": NUMBERS_FORMAT, "name": model.name, "labels": model.labels, "bias": model.bias.tolist()}
    again = LinearModel.from_bytes(gzip.compress(json.dumps({**data, "weights": weights}).encode()))
    assert again.to_bytes() == model.to_bytes()


@given(st.integers(-40_000, 40_000))
def test_a_weight_in_thousandths_is_the_number_that_its_digits_say(thousandths: int) -> None:
    weight = float(f"{thousandths / 1000:.3f}")
    model = LinearModel("one", ["yes", "no"], [0.0, 0.0], {"it": [weight, 0.0]})
    assert LinearModel.from_bytes(model.to_bytes()).scores(["it"])[0] == weight


@pytest.mark.parametrize("data", [b"", b"nonsense", gzip.compress(b"{}"), gzip.compress(json.dumps([1]).encode())])
def test_what_is_no_model_is_refused(data: bytes) -> None:
    with pytest.raises(ModelError):
        LinearModel.from_bytes(data)


def test_a_model_that_does_not_exist_is_an_error() -> None:
    with pytest.raises(ModelError, match="horoscope"):
        load_linear("horoscope")


@given(st.lists(st.sampled_from(["verb=sue.subject", "verb=sue.object", "kind=place", "other"])))
def test_probabilities_sum_to_one_and_do_not_depend_on_order(features: list[str]) -> None:
    weights = {"verb=sue.subject": [2.0, -1.0], "verb=sue.object": [-1.0, 2.0]}
    model = LinearModel("sides", ["plaintiff", "defendant"], [0.0, 0.0], weights)
    prediction = model.predict(features)
    assert sum(p for _, p in prediction.ranked) == pytest.approx(1.0)
    assert model.predict(list(reversed(features))) == prediction


KNOWN = ["a", "b", "long: a", "long: c", "d"]


@given(st.lists(st.sampled_from(["a", "b", "c", "d", "e"])), st.lists(st.sampled_from(["a", "d", "e"])))
def test_doubled_features_score_as_if_they_were_written_out(plain: list[str], more: list[str]) -> None:
    model = LinearModel("toy", ["x", "y"], [0.1, 0.0], {name: [1.0 + i, -i] for i, name in enumerate(KNOWN)})
    features = Doubled(tuple(plain), "long: ", tuple(more))
    assert model.predict(features) == model.predict(list(features))
    assert len(list(features)) == 2 * len(plain) + len(more)

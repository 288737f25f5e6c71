"""The linear models that ship with the package: they load, speak the closed vocabularies, and explain themselves."""

from __future__ import annotations

from operator import itemgetter
from typing import Any, get_args

import pytest

from newsdocket.docket import Docket
from newsdocket.linear import load_linear
from newsdocket.packaged import packaged_rows
from newsdocket.read import article_from_text
from newsdocket.relate.amounts import relate_amounts, ruled
from newsdocket.relate.claims import outcome_features, settled_by_words
from newsdocket.relate.context import Context, build_context
from newsdocket.relate.facts import Facts
from newsdocket.vocabulary import AmountRole, ClaimType, Disposition, Outcome, PartyRole

VOCABULARIES = {
    "parties": {*get_args(PartyRole), "none"},
    "amounts": set(get_args(AmountRole)),
    "claim_types": {*get_args(ClaimType), "none"},
    "outcomes": set(get_args(Outcome)),
    "dispositions": set(get_args(Disposition)),
    "relief": {"ordered", "none"},
    "payees": {"payer", "payee", "none"},
    "claim_pairs": {"same", "other"},
}
TEXT = (
    "A federal jury in Ohio ordered Borex Inc. on Monday to pay $2.4 million to Quillon Group for infringing a patent "
    "on desk lamps. Quillon Group sued in 2021 and had asked for $9 million."
)


@pytest.mark.parametrize("name", VOCABULARIES)
def test_a_model_gives_labels_of_its_vocabulary_only(name: str) -> None:
    labels = load_linear(name).labels
    assert set(labels) <= VOCABULARIES[name]
    assert len(labels) == len(set(labels))


@pytest.mark.parametrize("name", VOCABULARIES)
def test_a_model_is_loaded_once(name: str) -> None:
    assert load_linear(name) is load_linear(name)


@pytest.mark.parametrize("name", VOCABULARIES)
def test_a_model_decides_without_any_feature_that_it_knows(name: str) -> None:
    prediction = load_linear(name).predict(["no such feature"])
    assert prediction.label in VOCABULARIES[name]
    assert sum(p for _, p in prediction.ranked) == pytest.approx(1.0)


@pytest.fixture(scope="module")
def facts(docket: Docket) -> Facts:
    return docket.facts(article_from_text(TEXT, published="2026-03-04"))


def test_a_role_is_explained_by_the_words_that_led_to_it(facts: Facts) -> None:
    borex = next(p for p in facts.parties if p.candidate.name == "Borex Inc.")
    assert borex.role == "defendant"
    reasons = load_linear("parties").explain(borex.features, borex.role, top=40)
    assert any("cue=" in feature for feature, _ in reasons)
    assert [weight for _, weight in reasons] == sorted((weight for _, weight in reasons), reverse=True)


def test_every_decision_keeps_what_it_was_read_from(facts: Facts) -> None:
    decided = [*facts.parties, *facts.amounts, *facts.claims, *facts.relief]
    assert decided
    assert all(item.features for item in decided)
    assert all(0.0 < party.prediction.probability <= 1.0 for party in facts.parties)


def test_another_model_can_be_given(facts: Facts) -> None:
    again = relate_amounts(facts.context, load_linear("amounts"))
    assert tuple(again) == facts.amounts


def test_the_same_text_gives_the_same_decisions(docket: Docket, facts: Facts) -> None:
    again = docket.facts(article_from_text(TEXT, published="2026-03-04"))
    assert [(p.candidate.name, p.role, p.features) for p in again.parties] == [
        (p.candidate.name, p.role, p.features) for p in facts.parties
    ]


def amounts_of(docket: Docket, text: str) -> Context:
    return build_context(docket.annotate(article_from_text(f"Nobody paid {text} in the end.")))


@pytest.mark.parametrize("row", packaged_rows("relate/data/amount_rules.jsonl"), ids=itemgetter("role"))
def test_words_behind_an_amount_settle_its_role(docket: Docket, row: dict[str, Any]) -> None:
    assert row["examples"]
    assert row["near_misses"]
    for text in row["examples"]:
        context = amounts_of(docket, text)
        assert [amount.role for amount in relate_amounts(context)] == [row["role"]]
        assert ruled(context.money, context.text)
    for text in row["near_misses"]:
        context = amounts_of(docket, text)
        assert ruled(context.money, context.text) is None


@pytest.mark.parametrize("row", packaged_rows("relate/data/disposition_rules.jsonl"), ids=itemgetter("disposition"))
def test_words_beside_a_claim_settle_its_disposition(docket: Docket, row: dict[str, Any]) -> None:
    assert row["examples"]
    assert row["near_misses"]
    for texts, wanted in ((row["examples"], row["disposition"]), (row["near_misses"], None)):
        for text in texts:
            context = build_context(docket.annotate(article_from_text(text)))
            assert context.claims
            for span in context.claims:
                features = outcome_features("copyright", [span], context)
                assert settled_by_words(row["outcome"], features) == wanted

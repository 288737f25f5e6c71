"""The language model as it is shipped: found by name, loads without newsdocket's code, finds names and structure."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import spacy
from spacy.language import Language

MODEL = Path(__file__).parents[1] / "models" / "en_newsdocket"
LIMIT_MB = 40


@pytest.fixture(scope="module")
def nlp() -> Language:
    return spacy.load("en_newsdocket")


def test_found_by_name_with_its_card(nlp: Language) -> None:
    assert nlp.meta["lang"] == "en"
    assert nlp.meta["name"] == "newsdocket"
    assert nlp.meta["license"] == "CC BY-SA 4.0"
    assert {source["name"] for source in nlp.meta["sources"]} >= {"UD English EWT", "Universal NER EWT"}


def test_no_component_needs_our_code(nlp: Language) -> None:
    factories = {nlp.get_pipe_meta(name).factory for name in nlp.pipe_names}
    assert factories <= {"tok2vec", "tagger", "parser", "attribute_ruler", "lemmatizer", "ner", "senter"}


def test_weights_are_small() -> None:
    size = sum(path.stat().st_size for path in MODEL.rglob("*") if path.is_file())
    assert size < LIMIT_MB * 1e6


def test_package_and_meta_agree() -> None:
    meta = json.loads((MODEL / "en_newsdocket" / "meta.json").read_text(encoding="utf8"))
    assert f'version = "{meta["version"]}"' in (MODEL / "pyproject.toml").read_text(encoding="utf8")
    assert (MODEL / "en_newsdocket" / f"en_newsdocket-{meta['version']}" / "config.cfg").exists()


NAMES = [
    (
        "Microsoft sued Robert Delgado in Texas on Monday.",
        {("Microsoft", "ORG"), ("Robert Delgado", "PERSON"), ("Texas", "GPE")},
    ),
    ("The Federal Trade Commission fined Harlow Foods Inc. $2.5m.", {("Federal Trade Commission", "ORG")}),
    ("Judge Maria Castellano dismissed the suit.", {("Maria Castellano", "PERSON")}),
    ("The plant violated the Clean Water Act, prosecutors said.", {("Clean Water Act", "LAW")}),
]


@pytest.mark.parametrize(("text", "names"), NAMES)
def test_names(nlp: Language, text: str, names: set[tuple[str, str]]) -> None:
    assert names <= {(ent.text, ent.label_) for ent in nlp(text).ents}


def test_structure(nlp: Language) -> None:
    doc = nlp("The singer was fined by a federal court in Boston.")
    assert {t.text: t.dep_ for t in doc}.items() >= {
        "singer": "nsubj:pass",
        "court": "obl:agent",
        "fined": "ROOT",
    }.items()
    assert [t.lemma_ for t in doc][2:4] == ["be", "fine"]
    assert [t.pos_ for t in doc][1:4] == ["NOUN", "AUX", "VERB"]


def test_sentences(nlp: Language) -> None:
    doc = nlp("Acme Corp. appealed on Oct. 3. The U.S. Court of Appeals affirmed. No. 23-cv-1234 is closed.")
    assert len(list(doc.sents)) == 3


def test_same_text_same_answer(nlp: Language) -> None:
    text = "Harlow Foods settled with the city of Dayton."
    assert nlp(text).to_json() == nlp(text).to_json()

"""Label schemes: CLEAR and older UD labels come out as today's UD, entity labels as the project's kinds."""

from __future__ import annotations

import pytest
import spacy
from spacy.tokens import Doc, Span

from newsdocket.annotate.schemes import dep_of, entity_kind, governor_of

WORDS = ["Smith", "was", "fined", "by", "the", "court", "in", "Ohio"]


@pytest.fixture
def clear() -> Doc:
    return Doc(
        spacy.blank("en").vocab,
        words=WORDS,
        pos=["PROPN", "AUX", "VERB", "ADP", "DET", "NOUN", "ADP", "PROPN"],
        heads=[2, 2, 2, 2, 5, 3, 5, 6],
        deps=["nsubjpass", "auxpass", "ROOT", "agent", "det", "pobj", "prep", "pobj"],
    )


def test_clear_labels_come_out_as_universal_dependencies(clear: Doc) -> None:
    assert [dep_of(t) for t in clear] == ["nsubj:pass", "aux:pass", "root", "case", "det", "obl:agent", "case", "nmod"]


def test_prepositions_are_stepped_over(clear: Doc) -> None:
    assert governor_of(clear[5]).text == "fined"
    assert governor_of(clear[7]).text == "court"
    assert governor_of(clear[0]).text == "fined"


@pytest.mark.parametrize("label", ["nsubj", "obl:agent", "acl:relcl", "nmod:poss", "flat", "conj"])
def test_universal_labels_pass_through(label: str) -> None:
    doc = Doc(spacy.blank("en").vocab, words=["a", "b"], heads=[1, 1], deps=[label, "ROOT"])
    assert dep_of(doc[0]) == label


@pytest.mark.parametrize(
    ("label", "kind"),
    [
        ("PERSON", "PERSON"),
        ("PER", "PERSON"),
        ("ORG", "ORG"),
        ("FAC", "LOC"),
        ("GPE", "GPE"),
        ("LAW", "LAW"),
        ("DATE", None),
    ],
)
def test_entity_kinds(label: str, kind: str | None) -> None:
    doc = Doc(spacy.blank("en").vocab, words=["Acme"])
    assert entity_kind(Span(doc, 0, 1, label=label)) == kind

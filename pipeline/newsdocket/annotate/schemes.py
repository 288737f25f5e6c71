"""Label schemes of English pipelines, mapped to what newsdocket uses: Universal Dependencies and six kinds of names.

The dependency table covers the CLEAR style of spaCy's ``en_core_web_*`` pipelines (OntoNotes converted by ClearNLP);
labels that are already Universal Dependencies pass through.
"""

from __future__ import annotations

from typing import Final, Literal

from spacy.tokens import Span, Token

EntityKind = Literal["PERSON", "ORG", "GPE", "LOC", "LAW", "NORP"]

DEPENDENCIES: Final[dict[str, str]] = {
    "ROOT": "root",
    "acomp": "xcomp",
    "agent": "case",
    "attr": "xcomp",
    "auxpass": "aux:pass",
    "csubjpass": "csubj:pass",
    "dative": "iobj",
    "dobj": "obj",
    "intj": "discourse",
    "meta": "dep",
    "neg": "advmod",
    "npadvmod": "obl:unmarked",
    "npmod": "obl:unmarked",
    "nsubjpass": "nsubj:pass",
    "oprd": "xcomp",
    "pcomp": "advcl",
    "poss": "nmod:poss",
    "predet": "det:predet",
    "preconj": "cc:preconj",
    "prep": "case",
    "prt": "compound:prt",
    "quantmod": "advmod",
    "relcl": "acl:relcl",
    "obl:npmod": "obl:unmarked",
    "obl:tmod": "obl:unmarked",
    "nmod:npmod": "nmod:unmarked",
    "nmod:tmod": "nmod:unmarked",
}
"""CLEAR label (and UD 2.0 to 2.13 subtypes since renamed) to its UD label; ``pobj`` depends on its governor."""

ENTITIES: Final[dict[str, EntityKind]] = {
    "PERSON": "PERSON",
    "PER": "PERSON",
    "ORG": "ORG",
    "ORGANIZATION": "ORG",
    "GPE": "GPE",
    "LOC": "LOC",
    "LOCATION": "LOC",
    "FAC": "LOC",
    "LAW": "LAW",
    "NORP": "NORP",
}
"""OntoNotes, CoNLL-2003 and our own entity labels to the kinds of names that newsdocket uses."""

_VERBAL: Final = frozenset({"VERB", "AUX", "ADJ", "ADV"})


def dep_of(token: Token) -> str:
    """The Universal Dependencies label of ``token``, whatever scheme its pipeline was trained with ("" if unparsed)."""
    if token.dep_ == "pobj":
        return _prepositional(token)
    return DEPENDENCIES.get(token.dep_, token.dep_)


def _prepositional(token: Token) -> str:
    """UD label of the object of a preposition in CLEAR style, from what the preposition hangs on."""
    if token.head.dep_ == "agent":
        return "obl:agent"
    return "obl" if token.head.head.pos_ in _VERBAL else "nmod"


def governor_of(token: Token) -> Token:
    """The head of ``token`` as UD has it: content words depend on content words, prepositions are stepped over."""
    if token.dep_ in {"pobj", "pcomp"}:
        return token.head.head
    return token.head


def entity_kind(span: Span) -> EntityKind | None:
    """The project's kind of the entity ``span``, ``None`` for kinds it does not use (dates, amounts, products)."""
    return ENTITIES.get(span.label_.upper())

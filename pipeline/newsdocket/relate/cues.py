"""On which side a name stands, by the constructions that news uses ("X sued Y", "a lawsuit by X against Y").

``data/party_cues.jsonl`` has a row for each verb and noun that takes the sides of a case as arguments. Side ``C``
claims (sues, charges, is paid), side ``A`` answers (is sued, is charged, pays). The cues are features of the role
model: they carry over to verbs that the annotated articles hold too rarely to learn from.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from spacy.tokens import Token

from newsdocket.annotate.schemes import governor_of
from newsdocket.packaged import packaged_rows
from newsdocket.syntax import OBJECTS, case_of, effective_head, lemma, relation

Side = Literal["C", "A", "M"]
SIDES = frozenset({"C", "A", "M"})
MEMBER_LINKS = frozenset({"of", "including", "such", "like", "as", "among"})
MEMBER_STEPS = 2
FRIEND_NOUNS = frozenset({"brief", "amicus"})
RELATIVES = frozenset({"which", "who", "that"})
LIST_OPENERS = frozenset({"—", "–", "--", ":"})
VERSUS = frozenset({"v.", "v", "vs.", "vs", "versus"})
CONTROL = frozenset({"xcomp", "conj", "advcl", "ccomp"})
PASSIVE_SUBJECTS = frozenset({"nsubj:pass", "csubj:pass"})


@dataclass(frozen=True)
class VerbCue:
    """Sides of a verb's subject, object, agent and prepositional arguments (``-`` for none)."""

    subject: str
    object: str
    agent: str
    prepositions: Mapping[str, str]


@dataclass(frozen=True)
class Cues:
    """The table of constructions."""

    verbs: Mapping[str, VerbCue]
    nouns: Mapping[str, Mapping[str, str]]
    filing_verbs: frozenset[str]
    filing_nouns: frozenset[str]


@lru_cache(maxsize=1)
def cue_table() -> Cues:
    """The rows of ``data/party_cues.jsonl``."""
    rows = packaged_rows("relate/data/party_cues.jsonl")
    filing = next(r for r in rows if r["kind"] == "filing")
    return Cues(
        verbs={
            r["lemma"]: VerbCue(r["subject"], r["object"], r["agent"], r["prepositions"])
            for r in rows
            if r["kind"] == "verb"
        },
        nouns={r["lemma"]: r["prepositions"] for r in rows if r["kind"] == "noun"},
        filing_verbs=frozenset(filing["verbs"]),
        filing_nouns=frozenset(filing["nouns"]),
    )


def side_cues(head: Token) -> Iterator[tuple[Side, str]]:
    """The sides on which the construction around a name's head puts it, each with its name (``sue.subject``)."""
    for step, token in enumerate(_standing_for(head)):
        top = effective_head(token)
        every = (*_noun_cues(token, top), *_verb_cues(top), *_clause_cues(top), *_adjacent(token, top, step))
        for side, reason in every:
            if side in SIDES:
                yield side, reason  # type: ignore[misc]


def _standing_for(head: Token) -> Iterator[Token]:
    """The name's head, and what it is an example or a member of ("companies including X", "members of X")."""
    yield head
    yield from _before_dash(head)
    token = effective_head(head)
    for _ in range(MEMBER_STEPS):
        if not relation(token).startswith("nmod") or case_of(token) not in MEMBER_LINKS:
            return
        token = effective_head(governor_of(token))
        yield token


def _before_dash(head: Token) -> Iterator[Token]:
    """The noun that a dash or colon opens a list of names for ("the big three—A, B and C")."""
    first = head.i
    while first > head.sent.start and head.doc[first - 1].tag_ in {"NNP", "NNPS"}:
        first -= 1
    position = first - 1
    if position < head.sent.start or head.doc[position].text not in LIST_OPENERS:
        return
    while position > head.sent.start and not head.doc[position].text[0].isalnum():
        position -= 1
    if head.doc[position].tag_.startswith(("N", "CD")):
        yield head.doc[position]


def _noun_cues(head: Token, top: Token) -> Iterator[tuple[str, str]]:
    table = cue_table().nouns
    for token in dict.fromkeys((head, top)):
        governor = governor_of(token)
        sides = table.get(lemma(governor), {})
        label = relation(token)
        if label == "nmod:poss":
            yield sides.get("poss", "-"), f"{lemma(governor)}.poss"
        elif label.startswith(("appos", "compound", "flat", "nmod:desc")):
            yield sides.get("self", "-"), f"{lemma(governor)}.self"
        elif label.startswith(("nmod", "obl")):
            yield sides.get(case_of(token), "-"), f"{lemma(governor)}.{case_of(token)}"
    for child in head.children:
        if lemma(child) in table and relation(child) in {"compound", "appos", "nmod:desc", "amod", "flat"}:
            yield table[lemma(child)].get("self", "-"), f"{lemma(child)}.self"


def _verb_cues(top: Token) -> Iterator[tuple[str, str]]:
    verb = governor_of(top)
    if verb.tag_ == "CD" or verb.is_currency:
        verb = governor_of(effective_head(verb))
    if verb.i == top.i:
        return
    yield from _argument(relation(top), case_of(top), verb)
    if relation(top) in {"nsubj", "nsubj:pass"}:
        yield from _controlled(verb)


def _argument(label: str, case: str, verb: Token) -> Iterator[tuple[str, str]]:
    table = cue_table()
    name = lemma(verb)
    cue = table.verbs.get(name)
    if cue is not None and verb.tag_.startswith(("V", "J")):
        if label == "nsubj":
            yield cue.subject, f"{name}.subject"
        elif label in OBJECTS or label in PASSIVE_SUBJECTS:
            yield cue.object, f"{name}.object"
        elif case == "by":
            yield cue.agent, f"{name}.by"
        else:
            yield cue.prepositions.get(case, "-"), f"{name}.{case}"
    if name in table.filing_verbs and label == "nsubj" and any(lemma(c) in FRIEND_NOUNS for c in verb.children):
        yield "M", "filing.brief"
    elif name in table.filing_verbs and _files(verb):
        if label == "nsubj" or case in {"by", "from"}:
            yield "C", f"filing.{label}"
        elif case == "against":
            yield "A", "filing.against"
    if lemma(verb) in table.filing_nouns and case == "by":
        yield "C", "filing.by"


def _files(verb: Token) -> bool:
    nouns = cue_table().filing_nouns
    return lemma(governor_of(verb)) in nouns or any(lemma(c) in nouns for c in verb.children)


def _controlled(verb: Token) -> Iterator[tuple[str, str]]:
    """A subject is also that of the verbs that its verb controls ("agreed to pay", "was ordered to pay")."""
    for child in verb.children:
        if relation(child) in CONTROL and not any(relation(t).startswith("nsubj") for t in child.children):
            for side, reason in _argument("nsubj", "", child):
                yield side, f"control:{reason}"


def _clause_cues(top: Token) -> Iterator[tuple[str, str]]:
    """Cues of the clauses that hang on a name: "Acme, which sued ...", "Borex, accused of ..."."""
    for clause in top.children:
        if relation(clause) == "acl:relcl":
            for child in clause.children:
                if child.lower_ in RELATIVES:
                    yield from _argument(relation(child), "", clause)
        elif relation(clause) == "acl":
            yield from _argument("nsubj:pass" if clause.tag_ == "VBN" else "nsubj", "", clause)


def _adjacent(head: Token, top: Token, step: int) -> Iterator[tuple[str, str]]:
    """Cues of the words right before and after a name, which hold where the parse does not."""
    if step:
        return
    doc = head.doc
    before, after = head.left_edge.i - 1, head.right_edge.i + 1
    if before >= 0 and doc[before].lower_ in VERSUS:
        yield "A", "versus.after"
    if before >= 0 and relation(doc[before]).startswith("nsubj") and relation(head) == relation(doc[before]):
        noun = lemma(doc[before])
        yield cue_table().nouns.get(noun, {}).get("self", "-"), f"{noun}.self"
    if any(i < len(doc) and doc[i].lower_ in VERSUS for i in (after, head.i + 1)):
        yield "C", "versus.before"
    if case_of(head) == "against" or (before >= 0 and doc[before].lower_ == "against"):
        yield "A", "against"
    for child in top.children:
        if relation(child) == "case" and child.i > 0:
            noun = lemma(doc[child.i - 1])
            yield cue_table().nouns.get(noun, {}).get(child.lower_, "-"), f"{noun} {child.lower_}"

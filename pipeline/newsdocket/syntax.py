"""Reading a dependency parse: the few questions that several stages ask of it, in Universal Dependencies terms."""

from __future__ import annotations

from collections.abc import Iterator

from spacy.tokens import Doc, Span, Token

from newsdocket.annotate.schemes import dep_of, governor_of

NAME_PARTS = frozenset({"compound", "flat", "flat:name", "goeswith", "fixed", "nmod:unmarked", "compound:prt"})
SAME_REFERENT = frozenset({"appos", "conj"})
SUBJECTS = frozenset({"nsubj", "nsubj:pass", "csubj", "nsubj:outer"})
OBJECTS = frozenset({"obj", "iobj"})
POSSESSIVES = frozenset({"'s", "’s", "'", "’"})
MAX_CLIMB = 12


def relation(token: Token) -> str:
    """The token's dependency label in Universal Dependencies terms."""
    return dep_of(token)


def span_head(span: Span) -> Token:
    """The token of ``span`` that the others depend on (the first one whose head lies outside)."""
    for token in span:
        if token.head.i < span.start or token.head.i >= span.end or token.head.i == token.i:
            return token
    return span[-1]


def effective_head(token: Token) -> Token:
    """Climb from a name's inner parts, appositions and conjuncts to the token that stands for them in the clause."""
    for _ in range(MAX_CLIMB):
        if token.head.i == token.i or relation(token) not in NAME_PARTS | SAME_REFERENT:
            return token
        token = governor_of(token)
    return token


def case_of(token: Token) -> str:
    """The preposition that marks ``token`` (``"against"``), in lower case; empty if none does."""
    if token.dep_ == "pobj":
        return token.head.lower_
    words = [child.lower_ for child in token.children if relation(child) == "case" and child.lower_ not in POSSESSIVES]
    return words[-1] if words else ""


def role_in_clause(token: Token) -> tuple[str, Token]:
    """How ``token`` hangs on its head, and that head: ``("obl:against", sue)``, ``("nsubj", file)``."""
    label = relation(token)
    case = case_of(token)
    short = label.split(":")[0] if case else label
    return (f"{short}:{case}" if case else short), governor_of(token)


def path_up(token: Token, steps: int = 2) -> Iterator[str]:
    """Steps from ``token`` towards the root, each as ``relation>head lemma`` joined to the ones before it."""
    path = ""
    for _ in range(steps):
        if token.head.i == token.i:
            yield f"{path}/root>{token.lemma_.lower()}"
            return
        label, head = role_in_clause(token)
        path = f"{path}/{label}>{lemma(head)}"
        yield path
        token = effective_head(head)


def lemma(token: Token) -> str:
    """The token's lemma in lower case; its form where the pipeline gives no lemma."""
    return (token.lemma_ or token.text).lower()


def tokens_between(doc: Doc, start: int, end: int) -> Span:
    """The tokens that cover the code points ``start`` to ``end``."""
    span = doc.char_span(start, end, alignment_mode="expand")
    if span is None:
        raise ValueError(f"{start}:{end} lies outside the document")
    return span

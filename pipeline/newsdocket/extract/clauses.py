"""How far a complement or a clause reaches, in tokens, for candidates that are cut out of a sentence."""

from __future__ import annotations

from spacy.tokens import Doc, Token

from newsdocket.syntax import relation

MAX_TOKENS = 16
SUBJECT_REACH = 14
STOP_WORDS = frozenset(
    {";", ":", "—", "–", "(", "who", "which", "after", "when", "while", "before", "but", "although", "whose"}
)
LOOSE_ENDS = frozenset({"and", "or", "the", "a", "of", "to", "in", "by"})
OTHER_CLAUSES = frozenset({"conj", "advcl", "parataxis", "ccomp"})
AUXILIARIES = frozenset({"aux", "aux:pass", "neg"})


def piece_end(doc: Doc, start: int, limit: int) -> int:
    """Where words from token ``start`` end: before ``limit``, a word that opens another clause, or a loose end."""
    end = start
    while end < limit and end - start < MAX_TOKENS:
        token = doc[end]
        if end > start and (token.lower_ in STOP_WORDS or token.is_space):
            break
        end += 1
    while end > start and (doc[end - 1].is_punct or doc[end - 1].lower_ in LOOSE_ENDS):
        end -= 1
    return end


def clause_range(verb: Token) -> tuple[int, int]:
    """First token and end of what happens in a verb's clause: the verb with its objects, and its subject where that is
    what something happens to ("the second count was dropped", "his challenge failed")."""
    others = [child.left_edge.i for child in verb.children if child.i > verb.i and relation(child) in OTHER_CLAUSES]
    limit = min([verb.right_edge.i + 1, *others])
    return _clause_start(verb), piece_end(verb.doc, verb.i, max(limit, verb.i + 1))


def _clause_start(verb: Token) -> int:
    acted_on = not any(relation(child) == "obj" for child in verb.children)
    start = verb.i
    for child in verb.children:
        label, first = relation(child), child.left_edge.i
        subject = label.startswith("nsubj") and acted_on and verb.i - first < SUBJECT_REACH
        if child.i < verb.i and (subject or label in AUXILIARIES):
            start = min(start, first)
    while start < verb.i and (relation(verb.doc[start]) in {"cc", "punct"} or verb.doc[start].is_space):
        start += 1
    return start

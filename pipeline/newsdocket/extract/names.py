"""Candidates for parties: names from the pipeline's entities, and descriptions of people, groups and bodies.

``find_names`` proposes; which candidates are parties, and in which role, is decided in the relate stage. Descriptions
("a group of authors", "two Florida residents") are noun phrases whose head stands in ``data/party_nouns.json``.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from functools import lru_cache
from importlib import resources

from spacy.language import Language
from spacy.tokens import Doc, Span, Token

from newsdocket.annotate.schemes import entity_kind
from newsdocket.extract.spans import NameSpan, SpanFinder
from newsdocket.syntax import case_of, lemma, relation, span_head
from newsdocket.vocabulary import PartyKind

GROUP = "newsdocket_names"
NAME_KINDS: dict[str, PartyKind] = {
    "PERSON": "person",
    "ORG": "organization",
    "GPE": "government",
    "LOC": "government",
}
LEFT_PARTS = frozenset({"det", "amod", "nummod", "compound", "nmod:poss", "advmod", "flat", "nmod:unmarked", "case"})
EDGE_WORDS = frozenset({"the", "a", "an", "'s", "’s", "'", "’", '"', "“", "”", "‘", ",", "and"})
MAX_TOKENS = 14
_WORD = re.compile(r"\w")


@lru_cache(maxsize=1)
def party_nouns() -> dict[str, PartyKind]:
    """Head nouns of descriptions that can be a party, with the kind of party that they describe."""
    data = json.loads((resources.files("newsdocket.extract") / "data" / "party_nouns.json").read_text("utf-8"))
    return {noun: kind for kind, nouns in data.items() for noun in nouns}


def find_names(doc: Doc) -> list[NameSpan]:
    """Names and descriptions in ``doc`` that could be parties, in text order, without overlaps (names win)."""
    names = list(_named(doc))
    taken = {i for span, _ in names for i in range(span.start, span.end)}
    described = [pair for pair in _described(doc) if not taken.intersection(range(pair[0].start, pair[0].end))]
    found = [_found(span, kind, "ner") for span, kind in names]
    found += [_found(span, kind, "noun") for span, kind in _without_overlaps(described)]
    return sorted(found, key=_start)


def _start(item: NameSpan) -> int:
    return item.start


def _found(span: Span, kind: PartyKind, source: str) -> NameSpan:
    return NameSpan(start=span.start_char, end=span.end_char, text=span.text, name=span.text, kind=kind, source=source)


def _named(doc: Doc) -> Iterator[tuple[Span, PartyKind]]:
    for entity in doc.ents:
        kind = NAME_KINDS.get(entity_kind(entity) or "")
        span = _trimmed(entity)
        if kind is not None and span is not None and len(span) <= MAX_TOKENS and any(_WORD.match(t.text) for t in span):
            yield span, kind


def _trimmed(span: Span) -> Span | None:
    """``span`` without articles, quotes and possessive marks at its edges; ``None`` if nothing is left."""
    start, end = span.start, span.end
    while start < end and (span.doc[start].lower_ in EDGE_WORDS or span.doc[start].is_space):
        start += 1
    while end > start and (span.doc[end - 1].lower_ in EDGE_WORDS or span.doc[end - 1].is_space):
        end -= 1
    return span.doc[start:end] if end > start else None


def _described(doc: Doc) -> Iterator[tuple[Span, PartyKind]]:
    nouns = party_nouns()
    for token in doc:
        kind = nouns.get(lemma(token)) or nouns.get(token.lower_)
        if kind is None or not token.tag_.startswith("NN") or relation(token) in {"compound", "flat"}:
            continue
        start = _noun_phrase_start(token)
        plural = token.tag_ in {"NNS", "NNPS"}
        yield doc[start : _noun_phrase_end(token)], ("group" if plural and kind != "government" else kind)


def _noun_phrase_start(head: Token) -> int:
    start = head.i
    for child in reversed(list(head.lefts)):
        if relation(child) not in LEFT_PARTS or child.right_edge.i != start - 1:
            break
        start = child.left_edge.i
    return start if head.i - start <= MAX_TOKENS else head.i


def _noun_phrase_end(head: Token) -> int:
    """After the head, or after an ``of`` phrase that follows it at once ("the parents of Lorna Biddle")."""
    end = head.i + 1
    for child in head.rights:
        if child.left_edge.i == end and relation(child).startswith("nmod") and case_of(child) in {"of", "behind"}:
            last = _phrase_last(child)
            return last + 1 if last - head.i <= MAX_TOKENS else end
        break
    return end


def _phrase_last(token: Token) -> int:
    """Last token of a short noun phrase: its name parts, without relative clauses or further phrases."""
    last = token.i
    for child in token.rights:
        if relation(child) in {"compound", "flat", "nummod"} and child.left_edge.i == last + 1:
            last = child.right_edge.i
    return last


def _without_overlaps(pairs: list[tuple[Span, PartyKind]]) -> Iterator[tuple[Span, PartyKind]]:
    last = -1
    for span, kind in sorted(pairs, key=_longest_first):
        if span.start >= last:
            last = span.end
            yield span, kind


def _longest_first(pair: tuple[Span, PartyKind]) -> tuple[int, int]:
    return pair[0].start, -len(pair[0])


def head_of(doc: Doc, start: int, end: int) -> Token:
    """The token of the words between two code points that the others depend on."""
    span = doc.char_span(start, end, alignment_mode="expand")
    if span is None:
        raise ValueError(f"{start}:{end} lies outside the document")
    return span_head(span)


@Language.factory("newsdocket_names", requires=["doc.ents", "token.dep", "token.tag"], assigns=["doc.spans"])
def make_names(nlp: Language, name: str) -> SpanFinder:
    """spaCy component that writes the span group ``newsdocket_names``."""
    return SpanFinder(find_names, GROUP, "NAME")

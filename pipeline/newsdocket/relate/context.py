"""What the relate stage knows of an article: the annotated text and everything extracted and resolved from it."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from itertools import pairwise
from typing import Any, TypeVar

from spacy.tokens import Doc, Span, Token

from newsdocket.extract.spans import (
    ClaimSpan,
    CountSpan,
    CourtSpan,
    DateSpan,
    LabelSpan,
    MoneySpan,
    NameSpan,
    PersonSpan,
    ReliefSpan,
    read_group,
)
from newsdocket.linear import Doubled
from newsdocket.resolve.parties import PartyCandidate, resolve_parties
from newsdocket.syntax import lemma, path_up, span_head, tokens_between

T = TypeVar("T")
LONG = 8
"""Articles with at least this many sentences are read as long ones, with background and other cases."""
CONTENT_TAGS = ("NN", "VB", "JJ", "RB")


@dataclass(frozen=True)
class Context:
    """One article on its way through the relate stage. Built once per article; nothing changes it."""

    doc: Doc
    headline_end: int = 0
    candidates: tuple[PartyCandidate, ...] = ()
    courts: tuple[CourtSpan, ...] = ()
    people: tuple[PersonSpan, ...] = ()
    money: tuple[MoneySpan, ...] = ()
    counts: tuple[CountSpan, ...] = ()
    dates: tuple[DateSpan, ...] = ()
    claims: tuple[ClaimSpan, ...] = ()
    relief: tuple[ReliefSpan, ...] = ()
    labels: tuple[LabelSpan, ...] = ()
    list_heads: Mapping[tuple[int, int], tuple[int, int]] = field(default_factory=dict)
    sentence_numbers: tuple[int, ...] = field(default=())
    sentences: tuple[Span, ...] = field(default=())
    memory: dict[str, Any] = field(default_factory=dict, compare=False, repr=False)

    def remembered(self, key: str, make: Callable[[Context], T]) -> T:
        """What ``make`` gives for this context, made once."""
        if key not in self.memory:
            self.memory[key] = make(self)
        value: T = self.memory[key]
        return value

    @classmethod
    def of(cls, doc: Doc, **parts: object) -> Context:
        """A context for ``doc`` with its sentences numbered."""
        sentences = tuple(doc.sents)
        numbers = tuple(number for number, sentence in enumerate(sentences) for _ in range(len(sentence)))
        return cls(doc, sentence_numbers=numbers, sentences=sentences, **parts)  # type: ignore[arg-type]

    @property
    def text(self) -> str:
        """The article's text. (``Doc.text`` is put together anew at every call.)"""
        return self.remembered("text", _text_of)

    @property
    def sentence_starts(self) -> list[int]:
        """Where each sentence starts."""
        return self.remembered("sentence_starts", _starts_of)

    @property
    def is_short(self) -> bool:
        """Whether this is a short item (a digest, a lead), which tells of one case."""
        return len(self.sentences) < LONG

    def tokens(self, start: int, end: int) -> Span:
        """The tokens that cover two code points."""
        return tokens_between(self.doc, start, end)

    def list_head(self, mention: NameSpan) -> tuple[int, int]:
        """Where the first name of the list stands that ``mention`` is in ("A, B and C"), else its own place."""
        return self.list_heads.get((mention.start, mention.end), (mention.start, mention.end))

    def sentence_number(self, offset: int) -> int:
        """Number of the sentence that holds code point ``offset``, from 0."""
        return self.sentence_numbers[self.tokens(offset, offset + 1).start]

    def sentence_around(self, offset: int) -> int | None:
        """Number of the sentence that ``offset`` lies in; ``None`` for the blanks between two sentences."""
        number = bisect_right(self.sentence_starts, offset) - 1
        return number if number >= 0 and offset < self.sentences[number].end_char else None

    def sentence_of(self, offset: int) -> Span:
        """The sentence that holds code point ``offset``."""
        return self.sentences[self.sentence_number(offset)]


def _starts_of(context: Context) -> list[int]:
    return [sentence.start_char for sentence in context.sentences]


def _text_of(context: Context) -> str:
    return context.doc.text


def by_length(features: Iterable[str], context: Context) -> Doubled:
    """Each feature as it is and again as one of short or of long articles.

    What both kinds of article have in common is learnt from both, what differs from each alone (Daumé 2007,
    "Frustratingly easy domain adaptation").
    """
    return Doubled(tuple(features), "short: " if context.is_short else "long: ")


def around(span: Span, sentence: Span, width: int) -> Span:
    """``span`` with up to ``width`` tokens on either side, inside its sentence."""
    return span.doc[max(sentence.start, span.start - width) : min(sentence.end, span.end + width)]


def window_features(span: Span, sentence: Span, width: int = 6) -> list[str]:
    """Words around ``span`` inside its sentence: neighbours by distance, and a bag of lemmas on either side."""
    doc = span.doc
    left = [t for t in doc[max(sentence.start, span.start - width) : span.start] if not t.is_space]
    right = [t for t in doc[span.end : min(sentence.end, span.end + width)] if not t.is_space]
    found = [f"L{i}={lemma(t)}" for i, t in enumerate(reversed(left[-3:]), 1)]
    found += [f"R{i}={lemma(t)}" for i, t in enumerate(right[:3], 1)]
    found += [f"L1-2={lemma(left[-2])}_{lemma(left[-1])}"] if len(left) > 1 else []
    found += [f"R1-2={lemma(right[0])}_{lemma(right[1])}"] if len(right) > 1 else []
    found += [f"L={lemma(t)}" for t in left if is_content(t)]
    return found + [f"R={lemma(t)}" for t in right if is_content(t)]


def path_features(token: Token) -> list[str]:
    """Where ``token`` hangs in its clause, one and two steps up."""
    return [f"up{n}={path}" for n, path in enumerate(path_up(token), 1)]


def bag_features(span: Span, prefix: str, context: Context) -> list[str]:
    """The content lemmas of ``span`` as features."""
    words = context.remembered(f"bag {span.start} {span.end}", partial(_bag, span))
    return [f"{prefix}={word}" for word in words]


def _bag(span: Span, context: Context) -> tuple[str, ...]:
    return tuple(dict.fromkeys(lemma(t) for t in span if is_content(t)))


def is_content(token: Token) -> bool:
    """Whether a token is a noun, verb, adjective or adverb, by its tag."""
    return token.tag_.startswith(CONTENT_TAGS)


def head_token(context: Context, start: int, end: int) -> Token:
    """The token between two code points that the others depend on."""
    return span_head(context.tokens(start, end))


_LIST_GAP = re.compile(r"(?:,|;)? ?(?:and|&|or|as well as|along with)? ?(?:the |by |against )?")


def list_heads(names: Sequence[NameSpan], text: str) -> dict[tuple[int, int], tuple[int, int]]:
    """For each name that only a comma or an "and" parts from the one before it, the place of the list's first name."""
    heads: dict[tuple[int, int], tuple[int, int]] = {}
    for before, name in pairwise(names):
        gap = text[before.end : name.start]
        if gap and _LIST_GAP.fullmatch(gap):
            place = (before.start, before.end)
            heads[name.start, name.end] = heads.get(place, place)
    return heads


def build_context(doc: Doc) -> Context:
    """The context of a ``doc`` that all extractors have gone over."""
    names, text = read_group(doc, "newsdocket_names", NameSpan), doc.text
    return Context.of(
        doc,
        headline_end=doc.user_data.get("newsdocket", {}).get("headline_end", 0),
        candidates=tuple(resolve_parties(names)),
        list_heads=list_heads(names, text),
        courts=tuple(read_group(doc, "newsdocket_courts", CourtSpan)),
        people=tuple(read_group(doc, "newsdocket_people", PersonSpan)),
        labels=tuple(read_group(doc, "newsdocket_labels", LabelSpan)),
        money=tuple(read_group(doc, "newsdocket_money", MoneySpan)),
        counts=tuple(read_group(doc, "newsdocket_counts", CountSpan)),
        dates=tuple(read_group(doc, "newsdocket_dates", DateSpan)),
        claims=tuple(read_group(doc, "newsdocket_claims", ClaimSpan)),
        relief=tuple(read_group(doc, "newsdocket_relief", ReliefSpan)),
    )

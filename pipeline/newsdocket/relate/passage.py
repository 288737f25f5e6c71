"""An article and its candidates as a neural reader gets them, and its opinions where the relate stage finds them."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from typing import cast

from spacy.language import Language

from newsdocket.annotate.schemes import governor_of
from newsdocket.extract.spans import FoundSpan, MoneySpan
from newsdocket.relate.amounts import group_amounts
from newsdocket.relate.context import Context
from newsdocket.relate.parties import is_court, is_other_person
from newsdocket.relate.reader import load_reader
from newsdocket.relate.readers import KEY, Asked, Claimed, Named, Opinions, Passage, Paying, Place, Reader
from newsdocket.resolve.parties import PartyCandidate
from newsdocket.syntax import relation

AMOUNTS_READ = 5
"""Mentions of one amount that are read, at most."""


def reader_of(nlp: Language) -> Reader:
    """The component of ``nlp`` that reads roles (it has a method ``read_roles``), else the reader of the package."""
    own = (cast(Reader, pipe) for _, pipe in nlp.pipeline if hasattr(pipe, "read_roles"))
    return next(own, None) or load_reader()


def read_by(reader: Reader, context: Context) -> Context:
    """``context`` with the opinions of ``reader`` on its candidates; on payments those of the package's reader where
    ``reader`` has none."""
    parties, amounts = party_candidates(context), group_amounts(context.money)
    passage = _passage(context, parties, amounts)
    reading = reader.read_roles(passage)
    context.memory[KEY] = Opinions(
        title=reader.title,
        reading=reading,
        paying=reading if isinstance(reading, Paying) else load_reader().read_roles(passage),
        parties={candidate: index for index, candidate in enumerate(parties)},
        claims={span: index for index, span in enumerate(context.claims)},
        amounts={spans[0]: index for index, spans in enumerate(amounts)},
        relief={span: index for index, span in enumerate(context.relief)},
    )
    return context


def passage_of(context: Context) -> Passage:
    """``context`` as a reader gets it."""
    return _passage(context, party_candidates(context), group_amounts(context.money))


def party_candidates(context: Context) -> list[PartyCandidate]:
    """The candidates that can be parties: neither judges nor courts."""
    return [c for c in context.candidates if not is_other_person(c, context) and not is_court(c, context)]


def _passage(context: Context, parties: Sequence[PartyCandidate], amounts: Sequence[Sequence[MoneySpan]]) -> Passage:
    numbers = [token.i for token in context.doc if not token.is_space]
    words = _Words(context, numbers)
    spoken, rows = [context.doc[i] for i in numbers], {number: row for row, number in enumerate(numbers)}
    sentences = ((bisect_left(numbers, s.start), bisect_left(numbers, s.end)) for s in context.sentences)
    return Passage(
        words=tuple(token.text for token in spoken),
        sentences=tuple((start, end) for start, end in sentences if start < end),
        short=context.is_short,
        parties=tuple(Named(c.kind, c.source, words.places(c.mentions)) for c in parties),
        claims=tuple(Claimed(s.type if s.rule == "phrase" else "none", words.place(s)) for s in context.claims),
        amounts=tuple(words.places(spans[:AMOUNTS_READ]) for spans in amounts),
        relief=tuple(Asked(s.type, words.place(s)) for s in context.relief),
        tags=tuple(token.tag_ for token in spoken),
        relations=tuple(map(relation, spoken)),
        heads=tuple(rows.get(governor_of(token).i, row) for row, token in enumerate(spoken)),
    )


@dataclass(frozen=True)
class _Words:
    """The tokens that are words, by their numbers in the document."""

    context: Context
    numbers: Sequence[int]

    def places(self, spans: Sequence[FoundSpan]) -> tuple[Place, ...]:
        """The words of each of ``spans``."""
        return tuple(self.place(span) for span in spans)

    def place(self, span: FoundSpan) -> Place:
        """The words of ``span``: the first, and the one after the last."""
        tokens = self.context.tokens(span.start, span.end)
        first, last = bisect_left(self.numbers, tokens.start), bisect_left(self.numbers, tokens.end)
        return first, max(last, first + 1)

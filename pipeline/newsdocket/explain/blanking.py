"""The words that a neural reader leant on: those without which it would be less sure of what was decided."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import partial

from newsdocket.explain.grounding import Ground, Place
from newsdocket.explain.models import Reason
from newsdocket.explain.reasons import heaviest_first
from newsdocket.relate.context import Context
from newsdocket.relate.readers import LEAST, SHARES, Blanking, Paying, Question, Reading, opinions_on

LEAST_WEIGHT = 0.05
MOST_WORDS = 120
"""Words that are blanked for one decision at most: those of the sentences around the mentions, in their order."""


def leant_on(
    model: str, question: Question, label: str, places: Sequence[Place], context: Context, ground: Ground, top: int
) -> tuple[Reason, ...]:
    """The ``top`` words of the sentences of ``places`` that moved the reader towards ``label``, the weightiest first.

    The weight is how far the logarithm of the mixed probability falls when the word is blank. Empty for a reader that
    cannot tell.
    """
    said, share = opinions_on(context), SHARES.get(model, 0.0)
    if said is None or not share or not isinstance(said.reading, Blanking):
        return ()
    sure = question(said).get(label, 0.0)
    found = []
    for word, start, end in _words_around(places, context):
        blank = context.remembered(f"reading without {word}", partial(_without, said.reading, word))
        paying = blank if isinstance(blank, Paying) else said.paying
        changed = question(replace(said, reading=blank, paying=paying)).get(label, 0.0)
        weight = round(share * (math.log(max(sure, LEAST)) - math.log(max(changed, LEAST))), 3)
        if weight >= LEAST_WEIGHT:
            found.append(Reason(f"read by the {said.title}", weight, ground.words(start, end)))
    return heaviest_first(found)[:top]


def _without(reading: Blanking, word: int, context: Context) -> Reading:
    return reading.without(word)


def _words_around(places: Sequence[Place], context: Context) -> Iterator[tuple[int, int, int]]:
    """The words of the sentences that hold ``places``: number among the words of the article, start and end."""
    wanted = {context.sentence_number(start) for start, _ in places}
    spoken = [token for token in context.doc if not token.is_space]
    found = 0
    for number, token in enumerate(spoken):
        if found < MOST_WORDS and context.sentence_numbers[token.i] in wanted and token.text[:1].isalnum():
            found += 1
            yield number, token.idx, token.idx + len(token)

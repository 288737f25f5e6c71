"""Words that tell what an amount is or how a claim ended, as features that carry over to words never seen in training.

``data/amount_cues.jsonl`` and ``data/outcome_cues.jsonl`` group the words of newsrooms by what they say ("tossed",
"threw out" and "axed" are all ``dismissed``). A feature says which group stands how near, on which side, and whether it
is negated or only wished for.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from newsdocket.extract.claims import phrases_pattern
from newsdocket.packaged import packaged_rows
from newsdocket.relate.context import Context

NEAR = 25
MIDDLE = 70
LOOK_BACK = 40
LEAD = 4
FEW_CRIMINAL = 3
_NEGATION = re.compile(
    r"\b(?:not|never|no|without|declined?s? to|refus\w+ to|fail\w* to|n['’]t|cannot|neither|nor)\b", re.I
)
_MODALITY = re.compile(r"\b(?:would|could|may|might|if|seek\w*|sought|ask\w*|want\w*|urg\w+|hop\w+|faces?|had)\b", re.I)


@dataclass(frozen=True)
class Cue:
    """A group's words in the text."""

    group: str
    start: int
    end: int
    negated: bool
    modal: bool


@lru_cache(maxsize=4)
def cue_patterns(table: str) -> tuple[tuple[str, re.Pattern[str]], ...]:
    """The groups of ``data/TABLE.jsonl`` with a pattern for their words."""
    rows = packaged_rows(f"relate/data/{table}.jsonl")
    return tuple((row["cue"], phrases_pattern(row["phrases"])) for row in rows)


def cues_in(text: str, table: str) -> list[Cue]:
    """All words of ``table`` in ``text``, in text order."""
    found = [
        _cue(text, group, match.start(), match.end())
        for group, pattern in cue_patterns(table)
        for match in pattern.finditer(text)
    ]
    return sorted(found, key=_place)


def _place(cue: Cue) -> tuple[int, int, str]:
    return cue.start, cue.end, cue.group


def _cue(text: str, group: str, start: int, end: int) -> Cue:
    before = re.split(r"[.;:\n]", text[max(0, start - LOOK_BACK) : start])[-1]
    return Cue(group, start, end, bool(_NEGATION.search(before)), bool(_MODALITY.search(before)))


def cue_features(start: int, end: int, context: Context, table: str) -> Iterator[str]:
    """Features of the cues in the sentence of ``start`` to ``end`` and the ones beside it."""
    cues = context.remembered(table, _FINDERS[table])
    number = context.sentence_number(start)
    for step in (-1, 0, 1):
        if 0 <= number + step < len(context.sentences):
            sentence = context.sentences[number + step]
            inside = _between(cues, sentence.start_char, sentence.end_char)
            if step:
                yield from dict.fromkeys(f"cue{step:+d}={cue.group}" for cue in inside)
            else:
                yield from _near_features(inside, start, end)


def lead_features(start: int, context: Context, table: str) -> Iterator[str]:
    """Features of the cues in the first sentences, which tell how the case ended where the words around do not."""
    if not context.sentences:
        return
    cues = context.remembered(table, _FINDERS[table])
    own = context.sentence_of(start)
    silent = not _between(cues, own.start_char, own.end_char)
    last = context.sentences[min(LEAD, len(context.sentences)) - 1]
    for cue in dict.fromkeys(c.group for c in _between(cues, 0, last.end_char)):
        yield f"lead={cue}"
        if silent:
            yield f"silent,lead={cue}"


CRIMINAL = frozenset({"convicted", "pleaded", "acquitted", "sentence"})


def criminal_weight(context: Context) -> str:
    """How much of the article is about crime, by its cues: ``0``, ``1`` (a cue or two), ``2`` (more)."""
    return context.remembered("criminal_weight", _criminal_weight)


def _criminal_weight(context: Context) -> str:
    cues = context.remembered("outcome_cues", _outcome_cues)
    number = sum(cue.group in CRIMINAL for cue in cues)
    return "0" if number == 0 else "1" if number < FEW_CRIMINAL else "2"


def _between(cues: Sequence[Cue], start: int, end: int) -> Sequence[Cue]:
    return cues[bisect_left(cues, start, key=_start) : bisect_left(cues, end, key=_start)]


def _start(cue: Cue) -> int:
    return cue.start


def _near_features(cues: Sequence[Cue], start: int, end: int) -> Iterator[str]:
    nearest: dict[str, tuple[int, str]] = {}
    for cue in cues:
        distance = start - cue.end if cue.end <= start else cue.start - end
        side = "L" if cue.end <= start else "R" if cue.start >= end else "I"
        name = f"{'not_' if cue.negated else ''}{'if_' if cue.modal else ''}{cue.group}"
        yield f"cue={name}"
        yield f"cue{side}{_bucket(distance)}={name}"
        if side not in nearest or distance < nearest[side][0]:
            nearest[side] = (distance, name)
    for side, (_, name) in sorted(nearest.items()):
        yield f"cue{side}1={name}"
    if "L" in nearest and "R" in nearest:
        yield f"cueLR={nearest['L'][1]}_{nearest['R'][1]}"


def _bucket(distance: int) -> str:
    return "near" if distance <= NEAR else "middle" if distance <= MIDDLE else "far"


def _amount_cues(context: Context) -> list[Cue]:
    return cues_in(context.text, "amount_cues")


def _outcome_cues(context: Context) -> list[Cue]:
    return cues_in(context.text, "outcome_cues")


_FINDERS = {"amount_cues": _amount_cues, "outcome_cues": _outcome_cues}

"""Sums that an article's words assert: parts of a total, and totals of parts.

A sum is looked for only where a cue of ``data/sum_cues.json`` stands in its place between the figures, and only
over figures in the same sentence or two adjacent ones. Cues that promise a full breakdown are ``strong``: figures
that then do not add up are a contradiction. Other cues are reported only where the sum comes out.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from newsdocket.check.figures import Check, Mention
from newsdocket.extract.numbers import lex, numeral_at
from newsdocket.packaged import packaged_json

LONGEST_RUN = 6
REACH = 220
LOOSEST = Decimal("0.03")
"""Sums whose slack is above this share of the total prove nothing and are left out."""
SENTENCE_END = re.compile(r"[.!?][\"”’']?\s+(?=[\"“A-Z])|\n")
SOME_ONLY = re.compile(
    r"\b(?:several|many|various|dozens|hundreds|other|others|including|among them|such as|for example|for instance|"
    r"at least|so far)\b"
)
"""Words that say that a list of parts is not the whole."""
DEFINITE = re.compile(r"\b(?:[Tt]he|[Tt]hat|[Tt]his|[Ii]ts|[Hh]is|[Hh]er|[Tt]heir)\s$")
"""Before a total that has been told of; in "A gets $5 million, B $3 million and C the remaining $2 million" all are
parts."""
JOINTS = re.compile(r"\b(?:and|while|with|plus|another|the rest|remaining)\b|[,;:]")


@dataclass(frozen=True, slots=True)
class Cue:
    """Words that link figures. ``place`` says where they stand."""

    name: str
    place: str
    strong: bool
    pattern: re.Pattern[str]


@lru_cache(maxsize=1)
def cues() -> tuple[Cue, ...]:
    """The cues, read once from package data."""
    data = packaged_json("check/data/sum_cues.json")
    return tuple(Cue(row["name"], row["place"], row["strong"], re.compile(row["pattern"])) for row in data["cues"])


def find_sums(text: str, mentions: Sequence[Mention]) -> list[Check]:
    """All sum checks over ``mentions`` (in text order). Linear in their number."""
    found: list[Check] = []
    for group in _groups(mentions):
        for at in range(len(group)):
            found += _total_first(text, group, at)
            found += _total_last(text, group, at)
            found += _remainder(text, group, at)
    return found


def _groups(mentions: Sequence[Mention]) -> Iterator[list[Mention]]:
    """Mentions that can be added up: amounts of one currency without rates; counts other than percentages."""
    kinds: dict[tuple[str, str], list[Mention]] = {}
    for mention in mentions:
        figure = mention.figure
        if figure.per is None and figure.item != "percent" and figure.value > 0:
            kinds.setdefault((figure.kind, figure.currency or ""), []).append(mention)
    yield from kinds.values()


def _total_first(text: str, group: Sequence[Mention], at: int) -> list[Check]:
    """A total at ``group[at]``, its parts behind it: "$322 million is broken down: $300 million ... remaining $22
    million".
    """
    total = group[at]
    parts = _parts_behind(text, group, at)
    if len(parts) < 2:
        return []
    for length in range(2, min(len(parts), LONGEST_RUN) + 1):
        run = parts[:length]
        cue = _cue_first(text, total, run) if _adds_up(total, run) else None
        if cue:
            return [_sum(total, run, True, cue[1])]
    return _contradiction_first(text, total, parts)


def _parts_behind(text: str, group: Sequence[Mention], at: int) -> list[Mention]:
    """Smaller figures after the total: those of its own sentence if there are two, else those of the next sentence."""
    total = group[at]
    behind = [m for m in group[at + 1 : at + 1 + LONGEST_RUN] if m.sentence <= total.sentence + 1]
    behind = [m for m in behind if m.figure.id != total.figure.id]
    if not behind or behind[0].start - total.end > REACH:
        return []
    own = [m for m in behind if m.sentence == behind[0].sentence]
    return [m for m in own if m.value < total.value] if len(own) >= 2 or behind[0].sentence > total.sentence else behind


def _cue_first(
    text: str, total: Mention, run: Sequence[Mention], strong: bool = False
) -> tuple[Cue, tuple[int, int]] | None:
    """The cue that links a leading total with its parts, and where it stands; only a ``strong`` one if asked."""
    first, last = run[0], run[-1]
    for cue in [cue for cue in cues() if cue.strong or not strong]:
        if cue.place == "after_total":
            begin = _last_sentence(text, total.end, first.start)
            match = cue.pattern.search(text[begin : first.start])
            if match:
                return cue, (begin + match.start(), begin + match.end())
        elif cue.place == "before_total":
            begin = max(total.start - 30, 0)
            match = cue.pattern.search(text[begin : total.start].rstrip())
            if match:
                return cue, (begin + match.start(), begin + match.end())
        elif cue.place == "before_last_part":
            begin = max(last.start - 40, run[-2].end)
            match = cue.pattern.search(text[begin : last.start].rstrip())
            if match:
                return cue, (begin + match.start(), begin + match.end())
        elif cue.place == "between_parts":
            match = cue.pattern.search(text[run[-2].end : last.start])
            if match:
                return cue, (run[-2].end + match.start(), run[-2].end + match.end())
    return None


def _last_sentence(text: str, start: int, end: int) -> int:
    """Where the sentence that holds offset ``end`` begins, if that is behind ``start``."""
    breaks = [match.end() for match in SENTENCE_END.finditer(text, start, end)]
    return breaks[-1] if breaks else start


def _contradiction_first(text: str, total: Mention, parts: Sequence[Mention]) -> list[Check]:
    """A strong cue, all parts in one list, and a sum that does not come out."""
    run = [m for m in parts if m.sentence == parts[0].sentence]
    if len(run) < 2 or not _listed(text, run):
        return []
    cue = _cue_first(text, total, run, strong=True)
    if cue is None or not _breakdown(text, total, run, cue) or not _differs(total, run):
        return []
    return [_sum(total, run, False, cue[1])]


def _breakdown(text: str, total: Mention, run: Sequence[Mention], cue: tuple[Cue, tuple[int, int]]) -> bool:
    """Whether the cue can only mean these parts: in the total's own sentence, or with a colon between it and the
    list.
    """
    if SOME_ONLY.search(text, total.end, run[-1].end) or _sharers(text[total.end : run[0].start]) > len(run):
        return False
    if "\n" in text[total.end : run[0].start]:
        return False
    if cue[0].place == "before_last_part":
        return bool(DEFINITE.search(text, max(total.start - 12, 0), total.start)) and (
            cue[1][1] + 1 >= run[-1].start
            and "remaining" in text[cue[1][0] : cue[1][1]]
            and run[0].sentence == total.sentence
        )
    return run[0].sentence == total.sentence or ":" in text[cue[1][1] : run[0].start]


def _sharers(words: str) -> Decimal:
    """The largest number in ``words`` ("split among 14 states"), 0 where there is none."""
    tokens = lex(words)
    numbers = [numeral_at(tokens, i) for i in range(len(tokens))]
    return max((number.value for number in numbers if number is not None and number.value), default=Decimal(0))


def _listed(text: str, run: Sequence[Mention]) -> bool:
    return all(JOINTS.search(text[a.end : b.start]) for a, b in itertools.pairwise(run))


def _total_last(text: str, group: Sequence[Mention], at: int) -> list[Check]:
    """A total at ``group[at]`` that closes its parts: "$4 million and $6 million, for a total of $10 million"."""
    total = group[at]
    cue = _cue_last(text, total)
    if cue is None:
        return []
    parts = _parts_before(group, at)
    for length in range(2, min(len(parts), LONGEST_RUN) + 1):
        run = parts[-length:]
        if _adds_up(total, run):
            return [_sum(total, run, True, cue[1])]
    same = [m for m in parts if m.sentence == total.sentence]
    tight = total.start - same[-1].end < REACH if same else False
    if cue[0].strong and len(same) >= 2 and _listed(text, same) and tight and _differs(total, same):
        return [_sum(total, same, False, cue[1])]
    return []


def _remainder(text: str, group: Sequence[Mention], at: int) -> list[Check]:
    """A part that names itself the rest: "Of that, $11.4 million was ... - and the rest, $75 million". The total
    stands up to three sentences earlier, the first part in the same sentence or the one before, with other figures
    between allowed.
    """
    last = group[at]
    cue = next(cue for cue in cues() if cue.place == "before_last_part")
    begin = max(last.start - 40, 0)
    match = cue.pattern.search(text[begin : last.start].rstrip(" ,:"))
    if match is None:
        return []
    before = group[max(at - 2 * LONGEST_RUN, 0) : at]
    named = _total_of_rest(text, group, at)
    if named is not None:
        parts = [m for m in before if m.sentence >= last.sentence - 2 and _adds_up(named, (m, last))]
        return [_sum(named, (parts[-1], last), True, (last.end, named.start))] if parts else []
    for k in range(len(before) - 1, 0, -1):
        part = before[k]
        totals = [m for m in before[:k] if m.sentence >= last.sentence - 3 and m.value > max(part.value, last.value)]
        total = next((m for m in reversed(totals) if _adds_up(m, (part, last))), None)
        if total is not None and part.sentence >= last.sentence - 1:
            return [_sum(total, (part, last), True, (begin + match.start(), begin + match.end()))]
    return []


def _total_of_rest(text: str, group: Sequence[Mention], at: int) -> Mention | None:
    """ "the remaining $45 million of the $75 million": the total right behind the last part."""
    following = group[at + 1] if at + 1 < len(group) else None
    if following is None or following.start - group[at].end > 30:
        return None
    words = text[group[at].end : following.start].rstrip()
    tied = any(cue.place == "last_part_then_total" and cue.pattern.search(words) for cue in cues())
    return following if tied else None


def _cue_last(text: str, total: Mention) -> tuple[Cue, tuple[int, int]] | None:
    begin = max(total.start - 60, 0)
    lead = text[begin : total.start]
    found = None
    for cue in cues():
        match = cue.pattern.search(lead) if cue.place == "before_total_after_parts" else None
        if match and (found is None or cue.strong):
            found = cue, (begin + match.start(), begin + match.end())
    return found or _cue_behind(text, total)


def _cue_behind(text: str, total: Mention) -> tuple[Cue, tuple[int, int]] | None:
    """ "$100,000 altogether": a cue right behind the total."""
    for cue in cues():
        match = (
            cue.pattern.search(text[total.end : total.end + 24]) if cue.place == "behind_total_after_parts" else None
        )
        if match:
            return cue, (total.end, total.end + match.end())
    return None


def _parts_before(group: Sequence[Mention], at: int) -> list[Mention]:
    total = group[at]
    before = [m for m in group[max(at - LONGEST_RUN, 0) : at] if m.sentence >= total.sentence - 1]
    return [m for m in before if m.value < total.value and m.figure.id != total.figure.id]


def _adds_up(total: Mention, run: Sequence[Mention]) -> bool:
    """Whether the parts give the total: exactly, or within the precision of all figures where that is not too
    coarse.
    """
    if len({m.figure.id for m in run}) < len(run):
        return False
    difference = abs(total.value - _add(run))
    slack = _slack(total, run)
    return difference == 0 or (slack <= total.value * LOOSEST and difference <= slack)


def _slack(total: Mention, run: Sequence[Mention]) -> Decimal:
    return total.slack + sum((m.slack for m in run), Decimal(0))


def _differs(total: Mention, run: Sequence[Mention]) -> bool:
    """Whether the parts miss the total by more than the precision of all figures allows."""
    return abs(total.value - _add(run)) > _slack(total, run)


def _add(run: Sequence[Mention]) -> Decimal:
    return sum((m.value for m in run), Decimal(0))


def _sum(total: Mention, run: Sequence[Mention], holds: bool, cue: tuple[int, int]) -> Check:
    return Check("sum", holds, (total.figure.id,), tuple(m.figure.id for m in run), total.value - _add(run), cue)

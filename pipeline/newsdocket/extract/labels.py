"""Record labels and music companies: from a table of names and from the words that introduce them.

The table (``data/labels.json``) keeps majors, labels and publishers apart from collecting societies and trade bodies,
which are
no labels and are not returned. Names that mean other things too ("Capitol", "Island", "Sony") count only beside label
words
or in a list with a label. Time is linear in the length of the text.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Literal

from spacy.language import Language
from spacy.tokens import Doc

from newsdocket.extract.court_words import PhraseTable, Text, load_table, norms, place_table
from newsdocket.extract.people import in_title_case
from newsdocket.extract.spans import LabelSpan, SpanFinder

GROUP = "newsdocket_labels"
_LABEL = "MUSIC_COMPANY"
MusicKind = Literal["major", "label", "publisher", "society", "trade_body"]
_COMPANY_KINDS = ("major", "label", "publisher")
_CAP = r"[A-ZÀ-ÖØ-Þ0-9][\w&'’+.-]*"
_ONE = rf"{_CAP}(?: (?:(?:of|&) )?{_CAP}){{0,3}}"
_MORE = rf"(?:(?:, (?:and )?| and ){_ONE}){{0,4}}"
_END = r"(?=[\s,.;:)’'—–-]|$)"
_KIND = r"record(?:ing)?|music|major|indie|independent|dance|hip-hop|country|jazz|classical|parent|former"
_INTRODUCED = re.compile(
    rf"\b(?:(?i:{_KIND}) ){{1,3}}(?:labels?|publishers?|compan(?:y|ies)|imprints?) (?:called |named )?"
    rf"(?P<names>{_ONE}{_MORE}){_END}"
    rf"|\b(?:the|his|her|their|its) (?:label|imprint|labels) (?:called )?(?P<names2>{_ONE}{_MORE}){_END}"
)
_APPOSITION = re.compile(
    rf"(?P<name>(?:{_CAP} ){{0,3}}{_CAP}), (?:the |an? |one of (?:the )?)(?:(?!wh|that )[\w’'-]+ ){{0,3}}"
    r"(?:(?:record|music|indie|independent) label|music publisher|(?:music|record) company|label|imprint)\b"
)
_NAMED_LABEL = re.compile(rf"(?<!, )\bthe (?P<name>(?:{_CAP} ){{0,2}}{_CAP}) (?:record )?(?:label|imprint)\b")
_SPLIT = re.compile(r", and |, | and ")
_WORDS = re.compile(r"[^\W\d_]+")
_LEGAL = re.compile(r",? (?:Inc|LLC|Ltd|Limited|Corp|Corporation|GmbH|LP|L\.P|plc|Pty|BV|AB)\.?$")


@dataclass(frozen=True)
class _Entry:
    """One company of the table; ``contextual``: this alias needs label words near it."""

    name: str
    kind: MusicKind
    parent: str | None
    contextual: bool = False
    acronym: bool = False


@dataclass(frozen=True)
class _Hit:
    """A found name: token range, entry and its strength (0 certain, 1 needs context)."""

    start: int
    end: int
    entry: _Entry


def find_labels(text: str | Doc) -> list[LabelSpan]:
    """Record labels and music companies of ``text`` in order, not overlapping; ``parent`` only where certain."""
    source = text if isinstance(text, str) else text.text
    words = Text.of(source)
    musical = _musical(source)
    hits = list(_listed(words))
    found = [_from_hit(words, hit) for hit in _accepted(words, hits, musical)]
    if musical:
        found += [*_by_suffix(words), *_introduced(source), *_apposed(source)]
    found = _free(_not_bodies(found))
    return _free([*found, *_short_forms(words, found)])


@Language.factory("newsdocket_labels", default_config={})
def make_labels(nlp: Language, name: str) -> SpanFinder:
    """The component: stores :func:`find_labels` as span group ``newsdocket_labels``."""
    return SpanFinder(find_labels, GROUP, _LABEL)


def kind_of(name: str) -> MusicKind | None:
    """What the table says of a company, a collecting society or a trade body; ``None`` for unknown names."""
    values = label_table().match(norms(name), 0) if name else None
    if values is None or values[0] != len(norms(name)):
        return None
    return values[1][0].kind


@lru_cache(maxsize=1)
def label_table() -> PhraseTable[_Entry]:
    """All names of the table by their tokens."""
    table: PhraseTable[_Entry] = PhraseTable()
    for row in _data()["rows"]:
        for alias in sorted({norms(a) for a in row["aliases"]}):
            table.add(alias, _Entry(row["name"], row["kind"], row["parent"]))
        for alias in sorted({norms(a) for a in row["contextual"]}):
            table.add(alias, _Entry(row["name"], row["kind"], row["parent"], contextual=True))
    return table


def _data() -> dict[str, Any]:
    table: dict[str, Any] = load_table("labels.json")
    return table


@lru_cache(maxsize=1)
def _not_labels() -> frozenset[str]:
    """Words that do not begin a label's name."""
    return frozenset(_data()["not_labels"])


@lru_cache(maxsize=1)
def _suffixes() -> tuple[tuple[str, ...], ...]:
    """Last words of companies' names, longest first."""
    return tuple(sorted((tuple(s) for s in _data()["suffixes"]), key=len, reverse=True))


def _musical(source: str) -> bool:
    """Whether the article is about music: two different words of the trade, or one that is said twice."""
    words = [word.lower() for word in _WORDS.findall(source)]
    music = frozenset(_data()["music"])
    return sum(word in music for word in words) >= 2 or "record label" in source or "Records sue" in source


# ---- names of the table


def _listed(text: Text) -> Iterator[_Hit]:
    table, index = label_table(), 0
    while index < len(text.words):
        hit = table.match(text.norm, index) if _may_start(text, index) else None
        if hit is None or not _well_written(text, index, hit[0]):
            index += 1
            continue
        yield _Hit(index, index + hit[0], hit[1][0])
        index += hit[0]


def _may_start(text: Text, index: int) -> bool:
    first = text.words[index].text
    return first[0].isupper() or first[0].isdigit() or first == "peermusic"


def _well_written(text: Text, index: int, size: int) -> bool:
    """All words capitalised; an acronym in capitals; not the beginning or the end of a longer name."""
    words = text.words[index : index + size]
    if any(w.text[0].isalpha() and w.text[0].islower() and len(w.text) > 3 and w.norm != "peermusic" for w in words):
        return False
    if (
        size == 1
        and len(words[0].norm) <= 4
        and words[0].norm not in ("epic", "jive", "sire", "curb", "mute", "warp", "sony")
    ):
        return words[0].text.rstrip("'’s").isupper() or "’" in words[0].text or not words[0].text[1:].islower()
    return True


def _accepted(text: Text, hits: list[_Hit], musical: bool) -> Iterator[_Hit]:
    """Companies whose names are certain, or stand in a context that makes them so."""
    named: set[str] = set()
    for at, hit in enumerate(hits):
        entry = hit.entry
        if entry.kind not in _COMPANY_KINDS:
            continue
        certain = not entry.contextual and (musical or hit.end - hit.start > 1 or entry.kind == "major")
        near = hits[max(0, at - 4) : at] + hits[at + 1 : at + 5]
        if certain or (musical and entry.contextual and _in_context(text, hit, named, near)):
            yield hit
        if not entry.contextual:
            named.add(entry.name)


def _in_context(text: Text, hit: _Hit, named: set[str], near: list[_Hit]) -> bool:
    """A label word right beside, its full name before, or a list with a certain label or with another major."""
    if text.capital(hit.end) and text.word(hit.end) not in ("and", "or"):
        return False
    beside = text.norm[max(0, hit.start - 3) : hit.start] + text.norm[hit.end : hit.end + 2]
    if {"label", "labels", "imprint"} & set(beside) or hit.entry.name in named:
        return True
    return any(
        _listed_with(text, hit, other) for other in near if not other.entry.contextual or _both_major(hit, other)
    )


def _both_major(hit: _Hit, other: _Hit) -> bool:
    return hit.entry.kind == other.entry.kind == "major"


def _listed_with(text: Text, hit: _Hit, other: _Hit) -> bool:
    """Only commas, "and" and further names stand between the two."""
    low, high = min(hit.end, other.end), max(hit.start, other.start)
    if high - low > 12 or high <= low:
        return False
    between = range(low, high)
    names = all(text.norm[i] in (",", "and", "&", "or", "the") or text.capital(i) for i in between)
    return names and any(text.norm[i] in (",", "and", "or") for i in between)


def _from_hit(text: Text, hit: _Hit) -> LabelSpan:
    start, end = _edges(text, hit.start, hit.end)
    return LabelSpan(start=start, end=end, text=text.source[start:end], name=hit.entry.name, parent=hit.entry.parent)


def _edges(text: Text, start: int, end: int) -> tuple[int, int]:
    last = text.words[end - 1]
    stop = last.end - (2 if last.text[-2:] in ("'s", "’s") else int(last.possessive))
    return text.words[start].start, stop


# ---- names by their last word


def _by_suffix(text: Text) -> Iterator[LabelSpan]:
    """ "Harbor Road Records", "Copperline Music Publishing"."""
    suffixes = frozenset(_suffixes())
    for index in range(1, len(text.words)):
        size = next((n for n in (2, 1) if tuple(text.norm[index : index + n]) in suffixes), 0)
        if not size or not all(text.capital(i) for i in range(index, index + size)):
            continue
        if (
            text.capital(index + size)
            and not _breaks(text, index + size)
            and text.word(index + size) not in _COMPANY_WORDS
        ):
            continue
        start = _name_start(text, index)
        if start < index and not in_title_case(text.source, text.words[index].start):
            yield _plain_span(text, start, index + size)


_COMPANY_WORDS = frozenset("inc llc ltd limited corp corporation gmbh and".split())


def _breaks(text: Text, index: int) -> bool:
    return text.sentence_start(index)


def _name_start(text: Text, index: int) -> int:
    """First token of the run of capitalised words before the suffix, at most four; ``index`` when there is none."""
    stop = _not_labels()
    start = index
    while start > 0 and index - start < 4 and not text.sentence_start(start) and _name_word(text, start - 1):
        start -= 1
    while start < index and (text.norm[start] in ("&", "-", ".") or (text.norm[start] in stop and index - start > 1)):
        start += 1
    words = text.norm[start:index]
    if not words or words[-1] in _data()["not_before_suffix"] or all(word in stop for word in words):
        return index
    return start


def _name_word(text: Text, index: int) -> bool:
    word = text.words[index]
    if word.possessive or word.norm in (
        "the",
        "a",
        "an",
        "and",
        "in",
        "on",
        "by",
        "at",
        "when",
        "while",
        "but",
        "that",
    ):
        return False
    return word.capital or word.text[0].isdigit() or word.norm in ("&", "-")


def _plain_span(text: Text, start: int, end: int) -> LabelSpan:
    first, stop = _edges(text, start, end)
    raw = text.source[first:stop]
    return LabelSpan(start=first, end=stop, text=raw, name=" ".join(raw.split()))


# ---- names by the words that introduce them


def _introduced(source: str) -> Iterator[LabelSpan]:
    """ "record labels X, Y and Z", "the label X"."""
    for match in _INTRODUCED.finditer(source):
        group = "names" if match.group("names") else "names2"
        yield from _split_names(source, *match.span(group))
    for match in _NAMED_LABEL.finditer(source):
        yield from _split_names(source, *match.span("name"))


def _apposed(source: str) -> Iterator[LabelSpan]:
    """ "X, a record label in Leeds"."""
    for match in _APPOSITION.finditer(source):
        yield from _split_names(source, *match.span("name"))


def _split_names(source: str, start: int, end: int) -> Iterator[LabelSpan]:
    stop = _not_labels()
    at = start
    for part in _SPLIT.split(source[start:end]):
        first = source.index(part, at)
        at = first + len(part)
        raw = re.sub(r"['’]s$|[.,'’-]+$", "", part)
        word = raw.lower()
        if raw and word not in stop and not _common(word) and kind_of(raw) in (None, *_COMPANY_KINDS):
            yield LabelSpan(start=first, end=first + len(raw), text=raw, name=raw)


def _common(word: str) -> bool:
    """A word that only opens a sentence or names a day, a person's title or a medium."""
    first = word.split()[0]
    place = place_table().match(norms(word), 0)
    return first in _COMMON or first.isdigit() or (place is not None and place[0] == len(norms(word)))


_COMMON = frozenset(
    "the a an in on at it he she they we i his her its their this that these those when while after before but "
    "and or as if "
    "monday tuesday wednesday thursday friday saturday sunday january february march april may june july august "
    "september "
    "october november december judge justice mr ms mrs dr american british u.s. us uk executives lawyers for to "
    "of".split()
)


# ---- later short forms


def _short_forms(text: Text, found: list[LabelSpan]) -> Iterator[LabelSpan]:
    """ "Northgate" after "Northgate Records": the name without its last words."""
    forms: dict[tuple[str, ...], LabelSpan] = {}
    for span in found:
        short = _short(span)
        if short:
            forms.setdefault(norms(short), span)
    by_first: dict[str, list[tuple[str, ...]]] = {}
    for key in sorted(forms, key=len, reverse=True):
        by_first.setdefault(key[0], []).append(key)
    for index, norm in enumerate(text.norm):
        for key in by_first.get(norm, ()):
            if tuple(text.norm[index : index + len(key)]) == key and _alone(text, index, index + len(key)):
                owner = forms[key]
                start, end = _edges(text, index, index + len(key))
                yield LabelSpan(start=start, end=end, text=text.source[start:end], name=owner.name, parent=owner.parent)
                break


def _short(span: LabelSpan) -> str | None:
    """The distinctive first words of a name, if it has a generic ending."""
    parts = norms(_LEGAL.sub("", span.name))
    tokens = _LEGAL.sub("", span.name).split()
    for suffix in _suffixes():
        if parts[-len(suffix) :] == suffix and len(tokens) > len(suffix):
            return " ".join(tokens[: -len(suffix)])
    return None


def _alone(text: Text, start: int, end: int) -> bool:
    """Capitalised, and no part of a longer name."""
    if not text.capital(start):
        return False
    after = text.capital(end) and not text.sentence_start(end) and not text.words[end - 1].possessive
    before = (
        start > 0 and text.capital(start - 1) and not text.sentence_start(start - 1) and not text.sentence_start(start)
    )
    return not after and not before


def _not_bodies(found: Iterable[LabelSpan]) -> Iterator[LabelSpan]:
    for span in found:
        if kind_of(span.name) in (None, *_COMPANY_KINDS):
            yield span


def _free(spans: Iterable[LabelSpan]) -> list[LabelSpan]:
    """Text order, no overlaps; of two that overlap the earlier given stays."""
    starts: list[int] = []
    kept: list[LabelSpan] = []
    for span in spans:
        at = bisect_left(starts, span.start)
        after = at == len(kept) or kept[at].start >= span.end
        if after and (at == 0 or kept[at - 1].end <= span.start):
            starts.insert(at, span.start)
            kept.insert(at, span)
    return kept

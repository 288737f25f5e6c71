"""Candidates for parties: names from the pipeline's entities, and descriptions of people, groups and bodies.

``find_names`` proposes; which candidates are parties, and in which role, is decided in the relate stage. Descriptions
("a group of authors", "two Florida residents") are noun phrases whose head stands in ``data/party_nouns.json``.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import pairwise

from spacy.language import Language
from spacy.tokens import Doc, Span, Token

from newsdocket.annotate.schemes import entity_kind
from newsdocket.extract.spans import LabelSpan, NameSpan, SpanFinder, read_group
from newsdocket.packaged import packaged_json
from newsdocket.syntax import case_of, lemma, relation
from newsdocket.vocabulary import PartyKind

GROUP = "newsdocket_names"
NAME_KINDS: dict[str, PartyKind] = {
    "PERSON": "person",
    "ORG": "organization",
    "GPE": "government",
    "LOC": "government",
}
LEFT_PARTS = frozenset({"det", "amod", "nummod", "compound", "nmod:poss", "advmod", "flat", "nmod:unmarked"})
EDGE_WORDS = frozenset({"the", "a", "an", "'s", "’s", "'", "’", '"', "“", "”", "‘", ",", "and"})
LAW_WORDS = frozenset({"Act", "Acts", "Code", "Amendment", "Bill", "Constitution"})
MAX_TOKENS = 14
_WORD = re.compile(r"\w")


@lru_cache(maxsize=1)
def party_nouns() -> dict[str, PartyKind]:
    """Head nouns of descriptions that can be a party, with the kind of party that they describe."""
    data = packaged_json("extract/data/party_nouns.json")
    return {noun: kind for kind, nouns in data.items() for noun in nouns}


def find_names(doc: Doc) -> list[NameSpan]:
    """Names and descriptions in ``doc`` that could be parties, in text order, without overlaps (names win, but for
    places inside an indefinite description).

    Beside the pipeline's entities: record labels that ``newsdocket_labels`` found, every further place of a name found
    once, and possessives that belong to the name ("Anna's Archive"). Names that stand only in section headings are
    left out.
    """
    text, labels = doc.text, read_group(doc, "newsdocket_labels", LabelSpan)
    found = [_found(span, kind, "ner") for span, kind in _named(doc)]
    found = _with(found, [_label_name(label) for label in labels])
    found = joined_possessives(text, found)
    found = _with(found, repeated(text, found))
    headings_only = _only_in_headings(text, found)
    found = [name for name in found if name.text not in headings_only and not in_dateline(text, name)]
    described = [_found(span, kind, "noun") for span, kind in _without_overlaps(list(_described(doc)))]
    kept = [name for name in described if _is_apart(name, found)]
    inside = {found[i].start for name in kept for i in _overlapping(found, name)}
    return sorted([name for name in found if name.start not in inside] + kept, key=_start)


_INDEFINITE = re.compile(r"(?:an?|another|one|two|three|four|five|six|seven|eight|nine|ten|\d+)\s", re.IGNORECASE)


def _is_apart(description: NameSpan, found: Sequence[NameSpan]) -> bool:
    """Whether a description overlaps no name, or is an indefinite one that only places stand in ("a Texas printer"):
    there the place tells where someone is from."""
    names = [found[i] for i in _overlapping(found, description)]
    if not names:
        return True
    places = all(n.kind == "government" and description.start < n.start and n.end < description.end for n in names)
    return places and _INDEFINITE.match(description.text) is not None


def _label_name(label: LabelSpan) -> NameSpan:
    return NameSpan(start=label.start, end=label.end, text=label.text, name=label.text, kind="organization")


def _with(found: list[NameSpan], more: Iterable[NameSpan]) -> list[NameSpan]:
    """``found`` (in text order, without overlaps) and those of ``more`` that overlap none of it; a longer one replaces
    shorter ones inside."""
    result = list(found)
    for name in more:
        hit = _overlapping(result, name)
        inside = result[hit.start : hit.stop]
        if all(name.start <= other.start and other.end <= name.end and other.text != name.text for other in inside):
            result[hit.start : hit.stop] = [name]
    return result


def _overlapping(found: Sequence[NameSpan], name: NameSpan) -> range:
    """Which of ``found`` (in text order, without overlaps) ``name`` overlaps; where it would stand if none."""
    first = bisect_right(found, name.start, key=_end)
    return range(first, max(first, bisect_left(found, name.end, key=_start)))


_POSSESSIVE = re.compile(r"['’]s ")


def joined_possessives(text: str, found: list[NameSpan]) -> list[NameSpan]:
    """Names of the form "X's Y" put together again where X never stands without Y, at least twice."""
    pairs = [(a, b) for a, b in pairwise(found) if _POSSESSIVE.fullmatch(text[a.end : b.start])]
    counts = Counter(text[a.start : b.end] for a, b in pairs)
    whole = {w for w, n in counts.items() if n > 1 and text.count(w) == text.count(_first_part(w))}
    joined = {a.start: b for a, b in pairs if text[a.start : b.end] in whole}
    inner = {b.start for b in joined.values()}
    result = []
    for name in found:
        if name.start in joined:
            end = joined[name.start].end
            words = text[name.start : end]
            result.append(NameSpan(start=name.start, end=end, text=words, name=words, kind="organization"))
        elif name.start not in inner:
            result.append(name)
    return result


def _first_part(words: str) -> str:
    return _POSSESSIVE.split(words)[0]


def repeated(text: str, found: Iterable[NameSpan]) -> list[NameSpan]:
    """Every further place of a capitalised name that was found somewhere, with the kind that it has most often."""
    kinds: dict[str, Counter[PartyKind]] = {}
    for name in found:
        if name.kind is not None and len(name.text) > 3 and name.text[0].isupper():
            kinds.setdefault(name.text, Counter())[name.kind] += 1
    more: list[NameSpan] = []
    starts = _word_starts(text) if kinds else {}
    for words in sorted(kinds, key=len, reverse=True):
        kind = kinds[words].most_common(1)[0][0]
        for start, end in _places(words, text, starts):
            more.append(NameSpan(start=start, end=end, text=words, name=words, kind=kind))
    return more


_PREFIX = 4
_WORD_START = re.compile(r"(?<![\w-])\S")
_WORD_GOES_ON = re.compile(r"[\w-]")


def _word_starts(text: str) -> dict[str, list[int]]:
    """Where words with a capital start in ``text``, by their first ``_PREFIX`` characters."""
    starts: dict[str, list[int]] = {}
    for match in _WORD_START.finditer(text):
        if match[0].isupper():
            starts.setdefault(text[match.start() : match.start() + _PREFIX], []).append(match.start())
    return starts


def _places(words: str, text: str, starts: Mapping[str, Sequence[int]]) -> Iterator[tuple[int, int]]:
    """Where ``words`` stand in ``text`` as whole words, in order, each place after the end of the one before."""
    last = 0
    for start in starts.get(words[:_PREFIX], ()):
        end = start + len(words)
        if start >= last and text.startswith(words, start) and not _WORD_GOES_ON.match(text, end):
            last = end
            yield start, end


_DATELINE = re.compile(
    r"[A-Z][A-Z.'’ /-]{2,30}(?:, [A-Z][\w.]{1,15}){0,2}(?:,? [A-Z][a-z]{2,8}\.? \d{1,2})?"
    r"(?: \([^)\n]{1,30}\))?\s?[:—–-]"
)
MAX_HEADING_WORDS = 12


def in_dateline(text: str, name: NameSpan) -> bool:
    """Whether ``name`` stands in a dateline, a place in capitals that opens a line ("NEW YORK (Wire) -")."""
    line = text.rfind("\n", 0, name.start) + 1
    match = _DATELINE.match(text, line)
    return match is not None and name.end <= match.end()


def _only_in_headings(text: str, found: Iterable[NameSpan]) -> set[str]:
    headings = section_headings(text)
    inside: dict[str, bool] = {}
    for name in found:
        in_heading = in_places(headings, name.start)
        inside[name.text] = inside.get(name.text, True) and in_heading
    return {words for words, only in inside.items() if only}


def section_headings(text: str) -> list[tuple[int, int]]:
    """Places of lines that are headings inside the article: short, without a final stop, not the first line."""
    places, start = [], 0
    for line in text.split("\n"):
        end = start + len(line)
        words = line.split()
        short = 0 < len(words) <= MAX_HEADING_WORDS
        if start and short and words[0][0].isupper() and line.rstrip()[-1] not in '.!?:;,"”’)':
            places.append((start, end))
        start = end + 1
    return places


def in_places(places: Sequence[tuple[int, int]], offset: int) -> bool:
    """Whether ``offset`` lies in one of ``places`` (in text order, without overlaps)."""
    index = bisect_right(places, offset, key=_place_start) - 1
    return index >= 0 and offset < places[index][1]


def _place_start(place: tuple[int, int]) -> int:
    return place[0]


def _start(item: NameSpan) -> int:
    return item.start


def _end(item: NameSpan) -> int:
    return item.end


def _found(span: Span, kind: PartyKind, source: str) -> NameSpan:
    return NameSpan(start=span.start_char, end=span.end_char, text=span.text, name=span.text, kind=kind, source=source)


def _named(doc: Doc) -> Iterator[tuple[Span, PartyKind]]:
    for entity in doc.ents:
        kind = NAME_KINDS.get(entity_kind(entity) or "")
        span = _trimmed(entity)
        if kind is None or span is None or len(span) > MAX_TOKENS or span[-1].text in LAW_WORDS:
            continue
        if any(_WORD.match(t.text) for t in span):
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


@Language.factory("newsdocket_names", requires=["doc.ents", "token.dep", "token.tag"], assigns=["doc.spans"])
def make_names(nlp: Language, name: str) -> SpanFinder:
    """spaCy component that writes the span group ``newsdocket_names``."""
    return SpanFinder(find_names, GROUP, "NAME")

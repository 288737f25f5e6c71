"""People with a role in the proceedings: judges by title, counsel, witnesses and officials by construction.

Text patterns do the work; where the pipeline offers entities of type PERSON they settle names in headlines. Later
mentions by
surname are found too, and "two people with one surname stay two": a bare surname goes to the full name mentioned last.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from spacy.language import Language
from spacy.tokens import Doc

from newsdocket.extract.court_words import load_table, norms, place_table
from newsdocket.extract.spans import PersonSpan, SpanFinder
from newsdocket.vocabulary import PersonRole

GROUP = "newsdocket_people"
_LABEL = "PERSON_ROLE"
_UPPER = "A-ZÀ-ÖØ-Þ" + "".join(chr(code) for code in range(0x100, 0x250) if chr(code).isupper())
_CAP = rf"[{_UPPER}]\w*(?:['’][^\W\d_]\w+)?(?:-[{_UPPER}]\w*(?:['’]\w+)?)*"
_NAME_TOKEN = re.compile(rf"(?:[A-Z]\.(?:[A-Z]\.)*|{_CAP})(?:['’]s\b)?|[a-z]{{1,5}}(?=[ -])|al-{_CAP}")
_PARTICLE = r"(?:(?:de|da|dos|del|di|van|von|der|la|le|bin|al) )?"
_NAME = rf"(?P<name>(?:(?:[A-Z]\.|{_CAP}) ){{1,4}}{_PARTICLE}{_CAP}(?: Jr\.| Sr\.| III?)?)"
_NAME1 = rf"(?P<name>{_CAP}(?: {_CAP}){{0,2}})"
_BRITISH = re.compile(rf"\b(?P<name>{_CAP}) (?P<title>LJ|CJ|JA|J)(?=[\s,;:.)](?! ?[A-Z]\w+ [A-Z])|$)")
_WORD_BEFORE = re.compile(r"(?P<word>[\w.'’]+)(?P<gap>[ \u00a0])$")
_FORMER = re.compile(r"\b(?:former|retired|ex-?)\b", re.IGNORECASE)
_GAP = re.compile(r"[ \u00a0]")
_SUFFIX = re.compile(r",? (Jr\.?|Sr\.?|I{2,3}|IV)(?=[\s,.;:)]|$)")
_TOKEN = re.compile(rf"(?<![\w-]){_CAP}(?![\w-])")
_CAP_BEFORE = re.compile(rf"({_CAP}|[A-Z]\.) $")
_FIRST = re.compile(rf"(?<![\w-])({_CAP}|[A-Z]\.) (?:[A-Z]\. )?$")
_CAP_AFTER = re.compile(rf" ({_CAP})")
_JOIN = re.compile(r",? and (?:[Jj]ustice |[Jj]udge )?|, (?:[Jj]udge |[Jj]ustice )?(?=[A-Z])|,? & ")


@dataclass(frozen=True)
class _Rule:
    role: PersonRole
    pattern: re.Pattern[str]
    key: str


@dataclass(frozen=True)
class _Titles:
    """The table ``data/titles.json`` as sets and compiled patterns."""

    judge: re.Pattern[str]
    before: frozenset[str]
    stop: frozenset[str]
    particles: frozenset[str]
    suffixes: frozenset[str]
    rules: tuple[_Rule, ...]


def find_people(doc: Doc | str) -> list[PersonSpan]:
    """People of ``doc`` who are named with a role, with their later mentions by surname, in text order, not
    overlapping.

    ``name`` is without title; for a mention by surname it is the full name that it stands for.
    """
    text = doc if isinstance(doc, str) else doc.text
    known = set() if isinstance(doc, str) else _entity_starts(doc)
    found = _free([*_judges(text, known), *_by_rules(text), *_british(text)])
    return _free([*found, *_later(text, found)])


@Language.factory("newsdocket_people", default_config={})
def make_people(nlp: Language, name: str) -> SpanFinder:
    """The component: stores :func:`find_people` as span group ``newsdocket_people``."""
    return SpanFinder(find_people, GROUP, _LABEL)


@lru_cache(maxsize=1)
def titles_table() -> dict[str, Any]:
    """The raw table of titles and rules."""
    table: dict[str, Any] = load_table("titles.json")
    return table


@lru_cache(maxsize=1)
def _titles() -> _Titles:
    table = titles_table()
    words = "|".join(word.replace(" ", "[ -]") for word in table["judge_words"])
    states = "|".join(load_table("courts_us.json")["states"])
    patterns = [
        r["pattern"].replace("{NAME}", _NAME).replace("{NAME1}", _NAME1).replace("{STATE}", f"(?:{states})")
        for r in table["rules"]
    ]
    rules = tuple(_Rule(r["role"], re.compile(p), r["id"]) for r, p in zip(table["rules"], patterns, strict=True))
    before, stop, particles, suffixes = (
        frozenset(table[key]) for key in ("before_judge", "not_names", "particles", "suffixes")
    )
    judge = re.compile(rf"\b(?i:{words}|chancellor|sheriff)\b(?=[ \u00a0][{_UPPER}])")
    return _Titles(judge, before, stop, particles, suffixes, rules)


def _entity_starts(doc: Doc) -> set[int]:
    return {ent.start_char for ent in doc.ents if ent.label_ in ("PERSON", "PER")}


# ---- judges by title


def _judges(text: str, known: set[int]) -> Iterator[PersonSpan]:
    for match in _titles().judge.finditer(text):
        if not _is_judge_word(text, match):
            continue
        names = list(_names_after(text, match.end(), plural=match.group().lower().endswith("s")))
        if names and in_title_case(text, match.start()) and not _settled(text, names[0], known):
            continue
        title = text[_title_start(text, match.start()) : match.end()]
        role: PersonRole = "other" if _FORMER.match(title) else "judge"
        for start, end in names:
            yield PersonSpan(
                start=start, end=end, text=text[start:end], name=_clean(text[start:end]), role=role, title=title
            )


def _is_judge_word(text: str, match: re.Match[str]) -> bool:
    """ "Chancellor" is a judge in Delaware's Chancery only, a sheriff in Scotland's sheriff courts only."""
    word = match.group().lower()
    if word == "chancellor":
        return "Chancery" in text
    if word == "sheriff":
        return "Sheriff Court" in text or "sheriff court" in text
    return not (
        word == "justice"
        and text[max(0, match.start() - 9) : match.start()].endswith(("of ", "for ", "criminal ", "social "))
    )


def _names_after(text: str, pos: int, plural: bool) -> Iterator[tuple[int, int]]:
    """The name that starts after the title, and for plural titles the further names of the list."""
    span = _read_name(text, pos + 1)
    while span is not None:
        yield span
        join = _JOIN.match(text, span[1])
        if join is None or not plural:
            return
        span = _read_name(text, join.end())


def _read_name(text: str, pos: int) -> tuple[int, int] | None:
    """Offsets of a personal name at ``pos`` (without possessive ending), at most six tokens on one line."""
    titles, end, count, at = _titles(), pos, 0, pos
    while count < 6 and (match := _NAME_TOKEN.match(text, at)):
        token = match.group()
        stem = re.sub(r"['’]s$", "", token)
        if not _fits_name(stem, count, titles):
            break
        count += 1
        if stem.lower() not in titles.particles or stem[:1].isupper():
            end = at + len(stem)
        if stem != token or not _GAP.match(text, match.end()):
            break
        at = match.end() + 1
    end = _with_suffix(text, end)
    return (pos, end) if count and end > pos and text[pos].isupper() and text[pos + 1 : pos + 2] else None


def _fits_name(token: str, count: int, titles: _Titles) -> bool:
    if token[:1].islower() and not token.startswith("al-"):
        return count > 0 and token in titles.particles
    return token.lower() not in titles.stop and not (count and token.lower() in titles.suffixes)


def _with_suffix(text: str, end: int) -> int:
    match = _SUFFIX.match(text, end)
    return match.end() if match else end


def _title_start(text: str, start: int) -> int:
    """Where the title begins, walking left over title words ("Chief U.S. District" before "Judge")."""
    before = _titles().before
    for _ in range(7):
        match = _WORD_BEFORE.search(text, max(0, start - 24), start)
        if match is None or match.group("word").lower() not in before:
            break
        start = match.start("word")
    return start


_HEADLINE = 160  # characters; longer lines are no headlines


def in_title_case(text: str, pos: int) -> bool:
    """Whether the line is a headline in title case, where capitals do not tell names from verbs."""
    first = text.rfind("\n", max(0, pos - _HEADLINE), pos) + 1
    last = text.find("\n", pos, pos + _HEADLINE)
    if (first == 0 and pos >= _HEADLINE) or (last < 0 and len(text) > pos + _HEADLINE):
        return False
    line = text[first : last if last >= 0 else len(text)]
    words = [word for word in line.split() if word[:1].isalpha() and len(word) > 3]
    capitals = sum(word[0].isupper() for word in words)
    return len(words) >= 4 and capitals >= 0.8 * len(words) and line.rstrip()[-1:] not in ".!"


def _settled(text: str, name: tuple[int, int], known: set[int]) -> bool:
    """A name in a headline counts when the recogniser knows it or the rest of the text repeats its surname."""
    if name[0] in known:
        return True
    surname = text[name[0] : name[1]].split()[-1]
    first = text.find(surname)
    return first >= 0 and text.find(surname, first + len(surname)) >= 0


def _clean(name: str) -> str:
    return " ".join(name.split())


# ---- other constructions


def _by_rules(text: str) -> Iterator[PersonSpan]:
    """Rules of ``data/titles.json``: apposition and construction."""
    for rule in _titles().rules:
        for match in rule.pattern.finditer(text):
            span = _trim(text, *match.span("name"), single=rule.key == "judge.peerage")
            if span is None:
                continue
            title = match.groupdict().get("title")
            role: PersonRole = "other" if title and rule.role == "judge" and _FORMER.search(title) else rule.role
            for start, end in [span, *_list_rest(text, span[1], rule, title)]:
                name = text[start:end]
                yield PersonSpan(start=start, end=end, text=name, name=_clean(name), role=role, title=title)


def _list_rest(text: str, pos: int, rule: _Rule, title: str | None) -> Iterator[tuple[int, int]]:
    """Further names after a plural title ("attorneys Jane Roe and John Doe")."""
    join = _JOIN.match(text, pos) if rule.key.endswith(".title") and title and title.endswith("s") else None
    while join is not None:
        span = _read_name(text, join.end())
        if span is None or " " not in text[slice(*span)]:
            return
        yield span
        join = _JOIN.match(text, span[1])


def _trim(text: str, start: int, end: int, single: bool = False) -> tuple[int, int] | None:
    """Drop leading and trailing words that are no part of a name; ``None`` when fewer than two words are left."""
    stop, parts = _titles().stop, [(m.start() + start, m.end() + start) for m in re.finditer(r"\S+", text[start:end])]
    while parts and text[slice(*parts[0])].lower() in stop:
        parts.pop(0)
    while parts and text[slice(*parts[-1])].lower() in ("qc", "kc", "esq"):
        parts.pop()
    while len(parts) > 2 and _is_place(text[slice(*parts[0])]):
        parts.pop(0)
    if (
        not parts
        or (len(parts) < 2 and not single)
        or any(text[slice(*part)].lower().rstrip(".") in stop for part in parts)
    ):
        return None
    return None if _is_place(text[parts[0][0] : parts[-1][1]]) else (parts[0][0], parts[-1][1])


def _is_place(name: str) -> bool:
    """Whether the whole name is a place ("Rhode Island" in "a judge in Providence, Rhode Island, ruled")."""
    key = norms(name)
    hit = place_table().match(key, 0)
    return hit is not None and hit[0] == len(key)


def _british(text: str) -> Iterator[PersonSpan]:
    """ "Penhallow J", "Arden LJ", where the article has a judge of the kind."""
    if not re.search(r"\b(?:Mrs?|Ms|Lord|Lady|Chief)\.? Justice\b|\bHigh Court\b|\bCourt of Appeal\b", text):
        return
    for match in _BRITISH.finditer(text):
        name = match.group("name")
        if name.lower() in _titles().stop:
            continue
        start, end = match.span("name")
        yield PersonSpan(start=start, end=end, text=name, name=name, role="judge", title=match.group("title"))


# ---- later mentions


def _later(text: str, found: list[PersonSpan]) -> Iterator[PersonSpan]:
    """Bare surnames of people found, given to the full name that stands last before them."""
    by_surname: dict[str, list[PersonSpan]] = {}
    for span in found:
        by_surname.setdefault(surname_of(span.name), []).append(span)
    full = _full_names(text, by_surname)
    bearers = {surname: _bearers(spans, full.get(surname, [])) for surname, spans in by_surname.items()}
    for match in _TOKEN.finditer(text):
        surname = match.group()
        if surname in bearers and not _part_of_name(text, match):
            owner = _last_before(match.start(), bearers[surname])
            if owner is not None:
                start, end = match.span()
                yield PersonSpan(start=start, end=end, text=surname, name=owner.name, role=owner.role)


def surname_of(name: str) -> str:
    """The last name: the last word that is not a suffix, with its particles ("de Moraes")."""
    titles, parts = _titles(), name.replace(",", " ").split()
    while len(parts) > 1 and parts[-1].lower() in titles.suffixes:
        parts.pop()
    return parts[-1] if parts else name


_Bearers = tuple[list[int], list["PersonSpan | None"]]


def _bearers(spans: list[PersonSpan], full_names: list[tuple[int, str]]) -> _Bearers:
    """Where people of that surname are named: found people, and ``None`` for somebody else named in full."""
    full = {span.name.split()[0]: span for span in reversed(spans) if len(span.name.split()) > 1}
    only = next(iter(full.values())) if len(full) == 1 else None
    named: dict[int, PersonSpan | None] = {span.start: only or span for span in spans}
    for at, first in full_names:
        if first not in full:
            named.setdefault(at, None)
    starts = sorted(named)
    return starts, [named[at] for at in starts]


def _full_names(text: str, surnames: Collection[str]) -> dict[str, list[tuple[int, str]]]:
    """For each surname, where a full name with it stands and its first name; one pass over the text."""
    titles, found = _titles(), dict[str, list[tuple[int, str]]]()
    for match in _TOKEN.finditer(text):
        if match.group() not in surnames:
            continue
        first = _FIRST.search(text, max(0, match.start() - 30), match.start())
        if first and first.group(1).lower() not in titles.stop and first.group(1).lower() not in titles.before:
            found.setdefault(match.group(), []).append((first.start(), first.group(1)))
    return found


def _last_before(pos: int, bearers: _Bearers) -> PersonSpan | None:
    at = bisect_left(bearers[0], pos)
    return bearers[1][at - 1] if at else None


def _part_of_name(text: str, match: re.Match[str]) -> bool:
    """Another capitalised word right before, or after, makes it somebody else's name or a company's."""
    before = _CAP_BEFORE.search(text, max(0, match.start() - 30), match.start())
    after = _CAP_AFTER.match(text, match.end())
    titles = _titles()
    if (
        before
        and before.group(1).lower() not in titles.before | titles.stop
        and not _opens_sentence(text, before.start())
    ):
        return True
    return bool(after and after.group(1).lower() not in titles.stop)


def _opens_sentence(text: str, pos: int) -> bool:
    before = text[max(0, pos - 4) : pos].rstrip(" \"“'‘")
    return not before or before[-1] in ".!?\n"


def _free(spans: Iterable[PersonSpan]) -> list[PersonSpan]:
    """Spans in text order without overlaps; of two that overlap the earlier given stays."""
    starts: list[int] = []
    kept: list[PersonSpan] = []
    for span in spans:
        at = bisect_left(starts, span.start)
        after = at == len(kept) or kept[at].start >= span.end
        if after and (at == 0 or kept[at - 1].end <= span.start):
            starts.insert(at, span.start)
            kept.insert(at, span)
    return kept

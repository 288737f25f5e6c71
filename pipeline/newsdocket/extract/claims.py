"""Words that name causes of action, charges and legal questions, with the statutes that they rest on.

Three sources of candidates: phrases of the law (``data/claims.jsonl``, typed by the closed vocabulary), what stands
behind words that take a claim as complement ("accused of ...", "a lawsuit over ...", ``data/claim_triggers.jsonl``),
and clauses that tell what became of a claim without naming it ("the second count was dropped", "the dealer made peace
with the label", ``data/claim_events.jsonl``).
Which candidates are claims of the case, and how they ended, is decided in the relate stage.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from spacy.language import Language
from spacy.tokens import Doc, Token

from newsdocket.extract.clauses import clause_range, piece_end
from newsdocket.extract.names import in_places, section_headings
from newsdocket.extract.spans import ClaimSpan, SpanFinder
from newsdocket.packaged import packaged_rows
from newsdocket.syntax import case_of, lemma, relation
from newsdocket.vocabulary import ClaimType

GROUP = "newsdocket_claims"
CASE_NOUNS = frozenset(
    "lawsuit suit case appeal complaint litigation ruling action countersuit petition trial charge indictment".split()
)
CASE_VERBS = frozenset(
    "sue fine convict sentence jail rule settle acquit indict charge prosecute arrest overturn uphold order award "
    "block execute ban suspend plead enjoin strike challenge appeal penalize".split()
)
LINK_REACH = 7
EVENT_REACH = 8
EVENT = "event"
"""The kind of rule that finds clauses in which something happens to a claim (``event:dismiss``)."""
COMPLEMENTS = frozenset({"xcomp", "ccomp", "acl", "advcl", "obl", "nmod", "obj", "advcl:relcl", "acl:relcl"})

_RULE_PARTS = re.compile(r"[.:]")
_STATUTE = re.compile(
    r"(?:Section \d+[\w().-]*(?: and \d+[\w().-]*)? of (?:the )?)?"
    r"(?:the )?((?:[A-Z][\w’'&.-]*,? (?:(?:and|of|to|for|in|on|the|against|&) ){0,2}){1,7}?Act)\b(?: of \d{4})?"
    r"|\b\d+ U\.?S\.?C\.?(?: ?§+)? ?\d+[\w()-]*"
    r"|\bTitle (?:[IVX]+|\d+)\b"
    r"|\bSection \d+[\w().-]* of the [A-Z]\w+(?: [A-Z]\w+){0,4}"
    r"|\b(?:First|Second|Third|Fourth|Fifth|Sixth|Seventh|Eighth|Ninth|Tenth) Amendment\b"
    r"|\b(?:Thirteenth|Fourteenth|Fifteenth) Amendment\b"
)


@dataclass(frozen=True)
class Trigger:
    """A word that takes a claim as complement, and the links that lead to it (prepositions, ``OBJ``, ``CCOMP``)."""

    lemma: str
    pos: str
    links: frozenset[str]


def rule_kind(rule: str) -> str:
    """What kind of candidate a rule finds: ``phrase``, ``case``, ``event``, or the word that takes a complement."""
    return _RULE_PARTS.split(rule, maxsplit=1)[0]


def phrase_rows(name: str) -> list[dict[str, Any]]:
    """The rows of a table in ``extract/data`` (JSON lines)."""
    return packaged_rows(f"extract/data/{name}")


@lru_cache(maxsize=1)
def phrase_patterns() -> tuple[tuple[ClaimType, re.Pattern[str]], ...]:
    """One pattern for each claim type, from ``data/claims.jsonl``; ``*`` there stands for any ending of a word."""
    return tuple((row["type"], phrases_pattern(row["phrases"])) for row in phrase_rows("claims.jsonl"))


def phrases_pattern(phrases: Iterable[str]) -> re.Pattern[str]:
    """A pattern for any of ``phrases``, any case; ``*`` at a word is any ending, between words up to four words."""
    parts = [_phrase_regex(p) for p in sorted(phrases, key=len, reverse=True)]
    return re.compile(r"(?<![\w-])(?:" + "|".join(parts) + r")(?![\w])", re.IGNORECASE)


def _phrase_regex(phrase: str) -> str:
    gap = r"(?:\s[\w’'-]{1,20}){0,4}?\s"
    text = phrase.replace(" * ", "\0").replace("* ", "\1 ")
    if text.endswith("*"):
        text = text[:-1] + "\1"
    return text.replace(" ", r"\s").replace("\0", gap).replace("\1", r"[\w’'-]{0,20}")


@lru_cache(maxsize=1)
def event_verbs() -> dict[str, frozenset[str]]:
    """Verbs of what happens to a claim, from ``data/claim_events.jsonl``, each with the words of which one must stand
    near it (none: it may stand alone)."""
    return {row["lemma"]: frozenset(row.get("with", ())) for row in phrase_rows("claim_events.jsonl")}


@lru_cache(maxsize=1)
def triggers() -> dict[tuple[str, str], Trigger]:
    """Triggers by lemma and part of speech, from ``data/claim_triggers.jsonl``."""
    rows = phrase_rows("claim_triggers.jsonl")
    return {(r["lemma"], r["pos"]): Trigger(r["lemma"], r["pos"], frozenset(r["links"])) for r in rows}


def find_claims(doc: Doc) -> list[ClaimSpan]:
    """Candidates for claims in text order, section headings left out. They may overlap: a phrase of the law often lies
    inside a complement."""
    text = doc.text
    found = {(c.start, c.end): c for c in (*_events(doc), *_case_words(doc), *_complements(doc), *_phrases(text))}
    headings = section_headings(text)
    outside = (c for c in found.values() if not in_places(headings, c.start))
    return sorted(outside, key=_position)


def _position(item: ClaimSpan) -> tuple[int, int]:
    return item.start, -item.end


def _phrases(text: str) -> Iterator[ClaimSpan]:
    """Phrases of the law; one inside a longer one of another type ("fraud" in a statute's name) is dropped."""
    matches = [(m.start(), m.end(), kind) for kind, pattern in phrase_patterns() for m in pattern.finditer(text)]
    matches.sort(key=_widest_first)
    reach, owner = 0, ""
    for start, end, kind in matches:
        if end <= reach and kind != owner:
            continue
        if end > reach:
            reach, owner = end, kind
        yield _claim(text[start:end], start, kind, "phrase")


def _widest_first(match: tuple[int, int, str]) -> tuple[int, int]:
    return match[0], -match[1]


def _claim(words: str, start: int, kind: ClaimType, rule: str) -> ClaimSpan:
    end = start + len(words)
    return ClaimSpan(start=start, end=end, text=words, type=kind, name=words, statute=statute_in(words), rule=rule)


def statute_in(words: str) -> str | None:
    """The first statute, section or amendment that ``words`` names, as written."""
    match = _STATUTE.search(words)
    return (match.group(1) or match.group(0)).strip() if match else None


def find_statutes(text: str) -> list[tuple[int, int, str]]:
    """All statutes that ``text`` names: start, end and name as written."""
    return [
        (m.start(1), m.end(1), m.group(1)) if m.group(1) else (m.start(), m.end(), m.group())
        for m in _STATUTE.finditer(text)
    ]


def _complements(doc: Doc) -> Iterator[ClaimSpan]:
    table = triggers()
    for token in doc:
        trigger = table.get((lemma(token), _word_class(token)))
        if trigger is None:
            continue
        linked = list(_linked(token, trigger))
        for child, link in linked:
            for start, end in _pieces(doc, child):
                yield _tokens_claim(doc, start, end, f"{trigger.lemma}.{link}")
        if not linked:
            yield from _following(token, trigger)


def _tokens_claim(doc: Doc, start: int, end: int, rule: str) -> ClaimSpan:
    return _claim(doc[start:end].text, doc[start].idx, "other", rule)


def _following(token: Token, trigger: Trigger) -> Iterator[ClaimSpan]:
    """The words behind a link that stands near a trigger, for where the parse does not join the two."""
    doc, sentence = token.doc, token.sent
    for link in doc[token.i + 1 : min(token.i + LINK_REACH, sentence.end)]:
        if link.lower_ in trigger.links:
            end = piece_end(doc, link.i + 1, sentence.end)
            if end > link.i + 1:
                yield _tokens_claim(doc, link.i + 1, end, f"{trigger.lemma}.{link.lower_}")
            return


def _word_class(token: Token) -> str:
    return {"N": "N", "V": "V", "J": "A"}.get(token.tag_[:1], "")


def _linked(token: Token, trigger: Trigger) -> Iterator[tuple[Token, str]]:
    for child in _reachable(token):
        label = relation(child)
        if (
            label.split(":")[0] not in {"xcomp", "ccomp", "acl", "advcl", "obl", "nmod", "obj", "nsubj"}
            or child.i < token.i
        ):
            continue
        link = case_of(child) or _marker(child)
        if link in trigger.links:
            yield child, link
        elif label == "obj" and "OBJ" in trigger.links:
            yield child, "OBJ"
        elif label == "ccomp" and "CCOMP" in trigger.links:
            yield child, "CCOMP"
        elif child.lower_ in trigger.links:
            yield child, child.lower_


def _reachable(token: Token) -> Iterator[Token]:
    """Children of the trigger, and of an adjective or object right behind it ("found guilty of", "face charges of")."""
    yield from token.children
    if token.tag_.startswith("V"):
        for child in token.children:
            if relation(child) in {"xcomp", "obj"} and child.lower_ in {"guilty", "liable", "lawsuit", "suit"}:
                yield from child.children


def _marker(child: Token) -> str:
    for token in child.children:
        if relation(token) in {"mark", "case"} and token.i < child.i:
            return token.lower_
    return ""


def _pieces(doc: Doc, head: Token) -> Iterator[tuple[int, int]]:
    """Token ranges of a complement: one for each conjunct, without prepositions and markers in front."""
    heads = [head, *(t for t in head.conjuncts if t.i > head.i)]
    for index, piece in enumerate(heads):
        limit = heads[index + 1].left_edge.i if index + 1 < len(heads) else piece.right_edge.i + 1
        start = _piece_start(piece)
        end = piece_end(doc, start, min(max(limit, piece.i + 1), piece.right_edge.i + 1))
        if end > start:
            yield start, end


def _piece_start(piece: Token) -> int:
    start = piece.left_edge.i
    for token in piece.doc[start : piece.i]:
        if relation(token) in {"case", "mark", "cc", "punct"} or token.lower_ in {
            "allegedly",
            "that",
            "of",
            "for",
            "to",
        }:
            start = token.i + 1
        else:
            break
    return start


def _case_words(doc: Doc) -> Iterator[ClaimSpan]:
    """Words that say that there is a case but not what it is about ("lawsuit", "was fined")."""
    for token in doc:
        name = lemma(token)
        if token.tag_.startswith("N") and name in CASE_NOUNS and relation(token) != "compound":
            yield _tokens_claim(doc, _modified_start(token), token.i + 1, f"case:{name}")
        elif token.tag_.startswith("V") and name in CASE_VERBS:
            yield _tokens_claim(doc, token.i, token.i + 1, f"case:{name}")


def _events(doc: Doc) -> Iterator[ClaimSpan]:
    """Clauses whose verb says what became of a claim, whether or not they name it."""
    table = event_verbs()
    for token in doc:
        if not token.tag_.startswith("V") or (needed := table.get(lemma(token))) is None:
            continue
        near = doc[max(token.i - EVENT_REACH, token.sent.start) : min(token.i + EVENT_REACH, token.sent.end)]
        if not needed or any(word.lower_ in needed for word in near):
            yield _tokens_claim(doc, *clause_range(token), f"{EVENT}:{lemma(token)}")


def _modified_start(noun: Token) -> int:
    start = noun.i
    while start > noun.sent.start:
        word = noun.doc[start - 1]
        if relation(word) not in {"compound", "amod"} or word.head.i != noun.i:
            break
        start -= 1
    return start


@Language.factory("newsdocket_claims", requires=["token.dep", "token.tag"], assigns=["doc.spans"])
def make_claims(nlp: Language, name: str) -> SpanFinder:
    """spaCy component that writes the span group ``newsdocket_claims``."""
    return SpanFinder(find_claims, GROUP, "CLAIM")

"""Names in annotated court news as partial supervision: what the gold names is labelled, other capitalised words are
unknown.

The gold lists facts, not every name: a person in passing is no party. So a capitalised word that the gold does not
cover is *missing* for the NER (spaCy learns nothing from it), everything else is outside.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path

from names import LAW, OFFICES, nationality_extents, place_kind, without_titles
from spacy.lang.en.stop_words import STOP_WORDS
from spacy.language import Language
from spacy.tokens import Doc, Span

_FIGURE = re.compile(r"[$€£¥]|\d-[A-Za-z]{2,4}-\d")
_CLOSED = frozenset(
    "January February March April May June July August September October November December Jan. Feb. Aug. Sept. Oct. "
    "Nov. Dec. No. Nos. Judge Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split()
)
_SMALL = frozenset("of and the for de la von van der den bin al in on at & du di to".split())
_OFFICE = re.compile(
    r"\b(?:Department|Commission|Agency|Bureau|Office|Administration|Ministry|Board|Authority|Service|Court|Attorney|"
    r"Council|Committee|Parliament|Police|Army|Navy|Bank|University|Corps|Directorate|Inspectorate|Tribunal|Congress|Senate|"
    r"House|Treasury|Fund|Association|Division|Center|Prosecutor|Attorneys|District|School|Government)\b"
)


def looks_named(words: list[str]) -> bool:
    """Whether words read as a name: the first and last begin with a capital or digit, the others too or are small."""
    if not words or not _capital(words[0]) or not any(letter.isupper() for word in words for letter in word):
        return False
    return all(_capital(word) or word.lower() in _SMALL or not word[0].isalpha() for word in words)


def _capital(word: str) -> bool:
    return word[:1].isupper() or word[:1].isdigit() or any(letter.isupper() for letter in word[1:])


def read_gold(texts: Path, gold: Path) -> Iterator[tuple[str, dict[str, list[dict[str, object]]]]]:
    """Pairs of text and gold record, in file order."""
    with texts.open(encoding="utf8") as left, gold.open(encoding="utf8") as right:
        for text, record in zip(left, right, strict=True):
            yield json.loads(text)["text"], json.loads(record)


def surface_names(record: dict[str, list[dict[str, object]]], places: frozenset[str]) -> dict[str, str]:
    """Every surface form of parties, judges, courts and labels in a gold record with its label, as written."""
    forms: dict[str, str] = {}
    for party in record["parties"]:
        for exact in _forms(party):
            kind = str(party["kind"])
            if kind == "government":
                forms[exact] = _government(exact, places)
            elif kind in ("person", "organization"):
                forms[exact] = "PERSON" if kind == "person" else "ORG"
    for judge in record["judges"]:
        forms.update(dict.fromkeys(_forms(judge), "PERSON"))
    for other in (*record["courts"], *record["labels"]):
        forms.update(dict.fromkeys(_forms(other), "ORG"))
    for claim in record["claims"]:
        if claim.get("statute") and LAW.fullmatch(str(claim["statute"])):
            forms[str(claim["statute"])] = "LAW"
    return forms


def _forms(item: dict[str, object]) -> list[str]:
    exact = item["exact"]
    return [exact] if isinstance(exact, str) else [str(form) for form in exact] if isinstance(exact, list) else []


def _government(name: str, places: frozenset[str]) -> str:
    if _OFFICE.search(name) or name.removeprefix("the ") not in places:
        return "ORG"
    return place_kind(name)


def name_spans(doc: Doc, forms: dict[str, str]) -> list[Span]:
    """Entities in ``doc`` for every occurrence of ``forms`` that reads as a name; the longer form wins."""
    spans, taken = [], set[int]()
    for form, label in sorted(forms.items(), key=lambda item: (-len(item[0]), item[0])):
        for match in re.finditer(rf"(?<!\w){re.escape(form)}(?!\w)", doc.text):
            span = _trimmed(doc, match.start(), match.end(), label)
            if span is not None and not taken.intersection(range(span.start, span.end)):
                spans.append(span)
                taken.update(range(span.start, span.end))
    return sorted(spans, key=lambda span: span.start)


def _trimmed(doc: Doc, start: int, end: int, label: str) -> Span | None:
    """The span without a leading article or title, ``None`` where it does not read as a name."""
    span = doc.char_span(start, end, label=label)
    if span is None:
        return None
    first, last = span.start, span.end
    if label != "LAW" and doc[first].lower_ == "the" and last - first > 1:
        first += 1
    if label == "PERSON":
        words = tuple(token.text for token in doc)
        first = without_titles(words, first, last)
    if label in ("GPE", "LOC", "ORG", "PERSON") and not looks_named([token.text for token in doc[first:last]]):
        return None
    return Span(doc, first, last, label=label)


def partial_doc(nlp: Language, text: str, forms: dict[str, str], nationalities: frozenset[str]) -> Doc:
    """``text`` tokenized, with the names of ``forms`` set, other capitalised words missing, the rest outside."""
    doc = nlp.make_doc(text)
    spans = name_spans(doc, forms)
    covered = {index for span in spans for index in range(span.start, span.end)}
    for start, end in nationality_extents([token.text for token in doc], nationalities):
        if not covered.intersection(range(start, end)):
            spans.append(Span(doc, start, end, label="NORP"))
            covered.update(range(start, end))
    titles = _titles_before(doc, spans)
    unknown = [Span(doc, t.i, t.i + 1) for t in doc if t.i not in covered and t.i not in titles and _open(doc, t.i)]
    doc.set_ents(sorted(spans, key=lambda span: span.start), missing=unknown, default="outside")
    return doc


def law_forms(text: str) -> dict[str, str]:
    """Laws in ``text`` by their written form, without a function word that opens the sentence."""
    found = {}
    for match in LAW.finditer(text):
        first, _, rest = match.group().partition(" ")
        form = rest if first.lower() in STOP_WORDS else match.group()
        if " " in form:
            found[form] = "LAW"
    return found


def _titles_before(doc: Doc, spans: list[Span]) -> set[int]:
    """Tokens of titles and offices before a person's name ("District Judge"); they belong to no name."""
    found: set[int] = set()
    for span in spans:
        at = span.start - 1
        while span.label_ == "PERSON" and at >= 0 and doc[at].text in OFFICES:
            found.add(at)
            at -= 1
    return found


def _open(doc: Doc, index: int) -> bool:
    """Whether a word could belong to a name: it has a capital, or stands between two words that have one.

    Months, weekdays, amounts, docket numbers and function words that open a sentence are no names.
    """
    token = doc[index]
    if token.text in _CLOSED or _FIGURE.search(token.text) or (token.is_stop and _opens_sentence(doc, index)):
        return False
    if _capital(token.text) and not token.text[0].isdigit():
        return True
    inner = token.lower_ in _SMALL and 0 < index < len(doc) - 1
    return inner and _capital(doc[index - 1].text) and _capital(doc[index + 1].text)


def _opens_sentence(doc: Doc, index: int) -> bool:
    before = [token for token in doc[max(0, index - 2) : index] if token.text not in {'"', "“", "'"}]
    return not before or before[-1].is_space or before[-1].text in {".", "!", "?", ":", "”"}

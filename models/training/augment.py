"""Label-consistent copies of training texts: other letter case as in headlines, other names in the same places."""

from __future__ import annotations

import csv
import json
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

from spacy.language import Language
from spacy.tokens import Doc, Span
from spacy.vocab import Vocab

MISSING = "-"


@dataclass(frozen=True)
class Tagged:
    """Words, the blanks after them and a tag each: ``B-ORG``, ``I-ORG``, ``O`` or ``-`` for unknown."""

    words: tuple[str, ...]
    spaces: tuple[bool, ...]
    tags: tuple[str, ...]


@dataclass(frozen=True)
class Gazetteer:
    """Tokenized names to put in the place of others."""

    companies: tuple[tuple[str, ...], ...]
    agencies: tuple[tuple[str, ...], ...]
    people: tuple[tuple[str, ...], ...]


def from_doc(doc: Doc) -> Tagged:
    """The words and name tags of a ``Doc``."""
    tags = tuple(MISSING if t.ent_iob == 0 else "O" if t.ent_iob == 2 else f"{t.ent_iob_}-{t.ent_type_}" for t in doc)
    return Tagged(tuple(t.text for t in doc), tuple(bool(t.whitespace_) for t in doc), tags)


def to_doc(vocab: Vocab, tagged: Tagged) -> Doc:
    """The ``Doc`` of ``tagged``; unknown words are missing for the NER."""
    doc = Doc(vocab, words=list(tagged.words), spaces=list(tagged.spaces))
    spans = [Span(doc, start, end, label=label) for start, end, label in spans_of(tagged)]
    unknown = [Span(doc, i, i + 1) for i, tag in enumerate(tagged.tags) if tag == MISSING]
    doc.set_ents(spans, missing=unknown, default="outside")
    return doc


def spans_of(tagged: Tagged) -> Iterator[tuple[int, int, str]]:
    """First token, token after the last one and label of each name."""
    start = None
    for index, tag in enumerate([*tagged.tags, "O"]):
        if start is not None and not tag.startswith("I-"):
            yield start, index, tagged.tags[start][2:]
            start = None
        if tag.startswith("B-"):
            start = index


def recase(tagged: Tagged, how: str) -> Tagged:
    """``tagged`` in ``lower``, ``upper`` or ``title`` case."""
    change = {"lower": str.lower, "upper": str.upper, "title": _capitalised}[how]
    words = tuple(change(word) for word in tagged.words)
    kept = tuple(new if len(new) == len(old) else old for new, old in zip(words, tagged.words, strict=True))
    return Tagged(kept, tagged.spaces, tagged.tags)


def _capitalised(word: str) -> str:
    return (
        word
        if word in ("and", "of", "for", "to", "in", "the", "a", "on", "'s", "’s", "n't")
        else word[:1].upper() + word[1:]
    )


def read_gazetteer(nlp: Language, folder: Path) -> Gazetteer:
    """Companies (SEC), judges (Federal Judicial Center) and agencies (dotgov) of ``folder``, tokenized."""
    companies = json.loads((folder / "sec_companies.json").read_text(encoding="utf8"))
    rows = companies.values() if isinstance(companies, dict) else companies
    titles = sorted({_usual_case(str(row["title"] if isinstance(row, dict) else row)) for row in rows})
    judges = sorted({_judge(name) for name in _column(folder / "us_federal_judges.csv", "name")})
    agencies = sorted(set(_column(folder / "us_agencies.csv", "agency")))
    return Gazetteer(*(tuple(_words(nlp, name) for name in names) for names in (titles, agencies, judges)))


def _column(path: Path, name: str) -> list[str]:
    with path.open(encoding="utf8", newline="") as file:
        reader = csv.DictReader(file)
        key = next(field for field in reader.fieldnames or () if name in field.lower())
        return [row[key].strip() for row in reader if row[key].strip()]


def _judge(name: str) -> str:
    """ "Adams, John Q., Jr." as "John Q. Adams Jr."."""
    last, first, *suffix = [*name.split(", "), ""]
    return " ".join(part for part in (first, last, *suffix) if part)


def _usual_case(title: str) -> str:
    """A company's registered name as a newspaper writes it: no state suffix, no all caps."""
    bare = title.partition("/")[0].strip(" ,")
    words = [word.capitalize() if word.isupper() and len(word) > 3 else word for word in bare.split()]
    return " ".join({"CORP": "Corp.", "INC": "Inc.", "LTD": "Ltd.", "CO": "Co."}.get(word, word) for word in words)


def _words(nlp: Language, name: str) -> tuple[str, ...]:
    return tuple(token.text for token in nlp.make_doc(name))


def swap_names(tagged: Tagged, names: Gazetteer, rng: random.Random) -> Tagged:
    """``tagged`` with its people and organizations renamed, the same name everywhere the same way."""
    chosen: dict[tuple[str, ...], tuple[str, ...]] = {}
    words: list[str] = []
    spaces: list[bool] = []
    tags: list[str] = []
    at = 0
    for start, end, label in [*spans_of(tagged), (len(tagged.words), len(tagged.words), "")]:
        words += tagged.words[at:start]
        spaces += tagged.spaces[at:start]
        tags += tagged.tags[at:start]
        old = tagged.words[start:end]
        if old:
            new = chosen.setdefault(old, _other(old, label, names, rng))
            words += new
            spaces += [*_inner_spaces(new), tagged.spaces[end - 1]]
            tags += [f"B-{label}", *[f"I-{label}"] * (len(new) - 1)]
        at = end
    return Tagged(tuple(words), tuple(spaces), tuple(tags))


def _other(old: tuple[str, ...], label: str, names: Gazetteer, rng: random.Random) -> tuple[str, ...]:
    if label == "PERSON":
        person = rng.choice(names.people)
        return person if len(old) > 1 else person[-1:]
    if label == "ORG" and "Court" not in old:
        company = rng.choice(names.companies)
        return company if len(old) > 1 else company[:1]
    return old


def _inner_spaces(words: Sequence[str]) -> list[bool]:
    return [b not in (",", ".", "'s", ")", "-") and a not in ("(", "-") for a, b in pairwise(words)]

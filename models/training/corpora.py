"""Readers of the corpora: each gives :class:`Sentence` objects, the one shape that the rest of the training works on.

Formats: CoNLL-U treebanks, Universal NER (IOB2), wikigold (IO), CrossNER (BIO), the Groningen Meaning Bank extract
(CSV).
"""

from __future__ import annotations

import csv
import gzip
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path

Entity = tuple[int, int, str]
"""First token, token after the last one, label."""


@dataclass(frozen=True)
class Sentence:
    """One annotated sentence. ``entities`` is ``None`` where the corpus has no names; missing layers are empty."""

    words: tuple[str, ...]
    spaces: tuple[bool, ...]
    entities: tuple[Entity, ...] | None = None
    tags: tuple[str, ...] = ()
    pos: tuple[str, ...] = ()
    lemmas: tuple[str, ...] = ()
    heads: tuple[int, ...] = ()
    deps: tuple[str, ...] = ()
    paragraph: str = ""
    genre: str = ""


@dataclass
class _Columns:
    rows: list[list[str]] = field(default_factory=list)
    glued: dict[int, int] = field(default_factory=dict)
    """Index of the first token of a multiword token to that of its last."""
    glued_space: dict[int, bool] = field(default_factory=dict)


def open_text(path: Path) -> Iterator[str]:
    """Lines of a plain or gzipped file, in UTF-8 or, where that fails, Windows-1252, without the line end."""
    raw = gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()
    try:
        text = raw.decode("utf8")
    except UnicodeDecodeError:
        text = raw.decode("cp1252", errors="replace")
    yield from text.split("\n")


def read_conllu(path: Path) -> Iterator[Sentence]:
    """Sentences of a CoNLL-U treebank, with ``paragraph`` an id shared by sentences of one paragraph."""
    columns, document, paragraph = _Columns(), "", 0
    for line in open_text(path):
        if line.startswith("# newdoc"):
            document, paragraph = line.partition("= ")[2], 0
        elif line.startswith("# newpar"):
            paragraph += 1
        elif line and not line.startswith("#"):
            _add_row(columns, line.split("\t"))
        elif not line and columns.rows:
            yield _from_columns(columns, f"{document}/{paragraph}")
            columns = _Columns()


def _add_row(columns: _Columns, row: list[str]) -> None:
    if "-" in row[0]:
        first, last = (int(part) - 1 for part in row[0].split("-"))
        columns.glued[first] = last
        columns.glued_space[last] = "SpaceAfter=No" not in row[9]
    elif "." not in row[0]:
        columns.rows.append(row)


def _from_columns(columns: _Columns, paragraph: str) -> Sentence:
    rows = columns.rows
    spaces = ["SpaceAfter=No" not in row[9] for row in rows]
    for first, last in columns.glued.items():
        spaces[first:last] = [False] * (last - first)
        spaces[last] = columns.glued_space[last]
    sentence = Sentence(
        words=tuple(row[1] for row in rows),
        spaces=tuple(spaces),
        tags=tuple(row[4] for row in rows),
        pos=tuple(row[3] for row in rows),
        lemmas=tuple(row[2] for row in rows),
        heads=tuple(index if row[6] == "0" else int(row[6]) - 1 for index, row in enumerate(rows)),
        deps=tuple("ROOT" if row[7] == "root" else row[7] for row in rows),
        paragraph=paragraph,
        genre=paragraph.split("-")[0].split("_")[0],
    )
    return merge_amounts(sentence)


CURRENCY_WORDS = frozenset({"$", "€", "£", "¥", "₹", "US$", "C$", "A$"})


def merge_amounts(sentence: Sentence) -> Sentence:
    """Merge a currency sign with the number glued to it, as the tokenizer reads them; the sign keeps its place."""
    drop = {
        index + 1
        for index in range(len(sentence.words) - 1)
        if sentence.words[index] in CURRENCY_WORDS
        and not sentence.spaces[index]
        and sentence.words[index + 1][:1].isdigit()
    }
    return _merged(sentence, drop) if drop else sentence


def _merged(sentence: Sentence, drop: set[int]) -> Sentence:
    """``sentence`` with every token in ``drop`` joined to the one before it."""
    kept = [index for index in range(len(sentence.words)) if index not in drop]
    new = {old: position for position, old in enumerate(kept)}
    new.update({index: new[index - 1] for index in drop})
    words = tuple(sentence.words[i] + (sentence.words[i + 1] if i + 1 in drop else "") for i in kept)
    last = {i: i + 1 if i + 1 in drop else i for i in kept}
    tree = _merged_tree(sentence, kept, drop)
    return replace(
        sentence,
        words=words,
        spaces=tuple(sentence.spaces[last[i]] for i in kept),
        tags=tuple(sentence.tags[last[i]] for i in kept),
        pos=tuple(sentence.pos[last[i]] for i in kept),
        lemmas=tuple(word if i + 1 in drop else sentence.lemmas[i] for i, word in zip(kept, words, strict=True)),
        heads=tuple(new[head] for head, _ in tree),
        deps=tuple(dep for _, dep in tree),
    )


def _merged_tree(sentence: Sentence, kept: list[int], drop: set[int]) -> list[tuple[int, str]]:
    """Old head and label of each kept token; a sign that hung on its own number takes the number's place."""
    tree = []
    for i in kept:
        inside = i + 1 in drop and sentence.heads[i] == i + 1
        source = i + 1 if inside else i
        head = sentence.heads[source]
        tree.append((i if head == source else head, sentence.deps[source]))
    return tree


def read_uner(path: Path) -> Iterator[Sentence]:
    """Sentences of Universal NER over EWT; labels PER, ORG, LOC and, in the draft, OTH."""
    text, words, tags = "", [], []
    for line in open_text(path):
        if line.startswith("# text = "):
            text = line[9:]
        elif line and not line.startswith("#"):
            row = line.split("\t")
            words.append(row[1])
            tags.append(row[2].strip())
        elif not line and words:
            yield Sentence(tuple(words), spaces_of(words, text), from_iob(tags))
            words, tags = [], []


def spaces_of(words: list[str], text: str) -> tuple[bool, ...]:
    """Whether a blank follows each word in ``text``."""
    at, spaces = 0, []
    for word in words:
        found = text.find(word, at)
        at = found + len(word) if found >= 0 else at
        spaces.append(found < 0 or text[at : at + 1].isspace() or at >= len(text))
    return tuple(spaces)


def from_iob(tags: list[str]) -> tuple[Entity, ...]:
    """Entities of IOB2 or IO tags; ``B-O`` counts as O, an ``I-`` without a ``B-`` opens an entity."""
    entities: list[Entity] = []
    start, label = 0, ""
    for index, tag in enumerate([*tags, "O"]):
        mark, _, kind = tag.partition("-")
        kind = "" if kind == "O" else kind
        if label and (mark != "I" or kind != label):
            entities.append((start, index, label))
            label = ""
        if kind and not label:
            start, label = index, kind
    return tuple(entities)


def read_columns(path: Path, word: int = 0, tag: int = 1) -> Iterator[Sentence]:
    """Sentences of a file with one word and tag a line (wikigold, CrossNER); blanks are guessed."""
    words, tags = [], []
    for line in [*open_text(path), ""]:
        row = line.split()
        if len(row) > tag and not line.startswith("-DOCSTART-"):
            words.append(row[word])
            tags.append(row[tag])
        elif words:
            yield Sentence(tuple(words), guess_spaces(words), from_iob(tags))
            words, tags = [], []


def read_gmb(path: Path) -> Iterator[Sentence]:
    """Sentences of the Groningen Meaning Bank; labels geo, gpe (nationalities), per, org, tim, art, eve, nat."""
    words: list[str] = []
    tags: list[str] = []
    for row in csv.reader(list(open_text(path))[1:]):
        if row and row[0] and words:
            yield Sentence(tuple(words), guess_spaces(words), from_iob(tags))
            words, tags = [], []
        if len(row) >= 4 and row[1]:
            words.append({"``": '"', "''": '"'}.get(row[1], row[1]))
            tags.append(row[3])
    if words:
        yield Sentence(tuple(words), guess_spaces(words), from_iob(tags))


_NO_SPACE_BEFORE = frozenset(
    {".", ",", ";", ":", "!", "?", ")", "]", "'s", "'", "n't", "'re", "'ve", "'ll", "'d", "'m", "%", "’s"}
)
_NO_SPACE_AFTER = frozenset({"(", "[", "$", "£", "€"})


def guess_spaces(words: list[str]) -> tuple[bool, ...]:
    """Whether a blank follows each word, by the customs of English typesetting; straight quotes alternate."""
    spaces, inside = [True] * len(words), False
    for index, word in enumerate(words):
        if word in _NO_SPACE_AFTER:
            spaces[index] = False
        if word in _NO_SPACE_BEFORE and index:
            spaces[index - 1] = False
        if word == '"':
            glued = index if not inside else index - 1
            if glued >= 0:
                spaces[glued] = False
            inside = not inside
    return tuple(spaces)

"""News labelled by the larger pipeline, for the default one to learn from: ``distill.py --data FOLDER --output FILE``.

Writes a ``DocBin`` with tags, trees, sentence starts and names of court items and of other news spread evenly over the
years, and with ``--fill FILE`` another one of the training texts with every layer that they lack. The silver
layers come from ``en_newsdocket_minilm``; layers that a text has are kept.
"""

from __future__ import annotations

import argparse
import json
import random
import re
import time
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

import spacy
from corpora import open_text
from spacy.attrs import DEP, HEAD, TAG
from spacy.language import Language
from spacy.tokens import Doc, DocBin, Span

_COURT = re.compile(
    r"\b(?:courts?|judges?|jury|juror|lawsuits?|sue[sd]?|suing|plaintiffs?|defendants?|verdict|convicted|sentenced|"
    r"indict(?:ed|ment)|settle(?:s|d|ment)|fined?|damages|injunction|appeals?|prosecutors?|pleads?|pleaded|acquitted|"
    r"ruling|ruled|tribunal|antitrust|copyright|patent|extradit\w+|charged|trial)\b",
    re.IGNORECASE,
)
MODEL = "en_newsdocket_minilm"


def news(folder: Path, words: int, seed: int = 3) -> list[str]:
    """Texts of about ``words`` words in all: every court item, then other items in random order over all years."""
    rng = random.Random(seed)
    texts = [json.loads(line)["text"] for line in open_text(folder / "current_events.jsonl.gz") if line]
    releases = [json.loads(line)["text"] for line in open_text(folder / "federal_releases.jsonl.gz") if line]
    rng.shuffle(texts)
    court = [text for text in texts if len(_COURT.findall(text)) > 1]
    rest = [text for text in texts if len(_COURT.findall(text)) <= 1]
    return list(_up_to([*rng.sample(releases, len(releases) // 3), *court, *rest], words))


def _up_to(texts: Iterable[str], words: int) -> Iterator[str]:
    total = 0
    for text in texts:
        total += text.count(" ") + 1
        if total > words:
            return
        yield text


def filled(nlp: Language, docs: Sequence[Doc]) -> Iterator[Doc]:
    """``docs`` with trees and tags where they have none, and names where they are missing."""
    bare = (Doc(nlp.vocab, words=[t.text for t in doc], spaces=[bool(t.whitespace_) for t in doc]) for doc in docs)
    for doc, guess in zip(docs, nlp.pipe(bare), strict=True):
        if not doc.has_annotation("DEP"):
            doc.from_array([TAG, HEAD, DEP], guess.to_array([TAG, HEAD, DEP]))
        _fill_names(doc, guess)
        yield doc


def _fill_names(doc: Doc, guess: Doc) -> None:
    """Names of ``guess`` whose tokens are all missing in ``doc``; no token is missing afterwards."""
    known = list(doc.ents)
    missing = {token.i for token in doc if token.ent_iob == 0}
    new = [
        Span(doc, span.start, span.end, label=span.label_)
        for span in guess.ents
        if missing.issuperset(range(span.start, span.end))
    ]
    doc.set_ents(sorted([*known, *new], key=_first), default="outside")


def _first(span: Span) -> int:
    return span.start


def main() -> None:
    """Label the news and, if asked, fill the training texts."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="folder with data/text/")
    parser.add_argument("--output", type=Path, required=True, help="DocBin file to write")
    parser.add_argument("--words", type=int, default=1_000_000, help="about how many words of news")
    parser.add_argument("--fill", type=Path, help="DocBin file of training texts to fill")
    parser.add_argument("--filled", type=Path, help="where the filled texts go")
    parser.add_argument("--model", default=MODEL)
    arguments = parser.parse_args()
    nlp = spacy.load(arguments.model, exclude=["attribute_ruler", "lemmatizer"])
    if arguments.output and arguments.words:
        _write(nlp.pipe(news(arguments.data / "data/text", arguments.words)), arguments.output)
    if arguments.fill:
        _write(filled(nlp, list(DocBin().from_disk(arguments.fill).get_docs(nlp.vocab))), arguments.filled)


def _write(docs: Iterable[Doc], path: Path) -> None:
    start, stored, words = time.perf_counter(), DocBin(store_user_data=False), 0
    for doc in docs:
        stored.add(doc)
        words += len(doc)
    stored.to_disk(path)
    print(f"{path}: {len(stored)} texts, {words} tokens, {words / (time.perf_counter() - start):.0f} a second")


if __name__ == "__main__":
    main()

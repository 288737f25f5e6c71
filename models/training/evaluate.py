"""Measures a pipeline: tags and dependencies on UD EWT, names on Universal NER and on court news, speed, memory."""

from __future__ import annotations

import re
import subprocess
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import spacy
from corpora import Sentence
from docs import group, to_doc
from indomain import looks_named, read_gold
from names import joined, without_titles
from spacy.language import Language
from spacy.pipeline.dep_parser import parser_score
from spacy.pipeline.lemmatizer import lemmatizer_score
from spacy.pipeline.tagger import tagger_score
from spacy.tokens import Doc, DocBin
from spacy.training import Example

UNER_LABELS = {"PERSON": "PER", "ORG": "ORG", "GPE": "LOC", "LOC": "LOC", "FAC": "LOC"}

Scores = dict[str, float]


@dataclass(frozen=True)
class Count:
    """True positives, predicted and gold items."""

    hits: int
    predicted: int
    gold: int

    @property
    def scores(self) -> Scores:
        """Precision, recall and their harmonic mean, rounded to four places."""
        precision = self.hits / self.predicted if self.predicted else 0.0
        recall = self.hits / self.gold if self.gold else 0.0
        both = precision + recall
        f1 = 2 * precision * recall / both if both else 0.0
        return {"p": round(precision, 4), "r": round(recall, 4), "f": round(f1, 4), "n": self.gold}


def syntax_scores(nlp: Language, sentences: Sequence[Sentence], most: int = 10) -> Scores:
    """Tag accuracy, labelled attachment, lemmas and sentence F1 of ``nlp`` on raw text of up to ``most`` sentences."""
    gold = [to_doc(nlp.vocab, run) for run in group(sentences, most)]
    predicted = nlp.pipe(doc.text for doc in gold)
    examples = [Example(guess, reference) for guess, reference in zip(predicted, gold, strict=True)]
    scores = tagger_score(examples)
    scores.update(parser_score(examples))
    scores.update(lemmatizer_score(examples))
    kept = ("tag_acc", "dep_uas", "dep_las", "lemma_acc", "sents_f")
    return {key: round(float(scores[key]), 4) for key in kept}


def syntax_by_genre(nlp: Language, sentences: Sequence[Sentence]) -> dict[str, Scores]:
    """:func:`syntax_scores` for each genre of the treebank."""
    genres: dict[str, list[Sentence]] = defaultdict(list)
    for sentence in sentences:
        genres[sentence.genre].append(sentence)
    return {genre: syntax_scores(nlp, members) for genre, members in sorted(genres.items())}


def uner_scores(nlp: Language, sentences: Sequence[Sentence]) -> dict[str, Scores]:
    """Exact matches of PER, ORG and LOC with the corpus's own spans, by character offsets, over all and by label."""
    hits, predicted, gold = Counter[str](), Counter[str](), Counter[str]()
    texts = [joined(sentence) for sentence in sentences]
    for doc, sentence, (_, starts) in zip(nlp.pipe(t for t, _ in texts), sentences, texts, strict=True):
        right = {
            (starts[a], starts[b - 1] + len(sentence.words[b - 1]), label)
            for a, b, label in sentence.entities or ()
            if label in UNER_LABELS.values()
        }
        guess = {(e.start_char, e.end_char, UNER_LABELS[e.label_]) for e in doc.ents if e.label_ in UNER_LABELS}
        hits.update(label for *_, label in right & guess)
        predicted.update(label for *_, label in guess)
        gold.update(label for *_, label in right)
    scores = {label: Count(hits[label], predicted[label], gold[label]).scores for label in ("PER", "ORG", "LOC")}
    scores["all"] = Count(hits.total(), predicted.total(), gold.total()).scores
    return scores


def named_mentions(text: str, record: dict[str, list[dict[str, object]]]) -> list[tuple[str, str]]:
    """Surface names of a gold record's parties (not groups) and judges with their kind, without a leading article."""
    found = []
    items = [(str(p["kind"]), p) for p in record["parties"] if p["kind"] != "group"]
    items += [("judge", judge) for judge in record["judges"]]
    for kind, item in items:
        forms = item["exact"] if isinstance(item["exact"], list) else [item["exact"]]
        for form in forms:
            bare = re.sub(r"^[Tt]he ", "", str(form))
            if looks_named(re.findall(r"[\w’'.&-]+|[^\w\s]", bare)) and bare in text:
                found.append((kind, bare))
    return found


def name_recall(nlp: Language, texts: Path, gold: Path, parity: int | None = None) -> tuple[Scores, list[str]]:
    """Share of named parties and judges found with exact boundaries (article and titles aside), and the ones missed.

    ``parity`` 0 lists misses of even-numbered documents only.
    """
    hits, total, missed = Counter[str](), Counter[str](), []
    pairs = list(read_gold(texts, gold))
    for index, (doc, (text, record)) in enumerate(zip(nlp.pipe(t for t, _ in pairs), pairs, strict=True)):
        found = {_bare(ent.text) for ent in doc.ents}
        for kind, name in named_mentions(text, record):
            total.update([kind, "all"])
            if _bare(name) in found:
                hits.update([kind, "all"])
            elif parity is None or index % 2 == parity:
                missed.append(f"{index} {kind}: {name} | {_near(doc, name)}")
    return {kind: round(hits[kind] / total[kind], 4) for kind in sorted(total)}, missed


def _bare(name: str) -> str:
    """``name`` without a leading article and without titles, which are not part of a name here."""
    words = tuple(re.sub(r"^[Tt]he ", "", name).split())
    return " ".join(words[without_titles(words, 0, len(words)) :])


def _near(doc: Doc, name: str) -> list[str]:
    start = doc.text.find(name)
    return [f"{e.text}/{e.label_}" for e in doc.ents if e.start_char < start + len(name) and start < e.end_char]


def words_per_second(nlp: Language, texts: Sequence[str], repeats: int = 3) -> float:
    """Best of ``repeats`` runs over ``texts``, in tokens a second, without loading."""
    best = 0.0
    for _ in range(repeats):
        begin = time.perf_counter()
        words = sum(len(doc) for doc in nlp.pipe(texts))
        best = max(best, words / (time.perf_counter() - begin))
    return round(best)


_LOAD = """
import re, sys, time
import spacy
begin = time.perf_counter()
nlp = spacy.load(sys.argv[1])
seconds = time.perf_counter() - begin
nlp("The court ruled.")
status = open("/proc/self/status").read()
print(seconds, int(re.search(r"VmRSS:\\s+(\\d+)", status)[1]) / 1024)
"""


def load_cost(path: Path) -> Scores:
    """Seconds to load the pipeline in a fresh process, spaCy imported before, and its resident megabytes (Linux)."""
    answer = subprocess.run([sys.executable, "-c", _LOAD, str(path)], capture_output=True, text=True, check=True)
    seconds, memory = (float(value) for value in answer.stdout.split())
    return {"load_s": round(seconds, 2), "rss_mb": round(memory)}


def speed(nlp: Language, train: Path, texts: Path, most: int = 250) -> Scores:
    """Tokens a second of ``nlp`` and of spaCy's small architecture, warm and in turns on the same ``texts``."""
    sample = [text for _, (text, _) in zip(range(most), read_gold(texts, _gold_of(texts)), strict=False)]
    small = small_pipeline(nlp, train)
    ours, other = [], []
    for _ in range(4):
        ours.append(words_per_second(nlp, sample, 1))
        other.append(words_per_second(small, sample, 1))
    return {"words_per_s": max(ours), "small_words_per_s": max(other), "ratio": round(max(ours) / max(other), 3)}


def _gold_of(texts: Path) -> Path:
    return texts.with_name(texts.name.replace("texts", "gold"))


def small_pipeline(like: Language, train: Path, updates: int = 60) -> Language:
    """A HashEmbedCNN of width 96 and depth 4 shared by tagger, parser and NER, trained for a moment on ``train``."""
    nlp = spacy.blank("en")
    nlp.tokenizer.from_bytes(like.tokenizer.to_bytes())
    for name in ("tok2vec", "tagger", "parser", "ner"):
        nlp.add_pipe(name, config=_listening(name))
    docs = list(DocBin().from_disk(train).get_docs(nlp.vocab))[:1200]
    examples = [Example(nlp.make_doc(doc.text), doc) for doc in docs]
    optimizer = nlp.initialize(lambda: examples)
    size = len(examples) // updates
    for start in range(0, size * updates, size):
        nlp.update(examples[start : start + size], sgd=optimizer)
    return nlp


def _listening(name: str) -> dict[str, object]:
    if name == "tok2vec":
        return {}
    listener = {"@architectures": "spacy.Tok2VecListener.v1", "width": 96}
    return {"model": {"tok2vec": listener}}

"""Measures a pipeline: tags and dependencies on UD EWT, names on Universal NER and on annotated court news, speed, memory."""

from __future__ import annotations

import re
import resource
import time
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import spacy
from corpora import Sentence
from docs import group, to_doc
from indomain import looks_named, read_gold
from names import joined
from spacy.language import Language
from spacy.tokens import Doc
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
    """Tag accuracy, labelled attachment, lemma accuracy and sentence F1 of ``nlp`` on raw text of up to ``most`` sentences."""
    gold = [to_doc(nlp.vocab, run) for run in group(sentences, most)]
    predicted = nlp.pipe(doc.text for doc in gold)
    examples = [Example(guess, reference) for guess, reference in zip(predicted, gold, strict=True)]
    scores = nlp.get_pipe("tagger").score(examples)
    scores.update(nlp.get_pipe("parser").score(examples))
    scores.update(nlp.get_pipe("lemmatizer").score(examples))
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
    """Share of named parties and judges found with exact boundaries, overall and by kind, and the ones missed.

    ``parity`` 0 lists misses of even-numbered documents only.
    """
    hits, total, missed = Counter[str](), Counter[str](), []
    pairs = list(read_gold(texts, gold))
    for index, (doc, (text, record)) in enumerate(zip(nlp.pipe(t for t, _ in pairs), pairs, strict=True)):
        found = {re.sub(r"^[Tt]he ", "", ent.text) for ent in doc.ents}
        for kind, name in named_mentions(text, record):
            total.update([kind, "all"])
            if name in found:
                hits.update([kind, "all"])
            elif parity is None or index % 2 == parity:
                missed.append(f"{index} {kind}: {name} | {_near(doc, name)}")
    return {kind: round(hits[kind] / total[kind], 4) for kind in sorted(total)}, missed


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


def load_cost(path: str) -> Scores:
    """Seconds to load the pipeline and megabytes of resident memory of the process afterwards."""
    begin = time.perf_counter()
    spacy.load(path)
    seconds = time.perf_counter() - begin
    return {"load_s": round(seconds, 2), "rss_mb": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)}


def sample_texts(texts: Path, most: int) -> list[str]:
    """The first ``most`` texts of a file of gold texts or news."""
    gold = texts.with_name(texts.name.replace("texts", "gold"))
    return [text for text, _ in _first(read_gold(texts, gold), most)]


def _first(pairs: Iterable[tuple[str, object]], most: int) -> list[tuple[str, object]]:
    return [pair for _, pair in zip(range(most), pairs, strict=False)]

"""Measures the levers of the names one by one: short NER-only trainings that differ in one thing each.

``python models/training/probe.py --data FOLDER --work models/training/work`` after the ``prepare`` stage. Every probe
sees the same number of words; the figures compare levers, they are not those of the full training.
"""

from __future__ import annotations

import argparse
import json
import random
from dataclasses import replace
from pathlib import Path

import evaluate
import spacy
from corpora import read_gmb, read_uner
from names import known_places, nationality_words
from prepare import FIRST, Mixture, court_news, law_news, mixed
from spacy.language import Language
from spacy.tokens import Doc
from spacy.training import Example
from spacy.util import minibatch

WORDS = 500_000

LEVERS: dict[str, Mixture] = {
    "all": FIRST,
    "no static vectors": FIRST,
    "no silver sentences": replace(FIRST, gmb_sentences=0),
    "12000 silver sentences": replace(FIRST, gmb_sentences=12_000),
    "no laws from news": replace(FIRST, laws=0),
    "no court news": replace(FIRST, gold=0, swapped=0),
    "no swapped names": replace(FIRST, swapped=0),
    "no other letter case": replace(FIRST, recased=0.0),
    "no Wikipedia corpora": replace(FIRST, wikipedia=0.0),
}


def main() -> None:
    """Run the probes that the command line names (all by default) and print a line of figures for each."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--work", type=Path, required=True)
    parser.add_argument("--only", default=",".join(LEVERS))
    arguments = parser.parse_args()
    for lever in arguments.only.split(","):
        base = spacy.load(arguments.work / "base")
        nlp = train_names(base, _texts(base, arguments.data, LEVERS[lever]), lever != "no static vectors")
        uner = evaluate.uner_scores(nlp, list(read_uner(arguments.data / "data/train/uner_ewt-dev.iob2.gz")))
        gold = arguments.data / "gold"
        found, _ = evaluate.name_recall(nlp, gold / "dev.texts.jsonl", gold / "dev.gold.jsonl")
        print(json.dumps({"lever": lever, "uner_dev": uner["all"]["f"], "court_news_dev": found["all"]}), flush=True)


def _texts(nlp: Language, root: Path, mixture: Mixture) -> list[Doc]:
    bank = list(read_gmb(root / "data/train/gmb_ner.csv.gz"))
    nationalities, places = nationality_words(bank), known_places(bank)
    court = court_news(nlp, root / "gold", places, nationalities)
    laws = law_news(nlp, root / "data/text", nationalities)
    return mixed(nlp, root / "data", court, laws, bank, places, nationalities, mixture)


def train_names(nlp: Language, docs: list[Doc], vectors: bool, words: int = WORDS) -> Language:
    """A NER on a CNN of its own, trained on ``words`` words of ``docs``, around again where they are fewer."""
    spacy.util.fix_random_seed(7)
    rng = random.Random(7)
    config = {"model": {"tok2vec": _tok2vec(vectors)}}
    nlp.add_pipe("ner", config=config)
    examples = [Example(nlp.make_doc(doc.text), doc) for doc in docs if any(t.ent_iob for t in doc)]
    optimizer = nlp.initialize(lambda: examples)
    seen = 0
    while seen < words:
        rng.shuffle(examples)
        for batch in minibatch(examples, 10):
            nlp.update(batch, sgd=optimizer, drop=0.1)
            seen += sum(len(example.predicted) for example in batch)
            if seen >= words:
                break
    return nlp


def _tok2vec(vectors: bool) -> dict[str, object]:
    embed = {
        "@architectures": "spacy.MultiHashEmbed.v2",
        "width": 96,
        "attrs": ["NORM", "PREFIX", "SUFFIX", "SHAPE"],
        "rows": [5000, 1000, 2500, 2500],
        "include_static_vectors": vectors,
    }
    encode = {
        "@architectures": "spacy.MaxoutWindowEncoder.v2",
        "width": 96,
        "depth": 4,
        "window_size": 1,
        "maxout_pieces": 3,
    }
    return {"@architectures": "spacy.Tok2Vec.v2", "embed": embed, "encode": encode}


if __name__ == "__main__":
    main()

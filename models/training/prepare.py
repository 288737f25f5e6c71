"""The first stage of training: corpora to ``.spacy`` files for the parser and for the NER, with fixed mixtures and seeds."""

from __future__ import annotations

import random
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from augment import Tagged, from_doc, read_gazetteer, recase, swap_names
from augment import to_doc as tagged_doc
from corpora import Sentence, read_columns, read_conllu, read_gmb, read_uner
from docs import group, to_doc
from indomain import partial_doc, read_gold, surface_names
from names import harmonise, known_places, narrow_places, nationality_words
from spacy.language import Language
from spacy.tokens import Doc, DocBin

CASES = ("lower", "lower", "title", "upper")


@dataclass(frozen=True)
class Mixture:
    """How often each source stands in the training set of the NER."""

    uner: int = 2
    gold: int = 3
    swapped: int = 1
    gmb_sentences: int = 6000
    recased: float = 0.2
    seed: int = 1


def save(docs: Iterable[Doc], path: Path) -> None:
    """Write ``docs`` to ``path``."""
    DocBin(docs=docs, store_user_data=False).to_disk(path)


def prepare_syntax(nlp: Language, data: Path, work: Path) -> None:
    """``syntax-train`` (EWT and GUM), ``syntax-dev`` and ``syntax-test`` (EWT)."""
    train = [*read_conllu(data / "train/en_ewt-ud-train.conllu.gz"), *read_conllu(data / "train/en_gum-no-nc-train.conllu.gz")]
    save((to_doc(nlp.vocab, run) for run in group(train, 6)), work / "syntax-train.spacy")
    for part in ("dev", "test"):
        sentences = read_conllu(data / f"train/en_ewt-ud-{part}.conllu.gz")
        save((to_doc(nlp.vocab, run) for run in group(sentences, 10)), work / f"syntax-{part}.spacy")


def prepare_names(nlp: Language, data: Path, gold: Path, work: Path, mixture: Mixture) -> None:
    """``names-train``, ``names-dev`` and ``names-test``; ``gold`` is the folder of annotated court news."""
    rng = random.Random(mixture.seed)
    bank = list(read_gmb(data / "train/gmb_ner.csv.gz"))
    nationalities, places = nationality_words(bank), known_places(bank)
    uner = [narrow_places(s, places) for s in _harmonised(read_uner(data / "train/uner_ewt-train-draft.iob2.gz"), nationalities)]
    wiki = _harmonised(_wikipedia(data / "train"), nationalities)
    silver = _harmonised(rng.sample(bank, mixture.gmb_sentences), nationalities)
    court = [
        partial_doc(nlp, text, surface_names(record, places), nationalities)
        for part in ("train", "full_train")
        for text, record in read_gold(gold / f"{part}.texts.jsonl", gold / f"{part}.gold.jsonl")
    ]
    docs = [to_doc(nlp.vocab, run) for part in (wiki, silver) for run in group(part, 4)]
    docs += _copies(nlp, [to_doc(nlp.vocab, run) for run in group(uner, 4)], mixture.uner, mixture.recased, rng)
    docs += _copies(nlp, court, mixture.gold, mixture.recased / 2, rng)
    gazetteer = read_gazetteer(nlp, data / "gazetteers")
    for _ in range(mixture.swapped):
        docs += [tagged_doc(nlp.vocab, swap_names(from_doc(doc), gazetteer, rng)) for doc in court]
    rng.shuffle(docs)
    save(docs, work / "names-train.spacy")
    for part in ("dev", "test"):
        sentences = _harmonised(read_uner(data / f"train/uner_ewt-{part}.iob2.gz"), nationalities)
        save((to_doc(nlp.vocab, run) for run in group([narrow_places(s, places) for s in sentences], 5)), work / f"names-{part}.spacy")


def _harmonised(sentences: Iterable[Sentence], nationalities: frozenset[str]) -> list[Sentence]:
    return [harmonise(sentence, nationalities) for sentence in sentences]


def _wikipedia(folder: Path) -> Iterable[Sentence]:
    yield from read_columns(folder / "wikigold.conll.gz")
    for domain in ("politics", "music"):
        for part in ("train", "dev", "test"):
            yield from read_columns(folder / f"crossner_{domain}" / f"{part}.txt")


def _copies(nlp: Language, docs: Sequence[Doc], times: int, recased: float, rng: random.Random) -> list[Doc]:
    """``docs`` as they are once, then ``times`` - 1 copies of which a share ``recased`` has another letter case."""
    copies = list(docs)
    for _ in range(times - 1):
        copies += [_maybe_recased(nlp, doc, recased, rng) for doc in docs]
    return copies


def _maybe_recased(nlp: Language, doc: Doc, share: float, rng: random.Random) -> Doc:
    if rng.random() >= share:
        return doc
    tagged: Tagged = recase(from_doc(doc), rng.choice(CASES))
    return tagged_doc(nlp.vocab, tagged)

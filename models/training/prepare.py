"""The first stage of training: corpora to ``.spacy`` files, with a fixed mixture and seed."""

from __future__ import annotations

import json
import math
import random
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate
from operator import itemgetter
from pathlib import Path

from augment import from_doc, read_gazetteer, recase, swap_names
from augment import to_doc as tagged_doc
from corpora import Sentence, open_text, read_columns, read_conllu, read_gmb, read_uner
from docs import group, to_doc
from indomain import law_forms, partial_doc, read_gold, surface_names
from names import harmonise, known_places, narrow_places, nationality_words
from spacy.attrs import DEP, ENT_IOB, ENT_TYPE, HEAD, LEMMA, POS, SENT_START, TAG
from spacy.language import Language
from spacy.tokens import Doc, DocBin

CASES = ("lower", "lower", "title", "upper")


@dataclass(frozen=True)
class Mixture:
    """How often each source stands in the training set."""

    ewt: int = 2
    gold: int = 2
    wikipedia: float = 1.0
    swapped: int = 1
    gmb_sentences: int = 4000
    laws: int = 1200
    recased: float = 0.2
    seed: int = 1


FIRST = Mixture()
"""Everything, the silver sources too: what most of the training runs on."""
SECOND = Mixture(gold=3, swapped=3, wikipedia=0.5, gmb_sentences=0, seed=2)
"""Without the silver source and with more court news."""
THIRD = Mixture(ewt=3, gold=2, swapped=2, wikipedia=0.0, gmb_sentences=0, seed=3)
"""Treebanks, news of laws and court news only: what the last epochs run on."""
MIXTURES = {"first": FIRST, "second": SECOND, "third": THIRD}


def read_docs(nlp: Language, path: Path) -> list[Doc]:
    """The texts in ``path``, which :func:`save` wrote."""
    return list(DocBin().from_disk(path).get_docs(nlp.vocab))


def join_silver(gold: Iterable[Doc], silver: Sequence[Doc], seed: int, rounds: int = 2) -> list[Doc]:
    """``rounds`` times ``gold`` spread evenly and ``silver`` once, dense at the start and thinning out to nothing."""
    rng = random.Random(seed)
    gold = list(gold)
    placed = [(rng.random(), doc) for _ in range(rounds) for doc in gold]
    placed += [(1 - math.sqrt(1 - rng.random()), doc) for doc in silver]
    return [doc for _, doc in sorted(placed, key=itemgetter(0))]


def without_space_tags(docs: Iterable[Doc]) -> Iterator[Doc]:
    """``docs`` with the tag of white space tokens missing: the treebanks and so the tagger have none for them."""
    for doc in docs:
        for token in doc:
            if token.is_space:
                token.tag_ = ""
        yield doc


def save(docs: Iterable[Doc], path: Path) -> None:
    """Write ``docs`` to ``path``."""
    DocBin(docs=docs, store_user_data=False).to_disk(path)


def prepare(nlp: Language, data: Path, gold: Path, work: Path) -> None:
    """``first``, ``second``, ``third`` (see :data:`MIXTURES`), ``dev`` and ``test`` in ``work``.

    ``gold`` is the folder of annotated court news.

    EWT carries tags, trees and names, GUM tags and trees, the other corpora names only: what a text lacks is missing,
    and nothing is learnt from it.
    """
    bank = list(read_gmb(data / "train/gmb_ner.csv.gz"))
    nationalities, places = nationality_words(bank), known_places(bank)
    for part in ("dev", "test"):
        save(
            (to_doc(nlp.vocab, run) for run in group(ewt(data, part, nationalities, places), 10)),
            work / f"{part}.spacy",
        )
    court = court_news(nlp, gold, places, nationalities)
    laws = law_news(nlp, data / "text", nationalities)
    for name, mixture in MIXTURES.items():
        save(mixed(nlp, data, court, laws, bank, places, nationalities, mixture), work / f"{name}.spacy")


def mixed(
    nlp: Language,
    data: Path,
    court: Sequence[Doc],
    laws: Sequence[Doc],
    bank: Sequence[Sentence],
    places: frozenset[str],
    nationalities: frozenset[str],
    mixture: Mixture,
) -> list[Doc]:
    """The training texts of ``mixture``, shuffled."""
    rng = random.Random(mixture.seed)
    docs = _treebanks(nlp, data, mixture, nationalities, places, rng)
    wiki = [to_doc(nlp.vocab, run) for run in group(harmonised(wikipedia(data / "train"), nationalities), 4)]
    docs += rng.sample(wiki, round(mixture.wikipedia * len(wiki)))
    silver = harmonised(rng.sample(bank, mixture.gmb_sentences), nationalities)
    docs += [to_doc(nlp.vocab, run) for run in group(silver, 4)]
    docs += _copies(nlp, court, mixture.gold, mixture.recased / 2, rng)
    docs += rng.sample(laws, min(mixture.laws, len(laws)))
    gazetteer = read_gazetteer(nlp, data / "gazetteers")
    for _ in range(mixture.swapped):
        docs += [tagged_doc(nlp.vocab, swap_names(from_doc(doc), gazetteer, rng)) for doc in court]
    rng.shuffle(docs)
    return docs


def _treebanks(
    nlp: Language,
    data: Path,
    mixture: Mixture,
    nationalities: frozenset[str],
    places: frozenset[str],
    rng: random.Random,
) -> list[Doc]:
    web = list(group(ewt(data, "train", nationalities, places), 6))
    gum = group(read_conllu(data / "train/en_gum-no-nc-train.conllu.gz"), 6)
    docs = _copies(nlp, [to_doc(nlp.vocab, run) for run in web], mixture.ewt, mixture.recased, rng)
    return docs + [to_doc(nlp.vocab, run) for run in gum]


def ewt(data: Path, part: str, nationalities: frozenset[str], places: frozenset[str]) -> list[Sentence]:
    """EWT with the names of Universal NER; sentences that Universal NER lacks have none."""
    draft = "train-draft" if part == "train" else part
    named = {
        "".join(sentence.words): narrow_places(harmonise(sentence, nationalities), places)
        for sentence in read_uner(data / f"train/uner_ewt-{draft}.iob2.gz")
    }
    trees = read_conllu(data / f"train/en_ewt-ud-{part}.conllu.gz")
    return [with_entities(sentence, named.get("".join(sentence.words))) for sentence in trees]


def with_entities(sentence: Sentence, named: Sentence | None) -> Sentence:
    """``sentence`` with the entities of ``named``, the same text in other tokens; cut tokens lose their entity."""
    if named is None:
        return sentence
    offsets = [0, *accumulate(len(word) for word in named.words)]
    ends = list(accumulate(len(word) for word in sentence.words))
    first = {end - len(word): index for index, (end, word) in enumerate(zip(ends, sentence.words, strict=True))}
    last = {end: index + 1 for index, end in enumerate(ends)}
    entities = [
        (first[offsets[a]], last[offsets[b]], label)
        for a, b, label in named.entities or ()
        if offsets[a] in first and offsets[b] in last
    ]
    return replace(sentence, entities=tuple(entities))


def court_news(nlp: Language, gold: Path, places: frozenset[str], nationalities: frozenset[str]) -> list[Doc]:
    """The annotated court news of ``gold`` that is meant for training, with partial names."""
    return [
        partial_doc(nlp, text, surface_names(record, places), nationalities)
        for part in ("train", "full_train")
        for text, record in read_gold(gold / f"{part}.texts.jsonl", gold / f"{part}.gold.jsonl")
    ]


def law_news(nlp: Language, folder: Path, nationalities: frozenset[str]) -> list[Doc]:
    """News items that name a law by its written form; other words with a capital are unknown."""
    docs = []
    for name in ("current_events", "federal_releases"):
        for line in open_text(folder / f"{name}.jsonl.gz"):
            text = json.loads(line)["text"] if line else ""
            forms = law_forms(text)
            if forms:
                docs.append(partial_doc(nlp, text, forms, nationalities))
    return docs


def harmonised(sentences: Iterable[Sentence], nationalities: frozenset[str]) -> list[Sentence]:
    return [harmonise(sentence, nationalities) for sentence in sentences]


def wikipedia(folder: Path) -> Iterable[Sentence]:
    yield from read_columns(folder / "wikigold.conll.gz")
    for domain in ("politics", "music"):
        for part in ("train", "dev", "test"):
            yield from read_columns(folder / f"crossner_{domain}" / f"{part}.txt")


def _copies(nlp: Language, docs: Sequence[Doc], times: int, recased: float, rng: random.Random) -> list[Doc]:
    """``docs`` as they are once, then ``times`` - 1 copies of which a share ``recased`` has another letter case."""
    copies = list(docs) if times else []
    for _ in range(times - 1):
        copies += [_maybe_recased(nlp, doc, recased, rng) for doc in docs]
    return copies


def _maybe_recased(nlp: Language, doc: Doc, share: float, rng: random.Random) -> Doc:
    """``doc``, or the same with every layer in another letter case."""
    if rng.random() >= share:
        return doc
    tagged = recase(from_doc(doc), rng.choice(CASES))
    copy = Doc(nlp.vocab, words=list(tagged.words), spaces=list(tagged.spaces))
    layers = [LEMMA, POS, TAG, HEAD, DEP] if doc.has_annotation("DEP") else [SENT_START]
    copy.from_array([*layers, ENT_IOB, ENT_TYPE], doc.to_array([*layers, ENT_IOB, ENT_TYPE]))
    return copy

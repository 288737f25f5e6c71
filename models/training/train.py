"""From data to packaged pipeline: ``python models/training/train.py --data FOLDER --output models/en_newsdocket``.

``FOLDER`` holds ``data/`` and ``gold/`` as ``manifest.json`` lists them. Stages, in order: ``prepare`` (corpora and
word vectors), ``train`` (spaCy's own training loop on ``configs/pipeline.cfg``), ``distil`` (the same loop goes on with
news labelled by the larger pipeline, ``en_newsdocket_minilm``, which must be installed), ``package``, ``evaluate``
(scores go into the package's ``meta.json`` and to ``scores.json``). Seeds are fixed; one core is enough.
"""

from __future__ import annotations

import argparse
import gzip
import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

import evaluate
import spacy
from assemble import assemble
from average import average
from corpora import read_conllu, read_uner
from distill import MODEL as TEACHER
from distill import filled, news
from manifest import meta_sources, read_manifest, wrong_files
from package import PACKAGE, update_meta, write_package
from prepare import join_silver, prepare, read_docs, save, without_space_tags
from spacy.cli.train import train as spacy_train
from spacy.language import Language
from vectors import Sizes, word_vectors

from newsdocket.annotate.tokenizer import newsroom_tokenizer

HERE = Path(__file__).parent
STAGES = ("prepare", "train", "distil", "package", "evaluate")


@dataclass(frozen=True)
class Pass:
    """One run of ``spacy train``: its mixture, configuration, number of updates, highest learning rate and seed."""

    name: str
    config: str
    updates: int
    rate: float
    seed: int
    decay: int
    in_order: bool = False
    """Take the texts in the order of the file, once; the mixture changes on the way."""

    @property
    def overrides(self) -> dict[str, float]:
        """What differs from the configuration file."""
        schedule = "training.optimizer.learn_rate"
        streamed = {"training.max_epochs": -1, f"{schedule}.warmup_steps": 100} if self.in_order else {}
        return streamed | {
            "system.seed": self.seed,
            "training.max_steps": self.updates,
            f"{schedule}.total_steps": self.decay,
            f"{schedule}.initial_rate": self.rate,
        }


PASSES = (
    Pass("first", "pipeline.cfg", updates=6000, rate=0.001, seed=7, decay=9000),
    Pass("second", "tune.cfg", updates=2500, rate=0.0006, seed=7, decay=2500),
    Pass("third", "tune.cfg", updates=3000, rate=0.0008, seed=8, decay=3000),
)
DISTILLED = (
    Pass("fourth", "tune.cfg", updates=4000, rate=0.001, seed=9, decay=4000, in_order=True),
    Pass("fifth", "tune.cfg", updates=1600, rate=0.0008, seed=10, decay=3100, in_order=True),
)
PROLONGED = (
    Pass("sixth", "tune.cfg", updates=9500, rate=0.001, seed=11, decay=9500, in_order=True),
    Pass("seventh", "tune.cfg", updates=8500, rate=0.0009, seed=12, decay=8500, in_order=True),
)
"""Passes on gold and on news labelled by the larger pipeline; the share of that news falls to nothing. The last two
have all of the news and gold four times, the two before a part of the news and gold twice."""
GOLD_ROUNDS = 4
NEWS = 2_300_000
"""Words of news in the last two passes."""


@dataclass(frozen=True)
class Job:
    """Where things are: source data, intermediate files, the package, and its version."""

    data: Path
    work: Path
    output: Path
    version: str
    words: int

    @property
    def packaged(self) -> Path:
        """The folder of the packaged pipeline's data."""
        return self.output / PACKAGE / f"{PACKAGE}-{self.version}"


def main() -> None:
    """Run the stages that the command line asks for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="folder with data/ and gold/")
    parser.add_argument("--output", type=Path, required=True, help="package folder to write")
    parser.add_argument("--work", type=Path, default=HERE / "work", help="folder for intermediate files")
    parser.add_argument("--version", default="0.3.0")
    parser.add_argument(
        "--words", type=int, default=1_000_000, help="words of news that the larger pipeline labels at first"
    )
    parser.add_argument("--stages", default=",".join(STAGES), help="comma-separated, default all")
    arguments = parser.parse_args()
    job = Job(arguments.data, arguments.work, arguments.output, arguments.version, arguments.words)
    job.work.mkdir(parents=True, exist_ok=True)
    for stage in arguments.stages.split(","):
        RUN[stage](job)


def run_prepare(job: Job) -> None:
    """Check the data, then write the base pipeline (tokenizer, vectors) and the training files."""
    wrong = wrong_files(job.data, read_manifest())
    if wrong:
        raise SystemExit("data is not as manifest.json says:\n" + "\n".join(wrong))
    nlp = spacy.blank("en")
    nlp.tokenizer = newsroom_tokenizer(nlp)
    nlp.vocab.vectors = word_vectors(_news(job.data), Sizes())
    nlp.to_disk(job.work / "base")
    prepare(nlp, job.data / "data", job.data / "gold", job.work)


def _news(root: Path) -> Iterator[str]:
    """Texts whose words get vectors of their own; court news counts five times."""
    for name in ("current_events", "federal_releases"):
        with gzip.open(root / f"data/text/{name}.jsonl.gz", "rt", encoding="utf8") as file:
            yield from (json.loads(line)["text"] for line in file)
    for name in ("train", "full_train"):
        for line in (root / f"gold/{name}.texts.jsonl").read_text(encoding="utf8").splitlines():
            yield from [json.loads(line)["text"]] * 5


def run_train(job: Job) -> None:
    """Train tagger, parser and NER with ``spacy train``, in three passes that each go on from the one before.

    The weights of the last two are averaged.
    """
    average(_in_turn(job, PASSES, None, "model-best")[1:]).to_disk(job.work / "trained")


def _in_turn(job: Job, passes: Sequence[Pass], source: Path | None, kept: str) -> list[Path]:
    """Run passes one after the other, the first from the weights in ``source``; of each the folder of what it keeps."""
    folders: list[Path] = []
    for one in passes:
        _train(job, one, folders[-1] if folders else source)
        folders.append(job.work / one.name / kept)
    return folders


def _train(job: Job, one: Pass, source: Path | None) -> None:
    """Run one pass, from the weights in ``source`` if there are any."""
    paths = {"train": job.work / f"{one.name}.spacy", "dev": job.work / "dev.spacy", "base": job.work / "base"}
    given = {f"paths.{key}": str(path) for key, path in (paths | ({"source": source} if source else {})).items()}
    spacy_train(HERE / "configs" / one.config, job.work / one.name, overrides=given | one.overrides)


def run_distil(job: Job) -> None:
    """Train on with what the larger pipeline says of news: first of news alone, then of the training texts too, at last
    with more news and more gold.

    The weights after the first two passes are averaged, and so are those after the last two.
    """
    teacher = _teacher()
    silver = list(without_space_tags(teacher.pipe(news(job.data / "data/text", job.words))))
    texts = read_docs(teacher, job.work / f"{PASSES[-1].name}.spacy")
    save(join_silver(texts, silver, seed=4), job.work / "fourth.spacy")
    full = list(without_space_tags(filled(teacher, texts)))
    save(join_silver(full, silver, seed=5), job.work / "fifth.spacy")
    average(_in_turn(job, DISTILLED, job.work / "trained", "model-last")).to_disk(job.work / "half")
    known = {doc.text for doc in silver}
    more = [text for text in news(job.data / "data/text", NEWS) if text not in known]
    silver += without_space_tags(teacher.pipe(more))
    for one, seed in zip(PROLONGED, (6, 7), strict=True):
        save(join_silver(full, silver, seed=seed, rounds=GOLD_ROUNDS), job.work / f"{one.name}.spacy")
    average(_in_turn(job, PROLONGED, job.work / "half", "model-last")).to_disk(job.work / "distilled")


def _teacher() -> Language:
    """The larger pipeline."""
    if find_spec(TEACHER) is None:
        raise SystemExit(
            f"The stage 'distil' labels news with {TEACHER}, which is not installed: train it with minilm.py or run "
            f"pip install ./models/{TEACHER}, or leave the stage out (--stages prepare,train,package,evaluate)."
        )
    return spacy.load(TEACHER, exclude=["attribute_ruler", "lemmatizer"])


def run_package(job: Job) -> None:
    """Join the trained parts with the rules and write the package."""
    treebank = read_conllu(job.data / "data/train/en_ewt-ud-train.conllu.gz")
    distilled = job.work / "distilled"
    nlp = assemble(job.work / "base", distilled if distilled.exists() else job.work / "trained", treebank)
    write_package(nlp, job.output, job.version, {"sources": meta_sources(read_manifest())})


def run_evaluate(job: Job) -> None:
    """Measure the packaged pipeline on the test parts and write what came out."""
    cost = evaluate.load_cost(job.packaged)
    nlp = spacy.load(job.packaged)
    corpora, gold = job.data / "data/train", job.data / "gold"
    trees = list(read_conllu(corpora / "en_ewt-ud-test.conllu.gz"))
    names = list(read_uner(corpora / "uner_ewt-test.iob2.gz"))
    scores: dict[str, object] = {
        "ewt_test": evaluate.syntax_scores(nlp, trees),
        "ewt_test_by_genre": evaluate.syntax_by_genre(nlp, trees),
        "uner_ewt_test": evaluate.uner_scores(nlp, names),
        "cost": cost,
        "speed": evaluate.speed(nlp, job.work / "first.spacy", gold / "train.texts.jsonl"),
    }
    for part in ("dev", "full"):
        scores[f"court_news_{part}"], _ = evaluate.name_recall(
            nlp, gold / f"{part}.texts.jsonl", gold / f"{part}.gold.jsonl"
        )
    update_meta(job.output, job.version, performance=scores)
    (HERE / "scores.json").write_text(json.dumps(scores, indent=2) + "\n", encoding="utf8")
    print(json.dumps(scores, indent=2))


RUN: dict[str, Callable[[Job], None]] = {
    "prepare": run_prepare,
    "train": run_train,
    "distil": run_distil,
    "package": run_package,
    "evaluate": run_evaluate,
}


if __name__ == "__main__":
    main()

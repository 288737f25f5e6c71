"""Train the linear models of the relate stage from annotated articles.

    python models/roles/train.py SET [SET ...] [--folds 5] [--output FOLDER]

A set is a pair of files, texts (id, date, text) and gold (the format of ``corpus/README.md``): ``corpus/training/t``
means ``texts-t.jsonl`` and ``gold-t.jsonl`` there. ``--model`` names the pipelines that read the articles; the shipped
models learn from both of ours, so that they do not lean on the mistakes of either. With ``--folds`` the accuracy of
each model on articles that it was not trained on is printed; the models written are trained on all. Needs the extra
``train`` (scikit-learn). The same data, version and settings give the same bytes.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
from align import (
    Example,
    amount_examples,
    annotated_amounts,
    annotated_parties,
    outcome_examples,
    pair_examples,
    party_examples,
    payment_examples,
    relief_examples,
    type_examples,
)
from scipy.sparse import csr_matrix
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GroupKFold

from newsdocket.linear import LinearModel
from newsdocket.read import Article
from newsdocket.relate.amounts import relate_amounts
from newsdocket.relate.context import Context, build_context
from newsdocket.relate.grouping import MODEL as PAIRS
from newsdocket.relate.parties import relate_parties
from newsdocket.relate.payees import MODEL as PAYEES

Maker = Callable[[Context, dict[str, Any]], Iterator[Example]]
Pair = tuple[dict[str, Any], dict[str, Any]]
Read = tuple[Context, dict[str, Any]]


def dispositions(context: Context, gold: dict[str, Any]) -> Iterator[Example]:
    """Examples for the disposition of claims."""
    return outcome_examples(context, gold, disposition=True)


def outcomes(context: Context, gold: dict[str, Any]) -> Iterator[Example]:
    """Examples for the outcome of claims."""
    return outcome_examples(context, gold, disposition=False)


MAKERS: dict[str, Maker] = {
    "parties": party_examples,
    "claim_types": type_examples,
    "outcomes": outcomes,
    "dispositions": dispositions,
    "amounts": amount_examples,
    "relief": relief_examples,
}
"""For each model but ``payees`` and ``claim_pairs``, which build on others, how its examples are made."""

STRENGTHS: dict[str, float] = {
    "parties": 0.1,
    "claim_types": 0.5,
    "outcomes": 1.0,
    "dispositions": 1.0,
    "amounts": 0.3,
    "relief": 0.1,
    PAYEES: 0.3,
    PAIRS: 0.1,
}
"""For each model the inverse strength of its L2 penalty."""

LEAST_WEIGHTS: dict[str, float] = {
    "parties": 0.02,
    "claim_types": 0.05,
    "outcomes": 0.05,
    "dispositions": 0.03,
    "amounts": 0.03,
    "relief": 0.01,
    PAYEES: 0.03,
    PAIRS: 0.0,
}
"""Features whose weights all lie below this are left out: half the size, no loss that could be measured."""

MIN_COUNT = 2


def read_pairs(names: Sequence[Path]) -> list[Pair]:
    """Texts with their annotations, in file order. A name like ``corpus/training/t`` stands for the two files of a set:
    ``t.texts.jsonl`` and ``t.gold.jsonl``, or ``texts-t.jsonl`` and ``gold-t.jsonl``."""
    pairs = []
    for name in names:
        texts, annotations = (_lines(name, kind) for kind in ("texts", "gold"))
        gold = {g["id"]: g for g in annotations}
        pairs += [(text, gold[text["id"]]) for text in texts if text["id"] in gold]
    return pairs


def _lines(name: Path, kind: str) -> list[dict[str, Any]]:
    choices = (name.parent / f"{name.name}.{kind}.jsonl", name.parent / f"{kind}-{name.name}.jsonl")
    path = next((p for p in choices if p.is_file()), None)
    if path is None:
        raise SystemExit(f"neither {choices[0]} nor {choices[1]} exists")
    return [json.loads(line) for line in path.read_text("utf-8").splitlines() if line.strip()]


def read_contexts(pairs: Sequence[Pair], model: str) -> list[Read]:
    """The articles as the relate stage gets them, with their annotations."""
    from newsdocket.docket import load

    docket = load(model)
    articles = (Article(id=t["id"], source=t["id"], text=t["text"], published=t.get("date")) for t, _ in pairs)
    return [(build_context(docket.annotate(article)), gold) for article, (_, gold) in zip(articles, pairs, strict=True)]


def examples_of(read: Sequence[Read]) -> dict[str, list[Example]]:
    """Examples for every linear model, from all articles."""
    found = {name: [shared(e) for context, gold in read for e in make(context, gold)] for name, make in MAKERS.items()}
    return {
        **found,
        PAYEES: list(map(shared, payment_pairs(read, found))),
        PAIRS: list(map(shared, claim_pairs(read, found))),
    }


def shared(example: Example) -> Example:
    """The example with features that are one string wherever they occur: a tenth of the memory."""
    return replace(example, features=tuple(map(sys.intern, example.features)))


def pooled(readings: Sequence[Mapping[str, Sequence[Example]]]) -> dict[str, list[Example]]:
    """The examples of several readings of the same articles, each with its share of the weight."""
    share = 1.0 / len(readings)
    return {
        name: [replace(e, weight=e.weight * share) for reading in readings for e in reading[name]]
        for name in readings[0]
    }


Examples = Mapping[str, Sequence[Example]]


def unseen(
    read: Sequence[Read], found: Examples, *names: str
) -> Iterator[tuple[Context, dict[str, Any], list[LinearModel]]]:
    """Every article with models of these ``names`` that did not see it: they learnt from the other half."""
    for half in (0, 1):
        seen = {gold["id"] for _, gold in read[1 - half :: 2]}
        models = [fit(name, [e for e in found[name] if e.article in seen], STRENGTHS[name]) for name in names]
        for context, gold in read[half::2]:
            yield context, gold, models


def claim_pairs(read: Sequence[Read], found: Examples) -> Iterator[Example]:
    """Pairs of mentions of claims, with outcomes that a model gives which did not see the article."""
    for context, gold, (outcomes_model,) in unseen(read, found, "outcomes"):
        yield from pair_examples(context, gold, outcomes_model)


def payment_pairs(read: Sequence[Read], found: Examples) -> Iterator[Example]:
    """Pairs of parties and amounts with the roles of the annotation, and with those that models give which did not see
    the article: what comes before a payee is not always right."""
    for context, gold, (parties, amounts) in unseen(read, found, "parties", "amounts"):
        yield from payment_examples(context, gold, annotated_parties(context, gold), annotated_amounts(context, gold))
        yield from payment_examples(context, gold, relate_parties(context, parties), relate_amounts(context, amounts))


def fit(name: str, examples: Sequence[Example], strength: float) -> LinearModel:
    """A linear model from examples; features seen in fewer than ``MIN_COUNT`` of them are left out."""
    counts = Counter(f for e in examples for f in set(e.features))
    vocabulary = {f: i for i, f in enumerate(sorted(f for f, n in counts.items() if n >= MIN_COUNT))}
    rows = [sorted({vocabulary[f] for f in e.features if f in vocabulary}) for e in examples]
    matrix = csr_matrix(
        (np.ones(sum(map(len, rows))), np.concatenate(rows), np.cumsum([0, *map(len, rows)])),
        shape=(len(rows), len(vocabulary)),
    )
    fitted = LogisticRegression(C=strength, max_iter=400, solver="lbfgs")
    fitted.fit(matrix, [e.label for e in examples], sample_weight=[e.weight for e in examples])
    coefficients, bias = fitted.coef_, fitted.intercept_
    if len(fitted.classes_) == 2:
        coefficients, bias = np.vstack([-coefficients / 2, coefficients / 2]), np.array([-bias[0] / 2, bias[0] / 2])
    keep = np.abs(coefficients.round(3)).max(axis=0) >= LEAST_WEIGHTS[name]
    weights = {f: coefficients[:, i].round(3).tolist() for f, i in vocabulary.items() if keep[i]}
    return LinearModel(name, fitted.classes_.tolist(), bias.round(3).tolist(), weights)


def cross_validate(name: str, examples: Sequence[Example], strength: float, folds: int) -> float:
    """Share of examples that a model gets right on articles left out of its training."""
    right = 0
    groups = [e.article for e in examples]
    for train, test in GroupKFold(folds).split(examples, groups=groups):
        model = fit(name, [examples[i] for i in train], strength)
        right += sum(model.predict(examples[i].features).label == examples[i].label for i in test)
    return right / len(examples)


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("sets", nargs="+", type=Path)
    parser.add_argument("--model", action="append", help="pipeline to read with; several: each article by each of them")
    parser.add_argument("--folds", type=int, default=0)
    parser.add_argument("--output", type=Path, default=Path("pipeline/newsdocket/relate/data"))
    args = parser.parse_args()
    found = pooled(
        [examples_of(read_contexts(read_pairs(args.sets), name)) for name in args.model or ["en_newsdocket"]]
    )
    args.output.mkdir(parents=True, exist_ok=True)
    for name, strength in STRENGTHS.items():
        examples = found[name]
        if args.folds:
            print(
                f"{name}: {cross_validate(name, examples, strength, args.folds):.3f} of {len(examples)} right, left out"
            )
        data = fit(name, examples, strength).to_bytes()
        (args.output / f"{name}.json.gz").write_bytes(data)
        print(f"{name}: {len(examples)} examples, {len(data) / 1000:.0f} kB")


if __name__ == "__main__":
    main()

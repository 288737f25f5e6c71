"""Joins the trained parts and rules to one pipeline: tagger and parser, parts of speech and lemmas by rule, names."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from pathlib import Path

import spacy
from corpora import Sentence
from spacy.language import Language
from spacy.lookups import Lookups, load_lookups

MORPH = {
    "NN": "Number=Sing", "NNS": "Number=Plur", "NNP": "Number=Sing", "NNPS": "Number=Plur", "VB": "VerbForm=Inf",
    "VBD": "Tense=Past|VerbForm=Fin", "VBG": "Tense=Pres|VerbForm=Part", "VBN": "Tense=Past|VerbForm=Part",
    "VBP": "Mood=Ind|Tense=Pres|VerbForm=Fin", "VBZ": "Mood=Ind|Number=Sing|Person=3|Tense=Pres|VerbForm=Fin",
    "JJ": "Degree=Pos", "JJR": "Degree=Cmp", "JJS": "Degree=Sup", "RB": "Degree=Pos", "RBR": "Degree=Cmp",
    "RBS": "Degree=Sup",
}  # fmt: skip
"""Features that follow from the Penn tag alone; the rule lemmatizer reads them."""

VERB_RULES = (
    ("s", ""), ("ies", "y"), ("es", ""), ("es", "e"), ("ed", ""), ("ed", "e"), ("ing", ""), ("ing", "e"),
)  # fmt: skip
"""Endings of verbs and what takes their place; of two known verbs spaCy takes the later ("fined": "fine")."""

Pattern = dict[str, object]


def pos_patterns(sentences: Iterable[Sentence], least: int = 20) -> list[Pattern]:
    """Attribute ruler patterns from Penn tag (and, where it matters, dependency) to universal part of speech.

    The most frequent part of speech of each tag, then of each pair of tag and dependency seen ``least`` times whose
    most frequent part of speech is another one.
    """
    by_tag: dict[str, Counter[str]] = defaultdict(Counter)
    by_pair: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    for sentence in sentences:
        for tag, dep, pos in zip(sentence.tags, sentence.deps, sentence.pos, strict=True):
            by_tag[tag][pos] += 1
            by_pair[tag, dep][pos] += 1
    usual = {tag: counts.most_common(1)[0][0] for tag, counts in by_tag.items()}
    patterns = [_pattern({"TAG": tag}, pos, MORPH.get(tag)) for tag, pos in sorted(usual.items())]
    negation = {"TAG": "RB", "LOWER": {"IN": ["not", "n't", "n’t"]}}
    patterns.append(_pattern(negation, "PART", None))
    for (tag, dep), counts in sorted(by_pair.items()):
        pos, _ = counts.most_common(1)[0]
        if counts.total() >= least and pos != usual[tag]:
            patterns.append(_pattern({"TAG": tag, "DEP": dep}, pos, None))
    return patterns


def _pattern(token: Mapping[str, object], pos: str, morph: str | None) -> Pattern:
    attributes = {"POS": pos} if morph is None else {"POS": pos, "MORPH": morph}
    return {"patterns": [[token]], "attrs": attributes, "index": 0}


def lemma_tables(sentences: Iterable[Sentence], least: int = 2) -> Lookups:
    """Lemma rules and exceptions of ``spacy-lookups-data``, with the irregular forms of the treebank added.

    ``-ed`` gives ``-e`` before the bare stem ("fined": "fine", not "fin"). A word form whose most frequent lemma is not
    the form itself, or of a closed class, seen ``least`` times with its part of speech, becomes an exception; names
    keep their form.
    """
    lookups = load_lookups("en", ["lemma_rules", "lemma_exc", "lemma_index"])
    lookups.get_table("lemma_rules")["verb"] = [list(rule) for rule in VERB_RULES]
    exceptions = lookups.get_table("lemma_exc")
    seen: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    for sentence in sentences:
        for word, pos, lemma in zip(sentence.words, sentence.pos, sentence.lemmas, strict=True):
            seen[pos.lower(), word.lower()][lemma] += 1
    for (pos, word), counts in sorted(seen.items()):
        lemma, _ = counts.most_common(1)[0]
        regular = pos in ("noun", "verb", "adj", "adv") and lemma == word
        if pos not in ("propn", "x", "punct", "sym") and counts.total() >= least and not regular:
            exceptions.setdefault(pos, {})[word] = [lemma]
    return lookups


def assemble(base: Path, trained: Path, treebank: Iterable[Sentence]) -> Language:
    """The pipeline of ``base`` (tokenizer, vectors) with the ``trained`` parts and the rules between them."""
    nlp = spacy.load(base)
    source = spacy.load(trained)
    sentences = list(treebank)
    for name in ("tok2vec", "tagger", "parser"):
        nlp.add_pipe(name, source=source)
    ruler = nlp.add_pipe("attribute_ruler")
    ruler.add_patterns(pos_patterns(sentences))
    lemmatizer = nlp.add_pipe("lemmatizer", config={"mode": "rule"})
    lemmatizer.initialize(lookups=lemma_tables(sentences))
    nlp.add_pipe("ner", source=source)
    return nlp

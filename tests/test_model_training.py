"""Reading of the training corpora and what is made of them; small samples written for the tests."""

from __future__ import annotations

import random
import sys
from pathlib import Path

import pytest
import spacy
from spacy.language import Language

TRAINING = Path(__file__).parents[1] / "models" / "training"
sys.path.insert(0, str(TRAINING))

import train  # noqa: E402
from augment import Gazetteer, from_doc, recase, spans_of, swap_names, to_doc  # noqa: E402
from corpora import Sentence, from_iob, guess_spaces, read_conllu, read_gmb, read_uner  # noqa: E402
from docs import group  # noqa: E402
from docs import to_doc as sentences_to_doc  # noqa: E402
from indomain import looks_named, partial_doc, surface_names  # noqa: E402
from manifest import read_manifest, wrong_files  # noqa: E402
from names import LAW, harmonise, known_places, narrow_places, nationality_words, place_kind  # noqa: E402
from prepare import join_silver, with_entities, without_space_tags  # noqa: E402

CONLLU = """# newdoc id = news-1
# newpar id = news-1-p1
# text = They didn't pay $40.
1\tThey\tthey\tPRON\tPRP\t_\t4\tnsubj\t_\t_
2-3\tdidn't\t_\t_\t_\t_\t_\t_\t_\t_
2\tdid\tdo\tAUX\tVBD\t_\t4\taux\t_\t_
3\tn't\tnot\tPART\tRB\t_\t4\tadvmod\t_\t_
4\tpay\tpay\tVERB\tVB\t_\t0\troot\t_\t_
5\t$\t$\tSYM\t$\t_\t4\tobj\t_\tSpaceAfter=No
6\t40\t40\tNUM\tCD\t_\t5\tnummod\t_\tSpaceAfter=No
7\t.\t.\tPUNCT\t.\t_\t4\tpunct\t_\t_

"""


@pytest.fixture
def nlp() -> Language:
    return spacy.blank("en")


@pytest.fixture
def tree(tmp_path: Path) -> Sentence:
    path = tmp_path / "tiny.conllu"
    path.write_text(CONLLU, encoding="utf8")
    return next(read_conllu(path))


def test_conllu_keeps_text_and_merges_amounts(tree: Sentence, nlp: Language) -> None:
    doc = sentences_to_doc(nlp.vocab, [tree])
    assert doc.text.strip() == "They didn't pay $40."
    assert [(t.text, t.tag_, t.dep_, t.head.text) for t in doc][4:] == [
        ("$40", "CD", "obj", "pay"),
        (".", ".", "punct", "pay"),
    ]


def test_names_of_another_tokenization_fall_on_the_tree(tree: Sentence) -> None:
    named = Sentence(
        ("They", "didn't", "pay", "$", "40", "."), (True,) * 6, ((0, 1, "ORG"), (3, 5, "GPE"), (1, 2, "PERSON"))
    )
    assert with_entities(tree, named).entities == ((0, 1, "ORG"), (4, 5, "GPE"), (1, 3, "PERSON"))
    assert with_entities(tree, None).entities is None


def test_uner_and_bank_readers(tmp_path: Path) -> None:
    uner = tmp_path / "u.iob2"
    uner.write_text("# text = In Ohio.\n1\tIn\tO\t-\t-\n2\tOhio\tB-LOC\t-\tx\n3\t.\tO\n\n", encoding="utf8")
    sentence = next(read_uner(uner))
    assert (sentence.words, sentence.spaces) == (("In", "Ohio", "."), (True, False, True))
    assert sentence.entities == ((1, 2, "LOC"),)
    bank = tmp_path / "g.csv"
    bank.write_text(
        "Sentence #,Word,POS,Tag\nSentence: 1,British,JJ,B-gpe\n,troops,NNS,O\nSentence: 2,Paris,NNP,B-geo\n"
    )
    assert [s.words for s in read_gmb(bank)] == [("British", "troops"), ("Paris",)]


@pytest.mark.parametrize(
    ("tags", "entities"),
    [
        (["I-ORG", "I-ORG", "O"], ((0, 2, "ORG"),)),
        (["B-PER", "B-PER", "I-PER"], ((0, 1, "PER"), (1, 3, "PER"))),
        (["B-O", "O", "I-LOC"], ((2, 3, "LOC"),)),
        (["B-ORG", "I-LOC"], ((0, 1, "ORG"), (1, 2, "LOC"))),
    ],
)
def test_tags_to_entities(tags: list[str], entities: tuple[object, ...]) -> None:
    assert from_iob(tags) == entities


def test_blanks_are_guessed_as_typeset() -> None:
    words = ["He", "said", '"', "yes", ",", "it", "'s", "(", "his", ")", '"', "."]
    text = "".join(w + " " * s for w, s in zip(words, guess_spaces(words), strict=True))
    assert text.strip() == 'He said "yes, it\'s (his)".'


def _sentence(text: str, *entities: tuple[int, int, str]) -> Sentence:
    words = tuple(text.split())
    return Sentence(words, (True,) * len(words), entities)


def test_labels_are_harmonised() -> None:
    sentence = _sentence(
        "President Ana Ruiz told French envoys in the Hague of the Clean Water Act", (0, 3, "per"), (7, 9, "geo")
    )
    found = harmonise(sentence, frozenset({"French"})).entities
    assert found == ((1, 3, "PERSON"), (4, 5, "NORP"), (8, 9, "GPE"), (11, 14, "LAW"))


def test_nationalities_and_places_come_from_the_bank() -> None:
    bank = (
        [_sentence("Danish", (0, 1, "gpe"))] * 3
        + [_sentence("Oslo", (0, 1, "geo"))]
        + [_sentence("Nile River", (0, 2, "geo"))]
    )
    assert nationality_words(bank) == {"Danish"}
    assert "Oslo" in known_places(bank)
    assert "Nile River" not in known_places(bank)


def test_unknown_places_are_no_governments() -> None:
    sentence = _sentence("in oslo at Blue Diner", (1, 2, "GPE"), (3, 5, "GPE"))
    assert narrow_places(sentence, frozenset({"Oslo"})).entities == ((1, 2, "GPE"), (3, 5, "LOC"))
    assert place_kind("Lake Erie") == "LOC"


@pytest.mark.parametrize(
    ("text", "law"),
    [
        ("under the Fair Credit Reporting Act of 1970 he", "Fair Credit Reporting Act of 1970"),
        ("of the Fourth Amendment and", "Fourth Amendment"),
        ("under 18 U.S.C. § 1343 she", "18 U.S.C. § 1343"),
        ("an act of war", None),
    ],
)
def test_laws_by_their_form(text: str, law: str | None) -> None:
    match = LAW.search(text)
    assert (match.group() if match else None) == law


@pytest.mark.parametrize(
    ("words", "named"),
    [("Bank of Ohio", True), ("a peach farmer", False), ("dozens of Ohio voters", False), ("3M", True), ("eBay", True)],
)
def test_what_reads_as_a_name(words: str, named: bool) -> None:
    assert looks_named(words.split()) is named


def test_gold_names_are_set_and_the_rest_is_unknown(nlp: Language) -> None:
    record = {
        "parties": [
            {"exact": ["Judge Lee Marsh"], "kind": "person"},
            {"exact": ["the Ohio Board"], "kind": "government"},
        ],
        "judges": [],
        "courts": [],
        "labels": [],
        "claims": [],
    }
    doc = partial_doc(
        nlp, "Judge Lee Marsh sued the Ohio Board over Acme", surface_names(record, frozenset()), frozenset()
    )
    assert [(e.text, e.label_) for e in doc.ents] == [("Lee Marsh", "PERSON"), ("Ohio Board", "ORG")]
    assert [t.text for t in doc if t.ent_iob == 0] == ["Acme"]
    assert from_doc(doc).tags[-1] == "-"


def test_copies_keep_their_labels(nlp: Language) -> None:
    doc = sentences_to_doc(nlp.vocab, [_sentence("Ana Ruiz sued Acme Corp today", (0, 2, "PERSON"), (3, 5, "ORG"))])
    names = Gazetteer(companies=(("Zed", "Inc."),), agencies=(), people=(("Bo", "Li", "Fox"),))
    swapped = to_doc(nlp.vocab, swap_names(from_doc(doc), names, random.Random(0)))
    assert swapped.text == "Bo Li Fox sued Zed Inc. today "
    assert [(e.text, e.label_) for e in swapped.ents] == [("Bo Li Fox", "PERSON"), ("Zed Inc.", "ORG")]
    upper = recase(from_doc(doc), "upper")
    assert upper.words[0] == "ANA"
    assert list(spans_of(upper)) == [(0, 2, "PERSON"), (3, 5, "ORG")]


def test_groups_stay_in_their_paragraph() -> None:
    sentences = [Sentence(("a",), (True,), paragraph=p) for p in "xxxyy"]
    assert [len(run) for run in group(sentences, 2)] == [2, 1, 2]


def test_the_manifest_names_licences_and_checks_files(tmp_path: Path) -> None:
    sources = read_manifest()
    assert all(source["name"] and source["license"] and source["use"] for source in sources)
    (tmp_path / "a.txt").write_text("changed", encoding="utf8")
    assert wrong_files(tmp_path, [{"files": {"a.txt": "0" * 64, "b.txt": "0" * 64}}]) == [
        "a.txt: checksum differs",
        "b.txt: missing",
    ]


def test_silver_thins_out_between_evenly_spread_gold(nlp: Language) -> None:
    gold = [nlp.make_doc("gold") for _ in range(500)]
    silver = [nlp.make_doc("silver") for _ in range(1000)]
    kinds = [doc.text for doc in join_silver(gold, silver, seed=1)]
    assert (kinds.count("gold"), kinds.count("silver")) == (1000, 1000)
    quarters = [kinds[start : start + 500].count("silver") for start in range(0, 2000, 500)]
    assert quarters == sorted(quarters, reverse=True)
    assert kinds[-50:].count("silver") < 15
    assert [doc.text for doc in join_silver(gold, silver, seed=1)] == kinds


def test_white_space_has_no_tag(nlp: Language) -> None:
    doc = nlp.make_doc("He sued.\n\nShe paid.")
    for token in doc:
        token.tag_ = "_SP" if token.is_space else "X"
    assert [t.tag_ for t in next(without_space_tags([doc]))] == ["X", "X", "X", "", "X", "X", "X"]


def test_distilling_without_the_larger_pipeline_says_what_is_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(train, "TEACHER", "no_such_pipeline")
    job = train.Job(Path("data"), Path("work"), Path("out"), "0", 1000)
    with pytest.raises(SystemExit, match="no_such_pipeline, which is not installed"):
        train.run_distil(job)

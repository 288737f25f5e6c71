"""The larger pipeline: word pieces, windows, decoding and the component; the trained network where it is installed."""

from __future__ import annotations

import pickle
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

import numpy
import pytest
import spacy
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays
from spacy.language import Language
from spacy.tokens import Doc, Span

from newsdocket.annotate.loading import load_pipeline
from newsdocket.errors import ModelError

MODELS = Path(__file__).parents[1] / "models"
FOLDER = MODELS / "en_newsdocket_minilm"
sys.path.insert(0, str(MODELS / "training"))
if find_spec("en_newsdocket_minilm") is None:
    sys.path.insert(0, str(FOLDER))

from en_newsdocket_minilm import component, decode, features, weights  # noqa: E402
from en_newsdocket_minilm.features import MOST_PIECES, WordPieces, shape_of  # noqa: E402
from en_newsdocket_minilm.network import Scores  # noqa: E402
from en_newsdocket_minilm.windows import LONGEST, NOWHERE, windows  # noqa: E402
from gum import read_gum, with_unknown  # noqa: E402

NAMES = ("O", *(f"{mark}-{label}" for label in ("PERSON", "ORG") for mark in "BILU"))
TAGS, DEPS = ("NN", "VB"), ("ROOT", "nsubj", "obj")
INSTALLED = all(find_spec(name) for name in ("onnxruntime", weights.PACKAGE)) and bool(list(FOLDER.rglob("graph.onnx")))


SHAPES = {
    "LOWER": ("court", "裁判"),
    "TITLE": ("Court", "Émile"),
    "CAPITALS": ("SEC", "U.S."),
    "INITIAL": ("A", "J."),
    "MIXED": ("McCoy", "iPhone"),
    "DIGITS": ("$2.5m", "23-cv-1234"),
    "SIGNS": ("—", "§"),
}


@pytest.mark.parametrize(("shape", "word"), [(shape, word) for shape, words in SHAPES.items() for word in words])
def test_shapes(shape: str, word: str) -> None:
    assert shape_of(word) == getattr(features, shape)


def test_word_pieces_are_cut_as_the_encoder_was_trained() -> None:
    vocabulary = {piece: n for n, piece in enumerate("[UNK] [CLS] [SEP] un ##fair ##ly cafe ' s - . a".split())}
    pieces = WordPieces(vocabulary)
    known = {number: piece for piece, number in vocabulary.items()}

    def cut(word: str) -> list[str]:
        return [known[number] for number in pieces(word)]

    assert cut("Unfairly") == ["un", "##fair", "##ly"]
    assert cut("Café's") == ["cafe", "'", "s"]
    assert cut("unfair-xyz") == ["un", "##fair", "-", "[UNK]"]
    assert cut("\u0301") == ["[UNK]"]
    assert len(pieces("a." * 40)) == MOST_PIECES


@given(st.lists(st.tuples(st.integers(1, MOST_PIECES), st.integers(0, 2)), max_size=400))
def test_every_word_is_read_once(words: list[tuple[int, int]]) -> None:
    sizes = [size for size, _ in words]
    found = list(windows(sizes, [cut for _, cut in words]))
    assert [place for window in found for place in range(window.first, window.last)] == list(range(len(words)))
    for window in found:
        assert window.start <= window.first < window.last <= window.end
        assert sum(sizes[window.start : window.end]) <= LONGEST


def test_windows_end_at_sentences_and_lines() -> None:
    cuts = [NOWHERE] * 300
    cuts[60], cuts[90], cuts[110], cuts[200] = 1, 2, 1, 1
    assert [window.last for window in windows([1] * 300, cuts)] == [90, 200, 300]


def _square(words: int) -> st.SearchStrategy[numpy.ndarray]:
    return arrays.arrays("float32", (words, words + 1), elements=st.floats(-9, 9, width=32))


@given(st.integers(1, 9).flatmap(_square))
def test_trees_have_one_root_and_no_cycle(scores: numpy.ndarray) -> None:
    heads = decode.tree(scores)
    assert (heads == 0).sum() == 1
    for word in range(1, len(heads) + 1):
        seen, at = set[int](), word
        while at:
            assert at not in seen
            seen.add(at)
            at = int(heads[at - 1])


def test_the_best_tree_is_found_behind_a_cycle() -> None:
    scores = numpy.array([[0, 0, 9, 1], [5, 9, 0, 1], [1, 1, 6, 0]], dtype="float32")
    assert decode.tree(scores).tolist() == [2, 0, 2]


@given(arrays.arrays("float32", (2, 6, len(NAMES)), elements=st.floats(-9, 9, width=32)))
def test_names_are_legal(scores: numpy.ndarray) -> None:
    for path in decode.best_path(scores, decode.transitions(NAMES)):
        tags = [NAMES[tag] for tag in path]
        inside = sum(end - start for start, end, _ in decode.spans(tags))
        assert inside == sum(tag != "O" for tag in tags)


@given(arrays.arrays("float32", (3, 2 * weights.GROUP), elements=st.floats(-1, 1, width=32)))
def test_four_bits_are_near(change: numpy.ndarray) -> None:
    packed, scale = weights.pack(change)
    again = weights.unpack(packed, scale, change.shape)
    bound = numpy.abs(change.reshape(-1, weights.GROUP)).max(axis=1, keepdims=True) / 14 * 1.01 + 1e-6
    assert (numpy.abs(again - change).reshape(-1, weights.GROUP) <= bound).all()


def test_eight_bits_by_output() -> None:
    matrix = numpy.array([[0.5, -1.0], [0.0, 0.0], [100.0, 50.0]], dtype="float32")
    whole, scale = weights.quantized(matrix)
    assert whole.dtype == numpy.int8
    assert numpy.allclose((whole * scale).T, matrix, atol=0.5)


@dataclass(frozen=True)
class FakeNetwork:
    """Scores drawn from the pieces' places: every text gets an answer, the same each time."""

    seed: int = 0

    def scores(self, vectors: numpy.ndarray, shapes: object, mask: object, first: numpy.ndarray) -> Scores:
        """Random scores of the right form."""
        rng = numpy.random.default_rng(self.seed)
        texts, words = first.shape
        wide = {"tags": len(TAGS), "names": len(NAMES), "arcs": words + 1, "dependents": 4}
        drawn = {name: rng.normal(size=(texts, words, size)).astype("float32") for name, size in wide.items()}
        starts = rng.normal(size=(texts, words)).astype("float32")
        return Scores(**drawn, starts=starts, governors=numpy.zeros((texts, words + 1, 4), dtype="float32"))

    def labels(self, dependents: numpy.ndarray, governors: numpy.ndarray) -> numpy.ndarray:
        """Always the second label."""
        return numpy.ones(len(dependents), dtype="int64")


@pytest.fixture
def nlp() -> Language:
    nlp = spacy.blank("en")
    annotator = nlp.add_pipe(component.NAME)
    strings = nlp.vocab.strings
    annotator._ready = component._Ready(
        network=FakeNetwork(),  # type: ignore[arg-type]
        table=numpy.zeros((3, 8), dtype="float32"),
        pieces=WordPieces({"[UNK]": 0, "[CLS]": 1, "[SEP]": 2}),
        names=NAMES,
        legal=decode.transitions(NAMES),
        tag_ids=tuple(strings.add(tag) for tag in TAGS),
        dep_ids=tuple(strings.add(dep) for dep in DEPS),
        space=(strings.add("_SP"), strings.add("dep")),
    )
    return nlp


LONG = "The judge ruled for Acme Corp. on Monday.\n\nThe company, which sued in May, said it was pleased. " * 30


@pytest.mark.parametrize(
    "text", ["", " ", "\n\n", "Ruled.", "\n The court\n ruled. \n", LONG, "word " * 700, "§" * 900]
)
def test_every_text_gets_every_layer(nlp: Language, text: str) -> None:
    doc = nlp(text)
    assert doc.text == text
    assert doc.has_annotation("DEP")
    assert doc.has_annotation("TAG")
    assert sum(len(sentence) for sentence in doc.sents) == len(doc)
    for sentence in doc.sents:
        assert all(sentence.start <= token.head.i < sentence.end for token in sentence)


def test_sentence_starts_and_names_that_are_set_stay(nlp: Language) -> None:
    doc = nlp.make_doc("Acme won the case on appeal and the judge agreed with all of it today")
    doc[3].is_sent_start = True
    for index in (1, 2, 4, 5):
        doc[index].is_sent_start = False
    doc.set_ents([Span(doc, 0, 1, label="ORG")])
    for _, piece in nlp.pipeline:
        doc = piece(doc)
    assert [doc[index].is_sent_start for index in range(6)] == [True, False, False, True, False, False]
    assert (doc.ents[0].text, doc.ents[0].label_) == ("Acme", "ORG")


def test_many_texts_as_one_by_one(nlp: Language) -> None:
    texts = ["The court ruled.", "Acme sued.", ""]
    assert [doc.text for doc in nlp.pipe(texts)] == texts


def test_bytes_and_pickles_carry_the_files(nlp: Language) -> None:
    annotator = nlp.get_pipe(component.NAME)
    annotator.files = {"labels.json": b"{}", "graph.onnx": b"graph\n", "weights.npz": b""}
    for again in (
        pickle.loads(pickle.dumps(annotator)),
        component.MiniLMAnnotator(nlp.vocab).from_bytes(annotator.to_bytes()),
    ):
        assert again.files == annotator.files


def test_a_missing_package_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(weights, "find_spec", _nothing)
    with pytest.raises(ImportError, match=r"newsdocket\[minilm\]"):
        weights.read_pretrained()


def _nothing(name: str) -> None:
    return None


def test_newsdocket_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    folder = next(FOLDER.rglob("config.cfg"), None)
    if folder is None:
        pytest.skip("the package is not there")
    monkeypatch.setattr(weights, "find_spec", _nothing)
    with pytest.raises(ModelError, match=r"newsdocket\[minilm\]"):
        load_pipeline(str(folder.parent))


GUM = """# sent_id = 1
1\tMayor\tmayor\tNOUN\tNN\t_\t2\tcompound\t_\tEntity=(1-person-new-nnnnn-cf1-2,3-coref-Ida_Rowe
2\tIda\tIda\tPROPN\tNNP\t_\t4\tnsubj\t_\t_
3\tRowe\tRowe\tPROPN\tNNP\t_\t2\tflat\t_\tEntity=1)
4\tleft\tleave\tVERB\tVBD\t_\t0\troot\t_\t_
5\tthe\tthe\tDET\tDT\t_\t6\tdet\t_\tEntity=(2-organization-new-nnnnn-cf2-2-sgl
6\tCourt\tCourt\tPROPN\tNNP\t_\t4\tobj\t_\t_
7\tof\tof\tADP\tIN\t_\t8\tcase\t_\t_
8\tOhio\tOhio\tPROPN\tNNP\t_\t6\tnmod\t_\tEntity=(3-place-new-nnnnn-cf3-1-sgl-Ohio)2)
9\tand\tand\tCCONJ\tCC\t_\t10\tcc\t_\t_
10\tpeople\tperson\tNOUN\tNNS\t_\t6\tconj\t_\tEntity=(4-person-new-nnnnn-cf3-1-sgl)

"""


def test_mentions_of_gum_are_cut_to_names(tmp_path: Path) -> None:
    path = tmp_path / "gum.conllu"
    path.write_text(GUM, encoding="utf8")
    (sentence,) = read_gum(path)
    assert {(" ".join(sentence.words[a:b]), label) for a, b, label in sentence.entities or ()} == {
        ("Mayor Ida Rowe", "PER"),
        ("Court of Ohio", "ORG"),
    }


def test_proper_nouns_without_a_name_are_unknown(nlp: Language) -> None:
    doc = Doc(nlp.vocab, words=["Ida", "read", "Ulysses"], tags=["NNP", "VBD", "NNP"])
    doc.set_ents([Span(doc, 0, 1, label="PERSON")])
    assert [token.ent_iob for token in with_unknown(doc)] == [3, 2, 0]


@pytest.fixture(scope="module")
def trained() -> Language:
    return load_pipeline(str(next(FOLDER.rglob("config.cfg")).parent))


@pytest.mark.skipif(not INSTALLED, reason="needs newsdocket[minilm]")
class TestTrained:
    """The shipped network."""

    def test_names(self, trained: Language) -> None:
        doc = trained("A federal judge in Ohio ordered Harlow Freight Inc. to pay Denise Okafor $2 million.")
        assert _named(doc.ents) >= {("Ohio", "GPE"), ("Harlow Freight Inc.", "ORG"), ("Denise Okafor", "PERSON")}

    def test_structure(self, trained: Language) -> None:
        doc = trained("The jury awarded her $2 million. The company will appeal.")
        assert [sentence.root.text for sentence in doc.sents] == ["awarded", "appeal"]
        assert (doc[1].dep_, doc[1].tag_, doc[2].lemma_) == ("nsubj", "NN", "award")

    def test_lines_and_components(self, trained: Language) -> None:
        assert trained.pipe_names[0] == "newsdocket_lines"
        doc = trained("Court fines Acme\nThe court fined Acme on Monday.")
        assert [sentence.text.strip() for sentence in doc.sents] == [
            "Court fines Acme",
            "The court fined Acme on Monday.",
        ]

    def test_batches_give_what_single_texts_give(self, trained: Language) -> None:
        texts = ["The court ruled for Ana Ruiz.", LONG, "No."]
        for alone, together in zip(map(trained, texts), trained.pipe(texts), strict=True):
            assert [token.head.i for token in alone] == [token.head.i for token in together]


def _named(spans: Sequence[Span]) -> set[tuple[str, str]]:
    return {(span.text, span.label_) for span in spans}

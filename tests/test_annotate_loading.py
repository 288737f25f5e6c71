"""Loading pipelines: ours, others' and ones that will not do."""

from __future__ import annotations

from pathlib import Path

import pytest
import spacy
from spacy.language import Language

from newsdocket.annotate import load_pipeline
from newsdocket.annotate.loading import add_lines, missing_components
from newsdocket.errors import ModelError


def _saved(folder: Path, *names: str, lang: str = "en") -> str:
    nlp = spacy.blank(lang)
    for name in names:
        nlp.add_pipe(name)
    if "tagger" in names:
        nlp.get_pipe("tagger").add_label("NN")
    nlp.initialize()
    nlp.to_disk(folder)
    return str(folder)


def test_a_missing_package_says_how_to_get_it(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(ModelError, match="no package of this name"):
        load_pipeline("en_no_such_pipeline")


def test_a_missing_folder_says_so(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match="no such folder"):
        load_pipeline(str(tmp_path / "nothing"))


def test_missing_components_are_named(tmp_path: Path) -> None:
    folder = _saved(tmp_path / "tagged", "tagger")
    with pytest.raises(ModelError, match=r"no parser \(dependencies\) and no ner \(named entities\)"):
        load_pipeline(folder)


def test_another_language_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match="'de'"):
        load_pipeline(_saved(tmp_path / "german", lang="de"))


def test_an_entity_ruler_counts_as_names() -> None:
    nlp = spacy.blank("en")
    nlp.add_pipe("entity_ruler")
    assert [text.split()[0] for text in missing_components(nlp)] == ["tagger", "parser"]


def test_lines_stand_before_what_sets_sentences() -> None:
    nlp = spacy.blank("en")
    nlp.add_pipe("entity_ruler")
    nlp.add_pipe("sentencizer")
    add_lines(nlp)
    add_lines(nlp)
    assert nlp.pipe_names == ["entity_ruler", "newsdocket_lines", "sentencizer"]


@pytest.fixture(scope="module")
def ours() -> Language:
    return load_pipeline()


def test_our_pipeline_has_all_and_lines_before_the_parser(ours: Language) -> None:
    names = ours.pipe_names
    assert names.index("newsdocket_lines") < names.index("parser")
    assert missing_components(ours) == []


def test_no_sentence_of_ours_runs_over_a_line_break(ours: Language) -> None:
    doc = ours("Tenants win appeal\nThe court ruled for the tenants\n2. Costs were awarded to them\n")
    lines = [sentence.text.strip() for sentence in doc.sents if sentence.text.strip()]
    assert all("\n" not in line for line in lines)
    assert lines[-1].startswith("2.")

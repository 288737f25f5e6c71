"""What tests share: the docket on the installed language model, loaded once."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from spacy.tokens import Doc

from newsdocket.docket import Docket, load


@pytest.fixture(scope="session")
def docket() -> Docket:
    pytest.importorskip("en_newsdocket")
    return load()


@pytest.fixture(scope="session")
def parse(docket: Docket) -> Callable[[str], Doc]:
    """Text in, ``Doc`` with everything that the language model gives out; extractors do not run."""
    extractors = [name for name in docket.nlp.pipe_names if docket.nlp.get_pipe_meta(name).factory in EXTRACTORS]

    def parsed(text: str) -> Doc:
        return docket.nlp(text, disable=extractors)

    return parsed


EXTRACTORS = {
    f"newsdocket_{kind}"
    for kind in ("money", "counts", "dates", "courts", "people", "labels", "names", "claims", "relief")
}

"""Pronouns and definite descriptions add the sides that they stand in to the name that they stand for."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from spacy.tokens import Doc

from newsdocket.relate.context import build_context
from newsdocket.relate.coreference import coreferent_cues


@pytest.mark.parametrize(
    ("text", "name", "side"),
    [
        ("Brightwater Mills Inc. is a maker of kettles. It sued Borex Corp. in May.", "Brightwater Mills Inc.", "C"),
        (
            "Brightwater Mills Inc. is a maker of kettles. The company was ordered to pay a fine.",
            "Brightwater Mills Inc.",
            "A",
        ),
        ("Jane Lund lives in Ohio. She was convicted on Friday.", "Jane Lund", "A"),
    ],
)
def test_the_nearest_fitting_name_gets_the_side(docket: object, text: str, name: str, side: str) -> None:
    context = build_context(_annotated(docket, text))
    found = {c.name: {s for s, _ in cues} for c, cues in coreferent_cues(context).items()}
    assert side in found.get(name, set())


def test_a_person_is_not_it(docket: object) -> None:
    context = build_context(_annotated(docket, "Jane Lund lives in Ohio. It was sued by Borex Corp."))
    assert "Jane Lund" not in {c.name for c in coreferent_cues(context)}


def _annotated(docket: object, text: str) -> Doc:
    nlp: Callable[[str], Doc] = docket.nlp  # type: ignore[attr-defined]
    return nlp(text)

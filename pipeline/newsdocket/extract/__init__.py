"""Extract stage: finders of candidates, each a spaCy component and a plain function."""

from __future__ import annotations

from spacy.language import Language

COMPONENTS = (
    "newsdocket_money",
    "newsdocket_counts",
    "newsdocket_dates",
    "newsdocket_courts",
    "newsdocket_people",
    "newsdocket_labels",
    "newsdocket_names",
    "newsdocket_claims",
    "newsdocket_relief",
)
"""The extractors in the order in which they run. Their factories are entry points: nothing needs importing first."""


def add_extractors(nlp: Language) -> Language:
    """Append every extractor that ``nlp`` does not have yet; returns ``nlp``."""
    for name in COMPONENTS:
        if name not in nlp.pipe_names:
            nlp.add_pipe(name)
    return nlp

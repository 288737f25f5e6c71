"""Averages the weights of the last two passes: models on one path of training are often better in the mean."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import spacy
from spacy.language import Language


def average(folders: Sequence[Path]) -> Language:
    """The pipeline of the last of ``folders`` with the mean of the weights of all of them."""
    pipelines = [spacy.load(folder) for folder in folders]
    last = pipelines[-1]
    for name, component in last.pipeline:
        nodes = [list(nlp.get_pipe(name).model.walk()) for nlp in pipelines]
        for group in zip(*nodes, strict=True):
            for parameter in group[-1].param_names:
                if group[-1].has_param(parameter):
                    values = [node.get_param(parameter) for node in group]
                    group[-1].set_param(parameter, sum(values[1:], start=values[0].copy()) / len(values))
        last.get_pipe(name).model = component.model
    return last

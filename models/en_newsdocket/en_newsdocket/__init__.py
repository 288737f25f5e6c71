"""The English pipeline of newsdocket: tags, dependencies, lemmas, sentences and names for court news."""

from pathlib import Path

from spacy.language import Language
from spacy.util import get_model_meta, load_model_from_init_py

__version__ = get_model_meta(Path(__file__).parent)["version"]


def load(**overrides: object) -> Language:
    """The pipeline, as ``spacy.load`` gives it; ``overrides`` are passed on to it."""
    return load_model_from_init_py(__file__, **overrides)

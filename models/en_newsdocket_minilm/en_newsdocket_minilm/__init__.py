"""The larger English pipeline of newsdocket: a MiniLM encoder fine-tuned for tags, trees, sentences and names."""

from spacy.language import Language
from spacy.util import load_model_from_init_py

__version__ = "0.1.0"


def load(**overrides: object) -> Language:
    """The pipeline, as ``spacy.load`` gives it; ``overrides`` are passed on to it."""
    return load_model_from_init_py(__file__, **overrides)

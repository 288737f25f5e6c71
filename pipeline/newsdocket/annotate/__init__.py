"""The second stage: from an article's text to a spaCy ``Doc`` with tags, dependencies, names and sentences."""

from newsdocket.annotate.loading import load_pipeline

__all__ = ["load_pipeline"]

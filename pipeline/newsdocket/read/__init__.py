"""Reading: paths, standard input or text in; clean articles out."""

from newsdocket.read.article import Article, Failure, ReadSettings, Source
from newsdocket.read.clean import clean_text
from newsdocket.read.reader import article_from_text, read_articles, read_source, stdin_sources
from newsdocket.read.sources import find_sources

__all__ = [
    "Article",
    "Failure",
    "ReadSettings",
    "Source",
    "article_from_text",
    "clean_text",
    "find_sources",
    "read_articles",
    "read_source",
    "stdin_sources",
]

"""The front door: :func:`load` gives a :class:`Docket`, which turns articles into records."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Sequence
from functools import lru_cache
from os import PathLike
from pathlib import Path
from typing import TYPE_CHECKING

from spacy.language import Language
from spacy.tokens import Doc

from newsdocket import extract
from newsdocket.annotate import load_pipeline
from newsdocket.annotate.documents import make_doc
from newsdocket.defaults import DEFAULT_PIPELINE
from newsdocket.read import Article, article_from_text
from newsdocket.record import Provenance, Record
from newsdocket.record.build import build_record
from newsdocket.relate.checks import role_of_whole
from newsdocket.relate.context import build_context
from newsdocket.relate.facts import Facts, relate
from newsdocket.relate.passage import read_by, reader_of
from newsdocket.relate.readers import Reader
from newsdocket.version import __version__

if TYPE_CHECKING:
    from newsdocket.run import Outcome


DECIDING = frozenset(
    {"read", "annotate", "extract", "resolve", "relate", "check", "record", "linear.py", "packaged.py", "syntax.py"}
)
"""Parts of the package that a record depends on."""


class Docket:
    """Reads court news. Made once (the language pipeline is loaded then), used for any number of articles.

    A loaded docket holds no state between articles: the same article gives the same record, in any thread.
    """

    def __init__(self, nlp: Language, model: str = DEFAULT_PIPELINE) -> None:
        self.nlp = extract.add_extractors(nlp)
        self.model = model
        self.reader: Reader = reader_of(self.nlp)
        self.provenance = Provenance(
            version=__version__,
            model=f"{model} {nlp.meta.get('version', '')}".strip(),
            settings_hash=settings_hash(nlp, model),
        )

    def annotate(self, article: Article) -> Doc:
        """The article's text with tags, dependencies, entities and the span groups of every extractor."""
        doc = make_doc(self.nlp, article.text)
        doc.user_data["newsdocket"] = {"published": article.published, "headline_end": article.headline_end}
        return self.nlp(doc)

    def facts(self, article: Article) -> Facts:
        """What the record of ``article`` is made from: spans, entities and decisions with their reasons."""
        return self.facts_of(self.annotate(article))

    def facts_of(self, doc: Doc) -> Facts:
        """The same from a document that :meth:`annotate` gave."""
        return relate(read_by(self.reader, build_context(doc)))

    def read_article(self, article: Article) -> Record:
        """The record of an article that the read stage gave."""
        facts, checks = role_of_whole(self.facts(article))
        return build_record(article, facts, checks, self.provenance)

    def read(
        self,
        text: str,
        *,
        id: str | None = None,
        headline: str | None = None,
        published: str | None = None,
        url: str | None = None,
        source: str | None = None,
    ) -> Record:
        """The record of ``text``. ``published`` (``YYYY-MM-DD``) settles dates such as "on Tuesday".

        Raises :class:`newsdocket.errors.ReadError` for text that is no English article (empty, binary, other language).
        """
        article = article_from_text(text, id=id, headline=headline, published=published, url=url, source=source)
        return self.read_article(article)

    def run(
        self, paths: str | PathLike[str] | Sequence[str | PathLike[str]], *, workers: int = 1, limit: int | None = None
    ) -> Iterator[Outcome]:
        """One outcome for each article under ``paths``, in a fixed order: a :class:`Record` or a ``Failure``."""
        from newsdocket.run import run_docket

        return run_docket(self, paths, workers=workers, limit=limit)


def load(model: str = DEFAULT_PIPELINE) -> Docket:
    """A docket on the language pipeline ``model``: an installed spaCy package or a folder.

    Raises :class:`newsdocket.errors.ModelError` when the pipeline is missing or lacks a component that is needed.
    """
    return Docket(load_pipeline(model), model)


def settings_hash(nlp: Language, model: str) -> str:
    """Hash of everything that decides a record besides the text: versions, the pipeline, its components and this
    package's rules and weights."""
    parts = {
        "newsdocket": __version__,
        "model": model,
        "model_meta": nlp.meta,
        "package": package_digest(),
        "components": [[name, nlp.get_pipe_meta(name).factory] for name in nlp.pipe_names],
    }
    return hashlib.sha256(json.dumps(parts, sort_keys=True, default=str).encode("utf-8")).hexdigest()[:16]


@lru_cache(maxsize=1)
def package_digest() -> str:
    """Hash of the code, tables and models of the stages that decide a record."""
    digest = hashlib.sha256()
    for path in sorted(Path(__file__).parent.rglob("*"), key=Path.as_posix):
        place = path.relative_to(Path(__file__).parent)
        if place.parts[0] in DECIDING and path.is_file() and "__pycache__" not in place.parts:
            digest.update(f"{place.as_posix()}\0{path.stat().st_size}\0".encode())
            digest.update(path.read_bytes())
    return digest.hexdigest()

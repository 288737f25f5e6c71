"""Many articles through the pipeline: in order, one outcome each, the same whatever the number of workers."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice
from os import PathLike
from typing import TYPE_CHECKING, Protocol, TypeAlias

from newsdocket.defaults import DEFAULT_PIPELINE
from newsdocket.errors import NewsdocketError, UsageError
from newsdocket.read.article import Article, Failure, ReadSettings, Source
from newsdocket.read.guard import guarded
from newsdocket.read.reader import read_source
from newsdocket.read.sources import find_sources
from newsdocket.record.models import Provenance, Record, article_info
from newsdocket.write.earlier import Earlier, earlier_record

if TYPE_CHECKING:
    from newsdocket.docket import Docket

Outcome: TypeAlias = Record | Failure
DEFAULT_MODEL = DEFAULT_PIPELINE


class Pipeline(Protocol):
    """What a run needs of a loaded docket."""

    def read_article(self, article: Article) -> Record:
        """The record of one article."""


def load_docket(model: str) -> Pipeline:
    """The loaded pipeline of ``model``; raises :class:`ModelError` when there is none."""
    from newsdocket.docket import load

    return load(model)


@dataclass(frozen=True)
class RunSettings:
    """How to run: the language model's name, how to read, seconds that one article may take (``None``: any time),
    where records of an earlier run are found that are still good (``None``: nowhere), and the function that loads the
    pipeline in each worker (importable by name)."""

    model: str = DEFAULT_MODEL
    read: ReadSettings = field(default_factory=ReadSettings)
    time_limit: float | None = None
    earlier: Earlier | None = None
    load: Callable[[str], Pipeline] = load_docket


def run(
    sources: Iterable[Source], settings: RunSettings, *, workers: int = 1, pipeline: Pipeline | None = None
) -> Iterator[Outcome]:
    """A record or a failure for every source, in the order of ``sources``; lazy, with memory that does not grow.

    One worker without a time limit runs in this process, with ``pipeline`` if that is loaded already; any others are
    processes that load their own. An article that ends its process, or passes the time limit, is a failure and costs
    nothing but itself. Raises :class:`ModelError` when the pipeline cannot be loaded.
    """
    if workers < 1:
        raise UsageError(f"workers must be 1 or more, not {workers}")
    counted = _Counted(sources)
    if workers == 1 and settings.time_limit is None:
        return counted.check(_run_here(counted, settings, pipeline or settings.load(settings.model)))
    from newsdocket.pool import run_workers

    return counted.check(run_workers(counted, settings, workers))


def run_docket(
    docket: Docket,
    paths: str | PathLike[str] | Sequence[str | PathLike[str]],
    *,
    workers: int = 1,
    limit: int | None = None,
    read: ReadSettings | None = None,
) -> Iterator[Outcome]:
    """One outcome for each article under ``paths``, the first ``limit`` if given; by ``docket`` itself with one
    worker, by processes that load its model with more."""
    settings = RunSettings(model=docket.model, read=read or ReadSettings())
    sources = find_sources(paths, settings.read)
    return run(islice(sources, limit), settings, workers=workers, pipeline=docket)


class _Counted:
    """Sources, counted as they are taken, so that a run can show at its end that none was lost."""

    def __init__(self, sources: Iterable[Source]) -> None:
        self._sources = sources
        self.number = 0

    def __iter__(self) -> Iterator[Source]:
        for source in self._sources:
            self.number += 1
            yield source

    def check(self, outcomes: Iterator[Outcome]) -> Iterator[Outcome]:
        """``outcomes`` unchanged; raises :class:`NewsdocketError` at the end if there are not as many as sources."""
        number = 0
        for outcome in outcomes:
            number += 1
            yield outcome
        if number != self.number:
            raise NewsdocketError(f"{self.number} articles gave {number} outcomes")


def _run_here(sources: Iterable[Source], settings: RunSettings, pipeline: Pipeline) -> Iterator[Outcome]:
    for source in sources:
        yield outcome_of(source, pipeline, settings)


def outcome_of(source: Source, pipeline: Pipeline, settings: RunSettings) -> Outcome:
    """The record of one source, or why there is none."""
    return guarded(source, _record_of, source, pipeline, settings)


def _record_of(source: Source, pipeline: Pipeline, settings: RunSettings) -> Record:
    article = read_source(source, settings.read)
    provenance: Provenance | None = getattr(pipeline, "provenance", None)
    if settings.earlier is not None and provenance is not None:
        record = earlier_record(settings.earlier, article_info(article), provenance)
        if record is not None:
            return record
    return pipeline.read_article(article)

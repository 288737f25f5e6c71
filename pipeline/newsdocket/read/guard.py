"""The boundary around one article: whatever goes wrong inside becomes a :class:`Failure`, nothing else does."""

from __future__ import annotations

from collections.abc import Callable
from types import TracebackType
from typing import ParamSpec, TypeVar

from newsdocket.errors import ModelError, NewsdocketError
from newsdocket.read.article import Failure, Source

STAGES = ("read", "annotate", "extract", "resolve", "relate", "check", "record", "write")
P = ParamSpec("P")
T = TypeVar("T")


def guarded(source: Source, work: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T | Failure:
    """``work(*args)``, or the failure of ``source`` when that raises. The only place that catches every exception.

    A :class:`ModelError` goes through: a model that is missing or broken is missing for every article.
    """
    try:
        return work(*args, **kwargs)
    except ModelError:
        raise
    except Exception as error:  # noqa: BLE001  one bad article must not end a run
        return failure_of(source, error)


def failure_of(source: Source, error: Exception) -> Failure:
    """What is told of an article that failed: our own errors in their words, others with the name of their type."""
    words = str(error) if isinstance(error, NewsdocketError) else f"{type(error).__name__}: {error}"
    return Failure(source.id, source.name, _stage(error.__traceback__), words)


def _stage(traceback: TracebackType | None) -> str:
    """The stage whose code raised: the folder under ``newsdocket`` of the innermost frame that lies in one."""
    stage = "extract"
    while traceback is not None:
        parts = str(traceback.tb_frame.f_globals.get("__name__", "")).split(".")
        if len(parts) > 2 and parts[0] == "newsdocket" and parts[1] in STAGES and parts[2] != "guard":
            stage = parts[1]
        traceback = traceback.tb_next
    return stage

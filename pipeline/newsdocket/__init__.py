"""Court news in, validated records out.

>>> import newsdocket
>>> docket = newsdocket.load()                                   # doctest: +SKIP
>>> record = docket.read(text, published="2026-04-15")           # doctest: +SKIP

Everything heavy is imported when it is first used, so that ``import newsdocket`` is cheap.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from newsdocket.errors import ModelError, NewsdocketError, ReadError, RecordError, UsageError
from newsdocket.version import __version__

if TYPE_CHECKING:
    from newsdocket.docket import Docket, load
    from newsdocket.read import Article, Failure
    from newsdocket.record import Record

_LAZY = {
    "Article": "newsdocket.read",
    "Docket": "newsdocket.docket",
    "Failure": "newsdocket.read",
    "Record": "newsdocket.record",
    "load": "newsdocket.docket",
}

__all__ = [
    "Article",
    "Docket",
    "Failure",
    "ModelError",
    "NewsdocketError",
    "ReadError",
    "Record",
    "RecordError",
    "UsageError",
    "__version__",
    "load",
]


def __getattr__(name: str) -> Any:
    if name in _LAZY:
        return getattr(import_module(_LAZY[name]), name)
    raise AttributeError(f"module 'newsdocket' has no attribute {name!r}")

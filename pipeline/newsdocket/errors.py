"""The errors that the library raises; all of them are :class:`NewsdocketError`."""

from __future__ import annotations


class NewsdocketError(Exception):
    """Root of every error that newsdocket raises on purpose."""


class ReadError(NewsdocketError):
    """A source cannot be turned into an article (empty, binary, undecodable, too large, not English)."""


class ModelError(NewsdocketError):
    """A language pipeline cannot be found, or lacks a component that newsdocket needs."""


class RecordError(NewsdocketError, ValueError):
    """A record contradicts itself or the text that it points into."""


class UsageError(NewsdocketError):
    """A call that cannot be carried out as given (unknown option value, missing folder)."""

"""What an explanation is made of: for each value its words, what gave it, the reasons, and what it could have been."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

from newsdocket.record.models import Record


@dataclass(frozen=True)
class Words:
    """A stretch of the article's text. Offsets are code points, ``end`` excluded; ``text`` is what stands there."""

    start: int
    end: int
    text: str


@dataclass(frozen=True)
class Reason:
    """What spoke for a value, in plain words.

    ``weight`` is how far it lifts the value above the mean of all values of the model (``None`` for a rule),
    ``words`` where it stands in the text (``None`` where it is nowhere in particular), ``features`` the model's names.
    """

    text: str
    weight: float | None = None
    words: Words | None = None
    features: tuple[str, ...] = ()


@dataclass(frozen=True)
class Alternative:
    """Another value that was possible: its probability where a model ranked it, else why it was not taken."""

    value: str
    probability: float | None = None
    why: str = ""


@dataclass(frozen=True)
class Value:
    """One value of the record: ``field`` of the item ``about``, with the words it was read from and what gave it.

    ``by`` is ``rule MODULE`` or ``model NAME``; ``probability`` is the model's for this value. ``words`` are the item's
    mentions for what is read from them, and for a link the mentions of the item that it leads to.
    """

    about: str
    field: str
    value: str
    words: tuple[Words, ...]
    by: str
    probability: float | None = None
    reasons: tuple[Reason, ...] = ()
    alternatives: tuple[Alternative, ...] = ()


@dataclass(frozen=True)
class Rejected:
    """A candidate that did not get into the record: ``kind`` is ``party``, ``claim``, ``relief`` or ``date``."""

    kind: str
    value: str
    words: tuple[Words, ...]
    by: str
    probability: float | None = None
    reasons: tuple[Reason, ...] = ()


@dataclass(frozen=True)
class Explanation:
    """Every value of one record with its reasons, in the order of the record, and the rejected candidates."""

    record: Record
    values: tuple[Value, ...]
    rejected: tuple[Rejected, ...]

    @property
    def ids(self) -> tuple[str, ...]:
        """The ids of the items explained, in the order of the record."""
        return tuple(dict.fromkeys(value.about for value in self.values))

    def about(self, name: str) -> tuple[Value, ...]:
        """The values of an item (``"party-1"``), or one field of it (``"party-1.role"``)."""
        return tuple(v for v in self.values if name in (v.about, f"{v.about}.{v.field}"))

    def to_dict(self) -> dict[str, Any]:
        """The explanation as JSON-ready data, without the article's text."""
        return {
            "article": self.record.article.id,
            "provenance": self.record.provenance.model_dump(mode="json"),
            "values": [asdict(value) for value in self.values],
            "rejected": [asdict(candidate) for candidate in self.rejected],
        }

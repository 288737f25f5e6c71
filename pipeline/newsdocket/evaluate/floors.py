"""The gate: a floor of F1 for each field in a committed file, with the hash of the corpus that it was measured on.

A floor only rises by itself. Lowering one takes an explicit permission and a reason, which stays in the file.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from math import floor as round_down
from pathlib import Path
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from newsdocket.errors import UsageError
from newsdocket.evaluate.evaluation import HEADLINE, Evaluation
from newsdocket.evaluate.scoring import FIELDS
from newsdocket.write.files import write_text

MARGIN = 0.03
"""How far below the F1 reached a floor is set, unless the caller says otherwise."""

NOTICEABLE = 0.0005
"""Changes of F1 below this are not told: they vanish in three decimals."""

Share = Annotated[float, Field(ge=0, le=1)]


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Corpus(_Part):
    """The gold that the floors belong to: ``path`` is relative to the file of floors."""

    path: str
    sha256: str
    articles: int


class FieldFloor(_Part):
    """A floor of F1, and the F1 that was reached when the file was last updated."""

    floor: Share
    reached: Share


class Lowered(_Part):
    """A floor that was lowered, and why."""

    field: str
    before: Share
    after: Share
    reason: str = Field(min_length=1)


class Floors(_Part):
    """The committed file."""

    corpus: Corpus
    floors: dict[str, FieldFloor]
    lowered: tuple[Lowered, ...] = ()


@dataclass(frozen=True)
class Change:
    """One field against its floor. ``now`` is ``None`` where nothing could be measured any more."""

    field: str
    floor: float | None
    reached: float | None
    now: float | None

    @property
    def below(self) -> bool:
        """Whether the field has fallen through its floor."""
        return self.floor is not None and (self.now is None or self.now < self.floor)

    @property
    def difference(self) -> float:
        """How much F1 changed since the file was last updated."""
        return (self.now or 0.0) - (self.reached or 0.0)


@dataclass(frozen=True)
class Verdict:
    """What the gate says: every field, and whether the corpus is the one that the floors were measured on."""

    changes: tuple[Change, ...]
    expected_hash: str
    corpus_hash: str

    @property
    def same_corpus(self) -> bool:
        """Whether the corpus is unchanged."""
        return self.expected_hash == self.corpus_hash

    @property
    def below(self) -> list[Change]:
        """The fields that fell through their floors."""
        return [change for change in self.changes if change.below]

    @property
    def won(self) -> list[Change]:
        """The fields that are better than when the file was last updated."""
        return [change for change in self.changes if change.difference >= NOTICEABLE]

    @property
    def lost(self) -> list[Change]:
        """The fields that are worse than when the file was last updated, below the floor or not."""
        return [change for change in self.changes if change.difference <= -NOTICEABLE]

    @property
    def passed(self) -> bool:
        """Whether the gate is open: same corpus, no field below its floor."""
        return self.same_corpus and not self.below


def check_floors(floors: Floors, evaluation: Evaluation) -> Verdict:
    """Holds an evaluation against the floors. A field that has a floor and can no longer be measured is below it."""
    now = evaluation.f1()
    changes = []
    for name in (*FIELDS, HEADLINE):
        known = floors.floors.get(name)
        if known is not None or name in now:
            limit, reached = (known.floor, known.reached) if known else (None, None)
            changes.append(Change(name, limit, reached, now.get(name)))
    return Verdict(tuple(changes), floors.corpus.sha256, evaluation.corpus_hash)


def updated_floors(
    floors: Floors | None,
    evaluation: Evaluation,
    corpus_path: str,
    *,
    margin: float = MARGIN,
    allow_lower: bool = False,
    reason: str | None = None,
) -> Floors:
    """The floors after an evaluation: raised to ``margin`` below what was reached, never lowered by themselves.

    With ``allow_lower`` and a ``reason``, the floors of fields that fell through come down to ``margin`` below what was
    reached, and the reason is kept. Raises :class:`UsageError` where a field is below its floor without permission, or
    where permission comes without a reason.
    """
    if allow_lower and not (reason or "").strip():
        raise UsageError("lowering a floor needs a reason: --allow-lower --reason '...'")
    old = floors.floors if floors else {}
    now = evaluation.f1()
    below = [name for name, known in old.items() if now.get(name, 0.0) < known.floor]
    if below and not allow_lower:
        raise UsageError(f"below the floor: {', '.join(below)}; nothing was written (--allow-lower --reason lowers)")
    new = {name: _new_floor(old.get(name), value, margin) for name, value in _in_order(now).items()}
    lowered = [
        Lowered(field=name, before=old[name].floor, after=new[name].floor if name in new else 0.0, reason=reason or "")
        for name in below
    ]
    corpus = Corpus(path=corpus_path, sha256=evaluation.corpus_hash, articles=len(evaluation.articles))
    return Floors(corpus=corpus, floors=new, lowered=(*(floors.lowered if floors else ()), *lowered))


def _in_order(now: Mapping[str, float]) -> dict[str, float]:
    return {name: now[name] for name in (*FIELDS, HEADLINE) if name in now}


def _new_floor(old: FieldFloor | None, now: float, margin: float) -> FieldFloor:
    target = round_down(round(max(0.0, now - margin) * 1000, 6)) / 1000
    fallen = old is not None and now < old.floor
    limit = target if old is None or fallen else max(old.floor, target)
    return FieldFloor(floor=limit, reached=round(now, 4))


def read_floors(path: str | os.PathLike[str]) -> Floors:
    """The floors in a file. Raises :class:`UsageError` when it is missing or no file of floors."""
    try:
        return Floors.model_validate_json(Path(path).read_bytes())
    except OSError as error:
        raise UsageError(f"cannot read the floors {path}: {error.strerror or error}") from error
    except ValidationError as error:
        first = error.errors()[0]
        raise UsageError(f"{path}: {'.'.join(map(str, first['loc']))}: {first['msg']}") from error


def write_floors(path: str | os.PathLike[str], floors: Floors) -> None:
    """Writes the file, one line for each field, so that a change of one floor is one changed line."""
    try:
        write_text(Path(path), floors_text(floors))
    except OSError as error:
        raise UsageError(f"cannot write the floors {path}: {error.strerror or error}") from error


def floors_text(floors: Floors) -> str:
    """The text of the file."""
    data: dict[str, Any] = floors.model_dump(mode="json")
    rows = _block(f"{json.dumps(name)}: {json.dumps(row)}" for name, row in data["floors"].items())
    lowered = _block(json.dumps(row, ensure_ascii=False) for row in data["lowered"])
    corpus = json.dumps(data["corpus"], ensure_ascii=False)
    return f'{{\n  "corpus": {corpus},\n  "floors": {{{rows}}},\n  "lowered": [{lowered}]\n}}\n'


def _block(rows: Iterable[str]) -> str:
    lines = ",\n    ".join(rows)
    return f"\n    {lines}\n  " if lines else ""

"""From corrected marks back to a record.

The marks are held against those of the record that was exported. What nobody touched keeps all its values; a mark that
is gone takes its mention (and an item without mentions) away; a label or stretch that changed changes the item; a mark
that is new joins the item that it names again, or makes an item whose values are read from its words.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from pydantic import ValidationError

from newsdocket.errors import RecordError
from newsdocket.evaluate.matching import telling_words
from newsdocket.exchange.marks import ASPECTS, KINDS, LINKS, Link, Mark, Task, check_mark, task_of_record
from newsdocket.exchange.values import values_of
from newsdocket.record.models import ITEM_FIELDS, Record, content_hash
from newsdocket.version import __version__

OWN_ITEM = frozenset({"amount", "claim", "relief"})
"""Kinds for which another label makes another fact: a mention relabelled leaves an item that has other mentions."""

NAMED = frozenset({"court", "person", "party", "record_label"})
"""Kinds whose mentions are forms of a name."""

CORRECTED = "corrected"
"""Code of the warning that says that a record was corrected by hand."""

Item = dict[str, Any]


@dataclass(frozen=True)
class Restored:
    """A record, and what could not be taken over from the marks."""

    record: Record
    notes: tuple[str, ...] = ()


def restore(task: Task) -> Restored:
    """The record of a task. Marks left as they were exported give the very record that was exported.

    Raises :class:`RecordError` when the text is not the one that was exported.
    """
    base = _base(task)
    before = task_of_record(base)
    notes = [f"{task.id}: {problem}" for mark in task.marks if (problem := check_mark(mark, task.text))]
    marks = tuple(dict.fromkeys(sorted(m for m in task.marks if check_mark(m, task.text) is None)))
    if marks == before.marks and set(task.links) == set(before.links):
        return Restored(base, tuple(notes))
    moves, removed, added = mark_changes(before.marks, marks)
    draft = Draft(base)
    for old, new in moves:
        draft.move(old, new)
    for mark in removed:
        draft.remove(mark)
    for mark in sorted(added, key=_kind_order):
        draft.add(mark)
    gone, new_links = _link_changes(before.links, task.links, dict(moves), marks)
    draft.unlink(gone)
    draft.link(new_links)
    draft.say_corrected(len(added), len(removed), len(moves))
    return Restored(draft.record(), (*notes, *draft.notes))


def _base(task: Task) -> Record:
    data = dict(task.base or _empty_base(task))
    article = {**data["article"], "text": task.text}
    if article["content_hash"] != content_hash(task.text):
        raise RecordError(f"{task.id}: the text is not the one that was exported; marks cannot be placed")
    try:
        return Record.model_validate({**data, "article": article})
    except ValidationError as error:
        raise RecordError(f"{task.id}: the exported record is damaged: {error.errors()[0]['msg']}") from error


def _empty_base(task: Task) -> dict[str, Any]:
    article = {"id": task.id, "source": task.id, "content_hash": content_hash(task.text)}
    return {
        "article": article,
        "provenance": {"version": __version__, "model": "annotation", "settings_hash": ""},
    }


def _kind_order(mark: Mark) -> tuple[int, Mark]:
    order = [*KINDS, *ASPECTS]
    return order.index(mark.prefix), mark


def mark_changes(
    before: Iterable[Mark], after: Iterable[Mark]
) -> tuple[list[tuple[Mark, Mark]], list[Mark], list[Mark]]:
    """Marks that moved or changed their label (old and new), marks that are gone, marks that are new.

    A gone and a new mark of one kind are the same mark if they stand on the same stretch, or else if they overlap.
    """
    old, new = set(before), set(after)
    gone, fresh = sorted(old - new), sorted(new - old)
    moves: list[tuple[Mark, Mark]] = []
    for test in (_same_place, _overlapping):
        for mark in list(gone):
            partner = next((m for m in fresh if m.prefix == mark.prefix and test(mark, m)), None)
            if partner is not None:
                moves.append((mark, partner))
                gone.remove(mark)
                fresh.remove(partner)
    return sorted(moves, key=_move_order), gone, fresh


def _move_order(move: tuple[Mark, Mark]) -> tuple[int, Mark]:
    return _kind_order(move[0])


def _same_place(a: Mark, b: Mark) -> bool:
    return (a.start, a.end) == (b.start, b.end)


def _overlapping(a: Mark, b: Mark) -> bool:
    return a.start < b.end and b.start < a.end


def _link_changes(
    before: Iterable[Link], after: Iterable[Link], moves: dict[Mark, Mark], marks: Sequence[Mark]
) -> tuple[list[Link], list[Link]]:
    """Links that were taken away and links that are new. A link whose mark is gone was not taken away by itself."""
    standing = set(marks)
    moved = {Link(moves.get(x.source, x.source), x.name, moves.get(x.target, x.target)) for x in before}
    kept = {link for link in moved if link.source in standing and link.target in standing}
    now = {link for link in after if link.source in standing and link.target in standing}
    return sorted(kept - now), sorted(now - moved)


class Draft:
    """A record being edited, as JSON-ready data."""

    def __init__(self, base: Record) -> None:
        self.data = base.to_dict()
        self.text: str = self.data["article"]["text"]
        self.published: str | None = self.data["article"]["published"]
        self.notes: list[str] = []

    def note(self, words: str) -> None:
        """Keeps something that could not be taken over."""
        self.notes.append(f"{self.data['article']['id']}: {words}")

    def items(self, mark: Mark) -> list[Item]:
        """The items that ``mark`` is a mark of."""
        kind = KINDS[mark.prefix]
        return [
            item
            for item in self.data[kind.field]
            if (kind.attribute is None or item[kind.attribute] == mark.value) and _has(item, mark)
        ]

    def move(self, old: Mark, new: Mark) -> None:
        """A mark with another stretch or another label."""
        if old.prefix in ASPECTS:
            self._set_aspect(old, new)
            return
        kind = KINDS[old.prefix]
        for item in self.items(old):
            if old.label != new.label and old.prefix in OWN_ITEM and len(item["mentions"]) > 1:
                item["mentions"] = [m for m in item["mentions"] if not _is_at(m, old)]
                self.add(new)
                continue
            if kind.attribute:
                item[kind.attribute] = new.value
            if not _same_place(old, new):
                self._stretch(item, old, new)

    def _stretch(self, item: Item, old: Mark, new: Mark) -> None:
        before = self.text[old.start : old.end]
        item["mentions"] = _sorted([self._mention(new) if _is_at(m, old) else m for m in item["mentions"]])
        if old.prefix in NAMED or old.prefix == "claim":
            item["name"] = self.text[new.start : new.end] if item["name"] == before else item["name"]
        else:
            item.update(values_of(new, self.text, self.published) or {})

    def _set_aspect(self, old: Mark, new: Mark) -> None:
        for claim in self.data["claims"]:
            first = claim["mentions"][0]
            if claim[old.prefix] == old.value and (_is_at(first, old) or _is_at(first, new)):
                claim[old.prefix] = new.value

    def remove(self, mark: Mark) -> None:
        """A mark that is gone. The outcome of a claim cannot be taken away, only changed."""
        if mark.prefix in ASPECTS:
            return
        for item in self.items(mark):
            item["mentions"] = [m for m in item["mentions"] if not _is_at(m, mark)]
        field = KINDS[mark.prefix].field
        self.data[field] = [item for item in self.data[field] if item["mentions"]]

    def add(self, mark: Mark) -> None:
        """A new mark: one more mention of an item that is there, or a new item."""
        if mark.prefix in ASPECTS:
            self._add_aspect(mark)
            return
        values = values_of(mark, self.text, self.published)
        if values is None:
            self.note(f"no value in {self.text[mark.start : mark.end]!r}, marked as {mark.label}")
            return
        home = next((item for item in self.data[KINDS[mark.prefix].field] if self._same(item, values, mark)), None)
        if home is not None:
            home["mentions"] = _sorted([*home["mentions"], self._mention(mark)])
            return
        kind = KINDS[mark.prefix]
        self.data[kind.field].append(
            {"id": self._new_id(kind.id, kind.field), **values, "mentions": [self._mention(mark)]}
        )

    def _add_aspect(self, mark: Mark) -> None:
        claims = [c for c in self.data["claims"] if _is_at(c["mentions"][0], mark)]
        claims = claims or [c for c in self.data["claims"] if _has(c, mark)]
        if not claims:
            self.note(f"{mark.label} stands on no claim: {self.text[mark.start : mark.end]!r}")
        for claim in claims:
            claim[mark.prefix] = mark.value

    def _same(self, item: Item, values: Item, mark: Mark) -> bool:
        kind = KINDS[mark.prefix]
        if mark.prefix in NAMED:
            forms = (item["name"], *(m["exact"] for m in item["mentions"]))
            role = kind.attribute is None or item[kind.attribute] == mark.value
            return role and any(_contains(a, b) for a in forms for b in (values["name"], self._words(mark)))
        fields = [name for name in values if name not in {"name", "outcome", "disposition", "basis"}]
        return all(str(item.get(name)) == str(values[name]) for name in fields)

    def _words(self, mark: Mark) -> str:
        return self.text[mark.start : mark.end]

    def _mention(self, mark: Mark) -> Item:
        return {"start": mark.start, "end": mark.end, "exact": self._words(mark)}

    def _new_id(self, prefix: str, field: str) -> str:
        taken = {item["id"] for name in ITEM_FIELDS for item in self.data[name]}
        number = len(self.data[field]) + 1
        while f"{prefix}-{number}" in taken:
            number += 1
        return f"{prefix}-{number}"

    def link(self, links: Iterable[Link]) -> None:
        """New links between items."""
        for link in links:
            if (link.source.prefix, link.name) not in LINKS or link.target.prefix != "party":
                self.note(f"no link {link.name!r} from {link.source.label} to {link.target.label}")
                continue
            targets = [party["id"] for party in self.items(link.target)[:1]]
            for item in self.items(link.source)[:1]:
                item[link.name] = list(dict.fromkeys([*item.get(link.name, []), *targets]))

    def unlink(self, links: Iterable[Link]) -> None:
        """Links that were taken away."""
        for link in links:
            targets = {party["id"] for party in self.items(link.target)}
            for item in self.items(link.source):
                item[link.name] = [id for id in item.get(link.name, []) if id not in targets]

    def say_corrected(self, added: int, removed: int, changed: int) -> None:
        """The warning that says that people had a hand in this record."""
        message = f"corrected by hand: {added} marks added, {removed} removed, {changed} changed"
        warnings = [w for w in self.data["warnings"] if w["code"] != CORRECTED]
        self.data["warnings"] = [*warnings, {"code": CORRECTED, "message": message, "about": None}]

    def record(self) -> Record:
        """The record, without links to items that are gone."""
        self._drop_dangling()
        try:
            return Record.model_validate(self.data)
        except ValidationError as error:
            raise RecordError(f"{self.data['article']['id']}: {error.errors()[0]['msg']}") from error

    def _drop_dangling(self) -> None:
        known = {item["id"] for field in ITEM_FIELDS for item in self.data[field]}
        for field in ITEM_FIELDS:
            for item in self.data[field]:
                for name in ("payer", "payee", "claims", "claimant", "respondent", "against"):
                    if name in item:
                        item[name] = [id for id in item[name] if id in known]
                for name in ("part_of", "party"):
                    if item.get(name) not in known and name in item:
                        item[name] = None
        self.data["checks"] = [c for c in self.data["checks"] if known.issuperset([*c["left"], *c["right"]])]
        self.data["warnings"] = [w for w in self.data["warnings"] if w["about"] is None or w["about"] in known]


def _contains(one: str, other: str) -> bool:
    """Whether every telling word of one name stands in the other."""
    a, b = telling_words(one), telling_words(other)
    return bool(a and b) and (a <= b or b <= a)


def _is_at(mention: Item, mark: Mark) -> bool:
    return bool(mention["start"] == mark.start and mention["end"] == mark.end)


def _has(item: Item, mark: Mark) -> bool:
    return any(_is_at(mention, mark) for mention in item["mentions"])


def _sorted(mentions: Iterable[Item]) -> list[Item]:
    unique = {(m["start"], m["end"]): m for m in mentions}
    return [unique[place] for place in sorted(unique)]

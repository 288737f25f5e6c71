"""What a stretch that somebody marked by hand says: the values that a new item of a record needs."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import Any, TypeVar

from newsdocket.exchange.marks import Mark
from newsdocket.extract.spans import CountSpan, FoundSpan, MoneySpan, QuantitySpan
from newsdocket.packaged import packaged_json

S = TypeVar("S", bound=FoundSpan)


def values_of(mark: Mark, text: str, published: str | None) -> dict[str, Any] | None:
    """The attributes of an item for ``mark``, its id and mentions left out; ``None`` where the words name no value."""
    words = text[mark.start : mark.end]
    readers = {"court": _court, "amount": _amount, "count": _count}
    if mark.prefix in readers:
        return readers[mark.prefix](mark, text)
    if mark.prefix == "date":
        return _date(mark, text, published)
    if mark.prefix == "party":
        return {"name": words, "kind": guess_kind(words), "role": mark.value}
    if mark.prefix == "person":
        return {"name": words, "role": mark.value}
    if mark.prefix == "claim":
        return {"name": words, "type": mark.value, "outcome": "pending", "disposition": "filed"}
    return {"type": mark.value} if mark.prefix == "relief" else {"name": words}


def _at(found: Sequence[S], mark: Mark) -> S | None:
    """The span that shares most with the mark."""
    shared = [(min(s.end, mark.end) - max(s.start, mark.start), -s.start, s) for s in found]
    best = max(shared, default=None, key=_overlap)
    return best[2] if best and best[0] > 0 else None


def _overlap(row: tuple[int, int, FoundSpan]) -> tuple[int, int]:
    return row[0], row[1]


def _court(mark: Mark, text: str) -> dict[str, Any] | None:
    from newsdocket.extract.courts import find_courts

    span = _at(find_courts(text), mark)
    if span is None:
        return {"name": text[mark.start : mark.end]}
    facts = {"court_id": span.court_id, "candidates": list(span.candidates), "level": span.level}
    return {"name": span.name, **facts, "system": span.system, "country": span.country}


def _amount(mark: Mark, text: str) -> dict[str, Any] | None:
    from newsdocket.extract.money import find_money

    span = _at(find_money(text), mark) or next(iter(find_money(text[mark.start : mark.end])), None)
    return None if span is None else {**_numbers(span), "currency": span.currency, "per": span.per, "role": mark.value}


def _count(mark: Mark, text: str) -> dict[str, Any] | None:
    from newsdocket.extract.counts import find_counts

    span = _at(find_counts(text), mark) or next(iter(find_counts(text[mark.start : mark.end])), None)
    return None if span is None else {**_numbers(span), "item": span.item}


def _numbers(span: MoneySpan | CountSpan | QuantitySpan) -> dict[str, Any]:
    fields = {"value", "min_value", "max_value", "basis"}
    return {name: value for name, value in span.model_dump().items() if name in fields}


def _date(mark: Mark, text: str, published: str | None) -> dict[str, Any] | None:
    from newsdocket.extract.dates import find_dates

    words = text[mark.start : mark.end]
    span = _at(find_dates(text, published=published), mark)
    if span is None or span.value is None:
        span = next((s for s in find_dates(words, published=published) if s.value), None)
    return None if span is None or span.value is None else {"value": span.value}


@lru_cache(maxsize=1)
def _kind_words() -> dict[str, str]:
    data = packaged_json("resolve/data/kind_words.json")
    return {word: kind for kind, words in data.items() for word in words}


def guess_kind(name: str) -> str:
    """The kind of a party that somebody marked, by its words: a known word decides, "a" and "an" make a person, a
    number makes a group, two to four capitalised words are a person, the rest are organizations."""
    words = name.split()
    known = [kind for word in words if (kind := _kind_words().get(word.strip(".,").lower()))]
    if known:
        return known[-1]
    if words and (words[0].lower() in {"a", "an"} or words[0][:1].isdigit()):
        return "person" if words[0].lower() in {"a", "an"} else "group"
    return "person" if 2 <= len(words) <= 4 and all(word[:1].isupper() for word in words) else "organization"

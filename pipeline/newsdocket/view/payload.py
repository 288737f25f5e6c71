"""A record as the page needs it: facts with their words, tags and links in both directions, and a row for the list."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from newsdocket.read.article import Failure
from newsdocket.record.models import (
    Amount,
    Check,
    Claim,
    Count,
    Court,
    Date,
    Label,
    Party,
    Person,
    Record,
    Relief,
)
from newsdocket.view import words

Line = tuple[str, "str | list[str]"]
"""A line of a fact: a label, and either plain text or the ids of other facts."""

_REVERSE: tuple[tuple[str, str, str], ...] = (
    ("claims", "claimant", "brings"),
    ("claims", "respondent", "answers"),
    ("amounts", "payer", "pays"),
    ("amounts", "payee", "receives"),
    ("amounts", "part_of", "parts"),
    ("amounts", "claims", "amounts"),
    ("relief", "against", "bound by"),
    ("labels", "party", "label"),
)
"""Links of a record (field, link) and what they are called from the other side."""


def article_payload(record: Record) -> dict[str, Any]:
    """Everything that the page shows of one record, as JSON-ready data without empty fields."""
    article = record.article
    return _without_empty(
        {
            "id": article.id,
            "headline": article.headline or article.id,
            "published": article.published,
            "source": article.source,
            "url": article.url,
            "made": f"newsdocket {record.provenance.version}, {record.provenance.model}",
            "text": article.text or None,
            "facts": list(_facts(record)),
            "checks": [_check(check) for check in record.checks],
            "warnings": [{"words": w.message, "code": words.word(w.code), "about": w.about} for w in record.warnings],
        }
    )


def index_row(record: Record) -> dict[str, Any]:
    """What the list shows of an article and filters it by."""
    article, main = record.article, words.key_amount(record)
    return _without_empty(
        {
            "id": article.id,
            "headline": article.headline or article.id,
            "published": article.published,
            "courts": _names(record.courts),
            "parties": _names(record.parties)[:6],
            "names": _other_names(record),
            "main": None if main is None else f"{words.amount(main)} {words.word(main.role)}",
            "claims": [[c.type, c.outcome, c.name] for c in record.claims],
            "amounts": [[a.role, a.currency, _rough(a), int(a.per is not None)] for a in record.amounts],
            "warnings": len(record.warnings),
            "failing": sum(not check.holds for check in record.checks),
            "checks": len(record.checks),
        }
    )


def failure_row(failure: Failure) -> dict[str, str]:
    """An article that has no record, and why."""
    return {"id": failure.id, "source": failure.source, "stage": failure.stage, "error": failure.error}


def _names(items: Iterable[Court | Party]) -> list[str]:
    return list(dict.fromkeys(item.name for item in items))


def _rough(item: Amount) -> float:
    """A figure to filter and sort by; JSON has no infinity."""
    return min(float(words.quantity_value(item)), 1e300)


def _other_names(record: Record) -> list[str]:
    """Names that are searched although the list does not show them."""
    extra = [alias for party in record.parties for alias in (party.name, *party.aliases)]
    extra += [person.name for person in record.people] + [label.name for label in record.labels]
    extra += [court.court_id for court in record.courts if court.court_id]
    return list(dict.fromkeys(extra))


def _facts(record: Record) -> Iterator[dict[str, Any]]:
    reverse = _reverse_links(record)
    keep_words = record.article.text is None
    for kind in words.KIND_WORDS:
        for item in sorted(getattr(record, kind), key=_is_context):
            mentions = [[m.start, m.end, m.exact] if keep_words else [m.start, m.end] for m in item.mentions]
            lines = [line for line in (*_lines(item), *reverse.get(item.id, ())) if line[1]]
            tags = [tag for tag in _tags(item) if tag]
            fact = {"id": item.id, "kind": kind, "title": _title(item), "tags": tags, "lines": lines, "at": mentions}
            yield _without_empty(fact)


def _is_context(item: Any) -> bool:
    """Amounts that are no part of the case come after those that are."""
    return isinstance(item, Amount) and item.role == "context"


def _reverse_links(record: Record) -> dict[str, list[Line]]:
    """For each id the facts that name it, grouped by the name of the link."""
    grouped: dict[str, dict[str, list[str]]] = {}
    for field, link, name in _REVERSE:
        for item in getattr(record, field):
            for target in _ids(getattr(item, link)):
                grouped.setdefault(target, {}).setdefault(name, []).append(item.id)
    return {id: list(lines.items()) for id, lines in grouped.items()}


def _ids(value: tuple[str, ...] | str | None) -> list[str]:
    if value is None:
        return []
    return [value] if isinstance(value, str) else list(value)


def _title(item: Any) -> str:
    if isinstance(item, Amount):
        return words.amount(item)
    if isinstance(item, Count):
        return words.count(item)
    if isinstance(item, Date):
        return item.value.replace("/", " to ")
    return words.word(item.type) if isinstance(item, Relief) else str(item.name)


def _tags(item: Any) -> list[str]:
    """Words of the vocabularies that say what an item is; for a claim the outcome comes first."""
    if isinstance(item, Claim):
        return [words.word(item.outcome), words.word(item.disposition), words.word(item.type)]
    if isinstance(item, Court):
        return [item.level or "", item.system or "", item.country or ""]
    if isinstance(item, Party):
        return [words.word(item.role), item.kind]
    return [words.word(item.role)] if isinstance(item, (Amount, Person)) else []


def _lines(item: Any) -> list[Line]:
    if isinstance(item, Amount):
        return [
            ("paid by", list(item.payer)),
            ("paid to", list(item.payee)),
            ("for", list(item.claims)),
            ("part of", _ids(item.part_of)),
        ]
    if isinstance(item, Claim):
        return [
            ("statute", item.statute or ""),
            ("claimant", list(item.claimant)),
            ("respondent", list(item.respondent)),
        ]
    if isinstance(item, Court):
        return [("courts-db", item.court_id or ""), ("could be", _candidates(item))]
    if isinstance(item, Party):
        return [("also", "; ".join(item.aliases))]
    if isinstance(item, Label):
        return [("owner", item.parent or ""), ("party", _ids(item.party))]
    return [("binds", list(item.against))] if isinstance(item, Relief) else []


def _candidates(court: Court) -> str:
    return "" if court.court_id else ", ".join(court.candidates)


def _check(check: Check) -> dict[str, Any]:
    difference = "" if check.holds else words.number(check.difference)
    joiner = " + " if check.kind == "sum" else " × "
    return {"left": check.left, "right": check.right, "joiner": joiner, "holds": check.holds, "off": difference}


def _without_empty(data: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in data.items() if value not in (None, [], 0, "")}

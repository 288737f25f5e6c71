"""Records as rows of the tables."""

from __future__ import annotations

import calendar
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from decimal import Decimal, localcontext
from typing import Any

from newsdocket.record.models import ITEM_FIELDS, Record
from newsdocket.tables.schema import PRECISION, SCALE

Value = str | int | bool | Decimal | date | None
Row = tuple[Value, ...]
Rows = dict[str, list[Row]]

_LARGEST = Decimal(10) ** (PRECISION - SCALE)
_STEP = Decimal(1).scaleb(-SCALE)


def rows_of(record: Record) -> Rows:
    """The rows of ``record``, by table, each in the order of the table's columns."""
    rows: Rows = {"articles": [_article(record)]}
    for field in ITEM_FIELDS:
        rows[field] = [_item(record, field, item) for item in getattr(record, field)]
    rows.update(_links(record))
    rows["checks"] = [
        (record.article.id, n, check.kind, check.holds, fitted(check.difference))
        for n, check in enumerate(record.checks, 1)
    ]
    rows["check_figures"] = list(_check_figures(record))
    rows["warnings"] = [
        (record.article.id, n, warning.code, warning.message, warning.about)
        for n, warning in enumerate(record.warnings, 1)
    ]
    rows["mentions"] = list(_mentions(record))
    return rows


def fitted(value: Decimal | None) -> Decimal | None:
    """``value`` as the decimal columns hold it: rounded to nine digits behind the point, half to even; ``None`` if it
    has more than 29 digits before the point (the words are in the table of mentions)."""
    if value is None:
        return None
    exponent = value.as_tuple().exponent
    if isinstance(exponent, int) and exponent < -SCALE:
        with localcontext() as context:
            context.prec = max(PRECISION, len(value.as_tuple().digits)) + 2
            value = value.quantize(_STEP)
    return None if value.copy_abs() >= _LARGEST else value


def first_day(value: str) -> date | None:
    """The first day that an EDTF date or interval can mean; ``None`` for a year that the calendar lacks."""
    return _day(value.split("/")[0], last=False)


def last_day(value: str) -> date | None:
    """The last day that an EDTF date or interval can mean."""
    return _day(value.split("/")[-1], last=True)


def _day(text: str, *, last: bool) -> date | None:
    parts = [int(part) for part in text.split("-")]
    try:
        year, month = parts[0], parts[1] if len(parts) > 1 else (12 if last else 1)
        if len(parts) > 2:
            return date(year, month, parts[2])
        return date(year, month, calendar.monthrange(year, month)[1] if last else 1)
    except (ValueError, calendar.IllegalMonthError):
        return None


def _article(record: Record) -> Row:
    a, p = record.article, record.provenance
    day = first_day(a.published) if a.published else None
    return (
        a.id,
        a.source,
        a.headline,
        day,
        a.url,
        a.language,
        a.content_hash,
        a.text,
        p.version,
        p.model,
        p.settings_hash,
    )


def _item(record: Record, field: str, item: Any) -> Row:
    first = item.mentions[0]
    return (record.article.id, item.id, *_VALUES[field](item), len(item.mentions), first.start, first.exact)


def _court(item: Any) -> Row:
    return (item.name, item.court_id, " ".join(item.candidates) or None, item.level, item.system, item.country)


def _person(item: Any) -> Row:
    return (item.name, item.role)


def _party(item: Any) -> Row:
    return (item.name, "; ".join(item.aliases) or None, item.kind, item.role)


def _label(item: Any) -> Row:
    return (item.name, item.parent, item.party)


def _figure(item: Any) -> Row:
    return (fitted(item.value), fitted(item.min_value), fitted(item.max_value), item.basis)


def _amount(item: Any) -> Row:
    return (*_figure(item), item.currency, item.per, item.role, item.part_of)


def _count(item: Any) -> Row:
    return (*_figure(item), item.item)


def _date(item: Any) -> Row:
    return (item.value, first_day(item.value), last_day(item.value))


def _claim(item: Any) -> Row:
    return (item.type, item.name, item.statute, item.outcome, item.disposition)


def _relief(item: Any) -> Row:
    return (item.type,)


_VALUES = {
    "courts": _court,
    "people": _person,
    "parties": _party,
    "labels": _label,
    "amounts": _amount,
    "counts": _count,
    "dates": _date,
    "claims": _claim,
    "relief": _relief,
}


def _links(record: Record) -> Rows:
    id = record.article.id
    return {
        "amount_parties": _sided(id, record.amounts, ("payer", "payee")),
        "amount_claims": [(id, item.id, claim) for item in record.amounts for claim in dict.fromkeys(item.claims)],
        "claim_parties": _sided(id, record.claims, ("claimant", "respondent")),
        "relief_parties": [(id, item.id, party) for item in record.relief for party in dict.fromkeys(item.against)],
    }


def _sided(id: str, items: Iterable[Any], sides: Sequence[str]) -> list[Row]:
    return [
        (id, item.id, party, side) for item in items for side in sides for party in dict.fromkeys(getattr(item, side))
    ]


def _check_figures(record: Record) -> Iterator[Row]:
    for number, check in enumerate(record.checks, 1):
        for side, ids in (("left", check.left), ("right", check.right)):
            yield from ((record.article.id, number, side, position, id) for position, id in enumerate(ids, 1))


def _mentions(record: Record) -> Iterator[Row]:
    for kind in ITEM_FIELDS:
        for item in getattr(record, kind):
            for number, mention in enumerate(item.mentions, 1):
                yield (record.article.id, kind, item.id, number, mention.start, mention.end, mention.exact)

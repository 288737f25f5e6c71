"""Records as gold lines, and gold lines as records."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Any

from newsdocket.evaluate.gold import GoldArticle, GoldQuantity, GoldText
from newsdocket.record.models import Mention, Quantity, Record, content_hash
from newsdocket.version import __version__

Item = dict[str, Any]


def gold_of_record(record: Record) -> GoldArticle:
    """The gold line that says what ``record`` says. Of its people it keeps the judges."""
    names = {party.id: party.name for party in record.parties}
    return GoldArticle.model_validate(
        {
            "id": record.article.id,
            "courts": [
                {"exact": _forms(c.mentions), "name": c.name, "id": c.court_id, "level": c.level, "system": c.system}
                for c in record.courts
            ],
            "judges": [{"exact": _forms(p.mentions), "name": p.name} for p in record.people if p.role == "judge"],
            "parties": [
                {"exact": _forms(p.mentions), "name": p.name, "kind": p.kind, "role": p.role} for p in record.parties
            ],
            "labels": [{"exact": _forms(x.mentions), "name": x.name} for x in record.labels],
            "amounts": [
                {
                    **_gold_numbers(a, a.mentions),
                    "currency": a.currency,
                    "per": a.per,
                    "role": a.role,
                    "payer": [names[id] for id in a.payer],
                    "payee": [names[id] for id in a.payee],
                }
                for a in record.amounts
            ],
            "counts": [{**_gold_numbers(c, c.mentions), "item": c.item} for c in record.counts],
            "dates": [{"exact": d.mentions[0].exact, "value": d.value} for d in record.dates],
            "claims": [
                {
                    "type": c.type,
                    "exact": c.mentions[0].exact,
                    "statute": c.statute,
                    "outcome": c.outcome,
                    "disposition": c.disposition,
                    "claimant": [names[id] for id in c.claimant],
                    "respondent": [names[id] for id in c.respondent],
                }
                for c in record.claims
            ],
            "relief": [{"type": r.type, "exact": r.mentions[0].exact} for r in record.relief],
        }
    )


def text_of_record(record: Record) -> GoldText:
    """The text line that belongs to :func:`gold_of_record`."""
    article = record.article
    return GoldText(
        id=article.id, text=article.text or "", headline=article.headline, date=article.published, url=article.url
    )


def _forms(mentions: Iterable[Mention]) -> list[str]:
    return list(dict.fromkeys(mention.exact for mention in mentions))


def _gold_numbers(item: Quantity, mentions: tuple[Mention, ...]) -> Item:
    words = mentions[0].exact
    return {"exact": words, "value": item.value, "min": item.min_value, "max": item.max_value, "basis": item.basis}


def record_of_gold(gold: GoldArticle, text: GoldText) -> tuple[Record, list[str]]:
    """The record that says what a gold line says, its words found in the text, and the items whose words are not there.

    Names are marked wherever they stand as whole words, facts at their first place.
    """
    return _Grounding(text.text).record(gold, text)


class _Grounding:
    """Gold items with places in one text."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.missing: list[str] = []

    def record(self, gold: GoldArticle, text: GoldText) -> tuple[Record, list[str]]:
        parties = self.named("party", gold.parties or (), ("kind", "role"))
        for party in parties:
            party["kind"] = party["kind"] or "organization"
        ids: dict[str, str] = {}
        for party in parties:
            ids.setdefault(party["name"], party["id"])
        courts = self.named("court", gold.courts or (), ("level", "system"))
        for court, found in zip(courts, self.present(gold.courts or ()), strict=True):
            court["court_id"] = found.id
        data = {
            "article": {
                "id": gold.id,
                "source": gold.id,
                "headline": text.headline,
                "published": text.date,
                "url": text.url,
                "content_hash": content_hash(self.text),
                "text": self.text,
            },
            "courts": courts,
            "people": [{**p, "role": "judge"} for p in self.named("person", gold.judges or (), ())],
            "parties": parties,
            "labels": self.named("label", gold.labels or (), ()),
            "amounts": self.facts("amount", gold.amounts or (), ("currency", "per", "role"), ids, ("payer", "payee")),
            "counts": self.facts("count", gold.counts or (), ("item",), ids, ()),
            "dates": self.facts("date", gold.dates or (), ("value",), ids, ()),
            "claims": self.claims(gold, ids),
            "relief": self.facts("relief", gold.relief or (), ("type",), ids, ()),
            "provenance": {"version": __version__, "model": "gold", "settings_hash": ""},
        }
        return Record.model_validate(data), self.missing

    def claims(self, gold: GoldArticle, ids: dict[str, str]) -> list[Item]:
        fields = ("type", "statute", "outcome", "disposition")
        items = self.facts("claim", gold.claims or (), fields, ids, ("claimant", "respondent"))
        return [{**item, "name": item["mentions"][0]["exact"]} for item in items]

    def present(self, items: Iterable[Any]) -> list[Any]:
        """The named items of which a form stands in the text."""
        return [item for item in items if any(self.places(form) for form in item.exact)]

    def named(self, prefix: str, items: Iterable[Any], fields: tuple[str, ...]) -> list[Item]:
        rows = list(items)
        kept = self.present(rows)
        self.missing += [f"{prefix}: {item.name}" for item in rows if item not in kept]
        return [
            {
                "id": f"{prefix}-{number}",
                "name": item.name,
                **{name: getattr(item, name) for name in fields},
                "mentions": _unnested(place for form in item.exact for place in self.places(form)),
            }
            for number, item in enumerate(kept, 1)
        ]

    def facts(
        self, prefix: str, items: Iterable[Any], fields: tuple[str, ...], ids: dict[str, str], links: tuple[str, ...]
    ) -> list[Item]:
        found: list[Item] = []
        for item in items:
            places = self.places(item.exact)
            if not places:
                self.missing.append(f"{prefix}: {item.exact}")
                continue
            row: Item = {"id": f"{prefix}-{len(found) + 1}", **{name: getattr(item, name) for name in fields}}
            if isinstance(item, GoldQuantity):
                row |= {"value": item.value, "min_value": item.low, "max_value": item.high, "basis": item.basis}
            row |= {name: [ids[party] for party in getattr(item, name) if party in ids] for name in links}
            found.append({**row, "mentions": places[:1]})
        return found

    def places(self, words: str) -> list[Item]:
        """Where ``words`` stand as whole words; anywhere, if nowhere as whole words."""
        if not words:
            return []
        whole = list(self._matches(rf"(?<!\w){re.escape(words)}(?!\w)"))
        return whole or list(self._matches(re.escape(words)))

    def _matches(self, pattern: str) -> Iterator[Item]:
        for match in re.finditer(pattern, self.text):
            yield {"start": match.start(), "end": match.end(), "exact": match.group()}


def _unnested(places: Iterable[Item]) -> list[Item]:
    """Places in text order, those that lie inside a longer one left out."""
    kept: list[Item] = []
    for place in sorted(places, key=_place):
        if not kept or place["end"] > kept[-1]["end"]:
            kept.append(place)
    return kept


def _place(item: Item) -> tuple[int, int]:
    return item["start"], -item["end"]

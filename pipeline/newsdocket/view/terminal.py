"""A record in the terminal, as people read it. Nothing of an article is taken for markup or for terminal controls."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from rich.table import Table
from rich.text import Text

from newsdocket.record.models import Mention, Record
from newsdocket.view import words
from newsdocket.view.payload import article_payload
from newsdocket.write.summary import one_line

if TYPE_CHECKING:
    from rich.console import Console

STYLES = {
    "claims": "magenta",
    "amounts": "green",
    "parties": "blue",
    "courts": "red",
    "relief": "bright_magenta",
    "people": "cyan",
    "labels": "bright_cyan",
    "counts": "bright_yellow",
    "dates": "yellow",
}
"""Colour of each kind, in the text and in the headings."""

OUTCOME_STYLES = {
    "found for claimant": "bold green",
    "convicted": "bold green",
    "pleaded guilty": "bold green",
    "found for respondent": "bold red",
    "dismissed": "bold red",
    "acquitted": "bold red",
}
_LEFT_OUT = ("brings", "answers", "pays", "receives", "bound by", "parts", "amounts", "label")
"""Lines that say from the other side what another fact says already."""


_PAIRS = (("paid by", "→", "paid to"), ("claimant", "v.", "respondent"))


def print_record(record: Record, console: Console, *, with_text: bool = False) -> None:
    """Shows ``record`` on ``console``: facts by kind, checks and warnings, on request the text with its mentions."""
    article = record.article
    console.print(_text(article.headline or article.id, "bold"))
    console.print(_text(" · ".join(filter(None, (article.published, article.source, article.url))), "dim"))
    if with_text and article.text is not None:
        console.print()
        console.print(marked_text(record))
    facts = article_payload(record).get("facts", [])
    titles = {fact["id"]: fact["title"] for fact in facts}
    for kind, name in words.KIND_WORDS.items():
        _print_kind(console, kind, name, [fact for fact in facts if fact["kind"] == kind], titles)
    _print_doubts(record, console)


def marked_text(record: Record) -> Text:
    """The article's text with every mention in the colour of its kind; shorter mentions win inside longer ones."""
    source = record.article.text or ""
    text = Text("".join(c if c.isprintable() or c == "\n" else " " for c in source))
    places = [(mention, kind) for kind in STYLES for item in getattr(record, kind) for mention in item.mentions]
    for mention, kind in sorted(places, key=_longest_first):
        text.stylize(f"{STYLES[kind]} underline", mention.start, mention.end)
    return text


def _longest_first(place: tuple[Mention, str]) -> int:
    return place[0].start - place[0].end


def _print_kind(
    console: Console, kind: str, name: str, facts: Sequence[dict[str, Any]], titles: dict[str, str]
) -> None:
    if not facts:
        return
    console.print()
    console.print(Text(name, f"bold {STYLES[kind]}"))
    if kind in ("counts", "dates"):
        console.print(_text("; ".join(fact["title"] for fact in facts)))
        return
    table = Table(box=None, show_header=False, pad_edge=False, padding=(0, 2, 0, 0))
    for ratio in (2, 2, 3):
        table.add_column(overflow="fold", ratio=ratio)
    for fact in facts:
        table.add_row(_text(fact["title"]), _tags(fact), _lines(fact, titles))
    console.print(table)


def _tags(fact: dict[str, Any]) -> Text:
    tags = fact.get("tags", [])
    return Text(", ").join(_text(tag, OUTCOME_STYLES.get(tag, "") if fact["kind"] == "claims" else "") for tag in tags)


def _lines(fact: dict[str, Any], titles: dict[str, str]) -> Text:
    lines = {label: _value(value, titles) for label, value in fact.get("lines", [])}
    shown = [_text(f"{lines.get(a, '?')} {sign} {lines.get(b, '?')}") for a, sign, b in _PAIRS if {a, b} & lines.keys()]
    paired = {label for a, _, b in _PAIRS for label in (a, b)}
    shown += [
        Text.assemble((label, "dim"), " ", _text(value))
        for label, value in lines.items()
        if label not in _LEFT_OUT and label not in paired
    ]
    return Text("\n").join(shown)


def _value(value: str | list[str], titles: dict[str, str]) -> str:
    return value if isinstance(value, str) else ", ".join(titles[id] for id in value)


def _print_doubts(record: Record, console: Console) -> None:
    if not record.checks and not record.warnings:
        return
    console.print()
    console.print(Text("Checks and warnings", "bold"))
    for check in record.checks:
        sign = Text("✓ ", "green") if check.holds else Text("✗ ", "bold red")
        console.print(sign + _text(words.check(check, record)))
    for warning in record.warnings:
        about = f" ({warning.about})" if warning.about else ""
        console.print(Text("! ", "yellow") + _text(f"{words.word(warning.code)}: {warning.message}{about}"))


def _text(value: str, style: str = "") -> Text:
    return Text(one_line(value, 500), style)

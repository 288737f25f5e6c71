"""An explanation in the terminal. Nothing of an article is taken for markup or for terminal controls."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import groupby
from typing import TYPE_CHECKING

from rich.table import Table
from rich.text import Text

from newsdocket.explain.models import Alternative, Explanation, Reason, Rejected, Value, Words
from newsdocket.record.models import ITEM_FIELDS, Record
from newsdocket.view import words as plain_words
from newsdocket.view.terminal import STYLES
from newsdocket.write.summary import one_line

if TYPE_CHECKING:
    from rich.console import Console

MOST_WORDS = 4
MOST_ALTERNATIVES = 4
VOCABULARY = frozenset({"role", "type", "outcome", "disposition", "basis", "level", "system", "kind"})
"""Fields whose values are words of a vocabulary, written for people without underscores."""

Row = tuple[str, str, Text]
"""Field, what stands in the line, and the line."""


def print_explanation(
    explanation: Explanation, console: Console, *, ids: Sequence[str] = (), with_rejected: bool = False
) -> None:
    """Shows the items of ``ids`` (all if there are none), on request the rejected candidates too."""
    article = explanation.record.article
    console.print(_text(article.headline or article.id, "bold"))
    titles = item_titles(explanation.record)
    shown = [v for v in explanation.values if not ids or v.about in ids or f"{v.about}.{v.field}" in ids]
    for about, values in groupby(shown, key=_about):
        console.print()
        console.print(Text.assemble((about, f"bold {_style(about, explanation.record)}"), "  ", _text(titles[about])))
        console.print(_table(_rows(list(values), titles)))
    if with_rejected:
        _print_rejected(explanation.rejected, console)


def item_titles(record: Record) -> dict[str, str]:
    """What each item of a record is called for people."""
    titles: dict[str, str] = {c.id: c.name for c in record.courts}
    titles |= {person.id: person.name for person in record.people}
    titles |= {party.id: party.name for party in record.parties}
    titles |= {label.id: label.name for label in record.labels}
    titles |= {a.id: plain_words.amount(a) for a in record.amounts}
    titles |= {c.id: plain_words.count(c) for c in record.counts}
    titles |= {d.id: d.value for d in record.dates}
    titles |= {c.id: c.name for c in record.claims}
    return titles | {r.id: plain_words.word(r.type) for r in record.relief}


def _about(value: Value) -> str:
    return value.about


def _style(about: str, record: Record) -> str:
    return next((STYLES[kind] for kind in ITEM_FIELDS if any(i.id == about for i in getattr(record, kind))), "")


def _table(rows: Iterable[Row]) -> Table:
    table = Table(box=None, show_header=False, pad_edge=False, padding=(0, 2, 0, 0))
    table.add_column(style="dim", no_wrap=True, min_width=11)
    table.add_column(style="dim", no_wrap=True, min_width=7)
    table.add_column(overflow="fold")
    for name, label, text in rows:
        table.add_row(name, label, text)
    return table


def _rows(values: Sequence[Value], titles: dict[str, str]) -> Iterable[Row]:
    """Values that were read from the same words by the same rule, without more to say, share their lines."""
    for _, same in groupby(values, key=_reading):
        group = list(same)
        said = Text(", ").join(_said(value, titles, named=len(group) > 1) for value in group)
        probability = "" if group[0].probability is None else f" {_percent(group[0].probability)}"
        names = list(dict.fromkeys(plain_words.word(value.field) for value in group))
        yield (
            (names[0] if len(names) == 1 else ""),
            "",
            Text.assemble(said, (f"  by {group[0].by}{probability}", "italic")),
        )
        yield from _why(group[0].words, group[0].reasons, group[0].alternatives, titles)


def _reading(value: Value) -> object:
    plain = not value.reasons and not value.alternatives
    return (value.by, value.words) if plain else (value.about, value.field, value.value)


def _said(value: Value, titles: dict[str, str], *, named: bool) -> Text:
    said = plain_words.word(value.value) if value.field in VOCABULARY else _linked(value.value, titles)
    return Text(f"{plain_words.word(value.field)} " if named else "", "dim") + _text(said, "bold")


def _linked(value: str, titles: dict[str, str]) -> str:
    return f"{value} ({titles[value]})" if value in titles else value


def _why(
    words: Sequence[Words], reasons: Sequence[Reason], alternatives: Sequence[Alternative], titles: dict[str, str]
) -> Iterable[Row]:
    yield "", "words", _places(words)
    for number, reason in enumerate(reasons):
        yield "", "" if number else "because", _reason(reason)
    if alternatives:
        yield "", "rivals", _text("; ".join(_rivals(alternatives, titles)))


def _rivals(alternatives: Sequence[Alternative], titles: dict[str, str]) -> Iterable[str]:
    """Alternatives in words, those that were turned down for one reason together."""
    for why, same in groupby(alternatives, key=_turned_down):
        group = list(same)
        shown = [_alternative(a, titles) for a in group[:MOST_ALTERNATIVES]]
        more = [f"{len(group) - len(shown)} more"] if len(group) > len(shown) else []
        yield ", ".join([*shown, *more]) + (f": {why}" if why else "")


def _turned_down(alternative: Alternative) -> str:
    return alternative.why


def _places(words: Sequence[Words]) -> Text:
    shown = [Text.assemble(_text(f"“{one_line(w.text, 80)}”"), (f" {w.start}", "dim")) for w in words[:MOST_WORDS]]
    more = f", {len(words) - MOST_WORDS} more" if len(words) > MOST_WORDS else ""
    return Text(", ").join(shown) + Text(more, "dim")


def _reason(reason: Reason) -> Text:
    text = _text(reason.text)
    if reason.words is not None:
        where = f" {reason.words.start}"
        said = f"“{one_line(reason.words.text, 60)}”"
        quoted = f'"{reason.words.text.lower()}"' in reason.text.lower()
        text += Text("" if quoted else f": {said}", "default") + Text(where, "dim")
    return text if reason.weight is None else text + Text(f"  +{reason.weight:.2f}", "dim green")


def _alternative(alternative: Alternative, titles: dict[str, str]) -> str:
    said = _linked(plain_words.word(alternative.value), titles)
    return said if alternative.probability is None else f"{said} {_percent(alternative.probability)}"


def _percent(probability: float) -> str:
    return f"{probability:.0%}"


def _print_rejected(rejected: Sequence[Rejected], console: Console) -> None:
    console.print()
    console.print(Text("Rejected candidates" if rejected else "No candidate was rejected", "bold"))
    for candidate in rejected:
        probability = "" if candidate.probability is None else f" {_percent(candidate.probability)}"
        said = Text.assemble(_text(candidate.value, "bold"), (f"  by {candidate.by}{probability}", "italic"))
        console.print(_table([(f"no {candidate.kind}", "", said), *_why(candidate.words, candidate.reasons, (), {})]))


def _text(value: str, style: str = "") -> Text:
    return Text(one_line(value, 500), style)

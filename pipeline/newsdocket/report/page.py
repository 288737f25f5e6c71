"""The report as one HTML file: every plot stands beside its figures, nothing is fetched and nothing is scripted."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from pathlib import Path
from string import Template
from urllib.parse import quote

from newsdocket.errors import UsageError
from newsdocket.packaged import packaged_text
from newsdocket.report.plots import bar, columns, escape, stacked, table
from newsdocket.report.totals import LONGEST_LIST, Award, Totals, total
from newsdocket.tables.reading import read_outcomes
from newsdocket.view.page import policy
from newsdocket.view.words import money, word
from newsdocket.write.files import write_text

MONTHS_SHOWN = 48
"""A longer time line is by year."""

_ONE_TYPE = '<p class="note">Amounts for claims of one type, and amounts of articles whose claims are of one type.</p>'

OUTCOME_GROUPS: tuple[tuple[str, str, tuple[str, ...]], ...] = (
    ("won", "o-won", ("found_for_claimant", "convicted", "pleaded_guilty")),
    ("split", "o-split", ("split",)),
    ("settled", "o-settled", ("settled",)),
    ("lost", "o-lost", ("found_for_respondent", "dismissed", "acquitted")),
    ("withdrawn", "o-withdrawn", ("withdrawn",)),
    ("pending", "o-pending", ("pending",)),
)
"""Outcomes as the claimant or prosecutor sees them."""


def write_report(
    paths: Iterable[str | os.PathLike[str]],
    output: str | os.PathLike[str],
    *,
    title: str = "Court news report",
    view: str | None = None,
) -> tuple[Path, int]:
    """Writes the report on the records under ``paths`` to ``output``; gives its path and the number of records.

    ``view`` is where the view of the same records stands, seen from the report; articles then link into it.
    Raises :class:`UsageError` for a missing path, when there is no record, and when the file cannot be written.
    """
    totals, path = total(read_outcomes(paths)), Path(output)
    if not totals.records:
        raise UsageError("no records to report on")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        write_text(path, report_html(totals, title, view))
    except OSError as error:
        raise UsageError(f"cannot write {path}: {error.strerror or error}") from error
    return path, totals.records


def report_html(totals: Totals, title: str, view: str | None = None) -> str:
    """The page; see :func:`write_report`."""
    style, shell = (_asset(name) for name in ("report.css", "report.html"))
    body = "\n".join(_sections(totals, view))
    return Template(shell).substitute(title=escape(title), policy=policy("", style), style=style, body=body)


def _asset(name: str) -> str:
    return packaged_text(f"report/assets/{name}")


def _sections(totals: Totals, view: str | None) -> Iterator[str]:
    yield _overview(totals)
    if totals.months:
        yield _section("Time line", _timeline(totals.months))
    if totals.outcomes:
        yield _section("How claims end", _outcomes(totals))
    for currency in totals.currencies():
        if totals.awards.get(currency):
            yield _section(f"Largest amounts to be paid, {currency}", _awards(totals, currency, view))
    for name, head, groups, note in (
        ("Amounts by role", "Role", totals.by_role, ""),
        ("Amounts to be paid, by court", "Court named first", totals.paid_by_court, ""),
        ("Amounts to be paid, by claim", "Claim", totals.paid_by_claim, _ONE_TYPE),
    ):
        if groups:
            tables = "".join(
                _sums(groups[currency], currency, head) for currency in totals.currencies() if currency in groups
            )
            yield _section(name, tables + note)
    for name, caption, counts in (
        ("Courts", "Articles that name the court", totals.courts),
        ("Relief", "Articles in which it was ordered or agreed", totals.relief),
        ("How it came about", "Claims", totals.dispositions),
    ):
        if counts:
            yield _section(name, _counted(caption, counts))


def _section(name: str, body: str) -> str:
    return f'<section tabindex="0" aria-label="{escape(name)}"><h2>{escape(name)}</h2>{body}</section>'


def _overview(totals: Totals) -> str:
    claims = sum(counts.total() for counts in totals.outcomes.values())
    figures = [
        (totals.records, "articles"),
        (totals.failures, "articles without a record"),
        (claims, "claims"),
        (totals.checks, "figures checked"),
        (totals.failing, "do not add up"),
        (totals.warnings, "warnings"),
    ]
    items = "".join(f"<li><b>{count:,}</b> {escape(name)}</li>" for count, name in figures)
    return f'<ul class="overview">{items}</ul>'


def _timeline(months: Counter[str]) -> str:
    spans = _months(min(months), max(months))
    if len(spans) <= MONTHS_SHOWN:
        counts, unit = {month: months[month] for month in spans}, "month"
    else:
        years = Counter[str]()
        for month, count in months.items():
            years[month[:4]] += count
        counts, unit = {str(y): years[str(y)] for y in range(int(min(years)), int(max(years)) + 1)}, "year"
    rows = [[escape(key), f"{count:,}"] for key, count in counts.items() if count]
    figures = table(f"Articles by {unit} of publication", (unit.capitalize(), "Articles"), rows, (1,))
    return f"{columns(counts, 'Articles by ' + unit)}<details><summary>Figures</summary>{figures}</details>"


def _months(first: str, last: str) -> list[str]:
    start, end = (int(text[:4]) * 12 + int(text[5:7]) - 1 for text in (first, last))
    return [f"{n // 12:04}-{n % 12 + 1:02}" for n in range(start, end + 1)]


def _outcomes(totals: Totals) -> str:
    legend = "".join(f'<li><span class="{css} key"></span>{name.capitalize()}</li>' for name, css, _ in OUTCOME_GROUPS)
    rows = []
    for kind, counts in sorted(totals.outcomes.items(), key=_most_first):
        groups = [sum(counts[outcome] for outcome in outcomes) for _, _, outcomes in OUTCOME_GROUPS]
        shares = [(n / counts.total(), css) for n, (_, css, _) in zip(groups, OUTCOME_GROUPS, strict=True)]
        rows.append(
            [escape(word(kind)), stacked(shares), f"{counts.total():,}", *(f"{n:,}" if n else "" for n in groups)]
        )
    heads = ("Claim", "Share", "Claims", *(name.capitalize() for name, _, _ in OUTCOME_GROUPS))
    note = (
        "Won: found for the claimant, convicted, pleaded guilty. Lost: found for the respondent, dismissed, acquitted."
    )
    body = table("Claims by type and outcome", heads, rows, range(2, len(heads)))
    return f'<ul class="legend">{legend}</ul>{body}<p class="note">{note}</p>'


def _most_first(item: tuple[str, Counter[str]]) -> tuple[int, str]:
    return -item[1].total(), item[0]


def _awards(totals: Totals, currency: str, view: str | None) -> str:
    awards = sorted(totals.awards[currency], reverse=True)
    most = awards[0].value or Decimal(1)
    rows = [
        [
            escape(award.words),
            bar(float(award.value / most)),
            escape(word(award.role)),
            escape(f"{award.payer or '?'} → {award.payee or '?'}" if award.payer or award.payee else ""),
            f"{_linked(award, view)} <small>{escape(award.published)}</small>",
        ]
        for award in awards
    ]
    heads = ("Amount", "", "Role", "Who pays whom", "Article")
    return table(f"The {len(rows)} largest sums; parts of sums and rates left out", heads, rows)


def _linked(award: Award, view: str | None) -> str:
    if view is None:
        return escape(award.headline)
    address = f"{quote(view)}#/{quote(award.article_id, safe='', errors='replace')}"
    return f'<a href="{escape(address)}">{escape(award.headline)}</a>'


def _sums(groups: Mapping[str, list[Decimal]], currency: str, head: str) -> str:
    sums = {name: (len(values), sum(values, Decimal(0)), max(values)) for name, values in groups.items()}
    most = max(figures[1] for figures in sums.values()) or Decimal(1)
    shown = sorted(sums.items(), key=_largest_sum)[:LONGEST_LIST]
    rows = [
        [escape(word(name)), bar(float(whole / most)), f"{n:,}", *(escape(money(v, currency)) for v in (whole, top))]
        for name, (n, whole, top) in shown
    ]
    more = f"{currency}, the {len(shown)} largest of {len(sums)}" if len(sums) > len(shown) else currency
    return table(more, (head, "", "Amounts", "Sum", "Largest"), rows, (2, 3, 4))


def _largest_sum(item: tuple[str, tuple[int, Decimal, Decimal]]) -> tuple[Decimal, str]:
    return -item[1][1], item[0]


def _counted(caption: str, counts: Mapping[str, int]) -> str:
    ordered = sorted(counts.items(), key=_count_first)
    shown = ordered[:LONGEST_LIST]
    rows = [[escape(word(name)), bar(n / shown[0][1]), f"{n:,}"] for name, n in shown]
    more = len(ordered) - len(shown)
    note = f'<p class="note">and {more:,} more</p>' if more else ""
    return table(caption, ("Name", "", "Number"), rows, (2,)) + note


def _count_first(item: tuple[str, int]) -> tuple[int, str]:
    return -item[1], item[0]

"""The report: what is counted, and a page that holds it safely."""

from __future__ import annotations

import re
from decimal import Decimal
from pathlib import Path

import pytest

from newsdocket.cli import main
from newsdocket.errors import UsageError
from newsdocket.read.article import Failure
from newsdocket.report import write_report
from newsdocket.report.page import report_html
from newsdocket.report.plots import columns, stacked
from newsdocket.report.totals import LONGEST_LIST, total
from viewing import TEXT, axe_findings, browser, plain, quarry, set_scheme, write_records

FAILED = Failure("bad", "in/bad.txt", "read", "empty")


def test_parts_of_amounts_are_not_counted_twice() -> None:
    totals = total([quarry(), quarry("two"), FAILED])
    assert totals.by_role == {"USD": {"awarded": [Decimal("1200000"), Decimal("1200000")]}}
    assert (totals.records, totals.failures, totals.checks, totals.failing, totals.warnings) == (2, 1, 2, 2, 2)
    assert totals.outcomes["property"] == {"found_for_claimant": 2}
    assert totals.courts == {"District Court of Ruritania": 2}
    assert totals.months == {"2025-03": 2}
    assert totals.paid_by_court == {"USD": {"District Court of Ruritania": [Decimal("1200000")] * 2}}
    assert totals.paid_by_claim == {"USD": {"property": [Decimal("1200000")] * 2}}
    award = totals.awards["USD"][0]
    assert (award.payer, award.payee, award.words) == ("Basalt & Sons", "Tarn Farms", "$1,200,000")


def test_only_the_largest_awards_are_kept() -> None:
    totals = total(quarry(f"q{i}") for i in range(LONGEST_LIST + 5))
    assert len(totals.awards["USD"]) == LONGEST_LIST


def test_the_page_escapes_everything_and_runs_nothing() -> None:
    attack = "<script>alert(1)</script>"
    html = report_html(total([quarry(headline=attack)]), attack)
    assert "<script" not in html
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in html
    assert "Basalt &amp; Sons → Tarn Farms" in html
    assert "script-src 'none'" in html


def test_shares_of_a_bar_never_leave_it() -> None:
    widths = [float(w) for w in re.findall(r'width="([\d.]+)%" height', stacked([(0.6, "a"), (0.6, "b"), (0.3, "c")]))]
    assert widths[1:] == [60, 40, 0]


def test_columns_say_what_they_show() -> None:
    assert 'aria-label="Articles: from 2024 to 2025, at most 1,200"' in columns({"2024": 3, "2025": 1200}, "Articles")


@pytest.mark.parametrize(
    ("first", "last", "unit"), [("2024-01-31", "2025-06-01", "month"), ("2001-01-01", "2025-06-01", "year")]
)
def test_a_long_time_line_is_by_year(first: str, last: str, unit: str) -> None:
    records = [plain("a", TEXT, published=first), plain("b", TEXT, published=last)]
    assert f"Articles by {unit} of publication" in report_html(total(records), "t")


def test_records_without_facts_and_without_dates() -> None:
    html = report_html(total([plain("a", "Nothing here.")]), "t")
    assert "<b>1</b> articles" in html
    assert "Time line" not in html


def test_command_links_into_the_view(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    folder = write_records(tmp_path / "run", quarry("a b/c"))
    assert main(["report", str(folder), "--view", str(folder / "my view.html")]) == 0
    assert "report.html: 1 articles" in capfd.readouterr().out
    assert 'href="my%20view.html#/a%20b%2Fc"' in (folder / "report.html").read_text()
    with pytest.raises(UsageError, match="no records"):
        write_report([write_records(tmp_path / "none")], tmp_path / "r.html")


@pytest.mark.parametrize("dark", [False, True])
def test_no_serious_finding_of_axe(tmp_path: Path, dark: bool) -> None:
    write_report([write_records(tmp_path / "run", quarry())], tmp_path / "r.html")
    with browser(500) as page:
        set_scheme(page, dark=dark)
        page.get((tmp_path / "r.html").as_uri())
        assert axe_findings(page) == []
        assert page.get_log("browser") == []

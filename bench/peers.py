"""The peers' own test cases for money, numbers and dates, read from a folder: Recognizers-Text, Duckling, quantulum3.

    python bench/peers.py FOLDER [--show]

FOLDER holds ``recognizers_CurrencyModel.jsonl``, ``recognizers_NumberModel.jsonl``,
``recognizers_DateTimeModel.jsonl``, ``duckling_AmountOfMoney.jsonl`` and ``quantulum3_quantities.jsonl`` in the peers'
formats; they are not part of this project. Prints one table in Markdown: for each suite the cases that count, and for
each library
the share that it gets right and its milliseconds of processor time per thousand words. ``--show`` prints the
wrong cases, and why dates are left out.
"""

from __future__ import annotations

import json
import re
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

from libraries import LIBRARIES, Finder, Key, installed
from peer_dates import days, expected_days, same_days, why_left_out

Case = dict[str, Any]
MINOR = frozenset(("Pence", "Cent", "Sen", "Satoshi"))
UNITS = {
    "Dollar": "USD",
    "United States dollar": "USD",
    "Pound": "GBP",
    "Pence": "GBP",
    "Euro": "EUR",
    "Franc": "CHF",
    "Rupee": "INR",
    "Cent": "USD",
    "Sen": "MYR",
    "Dinar": "KWD",
    "Riyal": "SAR",
    "Rial": "IRR",
    "Bitcoin": "BTC",
    "Satoshi": "BTC",
    "Unnamed": "USD",
    "dollar": "USD",
    "cent": "USD",
    "euro": "EUR",
    "pound sterling": "GBP",
}
BOUNDS = {"at_least": "above", "at_most": "under"}
SIMPLE_DATE = "2018-01-01"
"""The date published of a case that tells none; no case that counts depends on it."""


@dataclass(frozen=True)
class Suite:
    """One peer's cases: which count, and whether the readings of a case are right."""

    name: str
    file: str
    needs: tuple[str, ...]
    counts: Callable[[Case], bool]
    right: Callable[[Case, Sequence[Sequence[Key]]], bool]


def _close(left: Sequence[Decimal], right: Sequence[Decimal]) -> bool:
    return len(left) == len(right) and all(
        abs(a - b) <= abs(a) * Decimal("1e-6") for a, b in zip(sorted(left), sorted(right), strict=True)
    )


def _values(found: Sequence[Key]) -> list[Decimal]:
    return [key[0] for key in found if key[0] is not None]


def supported(case: Case) -> bool:
    """Whether all of Microsoft's own engines support the case."""
    return not case["not_supported"]


def every(case: Case) -> bool:
    """All cases count."""
    return True


def recognizers_currency(case: Case, found: Sequence[Sequence[Key]]) -> bool:
    """Value and currency of every amount; bare unit words ("dollar") are left out of a case."""
    wanted = []
    for row in (e["value"] for e in case["expected"] if e["value"]["value"] is not None):
        value = Decimal(row["value"]) / (100 if row["unit"] in MINOR else 1)
        wanted.append((value, row.get("isoCurrency") or UNITS.get(row["unit"])))
    money = found[0]
    currencies = sorted(str(c) for _, c in wanted) == sorted(str(key[3]) for key in money)
    exact = sorted(wanted, key=str) == sorted(((key[0], key[3]) for key in money if key[0] is not None), key=str)
    return exact or (currencies and _close([v for v, _ in wanted], _values(money)))


def recognizers_number(case: Case, found: Sequence[Sequence[Key]]) -> bool:
    """Values of all numbers of a case; cases that some of Microsoft's own engines fail are counted too."""
    wanted = [Decimal(e["value"]["value"] if isinstance(e["value"], dict) else e["value"]) for e in case["expected"]]
    return _close(wanted, _values(found[0]))


def duckling_counts(case: Case) -> bool:
    """Numbers without any currency word, which Duckling calls money of an unknown currency, do not count."""
    return case["value"] is None or case["value"].split(" ")[1] != "Unnamed" or "bucks" in case["text"]


def duckling_money(case: Case, found: Sequence[Sequence[Key]]) -> bool:
    """Value, currency, and bound where the library tells one."""
    money = found[0]
    if case["value"] is None:
        return not money
    kind, unit, rest = case["value"].split(" ", 2)
    wanted = [Decimal(x) / (100 if unit in MINOR else 1) for x in re.findall(r"[\d.e]+", rest)]
    if len(money) != 1 or money[0][3] != UNITS.get(unit, unit):
        return False
    value, low, high, _, basis = money[0]
    if value is None:
        return kind == "between" and _close(wanted, [x for x in (low, high) if x is not None])
    bound = basis is None or kind == BOUNDS.get(basis, "simple")
    return bound and _close(wanted, [value])


def quantulum_counts(case: Case) -> bool:
    """Positive money and plain numbers; physical units, accounting signs and merged ranges do not count."""
    fits = any(q["unit"] in UNITS or q["unit"] == "dimensionless" for q in case["expected"])
    return fits and not any(q["value"] < 0 or q.get("uncertainty") for q in case["expected"])


def quantulum_cases(case: Case, found: Sequence[Sequence[Key]]) -> bool:
    """All money of a case, and its plain numbers among the numbers found."""
    money = [q for q in case["expected"] if q["unit"] in UNITS]
    plain = [q for q in case["expected"] if q["unit"] == "dimensionless"]
    wanted = [Decimal(str(q["value"])) / (100 if q["unit"] == "cent" else 1) for q in money]
    values = _values(found[1])
    return _close(wanted, _values(found[0])) and all(
        any(_close([Decimal(str(q["value"]))], [value]) for value in values) for q in plain
    )


def date_counts(case: Case) -> bool:
    """Newsroom dates, as ``peer_dates`` selects them."""
    return why_left_out(case) is None


def supported_date(case: Case) -> bool:
    """Newsroom dates that all of Microsoft's own engines support."""
    return date_counts(case) and supported(case)


def recognizers_dates(case: Case, found: Sequence[Sequence[Key]]) -> bool:
    """The same days in the same order, and no others."""
    wanted, read = expected_days(case), [days(key[0]) for key in found[0]]
    return len(wanted) == len(read) and all(map(same_days, wanted, read))


DATES = "recognizers_DateTimeModel.jsonl"
SUITES = (
    Suite("Recognizers currency", "recognizers_CurrencyModel.jsonl", ("money",), supported, recognizers_currency),
    Suite("Duckling money", "duckling_AmountOfMoney.jsonl", ("money",), duckling_counts, duckling_money),
    Suite(
        "quantulum3 money and numbers",
        "quantulum3_quantities.jsonl",
        ("money", "numbers"),
        quantulum_counts,
        quantulum_cases,
    ),
    Suite("Recognizers numbers", "recognizers_NumberModel.jsonl", ("numbers",), every, recognizers_number),
    Suite("Recognizers absolute dates", DATES, ("dates",), date_counts, recognizers_dates),
    Suite("- of these, all engines' own", DATES, ("dates",), supported_date, recognizers_dates),
)


def _cases(path: Path) -> Iterator[Case]:
    for line in path.read_text(encoding="utf-8").splitlines():
        if line.strip():
            yield json.loads(line)


def _outcomes(suite: Suite, cases: Sequence[Case], finders: Sequence[Finder]) -> tuple[list[bool], float]:
    """Whether each case is right, and the processor time of reading all (ms per thousand words)."""
    start = time.process_time()
    found = [[list(find(case["text"], _published(case))) for find in finders] for case in cases]
    seconds = time.process_time() - start
    words = sum(len(case["text"].split()) for case in cases)
    return [suite.right(case, keys) for case, keys in zip(cases, found, strict=True)], seconds / words * 1e6


def _published(case: Case) -> str:
    return ((case.get("context") or {}).get("ReferenceDateTime") or SIMPLE_DATE)[:10]


def _cell(suite: Suite, cases: Sequence[Case], readers: dict[str, Finder]) -> str:
    finders = [readers[need] for need in suite.needs if need in readers]
    if len(finders) < len(suite.needs):
        return "-"
    if not all(map(installed, finders)):
        return "not installed"
    outcomes, cost = _outcomes(suite, cases, finders)
    return f"{sum(outcomes)} = {sum(outcomes) / len(outcomes):.3f}, {cost:.0f} ms"


def report_peers(folder: Path, *, show: bool = False) -> None:
    """Print the table for the suites in ``folder``; ``show`` prints newsdocket's wrong cases too."""
    print("\n| peer's own cases: right, ms per 1,000 words | cases | left out | " + " | ".join(LIBRARIES) + " |")
    print("|---" * (3 + len(LIBRARIES)) + "|")
    for suite in SUITES:
        cases = list(_cases(folder / suite.file))
        counted = [case for case in cases if suite.counts(case)]
        cells = [_cell(suite, counted, readers) for readers in LIBRARIES.values()]
        print(f"| {suite.name} | {len(counted)} | {len(cases) - len(counted)} | " + " | ".join(cells) + " |")
        if show:
            _show(suite, counted)
    if show:
        print(Counter(why_left_out(case) for case in _cases(folder / DATES)))


def _show(suite: Suite, cases: Sequence[Case]) -> None:
    outcomes, _ = _outcomes(suite, cases, [LIBRARIES["newsdocket"][need] for need in suite.needs])
    for case, right in zip(cases, outcomes, strict=True):
        if not right:
            print("   wrong:", case["text"])


if __name__ == "__main__":
    report_peers(Path(sys.argv[1]), show="--show" in sys.argv)

"""The peers' own test cases for numbers, read from a folder: Microsoft Recognizers, Duckling and quantulum3.

    python bench/peers.py FOLDER

FOLDER holds ``recognizers_CurrencyModel.jsonl``, ``recognizers_NumberModel.jsonl``, ``duckling_AmountOfMoney.jsonl``
and
``quantulum3_quantities.jsonl`` in the peers' formats. Cases that are left out, and why, are counted in the last
column. The cases
are not part of this project.
"""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Callable, Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

from newsdocket.extract.money import find_money
from newsdocket.extract.plain_numbers import read_all

Outcome = bool | None
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


def _close(left: list[Decimal], right: list[Decimal]) -> bool:
    return len(left) == len(right) and all(
        abs(a - b) <= abs(a) * Decimal("1e-6") for a, b in zip(sorted(left), sorted(right), strict=True)
    )


def recognizers_currency(case: dict[str, Any]) -> Outcome:
    """Value and currency of every amount; bare unit words ("dollar") are left out of a case."""
    if case["not_supported"]:
        return None
    wanted = []
    for row in (e["value"] for e in case["expected"] if e["value"]["value"] is not None):
        value = Decimal(row["value"]) / (100 if row["unit"] in MINOR else 1)
        wanted.append((value, row.get("isoCurrency") or UNITS.get(row["unit"])))
    found = [(money.value, money.currency) for money in find_money(case["text"])]
    return sorted(wanted, key=str) == sorted(((v, c) for v, c in found if v is not None), key=str) or (
        _close([v for v, _ in wanted], [v for v, _ in found if v is not None])
        and sorted(str(c) for _, c in wanted) == sorted(c for _, c in found)
    )


def recognizers_number(case: dict[str, Any]) -> Outcome:
    """Values of all numbers of a case; cases that some of Microsoft's own engines fail are counted too."""
    wanted = [Decimal(e["value"]["value"] if isinstance(e["value"], dict) else e["value"]) for e in case["expected"]]
    return _close(wanted, [number.value for number in read_all(case["text"])])


def duckling_money(case: dict[str, Any]) -> Outcome:
    """Value, bound and currency; numbers without any currency word are left out."""
    if case["value"] is None:
        return not find_money(case["text"])
    kind, unit, rest = case["value"].split(" ", 2)
    if unit == "Unnamed" and "bucks" not in case["text"]:
        return None
    wanted = [Decimal(x) / (100 if unit in MINOR else 1) for x in re.findall(r"[\d.e]+", rest)]
    found = find_money(case["text"])
    if len(found) != 1 or found[0].currency != UNITS.get(unit, unit):
        return False
    money = found[0]
    if money.value is None:
        both = [x for x in (money.min_value, money.max_value) if x is not None]
        return kind == "between" and _close(wanted, both)
    return kind == BOUNDS.get(money.basis, "simple") and _close(wanted, [money.value])


def quantulum_cases(case: dict[str, Any]) -> Outcome:
    """Positive money and plain numbers; cases about physical units, accounting signs and merged ranges are left out."""
    money = [q for q in case["expected"] if q["unit"] in UNITS]
    plain = [q for q in case["expected"] if q["unit"] == "dimensionless"]
    if not (money or plain) or any(q["value"] < 0 or q.get("uncertainty") for q in case["expected"]):
        return None
    found = find_money(case["text"])
    wanted = [Decimal(str(q["value"])) / (100 if q["unit"] == "cent" else 1) for q in money]
    if not _close(wanted, [m.value for m in found if m.value is not None]):
        return False
    values = [number.value for number in read_all(case["text"])]
    return all(any(_close([Decimal(str(q["value"]))], [value]) for value in values) for q in plain)


SUITES: list[tuple[str, str, Callable[[dict[str, Any]], Outcome]]] = [
    ("Recognizers currency", "recognizers_CurrencyModel.jsonl", recognizers_currency),
    ("Duckling money", "duckling_AmountOfMoney.jsonl", duckling_money),
    ("quantulum3 money and numbers", "quantulum3_quantities.jsonl", quantulum_cases),
    ("Recognizers numbers", "recognizers_NumberModel.jsonl", recognizers_number),
]


def _cases(path: Path) -> Iterator[dict[str, Any]]:
    for line in path.read_text(encoding="utf-8").splitlines():
        if line.strip():
            yield json.loads(line)


def report_peers(folder: Path, *, show: bool = False) -> None:
    """Print the share of right cases of every suite in ``folder``; ``show`` prints the cases that go wrong."""
    print("\n| peer's own cases | right | of | share | left out |\n|---|---|---|---|---|")
    for name, file, judge in SUITES:
        cases = list(_cases(folder / file))
        outcomes = [judge(case) for case in cases]
        counted = [outcome for outcome in outcomes if outcome is not None]
        left = len(outcomes) - len(counted)
        print(f"| {name} | {sum(counted)} | {len(counted)} | {sum(counted) / len(counted):.3f} | {left} |")
        for case, outcome in zip(cases, outcomes, strict=True):
            if show and outcome is False:
                print("   wrong:", case["text"])


if __name__ == "__main__":
    report_peers(Path(sys.argv[1]), show="--show" in sys.argv)

"""How well and how fast newsdocket reads numbers, beside the libraries that it could have used as finders.

    python bench/read_numbers.py [--gold corpus/gold] [--peers FOLDER] [--repeat N]

Prints three tables in Markdown: F1 and milliseconds of processor time per thousand words on the
project's own annotated articles
(amounts by value and currency, counts by value and item, dates by value) beside quantulum3, price-parser and
dateparser.search; the cost of each newsdocket finder as one text grows (x1, x8, x64); and, with --peers, the share of
the peers' own test cases that each library gets right, with its time. A library that is not installed is left out.
"""

from __future__ import annotations

import argparse
import json
import re
import time
from collections.abc import Callable, Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any

from libraries import LIBRARIES, Finder, Key, installed, number, our_counts, our_money
from peers import report_peers

from newsdocket.extract.rates import singular


def articles(folder: Path) -> list[tuple[dict[str, Any], dict[str, Any]]]:
    """Texts with their gold, from ``texts-*.jsonl`` and ``gold-*.jsonl``."""
    texts = {row["id"]: row for path in sorted(folder.glob("texts-*.jsonl")) for row in _rows(path)}
    return [(texts[row["id"]], row) for path in sorted(folder.glob("gold-*.jsonl")) for row in _rows(path)]


def _rows(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]


def _quantity(row: dict[str, Any]) -> tuple[Decimal | None, ...]:
    return tuple(number(row.get(key, row.get(f"{key}_value"))) for key in ("value", "min", "max"))


def _same_quantity(gold: Sequence[Any], found: Sequence[Any]) -> bool:
    """Equal values, or a bound where the other states the bound as its value."""
    if gold[0] is not None:
        return bool(gold[0] == found[0] or (found[0] is None and gold[0] in found[1:] and None in found[1:]))
    if found[0] is not None:
        return found[0] in gold[1:] and None in gold[1:]
    return tuple(gold[1:3]) == tuple(found[1:3])


def _stem(item: str) -> str:
    word = re.sub(r"[^a-z%]+", " ", item.lower()).split()[-1:] or [""]
    return {"%": "percent", "tb": "terabyte"}.get(word[0], singular(word[0]))


def _same(gold: Key, found: Key) -> bool:
    kind_g, kind_f = gold[3], found[3]
    return _same_quantity(gold, found) and (kind_f == "*" or kind_g == kind_f or _stem(kind_g) == _stem(kind_f))


def _same_date(gold: Key, found: Key) -> bool:
    return gold == found


def gold_amounts(row: dict[str, Any]) -> list[Key]:
    """Amounts of one gold row, repeats merged."""
    return list(dict.fromkeys((*_quantity(a), a["currency"]) for a in row["amounts"]))


def gold_counts(row: dict[str, Any]) -> list[Key]:
    """Counts of one gold row."""
    return list(dict.fromkeys((*_quantity(c), c["item"]) for c in row["counts"]))


def gold_dates(row: dict[str, Any]) -> list[Key]:
    """Date values of one gold row."""
    return list(dict.fromkeys((d["value"],) for d in row["dates"]))


def score(pairs: Sequence[tuple[Sequence[Key], Sequence[Key]]], same: Callable[[Key, Key], bool]) -> float:
    """Micro F1 over articles; each gold item is matched at most once."""
    hits = found = wanted = 0
    for gold, predicted in pairs:
        left = list(dict.fromkeys(key[:4] for key in predicted))
        found, wanted = found + len(left), wanted + len(gold)
        for item in gold:
            match = next((p for p in left if same(item, p)), None)
            if match is not None:
                left.remove(match)
                hits += 1
    return 2 * hits / (found + wanted) if found + wanted else 0.0


def measure(rows: Sequence[tuple[dict[str, Any], dict[str, Any]]], find: Finder, gold: Callable[..., list[Key]]) -> str:
    """One cell: F1 and milliseconds of processor time per thousand words, or a dash where the library is missing."""
    same = _same_date if gold is gold_dates else _same
    if not installed(find):
        return "not installed"
    start = time.process_time()
    found = [list(find(text["text"], text["date"])) for text, _ in rows]
    seconds = time.process_time() - start
    words = sum(len(text["text"].split()) for text, _ in rows)
    f1 = score([(gold(row), predicted) for (_, row), predicted in zip(rows, found, strict=True)], same)
    return f"{f1:.3f}, {seconds / words * 1e6:.1f} ms"


def accuracy_table(rows: Sequence[tuple[dict[str, Any], dict[str, Any]]]) -> None:
    """Print F1 and time of every finder on the annotated articles."""
    golds = {"money": gold_amounts, "counts": gold_counts, "dates": gold_dates}
    print(f"| {len(rows)} articles: F1, ms per 1,000 words | amounts | counts | dates |\n|---|---|---|---|")
    for name, readers in LIBRARIES.items():
        cells = [measure(rows, readers[kind], gold) if kind in readers else "-" for kind, gold in golds.items()]
        print(f"| {name} | " + " | ".join(cells) + " |")


def growth_table(text: str, repeat: int) -> None:
    """Print the cost of each newsdocket finder on ``text`` written once, 8 and 64 times."""
    print("\n| ms per 1,000 words | x1 | x8 | x64 |\n|---|---|---|---|")
    for name, find in (("money", our_money), ("counts (money included)", our_counts)):
        cells = [_cost(find, "\n\n".join([text] * times), repeat) for times in (1, 8, 64)]
        print(f"| {name} | " + " | ".join(f"{cell:.1f}" for cell in cells) + " |")


def _cost(find: Finder, text: str, repeat: int) -> float:
    best = float("inf")
    for turn in range(repeat):
        fresh = f"{text}\n{turn}{find.__name__}"
        start = time.process_time()
        list(find(fresh, "2024-05-09"))
        best = min(best, time.process_time() - start)
    return best / len(text.split()) * 1e6


def main() -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--gold", type=Path, default=Path(__file__).parent.parent / "corpus" / "gold")
    parser.add_argument("--peers", type=Path)
    parser.add_argument("--repeat", type=int, default=3)
    options = parser.parse_args()
    rows = articles(options.gold)
    accuracy_table(rows)
    growth_table(rows[0][0]["text"], options.repeat)
    if options.peers:
        report_peers(options.peers)


if __name__ == "__main__":
    main()

"""What the tests of pages, tables and ``show`` share: records made by hand, and a browser where there is one."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from newsdocket.record.models import Record, content_hash

PROVENANCE = {"version": "0.1.0", "model": "made by hand", "settings_hash": "0"}
TEXT = (
    "Quarry owner must pay 🪨 Tarn Farms $1.2 million\n\n"
    "Judge Ada Moss of the District Court of Ruritania ordered Basalt & Sons on March 3, 2025 to pay Tarn Farms "
    "$1.2 million for trespass: $1 million for 400 acres and $150,000 for a wall, plus costs. "
    "A fraud claim was dismissed, and an injunction forbids <b>blasting</b>."
)


def at(text: str, *words: str) -> list[dict[str, Any]]:
    """Mentions of ``words``: the first place of each in ``text``."""
    return [{"start": text.index(w), "end": text.index(w) + len(w), "exact": w} for w in words]


def quarry(id: str = "quarry", text: str = TEXT, **article: Any) -> Record:
    """A record with every kind of fact, a check that fails and a warning; ``text`` must hold the words of ``TEXT``."""
    info = {"id": id, "source": f"in/{id}.txt", "headline": text.split("\n")[0], "published": "2025-03-04"}
    data = {
        "article": {**info, "content_hash": content_hash(text), "text": text, **article},
        "courts": [{"id": "court-1", "name": "District Court of Ruritania", "candidates": ["ru1", "ru2"]}],
        "people": [{"id": "person-1", "name": "Ada Moss", "role": "judge"}],
        "parties": [
            {"id": "party-1", "name": "Tarn Farms", "kind": "organization", "role": "plaintiff"},
            {"id": "party-2", "name": "Basalt & Sons", "aliases": ["Basalt"], "kind": "organization",
             "role": "defendant"},
        ],
        "amounts": [
            {"id": "amount-1", "value": "1200000", "currency": "USD", "role": "awarded", "payer": ["party-2"],
             "payee": ["party-1"], "claims": ["claim-1"]},
            {"id": "amount-2", "value": "1000000", "currency": "USD", "role": "awarded", "part_of": "amount-1"},
            {"id": "amount-3", "value": "150000.25", "currency": "USD", "role": "awarded", "part_of": "amount-1"},
        ],
        "counts": [{"id": "count-1", "value": "400", "item": "acres"}],
        "dates": [{"id": "date-1", "value": "2025-03"}],
        "claims": [
            {"id": "claim-1", "type": "property", "name": "trespass", "outcome": "found_for_claimant",
             "disposition": "bench_trial", "claimant": ["party-1"], "respondent": ["party-2"]},
            {"id": "claim-2", "type": "fraud", "name": "fraud", "outcome": "dismissed", "disposition": "other"},
        ],
        "relief": [{"id": "relief-1", "type": "permanent_injunction", "against": ["party-2"]}],
        "checks": [{"kind": "sum", "holds": False, "left": ["amount-1"], "right": ["amount-2", "amount-3"],
                    "difference": "49999.75"}],
        "warnings": [{"code": "ambiguous_court", "message": "two courts fit", "about": "court-1"}],
        "provenance": PROVENANCE,
    }  # fmt: skip
    words = {
        "court-1": ["District Court of Ruritania"], "person-1": ["Ada Moss"], "party-1": ["Tarn Farms"],
        "party-2": ["Basalt & Sons"], "amount-1": ["$1.2 million"], "amount-2": ["$1 million"],
        "amount-3": ["$150,000"], "count-1": ["400 acres"], "date-1": ["March 3, 2025"], "claim-1": ["trespass"],
        "claim-2": ["fraud claim"], "relief-1": ["injunction"],
    }  # fmt: skip
    for items in data.values():
        for item in items if isinstance(items, list) else []:
            if "id" in item:
                item["mentions"] = at(text, *words[item["id"]])
    return Record.from_json(json.dumps(data))


def plain(id: str, text: str, **article: Any) -> Record:
    """A record of ``text`` without facts."""
    info = {"id": id, "source": id, "content_hash": content_hash(text), "text": text, **article}
    return Record.model_validate({"article": info, "provenance": PROVENANCE})


def write_records(folder: Path, *records: Record) -> Path:
    """``records`` as ``records.jsonl`` in ``folder``."""
    folder.mkdir(exist_ok=True)
    lines = "".join(record.to_json(indent=None) + "\n" for record in records)
    (folder / "records.jsonl").write_text(lines, "utf-8")
    return folder


@contextmanager
def browser(width: int = 1400, height: int = 900) -> Iterator[Any]:
    """Headless Chromium; the test is skipped where Chromium, its driver or selenium is missing."""
    webdriver = pytest.importorskip("selenium.webdriver", reason="selenium is not installed")
    chromium, driver = shutil.which("chromium"), shutil.which("chromedriver")
    if chromium is None or driver is None:
        pytest.skip("chromium or chromedriver is not installed (Debian: apt-get install chromium chromium-driver)")
    options = webdriver.ChromeOptions()
    options.binary_location = chromium
    for flag in ("--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"):
        options.add_argument(flag)
    options.add_argument(f"--window-size={width},{height}")
    options.set_capability("goog:loggingPrefs", {"browser": "ALL"})
    started = webdriver.Chrome(options=options, service=webdriver.ChromeService(driver))
    try:
        yield started
    finally:
        started.quit()


def set_scheme(page: Any, *, dark: bool) -> None:
    """The colour scheme that the browser asks pages for."""
    scheme = {"name": "prefers-color-scheme", "value": "dark" if dark else "light"}
    page.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": [scheme]})


def axe_findings(page: Any) -> list[tuple[str, str, str]]:
    """Serious and critical findings of axe-core on the page; the test is skipped where axe-core is missing."""
    source = next((path for path in _axe_places() if path.is_file()), None)
    if source is None:
        pytest.skip("axe-core is not installed (npm install axe-core, or AXE_PATH=.../axe.min.js)")
    page.execute_script(source.read_text("utf-8"))
    found = page.execute_async_script(
        "const done = arguments[0]; axe.run(document, {resultTypes: ['violations']}).then((r) => done(r.violations))"
    )
    serious = [v for v in found if v["impact"] in ("serious", "critical")]
    return [(v["id"], v["impact"], node["html"][:150]) for v in serious for node in v["nodes"]]


def _axe_places() -> list[Path]:
    root = Path(__file__).resolve().parent.parent
    named = [Path(os.environ["AXE_PATH"])] if "AXE_PATH" in os.environ else []
    return [*named, root / "node_modules/axe-core/axe.min.js", Path("/usr/share/nodejs/axe-core/axe.min.js")]

"""Build ``extract/data/courts_counties.json``: county trial courts that have an id of their own in courts-db.

Run with the ``test`` extra installed: ``python bench/build_county_courts.py``. The output is committed; courts-db is
not needed
at run time. A row is kept only where one court of the state and kind names the county.
"""

from __future__ import annotations

import json
import re
from collections import defaultdict
from pathlib import Path

from courts_db import courts

TABLE = Path(__file__).parents[1] / "pipeline/newsdocket/extract/data/courts_counties.json"
PARENTS = {
    "orcc": ("Oregon", "circuit"),
    "vacc": ("Virginia", "circuit"),
    "ohioctcompl": ("Ohio", "common pleas"),
    "ohjuvct": ("Ohio", "juvenile"),
    "ohprobct": ("Ohio", "probate"),
    "pactcompl": ("Pennsylvania", "common pleas"),
    "njsuper": ("New Jersey", "superior"),
    "masssuperct": ("Massachusetts", "superior"),
    "gasuperct": ("Georgia", "superior"),
    "nysupct": ("New York", "supreme"),
    "calsuperct": ("California", "superior"),
    "colctyct": ("Colorado", "district"),
}
COUNTY = re.compile(
    r"(?P<county>[A-Z][\w.' -]+?) County (?:Circuit|Superior|District|Juvenile|Probate|Court)"
    r"|, (?P<after>[A-Z][\w.' -]+?)(?: County)?$|^(?P<plain>San Francisco|Los Angeles) Superior Court$"
)


def county_of(name: str) -> str | None:
    """The county that a court name of courts-db names, or ``None``."""
    match = COUNTY.search(name)
    if match is None:
        return None
    return (match.group("county") or match.group("after") or match.group("plain")).strip()


def build() -> dict[str, str]:
    """ "state|kind|county" -> courts-db id."""
    found: dict[str, list[str]] = defaultdict(list)
    for court in courts:
        parent = PARENTS.get(court.get("parent") or "")
        ended = any(date.get("end") for date in court["dates"])
        county = county_of(court["name"].replace("New York Supreme Court New York", "New York Supreme Court, New York"))
        if parent and county and not ended:
            found["|".join((*parent, county.lower()))].append(court["id"])
    return {key: ids[0] for key, ids in sorted(found.items()) if len(ids) == 1}


if __name__ == "__main__":
    TABLE.write_text(json.dumps(build(), indent=1, ensure_ascii=False) + "\n", encoding="utf-8")

"""Files that ship with the package: tables of rules, weights, pages. Read as they stand, cached by who needs them."""

from __future__ import annotations

import json
from importlib.resources import files
from typing import Any


def packaged_bytes(place: str) -> bytes:
    """The file at ``place`` (``extract/data/currencies.json``) inside the package. Raises ``OSError`` if there is
    none."""
    return files("newsdocket").joinpath(place).read_bytes()


def packaged_text(place: str) -> str:
    """The UTF-8 text of the file at ``place``."""
    return packaged_bytes(place).decode("utf-8").replace("\r\n", "\n")


def packaged_json(place: str) -> Any:
    """The JSON document at ``place``."""
    return json.loads(packaged_text(place))


def packaged_rows(place: str) -> list[dict[str, Any]]:
    """The objects in the JSON lines at ``place``, in their order."""
    return [json.loads(line) for line in packaged_text(place).split("\n") if line.strip()]

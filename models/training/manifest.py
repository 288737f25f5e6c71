"""What the model is trained on: names, sources, licences and checksums (``manifest.json``), and their check."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

MANIFEST = Path(__file__).parent / "manifest.json"


def read_manifest(path: Path = MANIFEST) -> list[dict[str, Any]]:
    """The sources, each with ``name``, ``source``, ``version``, ``license``, ``use`` and ``files`` (path to sha256)."""
    sources: list[dict[str, Any]] = json.loads(path.read_text(encoding="utf8"))
    return sources


def wrong_files(root: Path, sources: list[dict[str, Any]]) -> list[str]:
    """Files under ``root`` that are missing or differ from their checksum, in words."""
    wrong = []
    for source in sources:
        for name, expected in source["files"].items():
            path = root / name
            if not path.exists():
                wrong.append(f"{name}: missing")
            elif hashlib.sha256(path.read_bytes()).hexdigest() != expected:
                wrong.append(f"{name}: checksum differs")
    return wrong


def meta_sources(sources: list[dict[str, Any]]) -> list[dict[str, str]]:
    """The sources as ``meta.json`` of a spaCy pipeline names them."""
    return [{"name": s["name"], "url": s["source"], "license": s["license"], "author": ""} for s in sources]

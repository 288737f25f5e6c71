"""JSON Schema of the record, exported from the models."""

from __future__ import annotations

import json
from typing import Any

from newsdocket.record.models import Record

SCHEMA_URI = "https://json-schema.org/draft/2020-12/schema"


def json_schema() -> dict[str, Any]:
    """JSON Schema (draft 2020-12) of a record as :meth:`Record.to_json` writes it."""
    schema = Record.model_json_schema(mode="serialization")
    return {"$schema": SCHEMA_URI, **schema, "title": "newsdocket record"}


def schema_text() -> str:
    """The schema as the text of ``models/record.schema.json``."""
    return json.dumps(json_schema(), indent=2, ensure_ascii=False) + "\n"

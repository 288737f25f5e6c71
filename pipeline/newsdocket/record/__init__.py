"""Record stage: the models of the record, its validation and its JSON Schema."""

from newsdocket.record.models import (
    Amount,
    ArticleInfo,
    Check,
    Claim,
    Count,
    Court,
    Date,
    Label,
    Mention,
    Party,
    Person,
    Provenance,
    Record,
    Relief,
    Warning_,
    content_hash,
    decimal_string,
)
from newsdocket.record.schema import json_schema, schema_text

__all__ = [
    "Amount",
    "ArticleInfo",
    "Check",
    "Claim",
    "Count",
    "Court",
    "Date",
    "Label",
    "Mention",
    "Party",
    "Person",
    "Provenance",
    "Record",
    "Relief",
    "Warning_",
    "content_hash",
    "decimal_string",
    "json_schema",
    "schema_text",
]

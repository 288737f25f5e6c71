"""Why a record says what it says: for each value its words, the rule or model that gave it, and its rivals."""

from __future__ import annotations

from newsdocket.explain.build import explain
from newsdocket.explain.models import Alternative, Explanation, Reason, Rejected, Value, Words

__all__ = ["Alternative", "Explanation", "Reason", "Rejected", "Value", "Words", "explain"]

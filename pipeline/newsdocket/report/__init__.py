"""What the records of a run come to: totals, outcomes, awards and a time line, as one page with plots."""

from newsdocket.report.page import write_report

__all__ = ["write_report"]

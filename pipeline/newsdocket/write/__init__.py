"""Writing: records and failures in, files out."""

from newsdocket.write.earlier import Earlier
from newsdocket.write.summary import Summary, print_summary
from newsdocket.write.writers import (
    FORMATS,
    Format,
    JsonFolderWriter,
    JsonlWriter,
    Writer,
    earlier_records,
    open_writer,
    record_json,
)

__all__ = [
    "FORMATS",
    "Earlier",
    "Format",
    "JsonFolderWriter",
    "JsonlWriter",
    "Summary",
    "Writer",
    "earlier_records",
    "open_writer",
    "print_summary",
    "record_json",
]

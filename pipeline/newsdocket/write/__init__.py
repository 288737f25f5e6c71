"""Writing: records and failures in, files out."""

from newsdocket.write.summary import Summary, print_summary
from newsdocket.write.writers import FORMATS, Format, JsonFolderWriter, JsonlWriter, Writer, open_writer, record_json

__all__ = [
    "FORMATS",
    "Format",
    "JsonFolderWriter",
    "JsonlWriter",
    "Summary",
    "Writer",
    "open_writer",
    "print_summary",
    "record_json",
]

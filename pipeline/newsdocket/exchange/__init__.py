"""Annotations to and from the tools that people correct them in: doccano, Label Studio, Prodigy."""

from newsdocket.exchange.convert import gold_of_record, record_of_gold, text_of_record
from newsdocket.exchange.files import FORMATS, label_list, read_tasks, task_lines
from newsdocket.exchange.marks import Link, Mark, Task, task_of_record
from newsdocket.exchange.restore import Restored, restore

__all__ = [
    "FORMATS",
    "Link",
    "Mark",
    "Restored",
    "Task",
    "gold_of_record",
    "label_list",
    "read_tasks",
    "record_of_gold",
    "restore",
    "task_lines",
    "task_of_record",
    "text_of_record",
]

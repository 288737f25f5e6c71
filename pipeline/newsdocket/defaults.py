"""What is used where nothing else is named."""

DEFAULT_PIPELINE = "en_newsdocket"
"""The language pipeline that the project trains and ships (``models/en_newsdocket``)."""

TIME_LIMIT = 600.0
"""Seconds that an article may take where it has a process of its own: ten times what the longest one takes."""

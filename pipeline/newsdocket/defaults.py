"""What is used where nothing else is named."""

DEFAULT_PIPELINE = "en_newsdocket"
"""The language pipeline that the project trains and ships (``models/en_newsdocket``)."""

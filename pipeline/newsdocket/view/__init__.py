"""Records as a page: one self-contained HTML file to search, filter and read."""

from newsdocket.view.page import ViewResult, write_view

__all__ = ["ViewResult", "write_view"]

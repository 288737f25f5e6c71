"""Dates that a text names, as EDTF values with their offsets.

>>> from newsdocket.extract.dates import find_dates
>>> found = find_dates("The jury, seated in late 2023, found for Acme on Tuesday.", published="2024-05-09")
>>> [(span.text, span.value) for span in found]
[('late 2023', '2023'), ('Tuesday', '2024-05-07')]

The grammar (``dates_grammar``) finds candidates in linear time, guards (``dates_guards``) drop what only looks like a
date, and the resolver (``dates_resolve``) gives each its value at the precision of its words.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from spacy.language import Language
from spacy.tokens import Doc

from newsdocket.extract.dates_grammar import Candidate, scan
from newsdocket.extract.dates_guards import allowed
from newsdocket.extract.dates_resolve import Resolver
from newsdocket.extract.dates_tokens import Tokens
from newsdocket.extract.spans import DateSpan, SpanFinder

if TYPE_CHECKING:
    from collections.abc import Iterator

GROUP = "newsdocket_dates"


def find_dates(text: str | Doc, *, published: str | date | None = None) -> list[DateSpan]:
    """Every date, month, year or range of these that ``text`` names, in text order, without overlaps.

    ``published`` is the document's date (a ``date``, or words that begin with or name one); for a ``Doc`` it defaults
    to ``doc.user_data["newsdocket"]["published"]``. It settles relative dates and dates without a year; what it does
    not settle has ``value`` ``None``. Values are EDTF: ``2016``, ``2016-10``, ``2016-10-25``, ``2013-02/2015-05``.
    Never raises on any text.
    """
    source = text.text if isinstance(text, Doc) else text
    if published is None and isinstance(text, Doc):
        published = (text.user_data.get("newsdocket") or {}).get("published")
    tokens = Tokens(source)
    resolver = Resolver(tokens, read_published(published))
    return [_span(tokens, item, resolver) for item in _candidates(tokens)]


def read_published(published: str | date | None) -> date | None:
    """The document's date as a day; ``None`` where it is not known or names no single day."""
    if published is None or isinstance(published, date):
        return published
    try:
        return date.fromisoformat(published.strip()[:10])
    except ValueError:
        values = [span.value for span in find_dates(published[:100])]
    return next((date.fromisoformat(value) for value in values if value is not None and len(value) == 10), None)


def _candidates(tokens: Tokens) -> Iterator[Candidate]:
    return (item for item in scan(tokens) if allowed(tokens, item))


def _span(tokens: Tokens, item: Candidate, resolver: Resolver) -> DateSpan:
    start, end = tokens[item.first].start, tokens[item.last - 1].end
    return DateSpan(start=start, end=end, text=tokens.text[start:end], value=resolver.value(item))


@Language.factory("newsdocket_dates", default_config={}, assigns=["doc.spans"])
def make_dates(nlp: Language, name: str) -> SpanFinder:
    """The spaCy component: stores the dates of a ``Doc`` as span group ``newsdocket_dates``."""
    return SpanFinder(find_dates, GROUP, "DATE")

"""From text to tokens in linear time.

spaCy's tokenizer takes signs off both ends of a stretch without blanks one by one, which costs time that grows with the
square of the stretch's length. Stretches longer than any word or address in prose are cut before they come to it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from spacy.language import Language
from spacy.tokens import Doc

LONGEST = 200
"""Characters without a blank that are given to the tokenizer at once."""
_STRETCH = re.compile(rf"\S{{{LONGEST + 1},}}")


def make_doc(nlp: Language, text: str) -> Doc:
    """The tokens of ``text``, which is ``doc.text`` unchanged. How long it may be is for the read stage to say:
    ``nlp.max_length`` does not count here."""
    cuts = list(_cuts(text))
    if not cuts:
        return nlp.tokenizer(text)
    edges = [0, *cuts, len(text)]
    pieces = [nlp.tokenizer(text[start:end]) for start, end in pairwise(edges)]
    return Doc.from_docs(pieces, ensure_whitespace=False) or nlp.tokenizer("")


def _cuts(text: str) -> Iterator[int]:
    for stretch in _STRETCH.finditer(text):
        yield from range(stretch.start() + LONGEST, stretch.end(), LONGEST)

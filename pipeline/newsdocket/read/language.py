"""Is a text English? Sure cases by common words, the others by py3langid, short texts by what their source says."""

from __future__ import annotations

import re
from functools import cache
from typing import Protocol

from newsdocket.errors import ReadError

_COMMON = "the and of to that with from said was were has which their by"
ENGLISH_WORDS = frozenset(_COMMON.split())
ENOUGH_LETTERS = 200
"""Below this many letters a text is never turned away for its looks."""
SAMPLE = 20_000
"""Characters from the start that are looked at."""
SURE_SHARE = 0.12
SURE = 0.95
_WORD = re.compile(r"[^\W\d_]+")


class _Identifier(Protocol):
    def classify(self, text: str) -> tuple[str, float]: ...


def check_language(text: str, declared: str | None, wanted: str | None) -> str | None:
    """The language of ``text`` as a two-letter code. Raises :class:`ReadError` when it is surely not ``wanted``.

    ``declared`` is what the source says ("en-US"); the text itself has the last word where it is long enough.
    """
    said = primary(declared)
    found = detect(text)
    language = found or said or wanted
    if wanted is not None and language != wanted:
        raise ReadError(f"the text is not in {wanted!r} but in {language!r}; only {wanted!r} is read")
    return language


def primary(declared: str | None) -> str | None:
    """The two-letter code of a language tag: ``en`` for ``en-US`` and ``English``; ``None`` if there is none."""
    tag = re.split(r"[-_,; ]", (declared or "").strip().lower())[0]
    if tag in {"english", "eng"}:
        return "en"
    return tag if re.fullmatch(r"[a-z]{2,3}", tag) else None


def detect(text: str) -> str | None:
    """The language of ``text`` where that is certain, else ``None``."""
    sample = text[:SAMPLE]
    words = [word.lower() for word in _WORD.findall(sample)]
    if sum(map(len, words)) < ENOUGH_LETTERS:
        return None
    if _share(words) >= SURE_SHARE:
        return "en"
    language, probability = _identifier().classify(sample)
    return language if probability >= SURE else None


def _share(words: list[str]) -> float:
    return sum(word in ENGLISH_WORDS for word in words) / len(words)


@cache
def _identifier() -> _Identifier:
    """py3langid with probabilities, loaded once and only when a text needs it; it is never changed after that."""
    from py3langid import langid

    identifier: _Identifier = langid.LanguageIdentifier.from_model_file(langid.MODEL_FILE, norm_probs=True)
    return identifier

"""A tokenizer for newsrooms: spaCy's English rules, changed where they cut or glue the tokens of court news.

The result is a plain :class:`spacy.tokenizer.Tokenizer`: every rule is data (regular expressions and exceptions), so a
pipeline saved with it loads without this package.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from spacy.lang.char_classes import ALPHA, CURRENCY
from spacy.language import Language
from spacy.symbols import ORTH  # type: ignore[import-not-found]
from spacy.tokenizer import Tokenizer  # type: ignore[import-not-found]
from spacy.util import compile_infix_regex, compile_prefix_regex, compile_suffix_regex

_SYMBOLS = r"[$€£¥₹₽₩₪₺₦฿₫₴]"
_MAGNITUDE = r"(?:[kKmMbB]|bn|Bn|BN|mn|Mn|tn|trn|mln|MM|mm|million|billion|trillion|thousand)"
_NUMBER = r"\d+(?:[.,]\d+)*"
_UNIT = r"(?:[KMGTPE]i?B|[kmgtp]b|[kKMG]Hz|[MG]W|GWh|kg|km|cm|mm|ft|mph|sq)"
WHOLE_PATTERNS = (
    rf"(?:[A-Z]{{1,3}})?{_SYMBOLS}{_NUMBER}{_MAGNITUDE}?",  # $2.5m, US$3.8, C$40m, €14.25M
    rf"(?:USD|EUR|GBP|CAD|AUD|CHF|JPY|Rs\.?|INR){_NUMBER}{_MAGNITUDE}?",  # USD500, Rs.300
    rf"{_NUMBER}{_MAGNITUDE}?{_SYMBOLS}",  # 300€, 5m€
    rf"{_NUMBER}(?:{_MAGNITUDE}|{_UNIT})",  # 2.5m, 300TB
    r"(?:\d{1,2}:)?\d{2}-[a-zA-Z]{2,4}-\d{1,6}(?:-[A-Z]{2,4})*",  # 1:17-cv-365, 23-cv-01234-JSR
    r"\d{4}-\d{2}-\d{2}",  # ISO dates
    r"(?:\d{3}-)?\d{3}-\d{4}",  # telephone numbers
    rf"(?i:e|non|pro|re|co|post|pre|anti|mid|ex|sub|semi|multi|inter|intra|ultra|counter)-[{ALPHA}]+",  # as in UD
    r"\d+\([a-z0-9]\)(?:\([A-Za-z0-9]+\))*",  # 10(b), 501(c)(3)
)
"""What stays one token once quotes, brackets and punctuation around it are off."""

ABBREVIATIONS = tuple(
    """
    No. Nos. v. vs. Inc. Corp. Co. Cos. Ltd. Bros. Assn. Dept. Dist. Cir. Hon. Sen. Sens. Rep. Reps. Gov. Govs.
    Gen. Col. Maj. Capt. Lt. Sgt. Cpl. Det. Supt. Atty. Prof. Rev. Fr. Dr. Mr. Mrs. Ms. Messrs. Jr. Sr. Esq. St.
    Ste. Ave. Blvd. Rd. Ft. Mt. Jan. Feb. Mar. Apr. Jun. Jul. Aug. Sep. Sept. Oct. Nov. Dec. Ala. Ariz. Ark.
    Calif. Colo. Conn. Del. Fla. Ga. Ill. Ind. Kan. Ky. La. Mass. Md. Mich. Minn. Miss. Mo. Mont. Neb. Nev.
    Okla. Ore. Pa. Tenn. Tex. Va. Vt. Wash. Wis. Wyo. Stat. Supp. Reg. Sec. Art. et al. approx. Mon. Tues. Wed.
    Thurs. Fri. Sat. Sun. etc. U.S. U.K. U.N. D.C. S.p.A. Ph.D. a.k.a. d/b/a f/k/a c/o w/o
    """.split()
)
"""Written with a full stop (or a slash) and one token; after Bluebook and AP style, and spaCy's own list."""

_DASHES = r"(?:—|–|―|--+)"
_RUNS = ("={2,}", r"\*{2,}", "_{2,}", "~{2,}", "#{2,}", "<{2,}", ">{2,}", "[!?]{2,}", "`{2,}", "'{2}")
"""Runs of one sign (rules across the page, "!!!", doubled quotes) are one token, as in the treebanks."""
_QUOTES = r"[\"“”„«»]"


def newsroom_tokenizer(nlp: Language) -> Tokenizer:
    """The tokenizer for ``nlp`` (an English :class:`Language`); does not install it.

    Amounts, data sizes and docket numbers stay whole; dashes, quotes and brackets glued to words come off; contractions
    and possessives split with straight and curly apostrophes alike, as spaCy's English defaults do.
    """
    return Tokenizer(
        nlp.vocab,
        rules=_exceptions(nlp),
        prefix_search=compile_prefix_regex(_prefixes(nlp)).search,
        suffix_search=compile_suffix_regex(_suffixes(nlp)).search,
        infix_finditer=compile_infix_regex(_infixes(nlp)).finditer,
        token_match=re.compile(rf"^(?:{'|'.join(WHOLE_PATTERNS)})$").match,
        url_match=nlp.Defaults.url_match,
    )


def _exceptions(nlp: Language) -> dict[str, list[dict[int, str]]]:
    """spaCy's exceptions without those that cut the words "id" and "wed", and the abbreviations."""
    rules: dict[str, list[dict[int, str]]] = dict(nlp.Defaults.tokenizer_exceptions or {})
    for word in ("id", "Id", "wed", "Wed"):
        rules.pop(word, None)
    for abbreviation in ABBREVIATIONS:
        rules[abbreviation] = [{ORTH: abbreviation}]
    return rules


def _texts(rules: Iterable[str | re.Pattern[str]] | None) -> list[str]:
    return [rule if isinstance(rule, str) else rule.pattern for rule in rules or ()]


def _without_currency(rules: Iterable[str]) -> list[str]:
    """Drop rules that cut at a currency sign or between a number and its unit; amounts are one token here."""
    symbols = set(CURRENCY.split("|"))
    glued = rf"(?<=[0-9])(?:{CURRENCY})"
    return [rule for rule in rules if rule not in symbols and rule != glued and "(?:km|" not in rule]


def _prefixes(nlp: Language) -> list[str]:
    return [
        *_RUNS,
        *_without_currency(_texts(nlp.Defaults.prefixes)),
        _DASHES,
        r"[‘’'](?=[A-Za-z])(?!(?:s|S|re|ll|ve|d|m|t)\b)",
    ]


def _suffixes(nlp: Language) -> list[str]:
    return [*_RUNS, *_without_currency(_texts(nlp.Defaults.suffixes)), _DASHES, rf"(?<=[{ALPHA}])-", r"(?<=[0-9])%"]


def _infixes(nlp: Language) -> list[str]:
    return [
        *_texts(nlp.Defaults.infixes),
        _DASHES,
        _QUOTES,
        r"[,;:!?)\]](?=[\"“”—–])",
        rf"(?<=[{ALPHA}0-9%]{{2}})\.(?=[\"”])",
        r"(?<=[\"“”—–])[(\[‘’']",
        rf"(?<=[0-9.%)])-(?=[{ALPHA}])",
        rf"(?<=[{ALPHA}]{{2}})\.(?=[A-Z][a-z])",
        rf"(?<=[{ALPHA}])\](?=[{ALPHA}])",
        rf"(?<=[{ALPHA}]{{2}})/(?=[{ALPHA}0-9])",
    ]

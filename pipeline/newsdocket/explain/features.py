"""The names of the models' features in plain words, by the rows of ``data/features.jsonl``.

A row has a ``form`` (a pattern for the whole name), the ``words`` to say it in, and ``where`` its words stand in the
text. Groups of the form are said by the tables of ``data/terms.json``, else as they stand; rows are tried in order.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import get_args

from newsdocket.packaged import packaged_json, packaged_rows
from newsdocket.vocabulary import ReliefType

_PREFIX = re.compile(r"^(?:short: |long: )?(?:(?:first|ner|noun|" + "|".join(get_args(ReliefType)) + r"):)*(?=\w)")
_STEP = re.compile(r"/(?P<relation>[^/>]+)>(?P<word>[^/>]*)")
_CUE = re.compile(r"(?:not_)?(?:if_)?(?:statutory_maximum|[a-z]+)")
_MARKS: tuple[tuple[str, str], ...] = (("not_", "negated"), ("if_", "wished-for"))


@dataclass(frozen=True)
class Form:
    """A row of the table."""

    pattern: re.Pattern[str]
    words: str
    where: str
    examples: Mapping[str, str]


@dataclass(frozen=True)
class Plain:
    """A feature in plain words, with the parts of its name and the place where its words are to be looked for."""

    text: str
    where: str
    parts: Mapping[str, str]


@lru_cache(maxsize=1)
def forms() -> tuple[Form, ...]:
    """The rows of the table, in the order in which they are tried."""
    rows = packaged_rows("explain/data/features.jsonl")
    return tuple(Form(re.compile(r["form"], re.DOTALL), r["words"], r["where"], r["examples"]) for r in rows)


@lru_cache(maxsize=1)
def terms() -> dict[str, dict[str, str]]:
    """Words for the parts of names, by the name of the part."""
    loaded: dict[str, dict[str, str]] = packaged_json("explain/data/terms.json")
    return loaded


def plain(feature: str) -> Plain:
    """``feature`` in plain words; its own name where no row fits it."""
    name = _PREFIX.sub("", feature, count=1)
    for form in forms():
        match = form.pattern.fullmatch(name)
        if match is not None:
            parts = match.groupdict("")
            said = {part: _said(part, value) for part, value in parts.items()}
            return Plain(_marked(form.words.format_map(said), parts), form.where, parts)
    return Plain(name, "", {})


def _marked(text: str, parts: Mapping[str, str]) -> str:
    """Says before "wording" what the marks of a cue's name mean."""
    marks = split_cue(parts.get("cue", ""))[0]
    return text.replace("wording", f"{', '.join(marks)} wording", 1) if marks else text


def split_cue(cue: str) -> tuple[list[str], str]:
    """The marks of a cue's name in words, and its group: ``not_fine`` gives ``(["negated"], "fine")``."""
    said = []
    for mark, words in _MARKS:
        if cue.startswith(mark):
            cue = cue.removeprefix(mark)
            said.append(words)
    return said, cue


def _said(part: str, value: str) -> str:
    if part in _SAYERS:
        return _SAYERS[part](value)
    table = terms().get(part, {})
    return table.get(value, value if part == "word" else "" if part == "tense" else value.replace("_", " "))


def _cue(value: str) -> str:
    return split_cue(value)[1].replace("_", " ")


def _cues(value: str) -> str:
    """Two cue names joined by an underscore, each of which may have marks."""
    return " and ".join(_cue_said(word) for word in _CUE.findall(value))


def _cue_said(cue: str) -> str:
    marks, group = split_cue(cue)
    return " ".join([*marks, _pair(group)])


def _pair(value: str) -> str:
    return f'"{value.replace("_", " ")}"'


def _rule(value: str) -> str:
    words = re.split(r"[.:]", value)
    return f'"{" ".join(w for w in words if w.islower())}"'


def _argument(value: str) -> str:
    return terms()["argument"].get(value, f'"{value}" after')


def _relation(value: str) -> str:
    """A dependency label in words; one with a preposition by that preposition."""
    known = terms()["relation"]
    label, _, case = value.partition(":")
    if value in known:
        return known[value]
    if case and label in {"obl", "nmod", "advcl", "acl", "ccomp", "xcomp"}:
        return f'"{case}" after'
    return known.get(label, f"{value} of")


def _path(value: str) -> str:
    said = ""
    for step in _STEP.finditer(value):
        relation, word = step["relation"], step["word"]
        if relation == "root":
            said += ", the main word of its sentence" if said else f'"{word}" is the main word of its sentence'
        else:
            said += f'{", itself " if said else ""}{_relation(relation)} "{word}"'
    return said or value


_SAYERS: Mapping[str, Callable[[str], str]] = {
    "cue": _cue,
    "cues": _cues,
    "pair": _pair,
    "rule": _rule,
    "argument": _argument,
    "relation": _relation,
    "amount": _relation,
    "path": _path,
}

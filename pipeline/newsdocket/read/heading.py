"""What stands at the top of an article: kicker, headline, by-line, date line, newswire dateline. Nothing is removed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from newsdocket.read.dates import DAY_PATTERN, find_day

LONGEST_HEADLINE = 200
TOP_LINES = 14
"""Lines with words, from the top, that may hold a date of publication."""

_KICKER = re.compile(
    r"(?:for )?immediate release|(?:press|news|media) release|opinion|analysis|exclusive|breaking(?: news)?|updated?"
    r"|editorial|commentary|feature|(?:the )?(?:long|big) read|explainer|special report|investigation|news analysis"
    r"|comment|column|interview|in brief|news|courts?|business|law|legal|tech(?:nology)?|politics|embargoed[^.]{0,60}",
    re.IGNORECASE,
)
_CONTACT = re.compile(r"(?:media |press )?contacts?\s*:[^\n]{0,200}", re.IGNORECASE)
_WEEKDAY = r"(?:(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?\.?,? )?"
_TIME = r"(?:[ ,|·•–—-]+(?:at )?\d{1,2}[:.]\d{2}[^\n]{0,20})?"
_DATE_LINE = re.compile(rf"{_WEEKDAY}{DAY_PATTERN}{_TIME}", re.IGNORECASE)
_LABEL = (
    r"\b(published|posted|issued|released|date|first published|updated|last updated|modified)\b(?: on| at)?\s*:?\s*"
)
_LABELLED = re.compile(rf"[^\n.]{{0,60}}?{_LABEL}{_WEEKDAY}({DAY_PATTERN})", re.IGNORECASE)
_BY_LINE = re.compile(rf"(?:by\b|[^|•·\n]{{2,80}}[|•·])[^\n]{{0,120}}?({DAY_PATTERN})", re.IGNORECASE)
_BY = re.compile(r"by [^.!?\n]{2,160}", re.IGNORECASE)
_DATELINE = re.compile(
    r"\(?(?=[A-Z][A-Z.'’-])(?:(?:[A-Z][\w.'’-]*|\([^)\n]{1,40}\)|\()(?:[ ,/]+|(?<=\())){1,10}"
    rf"(?P<day>{DAY_PATTERN})\)?(?: ?(?:\([^)\n]{{1,60}}\)|/[^/\n]{{1,40}}/))? ?(?:[—–:]|--?)"
)
_PLACE_LINE = re.compile(r"\(?[A-Z][A-Z.'’-]{2,}[^\n]{0,80}?(?:[—–]| -+ |\) ?-)")
_CLOSED = re.compile(r"[.,;:][\"'”’)\]]*$")
_ABBREVIATION = re.compile(r"(?:\b(?:Inc|Corp|Co|Ltd|Jr|Sr|Bros)|[A-Z]\.[A-Z])\.$")


@dataclass(frozen=True)
class Line:
    """A line with words in it, without blanks at its ends, and where it stands in the text."""

    start: int
    end: int
    text: str
    blank_after: bool


def top_lines(text: str, number: int = TOP_LINES) -> list[Line]:
    """The first ``number`` lines that have words."""
    found: list[Line] = []
    for line in _lines(text):
        found.append(line)
        if len(found) == number:
            break
    return found


def _lines(text: str) -> Iterator[Line]:
    for found in re.finditer(r"[^\n]*[^\s][^\n]*", text):
        line = found[0]
        start = found.start() + len(line) - len(line.lstrip())
        after = text[found.end() : found.end() + 2]
        yield Line(start, start + len(line.strip()), line.strip(), len(after) == 2 and not after.strip())


def find_headline(text: str) -> Line | None:
    """The headline that ``text`` begins with: a short first line, after kickers, date and contact lines, that does
    not close like a sentence and stands apart from the body. ``None`` when the text begins with the body."""
    lines = top_lines(text, 8)
    for number, line in enumerate(lines[:-1]):
        if _is_kicker(line.text):
            continue
        return line if _is_headline(line, lines[number + 1]) else None
    return None


def _is_kicker(line: str) -> bool:
    return any(pattern.fullmatch(line) for pattern in (_KICKER, _CONTACT, _DATE_LINE))


def _is_headline(line: Line, after: Line) -> bool:
    if len(line.text) > LONGEST_HEADLINE or not re.search(r"[^\W\d_]", line.text):
        return False
    if _CLOSED.search(line.text) and not _ABBREVIATION.search(line.text):
        return False
    if _BY.fullmatch(line.text) or (_PLACE_LINE.match(line.text) and len(line.text) > 100):
        return False
    return line.blank_after or _is_apart(line, after)


def _is_apart(line: Line, after: Line) -> bool:
    """No blank line between, yet the next line is a by-line, a dateline or a paragraph at least twice as long."""
    if _BY.fullmatch(after.text) or _PLACE_LINE.match(after.text) or _DATE_LINE.fullmatch(after.text):
        return True
    return len(line.text) <= 150 and len(after.text) >= max(120, 2 * len(line.text))


def headline_end(text: str, headline: str) -> int:
    """Where ``headline`` ends in ``text`` if it begins it on a line of its own (blanks and case aside), else 0."""
    words = headline.split()
    if not words or len(headline) > 1000:
        return 0
    pattern = r"\s*" + r"\s+".join(map(re.escape, words)) + r"(?=[^\S\n]*(?:\n|$))"
    found = re.match(pattern, text[:4000], re.IGNORECASE)
    return found.end() if found else 0


def find_published(text: str) -> str | None:
    """The day of publication that the top of ``text`` states: a labelled date ("Published: ...", before "Updated
    ..."), a by-line or date line, a newswire dateline with its year."""
    lines = [line.text for line in top_lines(text)]
    for candidates in (_labelled(lines), _dated(lines), _datelines(lines)):
        day = next(candidates, None)
        if day is not None:
            return day
    return None


def _labelled(lines: list[str]) -> Iterator[str]:
    found = [match for line in lines if len(line) <= 200 and (match := _LABELLED.match(line))]
    first = [match for match in found if not re.match("updated|last|modified", match[1], re.IGNORECASE)]
    yield from filter(None, (find_day(match[2]) for match in first + [match for match in found if match not in first]))


def _dated(lines: list[str]) -> Iterator[str]:
    for line in lines:
        if len(line) > 160:
            continue
        by_line = _BY_LINE.match(line)
        whole = _DATE_LINE.fullmatch(line)
        day = find_day(by_line[1] if by_line else line) if by_line or whole else None
        if day is not None:
            yield day


def _datelines(lines: list[str]) -> Iterator[str]:
    for line in lines:
        found = _DATELINE.match(line[:240])
        day = find_day(found["day"]) if found else None
        if day is not None:
            yield day

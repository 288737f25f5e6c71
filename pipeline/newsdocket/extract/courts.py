"""Courts: from any newsroom wording to a named court, with its courts-db id where exactly one fits.

``find_courts`` needs only text. Names with no inner structure ("Court of Arbitration for Sport", "SDNY") are found by
hash
lookup in ``data/courts_named.json`` and in abbreviations made from ``data/courts_us.json``; the rest is read by the
grammar
of ``court_grammar`` and decided by ``court_rules``. Time is linear in the length of the text.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from spacy.language import Language
from spacy.tokens import Doc

from newsdocket.extract.court_context import Context
from newsdocket.extract.court_grammar import Phrase, find_phrases, ordinal
from newsdocket.extract.court_rules import Court, circuit, decide, district_name, scotus, us_table
from newsdocket.extract.court_words import PhraseTable, Text, load_table, norms
from newsdocket.extract.spans import CourtSpan, SpanFinder

GROUP = "newsdocket_courts"
_LABEL = "COURT"
_PLURAL_AFTER = frozenset({"martial", "appointed", "ordered", "side", "yard", "room", "costs"})


def find_courts(text: str | Doc) -> list[CourtSpan]:
    """All court mentions of ``text`` in order, not overlapping; articles before the name are left out.

    A mention has ``court_id`` when exactly one court of courts-db fits its words and the article's places, else the
    ids that
    remain in ``candidates``. Bare "a court", juries and "federal judge" are not mentions.
    """
    source = text if isinstance(text, str) else text.text
    words = Text.of(source)
    context = Context.of(words)
    taken: set[int] = set()
    found = []
    for index, span in _named(words, taken):
        found.append(span)
        context.note_court(index, span.country)
    found += _by_grammar(words, context, taken)
    found += _plural_circuits(words, taken)
    found += _justices(words, found, taken)
    return sorted(found, key=_start)


@Language.factory("newsdocket_courts", default_config={})
def make_courts(nlp: Language, name: str) -> SpanFinder:
    """The component: stores :func:`find_courts` as span group ``newsdocket_courts``."""
    return SpanFinder(find_courts, GROUP, _LABEL)


def _start(span: CourtSpan) -> int:
    return span.start


def _span(text: Text, start: int, end: int, court: Court) -> CourtSpan:
    first, stop = _edges(text, start, end)
    return CourtSpan(start=first, end=stop, text=text.source[first:stop], **court.model_dump())


def _edges(text: Text, start: int, end: int) -> tuple[int, int]:
    """Offsets of a token range, without a possessive ending."""
    last = text.words[end - 1]
    ending = 2 if last.possessive and last.text[-2:-1] in ("'", "’") else int(last.text[-1] in "'’")
    return text.words[start].start, last.end - ending


def _named(text: Text, taken: set[int]) -> Iterator[tuple[int, CourtSpan]]:
    """Courts whose names are looked up whole, with their first tokens."""
    table, index = named_table(), 0
    while index < len(text.words):
        hit = table.match(text.norm, index)
        usable = [court for court in hit[1] if _usable(text, index, hit[0], court)] if hit else []
        if hit is None or not usable:
            index += 1
            continue
        taken.update(range(index, index + hit[0]))
        yield index, _span(text, index, index + hit[0], usable[0])
        index += hit[0]


# first words of names that go on in small letters ("the EU's top court", "Britain's highest court")
_LOWER_AFTER = frozenset("eu un uk europe european britain english london luxembourg strasbourg fisa yugoslav".split())


def _usable(text: Text, index: int, size: int, court: Court) -> bool:
    """Written as a name, and not the first words of a longer one."""
    words = text.words[index : index + size]
    if not _fits_before(text, index, court) or _elsewhere(text, index + size, court):
        return False
    if size == 1:
        raw = words[0].text.removesuffix("'s").removesuffix("’s")
        return raw.isupper() or "." in raw[:-1]
    if not words[0].capital or not (words[0].norm in _LOWER_AFTER or any(w.capital for w in words[1:])):
        return False
    if size > 1 and words[-1].norm == "circuit":
        return text.word(index + size) not in ("judge", "judges", "court") and text.word(index - 1) != "u.s."
    return True


def _fits_before(text: Text, index: int, court: Court) -> bool:
    """Not after a county or a place that the court is not of ("Indiana Tax Court" is not the U.S. Tax Court)."""
    if text.word(index - 1) in ("county", "parish"):
        return False
    start = text.place_ends.get(index)
    if start is None or court.system == "international":
        return True
    places = text.places[start][1]
    if court.system == "foreign" and any(p.country == court.country for p in places):
        return True
    if places[0].state is not None:
        return places[0].state in court.name
    possessive = text.words[index - 1].possessive
    return places[0].country == court.country or (places[0].kind == "foreign_city" and not possessive)


def _elsewhere(text: Text, end: int, court: Court) -> bool:
    """Whether "of PLACE" follows, with a place in another country ("Tax Court of Canada")."""
    start = end + 2 if text.word(end + 1) == "the" else end + 1
    if text.word(end) != "of" or start not in text.places or court.system == "international":
        return False
    return text.places[start][1][0].country != court.country


@lru_cache(maxsize=1)
def named_table() -> PhraseTable[Court]:
    """Aliases of named courts, abbreviations of districts and of circuits."""
    table: PhraseTable[Court] = PhraseTable()
    for row in load_table("courts_named.json"):
        ids = (row["id"],) if row["id"] else ()
        court = Court(name=row["name"], court_id=row["id"], candidates=ids, level=row["level"], system=row["system"],
                      country=row["country"])  # fmt: skip
        for alias in sorted({norms(a) for a in row["aliases"]}):
            table.add(alias, court)
    _add_districts(table)
    _add_circuits(table)
    return table


def _add_districts(table: PhraseTable[Court]) -> None:
    """ "S.D.N.Y.", "SDNY", "N.D. Cal.", "D. Mass.", "EDVA" by Bluebook and postal abbreviations."""
    for court_id, row in us_table()["districts"].items():
        court = Court(name=district_name(court_id), court_id=court_id, candidates=(court_id,), level="trial",
                      system="federal", country="US")  # fmt: skip
        state = us_table()["states"].get(row["state"])
        if state is None:
            continue
        for alias in sorted({norms(a) for a in _abbreviations(row["division"], state["bluebook"], state["postal"])}):
            table.add(alias, court)


def _abbreviations(division: str, bluebook: str, postal: str) -> list[str]:
    letter = division[:1]
    compact = bluebook.replace(" ", "")
    names = [f"{letter}.D. {bluebook}" if letter else f"D. {bluebook}"]
    if "." in bluebook[:-1]:
        names.append(f"{letter}.D.{compact}" if letter else f"D.{compact}")
    if letter:
        names += [f"{letter}D{postal}", f"U.S. District Court, {letter}.D. {bluebook}"]
    return names


def _add_circuits(table: PhraseTable[Court]) -> None:
    for court_id, row in us_table()["circuits"].items():
        number = row["number"]
        for suffix in ("st", "nd", "rd", "th"):
            if number.isdigit():
                table.add(norms(f"{number}{suffix} Cir."), circuit(court_id))
        if number == "dc":
            table.add(norms("D.C. Cir."), circuit(court_id))


def _by_grammar(text: Text, context: Context, taken: set[int]) -> Iterator[CourtSpan]:
    for phrase in find_phrases(text, taken):
        if _not_a_court(text, phrase):
            continue
        first, stop = _edges(text, phrase.start, phrase.end)
        source = text.source[first:stop]
        name = " ".join(source.split())
        if phrase.placed:
            name += f" in {phrase.right[0].name}"
        court = decide(phrase, context, name)
        if court is not None:
            if phrase.left or phrase.right or court.court_id:
                context.note_court(phrase.start, court.country)
            yield _span(text, phrase.start, phrase.end, court)


def _plural_circuits(text: Text, taken: set[int]) -> Iterator[CourtSpan]:
    """Each of "the Ninth and Tenth Circuits"."""
    for index, norm in enumerate(text.norm):
        if norm != "circuits" or index in taken or not text.capital(index):
            continue
        end, at = index + 1, index - 1
        while at > index - 12 and (text.norm[at] in (",", "and") or ordinal(text.norm[at]) is not None):
            number = ordinal(text.norm[at])
            if number is not None and number <= 11 and at not in taken:
                taken.add(at)
                yield _span(text, at, end, circuit(f"ca{number}"))
            end, at = at, at - 1


def _not_a_court(text: Text, phrase: Phrase) -> bool:
    following, before = text.word(phrase.end), text.word(phrase.start - 1)
    if phrase.end - phrase.start == 1 and not phrase.placed:
        return True
    if not phrase.features and before in ("to", "in", "into", "at", "from") and not phrase.left:
        return True
    if phrase.before_judge and phrase.features == {"district"} and not (phrase.left or phrase.right or phrase.unknown):
        return True
    if before == "-" and "highest" in phrase.features:
        return True
    if phrase.head == "courthouse" and not phrase.features & {"federal", "us"}:
        return True
    if phrase.head == "tribunal" and not text.capital(phrase.end - 1) and not (phrase.left or phrase.right):
        return True
    hyphen = following == "-" and text.word(phrase.end + 1) in _PLURAL_AFTER
    return hyphen or before in ("tennis", "basketball", "food") or following in ("martial", "union")


def _justices(text: Text, found: list[CourtSpan], taken: set[int]) -> Iterator[CourtSpan]:
    """The court that "the justices" sit on: the high court named last before, else the U.S. Supreme Court."""
    high = [span for span in found if span.level in ("supreme", "appellate")]
    for index, norm in enumerate(text.norm):
        if norm != "justices" or text.word(index - 1) != "the" or index in taken or text.capital(index + 1):
            continue
        before = [span for span in high if span.start < text.words[index].start]
        court = _court_of(before[-1]) if before else (_court_of(high[0]) if high else scotus())
        yield _span(text, index, index + 1, court)


def _court_of(span: CourtSpan) -> Court:
    return Court(**span.model_dump(exclude={"start", "end", "text"}))

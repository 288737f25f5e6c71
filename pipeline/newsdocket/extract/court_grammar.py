"""The grammar of court mentions: modifiers, a head (court, courthouse, circuit, district, tribunal) and complements.

``find_phrases`` reads each head once and looks a bounded number of tokens to both sides, so the cost is linear.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache

from newsdocket.extract.court_words import Place, Text, load_table

ORDINALS = {
    **{word: n for n, word in enumerate(
        "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth "
        "fifteenth sixteenth seventeenth eighteenth nineteenth twentieth".split(), start=1)},
}  # fmt: skip
DIRECTIONS = {"northern": "Northern", "southern": "Southern", "eastern": "Eastern", "western": "Western",
              "central": "Central", "middle": "Middle"}  # fmt: skip
HEADS = frozenset({"court", "courthouse", "tribunal"})
_NUMERAL = re.compile(r"(\d{1,2})(?:st|nd|rd|th)")


@dataclass(frozen=True)
class _Words:
    """The table ``data/courts_words.json``.

    ``modifiers`` and ``complements`` map words to features; ``naming`` are the features that make capitalised unknown
    words before them part of the name ("Sindh High Court"); ``not_names`` and ``not_places`` never are part of one.
    """

    modifiers: dict[str, str]
    complements: dict[tuple[str, ...], str]
    naming: frozenset[str]
    not_names: frozenset[str]
    not_places: frozenset[str]


@cache
def _table() -> _Words:
    raw = load_table("courts_words.json")
    names = frozenset(raw["not_names"])
    return _Words(
        {word: feature for feature, words in raw["modifiers"].items() for word in words},
        {tuple(phrase.split()): feature for feature, phrases in raw["complements"].items() for phrase in phrases},
        frozenset(raw["naming"]),
        names,
        names | frozenset(raw["not_places"]),
    )


@dataclass
class Phrase:
    """One court mention as read by the grammar: token range, features and places with their readings."""

    start: int
    end: int
    head: str
    head_at: int
    features: set[str] = field(default_factory=set)
    ordinal: int | None = None
    direction: str | None = None
    county: str | None = None
    left: list[Place] = field(default_factory=list)
    right: list[Place] = field(default_factory=list)
    state: str | None = None
    unknown: str | None = None
    pointer: str | None = None
    article: str | None = None
    opening: list[Place] = field(default_factory=list)
    before_judge: bool = False
    placed: bool = False


def ordinal(norm: str) -> int | None:
    """The number of an ordinal token ("9th", "ninth"), else ``None``."""
    match = _NUMERAL.fullmatch(norm)
    return int(match.group(1)) if match else ORDINALS.get(norm)


def find_phrases(text: Text, taken: set[int]) -> Iterator[Phrase]:
    """Every phrase with a head outside ``taken`` token indexes, in text order, not overlapping ``taken``."""
    for index, norm in enumerate(text.norm):
        if index in taken:
            continue
        phrase = _read_head(text, index, norm)
        if phrase is None or any(i in taken for i in range(phrase.start, phrase.end)):
            continue
        taken.update(range(phrase.start, phrase.end))
        yield phrase


def _read_head(text: Text, index: int, norm: str) -> Phrase | None:
    if norm in HEADS:
        return _read_court(text, index)
    if norm == "circuit":
        return _read_circuit(text, index)
    if norm == "district":
        return _read_district(text, index)
    return None


def _read_court(text: Text, index: int) -> Phrase:
    phrase = Phrase(index, index + 1, text.word(index), index)
    _complement(text, phrase)
    _read_left(text, phrase)
    _read_right(text, phrase)
    _read_prefix(text, phrase)
    phrase.before_judge = text.word(phrase.end) in ("judge", "judges")
    _judge_in(text, phrase)
    _read_opening(text, phrase)
    return phrase


def _judge_in(text: Text, phrase: Phrase) -> None:
    """ "A federal district court judge in Brownsville, Texas": the place counts, the words stay as they are."""
    if not phrase.before_judge or phrase.left or phrase.right or text.word(phrase.end + 1) != "in":
        return
    end, index = phrase.end, _skip_lead_in(text, phrase.end + 2)
    _right_place(text, phrase, index, "in")
    phrase.end = end


def _read_opening(text: Text, phrase: Phrase) -> None:
    """The place of "In Seattle, ... sued in U.S. District Court" and of "In Chile, a court ruled"."""
    for index in range(phrase.start - 1, max(-1, phrase.start - 40), -1):
        if text.sentence_start(index):
            at = index + 2 if text.word(index + 1) == "downtown" else index + 1
            if text.word(index) == "in" and at in text.places:
                _take_opening(text, phrase, at)
            return


_PLAIN = frozenset({"appeals", "federal", "district", "bankruptcy", "state"})


def _take_opening(text: Text, phrase: Phrase, at: int) -> None:
    end, places = text.places[at]
    phrase.opening = [p for p in places if p.district and p.lead]
    near = text.word(end) == "," and phrase.start - end == 2 and phrase.article in ("a", "an")
    if near and phrase.features <= _PLAIN and not phrase.left and not phrase.right and places[0].kind != "us":
        phrase.right, phrase.placed = list(places), True
        phrase.state = places[0].name if places[0].kind == "state" else None


def _read_left(text: Text, phrase: Phrase) -> None:
    """Consume modifiers, ordinals, places and county names leftwards from the head."""
    for _ in range(12):
        if not _step_left(text, phrase):
            break
    _left_qualified(text, phrase)
    head = phrase.head_at
    british = phrase.features <= {"county", "crown", "magistrate"} and phrase.features
    tribunal = phrase.head == "tribunal" and text.capital(head)
    named = phrase.features & _table().naming and text.capital(head)
    if (named or british or tribunal) and not phrase.left:
        _absorb_names(text, phrase)
    _drop_leading(text, phrase)


def _left_qualified(text: Text, phrase: Phrase) -> None:
    """ "in San Jose, Calif., federal court": the city counts, the words stay."""
    comma = phrase.start - 1
    if phrase.left or not phrase.features or text.word(comma) != "," or comma not in text.place_ends:
        return
    state = text.place_ends[comma]
    city = text.place_ends.get(state - 1) if text.word(state - 1) == "," else None
    if city is not None and text.places[state][1][0].kind == "state":
        name = text.places[state][1][0].name
        phrase.left = [p for p in text.places[city][1] if p.state == name]
        phrase.state = name


def _step_left(text: Text, phrase: Phrase) -> bool:
    before = phrase.start - 1
    norm = text.word(before)
    if not norm or (text.sentence_start(phrase.start) and norm != "."):
        return False
    return (
        _left_place(text, phrase)
        or _left_county(text, phrase, before)
        or _left_ordinal(text, phrase, before)
        or _left_based(text, phrase, before)
        or _left_modifier(text, phrase, before)
    )


def _left_place(text: Text, phrase: Phrase) -> bool:
    start = text.place_ends.get(phrase.start)
    if start is None:
        return False
    places = text.places[start][1]
    if places[0].kind == "us":
        phrase.features.add("us")
    elif phrase.left and not _qualifies(places, phrase.left):
        return False
    else:
        phrase.left = phrase.left or list(places)
        if places[0].kind == "state":
            phrase.state = phrase.state or places[0].name
    phrase.start = start
    return True


def _qualifies(outer: list[Place], inner: list[Place]) -> bool:
    """ "Brazil's São Paulo court": the outer place contains the inner."""
    return any(o.country == i.country and o.kind in ("state", "country") for o in outer for i in inner)


def _left_county(text: Text, phrase: Phrase, before: int) -> bool:
    if text.word(before) not in ("county", "parish") or not text.capital(before) or phrase.county:
        return False
    first = before
    while first > 0 and before - first < 4 and _county_word(text, first - 1, first):
        first -= 1
    if first == before:
        return False
    start, end = text.words[first].start, text.words[before - 1].end
    phrase.county, phrase.start = text.source[start:end], first
    phrase.features.add("county")
    return True


def _county_word(text: Text, index: int, following: int) -> bool:
    if text.sentence_start(following):
        return False
    norm = text.word(index)
    if norm == "-" or (norm == "." and text.word(index - 1) == "st"):
        return True
    return text.capital(index) and norm not in _table().not_names


def _left_ordinal(text: Text, phrase: Phrase, before: int) -> bool:
    number = ordinal(text.word(before))
    if (
        number is None
        or phrase.ordinal is not None
        or not phrase.features & {"circuit", "district", "appeals", "judicial"}
    ):
        return False
    phrase.ordinal, phrase.start = number, before
    return True


def _left_based(text: Text, phrase: Phrase, before: int) -> bool:
    """ "Boston-based", "downtown"."""
    if text.word(before) == "based" and text.word(before - 1) == "-" and before - 1 in text.place_ends:
        phrase.start = before - 1
        return _left_place(text, phrase)
    return False


def _left_modifier(text: Text, phrase: Phrase, before: int) -> bool:
    norm, word = text.word(before), text.words[before]
    if norm in ("country", "state", "nation", "kingdom", "province") and word.possessive:
        phrase.pointer, phrase.start = norm, before
        return True
    if norm in DIRECTIONS and norm != "central" and word.capital:
        phrase.direction, phrase.start = DIRECTIONS[norm], before
        return True
    feature = _table().modifiers.get(norm)
    if feature is None or (phrase.left and feature not in ("federal", "state")):
        return False
    phrase.features.add(feature)
    phrase.start = before
    return True


def _absorb_names(text: Text, phrase: Phrase) -> None:
    """Capitalised words of no known kind before a capitalised court name are its place ("Airdrie Sheriff Court")."""
    first = phrase.start
    while first > 0 and phrase.start - first < 3 and not text.sentence_start(first):
        word = text.words[first - 1]
        if (
            not word.capital
            or word.norm in _table().not_names
            or not word.text[0].isalpha()
            or word.norm in _table().modifiers
        ):
            break
        first -= 1
    if first < phrase.start and not phrase.features & {"us", "federal"} and not phrase.county:
        phrase.unknown = text.source[text.words[first].start : text.words[phrase.start - 1].end]
        phrase.start = first


def _drop_leading(text: Text, phrase: Phrase) -> None:
    before = text.word(phrase.start - 1)
    if before in ("the", "a", "an", "that", "this"):
        phrase.article = before
    if before == "that" and text.word(phrase.start) == "state":
        phrase.pointer = "state"


def _read_right(text: Text, phrase: Phrase) -> None:
    """Consume "of Appeals", "for the Southern District of New York", "in Oakland, Calif." rightwards."""
    for _ in range(3):
        if not _step_right(text, phrase):
            break


def _complement(text: Text, phrase: Phrase) -> None:
    if text.word(phrase.end) != "of":
        return
    for size in (2, 1):
        key = tuple(text.norm[phrase.end + 1 : phrase.end + 1 + size])
        feature = _table().complements.get(key)
        if feature and len(key) == size:
            phrase.features.add(feature)
            phrase.end += 1 + size
            return


def _step_right(text: Text, phrase: Phrase) -> bool:
    index = phrase.end
    norm = text.word(index)
    if norm == "," and text.word(index + 1) in ("in", "for"):
        index, norm = index + 1, text.word(index + 1)
    if norm not in ("of", "for", "in", "at", ","):
        return False
    if norm == "," and _trailing_circuit(text, phrase, index + 1):
        return True
    index = _skip_lead_in(text, index + 1)
    _lead_direction(text, phrase, index)
    if _right_district(text, phrase, index) or _right_county(text, phrase, index):
        return True
    return norm != "," and (_right_place(text, phrase, index, norm) or _right_unknown(text, phrase, index, norm))


def _lead_direction(text: Text, phrase: Phrase, index: int) -> None:
    """ "federal court in southern Texas": the part of the state says which district."""
    direction = DIRECTIONS.get(text.word(index - 1))
    if direction and phrase.direction is None and index in text.places and text.places[index][1][0].kind == "state":
        phrase.direction = direction


def _trailing_circuit(text: Text, phrase: Phrase, index: int) -> bool:
    number = ordinal(text.word(index))
    if number is None or text.word(index + 1) != "circuit":
        return False
    phrase.ordinal, phrase.end = number, index + 2
    phrase.features.add("circuit")
    return True


_LEAD_IN = frozenset(
    "the u.s. us downtown nearby state city of province northern southern eastern western central lower".split()
)


_KINDS_OF_PLACE = frozenset(("city", "state", "town", "capital", "province", "region", "prefecture"))


def _skip_lead_in(text: Text, index: int) -> int:
    """Past "the", "downtown", "the U.S. state of", "the German city of", up to a place or a name."""
    for _ in range(5):
        following = index + text.places[index][0] - index if index in text.places else index + 1
        if text.word(index) in _LEAD_IN and not _stands_alone(text, index):
            index += 1
        elif index in text.places and text.word(following) in _KINDS_OF_PLACE and text.word(following + 1) == "of":
            index = following
        else:
            break
    return index


def _stands_alone(text: Text, index: int) -> bool:
    """Whether token ``index`` is itself the place or starts a district name."""
    if text.word(index) in DIRECTIONS:
        return text.word(index + 1) == "district"
    if index in text.places:
        return text.word(text.places[index][0]) not in ("state", "city")
    return False


def _right_district(text: Text, phrase: Phrase, index: int) -> bool:
    """ "Southern District of New York", "District of Massachusetts", "Ninth Circuit", "D.C. Circuit"."""
    if ordinal(text.word(index)) is not None and text.word(index + 1) == "circuit":
        phrase.ordinal, phrase.end = ordinal(text.word(index)), index + 2
        phrase.features.add("circuit")
        return True
    district = read_district(text, index)
    if district is not None:
        phrase.end, phrase.direction, phrase.state = district
        phrase.features.add("named district")
        if text.word(phrase.end) == "circuit":
            phrase.end += 1
            phrase.features.add("circuit")
        return True
    if index in text.places and text.word(text.places[index][0]) == "circuit":
        phrase.right, phrase.end = list(text.places[index][1]), text.places[index][0] + 1
        phrase.features.add("circuit")
        return True
    return False


def read_district(text: Text, index: int) -> tuple[int, str | None, str] | None:
    """(end, direction, state) of "[Southern] District of STATE" at token ``index``."""
    direction = DIRECTIONS.get(text.word(index))
    base = index + 1 if direction else index
    if text.word(base) != "district" or text.word(base + 1) != "of":
        return None
    place = base + 2
    if text.word(place) == "columbia" and direction is None:
        return place + 1, None, "District of Columbia"
    if place not in text.places or text.places[place][1][0].kind != "state":
        return None
    return text.places[place][0], direction, text.places[place][1][0].name


def _right_county(text: Text, phrase: Phrase, index: int) -> bool:
    """ "in Ada County, Idaho", "of Cook County", "Baxter County, Arkansas"."""
    if phrase.county:
        return False
    end = index
    while end - index < 4 and text.capital(end) and text.word(end) not in ("county", "parish"):
        end += 1
        if text.word(end) in ("-", ".") and text.capital(end + 1):
            end += 1
    if end == index or text.word(end) not in ("county", "parish") or not text.capital(end):
        return False
    phrase.county = text.source[text.words[index].start : text.words[end - 1].end]
    phrase.features.add("county")
    phrase.end = end + 1
    _qualifier(text, phrase)
    return True


def _right_place(text: Text, phrase: Phrase, index: int, norm: str) -> bool:
    if index not in text.places:
        return False
    end, places = text.places[index]
    if places[0].kind == "us":
        phrase.features.add("us")
    elif phrase.right:
        return False
    else:
        phrase.right = list(places)
        if places[0].kind == "state":
            phrase.state = phrase.state or places[0].name
    phrase.end = end
    if text.words[end - 1].possessive and text.capital(end):
        return _right_unknown(text, phrase, end, norm) or True
    if text.word(end) == "state" and places[0].kind == "state":
        phrase.end = end + 1
        phrase.features.add("statewide")
    _qualifier(text, phrase)
    return True


def _qualifier(text: Text, phrase: Phrase) -> None:
    """ ", Texas" or ", TX" after a city or county; ", England"."""
    if text.word(phrase.end) != ",":
        return
    index = phrase.end + 1
    if index in text.places and text.places[index][1][0].kind in ("state", "country"):
        place = text.places[index][1][0]
        phrase.end = text.places[index][0]
        if phrase.right and all(p.country != "US" for p in phrase.right):
            return
    else:
        state = _postal(text, index)
        if state is None:
            return
        place, phrase.end = Place("state", state, "US", state=state), index + 1
    if place.kind == "state":
        phrase.state = place.name
    phrase.right = [p for p in phrase.right if place.name in (p.state, p.name) or _in_country(p, place)] or [place]


def _in_country(place: Place, outer: Place) -> bool:
    return outer.kind == "country" and place.country == outer.country


def _postal(text: Text, index: int) -> str | None:
    if index >= len(text.words):
        return None
    return postal_codes().get(text.words[index].text)


def _right_unknown(text: Text, phrase: Phrase, index: int, norm: str) -> bool:
    """One to three capitalised words after "in", "of" or "at" that the gazetteer does not know."""
    end = index
    while (
        end - index < 3
        and text.capital(end)
        and text.word(end) not in _table().not_places
        and text.words[end].text.isalpha()
    ):
        if text.sentence_start(end) and end > index:
            break
        end += 1
    if end == index or norm == "for" or phrase.right or not (phrase.features or norm == "in"):
        return False
    phrase.unknown = text.source[text.words[index].start : text.words[end - 1].end]
    phrase.end = end
    _qualifier(text, phrase)
    return True


def _read_prefix(text: Text, phrase: Phrase) -> None:
    """ "Division II of the state Court of Appeals": take the division with the name."""
    start = phrase.start
    if text.word(start - 1) == "the" and text.word(start - 2) == "of" and text.word(start - 4) == "division":
        phrase.start = start - 4


def _read_circuit(text: Text, index: int) -> Phrase | None:
    """ "the 9th Circuit", "U.S. Second Circuit", "D.C. Circuit", without the word court."""
    if text.word(index + 1) == "court":
        return None
    phrase = Phrase(index, index + 1, "circuit", index, {"circuit", "appeals"})
    if text.word(index - 1) == "judicial":
        return _judicial_circuit(text, phrase)
    _left_place(text, phrase)
    if phrase.left and phrase.left[0].name != "District of Columbia":
        return None
    number = ordinal(text.word(phrase.start - 1))
    if number is not None:
        phrase.ordinal, phrase.start = number, phrase.start - 1
        _left_place(text, phrase)
    elif not phrase.left:
        return None
    return _finish_circuit(text, phrase)


def _judicial_circuit(text: Text, phrase: Phrase) -> Phrase | None:
    """ "Florida's 11th Judicial Circuit": a state trial court."""
    number = ordinal(text.word(phrase.start - 2))
    if number is None or not text.capital(phrase.head_at):
        return None
    phrase.ordinal, phrase.start, phrase.head = number, phrase.start - 2, "court"
    phrase.features = {"circuit", "judicial"}
    _left_place(text, phrase)
    _read_right(text, phrase)
    return phrase


def _finish_circuit(text: Text, phrase: Phrase) -> Phrase | None:
    named = text.capital(phrase.end - 1) or text.word(phrase.start - 1) == "the"
    if not named or text.word(phrase.end) in ("breaker", "board"):
        return None
    _extend_appeals(text, phrase)
    if text.word(phrase.end) == "," and text.word(phrase.end + 1) == "in" and phrase.end + 2 in text.places:
        phrase.end = text.places[phrase.end + 2][0]
    return phrase


def _extend_appeals(text: Text, phrase: Phrase) -> None:
    """ "7th Circuit U.S. Court of Appeals"."""
    index = phrase.end
    if index in text.places and text.places[index][1][0].kind == "us":
        index = text.places[index][0]
    if text.norm[index : index + 2] == ["court", "of"] and text.word(index + 2) in ("appeal", "appeals"):
        phrase.end = index + 3


def _read_district(text: Text, index: int) -> Phrase | None:
    """ "the Eastern District of Michigan" without the word court; not in a prosecutor's title."""
    start = index - 1 if text.word(index - 1) in DIRECTIONS else index
    district = read_district(text, start)
    if district is None or not text.capital(index) or _prosecutor(text, start):
        return None
    end, direction, state = district
    if direction is None and (state == "District of Columbia" or not _in_court_words(text, start)):
        return None
    phrase = Phrase(
        start, end, "district", index, {"district", "federal", "named district"}, direction=direction, state=state
    )
    return phrase


def _prosecutor(text: Text, start: int) -> bool:
    """Whether the words before are a prosecutor's office ("U.S. Attorney for the", "Attorney Jane Roe of the")."""
    before = text.norm[max(0, start - 9) : start]
    return "attorney" in before or "attorney's" in before or "attorneys" in before or "prosecutors" in before


_COURT_WORDS = frozenset("jury judge filed court ruling order decision opinion lawsuit suit case".split())


def _in_court_words(text: Text, start: int) -> bool:
    before = text.norm[max(0, start - 6) : start]
    return "grand" not in before and any(word in before for word in _COURT_WORDS)


def postal_codes() -> dict[str, str]:
    """Postal code -> state."""
    return {row["postal"]: state for state, row in load_table("courts_us.json")["states"].items()}

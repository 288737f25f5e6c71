"""From a parsed court phrase to a court: id where exactly one fits, else candidates; level, system, country."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from typing import Any

from pydantic import BaseModel, ConfigDict

from newsdocket.extract.court_context import Context
from newsdocket.extract.court_grammar import Phrase
from newsdocket.extract.court_words import Place, country_names, load_table
from newsdocket.vocabulary import CourtLevel, CourtSystem

SCOTUS = "Supreme Court of the United States"
_NUMBER_NAMES = (
    "",
    "First",
    "Second",
    "Third",
    "Fourth",
    "Fifth",
    "Sixth",
    "Seventh",
    "Eighth",
    "Ninth",
    "Tenth",
    "Eleventh",
)
_STATE_TRIAL = {
    "superior": "Superior Court", "circuit": "Circuit Court", "common pleas": "Court of Common Pleas",
    "county": "County Court", "municipal": "Municipal Court", "family": "Family Court", "probate": "Probate Court",
    "juvenile": "Juvenile Court", "chancery": "Court of Chancery", "surrogate": "Surrogate's Court",
    "business": "Business Court", "land": "Land Court", "housing": "Housing Court", "claims": "Court of Claims",
    "tax": "Tax Court", "magistrate": "Magistrate Court", "district": "District Court",
}  # fmt: skip
_FOREIGN_FORMAL = {
    "supreme": "Supreme Court", "constitutional": "Constitutional Court", "high": "High Court",
    "cassation": "Court of Cassation",
}  # fmt: skip
_FOREIGN_SUPREME = frozenset({"supreme", "highest", "constitutional", "cassation", "final appeal"})


class Court(BaseModel):
    """What a phrase means, before it is put on its words."""

    model_config = ConfigDict(frozen=True)

    name: str
    court_id: str | None = None
    candidates: tuple[str, ...] = ()
    level: CourtLevel | None = None
    system: CourtSystem | None = None
    country: str | None = None


@lru_cache(maxsize=1)
def us_table() -> dict[str, Any]:
    """The table of federal districts, circuits and state courts."""
    table: dict[str, Any] = load_table("courts_us.json")
    return table


def decide(phrase: Phrase, context: Context, words: str) -> Court | None:
    """The court that ``phrase`` (written ``words``) names, or ``None`` where the words identify no court."""
    _use_readings(phrase, context)
    if _foreign_place(phrase):
        return _foreign(phrase, words)
    for rule in _RULES:
        court = rule(phrase, context, words)
        if court is not None:
            return court
    return None


# ---- helpers


def _places(phrase: Phrase) -> list[Place]:
    return [*phrase.right, *phrase.left]


def _use_readings(phrase: Phrase, context: Context) -> None:
    """Keep, of several readings of a place name, those that fit the named state, else the leading ones."""
    phrase.left = _readings(phrase.left, phrase, context)
    phrase.right = _readings(phrase.right, phrase, context)
    cities = {p.state for p in _places(phrase) if p.kind in ("city", "state") and p.state}
    if phrase.state is None and len(cities) == 1:
        phrase.state = cities.pop()


def _readings(places: list[Place], phrase: Phrase, context: Context) -> list[Place]:
    if len(places) < 2:
        return places
    state = phrase.state
    if state and any(p.state == state for p in places):
        return [p for p in places if p.state == state]
    american = bool(phrase.features & {"us", "federal"})
    abroad = [p for p in places if p.country != "US"]
    if abroad and not american and not any(p.state in context.state_counts for p in places if p.state):
        return abroad[:1]
    home = [p for p in places if p.country == "US"] or places
    near = [
        p
        for p in home
        if p.state in context.state_counts and context.state_counts[p.state or ""] > _lead_count(home, context)
    ]
    lead = [p for p in home if p.lead]
    return near or lead or home


def _lead_count(places: list[Place], context: Context) -> int:
    return sum(context.state_counts[p.state or ""] for p in places if p.lead)


def _foreign_place(phrase: Phrase) -> bool:
    return any(p.country != "US" for p in _places(phrase)) and "us" not in phrase.features


def _us_cue(phrase: Phrase) -> bool:
    return "us" in phrase.features or phrase.state is not None or any(p.country == "US" for p in _places(phrase))


def _court(name: str, court_id: str | None, level: CourtLevel, system: CourtSystem, *candidates: str) -> Court:
    ids = candidates or ((court_id,) if court_id else ())
    return Court(name=name, court_id=court_id, candidates=tuple(ids), level=level, system=system, country="US")


def scotus() -> Court:
    """The Supreme Court of the United States."""
    return _court(SCOTUS, "scotus", "supreme", "federal")


def district_name(court_id: str) -> str:
    """ "United States District Court for the Southern District of New York" for "nysd"."""
    row = us_table()["districts"][court_id]
    division = f"{row['division']} " if row["division"] else ""
    if row["state"] == "District of Columbia":
        return "United States District Court for the District of Columbia"
    return f"United States District Court for the {division}District of {row['state']}"


def circuit_name(court_id: str) -> str:
    """ "United States Court of Appeals for the Ninth Circuit" for "ca9"."""
    number = us_table()["circuits"][court_id]["number"]
    label = {"dc": "District of Columbia", "federal": "Federal"}.get(number) or _NUMBER_NAMES[int(number)]
    return f"United States Court of Appeals for the {label} Circuit"


def circuit(court_id: str) -> Court:
    """A federal court of appeals."""
    return _court(circuit_name(court_id), court_id, "appellate", "federal")


def districts_of(state: str, direction: str | None = None) -> list[str]:
    """Ids of the federal districts of a state, in table order."""
    rows = us_table()["districts"].items()
    return [i for i, row in rows if row["state"] == state and direction in (None, row["division"])]


def _one(ids: list[str]) -> str | None:
    return ids[0] if len(ids) == 1 else None


def _district_ids(phrase: Phrase) -> list[str]:
    """Federal districts that the places of the phrase leave possible."""
    if phrase.state and phrase.direction:
        named = districts_of(phrase.state, phrase.direction)
        southland = "named district" not in phrase.features and phrase.state == "California"
        return named if named and not southland else districts_of(phrase.state)
    cities = [p for p in _places(phrase) if p.district and phrase.state in (None, p.state)]
    if cities:
        return list(dict.fromkeys(p.district for p in cities if p.district))
    if any(p.name == "New York City" for p in _places(phrase)):
        return ["nysd", "nyed"]
    if _washington(phrase):
        return ["dcd"]
    return districts_of(phrase.state) if phrase.state else []


def _washington(phrase: Phrase) -> bool:
    """Bare "Washington" before or after "federal court" is the capital, "Washington state" is not."""
    bare = [p for p in _places(phrase) if p.kind == "state" and p.name == "Washington"]
    return bool(bare) and not phrase.features & {"statewide", "state", "named district"} and phrase.direction is None


# ---- rules for the United States, tried in order


def _federal_circuit(phrase: Phrase, context: Context, words: str) -> Court | None:
    """Numbered circuits, the D.C. Circuit, and "U.S. Circuit Court in Richmond"."""
    features = phrase.features
    capital = phrase.state == "District of Columbia" and bool(features & {"circuit", "named district"})
    if capital and "appeals" in features and phrase.ordinal is None and features & {"us", "federal", "circuit"}:
        return circuit("cadc")
    if "circuit" not in features or "judicial" in features or _state_circuit(phrase, context, words):
        return None
    if phrase.ordinal is None:
        return _federal_appeals(phrase, context, words) if features & {"us", "federal"} else None
    return circuit(f"ca{phrase.ordinal}") if 1 <= phrase.ordinal <= 11 else None


def _state_circuit(phrase: Phrase, context: Context, words: str) -> bool:
    """A numbered circuit of a state: named with it, Louisiana's appeal courts, Hawaii's circuit courts."""
    if phrase.features & {"us", "federal"} or phrase.county:
        return phrase.county is not None
    if phrase.left and phrase.left[0].kind == "state" and phrase.left[0].name != "District of Columbia":
        return True
    louisiana = phrase.state == "Louisiana" and "Appeals" not in words and phrase.head == "court"
    plain = "appeals" not in phrase.features and phrase.head == "court"
    return louisiana or (plain and (phrase.ordinal is None or context.only_state() in ("Hawaii", "Florida")))


def _supreme(phrase: Phrase, context: Context, words: str) -> Court | None:
    if not phrase.features & {"supreme", "highest"} and not _bare_high(phrase):
        return None
    if phrase.unknown or phrase.head == "tribunal" or phrase.features & {"electoral", "military", "tribal"}:
        return None
    if phrase.state == "New York" and "supreme" in phrase.features and "highest" not in phrase.features:
        return _new_york_supreme(phrase)
    if phrase.state is None and phrase.county:
        return _new_york_supreme(phrase)
    state = phrase.state or (_pointed_state(phrase, context) if _state_pointer(phrase) else None)
    if state is not None:
        return state_highest(state)
    if "us" in phrase.features:
        return scotus()
    return _open_supreme(phrase, context, words)


def _bare_high(phrase: Phrase) -> bool:
    return "high" in phrase.features and (_us_cue(phrase) or _state_pointer(phrase))


def _state_pointer(phrase: Phrase) -> bool:
    return phrase.pointer == "state" or "state" in phrase.features


def _pointed_state(phrase: Phrase, context: Context) -> str | None:
    return context.last_state(phrase.start) if phrase.pointer else context.state(phrase.start)


def state_highest(state: str) -> Court:
    """The court of last resort of a state."""
    row = us_table()["states"][state]["highest"]
    return _court(row["name"], row["id"], "supreme", "state")


_BOROUGHS = {
    "Manhattan": "New York", "Brooklyn": "Kings", "Queens": "Queens", "Bronx": "Bronx", "the Bronx": "Bronx",
    "Staten Island": "Richmond",
}  # fmt: skip


def _new_york_supreme(phrase: Phrase) -> Court:
    """In New York the Supreme Court is the trial court."""
    if "appeals" in phrase.features:
        return _court(
            "Appellate Division of the Supreme Court of the State of New York", "nyappdiv", "appellate", "state"
        )
    borough = next((p.name for p in _places(phrase) if p.name in _BOROUGHS), "")
    county = phrase.county or _BOROUGHS.get(borough)
    own = county_court("New York", "supreme", county)
    if own and county:
        return _court(f"New York Supreme Court, {county} County", own, "trial", "state")
    return _court("New York Supreme Court", "nysupct", "trial", "state")


def _open_supreme(phrase: Phrase, context: Context, words: str) -> Court | None:
    """A supreme court without a place: the article's country decides."""
    country = context.country(phrase.start)
    if "justice" in phrase.features and country in (None, "US"):
        return Court(name=words, level="supreme", system="foreign")
    if phrase.pointer in ("country", "nation", "kingdom") or country not in (None, "US"):
        return scotus() if country in (None, "US") else _abroad("Supreme Court", country, "supreme")
    return scotus()


def _abroad(kind: str, country: str, level: CourtLevel) -> Court:
    name = (
        "England and Wales"
        if country == "GB" and kind in ("High Court", "Court of Appeal")
        else country_names()[country]
    )
    article = "the " if name in ("United Kingdom", "Philippines", "Netherlands", "Bahamas", "Maldives") else ""
    return Court(name=f"{kind} of {article}{name}", level=level, system="foreign", country=country)


def _appeals(phrase: Phrase, context: Context, words: str) -> Court | None:
    features = phrase.features
    if not features & {"appeals", "criminal appeals", "civil appeals"}:
        return None
    if features & {"federal", "us"} and not phrase.county:
        return _federal_appeals(phrase, context, words)
    if _circuit_seat(phrase) or (phrase.placed and phrase.state):
        return _open_appeals(phrase, words)
    state = phrase.state or (context.state(phrase.start) if _state_pointer(phrase) else None)
    if state is None and (phrase.ordinal and "district" in features):
        state = context.state(phrase.start, frozenset({"California", "Florida"}))
    if state is None:
        return _bare_appeals(phrase, context, words)
    return _state_appeals(phrase, state, words)


def _federal_appeals(phrase: Phrase, context: Context, words: str) -> Court:
    ids = circuits_for(_places(phrase), phrase.state)
    only = _one(ids)
    if only:
        return circuit(only)
    if "bankruptcy" in phrase.features:
        return _court(words, None, "appellate", "federal")
    return _court(words, None, "appellate", "federal", *ids)


def circuits_for(places: list[Place], state: str | None) -> list[str]:
    """Circuits that sit in a city, else those that a state belongs to."""
    names = {p.name for p in places} | ({"Washington"} if state == "District of Columbia" else set())
    if names & {"Washington", "Washington, D.C.", "District of Columbia"}:
        return ["cadc", "cafc"]
    rows = us_table()["circuits"].items()
    seats = [i for i, row in rows if names & set(row["cities"])]
    if len(seats) == 1:
        return seats
    return [i for i, row in rows if state in row["states"]]


def _circuit_seat(phrase: Phrase) -> bool:
    """ "an appeals court in San Francisco": a federal or a state court may sit there."""
    plain = phrase.features <= {"appeals"} and phrase.ordinal is None and phrase.county is None
    city = any(p.kind == "city" for p in _places(phrase))
    return plain and city and len(_seat_circuits(phrase)) == 1


def _seat_circuits(phrase: Phrase) -> list[str]:
    names, rows = {p.name for p in _places(phrase)}, us_table()["circuits"].items()
    if phrase.placed and any(p.kind == "state" for p in phrase.right):
        return [i for i, row in rows if phrase.state in row["states"]]
    return [i for i, row in rows if names & set(row["cities"])]


def _open_appeals(phrase: Phrase, words: str) -> Court:
    state = us_table()["states"][phrase.state]["appeals"] if phrase.state else {}
    key = _appeals_key(phrase, state)
    own = [state[key]] if key in state else []
    return Court(name=words, candidates=(*_seat_circuits(phrase), *own), level="appellate", country="US")


def _bare_appeals(phrase: Phrase, context: Context, words: str) -> Court | None:
    """ "the Court of Appeal(s)" without a place: capitals and the article's country decide."""
    if phrase.head != "court" or not words[:1].isupper() or not phrase.end - phrase.start > 1:
        return None
    country = context.country(phrase.start)
    if country not in (None, "US"):
        return _abroad("Court of Appeal", country, "appellate")
    if "Court of Appeal" in words and not words.endswith("s"):
        return Court(name=words, level="appellate")
    return Court(name=words, level="appellate", country=country)


def _state_appeals(phrase: Phrase, state: str, words: str) -> Court:
    rows: dict[str, str] = us_table()["states"][state]["appeals"]
    key = _appeals_key(phrase, rows)
    court_id = rows.get(key) if key is not None else None
    ids = () if court_id else tuple(dict.fromkeys(rows.values()))
    usual = us_table()["states"][state].get("appeals_name", f"{state} Court of Appeals")
    name = usual if key == "" and not phrase.ordinal else words
    return _court(name, court_id, "appellate", "state", *ids)


def _appeals_key(phrase: Phrase, rows: dict[str, str]) -> str | None:
    if phrase.ordinal is not None and str(phrase.ordinal) in rows:
        return str(phrase.ordinal)
    for feature, key in (
        ("criminal appeals", "criminal"),
        ("civil appeals", "civil"),
        ("commonwealth", "commonwealth"),
    ):
        if feature in phrase.features:
            return key
    if "1" in rows and (city := next((p.name for p in _places(phrase) if p.kind == "city"), None)):
        return _DISTRICT_SEATS.get(city, "")
    return "" if "" in rows else None


_DISTRICT_SEATS = {
    "San Francisco": "1", "Los Angeles": "2", "Ventura": "2", "Sacramento": "3", "San Diego": "4", "Riverside": "4",
    "Santa Ana": "4", "Fresno": "5", "San Jose": "6", "Tallahassee": "1", "Lakeland": "6", "Miami": "3",
    "West Palm Beach": "4", "Daytona Beach": "5",
}  # fmt: skip


def _bankruptcy(phrase: Phrase, context: Context, words: str) -> Court | None:
    if "bankruptcy" not in phrase.features:
        return None
    table = us_table()["districts"]
    ids = [table[i]["bankruptcy"] for i in _district_ids(phrase) if table[i]["bankruptcy"]]
    only = _one(ids)
    if only is None:
        return _court(words, None, "trial", "federal", *ids)
    name = district_name(_district_ids(phrase)[0]).replace("District Court", "Bankruptcy Court", 1)
    return _court(name, only, "trial", "federal")


_NO_DISTRICT_COURT = frozenset(
    {"superior", "circuit", "military", "immigration", "tribal", "claims", "labor", "high", "electoral", "supreme"}
)


def _federal_district(phrase: Phrase, context: Context, words: str) -> Court | None:
    features = phrase.features
    named = phrase.direction is not None and "district" in features
    federal = named or bool(features & {"federal", "us", "named district"})
    if not federal or phrase.head == "tribunal" or features & _NO_DISTRICT_COURT:
        return None
    if features & {"state"} and "federal" not in features and not features & {"district"}:
        return None
    if "us" in features and not features & {"federal", "district", "named district"} and phrase.head == "court":
        return _plain_us(phrase, words)
    ids = _district_ids(phrase)
    if not ids and not _places(phrase):
        ids = [p.district for p in phrase.opening if p.district]
    if not ids and not _places(phrase) and not phrase.before_judge:
        ids = _hinted(context)
    return _districts(ids, words)


def _districts(ids: list[str], words: str) -> Court:
    """The federal district court of the one id left, else all that are possible."""
    only = _one(ids)
    if only:
        return _court(district_name(only), only, "trial", "federal")
    return _court(words, None, "trial", "federal", *ids)


def _plain_us(phrase: Phrase, words: str) -> Court:
    """ "a U.S. court": the system, and nothing more."""
    ids = _district_ids(phrase) if any(p.kind == "city" for p in _places(phrase)) else []
    return _court(words, None, "trial", "federal", *ids)


def _hinted(context: Context) -> list[str]:
    """The district of the only U.S. attorney named, or of the dateline's city."""
    if context.district_state is not None:
        direction, state = context.district_state
        ids = districts_of(state, direction)
        return ids if len(ids) == 1 else []
    place = context.dateline
    return [place.district] if place is not None and place.district else []


def _state_trial(phrase: Phrase, context: Context, words: str) -> Court | None:
    kind = next((k for k in _STATE_TRIAL if k in phrase.features and k != "county"), None)
    kind = kind or ("county" if "county" in phrase.features else None)
    if kind is None or phrase.head == "district":
        return None
    state = _trial_state(phrase, context, kind)
    if state is None:
        return _placeless_trial(phrase, context, words)
    local = phrase.county or phrase.unknown or phrase.ordinal
    if kind == "district" and not local and kind not in us_table()["states"][state]["trial"]:
        return _districts(_district_ids(phrase), words)
    row: dict[str, Any] = us_table()["states"][state]
    if kind == "superior" and kind in row["appeals"] and not phrase.county:
        return _court(f"Superior Court of {state}", row["appeals"][kind], "appellate", "state")
    return _trial_court(phrase, state, kind, words)


def _trial_court(phrase: Phrase, state: str, kind: str, words: str) -> Court:
    court_id = us_table()["states"][state]["trial"].get(kind)
    if court_id and kind == "circuit" and state == "Florida" and phrase.ordinal and phrase.ordinal <= 20:
        court_id = f"flacirct{phrase.ordinal}"
    if kind == "district" and not phrase.county and phrase.ordinal is None and phrase.unknown is None and court_id:
        ids = (court_id, *districts_of(state))
        return _court(words, None, "trial", "state", *ids)
    name = (
        words
        if phrase.county or phrase.unknown or phrase.ordinal or not phrase.state
        else f"{state} {_STATE_TRIAL[kind]}"
    )
    city = next((p.name for p in _places(phrase) if p.kind == "city"), None)
    name = words if city else name
    own = county_court(state, kind, phrase.county or (city if city in _CITY_COUNTIES else None))
    return _court(name if state in name or not phrase.state else words, own or court_id, "trial", "state")


_CITY_COUNTIES = frozenset({"San Francisco", "Los Angeles", "Philadelphia"})  # city and county are one


def county_court(state: str, kind: str, county: str | None) -> str | None:
    """The id of a county's own court, where courts-db has one."""
    ids: dict[str, str] = load_table("courts_counties.json")
    return ids.get(f"{state}|{kind}|{county.lower()}") if county else None


def _trial_state(phrase: Phrase, context: Context, kind: str) -> str | None:
    """The state of a state trial court: named, known for the county, or the article's."""
    if phrase.state:
        return phrase.state
    if phrase.county:
        known: str | None = us_table()["counties"].get(phrase.county)
        if known:
            return known
    allowed = frozenset(s for s, row in us_table()["states"].items() if kind in row["trial"] or kind == "county")
    if phrase.county or phrase.unknown or phrase.ordinal or _places(phrase):
        return context.state(phrase.start, allowed)
    if kind == "chancery" and not any(s in allowed and s != "Delaware" for s in context.state_counts):
        return "Delaware"
    only = context.only_state()
    return only if only in allowed else None


def _placeless_trial(phrase: Phrase, context: Context, words: str) -> Court | None:
    """ "Superior Court" alone is listed when written as a name."""
    if not _is_name(words):
        return None
    country = context.country(phrase.start)
    if phrase.unknown and country not in (None, "US"):
        return Court(name=words, level="trial", system="foreign", country=country)
    if country not in (None, "US") and not _us_cue(phrase):
        return Court(name=words, level="trial", system="foreign", country=country)
    return Court(
        name=words, level="trial", system="state" if country == "US" or phrase.county else None, country=country
    )


def _is_name(words: str) -> bool:
    """Whether the head of the phrase is written with a capital."""
    return any(part[:5] == "Court" or part == "Tribunal" or part.isupper() for part in words.split())


def _state_court(phrase: Phrase, context: Context, words: str) -> Court | None:
    """ "a California court", "state court", "a court in Ohio"."""
    if phrase.head == "tribunal":
        return None
    state = phrase.state
    if state is None and "state" not in phrase.features and not any(p.country == "US" for p in _places(phrase)):
        return None
    if phrase.pointer and not phrase.features and state is None:
        return None
    ids = tuple(dict.fromkeys(i for i in us_table()["states"][state]["trial"].values() if i)) if state else ()
    return _court(words, None, "trial", "state", *ids)


def _foreign(phrase: Phrase, words: str) -> Court:
    """A court abroad: formal names are turned to "X of COUNTRY", others keep their words."""
    place = next(p for p in _places(phrase) if p.country != "US")
    level = _foreign_level(phrase)
    formal = next((name for key, name in _FOREIGN_FORMAL.items() if key in phrase.features), None)
    extra = phrase.features - {"supreme", "constitutional", "high", "cassation"}
    whole = phrase.head == "court" and all(p.kind == "country" for p in _places(phrase)) and phrase.unknown is None
    if formal and whole and not extra and "High Court of Justice" not in words and _is_name(words):
        named = _abroad(formal, place.country, level)
        return named if _whole_country(words) else Court(**{**named.model_dump(), "name": words})
    return Court(name=words, level=level, system="foreign", country=place.country)


def _whole_country(words: str) -> bool:
    """Not for a part of the United Kingdom, whose courts are others."""
    return (
        not any(part in words for part in ("England", "Scot", "Wales", "Welsh", "Ireland", "English", "Irish"))
        or "Ireland" in words
    )


def _foreign_level(phrase: Phrase) -> CourtLevel:
    if phrase.head == "tribunal":
        return "tribunal"
    if phrase.features & _FOREIGN_SUPREME:
        return "supreme"
    return "appellate" if phrase.features & {"appeals", "criminal appeals", "civil appeals"} else "trial"


def _high_or_constitutional(phrase: Phrase, context: Context, words: str) -> Court | None:
    """ "the High Court", "the Constitutional Court", "Federal Court" abroad, placed by the article."""
    features = phrase.features
    if "high" not in features and "constitutional" not in features:
        return None
    country = context.country(phrase.start)
    level: CourtLevel = "supreme" if "constitutional" in features else "trial"
    if country in (None, "US"):
        if "high" in features and not _is_name(words):
            return scotus() if phrase.article == "the" and "justice" not in features else None
        return Court(name=words, level=level, system="foreign")
    if phrase.unknown or not _is_name(words):
        return Court(name=words, level=level, system="foreign", country=country)
    kind = "Constitutional Court" if "constitutional" in features else "High Court"
    return _abroad(kind, country, level)


def _federal_abroad(phrase: Phrase, context: Context, words: str) -> Court | None:
    """ "the Federal Court" in an article that plays abroad."""
    if "federal" not in phrase.features or "us" in phrase.features or _us_cue(phrase) or not _is_name(words):
        return None
    country = context.country(phrase.start)
    if country in (None, "US"):
        return None
    return _abroad("Federal Court", country, "trial")


def _other(phrase: Phrase, context: Context, words: str) -> Court | None:
    """A capitalised court or tribunal of another kind, or a court in a place that the gazetteer lacks."""
    kind = phrase.features - {"county", "local", "lower", "trial", "justice", "law", "record"}
    named = bool(kind) and _is_name(words) and words[:1].isupper()
    somewhere = phrase.unknown is not None and phrase.head != "courthouse"
    if not named and not somewhere:
        return None
    country = context.country(phrase.start)
    system: CourtSystem | None = "foreign" if country not in (None, "US") else None
    level: CourtLevel = "tribunal" if phrase.head == "tribunal" else "trial"
    return Court(name=words, level=level, system=system, country=country)


_RULES: tuple[Callable[[Phrase, Context, str], Court | None], ...] = (
    _federal_abroad,
    _federal_circuit,
    _supreme,
    _appeals,
    _bankruptcy,
    _federal_district,
    _state_trial,
    _high_or_constitutional,
    _state_court,
    _other,
)

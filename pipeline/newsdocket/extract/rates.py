"""What a rate is paid for: "per song", "for each work", "a day", "apiece", "-a-share"."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from newsdocket.extract.numbers import BREAK, GLUED, HYPHENS, Token

TIME_UNITS = frozenset(
    "second minute hour day night week fortnight month quarter year semester term season annum week-end weekend".split()
)
TIME_SHIFTS = frozenset("ago earlier later before sooner after prior".split())
RATE_UNITS = TIME_UNITS | frozenset(
    "head person piece pop share barrel ton tonne pound kilo kilogram gram ounce gallon liter litre "
    "mile foot acre unit song track title "
    "work copy download stream play view click book file article image photo photograph record album "
    "ticket seat game match visit trip ride "
    "mile claim violation count offence offense infraction breach contravention infringement "
    "incident device phone handset kit car vehicle "
    "truck container box bottle can pack packet pill dose tablet test scan patient student pupil "
    "child worker employee customer subscriber "
    "user member household home house family victim plaintiff player athlete voter ballot vote "
    "profile name email message call text letter "
    "page word bottle apartment room meal plate shift game episode show sq dollar transaction trade "
    "stock order sale session plane aircraft "
    "jet flight bushel bale animal horse cow pig chicken fish tree plant installment instalment "
    "class course credit lawsuit case juror life death".split()
)
ADVERBS = {
    "daily": "day",
    "weekly": "week",
    "monthly": "month",
    "yearly": "year",
    "annually": "year",
    "hourly": "hour",
    "nightly": "night",
    "quarterly": "quarter",
}
STOP = frozenset(
    "a an the and or but nor for to from of in on at by with without under over after before against "
    "as than that which who whom "
    "whose when where while if because since until till during between among into through about is "
    "are was were be been being has "
    "have had do does did will would can could may might must shall should not no it its he she they "
    "them his her their this these "
    "those last next more less plus he's said says it's there then also only just up down out off so "
    "we you i our your my".split()
)
ACTORS = frozenset(
    "judge jury court man woman panel tribunal prosecutor lawyer attorney spokesman spokeswoman "
    "company firm group government "
    "state city county source report reporter witness official agency regulator bank broker former "
    "lower federal few lot bit little "
    "good great record major new fine penalty settlement judgment verdict deal payment sum total "
    "result reduction rise fall "
    "increase decrease drop cut move sign step victory loss win blow figure number amount decade".split()
)
PER_WORDS = frozenset(("per", "for each", "for every", "on each"))


@dataclass(frozen=True, slots=True)
class Rate:
    """The rate words end before token ``stop``; ``noun`` is the singular thing paid for, ``None`` for "each" and
    "apiece".
    """

    stop: int
    noun: str | None


def rate_after(tokens: Sequence[Token], i: int) -> Rate | None:
    """The rate that starts at token ``i``, right after an amount; two in a row ("per subscriber per month") are one."""
    first = _one_rate(tokens, i)
    if first is None:
        return None
    second = _one_rate(tokens, first.stop) if first.noun else None
    return Rate(second.stop, first.noun) if second and second.noun in TIME_UNITS else first


def _one_rate(tokens: Sequence[Token], i: int) -> Rate | None:
    if i >= len(tokens) or tokens[i].gap == BREAK:
        return None
    low = tokens[i].low
    hyphen = low in HYPHENS or low == "/"
    if hyphen:
        return _joined(tokens, i)
    if low in ADVERBS:
        return Rate(i + 1, ADVERBS[low])
    if low == "apiece" or (low == "each" and not _opens_clause(tokens, i + 1)):
        return Rate(i + 1, None)
    return _phrase(tokens, i)


def _opens_clause(tokens: Sequence[Token], i: int) -> bool:
    """ "for $5 million each of the firms": "each" belongs to what follows."""
    return i < len(tokens) and tokens[i].low == "of"


def _joined(tokens: Sequence[Token], i: int) -> Rate | None:
    """ "-a-share", "-per-song", "/month"; blanks around the hyphens are allowed."""
    j = i + 1
    if tokens[i].low in HYPHENS:
        if j + 2 >= len(tokens) or tokens[j].low not in ("a", "an", "per") or tokens[j + 1].low not in HYPHENS:
            return None
        j += 2
    if j >= len(tokens) or tokens[j].kind != "word":
        return None
    if tokens[i].low == "/" and not (
        tokens[i].gap == GLUED and singular(tokens[j].low) in RATE_UNITS | {"hr", "mo", "yr"}
    ):
        return None
    return Rate(j + 1, {"hr": "hour", "mo": "month", "yr": "year"}.get(tokens[j].low, singular(tokens[j].low)))


def _phrase(tokens: Sequence[Token], i: int) -> Rate | None:
    low = tokens[i].low
    two = f"{low} {tokens[i + 1].low}" if i + 1 < len(tokens) and tokens[i + 1].gap != BREAK else ""
    if two in ("for each", "for every") and i + 2 < len(tokens) and tokens[i + 2].gap != BREAK:
        shared = _shared(tokens, i + 2)
        if shared is not None:
            return shared
    if two in PER_WORDS or two in ("in each", "to each"):
        return _noun(tokens, i + 2) if two in PER_WORDS else None
    if low in ("per", "every"):
        return _noun(tokens, i + 1)
    if low in ("a", "an", "each") and i + 1 < len(tokens) and tokens[i + 1].gap != BREAK:
        return _plain_unit(tokens, i + 1)
    return None


def _shared(tokens: Sequence[Token], j: int) -> Rate | None:
    """ "for each of the nine tracks": the noun of the group, which stays outside; "for each," alone, as "each"."""
    if tokens[j].text in (",", ".", ";", ")"):
        return Rate(j, None)
    if tokens[j].low != "of":
        return None
    for k in range(j + 1, min(j + 7, len(tokens))):
        token = tokens[k]
        following = tokens[k + 1] if k + 1 < len(tokens) else None
        plural = token.kind == "word" and token.text.islower() and singular(token.low) != token.low
        more = following is not None and following.gap != BREAK and singular(following.low) != following.low
        if plural and token.low not in STOP and not more:
            return Rate(j, singular(token.low))
        if token.gap == BREAK or token.kind == "other":
            return None
    return None


def _plain_unit(tokens: Sequence[Token], j: int) -> Rate | None:
    """ "a day", "a song": a unit noun, or any other noun that ends its phrase and can neither act nor open a clause."""
    token = tokens[j]
    following = tokens[j + 1] if j + 1 < len(tokens) else None
    if token.low in TIME_UNITS and following is not None and following.low in TIME_SHIFTS:
        return None
    if token.low in RATE_UNITS:
        return Rate(j + 1, token.low)
    closed = following is None or following.gap == BREAK or following.kind == "other" or following.low in STOP
    plain = token.kind == "word" and token.text.islower() and len(token.low) > 2 and token.low not in STOP
    hyphen = following is not None and following.text in HYPHENS and following.gap == GLUED
    if not (plain and closed) or hyphen or token.low in ACTORS or token.low.endswith(("ed", "ing", "ly", "ss")):
        return None
    return Rate(j + 1, token.low)


def _noun(tokens: Sequence[Token], j: int) -> Rate | None:
    """The noun phrase after "per" or "for each": up to four words, ended by a function word, a capital or a
    participle.
    """
    words: list[str] = []
    k = j
    while k < len(tokens) and len(words) < 4 and _in_noun(tokens, k, bool(words)):
        words.append(tokens[k].low)
        k += 1
        if words[-1] in TIME_UNITS:
            break
    if not words:
        return None
    words[-1] = singular(words[-1])
    return Rate(k, " ".join(words))


def _in_noun(tokens: Sequence[Token], k: int, started: bool) -> bool:
    token = tokens[k]
    if token.kind != "word" or token.gap == BREAK or token.low in STOP:
        return False
    if not started:
        return True
    late = token.low.endswith(("ed", "ing", "ly")) or token.low in ADVERBS or token.low in ("per", "each", "apiece")
    return not late and (token.text.islower() or token.text.isupper())


def singular(noun: str) -> str:
    """The singular of a regular English plural; other words come back unchanged."""
    if noun.endswith("ies") and len(noun) > 4:
        return noun[:-3] + "y"
    if noun.endswith(("sses", "shes", "ches", "xes")):
        return noun[:-2]
    return noun[:-1] if noun.endswith("s") and not noun.endswith(("ss", "us", "is")) else noun

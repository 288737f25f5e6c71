"""A second opinion on roles: that of a neural reader beside the linear models.

A language pipeline can bring its own, a component with a method ``read_roles`` (``minilm_roles`` of
``en_newsdocket_minilm``); all others get the small one of the package (``relate/reader.py``). The reader sees the words
of the article and where the candidates stand, and gives each candidate probabilities over the same labels as the
linear models do; :func:`mixed` joins both. Where no reader was asked every prediction stays as it is.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol, runtime_checkable

from newsdocket.extract.spans import ClaimSpan, MoneySpan, ReliefSpan
from newsdocket.linear import Prediction
from newsdocket.relate.context import Context
from newsdocket.resolve.parties import PartyCandidate

Place = tuple[int, int]
"""First word and the word after the last one; white space is no word."""
Probabilities = Mapping[str, float]

KEY = "opinions of a reader"
"""Where the context of an article keeps them."""

SHARES: Mapping[str, float] = {
    "parties": 0.4,
    "claim_types": 0.5,
    "outcomes": 0.4,
    "dispositions": 0.4,
    "amounts": 0.3,
    "relief": 0.3,
    "payees": 0.4,
}
"""For each model the weight of the reader's opinion, the linear model has the rest: best F1 on articles new to both."""
PAYMENTS = "payees"
"""The model beside which only some readers have an opinion; the others leave it to the package's reader."""
OWN_TITLE = "small reader"
"""How the package's reader is called."""
LEAST = 1e-4
"""No opinion counts as surer than this of what a label is not."""


@dataclass(frozen=True)
class Named:
    """A candidate for a party: kind, how it was found, and where its mentions stand."""

    kind: str
    source: str
    places: tuple[Place, ...]


@dataclass(frozen=True)
class Claimed:
    """A candidate for a claim: the type of its phrase of law (``none`` without one) and where it stands."""

    phrase: str
    place: Place


@dataclass(frozen=True)
class Asked:
    """Words that can mean relief of a type, and where they stand."""

    type: str
    place: Place


@dataclass(frozen=True)
class Passage:
    """An article as a reader gets it: its words, its sentences, and the candidates."""

    words: tuple[str, ...]
    sentences: tuple[Place, ...]
    short: bool
    parties: tuple[Named, ...]
    claims: tuple[Claimed, ...]
    amounts: tuple[tuple[Place, ...], ...]
    relief: tuple[Asked, ...]
    tags: tuple[str, ...] = ()
    relations: tuple[str, ...] = ()
    heads: tuple[int, ...] = ()
    """For each word its tag, its relation in Universal Dependencies terms, and the number of the word it depends on."""


class Reading(Protocol):
    """What a reader says of one article; candidates go by their position in the passage."""

    def party(self, index: int) -> Probabilities:
        """Roles of a candidate, and ``none``."""

    def claim_type(self, index: int) -> Probabilities:
        """Types of a candidate, and ``none``."""

    def outcome(self, index: int, kind: str) -> Probabilities:
        """Outcomes of a candidate that is a claim of type ``kind``."""

    def disposition(self, index: int, kind: str) -> Probabilities:
        """Dispositions of a candidate that is a claim of type ``kind``."""

    def amount(self, index: int) -> Probabilities:
        """Roles of an amount."""

    def relief(self, index: int) -> Probabilities:
        """Whether words that can mean relief do (``ordered``), or not (``none``)."""


class Reader(Protocol):
    """What reads roles: a component of a pipeline, or the reader of the package."""

    @property
    def title(self) -> str:
        """How explanations call it."""

    def read_roles(self, passage: Passage) -> Reading:
        """Its opinion on every candidate of ``passage``; the same passage always gives the same one."""


@runtime_checkable
class Paying(Protocol):
    """A reading that tells who pays and who is paid."""

    def payment(self, amount: int, party: int) -> Probabilities:
        """Whether a candidate is the ``payer`` or the ``payee`` of an amount, or neither (``none``)."""


@runtime_checkable
class Blanking(Protocol):
    """A reading that can tell what it would be without a word."""

    def without(self, word: int) -> Reading:
        """The opinion if the word of that number were not there to be read."""


@dataclass(frozen=True)
class Opinions:
    """The reading of one article, who read it, and the position of each candidate in it."""

    title: str
    reading: Reading
    paying: Paying
    parties: Mapping[PartyCandidate, int]
    claims: Mapping[ClaimSpan, int]
    amounts: Mapping[MoneySpan, int]
    relief: Mapping[ReliefSpan, int]

    def party(self, candidate: PartyCandidate) -> Probabilities:
        """Roles of a candidate for a party."""
        return self.reading.party(self.parties[candidate])

    def claim_type(self, span: ClaimSpan) -> Probabilities:
        """Types of a candidate for a claim."""
        return self.reading.claim_type(self.claims[span])

    def state(self, model: str, kind: str, spans: Sequence[ClaimSpan]) -> Probabilities:
        """Outcomes or dispositions (by the name of the ``model``) of a claim: the mean over its mentions."""
        ask = self.reading.outcome if model == "outcomes" else self.reading.disposition
        every = [ask(self.claims[span], kind) for span in spans]
        return {label: math.fsum(one[label] for one in every) / len(every) for label in every[0]}

    def amount(self, spans: Sequence[MoneySpan]) -> Probabilities:
        """Roles of an amount."""
        return self.reading.amount(self.amounts[spans[0]])

    def payment(self, spans: Sequence[MoneySpan], candidate: PartyCandidate) -> Probabilities:
        """Part of a candidate in an amount."""
        return self.paying.payment(self.amounts[spans[0]], self.parties[candidate])

    def ordered(self, span: ReliefSpan) -> Probabilities:
        """Whether words that can mean relief do."""
        return self.reading.relief(self.relief[span])


def opinions_on(context: Context) -> Opinions | None:
    """What the reader says of ``context``, if one has read it."""
    found: Opinions | None = context.memory.get(KEY)
    return found


def reader_beside(model: str, context: Context) -> str | None:
    """The title of the reader that takes part in the decisions of the linear ``model`` on ``context``."""
    said = opinions_on(context)
    if said is None or not SHARES.get(model):
        return None
    return said.title if model != PAYMENTS or isinstance(said.reading, Paying) else OWN_TITLE


Question = Callable[[Opinions], Probabilities]
"""What is asked of a reader's opinions."""


def opinion(question: Question, context: Context) -> Probabilities | None:
    """What the reader of ``context`` answers; ``None`` where no reader was asked."""
    said = opinions_on(context)
    return question(said) if said else None


def mixed(model: str, prediction: Prediction, opinion: Probabilities | None) -> Prediction:
    """``prediction`` and the reader's ``opinion`` as one: their weighted geometric mean, made to add up to one.

    Only labels of the prediction count; one that the reader does not know is as good as out of the question for it.
    """
    share = SHARES.get(model, 0.0)
    if opinion is None or not share:
        return prediction
    logs = {
        label: (1 - share) * math.log(max(p, LEAST)) + share * math.log(max(opinion.get(label, 0.0), LEAST))
        for label, p in prediction.ranked
    }
    top = max(logs.values())
    powers = {label: math.exp(value - top) for label, value in logs.items()}
    total = math.fsum(powers.values())
    ranked = tuple(sorted(((label, p / total) for label, p in powers.items()), key=_by_probability))
    return Prediction(ranked[0][0], ranked[0][1], ranked)


def _by_probability(pair: tuple[str, float]) -> float:
    return -round(pair[1], 9)

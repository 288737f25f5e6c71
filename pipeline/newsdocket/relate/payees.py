"""Who pays and who is paid: a linear model over each pair of an amount and a party.

The rule of :mod:`newsdocket.relate.links` (the side that claims is paid by the side that answers, whoever is named
nearest) is one feature of a pair; what the words add ("pay" over both, "to" before the party, what stands between) are
others.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from operator import methodcaller
from typing import get_args

from spacy.tokens import Token

from newsdocket.annotate.schemes import governor_of
from newsdocket.extract.spans import FoundSpan, MoneySpan
from newsdocket.linear import Doubled, LinearModel, Prediction, load_linear
from newsdocket.relate.amounts import RelatedAmount
from newsdocket.relate.context import Context, by_length, head_token, is_content
from newsdocket.relate.links import Sides, payer_and_payee, sides_of
from newsdocket.relate.parties import RelatedParty
from newsdocket.relate.readers import mixed, opinion
from newsdocket.syntax import case_of, effective_head, lemma, role_in_clause
from newsdocket.vocabulary import AmountRole

MODEL = "payees"
PAYER, PAYEE, NEITHER = "payer", "payee", "none"
ACCEPTANCE: dict[str, float] = {PAYER: 0.3, PAYEE: 0.2}
"""A party pays or is paid when the model is at least this sure of it (best F1 on articles not trained on)."""
PAID: frozenset[AmountRole] = frozenset(get_args(AmountRole)) - {"loss", "context"}
"""Roles of money that has a payer in more than a tenth of the annotated amounts."""
RECEIVED: frozenset[AmountRole] = frozenset(
    {"awarded", "settlement", "demanded", "offered", "fees", "payment", "restitution", "fine"}
)
"""Roles of money that has a payee in at least a tenth of the annotated amounts."""
MENTIONS_READ = 2
BETWEEN = 8
"""Words between an amount and a party that are read, at most."""
FAR = 7


@dataclass(frozen=True)
class PaymentRead:
    """What was read of one party as payer or payee of one amount."""

    role: AmountRole

    prediction: Prediction
    features: Doubled

    def takes(self, part: str) -> bool:
        """Whether the party is taken for the ``payer`` or the ``payee``: the model is sure enough, surer than of the
        other part, and money of this role has such a part."""
        other = PAYEE if part == PAYER else PAYER
        mine = self.prediction.probability_of(part)
        fitting = self.role in (PAID if part == PAYER else RECEIVED)
        return fitting and mine >= ACCEPTANCE[part] and mine > self.prediction.probability_of(other)


def read_payments(
    amount: RelatedAmount, parties: Sequence[RelatedParty], context: Context, model: LinearModel | None = None
) -> list[PaymentRead]:
    """For each of ``parties`` its part in ``amount``; empty where money of this role has no payer, and so no payee."""
    if amount.role not in PAID:
        return []
    model = model or load_linear(MODEL)
    rows = payment_features(amount, parties, context)
    return [
        PaymentRead(amount.role, _read(amount, party, row, context, model), row)
        for party, row in zip(parties, rows, strict=True)
    ]


def _read(amount: RelatedAmount, party: RelatedParty, row: Doubled, context: Context, model: LinearModel) -> Prediction:
    """The part of ``party`` in ``amount`` by the linear model and a reader that tells it."""
    said = opinion(methodcaller("payment", amount.spans, party.candidate), context)
    return mixed(MODEL, model.predict(row), said)


def payers_and_payees(
    amount: RelatedAmount, parties: Sequence[RelatedParty], context: Context
) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """Positions of the parties that pay ``amount``, and of those that receive it."""
    reads = list(enumerate(read_payments(amount, parties, context)))
    return tuple(i for i, read in reads if read.takes(PAYER)), tuple(i for i, read in reads if read.takes(PAYEE))


def payment_features(amount: RelatedAmount, parties: Sequence[RelatedParty], context: Context) -> Iterator[Doubled]:
    """For each party the features of its pair with ``amount``."""
    payer, payee = payer_and_payee(amount, parties, context)
    sides = sides_of(parties)
    for index, party in enumerate(parties):
        by_rule = PAYER if index in payer else PAYEE if index in payee else NEITHER
        yield by_length(_pair_features(amount, party, context, by_rule, _side(index, sides)), context)


def _side(index: int, sides: Sides) -> str:
    """The side of the party at ``index``, and whether it is alone there."""
    for name, members in (("claiming", sides.claiming), ("answering", sides.answering)):
        if index in members:
            return f"{name},{'one' if len(members) == 1 else 'more'}"
    return "other,more"


def _pair_features(
    amount: RelatedAmount, party: RelatedParty, context: Context, by_rule: str, side: str
) -> Iterator[str]:
    role, which = amount.role, side.split(",")[0]
    yield f"side_rule={by_rule}"
    yield f"role,rule={role},{by_rule}"
    yield f"role,side={role},{side}"
    yield f"role,party={role},{party.role}"
    yield f"role,kind={role},{party.candidate.kind},{which}"
    for span in amount.spans[:MENTIONS_READ]:
        mention, distance = _nearest(span, party, context)
        yield f"near={distance}"
        yield f"near,rule={distance},{by_rule}"
        yield f"near,role,side={distance},{role},{side}"
        if distance == "0":
            yield from _same_sentence(span, mention, context, which)


def _nearest(span: MoneySpan, party: RelatedParty, context: Context) -> tuple[FoundSpan, str]:
    """The mention of ``party`` nearest to ``span``, and how many sentences it is before (``after`` for later ones)."""
    here = context.sentence_number(span.start)
    rated = []
    for mention in party.candidate.mentions:
        step = here - context.sentence_number(mention.start)
        rated.append((step if step >= 0 else FAR - step, abs(mention.start - span.start), mention.start, mention))
    step, _, _, mention = min(rated, key=_by_distance)
    if step >= FAR:
        return mention, "after" if mention.start > span.end else "far"
    return mention, str(step) if step < 2 else "2-3" if step < 4 else "4-6"


def _by_distance(row: tuple[int, int, int, FoundSpan]) -> tuple[int, int, int]:
    return row[:3]


def _same_sentence(span: MoneySpan, mention: FoundSpan, context: Context, side: str) -> Iterator[str]:
    """Features of a party that stands in the sentence of the amount: where, and how both hang on their verbs."""
    before = mention.start < span.start
    place = "before" if before else "after"
    yield f"place={place}"
    yield f"place,side={place},{side}"
    party_top = effective_head(head_token(context, mention.start, mention.end))
    money_top = effective_head(head_token(context, span.start, span.end))
    party_arc, party_verb = role_in_clause(party_top)
    money_arc, money_verb = role_in_clause(money_top)
    yield f"party=/{party_arc}>{lemma(party_verb)}"
    yield f"arcs={party_arc},{money_arc}"
    yield f"case={case_of(party_top)},{place}"
    if party_verb.i == money_verb.i:
        yield f"shared={party_arc},{money_arc}>{lemma(money_verb)}"
    elif governor_of(money_verb).i == party_verb.i:
        yield f"over={party_arc}>{lemma(party_verb)}>{lemma(money_verb)}"
    left, right = (mention.end, span.start) if before else (span.end, mention.start)
    for token in _between(context, left, right):
        yield f"{place}:B={lemma(token)}"


def _between(context: Context, left: int, right: int) -> list[Token]:
    """The telling words between two places, at most the last :data:`BETWEEN` of them."""
    if right <= left:
        return []
    words = [t for t in context.tokens(left, right) if is_content(t) or t.tag_ in {"IN", "TO", "MD"}]
    return words[-BETWEEN:]

"""Records counted one by one into what the report shows."""

from __future__ import annotations

import heapq
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal

from newsdocket.read.article import Failure
from newsdocket.record.models import Amount, Court, Record
from newsdocket.tables.reading import Outcome
from newsdocket.view.words import SETTLING_ROLES, amount, quantity_value

LONGEST_LIST = 15


@dataclass(order=True, frozen=True)
class Award:
    """One amount that somebody has to pay; ordered by its figure."""

    value: Decimal
    article_id: str
    headline: str
    published: str
    words: str
    role: str
    payer: str
    payee: str


@dataclass
class Totals:
    """Counts and sums over records. Money is kept apart by currency and never converted.

    Sums leave out rates and amounts that are part of another one. An article counts once for each court and month.
    """

    records: int = 0
    failures: int = 0
    checks: int = 0
    failing: int = 0
    warnings: int = 0
    by_role: dict[str, dict[str, list[Decimal]]] = field(default_factory=dict)
    outcomes: dict[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))
    dispositions: Counter[str] = field(default_factory=Counter)
    courts: Counter[str] = field(default_factory=Counter)
    relief: Counter[str] = field(default_factory=Counter)
    months: Counter[str] = field(default_factory=Counter)
    paid_by_court: dict[str, dict[str, list[Decimal]]] = field(default_factory=dict)
    paid_by_claim: dict[str, dict[str, list[Decimal]]] = field(default_factory=dict)
    awards: dict[str, list[Award]] = field(default_factory=lambda: defaultdict(list))

    def add(self, outcome: Outcome) -> None:
        """Counts one record or failure."""
        if isinstance(outcome, Failure):
            self.failures += 1
            return
        self.records += 1
        self.checks += len(outcome.checks)
        self.failing += sum(not check.holds for check in outcome.checks)
        self.warnings += len(outcome.warnings)
        self.courts.update({court.name for court in outcome.courts})
        self.relief.update({item.type for item in outcome.relief})
        if outcome.article.published:
            self.months[outcome.article.published[:7]] += 1
        for claim in outcome.claims:
            self.outcomes[claim.type][claim.outcome] += 1
            self.dispositions[claim.disposition] += 1
        for item in outcome.amounts:
            if item.per is None and item.part_of is None:
                self._add_amount(item, outcome)

    def _add_amount(self, item: Amount, record: Record) -> None:
        value = quantity_value(item)
        roles = self.by_role.setdefault(item.currency, {})
        roles.setdefault(item.role, []).append(value)
        if item.role not in SETTLING_ROLES:
            return
        self._add_paid(item.currency, value, item, record)
        names = {party.id: party.name for party in record.parties}
        payer, payee = (", ".join(names[id] for id in side) for side in (item.payer, item.payee))
        article = record.article
        award = Award(
            value,
            article.id,
            article.headline or article.id,
            article.published or "",
            amount(item),
            item.role,
            payer,
            payee,
        )
        kept = self.awards[item.currency]
        heapq.heappush(kept, award) if len(kept) < LONGEST_LIST else heapq.heappushpop(kept, award)

    def _add_paid(self, currency: str, value: Decimal, item: Amount, record: Record) -> None:
        court, kind = _first_court(record), _claim_type(item, record)
        if court is not None:
            self.paid_by_court.setdefault(currency, {}).setdefault(court, []).append(value)
        if kind is not None:
            self.paid_by_claim.setdefault(currency, {}).setdefault(kind, []).append(value)

    def currencies(self) -> list[str]:
        """Currencies, the one with the most amounts first."""
        return sorted(self.by_role, key=self._rank)

    def _rank(self, currency: str) -> tuple[int, str]:
        return -sum(len(values) for values in self.by_role[currency].values()), currency


def _first_court(record: Record) -> str | None:
    """The court that the article names first."""
    first = min(record.courts, key=_place, default=None)
    return None if first is None else first.name


def _place(court: Court) -> int:
    return court.mentions[0].start


def _claim_type(item: Amount, record: Record) -> str | None:
    """The type of the claims that an amount is for; of all claims of the article if they are of one type."""
    types = {claim.type for claim in record.claims if not item.claims or claim.id in item.claims}
    return types.pop() if len(types) == 1 else None


def total(outcomes: Iterable[Outcome]) -> Totals:
    """The totals of ``outcomes``."""
    totals = Totals()
    for outcome in outcomes:
        totals.add(outcome)
    return totals

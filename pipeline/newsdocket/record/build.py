"""From related facts to a validated record: ids in order of first mention, mentions, links, warnings."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from newsdocket.check.figures import Check as FoundCheck
from newsdocket.extract.spans import DateSpan, FoundSpan
from newsdocket.read.article import Article
from newsdocket.record import models as m
from newsdocket.relate.amounts import RelatedAmount
from newsdocket.relate.counts import RelatedCount
from newsdocket.relate.facts import Facts
from newsdocket.relate.links import bound_by, claimant_and_respondent, claims_behind
from newsdocket.relate.payees import payers_and_payees
from newsdocket.resolve.parties import name_key


def build_record(article: Article, facts: Facts, checks: Sequence[FoundCheck], provenance: m.Provenance) -> m.Record:
    """The record of ``article``. Raises pydantic's ``ValidationError`` if the facts contradict themselves."""
    dates, undated = dated(facts.context.dates)
    return m.Record(
        article=m.article_info(article),
        courts=courts(facts),
        people=people(facts),
        parties=parties(facts),
        labels=labels(facts),
        amounts=amounts(facts, checks),
        counts=tuple(count(i, c) for i, c in enumerate(facts.counts, 1)),
        dates=dates,
        claims=claims(facts),
        relief=relief(facts),
        checks=tuple(check(c) for c in checks),
        warnings=(*court_warnings(facts), *undated, *check_warnings(checks)),
        provenance=provenance,
    )


def mentions(spans: Iterable[FoundSpan]) -> tuple[m.Mention, ...]:
    """The spans as mentions, in text order, each stretch once."""
    places = sorted({(s.start, s.end): s.text for s in spans}.items())
    return tuple(m.Mention(start=start, end=end, exact=text) for (start, end), text in places)


def party_ids(positions: Iterable[int]) -> tuple[str, ...]:
    """Ids of the parties at ``positions``."""
    return tuple(f"party-{i + 1}" for i in positions)


def courts(facts: Facts) -> tuple[m.Court, ...]:
    """The courts that the article names."""
    return tuple(
        m.Court(
            id=f"court-{i}",
            name=c.name,
            court_id=c.court_id,
            candidates=c.candidates,
            level=c.level,
            system=c.system,
            country=c.country,
            mentions=mentions(c.mentions),
        )
        for i, c in enumerate(facts.courts, 1)
    )


def people(facts: Facts) -> tuple[m.Person, ...]:
    """Judges, counsel, witnesses and officials."""
    return tuple(
        m.Person(id=f"person-{i}", name=p.name, role=p.role, mentions=mentions(p.mentions))
        for i, p in enumerate(facts.people, 1)
    )


def parties(facts: Facts) -> tuple[m.Party, ...]:
    """The parties with their roles."""
    return tuple(
        m.Party(
            id=f"party-{i}",
            name=p.candidate.name,
            aliases=p.candidate.aliases,
            kind=p.candidate.kind,
            role=p.role,
            mentions=mentions(p.candidate.mentions),
        )
        for i, p in enumerate(facts.parties, 1)
    )


def labels(facts: Facts) -> tuple[m.Label, ...]:
    """Record labels, each linked to the party that it is."""
    positions = _party_positions(facts)
    return tuple(
        m.Label(
            id=f"label-{i}",
            name=label.name,
            parent=label.parent,
            party=_party_of(label.name, label.mentions, positions),
            mentions=mentions(label.mentions),
        )
        for i, label in enumerate(facts.labels, 1)
    )


def _party_positions(facts: Facts) -> dict[tuple[str, ...], int]:
    """For each form of a party's name the first party that has it, counted from 1."""
    positions: dict[tuple[str, ...], int] = {}
    for position, party in enumerate(facts.parties, 1):
        for name in (party.candidate.name, *party.candidate.aliases):
            positions.setdefault(name_key(name), position)
    return positions


def _party_of(name: str, spans: Sequence[FoundSpan], positions: Mapping[tuple[str, ...], int]) -> str | None:
    keys = (name_key(words) for words in (name, *(s.text for s in spans)))
    found = [positions[key] for key in keys if key in positions]
    return f"party-{min(found)}" if found else None


def amounts(facts: Facts, checks: Sequence[FoundCheck]) -> tuple[m.Amount, ...]:
    """The amounts with their roles, who pays whom, and the total that they are part of."""
    totals = {part: c.left[0] for c in checks if c.kind == "sum" and c.holds for part in c.right}
    return tuple(_amount(i, a, facts, totals.get(f"amount-{i}")) for i, a in enumerate(facts.amounts, 1))


def _amount(number: int, amount: RelatedAmount, facts: Facts, total: str | None) -> m.Amount:
    payer, payee = payers_and_payees(amount, facts.parties, facts.context)
    first = amount.spans[0]
    return m.Amount(
        id=f"amount-{number}",
        value=first.value,
        min_value=first.min_value,
        max_value=first.max_value,
        basis=first.basis,
        currency=first.currency,
        per=first.per,
        role=amount.role,
        payer=party_ids(payer),
        payee=party_ids(payee),
        part_of=total,
        claims=tuple(f"claim-{i + 1}" for i in claims_behind(amount, facts.claims, facts.context)),
        mentions=mentions(amount.spans),
    )


def count(number: int, related: RelatedCount) -> m.Count:
    """A number of things with all its mentions."""
    first = related.spans[0]
    return m.Count(
        id=f"count-{number}",
        value=first.value,
        min_value=first.min_value,
        max_value=first.max_value,
        basis=first.basis,
        item=first.item,
        mentions=mentions(related.spans),
    )


def dated(found: Sequence[DateSpan]) -> tuple[tuple[m.Date, ...], tuple[m.Warning_, ...]]:
    """One item for each date value, and a warning for each relative date that nothing settles."""
    by_value: dict[str, list[DateSpan]] = {}
    loose: list[m.Warning_] = []
    for span in found:
        if span.value is None:
            loose.append(m.Warning_(code="unresolved_date", message=f"no reference date settles {span.text!r}"))
        else:
            by_value.setdefault(span.value, []).append(span)
    items = enumerate(by_value.items(), 1)
    dates = tuple(m.Date(id=f"date-{i}", value=value, mentions=mentions(spans)) for i, (value, spans) in items)
    return dates, tuple(dict.fromkeys(loose))


def claims(facts: Facts) -> tuple[m.Claim, ...]:
    """The claims with their outcomes and the parties on both sides."""
    built = []
    for number, claim in enumerate(facts.claims, 1):
        claimant, respondent = claimant_and_respondent(claim, facts.parties, facts.context)
        built.append(
            m.Claim(
                id=f"claim-{number}",
                type=claim.type,
                name=claim.name,
                statute=claim.statute,
                outcome=claim.outcome,
                disposition=claim.disposition,
                claimant=party_ids(claimant),
                respondent=party_ids(respondent),
                mentions=mentions(claim.mentions),
            )
        )
    return tuple(built)


def relief(facts: Facts) -> tuple[m.Relief, ...]:
    """What was ordered or agreed."""
    return tuple(
        m.Relief(
            id=f"relief-{i}",
            type=r.type,
            against=party_ids(bound_by(r, facts.parties, facts.context)),
            mentions=mentions(r.spans),
        )
        for i, r in enumerate(facts.relief, 1)
    )


def check(found: FoundCheck) -> m.Check:
    """A check as the record has it."""
    return m.Check(kind=found.kind, holds=found.holds, left=found.left, right=found.right, difference=found.difference)


def court_warnings(facts: Facts) -> tuple[m.Warning_, ...]:
    """A warning for each court that several ids fit."""
    return tuple(
        m.Warning_(
            code="ambiguous_court",
            message=f"{c.mentions[0].text!r} can be any of {', '.join(c.candidates)}",
            about=f"court-{i}",
        )
        for i, c in enumerate(facts.courts, 1)
        if c.court_id is None and len(c.candidates) > 1
    )


def check_warnings(checks: Sequence[FoundCheck]) -> tuple[m.Warning_, ...]:
    """A warning for each check that does not hold."""
    return tuple(
        m.Warning_(
            code=f"{c.kind}_mismatch",
            message=f"{' and '.join(c.right)} do not make {' and '.join(c.left)}: {m.decimal_string(c.difference)} off",
            about=c.left[0],
        )
        for c in checks
        if not c.holds
    )

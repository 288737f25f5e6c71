"""The relate stage as one step: from a context to the facts of the case."""

from __future__ import annotations

from dataclasses import dataclass

from newsdocket.relate.amounts import RelatedAmount, relate_amounts
from newsdocket.relate.claims import RelatedClaim, relate_claims
from newsdocket.relate.context import Context
from newsdocket.relate.counts import RelatedCount, relate_counts
from newsdocket.relate.parties import RelatedParty, relate_parties
from newsdocket.relate.relief import RelatedRelief, relate_relief
from newsdocket.resolve.courts import CourtEntity, resolve_courts
from newsdocket.resolve.labels import LabelEntity, resolve_labels
from newsdocket.resolve.people import PersonEntity, resolve_people


@dataclass(frozen=True)
class Facts:
    """Everything that the record will say, with the context that it was read from."""

    context: Context
    courts: tuple[CourtEntity, ...]
    people: tuple[PersonEntity, ...]
    labels: tuple[LabelEntity, ...]
    parties: tuple[RelatedParty, ...]
    amounts: tuple[RelatedAmount, ...]
    counts: tuple[RelatedCount, ...]
    claims: tuple[RelatedClaim, ...]
    relief: tuple[RelatedRelief, ...]


def relate(context: Context) -> Facts:
    """The facts of the case that ``context`` holds."""
    text = context.text
    return Facts(
        context=context,
        courts=tuple(resolve_courts(context.courts, text)),
        people=tuple(resolve_people(context.people, text)),
        labels=tuple(resolve_labels(context.labels, text)),
        parties=tuple(relate_parties(context)),
        amounts=tuple(relate_amounts(context)),
        counts=tuple(relate_counts(context.counts)),
        claims=tuple(relate_claims(context)),
        relief=tuple(relate_relief(context)),
    )

"""The closed vocabularies of the record, version 1.0. Their only definition in code."""

from __future__ import annotations

from typing import Literal

CourtLevel = Literal["trial", "appellate", "supreme", "tribunal"]
CourtSystem = Literal["federal", "state", "foreign", "international"]
PersonRole = Literal["judge", "counsel", "witness", "official", "other"]
PartyKind = Literal["person", "organization", "government", "group"]
PartyRole = Literal[
    "plaintiff",
    "defendant",
    "prosecutor",
    "petitioner",
    "respondent",
    "appellant",
    "appellee",
    "intervenor",
    "amicus",
    "third_party",
    "unknown",
]
Basis = Literal["exact", "approximate", "at_least", "at_most", "range"]
AmountRole = Literal[
    "demanded",
    "awarded",
    "settlement",
    "fine",
    "restitution",
    "forfeiture",
    "fees",
    "statutory_maximum",
    "bail",
    "loss",
    "payment",
    "offered",
    "context",
]
ClaimType = Literal[
    "copyright",
    "patent",
    "trademark",
    "trade_secret",
    "contract",
    "antitrust",
    "defamation",
    "privacy",
    "fraud",
    "false_claims",
    "securities",
    "employment",
    "discrimination",
    "consumer_protection",
    "product_liability",
    "personal_injury",
    "environmental",
    "tax",
    "bankruptcy",
    "computer_misuse",
    "constitutional",
    "election",
    "property",
    "international",
    "crime",
    "other",
]
Outcome = Literal[
    "found_for_claimant",
    "found_for_respondent",
    "split",
    "dismissed",
    "withdrawn",
    "settled",
    "convicted",
    "pleaded_guilty",
    "acquitted",
    "pending",
]
Disposition = Literal[
    "default_judgment",
    "jury_verdict",
    "bench_trial",
    "judgment_on_motion",
    "consent_judgment",
    "settlement",
    "plea",
    "sentence",
    "appeal_ruling",
    "dismissal_on_motion",
    "voluntary_dismissal",
    "preliminary_order",
    "administrative_action",
    "filed",
    "other",
]
ReliefType = Literal[
    "permanent_injunction",
    "preliminary_injunction",
    "destruction",
    "recall",
    "licence_or_royalty",
    "declaratory",
    "compensatory_damages",
    "statutory_damages",
    "punitive_damages",
    "civil_penalty",
    "criminal_fine",
    "restitution",
    "forfeiture",
    "attorneys_fees",
    "custodial_sentence",
    "probation",
    "exclusion",
    "structural",
]
CheckKind = Literal["sum", "product"]

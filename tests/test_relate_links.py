"""Sides, payers and payees, lists of names, groups of mentions: the links between facts, without a language model."""

from __future__ import annotations

from decimal import Decimal

import pytest
import spacy

from newsdocket.extract.spans import ClaimSpan, CountSpan, MoneySpan, NameSpan, ReliefSpan
from newsdocket.linear import Prediction
from newsdocket.relate.amounts import RelatedAmount, group_amounts
from newsdocket.relate.checks import figures_of
from newsdocket.relate.claims import (
    CRIME_OUTCOMES,
    RelatedClaim,
    TypedClaim,
    allowed_outcomes,
    group_claims,
    statute_of,
)
from newsdocket.relate.context import LONG, Context, list_heads
from newsdocket.relate.counts import RelatedCount, relate_counts
from newsdocket.relate.facts import Facts
from newsdocket.relate.grouping import charge_words
from newsdocket.relate.links import PAYS, bound_by, claimant_and_respondent, named_nearby, payer_and_payee, sides_of
from newsdocket.relate.parties import RelatedParty
from newsdocket.relate.relief import RelatedRelief
from newsdocket.resolve.parties import PartyCandidate
from newsdocket.vocabulary import AmountRole, ClaimType, PartyRole

BLANK = spacy.blank("en")
BLANK.add_pipe("sentencizer")
SURE = Prediction("sure", 1.0, (("sure", 1.0), ("none", 0.0)))
FILLER = "The hearing took all day. " * LONG
TEXT = "Acme and Quillon sued Borex on Monday. Borex will pay Acme $2 million. Lund watched."


def party(text: str, name: str, role: PartyRole) -> RelatedParty:
    places = [i for i in range(len(text)) if text.startswith(name, i)]
    mentions = tuple(NameSpan(start=i, end=i + len(name), text=name, name=name, kind="organization") for i in places)
    candidate = PartyCandidate(name, (), "organization", "ner", mentions, ())
    return RelatedParty(candidate, role, SURE, ())


def parties(text: str) -> list[RelatedParty]:
    roles: dict[str, PartyRole] = {"Acme": "plaintiff", "Quillon": "plaintiff", "Borex": "defendant", "Lund": "unknown"}
    return [party(text, name, role) for name, role in roles.items()]


def money(text: str, role: AmountRole = "awarded") -> RelatedAmount:
    start = text.index("$2 million")
    span = MoneySpan(start=start, end=start + 10, text="$2 million", value=Decimal(2_000_000), currency="USD")
    return RelatedAmount((span,), role, SURE, ())


def names(positions: tuple[int, ...], found: list[RelatedParty]) -> list[str]:
    return [found[i].candidate.name for i in positions]


def context(text: str) -> Context:
    return Context.of(BLANK(text))


def test_sides_are_the_claiming_and_the_answering_roles() -> None:
    roles: list[PartyRole] = ["plaintiff", "prosecutor", "petitioner", "defendant", "respondent", "amicus", "unknown"]
    sides = sides_of([party(TEXT, "Acme", role) for role in roles])
    assert sides.claiming == (0, 1, 2)
    assert sides.answering == (3, 4)


def test_an_award_is_paid_by_the_answering_party_to_the_claiming_party_of_its_sentence() -> None:
    found = parties(TEXT)
    payer, payee = payer_and_payee(money(TEXT), found, context(TEXT))
    assert (names(payer, found), names(payee, found)) == (["Borex"], ["Acme"])


@pytest.mark.parametrize("role", ["fine", "forfeiture", "bail", "statutory_maximum", "restitution"])
def test_fines_and_the_like_have_a_payer_and_no_payee(role: AmountRole) -> None:
    found = parties(TEXT)
    payer, payee = payer_and_payee(money(TEXT, role), found, context(TEXT))
    assert (names(payer, found), payee) == (["Borex"], ())


@pytest.mark.parametrize("role", ["loss", "payment", "context"])
def test_other_money_is_not_linked(role: AmountRole) -> None:
    assert payer_and_payee(money(TEXT, role), parties(TEXT), context(TEXT)) == ((), ())


def test_every_role_of_an_amount_says_who_pays() -> None:
    assert set(PAYS) == set(AmountRole.__args__)  # type: ignore[attr-defined]


def test_a_short_item_falls_back_to_the_whole_side() -> None:
    text = "Acme and Quillon sued Borex. The verdict was $2 million."
    found = parties(text)
    payer, payee = payer_and_payee(money(text), found, context(text))
    assert (names(payer, found), names(payee, found)) == (["Borex"], ["Acme", "Quillon"])


def test_a_long_article_looks_back_and_does_not_guess() -> None:
    near = "Acme sued Borex. " + FILLER.replace("all day", "an hour")[:52] + "It got $2 million. " + FILLER
    far = "Acme sued Borex. " + FILLER + "Somebody got $2 million."
    assert names(payer_and_payee(money(near), parties(near), context(near))[0], parties(near)) == ["Borex"]
    assert payer_and_payee(money(far), parties(far), context(far)) == ((), ())


def test_the_nearest_sentence_before_wins() -> None:
    text = "Acme sued Borex. Quillon sued Lund. " + FILLER
    found = parties(text)
    assert names(named_nearby((0, 1), text.index("Quillon") + 30, found, context(text)), found) == ["Quillon"]


def claim(text: str, words: str, kind: ClaimType = "fraud", rule: str = "phrase") -> ClaimSpan:
    start = text.index(words)
    return ClaimSpan(start=start, end=start + len(words), text=words, type=kind, name=words, rule=rule)


def test_a_claim_and_relief_are_linked_to_the_sides_named_beside_them() -> None:
    text = "Acme sued Borex for fraud. Quillon watched. Borex must stop."
    found, around = parties(text), context(text)
    related = RelatedClaim("fraud", "fraud", None, (claim(text, "fraud"),), "pending", "filed", SURE, SURE, ())
    claimant, respondent = claimant_and_respondent(related, found, around)
    assert (names(claimant, found), names(respondent, found)) == (["Acme"], ["Borex"])
    start = text.index("must stop")
    order = ReliefSpan(start=start, end=start + 9, text="must stop", type="permanent_injunction")
    relief = RelatedRelief("permanent_injunction", (order,), SURE, ())
    assert names(bound_by(relief, found, around), found) == ["Borex"]


LISTS = [
    ("Acme, Quillon and Borex sued.", {"Quillon": "Acme", "Borex": "Acme"}),
    ("Acme as well as Quillon sued Borex.", {"Quillon": "Acme"}),
    ("Acme sued Quillon; Borex watched.", {"Borex": "Quillon"}),
    ("Acme sued Quillon. Borex watched.", {}),
    ("Acme met Quillon and the Borex board.", {"Borex": "Quillon"}),
]


@pytest.mark.parametrize(("text", "expected"), LISTS)
def test_names_of_a_list_point_to_its_first_name(text: str, expected: dict[str, str]) -> None:
    spans = [p.candidate.mentions[0] for p in parties(text) if p.candidate.mentions]
    heads = list_heads(sorted(spans, key=lambda span: span.start), text)
    assert {text[a:b]: text[c:d] for (a, b), (c, d) in heads.items()} == expected


def test_mentions_of_one_figure_are_one_amount() -> None:
    spans = [
        MoneySpan(start=i, end=i + 2, text="$2", value=Decimal(value), currency=currency, per=per)
        for i, (value, currency, per) in enumerate(
            [("2", "USD", None), ("2.00", "USD", None), ("2", "CAD", None), ("2", "USD", "song"), ("2", "USD", None)]
        )
    ]
    assert [len(group) for group in group_amounts(spans)] == [3, 1, 1]


def test_mentions_of_one_count_are_one_count() -> None:
    spans = [
        CountSpan(start=i, end=i + 2, text="12", value=Decimal(12), item=item)
        for i, item in enumerate(["songs", "nurses", "songs"])
    ]
    assert [[s.start for s in c.spans] for c in relate_counts(spans)] == [[0, 2], [1]]


def test_a_large_number_is_one_count_whatever_the_things_are_called() -> None:
    def named(start: int, value: int, item: str) -> CountSpan:
        return CountSpan(start=start, end=start + 1, text=str(value), value=Decimal(value), item=item)

    large = [named(0, 120_000, "songs"), named(1, 120_000, "works"), named(2, 130_000, "songs")]
    small = [named(0, 12, "songs"), named(1, 12, "works")]
    assert [[s.start for s in c.spans] for c in relate_counts(large)] == [[0, 1], [2]]
    assert [[s.start for s in c.spans] for c in relate_counts(small)] == [[0], [1]]


def test_figures_are_the_exact_amounts_and_counts_under_their_ids() -> None:
    exact = CountSpan(start=0, end=2, text="12", value=Decimal(12), item="songs")
    bound = CountSpan(start=3, end=5, text="20", min_value=Decimal(20), basis="at_least", item="songs")
    facts = Facts(
        context(TEXT), (), (), (), (), (money(TEXT),), (RelatedCount((bound,)), RelatedCount((exact,))), (), ()
    )
    assert [(f.id, f.kind, f.value) for f in figures_of(facts)] == [
        ("amount-1", "amount", Decimal(2_000_000)),
        ("count-2", "count", Decimal(12)),
    ]


def typed(text: str, words: str, kind: ClaimType, rule: str = "phrase") -> TypedClaim:
    return TypedClaim(claim(text, words, kind, rule), kind, SURE, ())


def test_candidates_of_one_type_are_one_claim_and_charges_stay_apart() -> None:
    text = "sued for fraud, deceit and defamation; charged with wire fraud, arson and two counts of the wire fraud"
    groups = group_claims(
        [
            typed(text, "fraud", "fraud"),
            typed(text, "deceit", "fraud"),
            typed(text, "defamation", "defamation"),
            typed(text, "wire fraud", "crime"),
            typed(text, "arson", "crime"),
            typed(text, "counts of the wire fraud", "crime"),
        ]
    )
    assert [[c.span.text for c in group] for group in groups] == [
        ["fraud", "deceit"],
        ["defamation"],
        ["wire fraud", "counts of the wire fraud"],
        ["arson"],
    ]


def test_the_words_of_a_charge_leave_out_what_all_charges_share() -> None:
    assert charge_words("two counts of the “wire fraud”") == {"two", "wire", "fraud"}


def test_only_charges_end_in_conviction_plea_or_acquittal() -> None:
    labels = ["found_for_claimant", "convicted", "pleaded_guilty", "acquitted", "pending"]
    assert not CRIME_OUTCOMES & set(allowed_outcomes("fraud", labels))
    assert allowed_outcomes("crime", labels) == labels


STATUTES = [
    ("They sued for fraud under the Lanham Act.", "Lanham Act"),
    ("They sued for fraud in violation of the Clean Water Act.", "Clean Water Act"),
    ("They sued for fraud. The Lanham Act is old.", None),
    ("They sued for fraud and read the Lanham Act.", None),
]


@pytest.mark.parametrize(("text", "statute"), STATUTES)
def test_a_claim_rests_on_the_statute_right_behind_it(text: str, statute: str | None) -> None:
    assert statute_of([claim(text, "fraud")], context(text)) == statute

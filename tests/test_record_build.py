"""From facts to a record: mentions, dates, checks and warnings; the record of a made-up case, link by link."""

from __future__ import annotations

from decimal import Decimal

import pytest

from newsdocket.check.figures import Check
from newsdocket.docket import Docket
from newsdocket.extract.spans import DateSpan, FoundSpan
from newsdocket.record import Record
from newsdocket.record.build import check_warnings, dated, mentions, party_ids

TEXT = (
    "A federal jury in Ohio on Monday ordered Borex Inc. to pay $3 million to Quillon Group for patent infringement: "
    "$2 million for lost sales and $1 million in royalties. Quillon Group sued Borex in 2021."
)


def test_mentions_are_in_text_order_and_each_place_stands_once() -> None:
    spans = [FoundSpan(start=9, end=14, text="Borex"), FoundSpan(start=0, end=5, text="Borex")]
    assert [(m.start, m.exact) for m in mentions([*spans, *spans])] == [(0, "Borex"), (9, "Borex")]


def test_parties_are_numbered_from_1() -> None:
    assert party_ids([0, 4]) == ("party-1", "party-5")


def test_one_item_for_each_date_and_a_warning_for_each_date_that_nothing_settles() -> None:
    spans = [
        DateSpan(start=0, end=6, text="Monday", value="2026-03-02"),
        DateSpan(start=10, end=17, text="March 2", value="2026-03-02"),
        DateSpan(start=20, end=24, text="2021", value="2021"),
        DateSpan(start=30, end=39, text="last week"),
        DateSpan(start=50, end=59, text="last week"),
    ]
    dates, warnings = dated(spans)
    assert [(d.id, d.value, len(d.mentions)) for d in dates] == [("date-1", "2026-03-02", 2), ("date-2", "2021", 1)]
    assert [w.code for w in warnings] == ["unresolved_date"]
    assert "last week" in warnings[0].message


def test_only_checks_that_fail_are_warned_of() -> None:
    right = Check("sum", True, ("amount-1",), ("amount-2", "amount-3"), Decimal(0))
    wrong = Check("sum", False, ("amount-1",), ("amount-2", "amount-3"), Decimal("250000.00"))
    (warning,) = check_warnings([right, wrong])
    assert (warning.code, warning.about) == ("sum_mismatch", "amount-1")
    assert "250000 off" in warning.message


@pytest.fixture(scope="module")
def record(docket: Docket) -> Record:
    return docket.read(TEXT, id="lamps", headline=None, published="2026-03-03", url="https://example.org/lamps")


def test_the_article_is_described_as_it_was_given(record: Record) -> None:
    article = record.article
    assert (article.id, article.published, article.url, article.language) == (
        "lamps",
        "2026-03-03",
        "https://example.org/lamps",
        "en",
    )


def test_ids_follow_the_text(record: Record) -> None:
    for field in ("parties", "amounts", "counts", "dates", "claims"):
        items = getattr(record, field)
        name = {"parties": "party"}.get(field, field[:-1])
        assert [item.id for item in items] == [f"{name}-{i}" for i in range(1, len(items) + 1)]
    starts = [amount.mentions[0].start for amount in record.amounts]
    assert starts == sorted(starts)


def test_forms_of_one_name_are_one_party(record: Record) -> None:
    borex = next(party for party in record.parties if party.name == "Borex Inc.")
    assert borex.aliases == ("Borex",)
    assert [m.exact for m in borex.mentions] == ["Borex Inc.", "Borex"]


def test_parts_point_to_their_total_and_the_sum_is_checked(record: Record) -> None:
    by_value = {str(amount.value): amount for amount in record.amounts}
    total = by_value["3000000"]
    assert [(c.kind, c.holds) for c in record.checks] == [("sum", True)]
    assert by_value["2000000"].part_of == total.id
    assert by_value["1000000"].part_of == total.id
    assert total.part_of is None


def test_links_name_parties_of_the_record(record: Record) -> None:
    ids = {party.id for party in record.parties}
    linked = [*record.amounts, *record.claims, *record.relief]
    for item in linked:
        for field in ("payer", "payee", "claimant", "respondent", "against"):
            assert set(getattr(item, field, ())) <= ids


def test_provenance_names_version_model_and_settings(record: Record, docket: Docket) -> None:
    assert record.provenance == docket.provenance
    assert record.provenance.model.startswith("en_newsdocket")

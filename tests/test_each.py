"""Who or what "each" and "apiece" stand for."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsdocket.extract.money import find_money

CASES = [
    ("The court fined the two brokers $5,000 each.", "broker"),
    ("The jury gave three former clerks $2 million apiece.", "clerk"),
    ("The tenants will get about $7,500 each.", "tenant"),
    ("Harbor Mills must pay $1,200 each to the 34 cooks it fired.", "cook"),
    ("It charged him over 640 photographs, whose captions had vanished, at $900 apiece.", "photograph"),
    ("Two brothers sold counterfeit helmets for $60 apiece.", "helmet"),
    ("Three women settled for £40,000 each.", "woman"),
    ("Members of the class can expect some $95 each.", "member"),
    ("Some 1,100 people lost €300 to €450 each.", "person"),
]
UNCLEAR = [
    "Mr. Lee and Ms. Ortiz were fined $500 each.",
    "The fines were $500 each.",
    "It took two years. Then it paid $500 each.",
    "It works out to $9,000 apiece.",
    "Ann and Bo, who lent their names, get $4,000 each.",
]


@pytest.mark.parametrize(("text", "per"), CASES)
def test_each_is_one_of_those_named_before_or_right_after(text: str, per: str) -> None:
    assert [money.per for money in find_money(text)] == [per]


@pytest.mark.parametrize("text", UNCLEAR)
def test_no_noun_is_made_up(text: str) -> None:
    assert [money.per for money in find_money(text)] == [None]


def test_each_of_belongs_to_what_follows() -> None:
    assert [m.per for m in find_money("It paid $5 million to each of the firms and $2 for each song.")] == [
        None,
        "song",
    ]


@given(st.lists(st.sampled_from("the two clerks , . it paid $5 each apiece to for \n their songs 7".split(" "))))
def test_any_words_are_survived(parts: list[str]) -> None:
    text = " ".join(parts)
    assert all(text[m.start : m.end] == m.text for m in find_money(text))

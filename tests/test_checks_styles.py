"""Arithmetic in the many ways in which news words it. All sentences are invented."""

from __future__ import annotations

import re

import pytest

from newsdocket.check.arithmetic import Check, figures_in, find_checks

SENTENCE = re.compile(r'(?<=[.!?])\s+(?=[A-Z"“$])|\n+')


def checks(text: str) -> list[Check]:
    """The checks of a text that is cut into sentences at full stops."""
    ends = [match.start() for match in SENTENCE.finditer(text)] + [len(text)]
    starts = [0, *(match.end() for match in SENTENCE.finditer(text))]
    return find_checks(text, list(zip(starts, ends, strict=True)), figures_in(text))


AGREE = [
    "The jury awarded $12 million: $8 million in compensatory damages and $4 million in punitive damages.",
    "Jurors added $4 million in punitive damages to the $8 million in damages, bringing the verdict to $12 million.",
    "Ford must pay $500 per car for 40,000 cars, or $20 million.",
    "Each of the 250 tenants will receive $4,000, a total of $1 million.",
    "The 250 tenants will receive $4,000 each, or $1 million in all.",
    "The lawyers will take 30 percent of the $200 million fund, or $60 million.",
    "Of 1,400 claims, 900 were paid and 500 were refused.",
    "Of the 61 applications, 23 were granted and 38 were refused.",
    "Some 146 people sued: 112 women and 34 men.",
    "She must repay $90,000 and pay a fine of $10,000, $100,000 altogether.",
    "The $75 million settlement includes $50 million for victims, $20 million for schools and $5 million for fees.",
    "The company will pay $30 million now. The remaining $45 million of the $75 million is due next year.",
    "The statute allows $750 for each of the 2,000 songs, which comes to $1.5 million.",
    "The 2,000 songs at $750 apiece come to $1.5 million.",
    "Harlow is to pay $6 million and Vane $4 million, together $10 million.",
    "With interest of $2 million, the $18 million award now stands at $20 million.",
    "Twenty percent of the $20 million settlement, $4 million, goes to the whistle-blower.",
    "The relator gets 20 percent, or $4 million, of the $20 million settlement.",
    "Of the $20 million, $15 million goes to Ohio, with $5 million left for fees.",
    "Damages of £80,000 and costs of £45,000 make £125,000.",
    "The $9 million total is the sum of a $6 million fine and $3 million in restitution.",
    "The jury found 14 violations and set $25,000 for each, or $350,000.",
]

CONTRADICT = [
    "The lawyers get 25 percent of the $80 million, or $25 million.",
    "They were fined $300,000 and $450,000, a total of $800,000.",
    "The $90 million was split between the two: $60 million for Harrow and $40 million for Vance.",
    "It paid $3,000 per book for 480,000 books, or $1.2 billion.",
    "Of the $9 million, Harlow owes $5 million and Vane the remaining $2 million.",
]

SILENT = [
    "The firm earned $8 million in May and $4 million in June. It was fined $13 million.",
    "The award was cut from $12 million to $8 million, and costs of $3 million were added.",
    "It paid $500 per car; 40,000 cars were recalled and the stock lost $2 billion.",
    "Of the 61 applications, 23 were granted and 12 are pending.",
    "She was ordered to pay $90,000, including $60,000 in restitution and $10,000 in costs.",
    "It would pay $30 million to Ohio and $20 million to Iowa as part of a $75 million deal with six states.",
    "The $75 million settlement is split among 14 states: Ohio gets $9 million and Iowa gets $7 million.",
    "The $40 million was split among several owners: Roe got $12 million and Lund $6 million.",
    "Harlow takes $5 million of the total, Vane $3 million and Cole the remaining $1 million.",
    "They had asked for $12 million.\nThe money will be split: the insurer pays $2 million and the city $400,000.",
    "It paid $3,000 per book for 480,000 books, or about $1.5 billion.",
    "A total of 40 suits were filed, 12 in Ohio and 9 in Iowa.",
    "The fund will pay up to $4,000 each to 250 tenants, and no more than $900,000 in all.",
    "Ten percent of the $50 million award, $6 million, goes to the state.",
    "Each of the 40 plaintiffs gets $20,000, and their lawyers get $900,000.",
    "He sold 300 tickets at $50 each and kept $9,000 in a drawer.",
    "It pays $500 per car for 40,000 cars, or $5 million more than a rival.",
]


@pytest.mark.parametrize("text", AGREE)
def test_figures_that_the_words_tie_together_agree(text: str) -> None:
    found = checks(text)
    assert found
    assert all(check.holds for check in found)


@pytest.mark.parametrize("text", CONTRADICT)
def test_figures_that_cannot_be_true_together_are_found(text: str) -> None:
    assert [check.holds for check in checks(text)] == [False]


@pytest.mark.parametrize("text", SILENT)
def test_figures_that_only_stand_together_are_left_alone(text: str) -> None:
    assert checks(text) == []

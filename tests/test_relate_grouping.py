"""Mentions of claims that mean one claim, and the groups of words with like meaning."""

from __future__ import annotations

from collections.abc import Callable

import pytest
import spacy
from spacy.tokens import Doc

from newsdocket.docket import Docket
from newsdocket.extract.spans import ClaimSpan, NameSpan
from newsdocket.linear import LinearModel, load_linear
from newsdocket.read import article_from_text
from newsdocket.relate.claims import statute_type
from newsdocket.relate.context import Context, build_context
from newsdocket.relate.grouping import MOST_COMPARED, Mention, abbreviates, group_mentions, likeness_of, pair_features
from newsdocket.relate.likeness import group_features, sentence_groups, word_groups
from newsdocket.resolve.parties import resolve_parties

BLANK = spacy.blank("en")
BLANK.add_pipe("sentencizer")
LABELS = ("other", "same")
BY_NAMES = LinearModel("claim_pairs", LABELS, (0.0, 0.0), {"names=disjoint": (2.0, -2.0), "names=same": (-2.0, 2.0)})
TEXT = "Acme sued Borex for fraud. Lund settled the second fraud case. Borex denied the fraud."


def context(text: str, *names: str) -> Context:
    places = [(i, name) for name in names for i in range(len(text)) if text.startswith(name, i)]
    spans = [NameSpan(start=i, end=i + len(n), text=n, name=n, kind="organization") for i, n in sorted(places)]
    return Context.of(BLANK(text), candidates=tuple(resolve_parties(spans)))


def mentions(text: str, words: str, outcome: str = "pending") -> list[Mention]:
    places = [i for i in range(len(text)) if text.startswith(words, i)]
    spans = (
        ClaimSpan(start=i, end=i + len(words), text=words, type="fraud", name=words, rule="phrase") for i in places
    )
    return [Mention(span, outcome) for span in spans]


def test_mentions_beside_other_names_are_other_claims() -> None:
    groups = group_mentions(mentions(TEXT, "fraud"), context(TEXT, "Borex", "Lund"), BY_NAMES)
    assert groups == [[0, 2], [1]]


def test_every_mention_is_in_one_group_and_groups_stand_in_text_order() -> None:
    found = mentions("fraud. " * 200, "fraud")
    groups = group_mentions(found, context("fraud. " * 200), BY_NAMES)
    assert sorted(n for group in groups for n in group) == list(range(len(found)))
    assert [group[0] for group in groups] == sorted(group[0] for group in groups)


def test_a_mention_is_compared_with_the_last_ones_only(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[int] = []

    def counted(one: Mention, two: Mention, where: Context, model: LinearModel) -> float:
        asked.append(two.span.start - one.span.start)
        return 1.0

    monkeypatch.setattr("newsdocket.relate.grouping.likeness_of", counted)
    text = "fraud. " * 300
    assert group_mentions(mentions(text, "fraud"), context(text), BY_NAMES) == [list(range(300))]
    assert max(asked) == MOST_COMPARED * len("fraud. ")


PAIRS = [
    ("distance=1", True),
    ("names=disjoint", True),
    ("B=second", True),
    ("same_outcome=True", True),
    ("same_words=True", True),
    ("overlap", False),
]


@pytest.mark.parametrize(("feature", "there"), PAIRS)
def test_features_of_a_pair(feature: str, there: bool) -> None:
    one, two, _ = mentions(TEXT, "fraud")
    assert (feature in set(pair_features(one, two, context(TEXT, "Borex", "Lund")))) is there


def test_the_shipped_model_knows_a_mention_inside_another() -> None:
    model = load_linear("claim_pairs")
    assert set(model.labels) == set(LABELS)
    short, long = mentions(TEXT, "fraud")[0], mentions(TEXT, "for fraud")[0]
    apart = mentions(TEXT, "fraud")[1]
    where = context(TEXT, "Acme", "Borex", "Lund")
    assert likeness_of(long, short, where, model) > likeness_of(short, apart, where, model)


def test_two_defendants_who_end_differently_give_two_claims(docket: Docket) -> None:
    text = (
        "A jury in Ohio found on Monday that Borex Inc. had infringed a patent of Quillon Group on desk lamps. "
        "The lamps were sold for six years in 40 states. Quillon had sued in 2021. The trial took two weeks.\n\n"
        "The verdict surprised the industry. Analysts had expected a deal. Shares of Borex fell.\n\n"
        "Lund Lighting, a second defendant, settled the patent claims against it in May. Its lawyer did not return a "
        "call. The terms were not made public."
    )
    record = docket.read(text, published="2026-03-04")
    assert {c.outcome for c in record.claims if c.type == "patent"} >= {"found_for_claimant", "settled"}


def test_a_word_has_a_group_of_each_size_named_by_a_word_of_the_group() -> None:
    groups = word_groups()
    assert len({len(names) for names in groups.values()}) == 1
    for names in list(groups.values())[:500]:
        for place, name in enumerate(names):
            size, _, word = name.partition("=")
            assert groups[word][place] == name, size


LIKE = [("refund", "rebate"), ("murder", "homicide"), ("vote", "ballot"), ("lawsuit", "litigation")]


@pytest.mark.parametrize(("one", "two"), LIKE)
def test_words_of_like_meaning_share_a_group(one: str, two: str) -> None:
    assert set(word_groups()[one]) & set(word_groups()[two])


def test_groups_are_features_of_content_words_only(parse: Callable[[str], Doc]) -> None:
    doc = parse("The lawsuit is over.")
    found = list(group_features(doc, "W"))
    assert found
    assert {name.removeprefix("W~") for name in found} <= {n for names in word_groups().values() for n in names}
    assert not list(group_features(doc[0:1], "W"))
    assert len(list(group_features(doc[1:2], "W", skip=1))) == len(list(group_features(doc[1:2], "W"))) - 1


def test_the_groups_of_a_sentence_are_worked_out_once(parse: Callable[[str], Doc]) -> None:
    where = Context.of(parse("The lawsuit is over. The refund was paid."))
    assert sentence_groups(1, where) is sentence_groups(1, where)
    assert sentence_groups(0, where) != sentence_groups(1, where)


@pytest.mark.parametrize(
    ("letters", "name", "same"),
    [
        ("CFAA", "Computer Fraud and Abuse Act", True),
        ("F.C.A.", "False Claims Act", True),
        ("ADA", "Americans with Disabilities Act", True),
        ("DMCA", "Computer Fraud and Abuse Act", False),
        ("RICO", "RICO", False),
        ("A", "Act", False),
    ],
)
def test_letters_of_a_statute(letters: str, name: str, same: bool) -> None:
    assert abbreviates(letters, name) is same


STATUTES = (
    "A federal jury in Ohio found on Tuesday that Tarn Freight breached its contract with Ida Rowe. "
    "The judge had dismissed her claims brought under the Computer Fraud and Abuse Act (CFAA) in March."
)


def test_what_becomes_of_claims_under_a_statute_has_its_type(docket: Docket) -> None:
    read = build_context(docket.annotate(article_from_text(STATUTES)))
    told = {span.text: statute_type(span, read) for span in read.claims}
    assert {kind for words, kind in told.items() if "dismissed" in words} == {"computer_misuse"}
    assert {kind for words, kind in told.items() if "contract" in words} == {None}


def test_a_statute_and_its_letters_are_one_claim(docket: Docket) -> None:
    (claim,) = [claim for claim in docket.read(STATUTES).claims if claim.type == "computer_misuse"]
    assert claim.outcome == "dismissed"

"""Dates: what is found, what it is worth, what is left alone. All sentences are invented."""

from __future__ import annotations

import doctest
from datetime import date
from pathlib import Path

import pytest
import spacy
from hypothesis import given, settings
from hypothesis import strategies as st

from newsdocket.extract import dates as dates_module
from newsdocket.extract.dates import GROUP, find_dates
from newsdocket.extract.spans import DateSpan, read_group

PUBLISHED = "2024-04-17"  # a Wednesday


def values(text: str, published: str | None = PUBLISHED) -> list[str | None]:
    return [span.value for span in find_dates(text, published=published)]


ABSOLUTE = [
    ("Oct. 25, 2016", "2016-10-25"),
    ("October 25, 2016", "2016-10-25"),
    ("October 25th, 2016", "2016-10-25"),
    ("Oct 25 2016", "2016-10-25"),
    ("25 October 2016", "2016-10-25"),
    ("25 October, 2016", "2016-10-25"),
    ("the 25th of October 2016", "2016-10-25"),
    ("October 25,2016", "2016-10-25"),
    ("OCTOBER 25, 2016", "2016-10-25"),
    ("Tuesday, Oct. 25, 2016", "2016-10-25"),
    ("Tuesday 25 October 2016", "2016-10-25"),
    ("Tues., Oct. 25, 2016", "2016-10-25"),
    ("2016-10-25", "2016-10-25"),
    ("2016-10-25T08:15:00Z", "2016-10-25"),
    ("10/25/2016", "2016-10-25"),
    ("25/10/2016", "2016-10-25"),
    ("25.10.2016", "2016-10-25"),
    ("10/25/16", "2016-10-25"),
    ("25-Oct-2016", "2016-10-25"),
    ("the second of May 2019", "2019-05-02"),
    ("the twenty-fifth of October 2016", "2016-10-25"),
    ("March 2021", "2021-03"),
    ("March, 2021", "2021-03"),
    ("March of 2021", "2021-03"),
    ("Sept. 2020", "2020-09"),
    ("early March 2021", "2021-03"),
    ("2019", "2019"),
    ("late 2023", "2023"),
    ("mid-2019", "2019"),
    ("early in 2018", "2018"),
    ("fiscal 2020", "2020"),
    ("fiscal year 2020", "2020"),
    ("FY2021", "2021"),
    ("the summer of 2020", "2020"),
    ("spring 2019", "2019"),
    ("Q3 2021", "2021-07/2021-09"),
    ("the third quarter of 2021", "2021-07/2021-09"),
    ("the 4th quarter of 2021", "2021-10/2021-12"),
    ("the second half of 2019", "2019-07/2019-12"),
    ("the third quarter of fiscal 2021", "2021"),
    ("second-quarter 2021", "2021-04/2021-06"),
]


@pytest.mark.parametrize(("words", "value"), ABSOLUTE)
def test_absolute_date_keeps_the_precision_of_its_words(words: str, value: str) -> None:
    found = find_dates(f"The contract was signed in {words} by both sides.")
    assert [span.value for span in found] == [value]
    assert found[0].text in words


RANGES = [
    ("from 2010 to 2014", "2010/2014"),
    ("2013 to 2015", "2013/2015"),
    ("between 2013 and 2015", "2013/2015"),
    ("2026 through 2030", "2026/2030"),
    ("from 2012-14", "2012/2014"),
    ("in 2012–2014", "2012/2014"),
    ("the 2021/22 season", "2021/2022"),
    ("February 2013 to May 2015", "2013-02/2015-05"),
    ("between March 2020 and August 2021", "2020-03/2021-08"),
    ("between January and May 2019", "2019-01/2019-05"),
    ("from November to February 2019", "2018-11/2019-02"),
    ("2006 through July 2014", "2006/2014-07"),
    ("January 2017 through the autumn of 2021", "2017-01/2021"),
    ("June 3-7, 2019", "2019-06-03/2019-06-07"),
    ("June 3 to July 7, 2019", "2019-06-03/2019-07-07"),
    ("Jan. 1, 2016, through Dec. 31, 2019", "2016-01-01/2019-12-31"),
    ("between April 1, 2015, and October 1, 2015", "2015-04-01/2015-10-01"),
    ("3-7 June 2019", "2019-06-03/2019-06-07"),
    ("from 3 to 7 June 2019", "2019-06-03/2019-06-07"),
    ("between 9 March and 21 May 2022", "2022-03-09/2022-05-21"),
    ("from 10/1/2018-10/7/2018", "2018-10-01/2018-10-07"),
    ("from December 2, 2023, to Jan. 5, 2024", "2023-12-02/2024-01-05"),
    ("from the start of 2007 to the end of 2008", "2007/2008"),
    ("between May 2021 and yesterday", "2021-05/2024-04-16"),
]


@pytest.mark.parametrize(("words", "value"), RANGES)
def test_a_range_is_one_date(words: str, value: str) -> None:
    assert values(f"The scheme ran {words} in three states.") == [value]


RELATIVE = [
    ("The jury returned its verdict on Tuesday.", "2024-04-16"),
    ("The court ruled Wednesday.", "2024-04-17"),
    ("The court ruled Thursday.", "2024-04-11"),
    ("He was arrested last Wednesday.", "2024-04-10"),
    ("He was charged Monday morning.", "2024-04-15"),
    ("The panel will rule on Monday.", "2024-04-22"),
    ("She is due in court next Tuesday.", "2024-04-23"),
    ("Friday's hearing was short.", "2024-04-12"),
    ("It said so in a Tuesday filing.", "2024-04-16"),
    ("Prosecutors announced it today.", "2024-04-17"),
    ("He was freed yesterday evening.", "2024-04-16"),
    ("He was held last night.", "2024-04-16"),
    ("She will testify tomorrow.", "2024-04-18"),
    ("Agents came this morning.", "2024-04-17"),
    ("The merger closed last month.", "2024-03"),
    ("The trial opens next month.", "2024-05"),
    ("The deal collapsed earlier this month.", "2024-04"),
    ("It earned more last year.", "2023"),
    ("The two sides settled earlier this year.", "2024"),
    ("The case goes to trial next year.", "2025"),
    ("It was filed two days ago.", "2024-04-15"),
    ("It was vacated in January.", "2024-01"),
    ("It was entered last September.", "2023-09"),
    ("It was filed in November.", "2023-11"),
    ("The hearing is scheduled for June.", "2024-06"),
    ("A trial is set for February.", "2025-02"),
    ("Trial is set for Feb. 14.", "2025-02-14"),
    ("A judge in Ohio is due to hear the suit against the dealer in November.", "2024-11"),
    ("Checks should go out in December.", "2024-12"),
    ("The appeal will be heard from May 15 on.", "2024-05-15"),
    ("The trial was cancelled in May due to the flood.", "2023-05"),
    ("“No,” begins Friday’s opinion.", "2024-04-12"),
    ("In March the Second Circuit reversed.", "2024-03"),
    ("He has until Oct. 30 to appeal.", "2024-10-30"),
    ("They sued on Oct. 30 in Boston.", "2023-10-30"),
    ("The order took effect on April 2.", "2024-04-02"),
    ("It was filed in June last year.", "2023-06"),
    ("It was filed in January of this year.", "2024-01"),
    ("An October hearing was cancelled.", "2023-10"),
    ("A March ruling went the other way.", "2024-03"),
    ("The deal was struck in late June.", "2023-06"),
    ("They met on the 2nd of April there.", "2024-04-02"),
    ("They met on Friday, April 5, in Reno.", "2024-04-05"),
    ("The plant shut last fall for good.", "2023"),
    ("It ran from last June to March 2024.", "2023-06/2024-03"),
    ("It ran from last November to March.", "2023-11/2024-03"),
]


@pytest.mark.parametrize(("text", "value"), RELATIVE)
def test_relative_date_is_settled_by_the_document_date(text: str, value: str) -> None:
    assert values(text) == [value]


@pytest.mark.parametrize(
    "text",
    [
        "The court ruled on Tuesday.",
        "It was filed in June.",
        "It earned more last year.",
        "They sued on Oct. 30 there.",
    ],
)
def test_relative_date_without_document_date_is_found_but_has_no_value(text: str) -> None:
    assert values(text, published=None) == [None]


@pytest.mark.parametrize("words", ["last week", "this week", "next weekend", "two weeks ago", "nine years ago"])
def test_words_vaguer_than_a_month_or_without_a_calendar_date_have_no_value(words: str) -> None:
    assert values(f"The company announced it {words}.") == [None]


NO_DATE = [
    "The firm may appeal.",
    "Judge May heard the case.",
    "Theresa May spoke for an hour.",
    "April Jones sued June Carter.",
    "Marchers march to the court.",
    "The Women's March filled the square.",
    "The second juror was excused.",
    "A claim under Section 1983 failed.",
    "See 42 U.S.C. 1983 for the text.",
    "The Civil Rights Act of 1964 applies.",
    "It breached the 1934 Securities Exchange Act.",
    "The Equality Act 2010 protects her.",
    "The suit is No. 2016-00123 on the docket.",
    "The case is 1:17-cv-365 in that court.",
    "He paid $2016 for it.",
    "It logged 2,016 visits.",
    "She copied 1989 songs.",
    "It sold more than 2000 devices.",
    "He got a Form 1099 instead.",
    "The album “1989” sold well.",
    "It recalled the 9/11 cases.",
    "Families of the September 11 attacks sued.",
    "Music of the 1990s was sampled.",
    "Prices of the 1980's were lower.",
    "Police searched 1842 Maple Avenue twice.",
    "The panel split 5-4 on it.",
    "She reads the Sunday Times.",
    "Sales on Black Friday rose.",
    "They meet every Tuesday.",
    "It was in USA Today.",
    "Over the last year prices rose.",
    "He is 25 and she is 31.",
    "He was seen in Mar-a-Lago twice.",
    "The panel of 3 and 7 others agreed.",
    "Read https://example.org/2019/05/06/verdict for more.",
    "It crashed at Flight 1549 speed.",
]


@pytest.mark.parametrize("text", NO_DATE)
def test_what_only_looks_like_a_date_is_left_alone(text: str) -> None:
    assert find_dates(text, published=PUBLISHED) == []


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("He was sentenced on March 4 to 14 months in prison.", "2024-03-04"),
        ("The appeal is to be heard in November.", "2024-11"),
        ("The case is listed before the Supreme Court in February.", "2025-02"),
        ("She faces ten years when she is sentenced on Jan. 17.", "2025-01-17"),
        ("The judge set a final hearing for Jan. 13.", "2025-01-13"),
    ],
)
def test_what_a_court_has_set_lies_ahead(text: str, value: str) -> None:
    assert values(text) == [value]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("It was charged in 2021, but the case was dropped a year later.", ["2021", "2022"]),
        ("The mill closed in May 2018. It was sold two years later.", ["2018-05", "2020"]),
        ("Acme was sued in 2020; it settled that November without a trial.", ["2020", "2020-11"]),
        ("It paid in 2019. She sued that summer, alleging fraud.", ["2019", "2019"]),
        ("It closed in 2019, three years earlier than planned.", ["2019"]),
        ("He sued in 2022. The court said that November was too late.", ["2022", "2023-11"]),
    ],
)
def test_years_and_months_told_from_the_date_before(text: str, found: list[str]) -> None:
    assert values(text) == found


def test_a_list_of_dates_shares_the_year() -> None:
    assert values("He sold shares on Jan. 5 and Feb. 7, 2019.") == ["2019-01-05", "2019-02-07"]
    assert values("They met in June and July 2020.") == ["2020-06", "2020-07"]
    assert values("They met on June 3, 4 and 9, 2019.") == ["2019-06-03", "2019-06-04", "2019-06-09"]


def test_years_in_a_list_are_dates_of_their_own() -> None:
    assert values("It lost money in 2014, 2015 and 2017.") == ["2014", "2015", "2017"]


def test_an_account_of_an_earlier_year_carries_its_year_on() -> None:
    text = "The fire broke out on Aug. 17, 2021. On Dec. 27 the state sued. By Jan. 7, 2022, the plant had shut."
    assert values(text) == ["2021-08-17", "2021-12-27", "2022-01-07"]


def test_an_account_ends_with_its_paragraph() -> None:
    assert values("It began on Aug. 17, 2021.\n\nOn Dec. 7 the state sued.") == ["2021-08-17", "2023-12-07"]


def test_that_month_follows_the_date_told_before() -> None:
    assert values("In May 2022 jurors agreed. He had until that August to pay.") == ["2022-05", "2022-08"]
    assert values("In May 2022 jurors agreed. He had until that March to pay.") == ["2022-05", "2023-03"]


def test_a_year_may_be_counted_from_the_one_told_before() -> None:
    assert values("The bill failed in 2019 and passed the following year.") == ["2019", "2020"]
    assert values("Last year it lost twice; the year before that, once.") == ["2023", "2022"]
    assert values("It had done so the previous year.") == [None]


def test_the_weekday_decides_between_two_years() -> None:
    assert values("The offer lapsed on Friday, Sept. 29.", published="2024-04-17") == ["2023-09-29"]


def test_dateline_and_body_agree() -> None:
    text = "NEW YORK, April 15 (Newsline) - A jury said on Monday that it would come back on April 22."
    assert values(text) == ["2024-04-15", "2024-04-15", "2024-04-22"]


def test_a_count_after_a_month_is_no_day() -> None:
    assert [span.text for span in find_dates("In May 12 people were charged.", published=PUBLISHED)] == ["May"]


def test_an_impossible_day_has_no_value() -> None:
    assert values("It was due on 31/02/2016 at noon.") == [None]


def test_published_may_be_a_date_or_words() -> None:
    text = "The court ruled today."
    for published in (date(2024, 4, 17), "2024-04-17", "2024-04-17T09:00:00Z", "April 17, 2024; District of Oregon"):
        assert [span.value for span in find_dates(text, published=published)] == ["2024-04-17"]
    assert values(text, published="not a date") == [None]


def test_component_reads_the_date_of_the_doc_and_survives_bytes() -> None:
    nlp = spacy.blank("en")
    nlp.add_pipe("newsdocket_dates")
    doc = nlp.make_doc("The judge, in Reno, ruled on Tuesday.")
    doc.user_data["newsdocket"] = {"published": PUBLISHED}
    doc = nlp(doc)
    assert doc.spans[GROUP][0].text == "Tuesday"
    again = spacy.tokens.Doc(nlp.vocab).from_bytes(doc.to_bytes())
    assert read_group(again, GROUP, DateSpan) == [DateSpan(start=29, end=36, text="Tuesday", value="2024-04-16")]


def test_module_example() -> None:
    assert doctest.testmod(dates_module).failed == 0


def test_examples_of_the_documentation() -> None:
    guide = Path(__file__).parents[1] / "docs" / "dates.md"
    result = doctest.testfile(str(guide), module_relative=False, encoding="utf-8")
    assert result.attempted > 5
    assert result.failed == 0


PIECES = st.sampled_from(
    "Oct. 25 , 2016 May March Tuesday last next this that year month week - – / to between and 2012 14 the of 31 Feb. "
    "Q3 fiscal late mid yesterday ago two days 10/25/2016 2016-10-25 \n\n . summer 1st first in on will was".split(" ")
)


@settings(max_examples=300, deadline=None)
@given(st.lists(PIECES, max_size=25).map(" ".join), st.sampled_from([None, "2024-02-29", "2023-12-31"]))
def test_spans_are_exact_sorted_and_apart(text: str, published: str | None) -> None:
    check_invariants(text, published)


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=200))
def test_any_text_is_survived(text: str) -> None:
    check_invariants(text, PUBLISHED)


def check_invariants(text: str, published: str | None) -> None:
    end = 0
    for span in find_dates(text, published=published):
        assert text[span.start : span.end] == span.text
        assert span.start >= end
        end = span.end
        assert span.value is None or all(3 < len(part) < 11 for part in span.value.split("/"))

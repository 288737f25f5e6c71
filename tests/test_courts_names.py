"""Court names as newsrooms write them, each with the right answer."""

from __future__ import annotations

import pytest

from newsdocket.extract.courts import find_courts
from newsdocket.extract.spans import CourtSpan

# wording | courts-db id, or "a,b" candidates in brackets, or - | level | system | country
TABLE = """
a suit filed in a Manhattan federal court | nysd | trial | federal | US
Manhattan federal court heard the case | nysd | trial | federal | US
the U.S. District Court for the Southern District of New York | nysd | trial | federal | US
United States District Court, Southern District of New York | nysd | trial | federal | US
the SDNY judge | nysd | trial | federal | US
Doe v. Roe (S.D.N.Y.) | nysd | trial | federal | US
U.S. District Court in Manhattan | nysd | trial | federal | US
a federal court in White Plains, N.Y. | nysd | trial | federal | US
federal court in Brooklyn | nyed | trial | federal | US
Central Islip federal court on Long Island | nyed | trial | federal | US
the EDNY | nyed | trial | federal | US
a Buffalo federal court | nywd | trial | federal | US
federal court in Syracuse, New York | nynd | trial | federal | US
a New York federal court | [nysd,nyed,nynd,nywd] | trial | federal | US
a federal court in New York City | [nysd,nyed] | trial | federal | US
federal court in San Jose | cand | trial | federal | US
a federal court in Oakland, Calif., | cand | trial | federal | US
San Francisco federal court | cand | trial | federal | US
the Northern District of California | cand | trial | federal | US
Roe v. Doe, N.D. Cal. | cand | trial | federal | US
the federal courthouse in downtown Los Angeles | cacd | trial | federal | US
federal court in Santa Ana | cacd | trial | federal | US
Sacramento federal court | caed | trial | federal | US
a San Diego federal court | casd | trial | federal | US
a California federal court | [cand,cacd,caed,casd] | trial | federal | US
federal court in Massachusetts | mad | trial | federal | US
Boston's federal court | mad | trial | federal | US
D. Mass. | mad | trial | federal | US
a Delaware federal court | ded | trial | federal | US
the federal court in Wilmington, Del. | ded | trial | federal | US
federal court in Newark | njd | trial | federal | US
a federal court in Camden, N.J., | njd | trial | federal | US
Philadelphia federal court | paed | trial | federal | US
federal court in Pittsburgh | pawd | trial | federal | US
a federal court in Harrisburg, Pennsylvania | pamd | trial | federal | US
the Eastern District of Virginia | vaed | trial | federal | US
federal court in Alexandria, Va. | vaed | trial | federal | US
the EDVA rocket docket | vaed | trial | federal | US
Roanoke federal court | vawd | trial | federal | US
federal court in Baltimore | mdd | trial | federal | US
U.S. District Court in Washington | dcd | trial | federal | US
federal court in Washington, D.C. | dcd | trial | federal | US
Seattle federal court | wawd | trial | federal | US
a federal court in Spokane | waed | trial | federal | US
federal court in Nashville | tnmd | trial | federal | US
Memphis federal court | tnwd | trial | federal | US
a federal court in Chattanooga | tned | trial | federal | US
federal court in Chicago | ilnd | trial | federal | US
a federal court in Springfield, Illinois, | ilcd | trial | federal | US
federal court in Detroit | mied | trial | federal | US
Grand Rapids federal court | miwd | trial | federal | US
federal court in Cleveland | ohnd | trial | federal | US
a Columbus federal court | ohsd | trial | federal | US
federal court in Cincinnati | ohsd | trial | federal | US
the federal court in Marshall, Texas | txed | trial | federal | US
federal court in Dallas | txnd | trial | federal | US
a Houston federal court | txsd | trial | federal | US
federal court in Waco | txwd | trial | federal | US
a federal court in Texas | [txed,txnd,txsd,txwd] | trial | federal | US
a federal district court in southern Texas | txsd | trial | federal | US
Miami federal court | flsd | trial | federal | US
federal court in Tampa | flmd | trial | federal | US
federal court in Tallahassee, Fla. | flnd | trial | federal | US
Atlanta federal court | gand | trial | federal | US
federal court in Denver | cod | trial | federal | US
a Las Vegas federal court | nvd | trial | federal | US
federal court in Phoenix | azd | trial | federal | US
Minneapolis federal court | mnd | trial | federal | US
a federal court in St. Louis | moed | trial | federal | US
federal court in Kansas City, Kansas | ksd | trial | federal | US
New Orleans federal court | laed | trial | federal | US
a federal court in Portland, Maine | med | trial | federal | US
federal court in Portland, Ore. | ord | trial | federal | US
federal court in Puerto Rico | prd | trial | federal | US
the Honolulu federal court | hid | trial | federal | US
a U.S. Bankruptcy Court in Manhattan | nysb | trial | federal | US
a bankruptcy court in Houston | txsb | trial | federal | US
the U.S. Bankruptcy Court for the District of Delaware | deb | trial | federal | US
the Ninth Circuit | ca9 | appellate | federal | US
the 9th Circuit's ruling | ca9 | appellate | federal | US
the 2nd U.S. Circuit Court of Appeals | ca2 | appellate | federal | US
the U.S. Court of Appeals for the Third Circuit | ca3 | appellate | federal | US
the U.S. 5th Circuit Court of Appeals in New Orleans | ca5 | appellate | federal | US
a federal appeals court in Richmond, Virginia, | ca4 | appellate | federal | US
Cincinnati's federal appeals court | ca6 | appellate | federal | US
the Chicago-based 7th U.S. Circuit Court of Appeals | ca7 | appellate | federal | US
the St. Louis-based 8th Circuit | ca8 | appellate | federal | US
the Denver-based federal appeals court | ca10 | appellate | federal | US
the Eleventh Circuit in Atlanta | ca11 | appellate | federal | US
Boston's 1st U.S. Circuit Court of Appeals | ca1 | appellate | federal | US
the D.C. Circuit | cadc | appellate | federal | US
the Court of Appeals for the D.C. Circuit | cadc | appellate | federal | US
the Federal Circuit | cafc | appellate | federal | US
the U.S. Court of Appeals for the Federal Circuit | cafc | appellate | federal | US
an appeals court in Richmond | [ca4,vactapp] | appellate | - | US
the U.S. Supreme Court | scotus | supreme | federal | US
SCOTUS | scotus | supreme | federal | US
the Supreme Court of the United States | scotus | supreme | federal | US
On Monday the justices agreed to hear the case | scotus | supreme | federal | US
the U.S. Court of International Trade | cit | trial | federal | US
the U.S. Court of Federal Claims | uscfc | trial | federal | US
the U.S. Tax Court | tax | trial | federal | US
the Patent Trial and Appeal Board | ptab | tribunal | federal | US
the Trademark Trial and Appeal Board | ttab | tribunal | federal | US
the Judicial Panel on Multidistrict Litigation | jpml | tribunal | federal | US
the secretive Foreign Intelligence Surveillance Court | fisc | trial | federal | US
Los Angeles County Superior Court | calsuppctla | trial | state | US
Los Angeles Superior Court | calsuppctla | trial | state | US
San Francisco Superior Court | calsuppctsf | trial | state | US
Alameda County Superior Court | calsuperct | trial | state | US
New York's highest court | ny | supreme | state | US
the New York Court of Appeals | ny | supreme | state | US
New York Supreme Court | nysupct | trial | state | US
Manhattan Supreme Court | nysupctnewyork | trial | state | US
Nassau County Supreme Court | nysupctnss | trial | state | US
the Appellate Division, First Department | nyappdiv | appellate | state | US
a New York state appeals court | nyappdiv | appellate | state | US
Delaware Chancery Court | delch | trial | state | US
Delaware's Court of Chancery | delch | trial | state | US
the Delaware Supreme Court | del | supreme | state | US
the Superior Court of Delaware | delsuperct | trial | state | US
the California Supreme Court | cal | supreme | state | US
California's high court | cal | supreme | state | US
California's Second District Court of Appeal | calctapp2d | appellate | state | US
Florida's Third District Court of Appeal | fladistctapp3 | appellate | state | US
Massachusetts' highest court | mass | supreme | state | US
the Massachusetts Supreme Judicial Court | mass | supreme | state | US
the Texas Supreme Court | tex | supreme | state | US
the Texas Court of Criminal Appeals | texcrimapp | supreme | state | US
Oklahoma's Supreme Court | okla | supreme | state | US
the Pennsylvania Superior Court | pasuperct | appellate | state | US
the Commonwealth Court of Pennsylvania | pacommwct | appellate | state | US
the Michigan Court of Appeals | michctapp | appellate | state | US
Cook County Circuit Court in Chicago | illcirct | trial | state | US
Lane County Circuit Court in Eugene, Oregon | orcclane | trial | state | US
Hennepin County District Court | minndistct | trial | state | US
Fulton County Superior Court | gasuperct | trial | state | US
Clark County District Court in Las Vegas | nevdistct | trial | state | US
the 17th Judicial Circuit Court in Broward County | flacirct17 | trial | state | US
D.C. Superior Court | supctdc | trial | state | US
a Florida state court | [flacirct,flactyct] | trial | state | US
the High Court in London | - | trial | foreign | GB
London's High Court | - | trial | foreign | GB
the Court of Appeal in London | - | appellate | foreign | GB
Britain's Supreme Court | - | supreme | foreign | GB
the Old Bailey | - | trial | foreign | GB
Leeds Crown Court | - | trial | foreign | GB
Scotland's Court of Session | - | trial | foreign | GB
the Competition Appeal Tribunal | - | tribunal | foreign | GB
the Federal Court of Australia | - | trial | foreign | AU
Australia's High Court | - | supreme | foreign | AU
the Supreme Court of Canada | - | supreme | foreign | CA
an Ontario court | - | trial | foreign | CA
Tokyo District Court | - | trial | foreign | JP
a Munich regional court | - | trial | foreign | DE
Germany's Constitutional Court | - | supreme | foreign | DE
India's Supreme Court | - | supreme | foreign | IN
the Delhi High Court | - | trial | foreign | IN
a Paris appeals court | - | appellate | foreign | FR
a court in The Hague | - | trial | foreign | NL
the Seoul Central District Court | - | trial | foreign | KR
a Brazilian court | - | trial | foreign | BR
Spain's Supreme Court | - | supreme | foreign | ES
the Court of Justice of the European Union | - | supreme | international | -
the EU's General Court | - | trial | international | -
the European Court of Human Rights | - | supreme | international | -
the International Criminal Court | - | tribunal | international | -
the International Court of Justice in The Hague | - | tribunal | international | -
the Court of Arbitration for Sport | - | tribunal | international | -
"""


def _rows() -> list[list[str]]:
    return [[cell.strip() for cell in line.split(" | ")] for line in TABLE.strip().splitlines()]


def _only(wording: str) -> CourtSpan:
    found = find_courts(wording)
    assert len(found) == 1, [span.text for span in found]
    return found[0]


def test_table_is_large_enough() -> None:
    assert len(_rows()) >= 120


@pytest.mark.parametrize(("wording", "answer", "level", "system", "country"), _rows())
def test_court_name(wording: str, answer: str, level: str, system: str, country: str) -> None:
    span = _only(wording)
    if answer.startswith("["):
        assert span.court_id is None
        assert set(span.candidates) == set(answer.strip("[]").split(","))
    else:
        assert span.court_id == (None if answer == "-" else answer)
    assert (span.level or "-", span.system or "-", span.country or "-") == (level, system, country)


NOT_COURTS = """
a court ruled on Monday
the court said so
a federal judge in Manhattan
the jury in the case
federal courts have disagreed
the tennis court in Wimbledon
a food court in Ohio
an out-of-court settlement
U.S. Attorney for the Eastern District of Michigan
the U.S. Attorney's Office for the District of Connecticut
24 states and the District of Columbia sued
he was court-martialed
a circuit board in Ohio
the Justice Department
"""


@pytest.mark.parametrize("wording", NOT_COURTS.strip().splitlines())
def test_no_court(wording: str) -> None:
    assert find_courts(wording) == []

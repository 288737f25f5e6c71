"""One article: which facts of the gold were found, which were not, and what was found besides."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple, TypeVar

from newsdocket.evaluate.matching import (
    equal_things,
    pair_up,
    plain,
    same_count,
    same_court,
    same_judge,
    same_links,
    same_money,
    same_thing,
)
from newsdocket.evaluate.sheets import Dated, Figure, Named, Ruling, Sheet

FIELDS = (
    "courts",
    "courts.id",
    "judges",
    "parties",
    "parties.role",
    "labels",
    "amounts",
    "amounts.role",
    "amounts.payer",
    "amounts.payee",
    "counts",
    "dates",
    "claims",
    "claims.outcome",
    "claims.disposition",
    "relief",
)
"""What is scored, in the order of the report."""

HEADLINE_FIELDS = ("courts", "parties.role", "amounts.role", "counts", "dates", "claims.outcome", "relief")
"""The fields whose F1 the headline is the mean of: each list once, at its hardest."""

SIDES = {
    "plaintiff": "claiming",
    "petitioner": "claiming",
    "prosecutor": "claiming",
    "defendant": "answering",
    "respondent": "answering",
    "appellant": "appellant",
    "appellee": "appellee",
}
"""Party roles that count as the same: what matters is the side. Every other role is "beside the case"."""


class Tally(NamedTuple):
    """Facts found rightly, found wrongly, and not found."""

    hits: int = 0
    false: int = 0
    missed: int = 0

    def __add__(self, other: object) -> Tally:  # type: ignore[override]
        if not isinstance(other, Tally):
            return NotImplemented
        return Tally(self.hits + other.hits, self.false + other.false, self.missed + other.missed)


@dataclass(frozen=True)
class Difference:
    """One error: what the gold says and what was found (empty if nothing), and the words to look for."""

    field: str
    gold: str = ""
    found: str = ""
    words: str = ""


@dataclass
class ArticleScore:
    """The tallies of one article by field, and its errors in order of the fields. Fields not annotated are left out."""

    id: str
    tallies: dict[str, Tally] = field(default_factory=dict)
    differences: list[Difference] = field(default_factory=list)

    def count(self, name: str, hits: int, false: int, missed: int) -> None:
        """Enters the tally of field ``name``."""
        self.tallies[name] = Tally(hits, false, missed)

    def differ(self, name: str, gold: str, found: str, words: str) -> None:
        """Enters one error of field ``name``."""
        self.differences.append(Difference(name, gold, found, words))


I = TypeVar("I", Named, Figure, Dated, Ruling)  # noqa: E741
Paired = tuple[list[tuple[I, I]], list[I], list[I]]


def score_article(id: str, gold: Sheet, found: Sheet) -> ArticleScore:
    """The score of one article; ``found`` may itself be gold or another run's record."""
    score = ArticleScore(id)
    _score_courts(score, gold.courts, found.courts or ())
    _score_judges(score, gold.judges, found.judges or ())
    _score_parties(score, gold.parties, found.parties or ())
    _score_labels(score, gold.labels, found.labels or ())
    _score_amounts(score, gold.amounts, found.amounts or ())
    _score_counts(score, gold.counts, found.counts or ())
    _score_dates(score, gold.dates, found.dates or ())
    _score_claims(score, gold.claims, found.claims or ())
    _score_relief(score, gold.relief, found.relief or ())
    return score


def _enter(score: ArticleScore, name: str, paired: Paired[I], show: Callable[[I], str]) -> None:
    hits, missed, false = paired
    score.count(name, len(hits), len(false), len(missed))
    for item in missed:
        score.differ(name, show(item), "", words_of(item))
    for item in false:
        score.differ(name, "", show(item), words_of(item))


def _enter_detail(
    score: ArticleScore,
    name: str,
    hits: Iterable[tuple[I, I]],
    good: Callable[[I, I], bool],
    sizes: tuple[int, int],
    show: Callable[[I], str],
) -> None:
    """A detail of paired facts; ``sizes`` are those of the two lists: a fact not paired has its detail wrong too."""
    right = 0
    for gold, found in hits:
        if good(gold, found):
            right += 1
        else:
            score.differ(name, show(gold), show(found), words_of(found))
    score.count(name, right, sizes[1] - right, sizes[0] - right)


def _score_courts(score: ArticleScore, gold: Sequence[Named] | None, found: Sequence[Named]) -> None:
    if gold is None:
        return
    paired = pair_up(gold, found, _same_court_id, same_court)
    _enter(score, "courts", paired, show_court)
    known = {c.id for c in gold if c.id}
    right = sum(_same_court_id(g, f) for g, f in paired[0])
    wrong = [f for f in found if f.id and f.id not in known]
    score.count("courts.id", right, len(wrong), sum(c.id is not None for c in gold) - right)
    for g, f in paired[0]:
        if g.id and g.id != f.id:
            score.differ("courts.id", show_court(g), show_court(f), words_of(f))


def _same_court_id(gold: Named, found: Named) -> bool:
    return gold.id is not None and gold.id == found.id


def _score_judges(score: ArticleScore, gold: Sequence[Named] | None, found: Sequence[Named]) -> None:
    if gold is not None:
        _enter(score, "judges", pair_up(gold, found, same_judge), show_name)


def _score_parties(score: ArticleScore, gold: Sequence[Named] | None, found: Sequence[Named]) -> None:
    if gold is not None:
        paired = pair_up(gold, found, equal_things, same_thing)
        _enter(score, "parties", paired, show_party)
        _enter_detail(score, "parties.role", paired[0], same_side, (len(gold), len(found)), show_party)


def same_side(a: Named, b: Named) -> bool:
    """Whether two parties stand on the same side."""
    return SIDES.get(a.role, "beside") == SIDES.get(b.role, "beside")


def _score_labels(score: ArticleScore, gold: Sequence[Named] | None, found: Sequence[Named]) -> None:
    if gold is not None:
        _enter(score, "labels", pair_up(gold, found, equal_things, same_thing), show_name)


def _score_amounts(score: ArticleScore, gold: Sequence[Figure] | None, found: Sequence[Figure]) -> None:
    if gold is None:
        return
    paired = pair_up(gold, found, _same_amount, same_money)
    _enter(score, "amounts", paired, show_amount)
    _enter_detail(score, "amounts.role", paired[0], _same_role, (len(gold), len(found)), show_amount)
    for side in ("payer", "payee"):
        _score_links(score, side, paired)


def _same_amount(a: Figure, b: Figure) -> bool:
    return a.role == b.role and same_money(a, b)


def _same_role(a: Figure, b: Figure) -> bool:
    return a.role == b.role


def _score_links(score: ArticleScore, side: str, paired: Paired[Figure]) -> None:
    hits, missed, false = paired
    total = Tally(0, sum(len(getattr(f, side)) for f in false), sum(len(getattr(g, side)) for g in missed))
    for g, f in hits:
        tally = Tally(*same_links(getattr(g, side), getattr(f, side)))
        total += tally
        if tally.false or tally.missed:
            score.differ(f"amounts.{side}", show_links(g, side), show_links(f, side), words_of(f))
    score.count(f"amounts.{side}", *total)


def _score_counts(score: ArticleScore, gold: Sequence[Figure] | None, found: Sequence[Figure]) -> None:
    if gold is not None:
        _enter(score, "counts", pair_up(gold, found, same_count), show_count)


def _score_dates(score: ArticleScore, gold: Sequence[Dated] | None, found: Sequence[Dated]) -> None:
    if gold is not None:
        _enter(score, "dates", pair_up(gold, found, _same_date), show_date)


def _same_date(a: Dated, b: Dated) -> bool:
    return a.value == b.value


def _score_claims(score: ArticleScore, gold: Sequence[Ruling] | None, found: Sequence[Ruling]) -> None:
    if gold is None:
        return
    paired = pair_up(gold, found, _same_outcome, _same_type)
    sizes = len(gold), len(found)
    _enter(score, "claims", paired, show_ruling)
    _enter_detail(score, "claims.outcome", paired[0], _same_outcome, sizes, show_ruling)
    _enter_detail(score, "claims.disposition", paired[0], _same_disposition, sizes, show_ruling)


def _same_type(a: Ruling, b: Ruling) -> bool:
    return a.type == b.type


def _same_outcome(a: Ruling, b: Ruling) -> bool:
    return a.type == b.type and a.outcome == b.outcome


def _same_disposition(a: Ruling, b: Ruling) -> bool:
    return a.disposition == b.disposition


def _score_relief(score: ArticleScore, gold: Sequence[Ruling] | None, found: Sequence[Ruling]) -> None:
    if gold is not None:
        _enter(score, "relief", pair_up(gold, found, _same_type), show_ruling)


def words_of(item: Named | Figure | Dated | Ruling) -> str:
    """The words to look for in the article."""
    return (item.surfaces[1:] or item.surfaces or ("",))[0] if isinstance(item, Named) else item.words


def show_name(item: Named) -> str:
    """A name for a reader."""
    return item.name


def show_court(item: Named) -> str:
    """A court with its id or its candidates."""
    known = item.id or (f"one of {', '.join(item.candidates)}" if item.candidates else "no id")
    return f"{item.name} ({known})"


def show_party(item: Named) -> str:
    """A party with its role."""
    return f"{item.name} ({item.role})"


def show_number(item: Figure) -> str:
    """The value, or the bounds with ".." between them."""
    return plain(item.value) if item.value is not None else f"{plain(item.low)}..{plain(item.high)}"


def show_amount(item: Figure) -> str:
    """An amount: value, currency, role, the words."""
    return f"{show_number(item)} {item.unit} ({item.role}) [{item.words}]"


def show_links(item: Figure, side: str) -> str:
    """An amount and who pays or receives it."""
    names = "; ".join(forms[0] for forms in getattr(item, side)) or "nobody"
    return f"{show_number(item)} {item.unit} {side}: {names}"


def show_count(item: Figure) -> str:
    """A count: value, item, the words."""
    return f"{show_number(item)} {item.unit} [{item.words}]"


def show_date(item: Dated) -> str:
    """A date and its words."""
    return f"{item.value} [{item.words}]"


def show_ruling(item: Ruling) -> str:
    """A claim or relief: type, outcome, disposition, the words."""
    ending = f" ({item.outcome}, {item.disposition})" if item.outcome else ""
    return f"{item.type}{ending} [{item.words}]"

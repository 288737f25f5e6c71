"""The tables: names, columns, types, keys. The only definition; every format and ``docs/tables.md`` follow it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

Type = Literal["text", "integer", "decimal", "boolean", "date"]
PRECISION, SCALE = 38, 9
"""Of every decimal column: 29 digits before the point and 9 behind it."""


@dataclass(frozen=True)
class Column:
    """One column; ``description`` is for the data package and the documentation."""

    name: str
    type: Type
    description: str
    required: bool = False


@dataclass(frozen=True)
class Reference:
    """A foreign key: ``columns`` of this table name the ``targets`` of ``table``."""

    columns: tuple[str, ...]
    table: str
    targets: tuple[str, ...]


@dataclass(frozen=True)
class Table:
    """One table with its primary key and its references."""

    name: str
    description: str
    columns: tuple[Column, ...]
    key: tuple[str, ...]
    references: tuple[Reference, ...] = ()


_ARTICLE = Column("article_id", "text", "the article", required=True)
_ID = Column("id", "text", "id of the item within its article", required=True)
_OF_ARTICLE = Reference(("article_id",), "articles", ("article_id",))


def _text(name: str, description: str) -> Column:
    return Column(name, "text", description)


def _words() -> tuple[Column, ...]:
    return (
        Column("mentions", "integer", "number of places in the text that name it", required=True),
        Column("first_start", "integer", "where the first one begins, in code points", required=True),
        Column("words", "text", "the words of the first one", required=True),
    )


def _figures() -> tuple[Column, ...]:
    return (
        Column("value", "decimal", "the figure; null where only bounds are known"),
        Column("min_value", "decimal", "lower bound"),
        Column("max_value", "decimal", "upper bound"),
        Column("basis", "text", "exact, approximate, at_least, at_most, range", required=True),
    )


def _items(name: str, description: str, *columns: Column, references: tuple[Reference, ...] = ()) -> Table:
    """A table with one row for each item of a record."""
    every = (_ARTICLE, _ID, *columns, *_words())
    return Table(name, description, every, ("article_id", "id"), (_OF_ARTICLE, *references))


def _links(name: str, description: str, left: tuple[str, str], right: tuple[str, str], *more: Column) -> Table:
    """A table of pairs; ``left`` and ``right`` are the column and the table that it points to."""
    columns = (_ARTICLE, *(Column(c, "text", f"id among the {t}", required=True) for c, t in (left, right)), *more)
    references = tuple(Reference(("article_id", c), t, ("article_id", "id")) for c, t in (left, right))
    return Table(name, description, columns, tuple(column.name for column in columns), (_OF_ARTICLE, *references))


_SIDE_OF_AMOUNT = Column("side", "text", "payer or payee", required=True)
_SIDE_OF_CLAIM = Column("side", "text", "claimant or respondent", required=True)

TABLES: tuple[Table, ...] = (
    Table(
        "articles",
        "One row for each article.",
        (
            _ARTICLE,
            _text("source", "path or address as given"),
            _text("headline", "headline"),
            Column("published", "date", "day of publication"),
            _text("url", "address of the page"),
            _text("language", "language code"),
            _text("content_hash", "SHA-256 of the cleaned text"),
            _text("text", "the cleaned text; null where it was left out"),
            _text("version", "version of newsdocket"),
            _text("model", "language pipeline"),
            _text("settings_hash", "hash of everything that decides a record besides the text"),
        ),
        ("article_id",),
    ),
    _items(
        "courts",
        "Courts named in an article.",
        _text("name", "full name"),
        _text("court_id", "courts-db id; null while several fit"),
        _text("candidates", "courts-db ids that could be meant, separated by blanks"),
        _text("level", "trial, appellate, supreme, tribunal"),
        _text("system", "federal, state, foreign, international"),
        _text("country", "ISO 3166 code"),
    ),
    _items(
        "people",
        "Judges, counsel, witnesses, officials.",
        _text("name", "name without title"),
        _text("role", "judge, counsel, witness, official, other"),
    ),
    _items(
        "parties",
        "Who sues, is sued, charges, is charged, settles, appeals.",
        _text("name", "fullest form in the text"),
        _text("aliases", "other forms, separated by '; '"),
        _text("kind", "person, organization, government, group"),
        _text("role", "plaintiff, defendant, prosecutor, ..."),
    ),
    _items(
        "labels",
        "Record labels and music companies.",
        _text("name", "usual full name"),
        _text("parent", "owner"),
        _text("party_id", "the party that it is, if it is one"),
        references=(Reference(("article_id", "party_id"), "parties", ("article_id", "id")),),
    ),
    _items(
        "amounts",
        "Amounts of money.",
        *_figures(),
        Column("currency", "text", "ISO 4217 code", required=True),
        _text("per", "the unit that a rate is paid for; null for a sum"),
        Column("role", "text", "awarded, demanded, settlement, fine, ...", required=True),
        _text("part_of", "the amount that this one is a part of"),
        references=(Reference(("article_id", "part_of"), "amounts", ("article_id", "id")),),
    ),
    _items("counts", "Numbers of things.", *_figures(), Column("item", "text", "head noun", required=True)),
    _items(
        "dates",
        "Calendar dates.",
        Column("value", "text", "EDTF, at the precision of the words", required=True),
        Column("first_day", "date", "first day that the words can mean"),
        Column("last_day", "date", "last day that the words can mean"),
    ),
    _items(
        "claims",
        "Causes of action and charges.",
        Column("type", "text", "copyright, contract, crime, ...", required=True),
        _text("name", "as the text names it"),
        _text("statute", "the law that it rests on"),
        Column("outcome", "text", "how it stands by the end of the text", required=True),
        Column("disposition", "text", "how it got there", required=True),
    ),
    _items("relief", "What was ordered or agreed.", Column("type", "text", "permanent_injunction, ...", required=True)),
    _links(
        "amount_parties",
        "Who pays and who is paid.",
        ("amount_id", "amounts"),
        ("party_id", "parties"),
        _SIDE_OF_AMOUNT,
    ),
    _links("amount_claims", "What an amount is for.", ("amount_id", "amounts"), ("claim_id", "claims")),
    _links(
        "claim_parties", "Who claims against whom.", ("claim_id", "claims"), ("party_id", "parties"), _SIDE_OF_CLAIM
    ),
    _links("relief_parties", "Whom relief binds.", ("relief_id", "relief"), ("party_id", "parties")),
    Table(
        "checks",
        "Figures of an article held against each other.",
        (
            _ARTICLE,
            Column("number", "integer", "number of the check, from 1", required=True),
            Column("kind", "text", "sum or product", required=True),
            Column("holds", "boolean", "whether the figures agree", required=True),
            Column("difference", "decimal", "by how much they do not"),
        ),
        ("article_id", "number"),
        (_OF_ARTICLE,),
    ),
    Table(
        "check_figures",
        "The figures of a check: the total on the left, its parts or factors on the right.",
        (
            _ARTICLE,
            Column("number", "integer", "number of the check", required=True),
            Column("side", "text", "left or right", required=True),
            Column("position", "integer", "place on its side, from 1", required=True),
            Column("figure_id", "text", "id among the amounts or the counts", required=True),
        ),
        ("article_id", "number", "side", "position"),
        (_OF_ARTICLE, Reference(("article_id", "number"), "checks", ("article_id", "number"))),
    ),
    Table(
        "warnings",
        "What to look at with care.",
        (
            _ARTICLE,
            Column("number", "integer", "number of the warning, from 1", required=True),
            Column("code", "text", "kind of warning", required=True),
            Column("message", "text", "the warning in words", required=True),
            _text("about", "id of the item that it is about"),
        ),
        ("article_id", "number"),
        (_OF_ARTICLE,),
    ),
    Table(
        "mentions",
        "Every place in a text that names an item.",
        (
            _ARTICLE,
            Column("kind", "text", "table of the item", required=True),
            Column("item_id", "text", "id of the item", required=True),
            Column("number", "integer", "number of the mention, from 1", required=True),
            Column("start_at", "integer", "first code point", required=True),
            Column("end_at", "integer", "code point after the last one", required=True),
            Column("exact", "text", "the words", required=True),
        ),
        ("article_id", "item_id", "number"),
        (_OF_ARTICLE,),
    ),
    Table(
        "failures",
        "Articles without a record.",
        (
            Column("number", "integer", "number of the failure, from 1", required=True),
            Column("article_id", "text", "the article", required=True),
            _text("source", "path or address as given"),
            _text("stage", "where it failed"),
            _text("error", "why"),
        ),
        ("number",),
    ),
)
"""Every table, those that others point to first."""


def decimals(table: Table) -> Iterator[str]:
    """Names of the decimal columns of ``table``."""
    return (column.name for column in table.columns if column.type == "decimal")

"""Articles made to break things, and what must hold for whatever comes of them.

``python tests/fuzzing.py --number 10000`` sends mutated articles of the corpus through the whole pipeline into every
kind of output and says what it found; ``--coverage 20000`` lets atheris (``pip install atheris``) look for the bytes
that reach code no article reached before.
"""

from __future__ import annotations

import argparse
import io
import json
import random
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from newsdocket.docket import Docket, load
from newsdocket.errors import ReadError
from newsdocket.read import Article, Failure, ReadSettings, article_from_text, find_sources, read_articles
from newsdocket.record.models import ITEM_FIELDS, Record
from newsdocket.run import RunSettings, run

CORPUS = Path(__file__).parents[1] / "corpus" / "articles"
MOST_SECONDS = 20.0
"""CPU time that one mutated article (up to some thousand characters) may take; it takes a tenth of a second."""

HOSTILE = {
    "lone surrogate": "$4.5 million\ud83d and \udc00more",
    "NUL": "$4.5\x00 million",
    "right-to-left marks": "\u202e$4.5 million\u202c \u200f\u061c",
    "Hebrew inside": "$4.5 million (שקל חדש)",
    "emoji in money": "$4.5 💰million💰💰",
    "emoji between": "$5💰 million",
    "emoji with joiners": "👩‍⚖️$4.5 million👨‍👩‍👧‍👦",
    "combining": "$4\u0301.5\u0301 m\u0308illion\u0323\u0323\u0323",
    "combining run": "$4.5 million" + "\u0301" * 5000,
    "wide digits": "＄４.５ million",
    "Arabic digits": "$٤٫٥ million",
    "huge number": "$" + "9" * 5000 + " million",
    "huge decimals": "$0." + "3" * 5000,
    "many commas": "$" + "1,000," * 2000,
    "many signs": "$" * 5000 + "5 million",
    "brackets": "(" * 3000 + "$4.5 million" + ")" * 3000,
    "quotes": "“" * 3000 + "$4.5 million",
    "dashes": "$4.5 million" + "—" * 3000,
    "line breaks": "$4.5 million" + "\n \n" * 3000,
    "tabs": "$4.5 million" + "\t" * 5000,
    "many ands": "$4.5 million" + " and $1" * 1500,
    "many names": "$4.5 million to " + ", ".join(f"Acme{n} Inc." for n in range(600)),
    "long word": "$4.5 million " + "a" * 100_000,
    "terminal": "$4.5 million \x1b[2J\x1b]0;title\x07\x9b31m\r\x08",
    "isolates": "\u2066$4.5 million\u2069 \u2067\u202d\u202e",
    "html": "$4.5 million <script>alert(1)</script><img src=x onerror=alert(1)>",
    "attribute": '$4.5 million" onmouseover="alert(1)" x=\'',
    "sql": "$4.5 million'); DROP TABLE articles;--",
    "csv": '$4.5 million\n=cmd|"/c calc"!A1,"",\n',
    "formula": "=1+1 Corp. and @SUM(A1) Inc. and +Plus Ltd. and -Minus LLC",
    "entities": "$4.5 million &#0; &#xD83D; &#1114112; &amp;amp;amp;",
    "markdown": "$4.5 million [click](javascript:alert(1)) `code` | a | b |\n|---|\n# Heading",
    "rich markup": "$4.5 million [bold red]sale[/bold red] [link=file:///]x[/link] :bomb:",
    "format strings": "$4.5 million {0} %s ${title} \\u0041 {{x}}",
}
"""Words to put into a sentence, by what is wrong with them."""

GRAMMAR: dict[str, tuple[str, ...]] = {
    "sentence": (
        "{who} {did} {whom} {money} {date}.",
        "{money} and {money}, {money} of it {why}, was {done} by {who} {date}.",
        "Judge {person} of {court} {did} {whom} {money} {why}; {sentence}",
        "“{sentence}” said {person}, {money} poorer.",
        "{who} v. {who}, No. 1:26-cv-{number}, {court}, {date}",
    ),
    "who": ("{person}", "{word} {form}", "the {word}s", "{number} plaintiffs", "{who} and {who}", "Doe {number}", "It"),
    "whom": ("to {who}", "{who}", "against {who}", ""),
    "did": ("ordered", "sued", "must pay", "was not ordered to pay", "agreed with", "won from", "appealed against"),
    "done": ("paid", "awarded", "demanded", "forfeited", "trebled", "reversed"),
    "why": ("for {word} infringement", "in punitive damages", "in fees", "plus {number}% interest", "per {word}"),
    "money": (
        "${number}{scale}",
        "€{number},{number}{scale}",
        "{number} {scale} dollars",
        "US$ {number}-{number}",
        "£{odd}",
    ),
    "scale": ("", " million", "bn", "k", " thousand billion", "m and change", "M.", " m\u00a0illion", " {odd}"),
    "number": (
        "0",
        "1",
        "12",
        "3.50",
        "1,000",
        "007",
        "9" * 40,
        "-5",
        "½",
        "two dozen",
        "1e9",
        "１２",
        "{number}{number}",
    ),
    "date": (
        "on Tuesday",
        "in 1999",
        "Feb. 30, 2025",
        "2025-13-40",
        "last month",
        "May {number}",
        "between 2 and 3 May",
    ),
    "court": (
        "the {number}th Circuit",
        "U.S. District Court for the {word}",
        "the High Court in {word}",
        "Court of {odd}",
    ),
    "person": ("{word} {word}", "J. {word} Jr.", "Mr. {word}", "O’{word}", "{word} van {word}", "{odd}"),
    "word": ("Harbor", "Quill", "acme", "North", "of", "Ünion", "Δelta", "x" * 60, "Ada-Mae", "May", "Will", "{odd}"),
    "form": ("Inc.", "Co", "LLC", "S.p.A.", "& Sons", "Ltd", "plc.", "GmbH & Co. KG"),
    "odd": (
        "\u0301",
        "\u202e",
        "💰",
        "''",
        "(",
        "]",
        "&amp;",
        "=1",
        "@x",
        "<b>",
        "\ufffd",
        "\u200b",
        "'; --",
        "%s",
        "¶",
    ),
}
"""A grammar of court news gone wrong; ``{name}`` stands for any of the alternatives of that name."""


def grown(symbol: str, chance: random.Random, depth: int = 0) -> str:
    """A text of ``symbol`` in the grammar."""
    said = chance.choice(GRAMMAR[symbol])
    while "{" in said:
        before, _, rest = said.partition("{")
        name, _, after = rest.partition("}")
        inner = grown(name, chance, depth + 1) if depth < 6 else name
        said = before + inner.replace("{", "(") + after
    return said


def mutated(text: str, chance: random.Random) -> str:
    """``text`` with a few pieces cut, doubled, swapped, or replaced by hostile words or by new sentences."""
    pieces = [*HOSTILE.values(), "", "\n", "“", "$", "v.", "Inc.", "\u2028", "''", "1,", " and ", "Judge ", "No. "]
    for _ in range(chance.randint(1, 12)):
        start = chance.randrange(len(text) + 1)
        end = min(len(text), start + chance.choice((0, 1, 2, 5, 20, 80)))
        other = chance.randrange(len(text) + 1)
        choices = (
            chance.choice(pieces)[:60],
            text[other : other + 40],
            text[start:end] * 2,
            grown(chance.choice(tuple(GRAMMAR)), chance),
        )
        text = text[:start] + chance.choice(choices) + text[end:]
    return text


def corpus_texts() -> list[str]:
    """The texts of the project's articles."""
    return [article.text for article in read_articles(CORPUS) if isinstance(article, Article)]


def piece(texts: list[str], chance: random.Random) -> str:
    """A mutated piece of one of ``texts``, of 30 to 1,500 characters before mutation."""
    whole = chance.choice(texts)
    start = chance.randrange(len(whole))
    return mutated(whole[start : start + chance.choice((30, 200, 600, 1500))] or whole, chance)


def rows(number: int, seed: int) -> Iterator[str]:
    """Lines of JSON: mutated articles, their fields mutated too; the same ``seed`` gives the same lines."""
    texts = corpus_texts()
    ids = ["../up", "/etc/x", "a\nb", "=1+1", "\u202ex", "<b>", "", "con", "\ud800", "é" * 300, "'; --", "[red]x[/red]"]
    for index in range(number):
        chance = random.Random(f"{seed} {index}")
        row: dict[str, Any] = {"text": piece(texts, chance)}
        if chance.random() < 0.3:
            row["id"] = f"{chance.choice(ids)}{chance.choice(('', index))}"
        if chance.random() < 0.3:
            row["headline"] = mutated(chance.choice(texts)[:60], chance)[:400]
        if chance.random() < 0.3:
            row["published"] = chance.choice(
                ("2026-04-15", "2026-02-30", "=NOW()", "yesterday", "0001-01-01", "9" * 30)
            )
        if chance.random() < 0.2:
            row["url"] = chance.choice(
                ("https://example.org/a", "javascript:alert(1)", "file:///etc/passwd", "\x1b[2J")
            )
        line = json.dumps(row)
        yield line[: chance.randrange(len(line))] if chance.random() < 0.01 else line


def problems(record: Record) -> list[str]:
    """What is wrong with ``record``: values without words, words that are not in the text, bytes that say another."""
    text, found = record.article.text or "", []
    for kind in ITEM_FIELDS:
        for item in getattr(record, kind):
            if not item.mentions:
                found.append(f"{item.id} has no words")
            found += [
                f"{item.id}: {m.exact!r}" for m in item.mentions if text[m.start : m.end] != m.exact or not m.exact
            ]
    if Record.from_json(record.to_json().encode("utf-8")) != record:
        found.append("what is written is not what is read")
    return found


@dataclass
class Tally:
    """What a run over hostile articles came to."""

    articles: int = 0
    records: int = 0
    refused: int = 0
    explained: int = 0
    slowest: float = 0.0
    findings: list[str] = field(default_factory=list)
    refusals: dict[str, int] = field(default_factory=dict)

    def add(self, outcome: Record | Failure, seconds: float) -> None:
        """Counts an outcome: a record must be right, a refusal must come from the read stage and in words."""
        self.articles += 1
        self.slowest = max(self.slowest, seconds)
        if seconds > MOST_SECONDS:
            self.findings.append(f"article {self.articles}: {seconds:.0f} seconds")
        if isinstance(outcome, Record):
            self.records += 1
            self.findings += [f"{outcome.article.id}: {problem}" for problem in problems(outcome)]
            return
        self.refused += 1
        words = " ".join(outcome.error.split()[:3])
        self.refusals[words] = self.refusals.get(words, 0) + 1
        if outcome.stage != "read" or "Error:" in outcome.error.split(" ")[0]:
            self.findings.append(f"{outcome.id}: {outcome.stage}: {outcome.error}")


def everything(docket: Docket, number: int, seed: int, folder: Path) -> Tally:
    """``number`` mutated articles through the whole pipeline into every output below ``folder``."""
    from newsdocket.report import write_report
    from newsdocket.tables.writer import TABLE_FORMATS, TablesWriter
    from newsdocket.view import write_view
    from newsdocket.write import open_writer

    given, out = folder / "in", folder / "out"
    given.mkdir(parents=True)
    lines = list(rows(number, seed))
    (given / "articles.jsonl").write_text("\n".join(lines) + "\n", encoding="utf-8")
    tally, sources = Tally(), find_sources(given)
    writers = [open_writer(out / "json", "json"), open_writer(out / "jsonl", "jsonl")]
    writers += [TablesWriter(out / kind, kind) for kind in TABLE_FORMATS]
    started = time.process_time()
    for outcome in run(sources, RunSettings(), pipeline=docket):
        tally.add(outcome, time.process_time() - started)
        for writer in writers:
            writer.write(outcome)
        if isinstance(outcome, Record):
            _printed(outcome, tally)
        if tally.articles % 20 == 0:
            _explained(docket, outcome, tally)
        started = time.process_time()
    for writer in writers:
        writer.__exit__(None, None, None)
    write_view([out / "jsonl"], out / "view.html")
    write_report([out / "jsonl"], out / "report.html")
    _complete(tally, sum(1 for line in lines if line.strip()), folder)
    return tally


def _printed(record: Record, tally: Tally) -> None:
    from rich.console import Console

    from newsdocket.view.terminal import print_record

    shown = io.StringIO()
    print_record(record, Console(file=shown, highlight=False, emoji=False, width=100), with_text=True)
    bad = {c for c in shown.getvalue() if not c.isprintable() and c != "\n"}
    if bad:
        tally.findings.append(f"{record.article.id}: the terminal gets {sorted(map(ascii, bad))}")


def _explained(docket: Docket, outcome: Record | Failure, tally: Tally) -> None:
    from newsdocket.explain import explain

    if isinstance(outcome, Record):
        info = outcome.article
        again = Article(info.id, info.source, info.text or "", info.headline, info.published, info.url, info.language)
        explain(docket, again).to_dict()
        tally.explained += 1


def _complete(tally: Tally, number: int, folder: Path) -> None:
    """Articles in = records + errors, in memory and on disk, and nothing beside the output."""
    out = folder / "out"
    if not tally.articles == number == tally.records + tally.refused:
        tally.findings.append(f"{number} articles, {tally.records} records, {tally.refused} errors")
    files = [p for p in (out / "json").iterdir() if p.name != "errors.jsonl"]
    lines = (out / "jsonl" / "records.jsonl").read_bytes().count(b"\n")
    if not len(files) == lines == tally.records:
        tally.findings.append(f"{tally.records} records, {len(files)} files, {lines} lines")
    beside = sorted(p.name for p in folder.iterdir() if p.name not in ("in", "out"))
    beside += sorted(p.name for p in folder.parent.iterdir() if p.name == "up" or p.suffix == ".json")
    if beside:
        tally.findings.append(f"written beside the output: {beside}")


def coverage(number: int, folder: Path) -> None:
    """Bytes chosen by atheris for the code they reach; it stops at the first finding and keeps the bytes."""
    import atheris

    with atheris.instrument_imports(include=["newsdocket"]):
        for name in [name for name in sys.modules if name.split(".")[0] == "newsdocket"]:
            del sys.modules[name]
        import newsdocket.docket as instrumented
        from newsdocket.errors import ReadError as Refused
        from newsdocket.read import ReadSettings as Settings
        from newsdocket.read import article_from_text as read_text
        from newsdocket.record.models import Record as Kept
    docket = instrumented.load()
    folder.mkdir(parents=True, exist_ok=True)
    for index, text in enumerate(corpus_texts()):
        (folder / f"{index}.txt").write_text(text[:1500], encoding="utf-8")

    def one(data: bytes) -> None:
        try:
            article = read_text(data.decode("utf-8", "surrogateescape"), settings=Settings(language=None))
        except Refused:
            return
        record = docket.read_article(article)
        assert Kept.from_json(record.to_json().encode("utf-8")) == record
        for kind in ITEM_FIELDS:
            for item in getattr(record, kind):
                assert item.mentions
                assert all(article.text[m.start : m.end] == m.exact for m in item.mentions)

    atheris.Setup([sys.argv[0], f"-runs={number}", "-max_len=1500", "-timeout=20", "-seed=1", str(folder)], one)
    atheris.Fuzz()


def main() -> int:
    """The command; its exit code is 1 if anything was found."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--number", type=int, default=10_000, help="mutated articles (default: 10000)")
    parser.add_argument("--seed", type=int, default=2)
    parser.add_argument("--coverage", type=int, default=0, metavar="RUNS", help="runs of atheris instead")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name) / "fuzz"
        if options.coverage:
            coverage(options.coverage, folder)
            return 0
        tally = everything(load(), options.number, options.seed, folder)
    refusals = ", ".join(f"{n} {words}" for words, n in sorted(tally.refusals.items()))
    print(f"{tally.articles} articles = {tally.records} records + {tally.refused} errors ({refusals})")
    print(f"{tally.explained} explained; slowest article {tally.slowest:.2f} s of CPU; {len(tally.findings)} findings")
    print("\n".join(tally.findings[:50]))
    return 1 if tally.findings else 0


def read_or_refuse(docket: Docket, text: str) -> Record | None:
    """The record of ``text``, whatever its language, or ``None`` where there is no text to read."""
    try:
        return docket.read_article(article_from_text(text, settings=ReadSettings(language=None)))
    except ReadError:
        return None


if __name__ == "__main__":
    sys.exit(main())

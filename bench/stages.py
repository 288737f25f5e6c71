"""Where the time of an article goes, stage by stage, in one process.

    python bench/stages.py [corpus/articles ...] [--articles 300] [--output docs/bench.md]

Processor time of every component of the language pipeline and of every stage that follows, over the same articles,
after a first pass that fills caches. ``--output`` writes the table into a Markdown file between two marker lines.
"""

from __future__ import annotations

import argparse
import time
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TypeVar

from marked import put

from newsdocket.annotate.documents import make_doc
from newsdocket.docket import Docket, load
from newsdocket.read import Article, article_from_text, read_articles
from newsdocket.record.build import build_record
from newsdocket.relate import amounts, claims, parties, relief
from newsdocket.relate.checks import role_of_whole
from newsdocket.relate.context import build_context
from newsdocket.relate.facts import relate
from newsdocket.relate.passage import read_by

ROOT = Path(__file__).parents[1]
WARM = 3
OURS = "newsdocket_"
T = TypeVar("T")


class Clock:
    """Adds up processor seconds by name."""

    def __init__(self) -> None:
        self.spent: Counter[str] = Counter()

    def time(self, name: str, work: Callable[..., T], *arguments: object) -> T:
        """``work(*arguments)``, its time added to ``name``."""
        started = time.process_time()
        result = work(*arguments)
        self.spent[name] += time.process_time() - started  # type: ignore[assignment]
        return result


def one(docket: Docket, article: Article, clock: Clock) -> None:
    """Takes one article through every stage."""
    clock.time("read", article_from_text, article.text)
    doc = clock.time("spaCy: tokenizer", make_doc, docket.nlp, article.text)
    doc.user_data["newsdocket"] = {"published": article.published, "headline_end": article.headline_end}
    for name, component in docket.nlp.pipeline:
        stage = f"extract: {name.removeprefix(OURS)}" if name.startswith(OURS) else f"spaCy: {name}"
        doc = clock.time(stage, component, doc)
    context = clock.time("resolve: context and parties", build_context, doc)
    clock.time("relate: reader", read_by, docket.reader, context)
    clock.time("relate: parties", parties.relate_parties, context)
    clock.time("relate: amounts", amounts.relate_amounts, context)
    clock.time("relate: claims", claims.relate_claims, context)
    clock.time("relate: relief", relief.relate_relief, context)
    facts, checks = clock.time("check", role_of_whole, relate(context))
    record = clock.time("record", build_record, article, facts, checks, docket.provenance)
    clock.time("write: JSON", record.to_json)


def articles_of(paths: list[Path], number: int) -> list[Article]:
    """The articles that can be read, at most ``number``, from all over the list."""
    found = [article for article in read_articles(paths) if isinstance(article, Article)]
    return found[:: max(1, len(found) // number)][:number]


def report(articles: list[Article]) -> Iterator[str]:
    """The lines of the table."""
    docket, clock = load(), Clock()
    for article in articles[:WARM]:
        one(docket, article, Clock())
    for article in articles:
        one(docket, article, clock)
    words = sum(len(article.text.split()) for article in articles)
    model = sum(seconds for name, seconds in clock.spent.items() if name.startswith("spaCy"))
    whole = sum(clock.spent.values())
    yield f"{len(articles)} articles of {words:,} words: {words / whole:,.0f} words a second of processor time.\n"
    yield "| stage | ms for 1,000 words | share |\n|---|---|---|"
    yield f"| **language model** | {1e6 * model / words:.1f} | {model / whole:.0%} |"
    yield f"| **all of ours** | {1e6 * (whole - model) / words:.1f} | {(whole - model) / whole:.0%} |"
    for name, seconds in sorted(clock.spent.items(), key=_by_stage):
        yield f"| {name} | {1e6 * seconds / words:.1f} | {seconds / whole:.1%} |"


def _by_stage(item: tuple[str, float]) -> tuple[bool, str, float]:
    return not item[0].startswith("spaCy"), item[0].partition(":")[0], -item[1]


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    default = [ROOT / "corpus" / "articles", *sorted((ROOT / "corpus" / "training").glob("texts-*.jsonl"))]
    parser.add_argument("paths", nargs="*", type=Path, default=default)
    parser.add_argument("--articles", type=int, default=300)
    parser.add_argument("--output", type=Path)
    options = parser.parse_args()
    text = "\n".join(report(articles_of(options.paths, options.articles)))
    print(text)
    if options.output:
        put(options.output, "stages", text)


if __name__ == "__main__":
    main()

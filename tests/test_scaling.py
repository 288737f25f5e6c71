"""Time that grows with the length of an article and no faster, stage by stage."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from newsdocket.docket import Docket
from newsdocket.read import Article, article_from_text, read_articles
from newsdocket.record.build import build_record
from newsdocket.relate.checks import role_of_whole
from newsdocket.relate.context import build_context
from newsdocket.relate.facts import relate

CORPUS = Path(__file__).parents[1] / "corpus" / "articles"
SMALL, LARGE = 20_000, 320_000
SLACK = 2.0
"""How much more a character of the large text may cost; the square would be 16 times as much."""
NEGLIGIBLE = 0.3
"""Seconds below which a stage's time on the large text says nothing."""


def timed(spent: dict[str, float], name: str, work: Callable[..., Any], *arguments: object) -> Any:
    started = time.process_time()
    result = work(*arguments)
    spent[name] = time.process_time() - started
    return result


def seconds(docket: Docket, text: str) -> dict[str, float]:
    """Seconds that each of our stages takes for ``text``."""
    spent: dict[str, float] = {}
    article = timed(spent, "read", article_from_text, text)
    doc = docket.nlp.make_doc(article.text)
    doc.user_data["newsdocket"] = {"published": article.published, "headline_end": article.headline_end}
    for name, component in docket.nlp.pipeline:
        doc = timed(spent, name, component, doc)
    context = timed(spent, "context", build_context, doc)
    facts = timed(spent, "relate", relate, context)
    facts, checks = timed(spent, "check", role_of_whole, facts)
    record = timed(spent, "record", build_record, article, facts, checks, docket.provenance)
    timed(spent, "json", record.to_json)
    return {name: value for name, value in spent.items() if name not in docket.nlp.pipe_names or "newsdocket" in name}


@pytest.mark.slow
def test_no_stage_is_superlinear(docket: Docket) -> None:
    text = "\n\n".join(article.text for article in read_articles(CORPUS) if isinstance(article, Article))
    text = "\n\n".join([text] * (LARGE // len(text) + 1))
    seconds(docket, text[:SMALL])
    small, large = seconds(docket, text[:SMALL]), seconds(docket, text[:LARGE])
    growth = {name: large[name] / max(small[name], NEGLIGIBLE * SMALL / LARGE) * SMALL / LARGE for name in large}
    assert {name: round(value, 1) for name, value in growth.items() if value > SLACK} == {}

"""The runner: order, workers that fail, die or hang, nothing lost."""

from __future__ import annotations

import json
import os
import signal
import time
from itertools import count
from pathlib import Path

import pytest

from newsdocket.errors import ModelError, NewsdocketError, UsageError
from newsdocket.pool import Pool
from newsdocket.read import Article, Failure, ReadSettings, Source, find_sources
from newsdocket.record.models import ArticleInfo, Provenance, Record, content_hash
from newsdocket.run import Outcome, RunSettings, run


class Fake:
    """A pipeline that does what the article's text says."""

    def read_article(self, article: Article) -> Record:
        if "DIE" in article.text:
            os.kill(os.getpid(), signal.SIGKILL)
        if "ONCE" in article.text and not Path(article.text.split()[1]).exists():
            Path(article.text.split()[1]).touch()
            os.kill(os.getpid(), signal.SIGKILL)
        if "HANG" in article.text:
            time.sleep(60)
        if "NO MODEL" in article.text:
            raise ModelError("no roles model")
        if "RAISE" in article.text:
            raise ValueError("broken inside")
        info = ArticleInfo(
            id=article.id,
            source=article.source,
            content_hash=content_hash(article.text),
            text=article.text,
            published=article.published,
        )
        return Record(article=info, provenance=Provenance(version="0", model="fake", settings_hash="0"))


def load_fake(model: str) -> Fake:
    if model == "missing":
        raise ModelError("no such model")
    if model == "dies":
        os._exit(3)
    return Fake()


def articles(folder: Path, texts: list[str]) -> Path:
    path = folder / "many.jsonl"
    path.write_text("\n".join(json.dumps({"id": f"a{n:03}", "text": text}) for n, text in enumerate(texts)))
    return path


def outcomes(path: Path, workers: int, model: str = "fake", time_limit: float | None = None) -> list[Outcome]:
    settings = RunSettings(model=model, time_limit=time_limit, load=load_fake)
    return list(run(find_sources(path), settings, workers=workers))


def shown(items: list[Outcome]) -> list[str]:
    return [repr(item) if isinstance(item, Failure) else item.to_json() for item in items]


def test_the_same_with_one_worker_and_many(tmp_path: Path) -> None:
    path = articles(tmp_path, ["RAISE" if n % 7 == 3 else "" if n % 7 == 5 else f"Acme paid ${n}." for n in range(90)])
    alone = shown(outcomes(path, 1))
    assert len(alone) == 90
    assert shown(outcomes(path, 3)) == alone


def test_an_exception_costs_its_article_only(tmp_path: Path) -> None:
    found = outcomes(articles(tmp_path, ["One.", "RAISE", "Three."]), 1)
    assert [type(item).__name__ for item in found] == ["Record", "Failure", "Record"]
    assert found[1] == Failure("a001", f"{tmp_path}/many.jsonl#2", "extract", "ValueError: broken inside")


def test_a_dead_worker_costs_its_article_only(tmp_path: Path) -> None:
    texts = [f"Acme paid ${n}." for n in range(30)]
    texts[4] = texts[5] = texts[29] = "DIE"
    found = outcomes(articles(tmp_path, texts), 2)
    failed = [item for item in found if isinstance(item, Failure)]
    assert [item.id for item in failed] == ["a004", "a005", "a029"]
    assert {(item.stage, item.error) for item in failed} == {("run", "the worker process ended with signal 9")}
    assert [item.article.id for item in found if isinstance(item, Record)] == [
        f"a{n:03}" for n in range(30) if n not in (4, 5, 29)
    ]


def test_an_article_whose_worker_was_killed_is_tried_again(tmp_path: Path) -> None:
    found = outcomes(articles(tmp_path, ["One.", f"ONCE {tmp_path}/flag", "Three."]), 2)
    assert [type(item).__name__ for item in found] == ["Record"] * 3
    assert (tmp_path / "flag").exists()


@pytest.mark.parametrize("workers", [1, 2])
def test_a_hanging_article_is_stopped(tmp_path: Path, workers: int) -> None:
    texts = ["One.", "HANG", "Three.", "Four.", "Five.", "Six."]
    found = outcomes(articles(tmp_path, texts), workers, time_limit=1.5)
    assert [type(item).__name__ for item in found] == ["Record", "Failure", *["Record"] * 4]
    assert isinstance(found[1], Failure)
    assert "time limit of 1.5 seconds" in found[1].error


def test_one_pool_for_several_runs(tmp_path: Path) -> None:
    sources = list(find_sources(articles(tmp_path, ["One.", "DIE", "Three.", "Four.", "Five.", "Six."])))
    with Pool(RunSettings(load=load_fake), 2) as pool:
        first = shown(list(pool.outcomes(sources)))
        next(pool.outcomes(sources))
        assert list(pool.outcomes([])) == []
        assert shown(list(pool.outcomes(sources))) == first
    assert first == shown(outcomes(tmp_path / "many.jsonl", 2))


@pytest.mark.parametrize("workers", [1, 2])
def test_a_missing_model_ends_the_run(tmp_path: Path, workers: int) -> None:
    with pytest.raises(ModelError, match="no such model"):
        outcomes(articles(tmp_path, ["One."]), workers, model="missing")


@pytest.mark.parametrize("workers", [1, 2])
def test_a_model_that_is_missing_later_ends_the_run(tmp_path: Path, workers: int) -> None:
    with pytest.raises(ModelError, match="no roles model"):
        outcomes(articles(tmp_path, ["One.", "NO MODEL", "Three."]), workers)


def test_workers_that_die_while_loading_end_the_run(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match="ended with code 3"):
        outcomes(articles(tmp_path, ["One."]), 2, model="dies")


def test_no_sources_and_no_workers(tmp_path: Path) -> None:
    assert list(run([], RunSettings(load=load_fake), workers=2)) == []
    with pytest.raises(UsageError, match="workers"):
        run([], RunSettings(load=load_fake), workers=0)


@pytest.mark.parametrize("workers", [1, 2])
def test_sources_are_taken_as_needed(workers: int) -> None:
    endless = (Source(f"s{n}", "-", payload={"text": f"Acme paid ${n}."}) for n in count())
    stream = run(endless, RunSettings(load=load_fake, read=ReadSettings()), workers=workers)
    first = [next(stream) for _ in range(5)]
    assert [item.article.id for item in first if isinstance(item, Record)] == ["s0", "s1", "s2", "s3", "s4"]
    stream.close()  # type: ignore[attr-defined]
    assert next(endless).id < "s99"


def test_lost_articles_are_noticed() -> None:
    from newsdocket.run import _Counted

    counted = _Counted([Source("a", "a"), Source("b", "b")])
    with pytest.raises(NewsdocketError, match="2 articles gave 0 outcomes"):
        list(counted.check(item for item in counted if item.id == "x"))  # type: ignore[misc,attr-defined]

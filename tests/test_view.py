"""The page of records: what stands in the file, and what a browser makes of it."""

from __future__ import annotations

import json
import re
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsdocket.cli import main
from newsdocket.errors import UsageError
from newsdocket.view import write_view
from newsdocket.view.page import embedded_json, policy
from newsdocket.view.payload import article_payload, index_row
from viewing import TEXT, axe_findings, browser, plain, quarry, set_scheme, write_records

ATTACK = (
    "<script>window.pwned = 1</script><img src=x onerror='window.pwned = 2'></script><!-- <script>\n\n"
    "${title} & <b>bold</b> \u2028 \u0000 'quoted' \\u003c"
)


def page_of(tmp_path: Path, *records: Any) -> Path:
    write_view([write_records(tmp_path / "in", *records)], tmp_path / "view.html")
    return tmp_path / "view.html"


def test_the_file_fetches_nothing_and_holds_one_script_that_runs(tmp_path: Path) -> None:
    html = page_of(tmp_path, quarry(), plain("attack", ATTACK, headline=ATTACK, url="javascript:alert(1)")).read_text()
    assert not re.search(r"""(src|href)=["']?https?:|@import|url\(|<link\b""", html)
    assert html.count("<script>") == 1
    assert "window.pwned" in html
    assert "<img" not in html
    assert "default-src 'none'" in html


@given(st.text())
def test_embedded_json_cannot_be_left_and_says_the_same(text: str) -> None:
    written = embedded_json({"text": text})
    assert not set("<>&\n\r") & set(written)
    assert json.loads(written) == {"text": text}


def test_policy_names_the_script_by_its_hash() -> None:
    assert policy("a", "b") != policy("c", "b")
    assert "script-src 'sha256-" in policy("a", "b")
    assert "unsafe" not in policy("a", "b")


def test_facts_carry_their_links_in_both_directions() -> None:
    facts = {fact["id"]: fact for fact in article_payload(quarry())["facts"]}
    assert ("paid by", ["party-2"]) in facts["amount-1"]["lines"]
    assert ("parts", ["amount-2", "amount-3"]) in facts["amount-1"]["lines"]
    assert ("pays", ["amount-1"]) in facts["party-2"]["lines"]
    assert ("brings", ["claim-1"]) in facts["party-1"]["lines"]
    assert ("amounts", ["amount-1"]) in facts["claim-1"]["lines"]
    assert ("bound by", ["relief-1"]) in facts["party-2"]["lines"]
    assert facts["claim-1"]["tags"] == ["found for claimant", "bench trial", "property"]
    assert facts["court-1"]["lines"] == [("could be", "ru1, ru2")]


def test_the_list_shows_the_whole_award_not_its_parts() -> None:
    row = index_row(quarry())
    assert row["main"] == "$1,200,000 awarded"
    assert (row["warnings"], row["failing"]) == (1, 1)


def test_failures_and_broken_records_are_on_the_page(tmp_path: Path) -> None:
    folder = write_records(tmp_path / "in", quarry(), quarry())
    (folder / "broken.json").write_text('{"schema_version": "1.0"}')
    line = {"article": "lost", "source": "in/lost.txt", "stage": "read", "error": "empty <i>"}
    (folder / "errors.jsonl").write_text(json.dumps(line) + "\nnonsense\n")
    result = write_view([folder], tmp_path / "view.html")
    assert (result.records, result.failures) == (1, 4)
    assert "in/lost.txt" in result.path.read_text()


def test_nothing_to_show_leaves_no_file(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    with pytest.raises(UsageError, match="no records"):
        write_view([tmp_path / "in"], tmp_path / "view.html")
    with pytest.raises(UsageError, match="no such file"):
        write_view([tmp_path / "missing"], tmp_path / "view.html")
    assert not (tmp_path / "view.html").exists()


def test_command(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    folder = write_records(tmp_path / "run", quarry())
    assert main(["view", str(folder)]) == 0
    assert "view.html: 1 articles" in capfd.readouterr().out
    assert "Basalt" in (folder / "view.html").read_text()
    assert main(["view", str(tmp_path / "missing")]) == 2


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> str:
    records = [
        quarry(),
        plain("attack", ATTACK, headline=ATTACK, url="javascript:alert(1)", published="2024-01-01"),
        quarry("no-text").without_text(),
        *(plain(f"filler-{i}", f"Filler {i}. Nothing about zebra{i}.", published="2020-01-01") for i in range(200)),
    ]
    return page_of(tmp_path_factory.mktemp("site"), *records).as_uri()


@pytest.fixture(scope="module")
def chromium() -> Iterator[Any]:
    with browser() as page:
        yield page


def go(page: Any, address: str) -> None:
    page.get("about:blank")
    page.get(address)


def texts(page: Any, selector: str) -> list[str]:
    return page.execute_script(
        "return [...document.querySelectorAll(arguments[0])].map((e) => e.textContent)", selector
    )


def click(page: Any, selector: str) -> None:
    page.execute_script("document.querySelector(arguments[0]).click()", selector)


def search(page: Any, words: str) -> None:
    page.execute_script(
        "const q = document.getElementById('q'); q.value = arguments[0];"
        "q.dispatchEvent(new Event('input', {bubbles: true}))",
        words,
    )
    time.sleep(0.2)
    wait(page, "return !document.getElementById('status').textContent.includes('reading')")


def wait(page: Any, script: str, seconds: float = 10) -> None:
    until = time.monotonic() + seconds
    while not page.execute_script(script):
        assert time.monotonic() < until, script
        time.sleep(0.05)


def test_scripts_in_articles_are_shown_and_not_run(site: str, chromium: Any) -> None:
    go(chromium, f"{site}#/attack")
    assert chromium.execute_script("return window.pwned") is None
    shown = chromium.execute_script("return document.querySelector('.text').textContent")
    assert "<script>window.pwned = 1</script><img src=x" in shown
    assert "${title} & <b>bold</b>" in shown
    assert not texts(chromium, "#reader script, #reader img, #reader b, #list img")
    assert not chromium.execute_script("return [...document.links].some((a) => a.href.startsWith('javascript'))")
    assert [line for line in chromium.get_log("browser") if line["level"] == "SEVERE"] == []


def test_every_mention_is_marked_at_its_words(site: str, chromium: Any) -> None:
    go(chromium, f"{site}#/quarry")
    assert "".join(texts(chromium, ".text h2, .text p")) == TEXT.replace("\n\n", "")
    assert "$1.2 million" in texts(chromium, "#reader a.k-amounts")
    assert texts(chromium, "#reader a.k-courts") == ["District Court of Ruritania"]


def test_words_lead_to_the_fact_and_its_links_and_back(site: str, chromium: Any) -> None:
    go(chromium, f"{site}#/quarry")
    click(chromium, "#reader a.k-claims")
    assert texts(chromium, ".fact.chosen .name") == ["trespass"]
    assert {"Tarn Farms", "Basalt & Sons", "$1,200,000"} <= set(texts(chromium, ".fact.related .name"))
    assert chromium.execute_script("return document.activeElement.textContent") == "trespass"
    click(chromium, ".fact[data-id=amount-3] .name")
    assert texts(chromium, "#reader a.chosen") == ["$150,000"]
    assert texts(chromium, ".fact.chosen .words b") == ["$150,000"]
    click(chromium, ".fact.chosen .words a")
    assert chromium.execute_script("return document.activeElement.className").startswith("hit")
    assert chromium.current_url.endswith("#/quarry/amount-3/1")
    chromium.back()
    wait(chromium, "return location.hash === '#/quarry/amount-3'")


def test_checks_and_warnings_are_visible(site: str, chromium: Any) -> None:
    go(chromium, f"{site}#/quarry")
    failing, warning = texts(chromium, ".boxes li")
    assert failing == "✗ does not add up: $1,200,000 ≠ $1,000,000 + $150,000.25 (off by 49,999.75)"
    assert "two courts fit" in warning
    assert "figures do not add up" in " ".join(texts(chromium, "#list .flag"))


def test_search_names_then_texts_and_filters(site: str, chromium: Any) -> None:
    go(chromium, site)
    assert "203 articles" in texts(chromium, "#status")[0]
    assert len(texts(chromium, "#list li")) < 203
    for words, expected in (("basalt", 2), ("zebra150", 1), ("nowhere", 0), ("BASALT trespass", 2), ("", 203)):
        search(chromium, words)
        assert len(texts(chromium, "#list li")) == min(expected, 60) or expected > 60, words
    chromium.execute_script(
        "const f = document.getElementById('f-outcome'); f.value = 'dismissed';"
        "f.dispatchEvent(new Event('input', {bubbles: true}))"
    )
    wait(chromium, "return document.getElementById('status').textContent === '2 of 203 articles'")


def press(page: Any, *keys: str) -> None:
    from selenium.webdriver.common.action_chains import ActionChains

    ActionChains(page).send_keys(*keys).perform()


def focused(page: Any) -> str:
    return str(page.execute_script("return document.activeElement.textContent"))


def test_keys_alone_reach_everything(site: str, chromium: Any) -> None:
    from selenium.webdriver.common.keys import Keys

    go(chromium, f"{site}#/quarry")
    chromium.execute_script("document.querySelector('#list a').focus()")
    press(chromium, Keys.ARROW_DOWN, Keys.ENTER)
    wait(chromium, "return document.activeElement.id === 'reader'")
    assert "#/no-text" in chromium.current_url
    press(chromium, Keys.TAB)
    assert focused(chromium) == "Skip to the facts"
    press(chromium, Keys.ENTER)
    assert chromium.execute_script("return document.activeElement.id") == "facts"
    press(chromium, Keys.TAB, Keys.TAB, Keys.TAB, Keys.TAB, Keys.TAB)
    assert focused(chromium) == "trespass"
    press(chromium, Keys.ENTER)
    assert texts(chromium, ".fact.chosen .name") == ["trespass"]
    press(chromium, Keys.ESCAPE)
    assert texts(chromium, ".fact.chosen") == []


def test_words_searched_for_are_marked_and_the_text_stays(site: str, chromium: Any) -> None:
    go(chromium, site)
    search(chromium, "blasting")
    click(chromium, "#list a")
    assert "<b>blasting</b>" in texts(chromium, ".text")[0]
    marked = "return [...CSS.highlights.get('search')].map((range) => range.toString())"
    assert chromium.execute_script(marked) == ["blasting"]
    search(chromium, "")
    assert chromium.execute_script(marked) == []


def test_an_address_of_no_article_says_so(site: str, chromium: Any) -> None:
    go(chromium, f"{site}#/nobody/amount-1")
    assert texts(chromium, "#reader") == ["No article nobody is in this file."]
    go(chromium, f"{site}#/quarry/nothing")
    assert texts(chromium, ".fact.chosen") == []


def test_a_record_without_its_text_shows_the_words_it_kept(site: str, chromium: Any) -> None:
    go(chromium, f"{site}#/no-text/amount-1")
    assert texts(chromium, ".fact.chosen .words b") == ["$1.2 million"]
    assert "without its text" in texts(chromium, "#reader")[0]


@pytest.mark.parametrize("dark", [False, True])
@pytest.mark.parametrize("width", [1400, 800, 500])
def test_no_serious_finding_of_axe(site: str, chromium: Any, width: int, dark: bool) -> None:
    chromium.set_window_size(width, 900)
    set_scheme(chromium, dark=dark)
    go(chromium, f"{site}#/quarry/amount-1")
    chromium.execute_script("document.getElementById('filters').open = true")
    found = axe_findings(chromium)
    chromium.set_window_size(1400, 900)
    assert found == []


@pytest.mark.slow
def test_five_thousand_records(tmp_path: Path, chromium: Any) -> None:
    filler = "A judge heard the parties and took the matter under advisement. " * 60
    records = (quarry(f"case-{i}", f"{TEXT} Docket {i}. {filler}") for i in range(5000))
    go(chromium, page_of(tmp_path, *records).as_uri())
    chromium.set_script_timeout(60)
    milliseconds = chromium.execute_async_script(
        "const done = arguments[0], started = performance.now(), f = document.getElementById('f-claim');"
        "f.value = 'fraud'; f.dispatchEvent(new Event('input', {bubbles: true}));"
        "setTimeout(() => requestAnimationFrame(() => done(performance.now() - started)), 1)"
    )
    assert milliseconds < 1000
    search(chromium, "docket 4321.")
    assert len(texts(chromium, "#list li")) == 1

"""Reading: formats, encodings, ids, failures, what the top of an article says."""

from __future__ import annotations

import gzip
import json
import os
import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from newsdocket.errors import ReadError, UsageError
from newsdocket.read import Article, Failure, ReadSettings, article_from_text, clean_text, find_sources, read_articles
from newsdocket.read.dates import iso_day
from newsdocket.read.heading import find_headline, find_published, headline_end
from newsdocket.read.language import check_language
from newsdocket.read.leftovers import find_row, rows
from newsdocket.read.reader import stdin_sources
from newsdocket.read.sources import slug_of
from newsdocket.read.wrapping import unwrap

BODY = (
    "A federal judge in Portland on Tuesday ordered Harbor Tool Co. to pay $4.5 million to a former welder who said "
    "the company fired her after she reported a gas leak. The jury deliberated for two days before it found for the "
    "plaintiff.\n\nLawyers for the company said that they would appeal the verdict to the Ninth Circuit."
)
GERMAN = (
    "Das Landgericht hat den Hersteller am Dienstag zur Zahlung von vier Millionen Euro an die frühere Mitarbeiterin "
    "verurteilt, weil das Unternehmen sie entlassen hatte, nachdem sie ein Leck gemeldet hatte. Die Richter berieten "
    "zwei Tage lang, bevor sie ihr recht gaben. Der Anwalt des Unternehmens kündigte Berufung gegen das Urteil an."
)
FRENCH = (
    "Le tribunal a condamné mardi le fabricant à verser quatre millions d'euros à une ancienne salariée, qui affirmait "
    "avoir été licenciée après avoir signalé une fuite de gaz. Les avocats de la société ont annoncé leur intention de "
    "faire appel du jugement."
)


def read(path: Path, **options: object) -> Article:
    found = list(read_articles(path, ReadSettings(**options)))  # type: ignore[arg-type]
    assert len(found) == 1, found
    assert isinstance(found[0], Article), found[0]
    return found[0]


def failure(path: Path, **options: object) -> Failure:
    found = list(read_articles(path, ReadSettings(**options)))  # type: ignore[arg-type]
    assert len(found) == 1, found
    assert isinstance(found[0], Failure), found[0]
    return found[0]


def put(path: Path, text: str | bytes) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


# --- web leftovers ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("kind", "line"), [(row.kind, line) for row in rows() for line in row.examples])
def test_leftover_examples_go(kind: str, line: str) -> None:
    found = find_row(line)
    assert found is not None, line
    assert clean_text(f"{BODY}\n\n{line}") == BODY


@pytest.mark.parametrize("line", [line for row in rows() for line in row.near_misses])
def test_leftover_near_misses_stay(line: str) -> None:
    assert find_row(line) is None
    assert clean_text(f"{line}\n\n{BODY}").startswith(line.strip())


def test_page_bottom_goes() -> None:
    bottom = (
        "Share this article | Subscribe | Most read: Ten verdicts\n\nLeave a Reply\n\n"
        "Your email address will not be published. Required fields are marked *"
    )
    assert clean_text(f"{BODY}\n\n{bottom}") == BODY


def test_list_of_related_titles_goes_only_at_the_end() -> None:
    titles = "Related articles\n\nCity settles with dock workers\n\nJudge trims award in leak case"
    assert clean_text(f"{BODY}\n\n{titles}") == BODY
    assert clean_text(f"{titles}\n\n{BODY}") == titles.removeprefix("Related articles\n\n") + "\n\n" + BODY


@pytest.mark.parametrize(
    ("raw", "clean"),
    [
        ("\ufeffOne.\r\nTwo.\rThree.", "One.\nTwo.\nThree."),
        ("$5\u200b million\x00 was\x07 paid.", "$5 million was paid."),
        ("AT&amp;T paid &#36;5&nbsp;million.", "AT&T paid $5\u00a0million."),
        ("A lone \ud83d half.", "A lone \ufffd half."),
        ("  1. Listed.\n  2. Too.  \n", "  1. Listed.\n  2. Too."),
        ("Cafe\u0301 owner", "Cafe\u0301 owner"),
        ("One\u2028Two\x0cThree", "One\nTwo\nThree"),
    ],
)
def test_characters(raw: str, clean: str) -> None:
    assert clean_text(raw) == clean


@settings(max_examples=200)
@given(st.text(max_size=200))
def test_cleaning_twice_changes_nothing(raw: str) -> None:
    once = clean_text(raw)
    assert clean_text(once) == once
    once.encode("utf-8")


# --- formats ---------------------------------------------------------------------------------------------------------


def test_text_passes_unchanged_with_its_headline(tmp_path: Path) -> None:
    text = f"Jury awards welder $4.5 million over firing\n\n{BODY}"
    article = read(put(tmp_path / "welder.txt", text))
    assert article.text == text
    assert article.headline == "Jury awards welder $4.5 million over firing"
    assert article.text[: article.headline_end] == article.headline
    assert (article.id, article.language, article.published) == ("welder", "en", None)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_encodings(tmp_path: Path, encoding: str) -> None:
    text = f"The café’s owner – “a fool”, he said – must pay £2.5 million.\n\n{BODY}"
    assert read(put(tmp_path / "a.txt", text.encode(encoding))).text == text


def test_one_bad_byte_does_not_change_the_encoding(tmp_path: Path) -> None:
    text = "The café’s owner – “a fool”, he said – must pay £2.5 million. ".encode()
    assert "café’s" in read(put(tmp_path / "a.txt", text * 3 + b"\xff")).text


def test_hard_wrapped_text_is_joined(tmp_path: Path) -> None:
    wrapped = (
        "Judge fines dredging firm\n\n"
        "A state judge on Monday fined Low Water Dredging $250,000 for\n"
        "spilling diesel fuel into the harbor and ordered the company\n"
        "to pay the town of Eastport for the cleanup, which has lasted\n"
        "for more than three months. The company said that it would\n"
        "appeal."
    )
    article = read(put(tmp_path / "w.txt", wrapped))
    assert article.text.split("\n\n")[1].startswith(
        "A state judge on Monday fined Low Water Dredging $250,000 for spilling"
    )
    assert article.text.count("\n") == 2


def test_lists_and_verse_are_not_joined() -> None:
    text = "The counts:\n- fraud\n- theft\n- bribery\n\nThe sentence is long enough to be wrapped somewhere else."
    assert unwrap(text) == text


def test_markdown(tmp_path: Path) -> None:
    source = (
        '---\ntitle: "Welder wins $4.5 million"\ndate: 2026-03-04\nurl: https://news.example/welder\n---\n\n'
        "# Welder wins $4.5 million\n\n"
        "A **federal judge** in [Portland](https://x.example) ordered `Harbor Tool Co.` to pay\n$4.5 million, *the "
        "jury's* figure.\n\n## What comes next\n\n- An appeal to the Ninth Circuit\n- A hearing on fees\n\n"
        "![picture](x.png)\n\nThe judge set no date.\n"
    )
    article = read(put(tmp_path / "w.md", source))
    assert article.text == (
        "Welder wins $4.5 million\n\n"
        "A federal judge in Portland ordered Harbor Tool Co. to pay $4.5 million, the jury's figure.\n\n"
        "What comes next\n\n- An appeal to the Ninth Circuit\n\n- A hearing on fees\n\nThe judge set no date."
    )
    assert (article.headline, article.published) == ("Welder wins $4.5 million", "2026-03-04")
    assert (article.url, article.headline_end) == ("https://news.example/welder", 24)


PAGE = """<!DOCTYPE html><html lang="en-US"><head><meta charset="{charset}"><title>Welder wins | Bay Wire</title>
<meta property="og:title" content="Welder wins $4.5 million">
<meta property="article:published_time" content="2026-03-04T22:10:00-08:00">
<link rel="canonical" href="https://news.example/welder"></head>
<body><nav><a href="/">Home</a><a href="/law">Law</a></nav>
<article><h1>Welder wins $4.5 million</h1>
<p>A federal judge in Portland on Tuesday ordered <b>Harbor Tool Co.</b> to pay $4.5&nbsp;million
to a former welder who reported a leak at the café’s kitchen.</p>
<p>The jury deliberated for two days &amp; found for the plaintiff
on both of her claims, her lawyer said after the hearing.</p><script>alert("$9 million")</script></article>
<div class="comments"><h3>Leave a Reply</h3><p>Your email address will not be published.</p></div>
<footer>© 2026 Bay Wire</footer></body></html>"""


@pytest.mark.parametrize("charset", ["utf-8", "windows-1252"])
def test_html(tmp_path: Path, charset: str) -> None:
    article = read(put(tmp_path / "w.html", PAGE.format(charset=charset).encode(charset)))
    assert "ordered Harbor Tool Co. to pay $4.5" in article.text
    assert "café’s" in article.text
    assert "$9 million" not in article.text
    assert "Leave a Reply" not in article.text
    assert (article.headline, article.published) == ("Welder wins $4.5 million", "2026-03-04")
    assert (article.url, article.language) == ("https://news.example/welder", "en")
    assert article.text[: article.headline_end] == "Welder wins $4.5 million"


def test_short_and_deep_html(tmp_path: Path) -> None:
    assert (
        read(put(tmp_path / "s.html", "<p>Acme was fined $5,000 on Monday.</p>")).text
        == "Acme was fined $5,000 on Monday."
    )
    deep = "<div>" * 30_000 + "<p>Acme was fined $5,000.</p>" + "</div>" * 30_000
    assert read(put(tmp_path / "d.html", deep)).text == "Acme was fined $5,000."


def test_json_lines_keep_text_and_id(tmp_path: Path) -> None:
    rows_ = [
        {"id": "case-1", "date": "2026-03-04", "text": BODY},
        {
            "id": 17,
            "title": "Welder wins",
            "text": f"Welder wins\n\n{BODY}",
            "published": "2026-03-04T10:00:00Z",
            "url": "https://news.example/1",
        },
        {"text": BODY},
    ]
    path = put(tmp_path / "many.jsonl", "\n".join(map(json.dumps, rows_)) + "\n\n")
    first, second, third = list(read_articles(path))
    assert isinstance(first, Article)
    assert isinstance(second, Article)
    assert isinstance(third, Article)
    assert (first.id, first.text, first.published, first.source) == ("case-1", BODY, "2026-03-04", f"{path}#1")
    assert (second.id, second.headline, second.headline_end, second.published) == (
        "17",
        "Welder wins",
        11,
        "2026-03-04",
    )
    assert (second.url, third.id) == ("https://news.example/1", "many-3")


def test_json_object_list_and_other_names(tmp_path: Path) -> None:
    assert read(put(tmp_path / "one.json", json.dumps({"text": BODY}))).id == "one"
    many = put(tmp_path / "two.json", json.dumps([{"text": BODY}, {"id": "x", "text": BODY}]))
    assert [article.id for article in read_articles(many)] == ["two-1", "x"]
    named = put(tmp_path / "own.json", json.dumps({"uid": "u1", "content": {"body": BODY}, "text": "not this"}))
    article = read(named, fields=(("id", "uid"), ("text", "content.body")))
    assert (article.id, article.text) == ("u1", BODY)


def test_json_text_in_html_paragraphs(tmp_path: Path) -> None:
    item = {"text": "<p>Acme was <b>fined</b> $5,000.</p><p>It will appeal &amp; pay.</p><script>x()</script>"}
    assert read(put(tmp_path / "h.json", json.dumps(item))).text == "Acme was fined $5,000.\n\nIt will appeal & pay."


@pytest.mark.parametrize("name", ["a.txt.gz", "a.md.gz", "a.html.gz"])
def test_gzip(tmp_path: Path, name: str) -> None:
    content = f"<html><body><p>{BODY}</p></body></html>" if "html" in name else BODY
    article = read(put(tmp_path / name, gzip.compress(content.encode())))
    assert article.text.startswith("A federal judge in Portland")
    assert article.id == "a"


def test_gzip_lines(tmp_path: Path) -> None:
    data = gzip.compress(f"{json.dumps({'text': BODY})}\n".encode() * 3)
    assert len(list(read_articles(put(tmp_path / "a.jsonl.gz", data)))) == 3


def test_pdf(tmp_path: Path) -> None:
    pytest.importorskip("pypdf")
    article = read(put(tmp_path / "a.pdf", small_pdf("Acme was fined $5,000 on Monday.")))
    assert article.text == "Acme was fined $5,000 on Monday."
    assert "cannot be read" in failure(put(tmp_path / "b" / "b.pdf", b"%PDF-1.4\nnothing")).error


def small_pdf(words: str) -> bytes:
    from pypdf import PdfWriter
    from pypdf.generic import DecodedStreamObject, DictionaryObject, NameObject

    writer = PdfWriter()
    page = writer.add_blank_page(612, 792)
    font = DictionaryObject({NameObject("/Type"): NameObject("/Font"), NameObject("/Subtype"): NameObject("/Type1")})
    font[NameObject("/BaseFont")] = NameObject("/Helvetica")
    fonts = DictionaryObject({NameObject("/F1"): font})
    page[NameObject("/Resources")] = DictionaryObject({NameObject("/Font"): fonts})
    stream = DecodedStreamObject()
    stream.set_data(f"BT /F1 12 Tf 72 720 Td ({words}) Tj ET".encode())
    page[NameObject("/Contents")] = stream
    import io

    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


# --- failures --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "data", "words"),
    [
        ("a.txt", b"", "empty"),
        ("a.txt", b" \n\t ", "empty"),
        ("a.txt", b"plain\0text", "NUL byte at offset 5"),
        ("a.txt", b"PK\x03\x04rest", "ZIP archive"),
        ("a.txt", b"\x89PNG\r\n", "PNG image"),
        ("a.txt", b"Leave a Reply\n", "web leftovers"),
        ("a.html", b"<html><body></body></html>", "no text"),
        ("a.json", b"{", "not JSON"),
        ("a.json", b'"text"', "a JSON object is needed"),
        ("a.json", b'{"body": "x"}', "none of the fields text"),
        ("a.json", b"[" * 200_000, "not JSON"),
        ("a.json", b'{"text": ""}', "no text"),
        ("a.jsonl", b"not json", "not JSON"),
        ("a.txt.gz", b"no gzip", "cannot be read"),
        ("a.jsonl.gz", gzip.compress(b'{"text": "x"}\n' * 1000)[:-20], "cannot be read further"),
    ],
)
def test_what_cannot_be_read_is_a_failure(tmp_path: Path, name: str, data: bytes, words: str) -> None:
    *_, last = read_articles(put(tmp_path / name, data))
    assert isinstance(last, Failure)
    assert last.stage == "read"
    assert words in last.error


def test_one_bad_line_does_not_end_the_stream(tmp_path: Path) -> None:
    good = json.dumps({"text": BODY})
    path = put(
        tmp_path / "a.jsonl", "\n".join([good, "{bad", '{"id": "e", "text": " "}', json.dumps({"text": GERMAN}), good])
    )
    kinds = [(type(item).__name__, item.id) for item in read_articles(path)]
    assert kinds == [("Article", "a-1"), ("Failure", "a-2"), ("Failure", "e"), ("Failure", "a-4"), ("Article", "a-5")]


def test_limits(tmp_path: Path) -> None:
    assert "limit of 1000 bytes" in failure(put(tmp_path / "1" / "a.txt", b"x " * 600), max_bytes=1000).error
    bomb = gzip.compress(b"x " * 5_000_000)
    assert "limit of 1000 bytes" in failure(put(tmp_path / "2" / "b.txt.gz", bomb), max_bytes=1000).error
    lines = put(tmp_path / "3" / "c.jsonl", json.dumps({"text": BODY * 9}) + "\n" + json.dumps({"text": "Acme lost."}))
    long, short = read_articles(lines, ReadSettings(max_bytes=1000))
    assert isinstance(long, Failure)
    assert isinstance(short, Article)
    *_, last = read_articles(
        put(tmp_path / "4" / "d.jsonl", b'{"text": "Acme lost."}\n' * 100), ReadSettings(max_file_bytes=500)
    )
    assert isinstance(last, Failure)
    assert "rest is not read" in last.error


def test_pathological_lines_take_linear_time() -> None:
    for text in ("a | " * 250_000, "Related articles\n" * 20_000, "\n" * 500_000 + "x", "&" * 500_000, "By " * 200_000):
        article = article_from_text(text + "\nThe end of it.", settings=ReadSettings(max_chars=2_000_000))
        assert article.text


def test_an_article_over_the_limit_of_characters_fails_in_words() -> None:
    long = "Acme lost. " * 100_000
    with pytest.raises(ReadError, match=r"1099999 characters, over the limit of 1000000 \(max_chars, --max-chars\)"):
        article_from_text(long)
    assert len(article_from_text(long, settings=ReadSettings(max_chars=1_099_999)).text) == 1_099_999


# --- language --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("text", "code"), [(GERMAN, "de"), (FRENCH, "fr")])
def test_other_languages_fail(tmp_path: Path, text: str, code: str) -> None:
    path = put(tmp_path / "a.txt", text)
    assert f"'{code}'" in failure(path).error
    assert read(path, language=None).language == code


@pytest.mark.parametrize(
    ("text", "declared", "language"),
    [
        (BODY, None, "en"),
        (BODY, "de", "en"),
        ("Acme fined $5 million", None, "en"),
        ("GmbH verurteilt", None, "en"),
        ("Acme fined $5 million", "en_GB", "en"),
        ("VERDICT " * 60, None, "en"),
    ],
)
def test_english_and_short_texts_pass(text: str, declared: str | None, language: str) -> None:
    assert check_language(text, declared, "en") == language


def test_short_text_declared_otherwise_fails() -> None:
    with pytest.raises(ReadError, match="'fr'"):
        check_language("La société condamnée", "fr-CA", "en")


# --- top of the article ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("top", "day"),
    [
        ("NEW YORK, April 15, 2026 (Newsline) — ", "2026-04-15"),
        ("SAN JOSE, Calif., Feb. 3, 2025 /Wirepost/ -- ", "2025-02-03"),
        ("KANSAS CITY, Kan. (PWS), Feb. 10, 2026 — ", "2026-02-10"),
        ("ACCRA (May 4, 2026) – ", "2026-05-04"),
        ("LONDON (AP) — ", None),
        ("ACME filed suit on April 15, 2026 — a day late. ", None),
        ("Published: 15 April 2026\n\n", "2026-04-15"),
        ("Published August 21, 2025 at 5:12 PM MDT\n\n", "2025-08-21"),
        ("By Jane Doe | April 15, 2026\n\n", "2026-04-15"),
        ("Jane Doe, Senior Reporter | November 14, 2025\n\n", "2025-11-14"),
        ("By Jane Doe\nUpdated March 19, 2025, 6:40 p.m.\n\n", "2025-03-19"),
        ("Updated March 21, 2025\nPublished March 19, 2025\n\n", "2025-03-19"),
        ("Tuesday, September 23, 2025\nFor Immediate Release\n\n", "2025-09-23"),
        ("2026-04-15\n\n", "2026-04-15"),
        ("Posted: 30/04/2026\n\n", "2026-04-30"),
        ("Posted: 04/05/2026\n\n", None),
        ("Published: February 31, 2026\n\n", None),
        ("The contract was signed on April 15, 2026, in New York. ", None),
    ],
)
def test_published(top: str, day: str | None) -> None:
    assert find_published(f"Welder wins at trial\n\n{top}{BODY}") == day


@pytest.mark.parametrize(
    ("top", "headline"),
    [
        ("Welder wins $4.5 million\n\n", "Welder wins $4.5 million"),
        ("PRESS RELEASE\n\nTuesday, September 23, 2025\n\nWelder wins\n\n", "Welder wins"),
        ("Who owns the gas leak?\n\n", "Who owns the gas leak?"),
        ("Jury rules against Harbor Tool Co.\n\n", "Jury rules against Harbor Tool Co."),
        ("Welder wins\nBy Jane Doe\n\n", "Welder wins"),
        ("Welder wins\n", "Welder wins"),
        ("THE LONG READ\n\nThe welder who won\n\n", "The welder who won"),
        ("The welder won.\n\n", None),
        ("By Jane Doe\n\n", None),
        ("", None),
    ],
)
def test_headline(top: str, headline: str | None) -> None:
    text = f"{top}{BODY}"
    found = find_headline(text)
    assert (found.text if found else None) == headline
    if found:
        assert text[found.start : found.end] == headline


def test_given_headline_is_found_in_the_text() -> None:
    assert headline_end("WELDER  WINS\n\nBody", "Welder wins") == 12
    article = article_from_text(BODY, headline="Another headline", published="March 4, 2026")
    assert (article.headline, article.headline_end, article.published, article.text) == (
        "Another headline",
        0,
        "2026-03-04",
        BODY,
    )


def test_text_in_memory() -> None:
    first, second = article_from_text(BODY), article_from_text(f"{BODY}\n\nLeave a Reply")
    assert first.id == second.id
    assert first.id.startswith("article-")
    assert article_from_text(BODY, id="x", url="https://news.example", source="feed").source == "feed"
    for text in ("", " \n ", GERMAN):
        with pytest.raises(ReadError):
            article_from_text(text)
    with pytest.raises(ReadError, match="published"):
        article_from_text(BODY, published="yesterday")


@pytest.mark.parametrize(
    ("value", "day"),
    [
        ("2026-04-15T23:59:00-08:00", "2026-04-15"),
        ("20260415", "2026-04-15"),
        ("2026/4/5", "2026-04-05"),
        ("Wed, 15 Apr 2026 10:00:00 GMT", "2026-04-15"),
        ("Apr. 15, 2026 10:00", "2026-04-15"),
        ("15th April 2026", "2026-04-15"),
        ("Wed Apr 15 10:00:00 2026", "2026-04-15"),
        ("April 2026", None),
        ("yesterday", None),
        ("2026-13-01", None),
        ("", None),
        (None, None),
    ],
)
def test_iso_day(value: str | None, day: str | None) -> None:
    assert iso_day(value) == day


@settings(max_examples=200)
@given(st.text(max_size=60))
def test_any_metadata_is_a_day_or_nothing(value: str) -> None:
    day = iso_day(value)
    assert day is None or len(day) == 10


# --- sources and ids -------------------------------------------------------------------------------------------------


def test_folders_are_walked_in_order(tmp_path: Path) -> None:
    for name in ("b.txt", "a/z.txt", "a/c.md", "c.html", ".hidden.txt", ".git/x.txt", "notes.rst", "A.txt"):
        put(tmp_path / name, BODY)
    skipped: list[str] = []
    found = [source.id for source in find_sources(tmp_path, on_skip=skipped.append)]
    assert found == ["A", "b", "c", "a-c", "a-z"]
    assert [Path(path).name for path in skipped] == ["notes.rst"]
    assert [source.id for source in find_sources(tmp_path, recursive=False)] == ["A", "b", "c"]
    assert "a-z" not in [source.id for source in find_sources(tmp_path, exclude=[tmp_path / "a"])]


def test_links_in_circles_end(tmp_path: Path) -> None:
    put(tmp_path / "a" / "x.txt", BODY)
    os.symlink(tmp_path, tmp_path / "a" / "loop")
    os.symlink(tmp_path / "nowhere", tmp_path / "broken.txt")
    assert [source.id for source in find_sources(tmp_path)] == ["a-x"]


def test_ids_differ(tmp_path: Path) -> None:
    put(tmp_path / "a b.txt", "Acme lost.")
    put(tmp_path / "a-b.txt", "Acme won.")
    put(tmp_path / "a-b.md", "Acme won.")
    put(
        tmp_path / "many.jsonl",
        '{"id": "A-B", "text": "One."}\n' + '{"id": "same", "text": "x"}\n' * 3,
    )
    ids = [source.id for source in find_sources(tmp_path)]
    assert ids[0] == "a-b"
    assert len({name.casefold() for name in ids}) == len(ids) == 7
    assert ids == [source.id for source in find_sources(tmp_path)]


def test_slugs() -> None:
    assert slug_of("root/2026/verdict one.txt.gz", "root") == "2026-verdict-one"
    assert slug_of("root/a\nb.txt", "root") == "a-b"
    assert slug_of("root/....txt", "root") == "article"
    assert slug_of("root/v1.2 notes", "root") == "v1.2-notes"


def test_missing_path_is_a_usage_error(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="no such file"):
        find_sources(tmp_path / "none")


def test_a_file_named_itself_is_read_whatever_its_ending(tmp_path: Path) -> None:
    assert read(put(tmp_path / "story", BODY)).text == BODY
    assert "Harbor Tool" in read(put(tmp_path / "page.asp", PAGE.format(charset="utf-8"))).text


@pytest.mark.parametrize(
    ("data", "number"),
    [
        (BODY, 1),
        (PAGE, 1),
        (json.dumps({"id": "a", "text": BODY}), 1),
        (json.dumps([{"text": BODY}, {"text": BODY}]), 2),
        ('{"text": "Acme lost."}\n{"text": "Acme won."}\n', 2),
        ("[Photo: a court] Acme lost its case.", 1),
    ],
)
def test_standard_input(data: str, number: int) -> None:
    from newsdocket.read import read_source

    sources = list(stdin_sources(data.encode()))
    assert len(sources) == number
    for source in sources:
        assert read_source(source).text


@pytest.mark.parametrize(
    "page",
    [
        "<a " * 100_000,
        "<" * 300_000,
        "<html><body><!--" + "-" * 300_000,
        "<script>" * 50_000,
        "<p>" + "&amp;" * 100_000,
        "<html><body><p>" + "x" * 500_000 + "</p></body></html>",
    ],
)
def test_broken_pages_take_linear_time(page: str) -> None:
    from newsdocket.read.formats import from_html
    from newsdocket.read.markup import markup_text

    started = time.monotonic()
    from_html(page.encode())
    markup_text(page)
    assert time.monotonic() - started < 10


def test_line_breaks_in_a_page_are_blanks(tmp_path: Path) -> None:
    page = "<html><body><p>A judge in\n   Portland ordered\r\n\tAcme to pay $5,000<br>by Friday.</p></body></html>"
    assert read(put(tmp_path / "a.html", page)).text == "A judge in Portland ordered Acme to pay $5,000\n\nby Friday."


def test_markup_text() -> None:
    from newsdocket.read.markup import markup_text

    page = "<style>x{}</style><h1>A <i>b</i></h1><!-- <p>no</p> --><p title='x'>c &lt;d&gt;</p><nav>e</nav>f<br/>g"
    assert markup_text(page) == "A b\n\nc <d>\n\nf\n\ng"


@settings(max_examples=150, deadline=None)
@given(
    st.sampled_from([".txt", ".md", ".html", ".json", ".jsonl", ".txt.gz", ".jsonl.gz"]),
    st.one_of(
        st.binary(max_size=300),
        st.text(max_size=300).map(str.encode),
        st.lists(
            st.sampled_from(["<p>", "</p>", "<br>", "<a ", "&", "#", "> ", "- ", '{"text": "', '"}', "[", "\n", "€5 "]),
            max_size=40,
        )
        .map("".join)
        .map(str.encode),
    ),
)
def test_any_bytes_give_articles_or_plain_errors(
    tmp_path_factory: pytest.TempPathFactory, suffix: str, data: bytes
) -> None:
    path = put(tmp_path_factory.getbasetemp() / f"any{suffix}", data)
    for found in read_articles(path):
        if isinstance(found, Failure):
            assert found.stage == "read"
            assert "Error: " not in found.error, found
        else:
            assert found.text == clean_text(found.text)
            assert 0 <= found.headline_end <= len(found.text)

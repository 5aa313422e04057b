"""The way to PDF: nothing but our own files is read, and the file is what archives and screen readers want."""

import threading
import unicodedata
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, HTTPServer
from io import BytesIO

import pikepdf
import pytest

from assessment.documents import render
from assessment.documents.render import Enclosure, PaperError, pdf
from tests.documents.paper import archive_faults, ask, facts_of, text_of

LETTERS = "ễ ự Đ ₫ ẵ ỡ Ậ ệ ỹ Ờ"
ENCLOSED = Enclosure("ket-qua.json", "Sealed result", '{"score": 44.7}', datetime(2026, 11, 20, tzinfo=UTC))


def page(body: str, head: str = "") -> str:
    return f'<html lang="vi"><head><title>Tờ giấy</title>{head}</head><body>{body}</body></html>'


def test_vietnamese_letters_come_out_as_they_went_in():
    assert LETTERS in text_of(pdf(page(f"<p>{LETTERS}</p>"), "paper.css"))


def test_decomposed_letters_come_out_composed_or_equal():
    assert LETTERS in text_of(pdf(page(f"<p>{unicodedata.normalize('NFD', LETTERS)}</p>"), "paper.css"))


@pytest.fixture
def canary():
    """A server on this machine that no paper may ever reach."""
    reached = []

    class Listener(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            reached.append(self.path)
            self.send_error(404)

        def log_message(self, *_: object) -> None:
            pass

    server = HTTPServer(("127.0.0.1", 0), Listener)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}/secret", reached
    server.shutdown()
    thread.join()
    server.server_close()


ASKING = {
    "an image": '<img src="{}">',
    "a drawing's image": '<svg><image href="{}" width="9" height="9"/></svg>',
    "a background": '<p style="background: url({})">x</p>',
    "a style sheet": '<link rel="stylesheet" href="{}">',
    "an import": "<style>@import url({});</style>",
    "a font": "<style>@font-face {{ font-family: x; src: url({}) }} p {{ font-family: x }}</style><p>x</p>",
    "an attachment": '<link rel="attachment" href="{}">',
    "an object": '<object data="{}"></object>',
}


@pytest.mark.parametrize("body", ASKING.values(), ids=ASKING.keys())
def test_a_paper_that_asks_the_network_is_not_made(canary, body):
    address, reached = canary
    with pytest.raises(PaperError, match=r"not one of its files|Failed to render SVG"):
        pdf(page(body.format(address)), "paper.css")
    assert reached == []


@pytest.mark.parametrize(
    "address",
    [
        "file:///etc/passwd",
        "/etc/passwd",
        "../../../../etc/passwd",
        "css/../../config.py",
        "img/mark.svg",
        "data:image/svg+xml,<svg xmlns='http://www.w3.org/2000/svg'/>",
        "https://paper.invalid/css/paper.css?x=1",
        "ftp://127.0.0.1/x",
    ],
)
def test_a_paper_that_asks_for_another_file_is_not_made(address):
    with pytest.raises(PaperError):
        pdf(page(f'<img src="{address}">'), "paper.css")


def test_a_link_is_not_followed():
    assert "x" in text_of(pdf(page('<p><a href="http://127.0.0.1:9/">x</a></p>'), "paper.css"))


def test_our_own_files_are_served():
    assert pdf(page('<img alt="Thước Số" src="img/paper-mark.svg">'), "paper.css").startswith(b"%PDF-")


def test_every_served_file_exists():
    assert [name for name in render.SERVED if not (render.STATIC / name).is_file()] == []


def test_an_endless_document_is_refused_before_any_work():
    with pytest.raises(PaperError, match="too long"):
        pdf("x" * (render.LONGEST_HTML + 1), "paper.css")


def test_a_fault_leaves_the_next_paper_whole():
    with pytest.raises(PaperError):
        pdf(page('<img src="nowhere.png">'), "paper.css")
    assert "whole" in text_of(pdf(page("<p>whole</p>"), "paper.css"))


def test_a_paper_carries_its_title_author_language_and_tags():
    paper = pdf(page("<h1>Tờ giấy</h1>", '<meta name="author" content="Hiệp hội">'), "paper.css")
    facts = facts_of(paper)
    assert (facts["Title"], facts["Author"], facts["Tagged"]) == ("Tờ giấy", "Hiệp hội", "yes")
    with pikepdf.open(BytesIO(paper)) as opened:
        assert opened.Root.Lang == "vi"
        assert opened.Root.ViewerPreferences.DisplayDocTitle
        assert opened.open_metadata().pdfa_status == "3A"
    assert "H1" in ask("pdfinfo", paper, "-struct-text")


def test_an_enclosure_travels_inside_once():
    paper = pdf(page("<p>x</p>"), "paper.css", enclosures=(ENCLOSED,))
    with pikepdf.open(BytesIO(paper)) as opened:
        assert opened.attachments["ket-qua.json"].get_file().read_bytes() == ENCLOSED.text.encode()
        assert len(opened.Root.AF) == 1


def test_an_enclosure_that_is_no_json_is_refused():
    with pytest.raises(ValueError, match="Expecting"):
        pdf(page("<p>x</p>"), "paper.css", enclosures=(Enclosure("a.json", "", "{", ENCLOSED.made),))


def test_the_same_paper_is_made_of_the_same_bytes():
    dated = '<meta name="dcterms.created" content="2026-11-20"><meta name="dcterms.modified" content="2026-11-20">'
    first, second = (
        pdf(page("<p>x</p>", dated), "paper.css", enclosures=(ENCLOSED,), identifier=b"TS-2026-000317")
        for _ in range(2)
    )
    assert first == second


def test_the_twin_of_a_paper_passes_the_rules_of_the_archive():
    paper = pdf(page("<h1>Tờ giấy</h1>"), "paper.css", enclosures=(ENCLOSED,), variant="pdf/a-3b")
    assert archive_faults(paper) == []


def test_a_missing_library_is_named_and_warned_of_once(monkeypatch, caplog):
    monkeypatch.setattr(render, "find_library", lambda _: None)
    render.warn_of_missing_parts.cache_clear()
    assert render.missing_parts() == ["libharfbuzz-subset0"]
    for _ in range(2):
        render.warn_of_missing_parts()
    assert [record.getMessage().split()[0] for record in caplog.records] == ["libharfbuzz-subset0"]
    render.warn_of_missing_parts.cache_clear()

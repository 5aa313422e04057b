"""The Association's own days: opening a wave, reading the figures, taking them away as files."""

from datetime import UTC, datetime, timedelta
from uuid import uuid4

from playwright.sync_api import expect

from assessment.cli.demo.people import ADDRESSES
from tests.e2e.conftest import Sit
from tests.e2e.offices import Dashboard, Queue, Waves
from tests.e2e.pages import LogInPage
from tests.e2e.server import PASSWORD, Server
from tests.e2e.staff import begin_work
from tests.factories import make_assessment, make_enterprise, make_user, make_wave

PDF, XLSX = b"%PDF-", b"PK\x03\x04"


def test_an_administrator_opens_a_wave(site: Server, sit: Sit) -> None:
    administrator = sit(site, at="desk")
    begin_work(administrator, "administrator")
    title = f"Đợt {uuid4().hex[:6]}"
    Waves(administrator).open().create(title, "60 tiêu chí DBI 2021 cho doanh nghiệp nhỏ và vừa (1.0)")
    assert title in administrator.text


def test_a_reviewer_finds_a_file_by_name_without_its_marks(demo: Server, sit: Sit) -> None:
    reviewer = sit(demo, at="desk")
    LogInPage(reviewer).open().log_in(ADDRESSES["reviewer"], PASSWORD)
    reviewer.speak("vi")
    queue = Queue(reviewer).open()
    assert queue.rows
    first = queue.rows[0]
    queue.search(first.replace("ô", "o").lower())
    assert first in queue.rows


def test_another_answer_is_asked_for_only_by_who_sets_one(demo: Server, sit: Sit) -> None:
    reviewer = sit(demo, at="desk")
    LogInPage(reviewer).open().log_in(ADDRESSES["reviewer"], PASSWORD)
    reviewer.speak("vi")
    reviewer.go("/review/?reviewer=me")
    reviewer.press(reviewer.page.get_by_role("main").get_by_role("table").get_by_role("link").first)
    fields = reviewer.page.locator("form .if-set")
    expect(fields).to_be_hidden()
    reviewer.page.get_by_role("radio", name="Đặt câu trả lời khác").check()
    expect(fields).to_be_visible()


def test_a_name_of_two_hundred_letters_without_a_blank_pushes_nothing_off_the_page(site: Server, sit: Sit) -> None:
    name = "CôngTyTráchNhiệmHữuHạn" * 9
    owner, reviewer = make_user(site.app, name=name), make_user(site.app, role="reviewer", name=name)
    firm = make_enterprise(site.app, owner, name=name)
    file = {"state": "in_review", "reviewer_id": reviewer, "submitted_at": datetime.now(UTC) - timedelta(days=12)}
    waiting = make_assessment(site.app, firm, make_wave(site.app, opens=-60, closes=-20), owner, **file)
    administrator = sit(site, at="desk")
    begin_work(administrator, "administrator")
    for path in ("/review/", f"/review/{waiting}", "/admin/people", "/admin/enterprises", f"/admin/people/{reviewer}"):
        administrator.go(path)
        assert name in administrator.text, path


def test_an_analyst_reads_the_figures_and_takes_them_away(demo: Server, sit: Sit) -> None:
    analyst = sit(demo, at="desk")
    LogInPage(analyst).open().log_in(ADDRESSES["analyst"], PASSWORD)
    analyst.speak("vi")  # The choice of a language stays with the person.
    published = Dashboard(analyst).open()
    assert "Số liệu công bố" in analyst.text, "an analyst sees what is published, and no more"
    address = analyst.page.url
    for button, begins in (("Báo cáo tổng hợp (PDF)", PDF), ("Số liệu (XLSX)", XLSX), ("Số liệu (CSV)", b"")):
        name, content = published.export(button)
        assert content.startswith(begins), name
        assert len(content) > 1000, name
        analyst.go(address)

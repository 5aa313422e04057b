"""Worse luck: no line without scripts, a disk that takes nothing, and files that are not what they say."""

import resource
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.e2e.desk import Desk, line, write
from tests.e2e.server import Web

STAFF, WRITTEN = "sales.online.staff", "plan.paper.written"
BOTH = pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])
NOTE = "Kế hoạch treo ở xưởng, chụp sau"


def test_without_scripts_and_without_a_line_the_page_pressed_is_sent_when_it_is_loaded_again(desk: Desk) -> None:
    page = desk.sit(scripts=False)
    page.goto(desk.url("sales.online"))
    page.locator(f"[id='f-{STAFF}']").fill("3")
    page.context.set_offline(True)
    with page.expect_event("requestfailed"):
        page.get_by_role("button", name="Lưu và tiếp tục").last.click(no_wait_after=True)
    assert desk.answers() == {}
    page.context.set_offline(False)
    page.reload()
    page.wait_for_url("**/pages/tourism.tickets")
    assert desk.answers() == {STAFF: {"number": 3.0}}


@BOTH
def test_a_file_that_is_not_what_it_says_is_refused_and_takes_nothing_along(desk: Desk, *, scripts: bool) -> None:
    page = desk.sit(scripts=scripts)
    page.goto(f"{desk.url()}/evidence/{WRITTEN}")
    page.locator("#note").fill(NOTE)
    page.locator("#link").fill("https://vidu.vn/ke-hoach")
    page.locator("#file").set_input_files(
        {"name": "ke-hoach.pdf", "mimeType": "application/pdf", "buffer": b"<!doctype html><script>alert(1)</script>"}
    )
    page.get_by_role("button", name="Thêm tệp").click()
    expect(page.locator("#file-error")).to_be_visible()
    expect(page.locator(".error-summary a")).to_have_attribute("href", "#file")
    expect(page.locator("main")).to_contain_text(NOTE)
    expect(page.locator("main")).to_contain_text("https://vidu.vn/ke-hoach")


@BOTH
def test_a_disk_that_takes_nothing_is_said_and_what_was_typed_stays(web: Web, web_desk: Desk, *, scripts: bool) -> None:
    page = web_desk.sit(scripts=scripts)
    page.goto(web_desk.url("sales.online"))
    with no_room(web.process.pid):
        write(page, STAFF, "3")
        if scripts:
            line(page, STAFF)("Chưa lưu được. Sẽ thử lại")
        else:
            page.get_by_role("button", name="Lưu và tiếp tục").last.click()
            expect(page.locator(".error-summary")).to_contain_text("Chưa lưu được")
        expect(page.locator(f"[id='f-{STAFF}']")).to_have_value("3")
        assert web_desk.answers() == {}
    if scripts:
        line(page, STAFF)("Đã lưu lúc")
    else:
        page.get_by_role("button", name="Lưu và tiếp tục").last.click()
        page.wait_for_url("**/pages/tourism.tickets")
    assert web_desk.answers() == {STAFF: {"number": 3.0}}


@contextmanager
def no_room(master: int) -> Iterator[None]:
    """Let no file of a server's processes grow any more, as on a full disk."""
    children = [int(pid) for pid in Path(f"/proc/{master}/task/{master}/children").read_text().split()]
    before = {pid: resource.prlimit(pid, resource.RLIMIT_FSIZE) for pid in children}
    for pid in children:
        resource.prlimit(pid, resource.RLIMIT_FSIZE, (1, before[pid][1]))
    yield
    for pid, limits in before.items():
        resource.prlimit(pid, resource.RLIMIT_FSIZE, limits)

"""The whole way of an owner, on a phone: from the start page to the certificate, with and without scripts."""

import re
import subprocess
from uuid import uuid4

import pytest

from tests.e2e.conftest import Sit
from tests.e2e.offices import File, Queue, VerifyPage
from tests.e2e.pages import Home, Letters, ResultPage, StartPage, TaskList
from tests.e2e.person import Person
from tests.e2e.scanning import scan
from tests.e2e.server import PASSWORD, Server
from tests.e2e.staff import begin_work

NAME = "Công ty TNHH Một thành viên Du thuyền và Dịch vụ Lữ hành Vịnh Xanh Hạ Long Quảng Ninh"
TAX_CODES = {False: "5701991005", True: "5701991012"}


@pytest.mark.parametrize("scripts", [False, True], ids=["without scripts", "with scripts"])
def test_an_owner_comes_from_the_start_page_to_the_certificate(site: Server, sit: Sit, *, scripts: bool) -> None:
    enterprise = f"{NAME} {'Một' if scripts else 'Hai'}"
    owner = sit(site, at="phone", scripts=scripts)
    tasks = sign_up_and_begin(owner, f"chu-{uuid4().hex[:8]}@vidu.vn", TAX_CODES[scripts], enterprise)
    assert len(tasks.pillars) == 6 + 1, "six pillars, and the row that hands in"
    result = answer_and_submit(owner, tasks)
    assert "Mức" in owner.text
    assert "Điều đang giữ" in owner.text
    result.open_a_pillar()
    result.try_a_step()
    name, report = result.report()
    assert name.endswith(".pdf")
    assert enterprise in words_of(report)

    approve(sit(site, at="desk", scripts=scripts), enterprise)
    result = Home(owner).open().look_at_result("Đợt thử 2026")
    name, certificate = result.certificate()
    assert name.endswith(".pdf")
    assert enterprise in words_of(certificate)
    verify(sit(site, at="phone", scripts=scripts), enterprise, certificate)


def sign_up_and_begin(owner: Person, email: str, tax_code: str, enterprise: str) -> TaskList:
    sign_up = StartPage(owner).open().begin()
    sign_up.sign_up_without_anything()
    sign_up.sign_up("Nguyễn Thị Hải Âu", email, PASSWORD)
    log_in = Letters(owner).open_account(email)
    log_in.fail_to_log_in(email, "sai mật khẩu rồi")
    log_in.log_in(email, PASSWORD)
    Home(owner).open().register_enterprise().register(tax_code, enterprise)
    return Home(owner).open().start("Đợt thử 2026")


def answer_and_submit(owner: Person, tasks: TaskList) -> ResultPage:
    page = tasks.go_on()
    answered = page.answer()
    tasks = page.save_and_leave()
    answered += tasks.go_on().answer_all_pages()
    assert answered >= 60
    check = TaskList(owner).open_again().check()
    check.submit_without_declaring()
    return check.declare_and_submit()


def approve(reviewer: Person, enterprise: str) -> None:
    """The reviewer's whole way on a wide screen: the queue, the file, its answers, the decision."""
    begin_work(reviewer, "reviewer")
    file: File = Queue(reviewer).open().open_file(enterprise)
    file.take()
    file.look_at_answers(2)
    file.confirm_people()
    file.approve()


def verify(passer_by: Person, enterprise: str, certificate: bytes) -> None:
    """Somebody holds the paper: by its number it is valid, by the code on it one also learns whose it is."""
    number = re.search(r"TS-\d{4}-\d{6}", words_of(certificate))
    assert number is not None
    page = VerifyPage(passer_by).open()
    by_number = page.check(number.group())
    assert "Còn hiệu lực" in by_number
    assert enterprise not in by_number
    assert enterprise in page.scan(scan(certificate))
    assert "Không tìm thấy" in page.open().check("TS-2020-999999", status=404)


def words_of(pdf: bytes) -> str:
    """The text of a paper, as somebody reads it."""
    done = subprocess.run(["pdftotext", "-", "-"], input=pdf, capture_output=True, timeout=30, check=True)
    return " ".join(done.stdout.decode().split())

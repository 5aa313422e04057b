"""An owner and their data, on a phone, with and without scripts: what is kept, consent, a copy, a request, leaving."""

import io
import json
import zipfile
from datetime import UTC, datetime
from uuid import uuid4

import pytest

from assessment.models.consents import give
from tests.e2e.conftest import Sit
from tests.e2e.pages import LogInPage
from tests.e2e.person import Person
from tests.e2e.server import Server
from tests.e2e.staff import begin_work
from tests.factories import PASSWORD, make_enterprise, make_user, writing


@pytest.mark.parametrize("scripts", [False, True], ids=["without scripts", "with scripts"])
def test_an_owner_sees_takes_away_and_deletes_their_data(site: Server, sit: Sit, *, scripts: bool) -> None:
    email = f"chu-{uuid4().hex[:8]}@vidu.vn"
    owner = make_user(site.app, email, name="Nguyễn Thị Hải Âu")
    with writing(site.app) as session:
        give(session, owner, ["assessment", "contact"], "vi", now=datetime.now(UTC))
    make_enterprise(site.app, owner, name=f"Hợp tác xã Sá Sùng {email}")
    person = sit(site, at="phone", scripts=scripts)
    LogInPage(person).open().log_in(email, PASSWORD)
    person.go("/account")
    person.follow("Xem dữ liệu của tôi")
    assert "Vì sao" in person.text
    withdraw_and_agree_again(person)
    take_a_copy(person, email)
    ask_for_a_correction(person)
    leave(person)
    LogInPage(person).open().fail_to_log_in(email, PASSWORD)


def withdraw_and_agree_again(person: Person) -> None:
    name = "Liên hệ về chương trình hỗ trợ"
    person.press_button(f"Rút lại: {name}")
    assert "Đã rút lại lúc" in person.text
    person.press_button(f"Đồng ý: {name}")
    person.press_button("Rút lại: Đánh giá doanh nghiệp mình")
    assert person.heading == "Rút lại sự đồng ý cho việc đánh giá"
    person.follow("Giữ như cũ")


def take_a_copy(person: Person, email: str) -> None:
    """The page of the progress loads itself again, by its header alone."""
    for button, opens in (("Tạo bản cho máy đọc (JSON và tệp minh chứng)", b"PK"), ("Tạo bản để đọc (PDF)", b"%PDF-")):
        person.press_button(button)
        person.page.get_by_role("heading", level=1, name="Tệp đã xong").wait_for(timeout=60_000)
        person.look()
        _, content = person.fetch(person.page.get_by_role("link", name="Tải về"))
        assert content.startswith(opens)
        if opens == b"PK":
            copy = json.loads(zipfile.ZipFile(io.BytesIO(content)).read("own-data.json"))
            assert copy["account"][0]["email"] == email
        person.go("/privacy/mine")


def ask_for_a_correction(person: Person) -> None:
    person.follow("Gửi một yêu cầu")
    person.press_button("Gửi yêu cầu", status=422)
    person.page.get_by_role("main").get_by_label("Sửa dữ liệu sai").check()
    person.page.get_by_role("main").get_by_label("Nói rõ hơn").fill("Tên tôi ghi thiếu dấu.")
    person.press_button("Gửi yêu cầu")
    assert "Mới nhận" in person.text
    person.go("/privacy/mine")


def leave(person: Person) -> None:
    """Nothing happens before it was read and the password typed; then the account is gone."""
    person.follow("Xóa tài khoản và dữ liệu")
    assert "Phải giữ lại, và vì sao" in person.text
    assert "người chủ duy nhất" in person.text
    person.press_button("Xóa, không quay lại được", status=422)
    main = person.page.get_by_role("main")
    main.get_by_label("Xóa dữ liệu").check()
    main.get_by_label("Tôi đã đọc những gì sẽ mất").check()
    main.get_by_label("Mật khẩu đang dùng").fill(PASSWORD)
    person.press_button("Xóa, không quay lại được")
    assert person.heading == "Tài khoản đã đóng"
    person.go("/account")
    assert person.heading == "Đăng nhập"


def test_an_administrator_answers_a_request_in_time(site: Server, sit: Sit) -> None:
    email = f"chu-{uuid4().hex[:8]}@vidu.vn"
    make_user(site.app, email, name="Phạm Văn Yêu Cầu")
    person = sit(site, at="phone")
    LogInPage(person).open().log_in(email, PASSWORD)
    person.go("/privacy/mine")
    ask_for_a_correction(person)
    desk = sit(site, at="desk")
    begin_work(desk, "administrator")
    desk.go("/admin/")
    desk.go("/admin/privacy")
    row = desk.page.get_by_role("row").filter(has_text="Phạm Văn Yêu Cầu")
    assert "Còn" in row.inner_text()
    desk.press(row.get_by_role("link"))
    desk.press_button("Nhận việc này")
    desk.page.get_by_role("main").get_by_label("Đã thực hiện").check()
    desk.page.get_by_role("main").get_by_label("Trả lời người yêu cầu").fill("Đã sửa tên.")
    desk.press_button("Ghi quyết định và gửi thư")
    assert "Đã xong" in desk.text
    person.page.reload()
    assert "Đã xong" in person.text

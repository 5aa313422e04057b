"""The pages of the Association's people, and the one that everybody may use to verify a certificate."""

import re
from datetime import datetime, timedelta

from playwright.sync_api import expect

from assessment.config import TIME_ZONE
from tests.e2e.pages import ResultPage, Screen


class Queue(Screen):
    def open(self) -> "Queue":
        self.person.go("/review/")
        return self

    @property
    def rows(self) -> list[str]:
        """The names of the enterprises that are listed."""
        return self.main.get_by_role("table").get_by_role("link").all_inner_texts()

    def search(self, words: str) -> None:
        self.main.get_by_role("searchbox").fill(words)
        self.person.press(self.main.get_by_role("button", name="Lọc", exact=True))

    def open_file(self, enterprise: str) -> "File":
        self.person.follow(enterprise)
        return File(self.person)


class File(Screen):
    """One assessment before its reviewer."""

    def take(self) -> None:
        self.person.press_button("Nhận hồ sơ")

    def look_at_answers(self, how_many: int) -> None:
        """Read one answer after the other and keep it."""
        self.person.press(
            self.page.get_by_role("navigation", name=re.compile("^Nên xem trước|^Tất cả")).get_by_role("link").first
        )
        for _ in range(how_many):
            self.main.get_by_role("radio", name="Giữ như tự khai").check()
            self.person.press_button("Lưu, sang tiêu chí sau")

    def confirm_people(self) -> None:
        self.person.press_button("Xác nhận người này đại diện cho doanh nghiệp")

    def approve(self) -> None:
        self.person.press_button("Duyệt và cấp giấy")
        expect(self.main.get_by_text("Đã duyệt ngày")).to_be_visible()


class VerifyPage(Screen):
    def open(self) -> "VerifyPage":
        self.person.go("/verify")
        return self

    def check(self, number: str, *, status: int = 200) -> str:
        self.type("Số giấy", number)
        self.person.press_button("Kiểm tra", status=status)
        return self.person.text

    def scan(self, address: str) -> str:
        self.person.go(address)
        return self.person.text


class Waves(Screen):
    def open(self) -> "Waves":
        self.person.go("/admin/waves")
        return self

    def create(self, title: str, questionnaire: str) -> None:
        """Set up a wave that runs from today."""
        self.person.press(self.main.get_by_role("link", name="Lập đợt mới"))
        self.type("Tên đợt bằng tiếng Việt", title)
        self.type("Tên đợt bằng tiếng Anh", f"{title} (English)")
        today = datetime.now(TIME_ZONE).date()
        self.type("Ngày mở", str(today - timedelta(days=1)))
        self.type("Ngày cuối", str(today + timedelta(days=30)))
        self.main.get_by_label("Doanh nghiệp trả lời").select_option(label=questionnaire)
        self.person.press_button("Lập đợt đánh giá")
        assert title in self.person.heading


class Dashboard(Screen):
    def open(self) -> "Dashboard":
        self.person.go("/statistics/")
        return self

    def export(self, name: str) -> tuple[str, bytes]:
        with self.page.expect_navigation():
            self.main.get_by_role("button", name=name).click()
        return ResultPage(self.person).take_paper()

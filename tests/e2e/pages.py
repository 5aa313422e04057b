"""The pages of an enterprise's people, with methods named after what a person does there."""

import re

from playwright.sync_api import Locator, expect

from tests.e2e.filling import fill, standing
from tests.e2e.person import Person

MOST_PAGES = 60


class Screen:
    """What all pages share: the person before them."""

    def __init__(self, person: Person) -> None:
        self.person, self.page = person, person.page

    @property
    def main(self) -> Locator:
        return self.page.get_by_role("main")

    def type(self, label: str, words: str) -> None:
        self.main.get_by_label(label, exact=True).fill(words)

    def choose(self, label: str, words: str) -> None:
        self.main.get_by_label(label, exact=True).select_option(label=words)

    def tick(self, words: str) -> None:
        self.main.get_by_label(words).check()

    def warns(self, words: str) -> None:
        """The summary of errors stands first, names the trouble, and leads to its field."""
        summary = self.page.get_by_role("alert").filter(has_text="chỗ cần sửa")
        link = summary.get_by_role("link", name=words)
        expect(link).to_be_visible()
        assert self.page.locator(str(link.get_attribute("href"))).count() == 1


class StartPage(Screen):
    def open(self) -> "StartPage":
        self.person.go("/")
        return self

    def begin(self) -> "SignUpPage":
        self.person.follow("Bắt đầu đánh giá")
        return SignUpPage(self.person)

    def come_back(self) -> "LogInPage":
        self.person.follow("Làm tiếp bài đang dở")
        return LogInPage(self.person)


class SignUpPage(Screen):
    def sign_up(self, name: str, email: str, password: str) -> None:
        assert not self.main.get_by_role("checkbox", checked=True).count(), "a consent was ticked before anybody did"
        self.type("Họ và tên", name)
        self.type("Địa chỉ thư điện tử", email)
        self.type("Mật khẩu", password)
        self.tick("Tôi đồng ý để Hiệp hội lưu họ tên")
        self.person.press_button("Đăng ký")
        assert self.person.heading == "Chúng tôi đã gửi thư"

    def sign_up_without_anything(self) -> None:
        self.person.press_button("Đăng ký", status=422)
        self.warns("Hãy ghi họ và tên.")


class Letters(Screen):
    """What a person does with the letters in the mailbox."""

    def open_account(self, email: str) -> "LogInPage":
        self.person.go(self.person.server.link_to(email, "Mở tài khoản"))
        self.person.press_button("Mở tài khoản")
        return LogInPage(self.person)

    def set_password(self, email: str, password: str) -> "LogInPage":
        self.person.go(self.person.server.link_to(email, "ật khẩu"))
        self.type("Mật khẩu mới", password)
        self.person.press_button("Lưu mật khẩu mới")
        return LogInPage(self.person)


class LogInPage(Screen):
    def open(self) -> "LogInPage":
        self.person.go("/account/log-in")
        return self

    def log_in(self, email: str, password: str) -> None:
        self.type_log_in(email, password)
        self.person.press_button("Đăng nhập")
        assert self.page.get_by_role("heading", level=1, name="Đăng nhập").count() == 0, self.person.text

    def log_in_and_go_on(self, email: str, password: str) -> None:
        """Log in where a page asked for it in between."""
        self.log_in(email, password)

    def fail_to_log_in(self, email: str, password: str) -> None:
        self.type_log_in(email, password)
        self.person.press_button("Đăng nhập", status=422)

    def type_log_in(self, email: str, password: str) -> None:
        self.type("Địa chỉ thư điện tử", email)
        self.type("Mật khẩu", password)

    def forget_password(self, email: str) -> None:
        self.person.follow("Quên mật khẩu")
        self.type("Địa chỉ thư điện tử", email)
        self.person.press_button("Gửi thư")
        assert self.person.heading == "Chúng tôi đã gửi thư"


class EnterpriseForm(Screen):
    def register(self, tax_code: str, name: str) -> None:
        self.type("Mã số thuế", tax_code)
        self.type("Tên doanh nghiệp", name)
        self.main.get_by_role("radio", name="Doanh nghiệp", exact=True).check()
        self.main.get_by_label("Ngành kinh tế chính").select_option("I")
        self.main.get_by_label("Phường, xã, đặc khu").select_option("ha-long")
        self.type("Số lao động tham gia bảo hiểm xã hội", "24")
        self.main.get_by_label("Doanh thu năm gần nhất").select_option(index=2)
        self.main.get_by_label("Tổng nguồn vốn").select_option(index=2)
        self.person.press_button("Đăng ký doanh nghiệp")
        assert self.person.heading == name
        assert "Nghị định 80/2021/NĐ-\u2060CP" in self.person.text, "the size class comes with its reason"


class Home(Screen):
    """The list of one's enterprises and their assessments."""

    def open(self) -> "Home":
        self.person.go("/assessments/")
        return self

    def register_enterprise(self) -> EnterpriseForm:
        self.person.follow("Đăng ký doanh nghiệp")
        return EnterpriseForm(self.person)

    def start(self, wave: str) -> "TaskList":
        offer = self.main.get_by_role("listitem").filter(has=self.page.get_by_role("heading", name=wave, exact=True))
        self.person.press(offer.get_by_role("button", name="Bắt đầu"))
        return TaskList(self.person)

    def look_at_result(self, wave: str) -> "ResultPage":
        self.person.follow(wave)
        return ResultPage(self.person)


class TaskList(Screen):
    def open_again(self) -> "TaskList":
        """Go back to the list from wherever the form ended."""
        found = re.match(r".*/assessments/[0-9a-f-]{36}", self.page.url)
        assert found is not None, self.page.url
        self.person.go(found.group())
        return self

    @property
    def pillars(self) -> list[str]:
        return self.main.get_by_role("heading", level=2).all_inner_texts()

    def go_on(self) -> "QuestionPage":
        self.person.press(self.main.get_by_role("link", name=re.compile("^(Bắt đầu|Tiếp tục)$")))
        return QuestionPage(self.person)

    def check(self) -> "CheckPage":
        self.person.press(self.main.get_by_role("link", name="Kiểm tra và nộp").last)
        return CheckPage(self.person)


class QuestionPage(Screen):
    @property
    def is_here(self) -> bool:
        return bool(self.page.locator("#page-form").count())

    def answer(self) -> int:
        return fill(self.page)

    @property
    def answers(self) -> dict[str, list[str]]:
        """What stands in the form, by question."""
        return {
            str(question.get_attribute("data-question")): standing(question)
            for question in self.page.locator("section[data-question]").all()
        }

    def save_and_be_asked_who_one_is(self) -> None:
        self.person.press_button("Lưu và tiếp tục", status=401)
        assert self.person.heading == "Đăng nhập"
        assert "Những gì vừa gõ vẫn còn" in self.person.text

    def save(self) -> None:
        self.person.press_button("Lưu và tiếp tục")

    def save_and_leave(self) -> TaskList:
        self.person.press_button("Lưu và thoát")
        return TaskList(self.person)

    def answer_all_pages(self) -> int:
        """Answer page after page until there is none left; give how many questions that were."""
        answered = 0
        for _ in range(MOST_PAGES):
            if not self.is_here:
                return answered
            answered += self.answer()
            self.save()
        raise AssertionError(f"the form never ends: {self.page.url}")


class CheckPage(Screen):
    def submit_without_declaring(self) -> None:
        self.person.press_button("Nộp bài đánh giá", status=422)
        self.warns("")

    def declare_and_submit(self) -> "ResultPage":
        self.main.get_by_role("checkbox").check()
        self.person.press_button("Nộp bài đánh giá")
        return ResultPage(self.person)


class ResultPage(Screen):
    def open_a_pillar(self) -> None:
        """Unfold how the first pillar came to its score."""
        fold = self.main.locator("details.fold").first
        fold.locator("summary").click()
        expect(fold.get_by_role("table").first).to_be_visible()
        self.person.look()

    def try_a_step(self) -> None:
        """Ask what one step would bring; a script answers at once, otherwise a button does."""
        self.main.get_by_role("checkbox").first.check()
        if not self.person.has_scripts:
            self.person.press_button("Tính thử")
        expect(self.main.locator(".answer-beside").get_by_role("status")).to_contain_text("điểm")
        self.person.look()

    def report(self) -> tuple[str, bytes]:
        """Ask for the report, wait on the page that reloads itself, and take the file."""
        with self.page.expect_navigation():
            self.main.get_by_role("button", name="Tải báo cáo (PDF)").click()
        return self.take_paper()

    def take_paper(self) -> tuple[str, bytes]:
        ready = self.main.get_by_role("link", name="Tải về")
        expect(ready).to_be_visible(timeout=60_000)
        self.person.look()
        return self.person.fetch(ready)

    def certificate(self) -> tuple[str, bytes]:
        """Reload until the worker has printed the certificate, and take it."""
        link = self.main.get_by_role("link", name="Tải giấy chứng nhận")
        for _ in range(60):
            self.page.reload()
            if link.count():
                break
            self.page.wait_for_timeout(500)
        self.person.look()
        return self.person.fetch(link)

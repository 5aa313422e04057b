"""Enterprises, requests for access and the confirmation of the link of person and firm."""

from uuid import UUID

import pytest
from flask import Flask

from tests.factories import join, logged_in, make_assessment, make_enterprise, make_user, make_wave
from tests.page import Browser, Page
from tests.waves import rows


def firm(app: Flask, name: str, **more: object) -> UUID:
    return make_enterprise(app, name=name, **more)


def names(page: Page) -> list[str]:
    return [item.get_text(strip=True) for item in page.all("tbody th b")]


@pytest.fixture
def three(app: Flask) -> None:
    firm(app, "Công ty CP Cảng Vân Hải", tax_code="5700100256", sector="logistics", size="medium", place="van-don")
    firm(app, "Hộ kinh doanh Gốm Mạo Khê", tax_code="022085001234", organisation_type="household", size="micro")
    firm(app, "Nhà hàng Sóng Biếc", tax_code="5700100257-001", place="co-to")


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({"q": "van hai"}, ["Công ty CP Cảng Vân Hải"]),
        ({"q": "GỐM mạo"}, ["Hộ kinh doanh Gốm Mạo Khê"]),
        ({"q": "5700100256"}, ["Công ty CP Cảng Vân Hải"]),
        ({"q": "5700 100 256"}, ["Công ty CP Cảng Vân Hải"]),
        ({"q": "57001"}, ["Công ty CP Cảng Vân Hải", "Nhà hàng Sóng Biếc"]),
        ({"q": "5700100257001"}, ["Nhà hàng Sóng Biếc"]),
        ({"q": "022085001234"}, ["Hộ kinh doanh Gốm Mạo Khê"]),
        ({"q": "0220850012"}, []),
        ({"q": "1234"}, []),
        ({"sector": "logistics"}, ["Công ty CP Cảng Vân Hải"]),
        ({"size": "micro"}, ["Hộ kinh doanh Gốm Mạo Khê"]),
        ({"place": "co-to"}, ["Nhà hàng Sóng Biếc"]),
        ({"place": "co-to", "sector": "logistics"}, []),
        ({"sector": "moon"}, ["Công ty CP Cảng Vân Hải", "Hộ kinh doanh Gốm Mạo Khê", "Nhà hàng Sóng Biếc"]),
    ],
)
@pytest.mark.usefixtures("three")
def test_enterprises_are_found_by_name_code_sector_size_and_place(
    desk: Browser, query: dict[str, str], found: list[str]
) -> None:
    assert names(desk.get("/admin/enterprises", query_string=query)) == found


@pytest.mark.usefixtures("three")
def test_a_personal_number_is_never_shown_whole(app: Flask, desk: Browser) -> None:
    page = desk.get("/admin/enterprises", query_string={"size": "micro"})
    assert "••••••••1234" in page.text
    detail = desk.get(str(page.select("tbody th a")["href"]))
    assert "••••••••1234" in detail.text
    assert "02208500" not in page.response.get_data(as_text=True) + detail.response.get_data(as_text=True)


def test_a_long_list_comes_in_pages_with_its_filters_kept_and_few_queries(app: Flask, desk: Browser) -> None:
    for number in range(27):
        firm(app, f"Công ty {number:02d}", sector="trade")
    desk.get("/admin/")
    page = desk.get("/admin/enterprises?sector=trade")
    assert len(names(page)) == 25
    following = str(page.select('a[rel="next"]')["href"])
    assert "sector=trade" in following
    queries = desk.queries
    assert names(desk.get(following)) == ["Công ty 25", "Công ty 26"]
    assert desk.queries == queries


def test_the_page_of_an_enterprise_shows_people_requests_and_assessments(app: Flask, desk: Browser) -> None:
    owner, asking = make_user(app, name="Chủ Cũ"), make_user(app, name="Người Mới")
    enterprise = make_enterprise(app, owner)
    rows.ask(app, asking, enterprise)
    make_assessment(app, enterprise, make_wave(app), owner)
    text = desk.get(f"/admin/enterprises/{enterprise}").text
    assert "Chủ Cũ" in text
    assert "Người Mới" in text
    assert "Đợt thử 2026 Đang trả lời" in text


class TestARequest:
    @pytest.fixture
    def asking(self, app: Flask) -> UUID:
        return make_user(app, "moi@vidu.vn", name="Người Mới", language="en")

    @pytest.fixture
    def enterprise(self, app: Flask, asking: UUID) -> UUID:
        enterprise = make_enterprise(app, make_user(app))
        rows.ask(app, asking, enterprise)
        return enterprise

    @pytest.mark.parametrize("role", ["owner", "colleague"])
    def test_is_let_in_as_what_was_chosen(
        self, app: Flask, desk: Browser, asking: UUID, enterprise: UUID, role: str
    ) -> None:
        button = desk.get("/admin/requests").select(f'form:has(input[value="{role}"])')
        fields = {item["name"]: item["value"] for item in button.select("input")}
        page = desk.follow(desk.post(str(button["action"]), fields))
        assert "Đã cho vào và báo qua thư." in page.text
        assert page.response.request.path == "/admin/requests"
        assert (rows.membership(app, asking).state, rows.membership(app, asking).role) == ("active", role)
        assert rows.last_event(app).action == "membership.let_in"
        assert rows.letters(app)[-1].subject == "You have joined a business on Thước Số"
        logged_in(app, asking).get(f"/enterprises/{enterprise}")

    def test_is_refused(self, app: Flask, desk: Browser, asking: UUID, enterprise: UUID) -> None:
        page = desk.follow(desk.post(f"/admin/enterprises/{enterprise}/people/{asking}/answer", {"role": "refuse"}))
        assert "Đã từ chối và báo qua thư." in page.text
        assert rows.membership(app, asking).state == "ended"
        assert rows.last_event(app).action == "membership.refused"
        assert rows.letters(app)[-1].subject == "Your request to join a business was not accepted"

    def test_is_answered_once(self, app: Flask, desk: Browser, asking: UUID, enterprise: UUID) -> None:
        path = f"/admin/enterprises/{enterprise}/people/{asking}/answer"
        desk.post(path, {"role": "owner"})
        desk.post(path, {"role": "refuse"}, status=409)
        assert rows.membership(app, asking).state == "active"
        assert len(rows.letters(app)) == 1

    def test_of_an_administrator_is_answered_by_somebody_else(
        self, app: Flask, desk: Browser, administrator: UUID, enterprise: UUID
    ) -> None:
        rows.ask(app, administrator, enterprise)
        path = f"/admin/enterprises/{enterprise}/people/{administrator}/answer"
        page = desk.follow(desk.post(path, {"role": "owner"}))
        assert "một người khác của Hiệp hội quyết định" in page.text
        assert rows.membership(app, administrator).state == "asked"
        assert rows.actions(app) == []


class TestConfirmation:
    @pytest.fixture
    def owner(self, app: Flask) -> UUID:
        return make_user(app, name="Chủ Mới")

    @pytest.fixture
    def enterprise(self, app: Flask, owner: UUID) -> UUID:
        enterprise = make_enterprise(app)
        join(app, owner, enterprise, "owner")
        return enterprise

    def test_is_asked_for_owners_only(self, app: Flask, desk: Browser, enterprise: UUID) -> None:
        join(app, make_user(app, name="Đồng Sự"), enterprise)
        page = desk.get("/admin/requests?show=confirm")
        assert "Chủ Mới" in page.text
        assert "Đồng Sự" not in page.text

    def test_is_written_down_once(
        self, app: Flask, desk: Browser, owner: UUID, enterprise: UUID, administrator: UUID
    ) -> None:
        page = desk.get("/admin/requests?show=confirm")
        page = desk.follow(desk.submit(page, form='main form[action$="/confirm"]'))
        assert "Không có ai chờ xác nhận." in page.text
        desk.post(f"/admin/enterprises/{enterprise}/people/{owner}/confirm")
        link = rows.membership(app, owner)
        assert link.confirmed_at is not None
        assert link.confirmed_by == administrator
        assert rows.actions(app) == ["membership.confirmed"]

    def test_of_who_only_asks_is_a_conflict(self, app: Flask, desk: Browser, enterprise: UUID) -> None:
        asking = make_user(app)
        rows.ask(app, asking, enterprise)
        desk.post(f"/admin/enterprises/{enterprise}/people/{asking}/confirm", status=409)
        assert rows.membership(app, asking).confirmed_at is None

    def test_a_false_owner_is_sent_away(self, app: Flask, desk: Browser, owner: UUID, enterprise: UUID) -> None:
        page = desk.follow(desk.post(f"/admin/enterprises/{enterprise}/people/{owner}/end"))
        assert "Không còn ai thuộc doanh nghiệp này." in page.text
        assert rows.membership(app, owner).state == "ended"
        assert rows.last_event(app).action == "membership.ended"
        desk.post(f"/admin/enterprises/{enterprise}/people/{owner}/end", status=409)


def test_empty_lists_say_what_will_be_there(desk: Browser) -> None:
    assert "Doanh nghiệp hiện ở đây khi chủ đăng ký." in desk.get("/admin/enterprises").text
    assert "Không có yêu cầu nào đang chờ." in desk.get("/admin/requests").text

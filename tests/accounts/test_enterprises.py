"""Registering an enterprise, its facts and its people."""

from datetime import UTC, datetime
from uuid import uuid4

import pytest
from sqlalchemy import select, update

from assessment.models import Assessment, Enterprise, Membership
from assessment.models.enterprises import confirm_membership, open_requests
from tests.accounts.letters import events, letters
from tests.factories import join, logged_in, make_assessment, make_enterprise, make_user, make_wave, writing
from tests.page import uuid_in

FACTS = {
    "tax_code": "5700 100 256",
    "name": "Công ty TNHH Mực Một Nắng Cô Tô",
    "organisation_type": "enterprise",
    "vsic_section": "I",
    "sector": "suggested",
    "place": "co-to",
    "headcount": "1.204",
    "revenue_band": "upto10",
    "capital_band": "upto3",
}
NEW = "/enterprises/new"


@pytest.fixture
def owner(app):
    return make_user(app, "chu@vidu.vn", name="Vũ Văn Chủ")


@pytest.fixture
def stranger(app):
    return make_user(app, "la@vidu.vn", name="Lê Thị Lạ")


def found(app, code="5700100256"):
    with app.extensions["reading"]() as session:
        return session.scalar(select(Enterprise).where(Enterprise.tax_code == code))


def links(app):
    with app.extensions["reading"]() as session:
        return {(link.user_id, link.role, link.state) for link in session.scalars(select(Membership))}


def link_of(app, user):
    with app.extensions["reading"]() as session:
        return session.scalars(select(Membership).where(Membership.user_id == user)).one()


def test_an_owner_registers_an_enterprise_and_sees_its_size_with_the_reason(app, owner):
    browser = logged_in(app, owner)
    done = browser.submit(browser.get(NEW), {**FACTS, "headcount": "12"})
    page = browser.follow(done)
    enterprise = found(app)
    assert page.heading == FACTS["name"]
    assert (enterprise.size, enterprise.sector, enterprise.place) == ("small", "tourism", "co-to")
    assert enterprise.name_search == "cong ty tnhh muc mot nang co to"
    assert "Quy mô: nhỏ" in page.text
    assert "vì có 12 lao động, quá 10 người" in page.text
    assert links(app) == {(owner, "owner", "active")}
    assert link_of(app, owner).confirmed_at is None
    browser.post("/language", {"language": "en"})
    browser.get(done.response.location)


def test_numbers_are_read_as_the_language_writes_them(app, owner):
    browser = logged_in(app, owner)
    browser.submit(browser.get(NEW), FACTS)
    assert found(app).headcount == 1204
    assert found(app).size == "large"


@pytest.mark.parametrize(
    ("field", "typed"),
    [
        ("tax_code", ""),
        ("tax_code", "57001002AB"),
        ("tax_code", "123"),
        ("tax_code", "570010\x00256"),
        ("tax_code", "022085001234"),
        ("name", ""),
        ("name", "a\x07"),
        ("name", "x" * 301),
        ("organisation_type", "bank"),
        ("organisation_type", ""),
        ("vsic_section", "Z"),
        ("vsic_section", ""),
        ("sector", "piracy"),
        ("place", "ha-noi"),
        ("headcount", ""),
        ("headcount", "-1"),
        ("headcount", "12,5"),
        ("headcount", "1.20"),
        ("headcount", "9" * 40),
        ("headcount", "1\x00"),
        ("revenue_band", "all"),
        ("capital_band", ""),
    ],
)
def test_what_cannot_be_is_refused_at_its_field_and_all_else_stays(app, owner, field, typed):
    browser = logged_in(app, owner)
    page = browser.submit(browser.get(NEW), {**FACTS, field: typed}, status=422)
    anchor = page.select(".error-summary a")["href"]
    assert anchor.removesuffix("-0") == f"#{field}"
    assert page.all(anchor)
    assert page.select(f"#{field}-error").get_text()
    if field != "name":
        assert page.select("#name")["value"] == FACTS["name"]
    assert found(app) is None


def test_a_wrong_check_digit_warns_and_does_not_block(app, owner):
    browser = logged_in(app, owner)
    page = browser.follow(browser.submit(browser.get(NEW), {**FACTS, "tax_code": "5700100257"}))
    assert found(app, "5700100257") is not None
    assert "Chữ số kiểm tra của mã 5700100257 không khớp" in page.text
    edited = browser.submit(browser.get(f"{page.response.request.path}/facts"), {"tax_code": FACTS["tax_code"]})
    assert "Chữ số kiểm tra" not in browser.follow(edited).text


def test_a_household_number_is_masked_wherever_it_is_shown(app, owner):
    browser = logged_in(app, owner)
    done = browser.submit(browser.get(NEW), {**FACTS, "tax_code": "022085001234", "organisation_type": "household"})
    path = done.response.location
    for shown in (path, f"{path}/facts", f"{path}/people", "/account"):
        markup = browser.get(shown).response.get_data(as_text=True)
        assert "022085001234" not in markup
    assert "chỉ dùng để so sánh" in browser.get(path).text
    browser.submit(browser.get(f"{path}/facts"), {"name": "Hộ Lan"})
    assert found(app, "022085001234").name == "Hộ Lan"


def test_a_known_tax_code_tells_a_stranger_nothing_but_that_somebody_can_be_asked(app, owner, stranger):
    make_enterprise(app, owner, tax_code="5700100256", name="Công ty Bí Mật")
    browser = logged_in(app, stranger)
    page = browser.submit(browser.get(NEW), FACTS, status=409)
    assert "Bí Mật" not in page.text
    assert "chu@vidu.vn" not in page.text
    asked = browser.follow(browser.submit(page))
    assert asked.heading == "Đã gửi yêu cầu"
    assert (stranger, "colleague", "asked") in links(app)
    [letter] = letters(app, "chu@vidu.vn")
    assert "Lê Thị Lạ" in letter.body
    assert "la@vidu.vn" in letter.body
    browser.get(f"/enterprises/{found(app).id}", status=404)


def test_asking_twice_asks_once(app, owner, stranger):
    make_enterprise(app, owner, tax_code="5700100256")
    browser = logged_in(app, stranger)
    for _ in range(2):
        browser.post("/enterprises/access", {"tax_code": "5700100256"})
    assert len(letters(app, "chu@vidu.vn")) == 1
    assert len(events(app, "membership.asked")) == 1


@pytest.mark.parametrize("code", ["", "x", "0100109106", "9" * 50, "1\x00"])
def test_nobody_can_be_asked_for_an_unknown_code(app, stranger, code):
    logged_in(app, stranger).post("/enterprises/access", {"tax_code": code}, status=404)


def test_who_belongs_to_it_already_is_led_to_the_enterprise(app, owner):
    enterprise = make_enterprise(app, owner, tax_code="5700100256")
    browser = logged_in(app, owner)
    assert (
        browser.post("/enterprises/access", {"tax_code": "5700100256"}).response.location
        == f"/enterprises/{enterprise}"
    )


@pytest.mark.parametrize("role", ["colleague", "owner"])
def test_an_owner_lets_in(app, owner, stranger, role):
    enterprise = make_enterprise(app, owner, tax_code="5700100256")
    logged_in(app, stranger).post("/enterprises/access", {"tax_code": "5700100256"})
    browser = logged_in(app, owner)
    page = browser.get(f"/enterprises/{enterprise}/people")
    assert "la@vidu.vn" in page.text
    browser.submit(page, {"role": role})
    assert (stranger, role, "active") in links(app)
    assert len(letters(app, "la@vidu.vn")) == 1
    logged_in(app, stranger).get(f"/enterprises/{enterprise}")
    browser.post(
        f"/enterprises/{enterprise}/people/requests",
        {"membership": link_of(app, stranger).id, "role": role},
        status=409,
    )


def test_an_owner_refuses(app, owner, stranger):
    enterprise = make_enterprise(app, owner, tax_code="5700100256")
    logged_in(app, stranger).post("/enterprises/access", {"tax_code": "5700100256"})
    logged_in(app, owner).post(
        f"/enterprises/{enterprise}/people/requests", {"membership": link_of(app, stranger).id, "role": "refused"}
    )
    assert (stranger, "colleague", "ended") in links(app)
    logged_in(app, stranger).post("/enterprises/access", {"tax_code": "5700100256"})
    assert (stranger, "colleague", "asked") in links(app)


def test_who_asks_cannot_let_themselves_in(app, owner, stranger):
    enterprise = make_enterprise(app, owner, tax_code="5700100256")
    browser = logged_in(app, stranger)
    browser.post("/enterprises/access", {"tax_code": "5700100256"})
    fields = {"membership": link_of(app, stranger).id, "role": "owner"}
    browser.post(f"/enterprises/{enterprise}/people/requests", fields, status=404)
    assert (stranger, "colleague", "asked") in links(app)


@pytest.mark.parametrize("role", ["administrator", "", "active"])
def test_there_is_no_other_role(app, owner, stranger, role):
    enterprise = make_enterprise(app, owner, tax_code="5700100256")
    logged_in(app, stranger).post("/enterprises/access", {"tax_code": "5700100256"})
    fields = {"membership": link_of(app, stranger).id, "role": role}
    logged_in(app, owner).post(f"/enterprises/{enterprise}/people/requests", fields, status=404)


def test_an_ended_member_is_out_at_the_next_request(app, owner, stranger):
    enterprise = make_enterprise(app, owner)
    join(app, stranger, enterprise)
    colleague = logged_in(app, stranger)
    colleague.get(f"/enterprises/{enterprise}")
    browser = logged_in(app, owner)
    browser.submit(browser.get(f"/enterprises/{enterprise}/people"))
    assert (stranger, "colleague", "ended") in links(app)
    # Who belongs to nothing is an owner about to register, so the door opens and the object is not there.
    colleague.get(f"/enterprises/{enterprise}", status=404)


def test_the_last_owner_stays(app, owner, stranger):
    enterprise = make_enterprise(app, owner)
    join(app, stranger, enterprise)
    browser = logged_in(app, owner)
    browser.post(f"/enterprises/{enterprise}/people/end", {"membership": link_of(app, owner).id}, status=409)
    assert (owner, "owner", "active") in links(app)


def test_of_two_owners_one_may_leave(app, owner, stranger):
    enterprise = make_enterprise(app, owner)
    join(app, stranger, enterprise, role="owner")
    answer = logged_in(app, owner).post(f"/enterprises/{enterprise}/people/end", {"membership": link_of(app, owner).id})
    assert answer.response.location == "/account"


def test_a_colleague_sees_and_changes_nothing(app, owner, stranger):
    enterprise = make_enterprise(app, owner)
    join(app, stranger, enterprise)
    browser = logged_in(app, stranger)
    browser.get(f"/enterprises/{enterprise}")
    browser.get(f"/enterprises/{enterprise}/people")
    browser.get(f"/enterprises/{enterprise}/facts", status=403)
    browser.post(f"/enterprises/{enterprise}/facts", FACTS, status=403)
    browser.post(f"/enterprises/{enterprise}/people/end", {"membership": "1"}, status=403)


def test_an_enterprise_of_somebody_else_looks_like_none(app, owner, stranger):
    enterprise = make_enterprise(app, owner, name="Công ty Của Người Khác")
    make_enterprise(app, stranger)
    browser = logged_in(app, stranger)
    mine = link_of(app, owner).id
    for path in ("", "/facts", "/people"):
        foreign = browser.get(f"/enterprises/{enterprise}{path}", status=404)
        nothing = browser.get(f"/enterprises/{uuid4()}{path}", status=404)
        assert foreign.text == nothing.text
    for path, fields in (
        ("/facts", FACTS),
        ("/people/requests", {"membership": mine, "role": "owner"}),
        ("/people/end", {"membership": mine}),
    ):
        browser.post(f"/enterprises/{enterprise}{path}", fields, status=404)
    assert found(app) is None
    assert (owner, "owner", "active") in links(app)


def test_a_link_of_another_enterprise_is_not_reached_through_the_own_one(app, owner, stranger):
    make_enterprise(app, owner)
    own = make_enterprise(app, stranger)
    fields = {"membership": link_of(app, owner).id}
    logged_in(app, stranger).post(f"/enterprises/{own}/people/end", fields, status=404)


def test_facts_are_changed_and_the_change_is_on_record(app, owner):
    enterprise = make_enterprise(app, owner)
    browser = logged_in(app, owner)
    page = browser.get(f"/enterprises/{enterprise}/facts")
    browser.submit(page, {"headcount": "60", "place": "van-don"})
    with app.extensions["reading"]() as session:
        row = session.get_one(Enterprise, enterprise)
        assert (row.headcount, row.place, row.size, row.version) == (60, "van-don", "medium", 2)
    assert events(app, "enterprise.changed")[0].detail["changed"] == ["headcount", "place"]


def test_facts_opened_and_saved_unchanged_stay(app, owner):
    enterprise = make_enterprise(app, owner, tax_code="5700100257")
    browser = logged_in(app, owner)
    browser.submit(browser.get(f"/enterprises/{enterprise}/facts"))
    assert events(app, "enterprise.changed") == []


def test_two_windows_never_overwrite_each_other_silently(app, owner):
    enterprise = make_enterprise(app, owner)
    browser = logged_in(app, owner)
    first, second = (browser.get(f"/enterprises/{enterprise}/facts") for _ in range(2))
    browser.submit(first, {"name": "Tên thứ nhất"})
    both = browser.submit(second, {"name": "Tên thứ hai"}, status=409)
    assert "Tên thứ nhất" in both.select(".note-err").get_text()
    assert both.select("#name")["value"] == "Tên thứ hai"
    browser.submit(both)
    with app.extensions["reading"]() as session:
        assert session.get_one(Enterprise, enterprise).name == "Tên thứ hai"


@pytest.mark.parametrize("version", ["", "x", "9" * 40, "-1", "0"])
def test_a_made_up_version_is_stale(app, owner, version):
    enterprise = make_enterprise(app, owner)
    browser = logged_in(app, owner)
    browser.submit(browser.get(f"/enterprises/{enterprise}/facts"), {"name": "Khác", "version": version}, status=409)


def test_fields_that_are_not_on_the_form_are_ignored(app, owner, stranger):
    browser = logged_in(app, owner)
    extra = {
        "size": "micro",
        "demo": "1",
        "id": str(uuid4()),
        "owner_id": str(stranger),
        "confirmed_at": "2026-01-01",
        "state": "x",
    }
    browser.submit(browser.get(NEW), {**FACTS, **extra})
    assert (found(app).size, found(app).demo) == ("large", False)
    assert links(app) == {(owner, "owner", "active")}


def test_a_tax_code_of_somebody_else_is_refused_at_its_field(app, owner, stranger):
    make_enterprise(app, stranger, tax_code="5700100256")
    enterprise = make_enterprise(app, owner)
    browser = logged_in(app, owner)
    page = browser.submit(browser.get(f"/enterprises/{enterprise}/facts"), {"tax_code": "5700100256"}, status=422)
    assert "doanh nghiệp khác" in page.select("#tax_code-error").get_text()


def test_after_a_submission_the_tax_code_stays_whatever_is_sent(app, owner):
    enterprise = make_enterprise(app, owner, tax_code="5700100257")
    assessment = make_assessment(app, enterprise, make_wave(app), owner)
    with writing(app) as session:
        session.execute(update(Assessment).where(Assessment.id == assessment).values(submitted_at=datetime.now(UTC)))
    browser = logged_in(app, owner)
    page = browser.get(f"/enterprises/{enterprise}/facts")
    assert not page.all("#tax_code")
    refused = browser.submit(page, {"tax_code": "5700100256", "name": "Tên mới"}, status=409)
    assert "Mục này đang khóa" in refused.text
    browser.submit(page, {"name": "Tên mới"})
    with app.extensions["reading"]() as session:
        row = session.get_one(Enterprise, enterprise)
        assert (row.tax_code, row.name) == ("5700100257", "Tên mới")


def test_of_two_who_register_one_code_at_once_one_wins(app, owner, stranger):
    first, second = logged_in(app, owner), logged_in(app, stranger)
    pages = first.get(NEW), second.get(NEW)
    first.submit(pages[0], FACTS)
    second.submit(pages[1], FACTS, status=409)


def test_names_are_shown_literally(app, owner):
    browser = logged_in(app, owner)
    name = '"><img src=x onerror=alert(1)>{{7*7}}</script>'
    page = browser.follow(browser.submit(browser.get(NEW), {**FACTS, "name": name}))
    assert page.heading == name
    assert not page.all("img")


def test_hidden_signs_are_taken_out_of_names(app, owner):
    browser = logged_in(app, owner)
    browser.submit(browser.get(NEW), {**FACTS, "name": "Công\u202e ty\u200b ABC"})
    assert found(app).name == "Công ty ABC"


def test_the_association_confirms_a_request(app, owner, stranger):
    reviewer = make_user(app, role="reviewer")
    enterprise = make_enterprise(app, owner, tax_code="5700100256")
    logged_in(app, stranger).post("/enterprises/access", {"tax_code": "5700100256"})
    with writing(app) as session:
        [waiting] = open_requests(session)
        assert (waiting.user.email, waiting.enterprise_id) == ("la@vidu.vn", enterprise)
        confirm_membership(session, waiting.id, by=reviewer, now=datetime.now(UTC), role="owner")
        assert open_requests(session) == []
        assert confirm_membership(session, 999_999, by=reviewer, now=datetime.now(UTC)) is None
    assert (stranger, "owner", "active") in links(app)
    assert link_of(app, stranger).confirmed_by == reviewer
    assert len(events(app, "membership.confirmed")) == 1


def test_an_address_after_registering_holds_the_enterprise(app, owner):
    browser = logged_in(app, owner)
    assert uuid_in(browser.submit(browser.get(NEW), FACTS).response.location) == found(app).id

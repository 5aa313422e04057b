"""Certificates: printed once, verified by anyone, downloaded by their people, revoked by an administrator."""

import hashlib
import re
import secrets
from datetime import UTC, date, datetime
from uuid import UUID, uuid4

import pytest
from flask import Flask
from sqlalchemy import select

from assessment import worker
from assessment.certificates import service
from assessment.documents import certificate_facts
from assessment.models import AuditEvent, Certificate, Job, Mail, Paper
from assessment.models.papers import code_hash
from tests import factories
from tests.page import Browser
from tests.review import stage

NAME = "Công ty TNHH Du thuyền Vịnh Xanh"
CODE = "Zk3mQ9rT2vX8bN5cJ7hL1w"


def issued(app: Flask, **more: object) -> tuple[stage.Staged, Certificate]:
    """Approve a file, so that its certificate stands, not printed yet."""
    staged, browser = stage.taken(app, name=NAME, **more)
    browser.post(f"/review/{staged.assessment}/approve", {"version": stage.version(app, staged)})
    return staged, certificate(app)


def certificate(app: Flask) -> Certificate:
    with app.extensions["reading"]() as session:
        return session.scalars(select(Certificate).order_by(Certificate.number.desc())).first()


def change(app: Flask, **values: object) -> None:
    with factories.writing(app) as session:
        row = session.scalars(select(Certificate)).one()
        for name, value in values.items():
            setattr(row, name, value)


def printed(app: Flask, monkeypatch: pytest.MonkeyPatch) -> tuple[stage.Staged, Certificate]:
    """The same with its paper, whose code the test knows."""
    monkeypatch.setattr(certificate_facts, "new_code", lambda: CODE)
    staged, _ = issued(app)
    worker.run_pending(app)
    return staged, certificate(app)


def administrator(app: Flask) -> Browser:
    return factories.logged_in(app, factories.make_user(app, role="administrator"))


def test_a_number_alone_tells_state_and_days(app: Flask, browser: Browser) -> None:
    _, row = issued(app)
    page = browser.get(f"/verify/{row.number}")
    assert page.select(".verdict h2").get_text() == "Còn hiệu lực"
    assert NAME not in page.text
    assert "Mức" not in page.select(".verdict").get_text()
    assert page.select("meta[name=robots]")["content"].startswith("noindex")
    assert "noindex" in page.response.headers["X-Robots-Tag"]


def test_the_code_of_the_paper_opens_name_level_and_score(app: Flask, browser: Browser, monkeypatch) -> None:
    staged, row = printed(app, monkeypatch)
    page = browser.get(f"/verify/{row.number}/{CODE}")
    with app.extensions["reading"]() as session:
        sha256 = session.scalars(select(Paper.sha256)).one()
    for words in (NAME, "Mức", "trên 100", row.number, " ".join(re.findall("." * 8, sha256))):
        assert words in page.text
    for private in (str(staged.enterprise), str(staged.assessment), str(row.id), "@"):
        assert private not in page.response.get_data(as_text=True), private


def test_an_unknown_number_and_another_code_look_the_same(app: Flask, browser: Browser, monkeypatch) -> None:
    _, row = printed(app, monkeypatch)
    unknown = browser.get(f"/verify/{row.number[:-1]}9", status=404)
    other = browser.get(f"/verify/{row.number}/{secrets.token_urlsafe(16)}", status=404)
    assert unknown.select("main .note").get_text() == other.select("main .note").get_text()
    assert NAME not in other.text


def test_a_certificate_without_a_paper_has_no_code_to_guess(app: Flask, browser: Browser) -> None:
    _, row = issued(app)
    browser.get(f"/verify/{row.number}/{'0' * 22}", status=404)


def test_what_people_type_or_paste_leads_to_the_page(browser: Browser) -> None:
    for typed, leads_to in (
        (" ts-2026-000317 ", "/verify/TS-2026-000317"),
        (f"TS-2026-000317/{CODE}", f"/verify/TS-2026-000317/{CODE}"),
        (f"https://thuocso.example/verify/TS-2026-000317/{CODE}", f"/verify/TS-2026-000317/{CODE}"),
    ):
        assert browser.get("/verify", query_string={"number": typed}, status=303).response.location == leads_to


def test_what_is_no_number_is_not_found(browser: Browser) -> None:
    for typed in ("TS-26-1", "x" * 5000, "<script>", "TS-2026-\x00", "١٢٣"):
        page = browser.get("/verify", query_string={"number": typed}, status=404)
        assert "Không tìm thấy giấy này" in page.text, typed
    browser.get("/verify/a%00b", status=404)
    browser.get("/verify/TS-2026-000001/%00", status=404)


def test_the_empty_page_asks_for_a_number(browser: Browser) -> None:
    assert browser.get("/verify").fields("main form")["number"] == ""


@pytest.mark.parametrize("typed", ["", "  "])
def test_who_types_no_number_is_told_so_at_the_field(browser: Browser, typed: str) -> None:
    page = browser.get("/verify", query_string={"number": typed}, status=422)
    assert page.select(".error-summary a[href='#number']").get_text() == "Hãy ghi số trên giấy."
    assert "Hãy ghi số trên giấy." in page.select("#number-error").get_text()


@pytest.mark.parametrize(
    ("values", "today", "standing"),
    [
        ({}, date(2027, 11, 20), "valid"),
        ({}, date(2027, 11, 21), "expired"),
        ({"superseded_at": datetime(2027, 5, 1, tzinfo=UTC)}, date(2027, 5, 2), "superseded"),
        ({"superseded_at": datetime(2028, 5, 1, tzinfo=UTC)}, date(2028, 5, 2), "expired"),
        (
            {"superseded_at": datetime(2027, 5, 1, tzinfo=UTC), "revoked_at": datetime(2027, 6, 1, tzinfo=UTC)},
            date(2027, 6, 2),
            "revoked",
        ),
        # 17:30 UTC is already the next day in Việt Nam.
        ({"superseded_at": datetime(2027, 11, 20, 17, 30, tzinfo=UTC)}, date(2027, 11, 21), "expired"),
    ],
)
def test_how_a_certificate_stands_is_read_from_its_dates(values: dict, today: date, standing: str) -> None:
    row = Certificate(issued_on=date(2026, 11, 20), valid_until=date(2027, 11, 20), **values)
    assert row.standing(today) == standing


def test_every_standing_has_its_verdict(app: Flask, browser: Browser) -> None:
    _, row = issued(app)
    english = Browser(app)
    english.post("/language", {"language": "en"})
    for values, vi, en in (
        ({"code_hash": code_hash(CODE)}, "Còn hiệu lực", "Valid"),
        ({"superseded_at": datetime.now(UTC)}, "Đã được thay bằng giấy mới", "Replaced by a newer certificate"),
        ({"superseded_at": None, "valid_until": date(2020, 1, 1)}, "Đã hết hạn", "Expired"),
        ({"revoked_at": datetime.now(UTC)}, "Đã thu hồi", "Revoked"),
    ):
        change(app, **values)
        for reader, words in ((browser, vi), (english, en)):
            page = reader.get(f"/verify/{row.number}/{CODE}")
            assert page.select(".verdict h2").get_text() == words
            assert NAME in page.text
            assert bool(page.all(".verdict .badge")) is (words not in ("Đã thu hồi", "Revoked")), "it proves no level"


def test_the_worker_prints_a_certificate_once(app: Flask) -> None:
    _, _ = issued(app)
    worker.run_pending(app)
    first = certificate(app)
    with factories.writing(app) as session:
        session.scalars(select(Job).where(Job.name == "certificate")).one().state = "waiting"
    worker.run_pending(app)
    again = certificate(app)
    assert (first.paper_id, first.code_hash) == (again.paper_id, again.code_hash)
    with app.extensions["reading"]() as session:
        paper = session.scalars(select(Paper)).one()
        assert paper.content.startswith(b"%PDF")
        assert paper.sha256 == hashlib.sha256(paper.content).hexdigest()
        assert paper.name == f"{first.number}.pdf"
    assert first.code_hash is not None


def test_a_paper_is_kept_by_the_first_of_two_workers(app: Flask) -> None:
    _, row = issued(app)
    now = datetime.now(UTC)
    kept = []
    for content in (b"first", b"second"):
        with factories.writing(app) as session:
            kept.append(certificate_facts.keep(session, row, content, CODE, now=now))
    assert [paper is not None for paper in kept] == [True, False]
    with app.extensions["reading"]() as session:
        assert [paper.content for paper in session.scalars(select(Paper))] == [b"first"]


def test_codes_are_long_and_never_the_same() -> None:
    codes = {certificate_facts.new_code() for _ in range(1000)}
    assert len(codes) == 1000
    assert all(re.fullmatch(r"[A-Za-z0-9_-]{22}", code) for code in codes)
    assert all(service.written(f"TS-2026-000001/{code}") == ("TS-2026-000001", code) for code in codes)


def test_owners_colleagues_and_reviewers_download_the_same_paper(app: Flask) -> None:
    staged, row = issued(app)
    colleague = factories.make_user(app)
    factories.join(app, colleague, staged.enterprise)
    owner = factories.logged_in(app, staged.owner)
    assert "đang được tạo" in owner.get(f"/certificates/{row.id}/file").text
    worker.run_pending(app)
    people = [owner, factories.logged_in(app, colleague), stage.reviewer(app), administrator(app)]
    files = {person.get(f"/certificates/{row.id}/file").response.get_data() for person in people}
    assert len(files) == 1
    assert files.pop().startswith(b"%PDF")


def test_strangers_find_no_certificate_to_download(app: Flask, browser: Browser) -> None:
    _, row = issued(app)
    stranger = factories.make_user(app)
    factories.make_enterprise(app, stranger)
    theirs = factories.logged_in(app, stranger).get(f"/certificates/{row.id}/file", status=404)
    nothing = factories.logged_in(app, stranger).get(f"/certificates/{uuid4()}/file", status=404)
    assert theirs.text == nothing.text
    browser.get(f"/certificates/{row.id}/file", status=302)


def test_an_administrator_finds_and_revokes_a_certificate(app: Flask, browser: Browser) -> None:
    staged, row = issued(app)
    boss = administrator(app)
    for search in (row.number.lower(), row.number[-6:], NAME.upper()):
        assert row.number in boss.get("/certificates", query_string={"search": search, "standing": "valid"}).text
    assert row.number not in boss.get("/certificates", query_string={"search": "nobody"}).text
    shown = boss.get(f"/certificates/{row.id}")
    assert "trên 100" in shown.text, "before it is revoked one sees what it states"
    empty = boss.submit(shown, {"reason": " "}, form="main form", status=422)
    assert "Hãy ghi lý do" in empty.select(".error-summary").get_text()
    boss.submit(shown, {"reason": "Báo cáo sai số liệu."}, form="main form")
    boss.submit(shown, {"reason": "Một lần nữa."}, form="main form", status=409)
    assert "trên 100" not in boss.get(f"/certificates/{row.id}").text
    verdict = browser.get(f"/verify/{row.number}")
    assert verdict.select(".verdict h2").get_text() == "Đã thu hồi"
    assert "để thấy tên." in verdict.text, "the code opens neither level nor score any more"
    with app.extensions["reading"]() as session:
        letters = session.scalars(select(Mail).where(Mail.key.startswith("revoked:"))).all()
        assert [("Báo cáo sai số liệu." in letter.body, letter.recipient != "") for letter in letters] == [(True, True)]
        assert session.scalars(select(AuditEvent).where(AuditEvent.action == "certificate.revoked")).one()
    factories.logged_in(app, staged.owner).get(f"/certificates/{row.id}/file", status=410)


def test_nobody_revokes_the_certificate_of_an_own_enterprise(app: Flask) -> None:
    staged, row = issued(app)
    insider = factories.make_user(app, role="administrator")
    factories.join(app, insider, staged.enterprise)
    browser = factories.logged_in(app, insider)
    assert row.number not in browser.get("/certificates").text
    browser.get(f"/certificates/{row.id}", status=404)
    browser.post(f"/certificates/{row.id}/revoke", {"reason": "x"}, status=404)
    assert certificate(app).revoked_at is None


def test_only_administrators_list_and_revoke(app: Flask) -> None:
    staged, row = issued(app)
    for browser in (stage.reviewer(app), factories.logged_in(app, staged.owner)):
        browser.get("/certificates", status=403)
        browser.get(f"/certificates/{row.id}", status=403)
        browser.post(f"/certificates/{row.id}/revoke", {"reason": "x"}, status=403)


def test_the_list_narrows_by_how_certificates_stand(app: Flask) -> None:
    _, row = issued(app)
    boss = administrator(app)
    for standing, values in (
        ("valid", {}),
        ("superseded", {"superseded_at": datetime.now(UTC)}),
        ("expired", {"superseded_at": None, "valid_until": date(2020, 1, 1)}),
        ("revoked", {"revoked_at": datetime.now(UTC)}),
    ):
        change(app, **values)
        for each in service.STANDINGS:
            shown = row.number in boss.get("/certificates", query_string={"standing": each}).select("main").get_text()
            assert shown is (each == standing), (standing, each)


def test_verifying_is_slowed_down(app: Flask, browser: Browser) -> None:
    app.extensions["settings"] = type(app.extensions["settings"])(
        **{**vars(app.extensions["settings"]), "throttle": True}
    )
    for _ in range(60):
        browser.client.get("/verify/TS-2026-000001")
    answer = browser.get("/verify/TS-2026-000001", status=429)
    assert int(answer.response.headers["Retry-After"]) > 0


def test_ids_of_certificates_are_no_numbers(app: Flask) -> None:
    _, row = issued(app)
    assert isinstance(row.id, UUID)

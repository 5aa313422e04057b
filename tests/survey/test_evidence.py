"""Evidence: what is taken, what is refused, who sees it, and that files and rows never part."""

import gc
import io
import warnings
import zipfile
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import uuid4

import pytest
from flask import Flask
from PIL import Image
from sqlalchemy import select

from assessment import worker
from assessment.models import Assessment, Evidence
from assessment.storage import Store
from assessment.survey import evidence, files
from tests.factories import logged_in, make_user, writing
from tests.page import Page
from tests.survey.stage import Owner

WRITTEN = "plan.paper.written"
PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\n%%EOF"


@pytest.fixture
def collected() -> Iterator[None]:
    """The test client leaves the temporary file of a long body to the garbage collector."""
    yield
    gc.collect()


def image(form: str = "JPEG", size: tuple[int, int] = (40, 30), *, place: bool = False) -> bytes:
    exif = Image.Exif()
    if place:
        exif[0x010F] = "Máy ảnh"
        exif.get_ifd(0x8825)[2] = (20.0, 57.0, 0.0)
        exif[0x0112] = 6
    written = io.BytesIO()
    Image.new("RGB", size, "teal").save(written, form, exif=exif, **({"comment": b"bi mat"} if form == "JPEG" else {}))
    return written.getvalue()


def office(main: str = "xl/workbook.xml", extra: dict[str, bytes] | None = None, types: bytes = b"<Types/>") -> bytes:
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in {"[Content_Types].xml": types, main: b"<x/>", **(extra or {})}.items():
            archive.writestr(name, content)
    return written.getvalue()


def twice(main: str) -> bytes:
    """An archive that holds a part twice, of which programs open different ones."""
    written = io.BytesIO(office(main))
    with warnings.catch_warnings(), zipfile.ZipFile(written, "a") as archive:
        warnings.simplefilter("ignore", UserWarning)
        archive.writestr(main, b"<other/>")
    return written.getvalue()


MACROS = b"<Types><Default Extension='bin' ContentType='application/vnd.ms-office.vbaProject'/></Types>"


def add(owner: Owner, name: str, content: bytes, *, status: int = 303, criterion: str = WRITTEN) -> Page:
    sent = {"kind": "file", "file": (io.BytesIO(content), name)}
    return owner.browser.post(owner.url(f"/evidence/{criterion}"), sent, status=status)


def rows(owner: Owner) -> list[Evidence]:
    with writing(owner.app) as session:
        return list(session.scalars(select(Evidence).order_by(Evidence.at)))


def kept(owner: Owner) -> list[Path]:
    return [path for path in (owner.app.extensions["settings"].var / "evidence").rglob("*") if path.is_file()]


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("ke-hoach.pdf", PDF),
        ("Ảnh chụp.JPG", image()),
        ("anh.jpeg", image()),
        ("anh.png", image("PNG")),
        ("anh.webp", image("WEBP")),
        ("so-lieu.xlsx", office()),
        ("bao-cao.docx", office("word/document.xml")),
    ],
)
def test_a_file_is_kept_and_comes_back_as_an_attachment(owner: Owner, name: str, content: bytes) -> None:
    add(owner, name, content)
    page = owner.browser.get(owner.url(f"/evidence/{WRITTEN}"))
    link = page.select(".file a")["href"]
    response = owner.browser.client.get(link)
    assert response.status_code == 200
    assert response.headers["Content-Disposition"].startswith("attachment;")
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert response.headers["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert "no-store" in response.headers["Cache-Control"]
    assert response.mimetype == files.TYPES["." + name.lower().rsplit(".", 1)[1]]
    assert name.rsplit(".", 1)[0] in owner.browser.get(owner.url("/pages/plan.paper")).text


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("a.svg", b"<svg xmlns='http://www.w3.org/2000/svg'><script>1</script></svg>", "Chỉ nhận tệp PDF"),
        ("a.html", b"<html></html>", "Chỉ nhận tệp PDF"),
        ("a.xml", b"<x/>", "Chỉ nhận tệp PDF"),
        ("a.pdf.html", PDF, "Chỉ nhận tệp PDF"),
        ("a.zip", office(), "Chỉ nhận tệp PDF"),
        ("a.xlsm", office(), "Chỉ nhận tệp PDF"),
        ("a", PDF, "Chỉ nhận tệp PDF"),
        ("a.pdf", b"<html>%</html>", "Nội dung tệp không đúng"),
        ("a.png", b"MZ\x90\x00", "Nội dung tệp không đúng"),
        ("a.png", image("JPEG"), "Nội dung tệp không đúng"),
        ("a.jpg", image("JPEG")[:300], "Nội dung tệp không đúng"),
        ("a.docx", office(), "có mã lệnh, có mật khẩu hoặc bị hỏng"),
        ("a.xlsx", b"PK\x03\x04", "có mã lệnh, có mật khẩu hoặc bị hỏng"),
        ("a.xlsx", office(extra={"xl/vbaProject.bin": b"x"}), "có mã lệnh"),
        ("a.xlsx", office(extra={"../../out": b"x"}), "có mã lệnh"),
        ("a.xlsx", office(extra={"xl/big.xml": b"0" * 5_000_000}), "có mã lệnh"),
        ("a.xlsx", office(extra={f"xl/{i}.xml": b"" for i in range(2_001)}), "có mã lệnh"),
        ("a.xlsx", office(types=MACROS), "có mã lệnh"),
        ("a.docx", office("word/document.xml", types=MACROS.decode().encode("utf-16")), "có mã lệnh"),
        ("a.docx", office("word/document.xml", types=b"<Types a='&#118;baProject'/>"), "có mã lệnh"),
        ("a.docx", office("word/document.xml", types=b"<Types/>" + b" " * 1_000_000), "có mã lệnh"),
        ("a.docx", b"MZ\x90\x00" + office("word/document.xml"), "có mã lệnh"),
        ("a.docx", PDF + office("word/document.xml"), "có mã lệnh"),
        ("a.xlsx", twice("xl/workbook.xml"), "có mã lệnh"),
        ("a.pdf", image("GIF") + PDF, "Nội dung tệp không đúng"),
        ("a.pdf", b"<html><script>1</script>" + PDF, "Nội dung tệp không đúng"),
        ("a.png", b"<svg xmlns='http://www.w3.org/2000/svg'><script>1</script></svg>", "Nội dung tệp không đúng"),
        ("a.jpg", image("GIF") + PDF, "Nội dung tệp không đúng"),
        ("a.pdf", b"", "Hãy chọn một tệp"),
    ],
)
def test_what_is_not_what_it_says_is_refused_and_changes_nothing(
    owner: Owner, name: str, content: bytes, words: str
) -> None:
    page = add(owner, name, content, status=422)
    assert words in page.select(".error-summary").get_text(" ")
    assert page.select(".error-summary a")["href"] == "#file"
    assert (rows(owner), kept(owner)) == ([], [])


@pytest.mark.usefixtures("collected")
@pytest.mark.filterwarnings("ignore::ResourceWarning")
def test_a_file_of_more_than_ten_megabytes_is_refused_and_changes_nothing(owner: Owner) -> None:
    page = add(owner, "a.pdf", PDF + b"0" * files.LARGEST, status=422)
    assert "lớn hơn 10 MB" in page.select(".error-summary").get_text(" ")
    assert (rows(owner), kept(owner)) == ([], [])


@pytest.mark.usefixtures("collected")
@pytest.mark.filterwarnings("ignore::ResourceWarning")
def test_a_file_of_ten_megabytes_is_just_small_enough(owner: Owner) -> None:
    add(owner, "a.pdf", PDF + b"0" * (files.LARGEST - len(PDF)))
    assert rows(owner)[0].size == files.LARGEST


@pytest.mark.usefixtures("collected")
@pytest.mark.filterwarnings("ignore::ResourceWarning")
def test_what_is_far_too_large_is_refused_before_it_is_read(owner: Owner) -> None:
    page = add(owner, "a.pdf", PDF + b"0" * 11_000_000, status=413)
    assert page.heading == "Tệp quá lớn"
    assert page.select("main a.button")["href"] == owner.url(f"/evidence/{WRITTEN}")
    assert kept(owner) == []


@pytest.mark.usefixtures("collected")
@pytest.mark.filterwarnings("ignore::ResourceWarning")
def test_no_other_page_takes_so_much(owner: Owner) -> None:
    fields = {"asked": WRITTEN, WRITTEN: "none", "seen": "0", "more": "x" * 5_000_000}
    page = owner.browser.post(owner.url("/pages/plan.paper"), fields, status=413)
    assert "quá lớn" in page.text


def test_a_picture_loses_its_place_and_stands_upright(owner: Owner) -> None:
    add(owner, "anh.jpg", image(place=True))
    with Image.open(kept(owner)[0]) as found:
        assert found.size == (30, 40), "turned as the camera was held"
        assert not found.getexif()
        assert "comment" not in found.info


def test_what_is_hidden_behind_a_picture_is_gone(owner: Owner) -> None:
    add(owner, "anh.jpg", image(place=True) + b"<script>1</script>" + office())
    [path] = kept(owner)
    assert b"script" not in path.read_bytes()
    assert not zipfile.is_zipfile(path)


def test_a_photograph_of_several_pictures_is_kept_as_one() -> None:
    written = io.BytesIO()
    Image.new("RGB", (40, 30), "teal").save(written, "MPO", save_all=True, append_images=[Image.new("RGB", (9, 9))])
    found = files.examine("anh.jpg", written.getvalue())
    assert isinstance(found, files.Document)
    assert Image.open(io.BytesIO(found.content)).size == (40, 30)


def test_a_bomb_of_pixels_is_refused(owner: Owner, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(files, "LARGEST_FLAT_IMAGE", 1_000)
    assert "quá nhiều điểm ảnh" in add(owner, "a.png", image("PNG", (50, 50)), status=422).text


def test_a_large_photograph_is_made_smaller() -> None:
    document = files.examine("a.jpg", image(size=(6000, 3000)))
    assert isinstance(document, files.Document)
    with Image.open(io.BytesIO(document.content)) as found:
        assert max(found.size) <= files.LONGEST_SIDE


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("../../etc/x.pdf", "x.pdf"),
        ("..\\x.pdf", "x.pdf"),
        ("C:\\x.PDF", "x.pdf"),
        ('a"b;c.pdf', "a-b-c.pdf"),
        ("x" * 300 + ".pdf", "x" * 120 + ".pdf"),
        ("Hóa đơn\u202e\r\n tháng 9.pdf", "Hóa đơn tháng 9.pdf"),
    ],
)
def test_a_name_is_kept_as_words_and_never_as_a_path(owner: Owner, name: str, shown: str) -> None:
    assert files.safe_name(name) == shown
    add(owner, shown, PDF)
    row = rows(owner)[0]
    assert [path.relative_to(owner.app.extensions["settings"].var / "evidence").parts for path in kept(owner)] == [
        (str(owner.assessment), str(row.id))
    ]
    header = owner.browser.client.get(f"/assessments/evidence/{row.id}").headers["Content-Disposition"]
    assert "\n" not in header
    assert "filename*=UTF-8''" in header


def test_links_and_notes_are_words(owner: Owner) -> None:
    url = owner.url(f"/evidence/{WRITTEN}")
    owner.browser.post(url, {"kind": "link", "link": "https://congty.vn/kế-hoạch"})
    owner.browser.post(url, {"kind": "note", "note": "<b>Kế hoạch</b> nằm ở phòng giám đốc 🙂"})
    page = owner.browser.get(url)
    assert page.select(".file a")["href"] == "https://congty.vn/kế-hoạch"
    assert "<b>Kế hoạch</b> nằm ở phòng giám đốc 🙂" in page.text


def test_what_else_stands_in_the_form_is_added_whichever_button_is_pressed(owner: Owner) -> None:
    typed = {"kind": "file", "file": (io.BytesIO(b"GIF89a"), "a.pdf"), "link": "congty.vn", "note": "Ở phòng giám đốc"}
    page = owner.browser.post(owner.url(f"/evidence/{WRITTEN}"), typed, status=422)
    assert [link["href"] for link in page.all(".error-summary a")] == ["#file", "#link"]
    assert [(row.kind, row.words) for row in rows(owner)] == [("note", "Ở phòng giám đốc")]
    kept = page.fields("#evidence-form")
    assert (kept["link"], kept["note"].strip()) == ("congty.vn", "")


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        ("link", "javascript:alert(1)"),
        ("link", "file:///etc/passwd"),
        ("link", "congty.vn"),
        ("link", "http://[::1"),
        ("link", ""),
        ("note", "   "),
        ("note", "ế" * 10_001),
        ("note", "a\x00b"),
    ],
)
def test_a_link_or_note_that_is_none_is_refused_and_shown_again(owner: Owner, kind: str, text: str) -> None:
    page = owner.browser.post(owner.url(f"/evidence/{WRITTEN}"), {"kind": kind, kind: text}, status=422)
    assert page.select(".error-summary a")["href"] == f"#{kind}"
    assert rows(owner) == []


def test_a_note_of_ten_thousand_letters_is_kept_whole(owner: Owner) -> None:
    owner.browser.post(owner.url(f"/evidence/{WRITTEN}"), {"kind": "note", "note": "ế" * 10_000})
    assert rows(owner)[0].words == "ế" * 10_000


def test_ten_pieces_are_enough_even_when_sent_at_once(owner: Owner) -> None:
    for number in range(8):
        owner.browser.post(owner.url(f"/evidence/{WRITTEN}"), {"kind": "note", "note": f"{number}"})
    browsers = [logged_in(owner.app, owner.user) for _ in range(4)]
    tokens = [browser.csrf_token() for browser in browsers]

    def send(place: int) -> int:
        sent = {"kind": "file", "file": (io.BytesIO(PDF), "a.pdf"), "csrf_token": tokens[place]}
        return browsers[place].client.post(owner.url(f"/evidence/{WRITTEN}"), data=sent).status_code

    with ThreadPoolExecutor(4) as pool:
        assert sorted(pool.map(send, range(4))) == [303, 303, 422, 422]
    assert (len(rows(owner)), len(kept(owner))) == (10, 2)


def test_evidence_is_taken_away_with_its_file(owner: Owner) -> None:
    add(owner, "a.pdf", PDF)
    page = owner.browser.get(owner.url(f"/evidence/{WRITTEN}"))
    owner.browser.submit(page, form=".file form")
    assert (rows(owner), kept(owner)) == ([], [])
    assert "Đã xóa" in owner.browser.get(owner.url(f"/evidence/{WRITTEN}")).text


def test_after_submission_evidence_stays_as_it_is(owner: Owner) -> None:
    add(owner, "a.pdf", PDF)
    owner.fill()
    owner.submit()
    add(owner, "b.pdf", PDF, status=409)
    delete = {"evidence": str(rows(owner)[0].id)}
    owner.browser.post(owner.url(f"/evidence/{WRITTEN}/delete"), delete, status=409)
    assert "chỉ để xem" in owner.browser.get(owner.url(f"/evidence/{WRITTEN}")).text
    assert len(kept(owner)) == 1


def test_a_question_that_asks_for_no_evidence_takes_none(owner: Owner) -> None:
    add(owner, "a.pdf", PDF, status=404, criterion="plan.paper.reviewed")
    owner.browser.get(owner.url("/evidence/plan.paper.reviewed"), status=404)


def test_only_the_enterprise_and_reviewers_after_submission_see_a_file(owner: Owner, app: Flask) -> None:
    add(owner, "a.pdf", PDF)
    path = f"/assessments/evidence/{rows(owner)[0].id}"
    _, colleague = owner.colleague()
    reviewer = logged_in(app, make_user(app, role="reviewer"))
    stranger = logged_in(app, make_user(app))
    analyst = logged_in(app, make_user(app, role="analyst"))
    colleague.get(path)
    stranger.get(path, status=404)
    analyst.get(path, status=403)
    reviewer.get(path, status=404)
    with writing(app) as session:
        session.get_one(Assessment, owner.assessment).state = "submitted"
    reviewer.get(path)
    owner.browser.get(f"/assessments/evidence/{uuid4()}", status=404)


def test_the_way_to_the_evidence_saves_the_page_first(owner: Owner) -> None:
    page = owner.browser.get(owner.url("/pages/plan.paper"))
    saved = owner.browser.submit(page, {WRITTEN: "none", "evidence": WRITTEN}, form="#page-form")
    assert saved.response.location.endswith(f"/evidence/{WRITTEN}")
    assert owner.answers() == {WRITTEN: {"option": "none"}}


def test_a_full_disk_is_said_and_leaves_no_row(owner: Owner, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_store: Store, _key: str, _content: bytes) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Store, "put", full)
    add(owner, "a.pdf", PDF, status=503)
    assert rows(owner) == []


def test_a_row_that_cannot_be_written_takes_its_file_along(owner: Owner, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_args: object, **_more: object) -> None:
        raise RuntimeError("the database went away")

    monkeypatch.setattr(evidence, "add", broken)
    with pytest.raises(RuntimeError):
        add(owner, "a.pdf", PDF)
    assert (rows(owner), kept(owner)) == ([], [])


def test_a_store_that_holds_nothing_yet_is_swept_in_peace(app: Flask) -> None:
    assert worker.tidy(app) == 0


def test_a_sweep_drops_what_no_row_speaks_of_but_not_what_has_just_come(owner: Owner) -> None:
    add(owner, "a.pdf", PDF)
    store = Store(owner.app.extensions["settings"].evidence)
    store.put("strange/file", b"x")
    assert worker.tidy(owner.app) == 0
    with writing(owner.app) as session:
        assert evidence.sweep(session, store, before=datetime.now(UTC) + timedelta(minutes=1)) == 1
    assert len(kept(owner)) == 1


def test_adding_and_deleting_stand_in_the_log(owner: Owner) -> None:
    from assessment.models import AuditEvent

    add(owner, "a.pdf", PDF)
    delete = {"evidence": str(rows(owner)[0].id)}
    owner.browser.post(owner.url(f"/evidence/{WRITTEN}/delete"), delete)
    with writing(owner.app) as session:
        actions = session.scalars(select(AuditEvent.action).order_by(AuditEvent.id)).all()
    assert [action for action in actions if action.startswith("evidence")] == ["evidence.added", "evidence.deleted"]


def test_evidence_lies_in_a_bucket_by_configuration_alone(owner: Owner, monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("s3fs")
    server = pytest.importorskip("moto.server").ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    try:
        host, port = server.get_host_and_port()
        for name, value in {
            "AWS_ACCESS_KEY_ID": "testing",
            "AWS_SECRET_ACCESS_KEY": "testing",
            "AWS_DEFAULT_REGION": "us-east-1",
            "AWS_ENDPOINT_URL": f"http://{host}:{port}",
        }.items():
            monkeypatch.setenv(name, value)
        store = Store("s3://evidence/files")
        store._files.mkdir("evidence")
        owner.app.extensions["evidence"] = store
        add(owner, "a.pdf", PDF)
        row = rows(owner)[0]
        assert list(store) == [row.key]
        assert abs(store.changed(row.key) - datetime.now(UTC)) < timedelta(minutes=5)
        assert owner.browser.client.get(f"/assessments/evidence/{row.id}").data == PDF
        owner.browser.post(owner.url(f"/evidence/{WRITTEN}/delete"), {"evidence": str(row.id)})
        assert list(store) == []
        with pytest.raises(FileNotFoundError):
            store.read(row.key)
    finally:
        server.stop()


def test_the_moment_of_adding_is_kept(owner: Owner) -> None:
    before = datetime.now(UTC)
    add(owner, "a.pdf", PDF)
    assert before <= rows(owner)[0].at <= datetime.now(UTC)


@pytest.mark.parametrize("button", ["evidence", "reuse"])
@pytest.mark.parametrize("named", ["", "..", "no.such", "x" * 70_000])
def test_a_save_leads_on_only_to_a_question_there_is(owner: Owner, button: str, named: str) -> None:
    page = owner.browser.get(owner.url("/pages/plan.paper"))
    answer = owner.browser.submit(page, {WRITTEN: "full", button: named}, form="#page-form").response
    assert answer.location.startswith(owner.url("/"))
    assert len(answer.location) < 200
    assert "evidence" not in answer.location

"""A copy of everything: as JSON with the files, and as paper."""

import io
import json
import re
import subprocess
import zipfile
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from pikepdf import Pdf
from sqlalchemy import select

from assessment import catalogue, worker
from assessment.documents.own_data_words import FIELDS, PARTS
from assessment.models import AnswerEvent, Assessment, AssessmentEvent, DataRequest, Job, Paper
from assessment.privacy import copying, retention
from tests.factories import logged_in, make_user, writing
from tests.privacy.scene import REASON, scene

DOCUMENT = Path(__file__).parents[2] / "docs" / "own-data.md"


def taken_away(app, user, form="archive"):
    """Ask for a copy, let the worker make it, and download it."""
    browser = logged_in(app, user)
    progress = browser.post("/privacy/copies", {"form": form}).response.location
    assert browser.get(progress).response.headers["Refresh"]
    worker.run_pending(app)
    assert browser.get(progress).heading == "Tệp đã xong"
    return progress, browser.get(f"{progress}/file").response


def opened(response):
    return zipfile.ZipFile(io.BytesIO(response.get_data()))


def test_the_archive_holds_everything_about_the_owner(app):
    there = scene(app, state="submitted")
    _, response = taken_away(app, there.owner)
    assert response.mimetype == "application/zip"
    packed = opened(response)
    copy = json.loads(packed.read("own-data.json"))
    assert (copy["format"], copy["version"]) == ("thuoc-so-own-data", 1)
    assert copy["account"][0]["email"] == "chu@vidu.vn"
    assert [row["purpose"] for row in copy["consents"]] == ["assessment", "contact"]
    filled = [
        "sessions", "memberships", "enterprises", "assessments", "answers", "answer_history", "verified_answers",
        "sent_back", "results", "evidence", "roadmap", "invitations", "links", "mails", "files_asked_for", "requests",
    ]  # fmt: skip
    assert [name for name in filled if not copy[name]] == []
    assert any(row["answer"].endswith(REASON) for row in copy["answers"])
    [file] = [row for row in copy["evidence"] if row["path"]]
    assert packed.read(file["path"]) == b"%PDF-1.7"
    assert json.loads(copy["results"][0]["sealed"])["answers"]


def test_other_people_stand_in_a_copy_by_their_part_only(app):
    there = scene(app, state="submitted")
    _, response = taken_away(app, there.owner)
    text = opened(response).read("own-data.json").decode()
    assert "Trần Văn Giúp" not in text
    assert "dong-nghiep@vidu.vn" not in text
    assert {row["by"] for row in json.loads(text)["verified_answers"]} == {"colleague"}


def test_no_secret_is_in_a_copy(app):
    there = scene(app)
    _, response = taken_away(app, there.owner)
    text = opened(response).read("own-data.json").decode()
    assert "bi-mat_123" not in text
    assert "/account/link/…" in text
    assert "argon2" not in text
    assert "token" not in text


@pytest.mark.parametrize(("who", "shown"), [("owner", "022085001234"), ("colleague", "••••••••1234")])
def test_a_personal_tax_code_is_whole_for_the_owner_and_masked_for_a_colleague(app, who, shown):
    there = scene(app, tax_code="022085001234", organisation_type="household")
    _, response = taken_away(app, getattr(there, who))
    copy = json.loads(opened(response).read("own-data.json"))
    assert copy["enterprises"][0]["tax_code"] == shown


def test_the_paper_says_the_same_in_either_language(app, settings):
    there = scene(app, state="submitted")
    _, response = taken_away(app, there.owner, "paper")
    assert response.mimetype == "application/pdf"
    with Pdf.open(io.BytesIO(response.get_data())) as paper:
        assert len(paper.pages) >= 2
        assert paper.Root.MarkInfo.Marked


def test_the_paper_speaks_in_words_and_leaves_ids_and_stored_forms_to_machines(app):
    there = scene(app, state="submitted")
    with writing(app) as session:
        form = catalogue.published(session, session.get_one(Assessment, there.assessment).questionnaire_id)
        for question in form.context:
            value = {"text": "Cần vốn"} if question.kind == "text" else {"options": [question.options[0].id]}
            event = AnswerEvent(
                assessment_id=there.assessment,
                answers={question.id: value},
                user_id=there.owner,
                at=datetime.now(UTC),
            )
            session.add(event)
        step = {"assessment_id": there.assessment, "action": "submit", "before": "draft", "after": "submitted"}
        session.add(AssessmentEvent(**step, user_id=there.owner, at=datetime.now(UTC)))
    _, response = taken_away(app, there.owner, "paper")
    text = words_of(response.get_data())
    for words in (
        "Đợt thử 2026 · Công ty TNHH Thử Nghiệm",
        "Trả lời: Chưa làm",
        "chủ doanh nghiệp",
        "phường Hạ Long",
        "Du lịch",
    ):
        assert words in text, words
    assert "Việc: nộp" in text
    assert "Tệp: bản sao dữ liệu để đọc" in text
    assert "Loại: nhận bản sao dữ liệu" in text
    assert "Việc: Nhận yêu cầu về dữ liệu" in text
    for question in form.context:
        assert question.text.of("vi") in text
    assert str(there.assessment) not in text
    assert '{"option"' not in text


def words_of(pdf):
    done = subprocess.run(["pdftotext", "-", "-"], input=pdf, capture_output=True, timeout=30, check=True)
    return " ".join(done.stdout.decode().replace("\u00a0", " ").split())


def test_a_copy_is_for_who_asked_for_it_alone(app):
    there = scene(app)
    progress, _ = taken_away(app, there.owner)
    stranger = logged_in(app, there.colleague)
    stranger.get(progress, status=404)
    stranger.get(f"{progress}/file", status=404)


def test_a_copy_is_put_into_the_register_as_done(app):
    there = scene(app)
    taken_away(app, there.owner)
    [request] = there.rows(DataRequest)
    assert (request.kind, request.state, request.decided_by) == ("access", "done", there.owner)
    page = logged_in(app, there.owner).get(f"/privacy/requests/{request.id}")
    assert page.select('main a[href^="/papers/"]')


def test_a_form_of_copy_nobody_knows_is_not_found(app):
    logged_in(app, make_user(app)).post("/privacy/copies", {"form": "xml"}, status=404)


def test_every_part_and_field_has_words_for_the_paper_and_a_line_in_the_document(app, settings):
    there = scene(app, state="submitted")
    document = DOCUMENT.read_text(encoding="utf-8")
    told = {name: set(re.findall(r"`(\w+)`", line)) for name, line in re.findall(r"\| `(\w+)` \| (.+) \|", document)}
    with app.extensions["reading"]() as session:
        copy = copying.gather(session, there.owner, "vi", settings, now=datetime.now(UTC))
    assert {part.name for part in copy.parts} == set(PARTS) == set(told)
    for part in copy.parts:
        for record in part.records:
            assert {name for name, _ in record} <= set(FIELDS)
            assert {name for name, _ in record} == told[part.name], part.name


def test_copies_are_deleted_after_a_week(app):
    there = scene(app)
    progress, _ = taken_away(app, there.owner)
    for days, left in ((6, 1), (8, 0)):
        with writing(app) as session:
            retention.sweep(session, now=datetime.now(UTC) + timedelta(days=days))
        with app.extensions["reading"]() as session:
            assert len(session.scalars(select(Paper)).all()) == left
            assert session.scalars(select(Job).where(Job.name == "own_data")).one().state == "done"
    assert "đã được xóa sau 7 ngày" in logged_in(app, there.owner).get(progress).text


def test_somebody_without_an_enterprise_gets_a_copy_too(app):
    user = make_user(app)
    _, response = taken_away(app, user)
    copy = json.loads(opened(response).read("own-data.json"))
    assert copy["enterprises"] == copy["answers"] == []

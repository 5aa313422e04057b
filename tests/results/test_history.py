"""Results from wave to wave: same form, mapped forms, forms that have nothing in common."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import UUID

import pytest
from flask import Flask

from assessment import catalogue
from assessment.core.values.states import Answered, Answers, Chosen
from assessment.models import Assessment, Snapshot
from assessment.models.sealing import seal_result
from assessment.models.statistics import frozen
from tests.core.test_snapshot import summary
from tests.factories import ROOT, SMALL, logged_in, make_assessment, make_user, make_wave, writing
from tests.survey.stage import Owner

DBI = ROOT / "questionnaires" / "dbi-1970-sme" / "1.0.yaml"


@pytest.fixture
def submitted(app: Flask) -> Owner:
    owner = Owner(app)
    owner.fill()
    owner.submit()
    return owner


def earlier(app: Flask, owner: Owner, path: Path, *, days: int = 300, best: bool = False) -> UUID:
    """An approved result of an earlier wave in which every choice was answered with its lowest or highest option."""
    wave = make_wave(app, path, opens=-days - 10, closes=-days + 10)
    made = make_assessment(app, owner.enterprise, wave, owner.user)
    at = datetime.now(UTC) - timedelta(days=days)
    with writing(app) as session:
        row = session.get_one(Assessment, made)
        row.state, row.created_at, row.submitted_at = "approved", at, at
        form = catalogue.published(session, row.questionnaire_id)
        answers = Answers(
            {
                each.id: Answered(Chosen(each.options[-1 if best else 0].id))
                for each in form.criteria
                if each.kind == "choice"
            }
        )
        seal_result(session, row.id, "self", form, row.enterprise.profile, answers, now=at)
    return made


def test_one_wave_alone_says_there_will_be_more(submitted: Owner) -> None:
    assert "Mới có kết quả của một đợt" in submitted.browser.get(submitted.url("/result/history")).text


def test_the_same_form_is_compared_and_without_alpha_nothing_is_said_of_noise(submitted: Owner, app: Flask) -> None:
    earlier(app, submitted, SMALL)
    page = submitted.browser.get(submitted.url("/result/history"))
    assert "+33,3 điểm so với “Đợt thử 2026”, cùng một bộ câu hỏi." in page.text
    assert "sai số" not in page.text
    assert [len(row.select("circle")) for row in page.all(".rows svg.c-fluid")] == [2, 1]
    assert [head.get_text() for head in page.all("main table th[scope=col]")] == ["Đợt", "Điểm chung", "Đợt trước"]


@pytest.mark.parametrize(("noise", "words"), [(40.0, "còn trong sai số"), (20.0, "lớn hơn sai số")])
def test_a_change_is_held_against_the_noise_that_is_published(
    submitted: Owner, app: Flask, noise: float, words: str
) -> None:
    earlier(app, submitted, SMALL)
    with writing(app) as session:
        row = session.get_one(Assessment, submitted.assessment)
        figures, digest = frozen(replace(summary(60), noise=noise))
        session.add(
            Snapshot(
                wave_id=row.wave_id, questionnaire_id=row.questionnaire_id, taken_at=datetime.now(UTC),
                taken_on=datetime.now(UTC).date(), figures=figures, members={}, sha256=digest,
            )
        )  # fmt: skip
    assert words in submitted.browser.get(submitted.url("/result/history")).text
    shown = "(còn trong sai số)" in submitted.browser.get(submitted.url("/result")).text
    assert shown == (noise == 40.0)


def test_another_form_without_anything_in_common_is_not_compared(submitted: Owner, app: Flask) -> None:
    earlier(app, submitted, DBI)
    page = submitted.browser.get(submitted.url("/result/history"))
    assert "Khác bộ câu hỏi, không so được với đợt liền trước." in page.text
    assert "cùng một bộ câu hỏi." not in page.select("main .rows").get_text()


def test_where_forms_take_turns_the_last_time_with_the_same_one_counts(submitted: Owner, app: Flask) -> None:
    earlier(app, submitted, SMALL, days=600)
    earlier(app, submitted, DBI)
    page = submitted.browser.get(submitted.url("/result/history"))
    assert "+33,3 điểm so với “Đợt thử 2026”, cùng một bộ câu hỏi." in page.text
    assert [len(row.select("circle")) for row in page.all(".rows svg.c-fluid")] == [2, 1, 1]


def test_forms_that_map_to_the_same_set_are_compared_there(app: Flask) -> None:
    owner = Owner(app)
    earlier(app, owner, DBI, days=600)
    later = earlier(app, owner, ROOT / "questionnaires" / "quang-ninh-sme" / "2026.1.yaml", days=300, best=True)
    text = owner.browser.get(f"/assessments/{later}/result/history").text
    assert "nội dung hai bộ cùng hỏi: trước 0,0, nay " in text


def test_a_withdrawn_result_is_no_point(submitted: Owner, app: Flask) -> None:
    made = earlier(app, submitted, SMALL)
    with writing(app) as session:
        session.get_one(Assessment, made).state = "declined"
    assert "Mới có kết quả của một đợt" in submitted.browser.get(submitted.url("/result/history")).text


def test_a_strangers_history_looks_like_none(submitted: Owner, app: Flask) -> None:
    logged_in(app, make_user(app)).get(submitted.url("/result/history"), status=404)

"""One rule says which assessments of a wave count, and every page shows the same figures by it."""

import re
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from flask import Flask

from assessment import catalogue
from assessment.core import workflow
from assessment.models import Assessment, Wave, WaveQuestionnaire
from assessment.models.sampling import Filters
from assessment.reports import choices, service
from tests.factories import SMALL, logged_in, make_user, make_wave, writing
from tests.page import Page
from tests.reports.results import make_results

IN_STATE = dict(zip(workflow.STATES, (1, 2, 4, 8, 16, 32, 64), strict=True))


def figures(page: Page, *labels: str) -> list[int]:
    """Read the number that stands behind each label."""
    words = page.select("main").get_text(" ", strip=True)
    return [int(re.findall(rf"{label}:? (\d+)", words)[0]) for label in labels]


def newer(folder: Path) -> Path:
    """Write a second version of the small questionnaire."""
    path = folder / "small" / "1.1.yaml"
    path.parent.mkdir()
    path.write_text(SMALL.read_text().replace('version: "1.0"', 'version: "1.1"'))
    return path


@pytest.mark.parametrize("path", ["/admin/", "/admin/waves", "/admin/waves/{wave}", "/statistics/"])
def test_a_wave_is_counted_the_same_on_every_page(app: Flask, path: str) -> None:
    administrator, wave = make_user(app, role="administrator"), make_wave(app)
    for state, number in IN_STATE.items():
        make_results(app, wave, administrator, [50.0] * number, state=state)
    page = logged_in(app, administrator).get(path.format(wave=wave))
    assert figures(page, "Đã bắt đầu", "Đã nộp", "Đã duyệt") == [1 + 2 + 4 + 8 + 16, 2 + 4 + 8 + 16, 16]


def test_declined_and_withdrawn_assessments_count_nowhere() -> None:
    assert set(workflow.COUNTED) | workflow.LEFT_OUT | {"draft"} == set(workflow.STATES)
    assert not set(workflow.COUNTED) & workflow.LEFT_OUT


@pytest.mark.parametrize(
    ("invited", "rates"),
    [
        ({"enterprise": 30, "cooperative": 10, "household": 100}, ["50 %", "20 %"]),
        ({"enterprise": 30, "household": 100}, [None, "20 %"]),
        ({}, [None, None]),
    ],
    ids=["all known", "one type unknown", "none known"],
)
def test_each_questionnaire_of_a_wave_has_a_response_rate_of_its_own(
    app: Flask, tmp_path: Path, invited: dict[str, int], rates: list[str | None]
) -> None:
    administrator = make_user(app, role="administrator")
    wave = make_wave(app, invited=sum(invited.values()), invited_by_type=invited)
    with writing(app) as session:
        row = session.get_one(Wave, wave)
        row.questionnaires[0].organisation_types = ["enterprise", "cooperative"]
        short = catalogue.publish(session, newer(tmp_path), now=datetime.now(UTC))
        session.flush()
        row.questionnaires.append(WaveQuestionnaire(questionnaire_id=short.id, organisation_types=["household"]))
        session.flush()
        households = short.id
    make_results(app, wave, administrator, [50.0] * 20)
    for assessment in make_results(app, wave, administrator, [50.0] * 20):
        with writing(app) as session:
            session.get_one(Assessment, assessment).questionnaire_id = households
    with app.extensions["reading"]() as session:
        offered = choices.offers(session, date(2999, 1, 1))
        told = [service.live(session, choices.choose(offered, each.code), Filters()).summary for each in offered]
    assert [each.response if each.response is None else f"{each.response} %" for each in told] == rates

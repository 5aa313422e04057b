"""Every shipped questionnaire can be filled in and handed in, from nothing but its pages."""

from uuid import uuid4

import pytest

from assessment.config import ROOT
from assessment.models import Wave
from tests.e2e.conftest import Sit
from tests.e2e.pages import LogInPage, TaskList
from tests.e2e.server import Server
from tests.factories import PASSWORD, make_assessment, make_enterprise, make_user, make_wave, writing

FOLDER = ROOT / "questionnaires"
OTHERS = {"quang-ninh-sme/2026.1": "enterprise", "household-business/2026.1": "household"}


def test_no_shipped_questionnaire_is_forgotten() -> None:
    shipped = {f"{path.parent.name}/{path.stem}" for path in FOLDER.glob("*/*.yaml") if path.parent.name != "targets"}
    assert shipped == {*OTHERS, "dbi-1970-sme/1.0"}, "the owner's journey walks the 60 criteria, this one the others"


@pytest.mark.parametrize(("slug", "kind"), OTHERS.items(), ids=OTHERS)
def test_a_questionnaire_is_filled_in_and_handed_in(site: Server, sit: Sit, slug: str, kind: str) -> None:
    email = f"{kind}-{uuid4().hex[:8]}@vidu.vn"
    user = make_user(site.app, email)
    enterprise = make_enterprise(site.app, user, organisation_type=kind)
    wave = make_wave(site.app, FOLDER / f"{slug}.yaml")
    with writing(site.app) as session:  # Other journeys find their wave by its name.
        session.get_one(Wave, wave).title = {"vi": slug, "en": slug}
    assessment = make_assessment(site.app, enterprise, wave, user)

    owner = sit(site, at="phone", scripts=False)
    LogInPage(owner).open().log_in(email, PASSWORD)
    owner.go(f"/assessments/{assessment}")
    owner.careful = False
    tasks = TaskList(owner)
    assert tasks.go_on().answer_all_pages() > 20
    owner.careful = True
    result = tasks.open_again().check().declare_and_submit()
    assert "Điều đang giữ" in owner.text
    result.open_a_pillar()

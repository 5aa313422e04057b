"""What was handed in stays as it was, whatever an old page or a made-up request sends."""

import pytest
from flask import Flask
from sqlalchemy import update

from assessment.models import Assessment
from tests.factories import writing
from tests.survey.stage import Owner

CONTEXT = {"context.barriers": "money", "context.wish": "Học bán hàng qua mạng"}


@pytest.mark.parametrize("state", ["submitted", "in_review", "changes_requested", "approved", "declined", "withdrawn"])
def test_the_context_page_is_refused_once_the_assessment_was_handed_in(app: Flask, state: str) -> None:
    owner = Owner(app)
    with writing(app) as session:
        session.execute(update(Assessment).values(state=state))
    page = owner.browser.post(owner.url("/context"), CONTEXT, status=409)
    assert CONTEXT["context.wish"] in page.text, "what was typed can be copied"
    assert owner.answers() == {}
    assert not owner.browser.get(owner.url("/context")).all("main form [type=submit]")


@pytest.mark.parametrize("version", ["9" * 5000, "9" * 30, "²", "-1", "\x00", "9223372036854775808"])
def test_a_version_that_is_no_number_of_ours_withdraws_at_most_what_it_names(app: Flask, version: str) -> None:
    owner = Owner(app)
    page = owner.browser.client.post(
        owner.url("/withdraw"), data={"version": version, "csrf_token": owner.browser.csrf_token()}
    )
    assert page.status_code == (409 if version.isdecimal() else 303)

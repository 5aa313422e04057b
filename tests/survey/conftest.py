import pytest
from flask import Flask

from tests.survey.stage import Owner


@pytest.fixture
def owner(app: Flask) -> Owner:
    return Owner(app)

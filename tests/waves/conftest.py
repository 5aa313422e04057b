"""What the administrators' tests begin with."""

from uuid import UUID

import pytest
from flask import Flask

from tests.factories import logged_in, make_user
from tests.page import Browser


@pytest.fixture
def administrator(app: Flask) -> UUID:
    return make_user(app, "lan@hiephoi.vn", role="administrator", name="Lê Thị Lan")


@pytest.fixture
def desk(app: Flask, administrator: UUID) -> Browser:
    """A browser in which an administrator has logged in."""
    return logged_in(app, administrator)

"""Fixtures of the journeys: one chromium, one real site, one demo site, and windows that are closed at the end."""

import os
import shutil
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from assessment.config import ROOT
from tests.e2e.chromium import executable, launched, sit_down
from tests.e2e.desk import Desk
from tests.e2e.person import Person
from tests.e2e.server import Server, Web, running, settled
from tests.e2e.views import ask, publish
from tests.factories import make_wave
from tests.once import made_once

LONGEST = [
    Path(__file__).with_name(f"test_{name}.py")
    for name in ("looks", "owner", "privacy", "questionnaires", "offices", "accounts")
]
SIXTY = ROOT / "questionnaires" / "dbi-1970-sme" / "1.0.yaml"
Sit = Callable[..., Person]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    # What takes long begins first, so that no process is left alone with it at the end; a test of each file in turn,
    # so that one process has something else to do while another furnishes the demo.
    places: Counter[Path] = Counter()
    turns = {}
    for item in items:
        is_long = item.path in LONGEST
        turns[item] = (places[item.path], LONGEST.index(item.path)) if is_long else (len(items), 0)
        places[item.path] += 1
    items.sort(key=turns.__getitem__)


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    if executable() is None:
        missing = "chromium is not installed: apt-get install chromium"
        if os.environ.get("CI", "").lower() == "true":
            pytest.fail(missing)
        pytest.skip(missing)
    with launched() as browser:
        yield browser


@pytest.fixture(scope="session")
def site(chromium: Browser, migrated: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A site without any demo data, where a wave with the 60 criteria of Decision 1970 is open."""
    with running(copied(migrated.parent, tmp_path_factory.mktemp("site"))) as server:
        make_wave(server.app, SIXTY)
        yield server


@pytest.fixture(scope="session")
def demo(chromium: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A site full of demo data, where figures of the running wave are frozen and a request waits to be answered."""

    def furnish(folder: Path) -> None:
        with running(settled(folder, 120)) as server:
            publish(chromium, server)
            ask(chromium, server)

    furnished = made_once(tmp_path_factory, "furnished", furnish)
    with running(copied(furnished, tmp_path_factory.mktemp("demo"))) as server:
        yield server


def copied(furnished: Path, folder: Path) -> Path:
    """Lay what was made once for a run into a folder of one's own."""
    return Path(shutil.copytree(furnished, folder, dirs_exist_ok=True))


@pytest.fixture
def sit(chromium: Browser) -> Iterator[Sit]:
    """Open windows for people; a window that is left over is closed at the end."""
    people: list[Person] = []

    def opened(server: Server, **how: object) -> Person:
        people.append(sit_down(chromium, server, **how))  # type: ignore[arg-type]
        return people[-1]

    yield opened
    for person in people:
        person.leave()


@pytest.fixture(scope="session")
def small(chromium: Browser, migrated: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A site whose open wave has the smallest questionnaire."""
    with running(copied(migrated.parent, tmp_path_factory.mktemp("small"))) as server:
        make_wave(server.app)
        yield server


@pytest.fixture
def desk(small: Server, chromium: Browser) -> Iterator[Desk]:
    desk = Desk(small, chromium)
    yield desk
    for context in desk.contexts:
        context.close()


@pytest.fixture
def web(chromium: Browser, migrated: Path, tmp_path: Path) -> Iterator[Web]:
    web = Web(copied(migrated.parent, tmp_path))
    yield web
    web.stop()
    web.server.app.extensions["engine"].dispose()


@pytest.fixture
def web_desk(web: Web, chromium: Browser) -> Iterator[Desk]:
    """A desk before a web process that the test may stop."""
    desk = Desk(web.server, chromium)
    yield desk
    for context in desk.contexts:
        context.close()

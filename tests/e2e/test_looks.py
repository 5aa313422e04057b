"""Every main page at the size of a phone and of a desk, in both languages, and some in the dark: nothing to complain of."""

import pytest

from tests.e2e.conftest import Sit
from tests.e2e.person import Person
from tests.e2e.server import Server
from tests.e2e.views import DARK, View, all_views, enter

WAYS = {
    "Vietnamese on a phone": ("vi", "phone", False),
    "English on a desk": ("en", "desk", False),
    "Vietnamese in the dark on a phone": ("vi", "phone", True),
}


@pytest.mark.parametrize(("language", "at", "dark"), WAYS.values(), ids=WAYS)
def test_every_main_page_owes_nothing(demo: Server, sit: Sit, language: str, at: str, *, dark: bool) -> None:
    views = [view for view in all_views(demo) if not dark or view.name in DARK]
    faults = []
    for who in dict.fromkeys(view.who for view in views):
        person = sit(demo, at=at, dark=dark)
        enter(person, who)
        person.speak(language)
        faults += [fault for view in views if view.who == who for fault in look(person, view, language)]
    assert not faults, "\n\n".join(faults)


def look(person: Person, view: View, language: str) -> list[str]:
    """Open a page and give what is wrong with it, so that one page does not hide another."""
    person.careful = False
    try:
        person.go(view.path)
        view.act(person)
        assert person.page.locator("html").get_attribute("lang") == language
        person.watch.look(person.page, status=view.status)
    except AssertionError as fault:
        person.watch.complaints.clear()
        return [f"{view.name}: {fault}"]
    return []

"""Every main page on a phone and at a desk, in both languages, light and dark, enlarged and printed: no complaints."""

import pytest

from tests.e2e.conftest import Sit
from tests.e2e.person import Person
from tests.e2e.server import Server
from tests.e2e.views import View, all_views, enter

PEOPLE = ("anyone", "owner", "colleague", "reviewer", "analyst", "administrator")
WAYS = {"Vietnamese on a phone": ("vi", "phone"), "English on a desk": ("en", "desk")}


@pytest.mark.parametrize(("language", "at"), WAYS.values(), ids=WAYS)
@pytest.mark.parametrize("who", PEOPLE)
def test_every_main_page_owes_nothing(demo: Server, sit: Sit, who: str, language: str, at: str) -> None:
    views = all_views(demo)
    assert {view.who for view in views} == set(PEOPLE)
    person = sit(demo, at=at)
    enter(person, who)
    person.speak(language)
    faults = [fault for view in views if view.who == who for fault in look(person, view, language)]
    assert not faults, "\n\n".join(faults)


def look(person: Person, view: View, language: str) -> list[str]:
    """Open a page and give what is wrong with it, so that one page does not hide another."""
    person.careful = False
    try:
        person.go(view.path)
        view.act(person)
        assert person.page.locator("html").get_attribute("lang") == language
        person.watch.look(person.page, status=view.status)
        person.watch.look_again(person.page)
    except AssertionError as fault:
        person.watch.complaints.clear()
        return [f"{view.name}: {fault}"]
    return []

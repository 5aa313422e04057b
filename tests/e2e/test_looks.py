"""Every main page on a phone and at a desk, in both languages, light and dark, enlarged and printed: no complaints."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from sqlalchemy import select

from assessment.cli.demo.people import ADDRESSES
from assessment.models import Enterprise, Membership, User, Wave
from tests.e2e.conftest import Sit
from tests.e2e.person import Person
from tests.e2e.server import Server
from tests.e2e.views import View, all_views, enter
from tests.e2e.watch import NARROWEST
from tests.factories import writing

PEOPLE = ("anyone", "owner", "colleague", "reviewer", "analyst", "administrator")
LONGEST, LONGEST_TITLE = 200, 150
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


def test_names_of_two_hundred_letters_without_a_blank_fit_a_small_phone(demo: Server, sit: Sit) -> None:
    views = [view for view in all_views(demo) if view.who in ("owner", "colleague") or "invitation" in view.name]
    faults = []
    with long_names(demo):
        for who in dict.fromkeys(view.who for view in views):
            person = sit(demo, at="phone")
            person.careful = False
            enter(person, who)
            for view in (each for each in views if each.who == who):
                person.go(view.path)
                view.act(person)
                faults += person.watch.too_wide(person.page, NARROWEST, view.name)
    assert not faults, "\n\n".join(faults)


@contextmanager
def long_names(server: Server) -> Iterator[None]:
    """Give the demo's people, their enterprises and all waves the longest names there are, and take them back."""
    with writing(server.app) as session:
        people = session.scalars(select(User).where(User.email.in_(ADDRESSES.values()))).all()
        theirs = select(Membership.enterprise_id).where(Membership.user_id.in_([each.id for each in people]))
        enterprises = session.scalars(select(Enterprise).where(Enterprise.id.in_(theirs))).all()
        waves = session.scalars(select(Wave)).all()
        names = {(type(each), each.id): each.name for each in [*people, *enterprises]}
        titles = {each.id: each.title for each in waves}
        for each in [*people, *enterprises]:
            each.name = ("Trách" * LONGEST)[:LONGEST]
        for wave in waves:
            wave.title = dict.fromkeys(wave.title, ("Đợt" * LONGEST)[:LONGEST_TITLE])
    try:
        yield
    finally:
        with writing(server.app) as session:
            for (kind, key), name in names.items():
                session.get_one(kind, key).name = name
            for key, title in titles.items():
                session.get_one(Wave, key).title = title

"""The eyes of the journeys see a page as the person before it does: with what its scripts made of it, or without."""

import pytest

from tests.e2e.conftest import Sit
from tests.e2e.server import Server

PAGE = """<!doctype html><html lang="en"><title>As it was sent</title>
<style>body { background: #fff } p { color: #111 } @media (scripting: none) { #without { color: #ddd } }</style>
<main><h1>A page</h1><p id="without">Faint without scripts</p><p id="with">Faint by a script</p>
<noscript>There are no scripts here.</noscript></main>
<script>document.title = "Made by a script"; setTimeout(() => { document.getElementById("with").style.color = "#ddd" })</script>
"""
STATE = """() => [document.title, document.querySelector("[style]") !== null,
  document.querySelector("noscript").offsetHeight > 0, matchMedia("(scripting: none)").matches]"""
WAYS = {
    "with scripts": (True, "Faint by a script", ["Made by a script", True, False, False]),
    "without scripts": (False, "Faint without scripts", ["As it was sent", False, True, True]),
}


@pytest.mark.parametrize(("scripts", "faint", "state"), WAYS.values(), ids=WAYS)
def test_a_look_sees_the_page_that_is_there_and_leaves_it_so(
    sit: Sit, faint: str, state: list[object], *, scripts: bool
) -> None:
    person = sit(Server("http://watched.example", {}), scripts=scripts)
    page = person.page
    page.route("**/*", lambda route: route.fulfill(content_type="text/html", body=PAGE))
    page.goto("/")
    if scripts:
        page.locator("[style]").wait_for()
    with pytest.raises(AssertionError) as told:
        person.watch.look(page)
    assert str(told.value).count("color-contrast:") == 1
    assert str(told.value).count(f"{faint}</p>") == 1
    assert page.evaluate(STATE) == state

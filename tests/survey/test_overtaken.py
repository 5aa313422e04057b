"""Two who save in the same moment: neither holds a lock while reading, and nothing is written over unseen."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from assessment.survey import service
from tests.page import Page
from tests.survey.stage import Owner

pytestmark = pytest.mark.postgresql  # SQLite lets nobody in between: it has one pen, and that is taken first.
WRITTEN, PAGE = "plan.paper.written", "/pages/plan.paper"


def save(
    owner: Owner, monkeypatch: pytest.MonkeyPatch, rival: Callable[[], Any], seen: str = "0", status: int = 303
) -> Page:
    """Save an answer while somebody else is faster, after it was read and before it is written."""
    real = service._save
    rivals = [rival]

    def overtaken(*said: Any, **more: Any) -> service.Saved:
        if rivals:  # In a thread of its own: a request within a request would share what Flask keeps of it.
            ThreadPoolExecutor().submit(rivals.pop()).result()
        return real(*said, **more)

    with monkeypatch.context() as patched:
        patched.setattr(service, "_save", overtaken)
        return owner.browser.post(owner.url(PAGE), {"asked": [WRITTEN], WRITTEN: "full", "seen": seen}, status=status)


def test_another_answer_saved_meanwhile_stands_beside_it(owner: Owner, monkeypatch: pytest.MonkeyPatch) -> None:
    _, colleague = owner.colleague()
    ticked = {"asked": ["sales.online.channels"], "sales.online.channels": ["web"], "seen": "0"}
    save(owner, monkeypatch, lambda: colleague.post(owner.url("/pages/sales.online"), ticked))
    assert owner.answers() == {WRITTEN: {"option": "full"}, "sales.online.channels": {"options": ["web"]}}
    assert len(owner.writers()) == 2


def test_the_same_answer_given_otherwise_meanwhile_is_a_conflict(owner: Owner, monkeypatch: pytest.MonkeyPatch) -> None:
    _, colleague = owner.colleague()
    other = {"asked": [WRITTEN], WRITTEN: "none", "seen": "0"}
    page = save(owner, monkeypatch, lambda: colleague.post(owner.url(PAGE), other), status=409)
    assert "Lê Quốc Huy" in page.text
    assert owner.answers() == {WRITTEN: {"option": "none"}}
    assert owner.events() == 1


def test_the_same_answer_given_alike_meanwhile_is_there_once(owner: Owner, monkeypatch: pytest.MonkeyPatch) -> None:
    _, colleague = owner.colleague()
    same = {"asked": [WRITTEN], WRITTEN: "full", "seen": "0"}
    save(owner, monkeypatch, lambda: colleague.post(owner.url(PAGE), same))
    assert owner.answers() == {WRITTEN: {"option": "full"}}
    assert owner.events() == 1


def test_handed_in_meanwhile_takes_no_more_answers(owner: Owner, monkeypatch: pytest.MonkeyPatch) -> None:
    owner.fill()
    before = owner.answers()
    page = save(owner, monkeypatch, owner.submit, seen="9999", status=409)
    assert "Bài không sửa được nữa" in page.text
    assert owner.answers() == before

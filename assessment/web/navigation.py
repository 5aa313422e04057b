"""The links in the header: those a person may follow, and no others."""

from dataclasses import dataclass
from functools import cache

from flask import current_app, request, url_for
from flask_babel import lazy_gettext as _

from assessment.policy import NOBODY
from assessment.web.access import rule_of, visitor

ITEMS = (
    (_("Bài đánh giá"), "survey.home", "member"),
    (_("Thẩm định"), "review.queue", "staff"),
    (_("Thống kê"), "reports.dashboard", "staff"),
    (_("Quản trị"), "waves.home", "staff"),
    (_("Tài khoản"), "accounts.account", "any"),
    (_("Kiểm tra giấy chứng nhận"), "certificates.look_up", "nobody"),
    (_("Đăng nhập"), "accounts.log_in", "nobody"),
)
FOOT = (
    (_("Quyền riêng tư"), "accounts.privacy"),
    (_("Cách tính điểm"), "accounts.method"),
    (_("Trợ giúp"), "accounts.help_page"),
    (_("Kiểm tra giấy chứng nhận"), "certificates.look_up"),
)


@dataclass(frozen=True)
class Link:
    """One entry of the navigation."""

    label: str
    url: str
    current: bool


def navigation() -> list[Link]:
    """Give the links for the person behind this request."""
    person = visitor()
    roles = NOBODY if person is None else person.roles
    kinds = {"nobody"} if person is None else {"any", "staff", "member"}
    links = []
    for label, endpoint, kind in ITEMS:
        rule = rule_of(current_app, endpoint) if endpoint in current_app.view_functions else None
        if kind in kinds and rule is not None and rule.admits(roles):
            here = request.endpoint == endpoint if kind == "nobody" else _is_within(endpoint)
            links.append(Link(str(label), _address(endpoint), here))
    return links


@cache
def _address(endpoint: str) -> str:
    """Give the address of a page without parameters; it is the same for everybody, so it is built once."""
    return url_for(endpoint)


def _is_within(endpoint: str) -> bool:
    """Whether this page belongs to the feature an entry leads to."""
    return (request.endpoint or "").partition(".")[0] == endpoint.partition(".")[0]


def foot_navigation() -> list[Link]:
    """Give the links of the footer, which everybody may follow."""
    known = current_app.view_functions
    return [Link(str(label), _address(endpoint), current=False) for label, endpoint in FOOT if endpoint in known]

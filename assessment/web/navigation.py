"""The links in the header: those a person may follow, and no others."""

from dataclasses import dataclass
from functools import cache

from flask import current_app, request, url_for
from flask_babel import lazy_gettext as _

from assessment.policy import NOBODY
from assessment.web.access import rule_of, visitor
from assessment.web.language import language

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
    (_("Số liệu công bố"), "reports.public"),
)
# Under which entry a page stands whose own feature has none: rooms of another house, and pages that are nobody's.
ROOMS = {"results": "survey", "weighting": "waves", "privacy": "accounts"}
APART = {
    **dict.fromkeys(("accounts.start", "accounts.method", "accounts.help_page", "accounts.privacy"), ""),
    **dict.fromkeys(("certificates.index", "certificates.show", "certificates.revoke"), "waves"),
    **dict.fromkeys(("privacy.requests", "privacy.request_page", "privacy.agreements"), "waves"),
}


@dataclass(frozen=True)
class Link:
    """One entry of the navigation."""

    label: str
    url: str
    current: bool


def navigation() -> tuple[Link, ...]:
    """Give the links for the person behind this request."""
    person = visitor()
    roles = NOBODY if person is None else person.roles
    return _links(roles, request.endpoint or "", language())


@cache
def _links(roles: frozenset[str], here: str, _spoken: str) -> tuple[Link, ...]:
    """Give the links for some roles on one page in one language: the same for everybody, so they are made once."""
    kinds = {"nobody"} if roles is NOBODY else {"any", "staff", "member"}
    links = []
    for label, endpoint, kind in ITEMS:
        rule = rule_of(current_app, endpoint) if endpoint in current_app.view_functions else None
        if kind in kinds and rule is not None and rule.admits(roles):
            current = here == endpoint if kind == "nobody" else _place(here) == endpoint.partition(".")[0]
            links.append(Link(str(label), url_for(endpoint), current))
    return tuple(links)


def _place(here: str) -> str:
    """Name the feature under whose entry a page stands."""
    feature = here.partition(".")[0]
    return APART.get(here, ROOMS.get(feature, feature))


def foot_navigation() -> tuple[Link, ...]:
    """Give the links of the footer, which everybody may follow; on phones the header's stand right above them."""
    above = {link.url for link in navigation()}
    return tuple(link for link in _foot(language()) if link.url not in above)


@cache
def _foot(_spoken: str) -> tuple[Link, ...]:
    known = current_app.view_functions
    return tuple(Link(str(label), url_for(endpoint), current=False) for label, endpoint in FOOT if endpoint in known)

"""Pictures of every main page, to hold beside the look: `python -m tests.e2e.pictures OUTDIR [NAME …]`.

A demo site is started, each demo person logs in, and the pages are taken at 360 and 1280 pixels in both languages, some in
dark. Names choose only the pages whose names contain one of them.
"""

import sys
import tempfile
from pathlib import Path

from playwright.sync_api import Browser

from tests.e2e.chromium import SIZES, launched, sit_down
from tests.e2e.server import Server, running
from tests.e2e.views import DARK, View, all_views, enter, publish

ENTERPRISES = 150


def main() -> None:
    folder, wanted = Path(sys.argv[1]), sys.argv[2:]
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as var, running(Path(var), demo=ENTERPRISES) as server, launched() as browser:
        views = [view for view in all_views(server) if not wanted or any(word in view.name for word in wanted)]
        publish(browser, server)
        for language in ("vi", "en"):
            for size in SIZES:
                take(browser, server, views, folder, language, size, dark=False)
        take(browser, server, [view for view in views if view.name in DARK], folder, "vi", "phone", dark=True)
        take(browser, server, [view for view in views if view.name in DARK], folder, "vi", "desk", dark=True)


def take(
    browser: Browser, server: Server, views: list[View], folder: Path, language: str, size: str, *, dark: bool
) -> None:
    """Take some pages in one language at one size."""
    for who in dict.fromkeys(view.who for view in views):
        person = sit_down(browser, server, at=size, dark=dark)
        person.careful = False
        enter(person, who)
        person.speak(language)
        for view in (view for view in views if view.who == who):
            name = f"{view.name}-{language}-{SIZES[size][0]}{'-dark' if dark else ''}"
            try:
                person.go(view.path)
                view.act(person)
                person.page.screenshot(path=folder / f"{name}.png", full_page=True)
                person.watch.look(person.page, status=view.status)
            except Exception as error:  # noqa: BLE001 - one broken page must not hide the others
                print(f"{name}: {error}")  # noqa: T201
        person.leave()


if __name__ == "__main__":
    main()

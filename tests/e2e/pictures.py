"""Pictures of every main page, to hold beside the look: `python -m tests.e2e.pictures OUTDIR [NAME …]`.

A demo site is started, each demo person logs in, and the pages are taken at 360 and 1280 pixels in both languages, some in
dark and with the system's forced colours. Names choose only the pages whose names contain one of them.
"""

import sys
import tempfile
from pathlib import Path

from playwright.sync_api import Browser

from tests.e2e.chromium import SIZES, launched, sit_down
from tests.e2e.server import Server, running, settled
from tests.e2e.views import DARK, FORCED, View, all_views, enter, publish

ENTERPRISES = 150


def main() -> None:
    folder, wanted = Path(sys.argv[1]), sys.argv[2:]
    folder.mkdir(parents=True, exist_ok=True)
    with (
        tempfile.TemporaryDirectory() as var,
        running(settled(Path(var), ENTERPRISES)) as server,
        launched() as browser,
    ):
        views = [view for view in all_views(server) if not wanted or any(word in view.name for word in wanted)]
        publish(browser, server)
        for language in ("vi", "en"):
            for size in SIZES:
                take(browser, server, views, folder, language, size)
        for size in SIZES:
            take(browser, server, [view for view in views if view.name in DARK], folder, "vi", size, "dark")
            take(browser, server, [view for view in views if view.name in FORCED], folder, "vi", size, "forced")


def take(
    browser: Browser, server: Server, views: list[View], folder: Path, language: str, size: str, colours: str = "light"
) -> None:
    """Take some pages in one language at one size; colours are light, dark or forced."""
    for who in dict.fromkeys(view.who for view in views):
        person = sit_down(browser, server, at=size, dark=colours == "dark", forced=colours == "forced")
        person.careful = False
        enter(person, who)
        person.speak(language)
        for view in (view for view in views if view.who == who):
            name = f"{view.name}-{language}-{SIZES[size][0]}{'' if colours == 'light' else f'-{colours}'}"
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

"""Debian's chromium, driven by Playwright, and the windows people sit before."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from playwright.sync_api import Browser, expect, sync_playwright

from tests.e2e.person import Person
from tests.e2e.server import Server
from tests.e2e.watch import Watch

# Each window warms up pages of its own for an address bar that nobody sees: as much work as five pages of ours.
UNSEEN = ["WebUIOmniboxPopup", "WebUIOmniboxAimPopup", "WebUIOmniboxFullPopup", "WebUIReloadButton", "InitialWebUI"]
# Playwright switches these off itself, but of two such lists chromium takes the last one alone.
UNWANTED = [
    *("AvoidUnnecessaryBeforeUnloadCheckSync", "DestroyProfileOnBrowserClose", "HttpsUpgrades", "LensOverlay"),
    *("HttpsFirstBalancedModeAutoEnable", "MediaRouter", "PaintHolding", "ThirdPartyStoragePartitioning"),
    *("AvoidCorsURLLoaderRestartOnRedirect", "OptimizationHints", "NetworkTimeServiceQuerying", "AimEnabled"),
    "PreconnectToSearch",
]
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--js-flags=--no-opt --no-maglev",  # No page lives long enough for its scripts to be worth more than plain bytecode.
    f"--disable-features={','.join(UNSEEN + UNWANTED)}",
]
PATIENCE = 90_000  # Milliseconds. The machines are shared, and what never comes is told by any patience.
SIZES = {"phone": (360, 740), "desk": (1280, 900)}


def executable() -> str | None:
    """Where chromium is, if it is anywhere."""
    return shutil.which("chromium")


@contextmanager
def launched() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        expect.set_options(timeout=PATIENCE / 3)
        browser = playwright.chromium.launch(executable_path=executable(), args=FLAGS)
        yield browser
        browser.close()


def sit_down(
    browser: Browser,
    server: Server,
    *,
    at: str = "phone",
    scripts: bool = True,
    dark: bool = False,
    forced: bool = False,
    scale: float = 1,
) -> Person:
    """Open a window for a new person who has no cookies yet."""
    width, height = SIZES[at]
    seen: dict[str, Any] = {
        "viewport": {"width": width, "height": height},
        "color_scheme": "dark" if dark else "light",
        "forced_colors": "active" if forced else "none",
        "device_scale_factor": scale,
        "reduced_motion": "reduce",
        "locale": "vi-VN",
        "base_url": server.url,
    }
    context = browser.new_context(**seen, java_script_enabled=scripts, accept_downloads=True)
    context.set_default_timeout(PATIENCE)
    return Person(context, server, Watch(context, server.url), has_scripts=scripts)

"""
The way from HTML to PDF, the only module that knows WeasyPrint.

A document is rendered from one HTML text and one of our own style sheets. Whatever it names, only the files listed
here are ever read: no network, no other file, no data address; anything else stops the rendering, because a paper
without its font or mark must fail and not be handed out.
"""

import json
import logging
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from ctypes.util import find_library
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from pathlib import Path
from threading import Lock

from weasyprint import CSS, HTML, Attachment
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import FatalURLFetchingError, URLFetcher, URLFetcherResponse

from assessment.documents.tidy import tidied

STATIC = Path(__file__).resolve().parent.parent / "static"
ROOT = "https://paper.invalid/"
SERVED = (
    "css/paper.css",
    "fonts/paper/be-vietnam-pro-400.ttf",
    "fonts/paper/be-vietnam-pro-600.ttf",
    "fonts/paper/be-vietnam-pro-700.ttf",
    "img/paper-islands-corner.svg",
    "img/paper-islands-cover.svg",
    "img/paper-mark-white.svg",
    "img/paper-mark.svg",
    "img/paper-scale-foot.svg",
    "img/paper-scale-head.svg",
    "img/paper-scale-section.svg",
    "img/paper-scale-side.svg",
)
TYPES = {".css": "text/css", ".svg": "image/svg+xml", ".ttf": "font/ttf"}
LONGEST_HTML = 4_000_000
"""Letters of HTML above which a document is refused before any time is spent on it."""

LOG = logging.getLogger(__name__)
# Pango's font maps are not made for several threads at once, and one process gains nothing from two renderings.
_TURN = Lock()


class PaperError(Exception):
    """A document could not be made; nothing was."""


@dataclass(frozen=True, slots=True)
class Enclosure:
    """A JSON file that travels inside the PDF: its name, what it is, its text, and when it was made."""

    name: str
    description: str
    text: str
    made: datetime


class ClosedFetcher(URLFetcher):
    """Serves the named files of our own static folder and nothing else."""

    def fetch(self, url: str, headers: Mapping[str, str] | None = None) -> URLFetcherResponse:
        """Give one of the served files, or stop the whole rendering."""
        del headers
        name = url.removeprefix(ROOT)
        if not url.startswith(ROOT) or name not in SERVED:
            raise FatalURLFetchingError(f"a document asked for {url!r}, which is not one of its files")
        path = STATIC / name
        return URLFetcherResponse(url, path.read_bytes(), {"Content-Type": TYPES[path.suffix]})


def missing_parts() -> list[str]:
    """Name the system packages that rendering wants and this machine lacks."""
    return [] if find_library("harfbuzz-subset") else ["libharfbuzz-subset0"]


@cache
def warn_of_missing_parts() -> None:
    """Log, once in a process, what is missing and what that costs."""
    for package in missing_parts():
        LOG.warning("%s is missing: each PDF takes more than twice as long until it is installed", package)


@cache
def fonts() -> FontConfiguration:
    """Give the font configuration shared by all documents of this process."""
    return FontConfiguration()


@cache
def stylesheet(name: str) -> CSS:
    """Read one of our style sheets, once in a process."""
    text = (STATIC / "css" / name).read_text("utf-8")
    return CSS(string=text, base_url=f"{ROOT}css/{name}", url_fetcher=ClosedFetcher(), font_config=fonts())


def pdf(
    html: str,
    stylesheet_name: str,
    *,
    enclosures: tuple[Enclosure, ...] = (),
    variant: str = "pdf/a-3a",
    identifier: bytes | None = None,
) -> bytes:
    """
    Render a document as tagged PDF/A.

    Title, language, author and dates are taken from the HTML.

    Raises
    ------
    PaperError
        When the document is too long or asks for a file that is not one of ours.
    """
    if len(html) > LONGEST_HTML:
        raise PaperError("the document is too long to be printed")
    warn_of_missing_parts()
    with _TURN:
        try:
            with _nothing_left_out():
                written = _written(html, stylesheet_name, enclosures, variant, identifier)
            return tidied(written)
        except FatalURLFetchingError as error:
            raise PaperError(str(error)) from error


class _Complaints(logging.Handler):
    """Keeps what the renderer calls an error and goes on without."""

    def __init__(self) -> None:
        super().__init__(logging.ERROR)
        self.heard: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        """Keep one complaint."""
        self.heard.append(record.getMessage())


@contextmanager
def _nothing_left_out() -> Iterator[None]:
    """Turn the renderer's logged errors into a fault, since each of them leaves a hole in the paper."""
    complaints, log = _Complaints(), logging.getLogger("weasyprint")
    log.addHandler(complaints)
    try:
        yield
    finally:
        log.removeHandler(complaints)
    if complaints.heard:
        raise PaperError(complaints.heard[0])


def _written(
    html: str, stylesheet_name: str, enclosures: tuple[Enclosure, ...], variant: str, identifier: bytes | None
) -> bytes:
    document = HTML(string=html, base_url=ROOT, url_fetcher=ClosedFetcher(), media_type="print")
    # Attachments belong to write_pdf: given to render they would vanish without a word.
    written: bytes = document.write_pdf(
        stylesheets=[stylesheet(stylesheet_name)],
        font_config=fonts(),
        pdf_variant=variant,
        pdf_identifier=identifier,
        attachments=[_attached(enclosure) for enclosure in enclosures],
    )
    return written


def _attached(enclosure: Enclosure) -> Attachment:
    json.loads(enclosure.text)
    return Attachment(
        string=enclosure.text.encode(),
        name=enclosure.name,
        description=enclosure.description,
        created=enclosure.made,
        modified=enclosure.made,
        relationship="Data",
    )

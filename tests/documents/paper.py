"""Reading papers back with tools that know nothing of how they were made."""

import gettext
import re
import shutil
import subprocess
import unicodedata
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import jinja2
import pytest
from babel.messages import pofile

ROOT = Path(__file__).resolve().parent.parent.parent


def ask(tool: str, paper: bytes, *arguments: str, output: str | None = None) -> str:
    """Run one of the poppler tools over a paper."""
    if shutil.which(tool) is None:
        pytest.skip(f"{tool} is missing: install poppler-utils")
    command = [tool, *arguments, "-", *([output] if output else [])]
    done = subprocess.run(command, input=paper, capture_output=True, check=True, timeout=60)
    return done.stdout.decode()


def text_of(paper: bytes) -> str:
    """Give the words of a paper in reading order, spaces made plain and lines joined."""
    return plain(ask("pdftotext", paper, "-raw", output="-"))


def fullness_of(paper: bytes) -> list[float]:
    """Give how far down each page its text reaches, 0–1 between the margins of A4, its foot left out."""
    top, foot = 57, 780  # Points.
    pages = ask("pdftotext", paper, "-bbox", output="-").split("<page ")[1:]
    lowest = [max(low for low in map(float, re.findall(r'yMax="([\d.]+)"', page)) if low < foot) for page in pages]
    return [(low - top) / (foot - top) for low in lowest]


def plain(words: str) -> str:
    return " ".join(unicodedata.normalize("NFC", words).split())


def facts_of(paper: bytes) -> dict[str, str]:
    lines = ask("pdfinfo", paper).splitlines()
    return {name.strip(): value.strip() for name, _, value in (line.partition(":") for line in lines)}


def fonts_of(paper: bytes) -> list[tuple[str, bool, bool]]:
    """Give each font's name, whether it is embedded, and whether its letters can be read back."""
    lines = [line.split() for line in ask("pdffonts", paper).splitlines()[2:]]
    return [(line[0].partition("+")[2], line[-5] == "yes", line[-3] == "yes") for line in lines]


def archive_faults(paper: bytes) -> list[str]:
    """Hold a PDF/A-3b against the rules of the archive."""
    try:
        from pikepdf import pdfa
    except ImportError:
        pytest.skip("pikepdf[pdfa] is missing")
    return [str(finding) for finding in pdfa.validate_written(BytesIO(paper), "3b").findings]


class _English(gettext.NullTranslations):
    """The English of papers; a sentence without one is a fault."""

    def __init__(self) -> None:
        super().__init__()
        with (ROOT / "assessment/translations/en/documents.po").open("rb") as file:
            entries = [entry for entry in pofile.read_po(file) if entry.id]
        self._words = {(entry.id[0] if isinstance(entry.id, tuple) else entry.id): entry.string for entry in entries}

    def gettext(self, message: str) -> str:
        return self._words[message]

    def ngettext(self, one: str, many: str, n: int) -> str:
        return self._words[one][n != 1]


def template_in(language: str) -> Callable[..., str]:
    """Give the function that writes a template in a language, as strictly as can be."""
    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(ROOT / "templates"),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        extensions=["jinja2.ext.i18n"],
    )
    spoken = _English() if language == "en" else gettext.NullTranslations()
    environment.install_gettext_callables(spoken.gettext, spoken.ngettext, newstyle=True)
    return lambda name, **values: environment.get_template(name).render(**values)

"""The certificate: one frozen value, and its page in A4 landscape, always in both languages."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from math import ceil

import segno
from markupsafe import Markup

from assessment.documents import charts
from assessment.documents.charts.drawing import width_of
from assessment.documents.render import Enclosure, pdf

STYLESHEET = "paper-certificate.css"
MILLIMETRES_PER_POINT = 25.4 / 72
NAME_ROOM = 190.0
"""Millimetres across that the name of the enterprise may take."""
NAME_STEPS = ((23.0, 1), (17.0, 2), (13.0, 3), (10.0, 4))
"""Type sizes in points for the name, each with the lines that fit at this size."""
BOLD = 1.06
"""How much wider bold letters run than regular ones."""

RenderTemplate = Callable[..., str]


@dataclass(frozen=True, slots=True)
class Pair:
    """The same words in Vietnamese and in English."""

    vi: str
    en: str


@dataclass(frozen=True, slots=True)
class Rung:
    """A level of the questionnaire: its number, its name, and where it starts on the scale of 0 to 100."""

    number: int
    name: Pair
    start: float
    above: bool = False


@dataclass(frozen=True, slots=True)
class CertifiedPillar:
    """A pillar with its score of 0 to 100 and its level, or neither."""

    title: Pair
    score: float | None
    level: int | None


@dataclass(frozen=True, slots=True)
class Certificate:
    """
    All that a certificate says.

    `verify_url` stands in the QR code and carries the secret code; `verify_address` is printed for people to type.
    `identity` is the line below the name (tax code, place). `reason` explains level against score where the two seem
    to disagree. `signer` is who signed digitally, or nobody.
    """

    number: str
    verify_url: str
    verify_address: str
    enterprise: str
    identity: str
    level: int
    levels: tuple[Rung, ...]
    score: float
    pillars: tuple[CertifiedPillar, ...]
    questionnaire: Pair
    version: str
    issued: date
    valid_until: date
    issuer: Pair
    reason: Pair | None = None
    signer: str = ""
    demo: bool = False

    @property
    def rung(self) -> Rung:
        """The level that is certified."""
        return next(rung for rung in self.levels if rung.number == self.level)

    @property
    def place(self) -> int:
        """Which of the levels it is, counted from 0, for the ramp and the glyph."""
        return self.levels.index(self.rung)


def certificate_html(certificate: Certificate, render_template: RenderTemplate) -> str:
    """Write the certificate as HTML by the environment handed in."""
    step = charts.ramp_step(certificate.place, len(certificate.levels))
    return render_template(
        "documents/certificate.html",
        certificate=certificate,
        name_size=name_size(certificate.enterprise),
        step=step,
        glyph=charts.glyph(certificate.place, len(certificate.levels), height=62, colour=charts.on_level(step)),
        ruler=_ruler(certificate),
        qr=qr_code(certificate.verify_url),
        score=charts.decimal,
    )


def certificate_pdf(
    certificate: Certificate, render_template: RenderTemplate, *, enclosures: tuple[Enclosure, ...] = ()
) -> bytes:
    """Print the certificate: exactly one page, PDF/A-3 with tags, the sealed result enclosed where it is handed in."""
    return pdf(certificate_html(certificate, render_template), STYLESHEET, enclosures=enclosures)


def name_size(name: str) -> float:
    """
    Choose the greatest type size, in points, at which a name fits its lines; it wraps and is never cut.

    Example
    -------
    >>> name_size("Công ty TNHH Du thuyền Vịnh Xanh")
    23.0
    """
    fitting = (size for size, lines in NAME_STEPS if _lines(name, size) <= lines)
    return next(fitting, NAME_STEPS[-1][0])


def _lines(name: str, points: float) -> int:
    """Count the lines a name takes when set in bold; a word wider than the room is broken."""
    size = points * MILLIMETRES_PER_POINT * BOLD
    lines, used = 1, 0.0
    for word in name.split():
        width = width_of(word, size)
        gap = width_of(" ", size) if used else 0.0
        if used + gap + width <= NAME_ROOM:
            used += gap + width
        else:
            lines += ceil(width / NAME_ROOM) - (0 if used else 1)
            used = width % NAME_ROOM
    return lines


def qr_code(address: str) -> Markup:
    """Draw the address as a QR code that names itself; the white around it is the paper's."""
    drawn = segno.make(address, error="m", micro=False).svg_inline(
        border=0, omitsize=True, title="Mã QR để kiểm tra giấy chứng nhận · QR code to verify this certificate"
    )
    return Markup(drawn)


def _ruler(certificate: Certificate) -> Markup:
    bands = [charts.Band(str(rung.number), rung.start, rung.above) for rung in certificate.levels]
    return charts.ruler("score", bands, charts.Reading("Điểm · Score", certificate.score), own="")

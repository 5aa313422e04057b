"""Gathering a certificate from its row and the sealed result behind it: rows in, the value that is printed out."""

import hashlib
import secrets
from datetime import datetime
from urllib.parse import urlsplit
from uuid import UUID

from sqlalchemy import update
from sqlalchemy.orm import Session, joinedload

from assessment import catalogue
from assessment.catalogue import Opened
from assessment.config import Settings
from assessment.core.facts.enterprise import shown_tax_code
from assessment.core.facts.places import PLACES
from assessment.core.questionnaire import Questionnaire, Text
from assessment.core.reckoning.binding import binding
from assessment.database import hits
from assessment.documents.certificate import Certificate, CertifiedPillar, Pair, Rung
from assessment.models import Certificate as CertificateRow
from assessment.models import Paper, ResultRow
from assessment.models.papers import code_hash

CODE_BYTES = 16
"""128 random bits: 22 letters in the address of the QR code."""


def new_code() -> str:
    """Give a secret for one paper; only its hash is kept."""
    return secrets.token_urlsafe(CODE_BYTES)


def unprinted(session: Session, certificate_id: UUID) -> CertificateRow | None:
    """Give a certificate that has no paper yet, with what it says."""
    loading = (
        joinedload(CertificateRow.result).undefer(ResultRow.sealed),
        joinedload(CertificateRow.assessment),
    )
    row = session.get_one(CertificateRow, certificate_id, options=loading)
    return row if row.paper_id is None else None


def gather(session: Session, row: CertificateRow, code: str, settings: Settings, *, demo: bool) -> Certificate:
    """Gather all that one certificate says."""
    found = catalogue.open_result(session, row.result)
    figures, questionnaire, enterprise = found.outcome, found.questionnaire, row.assessment.enterprise
    if figures.level is None or figures.overall is None:
        raise ValueError(f"The result {row.result_id} has no level, so nothing can be certified.")
    return Certificate(
        number=row.number,
        verify_url=f"{settings.public_url}/verify/{row.number}/{code}",
        verify_address=_printed(settings.public_url),
        enterprise=row.enterprise_name,
        identity=_identity(enterprise.tax_code, row.result.place),
        level=figures.level,
        levels=_rungs(questionnaire),
        score=figures.overall,
        pillars=_pillars(found),
        questionnaire=_pair(questionnaire.title),
        version=questionnaire.version,
        issued=row.issued_on,
        valid_until=row.valid_until,
        issuer=Pair(dict(settings.association)["vi"], dict(settings.association)["en"]),
        reason=_reason(found),
        demo=demo or enterprise.demo,
    )


def keep(session: Session, row: CertificateRow, content: bytes, code: str, *, now: datetime) -> Paper | None:
    """Keep the paper with the hash of its code; None when somebody else was faster, for a certificate has one paper."""
    paper = Paper(
        name=f"{row.number}.pdf",
        media_type="application/pdf",
        sha256=hashlib.sha256(content).hexdigest(),
        content=content,
        created_at=now,
    )
    session.add(paper)
    session.flush()
    bare = update(CertificateRow).where(CertificateRow.id == row.id, CertificateRow.paper_id.is_(None))
    if hits(session, bare.values(paper_id=paper.id, code_hash=code_hash(code))):
        return paper
    session.delete(paper)
    return None


def _identity(tax_code: str, place: str) -> str:
    """Give the line below the name: who this is among all of that name."""
    return f"Mã số thuế {shown_tax_code(tax_code)} · {PLACES[place].full_name('vi')}, tỉnh Quảng Ninh"


def _printed(url: str) -> str:
    """Give the address of the page that verifies, short enough to be typed."""
    parts = urlsplit(url)
    return f"{parts.netloc}{parts.path}/verify"


def _pair(text: Text) -> Pair:
    return Pair(text.of("vi"), text.of("en"))


def _rungs(questionnaire: Questionnaire) -> tuple[Rung, ...]:
    return tuple(
        Rung(level.id, _pair(level.name), level.threshold.value, not level.threshold.inclusive)
        for level in questionnaire.levels
    )


def _pillars(found: Opened) -> tuple[CertifiedPillar, ...]:
    return tuple(
        CertifiedPillar(_pair(found.questionnaire.pillar(node.id).title), node.score, node.level)
        for node in found.outcome.pillars
        if node.visible
    )


def _reason(found: Opened) -> Pair | None:
    """Explain a level below the one the score alone would give."""
    bound = binding(found.questionnaire, found.outcome)
    following = bound.following
    if following is None or following.breadth is None or bound.breadth_holds or not bound.score_holds:
        return None
    return too_narrow(following.id, bound.pillars_wanted, following.breadth.at, bound.pillars_standing)


def too_narrow(level: int, wanted: int, at: int, has: int) -> Pair:
    """Say why the score alone is not enough; both languages stand on one line of the certificate."""
    return Pair(
        f"Điểm đủ cho mức {level}; mức {level} còn cần ít nhất {wanted} trụ cột đạt mức {at}, hiện có {has}.",
        f"Level {level} also asks for {wanted} pillars at level {at}; there are {has}.",
    )

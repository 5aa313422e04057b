"""`result verify`, `audit verify` and `access`: what stands on record, recomputed, and who may do what."""

import hashlib
import json
from typing import Any
from uuid import UUID

import click
from sqlalchemy import select
from sqlalchemy.orm import Session, undefer

from assessment import catalogue
from assessment.cli.plain import Group, command, this_app
from assessment.core.reckoning.seal import PLACES, first_difference
from assessment.models import AuditEvent, PublishedQuestionnaire, ResultRow
from assessment.models.trail import first_break
from assessment.policy import ROLES
from assessment.web.access import rule_of

audit = Group("audit", help="The audit log.")
result = Group("result", help="Sealed results.")


@audit.command("verify")
def verify_audit() -> None:
    """Check the chain of the audit log; exit 1 and name the first event that does not fit."""
    # One transaction sees the chain as it stood in one moment; a plain one keeps nobody from writing.
    with Session(this_app().extensions["engine"]) as session:
        broken = first_break(session)
    if broken is not None:
        raise click.ClickException(f"The chain breaks at event {broken}.")
    click.echo("The chain is whole.")


@result.command("verify")
@click.argument("result_id", metavar="ID", type=click.UUID)
def verify_result(result_id: UUID) -> None:
    """Recompute a sealed result (by its own id or its assessment's); exit 1 and name the first difference."""
    with this_app().extensions["reading"]() as session:
        either = (ResultRow.id == result_id) | (ResultRow.assessment_id == result_id)
        query = select(ResultRow).where(either).options(undefer(ResultRow.sealed)).order_by(ResultRow.created_at)
        rows = list(session.scalars(query))
        if not rows:
            raise click.ClickException(f"There is no result {result_id}.")
        for row in rows:
            difference = _difference(session, row)
            if difference is not None:
                raise click.ClickException(f"{row.kind} result {row.id}: {difference}.")
            click.echo(f"{row.kind} result {row.id}: every figure agrees, SHA-256 {row.sha256}.")


def _difference(session: Session, row: ResultRow) -> str | None:
    """Name the first thing that does not agree: hash, questionnaire, figures, or the columns beside the seal."""
    published = session.get_one(PublishedQuestionnaire, row.assessment.questionnaire_id)
    if hashlib.sha256(published.content).hexdigest() != published.sha256:
        return f"the questionnaire {published.slug} {published.version} is not the one that was published"
    questionnaire = catalogue.published(session, published.id)
    try:
        return (
            first_difference(questionnaire, row.sealed, row.sha256)
            or _beside(row, published.sha256)
            or _on_record(session, row)
        )
    except (LookupError, TypeError, ValueError) as error:
        return f"the sealed text cannot be read ({type(error).__name__}: {error})"


def _beside(row: ResultRow, questionnaire_hash: str) -> str | None:
    """Compare the columns that lists and statistics read with the sealed text."""
    sealed = json.loads(row.sealed)
    outcome, facts = sealed["outcome"], sealed["profile"]
    pairs = {
        "questionnaire": (sealed["questionnaire"]["sha256"], questionnaire_hash),
        "engine": (sealed["engine"], row.engine),
        "overall": (outcome["overall"], _fixed(row.overall)),
        "level": (outcome["level"], row.level),
        "coverage": (outcome["coverage"] or 0.0, _fixed(row.coverage)),
        "sector": (facts.get("sector", row.sector), row.sector),
        "size": (facts.get("size", row.size), row.size),
        **{f"pillars.{name}": _pillar(node, row.pillars.get(name)) for name, node in outcome["pillars"].items()},
        **{f"criteria.{name}": (score, _fixed(row.criteria.get(name))) for name, score in outcome["criteria"].items()},
    }
    return next((f"{name}: sealed {is_}, beside it {not_}" for name, (is_, not_) in pairs.items() if is_ != not_), None)


def _on_record(session: Session, row: ResultRow) -> str | None:
    """Compare with the hash the audit log took down at the time; entries of demo data say none."""
    if row.kind == "verified" and row.assessment.state != "approved":
        return f"kind: the assessment is {row.assessment.state}, not approved"
    action = "assessment.approved" if row.kind == "verified" else "assessment.submitted"
    entry = (AuditEvent.action == action, AuditEvent.subject == f"assessment:{row.assessment_id}")
    noted = list(session.scalars(select(AuditEvent.detail).where(*entry).order_by(AuditEvent.id)))
    if noted and row.round > len(noted):
        return f"round: the audit log holds {len(noted)}, not {row.round}"
    held = noted[row.round - 1].get("result", row.sha256) if noted else row.sha256
    return None if held == row.sha256 else f"SHA-256: sealed {row.sha256}, in the audit log {held}"


def _pillar(node: dict[str, Any], beside: list[float | None] | None) -> tuple[Any, Any]:
    score, level = beside or [None, None]
    return (node["score"], node["level"]), (_fixed(score), level)


def _fixed(figure: float | None) -> float | None:
    return None if figure is None else round(figure, PLACES) + 0.0


@command("access")
def access() -> None:
    """Print what each role may do at each endpoint, as JSON."""
    app = this_app()
    table = {}
    for endpoint in sorted(app.view_functions):
        rule = rule_of(app, endpoint)
        table[endpoint] = {role: "deny" if rule is None else rule.of(role).value for role in ROLES}
    click.echo(json.dumps(table, indent=1))


COMMANDS = (audit, result, access)

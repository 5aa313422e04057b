"""Gathering the owner's report from a sealed result: rows and figures in, the value that is printed out."""

import math
from collections.abc import Mapping
from datetime import date
from uuid import UUID

from sqlalchemy.orm import Session, joinedload

from assessment import catalogue
from assessment.catalogue import Opened
from assessment.config import TIME_ZONE, Settings
from assessment.core.advice import steps
from assessment.core.questionnaire import Indicator, Pillar
from assessment.core.reckoning.binding import Binding, binding
from assessment.core.reckoning.outcome import NodeOutcome
from assessment.documents import charts
from assessment.documents.levelled import LevelName
from assessment.documents.owner import (
    Condition,
    OwnerReport,
    ReportedPillar,
    Step,
    TracedAnswer,
    TracedIndicator,
)
from assessment.documents.owner_beside import place_among, planned_steps
from assessment.documents.reasons import level_reason
from assessment.documents.wording import answer_words, holding
from assessment.models import Assessment, ResultRow
from assessment.models.peers import published_peers

WORDS = {
    "vi": {
        "verified": "Hiệp hội đã thẩm định",
        "self": "Tự khai, chưa thẩm định",
        "level": "{score} điểm: {reason}.",
        "none": "Chưa đủ câu trả lời được nên chưa có điểm.",
        "points": "Điểm chung cho mức {level}",
        "pillars": "{wanted} trụ cột đạt mức {at} (đang có {has})",
    },
    "en": {
        "verified": "Reviewed by the Association",
        "self": "Self-declared, not reviewed",
        "level": "{score} points: {reason}.",
        "none": "Too few questions could be answered for a score.",
        "points": "Overall score for level {level}",
        "pillars": "{wanted} pillars at level {at} (now {has})",
    },
}


def gather(session: Session, result_id: UUID, language: str, settings: Settings, *, demo: bool) -> OwnerReport:
    """Gather all that the report of one sealed result says, in one language."""
    row = session.get_one(ResultRow, result_id, options=[joinedload(ResultRow.assessment)])
    assessment, found = row.assessment, catalogue.open_result(session, row)
    figures, questionnaire = found.outcome, found.questionnaire
    bound, last = binding(questionnaire, figures), catalogue.last_time(session, assessment)
    level = None if figures.level is None else questionnaire.level(figures.level)
    place, middles = place_among(published_peers(session, assessment, row), figures.overall, language)
    return OwnerReport(
        language=language,
        issuer=dict(settings.association)[language],
        enterprise=assessment.enterprise.name,
        wave=assessment.wave.title.get(language, ""),
        submitted=_submitted(assessment),
        basis=WORDS[language][row.kind],
        questionnaire=questionnaire.title.of(language),
        version=questionnaire.version,
        levels=level_names(found, language),
        level=figures.level,
        meaning=level.text.of(language) if level and level.text else "",
        score=figures.overall,
        lowest=figures.lowest,
        highest=figures.highest,
        coverage=figures.coverage or 0.0,
        holding=holding(bound, figures.overall, language),
        conditions=tuple(_conditions(bound, language)),
        pillars=tuple(_pillars(found, last, middles, language)),
        steps=tuple(_steps(found, language)),
        last=last.overall if last else None,
        peers=place.spread.quartiles.middle if place and place.spread.quartiles else None,
        peers_name=place.group if place else "",
        place=place,
        roadmap=planned_steps(session, found, language),
        digest=row.sha256,
        demo=demo,
    )


def _submitted(assessment: Assessment) -> date:
    moment = assessment.submitted_at or assessment.created_at
    return moment.astimezone(TIME_ZONE).date()


def level_names(found: Opened, language: str) -> tuple[LevelName, ...]:
    """Name the levels of a questionnaire the way paper shows them."""
    return tuple(
        LevelName(level.id, level.name.of(language), level.threshold.value, above=not level.threshold.inclusive)
        for level in found.questionnaire.levels
    )


def _conditions(bound: Binding, language: str) -> list[Condition]:
    following, say = bound.following, WORDS[language]
    if following is None:
        return []
    found = [Condition(say["points"].format(level=following.id), bound.score_holds)]
    if following.breadth is not None:
        text = say["pillars"].format(wanted=bound.pillars_wanted, at=following.breadth.at, has=bound.pillars_standing)
        found.append(Condition(text, bound.breadth_holds))
    return found


def _pillars(
    found: Opened, last: ResultRow | None, middles: Mapping[str, float], language: str
) -> list[ReportedPillar]:
    pairs = zip(found.questionnaire.pillars, found.outcome.pillars, strict=True)
    visible = [(pillar, node) for pillar, node in pairs if node.visible]
    whole = sum(pillar.weight for pillar, node in visible if node.score is not None) or 1.0
    return [
        ReportedPillar(
            title=pillar.title.of(language),
            score=node.score,
            level=node.level,
            share=100 * pillar.weight / whole if node.score is not None else 0.0,
            sentence=_why(found, node, language),
            last=(last.pillars.get(pillar.id) or [None])[0] if last else None,
            peers=middles.get(pillar.id),
            indicators=tuple(_indicators(found, pillar, 100 * pillar.weight / whole, language)),
        )
        for pillar, node in visible
    ]


def _why(found: Opened, node: NodeOutcome, language: str) -> str:
    """Say why a pillar stands at its level and not at the next."""
    if node.score is None or node.level is None:
        return WORDS[language]["none"]
    levels = found.questionnaire.pillar_levels or found.questionnaire.levels
    reason = level_reason(levels, node.level, language)
    return WORDS[language]["level"].format(score=charts.decimal(node.score, language), reason=reason)


def _indicators(found: Opened, pillar: Pillar, share: float, language: str) -> list[TracedIndicator]:
    shown = [(indicator, found.outcome.indicator(indicator.id)) for indicator in pillar.indicators]
    scored = sum(indicator.weight for indicator, node in shown if node.score is not None) or 1.0
    return [
        TracedIndicator(
            indicator.title.of(language),
            node.score,
            tuple(_answers(found, indicator, share * indicator.weight / scored, language)),
        )
        for indicator, node in shown
        if node.visible
    ]


def _answers(found: Opened, indicator: Indicator, share: float, language: str) -> list[TracedAnswer]:
    """Trace each visible answer; `points` are what it brings to the overall score where every mean is arithmetic."""
    figures = {criterion.id: found.outcome.criterion(criterion.id) for criterion in indicator.criteria}
    scored = sum(criterion.weight for criterion in indicator.criteria if figures[criterion.id].score is not None) or 1.0
    plain = found.questionnaire.aggregate == indicator.aggregate == "arithmetic"
    return [
        TracedAnswer(
            question=criterion.text.of(language),
            answer=answer_words(criterion, found.answers.of(criterion.id), language),
            score=None if score is None else 100 * score,
            points=score * share * criterion.weight / scored if score is not None and plain else None,
        )
        for criterion in indicator.criteria
        if figures[criterion.id].standing != "hidden"
        for score in [figures[criterion.id].score]
    ]


def _steps(found: Opened, language: str) -> list[Step]:
    questionnaire = found.questionnaire
    return [
        Step(
            text=step.advice.text.of(language),
            question=questionnaire.criterion(step.criterion).text.of(language),
            pillar=questionnaire.pillar(step.pillar).title.of(language),
            gain=None if math.isnan(step.gain) else step.gain,
            effort=step.effort,
            level=step.level,
        )
        for step in steps(questionnaire, found.profile, found.answers)
    ]

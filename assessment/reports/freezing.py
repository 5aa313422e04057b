"""Freezing the figures of a wave, so that nothing can be learned by subtracting one publication from another."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal
from uuid import UUID, uuid4

import numpy as np
from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session, undefer

from assessment.core.publishing.heatmap import pillar_plan
from assessment.core.publishing.publication import Cut, Plan, plan, told
from assessment.core.questionnaire import Questionnaire
from assessment.core.weighing.arrays import BoolArray
from assessment.models import Snapshot
from assessment.models.sample_reading import cut_of
from assessment.models.sampling import FACTS, Sample, sample
from assessment.models.statistics import frozen
from assessment.models.trail import record
from assessment.reports.choices import Choice
from assessment.reports.service import CROSSINGS, MINIMUM, whole

Refusal = Literal["few", "same", "close", "today"]
"""Why figures are not frozen: too few results, the same as published, too close to it, or frozen today already."""

Members = Mapping[str, Sequence[str]]
"""Of each enterprise that counts: its result, then its groups in the order of `FACTS`."""


@dataclass(frozen=True, slots=True, eq=False)
class _Told:
    """A publication over all enterprises that are in one or the other of two: who is in which group told."""

    results: tuple[str | None, ...]
    groups: BoolArray


def members_of(everybody: Sample) -> dict[str, list[str]]:
    """Say who is counted, with which result and in which groups; who has no score is in no figure."""
    found = everybody.rows(~np.isnan(everybody.results.overall))
    names = [[cut.groups[code] for code in cut.codes.tolist()] for cut in found.cuts]
    return {
        enterprise: [result, *groups]
        for enterprise, result, *groups in zip(found.enterprises, found.ids, *names, strict=True)
    }


def refusal(session: Session, choice: Choice, taken_on: date) -> Refusal | None:
    """Tell why the figures of this moment may not be frozen, or None when they may."""
    against = _against(session, choice, members_of(_sample(session, choice)))
    return "today" if against is None and _standing(session, choice, taken_on) else against


def freeze(
    session: Session, choice: Choice, *, taken_by: UUID | None, taken_on: date, now: datetime
) -> Snapshot | Refusal:
    """Freeze the figures of this moment as published ones, unless something speaks against it; on one day only once."""
    standing = _standing(session, choice, taken_on)
    if standing is not None:
        return standing
    found = _sample(session, choice)
    members = members_of(found)
    against = _against(session, choice, members)
    if against is not None:
        return against
    figures, sha256 = frozen(whole(choice, found))
    of_wave = {"wave_id": choice.wave.id, "questionnaire_id": choice.questionnaire_id}
    of_day = {"taken_at": now, "taken_on": taken_on, "taken_by": taken_by}
    taken = Snapshot(id=uuid4(), **of_wave, **of_day, figures=figures, members=members, sha256=sha256)
    session.add(taken)
    record(session, "snapshot", f"snapshot:{taken.id}", actor=taken_by, now=now, detail={"sha256": sha256})
    return taken


def _standing(session: Session, choice: Choice, taken_on: date) -> Snapshot | None:
    """Give the snapshot of a day, so that a job that runs twice freezes once."""
    return session.scalar(select(Snapshot).where(_of(choice), Snapshot.taken_on == taken_on))


def _sample(session: Session, choice: Choice) -> Sample:
    return sample(session, choice.wave.id, choice.questionnaire_id, choice.questionnaire)


def _against(session: Session, choice: Choice, now: Members) -> Refusal | None:
    """Hold who would be counted now against everything that was ever published of the same wave."""
    if len(now) < MINIMUM:
        return "few"
    earlier = select(Snapshot).options(undefer(Snapshot.members)).where(_of(choice)).order_by(Snapshot.taken_at.desc())
    for taken in session.scalars(earlier):
        if taken.members == now:
            return "same"
        if too_close(now, taken.members, choice.questionnaire, MINIMUM):
            return "close"
    return None


def _of(choice: Choice) -> ColumnElement[bool]:
    return (Snapshot.wave_id == choice.wave.id) & (Snapshot.questionnaire_id == choice.questionnaire_id)


def too_close(now: Members, before: Members, questionnaire: Questionnaire, minimum: int) -> bool:
    """Tell whether some group told now differs from some group told before by a few enterprises.

    An enterprise differs when it is in one group and not in the other, or in both with another result: a reviewer may
    have verified it since. Whoever knows both means then knows what those few have changed. Of a pillar that not all
    are asked about, the groups are those of the asked.
    """
    everybody = sorted({*now, *before})
    new, old = _told(now, everybody, questionnaire), _told(before, everybody, questionnaire)
    changed = np.array([one != other for one, other in zip(new.results, old.results, strict=True)], dtype=bool)
    first, second = new.groups.astype(np.float32), old.groups.astype(np.float32)
    both, moved = first @ second.T, (first * changed) @ second.T
    differing = first.sum(axis=1)[:, None] + second.sum(axis=1) - 2 * both + moved
    return bool(((differing > 0) & (differing < minimum)).any())


def _told(members: Members, everybody: Sequence[str], questionnaire: Questionnaire) -> _Told:
    """Work out again which groups a publication told, by the same rule that made it."""
    inside = np.array([name in members for name in everybody], dtype=bool)
    rows = [members[name] for name in everybody if name in members]
    cuts = [cut_of(fact, [row[place] for row in rows], questionnaire) for place, fact in enumerate(FACTS, 1)]
    places = {cut.id: place for place, cut in enumerate(cuts)}
    crossed = [(places[one], places[other]) for one, other in CROSSINGS]
    settled = plan(cuts, crossed, MINIMUM, audited=True)
    groups = np.vstack([told(cuts, crossed, settled), *_told_of_pillars(cuts, len(questionnaire.pillars), settled)])
    spread = np.zeros((len(groups), len(everybody)), dtype=bool)
    spread[:, inside] = groups
    return _Told(tuple(members[name][0] if name in members else None for name in everybody), spread)


def _told_of_pillars(cuts: Sequence[Cut], pillars: int, settled: Plan) -> Iterator[BoolArray]:
    """Give who belongs to each group told of pillars that not all are asked about, taking each asked for scored."""
    for asked in zip(*(cut.asked(pillars).T for cut in cuts), strict=True):
        scored = np.logical_and.reduce([of[cut.codes] for cut, of in zip(cuts, asked, strict=True)])
        if scored.all() or scored.sum() < MINIMUM:
            continue
        hide = pillar_plan(cuts, asked, scored, settled.groups, MINIMUM, audited=True)
        away = Plan(tuple(away | ~of for away, of in zip(hide, asked, strict=True)), ())
        yield told(cuts, (), away) & scored

"""Reading the results that count in a wave, compactly, into arrays."""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import numpy as np
from sqlalchemy import Row, Select, Text, cast, select, tuple_
from sqlalchemy.orm import Session, aliased

from assessment.core import workflow
from assessment.core.facts.register import PLACES, SECTORS, SIZES
from assessment.core.parts.terms import AllOf, AnyOf, Condition, ProfileIn
from assessment.core.publishing.publication import Cut
from assessment.core.publishing.summary import Frame, Results
from assessment.core.questionnaire import Questionnaire
from assessment.core.weighing.arrays import BoolArray, FloatArray, IndexArray
from assessment.models.assessments import Assessment, ResultRow

FACTS: dict[str, tuple[str, ...]] = {"sector": tuple(SECTORS), "size": tuple(SIZES), "place": tuple(PLACES)}
"""The fixed ways to part enterprises, with their groups in the order in which they are shown."""
AT_ONCE = 500
"""How many long texts are asked for, and taken apart in memory, together."""


@dataclass(frozen=True, slots=True, eq=False, weakref_slot=True)
class Sample:
    """The results of a wave and questionnaire that count, one row for each enterprise.

    ``enterprises`` and ``ids`` [n] name who and which result, ``verified`` [n] says whose figures a reviewer has seen,
    ``cuts`` part the same rows by sector, size and place as the facts were when the result was sealed.
    """

    enterprises: tuple[str, ...]
    ids: tuple[str, ...]
    verified: BoolArray
    results: Results
    cuts: tuple[Cut, ...]

    def rows(self, chosen: BoolArray) -> "Sample":
        """Keep the chosen rows."""
        places = np.flatnonzero(chosen).tolist()
        return Sample(
            tuple(self.enterprises[place] for place in places),
            tuple(self.ids[place] for place in places),
            self.verified[chosen],
            self.results.rows(chosen),
            tuple(cut.rows(chosen) for cut in self.cuts),
        )


def counting(wave_id: UUID, questionnaire_id: int, *columns: Any) -> Select[Any]:
    """Select columns of the results that count: of each assessment the last by kind and round."""
    later = aliased(ResultRow)
    newer = select(1).where(
        later.assessment_id == ResultRow.assessment_id,
        tuple_(later.kind, later.round) > tuple_(ResultRow.kind, ResultRow.round),
    )
    return (
        select(*columns)
        .join(ResultRow.assessment)
        .where(
            Assessment.wave_id == wave_id,
            Assessment.questionnaire_id == questionnaire_id,
            Assessment.state.in_(workflow.COUNTED),
            ~newer.exists(),
        )
    )


def read_sample(
    session: Session, wave_id: UUID, questionnaire_id: int, questionnaire: Questionnaire, known: Sample | None
) -> Sample:
    """Read all results that count; of `known`, an earlier sample, the long texts are not read again."""
    frame = Frame.of(questionnaire)
    columns = (
        cast(Assessment.enterprise_id, Text),
        cast(ResultRow.id, Text),
        ResultRow.kind,
        ResultRow.overall,
        ResultRow.level,
        cast(ResultRow.pillars, Text),
        ResultRow.sector,
        ResultRow.size,
        ResultRow.place,
    )
    rows = session.execute(counting(wave_id, questionnaire_id, *columns)).all()
    enterprises, results, kinds, overall, level, pillars, *facts = zip(*rows, strict=True) if rows else [()] * 9
    ids = _plain(results)
    return Sample(
        enterprises=_plain(enterprises),
        ids=ids,
        verified=np.array([kind == "verified" for kind in kinds], dtype=bool),
        results=Results(
            _column(overall),
            _column(level),
            _pillars(pillars, frame.pillars),
            _criteria(session, ids, frame.criteria, known),
        ),
        cuts=tuple(cut_of(fact, column, questionnaire) for fact, column in zip(FACTS, facts, strict=True)),
    )


def _plain(ids: Iterable[str]) -> tuple[str, ...]:
    """Write ids the same from both databases: 32 letters without dashes."""
    return tuple(each.replace("-", "") for each in ids)


def _column(figures: Sequence[float | None]) -> FloatArray:
    return np.array(figures, dtype=np.float64)


def _pillars(texts: Sequence[str], names: Sequence[str]) -> FloatArray:
    """Read the scores of the pillars [n, pillars]; each stands with its level beside it."""
    nothing = (None, None)
    rows = [[each.get(name, nothing)[0] for name in names] for part in _parts(texts) for each in _loaded(part)]
    return np.array(rows, dtype=np.float64).reshape(len(rows), len(names))


def _loaded(texts: Iterable[str]) -> list[dict[str, Any]]:
    """Parse many small objects in one go, so that the parser makes each name once."""
    found: list[dict[str, Any]] = json.loads(f"[{','.join(texts)}]")
    return found


def _criteria(session: Session, ids: Sequence[str], names: Sequence[str], known: Sample | None) -> FloatArray:
    """Give the scores of the criteria [n, criteria]: those at hand, and from the database only the others.

    They are by far the longest texts of a result, so that only a part is held in memory at a time.
    """
    table = np.full((len(ids), len(names)), np.nan)
    places = {name: place for place, name in enumerate(ids)}
    if known is not None:
        both = [(places.pop(name), at) for at, name in enumerate(known.ids) if name in places]
        to, at = [one for one, _ in both], [other for _, other in both]
        table[to] = known.results.criteria[at]
    for part in _texts(session, list(places)):
        rows = _loaded(text for _, text in part)
        _fill(table, [places[name] for name in _plain(each for each, _ in part)], rows, names)
    return table


def _fill(table: FloatArray, places: Sequence[int], rows: Sequence[Mapping[str, float]], names: Sequence[str]) -> None:
    """Write rows into their places, those that were asked the same at once."""
    columns = {name: column for column, name in enumerate(names)}
    alike: dict[tuple[str, ...], list[int]] = {}
    for at, row in enumerate(rows):
        alike.setdefault(tuple(row), []).append(at)
    for asked, members in alike.items():
        figures = np.array([list(rows[at].values()) for at in members], dtype=np.float64)
        table[np.ix_([places[at] for at in members], [columns[name] for name in asked])] = figures


def _texts(session: Session, wanted: list[str]) -> Iterator[Sequence[Row[str, str]]]:
    """Read the criteria of the wanted results, part by part."""
    for part in _parts(wanted):
        ids = [UUID(hex=name) for name in part]
        yield session.execute(
            select(cast(ResultRow.id, Text), cast(ResultRow.criteria, Text)).where(ResultRow.id.in_(ids))
        ).all()


def _parts(whole: Sequence[str]) -> Iterator[Sequence[str]]:
    return (whole[start : start + AT_ONCE] for start in range(0, len(whole), AT_ONCE))


def cut_of(fact: str, column: Sequence[str], questionnaire: Questionnaire) -> Cut:
    """Part the rows by a fact; what the register does not know stands behind what it does."""
    groups = (*FACTS[fact], *sorted(set(column) - set(FACTS[fact])))
    places = {name: place for place, name in enumerate(groups)}
    codes: IndexArray = np.array([places[each] for each in column], dtype=np.intp)
    asked = [[concerns(pillar.when, fact, group) for pillar in questionnaire.pillars] for group in groups]
    return Cut(fact, groups, codes, applies=np.array(asked, dtype=bool))


def concerns(when: Condition | None, fact: str, value: str) -> bool:
    """Tell whether a condition could hold for some enterprise whose fact has this value."""
    match when:
        case ProfileIn(asked, values):
            return asked != fact or value in values
        case AllOf(parts):
            return all(concerns(part, fact, value) for part in parts)
        case AnyOf(parts):
            return any(concerns(part, fact, value) for part in parts)
        case _:
            return True

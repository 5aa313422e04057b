"""The answers behind the results that count in a wave, read from their seals: what jobs compute over."""

import json
from collections.abc import Callable, Hashable, Iterator
from dataclasses import dataclass
from typing import Any, TypeVar
from uuid import UUID

from sqlalchemy import Text, cast
from sqlalchemy.orm import Session

from assessment.core.questionnaire import Questionnaire
from assessment.core.reckoning.seal import opened
from assessment.core.values.states import Answers, Profile
from assessment.models.assessments import Assessment, ResultRow
from assessment.models.sample_reading import counting

Kind = TypeVar("Kind", bound=Hashable)

AT_ONCE = 500
"""How many sealed texts are held in memory together."""


@dataclass(frozen=True, slots=True)
class Sealed:
    """One enterprise's answers as they were sealed, with its size class then and what it was asked."""

    enterprise: str
    result: str
    size: str
    profile: Profile
    answers: Answers
    visible: frozenset[str]


def sealed_answers(
    session: Session, wave_id: UUID, questionnaire_id: int, questionnaire: Questionnaire
) -> Iterator[Sealed]:
    """Read the answers of every result that counts, one after another."""
    one = _first_of_equals()
    columns = (cast(Assessment.enterprise_id, Text), cast(ResultRow.id, Text), ResultRow.size, ResultRow.sealed)
    rows = session.execute(counting(wave_id, questionnaire_id, *columns).execution_options(yield_per=AT_ONCE))
    for enterprise, result, size, text in rows:
        sealed = json.loads(text)
        yield Sealed(
            enterprise=enterprise.replace("-", ""),
            result=result.replace("-", ""),
            size=size,
            profile=Profile(sealed["profile"]),
            answers=Answers(
                {one(name): one(state) for name, state in opened(questionnaire, sealed["answers"]).items()}
            ),
            visible=one(frozenset(sealed["outcome"]["criteria"])),
        )


def _first_of_equals() -> Callable[[Kind], Kind]:
    """Give of equal values the one met first: thousands of enterprises say much the same, and it is held once."""
    met: dict[Hashable, Any] = {}
    return lambda value: met.setdefault(value, value)

"""How answers are written: typed in forms, held in the cells of files, stored as JSON.

A wrong answer is a `Problem`, never an exception. The values themselves stand in `states`; every name can be imported
from here.
"""

from assessment.core.questionnaire import Criterion
from assessment.core.states import (
    Answered,
    Answers,
    Chosen,
    DontKnow,
    Figure,
    NotApplicable,
    Part,
    Problem,
    Profile,
    Raw,
    State,
    Ticked,
    Value,
)

__all__ = [
    "Answered",
    "Answers",
    "Chosen",
    "DontKnow",
    "Figure",
    "NotApplicable",
    "Part",
    "Problem",
    "Profile",
    "Raw",
    "State",
    "Ticked",
    "Value",
    "from_cell",
    "from_json",
    "read",
    "to_cell",
    "to_json",
]


def read(criterion: Criterion, raw: Raw, language: str) -> State | Problem | None:
    """Read what a person typed in a form; None when nothing was."""
    raise NotImplementedError


def from_cell(criterion: Criterion, text: str) -> State | Problem | None:
    """Read the cell of a file; None when it is empty."""
    raise NotImplementedError


def to_cell(criterion: Criterion, state: State | None) -> str:
    """Write a state as the cell of a file, the way `from_cell` reads it."""
    raise NotImplementedError


def to_json(state: State) -> dict[str, object]:
    """Write a state as plain JSON, for the tables of answers and sealed results."""
    raise NotImplementedError


def from_json(criterion: Criterion, value: object) -> State:
    """Read a stored state; raises `UnreadableAnswer` when it does not fit the criterion."""
    raise NotImplementedError

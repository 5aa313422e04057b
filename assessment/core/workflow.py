"""The states of an assessment and the table of steps between them; nothing else decides what may follow what."""

from types import MappingProxyType
from typing import Literal

from assessment.core.errors import ForbiddenTransition

StateName = Literal["draft", "submitted", "in_review", "changes_requested", "approved", "declined", "withdrawn"]
Action = Literal["submit", "take", "release", "hand_over", "request_changes", "approve", "decline", "withdraw"]

TABLE = MappingProxyType(
    {
        ("draft", "submit"): "submitted",
        ("changes_requested", "submit"): "submitted",
        ("submitted", "take"): "in_review",
        ("in_review", "release"): "submitted",
        ("in_review", "hand_over"): "in_review",
        ("in_review", "request_changes"): "changes_requested",
        ("in_review", "approve"): "approved",
        ("in_review", "decline"): "declined",
        ("draft", "withdraw"): "withdrawn",
        ("submitted", "withdraw"): "withdrawn",
        ("in_review", "withdraw"): "withdrawn",
        ("changes_requested", "withdraw"): "withdrawn",
    }
)
"""(state, action) → the state that follows; what is not here is forbidden."""

STATES: tuple[StateName, ...] = (
    "draft",
    "submitted",
    "in_review",
    "changes_requested",
    "approved",
    "declined",
    "withdrawn",
)
ACTIONS: tuple[Action, ...] = (
    "submit",
    "take",
    "release",
    "hand_over",
    "request_changes",
    "approve",
    "decline",
    "withdraw",
)
LEFT_OUT: frozenset[StateName] = frozenset({"declined", "withdrawn"})
"""Where an assessment counts nowhere any more, and a new one may be started."""
WAITING: tuple[StateName, ...] = ("submitted", "in_review", "changes_requested")
"""Handed in, and not decided."""
COUNTED: tuple[StateName, ...] = (*WAITING, "approved")
"""The states in which a result counts: submitted and later, neither declined nor withdrawn."""
OWNERS_ACTIONS = frozenset({"submit", "withdraw"})
REVIEWERS_ACTIONS = frozenset({"take", "release", "request_changes", "approve", "decline"})
ADMINISTRATORS_ACTIONS = frozenset({"hand_over"})


def step(state: str, action: str) -> str:
    """Give the state an action leads to.

    Raises
    ------
    ForbiddenTransition
        When the action is not possible in this state.

    Examples
    --------
    >>> step("draft", "submit")
    'submitted'
    """
    try:
        return TABLE[state, action]
    except KeyError:
        raise ForbiddenTransition(state, action) from None


def sources(action: str) -> tuple[str, ...]:
    """List the states in which an action is possible, for the condition of the one UPDATE that carries it out.

    Examples
    --------
    >>> sources("submit")
    ('draft', 'changes_requested')
    """
    return tuple(before for before, named in TABLE if named == action)

"""Which action is possible in which state, all of them by hand."""

import itertools

import pytest

from assessment.core import workflow
from assessment.core.errors import ForbiddenTransition

ALLOWED = {
    ("draft", "submit"): "submitted",
    ("draft", "withdraw"): "withdrawn",
    ("submitted", "take"): "in_review",
    ("submitted", "withdraw"): "withdrawn",
    ("in_review", "release"): "submitted",
    ("in_review", "hand_over"): "in_review",
    ("in_review", "request_changes"): "changes_requested",
    ("in_review", "approve"): "approved",
    ("in_review", "decline"): "declined",
    ("in_review", "withdraw"): "withdrawn",
    ("changes_requested", "submit"): "submitted",
    ("changes_requested", "withdraw"): "withdrawn",
}


@pytest.mark.parametrize(("state", "action"), [*itertools.product(workflow.STATES, workflow.ACTIONS)])
def test_every_pair_is_allowed_or_refused_as_drawn(state, action):
    if (state, action) in ALLOWED:
        assert workflow.step(state, action) == ALLOWED[state, action]
    else:
        with pytest.raises(ForbiddenTransition, match=f"{action} is not possible from {state}"):
            workflow.step(state, action)


@pytest.mark.parametrize("state", ["approved", "declined", "withdrawn"])
def test_nothing_leads_out_of_an_end(state):
    assert all(before != state for before, _ in workflow.TABLE)


@pytest.mark.parametrize("action", workflow.ACTIONS)
def test_the_sources_of_an_action_are_where_it_is_possible(action):
    assert set(workflow.sources(action)) == {state for state, named in ALLOWED if named == action}


def test_every_action_belongs_to_owner_reviewer_or_administrator_alone():
    hands = (workflow.OWNERS_ACTIONS, workflow.REVIEWERS_ACTIONS, workflow.ADMINISTRATORS_ACTIONS)
    assert set(workflow.ACTIONS) == frozenset().union(*hands)
    assert len(workflow.ACTIONS) == sum(map(len, hands))


@pytest.mark.parametrize(("state", "action"), [("lost", "submit"), ("draft", "vanish")])
def test_unknown_words_are_refused(state, action):
    with pytest.raises(ForbiddenTransition):
        workflow.step(state, action)

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from assessment.core.aggregate import summarise
from assessment.core.publishing.distribution import distribution
from assessment.core.publishing.peers import peer_groups, share_below
from assessment.core.publishing.publication import Cut
from assessment.core.publishing.summary import Frame, Results, Withheld

SCORES = st.lists(st.floats(0, 100), min_size=10, max_size=80)


def spread(scores):
    return distribution(np.array(scores), np.zeros(len(scores)), (0,), minimum=10, counted=False)


def publication(n: int = 60):
    scores = np.linspace(0, 99, n)
    some = Results(scores, np.zeros(n), scores[:, None], scores[:, None] / 100)
    sector = Cut("sector", ("trade", "tourism"), (np.arange(n) % 2).astype(int))
    size = Cut("size", ("micro", "small"), (np.arange(n) < 4).astype(int))
    frame = Frame((), (), ("people",), ("people.skill",))
    return summarise(some, frame, [sector, size], crossings=[("sector", "size")])


def test_an_enterprise_finds_its_groups_the_crossing_and_the_whole():
    groups = peer_groups(publication(), {"sector": "trade", "size": "micro"})
    assert [each.code for each in groups] == ["sector", "size", "sector-size", "all"]
    assert [each.n for each in groups[:1]] == [30]
    assert groups[0].pillars[0].quartiles.median == groups[0].distribution.median


def test_a_hidden_group_is_there_without_figures():
    small = peer_groups(publication(), {"size": "small"})[0]
    assert (small.n, small.distribution, small.withheld) == (None, None, Withheld.PROTECTED)


def test_a_fact_nobody_published_gives_no_group():
    assert [each.code for each in peer_groups(publication(), {"sector": "mining", "size": "micro"})] == ["size", "all"]


@given(SCORES, st.floats(0, 100), st.floats(0, 100))
def test_a_higher_score_never_stands_lower(scores, one, other):
    group = spread(scores)
    low, high = sorted((one, other))
    assert 1 <= share_below(group, low) <= share_below(group, high) <= 99


@given(SCORES)
def test_the_median_stands_in_the_middle(scores):
    group = spread(scores)
    assert share_below(group, group.median) >= 50
    assert share_below(group, max(group.lower - 1e-6, 0)) <= max(25, share_below(group, 0)) or group.lower == 0


def test_a_group_that_agrees_is_below_or_above_as_a_whole():
    group = spread([40.0] * 20)
    assert share_below(group, 30) <= 25
    assert share_below(group, 60) >= 75

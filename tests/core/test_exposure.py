"""Sums of several published groups: no enterprise comes out of them, whatever is added and subtracted."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessment.core.publishing.exposure import exposing
from assessment.core.publishing.publication import Cut, plan, told

MINIMUM = 10


def world(seed: int, n: int) -> list[Cut]:
    """Enterprises whose places follow their sectors to some degree, the way they do."""
    chance = np.random.default_rng(seed)
    sectors, places = int(chance.integers(2, 6)), int(chance.integers(2, 6))
    sector = chance.choice(sectors, n, p=(shares := 1 / np.arange(1, sectors + 1)) / shares.sum())
    size = chance.choice(3, n, p=[0.6, 0.3, 0.1])
    place = np.where(chance.random(n) < chance.choice([0, 0.5, 0.9]), sector % places, chance.integers(0, places, n))
    names = [("sector", sector, sectors), ("size", size, 3), ("place", place, places)]
    return [Cut(name, tuple(map(str, range(number))), codes) for name, codes, number in names]


def known(groups: np.ndarray) -> np.ndarray:
    """Who stands alone in a sum of groups: adding a column of their own raises no rank."""
    rank = np.linalg.matrix_rank(groups.astype(float))
    alone = np.eye(groups.shape[1])
    return np.array([np.linalg.matrix_rank(np.vstack([groups, each])) == rank for each in alone])


def nested(few: int) -> np.ndarray:
    """Two sectors, and two places that hold them and so many enterprises twice."""
    people = np.arange(60)
    everyone, first, second = people < 60, people < 20, (people >= 20) & (people < 40)
    return np.array([everyone, first, second, people < 40 + few])


@pytest.mark.parametrize("few", [1, 9])
def test_a_few_beside_two_groups_are_found_and_the_smallest_of_those_that_tell_is_named(few: int):
    assert exposing(nested(few), MINIMUM) == 1
    assert exposing(nested(few)[[0, 2, 3]], MINIMUM) is None


def test_ten_beside_two_groups_may_be_told():
    assert exposing(nested(10), MINIMUM) is None


def test_the_whole_alone_tells_of_nobody():
    assert exposing(np.ones((1, 40), dtype=bool), MINIMUM) is None


@given(st.integers(0, 100_000), st.sampled_from([40, 80, 120]))
def test_no_enterprise_comes_out_of_what_is_published(seed: int, n: int):
    cuts = world(seed, n)
    groups = told(cuts, [(0, 1)], plan(cuts, [(0, 1)], MINIMUM, audited=True))
    assert not known(groups).any()
    assert exposing(groups, MINIMUM) is None


def test_without_the_audit_some_would():
    met = [told(cuts := world(seed, 80), [(0, 1)], plan(cuts, [(0, 1)], MINIMUM)) for seed in range(300)]
    assert any(exposing(groups, MINIMUM) is not None for groups in met)

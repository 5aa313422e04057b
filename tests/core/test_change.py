from itertools import product

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from assessment.core import change
from assessment.core.weighing.arrays import UnusableFigures


def figures(found: change.Paired) -> list[float]:
    return [found.mean, found.low, found.high, found.t, found.t_p, found.wilcoxon_p, found.effect_size]


def untied(n: int) -> tuple[np.ndarray, np.ndarray]:
    rng = np.random.default_rng(n)
    before = rng.uniform(0, 80, n)
    return before, before + rng.normal(3, 8, n)


@pytest.mark.parametrize("n", [2, 5, 20, 50])
def test_few_untied_pairs_agree_with_scipys_exact_test(n):
    before, after = untied(n)
    found = change.paired(before, after)
    student, signed = stats.ttest_rel(after, before), stats.wilcoxon(after, before, method="exact")
    assert (found.t, found.t_p) == pytest.approx((student.statistic, student.pvalue), rel=1e-9)
    assert (found.low, found.high) == pytest.approx(tuple(student.confidence_interval(0.95)), rel=1e-9)
    assert found.wilcoxon_p == pytest.approx(signed.pvalue, rel=1e-9)
    assert min(found.wilcoxon, n * (n + 1) / 2 - found.wilcoxon) == pytest.approx(signed.statistic)
    assert found.effect_size == pytest.approx(found.t / n**0.5)


def test_more_than_fifty_pairs_take_the_normal_approximation():
    before, after = untied(51)
    expected = stats.wilcoxon(after, before, correction=True, method="asymptotic")
    assert change.paired(before, after).wilcoxon_p == pytest.approx(expected.pvalue, rel=1e-9)


def test_ties_and_zeros_by_hand():
    """Differences 0, 2, 2, −2, 5: zero dropped, ranks 2, 2, 2, 4; W = 8, mean 5, variance 7.5 − 24/48 = 7."""
    found = change.paired([10, 10, 10, 10, 10], [10, 12, 12, 8, 15])
    assert found.wilcoxon == 8
    assert found.wilcoxon_p == pytest.approx(2 * stats.norm.sf(2.5 / 7**0.5), rel=1e-9)
    assert found.rank_biserial == pytest.approx(0.6)
    assert (found.improved, found.same, found.worsened) == (3, 1, 1)


@given(st.lists(st.integers(-6, 6), min_size=2, max_size=40))
def test_whole_differences_agree_with_scipy(differences):
    moved = np.array([each for each in differences if each], dtype=float)
    found = change.paired(np.zeros(len(differences)), differences)
    if not moved.size:
        assert (found.wilcoxon, np.isnan(found.wilcoxon_p), np.isnan(found.rank_biserial)) == (0, True, True)
        return
    tied = np.unique(np.abs(moved)).size < moved.size or moved.size < len(differences)
    expected = stats.wilcoxon(moved, correction=True, method="asymptotic" if tied else "exact")
    assert found.wilcoxon_p == pytest.approx(expected.pvalue, rel=1e-9)
    assert found.rank_biserial == pytest.approx(2 * found.wilcoxon / (moved.size * (moved.size + 1) / 2) - 1)


@given(st.lists(st.sampled_from([1.0, -1.0]), min_size=1, max_size=10))
def test_the_exact_p_value_counts_all_signs(signs):
    """Brute force over every assignment of signs to the ranks 1 … n."""
    n = len(signs)
    differences = np.array(signs) * np.arange(1, n + 1)
    found = change.paired(np.zeros(n), differences)
    sums = [sum(rank for rank, up in enumerate(each, 1) if up) for each in product([0, 1], repeat=n)]
    centre = n * (n + 1) / 4
    as_far = sum(abs(each - centre) >= abs(found.wilcoxon - centre) for each in sums)
    assert found.wilcoxon_p == pytest.approx(as_far / 2**n)


def test_differences_that_are_equal_but_for_rounding_are_ties():
    found = change.paired([0.1, 0.2, 0.7], [0.2, 0.3, 0.8])
    assert found.wilcoxon == 6
    assert np.isnan(found.t)
    assert found.low == pytest.approx(found.high)


def test_a_change_smaller_than_rounding_is_no_change():
    found = change.paired([0.3, 1], [0.1 + 0.2, 2])
    assert (found.improved, found.same, found.wilcoxon) == (1, 1, 1)


def test_pairs_with_a_missing_round_are_left_out():
    before, after = untied(8)
    gaps = change.paired([*before, np.nan, 5], [*after, 3, np.nan])
    assert gaps.n == 8
    assert figures(gaps) == pytest.approx(figures(change.paired(before, after)))


def test_no_pair_and_one_pair_say_what_they_can():
    none = change.paired([np.nan], [1.0])
    assert none.n == 0
    assert np.isnan([*figures(none), none.wilcoxon, none.rank_biserial]).all()
    one = change.paired([10.0], [14.0])
    assert (one.n, one.mean, one.wilcoxon, one.wilcoxon_p, one.rank_biserial) == (1, 4, 1, 1, 1)
    assert np.isnan([one.low, one.high, one.t, one.t_p, one.effect_size]).all()


@given(st.lists(st.tuples(st.integers(0, 100), st.integers(0, 100)), min_size=2, max_size=30))
def test_turning_the_rounds_around_turns_the_signs(pairs):
    before, after = np.array(pairs, dtype=float).T
    there, back = change.paired(before, after), change.paired(after, before)
    assert back.mean == pytest.approx(-there.mean)
    assert back.wilcoxon_p == pytest.approx(there.wilcoxon_p, nan_ok=True)
    assert back.rank_biserial == pytest.approx(-there.rank_biserial, nan_ok=True)
    assert (back.improved, back.worsened) == (there.worsened, there.improved)


@pytest.mark.parametrize(
    ("before", "after"), [([1], [1, 2]), ([[1]], [[2]]), ([np.inf], [1]), ([1], [-np.inf]), (1, 2)]
)
def test_rounds_that_do_not_pair_are_refused(before, after):
    with pytest.raises(UnusableFigures):
        change.paired(before, after)


def test_reliable_change_by_hand():
    """SEM = 10 · √(1 − 0.75) = 5; least change 1.959964 · √2 · 5 = 13.859."""
    found = change.reliable_change([20, 20, 20, np.nan], [33.8, 33.9, 6, 50], spread=10, alpha=0.75)
    assert found.error == pytest.approx(5)
    assert found.smallest == pytest.approx(13.859038, abs=1e-6)
    assert found.improved.tolist() == [False, True, False, False]
    assert found.worsened.tolist() == [False, False, True, False]
    assert found.index[1] == pytest.approx(13.9 / (5 * 2**0.5))
    assert np.isnan(found.index[3])


def test_a_measurement_without_error_makes_every_change_reliable():
    found = change.reliable_change([1, 1, 1], [1, 2, 0], spread=10, alpha=1)
    assert (found.improved.tolist(), found.worsened.tolist()) == ([False, True, False], [False, False, True])
    assert np.isnan(found.index).all()


@pytest.mark.parametrize(
    ("spread", "alpha"), [(-1, 0.5), (np.nan, 0.5), (1, 1.1), (1, -0.1), (1, np.nan), (np.inf, 0.5)]
)
def test_a_reliability_out_of_range_is_refused(spread, alpha):
    with pytest.raises(UnusableFigures):
        change.reliable_change([1], [2], spread=spread, alpha=alpha)


def test_holm_by_hand():
    """0.01 · 4, 0.02 · 3, 0.03 · 2, 0.9 · 1; the missing test does not count."""
    assert change.holm([0.03, np.nan, 0.01, 0.9, 0.02]) == pytest.approx([0.06, np.nan, 0.04, 0.9, 0.06], nan_ok=True)


@given(st.lists(st.floats(0, 1), max_size=8))
def test_holm_never_lowers_and_keeps_the_order(p_values):
    adjusted, plain = change.holm(p_values), np.array(p_values)
    assert (adjusted >= plain).all()
    assert (adjusted <= 1).all()
    assert (np.diff(adjusted[np.argsort(plain, kind="stable")]) >= 0).all()


def test_a_p_value_out_of_range_is_refused():
    with pytest.raises(UnusableFigures):
        change.holm([0.5, 1.5])

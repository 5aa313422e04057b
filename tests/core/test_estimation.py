from itertools import combinations, product

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from assessment.core import estimation
from assessment.core.publishing import strata
from assessment.core.weighing.arrays import UnusableFigures
from tests.core.published import read_json, read_table


def test_a_stratified_mean_by_hand():
    """W = 0.8, 0.2; means 12, 32; s² = 8, 8; var = 0.64·(1 − 2/80)·8/2 + 0.04·(1 − 2/20)·8/2 = 2.64; t with 2 degrees."""
    found = estimation.stratified_mean([10, 14, 30, 34], ["s", "s", "l", "l"], {"s": 80, "l": 20})
    assert found.mean == pytest.approx(16)
    assert found.standard_error == pytest.approx(2.64**0.5)
    assert (found.high - found.mean) == pytest.approx(stats.t.ppf(0.975, 2) * 2.64**0.5)
    assert (found.mean - found.low) == pytest.approx(found.high - found.mean)
    assert (found.n, found.population, found.degrees) == (4, 100, 2)


def test_one_stratum_without_end_is_the_usual_mean():
    values = np.random.default_rng(1).normal(50, 10, 30)
    found = estimation.stratified_mean(values, ["all"] * 30, {"all": 1e12})
    usual = stats.ttest_1samp(values, 0).confidence_interval(0.95)
    assert (found.low, found.high) == pytest.approx(tuple(usual), rel=1e-6)
    assert found.design_effect == pytest.approx(1, rel=1e-6)


def samples(members: dict[str, list[float]], sizes: dict[str, int]) -> list[list[tuple[str, float]]]:
    """Every sample of the given sizes from the strata."""
    per_stratum = [[[(name, value) for value in drawn] for drawn in combinations(values, sizes[name])]
                   for name, values in members.items()]  # fmt: skip
    return [[pair for part in parts for pair in part] for parts in product(*per_stratum)]


def test_over_all_samples_the_estimate_is_unbiased_and_so_is_its_variance():
    members = {"small": [1.0, 4.0, 9.0, 12.0], "large": [20.0, 50.0, 65.0]}
    population = {name: len(values) for name, values in members.items()}
    found = [
        estimation.stratified_mean([value for _, value in drawn], [name for name, _ in drawn], population)
        for drawn in samples(members, {"small": 2, "large": 2})
    ]
    means = np.array([each.mean for each in found])
    assert means.mean() == pytest.approx(sum(map(sum, members.values())) / 7)
    assert np.mean([each.standard_error**2 for each in found]) == pytest.approx(means.var())


def test_a_population_asked_in_full_has_no_error():
    found = estimation.stratified_mean([1, 2, 3], ["a", "a", "b"], {"a": 2, "b": 1})
    assert (found.mean, found.standard_error, found.low, found.high) == (2, 0, 2, 2)
    assert np.isnan(found.design_effect)


def test_a_single_value_below_its_size_has_a_mean_but_no_error():
    found = estimation.stratified_mean([1, 2, 5], ["a", "a", "b"], {"a": 4, "b": 6})
    assert found.mean == pytest.approx(0.4 * 1.5 + 0.6 * 5)
    assert np.isnan([found.standard_error, found.low, found.high]).all()


def test_a_single_value_that_is_its_whole_stratum_adds_no_error():
    found = estimation.stratified_mean([1, 2, 5], ["a", "a", "b"], {"a": 4, "b": 1})
    assert found.standard_error == pytest.approx((0.8**2 * 0.5 * 0.5 / 2) ** 0.5)


def test_non_response_and_strata_of_nobody_are_left_out():
    plain = estimation.stratified_mean([1, 2, 5, 7], ["a", "a", "b", "b"], {"a": 4, "b": 6})
    found = estimation.stratified_mean(
        [1, np.nan, 2, 5, 7], np.array(["a", "b", "a", "b", "b"]), {"none": 0, "a": 4, "b": 6}
    )
    assert found == plain


def test_strata_may_be_pairs_or_numbers():
    by_pair = estimation.stratified_mean([1, 2], [("trade", "micro")] * 2, {("trade", "micro"): 9})
    assert by_pair.mean == estimation.stratified_mean([1, 2], np.array([3, 3]), {3: 9}).mean


@pytest.mark.parametrize(
    ("values", "labels", "population", "words"),
    [
        ([1, 2], ["a", "a"], {"a": 5, "b": 5}, "stratum b has no value"),
        ([1, np.nan], ["a", "b"], {"a": 5, "b": 5}, "stratum b has no value"),
        ([1, 2], ["a", "x"], {"a": 5}, "does not know x"),
        ([1, 2, 3], ["a"] * 3, {"a": 2}, "3 values but only 2 members"),
        ([1], ["a"], {"a": 0}, "1 values but only 0 members"),
        ([1], ["a"], {"a": -1}, "at least 0"),
        ([1], ["a"], {"a": float("nan")}, "at least 0"),
        ([], [], {}, "population is empty"),
        ([1, 2], ["a"], {"a": 5}, "different length"),
        ([[1]], ["a"], {"a": 5}, "one list"),
        ([np.inf], ["a"], {"a": 5}, "finite"),
    ],
)
def test_a_sample_that_does_not_fit_its_population_is_refused(values, labels, population, words):
    with pytest.raises(UnusableFigures, match=words):
        estimation.stratified_mean(values, labels, population)


@given(st.lists(st.floats(0, 100), min_size=2, max_size=15), st.integers(0, 1000))
def test_a_greater_population_never_narrows_the_interval(values, more):
    labels, n = ["all"] * len(values), len(values)
    near = estimation.stratified_mean(values, labels, {"all": n + more})
    far = estimation.stratified_mean(values, labels, {"all": n + more + 1})
    assert far.standard_error >= near.standard_error - 1e-9


def test_a_share_agrees_with_wilson_in_a_sample_without_end():
    holds = [1] * 300 + [0] * 100
    found = estimation.stratified_share(holds, ["all"] * 400, {"all": 1e12})
    usual = stats.binomtest(300, 400).proportion_ci(method="wilson")
    assert (found.low, found.high) == pytest.approx((usual.low, usual.high), abs=5e-4)
    assert found.mean == 0.75


def test_a_share_of_all_has_an_interval_until_everyone_is_asked():
    found = estimation.stratified_share([True] * 20, ["all"] * 20, {"all": 200})
    assert (found.mean, found.high) == (1, 1)
    assert 0.7 < found.low < 1
    whole = estimation.stratified_share([True] * 20, ["all"] * 20, {"all": 20})
    assert (whole.low, whole.high) == (1, 1)


def test_a_share_of_nobody_starts_at_zero():
    found = estimation.stratified_share([0] * 20, ["all"] * 20, {"all": 200})
    assert (found.mean, found.low) == (0, 0)
    assert found.high > 0


def test_a_share_with_a_lone_answer_has_no_interval():
    found = estimation.stratified_share([0, 1, 1], ["a", "a", "b"], {"a": 4, "b": 6})
    assert np.isnan([found.low, found.high]).all()


@given(st.lists(st.booleans(), min_size=2, max_size=30), st.integers(0, 100))
def test_a_share_lies_within_its_interval_and_that_within_zero_and_one(holds, more):
    found = estimation.stratified_share(holds, ["all"] * len(holds), {"all": len(holds) + more})
    assert 0 <= found.low <= found.mean + 1e-12
    assert found.mean - 1e-12 <= found.high <= 1


def test_a_share_is_of_yes_and_no_only():
    with pytest.raises(UnusableFigures, match="0 or 1"):
        estimation.stratified_share([0.5], ["a"], {"a": 1})


def test_a_ratio_pools_totals_and_weighs_strata():
    """Small: 1 + 3 of 10 + 10, standing for 10 each; large: 40 of 100, standing for itself and one more."""
    found = estimation.stratified_ratio([1, 3, 40, 60], [10, 10, 100, 100], list("ssll"), {"s": 20, "l": 2})
    assert found.mean == pytest.approx((20 * 2 + 2 * 50) / (20 * 10 + 2 * 100))
    residuals = np.array([1, 3]) - found.mean * 10
    expected = (20 / 22) ** 2 * (1 - 2 / 20) * residuals.var(ddof=1) / 2 / (400 / 22) ** 2
    assert found.standard_error == pytest.approx(expected**0.5)


def test_a_ratio_without_error_when_all_have_the_same():
    found = estimation.stratified_ratio([1, 2, 5, np.nan], [10, 20, 50, 5], ["a"] * 4, {"a": 40})
    assert found.mean == pytest.approx(0.1)
    assert found.standard_error == pytest.approx(0, abs=1e-12)
    assert found.n == 3


def test_a_ratio_of_nothing_is_refused():
    with pytest.raises(UnusableFigures, match="sum to 0"):
        estimation.stratified_ratio([0, 0], [0, 0], ["a", "a"], {"a": 4})


@pytest.mark.parametrize(
    ("name", "kind", "rows", "items"),
    [
        ("cronbach_alpha", "pairwise", "Subj", "Items"),
        ("cronbach_wide_missing", "pairwise", None, None),
        ("cronbach_wide_missing", "listwise", None, None),
    ],
)
def test_the_interval_of_alpha_agrees_with_pingouin(name, kind, rows, items):
    table = read_table(f"reliability/pingouin_{name}.csv")
    # Pingouin counts the rows before it leaves out the incomplete ones.
    size = (len(set(table[rows])), len(set(table[items]))) if rows else (len(table["Q1"]), len(table))
    case = read_json(f"reliability/pingouin_{name}_expected.json")[kind]
    assert estimation.alpha_interval(case["alpha"], *size) == pytest.approx(case["ci95"], abs=1e-3)


def test_an_alpha_of_one_row_has_no_interval():
    with pytest.raises(UnusableFigures):
        estimation.alpha_interval(0.8, 1, 5)


def test_design_weights_sum_to_the_population():
    sample = strata.strata_of(["a", "b", "b"], {"a": 7, "b": 10}, np.ones(3, bool))
    assert sample.weights.tolist() == [7, 5, 5]
    assert sample.shares.sum() == 1

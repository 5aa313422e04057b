import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import rankdata

from assessment.core import robustness, scoring
from assessment.core.parts.terms import Text, Threshold
from assessment.core.questionnaire import Breadth, Level
from assessment.core.weighing import noise, ranks
from assessment.core.weighing.arrays import UnusableFigures
from assessment.core.weighing.composite import shakeable
from tests.core.builders import criterion, indicator, pillar, questionnaire
from tests.core.published import numbers, read_table

PILLARS = ("Physical", "ConEcFin", "Political", "Instit", "P2P", "Environ", "Social", "SusEcFin")
SUB_INDICES = (0, 0, 0, 0, 0, 1, 1, 1)
WEIGHTS = (1 / 5,) * 5 + (1 / 3,) * 3
"""COINr's index is the mean of two sub-indices, of five and three pillars."""


def pillars_of_asem() -> np.ndarray:
    return numbers(read_table("coinr-asem/expected_6_aggregated_amean.csv"), *PILLARS)


def test_ranks_under_noisy_weights_agree_with_coinr():
    """COINr 1.1.14, step 15: 200,000 draws of the pillars' weights within each sub-index."""
    expected = read_table("coinr-asem/expected_15_mc_pillar_weight_noise_25pct_ranks.csv")
    found = robustness.rank_stability(
        pillars_of_asem(), WEIGHTS, spread=0.25, draws=40_000, rng=np.random.default_rng(15), groups=SUB_INDICES
    )
    wanted = numbers(expected, "nominal_rank", "mean_rank", "median", "q5", "q95").T
    assert found.reference.tolist() == wanted[0].tolist()
    assert found.mean == pytest.approx(wanted[1], abs=0.05)
    assert found.median == pytest.approx(wanted[2], abs=1)
    assert found.low == pytest.approx(wanted[3], abs=1)
    assert found.high == pytest.approx(wanted[4], abs=1)
    assert found.mean_shift == pytest.approx(0.806982, abs=0.01)


def test_ranks_without_each_pillar_agree_with_coinr():
    """COINr 1.1.14, step 11: mean absolute shift exactly, and every rank of every country."""
    found = robustness.leave_one_out(pillars_of_asem(), WEIGHTS, groups=SUB_INDICES)
    shifts = read_table("coinr-asem/expected_11_remove_one_pillar_mean_abs_rank_shift.csv")
    wanted = dict(zip(shifts["removed"], map(float, shifts["MeanAbsDiff"]), strict=True))
    assert dict(zip(PILLARS, found.mean_shift.tolist(), strict=True)) == pytest.approx(
        {name: wanted[name] for name in PILLARS}, rel=1e-9
    )
    expected = read_table("coinr-asem/expected_11b_remove_one_pillar_ranks.csv")
    assert found.reference.tolist() == numbers(expected, "Nominal")[:, 0].tolist()
    assert found.ranks.tolist() == numbers(expected, *PILLARS).tolist()


def seeded(scores: object, weights: object, **wishes: object) -> robustness.RankStability:
    plan = {"spread": 0.25, "draws": 300, "rng": np.random.default_rng(1), **wishes}
    return robustness.rank_stability(scores, weights, **plan)


def test_the_same_seed_gives_the_same_figures():
    scores = np.random.default_rng(2).random((30, 4))
    one, other = seeded(scores, [1, 2, 3, 4]), seeded(scores, [1, 2, 3, 4])
    assert one.median.tolist() == other.median.tolist()
    assert one.mean_shift == other.mean_shift


def test_portions_do_not_change_the_figures(monkeypatch):
    scores = np.random.default_rng(2).random((30, 4))
    whole = seeded(scores, [1, 2, 3, 4])
    monkeypatch.setattr(noise, "CHUNK", 64)
    monkeypatch.setattr(robustness, "CHUNK", 64)
    parted = seeded(scores, [1, 2, 3, 4])
    assert parted.low.tolist() == whole.low.tolist()
    assert parted.mean_shift == pytest.approx(whole.mean_shift)


def test_equal_rows_share_their_mean_rank_in_every_draw():
    found = seeded([[40, 60], [80, 90], [40, 60], [1, 2]], [1, 1])
    assert found.reference.tolist() == [2.5, 1, 2.5, 4]
    assert found.low.tolist() == found.high.tolist() == [2.5, 1, 2.5, 4]
    assert found.mean_shift == 0


def test_rows_that_tie_only_under_the_given_weights_part_under_noise():
    found = seeded([[10, 70, 40], [70, 40, 10], [40, 10, 70]], [1, 1, 1], draws=2000)
    assert found.reference.tolist() == [2, 2, 2]
    assert (found.low.tolist(), found.high.tolist()) == ([1, 1, 1], [3, 3, 3])


def test_without_noise_nothing_moves():
    found = seeded(np.random.default_rng(3).integers(0, 4, (60, 3)), [1, 1, 1], spread=0)
    assert found.mean_shift == 0
    assert found.median.tolist() == found.reference.tolist()


def test_a_missing_pillar_leaves_the_mean_of_its_row_and_a_row_without_any_has_no_rank():
    found = seeded([[np.nan, 90], [50, 50], [np.nan, np.nan], [10, 20]], [1, 3])
    assert found.reference[[0, 1, 3]].tolist() == [1, 2, 3]
    assert all(np.isnan(figure[2]) for figure in (found.reference, found.mean, found.median, found.low, found.high))


def test_no_rows_have_no_shift():
    found = seeded(np.zeros((0, 2)), [1, 1])
    assert found.median.size == 0
    assert np.isnan(found.mean_shift)


def test_ranks_of_many_rows_do_not_overflow():
    scores = np.arange(40_000, dtype=float)[:, None]
    assert seeded(scores, [1], draws=2).median[[0, -1]].tolist() == [40_000, 1]


@pytest.mark.parametrize(
    "wishes",
    [{"spread": 1}, {"spread": -0.1}, {"spread": np.nan}, {"draws": 0}, {"groups": [0]}, {"groups": [0, 0, 1]}],
)
def test_wishes_that_make_no_sense_are_refused(wishes):
    with pytest.raises(UnusableFigures):
        seeded([[1, 2], [3, 4]], [1, 1], **wishes)


def test_weights_that_do_not_fit_the_pillars_are_refused():
    with pytest.raises(UnusableFigures, match="3 weights do not fit 2 columns"):
        seeded([[1, 2], [3, 4]], [1, 1, 1])


whole_tables = st.integers(1, 12).flatmap(
    lambda n: st.lists(st.lists(st.integers(0, 6), min_size=3, max_size=3), min_size=n, max_size=n)
)


@given(st.lists(st.lists(st.integers(0, 5), min_size=9, max_size=9), min_size=1, max_size=5))
def test_ranks_agree_with_scipy_ties_included(rows):
    figures = np.array(rows) / 3
    assert (ranks.double_ranks(figures) / 2).tolist() == rankdata(-figures, axis=1).tolist()


@given(whole_tables, st.randoms(use_true_random=False))
def test_the_order_of_rows_does_not_change_their_ranks(rows, random):
    order = list(range(len(rows)))
    random.shuffle(order)
    table = np.array(rows, dtype=float)
    one, other = seeded(table, [1, 2, 3], draws=20), seeded(table[order], [1, 2, 3], draws=20)
    assert other.mean == pytest.approx(one.mean[order])


@given(whole_tables)
def test_ranks_always_sum_to_the_same(rows):
    found = seeded(np.array(rows, dtype=float), [1, 2, 3], draws=20)
    n = len(rows)
    assert found.reference.sum() == n * (n + 1) / 2
    assert found.mean.sum() == pytest.approx(n * (n + 1) / 2)
    assert (found.low <= found.median).all()
    assert (found.median <= found.high).all()


RUNGS = robustness.Rungs(np.array([0.0, 40.0, 60.0]), np.array([[True, True, True], [True, True, False]]))


def test_a_level_far_from_its_edges_is_always_kept_and_breadth_bars_the_next_one():
    scores = np.array([[50.0, 50.0], [40.0, 79.0]])
    found = robustness.level_stability(scores, [1, 1], RUNGS, spread=0.25, draws=400, rng=np.random.default_rng(1))
    # The second row crosses 60 in half of the draws, but its breadth admits it to no level there.
    assert found.kept.tolist() == [1, 1]
    assert found.mean_kept == 1


def test_a_level_at_its_edge_is_kept_in_half_of_the_draws():
    rungs = robustness.Rungs(np.array([0.0, 50.0]), np.ones((3, 2), bool))
    scores = np.array([[20.0, 80.0], [np.nan, np.nan], [90.0, 90.0]])
    found = robustness.level_stability(scores, [1, 1], rungs, spread=0.2, draws=4000, rng=np.random.default_rng(1))
    assert found.kept[[0, 2]] == pytest.approx([0.5, 1.0], abs=0.03)
    assert np.isnan(found.kept[1])
    assert found.mean_kept == pytest.approx(0.75, abs=0.02)


def test_a_row_below_every_level_has_none_to_keep():
    rungs = robustness.Rungs(np.array([50.0]), np.ones((1, 1), bool))
    found = robustness.level_stability([[20.0]], [1], rungs, spread=0.2, draws=5, rng=np.random.default_rng(1))
    assert np.isnan(found.kept).all()
    assert np.isnan(found.mean_kept)


def test_levels_of_other_rows_are_refused():
    with pytest.raises(UnusableFigures, match="breadth"):
        robustness.level_stability([[1.0]], [1], RUNGS, spread=0.2, draws=5, rng=np.random.default_rng(1))


def test_rungs_are_read_off_levels_with_tolerance_and_breadth():
    words = Text({"vi": "Mức"})
    levels = (
        Level(id=0, name=words, text=None, threshold=Threshold(0, inclusive=True), breadth=None),
        Level(id=1, name=words, text=None, threshold=Threshold(20, inclusive=False), breadth=Breadth(pillars=2, at=1)),
    )
    pillar_levels = np.array([[1.0, 1.0, 0.0], [1.0, 0.0, np.nan]])
    rungs = robustness.Rungs.of(levels, pillar_levels, np.ones((2, 3), bool))
    assert rungs.starts[0] == -1e-9
    assert rungs.starts[1] > 20 + 1e-9
    assert rungs.admitted.tolist() == [[True, True], [True, False]]


def test_leaving_out_the_only_pillar_of_a_row_leaves_it_without_a_rank():
    found = robustness.leave_one_out([[10, np.nan], [20, 30], [40, 5]], [1, 1])
    assert np.isnan(found.ranks).tolist() == [[True, False], [False, False], [False, False]]
    assert found.ranks[1:].tolist() == [[1, 2], [2, 1]]
    # With both pillars the ranks are 3, 1, 2; without the second the last two change places.
    assert found.mean_shift.tolist() == [0, pytest.approx(2 / 3)]


def test_an_emptied_group_goes_and_the_other_takes_over():
    scores = np.array([[10.0, 20, 90], [30, 40, 0]])
    assert robustness.leave_one_out(scores, [1, 1, 2], groups=[0, 0, 1]).ranks[:, 2].tolist() == [2, 1]


def test_one_pillar_alone_cannot_be_left_out():
    with pytest.raises(UnusableFigures, match="two"):
        robustness.leave_one_out([[1.0], [2.0]], [1])


def test_a_zero_under_the_harmonic_mean_does_not_blur_the_ranks_of_others():
    form = questionnaire(*(pillar(n, indicator(f"{n}.i", criterion(f"{n}.c"))) for n in "ab"), aggregate="harmonic")
    scores = scoring.score(scoring.compile(form), [[0.0, 1.0], [0.97, 0.96], [0.98, 0.97], [0.96, 0.95]])
    table, _ = shakeable(form, scores)
    found = robustness.rank_stability(table, [1, 1], spread=0, draws=1, rng=np.random.default_rng(1))
    assert found.reference.tolist() == [4, 2, 1, 3]

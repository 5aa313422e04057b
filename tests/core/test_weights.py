import numpy as np
import pytest
from hypothesis import given as given_that
from hypothesis import strategies as st

from assessment.core import weights
from assessment.core.weighing import components, hierarchy, judgements
from assessment.core.weighing.arrays import UnusableFigures
from tests.core.published import numbers, read_json, read_table


def fractions(rows: list[list[str]]) -> list[list[float]]:
    return [[judgements.read_judgement(cell) for cell in row] for row in rows]


def reciprocal(size: int, upper: list[float]) -> np.ndarray:
    matrix = np.eye(size)
    matrix[np.triu_indices(size, 1)] = upper
    return np.triu(matrix) + np.tril(1 / matrix.T, -1) if size > 1 else matrix


@st.composite
def pairwise(draw: st.DrawFn, low: float = 1 / 9, high: float = 9.0) -> np.ndarray:
    size = draw(st.integers(1, 8))
    figure = st.floats(np.log(low), np.log(high)).map(np.exp)
    pairs = size * (size - 1) // 2
    upper = draw(st.lists(figure, min_size=pairs, max_size=pairs))
    with np.errstate(divide="ignore"):
        return reciprocal(size, upper)


def test_weights_of_saatys_drinks_agree_with_the_publication():
    case = read_json("ahp/ahp_cases.json")["case1_drinks"]
    found = weights.analytic_hierarchy(case["matrix"])
    assert found.weights.round(3).tolist() == [case["published"]["weights"][name] for name in case["names"]]
    assert found.weights == pytest.approx([case["eigenvector"][name] for name in case["names"]], abs=1e-6)
    assert round(found.consistency_ratio, 3) == case["published"]["CR"]
    assert found.consistency_index == pytest.approx(case["CI"], abs=1e-6)
    assert found.consistent


def test_weights_of_saatys_cities_agree_with_the_publication():
    case = read_json("ahp/ahp_cases.json")["case2_cities"]
    above = weights.analytic_hierarchy(case["criteria"]["matrix"])
    below = [weights.analytic_hierarchy(case["local"][name]["matrix"]).weights for name in case["criteria"]["names"]]
    overall = above.weights @ np.array(below)
    for precision in (3, 4):
        published = case["published"][f"weights_precision{precision}"]
        assert overall == pytest.approx([published[name] for name in case["alternatives"]], abs=10**-precision)
    assert above.consistency_ratio == pytest.approx(case["criteria"]["CR_saaty"], abs=1e-6)


def test_weights_of_the_handbooks_matrix_agree_with_an_independent_solver():
    case = read_json("ahp/ahp_cases.json")["case3_tai_matrix"]
    found = weights.analytic_hierarchy(fractions(case["matrix_as_printed"]))
    assert found.weights == pytest.approx(case["computed"]["weights"], abs=1e-5)
    assert found.consistency_index == pytest.approx(case["computed"]["CI"], abs=1e-5)
    assert found.consistency_ratio == pytest.approx(case["computed"]["CR_saaty"], abs=1e-5)


def test_a_consistent_matrix_has_ratio_zero_and_no_worst_judgement():
    found = weights.analytic_hierarchy([[1, 2, 4], [0.5, 1, 2], [0.25, 0.5, 1]])
    assert found.weights == pytest.approx([4 / 7, 2 / 7, 1 / 7], rel=1e-12)
    assert found.consistency_ratio == pytest.approx(0, abs=1e-12)
    assert found.worst_judgement is None


def test_a_cyclic_matrix_returns_weights_that_nobody_may_adopt():
    found = weights.analytic_hierarchy([[1, 9, 1 / 9], [1 / 9, 1, 9], [9, 1 / 9, 1]])
    assert found.weights == pytest.approx([1 / 3] * 3)
    assert found.consistency_ratio == pytest.approx(6.130268, abs=1e-6)
    assert not found.consistent


def test_the_worst_judgement_is_the_one_that_contradicts_the_others():
    shares = np.array([16.0, 8, 4, 2, 1])
    judged = shares[:, None] / shares
    judged[1, 3], judged[3, 1] = 1 / 5, 5
    worst = weights.analytic_hierarchy(judged).worst_judgement
    assert worst is not None
    assert (worst.row, worst.column, worst.given) == (1, 3, 1 / 5)
    assert worst.implied == pytest.approx(4)


def test_one_item_and_two_items_cannot_contradict_themselves():
    assert weights.analytic_hierarchy([[1]]).weights.tolist() == [1]
    two = weights.analytic_hierarchy([[1, 3], [1 / 3, 1]])
    assert two.weights == pytest.approx([0.75, 0.25])
    assert (two.consistency_index, two.consistency_ratio, two.worst_judgement) == (0, 0, None)


@pytest.mark.parametrize("rounded", [[1, 0.33, 0.14, 0.13], [1, 0.333, 0.143, 0.125], [1, 0.33, 0.14, 0.12]])
def test_reciprocals_rounded_as_in_printed_tables_count_as_what_they_mirror(rounded):
    exact = np.array([[1, 3, 7, 8], [1 / 3, 1, 2, 4], [1 / 7, 1 / 2, 1, 1], [1 / 8, 1 / 4, 1, 1]])
    printed = exact.copy()
    printed[:, 0] = rounded
    wanted = weights.analytic_hierarchy(exact)
    for found in (weights.analytic_hierarchy(printed), weights.analytic_hierarchy(printed[::-1, ::-1])):
        assert sorted(found.weights) == pytest.approx(sorted(wanted.weights))
        assert found.consistency_ratio == pytest.approx(wanted.consistency_ratio)


def test_a_judgement_that_mirrors_its_opposite_too_badly_for_rounding_is_refused():
    with pytest.raises(UnusableFigures, match=r"row 2, column 1 is 0.3 against 3: a judgement must be the reciprocal"):
        weights.analytic_hierarchy([[1, 3], [0.3, 1]])


@pytest.mark.parametrize(
    ("matrix", "words"),
    [
        ([[1, 2], [2, 1]], "row 2, column 1 is 2 against 2: a judgement must be the reciprocal"),
        ([[1, 2, 3], [0.5, 1, 2]], "square, not 2 × 3"),
        ([1, 2], "square, not 2"),
        (np.ones((0, 0)), "square"),
        ([[2, 1], [1, 2]], "row 1, column 1 is 2: the diagonal must be 1"),
        ([[1, 0], [0, 1]], "row 1, column 2 is 0 against 0: every judgement must be finite and above 0"),
        ([[1, -2], [-0.5, 1]], "above 0"),
        ([[1, np.nan], [1, 1]], "finite"),
        ([[1, np.inf], [0, 1]], "finite"),
    ],
)
def test_a_bad_matrix_is_refused_by_name(matrix, words):
    with pytest.raises(UnusableFigures, match=words):
        weights.analytic_hierarchy(matrix)


@given_that(pairwise(low=1e-9, high=1e9))
def test_a_valid_matrix_always_gives_positive_weights_of_sum_one(matrix):
    found = weights.analytic_hierarchy(matrix)
    assert (found.weights > 0).all()
    assert found.weights.sum() == pytest.approx(1)
    assert found.consistency_ratio >= 0


@given_that(pairwise(), st.randoms(use_true_random=False))
def test_the_order_of_the_items_does_not_matter(matrix, random):
    order = list(range(len(matrix)))
    random.shuffle(order)
    found, shuffled = weights.analytic_hierarchy(matrix), weights.analytic_hierarchy(matrix[np.ix_(order, order)])
    assert shuffled.weights == pytest.approx(found.weights[order], rel=1e-6)
    assert shuffled.consistency_ratio == pytest.approx(found.consistency_ratio, rel=1e-6, abs=1e-9)


@given_that(st.lists(st.floats(0.1, 10), min_size=3, max_size=8))
def test_judgements_made_from_weights_give_the_weights_back(values):
    shares = np.array(values) / np.sum(values)
    found = weights.analytic_hierarchy(shares[:, None] / shares)
    assert found.weights == pytest.approx(shares, rel=1e-9)
    assert found.consistency_ratio == pytest.approx(0, abs=1e-9)


def test_the_random_index_follows_saaty_and_goes_on_beyond_his_table():
    published = read_json("ahp/ahp_cases.json")["random_index_saaty"]
    assert [hierarchy.random_index(size) for size in range(1, 11)] == list(published.values())
    assert hierarchy.random_index(15) == 1.59
    assert hierarchy.random_index(16) == pytest.approx(1.5978, abs=1e-4)


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("1,3\n1/3,1\n", ("1", "2")),
        ("\ufeff1;3\r\n1/3;1\r\n\r\n", ("1", "2")),
        ("1\t3\n 1 / 3 \t1.0", ("1", "2")),
        ("quality,price\n1,3\n1/3,1\n", ("quality", "price")),
        ("quality,1,3\nprice,1/3,1\n", ("quality", "price")),
        (",quality,price\nquality,1,3\nprice,1/3,1\n", ("quality", "price")),
        ("tiêu chí;Chất lượng;Giá\nChất lượng;1;3\nGiá;1/3;1\n", ("Chất lượng", "Giá")),
    ],
)
def test_a_matrix_is_read_with_or_without_names(text, names):
    read = judgements.read_matrix(text)
    assert read.names == names
    assert read.values == pytest.approx(np.array([[1, 3], [1 / 3, 1]]))


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "no judgements"),
        ("\n\n", "no judgements"),
        ("1,x\n1/3,1", "row 1, column 2: 'x' is not a number"),
        ("1,3\n1/0,1", "row 2, column 1: '1/0' is not above 0"),
        ("1,3\n,1", "row 2, column 1: 'nothing' is not a number"),
        ("1,3,5\n1/3,1,2", "row 1 has 3 judgements, the matrix has 2 rows"),
        ("1,3\n1/3", "row 2 has 1 judgements"),
        ("1,-3\n-1/3,1", "row 1, column 2: '-3' is not a number"),
        ("1,1e9\n1,1", "'1e9' is not a number"),
        ("1;0,5\n2;1", "'0,5' is not a number"),
        ("1,1/2/3\n2,1", "not a number or a fraction"),
    ],
)
def test_a_bad_cell_is_named_by_row_and_column(text, words):
    with pytest.raises(UnusableFigures, match=words):
        judgements.read_matrix(text)


def test_given_weights_keep_their_proportions():
    assert weights.given([1, 3]).tolist() == [0.25, 0.75]
    assert weights.given([1e308, 1e308]).tolist() == [0.5, 0.5]


@pytest.mark.parametrize("values", [[], [1, 0], [1, -1], [1, np.nan], [1, np.inf], [[1, 2]]])
def test_a_weight_that_is_no_weight_is_refused(values):
    with pytest.raises(UnusableFigures):
        weights.given(values)


def test_siblings_share_equally():
    assert weights.equal(5).tolist() == [0.2] * 5


def test_no_siblings_have_no_equal_weights():
    with pytest.raises(UnusableFigures):
        weights.equal(0)


def test_effective_weights_agree_with_the_published_index():
    """COINr 1.1.14, step 10: equal weights down 49 indicators, 8 pillars, 2 sub-indices."""
    meta, expected = (
        read_table("coinr-asem/input_iMeta.csv"),
        read_table("coinr-asem/expected_10_effective_weights.csv"),
    )
    published = dict(zip(expected["iCode"], map(float, expected["EffWeight"]), strict=True))
    parents = dict(zip(meta["iCode"], meta["Parent"], strict=True))
    found = {"Index": 1.0}
    for level in ("3", "2", "1"):
        children = [code for code, at in zip(meta["iCode"], meta["Level"], strict=True) if at == level]
        above = sorted({parents[code] for code in children})
        places = [above.index(parents[code]) for code in children]
        shares = weights.effective(np.ones(len(children)), places, [found[code] for code in above])
        found |= dict(zip(children, shares.tolist(), strict=True))
    assert found == pytest.approx(published, rel=1e-9)


@pytest.mark.parametrize("parents", [[0, 2], [0, -1], [0]])
def test_a_child_without_a_parent_has_no_effective_weight(parents):
    with pytest.raises(UnusableFigures, match="parent"):
        weights.effective([1, 1], parents, [0.5, 0.5])


def test_budget_allocation_averages_the_experts_and_measures_their_disagreement():
    shared = weights.budget_allocation([[60, 30, 10], [20, 30, 50]])
    assert shared.weights == pytest.approx([0.4, 0.3, 0.3])
    assert shared.spread == pytest.approx([0.2 * 2**0.5, 0, 0.2 * 2**0.5])
    assert (shared.lowest.tolist(), shared.highest.tolist()) == ([0.2, 0.3, 0.1], [0.6, 0.3, 0.5])
    assert shared.distance == pytest.approx([0.2, 0.2])
    assert shared.disagreement == pytest.approx(0.2)


def test_one_expert_has_no_spread():
    shared = weights.budget_allocation([[7, 3]], budget=10)
    assert shared.weights == pytest.approx([0.7, 0.3])
    assert np.isnan(shared.spread).all()
    assert shared.disagreement == 0


@pytest.mark.parametrize(
    ("points", "words"),
    [
        ([[50, 49]], "expert 1 spends 99 of 100"),
        ([[50, 50], [110, -10]], "expert 2: every item needs points"),
        ([[50, np.nan]], "expert 1: every item"),
        ([[100, 0], [100, 0]], "above 0"),
        (np.ones((0, 2)), "at least one expert"),
        ([50, 50], "a table"),
        ([[np.inf, 1]], "infinite"),
    ],
)
def test_a_budget_not_spent_properly_is_refused(points, words):
    with pytest.raises(UnusableFigures, match=words):
        weights.budget_allocation(points)


@given_that(st.lists(st.lists(st.integers(1, 50), min_size=4, max_size=4), min_size=1, max_size=6))
def test_disagreement_lies_between_none_and_everything(points):
    table = np.array(points, dtype=float)
    shared = weights.budget_allocation(100 * table / table.sum(axis=1, keepdims=True))
    assert shared.weights.sum() == pytest.approx(1)
    assert 0 <= shared.disagreement < 1


def two_blocks() -> np.ndarray:
    """Six items in two blocks of three that have nothing to do with each other."""
    rng = np.random.default_rng(7)
    common = np.repeat(rng.normal(size=(4000, 2)), 3, axis=1)
    return common + 0.4 * rng.normal(size=(4000, 6))


def test_principal_components_find_two_blocks():
    found = components.principal_components(two_blocks())
    assert found.kept == 2
    assert found.explained.sum() == pytest.approx(1)
    assert found.eigenvalues.sum() == pytest.approx(6)
    own = np.abs(found.loadings).argmax(axis=1)
    assert len(set(own[:3])) == len(set(own[3:])) == 1
    assert own[0] != own[3]
    assert np.sort(np.abs(found.loadings), axis=1)[:, 0].max() < 0.1
    assert found.weights == pytest.approx([1 / 6] * 6, abs=0.01)


def test_principal_components_leave_out_missing_rows_and_constant_items():
    table = two_blocks()
    table[0, 0] = np.nan
    table[:, 5] = 1.0
    found = components.principal_components(table)
    assert found.n == 3999
    assert found.eigenvalues.size == 5
    assert np.isnan(found.weights).tolist() == [False] * 5 + [True]
    assert np.nansum(found.weights) == pytest.approx(1)


def test_principal_components_of_unrelated_items_keep_at_least_one():
    table = np.array([[1, 1], [1, -1], [-1, 1], [-1, -1]], dtype=float)
    assert components.principal_components(table).kept == 1


@pytest.mark.parametrize(
    "table", [[[1, 2], [2, 1]], [[1, 1], [2, 1], [3, 1]], np.full((4, 3), np.nan), np.ones((0, 2))]
)
def test_too_little_has_no_principal_components(table):
    with pytest.raises(UnusableFigures, match="principal components need"):
        components.principal_components(table)


def test_the_influence_of_the_pillars_agrees_with_coinr():
    """COINr 1.1.14, step 9; it leaves a correlation blank where chance could explain it."""
    table = read_table("coinr-asem/expected_6_aggregated_amean.csv")
    expected = read_table("coinr-asem/expected_9_corr_pillar_subindex.csv")
    rows = zip(expected["Var1"], expected["Var2"], expected["Correlation"], strict=True)
    for above, pillar, published in rows:
        found = weights.influence(numbers(table, pillar), numbers(table, above)[:, 0])
        assert not published or found[0] == pytest.approx(float(published), rel=1e-9)


def test_influence_leaves_out_missing_pairs_and_says_nothing_of_too_few():
    found = weights.influence([[1, 1], [2, np.nan], [3, 4], [5, np.nan], [np.nan, np.nan]], [1, 2, 3, 5, 9])
    assert found[0] == pytest.approx(1)
    assert np.isnan(found[1])


def test_a_row_without_a_total_has_no_influence():
    with pytest.raises(UnusableFigures, match="total"):
        weights.influence([[1], [2]], [1])


def test_a_rotation_that_never_settles_ends(monkeypatch):
    monkeypatch.setattr(components, "ROUNDS", 1)
    loadings = np.random.default_rng(3).normal(size=(7, 3))
    assert np.isfinite(components.varimax(loadings)).all()


def test_rotation_keeps_what_each_item_explains():
    loadings = np.random.default_rng(3).normal(size=(7, 3))
    rotated = components.varimax(loadings)
    assert (rotated**2).sum(axis=1) == pytest.approx((loadings**2).sum(axis=1))

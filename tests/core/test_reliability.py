import json
from types import SimpleNamespace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessment.core import reliability
from assessment.core.weighing import quality
from assessment.core.weighing.arrays import UnusableFigures
from tests.core.published import numbers, read_json, read_table

TABLE = [[1, 2, 1], [2, 2, 3], [3, 4, 3], [4, 5, 5]]


def test_alpha_by_hand():
    """Two items (1, 2, 3) and (1, 3, 2): variances 1 and 1, sum (2, 5, 5) with variance 3: 2 · (1 − 2/3)."""
    assert reliability.cronbach_alpha([[1, 1], [2, 3], [3, 2]]) == pytest.approx(2 / 3)


def test_alpha_agrees_with_pingouin():
    table = read_table("reliability/pingouin_cronbach_alpha.csv")
    items = sorted(set(table["Items"]))
    scores = numbers(table, "Scores")[:, 0].reshape(len(items), -1).T
    expected = read_json("reliability/pingouin_cronbach_alpha_expected.json")["pairwise"]["alpha"]
    assert reliability.cronbach_alpha(scores) == pytest.approx(expected, abs=1e-6)


def test_alpha_with_missing_rows_agrees_with_pingouin():
    table = read_table("reliability/pingouin_cronbach_wide_missing.csv")
    expected = read_json("reliability/pingouin_cronbach_wide_missing_expected.json")["listwise"]["alpha"]
    assert reliability.cronbach_alpha(numbers(table, *table)) == pytest.approx(expected, abs=1e-6)


@pytest.mark.parametrize(
    ("dataset", "name"),
    [("Raw_screened", "expected_3_screened.csv"), ("Normalised", "expected_5_normalised_minmax_0_100.csv")],
)
def test_alpha_of_every_pillar_agrees_with_coinr(dataset, name):
    """COINr 1.1.14, step 8."""
    meta, table = read_table("coinr-asem/input_iMeta.csv"), read_table(f"coinr-asem/{name}")
    parents = dict(zip(meta["iCode"], meta["Parent"], strict=True))
    children = {group: [code for code in table if group in {parents.get(code), parents.get(parents.get(code, ""))}]
                for group in meta["Parent"]}  # fmt: skip
    expected = read_table("coinr-asem/expected_8_cronbach.csv")
    rows = zip(expected["dset"], expected["group"], map(float, expected["alpha"]), strict=True)
    wanted = {group: alpha for dset, group, alpha in rows if dset == dataset}
    found = {group: reliability.cronbach_alpha(numbers(table, *children[group])) for group in wanted}
    assert found == pytest.approx(wanted, rel=1e-9)


def test_alpha_of_the_sub_indices_agrees_with_coinr():
    table = read_table("coinr-asem/expected_6_aggregated_amean.csv")
    pillars = {
        "Conn": ["Physical", "ConEcFin", "Political", "Instit", "P2P"],
        "Sust": ["Environ", "Social", "SusEcFin"],
    }
    found = {name: reliability.cronbach_alpha(numbers(table, *children)) for name, children in pillars.items()}
    assert found == pytest.approx({"Conn": 0.782717127233463, "Sust": -0.289810950876208}, rel=1e-9)


def test_item_rest_correlation_leaves_the_item_out_of_its_total():
    scores = np.array(TABLE, dtype=float)
    expected = [np.corrcoef(scores[:, item], np.delete(scores, item, 1).sum(axis=1))[0, 1] for item in range(3)]
    assert reliability.item_rest_correlation(scores) == pytest.approx(expected)


def test_alpha_if_dropped_is_the_alpha_of_the_others():
    scores = np.array(TABLE, dtype=float)
    expected = [reliability.cronbach_alpha(np.delete(scores, item, 1)) for item in range(3)]
    assert reliability.alpha_if_dropped(scores) == pytest.approx(expected)


def test_rows_with_a_missing_score_are_left_out_everywhere():
    gaps = np.vstack([TABLE, [[9, np.nan, 0]]])
    for figure in (reliability.cronbach_alpha, reliability.item_rest_correlation, reliability.alpha_if_dropped):
        assert figure(gaps) == pytest.approx(figure(TABLE))


@pytest.mark.parametrize(
    "scores",
    [[[1.0], [2.0]], [[1.0, 2.0]], np.zeros((0, 3)), [[0.1, 0.1], [0.1, 0.1], [0.1, 0.1]], [[0.1, 0.9], [0.7, 0.3]],
     np.full((4, 3), np.nan)],
    ids=["one item", "one row", "no row", "no variance", "a sum that never varies", "no complete row"],
)  # fmt: skip
def test_too_little_has_no_alpha(scores):
    assert np.isnan(reliability.cronbach_alpha(scores))


def test_an_item_that_never_varies_has_no_correlation():
    found = reliability.item_rest_correlation([[0.1, 0, 1], [0.1, 1, 2], [0.1, 2, 2]])
    assert np.isnan(found).tolist() == [True, False, False]
    assert np.isnan(reliability.item_rest_correlation([[0.1, 0], [0.1, 1], [0.1, 2]])).all()


@pytest.mark.parametrize("scores", [[1, 2, 3], [[1, np.inf], [2, 3]]])
def test_what_is_no_table_of_scores_is_refused(scores):
    with pytest.raises(UnusableFigures):
        reliability.cronbach_alpha(scores)


scores_of = st.lists(st.lists(st.integers(0, 4), min_size=4, max_size=4), min_size=3, max_size=15)


@given(scores_of, st.floats(0.1, 10), st.floats(-5, 5))
def test_alpha_does_not_depend_on_the_unit(rows, unit, start):
    scores = np.array(rows, dtype=float)
    before, after = (reliability.cronbach_alpha(each) for each in (scores, unit * scores + start))
    assert after == pytest.approx(before, rel=1e-6, abs=1e-6, nan_ok=True)


@given(scores_of)
def test_alpha_never_exceeds_one(rows):
    alpha = reliability.cronbach_alpha(rows)
    assert np.isnan(alpha) or alpha <= 1 + 1e-12


def test_shares_of_every_item_by_hand():
    scores = np.array([[0.0, 1.0], [0.0, 0.5], [np.nan, 1.0], [0.0, np.nan], [np.nan, np.nan]])
    unknown = np.zeros((5, 2), bool)
    unknown[3, 0] = True
    away, visible = np.zeros((5, 2), bool), np.ones((5, 2), bool)
    away[2, 0], visible[4, 1] = True, False
    found = reliability.item_shares(scores, visible=visible, not_applicable=away, unknown=unknown)
    assert found.n.tolist() == [5, 4]
    assert found.floor.tolist() == [1, 0]
    assert found.ceiling == pytest.approx([0, 2 / 3])
    assert found.not_applicable.tolist() == [0.2, 0]
    assert found.unknown.tolist() == [0.2, 0]
    assert found.missing.tolist() == [0.2, 0.25]


def test_an_item_nobody_was_asked_has_no_shares():
    found = reliability.item_shares([[0.5]], visible=[[False]])
    assert np.isnan([found.floor, found.ceiling, found.not_applicable, found.unknown, found.missing]).all()


def test_a_mask_of_another_shape_is_refused():
    with pytest.raises(UnusableFigures, match="shape"):
        reliability.item_shares([[0.5, 0.5]], unknown=[[False]])


LAYOUT = quality.Layout(
    ("a", "b", "c", "d", "e"),
    ("first", "second"),
    np.array([0, 0, 0, 1, 1]),
    np.array([False, False, False, True, True]),
)


def answers() -> tuple[np.ndarray, np.ndarray]:
    rng = np.random.default_rng(5)
    common = rng.random((12, 1))
    scores = np.clip(common + 0.3 * rng.normal(size=(12, 5)), 0, 1)
    visible = np.ones((12, 5), bool)
    visible[6:, 3:] = False
    scores[~visible] = np.nan
    scores[:7, 2] = np.nan
    return scores, visible


def test_the_overall_scale_leaves_out_conditions_and_sparse_criteria():
    scores, visible = answers()
    found = quality.reliability_of(scores, LAYOUT, visible=visible)
    assert (found.overall.n, found.overall.left_out) == (12, ("c",))
    assert [item.id for item in found.overall.items] == ["a", "b"]
    assert found.overall.alpha == pytest.approx(reliability.cronbach_alpha(scores[:, :2]))


def test_a_pillar_is_measured_over_the_rows_that_see_it():
    scores, visible = answers()
    (_, first), (name, second) = quality.reliability_of(scores, LAYOUT, visible=visible).pillars
    assert (name, second.n, second.left_out) == ("second", 6, ())
    assert second.alpha == pytest.approx(reliability.cronbach_alpha(scores[:6, 3:]))
    assert second.items[0].item_rest == pytest.approx(np.corrcoef(scores[:6, 3], scores[:6, 4])[0, 1])
    assert first.left_out == ("c",)


def test_a_score_in_exactly_half_of_the_rows_is_enough():
    scores = np.array([[0.1, 0.2, np.nan], [0.4, 0.3, np.nan], [0.5, 0.9, 0.1], [0.7, 0.8, 0.6]])
    layout = quality.Layout(("a", "b", "c"), ("only",), np.zeros(3, dtype=int), np.zeros(3, dtype=bool))
    found = quality.reliability_of(scores, layout).overall
    assert (found.n, found.left_out) == (2, ())


def test_the_json_has_the_promised_shape_and_no_nan():
    scores, visible = answers()
    printed = json.loads(json.dumps(quality.reliability_of(scores, LAYOUT, visible=visible).as_json(), allow_nan=False))
    assert list(printed) == ["overall", "pillars"]
    assert list(printed["overall"]) == ["n", "alpha", "items", "left_out"]
    assert list(printed["pillars"]) == ["first", "second"]
    assert list(printed["overall"]["items"]["a"]) == ["item_rest", "alpha_if_dropped"]
    assert printed["overall"]["items"]["a"]["alpha_if_dropped"] is None


def test_no_answers_at_all_still_give_a_report():
    found = quality.reliability_of(np.zeros((0, 5)), LAYOUT)
    assert (found.overall.n, found.overall.left_out) == (0, ("a", "b", "c"))
    assert np.isnan(found.overall.alpha)


def test_scores_of_another_questionnaire_are_refused():
    with pytest.raises(UnusableFigures, match="layout"):
        quality.reliability_of(np.zeros((3, 4)), LAYOUT)


def node(**facts: object) -> SimpleNamespace:
    return SimpleNamespace(**{"when": None, **facts})


def test_a_condition_anywhere_above_makes_a_criterion_conditional():
    pillars = (
        node(id="p1", indicators=(node(criteria=(node(id="free"), node(id="own", when=object()))),)),
        node(id="p2", indicators=(node(criteria=(node(id="under"),), when=object()),)),
        node(id="p3", indicators=(node(criteria=(node(id="deep"),)),), when=object()),
    )
    layout = quality.Layout.of(SimpleNamespace(pillars=pillars))
    assert layout.criteria == ("free", "own", "under", "deep")
    assert layout.conditional.tolist() == [False, True, True, True]
    assert layout.pillar_of.tolist() == [0, 0, 1, 2]

from collections.abc import Iterator
from itertools import product
from types import SimpleNamespace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assessment.core import aggregate
from assessment.core.parts.terms import Text, Threshold
from assessment.core.publishing import distribution, publication
from assessment.core.publishing.publication import Cut
from assessment.core.publishing.summary import Frame, Results, Summary, Withheld
from assessment.core.questionnaire import Level
from assessment.core.weighing.arrays import UnusableFigures

LEVELS = tuple(
    Level(
        id=number, name=Text({"vi": f"Mức {number}"}), text=None, threshold=Threshold(start, number == 0), breadth=None
    )
    for number, start in enumerate((0.0, 10.0, 20.0, 40.0, 60.0, 80.0))
)
FRAME = Frame(LEVELS, LEVELS, ("strategy", "people"), ("a", "b", "c", "d"))


def results(overall: list[float] | np.ndarray, *, pillars: np.ndarray | None = None) -> Results:
    scores = np.asarray(overall, dtype=float)
    level = np.where(np.isnan(scores), np.nan, np.searchsorted([10, 20, 40, 60, 80], scores))
    both = np.column_stack([scores, scores]) if pillars is None else pillars
    return Results(scores, level, both, np.repeat(scores[:, None] / 100, 4, axis=1))


def cut(name: str, *sizes: int, **facts: np.ndarray) -> Cut:
    codes = np.repeat(np.arange(len(sizes)), sizes)
    return Cut(name, tuple(f"{name}-{place}" for place in range(len(sizes))), codes, **facts)


def spread(scores: list[float], **wishes: object) -> distribution.Distribution:
    given_results = results(scores)
    return distribution.distribution(
        given_results.overall, given_results.level, (0, 1, 2, 3, 4, 5), **{"minimum": 1, "counted": True, **wishes}
    )


def test_a_distribution_by_hand():
    found = spread([30.0, 10.0, 20.0, 40.0, 100.0])
    assert (found.n, found.mean, found.lower, found.median, found.upper) == (5, 40, 20, 30, 40)
    assert [each.share for each in found.levels] == [20, 20, 40, 0, 0, 20]
    assert [(each.low, each.high, each.count) for each in found.bins] == [
        (0, 20, 1), (20, 30, 1), (30, 40, 1), (40, 50, 1), (50, 100, 1)
    ]  # fmt: skip


def test_a_score_within_the_tolerance_below_an_edge_lies_above_it():
    assert spread([0.1 + 0.2 + 59.7 - 1e-12, 60.0], minimum=0).bins[6].count == 2


def test_bins_of_a_group_carry_shares_and_no_counts():
    assert [(each.share, each.count) for each in spread([1.0, 50.0, 51.0], counted=False).bins] == [
        (33, None),
        (67, None),
    ]


@pytest.mark.parametrize(
    ("counts", "minimum", "expected"),
    [
        ([12, 4, 7, 2, 30, 1], 10, [12, 11, 33]),
        ([0, 0, 40, 0], 10, [40]),
        ([10, 10], 10, [10, 10]),
        ([1, 2], 10, [3]),
        ([0, 5, 0], 0, [0, 5, 0]),
    ],
)
def test_bins_are_merged_with_the_next(counts, minimum, expected):
    assert [sum(counts[start:stop]) for start, stop in distribution.merged(counts, minimum)] == expected


@given(st.lists(st.integers(0, 30), min_size=1, max_size=12), st.integers(0, 15))
def test_merged_bins_cover_everything_and_none_is_small(counts, minimum):
    ranges = distribution.merged(counts, minimum)
    assert [place for start, stop in ranges for place in range(start, stop)] == list(range(len(counts)))
    if sum(counts) >= minimum:
        assert all(sum(counts[start:stop]) >= minimum for start, stop in ranges)


@given(st.lists(st.floats(0, 100), min_size=1, max_size=40))
def test_quartiles_agree_with_numpy(scores):
    found = spread(scores)
    expected = np.quantile(scores, [0.25, 0.5, 0.75])
    assert (found.lower, found.median, found.upper) == pytest.approx(tuple(expected), abs=1e-9)


@pytest.mark.parametrize(("scores", "levels"), [([], []), ([np.nan], [0]), ([1.0, 2.0], [0])])
def test_no_distribution_of_nothing(scores, levels):
    with pytest.raises(UnusableFigures):
        distribution.distribution(scores, levels, (0,), minimum=0, counted=True)


def test_the_whole_is_described_with_its_response_and_levels():
    shown = aggregate.summarise(results([5.0] * 10 + [45.0] * 20 + [np.nan] * 5), FRAME, [], invited=60)
    assert (shown.n, shown.invited, shown.response, shown.withheld) == (30, 60, 50, None)
    assert shown.distribution is not None
    assert shown.distribution.median == 45
    assert [each.share for each in shown.distribution.levels] == [33, 0, 0, 67, 0, 0]
    assert [(each.pillar, each.level) for each in shown.pillars] == [("strategy", 2), ("people", 2)]
    assert shown.pillars[0].mean == pytest.approx((50 + 900) / 30)


def test_fewer_than_ten_together_show_nothing():
    shown = aggregate.summarise(results([5.0] * 9), FRAME, [cut("size", 9)], crossings=[("size", "size")], invited=60)
    assert (shown.n, shown.response, shown.distribution, shown.withheld) == (None, None, None, Withheld.FEW)
    assert shown.breakdowns[0].groups[0].withheld is Withheld.PROTECTED
    assert {each.withheld for each in (*shown.pillars, *shown.criteria)} == {Withheld.FEW}
    assert shown.heatmaps[0].rows[0].pillars[0].withheld is Withheld.PROTECTED
    assert shown.strongest == shown.weakest == ()
    assert (shown.breakdowns[0].hidden, shown.breakdowns[0].hidden_n) == (1, None)


def test_nobody_at_all_shows_nothing():
    shown = aggregate.summarise(results([]), FRAME, [cut("size", 0, 0)], minimum=0)
    assert (shown.n, shown.distribution) == (None, None)


def test_small_groups_are_withheld_with_a_sibling_and_one_reason():
    shown = aggregate.summarise(results(np.linspace(0, 99, 60)), FRAME, [cut("sector", 40, 8, 12)]).breakdowns[0]
    assert [(group.n, group.withheld) for group in shown.groups] == [
        (40, None),
        (None, Withheld.PROTECTED),
        (None, Withheld.PROTECTED),
    ]
    assert (shown.hidden, shown.hidden_n) == (2, 20)
    assert shown.groups[1].distribution is shown.groups[1].response is None


def test_a_shown_group_tells_its_response_in_whole_percent():
    parted = cut("size", 15, 12, invited=np.array([40, 0]))
    shown = aggregate.summarise(results(np.linspace(0, 99, 27)), FRAME, [parted]).breakdowns[0]
    assert [group.response for group in shown.groups] == [38, None]


def test_internal_pages_show_every_group():
    shown = aggregate.summarise(results([5.0, 15.0, 25.0]), FRAME, [cut("size", 1, 2, 0)], minimum=0).breakdowns[0]
    assert [group.n for group in shown.groups] == [1, 2, 0]
    assert [group.distribution is None for group in shown.groups] == [False, False, True]


def test_a_heat_map_by_hand():
    pillars = np.array([[10.0, 50.0]] * 12 + [[30.0, np.nan]] * 6 + [[60.0, 90.0]] * 9)
    shown = aggregate.summarise(results(np.full(27, 20.0), pillars=pillars), FRAME, [cut("sector", 12, 15)]).heatmaps[0]
    first, second = shown.rows
    assert [(each.mean, each.level) for each in first.pillars] == [(10.0, 0), (None, None)]
    assert (second.n, second.pillars[0].mean) == (15, pytest.approx(48.0))
    # Nine of the second group have a score in the second pillar, so the column hides both groups.
    assert [row.pillars[1].withheld for row in shown.rows] == [Withheld.PROTECTED] * 2


def test_a_pillar_of_one_sector_is_shown_there_and_not_asked_elsewhere():
    pillars = np.column_stack([np.full(40, 30.0), np.repeat([70.0, np.nan], [25, 15])])
    asked = np.array([[True, True], [True, False]])
    shown = aggregate.summarise(
        results(np.full(40, 20.0), pillars=pillars), FRAME, [cut("sector", 25, 15, applies=asked)]
    )
    assert [row.pillars[1].mean for row in shown.heatmaps[0].rows] == [pytest.approx(70.0), None]
    assert shown.heatmaps[0].rows[1].pillars[1].withheld is Withheld.NOT_ASKED


def told_of_pillars(shown: Summary, cuts: list[Cut], pillars: np.ndarray) -> Iterator[np.ndarray]:
    """Give of each pillar who stands behind every figure of it that is told."""
    for place, whole in enumerate(shown.pillars):
        scored = ~np.isnan(pillars[:, place])
        cells = [
            scored & (cuts[at].codes == row)
            for at, heat in enumerate(shown.heatmaps)
            for row, each in enumerate(heat.rows)
            if each.pillars[place].mean is not None
        ]
        yield np.array([scored] * (whole.mean is not None) + cells).reshape(-1, len(pillars))


def test_groups_far_apart_are_not_told_side_by_side_where_few_of_the_rest_have_the_pillar():
    sector, place = cut("sector", 30, 30), cut("place", 15, 30, 15)
    scored = np.r_[0:20, 30:60]
    pillars = np.full((60, 2), np.nan)
    pillars[:, 0], pillars[scored, 1] = 30.0, 50.0
    shown = aggregate.summarise(results(np.full(60, 30.0), pillars=pillars), FRAME, [sector, place])
    sectors, places = ([row.pillars[1].mean for row in heat.rows] for heat in shown.heatmaps)
    # Of the first sector's 20 with this pillar 15 are of the first place: the mean of the other five must not come out.
    assert (sectors, places[0]) == ([50.0, 50.0], None)


@given(st.integers(0, 10_000), st.sampled_from([25, 40, 80]))
def test_no_two_figures_of_a_pillar_differ_by_a_few_enterprises(seed: int, n: int):
    chance = np.random.default_rng(seed)
    sector, place = chance.integers(0, 3, n), chance.integers(0, 3, n)
    place = np.where(chance.random(n) < 0.7, sector, place)
    pillars = np.where(chance.random((n, 2)) < 0.8, 50.0, np.nan)
    cuts = [Cut("sector", ("a", "b", "c"), sector), Cut("place", ("x", "y", "z"), place)]
    shown = aggregate.summarise(results(np.full(n, 50.0), pillars=pillars), FRAME, cuts)
    for told in told_of_pillars(shown, cuts, pillars):
        assert all(members.sum() >= 10 for members in told)
        rest = [(other & ~one).sum() for one in told for other in told if not (one & ~other).any()]
        assert all(few == 0 or few >= 10 for few in rest)


def test_a_cell_without_scores_says_nothing_on_internal_pages():
    pillars = np.column_stack([np.full(3, 30.0), np.full(3, np.nan)])
    shown = aggregate.summarise(results([1.0, 2.0, 3.0], pillars=pillars), FRAME, [cut("size", 3)], minimum=0)
    cell = shown.heatmaps[0].rows[0].pillars[1]
    assert (cell.mean, cell.level, cell.withheld) == (None, None, None)


def test_the_strongest_and_weakest_criteria_never_overlap():
    rows = results(np.full(20, 30.0))
    criteria = np.tile([0.2, 0.9, 0.6, 0.6], (20, 1))
    criteria[0:12, 2] = np.nan
    criteria[0:5, 3] = np.nan
    shown = aggregate.summarise(Results(rows.overall, rows.level, rows.pillars, criteria), FRAME, [])
    assert [each.criterion for each in shown.strongest] == ["b"]
    assert [each.criterion for each in shown.weakest] == ["a"]
    assert [(each.mean is None, each.reached) for each in shown.criteria] == [
        (False, 0), (False, 100), (True, None), (False, 100)
    ]  # fmt: skip


def test_the_frame_follows_the_questionnaire():
    pillars = (SimpleNamespace(id="strategy"), SimpleNamespace(id="people"))
    asked = SimpleNamespace(levels=LEVELS, pillar_levels=(), pillars=pillars, criteria=(SimpleNamespace(id="a"),))
    assert Frame.of(asked) == Frame(LEVELS, LEVELS, ("strategy", "people"), ("a",))


def test_a_crossing_shows_its_cells_by_row():
    size = Cut("size", ("micro", "small"), np.tile([0, 0, 1], 20))
    shown = aggregate.summarise(
        results(np.linspace(0, 99, 60)), FRAME, [cut("sector", 30, 30), size], crossings=[("sector", "size")]
    )
    (crossing,) = shown.crossings
    assert (crossing.rows, crossing.columns, crossing.row_groups) == ("sector", "size", ("sector-0", "sector-1"))
    assert [[group.n for group in row] for row in crossing.groups] == [[20, 10], [20, 10]]
    assert [group.id for group in crossing.groups[0]] == ["micro", "small"]


@pytest.mark.parametrize(
    "bad",
    [
        lambda: aggregate.summarise(results([1.0]), Frame((), (), ("strategy",), ()), []),
        lambda: aggregate.summarise(results([1.0]), FRAME, [cut("size", 2)]),
        lambda: cut("size", 1).__class__("size", ("one",), np.array([1])),
        lambda: publication.plan([cut("size", 2), cut("sector", 3)], [], 10),
    ],
)
def test_what_does_not_fit_is_refused(bad):
    with pytest.raises(UnusableFigures):
        bad()


def test_a_place_that_is_almost_a_sector_is_hidden():
    """Thirty enterprises of tourism, of whom twenty-five are all of one island: five would be left to see."""
    sector = cut("sector", 30, 40, 50)
    place = Cut("place", ("island", "coast", "hills"), np.repeat([0, 1, 2], [25, 45, 50]))
    settled = publication.plan([sector, place], [], 10)
    assert settled.groups[1][0]
    assert settled.groups[1].sum() > 1


def test_hidden_groups_together_are_not_almost_a_group_of_another_cut():
    """The two small places are told together by the total; a sector of two more enterprises would give those two."""
    place = cut("place", 7, 7, 40, 46)
    sector = Cut("sector", ("fishing", "other"), np.repeat([0, 1], [16, 84]))
    settled = publication.plan([place, sector], [], 10)
    away = settled.groups[0]
    assert away[:2].all()
    assert away.sum() > 2


people = st.lists(st.tuples(st.integers(0, 2), st.integers(0, 1), st.integers(0, 3)), min_size=6, max_size=40)


@settings(max_examples=200, deadline=None)
@given(people, st.integers(2, 5))
def test_no_published_groups_of_any_cuts_differ_by_a_few(rows, minimum):
    codes = np.array(rows)
    cuts = [
        Cut(name, tuple(map(str, range(size))), codes[:, place])
        for place, (name, size) in enumerate((("sector", 3), ("size", 2), ("place", 4)))
    ]
    settled = publication.plan(cuts, [(0, 1)], minimum)
    shown = publication.told(cuts, [(0, 1)], settled)
    assert shown[0].all()
    assert len(shown) == 1 + sum((~away).sum() + (0 < away.sum() < away.size) for away in settled.groups) + sum(
        (~away).sum() for away in settled.cells
    )
    for one, other in product(shown, shown):
        assert one.sum() >= minimum
        if not (one & ~other).any():
            assert not 0 < (other & ~one).sum() < minimum
    for parted, away in zip(cuts, settled.groups, strict=True):
        assert away[parted.counts < minimum].all()
        assert not away.any() or (away.sum() > 1 and parted.counts[away].sum() >= minimum)


@settings(max_examples=50, deadline=None)
@given(people)
def test_a_minimum_of_nothing_hides_nothing(rows):
    codes = np.array(rows)
    cuts = [Cut("sector", ("a", "b", "c"), codes[:, 0]), Cut("size", ("a", "b"), codes[:, 1])]
    settled = publication.plan(cuts, [(0, 1)], 0)
    assert not any(away.any() for away in (*settled.groups, *settled.cells))


def test_the_strongest_and_weakest_criteria_stand_in_the_order_of_the_share_that_is_shown():
    scores = [[0.5] * 20, [1.0] * 5 + [0.0] * 15, [0.6] * 20, [0.9] * 12 + [0.0] * 8]
    rows = results(np.full(20, 30.0))
    shown = aggregate.summarise(Results(rows.overall, rows.level, rows.pillars, np.array(scores).T), FRAME, [])
    assert [(each.criterion, each.reached) for each in shown.strongest] == [("c", 100), ("d", 60)]
    assert [(each.criterion, each.reached) for each in shown.weakest] == [("a", 0), ("b", 25)]

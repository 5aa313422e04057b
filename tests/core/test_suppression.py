from itertools import combinations, product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assessment.core import suppression
from assessment.core.publishing import crosstable
from assessment.core.weighing.arrays import UnusableFigures

CASES = {
    "all large": ([10, 11, 400], 10, [0, 0, 0]),
    "a small one takes the smallest sibling along": ([45, 28, 7, 12], 10, [0, 0, 1, 1]),
    "two small ones cover each other": ([45, 28, 7, 5], 10, [0, 0, 1, 1]),
    "two small ones below the minimum take a third": ([45, 28, 4, 5], 10, [0, 1, 1, 1]),
    "zero is hidden too, with the smallest": ([0, 30, 20, 40], 10, [1, 0, 1, 0]),
    "of equal siblings the first": ([5, 20, 20, 20], 10, [1, 1, 0, 0]),
    "exactly the minimum is shown": ([10, 10], 10, [0, 0]),
    "one below the minimum hides both of two": ([9, 500], 10, [1, 1]),
    "all small: all hidden": ([1, 2, 3], 10, [1, 1, 1]),
    "a single small cell has no sibling": ([3], 10, [1]),
    "a single large cell": ([30], 10, [0]),
    "no cell": ([], 10, []),
    "zeros need a sibling above the minimum": ([0, 0, 0, 12], 10, [1, 1, 1, 1]),
    "nothing is below a minimum of nothing": ([0, 1, 2], 0, [0, 0, 0]),
}


@pytest.mark.parametrize(("counts", "minimum", "expected"), CASES.values(), ids=CASES.keys())
def test_small_cells_and_their_cover_are_hidden(counts, minimum, expected):
    assert suppression.hidden(counts, minimum).tolist() == [bool(cell) for cell in expected]


def test_a_cell_forced_away_takes_a_sibling_along():
    assert suppression.hidden([40, 20, 30], 10, forced=[True, False, False]).tolist() == [True, True, False]


@pytest.mark.parametrize("counts", [[1.5], [-1], [np.nan], [[1]], 3])
def test_what_is_no_count_is_refused(counts):
    with pytest.raises(UnusableFigures):
        suppression.hidden(counts, 10)


@given(st.lists(st.integers(0, 40), max_size=12), st.integers(1, 15))
def test_the_hidden_sum_is_never_small_and_never_one_cell(counts, minimum):
    hide = suppression.hidden(counts, minimum)
    cells = np.array(counts, dtype=int)
    assert (cells[~hide] >= minimum).all()
    if hide.any() and not hide.all():
        assert hide.sum() > 1
        assert cells[hide].sum() >= minimum


@given(st.lists(st.integers(0, 40), max_size=12), st.integers(1, 15))
def test_no_more_is_hidden_than_needed(counts, minimum):
    hide, cells = suppression.hidden(counts, minimum), np.array(counts, dtype=int)
    extra = np.flatnonzero(hide & (cells >= minimum))
    if extra.size:
        largest = extra[np.argmax(cells[extra])]
        rest = hide.copy()
        rest[largest] = False
        assert rest.sum() == 1 or cells[rest].sum() < minimum


@given(st.lists(st.integers(0, 5), min_size=2, max_size=5), st.integers(1, 4))
def test_no_hidden_count_of_a_list_can_be_recovered(counts, minimum):
    cells = np.array(counts)
    hide = suppression.hidden(cells, minimum)
    if not hide.any() or hide.all():
        return
    total = int(cells[hide].sum())
    ways = [way for way in product(range(total + 1), repeat=int(hide.sum())) if sum(way) == total]
    assert all(len({way[place] for way in ways}) > 1 for place in range(int(hide.sum())))


def fillings(sums_of_rows: list[int], sums_of_columns: list[int], free: np.ndarray) -> list[tuple[int, ...]]:
    """Every way to fill the free cells with counts that keep all sums."""
    places = list(zip(*np.nonzero(free), strict=True))
    ways: list[tuple[int, ...]] = []

    def fill(at: int, rows: list[int], columns: list[int], chosen: tuple[int, ...]) -> None:
        if at == len(places):
            if not any(rows) and not any(columns):
                ways.append(chosen)
            return
        row, column = places[at]
        for count in range(min(rows[row], columns[column]) + 1):
            rows[row] -= count
            columns[column] -= count
            fill(at + 1, rows, columns, (*chosen, count))
            rows[row] += count
            columns[column] += count

    fill(0, list(sums_of_rows), list(sums_of_columns), ())
    return ways


def tables(greatest: int) -> st.SearchStrategy[np.ndarray]:
    shapes = st.tuples(st.integers(2, 3), st.integers(2, 4))
    return shapes.flatmap(
        lambda shape: st.lists(
            st.integers(0, greatest), min_size=shape[0] * shape[1], max_size=shape[0] * shape[1]
        ).map(lambda cells: np.array(cells).reshape(shape))
    )


@settings(max_examples=150, deadline=None)
@given(tables(greatest=3), st.integers(1, 3))
def test_no_hidden_count_of_a_table_can_be_recovered_from_all_totals(cells, minimum):
    # All totals are told here, which is more than is ever published of small rows.
    nothing = np.zeros(cells.shape[0], bool), np.zeros(cells.shape[1], bool)
    if min(cells.sum(axis=1).min(), cells.sum(axis=0).min()) < minimum:
        return
    hide = crosstable.hidden_cells(cells, minimum, rows=nothing[0], columns=nothing[1])
    loose = np.where(hide, cells, 0)
    ways = fillings(loose.sum(axis=1).tolist(), loose.sum(axis=0).tolist(), hide)
    small = cells[hide] < minimum
    assert all(len({way[place] for way in ways}) > 1 for place in np.flatnonzero(small))


@settings(max_examples=300, deadline=None)
@given(tables(greatest=30), st.integers(2, 12))
def test_no_small_sum_of_a_table_follows_from_its_lines(cells, minimum):
    """Every sum of hidden cells that rows minus columns give is of several cells and not small."""
    away = suppression.hidden(cells.sum(axis=1), minimum), suppression.hidden(cells.sum(axis=0), minimum)
    hide = crosstable.hidden_cells(cells, minimum)
    if cells.sum() < minimum:
        assert hide.all()
        return
    rows, columns = lines(away[0]), lines(away[1])
    for plus, minus in product(subsets(rows), subsets(columns)):
        weights = plus[:, None].astype(int) - minus[None, :].astype(int)
        told = np.where(hide, weights, 0)
        for sign in (1, -1):
            if (sign * told >= 0).all() and told.any():
                assert np.abs(told).sum() > 1 or cells.size == 1
                assert cells[told != 0].sum() >= minimum


def lines(away: np.ndarray) -> list[np.ndarray]:
    """The lines whose sums are known: each shown one, and all hidden ones together."""
    single = [np.arange(away.size) == place for place in np.flatnonzero(~away)]
    return [*single, away] if away.any() else single


def subsets(of: list[np.ndarray]) -> list[np.ndarray]:
    empty = np.zeros(of[0].size, dtype=bool)
    return [np.logical_or.reduce([empty, *chosen]) for size in range(len(of) + 1) for chosen in combinations(of, size)]


@given(tables(greatest=30), st.integers(1, 12))
def test_a_hidden_row_or_column_is_hidden_whole(cells, minimum):
    hide = crosstable.hidden_cells(cells, minimum)
    assert hide[suppression.hidden(cells.sum(axis=1), minimum)].all()
    assert hide[:, suppression.hidden(cells.sum(axis=0), minimum)].all()
    assert (cells[~hide] >= minimum).all()


def test_a_large_table_hides_nothing():
    assert not crosstable.hidden_cells(np.full((54, 4), 10), 10).any()


def test_a_cell_that_joins_two_hidden_corners_does_not_stand_alone():
    """Two closed squares of hidden cells, joined by one small cell: every line hides two or more, and still it shows."""
    cells = np.full((4, 4), 30)
    cells[:2, :2] = cells[2:, 2:] = 8
    cells[1, 2] = 4
    hide = crosstable.hidden_cells(cells, 10, rows=np.zeros(4, bool), columns=np.zeros(4, bool))
    assert hide[1, 2]
    others = hide.copy()
    others[:2, :2] = others[2:, 2:] = False
    assert others.sum() > 1


def test_a_table_too_long_on_both_sides_is_refused():
    with pytest.raises(UnusableFigures, match="more than 12"):
        crosstable.hidden_cells(np.full((13, 13), 10), 10)
    assert not crosstable.hidden_cells(np.full((12, 13), 10), 10).any()


def test_a_small_row_whose_total_is_told_all_the_same_is_hidden_and_the_search_ends():
    hide = crosstable.hidden_cells([[1, 1], [20, 20]], 10, rows=[False, False], columns=[False, False])
    assert hide.all()


def test_a_cell_forced_away_is_covered_in_its_row_and_column():
    forced = np.zeros((3, 3), bool)
    forced[0, 0] = True
    hide = crosstable.hidden_cells(np.full((3, 3), 20), 10, forced=forced)
    assert hide[0, 0]
    assert hide.sum() == 4


def test_an_empty_table_hides_what_it_has():
    assert crosstable.hidden_cells(np.zeros((0, 3), dtype=int), 10).shape == (0, 3)


def test_a_group_within_another_needs_ten_between_them():
    people = np.arange(100)
    groups = [people < 100, people < 91, people < 90, people >= 60, people >= 95]
    assert suppression.may_publish(groups).tolist() == [True, False, True, True, False]


def test_the_same_members_twice_tell_nothing():
    assert suppression.may_publish([[True] * 12, [True] * 12]).all()


def test_groups_that_only_overlap_may_stand_together():
    people = np.arange(40)
    assert suppression.may_publish([people < 25, people > 18]).all()


def test_a_later_group_must_differ_by_ten_from_an_earlier_one():
    people = np.arange(60)
    before = [people < 30, people >= 40]
    now = [people < 35, people < 40, people < 30, people >= 45, (people >= 1) & (people < 41)]
    assert suppression.too_close(now, before).tolist() == [True, False, False, True, False]


def test_groups_over_other_enterprises_cannot_be_compared():
    with pytest.raises(UnusableFigures):
        suppression.too_close([[True, False]], [[True]])


def test_memberships_of_no_table_are_refused():
    with pytest.raises(UnusableFigures):
        suppression.may_publish([True, False])


@given(st.lists(st.lists(st.booleans(), min_size=12, max_size=12), max_size=8), st.integers(1, 6))
def test_no_two_published_groups_differ_by_a_few(groups, minimum):
    members = np.array(groups, dtype=bool).reshape(len(groups), 12)
    allowed = members[suppression.may_publish(members, minimum)]
    for one, other in product(allowed, allowed):
        assert one.sum() >= minimum
        if not (one & ~other).any():
            assert not 0 < (other & ~one).sum() < minimum

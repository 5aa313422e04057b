"""What is weighed at a place of the index, what people state about it, and the scores that stand beside it."""

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given as drawn
from hypothesis import strategies as st

from assessment import catalogue
from assessment.core.publishing.summary import Results
from assessment.core.weighing.arrays import UnusableFigures
from assessment.core.weighing.columns import scores_of
from assessment.core.weighing.hierarchy import ACCEPTABLE
from assessment.core.weighing.items import place_of, places
from assessment.core.weighing.judgements import read_matrix
from assessment.core.weighing.pasted import read_pairs, read_points, written
from assessment.core.weighing.proposal import METHODS, Stated, propose

ROOT = Path(__file__).parents[2]
SMALL = catalogue.read(ROOT / "tests" / "questionnaires" / "small" / "1.0.yaml", placed=False)
SHIPPED = [path for path in catalogue.files(ROOT / "questionnaires") if path.parent.name != "targets"]


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.parent.name)
def test_shares_sum_to_a_hundred_at_every_place(path: Path):
    for place in places(catalogue.read(path)):
        assert sum(item.share for item in place.items) == pytest.approx(100)
        assert len(place.items) > 1


def test_pillars_that_nobody_meets_together_are_one_item():
    index = catalogue.read(ROOT / "questionnaires" / "quang-ninh-sme" / "2026.1.yaml")
    sectors = place_of(index, "").items[-1]
    assert len(sectors.ids) == 12
    assert sectors.share == pytest.approx(20)


def test_where_there_is_nothing_to_weigh_there_is_no_place():
    assert place_of(SMALL, "plan") is None
    assert place_of(SMALL, "plan.paper.written") is None


@drawn(st.lists(st.lists(st.integers(1, 50), min_size=3, max_size=3), min_size=1, max_size=6))
def test_the_weights_of_a_budget_are_the_plain_means(points: list[list[int]]):
    rows = [tuple(100 * each / sum(row) for each in row) for row in points]
    weights = propose(Stated("budget", tuple(rows)), 3).weights
    assert weights == pytest.approx([sum(column) / len(rows) for column in zip(*rows, strict=True)], abs=1e-4)


@drawn(st.lists(st.floats(1, 9), min_size=2, max_size=6))
def test_judgements_made_from_weights_give_these_weights_and_may_be_adopted(weights: list[float]):
    matrix = tuple(tuple(one / other for other in weights) for one in weights)
    found = propose(Stated("ahp", matrix), len(weights))
    assert found.adoptable
    assert found.weights == pytest.approx([100 * each / sum(weights) for each in weights], abs=1e-3)


def test_a_ratio_just_above_the_limit_is_not_adoptable():
    low, high = 4.0, 40.0
    for _ in range(60):  # Halve the way to the matrix whose ratio is the limit itself.
        middle = (low + high) / 2
        ratio = _ratio(middle)
        low, high = (middle, high) if ratio <= ACCEPTABLE else (low, middle)
    assert propose(Stated("ahp", _triangle(low)), 3).adoptable
    assert not propose(Stated("ahp", _triangle(high * 1.001)), 3).adoptable


def _triangle(judgement: float) -> tuple[tuple[float, ...], ...]:
    return ((1, 2, judgement), (0.5, 1, 2), (1 / judgement, 0.5, 1))


def _ratio(judgement: float) -> float:
    return propose(Stated("ahp", _triangle(judgement)), 3).hierarchy.consistency_ratio


@pytest.mark.parametrize("method", METHODS)
def test_figures_for_another_number_of_items_are_refused(method: str):
    with pytest.raises(UnusableFigures) as refused:
        propose(Stated(method, ((1.0, 1.0),)), 3)
    assert refused.value.code in ("length", "rows")


def test_points_pasted_from_a_spreadsheet_are_read_with_or_without_names_and_heading():
    wanted = ((60.0, 40.0), (45.5, 54.5))
    assert read_points("Tên\tA\tB\nLan\t60\t40\t\nHùng\t45,5\t54,5\t", 2).rows == wanted
    assert read_points("60;40\n45.5;54.5", 2) == Stated("budget", wanted, ("", ""))
    assert read_points("60,40\n45.5,54.5", 2).rows == wanted


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "empty"),
        ("A;B\n", "empty"),
        ("Lan;60", "length"),
        ("Lan;60;x", "figure"),
        ("Lan;60;-1", "figure"),
        ("1;1\n" * 101, "experts"),
    ],
)
def test_points_that_cannot_be_read_are_refused_with_a_code(text: str, code: str):
    with pytest.raises(UnusableFigures) as refused:
        read_points(text, 2)
    assert refused.value.code == code


def test_half_a_matrix_is_enough_and_its_other_half_mirrors_it():
    full = read_matrix("1,1/3,5\n3,1,7\n1/5,1/7,1").values
    assert np.allclose(read_matrix("1,1/3,5\n,1,7\n,,1", half=True).values, full)


def test_rows_with_names_are_put_into_the_order_of_the_items():
    items = place_of(SMALL, "").items
    text = "\tDu lịch\tplan\tSales\nDu lịch\t1\t1/4\t1/2\nplan\t\t1\t2\nSales\t\t\t1"
    assert np.allclose(read_pairs(text, items).rows, ((1, 2, 4), (0.5, 1, 2), (0.25, 0.5, 1)))
    # The corner above the names gets lost where blanks at the ends of a text are taken away.
    assert read_pairs(text.strip(), items) == read_pairs(text, items)


@drawn(st.lists(st.floats(1 / 9, 9), min_size=3, max_size=3))
def test_judgements_written_out_are_read_back_the_same(upper: list[float]):
    first, second, third = upper
    stated = Stated("ahp", ((1, first, second), (1 / first, 1, third), (1 / second, 1 / third, 1)))
    items = place_of(SMALL, "").items
    assert np.allclose(read_pairs(written(stated, ["plan", "sales", "tourism"]), items).rows, stated.rows, rtol=1e-6)


def test_points_written_out_are_read_back_the_same():
    stated = read_points("Lan;60;40\n;45.5;54.5", 2)
    assert read_points(written(stated, ["a", "b"]), 2).rows == stated.rows


@pytest.mark.parametrize("names", ["plan;plan;sales", "plan;sales;nobody"])
def test_a_name_that_is_no_item_or_stands_there_twice_is_refused(names: str):
    rows = "\n".join(f"{name};1;1;1" for name in names.split(";"))
    with pytest.raises(UnusableFigures) as refused:
        read_pairs(f";{names}\n{rows}", place_of(SMALL, "").items)
    assert refused.value.code == "name"


def test_the_scores_of_a_place_are_those_of_its_items():
    results = Results(
        np.array([50.0]),
        np.array([1.0]),
        np.array([[40.0, 60.0, np.nan]]),
        np.array([[0.5, 1.0, 0.2, 0.4, np.nan, np.nan]]),
    )
    assert np.array_equal(scores_of(SMALL, place_of(SMALL, ""), results), [[40, 60, np.nan]], equal_nan=True)
    assert np.array_equal(scores_of(SMALL, place_of(SMALL, "plan.paper"), results), [[0.5, 1.0]])


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.parent.name)
def test_a_version_written_anew_differs_in_what_was_changed_alone(path: Path):
    old = catalogue.read(path)
    first = old.pillars[0]
    text = catalogue.reweighted(path.read_bytes(), version="9.10", weights={first.id: 12.3456}, note={"vi": "Ghi chú."})
    new = catalogue.load(text, "new")
    assert new.version == "9.10"
    assert new.about.of("vi") == f"{old.about.of('vi')} Ghi chú."
    assert new.about.of("en") == old.about.of("en")
    assert new.pillars[0].weight == 12.3456
    assert (new.pillars[0].indicators, new.pillars[1:]) == (first.indicators, old.pillars[1:])
    kept = ("id", "title", "profile", "levels", "pillar_levels", "checks", "context", "aggregate", "coverage")
    assert all(getattr(new, name) == getattr(old, name) for name in kept)


@drawn(st.floats(0.01, 99.99).map(lambda weight: round(weight, 4)))
def test_any_weight_is_read_as_it_was_written(weight: float):
    text = (ROOT / "tests" / "questionnaires" / "small" / "1.0.yaml").read_bytes()
    written = catalogue.reweighted(text, version="2", weights={"plan": weight}, note={})
    assert catalogue.load(written, "new").pillar("plan").weight == weight

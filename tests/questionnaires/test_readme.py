"""What the documentation of the format says by hand, the engine says too."""

import re
from pathlib import Path

import numpy as np
import pytest
import yaml

from assessment import catalogue
from assessment.core import definition, scoring
from assessment.core.facts.register import ORGANISATION_TYPES, SECTORS, SIZES
from assessment.core.questionnaire import Aggregate
from assessment.core.reckoning import scoresheet
from assessment.core.tracing import told
from assessment.core.tracing.trace import trace
from tests.core.builders import criterion, flat

README = Path(__file__).parents[2] / "questionnaires" / "README.md"
NONE = np.nan


def blocks(language: str) -> list[str]:
    return re.findall(rf"```{language}\n(.*?)```", README.read_text(encoding="utf-8"), re.DOTALL)


(EXAMPLE,) = (block for block in blocks("yaml") if block.startswith("format: 1"))
FORM = definition.parse(yaml.safe_load(EXAMPLE))
SHOP = scoring.compile(FORM)


def scored(points: list[float], *, not_applicable: str = "", unknown: str = "") -> scoring.Scores:
    def mask(*names: str) -> list[list[bool]]:
        return [[name in names for name in SHOP.criteria]]

    return scoring.score(
        SHOP,
        [points],
        visible=~np.array(mask("sales.online.tours")),
        not_applicable=mask(not_applicable),
        unknown=mask(unknown),
    )


def test_the_worked_example_comes_out_as_on_paper():
    scores = scored([0.4, 0.6, NONE, 1, 0.5, NONE], unknown="safety.basics.lock")
    assert scores.pillars[0].tolist() == pytest.approx([68.889, 25], abs=5e-4)
    assert scores.pillar_levels[0].tolist() == [2, 1]
    assert (scores.overall[0], scores.highest[0]) == pytest.approx((57.917, 70.417), abs=5e-4)
    assert (scores.lowest[0], scores.level[0], scores.coverage[0]) == (scores.overall[0], 1, 1)


def test_a_month_closed_leaves_the_sum_as_on_paper():
    scores = scored([0.4, NONE, NONE, 1, 0.5, NONE], not_applicable="sales.online.share", unknown="safety.basics.lock")
    assert (scores.pillars[0, 0], scores.overall[0]) == pytest.approx((60, 51.25))
    assert scores.coverage[0] == pytest.approx(0.66667, abs=5e-6)


def test_a_known_screen_lock_lifts_the_shop_to_level_2():
    scores = scored([0.4, 0.6, NONE, 1, 0.5, 0.4])
    assert scores.overall[0] == pytest.approx(62.917, abs=5e-4)
    assert scores.level[0] == 2


def test_the_way_of_one_row_is_printed_as_the_page_shows_it():
    (answers,), (shown,) = blocks("csv"), [block for block in blocks("console") if "--explain" in block]
    profile, given = scoresheet.row_of(FORM, answers.splitlines(), "an-phu")
    assert shown.splitlines()[1:] == list(told.lines(trace(FORM, profile, given), FORM.levels, "en"))


def test_faults_are_printed_as_the_page_shows_them():
    (shown,) = (block for block in blocks("console") if "choise" in block)
    slips = EXAMPLE.replace('version: "1.0"', "version: 1.0").replace("kind: choice", "kind: choise", 1)
    with pytest.raises(catalogue.CatalogueError) as caught:
        catalogue.load(slips, "questionnaires/corner-shop/1.0.yaml")
    assert shown.splitlines() == list(caught.value.lines)


@pytest.mark.parametrize(
    ("mean", "result"), [("arithmetic", 60), ("geometric", 54.3), ("harmonic", 50), ("minimum", 40)]
)
def test_the_four_means_come_out_as_in_the_table(mean: Aggregate, result: float):
    form = flat(criterion("weak", weight=2.0), criterion("strong", weight=1.0), aggregate=mean)
    assert scoring.score(scoring.compile(form), [[0.4, 1.0]]).overall[0] == pytest.approx(result, abs=0.05)


def test_the_facts_the_program_knows_are_those_of_the_table():
    text = README.read_text(encoding="utf-8")
    for fact, values in (("sector", SECTORS), ("organisation_type", ORGANISATION_TYPES), ("size", SIZES)):
        assert f"| `{fact}` | {', '.join(values)} |" in text

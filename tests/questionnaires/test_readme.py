"""What the documentation of the format says by hand, the engine says too."""

import re
from pathlib import Path

import numpy as np
import pytest
import yaml

from assessment.core import definition, scoring

README = Path(__file__).parents[2] / "questionnaires" / "README.md"
NONE = np.nan


def corner_shop() -> scoring.Compiled:
    blocks = re.findall(r"```yaml\n(.*?)```", README.read_text(encoding="utf-8"), re.DOTALL)
    (example,) = (block for block in blocks if block.startswith("format: 1"))
    return scoring.compile(definition.parse(yaml.safe_load(example)))


SHOP = corner_shop()


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

import json

import numpy as np
import pytest

from assessment.core import aggregate
from assessment.core.parts.terms import Text, Threshold
from assessment.core.publishing import snapshot
from assessment.core.publishing.publication import Cut
from assessment.core.publishing.summary import Frame, Results, Summary
from assessment.core.questionnaire import Level

LEVEL = Level(id=0, name=Text({"vi": "Mức"}), text=None, threshold=Threshold(0.0, inclusive=True), breadth=None)


def summary(n: int) -> Summary:
    scores = np.linspace(0, 99, n)
    rows = Results(scores, np.zeros(n), scores[:, None], scores[:, None] / 100)
    size = Cut("size", ("micro", "small", "large"), np.arange(n) % 3, invited=np.array([90, 90, 90]))
    sector = Cut("sector", ("trade", "tourism"), (np.arange(n) < 5).astype(int))
    frame = Frame((LEVEL,), (LEVEL,), ("people",), ("people.skill",))
    return aggregate.summarise(rows, frame, [size, sector], crossings=[("size", "sector")], invited=300)


@pytest.mark.parametrize("n", [0, 6, 60])
def test_a_summary_comes_back_from_json_as_it_was(n):
    before = summary(n)
    stored = json.dumps(snapshot.plain(before), allow_nan=False)
    assert snapshot.restored(Summary, json.loads(stored)) == before


def test_what_was_stored_for_another_kind_is_refused():
    with pytest.raises(KeyError):
        snapshot.restored(Summary, {"n": 3})


def test_quartiles_of_pillars_stand_beside_their_means_and_old_figures_have_none():
    stored = snapshot.plain(summary(60))
    cell = summary(60).heatmaps[0].rows[0].pillars[0]
    assert cell.quartiles.lower < cell.quartiles.median < cell.quartiles.upper
    assert cell.quartiles.median == pytest.approx(np.median(np.linspace(0, 99, 60)[::3]))
    assert [each.quartiles is None for each in summary(6).pillars] == [True]
    for figure in stored["pillars"]:
        del figure["quartiles"]
    assert snapshot.restored(Summary, stored).pillars[0].quartiles is None

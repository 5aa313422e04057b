"""The quality of an index, held against plain loops over its single assessments."""

from pathlib import Path

import numpy as np
import pytest

from assessment import catalogue
from assessment.core.appraisal import appraise
from assessment.core.publishing.snapshot import plain, restored
from assessment.core.reckoning.outcome import outcome
from assessment.core.scoring import matrix
from assessment.core.values.states import (
    Answered,
    Answers,
    Chosen,
    DontKnow,
    Figure,
    NotApplicable,
    Part,
    Profile,
    Ticked,
)
from assessment.core.weighing.assembled import Assembled, Earlier
from assessment.core.weighing.findings import Appraisal, LeftOutFinding, published

SMALL = catalogue.read(Path(__file__).parents[1] / "questionnaires" / "small" / "1.0.yaml", placed=False)


def people(n: int, seed: int = 1) -> list[tuple[Profile, Answers]]:
    """Invent so many assessments; some know nothing, some are not concerned, every fourth is in tourism."""
    rng = np.random.default_rng(seed)
    return [_one(rng, "tourism" if place % 4 == 0 else "trade") for place in range(n)]


def _one(rng: np.random.Generator, sector: str) -> tuple[Profile, Answers]:
    ladder = ("none", "some", "full")
    states = {
        "plan.paper.written": DontKnow() if rng.random() < 0.2 else Answered(Chosen(ladder[rng.integers(3)])),
        "plan.paper.reviewed": Answered(Chosen(ladder[rng.integers(3)])),
        "sales.online.channels": NotApplicable("closed") if rng.random() < 0.3 else Answered(Ticked(("web", "zalo"))),
        "sales.online.share": Answered(Part(float(rng.integers(0, 30)), 100.0)),
        "sales.online.staff": Answered(Figure(float(rng.integers(0, 6)))),
        "tourism.tickets.qr": Answered(Chosen(ladder[rng.integers(3)])),
    }
    return Profile({"sector": sector, "organisation_type": "enterprise", "size": "small"}), Answers(states)


def assembled(rows: list[tuple[Profile, Answers]], **more: object) -> Assembled:
    sizes = np.array(["small" if place % 3 else "micro" for place in range(len(rows))])
    return Assembled(matrix(SMALL, rows), sizes, {"small": 400, "micro": 600}, **more)


def test_leaving_a_pillar_out_is_scoring_anew_without_it():
    rows = people(60)
    found = {each.pillars: each for each in appraise(SMALL, assembled(rows)).left_out}
    for pillar in SMALL.pillars:
        up = down = n = 0
        for profile, answers in rows:
            before = outcome(SMALL, profile, answers)
            hidden = Answers({name: state for name, state in answers.items() if SMALL.pillar_of(name).id != pillar.id})
            after = _without(pillar.id, profile, hidden)
            if not next(node.visible for node in before.pillars if node.id == pillar.id) or after is None:
                continue
            n += 1
            up += after > before.level
            down += after < before.level
        assert found[pillar.id,].n == n
        assert (found[pillar.id,].up, found[pillar.id,].down) == pytest.approx((up / n, down / n))


def _without(pillar: str, profile: Profile, answers: Answers) -> int | None:
    """Find the level by hand: the weighted mean of the other pillars, then each threshold and breadth in turn."""
    figures = [
        (node, SMALL.pillar(node.id).weight) for node in outcome(SMALL, profile, answers).pillars if node.visible
    ]
    left = [(node, weight) for node, weight in figures if node.id != pillar]
    scored = [(node.score, weight) for node, weight in left if node.score is not None]
    if not scored:
        return None
    overall = sum(score * weight for score, weight in scored) / sum(weight for _, weight in scored)
    broad = sum((node.level or 0) >= 2 for node, _ in left)
    return 2 if overall > 60 + 1e-9 and broad >= 2 else 1 if overall > 20 + 1e-9 else 0


def test_shares_of_every_question_are_counts_over_those_asked():
    rows = people(50)
    found = {each.id: each for each in appraise(SMALL, assembled(rows)).criteria}
    unknown = sum(isinstance(answers.of("plan.paper.written"), DontKnow) for _, answers in rows)
    away = sum(isinstance(answers.of("sales.online.channels"), NotApplicable) for _, answers in rows)
    assert found["plan.paper.written"].unknown == unknown / 50
    assert found["sales.online.channels"].not_applicable == away / 50
    assert found["tourism.tickets.qr"].asked == 13
    reviewed = [answers.of("plan.paper.written") for _, answers in rows]
    shown = [each for each in reviewed if isinstance(each, Answered) and each.value.option != "none"]
    assert found["plan.paper.reviewed"].asked == len(shown)


def test_the_mean_for_all_weighs_the_strata_by_their_size():
    rows = people(45)
    found = appraise(SMALL, assembled(rows))
    scores = [outcome(SMALL, *row).overall for row in rows]
    micro = [score for place, score in enumerate(scores) if place % 3 == 0]
    small = [score for place, score in enumerate(scores) if place % 3]
    assert found.population == 1000
    assert found.estimates[0].mean == pytest.approx(0.4 * np.mean(small) + 0.6 * np.mean(micro))
    assert found.estimates[0].low < found.estimates[0].mean < found.estimates[0].high
    assert sum(each.mean for each in found.estimates[1:]) == pytest.approx(1)


def test_a_stratum_nobody_answered_from_is_named_and_not_spoken_for():
    found = appraise(SMALL, Assembled(matrix(SMALL, people(12)), np.array(["small"] * 12), {"small": 5, "large": 9}))
    assert (found.population, found.silent) == (12, ("large",))


def test_the_change_since_the_wave_before_is_that_of_the_same_enterprises():
    rows = people(30)
    now = [outcome(SMALL, *row) for row in rows]
    overall = np.array([each.overall - 5 if place < 20 else np.nan for place, each in enumerate(now)])
    level = np.where(np.isnan(overall), np.nan, 0.0)
    pillars = np.full((30, 3), np.nan)
    pillars[:20, 0] = [each.pillars[0].score - 3 for each in now[:20]]
    found = appraise(SMALL, assembled(rows, earlier=Earlier(overall, level, pillars)))
    changes = {each.id: each for each in found.changes}
    assert changes[""].mean == pytest.approx(5)
    assert changes["plan"].n == 20
    assert "tourism" not in changes
    assert found.moved.n == 20
    assert found.moved.rose == np.mean([each.level > 0 for each in now[:20]])
    assert found.moved.fell == 0


def test_of_nobody_nothing_is_said():
    assert appraise(SMALL, assembled([])) == Appraisal(0)


@pytest.mark.parametrize("n", [1, 2, 3, 40])
def test_findings_are_stored_and_read_back_the_same_and_hold_no_nan(n: int):
    found = appraise(SMALL, assembled(people(n)))
    assert restored(Appraisal, plain(found)) == found
    assert "nan" not in repr(found)


def test_what_is_published_tells_nothing_of_fewer_than_ten():
    found = appraise(SMALL, assembled(people(36)))
    assert found.left_out[2].n == 9
    shown = published(found, 10)
    assert (shown.left_out[2].n, shown.left_out[2].changed) == (None, None)
    assert shown.criteria[5].floor is None
    assert shown.left_out[0] == found.left_out[0]


def test_a_count_that_lacks_a_few_of_all_is_not_published_but_its_shares_are():
    found = Appraisal(36, left_out=(LeftOutFinding(("plan",), 30, 0.1, 0.2, 1.0), LeftOutFinding(("a",), 26, 0, 0, 0)))
    first, second = published(found, 10).left_out
    assert (first.n, first.up, first.down) == (None, 0.1, 0.2)
    assert second.n == 26


def test_of_fewer_than_ten_nothing_is_published():
    assert published(appraise(SMALL, assembled(people(9))), 10) == Appraisal(None)

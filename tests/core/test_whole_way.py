"""From the cells of a file to level and bounds, held against a plain second reading of the YAML itself."""

import math
import random
from pathlib import Path

import pytest
import yaml

from assessment import catalogue
from assessment.core.answers import from_cell
from assessment.core.reckoning.outcome import outcome
from assessment.core.scoring import compile, matrix, score  # noqa: A004 - the public name of design §5
from assessment.core.values.states import Answers, Problem, Profile
from tests.core.plain_scorer import Plain, options_of

ROOT = Path(__file__).parents[2]
FORMS = [
    *(path for path in catalogue.files(ROOT / "questionnaires") if path.parent.name != "targets"),
    ROOT / "tests" / "questionnaires" / "adversarial.yaml",
    ROOT / "tests" / "questionnaires" / "small" / "1.0.yaml",
]
NEAR = (-2e-9, -0.5e-9, 0.0, 0.5e-9, 2e-9)


def cell(form: dict, criterion: dict, chance: random.Random) -> str:
    """Invent what stands in a cell; figures like to lie at the very edge of a threshold."""
    offered = [""] + ["?"] * bool(criterion.get("dont_know")) + ["n/a"] * bool(criterion.get("not_applicable"))
    if chance.random() < 0.25:
        return chance.choice(offered)
    kind = criterion["kind"]
    if kind in ("choice", "multiple"):
        options = options_of(form, criterion)
    if kind == "choice":
        return str(chance.choice(options)["id"])
    if kind == "multiple":
        alone = [each["id"] for each in options if each.get("exclusive")]
        if alone and chance.random() < 0.2:
            return chance.choice(alone)
        others = [each["id"] for each in options if not each.get("exclusive")]
        ticked = set(chance.sample(others, chance.randint(1, len(others))))
        return ";".join(name for name in others if name in ticked)
    return figure(criterion, chance)


def figure(criterion: dict, chance: random.Random) -> str:
    edges = [edge for band in criterion.get("bands", ()) for word, edge in band.items() if word != "points"]
    edges += list(criterion.get("scale", {}).values())
    edges += [10, 90] if criterion["kind"] == "ratio" else []
    value = chance.choice(edges) + chance.choice(NEAR) if chance.random() < 0.6 else chance.uniform(0, max(edges) * 1.1)
    low = criterion.get("min", 0 if criterion["kind"] == "ratio" else min(edges))
    value = min(max(value, low), criterion.get("max", 1e9))
    return f"{value:.12f}/100" if criterion["kind"] == "ratio" else f"{value:.12f}"


def rows(form: dict, count: int) -> list[tuple[dict[str, str], dict[str, str]]]:
    chance = random.Random(20261121)
    criteria = [each for pillar in form["pillars"] for node in pillar["indicators"] for each in node["criteria"]]
    made = []
    for _ in range(count):
        profile = {fact: chance.choice(values) for fact, values in form.get("profile", {}).items()}
        made.append((profile, {each["id"]: cell(form, each, chance) for each in criteria}))
    return made


def read(questionnaire, cells: dict[str, str]) -> Answers:
    states = {name: from_cell(questionnaire.criterion(name), text) for name, text in cells.items()}
    assert not any(isinstance(state, Problem) for state in states.values())
    return Answers({name: state for name, state in states.items() if state is not None})


@pytest.mark.parametrize(
    "path", FORMS, ids=lambda path: path.stem if path.parent.name == "questionnaires" else path.parent.name
)
def test_every_figure_is_that_of_a_plain_reading(path: Path):
    form, questionnaire = yaml.safe_load(path.read_text()), catalogue.read(path, placed=False)
    many = rows(form, 400 if path.stem == "adversarial" else 40)
    answers = [(Profile(profile), read(questionnaire, cells)) for profile, cells in many]
    table = matrix(questionnaire, answers)
    masks = {"visible": table.visible, "not_applicable": table.not_applicable, "unknown": table.unknown}
    together = score(compile(questionnaire), table.points, **masks)
    for row, (plain, whole) in enumerate(zip((Plain(form, *each) for each in many), answers, strict=True)):
        alone = outcome(questionnaire, *whole)
        (overall, coverage), pillars = plain.score() if plain.score()[0] else ((None, None), plain.score()[1])
        lowest, highest = (plain.score(guess)[0] for guess in (0.0, 1.0))
        close(alone.overall, overall)
        close(together.overall[row], overall)
        close(alone.coverage, coverage)
        close(alone.lowest, None if lowest is None else lowest[0])
        close(alone.highest, None if highest is None else highest[0])
        assert alone.level == plain.level()
        assert none_if_nan(together.level[row]) == plain.level()
        for node in alone.pillars:
            found = pillars[node.id]
            assert node.visible == (found is not None)
            if found is not None:
                close(node.score, found[0])
                assert node.level == plain.pillar_level(found[0])


def none_if_nan(figure: float | None) -> float | None:
    return None if figure is None or math.isnan(figure) else figure


def close(found: float | None, wanted: float | None) -> None:
    assert none_if_nan(found) == (None if wanted is None else pytest.approx(wanted, abs=1e-9, rel=1e-12))


def test_the_levels_of_the_adversarial_form_are_all_reached():
    """What is never reached is never tried."""
    path = FORMS[-2]
    form = yaml.safe_load(path.read_text())
    levels = {Plain(form, *each).level() for each in rows(form, 400)}
    assert levels >= {None, 0, 1, 2, 3}

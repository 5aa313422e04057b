"""`index ahp`, `index reliability`, `index robustness`."""

import json
from pathlib import Path

import numpy as np
import pytest

from assessment import catalogue
from assessment.cli.demo import maturity
from assessment.cli.demo.firms import firms
from assessment.core.answers import to_cell
from assessment.core.reckoning.scoresheet import scored
from assessment.core.reliability import cronbach_alpha
from assessment.core.robustness import rank_stability
from tests.cli.conftest import Run
from tests.factories import ROOT, SMALL

HOUSEHOLD = ROOT / "questionnaires" / "household-business" / "2026.1.yaml"


def sheet(questionnaire_path: Path, n: int = 60) -> str:
    """Invent a sheet of answers."""
    questionnaire, rng = catalogue.read(questionnaire_path), np.random.default_rng(5)
    lines = [
        ",".join(
            ["id", *(f"profile.{fact}" for fact, _ in questionnaire.profile), *(c.id for c in questionnaire.criteria)]
        )
    ]
    for number, firm in enumerate(firms(n, rng)):
        answers = maturity.answers(questionnaire, firm.profile, maturity.expected_score(firm.rank), rng)
        facts = [firm.profile.of(fact) or "" for fact, _ in questionnaire.profile]
        lines.append(
            ",".join([f"e{number}", *facts, *(to_cell(each, answers.of(each.id)) for each in questionnaire.criteria)])
        )
    return "\n".join(lines) + "\n"


@pytest.fixture
def answers(write) -> Path:
    return write("answers.csv", sheet(HOUSEHOLD))


def test_a_consistent_matrix_gives_its_weights(run: Run, write):
    said = run("index", "ahp", write("m.csv", ",a,b,c\na,1,2,4\nb,1/2,1,2\nc,1/4,1/2,1\n"))
    found = json.loads(said.out)
    assert said.code == 0
    assert found["weights"] == pytest.approx([4 / 7, 2 / 7, 1 / 7])
    assert found["consistency_ratio"] == pytest.approx(0, abs=1e-9)
    assert (found["consistent"], found["worst_judgement"], found["names"]) == (True, None, ["a", "b", "c"])


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_lines_end_as_any_machine_ends_them(run: Run, write, end: str):
    said = run("index", "ahp", write("m.csv", f"1,3{end}1/3,1{end}".encode()))
    assert (said.code, json.loads(said.out)["weights"]) == (0, pytest.approx([0.75, 0.25]))


def test_points_of_experts_give_mean_shares_and_their_disagreement(run: Run, write):
    found = json.loads(run("index", "budget", write("p.csv", "who;a;b\nLan;60;40\nHùng;40;60\n")).out)
    assert found["weights"] == [0.5, 0.5]
    assert found["disagreement"] == pytest.approx(0.1)
    assert [each["name"] for each in found["experts"]] == ["Lan", "Hùng"]


@pytest.mark.parametrize(
    ("text", "words"),
    [("", "there are no points"), ("Lan;60;30\n", "expert 1 spends 90 of 100"), ("60;40\n50;x;50\n", "3 items")],
)
def test_points_that_do_not_fit_are_told_in_one_line(run: Run, write, text: str, words: str):
    said = run("index", "budget", write("p.csv", text))
    assert said.code == 1
    assert words in said.last


def test_an_inconsistent_matrix_is_shown_with_its_worst_judgement_and_is_no_error(run: Run, write):
    said = run("index", "ahp", write("m.csv", "1;9;1/9\n1/9;1;9\n9;1/9;1\n"))
    found = json.loads(said.out)
    assert said.code == 0
    assert found["consistent"] is False
    assert found["consistency_ratio"] > 0.1
    assert found["worst_judgement"].keys() == {"row", "column", "given", "implied"}


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ("1,2\n", "row 1 has 2"),
        ("1,x\n1/2,1\n", "row 1, column 2: 'x' is not a number"),
        ("1,2\n2,1\n", "reciprocal"),
        ("1,0\n1,1\n", "not above 0"),
        ("", "no judgements"),
        ("price,quality\n", "no judgements below"),
        ('"1,3\n1/3,1\n', "no table"),
        (b"\xff\xfe", "not UTF-8"),
    ],
)
def test_a_matrix_that_is_none_is_told_in_one_line(run: Run, write, content, words: str):
    said = run("index", "ahp", write("m.csv", content))
    assert (said.code, said.out) == (1, "")
    assert words in said.last


def test_reliability_is_told_overall_and_per_pillar(run: Run, answers: Path):
    said = run("index", "reliability", "--questionnaire", HOUSEHOLD, "--answers", answers)
    found, questionnaire = json.loads(said.out), catalogue.read(HOUSEHOLD)
    assert said.code == 0
    assert set(found) == {"overall", "pillars"}
    assert list(found["pillars"]) == [pillar.id for pillar in questionnaire.pillars]
    for scale in (found["overall"], *found["pillars"].values()):
        assert set(scale) == {"n", "alpha", "items", "left_out"}
        assert all(set(item) == {"item_rest", "alpha_if_dropped"} for item in scale["items"].values())
    assert found["overall"]["n"] <= 60
    assert 0.5 < found["overall"]["alpha"] < 1


def test_reliability_agrees_with_the_formula(run: Run, write):
    head = "id,profile.sector,profile.organisation_type,profile.size,plan.paper.written,plan.paper.reviewed"
    questionnaire = catalogue.read(SMALL)
    rest = [criterion.id for criterion in questionnaire.criteria if not criterion.id.startswith("plan.")]
    pairs = [("full", "full"), ("some", "none"), ("full", "some"), ("some", "some")]
    rows = [f"e{n},trade,enterprise,small,{a},{b}{',' * len(rest)}" for n, (a, b) in enumerate(pairs)]
    path = write("a.csv", "\n".join([",".join([head, *rest]), *rows]))
    found = json.loads(run("index", "reliability", "--questionnaire", SMALL, "--answers", path).out)
    worth = {"none": 0.0, "some": 0.5, "full": 1.0}
    expected = cronbach_alpha([[worth[a], worth[b]] for a, b in pairs])
    assert found["pillars"]["plan"]["alpha"] == pytest.approx(expected)


def test_robustness_agrees_with_the_formula_and_repeats_itself(run: Run, answers: Path):
    words = ("index", "robustness", "--questionnaire", HOUSEHOLD, "--answers", answers, "--draws", 200, "--seed", 7)
    said = run(*words)
    found = json.loads(said.out)
    assert said.code == 0
    assert run(*words).out == said.out
    questionnaire = catalogue.read(HOUSEHOLD)
    header, *rows = scored(questionnaire, answers.read_text().splitlines(keepends=True))
    places = [header.index(f"pillar.{pillar.id}") for pillar in questionnaire.pillars]
    pillars = [[float(row[place] or "nan") for place in places] for row in rows]
    weights = [pillar.weight for pillar in questionnaire.pillars]
    expected = rank_stability(pillars, weights, spread=0.25, draws=200, rng=np.random.default_rng(7))
    assert found["mean_rank_shift"] == pytest.approx(expected.mean_shift)
    assert [row["median"] for row in found["rows"].values()] == pytest.approx(expected.median.tolist())
    assert 0 < found["levels_kept"] <= 1


@pytest.mark.parametrize("rule", ["geometric", "harmonic"])
def test_robustness_under_another_rule_ranks_like_the_overall(run: Run, answers: Path, write, rule: str):
    changed = write("q.yaml", HOUSEHOLD.read_text().replace("aggregate: arithmetic", f"aggregate: {rule}", 1))
    assert rule in changed.read_text()
    said = run("index", "robustness", "--questionnaire", changed, "--answers", answers, "--draws", 50)
    assert said.code == 0, said.err
    rows = json.loads(said.out)["rows"]
    overall = {
        row[0]: row[1]
        for row in list(scored(catalogue.read(changed, placed=False), answers.read_text().splitlines(keepends=True)))[
            1:
        ]
    }
    best = max(overall, key=lambda name: float(overall[name] or "nan"))
    assert rows[best]["rank"] == min(row["rank"] for row in rows.values())


def test_robustness_under_the_minimum_finds_that_weights_move_nothing(run: Run, answers: Path, write):
    changed = write("q.yaml", HOUSEHOLD.read_text().replace("aggregate: arithmetic", "aggregate: minimum", 1))
    said = run("index", "robustness", "--questionnaire", changed, "--answers", answers, "--draws", 50)
    assert said.code == 0, said.err
    found = json.loads(said.out)
    assert (found["mean_rank_shift"], found["levels_kept"]) == (0, 1)
    assert all(row["low"] == row["rank"] == row["high"] for row in found["rows"].values())


@pytest.mark.parametrize(
    ("more", "words"),
    [
        (("--spread", "1"), "spread"),
        (("--draws", "0"), "draws"),
        (("--draws", "900000000"), "allow at most"),
        (("--seed", "-1"), "seed"),
    ],
)
def test_robustness_refuses_figures_that_do_not_fit(run: Run, answers: Path, more: tuple[str, str], words: str):
    said = run("index", "robustness", "--questionnaire", HOUSEHOLD, "--answers", answers, *more)
    assert said.code == 2
    assert words in said.last


@pytest.mark.parametrize("what", ["reliability", "robustness"])
def test_a_bad_cell_and_an_empty_file_are_told(run: Run, answers: Path, write, what: str):
    lines = answers.read_text().splitlines()
    empty = write("empty.csv", lines[0] + "\n")
    bad = write("bad.csv", "\n".join([lines[0], lines[1].replace("e0,", "e0,space", 1)]))
    assert "no rows" in run("index", what, "--questionnaire", HOUSEHOLD, "--answers", empty).last
    said = run("index", what, "--questionnaire", HOUSEHOLD, "--answers", bad)
    assert said.code == 1
    assert f"{bad}: row 2, column profile." in said.err


def test_the_quality_of_a_sheet_is_told_whole(run: Run, answers: Path):
    said = run("index", "appraise", "--questionnaire", HOUSEHOLD, "--answers", answers, "--population", "500")
    found = json.loads(said.out)
    assert said.code == 0
    assert (found["n"], found["population"], found["moved"]) == (60, 500, None)
    assert [each["pillars"] for each in found["left_out"]] == [[p.id] for p in catalogue.read(HOUSEHOLD).pillars]
    assert {each["id"] for each in found["criteria"]} == {each.id for each in catalogue.read(HOUSEHOLD).criteria}
    assert found["estimates"][0]["low"] < found["estimates"][0]["mean"] < found["estimates"][0]["high"]

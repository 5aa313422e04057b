"""Numbers that others published, or that independent programs computed, against our engine."""

import csv
import math
from pathlib import Path

import numpy as np
import pytest
from scipy.stats import rankdata

from assessment.core import scoring
from assessment.core.questionnaire import Choice, Goalposts, Number
from assessment.core.reckoning.engine import NOW, climb
from assessment.core.reckoning.marks import Sheet, survey
from assessment.core.reckoning.outcome import outcome
from assessment.core.values.states import Answered, Answers, Chosen, Figure, Profile
from tests.core.builders import criterion, indicator, option, pillar, questionnaire

EXAMPLES = Path(__file__).parents[3] / "shared" / "reference" / "worked-examples"
present = pytest.mark.skipif(not EXAMPLES.is_dir(), reason="the folder of published worked examples is not here")


def table(path):
    with (EXAMPLES / path).open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def figure(text):
    return math.nan if text in {"", "NA"} else float(text)


def columns(rows, names):
    return np.array([[figure(row[name]) for name in names] for row in rows])


@present
class TestCoinr:
    """ASEM Sustainable Connectivity, 51 countries: 49 indicators in 8 pillars in 2 sub-indices, by the R package COINr.

    One storey of theirs is one of ours: their indicators are criteria here, their pillars indicators, their sub-indices
    pillars.
    """

    def form(self, *, means=("arithmetic",) * 3, floors=(0.0, 0.0, 0.0), weights=None):
        meta = [row for row in table("coinr-asem/input_iMeta.csv") if row["Type"] in {"Indicator", "Aggregate"}]
        weigh = {row["iCode"]: float(row["Weight"]) for row in meta} | (weights or {})

        def below(parent):
            return [row["iCode"] for row in meta if row["Parent"] == parent]

        def group(code):
            leaves = [criterion(code.lower() + leaf, weight=weigh[leaf]) for leaf in below(code)]
            return indicator(code.lower(), *leaves, weight=weigh[code], aggregate=means[0], coverage=floors[0])

        self.leaves = [leaf for sub in below("Index") for code in below(sub) for leaf in below(code)]
        self.groups = [code for sub in below("Index") for code in below(sub)]
        subs = [
            pillar(sub.lower(), *map(group, below(sub)), weight=weigh[sub], aggregate=means[1], coverage=floors[1])
            for sub in below("Index")
        ]
        return questionnaire(*subs, aggregate=means[2], coverage=floors[2])

    def check(self, form, given, expected):
        points = columns(table(f"coinr-asem/{given}"), self.leaves) / 100
        compiled = scoring.compile(form)
        found = scoring.score(compiled, points)
        wanted = table(f"coinr-asem/{expected}")
        np.testing.assert_allclose(found.overall, columns(wanted, ["Index"])[:, 0], rtol=1e-9)
        np.testing.assert_allclose(found.pillars, columns(wanted, ["Conn", "Sust"]), rtol=1e-9)
        known = points.T[compiled.storeys[0].order]
        shown = np.ones(known.shape, bool)
        sheet = Sheet(known, None, shown, shown)
        groups = climb(compiled.storeys, sheet, survey(compiled.storeys, sheet))[0].plain()[NOW]
        np.testing.assert_allclose(100 * groups.T, columns(wanted, self.groups), rtol=1e-9)
        return found

    def test_6_arithmetic(self):
        self.check(self.form(), "expected_5_normalised_minmax_0_100.csv", "expected_6_aggregated_amean.csv")

    @pytest.mark.parametrize(
        ("means", "given", "expected"),
        [
            (("geometric",) * 3, "5c_normalised_minmax_1_100", "6b_aggregated_gmean_from_1_100"),
            (("harmonic",) * 3, "5c_normalised_minmax_1_100", "6c_aggregated_hmean_from_1_100"),
            (("arithmetic", "geometric", "arithmetic"), "5_normalised_minmax_0_100", "6d_aggregated_amean_gmean_amean"),
        ],
        ids=["6b geometric", "6c harmonic", "6d mixed by level"],
    )
    def test_6_other_means(self, means, given, expected):
        self.check(self.form(means=means), f"expected_{given}.csv", f"expected_{expected}.csv")

    def test_6f_unequal_weights(self):
        weights = {row["iCode"]: float(row["Weight"]) for row in table("coinr-asem/input_weights_unequal.csv")}
        self.check(
            self.form(weights=weights),
            "expected_5_normalised_minmax_0_100.csv",
            "expected_6f_aggregated_amean_unequal_weights.csv",
        )

    @pytest.mark.parametrize(
        ("mean", "given", "published", "column"),
        [
            ("arithmetic", "5_normalised_minmax_0_100", "7_results_ranked", "Rank"),
            ("geometric", "5c_normalised_minmax_1_100", "14_rank_compare_amean_vs_gmean", "coin.2"),
        ],
        ids=["7 arithmetic", "14 geometric"],
    )
    def test_every_country_has_its_published_rank(self, mean, given, published, column):
        form, rows = self.form(means=(mean,) * 3), table(f"coinr-asem/expected_{given}.csv")
        found = scoring.score(scoring.compile(form), columns(rows, self.leaves) / 100)
        ranks = rankdata(-found.overall)
        wanted = {row["uCode"]: float(row[column]) for row in table(f"coinr-asem/expected_{published}.csv")}
        assert {row["uCode"]: rank for row, rank in zip(rows, ranks, strict=True)} == wanted

    def test_13b_missing_values_leave_the_sum(self):
        self.check(
            self.form(),
            "expected_13_raw_normalised_with_missing.csv",
            "expected_13b_aggregated_missing_skipped.csv",
        )

    def test_13c_below_95_percent_a_group_has_no_score(self):
        """COINr counts a group above as available only when it has a score, so the floor above is all of them."""
        found = self.check(
            self.form(floors=(0.95, 1.0, 1.0)),
            "expected_13_raw_normalised_with_missing.csv",
            "expected_13c_aggregated_missing_threshold_0.95.csv",
        )
        assert np.isnan(found.overall).sum() == 20


WORTH = {"0": 0, "0.2": 2, "0.5": 5, "1": 10}


@present
class TestSamm:
    """OWASP SAMM 1.5, the filled example: 77 answers, at the start and after each of four phases."""

    def test_every_activity_practice_and_function_agrees(self):
        rows = table("samm/samm15_example_answers.csv")
        wanted = table("samm/samm15_example_expected.csv")
        scale = Choice(tuple(option(f"v{points}", points) for points in WORTH.values()))
        tree = {}
        for row in rows:
            tree.setdefault(row["practice"], {}).setdefault(row["activity"], []).append(row["n"])
        home = {row["practice"]: row["function"] for row in rows}
        # Their practice is the sum of three activities; ours the mean, so that 3 of theirs are 100 of ours.
        form = questionnaire(
            *(
                pillar(
                    f"p{place}",
                    *(
                        indicator(activity.lower(), *(criterion(f"q{n}", scale=scale) for n in asked))
                        for activity, asked in activities.items()
                    ),
                )
                for place, activities in enumerate(tree.values())
            )
        )
        for stage in ("current", "phase1", "phase2", "phase3", "phase4"):
            answers = Answers({f"q{row['n']}": Answered(Chosen(f"v{WORTH[row[f'{stage}_value']]}")) for row in rows})
            found = outcome(form, Profile({}), answers)
            for row in wanted:
                if row["level"] == "activity":
                    score = found.indicator(row["activity"].lower()).score / 100
                elif row["level"] == "practice":
                    score = 3 * found.pillar(f"p{list(tree).index(row['practice'])}").score / 100
                else:
                    practices = [name for name in tree if home[name] == row["function"]]
                    score = np.mean([3 * found.pillar(f"p{list(tree).index(each)}").score / 100 for each in practices])
                assert score == pytest.approx(float(row[stage]), rel=1e-9), (stage, row)


@present
class TestHumanDevelopment:
    """Human Development Index 2021 (UNDP, Human Development Report 2021-22): goalposts and a geometric mean."""

    form = questionnaire(
        pillar("health", indicator("health.i", criterion("le", scale=Number(Goalposts(20.0, 85.0))))),
        pillar(
            "education",
            indicator(
                "education.i",
                criterion("eys", scale=Number(Goalposts(0.0, 18.0))),
                criterion("mys", scale=Number(Goalposts(0.0, 15.0))),
            ),
        ),
        pillar(
            "income", indicator("income.i", criterion("gni", scale=Number(Goalposts(math.log(100), math.log(75000)))))
        ),
        aggregate="geometric",
    )

    def test_191_of_191_countries_round_to_the_published_index(self):
        rows = table("hdi/hdi_2021_components_and_published.csv")
        assert len(rows) == 191
        for row in rows:
            figures = {
                "le": float(row["le_2021"]),
                "eys": float(row["eys_2021"]),
                "mys": float(row["mys_2021"]),
                "gni": math.log(float(row["gnipc_2021"])),
            }
            answers = Answers({name: Answered(Figure(value)) for name, value in figures.items()})
            found = outcome(self.form, Profile({}), answers).overall / 100
            assert round(found, 3) == float(row["hdi_published_3dp"]), row["country"]
            assert found == pytest.approx(float(row["hdi_formula_6dp"]), abs=5.1e-7)


def test_four_printed_figures_of_the_human_development_index():
    """UNDP, Human Development Report 2021-22, table 1: Afghanistan 0.478, Angola 0.586."""
    for le, eys, mys, gni, published in [
        (61.9824, 10.26384398, 2.98506999, 1824.190915, 0.478),
        (61.6434, 12.1721, 5.417390823, 5465.617791, 0.586),
    ]:
        figures = {"le": le, "eys": eys, "mys": mys, "gni": math.log(gni)}
        answers = Answers({name: Answered(Figure(value)) for name, value in figures.items()})
        assert round(outcome(TestHumanDevelopment.form, Profile({}), answers).overall / 100, 3) == published

"""Scoring a file of answers: what comes out, and what is refused with its place."""

import csv
import io
import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assessment.core.answers import to_cell
from assessment.core.questionnaire import ChosenIn, Goalposts, Multiple, Number, ProfileIn, Ratio
from assessment.core.reckoning import scoresheet
from assessment.core.reckoning.outcome import outcome
from assessment.core.reckoning.scoresheet import SheetError
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
from tests.core.builders import criterion, indicator, level, option, pillar, questionnaire

TOOLS = Multiple((option("none", 0, exclusive=True), option("till", 1), option("shop", 2)), 3.0)
FORM = questionnaire(
    pillar("p", indicator("p.a", criterion("plan"), criterion("tools", scale=TOOLS))),
    pillar(
        "q",
        indicator(
            "q.a",
            criterion("staff", scale=Number(Goalposts(0.0, 20.0), minimum=0.0, maximum=100.0), dont_know=False),
            criterion("digital", scale=Ratio(Goalposts(0.0, 50.0)), not_applicable=False),
        ),
    ),
    pillar(
        "r",
        indicator("r.a", criterion("tickets", when=ChosenIn("plan", ("full",)))),
        when=ProfileIn("sector", ("tourism",)),
    ),
    levels=[level(0, 0), level(1, 50, at_least=(2, 1))],
)
HEADER = "id,profile.sector,plan,tools,staff,digital,tickets"


def scored(*lines, header=HEADER, form=FORM):
    found = list(scoresheet.scored(form, [line + "\n" for line in (header, *lines)]))
    return [dict(zip(found[0], row, strict=True)) for row in found[1:]]


def faults(*lines, header=HEADER):
    with pytest.raises(SheetError) as raised:
        scored(*lines, header=header)
    return [(fault.row, fault.column, fault.cause) for fault in raised.value.faults]


class TestWhatComesOut:
    def test_the_header_names_every_figure_in_order(self):
        header = next(iter(scoresheet.scored(FORM, [HEADER])))
        assert ",".join(header) == (
            "id,overall,level,lowest,highest,coverage,pillar.p,pillar.q,pillar.r,pillar_level.p,pillar_level.q,pillar_level.r"
        )

    def test_a_row_by_hand(self):
        (row,) = scored("e1,trade,most,till;shop,5,1/4,")
        # p is (0.5 + 1) / 2, q is (0.25 + 0.5) / 2; r is hidden.
        assert (float(row["pillar.p"]), float(row["pillar.q"]), row["pillar.r"]) == (75.0, 37.5, "")
        assert (float(row["overall"]), row["level"], row["coverage"]) == (56.25, "0", "1.0")
        assert (row["pillar_level.p"], row["pillar_level.q"], row["pillar_level.r"]) == ("1", "0", "")

    def test_figures_keep_their_full_precision(self):
        (row,) = scored("e1,trade,some,till,,,")
        assert row["overall"] == repr(100 * ((0.25 + 1 / 3) / 2))

    def test_states_are_read_from_cells(self):
        (row,) = scored("e1,trade,?,n/a,,1/4,")
        assert float(row["overall"]) == (0 + 50) / 2
        assert float(row["highest"]) == (100 + 75) / 2
        assert float(row["coverage"]) == (0.5 + 0.5) / 2

    def test_nothing_answered_leaves_figures_empty(self):
        (row,) = scored("e1,trade,,,,,")
        assert (row["overall"], row["level"], row["coverage"], row["lowest"]) == ("", "", "0.0", "0.0")

    def test_what_stands_in_a_hidden_cell_is_ignored_be_it_right_or_wrong(self):
        plain, right, wrong = scored("e1,tourism,most,,,,", "e2,tourism,most,,,,full", "e3,tourism,most,,,,rubbish")
        assert plain["overall"] == right["overall"] == wrong["overall"]

    def test_a_condition_on_a_hidden_answer_is_false(self):
        form = questionnaire(
            pillar("p", indicator("p.a", criterion("a"), criterion("b", when=ChosenIn("a", ("full",))))),
            pillar("q", indicator("q.a", criterion("c", when=ChosenIn("b", ("full",))))),
        )
        (row,) = scored("e1,trade,none,full,full", header="id,profile.sector,a,b,c", form=form)
        assert row["pillar.q"] == ""

    def test_required_is_not_enforced(self):
        assert scored("e1,trade,full,,,,")[0]["overall"] == "100.0"


def test_what_cells_mean_is_remembered_only_so_far(monkeypatch):
    monkeypatch.setattr(scoresheet, "MOST_REMEMBERED", 3)
    monkeypatch.setattr(scoresheet, "ROWS_AT_ONCE", 5)
    found = scored(*(f"e{number},trade,,,{number / 2},," for number in range(40)))
    assert [float(row["pillar.q"]) for row in found] == [pytest.approx(number * 2.5) for number in range(40)]


class TestForms:
    wanted = scored("e1,trade,most,till;shop,5,1/4,")

    @pytest.mark.parametrize(
        ("header", "line"),
        [
            ("\ufeff" + HEADER, "e1,trade,most,till;shop,5,1/4,"),
            (HEADER.replace(",", ";"), 'e1;trade;most;"till;shop";5;1/4;'),
            ("tickets,digital,id,plan,profile.sector,tools,staff", ",1/4,e1,most,trade,till;shop,5"),
            (" id , profile.sector,plan,tools,staff,digital,tickets", " e1 , trade , most , till ; shop , 5 , 1 / 4 ,"),
            (HEADER, '"e1","trade","most","till;shop","5","1/4",""'),
            (HEADER + "\r", "e1,trade,most,till;shop,5,1/4,\r"),
        ],
        ids=["byte order mark", "semicolons", "another order", "blanks", "quotes", "carriage returns"],
    )
    def test_any_way_of_writing_a_csv_gives_the_same(self, header, line):
        assert scored(line, header=header) == self.wanted

    def test_empty_lines_are_passed_over(self):
        assert len(scored("e1,trade,most,,,,", "", "e2,trade,most,,,,", "")) == 2

    @pytest.mark.parametrize("staff", [5, 5.0, "5"])
    def test_a_json_object_per_line_gives_the_same(self, staff):
        row = {"id": "e1", "profile.sector": "trade", "plan": "most", "tools": "till;shop", "digital": "1/4"}
        line = json.dumps(row | {"staff": staff, "tickets": None})
        assert list(scoresheet.scored(FORM, [line]))[1:] == [tuple(self.wanted[0].values())]

    def test_a_row_number_is_that_of_a_spreadsheet(self):
        assert faults("e1,trade,most,,,,", "", "e2,trade,rubbish,,,,")[0][0] == 4


WHOLE = json.dumps(dict.fromkeys(HEADER.split(",")) | {"id": "e1", "profile.sector": "trade"})


class TestFaults:
    @pytest.mark.parametrize(
        ("line", "column", "cause"),
        [
            ("e1,trade,mots,,,,", "plan", "`mots` is no option here"),
            ("e1,trade,some;most,,,,", "plan", "no option"),
            ("e1,trade,,till;none,,,", "tools", "stands alone"),
            ("e1,trade,,till;till,,,", "tools", "chosen twice"),
            ("e1,trade,,,five,,", "staff", "no number"),
            ("e1,trade,,,1e3,,", "staff", "no number"),
            ("e1,trade,,,inf,,", "staff", "no number"),
            ("e1,trade,,,nan,,", "staff", "no number"),
            ("e1,trade,,,-1,,", "staff", "below the least"),
            ("e1,trade,,,101,,", "staff", "above the greatest"),
            ("e1,trade,,,?,,", "staff", "`don't know` is not offered"),
            ("e1,trade,,,,n/a,", "digital", "`does not apply` is not offered"),
            ("e1,trade,,,,1/0,", "digital", "the whole 0 is not above 0"),
            ("e1,trade,,,,5,", "digital", "a ratio has two numbers"),
            ("e1,trade,,,,-1/5,", "digital", "the part -1 is below 0"),
            ("e1,tourism,full,,,,rubbish", "tickets", "`rubbish` is no option here"),
            ("e1,fishing,,,,,", "profile.sector", "`fishing` is none of tourism, trade"),
            ("e1,,,,,,", "profile.sector", "the empty cell is none of"),
            (",trade,,,,,", "id", "empty"),
        ],
    )
    def test_a_bad_cell_is_named_by_row_column_and_cause(self, line, column, cause):
        (fault,) = faults(line)
        assert fault[:2] == (2, column)
        assert cause in fault[2]

    def test_a_repeated_id_names_the_first(self):
        assert faults("e1,trade,,,,,", "e2,trade,,,,,", " e1,trade,,,,,") == [(4, "id", "`e1` stands already in row 2")]

    def test_ids_are_remembered_over_many_rows(self):
        lines = [f"e{number},trade,,,,," for number in range(3 * scoresheet.ROWS_AT_ONCE)]
        found = faults(*lines, "e0,trade,,,,,")
        assert found == [(len(lines) + 2, "id", "`e0` stands already in row 2")]

    @pytest.mark.parametrize(
        ("header", "row", "column", "cause"),
        [
            (HEADER + ",extra", 1, "extra", "unknown"),
            (HEADER.replace("plan", "plna"), 1, "plna", "did you mean `plan`?"),
            (HEADER.replace("plan,", ""), 1, "plan", "absent"),
            (HEADER.replace("profile.sector,", ""), 1, "profile.sector", "absent"),
            (HEADER + ",plan", 1, "plan", "stands there twice"),
            ("", 1, "", "the file is empty"),
            (HEADER.replace(",", "\t"), 1, "", "only one column: part cells by comma or semicolon"),
        ],
    )
    def test_columns_must_be_those_of_the_questionnaire(self, header, row, column, cause):
        found = faults(header=header)
        assert any(fault[:2] == (row, column) and cause in fault[2] for fault in found)

    @pytest.mark.parametrize("line", ["e1,trade", "e1,trade,,,,,,,"])
    def test_a_row_must_have_as_many_cells_as_the_header(self, line):
        assert "cells where the header has 7" in faults(line)[0][2]

    def test_an_open_quote_is_no_csv(self):
        assert "no CSV" in faults('e1,trade,"most')[0][2]

    @pytest.mark.parametrize(
        ("lines", "row", "cause"),
        [
            (['{"id": "e1"}'], 1, "absent"),
            (["{not json}"], 1, "no JSON"),
            (['{"id": "e1"', "}"], 1, "no JSON"),
            (["{}", "[1]"], 1, "absent"),
            (["{[1]}"], 1, "no JSON"),
            ([WHOLE, "", "[1]"], 3, "no JSON object"),
        ],
    )
    def test_a_line_must_be_a_whole_object(self, lines, row, cause):
        with pytest.raises(SheetError) as raised:
            list(scoresheet.scored(FORM, lines))
        assert raised.value.faults[0].row == row
        assert cause in raised.value.faults[0].cause

    @pytest.mark.parametrize("value", [True, [1], {"a": 1}])
    def test_a_json_cell_is_text_number_or_null(self, value):
        row = dict.fromkeys(HEADER.split(",")) | {"id": "e1", "profile.sector": "trade", "plan": value}
        with pytest.raises(SheetError, match="row 1, column plan: expected a text, a number or null"):
            list(scoresheet.scored(FORM, [json.dumps(row)]))

    def test_a_key_must_not_stand_twice(self):
        row = json.dumps(dict.fromkeys(HEADER.split(",")))
        with pytest.raises(SheetError, match="plan: stands there twice"):
            list(scoresheet.scored(FORM, [row[:-1] + ', "plan": null}']))

    def test_bytes_that_are_no_text_are_named(self):
        lines = io.TextIOWrapper(io.BytesIO(HEADER.encode() + b"\ne1,tr\xffde,,,,,\n"), encoding="utf-8", newline="")
        with pytest.raises(SheetError, match="not UTF-8"):
            list(scoresheet.scored(FORM, lines))

    @pytest.mark.parametrize(
        ("row", "hint"),
        [
            ("e1,trade,,till|shop,,,", "; there are none, till, shop, several parted by `;`"),
            ('e1,trade,,,"4,5",,', "; write digits, with a dot before decimals: 4.5"),
            ("e1,trade,,,,60%,", "; write the part and the whole: 3/12"),
            ("e1,trade,,,,5,", "; write the part and the whole: 3/12"),
        ],
    )
    def test_a_cell_that_cannot_be_read_is_told_with_what_it_might_hold(self, row, hint):
        assert faults(row)[0][2].endswith(hint)

    def test_only_the_first_faults_are_listed(self):
        assert len(faults(*(f"e{number},trade,rubbish,,,," for number in range(50)))) == 20

    def test_the_message_reads_as_a_sentence(self):
        with pytest.raises(
            SheetError, match=r"^row 2, column plan: `x` is no option here; there are none, some, most, nearly, full$"
        ):
            scored("e1,trade,x,,,,")


class TestOneRow:
    def test_a_row_is_found_by_its_id_and_read_as_its_answers(self):
        profile, answers = scoresheet.row_of(
            FORM, [HEADER, "e1,trade,?,,,,", "e2,trade,some,till;shop,12,3/4,rubbish"], "e2"
        )
        assert dict(profile.facts) == {"sector": "trade"}
        assert dict(answers) == {
            "plan": Answered(Chosen("some")),
            "tools": Answered(Ticked(("till", "shop"))),
            "staff": Answered(Figure(12.0)),
            "digital": Answered(Part(3.0, 4.0)),
        }

    def test_a_row_with_a_fault_and_one_that_is_not_there_are_told(self):
        with pytest.raises(SheetError, match="row 2, column plan"):
            scoresheet.row_of(FORM, [HEADER, "e1,trade,x,,,,"], "e1")
        with pytest.raises(SheetError, match="column id: no row bears `e9`"):
            scoresheet.row_of(FORM, [HEADER, "e1,trade,,,,,"], "e9")


STATES = {
    "plan": [*(Answered(Chosen(each)) for each in ("none", "some", "full")), DontKnow(), NotApplicable()],
    "tools": [Answered(Ticked(("none",))), Answered(Ticked(("till", "shop"))), DontKnow(), NotApplicable()],
    "staff": [Answered(Figure(0.0)), Answered(Figure(12.5)), NotApplicable()],
    "digital": [Answered(Part(1.0, 8.0)), Answered(Part(3.0, 4.0)), DontKnow()],
    "tickets": [Answered(Chosen("most")), DontKnow(), NotApplicable()],
}


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.tuples(
            st.sampled_from(["trade", "tourism"]),
            st.fixed_dictionaries({}, optional={name: st.sampled_from(states) for name, states in STATES.items()}),
        ),
        min_size=1,
        max_size=5,
    )
)
def test_a_file_scores_as_each_assessment_alone(rows):
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(HEADER.split(","))
    for number, (sector, states) in enumerate(rows):
        cells = [to_cell(each, states.get(each.id)) for each in FORM.criteria]
        writer.writerow([f"e{number}", sector, *cells])
    found = list(scoresheet.scored(FORM, io.StringIO(out.getvalue(), newline="")))
    for row, (sector, states) in zip(found[1:], rows, strict=True):
        alone = outcome(FORM, Profile({"sector": sector}), Answers(states))
        named = dict(zip(found[0], row, strict=True))
        for name in ("overall", "lowest", "highest", "coverage"):
            assert (float(named[name]) if named[name] else None) == getattr(alone, name)
        assert named["level"] == ("" if alone.level is None else str(alone.level))
        for node in alone.pillars:
            assert (float(named[f"pillar.{node.id}"]) if named[f"pillar.{node.id}"] else None) == node.score
            assert named[f"pillar_level.{node.id}"] == ("" if node.level is None else str(node.level))

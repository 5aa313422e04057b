"""What `definition.parse` makes of a file; the faults it finds are walked in `tests/test_catalogue.py`."""

import math
from copy import deepcopy
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessment import catalogue
from assessment.catalogue.marks import marked
from assessment.core import definition
from assessment.core.definition import parse
from assessment.core.errors import (
    DefinitionError,
    Fault,
    UnknownAdvice,
    UnknownCriterion,
    UnknownIndicator,
    UnknownLevel,
    UnknownPillar,
)
from assessment.core.parts.targets import Beside, Count, Goal, Least, Mean, Pooled, Share
from assessment.core.questionnaire import (
    Advice,
    AllOf,
    AnsweredIs,
    AnyOf,
    Band,
    Breadth,
    ChosenIn,
    Compared,
    Comparison,
    Goalposts,
    Level,
    Multiple,
    Not,
    Number,
    Option,
    ProfileIn,
    Ratio,
    Reason,
    Text,
    Threshold,
)

FILES = Path(__file__).parent.parent / "questionnaires"

SMALLEST = {
    "format": 1,
    "id": "smallest",
    "version": "1",
    "languages": ["en"],
    "title": {"en": "Smallest"},
    "about": {"en": "A test."},
    "levels": [{"id": 0, "name": {"en": "Zero"}, "from": 0}],
    "pillars": [
        {
            "id": "p",
            "title": {"en": "P"},
            "indicators": [
                {
                    "id": "i",
                    "title": {"en": "I"},
                    "criteria": [
                        {
                            "id": "c",
                            "text": {"en": "C"},
                            "kind": "choice",
                            "options": [{"id": "a", "points": 1, "text": {"en": "A"}}],
                        }
                    ],
                }
            ],
        }
    ],
}


def ok(name):
    return catalogue.read(FILES / "ok" / f"{name}.yaml")


def words(text):
    return Text({"en": text})


def faults(mapping):
    with pytest.raises(DefinitionError) as caught:
        parse(mapping)
    return caught.value.faults


def test_a_file_that_says_the_least_takes_every_default():
    questionnaire = parse(SMALLEST)
    pillar, indicator, criterion = questionnaire.pillars[0], questionnaire.indicators[0], questionnaire.criteria[0]
    assert (questionnaire.aggregate, questionnaire.coverage) == ("arithmetic", 0.0)
    assert (questionnaire.profile, questionnaire.checks, questionnaire.context) == ((), (), ())
    assert (pillar.weight, pillar.when, pillar.text) == (1.0, None, None)
    assert (indicator.weight, indicator.aggregate, indicator.coverage) == (1.0, "arithmetic", 0.0)
    assert (criterion.weight, criterion.required, criterion.not_applicable, criterion.dont_know) == (
        1,
        False,
        False,
        False,
    )
    assert (criterion.evidence, criterion.reasons, criterion.maps_to, criterion.advice) == ("none", (), (), ())
    assert (criterion.help, criterion.evidence_text, criterion.when) == (None, None, None)


def test_levels_serve_as_pillar_levels_without_their_breadth():
    questionnaire = ok("breadth")
    assert [level.breadth for level in questionnaire.levels] == [None, Breadth(1, 1), Breadth(None, 1)]
    assert [level.breadth for level in questionnaire.pillar_levels] == [None, None, None]
    assert questionnaire.levels[1].threshold == Threshold(10.0, inclusive=False)
    assert questionnaire.levels[0].text == words("Nothing yet.")


def test_pillar_levels_inherit_the_words_they_do_not_have():
    assert ok("pillar-levels").pillar_levels == (
        Level(0, words("Zero"), None, Threshold(0.0, inclusive=True), None),
        Level(1, words("Strong"), words("A strong side."), Threshold(60.0, inclusive=False), None),
    )


def test_a_node_takes_the_rules_of_the_nearest_node_above():
    questionnaire = ok("inheritance")
    assert {
        node.id: (node.aggregate, node.coverage) for node in (*questionnaire.pillars, *questionnaire.indicators)
    } == {
        "own": ("minimum", 0.0),
        "own.taken": ("minimum", 0.0),
        "own.own": ("harmonic", 1.0),
        "taken": ("geometric", 0.5),
        "taken.taken": ("geometric", 0.5),
    }
    assert [pillar.weight for pillar in questionnaire.pillars] == [3.0, 1.0]


def test_an_answer_set_is_the_list_it_names():
    first, second = ok("answer-set").criteria
    assert first.options == second.options == (Option("none", 0, words("None")), Option("full", 4, words("Full")))
    assert (first.kind, second.kind) == ("choice", "multiple")


def test_a_multiple_keeps_what_stands_alone_and_what_builds_on_another():
    assert ok("multiple").criteria[0].scale == Multiple(
        (
            Option("none", 0, words("None"), exclusive=True),
            Option("till", 2, words("Till")),
            Option("channels", 2, words("Channels"), needs="till"),
            Option("paper", -1, words("Paper")),
        ),
        3.0,
    )


def test_without_full_all_positive_points_together_are_the_most():
    assert ok("multiple-default").criteria[0].scale.full == 2.5


def test_a_number_has_bands_or_goalposts():
    bands = (
        Band(Threshold(0, inclusive=True), 0),
        Band(Threshold(0, inclusive=False), 1),
        Band(Threshold(10, inclusive=True), 4),
    )
    assert ok("number-bands").criteria[0].scale == Number(bands, 0.0, 100.0, words("people"))
    assert ok("number-less-is-better").criteria[0].scale == Number(Goalposts(30.0, 0.0))
    assert ok("number-bands").criteria[0].kind == "number"


def test_a_ratio_names_its_fields():
    criterion = ok("ratio").criteria[0]
    wanted = Ratio(Goalposts(0.0, 50.0), None, 100.0, words("%"), words("Digital staff"), words("All staff"))
    assert criterion.scale == wanted
    assert (criterion.kind, criterion.options) == ("ratio", ())


def test_a_criterion_offers_the_states_it_names():
    listed, free = ok("states").criteria
    assert listed.not_applicable
    assert listed.reasons == (Reason("closed", words("Closed this year")),)
    assert (listed.required, listed.dont_know, listed.weight, listed.evidence) == (True, True, 2.5, "expected")
    assert (listed.help, listed.evidence_text) == (words("For example …"), words("A photo"))
    assert (free.not_applicable, free.reasons) == (True, ())


def test_every_operator_of_conditions_is_read():
    assert ok("conditions").criteria[-1].when == AllOf(
        (
            ChosenIn("c", ("a", "b")),
            ChosenIn("m", ("b",)),
            Compared("n", (Comparison("from", 1.0), Comparison("below", 5.0))),
            Compared("r", (Comparison("above", 0.0), Comparison("up_to", 50.0))),
            AnyOf((AnsweredIs("n"), ProfileIn("sector", ("tourism",)))),
            Not(ChosenIn("c", ("a",))),
        )
    )


def test_advice_keeps_its_target_and_prerequisites():
    questionnaire = ok("advice")
    first, following = questionnaire.criteria[0].advice
    assert first == Advice("c.first", 0.6, words("Begin"), 1, ("ecommerce",))
    assert following == Advice("c.next", 1.0, words("Go on"), 3, (), "b", ("c.first",))
    assert questionnaire.advice("n.first")[1].to == 7.0
    assert questionnaire.advice("n.first")[0].id == "n"


def test_checks_and_context_are_read():
    assert ok("checks").checks[0].when == AllOf((ChosenIn("c", ("b",)), Not(AnsweredIs("c"))))
    barriers, invest, amount, goal = ok("context").context
    assert [question.kind for question in (barriers, invest, amount, goal)] == ["multiple", "choice", "number", "text"]
    assert barriers.options[1] == Option("none", 0.0, words("None"), exclusive=True)
    assert (invest.required, barriers.required) == (True, False)
    assert (amount.minimum, amount.maximum, amount.unit) == (0.0, 100.0, words("million"))


def test_what_yaml_would_spoil_is_kept_in_quotes():
    criterion = ok("quoted").criterion("2026")
    assert [option.id for option in criterion.options] == ["no", "1.10"]
    assert criterion.maps_to == (("dbi-1970", "2.10"),)


def test_names_lead_to_their_nodes():
    questionnaire = ok("inheritance")
    assert questionnaire.pillar("own").title == words("Own")
    assert questionnaire.indicator("own.own") is questionnaire.indicators[1]
    assert questionnaire.criterion("e") is questionnaire.criteria[2]
    assert questionnaire.pillar_of("e").id == "taken"
    assert questionnaire.indicator_of("d").id == "own.own"
    assert [criterion.id for criterion in questionnaire.pillar("own").criteria] == ["c", "d"]
    assert questionnaire.level(1).name == words("One")
    assert ok("conditions").values_of("sector") == ("trade", "tourism")
    assert ok("conditions").values_of("size") == ()


@pytest.mark.parametrize(
    ("find", "error"),
    [
        ("pillar", UnknownPillar),
        ("indicator", UnknownIndicator),
        ("criterion", UnknownCriterion),
        ("pillar_of", UnknownCriterion),
        ("indicator_of", UnknownCriterion),
        ("advice", UnknownAdvice),
        ("level", UnknownLevel),
    ],
)
def test_a_name_nobody_has_is_an_error_of_its_own(find, error):
    with pytest.raises(error):
        getattr(ok("inheritance"), find)("nobody")


def test_texts_are_equal_by_their_words_and_cannot_be_changed():
    text = Text({"vi": "Có", "en": "Yes"})
    assert text == Text({"en": "Yes", "vi": "Có"})
    assert hash(text) == hash(Text({"en": "Yes", "vi": "Có"}))
    with pytest.raises(TypeError):
        text.words["en"] = "No"


def test_texts_are_kept_composed():
    mapping = deepcopy(SMALLEST)
    mapping["title"]["en"] = " Thu\u031bo\u031b\u0301c "
    assert parse(mapping).title.of("en") == "Thước"


def test_all_faults_come_at_once_with_their_paths():
    mapping = deepcopy(SMALLEST)
    mapping["title"] = {"en": 1}
    mapping["pillars"][0]["weight"] = -1
    mapping["pillars"][0]["indicators"][0]["criteria"][0]["when"] = {"answered": "later"}
    assert [fault.where for fault in faults(mapping)] == [
        "title.en",
        "pillars[0].weight",
        "pillars[0].indicators[0].criteria[0].when.answered",
    ]


def test_an_error_reads_as_its_faults():
    assert str(DefinitionError((Fault((), "a"), Fault(("b", 0, "c"), "d")))) == "file: a; b[0].c: d"


@pytest.mark.parametrize(
    "value", [None, 3, "text", [], [SMALLEST], {1: 2}, object()], ids=lambda value: type(value).__name__
)
def test_whatever_is_handed_in_there_are_faults_and_no_traceback(value):
    assert faults(value)


@pytest.mark.parametrize("digits", [16, 400, 5000])
@pytest.mark.parametrize(
    "path", [["id"], ["coverage"], ["levels", 0, "id"], ["levels", 0, "from"], ["pillars", 0, "weight"]]
)
def test_a_whole_number_too_long_for_any_figure_is_a_fault(path, digits):
    mapping = deepcopy(SMALLEST)
    *way, last = path
    place = mapping
    for step in way:
        place = place[step]
    place[last] = 10**digits
    assert faults(mapping)


def test_a_condition_that_holds_itself_is_a_fault():
    endless = {}
    endless["not"] = endless
    mapping = deepcopy(SMALLEST)
    mapping["pillars"][0]["when"] = endless
    assert "expected a condition" in faults(mapping)[0].message


def test_plain_values_of_other_libraries_are_described():
    mapping = deepcopy(SMALLEST)
    mapping["version"] = 3j
    assert faults(mapping)[0].message == "expected a text, found the complex 3j: put it in quotes"


def places(value, path=()):
    yield path
    children = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for step, child in children:
        yield from places(child, (*path, step))


RICH = [marked(ok_file.read_text(encoding="utf-8")).value for ok_file in sorted((FILES / "ok").glob("*.yaml"))]
JUNK = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.floats(),
    st.text(max_size=5),
    st.just([]),
    st.just({}),
    st.just([None]),
    st.just({"id": "x", "not": {"all": [{"criterion": "c", "from": math.nan}]}}),
    st.just({"from": 1, "above": 2, "in": [True], "criterion": {}, "pillars": "all", "kind": "ratio"}),
)


@given(st.data())
def test_junk_anywhere_is_a_fault_or_a_questionnaire_and_nothing_else(data):
    mapping = deepcopy(data.draw(st.sampled_from(RICH)))
    *way, last = data.draw(st.sampled_from([path for path in places(mapping) if path]))
    spot = mapping
    for step in way:
        spot = spot[step]
    spot[last] = data.draw(JUNK)
    noted = ()
    try:
        parse(mapping)
    except DefinitionError as error:
        noted = error.faults
    assert all(fault.message and fault.where for fault in noted)


def test_targets_keep_goals_measures_and_what_stands_beside():
    found = catalogue.read_targets(FILES / "targets" / "every-measure.yaml")
    platforms, staff, farm, grdp = found.targets
    assert (found.id, found.languages, found.questionnaires) == ("every-measure", ("vi", "en"), ("measured",))
    assert platforms.source == Text({"vi": "Quyết định 1, 2022", "en": "Quyết định 1, 2022"})
    assert platforms.goals == (
        Goal(2022, Threshold(40.0, inclusive=True), Text({"vi": "%", "en": "%"})),
        Goal(2025, Threshold(50.0, inclusive=False), Text({"vi": "phần trăm", "en": "percent"})),
    )
    assert platforms.measure == Share(Not(ChosenIn("c", ("a",))))
    assert platforms.among == ProfileIn("sector", ("trade",))
    assert platforms.beside == (
        Beside(Share(ChosenIn("m", ("b",))), Text({"vi": "Có b", "en": "With b"})),
        Beside(Count(AnsweredIs("c"))),
    )
    assert (staff.measure, staff.goals[0].unit) == (Pooled("r"), None)
    assert farm.measure == Least((Mean("c", (("a", 0.0), ("b", 75.0))), Mean("n", ()), Mean("r", ())))
    assert (grdp.measure, grdp.among) == (None, None)


def test_targets_of_an_unknown_questionnaire_are_refused():
    mapping = {
        "kind": "targets",
        "questionnaires": ["nothing"],
        "targets": [{"id": "x", "text": {"en": "X"}, "measure": "none"}],
    }
    with pytest.raises(DefinitionError, match="there is no questionnaire `nothing`"):
        definition.parse_targets(mapping, [])

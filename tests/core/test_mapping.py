from pathlib import Path

import pytest

from assessment import catalogue
from assessment.core.publishing.mapping import mapped
from assessment.core.reckoning.outcome import outcome
from assessment.core.values.states import Answered, Answers, Chosen, Profile

FORMS = Path(__file__).parents[2] / "questionnaires"


def result(name: str, place: int):
    """The figures of a form in which every choice has its first (0) or last (-1) option."""
    form = catalogue.read(FORMS / name)
    chosen = {each.id: Answered(Chosen(each.options[place].id)) for each in form.criteria if each.kind == "choice"}
    profile = Profile({"sector": "other", "organisation_type": "enterprise", "size": "small"})
    return form, outcome(form, profile, Answers(chosen))


@pytest.mark.parametrize("name", ["dbi-1970-sme/1.0.yaml", "household-business/2026.1.yaml"])
def test_forms_that_name_the_same_codes_are_compared_on_them(name):
    found = mapped(result(name, 0), result("quang-ninh-sme/2026.1.yaml", -1))
    assert found is not None
    assert found.n >= 5
    assert found.before < 10
    assert found.after > 90


def test_comparing_goes_both_ways():
    one, other = result("dbi-1970-sme/1.0.yaml", 0), result("quang-ninh-sme/2026.1.yaml", -1)
    there, back = mapped(one, other), mapped(other, one)
    assert (there.n, there.before, there.after) == (back.n, back.after, back.before)


def test_versions_of_one_form_are_linked_by_their_ids():
    one = result("household-business/2026.1.yaml", 0)
    found = mapped(one, result("household-business/2026.1.yaml", -1))
    assert found.n >= sum(criterion.kind == "choice" for criterion in one[0].criteria) // 2


def scored_codes(form, figures):
    """The codes of 1970 for which a form has a score."""
    return {
        code
        for criterion, figure in zip(form.criteria, figures.criteria, strict=True)
        if figure.score is not None
        for code in dict(criterion.maps_to).get("dbi-1970", "none").split(", ")
    }


def test_a_question_with_two_codes_of_a_set_stands_for_both():
    sixty, index = result("dbi-1970-sme/1.0.yaml", 0), result("quang-ninh-sme/2026.1.yaml", -1)
    common = scored_codes(*sixty) & scored_codes(*index)
    assert {"3.1.2", "3.2.5", "5.1.4"} <= common, "these stand beside another code only"
    assert mapped(sixty, index).n == len(common)


def test_forms_without_anything_in_common_are_not_compared():
    small = catalogue.read(Path(__file__).parents[1] / "questionnaires" / "small" / "1.0.yaml")
    nothing = small, outcome(small, Profile({}), Answers({}))
    assert mapped(nothing, result("quang-ninh-sme/2026.1.yaml", 0)) is None

"""Sealed results: one text, one hash, and figures that can be recomputed."""

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assessment.core.errors import UnknownEngine
from assessment.core.questionnaire import ChosenIn
from assessment.core.reckoning import seal
from assessment.core.values.states import Answered, Answers, Chosen, DontKnow, NotApplicable, Profile
from tests.core.builders import criterion, indicator, pillar, questionnaire

FORM = questionnaire(
    pillar("p", indicator("p.i", criterion("a"), criterion("b"), criterion("c"), aggregate="geometric")),
    pillar("q", indicator("q.i", criterion("d", when=ChosenIn("a", ("full",))))),
)
SHA = "0" * 64
TRADE = Profile({"size": "micro", "sector": "trade"})
GIVEN = Answers(
    {
        "c": Answered(Chosen("most")),
        "a": Answered(Chosen("nearly")),
        "b": NotApplicable("không có"),
        "d": Answered(Chosen("full")),
    }
)


def sealed(answers=GIVEN, profile=TRADE):
    return seal.seal(FORM, SHA, profile, answers)


def test_everything_it_was_made_from_stands_in_the_text():
    content = json.loads(sealed().text)
    assert content["questionnaire"] == {"id": "smallest", "version": "1", "sha256": SHA}
    assert content["engine"] == 1
    assert content["profile"] == {"sector": "trade", "size": "micro"}
    assert content["answers"]["b"] == {"not_applicable": "không có"}
    assert content["outcome"]["level"] == sealed().outcome.level


def test_what_is_hidden_is_not_sealed():
    content = json.loads(sealed().text)
    assert "d" not in content["answers"]
    assert "q" not in content["outcome"]["pillars"]


def test_figures_carry_ten_decimals():
    # √(0.75 · 0.5) is 0.61237243569579…
    assert json.loads(sealed().text)["outcome"]["overall"] == 61.2372435696


def test_the_text_is_canonical_whatever_the_order_of_answers_and_facts():
    turned = Answers(dict(reversed(list(GIVEN.items()))))
    other = sealed(turned, Profile({"sector": "trade", "size": "micro"}))
    assert other.text == sealed().text
    assert other.sha256 == sealed().sha256
    assert " " not in other.text.replace("không có", "")


def test_a_seal_holds_when_nothing_was_changed():
    whole = sealed()
    assert seal.first_difference(FORM, whole.text, whole.sha256) is None


def test_a_changed_text_breaks_the_hash():
    whole = sealed()
    changed = whole.text.replace('"most"', '"full"')
    assert "hash" in seal.first_difference(FORM, changed, whole.sha256)


@pytest.mark.parametrize(
    ("before", "after", "where"),
    [
        ('"overall":61.2372435696', '"overall":61.2372435697', "outcome.overall"),
        ('"level":3', '"level":4', "level"),
        ('"a":0.75', '"a":1.0', "outcome.criteria.a"),
        ('"option":"most"', '"option":"full"', "outcome"),
    ],
)
def test_a_forged_figure_under_a_fresh_hash_is_named(before, after, where):
    forged = sealed().text.replace(before, after)
    assert forged != sealed().text
    assert where in seal.first_difference(FORM, forged, seal.digest(forged))


def test_the_engine_it_names_must_be_known():
    foreign = sealed().text.replace('"engine":1', '"engine":9')
    with pytest.raises(UnknownEngine):
        seal.first_difference(FORM, foreign, seal.digest(foreign))


@settings(max_examples=60, deadline=None)
@given(
    st.dictionaries(
        st.sampled_from(["a", "b", "c", "d"]),
        st.sampled_from(
            [DontKnow(), NotApplicable("vì sao"), *(Answered(Chosen(each)) for each in ("none", "some", "full"))]
        ),
    )
)
def test_every_sealed_result_can_be_recomputed(states):
    whole = sealed(Answers(states))
    assert seal.first_difference(FORM, whole.text, whole.sha256) is None
    assert seal.canonical(json.loads(whole.text)) == whole.text

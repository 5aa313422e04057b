"""Headings that figures give themselves."""

from dataclasses import replace

import pytest

from assessment.core.publishing.distribution import LevelShare
from assessment.core.publishing.summary import Breakdown, Group, Withheld
from assessment.documents import findings
from tests.documents.samples import PILLARS, spread, summary

NAMES = [each[0] for each in PILLARS]


def shares(*percents):
    return replace(spread(27.8, 574), levels=tuple(LevelShare(level, share) for level, share in enumerate(percents)))


@pytest.mark.parametrize(
    ("percents", "vietnamese", "english"),
    [
        ((14, 46, 27, 10, 3, 0), "Sáu trên mười doanh nghiệp ở mức 0 hoặc 1", "Six in ten businesses are at level 0 or 1"),
        ((52, 20, 20, 8, 0, 0), "Hơn năm trên mười doanh nghiệp còn ở mức 0", "More than five in ten businesses are still at level 0"),
        ((26, 29, 33, 10, 2, 0), "Hơn năm trên mười doanh nghiệp ở mức 0 hoặc 1", "More than five in ten businesses are at level 0 or 1"),
        ((26, 31, 31, 10, 2, 0), "Gần sáu trên mười doanh nghiệp ở mức 0 hoặc 1", "Nearly six in ten businesses are at level 0 or 1"),
        ((5, 13, 32, 32, 15, 3), "Năm trên mười doanh nghiệp ở mức 2 trở xuống", "Five in ten businesses are at level 2 or below"),
        ((1, 6, 46, 32, 12, 3), "Hơn năm trên mười doanh nghiệp ở mức 2 trở xuống", "More than five in ten businesses are at level 2 or below"),
        ((0, 0, 0, 97, 3, 0), "Gần như mọi doanh nghiệp ở mức 3 trở xuống", "Nearly all businesses are at level 3 or below"),
    ],
)  # fmt: skip
def test_how_far_half_have_come_is_said_in_tenths(percents, vietnamese, english):
    assert findings.on_levels(shares(*percents), "vi").replace("\u00a0", " ") == vietnamese
    assert findings.on_levels(shares(*percents), "en").replace("\u00a0", " ") == english


def test_without_figures_the_finding_is_that_there_are_too_few():
    nothing = "Too few businesses to publish figures"
    assert findings.on_levels(None, "en") == nothing
    assert findings.on_distribution(None, "en") == nothing
    assert findings.on_criteria((), (), "en") == nothing
    hidden = Breakdown("size", (Group("micro", None, None, None, Withheld.PROTECTED),), 1, 4)
    assert findings.on_groups(hidden, ["Micro"], "en") == nothing


def test_groups_are_told_by_their_highest_and_lowest_median():
    groups = summary().breakdowns[0]
    said = findings.on_groups(groups, ["Du lịch", "Bán lẻ", "Y tế", "Giáo dục"], "vi").replace("\u00a0", " ")
    assert said == "Cao nhất: Du lịch; thấp nhất: Bán lẻ; cách nhau 4,2 điểm"


def test_a_single_shown_group_is_told_alone():
    one = replace(summary().breakdowns[0], groups=summary().breakdowns[0].groups[:1])
    assert findings.on_groups(one, ["Tourism"], "en") == "Tourism: median 31.4"


def test_the_weakest_pillar_is_named_with_how_many_groups_it_is_weakest_in():
    heat = summary().heatmaps[0]
    said = findings.on_pillars(heat, summary().pillars, NAMES, "vi").replace("\u00a0", " ")
    assert said == "Dữ liệu và tài sản thông tin yếu nhất ở 2 trên 2 nhóm"
    lone = replace(heat, rows=heat.rows[:1])
    assert (
        findings.on_pillars(lone, summary().pillars, NAMES, "en")
        == "The weakest pillar is Dữ liệu và tài sản thông tin"
    )


def test_criteria_are_told_by_the_ends():
    said = findings.on_criteria(summary().strongest, summary().weakest, "en")
    assert said == "97% of businesses manage the strongest practice, only 3% the weakest"
    nobody = [replace(each, reached=0.0) for each in summary().weakest]
    said = findings.on_criteria(summary().strongest, nobody, "en")
    assert said == "97% of businesses manage the strongest practice, hardly any the weakest"

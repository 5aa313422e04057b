"""What people call pillars and questions by."""

from pathlib import Path

from assessment.catalogue.reader import read
from assessment.core import journey
from assessment.core.answers import Answers, Profile
from assessment.core.parts.numbering import criterion_numbers, pillar_numbers

INDEX = Path(__file__).parents[2] / "questionnaires" / "quang-ninh-sme" / "2026.1.yaml"


def test_every_enterprise_counts_its_pillars_without_a_gap() -> None:
    index = read(INDEX)
    numbers, questions = pillar_numbers(index), criterion_numbers(index)
    for sector in dict(index.profile)["sector"]:
        profile = Profile({"sector": sector, "organisation_type": "enterprise", "size": "small"})
        pages = journey.pages(index, profile, Answers())
        met = list(dict.fromkeys(page.pillar.id for page in pages))
        assert [numbers[pillar] for pillar in met] == list(range(1, len(met) + 1)), sector
        for page in pages:
            for criterion in page.criteria:
                assert questions[criterion.id].startswith(f"{numbers[page.pillar.id]}."), criterion.id


def test_nobody_meets_one_number_twice() -> None:
    index = read(INDEX)
    questions = criterion_numbers(index)
    for sector in dict(index.profile)["sector"]:
        profile = Profile({"sector": sector, "organisation_type": "enterprise", "size": "small"})
        met = [questions[each.id] for page in journey.pages(index, profile, Answers()) for each in page.criteria]
        assert len(met) == len(set(met)), sector

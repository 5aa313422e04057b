"""The Association's own files: what they promise their owners, held against the engine that reads them."""

import itertools
import re
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import yaml

from assessment.core import conditions, scoring
from assessment.core.answers import Answers, Profile
from assessment.core.definition import parse
from assessment.core.parsing.goals import parse_targets
from assessment.core.questionnaire import Choice, Criterion, Multiple, Pillar, Questionnaire, Ratio, Text

FOLDER = Path(__file__).resolve().parents[2] / "questionnaires"
LONG, SHORT, SIXTY = "quang-ninh-sme/2026.1", "household-business/2026.1", "dbi-1970-sme/1.0"
CORE = ("strategy", "customers", "operations", "systems", "security", "finance", "people")
SECTORS = {
    "agriculture": 7,
    "manufacturing": 7,
    "mining": 6,
    "energy": 6,
    "trade": 7,
    "logistics": 7,
    "tourism": 8,
    "border_trade": 7,
    "construction": 6,
    "health": 7,
    "education": 6,
    "ict": 7,
}
WATCHED = (
    "finance.documents.invoices",
    "finance.documents.contracts",
    "customers.payment.methods",
    "customers.payment.cashless",
    "customers.selling.share",
    "customers.selling.listed",
    "agriculture.market.ocop",
    "agriculture.market.stars",
    "operations.supply.traceability",
    "systems.platforms.used",
    "systems.platforms.connected",
    "systems.data.ai",
    "people.skills.digitalstaff",
    "tourism.tickets.electronic",
    "tourism.tickets.gate",
    "tourism.service.assistant",
    "border_trade.gate.platform",
    "strategy.results.productivity",
)
SECONDS = {"choice": 21, "multiple": 28, "ratio": 35}
SECONDS_OF_A_KNOWN_LADDER, SECONDS_OF_A_PAGE, SECONDS_AROUND = 16, 6, 30


@cache
def mapping(name: str) -> Mapping[str, Any]:
    return yaml.safe_load((FOLDER / f"{name}.yaml").read_text(encoding="utf-8"))


@cache
def index(name: str) -> Questionnaire:
    return parse(mapping(name))


def shown(questionnaire: Questionnaire, sector: str) -> dict[str, bool]:
    """Which criteria a firm of the sector sees; conditions look at the profile only, so no answers are needed."""
    profile, nothing = Profile({"sector": sector, "organisation_type": "enterprise", "size": "small"}), Answers()
    return {
        criterion.id: all(
            conditions.holds(node.when, profile, nothing)
            for node in (questionnaire.pillar_of(criterion.id), questionnaire.indicator_of(criterion.id), criterion)
        )
        for criterion in questionnaire.criteria
    }


def scored(questionnaire: Questionnaire, sector: str, points: float) -> scoring.Scores:
    visible = np.array([list(shown(questionnaire, sector).values())])
    return scoring.score(scoring.compile(questionnaire), np.full(visible.shape, points), visible=visible)


def pillars_of(questionnaire: Questionnaire, sector: str) -> list[Pillar]:
    seen = shown(questionnaire, sector)
    return [pillar for pillar in questionnaire.pillars if any(seen[each.id] for each in pillar.criteria)]


def reachable(criterion: Criterion) -> set[float]:
    """Every score an answer to the criterion can have; a multiple by trying all sets of ticks."""
    match criterion.scale:
        case Choice(options):
            return {option.points / max(each.points for each in options) for option in options}
        case Multiple(options, full):
            free = [option for option in options if not option.exclusive]
            sets = itertools.chain.from_iterable(itertools.combinations(free, n) for n in range(len(free) + 1))
            return {min(full, earned(ticks)) / full for ticks in sets}
        case Ratio(conversion) if isinstance(conversion, tuple):
            return {band.points / max(each.points for each in conversion) for band in conversion}
    raise AssertionError(f"{criterion.id} has a scale this index does not use")


def earned(ticks: tuple[Any, ...]) -> float:
    chosen = {option.id for option in ticks}
    return sum(option.points if option.needs in {None, *chosen} else option.points / 2 for option in ticks)


def texts(questionnaire: Questionnaire) -> Iterator[tuple[str, Text]]:
    yield "title", questionnaire.title
    yield "about", questionnaire.about
    for pillar in questionnaire.pillars:
        yield pillar.id, pillar.title
    for indicator in questionnaire.indicators:
        yield indicator.id, indicator.title
    for level in questionnaire.levels:
        yield f"level {level.id}", level.name
        yield f"level {level.id}", level.text or level.name
    for check in questionnaire.checks:
        yield check.id, check.text
    for asked in questionnaire.context:
        yield asked.id, asked.text
    for criterion in questionnaire.criteria:
        yield from ((criterion.id, words) for words in words_of(criterion))


def words_of(criterion: Criterion) -> Iterator[Text]:
    yield criterion.text
    yield from (words for words in (criterion.help, criterion.evidence_text) if words is not None)
    yield from (option.text for option in criterion.options)
    yield from (reason.text for reason in criterion.reasons)
    yield from (advice.text for advice in criterion.advice)


def syllables(words: str) -> int:
    return len(re.findall(r"[^\W_]\S*", words))


BOTH = pytest.mark.parametrize("name", [LONG, SHORT])
ALL = pytest.mark.parametrize("name", [LONG, SHORT, SIXTY])
EVERY_SECTOR = pytest.mark.parametrize("sector", [*SECTORS, "other"])


def test_the_long_form_asks_seven_questions_in_each_of_its_seven_pillars():
    assert {pillar.id: len(pillar.criteria) for pillar in index(LONG).pillars if pillar.id in CORE} == dict.fromkeys(
        CORE, 7
    )


def test_every_sector_asks_its_six_to_eight_questions():
    assert {pillar.id: len(pillar.criteria) for pillar in index(LONG).pillars if pillar.id not in CORE} == SECTORS


def test_pillars_weigh_one_hundred_and_a_sector_joins_with_twenty_five():
    weights = {pillar.id: pillar.weight for pillar in index(LONG).pillars}
    assert [weights[pillar] for pillar in CORE] == [12, 20, 15, 16, 12, 15, 10]
    assert {weights[sector] for sector in SECTORS} == {25}


@EVERY_SECTOR
def test_a_firm_sees_seven_pillars_and_the_one_of_its_sector(sector: str):
    expected = [*CORE] if sector == "other" else [*CORE, sector]
    assert [pillar.id for pillar in pillars_of(index(LONG), sector)] == expected


@EVERY_SECTOR
def test_only_those_who_make_products_are_asked_for_traceability(sector: str):
    assert shown(index(LONG), sector)["operations.supply.traceability"] == (sector in {"agriculture", "manufacturing"})


@BOTH
@pytest.mark.parametrize("organisation", ["enterprise", "household", "cooperative"])
@pytest.mark.parametrize("size", ["micro", "small", "medium", "large"])
def test_type_and_size_change_nothing_that_is_asked(name: str, organisation: str, size: str):
    profile = Profile({"sector": "tourism", "organisation_type": organisation, "size": size})
    seen = [criterion.id for criterion in index(name).criteria if conditions.holds(criterion.when, profile, Answers())]
    assert seen == [
        criterion.id for criterion in index(name).criteria if criterion.id != "operations.supply.traceability"
    ]


@BOTH
@EVERY_SECTOR
def test_the_best_answers_give_one_hundred_and_level_five(name: str, sector: str):
    scores = scored(index(name), sector, 1.0)
    assert scores.overall[0] == pytest.approx(100)
    assert scores.level[0] == 5


@BOTH
@EVERY_SECTOR
def test_the_first_answers_give_nothing_and_level_zero(name: str, sector: str):
    scores = scored(index(name), sector, 0.0)
    assert (scores.overall[0], scores.level[0]) == (0, 0)


@pytest.mark.parametrize(
    ("criterion", "alone", "beside_a_sector"),
    [
        ("strategy.plan.written", 3.00, 2.40),
        ("customers.selling.share", 3.33, 2.67),
        ("customers.payment.methods", 3.33, 2.67),
        ("systems.platforms.used", 3.20, 2.56),
        ("security.accounts.twostep", 2.67, 2.13),
        ("finance.documents.contracts", 3.00, 2.40),
        ("people.skills.users", 1.20, 0.96),
    ],
)
def test_a_criterion_weighs_what_the_blueprint_says(criterion: str, alone: float, beside_a_sector: float):
    assert share_of_the_overall(criterion, "other") == pytest.approx(alone, abs=0.005)
    assert share_of_the_overall(criterion, "mining") == pytest.approx(beside_a_sector, abs=0.005)


@pytest.mark.parametrize(
    ("criterion", "share"),
    [
        ("agriculture.market.ocop", 4.80),
        ("tourism.tickets.electronic", 3.81),
        ("trade.store.pos", 4.00),
        ("construction.site.diary", 5.00),
        ("border_trade.gate.platform", 4.80),
    ],
)
def test_a_criterion_of_a_sector_weighs_what_the_blueprint_says(criterion: str, share: float):
    assert share_of_the_overall(criterion, criterion.partition(".")[0]) == pytest.approx(share, abs=0.005)


def share_of_the_overall(criterion: str, sector: str) -> float:
    """What the overall gains when this criterion alone is answered best; producers' own question left aside."""
    seen = {**shown(index(LONG), sector), "operations.supply.traceability": True}
    visible = np.array([list(seen.values())])
    points = np.array([[float(each.id == criterion) for each in index(LONG).criteria]])
    return float(scoring.score(scoring.compile(index(LONG)), points, visible=visible).overall[0])


def test_no_single_criterion_decides_much():
    for sector in [*SECTORS, "other"]:
        for criterion, seen in shown(index(LONG), sector).items():
            assert not seen or 0.9 < share_of_the_overall(criterion, sector) < 5.01, criterion


def test_every_figure_the_province_watches_is_a_question():
    assert set(WATCHED) <= {criterion.id for criterion in index(LONG).criteria}


@pytest.mark.parametrize("sector", SECTORS)
def test_every_sector_has_a_list_of_tools_in_which_one_builds_on_another(sector: str):
    lists = [each for each in index(LONG).pillar(sector).criteria if any(option.needs for option in each.options)]
    assert len(lists) == 1
    assert "nửa điểm" in lists[0].help.of("vi")


def test_a_tool_without_the_one_it_builds_on_earns_half():
    tools = index(LONG).criterion("agriculture.production.tools")
    trace = next(option for option in tools.options if option.id == "trace")
    diary = next(option for option in tools.options if option.id == "diary")
    assert earned((trace,)) == 0.5
    assert earned((diary, trace)) == 2


@BOTH
def test_every_question_can_be_answered_best(name: str):
    for criterion in index(name).criteria:
        assert {0.0, 1.0} <= reachable(criterion), criterion.id


@ALL
def test_advice_is_tagged_so_that_programmes_can_find_it(name: str):
    assert all(advice.tags for criterion in index(name).criteria for advice in criterion.advice)


@ALL
def test_everyone_may_say_they_do_not_know_and_nobody_may_skip(name: str):
    assert all(criterion.dont_know and criterion.required for criterion in index(name).criteria)


@ALL
def test_does_not_apply_always_comes_with_reasons_to_choose_from(name: str):
    assert all(criterion.reasons for criterion in index(name).criteria if criterion.not_applicable)


def test_does_not_apply_is_offered_only_where_it_can_be_true():
    offered = {criterion.id for criterion in index(LONG).criteria if criterion.not_applicable}
    assert len([name for name in offered if name.partition(".")[0] in CORE]) == 8
    never = {
        "finance.documents.invoices",
        "customers.payment.methods",
        "security.accounts.twostep",
        "security.protection.backup",
        "people.skills.digitalstaff",
    }
    assert not offered & never


def test_evidence_is_expected_for_what_others_rely_on():
    expected = {
        each.id for each in index(LONG).criteria if each.evidence == "expected" and each.id.partition(".")[0] in CORE
    }
    assert len(expected) == 9
    assert all(each.evidence_text for each in index(LONG).criteria if each.evidence == "expected")


def test_a_bad_answer_never_hides_the_next_question():
    for pillar in index(LONG).pillars:
        nodes = (pillar, *pillar.indicators, *pillar.criteria)
        assert not [node.id for node in nodes if any(conditions.criteria_of(node.when))]


def test_the_household_form_is_short_and_weighs_what_a_household_lives_on():
    form = index(SHORT)
    assert len(form.criteria) == 19
    assert {pillar.id: pillar.weight for pillar in form.pillars} == {
        "strategy": 8, "customers": 28, "operations": 12, "systems": 12, "security": 15, "finance": 19, "people": 6,
    }  # fmt: skip


def test_a_question_with_the_same_id_in_both_forms_has_the_same_answers():
    for criterion in index(SHORT).criteria:
        if criterion.id in {each.id for each in index(LONG).criteria}:
            twin = index(LONG).criterion(criterion.id)
            assert [(each.id, each.points) for each in criterion.options] == [
                (each.id, each.points) for each in twin.options
            ]
        else:
            assert dict(criterion.maps_to)["quang-ninh-sme"] in {each.id for each in index(LONG).criteria}


@EVERY_SECTOR
def test_the_owner_of_a_small_firm_finishes_within_25_minutes(sector: str):
    assert minutes(LONG, sector) <= 25


def test_a_household_finishes_within_8_minutes():
    assert minutes(SHORT, "trade") <= 8


def minutes(name: str, sector: str) -> float:
    """The time budget of the form: questions by their kind, pages, and a look at what was said at registration."""
    seen = shown(index(name), sector)
    indicators = [each for pillar in mapping(name)["pillars"] for each in pillar["indicators"]]
    asked = [[each for each in indicator["criteria"] if seen[each["id"]]] for indicator in indicators]
    pages = sum(bool(criteria) for criteria in asked)
    answering = sum(seconds(each) for criteria in asked for each in criteria)
    return (answering + pages * SECONDS_OF_A_PAGE + SECONDS_AROUND) / 60


def seconds(criterion: Mapping[str, Any]) -> int:
    known = isinstance(criterion.get("options"), str)
    return SECONDS_OF_A_KNOWN_LADDER if known else SECONDS[criterion["kind"]]


@BOTH
def test_questions_and_options_are_short(name: str):
    for criterion in index(name).criteria:
        assert syllables(criterion.text.of("vi")) <= 25, criterion.id
        assert all(syllables(option.text.of("vi")) <= 16 for option in criterion.options), criterion.id


@ALL
def test_a_person_is_addressed_politely_in_vietnamese(name: str):
    for where, words in texts(index(name)):
        vietnamese = words.of("vi").replace("bạn hàng", "")
        assert not re.search(r"\bbạn\b|quý khách|phòng ban|vui lòng|!", vietnamese, re.IGNORECASE), where


def test_a_household_is_spoken_to_and_never_called_a_unit():
    assert not [where for where, words in texts(index(SHORT)) if "đơn vị" in words.of("vi").casefold()]


@ALL
def test_both_languages_say_something_of_their_own(name: str):
    same = {where for where, words in texts(index(name)) if words.of("vi") == words.of("en")}
    assert not same


@ALL
def test_percent_signs_stand_as_each_language_writes_them(name: str):
    for where, words in texts(index(name)):
        assert not re.search(r"\d[ ]?%", words.of("vi")), where
        assert not re.search(r"\d\s%", words.of("en")), where


@ALL
def test_a_friendly_question_offers_an_easy_way_out(name: str):
    for check in index(name).checks:
        assert "cứ để nguyên" in check.text.of("vi"), check.id
        assert "just leave it" in check.text.of("en"), check.id


@BOTH
def test_the_context_page_asks_what_the_association_plans_with(name: str):
    assert [asked.id.removeprefix("context.") for asked in index(name).context] == [
        "barriers", "support", "received", "effect", "invest", "goals", "remarks",
    ]  # fmt: skip
    assert not any(asked.required for asked in index(name).context)


WITHOUT_A_CODE_OF_1970 = {"people.skills.ability", "strategy.results.productivity", "systems.data.ai"}


@pytest.mark.parametrize("name", [LONG, SHORT])
def test_what_the_set_of_1970_asks_is_mapped_to_it_and_the_rest_is_listed(name: str):
    criteria = index(name).criteria
    bare = {each.id for each in criteria if "dbi-1970" not in dict(each.maps_to)}
    assert bare == WITHOUT_A_CODE_OF_1970 & {each.id for each in criteria}
    known = {dict(each.maps_to)["dbi-1970"] for each in index(SIXTY).criteria}
    named = {code for each in criteria for code in dict(each.maps_to).get("dbi-1970", "1.1.1").split(", ")}
    assert named <= known


def test_the_common_part_follows_the_pillars_of_the_set_of_2023():
    for number, pillar in enumerate(index(LONG).pillars[: len(CORE)], start=1):
        assert {dict(criterion.maps_to)["dbi-2158"] for criterion in pillar.criteria} == {str(number)}


@pytest.mark.parametrize("name", [LONG, SHORT])
def test_every_question_names_a_pillar_of_the_set_of_2023(name: str):
    named = {dict(each.maps_to)["dbi-2158"] for each in index(name).criteria}
    assert named == set("1234567")


def test_the_targets_of_the_province_can_be_read():
    targets = parse_targets(mapping("targets/quang-ninh"), [index(LONG), index(SHORT)]).targets
    assert len([target for target in targets if target.measure is not None]) == 16
    assert {goal.year for target in targets for goal in target.goals} == {2022, 2025, 2030}


@pytest.mark.parametrize("name", [LONG, SHORT, "targets/quang-ninh"])
def test_a_file_is_small_and_plain(name: str):
    written = (FOLDER / f"{name}.yaml").read_text(encoding="utf-8")
    assert len(written.encode()) < 1_000_000
    assert not [token for token in yaml.scan(written) if isinstance(token, yaml.AnchorToken | yaml.AliasToken)]


EXAMPLE = {
    "vi": r"[Vv]í dụ|Nghĩ (tới|về)|là [\d,]+\u00a0%",
    "en": r"[Ff]or (instance|example)|Example|Think of|(is|are|:) [\d.]+%",
}


@ALL
@pytest.mark.parametrize("language", EXAMPLE)
def test_every_question_is_explained_with_an_example(name: str, language: str):
    helps = {each.id: each.help.of(language) if each.help else "" for each in index(name).criteria}
    assert not [where for where, words in helps.items() if not re.search(EXAMPLE[language], words)]


def test_advice_that_names_one_tick_takes_the_owner_to_that_tick():
    aimed = {advice.id: advice.to for each in index(LONG).criteria for advice in each.advice if advice.to is not None}
    assert aimed == {
        "agriculture.market.stars.first": "three",
        "customers.payment.methods.first": "qr",
        "operations.daily.automation.first": "remind",
        "tourism.service.self.first": "menu",
        "finance.documents.signature.first": "contracts",
    }

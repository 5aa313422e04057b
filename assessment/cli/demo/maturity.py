"""Plausible answers: one latent maturity per enterprise, easy and hard questions, some not known, some not applying."""

import math
import zlib
from collections.abc import Mapping

import numpy as np

from assessment.core import journey
from assessment.core.conditions import holds
from assessment.core.parts.scales import Choice, Conversion, Goalposts, Multiple, Number, Ratio
from assessment.core.questionnaire import ContextQuestion, Criterion, Pillar, Questionnaire
from assessment.core.reckoning.points import figure_score
from assessment.core.values.context import context_to_json
from assessment.core.values.states import (
    Answered,
    Answers,
    Chosen,
    DontKnow,
    Figure,
    NotApplicable,
    Part,
    Profile,
    State,
    Ticked,
    Value,
)

# The share of enterprises below each score: what small surveys of the province's kind of enterprise look like.
SHARES = (0.0, 0.15, 0.60, 0.87, 0.97, 0.995, 1.0)
SCORES = (2.0, 6.5, 17.5, 37.0, 62.0, 82.0, 94.0)
EASY = {"invoice": 2.2, "bank": 1.4, "payment": 1.0, "qr": 1.2, "internet": 1.6, "phone": 1.4, "digital_signature": 1.2}
HARD = ("robot", "blockchain", "big", "ai", "border", "iso", "research", "automation", "iot", "predict")
WHOLE = 100
NOT_KNOWN, NOT_APPLYING = 0.05, 0.10


def expected_score(rank: float) -> float:
    """Give the overall score, 0–100, that suits a place among all enterprises."""
    return float(np.interp(rank, SHARES, SCORES))


def answers(questionnaire: Questionnaire, profile: Profile, expected: float, rng: np.random.Generator) -> Answers:
    """Answer a whole questionnaire the way an enterprise of this maturity might."""
    level = _logit(expected / 100)
    states: dict[str, State] = {}
    for pillar in questionnaire.pillars:
        if holds(pillar.when, profile, Answers(states)):
            _answer(pillar, level + rng.normal(0, 0.35), states, rng)
    return journey.visible_answers(questionnaire, profile, Answers(states))


def _answer(pillar: Pillar, level: float, states: dict[str, State], rng: np.random.Generator) -> None:
    for indicator in pillar.indicators:
        for criterion in indicator.criteria:
            likely = _likely(level + _ease(criterion.id) + rng.normal(0, 0.5))
            states[criterion.id] = _state(criterion, likely, rng)


def first_part(questionnaire: Questionnaire, found: Answers, share: float) -> Answers:
    """Keep the first answers of a form: how far somebody has come who has not finished."""
    ids = [criterion.id for criterion in questionnaire.criteria if criterion.id in found]
    return Answers({name: found[name] for name in ids[: round(share * len(ids))]})


def lowered(questionnaire: Questionnaire, found: Answers, n: int, rng: np.random.Generator) -> dict[str, State]:
    """Choose up to n choices that a reviewer finds one step too high."""
    high = [
        (criterion.id, criterion.scale.options, state.value.option)
        for criterion in questionnaire.criteria
        if isinstance(criterion.scale, Choice)
        and isinstance(state := found.of(criterion.id), Answered)
        and isinstance(state.value, Chosen)
        and state.value.option != criterion.scale.options[0].id
    ]
    chosen = [high[place] for place in rng.permutation(len(high))[:n]]
    return {name: Answered(Chosen(_before(options, option))) for name, options, option in chosen}


def _before(options: tuple[object, ...], chosen: str) -> str:
    ids = [str(getattr(option, "id", "")) for option in options]
    return ids[ids.index(chosen) - 1]


def context(questions: tuple[ContextQuestion, ...], rng: np.random.Generator) -> Mapping[str, dict[str, object]]:
    """Answer most of the questions that are never scored; words of one's own are left to people."""
    said: dict[str, dict[str, object]] = {}
    for question in questions:
        ids = [option.id for option in question.options]
        if not ids or rng.random() < 0.2:  # noqa: PLR2004 - one in five leaves a question out
            continue
        if question.kind == "choice":
            said[question.id] = dict(context_to_json(Chosen(ids[rng.integers(len(ids))])))
        elif question.kind == "multiple":
            some = sorted(rng.permutation(len(ids))[: rng.integers(1, 4)])
            plain = [ids[place] for place in some if not question.options[place].exclusive] or ids[:1]
            said[question.id] = dict(context_to_json(Ticked(tuple(plain))))
    return said


def _state(criterion: Criterion, likely: float, rng: np.random.Generator) -> State:
    drawn = rng.random()
    if criterion.not_applicable and drawn < NOT_APPLYING:
        return NotApplicable(criterion.reasons[0].id if criterion.reasons else "Đơn vị không có hoạt động này.")
    if criterion.dont_know and drawn > 1 - NOT_KNOWN * (1 - likely):
        return DontKnow()
    return Answered(_value(criterion, likely, rng))


def _value(criterion: Criterion, likely: float, rng: np.random.Generator) -> Value:
    aim = float(np.clip(likely + rng.normal(0, 0.12), 0, 1))
    match criterion.scale:
        case Choice(options):
            best = max(option.points for option in options)
            nearest = min(options, key=lambda option: abs(option.points / best - aim))
            return Chosen(nearest.id)
        case Multiple() as scale:
            return _ticked(scale, aim, rng)
        case Number() as scale:
            return Figure(_held(scale, round(_figure(scale.conversion, aim))))
        case Ratio() as scale:
            return Part(float(round(_held(scale, _figure(scale.conversion, aim)) * WHOLE / 100)), float(WHOLE))


def _ticked(scale: Multiple, aim: float, rng: np.random.Generator) -> Ticked:
    chosen = [option for option in scale.options if not option.exclusive and rng.random() < aim]
    if not chosen:
        alone = [option for option in scale.options if option.exclusive]
        chosen = alone[:1] or [scale.options[0]]
    return Ticked(tuple(option.id for option in chosen))


def _figure(conversion: Conversion, aim: float) -> float:
    """Give a figure that is worth about the aim."""
    match conversion:
        case Goalposts(zero, full):
            return zero + aim * (full - zero)
        case bands:
            edges = [band.threshold.value + (0.0 if band.threshold.inclusive else 1.0) for band in bands]
            return min(edges, key=lambda edge: abs(figure_score(bands, edge) - aim))


def _held(scale: Number | Ratio, figure: float) -> float:
    least = -math.inf if scale.minimum is None else scale.minimum
    most = math.inf if scale.maximum is None else scale.maximum
    return min(max(figure, least), most)


def _ease(name: str) -> float:
    """Tell how easy a question is: by what it is about, and a little by chance that its name decides."""
    words = name.replace(".", "_").replace("-", "_").split("_")
    known = [ease for word, ease in EASY.items() if any(each.startswith(word) for each in words)]
    if known:
        return max(known)
    if any(word in HARD for word in words):
        return -1.5
    return (zlib.crc32(name.encode()) % 1000 / 1000 - 0.5) * 1.6


def _likely(level: float) -> float:
    return 1 / (1 + math.exp(-level))


def _logit(share: float) -> float:
    return math.log(share / (1 - share))

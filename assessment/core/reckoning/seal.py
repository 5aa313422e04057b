"""The seal: one canonical text of everything a result was made from and came to, and the hash over it.

Whoever has the text and the questionnaire can recompute every figure; whoever has the hash can tell whether the text
is the one that was sealed.
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from assessment.core.journey import visible_answers
from assessment.core.questionnaire import Questionnaire
from assessment.core.reckoning.outcome import ENGINE_VERSION, NodeOutcome, Outcome, outcome
from assessment.core.values.states import Answers, Profile
from assessment.core.values.stored import from_json, to_json

PLACES = 10
"""Sealed figures carry ten decimals: more than any rule looks at, fewer than different processors agree on."""


@dataclass(frozen=True, slots=True)
class Sealed:
    """A sealed result: the canonical text, the hash over it, and the figures it holds."""

    text: str
    sha256: str
    outcome: Outcome


def seal(
    questionnaire: Questionnaire,
    questionnaire_hash: str,
    profile: Profile,
    answers: Answers,
    engine: int = ENGINE_VERSION,
) -> Sealed:
    """Score an assessment and seal what came out with all it was made from.

    Parameters
    ----------
    questionnaire : Questionnaire
        The published version.
    questionnaire_hash : str
        SHA-256 of its bytes, in hex.
    profile, answers : Profile, Answers
        As they stand; what was typed into criteria that are hidden now is left out.
    engine : int
        The version of the rules.

    Returns
    -------
    Sealed
        JSON with sorted keys, no blanks, figures of ten decimals; a SHA-256 of its UTF-8 bytes.
    """
    figures = outcome(questionnaire, profile, answers, engine)
    visible = visible_answers(questionnaire, profile, answers)
    text = canonical(
        {
            "questionnaire": {"id": questionnaire.id, "version": questionnaire.version, "sha256": questionnaire_hash},
            "engine": figures.engine,
            "profile": dict(profile.facts),
            "answers": {name: to_json(state) for name, state in visible.items()},
            "outcome": _figures(figures),
        }
    )
    return Sealed(text, digest(text), figures)


def canonical(content: Mapping[str, Any]) -> str:
    """Write content as the one JSON text it can have."""
    return json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False)


def digest(text: str) -> str:
    """Give the SHA-256 of a text's UTF-8 bytes, in hex."""
    return hashlib.sha256(text.encode()).hexdigest()


def first_difference(questionnaire: Questionnaire, text: str, sha256: str) -> str | None:
    """Recompute a sealed result by the rules it names.

    Returns
    -------
    str or None
        None when hash and every figure agree; else the first thing that does not, in words.
    """
    if digest(text) != sha256:
        return "the text does not have the sealed hash"
    content = json.loads(text)
    profile, answers = Profile(content["profile"]), opened(questionnaire, content["answers"])
    found = _figures(outcome(questionnaire, profile, answers, content["engine"]))
    return next(_differences(content["outcome"], json.loads(canonical(found)), "outcome"), None)


def opened(questionnaire: Questionnaire, answers: Mapping[str, Any]) -> Answers:
    """Read the answers of a sealed text."""
    return Answers({name: from_json(questionnaire.criterion(name), value) for name, value in answers.items()})


def asked(text: str) -> frozenset[str]:
    """Name the criteria that were visible when a text was sealed, whatever their answer was."""
    return frozenset(json.loads(text)["outcome"]["criteria"])


def _figures(figures: Outcome) -> dict[str, Any]:
    return {
        "overall": _fixed(figures.overall),
        "level": figures.level,
        "lowest": _fixed(figures.lowest),
        "highest": _fixed(figures.highest),
        "coverage": _fixed(figures.coverage),
        "pillars": {node.id: _node(node) for node in figures.pillars if node.visible},
        "indicators": {node.id: _fixed(node.score) for node in figures.indicators if node.visible},
        "criteria": {each.id: _fixed(each.score) for each in figures.criteria if each.standing != "hidden"},
    }


def _node(node: NodeOutcome) -> dict[str, Any]:
    return {"score": _fixed(node.score), "coverage": _fixed(node.coverage), "level": node.level}


def _fixed(figure: float | None) -> float | None:
    """Round a figure to ten decimals, once, and write no negative zero."""
    return None if figure is None else round(figure, PLACES) + 0.0


def _differences(sealed: Any, found: Any, path: str) -> Any:
    if isinstance(sealed, dict) and isinstance(found, dict):
        for key in sorted({*sealed, *found}):
            yield from _differences(sealed.get(key), found.get(key), f"{path}.{key}")
    elif sealed != found:
        yield f"{path}: sealed {sealed}, recomputed {found}"

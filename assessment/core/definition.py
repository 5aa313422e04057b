"""Reads a questionnaire: a mapping in, a `Questionnaire` out, or all faults at once."""

from collections.abc import Mapping

from assessment.core.questionnaire import Questionnaire


def parse(mapping: Mapping[str, object]) -> Questionnaire:
    """Read a questionnaire; raises `DefinitionError` with every fault found."""
    raise NotImplementedError

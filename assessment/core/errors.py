"""What can go wrong in the core: faults of definitions, unknown names, impossible steps."""

from dataclasses import dataclass

Path = tuple[str | int, ...]


def spelled(path: Path) -> str:
    """Write a path as people read it: ``pillars[0].indicators[1].title``, or ``file`` for the whole."""
    steps = "".join(f"[{step}]" if isinstance(step, int) else f".{step}" for step in path)
    return steps.removeprefix(".") or "file"


class CoreError(Exception):
    """The root of every error the core raises on purpose."""


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing wrong in a definition, with the keys and positions that lead to it."""

    path: Path
    message: str

    @property
    def where(self) -> str:
        """The path as people read it."""
        return spelled(self.path)


class DefinitionError(CoreError):
    """A definition does not follow the format; it carries every fault at once."""

    def __init__(self, faults: tuple[Fault, ...]) -> None:
        super().__init__("; ".join(f"{fault.where}: {fault.message}" for fault in faults))
        self.faults = faults


class UnknownName(CoreError, LookupError):
    """An id was asked for that the questionnaire does not have."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.name = name


class UnknownCriterion(UnknownName):
    """No criterion has this id."""


class UnknownIndicator(UnknownName):
    """No indicator has this id."""


class UnknownPillar(UnknownName):
    """No pillar has this id."""


class UnknownLevel(CoreError, LookupError):
    """No level has this id."""


class UnknownAdvice(UnknownName):
    """No advice has this id."""


class UnknownEngine(CoreError, LookupError):
    """No rule of scoring has this version."""


class UnreadableAnswer(CoreError, ValueError):
    """A stored answer does not fit the criterion it belongs to."""


class ForbiddenTransition(CoreError):
    """The state of an assessment does not allow this action."""

    def __init__(self, state: str, action: str) -> None:
        super().__init__(f"{action} is not possible from {state}")
        self.state = state
        self.action = action

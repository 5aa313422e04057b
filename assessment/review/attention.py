"""Which criteria a reviewer should look at first: where answers deserve a question, or proof was expected."""

from collections.abc import Iterator

from assessment.core import journey
from assessment.core.conditions import criteria_of
from assessment.core.questionnaire import Criterion
from assessment.core.reckoning.points import criterion_score
from assessment.review.file import File

FULL = 1.0


def first_looks(file: File) -> tuple[Criterion, ...]:
    """Give the visible criteria to look at first, in document order."""
    wanted = set(_questionable(file)) | {note.subject for note in file.notes}
    return tuple(each for each in file.criteria if each.id in wanted or _wants_proof(file, each))


def _questionable(file: File) -> Iterator[str]:
    """Name the criteria whose answers do not go well together."""
    for check in journey.noted(file.questionnaire, file.profile, file.own):
        yield from criteria_of(check.when)


def _wants_proof(file: File, criterion: Criterion) -> bool:
    """Whether the owner claims the most where evidence is expected."""
    return criterion.evidence == "expected" and criterion_score(criterion, file.own.of(criterion.id)) >= FULL

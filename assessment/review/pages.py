"""What the pages of a file show: frozen values for templates, made from the file and the reader's language."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from assessment.core import journey
from assessment.core.answers import Answered, Chosen, DontKnow, Figure, NotApplicable, Part, Raw, State, Ticked
from assessment.core.parts.numbering import criterion_numbers
from assessment.core.questionnaire import Check, Criterion
from assessment.core.reckoning.outcome import Outcome, outcome
from assessment.models import Evidence
from assessment.policy import Actor, NotFound
from assessment.review.attention import first_looks
from assessment.review.decision import Obstacle, obstacles
from assessment.review.file import File, Note
from assessment.web.answer_words import answer_words, typed_number

Standing = Literal["open", "kept", "changed", "asked"]


@dataclass(frozen=True)
class Entry:
    """One criterion in the list beside the answers."""

    criterion: Criterion
    number: str
    standing: Standing
    is_current: bool


@dataclass(frozen=True)
class Rung:
    """One option to read, with who chose it."""

    value: str
    words: str
    is_own: bool
    is_found: bool
    is_last: bool


@dataclass(frozen=True)
class Typed:
    """What stands in the fields of a judgement."""

    decision: str
    values: tuple[str, ...] = ()
    part: str = ""
    whole: str = ""
    state: str = ""
    state_reason: str = ""
    reason: str = ""


@dataclass(frozen=True)
class Current:
    """The criterion that is being looked at."""

    entry: Entry
    rungs: tuple[Rung, ...]
    own: str
    found: str
    last: str
    notes: tuple[Note, ...]
    evidence: Sequence[Evidence]
    typed: Typed
    errors: Mapping[str, str]
    can_keep: bool


@dataclass(frozen=True)
class Shown:
    """The page of a file."""

    file: File
    first: tuple[Entry, ...]
    entries: tuple[Entry, ...]
    current: Current | None
    own: Outcome
    checked: Outcome
    checks: tuple[Check, ...]
    obstacles: tuple[Obstacle, ...]
    may_judge: bool
    errors: tuple[tuple[str, str], ...] = ()
    reason: str = ""
    fact_note: str = ""

    @property
    def unseen(self) -> int:
        """How many of the criteria to look at first nobody has looked at."""
        return sum(entry.standing == "open" for entry in self.first)

    @property
    def is_complete(self) -> bool:
        """Whether this round's approval would be the last one needed."""
        return not self.file.assessment.wave.second_sign_off or self.file.is_signed

    @property
    def name_of(self) -> Mapping[str, str]:
        """The numbers of the criteria by id."""
        return {entry.criterion.id: entry.number for entry in self.entries}


def criterion_of(file: File, name: str) -> Criterion:
    """Give a criterion of the file that is visible in it."""
    for criterion in file.criteria:
        if criterion.id == name:
            return criterion
    raise NotFound


def numbers(file: File) -> Mapping[str, str]:
    """Give each criterion the number it has in the form."""
    return criterion_numbers(file.questionnaire)


def shown(
    file: File,
    actor: Actor,
    language: str,
    last: Mapping[str, State],
    name: str | None = None,
    typed: Typed | None = None,
    wrong: Mapping[str, str] | None = None,
) -> Shown:
    """Give the page of a file, with the criterion asked for or the first nobody has looked at."""
    first = first_looks(file)
    chosen = criterion_of(file, name) if name else _next(file, first, None)
    known = numbers(file)
    entries = tuple(Entry(each, known[each.id], standing(file, each.id), each is chosen) for each in file.criteria)
    here = next((entry for entry in entries if entry.is_current), None)
    return Shown(
        file=file,
        first=tuple(entry for entry in entries if entry.criterion in first),
        entries=entries,
        current=None if here is None else _current(file, here, language, last, typed, wrong or {}),
        own=outcome(file.questionnaire, file.profile, file.own),
        checked=outcome(file.questionnaire, file.profile, file.checked),
        checks=journey.noted(file.questionnaire, file.profile, file.own),
        obstacles=obstacles(file, actor),
        may_judge=file.may_judge(actor),
        errors=tuple((f"judge-{field}", words) for field, words in (wrong or {}).items()),
    )


def standing(file: File, name: str) -> Standing:
    """Tell what became of a criterion in this round."""
    if name in file.asked:
        return "asked"
    if name not in file.found:
        return "open"
    return "kept" if file.found.of(name) == file.own.of(name) else "changed"


def following(file: File, name: str) -> str | None:
    """Name the criterion to go on with after this one, or None when all have been looked at."""
    found = _next(file, first_looks(file), name)
    return found.id if found is not None and standing(file, found.id) == "open" else None


def _next(file: File, first: Sequence[Criterion], after: str | None) -> Criterion | None:
    """Give the first of those to look at first that is open, else the next open one, else the first of all."""
    known = [each.id for each in file.criteria]
    place = known.index(after) + 1 if after in known else 0
    rest = [*file.criteria[place:], *file.criteria[:place]]
    for candidates in (first, rest):
        for each in candidates:
            if standing(file, each.id) == "open":
                return each
    return file.criteria[0] if file.criteria else None


def _current(
    file: File,
    entry: Entry,
    language: str,
    last: Mapping[str, State],
    typed: Typed | None,
    wrong: Mapping[str, str],
) -> Current:
    criterion = entry.criterion
    own, found, before = file.own.of(criterion.id), file.found.of(criterion.id), last.get(criterion.id)
    return Current(
        entry=entry,
        rungs=tuple(
            Rung(
                option.id,
                option.text.of(language),
                option.id in _ticks(own),
                option.id in _ticks(found),
                option.id in _ticks(before),
            )
            for option in criterion.options
        ),
        own=answer_words(criterion, own, language),
        found=answer_words(criterion, found, language),
        last=answer_words(criterion, before, language),
        notes=tuple(note for note in file.notes if note.subject == criterion.id),
        evidence=file.evidence.get(criterion.id, ()),
        typed=typed or _standing_fields(file, criterion, language),
        errors=wrong,
        can_keep=own is not None,
    )


def _ticks(state: State | None) -> tuple[str, ...]:
    match state:
        case Answered(Chosen(option)):
            return (option,)
        case Answered(Ticked(options)):
            return options
        case _:
            return ()


def _standing_fields(file: File, criterion: Criterion, language: str) -> Typed:
    """Fill the fields with what stands: what was found, else the own answer, so that a change starts from there."""
    note = file.asked.get(criterion.id)
    decided = {"kept": "keep", "changed": "set", "asked": "ask", "open": ""}[standing(file, criterion.id)]
    reason = note.words if note else file.reasons.get(criterion.id, "")
    return filled(file.checked.of(criterion.id), language, decided, reason)


def filled(state: State | None, language: str, decision: str, reason: str) -> Typed:
    """Write a state into the fields of the form."""
    match state:
        case Answered(Figure(number)):
            return Typed(decision, values=(typed_number(number, language),), reason=reason)
        case Answered(Part(part, whole)):
            return Typed(decision, (), typed_number(part, language), typed_number(whole, language), reason=reason)
        case NotApplicable(why):
            return Typed(decision, state="n/a", state_reason=why, reason=reason)
        case DontKnow():
            return Typed(decision, state="?", reason=reason)
        case _:
            return Typed(decision, values=_ticks(state), reason=reason)


def raw_of(typed: Typed) -> Raw:
    """Give what was typed as the core reads it. A state chosen here means the fields beside it do not count."""
    if typed.state:
        return Raw(state=typed.state, reason=typed.state_reason)
    return Raw(values=typed.values, part=typed.part, whole=typed.whole)

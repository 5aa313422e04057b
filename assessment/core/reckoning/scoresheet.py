"""Scoring a file of answers: row by row in, row by row out, with no more than some rows in memory."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

import numpy as np

from assessment.core.answers import explained, from_cell
from assessment.core.questionnaire import Criterion, Questionnaire
from assessment.core.reckoning.matrix import Column, Matrix, Rows, as_matrix, coded
from assessment.core.reckoning.sheetlines import MOST_FAULTS, Cells, SheetError, SheetFault, rows_of
from assessment.core.scoring import Scores, compile, score  # noqa: A004 - the public name of design §5
from assessment.core.values.checking import how_to_write
from assessment.core.values.states import Answers, Problem, Profile, State
from assessment.core.weighing.arrays import FloatArray

__all__ = ["Batch", "SheetError", "SheetFault", "batches", "row_of", "scored"]

ROWS_AT_ONCE = 2048
MOST_REMEMBERED = 20_000

Read = State | Problem | None


@dataclass(frozen=True, slots=True, eq=False)
class Batch:
    """Some rows of a file: their ids, and their answers as arrays."""

    ids: tuple[str, ...]
    matrix: Matrix


def scored(questionnaire: Questionnaire, lines: Iterable[str]) -> Iterator[tuple[str, ...]]:
    """Score a file of answers.

    Parameters
    ----------
    questionnaire : Questionnaire
        The form the file answers.
    lines : iterable of str
        CSV or JSONL; see `batches`.

    Yields
    ------
    tuple of str
        The header, then a row for each row: figures in full precision, 0–100 (coverage 0–1), empty where there is none.

    Raises
    ------
    SheetError
        As soon as rows with faults are met; what was given before must then be thrown away.

    Examples
    --------
    >>> from assessment.core.examples import two_pillars
    >>> lines = ["id,profile.sector,plan.written,plan.followed,sales.online", "a,trade,full,some,none"]
    >>> for row in scored(two_pillars(), lines):
    ...     print(",".join(row))
    id,overall,level,lowest,highest,coverage,pillar.plan,pillar.sales,pillar_level.plan,pillar_level.sales
    a,37.5,0,37.5,37.5,1.0,75.0,0.0,2,0
    """
    compiled = compile(questionnaire)
    yield (
        *("id", "overall", "level", "lowest", "highest", "coverage"),
        *(f"pillar.{pillar}" for pillar in compiled.pillars),
        *(f"pillar_level.{pillar}" for pillar in compiled.pillars),
    )
    for batch in batches(questionnaire, lines):
        table = batch.matrix
        scores = score(
            compiled,
            table.points,
            visible=table.visible,
            not_applicable=table.not_applicable,
            unknown=table.unknown,
        )
        yield from zip(batch.ids, *_columns(scores), strict=True)


def _columns(scores: Scores) -> Iterator[list[str]]:
    yield _figures(scores.overall)
    yield _levels(scores.level)
    yield from map(_figures, (scores.lowest, scores.highest, scores.coverage, *scores.pillars.T))
    yield from map(_levels, scores.pillar_levels.T)


def _figures(column: FloatArray) -> list[str]:
    return ["" if figure != figure else repr(figure) for figure in column.tolist()]  # noqa: PLR0124 - NaN alone differs


def _levels(column: FloatArray) -> list[str]:
    names = {level: f"{level:.0f}" for level in np.unique(column[~np.isnan(column)]).tolist()}
    return [names.get(level, "") for level in column.tolist()]


def batches(questionnaire: Questionnaire, lines: Iterable[str]) -> Iterator[Batch]:
    """Read a file of answers.

    Parameters
    ----------
    questionnaire : Questionnaire
        The form the file answers.
    lines : iterable of str
        CSV with a header, comma or semicolon, or JSONL with the same keys; the columns `id`, `profile.<fact>` and one
        per criterion id, in any order. Cells as `answers.from_cell` reads them; those of hidden criteria are not read.

    Yields
    ------
    Batch
        Some thousand rows at a time.

    Raises
    ------
    SheetError
        With up to twenty faults of the first rows that have any: a bad cell, an unknown or absent column, an unknown
        profile value, a repeated or empty id.
    """
    reader = _Reader(questionnaire)
    rows = rows_of(lines, _columns_of(questionnaire))
    while some := list(islice(rows, ROWS_AT_ONCE)):
        yield reader.batch([row for row, _ in some], [cells for _, cells in some])


def row_of(questionnaire: Questionnaire, lines: Iterable[str], name: str) -> tuple[Profile, Answers]:
    """Read the row of a file of answers that bears an id; raises `SheetError` as `batches` does, or if none does."""
    columns = _columns_of(questionnaire)
    for row, cells in rows_of(lines, columns):
        if cells[0].strip() == name:
            reader = _Reader(questionnaire)
            reader.batch([row], [cells])
            return reader.told(cells)
    raise SheetError([SheetFault(0, "id", f"no row bears `{name:.80}`")])


def _columns_of(questionnaire: Questionnaire) -> list[str]:
    facts = (f"profile.{fact}" for fact, _ in questionnaire.profile)
    return ["id", *facts, *(criterion.id for criterion in questionnaire.criteria)]


class _Reader:
    """What must be remembered from one batch to the next: the ids, and what cells read before mean."""

    def __init__(self, questionnaire: Questionnaire) -> None:
        self.questionnaire = questionnaire
        self.first_rows: dict[str, int] = {}
        self.meanings: tuple[dict[str, Read], ...] = tuple({} for _ in questionnaire.criteria)

    def batch(self, rows: Sequence[int], table: Sequence[Cells]) -> Batch:
        columns = [coded(column) for column in islice(zip(*table, strict=True), 1, None)]
        facts, cells = columns[: -len(self.meanings)], columns[-len(self.meanings) :]
        read = [self._read(place, column) for place, column in enumerate(cells)]
        named = dict(zip((fact for fact, _ in self.questionnaire.profile), map(_stripped, facts), strict=True))
        matrix = as_matrix(self.questionnaire, Rows(len(rows), named, tuple(map(_states, read))))
        names = tuple(cells[0].strip() for cells in table)
        faults = [
            *self._id_faults(rows, names),
            *self._fact_faults(rows, named),
            *self._cell_faults(rows, read, matrix),
        ]
        if faults:
            raise SheetError(sorted(faults, key=lambda fault: fault.row)[:MOST_FAULTS])
        return Batch(names, matrix)

    def told(self, cells: Cells) -> tuple[Profile, Answers]:
        """Give what the cells of one row mean, once the row has been read as a batch."""
        facts = [cell.strip() for cell in cells[1 : -len(self.meanings)]]
        found = zip(self.questionnaire.criteria, self.meanings, cells[-len(self.meanings) :], strict=True)
        states = {criterion.id: known[cell] for criterion, known, cell in found}
        return (
            Profile(dict(zip((fact for fact, _ in self.questionnaire.profile), facts, strict=True))),
            # A cell that is no answer has been let through only because its criterion is hidden.
            Answers({name: state for name, state in states.items() if not isinstance(state, Problem | None)}),
        )

    def _read(self, place: int, column: Column[str]) -> Column[Read]:
        criterion, known = self.questionnaire.criteria[place], self.meanings[place]
        if len(known) > MOST_REMEMBERED:
            known.clear()
        return Column(column.codes, tuple(_meaning(criterion, known, text) for text in column.entries))

    def _id_faults(self, rows: Sequence[int], names: Sequence[str]) -> Iterator[SheetFault]:
        for row, name in zip(rows, names, strict=True):
            if not name:
                yield SheetFault(row, "id", "empty")
            elif "\0" in name:
                yield SheetFault(row, "id", "a NUL byte stands there, which is no text")
            elif self.first_rows.setdefault(name, row) != row:
                yield SheetFault(row, "id", f"`{name:.80}` stands already in row {self.first_rows[name]}")

    def _fact_faults(self, rows: Sequence[int], facts: dict[str, Column[str | None]]) -> Iterator[SheetFault]:
        for fact, values in self.questionnaire.profile:
            for code, value in enumerate(facts[fact].entries):
                if value not in values:
                    cause = f"{f'`{value:.80}`' if value else 'the empty cell'} is none of {', '.join(values)}"
                    places = np.flatnonzero(facts[fact].codes == code)
                    yield from (SheetFault(rows[place], f"profile.{fact}", cause) for place in places[:MOST_FAULTS])

    def _cell_faults(self, rows: Sequence[int], read: Sequence[Column[Read]], matrix: Matrix) -> Iterator[SheetFault]:
        for place, (criterion, column) in enumerate(zip(self.questionnaire.criteria, read, strict=True)):
            for code, found in enumerate(column.entries):
                if isinstance(found, Problem):
                    shown = np.flatnonzero((column.codes == code) & matrix.visible[:, place])
                    cause = explained(found) + how_to_write(criterion.scale, found)
                    yield from (SheetFault(rows[row], criterion.id, cause) for row in shown[:MOST_FAULTS])


def _meaning(criterion: Criterion, known: dict[str, Read], text: str) -> Read:
    if text not in known:
        known[text] = from_cell(criterion, text)
    return known[text]


def _stripped(column: Column[str]) -> Column[str | None]:
    return Column(column.codes, tuple(text.strip() for text in column.entries))


def _states(column: Column[Read]) -> Column[State | None]:
    """Take a cell that is no answer for missing; whether that is a fault depends on the criterion being visible."""
    return Column(column.codes, tuple(None if isinstance(found, Problem) else found for found in column.entries))

"""`score`: a file of answers in, a file of figures out, without the database."""

from pathlib import Path

import click

from assessment.cli.plain import command
from assessment.cli.sheets import ANSWERS, QUESTIONNAIRE, lines_of, questionnaire_of, spare, write_rows
from assessment.core.questionnaire import Questionnaire
from assessment.core.reckoning.scoresheet import row_of, scored
from assessment.core.tracing import told
from assessment.core.tracing.trace import trace


@command("score")
@QUESTIONNAIRE
@ANSWERS
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path), help="Where to write; else standard output.")
@click.option("--explain", "name", metavar="ID", help="Print how the figures of this row came about, and no file.")
@click.option("--language", type=click.Choice(["vi", "en"]), default="vi", help="Of --explain; vi unless given.")
def score(path: Path, answers: Path, out: Path | None, name: str | None, language: str) -> None:
    """Score a file of answers, all of it or nothing: a bad cell is told with row, column and cause."""
    if name is not None and out is not None:
        raise click.UsageError("--explain prints and writes no file: leave out --out.")
    spare((path, answers), out)
    questionnaire = questionnaire_of(path)
    if name is not None:
        _explain(questionnaire, answers, name, language)
        return
    with lines_of(answers) as lines:
        write_rows(scored(questionnaire, lines), out)


def _explain(questionnaire: Questionnaire, answers: Path, name: str, language: str) -> None:
    with lines_of(answers) as lines:
        profile, given = row_of(questionnaire, lines, name)
    for line in told.lines(trace(questionnaire, profile, given), questionnaire.levels, language):
        click.echo(line)


COMMANDS = (score,)

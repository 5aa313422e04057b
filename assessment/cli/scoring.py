"""`score`: a file of answers in, a file of figures out, without the database."""

from pathlib import Path

import click

from assessment.cli.plain import command
from assessment.cli.sheets import ANSWERS, QUESTIONNAIRE, lines_of, questionnaire_of, write_rows
from assessment.core.reckoning.scoresheet import scored


@command("score")
@QUESTIONNAIRE
@ANSWERS
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path), help="Where to write; else standard output.")
def score(path: Path, answers: Path, out: Path | None) -> None:
    """Score a file of answers, all of it or nothing: a bad cell is told with row, column and cause."""
    questionnaire = questionnaire_of(path)
    with lines_of(answers) as lines:
        write_rows(scored(questionnaire, lines), out)


COMMANDS = (score,)

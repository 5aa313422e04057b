"""`index` and its commands: what an analyst asks of the index itself, as JSON."""

import json
import math
from pathlib import Path
from typing import Any

import click
import numpy as np

from assessment.cli.plain import Group
from assessment.cli.sheets import ANSWERS, EXISTING, QUESTIONNAIRE, batches_of, questionnaire_of
from assessment.core.publishing.snapshot import plain
from assessment.core.questionnaire import Questionnaire
from assessment.core.robustness import level_stability, rank_stability
from assessment.core.scoring import Matrix, Scores, compile, score  # noqa: A004 - the public name of design §5
from assessment.core.weighing.assembled import Assembled
from assessment.core.weighing.composite import shakeable
from assessment.core.weighing.hierarchy import AnalyticHierarchy, analytic_hierarchy
from assessment.core.weighing.judgements import read_matrix, rows_of
from assessment.core.weighing.pasted import is_figure, read_points
from assessment.core.weighing.quality import Layout, reliability_of
from assessment.core.weights import budget_allocation

MOST_RANKS = 400_000_000
LARGEST_MATRIX = 1_000_000

commands = Group("index", help="The quality of the index itself.")
COMMANDS = (commands,)


@commands.command("ahp", with_appcontext=False)
@click.argument("matrix", type=EXISTING)
def ahp(matrix: Path) -> None:
    """Derive weights from a matrix of pairwise judgements, with its consistency."""
    read = read_matrix(_text(matrix))
    _show(_hierarchy(analytic_hierarchy(read.values), read.names))


@commands.command("budget", with_appcontext=False)
@click.argument("points", type=EXISTING)
def budget(points: Path) -> None:
    """Average how experts share out 100 points each, one line per expert, and tell how far they disagree."""
    text = _text(points)
    stated = read_points(text, _figures_in(rows_of(text)))
    shared = budget_allocation(stated.rows)
    people = zip(stated.names, shared.distance.tolist(), strict=True)
    _show(
        {
            "weights": shared.weights.tolist(),
            "spread": shared.spread.tolist(),
            "lowest": shared.lowest.tolist(),
            "highest": shared.highest.tolist(),
            "disagreement": shared.disagreement,
            "experts": [{"name": name, "distance": distance} for name, distance in people],
        }
    )


def _figures_in(rows: list[list[str]]) -> int:
    """Count the items of a file by its last line: figures there are, and a name before them or none."""
    cells = rows[-1] if rows else []
    return sum(bool(cell.strip()) for cell in cells) - (bool(cells) and not is_figure(cells[0]))


def _text(path: Path) -> str:
    with path.open("rb") as file:  # A device has no size to ask for, so no more is read than may be there.
        content = file.read(LARGEST_MATRIX + 1)
    if len(content) > LARGEST_MATRIX:
        raise click.ClickException(f"{path}: too large for a matrix of judgements.")
    try:
        return content.decode("utf-8-sig").replace("\r\n", "\n").replace("\r", "\n")
    except UnicodeDecodeError as error:
        raise click.ClickException(f"{path}: the file is not UTF-8.") from error


def _hierarchy(found: AnalyticHierarchy, names: tuple[str, ...]) -> dict[str, Any]:
    worst = found.worst_judgement
    return {
        "names": list(names),
        "weights": found.weights.tolist(),
        "consistency_index": found.consistency_index,
        "consistency_ratio": found.consistency_ratio,
        "consistent": found.consistent,
        "worst_judgement": worst
        and {
            "row": names[worst.row],
            "column": names[worst.column],
            "given": worst.given,
            "implied": worst.implied,
        },
    }


@commands.command("reliability", with_appcontext=False)
@QUESTIONNAIRE
@ANSWERS
def reliability(path: Path, answers: Path) -> None:
    """Tell how far criteria vary together: alpha, item-rest correlation, alpha if dropped."""
    questionnaire = questionnaire_of(path)
    _, table = _matrix(questionnaire, answers)
    scores = np.where(table.visible, table.points, np.nan)
    _show(reliability_of(scores, Layout.of(questionnaire), visible=table.visible).as_json())


@commands.command("robustness", with_appcontext=False)
@QUESTIONNAIRE
@ANSWERS
@click.option("--spread", type=click.FloatRange(0, 1, max_open=True), default=0.25, show_default=True)
@click.option("--draws", type=click.IntRange(1), default=10_000, show_default=True)
@click.option("--seed", type=click.IntRange(0), default=1, show_default=True)
def robustness(path: Path, answers: Path, spread: float, draws: int, seed: int) -> None:
    """Tell how far ranks and levels hold when the weights of the pillars are uncertain."""
    questionnaire = questionnaire_of(path)
    ids, table = _matrix(questionnaire, answers)
    if len(ids) * draws > MOST_RANKS:
        raise click.UsageError(f"{len(ids)} rows allow at most {MOST_RANKS // len(ids)} draws.")
    scores = score(
        compile(questionnaire),
        table.points,
        visible=table.visible,
        not_applicable=table.not_applicable,
        unknown=table.unknown,
    )
    noise = {"spread": spread, "draws": draws, "seed": seed}
    _show({"n": len(ids), **noise, **_robustness(questionnaire, ids, scores, spread=spread, draws=draws, seed=seed)})


@commands.command("appraise", with_appcontext=False)
@QUESTIONNAIRE
@ANSWERS
@click.option(
    "--population", type=click.IntRange(1), help="How many enterprises the estimates speak for; as many as rows."
)
def appraisal(path: Path, answers: Path, population: int | None) -> None:
    """Tell how good a questionnaire measures: reliability, questions, pillars left out, noise, estimates."""
    from assessment.core.appraisal import appraise

    questionnaire = questionnaire_of(path)
    ids, table = _matrix(questionnaire, answers)
    everybody = {"all": population or len(ids)}
    _show(plain(appraise(questionnaire, Assembled(table, np.full(len(ids), "all"), everybody))))


def _robustness(
    questionnaire: Questionnaire, ids: tuple[str, ...], scores: Scores, *, spread: float, draws: int, seed: int
) -> dict[str, Any]:
    table, rungs = shakeable(questionnaire, scores)
    weights = [pillar.weight for pillar in questionnaire.pillars]
    # The same seed for both, so that ranks and levels are seen under the very same weights.
    ranks = rank_stability(table, weights, spread=spread, draws=draws, rng=np.random.default_rng(seed))
    levels = level_stability(table, weights, rungs, spread=spread, draws=draws, rng=np.random.default_rng(seed))
    columns = {
        "rank": ranks.reference,
        "median": ranks.median,
        "low": ranks.low,
        "high": ranks.high,
        "level_kept": levels.kept,
    }
    reached = [None if math.isnan(level) else int(level) for level in scores.level.tolist()]
    rows = zip(*(column.tolist() for column in columns.values()), reached, strict=True)
    return {
        "mean_rank_shift": ranks.mean_shift,
        "levels_kept": levels.mean_kept,
        "rows": {name: dict(zip((*columns, "level"), row, strict=True)) for name, row in zip(ids, rows, strict=True)},
    }


def _matrix(questionnaire: Questionnaire, path: Path) -> tuple[tuple[str, ...], Matrix]:
    """Read all answers of a file as one table."""
    parts = batches_of(questionnaire, path)
    if not parts:
        raise click.ClickException(f"{path}: there are no rows.")
    tables = [part.matrix for part in parts]
    names = ("points", "visible", "not_applicable", "unknown")
    joined = Matrix(*(np.concatenate([getattr(table, name) for table in tables]) for name in names))
    return tuple(name for part in parts for name in part.ids), joined


def _show(found: dict[str, Any]) -> None:
    click.echo(json.dumps(_known(found), ensure_ascii=False, indent=1, allow_nan=False))


def _known(value: Any) -> Any:
    """Write what cannot be said as null, since JSON has no NaN."""
    if isinstance(value, dict):
        return {key: _known(each) for key, each in value.items()}
    if isinstance(value, list):
        return [_known(each) for each in value]
    return None if isinstance(value, float) and not math.isfinite(value) else value

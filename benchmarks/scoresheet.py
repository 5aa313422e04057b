"""Scoring a CSV of 100,000 rows: seconds and memory, beside reading the same file with the csv module alone."""

import argparse
import csv
import io
import random
import time
import tracemalloc
from pathlib import Path

import yaml

from assessment.core import definition
from assessment.core.questionnaire import Choice, Criterion, Multiple, Questionnaire
from assessment.core.reckoning import scoresheet

FORM = Path("questionnaires/quang-ninh-sme/2026.1.yaml")


def cell(criterion: Criterion, draw: random.Random) -> str:
    """Answer one criterion by chance; now and then nobody knows."""
    if criterion.dont_know and draw.random() < 0.04:
        return "?"
    match criterion.scale:
        case Choice(options):
            return draw.choice(options).id
        case Multiple(options):
            return draw.choice(options).id
        case _:
            return f"{draw.randint(0, 9)}/10"


def file_of(form: Questionnaire, rows: int) -> str:
    """Write a file of invented answers."""
    draw = random.Random(1)
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(["id", *(f"profile.{fact}" for fact, _ in form.profile), *(each.id for each in form.criteria)])
    some = [
        [draw.choice(values) for _, values in form.profile] + [cell(c, draw) for c in form.criteria] for _ in range(500)
    ]
    writer.writerows([f"e{row}", *some[row % len(some)]] for row in range(rows))
    return out.getvalue()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=100_000)
    wanted = parser.parse_args()
    form = definition.parse(yaml.safe_load(FORM.read_text("utf-8")))
    text = file_of(form, wanted.rows)
    start = time.perf_counter()
    cells = sum(len(row) for row in csv.reader(io.StringIO(text)))
    floor = time.perf_counter() - start
    start = time.perf_counter()
    rows = sum(1 for _ in scoresheet.scored(form, io.StringIO(text))) - 1
    seconds = time.perf_counter() - start
    tracemalloc.start()
    for _ in scoresheet.scored(form, io.StringIO(text[: len(text) // 10].rsplit("\n", 1)[0])):
        pass
    peak = tracemalloc.get_traced_memory()[1]
    print(f"{rows:,} rows, {cells:,} cells: {seconds:.2f} s (promise: 10); the csv module alone {floor:.2f} s")
    print(f"memory at its peak over a tenth of the file: {peak / 1e6:.1f} MB, the text itself included")


if __name__ == "__main__":
    main()

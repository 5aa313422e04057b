"""Read the published worked examples, where their folder is there."""

import csv
import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest

FOLDER = Path(__file__).resolve().parents[3] / "shared" / "reference" / "worked-examples"


def example(name: str) -> Path:
    path = FOLDER / name
    if not path.exists():
        pytest.skip(f"the published worked example {name} is not here")
    return path


def read_json(name: str) -> Any:
    return json.loads(example(name).read_text(encoding="utf-8"))


def read_table(name: str) -> dict[str, list[str]]:
    """Give the columns of a CSV file as texts, in their order."""
    with example(name).open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines))
    return {column: [row[column] for row in rows] for column in rows[0]}


def numbers(table: dict[str, list[str]], *columns: str) -> np.ndarray:
    """Give columns as a float table [rows, columns]; an empty cell is NaN."""
    return np.array([[float(cell) if cell else np.nan for cell in table[column]] for column in columns]).T

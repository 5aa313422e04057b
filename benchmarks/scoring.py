"""One million enterprises: what scoring costs beside one copy of the same matrix, measured in the same run."""

import argparse
import time
import tracemalloc
from collections.abc import Callable
from itertools import cycle

import numpy as np
import numpy.typing as npt

from assessment.core import scoring
from assessment.core.questionnaire import Aggregate
from tests.core.builders import criterion, indicator, level, pillar, questionnaire

MIXED: tuple[Aggregate, ...] = ("arithmetic", "geometric", "harmonic", "minimum")


def taken(action: Callable[[], object]) -> float:
    """Measure the seconds one run takes; what it gives is dropped after the clock has stopped."""
    start = time.perf_counter()
    kept = action()
    seconds = time.perf_counter() - start
    del kept
    return seconds


def index_of_72(*means: Aggregate) -> scoring.Compiled:
    """Build eight pillars of three indicators of three criteria, with uneven weights, breadth, and means in turns."""
    weights, mean = iter(np.linspace(1.0, 3.0, 72)), cycle(means)
    pillars = [
        pillar(
            f"p{i}",
            *(
                indicator(
                    f"p{i}.{j}",
                    *(criterion(f"p{i}.{j}.{k}", weight=float(next(weights))) for k in range(3)),
                    aggregate=next(mean),
                )
                for j in range(3)
            ),
            weight=10.0 + i,
            aggregate=next(mean),
        )
        for i in range(8)
    ]
    levels = [level(0, 0), *(level(n, above, at_least=(4, n)) for n, above in enumerate((10, 30, 50, 70, 90), 1))]
    return scoring.compile(questionnaire(*pillars, levels=levels, coverage=0.5, aggregate=next(mean)))


def one_alone(compiled: scoring.Compiled, points: npt.NDArray[np.float64]) -> float:
    """Measure one row by itself, in seconds."""
    row = points[:1]
    return min(taken(lambda: scoring.score(compiled, row)) for _ in range(200))


def report(
    name: str, compiled: scoring.Compiled, points: npt.NDArray[np.float64], repeats: int, promise: str = ""
) -> None:
    """Score and copy in turns, so that whatever else the machine does falls on both alike."""
    rounds = [(taken(points.copy), taken(lambda: scoring.score(compiled, points))) for _ in range(repeats)]
    copy, seconds = map(min, zip(*rounds, strict=True))
    print(f"{name}: {seconds:.2f} s; one copy {copy:.3f} s; ratio {seconds / copy:.1f}{promise}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--repeats", type=int, default=5)
    wanted = parser.parse_args()
    compiled = index_of_72("arithmetic")
    rng = np.random.default_rng(1)
    points = rng.integers(0, 5, (wanted.rows, 72)) / 4.0
    points[rng.random(points.shape) < 0.08] = np.nan
    print(f"one row alone: {1e3 * one_alone(compiled, points):.2f} ms (promise: 1)")
    tracemalloc.start()
    scores = scoring.score(compiled, points)
    results = sum(getattr(scores, name).nbytes for name in scores.__dataclass_fields__)
    extra = tracemalloc.get_traced_memory()[1] - results
    tracemalloc.stop()
    report(f"{wanted.rows:,} x 72", compiled, points, wanted.repeats, " (promise: 8)")
    for mean in MIXED[1:]:
        report(f"the same, every mean {mean}", index_of_72(mean), points, wanted.repeats)
    report("the same, four means in turns", index_of_72(*MIXED), points, wanted.repeats)
    print(f"extra memory beside the results ({results / 1e6:.0f} MB): {extra / 1e6:.1f} MB (promise: 100)")


if __name__ == "__main__":
    main()

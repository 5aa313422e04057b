"""One million enterprises: what scoring costs beside one copy of the same matrix, measured in the same run."""

import argparse
import time
import tracemalloc
from collections.abc import Callable

import numpy as np

from assessment.core import scoring
from tests.core.builders import criterion, indicator, level, pillar, questionnaire


def best(action: Callable[[], object], repeats: int) -> float:
    """Give the least seconds of several runs."""
    seconds = []
    for _ in range(repeats):
        start = time.perf_counter()
        kept = action()
        seconds.append(time.perf_counter() - start)
        del kept
    return min(seconds)


def index_of_72() -> scoring.Compiled:
    """Build eight pillars of three indicators of three criteria, with uneven weights and breadth."""
    weights = iter(np.linspace(1.0, 3.0, 72))
    pillars = [
        pillar(
            f"p{i}",
            *(
                indicator(f"p{i}.{j}", *(criterion(f"p{i}.{j}.{k}", weight=float(next(weights))) for k in range(3)))
                for j in range(3)
            ),
            weight=10.0 + i,
        )
        for i in range(8)
    ]
    levels = [level(0, 0), *(level(n, above, at_least=(4, n)) for n, above in enumerate((10, 30, 50, 70, 90), 1))]
    return scoring.compile(questionnaire(*pillars, levels=levels, coverage=0.5))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--repeats", type=int, default=3)
    wanted = parser.parse_args()
    compiled = index_of_72()
    rng = np.random.default_rng(1)
    points = rng.integers(0, 5, (wanted.rows, 72)) / 4.0
    points[rng.random(points.shape) < 0.08] = np.nan
    copy = best(points.copy, wanted.repeats)
    seconds = best(lambda: scoring.score(compiled, points), wanted.repeats)
    tracemalloc.start()
    scores = scoring.score(compiled, points)
    results = sum(getattr(scores, name).nbytes for name in scores.__dataclass_fields__)
    extra = tracemalloc.get_traced_memory()[1] - results
    tracemalloc.stop()
    print(f"{wanted.rows:,} x 72: {seconds:.2f} s; one copy {copy:.3f} s; ratio {seconds / copy:.1f} (promise: 8)")
    print(f"extra memory beside the results ({results / 1e6:.0f} MB): {extra / 1e6:.1f} MB (promise: 100)")


if __name__ == "__main__":
    main()

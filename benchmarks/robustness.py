"""Measure the promise: 10,000 weightings of 10,000 enterprises on 8 pillars, below 10 seconds and 500 MB."""

import resource
import sys
import time

import numpy as np

from assessment.core.robustness import rank_stability

ENTERPRISES, PILLARS, DRAWS = 10_000, 8, 10_000
SECONDS, MEGABYTES = 10.0, 500.0


def main() -> int:
    rng = np.random.default_rng(1)
    # Scores in whole points tie often, which is the slower and the usual case.
    scores = np.round(100 * rng.beta(2, 4, (ENTERPRISES, PILLARS)))
    floor = floor_seconds(scores)
    begin = time.perf_counter()
    found = rank_stability(scores, np.ones(PILLARS), spread=0.25, draws=DRAWS, rng=rng)
    seconds = time.perf_counter() - begin
    # Kilobytes on Linux, bytes on macOS.
    megabytes = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (1024 if sys.platform == "linux" else 1024**2)
    print(f"rank stability  {seconds:6.2f} s of {SECONDS:.0f} s   {megabytes:6.0f} MB of {MEGABYTES:.0f} MB")
    print(
        f"floor: one argsort per draw  {floor:6.2f} s   ratio {seconds / floor:.2f}   mean shift {found.mean_shift:.2f}"
    )
    return 0 if seconds < SECONDS and megabytes < MEGABYTES else 1


def floor_seconds(scores: np.ndarray) -> float:
    """Estimate from 200 draws what sorting the composites alone would take, draw by draw, without ties or quantiles."""
    weights = np.random.default_rng(2).random((200, PILLARS))
    begin = time.perf_counter()
    for row in weights:
        np.argsort(scores @ row)
    return (time.perf_counter() - begin) * DRAWS / 200


if __name__ == "__main__":
    sys.exit(main())

"""How long a fresh web process takes to import the application, and how much memory it then holds.

The sources are compiled already, as `.ci/prepare` leaves them. The floor is the same for Flask and SQLAlchemy alone, imported in a fresh process of the same run.
"""

import subprocess
import sys

RUNS = 7
PROBE = "import time, resource; begun = time.perf_counter(); {imports}; print(time.perf_counter() - begun, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)"


def measured(imports: str) -> tuple[float, float]:
    figures = []
    for _ in range(RUNS):
        output = subprocess.run(
            [sys.executable, "-c", PROBE.format(imports=imports)], capture_output=True, text=True, check=True
        )
        seconds, kilobytes = output.stdout.split()[-2:]
        figures.append((float(seconds), float(kilobytes) / 1024))
    figures.sort()
    return figures[RUNS // 2]


if __name__ == "__main__":
    floor = measured("import flask, sqlalchemy")
    ours = measured("from assessment.app import create_app; create_app()")
    print(f"floor (Flask, SQLAlchemy): {floor[0]:.2f} s, {floor[1]:.0f} MB")
    print(f"application made:          {ours[0]:.2f} s, {ours[1]:.0f} MB   aim: within 1.0 s, below 120 MB")

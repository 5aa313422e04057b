"""A respondent's whole journey in server CPU, beside the floor and the peers, in one run.

The generator and the floor stand in a folder of their own, named by BENCH_HTTP; BENCH_WORK is where its peers are set
up (its README says how). Without the folder this says so and measures nothing.
"""

import os
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).parents[2]
HERE = Path(__file__).parent
SUITE = """
servers:
  thuoc-so-sqlite: &ours
    target: '{here}/target.yaml'
    journeys: 120
    database: sqlite
    cwd: '{root}'
    env: {{DATABASE_URL: 'sqlite:///{{db}}', VAR_DIR: '{var}', THROTTLE: 'off', PUBLIC_URL: 'http://127.0.0.1',
          SECRET_KEY: 'only for benchmarks, and long enough'}}
    init: ['{root}/.venv/bin/python', -m, benchmarks.journey.seed, '{{users}}']
    start: ['{root}/.venv/bin/gunicorn', -w, '2', -b, '127.0.0.1:{{port}}', 'wsgi:app']
    ready: /account/log-in
  thuoc-so-pg:
    <<: *ours
    database: postgres
    env: {{DATABASE_URL: 'postgresql+psycopg://postgres@/{{db}}?host={{pg}}', VAR_DIR: '{var}', THROTTLE: 'off',
          PUBLIC_URL: 'http://127.0.0.1', SECRET_KEY: 'only for benchmarks, and long enough'}}
"""
OURS = "thuoc-so-sqlite,thuoc-so-pg"
FLOORS = "floor-sqlite-sync,floor-pg-sync,real-plain-sqlite-sync,bofs-sqlite-sync"


def main(*options: str) -> int:
    folder, work = os.environ.get("BENCH_HTTP"), os.environ.get("BENCH_WORK")
    if not folder or not work:
        print(
            "journey: not measured. Set BENCH_HTTP to the folder of the journey generator and BENCH_WORK to its peers."
        )
        return 0
    with tempfile.TemporaryDirectory() as var:
        suite = Path(var) / "suite.yaml"
        suite.write_text(SUITE.format(here=HERE, root=ROOT, var=var))
        command = [f"{work}/v-gen/bin/python", f"{folder}/bench.py", "--work", work, "--suite", f"{folder}/suite.yaml",
                   "--suite", str(suite), "--only", f"{FLOORS},{OURS}", *(options or ("--runs", "2", "--slices", "3", "--scale", "0.5"))]  # fmt: skip
        return subprocess.run(command, check=False).returncode


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))

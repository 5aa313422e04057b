"""Run every benchmark, one after another: `make bench`."""

import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).parent


def main() -> int:
    names = [*sorted(path.stem for path in HERE.glob("[a-z]*.py")), "journey"]
    failed = []
    for name in names:
        print(f"\n== {name}", flush=True)
        if subprocess.run([sys.executable, "-m", f"benchmarks.{name}"], check=False, cwd=HERE.parent).returncode:
            failed.append(name)
    if failed:
        print(f"\nnot measured for an error: {', '.join(failed)}")
    return len(failed)


if __name__ == "__main__":
    sys.exit(main())

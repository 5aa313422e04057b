"""The aggregate report over 10,000 enterprises: the page beside a bare one, the PDF in a process of its own.

`python -m benchmarks.report` fills a database in a temporary folder with synthetic results of a shipped questionnaire,
then measures the dashboard through the application's own client, warm and as the first page of a fresh process, and
the snapshot and its files as the worker makes them.
"""

import argparse
import json
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any
from uuid import UUID

from flask import Flask
from flask import session as cookie
from flask.testing import FlaskClient
from sqlalchemy import select

from assessment import catalogue, migrations, worker
from assessment.app import create_app
from assessment.config import ROOT, Settings
from assessment.models import Job, Wave
from assessment.models.statistics import newest_snapshot
from assessment.policy import PUBLIC
from assessment.web import sessions
from assessment.web.transaction import db
from assessment.worker.memory import give_back_early
from benchmarks._synthetic import fill

PAGE_MS, PDF_MS, PEAK_MB = 300, 5000, 250
PROMISES = {"page": f"promise: {PAGE_MS}", "pdf": f"promise: {PDF_MS}", "bare page": "the floor"}

Figures = dict[str, tuple[float, float]]


def settings_in(folder: Path) -> Settings:
    return Settings(
        production=False,
        secret_key="a secret for measuring that is long enough",
        public_url="http://localhost",
        database_url=f"sqlite:///{folder / 'report.sqlite'}",
        var=folder,
        immediate_jobs=True,
        throttle=False,
    )


def signed_in(app: Flask, user: UUID) -> FlaskClient:
    """Give a client whose person has logged in."""
    client = app.test_client()
    with app.test_request_context(method="POST"):
        token = sessions.begin(db(), user)
        db().commit()
        visitor = sessions._load(token)  # noqa: SLF001 - the log-in page is slow on purpose
        assert visitor is not None
        sessions.enter(token, visitor.actor)
        content = dict(cookie)
    with client.session_transaction() as kept:
        kept.update(content)
    return client


def milliseconds(action: Callable[[], Any], repeats: int = 1) -> tuple[float, float]:
    """Give the medians of the time on the clock and of the processor's time, which a busy machine lengthens less."""
    clock, processor = [], []
    for _ in range(repeats):
        start = time.perf_counter(), time.process_time()
        action()
        clock.append(1000 * (time.perf_counter() - start[0]))
        processor.append(1000 * (time.process_time() - start[1]))
    return statistics.median(clock), statistics.median(processor)


def opened(client: FlaskClient, path: str) -> int:
    """Open a page and give its letters on the wire."""
    answer = client.get(path, headers={"Accept-Encoding": "gzip"})
    assert answer.status_code == 200, answer.status
    return len(answer.get_data())


def page_part(folder: Path, user: UUID, repeats: int) -> Figures:
    """Measure the dashboard: the first view of this process, later ones, narrowed ones, and a bare page."""
    app = create_app(settings_in(folder))
    app.add_url_rule("/hello", "hello", lambda: "hello")
    app.view_functions["hello"].access = PUBLIC  # type: ignore[attr-defined]
    client = signed_in(app, user)
    opened(client, "/statistics/public")
    with app.extensions["reading"]() as session:
        catalogue.published(session, 1)
    return {
        "first page of a process": milliseconds(lambda: opened(client, "/statistics/")),
        "page": milliseconds(lambda: opened(client, "/statistics/"), repeats),
        "page, narrowed": milliseconds(lambda: opened(client, "/statistics/?size=micro"), repeats),
        "bare page": milliseconds(lambda: opened(client, "/hello"), 10 * repeats),
        "wire": (opened(client, "/statistics/") / 1000, 0),
    }


def paper_part(folder: Path, user: UUID) -> Figures:
    """Freeze the figures and make every file of them, as the worker does; and the peak of this process."""
    give_back_early()
    app = create_app(settings_in(folder))
    app.config["WTF_CSRF_ENABLED"] = False
    client = signed_in(app, user)
    with app.extensions["reading"]() as session:
        wave = session.scalars(select(Wave).order_by(Wave.opens_on.desc())).one()
    client.post("/statistics/freeze", data={"wave": str(wave.id)})
    taken = {"snapshot and appraisal": milliseconds(lambda: worked(app))}
    with app.extensions["reading"]() as session:
        snapshot = newest_snapshot(session, wave.id, 1)
        assert snapshot is not None
    for kind in ("pdf", "xlsx", "csv"):
        client.post(f"/statistics/files/{snapshot.id}/{kind}")
        taken[kind] = milliseconds(lambda: worked(app))
    taken["peak"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024, 0
    opened(client, "/statistics/published")
    taken["published page"] = milliseconds(lambda: opened(client, "/statistics/published"), 5)
    return taken


def worked(app: Flask) -> None:
    """Run the jobs that wait; one that fails would be cheap, so it ends the measurement."""
    worker.run_pending(app)
    with app.extensions["reading"]() as session:
        troubles = session.execute(select(Job.name, Job.trouble).where(Job.state != "done")).all()
    if troubles:
        raise SystemExit("\n".join(f"{name}: {trouble}" for name, trouble in troubles))


def measure(folder: Path, n: int, repeats: int) -> bool:
    """Fill a database, measure each part in a process of its own, and print the figures beside the promises."""
    settings = settings_in(folder)
    migrations.upgrade(settings.database_url)
    user = fill(create_app(settings), n)
    taken = {**_part("page", folder, user, repeats), **_part("paper", folder, user, repeats)}
    (wire, _), (peak, _) = taken.pop("wire"), taken.pop("peak")
    print(f"(c) the aggregate report over {n:,} enterprises, milliseconds on the clock and of the processor")
    for name, (clock, processor) in taken.items():
        print(f"{name:<24} {clock:8.1f} {processor:8.1f}   {PROMISES.get(name, '')}")
    print(f"peak of the worker: {peak:.0f} MB (promise: {PEAK_MB}); the page is {wire:.0f} kB on the wire")
    return taken["page"][0] <= PAGE_MS and taken["pdf"][0] <= PDF_MS and peak <= PEAK_MB


def _part(part: str, folder: Path, user: UUID, repeats: int) -> Figures:
    command = [sys.executable, "-m", "benchmarks.report", "--part", part, "--folder", str(folder)]
    asked = [*command, "--user", str(user), "--repeats", str(repeats)]
    done = subprocess.run(asked, capture_output=True, text=True, cwd=ROOT, check=False)
    if done.returncode:
        raise SystemExit(done.stderr)
    measured: Figures = json.loads(done.stdout.splitlines()[-1])
    return measured


def main() -> int:
    """Measure, or be the child that measures one part; exit with 1 where a promise is not kept."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--enterprises", type=int, default=10_000)
    parser.add_argument("--repeats", type=int, default=7)
    parser.add_argument("--part", choices=("page", "paper"))
    parser.add_argument("--folder", type=Path)
    parser.add_argument("--user", type=UUID)
    wanted = parser.parse_args()
    if wanted.part == "page":
        print(json.dumps(page_part(wanted.folder, wanted.user, wanted.repeats)))
    elif wanted.part == "paper":
        print(json.dumps(paper_part(wanted.folder, wanted.user)))
    else:
        with tempfile.TemporaryDirectory() as folder:
            return 0 if measure(Path(folder), wanted.enterprises, wanted.repeats) else 1
    return 0


if __name__ == "__main__":
    sys.exit(main())

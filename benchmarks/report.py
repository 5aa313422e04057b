"""The aggregate report over 10,000 enterprises: the page beside a bare one, the PDF in a process of its own.

`python -m benchmarks.report` fills a database in a temporary folder with synthetic results of a shipped questionnaire,
then measures the dashboard through the application's own client, warm and in a fresh process, and the snapshot and
the PDF as the worker makes them.
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
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import numpy as np
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import insert
from sqlalchemy.orm import Session

from assessment import catalogue, migrations, worker
from assessment.app import create_app
from assessment.config import ROOT, Settings
from assessment.core import scoring
from assessment.core.publication import Cut
from assessment.core.questionnaire import Questionnaire
from assessment.models import (
    Assessment,
    Enterprise,
    PublishedQuestionnaire,
    ResultRow,
    User,
    Wave,
    WaveQuestionnaire,
)
from assessment.models.sampling import FACTS, concerns
from assessment.policy import PUBLIC

QUESTIONNAIRE = ROOT / "questionnaires" / "quang-ninh-sme" / "2026.1.yaml"
SEALED_LETTERS = 9000
PAGE_MS, PDF_SECONDS, PEAK_MB = 300, 5, 250


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


def fill(app: Flask, n: int, *, waves: int = 1, seed: int = 1) -> UUID:
    """Fill an empty database with synthetic enterprises and their results; gives the administrator."""
    rng = np.random.default_rng(seed)
    now = datetime.now(UTC)
    with app.extensions["writing"]() as session, session.begin():
        published = catalogue.publish(session, QUESTIONNAIRE, now=now)
        user = User(
            id=uuid4(), email="do@vidu.vn", name="Người Đo", password_hash="-", role="administrator",
            confirmed_at=now, created_at=now,
        )  # fmt: skip
        session.add(user)
        session.flush()
        questionnaire = catalogue.published(session, published.id)
        for number in range(waves):
            wave = _wave(session, published, n, number)
            _results(session, questionnaire, wave, user.id, (n, rng))
        return user.id


def _wave(session: Session, published: PublishedQuestionnaire, n: int, number: int) -> Wave:
    opens = date.today() - timedelta(days=60 + 180 * number)
    wave = Wave(
        id=uuid4(), title={"vi": f"Đợt {2 - number} năm 2026", "en": f"Wave {2 - number} of 2026"}, opens_on=opens,
        closes_on=opens + timedelta(days=90), invited=2 * n, created_at=datetime.now(UTC),
    )  # fmt: skip
    wave.questionnaires.append(WaveQuestionnaire(questionnaire_id=published.id, organisation_types=["enterprise"]))
    session.add(wave)
    session.flush()
    return wave


def _facts(n: int, rng: np.random.Generator) -> list[Cut]:
    """Draw sector, size and place, some much more common than others."""
    cuts = []
    for fact, groups in FACTS.items():
        shares = 1 / np.arange(1, len(groups) + 1)
        cuts.append(Cut(fact, groups, rng.choice(len(groups), n, p=shares / shares.sum())))
    return cuts


def _results(
    session: Session, questionnaire: Questionnaire, wave: Wave, user: UUID, drawn: tuple[int, np.random.Generator]
) -> None:
    n, rng = drawn
    sector, size, place = _facts(n, rng)
    asked = np.array(
        [
            [concerns(questionnaire.pillar_of(each.id).when, "sector", group) for each in questionnaire.criteria]
            for group in sector.groups
        ]
    )[sector.codes]
    strength = np.clip(rng.beta(1.6, 3.2, n), 0, 1)[:, None]
    points = (
        np.round(np.clip(strength + rng.normal(0, 0.25, asked.shape) - rng.random(asked.shape[1]) * 0.3, 0, 1) * 5) / 5
    )
    points[~asked] = np.nan
    scores = scoring.score(scoring.compile(questionnaire), points, visible=asked)
    _insert(session, (questionnaire, wave, user), (sector, size, place), points, scores)


def _insert(
    session: Session,
    of: tuple[Questionnaire, Wave, UUID],
    cuts: tuple[Cut, Cut, Cut],
    points: np.ndarray[Any, Any],
    scores: scoring.Scores,
) -> None:
    questionnaire, wave, user = of
    now = datetime.now(UTC)
    names, pillars = [each.id for each in questionnaire.criteria], [each.id for each in questionnaire.pillars]
    facts = [
        dict(zip(FACTS, row, strict=True))
        for row in zip(*([cut.groups[c] for c in cut.codes] for cut in cuts), strict=True)
    ]
    enterprises, assessments, results = [], [], []
    for at, about in enumerate(facts):
        enterprise, assessment, code = uuid4(), uuid4(), f"{uuid4().int % 10**10:010d}"
        enterprises.append(
            {
                "id": enterprise, "tax_code": code, "name": f"Công ty Số {at}", "name_search": f"cong ty so {at}",
                "name_sort": f"cong ty so {at}", "organisation_type": "enterprise", "vsic_section": "G", "headcount": 12,
                "revenue_band": "upto10", "capital_band": "upto3", "created_at": now, **about,
            }
        )  # fmt: skip
        assessments.append(
            {
                "id": assessment, "enterprise_id": enterprise, "wave_id": wave.id, "created_by": user,
                "questionnaire_id": wave.questionnaires[0].questionnaire_id, "state": "approved", "created_at": now,
                "submitted_at": now,
            }
        )  # fmt: skip
        row = [
            (name, score, level)
            for name, score, level in zip(
                pillars, scores.pillars[at].tolist(), scores.pillar_levels[at].tolist(), strict=True
            )
        ]
        results.append(
            {
                "id": uuid4(), "assessment_id": assessment, "kind": "self", "round": 1, "engine": 1,
                "sealed": "x" * SEALED_LETTERS, "sha256": "0" * 64, "overall": float(scores.overall[at]),
                "level": int(scores.level[at]), "coverage": 1.0, "created_at": now,
                "pillars": {name: [round(score, 10), int(level)] for name, score, level in row if score == score},
                "criteria": {name: score for name, score in zip(names, points[at].tolist(), strict=True) if score == score},
                **about,
            }
        )  # fmt: skip
    for table, rows in ((Enterprise, enterprises), (Assessment, assessments), (ResultRow, results)):
        session.execute(insert(table), rows)


def signed_in(app: Flask, user: UUID) -> FlaskClient:
    """Give a client whose person has logged in."""
    from flask import session as cookie

    from assessment.web import sessions
    from assessment.web.transaction import db

    client = app.test_client()
    with app.test_request_context(method="POST"):
        token = sessions.begin(db(), user)
        db().commit()
        visitor = sessions._load(token)  # noqa: SLF001
        sessions.enter(token, visitor.actor)
        content = dict(cookie)
    with client.session_transaction() as kept:
        kept.update(content)
    return client


def milliseconds(action: Callable[[], Any], repeats: int) -> list[float]:
    taken = []
    for _ in range(repeats):
        start = time.perf_counter()
        action()
        taken.append(1000 * (time.perf_counter() - start))
    return taken


def opened(client: FlaskClient, path: str) -> int:
    answer = client.get(path, headers={"Accept-Encoding": "gzip"})
    assert answer.status_code == 200, answer.status
    return len(answer.get_data())


def page_part(folder: Path, user: UUID, repeats: int) -> dict[str, float]:
    """Measure the dashboard: the first view of this process, later ones, narrowed ones, and a bare page."""
    app = create_app(settings_in(folder))
    app.add_url_rule("/hello", "hello", lambda: "hello")
    app.view_functions["hello"].access = PUBLIC  # type: ignore[attr-defined]
    client = signed_in(app, user)
    opened(client, "/hello")
    floor = milliseconds(lambda: opened(client, "/hello"), 5 * repeats)
    client.get("/statistics/public")
    with app.extensions["reading"]() as session:
        catalogue.published(session, 1)
    first = milliseconds(lambda: opened(client, "/statistics/"), 1)
    warm = milliseconds(lambda: opened(client, "/statistics/"), repeats)
    narrow = milliseconds(lambda: opened(client, "/statistics/?size=micro"), repeats)
    return {
        "floor": statistics.median(floor),
        "first": first[0],
        "warm": statistics.median(warm),
        "slowest": max(warm),
        "narrow": statistics.median(narrow),
        "kilobytes": opened(client, "/statistics/") / 1000,
    }


def paper_part(folder: Path, user: UUID) -> dict[str, float]:
    """Freeze the figures and print them, as the worker does; gives seconds and the peak of this process."""
    app = create_app(settings_in(folder))
    client = signed_in(app, user)
    from flask_wtf.csrf import generate_csrf

    app.config["WTF_CSRF_ENABLED"] = False
    del generate_csrf
    with app.extensions["reading"]() as session:
        wave = session.query(Wave).order_by(Wave.opens_on.desc()).first()
        assert wave is not None
    worker_seconds = {}
    client.post("/statistics/freeze", data={"wave": str(wave.id)})
    worker_seconds["snapshot"] = milliseconds(lambda: worker.run_pending(app), 1)[0] / 1000
    from assessment.models.statistics import newest_snapshot

    with app.extensions["reading"]() as session:
        taken = newest_snapshot(session, wave.id, 1)
        assert taken is not None
    for kind in ("pdf", "xlsx", "csv"):
        client.post(f"/statistics/files/{taken.id}/{kind}")
        worker_seconds[kind] = milliseconds(lambda: worker.run_pending(app), 1)[0] / 1000
    published = milliseconds(lambda: opened(client, "/statistics/published"), 5)
    return {
        **worker_seconds,
        "published": statistics.median(published),
        "peak": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
    }


def main() -> None:
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
            measure(Path(folder), wanted.enterprises, wanted.repeats)


def measure(folder: Path, n: int, repeats: int) -> None:
    """Fill a database, measure each part in a process of its own, and print the figures beside the promises."""
    settings = settings_in(folder)
    migrations.upgrade(settings.database_url)
    user = fill(create_app(settings), n)
    page, paper = (_part(part, folder, user, repeats) for part in ("page", "paper"))
    print(f"(c) the aggregate report over {n:,} enterprises")
    print(
        f"page {page['warm']:.0f} ms median of {repeats}, slowest {page['slowest']:.0f}; narrowed {page['narrow']:.0f}; "
        f"first in its process {page['first']:.0f} (promise: {PAGE_MS}); bare page {page['floor']:.1f} ms; "
        f"{page['kilobytes']:.0f} kB on the wire"
    )
    print(
        f"PDF {paper['pdf']:.1f} s (promise: {PDF_SECONDS}), snapshot {paper['snapshot']:.1f} s, XLSX {paper['xlsx']:.1f} s, "
        f"CSV {paper['csv']:.1f} s, peak {paper['peak']:.0f} MB (promise: {PEAK_MB}); published page {paper['published']:.0f} ms"
    )


def _part(part: str, folder: Path, user: UUID, repeats: int) -> dict[str, float]:
    command = [sys.executable, "-m", "benchmarks.report", "--part", part, "--folder", str(folder)]
    asked = [*command, "--user", str(user), "--repeats", str(repeats)]
    done = subprocess.run(asked, capture_output=True, text=True, cwd=ROOT, check=False)
    if done.returncode:
        raise SystemExit(done.stderr)
    measured: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    return measured


if __name__ == "__main__":
    main()

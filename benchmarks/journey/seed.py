"""Fill a fresh database with respondents for the journey benchmark: `python -m benchmarks.journey.seed USERS`.

The questionnaire has the size of the floor's: 72 required choices of five options on seven pages.
"""

import sys
import tempfile
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from uuid import uuid4

from argon2 import PasswordHasher

from assessment import catalogue, migrations
from assessment.config import from_environment
from assessment.database import make_engine, make_sessions
from assessment.jobs import make_carrier
from assessment.models import Enterprise, Membership, User, Wave, WaveQuestionnaire

SIZES = (11, 11, 10, 10, 10, 10, 10)
STEPS = ("Not started", "Planned", "Partly in place", "Mostly in place", "Fully in place")
PASSWORD = "bench-password"


def questionnaire() -> str:
    """Write the questionnaire of the benchmark."""
    lines = [
        "format: 1",
        "id: bench",
        'version: "1"',
        "languages: [vi, en]",
        *_text("title", "Benchmark"),
        *_text("about", "For benchmarks."),
    ]
    lines += ["profile: {organisation_type: [enterprise, household, cooperative]}", "answer_sets:", "  ladder:"]
    lines += [f"    - {{id: s{place}, points: {place}, text: {_both(step)}}}" for place, step in enumerate(STEPS)]
    lines += ["levels:", f"  - {{id: 0, name: {_both('Not started')}, from: 0}}"]
    lines += [
        f"  - {{id: {level}, name: {_both(f'Level {level}')}, above: {cut}}}"
        for level, cut in enumerate((10, 20, 40, 60, 80), 1)
    ]
    lines += ["pillars:"]
    number = 0
    for page, size in enumerate(SIZES, 1):
        title = _both(f"Section {page}")
        lines += [
            f"  - id: p{page}",
            f"    title: {title}",
            "    indicators:",
            f"      - id: i{page}",
            f"        title: {title}",
            "        criteria:",
        ]
        first, number = number + 1, number + size
        for asked in range(first, number + 1):
            words = f"To what extent has your organisation put into practice the digital capability described in item {asked} of the framework?"
            lines += [
                f"          - {{id: q{asked}, text: {_both(words)}, kind: choice, options: ladder, required: true}}"
            ]
    return "\n".join(lines) + "\n"


def _both(words: str) -> str:
    return f'{{vi: "{words}", en: "{words}"}}'


def _text(key: str, words: str) -> list[str]:
    return [f"{key}: {_both(words)}"]


def main(users: int) -> None:
    settings = from_environment()
    migrations.upgrade(settings.database_url)
    make_carrier(settings).prepare()
    engine = make_engine(settings.database_url)
    writing = make_sessions(engine).writing
    now = datetime.now(UTC)
    hashed = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1).hash(PASSWORD)
    with tempfile.TemporaryDirectory() as folder, writing() as session, session.begin():
        path = Path(folder) / "bench" / "1.yaml"
        path.parent.mkdir()
        path.write_text(questionnaire(), encoding="utf-8")
        published = catalogue.publish(session, path, now=now)
        wave = Wave(id=uuid4(), title={"vi": "Bench", "en": "Bench"}, opens_on=date.today() - timedelta(days=1), created_at=now,
                    closes_on=date.today() + timedelta(days=30))  # fmt: skip
        wave.questionnaires.append(WaveQuestionnaire(questionnaire_id=published.id, organisation_types=["enterprise"]))
        session.add(wave)
        for number in range(1, users + 1):
            person = User(id=uuid4(), email=f"respondent{number}@example.org", name=f"Respondent {number}", password_hash=hashed,
                          confirmed_at=now, created_at=now)  # fmt: skip
            firm = Enterprise(id=uuid4(), tax_code=f"57{number:08d}", name=f"Firm {number}", name_search=f"firm {number}",
                              name_sort=f"firm {number:08d}", organisation_type="enterprise", vsic_section="I", sector="tourism",
                              place="ha-long", headcount=12, revenue_band="upto10", capital_band="upto3", size="small", created_at=now)  # fmt: skip
            session.add_all([person, firm])
            session.flush()
            session.add(
                Membership(user_id=person.id, enterprise_id=firm.id, role="owner", created_at=now, confirmed_at=now)
            )
    engine.dispose()


if __name__ == "__main__":
    main(int(sys.argv[1]))

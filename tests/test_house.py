"""The rules of the house, executed."""

import ast
import json
import re
import subprocess
import sys
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import create_engine, inspect

from assessment import catalogue, migrations, worker
from assessment.database import Base, make_engine
from assessment.policy import ROLES, Rule
from assessment.web.access import rule_of

ROOT = Path(__file__).parent.parent
PACKAGE = ROOT / "assessment"
TEMPLATES = ROOT / "templates"
SOURCES = sorted(path for path in PACKAGE.rglob("*.py") if "migrations" not in path.parts)


def test_every_view_declares_who_may_use_it(app: Flask) -> None:
    undeclared = [endpoint for endpoint in app.view_functions if not isinstance(rule_of(app, endpoint), Rule)]
    assert undeclared == []


def test_a_view_that_declares_nothing_is_refused(app: Flask) -> None:
    app.add_url_rule("/undeclared", "undeclared", lambda: "open")
    assert app.test_client().get("/undeclared").status_code == 403


def test_the_access_command_lists_every_endpoint_and_role(app: Flask) -> None:
    table = json.loads(app.test_cli_runner().invoke(args=["access"]).output)
    assert set(table) == set(app.view_functions)
    assert all(set(row) == set(ROLES) and set(row.values()) <= {"allow", "own", "deny"} for row in table.values())


def test_ids_in_addresses_are_uuids(app: Flask) -> None:
    loose = [
        str(rule)
        for rule in app.url_map.iter_rules()
        for name in re.findall(r"<([^>]+)>", str(rule))
        if name.endswith("_id") and not name.startswith("uuid:") and name.split(":")[-1] not in ("page_id", "pillar_id")
    ]
    assert loose == []


def test_every_template_is_rendered_included_or_imported() -> None:
    words = "\n".join(path.read_text() for path in [*SOURCES, *TEMPLATES.rglob("*.html"), *TEMPLATES.rglob("*.txt")])
    # Error pages and mails are named by a status or a kind at run time.
    named_at_run_time = ("errors/", "email/")
    names = [str(path.relative_to(TEMPLATES)) for path in TEMPLATES.rglob("*") if path.suffix in (".html", ".txt")]
    unused = [name for name in names if not name.startswith(named_at_run_time) and f'"{name}"' not in words]
    assert unused == []


def test_every_imported_macro_is_used() -> None:
    unused = []
    for path in TEMPLATES.rglob("*.html"):
        text = path.read_text()
        for names in re.findall(r'from "[^"]+" import ([^%]+?)(?: with(?:out)? context)? -?%}', text):
            for name in (each.split(" as ")[-1].strip() for each in names.split(",")):
                if len(re.findall(rf"\b{name}\b", text)) < 2:
                    unused.append(f"{path.relative_to(TEMPLATES)}: {name}")
    assert unused == []


def test_templates_write_nothing_unescaped() -> None:
    unsafe = [
        str(path) for path in TEMPLATES.rglob("*.html") if re.search(r"\|\s*safe\b|autoescape false", path.read_text())
    ]
    assert unsafe == []


def test_every_shipped_questionnaire_is_checked() -> None:
    faults = [line for path in catalogue.files(ROOT / "questionnaires") for line in catalogue.check(path)]
    assert faults == []


def test_the_core_loads_without_framework_or_database() -> None:
    code = "import sys, assessment.core.scoring; print(sorted({'flask', 'sqlalchemy', 'yaml', 'scipy'} & set(sys.modules)))"
    assert (
        subprocess.run(
            [sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT
        ).stdout.strip()
        == "[]"
    )


def test_the_web_process_never_loads_what_belongs_to_the_worker() -> None:
    code = (
        "import sys, assessment.app; "
        "print(sorted({'weasyprint', 'pikepdf', 'pyhanko', 'scipy', 'alembic', 'xlsxwriter'} & set(sys.modules)))"
    )
    assert (
        subprocess.run(
            [sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT
        ).stdout.strip()
        == "[]"
    )


def test_only_views_and_named_exceptions_commit() -> None:
    allowed = {"transaction.py", "cli.py", "views.py"}
    guilty = []
    for path in SOURCES:
        if re.search(r"\.commit\(\)", path.read_text()) and path.name not in allowed and "views" not in path.name:
            guilty.append(str(path.relative_to(ROOT)))
    assert [name for name in guilty if "service" in name or "core" in name] == []


def test_services_are_handed_the_moment_and_ask_no_clock() -> None:
    clocks = re.compile(r"\b(?:datetime\.(?:now|utcnow)|date\.today|time\.time)\(")
    guilty = [str(path) for path in PACKAGE.glob("*/service.py") if clocks.search(path.read_text())]
    assert guilty == []


def test_functions_stay_short_and_modules_small() -> None:
    long, large = [], []
    for path in SOURCES:
        text = path.read_text()
        if text.count("\n") > 320:
            large.append(f"{path.relative_to(ROOT)}: {text.count(chr(10))}")
        for node in ast.walk(ast.parse(text)):
            if isinstance(node, ast.FunctionDef):
                body = node.body[1:] if ast.get_docstring(node) and len(node.body) > 1 else node.body
                length = (node.end_lineno or 0) - body[0].lineno + 1
                if length > 40:
                    long.append(f"{path.relative_to(ROOT)}:{node.lineno} {node.name}: {length}")
    assert (long, large) == ([], [])


def test_the_migrations_give_the_tables_of_the_models(database_url: str) -> None:
    from alembic.autogenerate import compare_metadata
    from alembic.migration import MigrationContext

    engine = make_engine(database_url)
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        found = compare_metadata(context, Base.metadata)
    engine.dispose()
    assert found == []


def test_the_migrations_go_down_and_up_again(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'down.sqlite'}"
    migrations.upgrade(url)
    migrations.downgrade(url)
    engine = create_engine(url)
    left = [name for name in inspect(engine).get_table_names() if name != "alembic_version"]
    engine.dispose()
    migrations.upgrade(url)
    assert left == []


def test_every_job_that_is_asked_for_has_somebody_to_do_it() -> None:
    asked = set()
    for path in SOURCES:
        asked |= set(re.findall(r"jobs\.ask\(\s*[\w.()]+,\s*\"([\w-]+)\"", path.read_text()))
    assert asked
    assert asked <= set(worker.HANDLERS)


def test_every_setting_is_told_in_the_readme() -> None:
    settings = set(re.findall(r"env(?:\.get\(|, )\"([A-Z_]+)\"", (PACKAGE / "config.py").read_text()))
    readme = (ROOT / "README.md").read_text() + (ROOT / "docs" / "operations.md").read_text()
    assert sorted(name for name in settings if name not in readme) == []


@pytest.mark.parametrize("word", ["pypi.org", "npmjs", "/work/main", "/work/shared", "helper-"])
def test_the_project_speaks_of_itself_alone(word: str) -> None:
    tracked = subprocess.run(["git", "ls-files"], capture_output=True, text=True, check=True, cwd=ROOT).stdout.split()
    texts = [
        ROOT / name
        for name in tracked
        if name.endswith((".py", ".md", ".html", ".cfg", ".lock", ".yaml", ".toml", ".sh"))
    ]
    speaking = [
        str(path)
        for path in texts
        if path.exists() and path != Path(__file__) and word in path.read_text(errors="ignore")
    ]
    assert speaking == []

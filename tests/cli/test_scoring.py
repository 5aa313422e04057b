"""`score`: figures out of a file, all or nothing."""

import csv
import json
from io import StringIO
from pathlib import Path

import pytest

from tests.cli.conftest import Run
from tests.factories import SMALL


@pytest.fixture
def columns() -> list[str]:
    from assessment import catalogue

    questionnaire = catalogue.read(SMALL)
    return [
        "id",
        *(f"profile.{fact}" for fact, _ in questionnaire.profile),
        *(each.id for each in questionnaire.criteria),
    ]


@pytest.fixture
def answers(columns, write):
    """Write a file of answers; a row is given by the cells that are not empty."""

    def answers(*rows: dict[str, str], delimiter: str = ",", mark: str = "", name: str = "answers.csv") -> Path:
        usual = {"profile.sector": "trade", "profile.organisation_type": "enterprise", "profile.size": "small"}
        out = StringIO()
        table = csv.writer(out, delimiter=delimiter)
        table.writerow(columns)
        table.writerows([({**usual, **row}).get(column, "") for column in columns] for row in rows)
        return write(name, mark + out.getvalue())

    return answers


def rows_in(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(StringIO(text)))


def test_a_file_is_scored_row_by_row(run: Run, answers):
    path = answers({"id": "a", "plan.paper.written": "full", "plan.paper.reviewed": "some"}, {"id": "b"})
    said = run("score", "--questionnaire", SMALL, "--answers", path)
    assert said.code == 0
    first, second = rows_in(said.out)
    assert (first["id"], float(first["pillar.plan"]), first["pillar_level.plan"]) == ("a", 75.0, "2")
    assert (second["id"], second["overall"], second["level"], float(second["coverage"])) == ("b", "", "", 0.0)


def test_semicolons_and_a_byte_order_mark_are_read_too(run: Run, answers):
    path = answers(
        {"id": "a", "plan.paper.written": "none", "sales.online.channels": "web;zalo"}, delimiter=";", mark="\ufeff"
    )
    said = run("score", "--questionnaire", SMALL, "--answers", path)
    assert said.code == 0
    assert float(rows_in(said.out)[0]["pillar.plan"]) == 0.0


def test_lines_of_json_are_read_too(run: Run, columns, write):
    row = dict.fromkeys(columns) | {
        "id": "a",
        "profile.sector": "trade",
        "profile.organisation_type": "household",
        "profile.size": "micro",
        "plan.paper.written": "full",
        "plan.paper.reviewed": "full",
    }
    said = run("score", "--questionnaire", SMALL, "--answers", write("a.jsonl", json.dumps(row) + "\n"))
    assert said.code == 0
    assert float(rows_in(said.out)[0]["pillar.plan"]) == 100.0


@pytest.mark.parametrize(("asked", "words"), [([], "mức 2"), (["--language", "en"], "level 2")])
def test_one_row_is_explained_from_the_level_to_its_answers(run: Run, answers, asked: list[str], words: str):
    path = answers({"id": "a", "plan.paper.written": "full", "plan.paper.reviewed": "some"})
    said = run("score", "--questionnaire", SMALL, "--answers", path, "--explain", "a", *asked)
    assert said.code == 0
    assert words in said.out
    assert "[plan.paper.reviewed]" in said.out
    assert run("score", "--questionnaire", SMALL, "--answers", path, "--explain", "b").code == 1


def test_half_a_letter_is_a_fault_and_no_traceback(run: Run, columns, write):
    row = json.dumps(dict.fromkeys(columns) | {"id": "\ud800"})
    said = run("score", "--questionnaire", SMALL, "--answers", write("a.jsonl", row + "\n"))
    assert (said.code, said.out) == (1, "")
    assert "row 1, column id: half a letter" in said.last


def test_the_figures_go_into_a_file(run: Run, answers, tmp_path: Path):
    out = tmp_path / "scores.csv"
    path = answers({"id": "a", "plan.paper.written": "none"})
    said = run("score", "--questionnaire", SMALL, "--answers", path, "--out", out)
    assert (said.code, said.out) == (0, "")
    assert rows_in(out.read_text())[0]["id"] == "a"
    assert out.stat().st_mode & 0o777 & ~0o644 == 0


def test_a_fault_at_the_end_leaves_no_output_and_the_old_file_as_it_was(run: Run, answers, tmp_path: Path):
    out = tmp_path / "scores.csv"
    out.write_text("old")
    good = [{"id": f"e{n}", "plan.paper.written": "none"} for n in range(5000)]
    path = answers(*good, {"id": "bad", "plan.paper.written": "maybe"})
    said = run("score", "--questionnaire", SMALL, "--answers", path, "--out", out)
    assert said.code == 1
    assert "row 5002, column plan.paper.written" in said.last
    assert out.read_text() == "old"
    assert sorted(each.name for each in tmp_path.iterdir() if "scores" in each.name) == ["scores.csv"]
    to_screen = run("score", "--questionnaire", SMALL, "--answers", path)
    assert (to_screen.code, to_screen.out) == (1, "")


def test_what_is_read_is_never_written_over(run: Run, answers, tmp_path: Path):
    path = answers({"id": "a", "plan.paper.written": "none"})
    (tmp_path / "link.csv").symlink_to(path)
    was = path.read_bytes(), SMALL.read_bytes()
    for out in (path, tmp_path / "link.csv", SMALL):
        said = run("score", "--questionnaire", SMALL, "--answers", path, "--out", out)
        assert (said.code, said.out) == (1, "")
        assert "this file is read" in said.last
    assert (path.read_bytes(), SMALL.read_bytes()) == was


def test_an_explanation_is_printed_and_asks_for_no_file(run: Run, answers, tmp_path: Path):
    out = tmp_path / "why.txt"
    path = answers({"id": "a", "plan.paper.written": "none"})
    said = run("score", "--questionnaire", SMALL, "--answers", path, "--explain", "a", "--out", out)
    assert (said.code, out.exists()) == (2, False)
    assert "leave out --out" in said.last


@pytest.mark.parametrize("name", ["-", "/dev/stdout"])
def test_standard_output_by_name_is_written_to_and_never_replaced(run: Run, answers, monkeypatch, tmp_path, name):
    monkeypatch.chdir(tmp_path)
    was = Path("/dev/stdout").lstat().st_ino
    said = run("score", "--questionnaire", SMALL, "--answers", answers({"id": "a"}), "--out", name)
    assert (said.code, rows_in(said.out)[0]["id"]) == (0, "a")
    assert Path("/dev/stdout").lstat().st_ino == was
    assert not (tmp_path / "-").exists()


def test_a_link_stays_a_link_and_what_it_leads_to_is_written(run: Run, answers, tmp_path: Path):
    (tmp_path / "real.csv").write_text("old")
    (tmp_path / "link.csv").symlink_to("real.csv")
    said = run("score", "--questionnaire", SMALL, "--answers", answers({"id": "a"}), "--out", tmp_path / "link.csv")
    assert (said.code, (tmp_path / "link.csv").is_symlink()) == (0, True)
    assert rows_in((tmp_path / "real.csv").read_text())[0]["id"] == "a"


def test_a_folder_that_is_not_there_is_told_by_the_name_that_was_asked_for(run: Run, answers, tmp_path: Path):
    out = tmp_path / "nowhere" / "scores.csv"
    said = run("score", "--questionnaire", SMALL, "--answers", answers({"id": "a"}), "--out", out)
    assert (said.code, said.last) == (1, f"Error: {out}: No such file or directory")


@pytest.mark.parametrize(
    ("row", "words"),
    [
        ({"id": "a\0b", "plan.paper.written": "none"}, "row 2, column id: a NUL byte stands there"),
        ({"id": "", "plan.paper.written": "none"}, "row 2, column id: empty"),
        ({"id": "a", "profile.sector": "space"}, "row 2, column profile.sector: `space`"),
        ({"id": "a", "plan.paper.written": "n/a"}, "row 2, column plan.paper.written"),
        ({"id": "a", "plan.paper.written": "full", "plan.paper.reviewed": "?"}, "row 2, column plan.paper.reviewed"),
    ],
)
def test_a_bad_cell_is_told_with_row_column_and_cause(run: Run, answers, row, words):
    said = run("score", "--questionnaire", SMALL, "--answers", answers(row))
    assert said.code == 1
    assert words in said.err


def test_a_repeated_id_is_a_fault(run: Run, answers):
    said = run("score", "--questionnaire", SMALL, "--answers", answers({"id": "a"}, {"id": "a"}))
    assert said.code == 1
    assert "row 3, column id: `a` stands already in row 2" in said.err


def test_what_stands_in_a_hidden_cell_is_ignored(run: Run, answers):
    path = answers({"id": "a", "plan.paper.written": "none", "plan.paper.reviewed": "nonsense"})
    assert run("score", "--questionnaire", SMALL, "--answers", path).code == 0


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "the file is empty"),
        (b"id,plan.paper.writen\n", "plan.paper.written"),
        (b"\xff\xfe,x\n", "not UTF-8"),
        (b'{"id": 1\n', "no JSON"),
        (b"id,plan\x1b]0;owned\x07\n", "plan ]0;owned : unknown"),
    ],
    ids=["empty", "misspelt", "bytes", "broken JSON", "signs that steer"],
)
def test_a_file_that_is_no_sheet_is_told_in_one_line(run: Run, write, content: bytes, words: str):
    said = run("score", "--questionnaire", SMALL, "--answers", write("answers", content))
    assert (said.code, said.out) == (1, "")
    assert words in said.err


def test_a_missing_file_is_told(run: Run, tmp_path: Path, answers):
    path = answers({"id": "a"})
    assert run("score", "--questionnaire", tmp_path / "no.yaml", "--answers", path).code == 2
    assert run("score", "--questionnaire", SMALL, "--answers", tmp_path / "no.csv").code == 2
    nowhere = run("score", "--questionnaire", SMALL, "--answers", path, "--out", tmp_path / "no" / "out.csv")
    assert nowhere.code == 1
    assert "No such file" in nowhere.last


def test_a_questionnaire_with_faults_is_told_line_by_line(run: Run, answers, write):
    broken = write("broken.yaml", SMALL.read_text().replace("format: 1", "format: 2"))
    said = run("score", "--questionnaire", broken, "--answers", answers({"id": "a"}))
    assert said.code == 1
    assert f"{broken}:" in said.out


def test_a_draft_may_have_any_name(run: Run, answers, write):
    draft = write("draft.yaml", SMALL.read_text())
    assert run("score", "--questionnaire", draft, "--answers", answers({"id": "a"})).code == 0


def test_a_full_disk_is_told_in_one_line(run: Run, answers):
    said = run("score", "--questionnaire", SMALL, "--answers", answers({"id": "a"}), "--out", "/dev/full")
    assert (said.code, said.last) == (1, "Error: The disk is full.")


def test_a_device_without_end_is_told_and_does_not_fill_the_memory(run: Run):
    said = run("score", "--questionnaire", SMALL, "--answers", "/dev/zero")
    assert (said.code, said.last) == (1, "Error: /dev/zero: a line has 16000000 characters or more")
    said = run("index", "ahp", "/dev/zero")
    assert (said.code, said.last) == (1, "Error: /dev/zero: too large for a matrix of judgements.")

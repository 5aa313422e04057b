"""Files in, questionnaires out; and every fault the checker can report, each in the smallest file that shows it."""

from pathlib import Path

import pytest

from assessment import catalogue
from assessment.catalogue.marks import LARGEST, marked
from assessment.core.questionnaire import Questionnaire

FILES = Path(__file__).parent / "questionnaires"
FAULTY = sorted((FILES / "faults").glob("*.yaml"))
TARGETS = sorted((FILES / "targets").glob("*.yaml"))
OK = sorted((FILES / "ok").glob("*.yaml"))


def expected(path: Path) -> list[str]:
    """Give the lines a file says of itself in the comments it begins with."""
    first = (line for line in path.read_text(encoding="utf-8").splitlines() if line.startswith("#! "))
    return [f"{path}:{line.removeprefix('#! ')}" for line in first]


@pytest.mark.parametrize("path", FAULTY + TARGETS, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_a_file_is_reported_with_exactly_the_faults_it_names(path):
    assert catalogue.check(path) == expected(path)


@pytest.mark.parametrize("path", OK, ids=lambda path: path.stem)
def test_a_file_without_fault_is_read(path):
    assert catalogue.check(path) == []
    assert catalogue.read(path).version == path.stem


def test_every_faulty_file_says_what_is_wrong_with_it():
    assert [path.stem for path in FAULTY if not expected(path)] == []
    assert len(FAULTY) > 160


def test_a_questionnaire_is_read_from_bytes_as_from_its_file():
    path = FILES / "ok" / "smallest.yaml"
    assert catalogue.load(path.read_bytes(), "published") == catalogue.read(path)


def test_a_text_keeps_the_languages_of_the_file_in_their_order():
    questionnaire = catalogue.read(FILES / "ok" / "two-languages.yaml")
    assert questionnaire.languages == ("vi", "en")
    assert questionnaire.title.of("en") == "Smallest"
    assert questionnaire.title.of("fr") == "Nhỏ nhất"


def test_a_byte_order_mark_does_no_harm():
    content = b"\xef\xbb\xbf" + (FILES / "ok" / "smallest.yaml").read_bytes()
    assert isinstance(catalogue.load(content, "published"), Questionnaire)


def test_a_fault_names_the_file_as_it_was_named():
    with pytest.raises(catalogue.CatalogueError) as caught:
        catalogue.load("format: 1\nid: [", "row 7")
    assert caught.value.lines[0].startswith("row 7:2: file: this is no YAML")
    assert str(caught.value) == "\n".join(caught.value.lines)


UNREADABLE = {
    "larger than the limit": (b"#" * (LARGEST + 1), "1: file: the file is larger than 1000000 bytes"),
    "not UTF-8": ("title: é".encode("latin-1"), "1: file: the file is not UTF-8: byte 8 begins no letter"),
    "a control sign": (b"a: 1\n\nb: \x01", "3: file: this is no YAML, control characters are not allowed"),
    "a zero byte": (b"a: 1\nb: \x00", "2: file: this is no YAML, control characters are not allowed"),
    "an unknown escape": (b'a: "\\q"', "1: file: this is no YAML, found unknown escape character"),
    "nested without end": (b"[" * 900_000, "1: " + "[0]" * 24 + ": nested deeper than 24 levels"),
    "a lone alias": (b"*x", "1: file: the alias `*x`: write it out"),
    "half a letter": ("a: \ud800", "1: file: 'utf-8' codec can't encode character"),
}


@pytest.mark.parametrize("name", UNREADABLE)
def test_an_unreadable_file_is_one_fault_and_no_traceback(name):
    content, line = UNREADABLE[name]
    with pytest.raises(catalogue.CatalogueError) as caught:
        catalogue.load(content, "file")
    assert len(caught.value.lines) == 1
    assert caught.value.lines[0].startswith(f"file:{line}")


def test_a_bomb_of_aliases_is_refused_at_its_first_anchor():
    bomb = "a: &a [x, x]\n" + "".join(f"{b}: &{b} [*{a}, *{a}]\n" for a, b in zip("abcdefgh", "bcdefghi", strict=True))
    with pytest.raises(catalogue.CatalogueError) as caught:
        catalogue.load(bomb, "bomb")
    assert caught.value.lines[0] == "bomb:1: a: the anchor `&a`: write things out where they stand"


def test_a_fault_cannot_steer_the_terminal():
    with pytest.raises(catalogue.CatalogueError) as caught:
        catalogue.load('"\\e[31mred\\n": 1', "file")
    assert "file:1:  [31mred : unknown key ` [31mred `" in caught.value.lines


def test_special_numbers_reach_the_rule_that_refuses_them():
    with pytest.raises(catalogue.CatalogueError) as caught:
        catalogue.load("coverage: -.INF\naggregate: 1.5", "file")
    assert "file:1: coverage: the number must be finite and at most 1e15" in caught.value.lines
    assert "file:2: aggregate: expected a text, found the number 1.5: put it in quotes" in caught.value.lines


def test_a_missing_file_and_a_folder_are_faults(tmp_path):
    assert catalogue.check(tmp_path / "none.yaml") == [
        f"{tmp_path / 'none.yaml'}:1: file: cannot be read: No such file or directory"
    ]
    assert catalogue.check(tmp_path) == [f"{tmp_path}:1: file: cannot be read: Is a directory"]


def test_folder_and_file_name_matter_only_in_the_catalogue(tmp_path):
    path = tmp_path / "mine.yaml"
    path.write_bytes((FILES / "ok" / "smallest.yaml").read_bytes())
    assert catalogue.read(path, placed=False).id == "ok"
    assert catalogue.check(path) == [
        f"{path}:3: id: `ok` stands here, but the folder is named `{tmp_path.name}`",
        f"{path}:4: version: `smallest` stands here, but the file is named `mine`",
    ]


@pytest.mark.parametrize("name", ["ok/smallest.yaml", "targets/every-measure.yaml"])
def test_a_file_may_be_named_from_its_own_folder(name, monkeypatch):
    monkeypatch.chdir((FILES / name).parent)
    assert catalogue.check(Path(name).relative_to(Path(name).parent)) == []


def test_targets_are_measured_over_the_newest_version(tmp_path):
    model = (FILES / "measured" / "1.yaml").read_text(encoding="utf-8")
    (tmp_path / "measured").mkdir()
    for version in ("2026.9", "2026.10"):
        text = model.replace('"1"', f'"{version}"')
        changed = text if version == "2026.9" else text.replace("id: c,", "id: renamed,")
        (tmp_path / "measured" / f"{version}.yaml").write_text(changed, encoding="utf-8")
    (tmp_path / "targets").mkdir()
    path = tmp_path / "targets" / "every-measure.yaml"
    path.write_bytes((FILES / "targets" / "every-measure.yaml").read_bytes())
    assert [line.rpartition(": ")[2] for line in catalogue.check(path)] == ["there is no criterion `c`"] * 3


def test_targets_are_read_and_loaded_alike():
    path = FILES / "targets" / "every-measure.yaml"
    measured = catalogue.read(FILES / "measured" / "1.yaml")
    assert catalogue.read_targets(path) == catalogue.load_targets(path.read_bytes(), "row", [measured])


def test_the_catalogue_lists_questionnaires_before_targets():
    listed = catalogue.files(FILES)
    assert listed.index(FILES / "targets" / "every-measure.yaml") > listed.index(FILES / "ok" / "smallest.yaml")
    assert set(FAULTY + TARGETS + OK) <= set(listed)


def test_a_place_that_is_not_in_the_file_has_the_line_of_the_nearest_above():
    found = marked("a: 1\nb:\n  - c: 2\n")
    assert [found.line_of(keys) for keys in [("b", 0, "c"), ("b", 0, "d", 1), ("e",)]] == [3, 3, 1]

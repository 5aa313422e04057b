"""Whatever is put on record has words in both languages, for the page of the log and for the paper."""

import ast
from collections.abc import Iterator
from pathlib import Path

from assessment.documents import deed_words

SOURCES = Path(deed_words.__file__).parents[1]


def recorded() -> Iterator[tuple[str, ast.Call]]:
    """Every call that appends to the log."""
    for path in SOURCES.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "record":
                yield path.name, node


def test_every_act_that_is_recorded_has_words() -> None:
    acts = {
        (name, part.value)
        for name, call in recorded()
        if len(call.args) > 1
        for part in ast.walk(call.args[1])
        if isinstance(part, ast.Constant) and isinstance(part.value, str)
    }
    assert len(acts) > 40
    assert {act for act in acts if act[1] not in deed_words.ACTIONS and not act[1].endswith(".")} == set()


def test_every_detail_that_is_recorded_has_words() -> None:
    keys = {
        (name, key.value)
        for name, call in recorded()
        for keyword in call.keywords
        if keyword.arg == "detail" and isinstance(keyword.value, ast.Dict)
        for key in keyword.value.keys
        if isinstance(key, ast.Constant)
    }
    assert len(keys) > 8
    assert {key for key in keys if key[1] not in deed_words.DETAILS} == set()


def test_all_words_are_in_both_languages() -> None:
    for table in (deed_words.ACTIONS, deed_words.SUBJECTS, deed_words.DETAILS, deed_words.VALUES):
        for text in table.values():
            assert text.of("vi").strip()
            assert text.of("en").strip()


def test_details_are_told_with_days_and_numbers_as_each_language_writes_them() -> None:
    detail = {"closes_on": "2027-01-21", "weights": [53.96], "changed": ["sector"], "user": "x", "note": None}
    assert deed_words.details_on_paper(detail, "vi") == "đóng ngày 21/01/2027, trọng số 54,0, chỗ đổi ngành"
    assert deed_words.details_on_paper(detail, "en") == "closes on 21 January 2027, weights 54.0, changed sector"


def test_paper_names_the_kind_of_a_subject_and_leaves_its_id_to_machines() -> None:
    assert deed_words.subject("user:0d9183db-4d98-41fb-b7db-e89922b5115e", "en") == "Person"
    assert deed_words.subject("address:0011aabb", "vi") == "Địa chỉ thư"
    assert deed_words.subject("questionnaire:quang-ninh-sme/2026.1", "en") == "Questionnaire quang-ninh-sme/2026.1"
    assert deed_words.subject("database", "vi") == "Cơ sở dữ liệu"

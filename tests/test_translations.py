"""Both languages say everything, and the compiled catalogue is the one the files make."""

import importlib.util
import re
import string
from functools import cache
from pathlib import Path
from types import ModuleType

import pytest
from babel.messages.extract import extract_from_dir

ROOT = Path(__file__).parent.parent


@cache
def build() -> ModuleType:
    spec = importlib.util.spec_from_file_location(
        "build_translations", ROOT / "docs" / "assets" / "build_translations.py"
    )
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@cache
def used() -> dict[str, str]:
    """Every text that code and templates hand to gettext, with the file it stands in."""
    options = {"trim_blocks": "true", "lstrip_blocks": "true", "silent": "false"}
    found = {}
    for folder, methods in (
        ("templates", [("**.html", "jinja2"), ("**.txt", "jinja2")]),
        ("assessment", [("**.py", "python")]),
    ):
        for name, _line, message, _comments, _context in extract_from_dir(
            ROOT / folder,
            methods,
            {"**.html": options, "**.txt": options},
            keywords={"_": None, "gettext": None, "ngettext": (1, 2), "lazy_gettext": None},
        ):
            found[message if isinstance(message, str) else message[0]] = f"{folder}/{name}"
    return found


def test_every_text_has_its_english() -> None:
    known = {
        message.id if isinstance(message.id, str) else message.id[0] for message in build().merged() if message.string
    }
    assert {text: place for text, place in used().items() if text not in known} == {}


def test_no_translation_is_left_over() -> None:
    known = {message.id if isinstance(message.id, str) else message.id[0] for message in build().merged() if message.id}
    assert sorted(known - set(used())) == []


def test_the_english_fills_the_same_gaps() -> None:
    def gaps(text: str) -> set[str]:
        return set(re.findall(r"%\((\w+)\)", text)) | {
            name for _, name, _, _ in string.Formatter().parse(text.replace("%", "")) if name
        }

    differing = []
    for message in build().merged():
        texts = message.id if isinstance(message.id, tuple) else (message.id,)
        strings = message.string if isinstance(message.string, tuple) else (message.string,)
        if message.id and any(gaps(each) - {"num"} != gaps(texts[0]) - {"num"} for each in strings):
            differing.append(message.id)
    assert differing == []


def test_the_compiled_catalogue_is_the_one_the_files_make() -> None:
    compiled = (ROOT / "assessment" / "translations" / "en" / "LC_MESSAGES" / "messages.mo").read_bytes()
    assert compiled == build().compiled(), "run `make words`"


@pytest.mark.parametrize("word", ["bạn", "quý khách", "Quý khách", "vui lòng"])
def test_nobody_is_addressed_in_words_the_voice_does_not_use(word: str) -> None:
    speaking = {text: place for text, place in used().items() if re.search(rf"\b{word}\b", text)}
    assert speaking == {}

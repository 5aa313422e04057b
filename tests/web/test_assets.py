"""What lies in the static folder: generated files as generated, small enough, and legible in both schemes."""

import gzip
import importlib.util
import re
from pathlib import Path

import pytest
from fontTools.ttLib import TTFont

ROOT = Path(__file__).parents[2]
STATIC = ROOT / "assessment" / "static"
SHEETS = ("bootstrap.css", "site.css")
VIETNAMESE = (
    "aàảãáạăằẳẵắặâầẩẫấậbcdđeèẻẽéẹêềểễếệfghiìỉĩíịjklmnoòỏõóọôồổỗốộơờởỡớợpqrstuùủũúụưừửữứựvwxyỳỷỹýỵz"
    "0123456789₫–“”…·−×÷≥≤%\u00a0\u0300\u0301\u0303\u0309\u0323"
)


def _builder():
    spec = importlib.util.spec_from_file_location("build_assets", ROOT / "docs" / "assets" / "build_assets.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def _sheet(name):
    return (STATIC / "css" / name).read_text("utf-8")


def test_the_cut_of_bootstrap_is_what_the_script_makes():
    builder = _builder()
    assert _sheet("bootstrap.css") == builder.bootstrap_cut(builder.BOOTSTRAP.read_text("utf-8"))


def test_the_style_sheets_and_fonts_stay_small():
    sheets = sum(len(gzip.compress((STATIC / "css" / name).read_bytes(), 9)) for name in SHEETS)
    fonts = [path.stat().st_size for path in (STATIC / "fonts").glob("*.woff2")]
    assert sheets < 13_000
    assert len(fonts) == 2
    assert max(fonts) < 30_000


def test_the_script_of_the_form_stays_small():
    assert (STATIC / "js" / "survey.js").stat().st_size < 15_000


@pytest.mark.parametrize("font", sorted(STATIC.glob("fonts/**/be-vietnam-pro-*")), ids=lambda path: path.name)
def test_every_font_has_every_vietnamese_letter(font):
    known = TTFont(font).getBestCmap()
    assert {letter for letter in VIETNAMESE + VIETNAMESE.upper() if ord(letter) not in known} == set()


def test_every_variable_that_is_used_is_defined():
    text = "".join(map(_sheet, SHEETS))
    used = set(re.findall(r"var\((--[\w-]+)\)", text))
    defined = set(re.findall(r"(?<![\w-])(--[\w-]+)\s*:", text))
    assert used - defined == {
        "--bs-body-text-align"
    }  # Bootstrap leaves it to the site; unset, text stands at its start.


def test_every_file_the_style_sheet_names_is_there_under_its_own_hash():
    assert _sheet("site.css") == _builder().hashed(_sheet("site.css"))


def _tokens(block):
    return dict(re.findall(r"--([\w-]+): (#[0-9a-f]{3,6})\b", block))


def _schemes():
    blocks = [block for block in re.findall(r":root \{([^}]+)\}", _sheet("site.css")) if "--ink" in block]
    light, dark, paper = map(_tokens, blocks)
    return {"light": light, "dark": {**light, **dark}, "paper": {**light, **dark, **paper}}


def _luminance(colour):
    digits = colour[1:] if len(colour) == 7 else "".join(2 * digit for digit in colour[1:])
    parts = [int(digits[i : i + 2], 16) / 255 for i in (0, 2, 4)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return sum(weight * part for weight, part in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


def _contrast(one, other):
    low, high = sorted((_luminance(one), _luminance(other)))
    return (high + 0.05) / (low + 0.05)


TEXT_ON_GROUND = [
    *((text, ground) for text in ("ink", "ink-2", "sea") for ground in ("bg", "card", "mist", "amber-tint")),
    *((text, ground) for text in ("err", "ink") for ground in ("bg", "card", "err-tint")),
    *((text, ground) for text in ("ok", "ink") for ground in ("bg", "card", "ok-tint")),
    ("on-sea", "sea"), ("on-amber", "amber"),
    *((f"on-l{level}", f"l{level}") for level in range(6)),
]  # fmt: skip


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(("text", "ground"), TEXT_ON_GROUND)
def test_text_stands_out_from_its_ground(scheme, text, ground):
    tokens = _schemes()[scheme]
    assert _contrast(tokens[text], tokens[ground]) >= 4.5


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("border", ["edge", "sea", "err", "amber-edge"])
def test_the_border_of_a_control_can_be_seen(scheme, border):
    tokens = _schemes()[scheme]
    assert min(_contrast(tokens[border], tokens[ground]) for ground in ("bg", "card", "mist")) >= 3


def test_paper_takes_the_light_palette():
    schemes = _schemes()
    assert schemes["paper"] == schemes["light"]


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_level_ramp_is_strictly_ordered_in_lightness(scheme):
    tokens = _schemes()[scheme]
    ramp = [_luminance(tokens[f"l{level}"]) for level in range(6)]
    assert ramp == sorted(ramp, reverse=scheme == "light")
    assert len(set(ramp)) == 6

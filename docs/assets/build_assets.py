"""Make the committed assets anew: the cut of Bootstrap and the cut web fonts.

Run by ``make assets``. The output lies beside the hand-written style sheet and is committed, so that
neither a start nor a request ever builds anything; ``tests/web/test_assets.py`` holds both together.
"""

from __future__ import annotations

import hashlib
import re
from pathlib import Path

import flask_bootstrap
import tinycss2
from fontTools import subset
from tinycss2.ast import AtRule, Declaration, Node, QualifiedRule

STATIC = Path(__file__).parents[2] / "assessment" / "static"
BOOTSTRAP = Path(flask_bootstrap.__file__).parent / "static" / "bootstrap5" / "css" / "bootstrap.min.css"
HEAD = "/* Cut from Bootstrap v5.3 (MIT, getbootstrap.com) by docs/assets/build_assets.py; do not edit. */\n"

STEPS = range(6)
COLUMNS = (2, 3, 4, 5, 6, 7, 8, 9, 10, 12)
CLASSES = {
    "row", "col", "col-auto", "col-6", "col-12", "col-md", "col-md-auto",
    "visually-hidden", "visually-hidden-focusable", "text-end", "text-break", "text-nowrap", "w-100",
    "d-none", "d-block", "d-flex", "d-md-none", "d-md-block", "d-md-flex",
    "flex-wrap", "flex-column", "align-items-center", "align-items-start", "align-items-end",
    "align-items-baseline", "justify-content-between",
    *(f"col-md-{n}" for n in COLUMNS),
    *(f"{name}-{n}" for name in ("g", "gx", "gy", "mt", "mb", "gap") for n in STEPS),
}  # fmt: skip

# Latin with its supplement and extension A, all Vietnamese letters with the marks they decompose into,
# the typographic signs of the texts, and the dong.
LETTERS = (
    "U+0020-007E,U+00A0-017F,U+01A0-01A1,U+01AF-01B0,U+0218-021B,U+0300-0304,U+0306,U+0309,U+031B,U+0323,"
    "U+1EA0-1EF9,U+2002-2003,U+2009-200B,U+2010-2015,U+2018-201E,U+2020-2022,U+2026,U+202F,U+2030,U+2032-2033,"
    "U+20AB-20AC,U+2122,U+2212,U+2248,U+2260,U+2264-2265"
)
FEATURES = "ccmp,kern,liga,locl,mark,mkmk"
WEB_WEIGHTS = (400, 600)


def is_wanted(selector: str) -> bool:
    """Tell whether a selector belongs to the reboot or to a class of the list."""
    if "[data-bs-theme=dark]" in selector:
        return False
    classes = re.findall(r"\.([a-zA-Z][\w-]*)", selector)
    return all(name in CLASSES for name in classes)


def selectors(rule: QualifiedRule) -> list[str]:
    """Split the head of a rule at its outer commas and keep the wanted parts."""
    parts = re.split(r",(?![^(]*\))", tinycss2.serialize(rule.prelude).strip())
    return [part for part in parts if is_wanted(part)]


def cut(nodes: list[Node]) -> list[tuple[str, str]]:
    """Keep what is wanted, as pairs of a head and a body."""
    kept: list[tuple[str, str]] = []
    for node in nodes:
        match node:
            case QualifiedRule():
                heads = selectors(node)
                if heads:
                    kept.append((",".join(heads), tinycss2.serialize(node.content)))
            case AtRule(lower_at_keyword="media"):
                inner = cut(tinycss2.parse_rule_list(node.content, skip_comments=True, skip_whitespace=True))
                if inner:
                    kept.append((f"@media{tinycss2.serialize(node.prelude)}", "".join(map(written, inner))))
            case _:
                pass
    return kept


def written(pair: tuple[str, str]) -> str:
    """Write one rule."""
    head, body = pair
    return f"{head}{{{body}}}"


def pruned(body: str, used: set[str]) -> str:
    """Drop the variables of a body that nobody uses."""
    declarations = tinycss2.parse_declaration_list(body, skip_comments=True, skip_whitespace=True)
    kept = [
        each for each in declarations
        if isinstance(each, Declaration) and (not each.name.startswith("--") or each.name in used)
    ]  # fmt: skip
    return ";".join(f"{each.name}:{tinycss2.serialize(each.value).strip()}" for each in kept)


def bootstrap_cut(source: str) -> str:
    """Give Bootstrap's reboot, grid and the few utilities that the templates use."""
    rules = cut(tinycss2.parse_stylesheet(source, skip_comments=True, skip_whitespace=True))
    text = "".join(map(written, rules))
    used = set(re.findall(r"var\((--[\w-]+)", text))
    rules = [(head, pruned(body, used) if head.startswith(":root") else body) for head, body in rules]
    return HEAD + "\n".join(written(rule) for rule in rules if rule[1]) + "\n"


def font_cut(weight: int) -> None:
    """Write one weight of the web font: one file, Latin and Vietnamese together, without hints."""
    subset.main([
        str(STATIC / "fonts" / "paper" / f"be-vietnam-pro-{weight}.ttf"),
        f"--output-file={STATIC / 'fonts' / f'be-vietnam-pro-{weight}.woff2'}",
        "--flavor=woff2", f"--unicodes={LETTERS}", f"--layout-features={FEATURES}", "--no-hinting",
        "--name-IDs=0,1,2,3,4,5,6,13,14",
    ])  # fmt: skip


def hashed(sheet: str) -> str:
    """Put the hash of each file into the address by which the hand-written sheet names it, so that it may be kept."""

    def address(found: re.Match[str]) -> str:
        digest = hashlib.sha256((STATIC / "css" / found[1]).read_bytes()).hexdigest()[:12]
        return f'url("{found[1]}?v={digest}")'

    return re.sub(r'url\("([^"?]+)(?:\?v=\w+)?"\)', address, sheet)


def main() -> None:
    """Write all generated assets."""
    (STATIC / "css" / "bootstrap.css").write_text(bootstrap_cut(BOOTSTRAP.read_text("utf-8")), "utf-8")
    for weight in WEB_WEIGHTS:
        font_cut(weight)
    site = STATIC / "css" / "site.css"
    site.write_text(hashed(site.read_text("utf-8")), "utf-8")


if __name__ == "__main__":
    main()

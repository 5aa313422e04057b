"""Which passwords are too easy to guess: short ones, known ones, keyboard runs, names that belong to the person.

A list of whole passwords would miss `Matkhau@2026`. So a password is read as pieces: known words (also with figures in
place of letters), runs, numbers. It is weak when next to nothing is left over.
"""

import re
from collections.abc import Iterable
from functools import cache
from pathlib import Path

from assessment.core.values.text import search_key

SHORTEST = 8
LONGEST_NUMBER = 15
LEFT_OVER = 2  # So many signs that are part of no piece do not make a password strong.
LONG_ENOUGH = 40  # From here on the length alone is more than anybody will guess.
SHORTEST_RUN = 3
SHORTEST_WORD = 4
RUNS = (
    "01234567890",
    "abcdefghijklmnopqrstuvwxyz",
    "aabbccddeeffgghhiijjkkllmmnnooppqqrrssttuuvvwwxxyyzz",
    "qwertyuiop",
    "asdfghjkl",
    "zxcvbnm",
    "qwertzuiop",
    "azertyuiop",
    "1qaz2wsx3edc4rfv5tgb6yhn7ujm8ik9ol0p",
    "qazwsxedcrfvtgbyhnujmikolp",
    "1q2w3e4r5t6y7u8i9o0p",
    "q1w2e3r4t5y6u7i8o9p0",
    "a1b2c3d4e5f6g7h8i9",
    "1a2b3c4d5e6f7g8h9i",
    "aszxdfcvghbnjkm",
)
LEET = str.maketrans("0134578@$!+", "oieastbasit")
WORDS = Path(__file__).with_name("common_words.txt")


def weakness(password: str, about: Iterable[str] = ()) -> str | None:
    """Say why a password is weak: `short`, `about` (made of names given), `common`; None when it will do.

    Parameters
    ----------
    password : str
        As it will be hashed.
    about : iterable of str
        Names that belong to the person: their own, their address, their enterprise, this product.

    Examples
    --------
    >>> weakness("Matkhau@2026"), weakness("qwertyuiop"), weakness("ba con mèo ngủ trưa")
    ('common', 'common', None)
    >>> weakness("thuocso2026", ["Thước Số"])
    'about'
    """
    if len(password) < SHORTEST:
        return "short"
    if len(password) > LONG_ENOUGH:
        return None
    folded = search_key(password).replace(" ", "")
    names = frozenset(_names(about))
    if names and _is_made_of(folded, names):
        return "about"
    return "common" if _is_made_of(folded, frozenset()) else None


def _names(about: Iterable[str]) -> Iterable[str]:
    """Give the words of names, each alone and all of a name together."""
    for name in about:
        words = re.findall(r"[a-z0-9]+", search_key(name))
        yield from (word for word in [*words, "".join(words)] if len(word) >= SHORTEST_WORD)


def _is_made_of(folded: str, names: frozenset[str]) -> bool:
    """Tell whether pieces cover all but a few signs and, where names are given, one of them is among these."""
    for spelling in {folded, folded.translate(LEET)}:
        rest, uses_name = _unread(spelling, _common() | names, names)
        if rest <= LEFT_OVER and (uses_name or not names):
            return True
    return len(set(folded)) <= LEFT_OVER and not names


def _unread(text: str, words: frozenset[str], names: frozenset[str]) -> tuple[int, bool]:
    """Read a text from left to right as the longest pieces; give what is left, and whether a name was met."""
    rest, uses_name, at = 0, False, 0
    while at < len(text):
        word = _word_at(text, at, words)
        step = max(len(word), _number_at(text, at), _run_at(text, at))
        uses_name = uses_name or word in names
        rest += step == 0
        at += max(step, 1)
    return rest, uses_name


def _word_at(text: str, at: int, words: frozenset[str]) -> str:
    """Give the longest known word that begins here."""
    longest = min(len(text) - at, 40)
    return next((text[at : at + n] for n in range(longest, SHORTEST_WORD - 1, -1) if text[at : at + n] in words), "")


def _number_at(text: str, at: int) -> int:
    """Give the length of the number that begins here; a very long one is a secret of its own."""
    found = re.compile(r"[0-9]+").match(text, at)
    return len(found.group()) if found and len(found.group()) <= LONGEST_NUMBER else 0


def _run_at(text: str, at: int) -> int:
    """Give the length of the longest run over the keyboard, or of one sign, that begins here."""
    same = next((n for n in range(len(text) - at, SHORTEST_RUN - 1, -1) if len(set(text[at : at + n])) == 1), 0)
    walks = (n for n in range(min(len(text) - at, 40), SHORTEST_RUN - 1, -1) if _is_walk(text[at : at + n]))
    return max(same, next(walks, 0))


def _is_walk(piece: str) -> bool:
    return any(piece in run or piece in run[::-1] for run in RUNS)


@cache
def _common() -> frozenset[str]:
    """Read the words that many people build passwords from."""
    lines = WORDS.read_text(encoding="utf-8").splitlines()
    return frozenset(word for line in lines if not line.startswith("#") for word in line.split())

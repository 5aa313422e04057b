"""What is done to every text at the entry, and how Vietnamese words are found and put in order.

The same input must mean the same on every database: composed letters, no control signs, a length in characters.
"""

import re
import unicodedata

from assessment.core.values.states import Problem

LONGEST_EMAIL = 254
TONES = "\u0300\u0309\u0303\u0301\u0323"  # Huyền, hỏi, ngã, sắc, nặng, as combining marks.
ALPHABET = " 0123456789aăâbcdđeêfghijklmnoôơpqrstuưvwxyz"
OTHER = len(ALPHABET) + 1
INVISIBLE = frozenset(
    "\u00ad\u061c\u200b\u200e\u200f\u2028\u2029\u202a\u202b\u202c\u202d\u202e\u2060\u2066\u2067\u2068\u2069\ufeff"
)  # Signs that turn the direction of writing, or that nobody sees.
UNREADABLE = "\ufffd"  # What a decoder puts where the bytes were no text.
EMAIL = re.compile(
    r"[a-z0-9!#$%&'*+/=?^_`{|}~-]+(?:\.[a-z0-9!#$%&'*+/=?^_`{|}~-]+)*"
    r"@[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?(?:\.[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?)+"
)
LONGEST_LOCAL_PART = 64


def clean(text: str, longest: int) -> str | Problem:
    r"""Bring a text of several lines into the form it is kept in, or say why it cannot be kept.

    Parameters
    ----------
    text : str
        As it was typed or sent.
    longest : int
        The most characters it may have, counted after composing.

    Returns
    -------
    str or Problem
        NFC, line ends as ``\n``, no blanks around; or the problem ``control`` or ``too_long``.

    Examples
    --------
    >>> clean("  Ha\u0323 Long\r\n", 100)
    'Hạ Long'
    >>> clean("a\x00b", 100)
    Problem(code='control', values=())
    """
    composed = unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n"))
    if any(_is_refused(sign) for sign in composed if sign not in "\n\t"):
        return Problem("control")
    kept = composed.strip()
    return Problem("too_long", (longest, len(kept))) if len(kept) > longest else kept


def clean_name(text: str, longest: int) -> str | Problem:
    r"""Bring a text of one line, such as a name, into the form it is kept in.

    Unlike `clean` it refuses tabs and line ends, drops signs that only turn or hide the writing, and leaves one blank
    between words.

    Examples
    --------
    >>> clean_name("Công ty  \u202eABC", 100)
    'Công ty ABC'
    >>> clean_name("a\nBcc: b", 100)
    Problem(code='control', values=())
    """
    kept = clean("".join(sign for sign in text if sign not in INVISIBLE), len(text))
    if isinstance(kept, Problem):
        return kept
    if "\n" in kept or "\t" in kept:
        return Problem("control")
    words = " ".join(kept.split())
    return Problem("too_long", (longest, len(words))) if len(words) > longest else words


def email(text: str) -> str | Problem:
    """Read an e-mail address, in small letters so that one person has one; or the problem ``email``.

    Examples
    --------
    >>> email(" Lan@Vidu.vn ")
    'lan@vidu.vn'
    """
    address = clean_name(text, LONGEST_EMAIL)
    if isinstance(address, Problem):
        return address
    small = address.lower()
    is_address = EMAIL.fullmatch(small) and len(small.split("@")[0]) <= LONGEST_LOCAL_PART
    return small if is_address else Problem("email")


def search_key(text: str) -> str:
    """Give the form in which texts are compared when people search: no marks, no capitals, đ as d, single blanks.

    Examples
    --------
    >>> search_key("Công ty Cổ phần  Đồng Đăng")
    'cong ty co phan dong dang'
    """
    bare = "".join(sign for sign in unicodedata.normalize("NFD", text) if not unicodedata.combining(sign))
    return " ".join(bare.casefold().replace("đ", "d").split())


def sort_key(text: str) -> str:
    """Give a key that puts texts into Vietnamese order.

    First the letters decide (a ă â b … d đ e ê …, blanks before digits before letters), then the tones (none, huyền,
    hỏi, ngã, sắc, nặng). The key is made of digits alone, so that every database orders it the same, whatever its
    collation.

    Examples
    --------
    >>> sorted(["Băng", "Bắc", "Bà", "Ba", "An"], key=sort_key)
    ['An', 'Ba', 'Bà', 'Bắc', 'Băng']
    """
    parts = [_parted(sign) for sign in unicodedata.normalize("NFC", text.casefold())]
    letters = "".join(_place(base) for base, _ in parts)
    return f"{letters}00{''.join(tone for _, tone in parts).rstrip('0')}"


def _parted(sign: str) -> tuple[str, str]:
    """Part a letter from its tone: ``ế`` is ``ê`` with tone 4."""
    marks = unicodedata.normalize("NFD", sign)
    tone = next((str(TONES.index(mark) + 1) for mark in marks if mark in TONES), "0")
    return unicodedata.normalize("NFC", "".join(mark for mark in marks if mark not in TONES)), tone


def _place(base: str) -> str:
    """Write the place of a sign in the alphabet as two digits; 00 ends the letters, so that it sorts first."""
    return f"{ALPHABET.find(base) + 1 if base in ALPHABET else OTHER:02d}"


def _is_refused(sign: str) -> bool:
    """Tell whether a sign can stand in no text: controls, halves of pairs, what was never a character."""
    if sign == UNREADABLE or unicodedata.category(sign) in {"Cc", "Cs"}:
        return True
    return ord(sign) & 0xFFFE == 0xFFFE or 0xFDD0 <= ord(sign) <= 0xFDEF  # noqa: PLR2004 - Unicode's noncharacters


def showable(text: str) -> str:
    r"""Leave out what no page may hold, so that a refused text can be shown again to whoever typed it.

    Examples
    --------
    >>> showable("không\x00bán")
    'khôngbán'
    """
    return "".join(sign for sign in text if sign in "\r\n\t" or not _is_refused(sign))

"""Numbers as people and files write them.

People write in their language: in Vietnamese the comma is decimal and dots group thousands, in English the reverse.
Files use a dot and no grouping. Nobody may write an exponent, infinity or NaN.
"""

import re
from decimal import Decimal

from assessment.core.values.states import Problem

PLAIN = re.compile(r"-?[0-9]+(\.[0-9]+)?")
DECIMAL_SIGN = {"vi": ",", "en": "."}
GROUPED = re.compile(r"-?[1-9][0-9]{0,2}(,[0-9]{3})+(\.[0-9]+)?")
DIGITS = re.compile(r"-?[0-9.,]*[0-9][0-9.,]*")
LONGEST = 32
"""Longer figures are no counts of anything, and would only hide a slip of the hand."""


def typed(text: str, language: str) -> float | Problem:
    """Read a number typed in a form.

    Parameters
    ----------
    text : str
        What was typed; blanks around it do not matter.
    language : str
        The language of the form; one that is not Vietnamese is read the English way.

    Returns
    -------
    float or Problem
        `not_a_number`, `grouping` when the groups are not of three digits, or `too_long`.

    Examples
    --------
    >>> typed("1.204", "vi"), typed("1.204", "en")
    (1204.0, 1.204)
    >>> typed("12.04", "vi")
    Problem(code='grouping', values=('12.04',))
    """
    written = text.strip().replace("\u2212", "-")
    # From here on the number is written the English way, whatever language it was typed in.
    english = written if DECIMAL_SIGN.get(language, ".") == "." else written.translate(_SWAPPED)
    if PLAIN.fullmatch(english) or GROUPED.fullmatch(english):
        return plain(english.replace(",", ""))
    return Problem("grouping" if DIGITS.fullmatch(english) else "not_a_number", (written[:LONGEST],))


_SWAPPED = str.maketrans(",.", ".,")


def plain(text: str) -> float | Problem:
    """Read a number as files hold it: digits, a dot, digits."""
    written = text.strip()
    if not PLAIN.fullmatch(written):
        return Problem("not_a_number", (written[:LONGEST],))
    if len(written) > LONGEST:
        return Problem("too_long", (LONGEST,))
    return float(written)


def written(figure: float) -> str:
    """Write a number so that `plain` reads the very same again.

    Examples
    --------
    >>> written(3.0), written(0.1), written(1e21)
    ('3', '0.1', '1000000000000000000000')
    """
    digits = format(Decimal(repr(figure)), "f")
    return digits.rstrip("0").rstrip(".") if "." in digits else digits

"""Facts about an enterprise: how its tax code is read, and its size class by Decree 80/2021/NĐ-CP, Article 5."""

from dataclasses import dataclass
from typing import Literal

from assessment.core.values.states import Problem

CHECK_WEIGHTS = (31, 29, 23, 19, 17, 13, 7, 5, 3)
CODE_LENGTH, BRANCH_LENGTH, PERSONAL_LENGTH = 10, 13, 12
SEPARATORS = str.maketrans("", "", " .-\u2013\u00a0")
MASKED = "•" * 8

SIZES = ("micro", "small", "medium", "large")
Size = Literal["micro", "small", "medium", "large"]
Column = Literal["industry", "services"]

REVENUE_BANDS = ("upto3", "upto10", "upto50", "upto100", "upto200", "upto300", "above300")
CAPITAL_BANDS = ("upto3", "upto20", "upto50", "upto100", "above100")
LARGEST_HEADCOUNT = 1_000_000
INDUSTRY_SECTIONS = frozenset("ABCDEF")


@dataclass(frozen=True, slots=True)
class TaxCode:
    """A tax code in its written form, and whether its check digit fits; a wrong one warns and does not block."""

    code: str
    fits: bool

    @property
    def is_personal(self) -> bool:
        """Whether this is the personal number of the head of a household business, to be masked wherever shown."""
        return is_personal(self.code)


@dataclass(frozen=True, slots=True)
class Limits:
    """The limits of one size class: people, and billions of đồng a year or in all."""

    headcount: int
    revenue: int
    capital: int


@dataclass(frozen=True, slots=True)
class Fit:
    """How an enterprise stands against the limits of one class: which of the three hold."""

    limits: Limits
    headcount: bool
    revenue: bool
    capital: bool

    @property
    def holds(self) -> bool:
        """Whether people, and revenue or capital, are within the limits."""
        return self.headcount and (self.revenue or self.capital)


@dataclass(frozen=True, slots=True)
class SizeReason:
    """A size class with what decided it: the limits that hold, and how those of the class below were missed.

    `within` is None for a large enterprise, `missed` is None for a micro one; `column` is the decree's column.
    """

    size: Size
    column: Column
    within: Fit | None
    missed: Fit | None


LIMITS: dict[Column, dict[Size, Limits]] = {
    "industry": {"micro": Limits(10, 3, 3), "small": Limits(100, 50, 20), "medium": Limits(200, 200, 100)},
    "services": {"micro": Limits(10, 10, 3), "small": Limits(50, 100, 50), "medium": Limits(100, 300, 100)},
}


def read_tax_code(text: str) -> TaxCode | Problem:
    """Read a tax code: 10 digits, 10-3 of a branch, or the 12 digits of a household business.

    Blanks, dots and dashes do not matter.

    Parameters
    ----------
    text : str
        As typed.

    Returns
    -------
    TaxCode or Problem
        ``fits`` is False where the tenth digit is not 10 − (31·d₁ + 29·d₂ + … + 3·d₉) mod 11; bodies whose check
        comes to 10 have no single digit, so they never fit. Problems: ``tax_code_digits``, ``tax_code_length``.

    Examples
    --------
    >>> read_tax_code("5700 100 256")
    TaxCode(code='5700100256', fits=True)
    >>> read_tax_code("0314409058002").code
    '0314409058-002'
    """
    digits = text.translate(SEPARATORS)
    if not digits.isascii() or not digits.isdecimal():
        return Problem("tax_code_digits")
    if len(digits) == PERSONAL_LENGTH:
        return TaxCode(digits, fits=True)
    if len(digits) not in (CODE_LENGTH, BRANCH_LENGTH):
        return Problem("tax_code_length", (len(digits),))
    head, branch = digits[:CODE_LENGTH], digits[CODE_LENGTH:]
    return TaxCode(f"{head}-{branch}" if branch else head, fits=_fits(head) and branch != "000")


def is_personal(code: str) -> bool:
    """Tell whether a written tax code is a personal number of 12 digits."""
    return len(code) == PERSONAL_LENGTH and code.isdecimal()


def doubts_tax_code(code: str) -> bool:
    """
    Tell whether the check digit of a tax code is wrong, so that it may have been mistyped.

    Examples
    --------
    >>> doubts_tax_code("5700100256"), doubts_tax_code("5700100257"), doubts_tax_code("022085001234")
    (False, True, False)
    """
    found = read_tax_code(code)
    return isinstance(found, TaxCode) and not found.fits


def shown_tax_code(code: str) -> str:
    """Give a tax code as it may be shown: of a personal number only the last four digits.

    Examples
    --------
    >>> shown_tax_code("022085001234")
    '••••••••1234'
    """
    return MASKED + code[-4:] if is_personal(code) else code


def _fits(digits: str) -> bool:
    total = sum(weight * int(digit) for weight, digit in zip(CHECK_WEIGHTS, digits, strict=False))
    return digits[2:9] != "0000000" and int(digits[9]) == 10 - total % 11


def size_class(section: str, headcount: int, revenue_band: str, capital_band: str) -> SizeReason:
    """Find the size class: tested from micro upward, people and (revenue or capital) must both be within the limits.

    Parameters
    ----------
    section : str
        Section of VSIC 2025; A to F take the decree's column of agriculture, industry and construction.
    headcount : int
        People in social insurance, on average over the year.
    revenue_band, capital_band : str
        One of `REVENUE_BANDS`, `CAPITAL_BANDS`; every limit of the decree is the edge of a band.

    Returns
    -------
    SizeReason
        The class, and which limits decided it.

    Examples
    --------
    >>> size_class("I", 12, "upto10", "upto3").size
    'small'
    """
    column: Column = "industry" if section in INDUSTRY_SECTIONS else "services"
    missed: Fit | None = None
    for size, limits in LIMITS[column].items():
        fit = _fit(limits, headcount, revenue_band, capital_band)
        if fit.holds:
            return SizeReason(size, column, within=fit, missed=missed)
        missed = fit
    return SizeReason("large", column, within=None, missed=missed)


def _fit(limits: Limits, headcount: int, revenue_band: str, capital_band: str) -> Fit:
    """Hold the figures against the limits of one class."""
    return Fit(
        limits,
        headcount=headcount <= limits.headcount,
        revenue=_within(revenue_band, limits.revenue),
        capital=_within(capital_band, limits.capital),
    )


def _within(band: str, limit: int) -> bool:
    """Tell whether all of a band lies within a limit, in billions of đồng."""
    return band.startswith("upto") and int(band.removeprefix("upto")) <= limit

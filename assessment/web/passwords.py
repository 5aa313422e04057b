"""Passwords: Argon2id, never more than a few at once, and the same work for addresses nobody has."""

import threading
import unicodedata
from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

AT_ONCE = 4  # Each takes 46 MiB; more at once would only make all of them slower.
HASHER = PasswordHasher(time_cost=1, memory_cost=47_104, parallelism=1)  # One of the sets OWASP names.
GATE = threading.BoundedSemaphore(AT_ONCE)


def hashed(password: str) -> str:
    """Hash a new password; takes some 50 ms on purpose, so no transaction may be open meanwhile."""
    with GATE:
        return HASHER.hash(_composed(password))


def fits(password: str, kept: str | None) -> bool:
    """Tell whether a password fits a kept hash; without one the same work is done, and nothing fits."""
    with GATE:
        try:
            return HASHER.verify(kept or _nobody(), _composed(password)) and kept is not None
        except (VerificationError, InvalidHashError):
            return False


def is_dated(kept: str) -> bool:
    """Tell whether a hash was made with weaker parameters than today's."""
    return HASHER.check_needs_rehash(kept)


@cache
def _nobody() -> str:
    """Give the hash that stands in for people who do not exist."""
    return HASHER.hash("nobody has this password")


def _composed(password: str) -> str:
    """Compose the letters: one keyboard sends ế as one sign, another as three."""
    return unicodedata.normalize("NFC", password)

"""Memory a job no longer needs goes back to the system."""

import ctypes
import gc

M_TRIM_THRESHOLD = -1
"""The name of the setting in glibc's malloc.h."""
KEPT = 64 * 1024
"""Bytes of freed memory at the end of the heap that are kept for the next time."""
RINGS = 700
"""So many new objects are looked through for garbage: the boxes of a paper hold each other and go no other way."""


def give_back_early() -> None:
    """Ask the C library to give freed memory back at once; where it is not glibc, nothing happens.

    Left alone it learns from the first long list to keep more and more: 30 MB after the figures of 10,000 enterprises.
    """
    gc.set_threshold(RINGS)
    mallopt = getattr(ctypes.CDLL(None), "mallopt", None)
    if mallopt is not None:
        mallopt(M_TRIM_THRESHOLD, KEPT)

"""What is made once for a whole run, however many processes share its tests."""

import fcntl
import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest


def made_once(factory: pytest.TempPathFactory, name: str, make: Callable[[Path], object]) -> Path:
    """Give a folder of the run; who comes first fills it while the others wait. Tests may copy it, never write to it."""
    root = factory.getbasetemp()
    if "PYTEST_XDIST_WORKER" in os.environ:
        root = root.parent
    folder, begun = root / name, root / f"{name}-begun"
    with (root / f"{name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not folder.exists():
            shutil.rmtree(begun, ignore_errors=True)  # Somebody failed before us, who may have told why.
            begun.mkdir()
            make(begun)
            begun.rename(folder)
    return folder

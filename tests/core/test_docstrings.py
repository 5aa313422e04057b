"""Every example in a docstring of the core runs and gives what it says."""

import doctest
import importlib
import pkgutil

import pytest

from assessment import core

MODULES = sorted(module.name for module in pkgutil.walk_packages(core.__path__, "assessment.core."))


@pytest.mark.parametrize("name", MODULES)
def test_the_examples_run(name):
    assert doctest.testmod(importlib.import_module(name)).failed == 0

"""Benchmarks are run by hand: what they use of the product must be there all the same."""

from importlib import import_module
from pathlib import Path

import pytest

import benchmarks

MODULES = sorted(file.stem for file in Path(benchmarks.__file__).parent.glob("[a-z]*.py"))


@pytest.mark.parametrize("name", MODULES)
def test_a_benchmark_can_be_imported(name):
    assert import_module(f"benchmarks.{name}").__doc__

"""What CI draws: the same for a commit whenever it is asked, and elsewhere something new."""

import os
import subprocess
import sys

import pytest
from hypothesis import HealthCheck

from tools.stamp import ROOT

DRAW = """
from hypothesis import given, strategies as st
from tests import depth

depth.register()
drawn = []

@given(st.integers(0, 2**256 - 1))
def draw(number):
    drawn.append(number)

draw()
print(hash(tuple(drawn)))
"""


def drawn(**variables):
    """What a process of its own draws."""
    outside = {name: value for name, value in os.environ.items() if name != "CI"}
    command = [sys.executable, "-c", DRAW]
    return subprocess.check_output(command, cwd=ROOT, env=outside | variables)


@pytest.mark.parametrize(("variables", "same"), [({"CI": "true"}, True), ({}, False)])
def test_a_commit_is_good_or_bad_whenever_ci_asks(variables, same):
    assert (drawn(**variables) == drawn(**variables)) is same


def test_no_property_is_judged_by_how_fast_it_is(request):
    """Of all that run beside this one: a machine with much else to do refutes nothing."""
    drawn = [(it.nodeid, it.obj) for it in request.session.items if hasattr(it, "obj")]
    chosen = [(name, getattr(it, "_hypothesis_internal_use_settings", None)) for name, it in drawn]
    hasty = {
        name
        for name, its in chosen
        if its and (its.deadline or HealthCheck.too_slow not in its.suppress_health_check)
    }
    assert hasty == set()

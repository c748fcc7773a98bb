"""A test that hangs ends the run: with its stack and an exit code, not in silence."""

import subprocess
import sys
from pathlib import Path

from tests.waiting import PATIENCE

CONFIG = Path(__file__).resolve().parents[2] / "pyproject.toml"
HANGING = """
import time
from hypothesis import given, settings, strategies as st

@settings(deadline=None)
@given(st.booleans())
def test_that_waits_for_ever(either):
    time.sleep(3_600)
"""


def test_a_property_that_hangs_fails_with_its_stack(tmp_path):
    file = tmp_path / "test_hanging.py"
    file.write_text(HANGING)
    command = [sys.executable, "-m", "pytest", "-p", "no:pytest-brownie", "-p", "no:cacheprovider"]
    limit = ["-c", str(CONFIG), "--rootdir", str(tmp_path), "-o", "timeout=3"]
    whole = [*command, *limit, str(file)]

    done = subprocess.run(whole, capture_output=True, text=True, timeout=PATIENCE)

    assert done.returncode == 1
    assert "in test_that_waits_for_ever" in done.stdout
    assert "Timeout" in done.stdout

"""What comes late is waited for, what does not come is told, and what has ended does not run."""

import os
import subprocess
import sys

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests import waiting
from tests.depth import examples


@given(late=st.integers(0, 20))
@settings(max_examples=examples(20))
def test_the_first_answer_that_is_not_empty_is_given(late):
    """And nobody is asked again after it."""
    answers = iter([*late * [0], 7, None])
    assert waiting.until(lambda: next(answers)) == 7
    assert next(answers) is None


def test_what_does_not_come_is_told_with_the_last_answer():
    with pytest.raises(TimeoutError, match=r"^still \[\] after 0 s$"):
        waiting.until(list, patience=0.0)


def test_a_process_that_has_ended_does_not_run_even_while_it_is_listed():
    ended = subprocess.Popen([sys.executable, "-c", ""])
    os.waitid(os.P_PID, ended.pid, os.WEXITED | os.WNOWAIT)
    assert ended.pid in waiting.children(os.getpid())
    assert not waiting.runs(ended.pid)
    ended.wait()
    assert not waiting.runs(ended.pid)
    assert waiting.command_of(ended.pid) == b""


def test_a_process_at_work_runs_and_has_its_command():
    assert waiting.runs(os.getpid())
    assert os.fsencode(sys.argv[-1]) in waiting.command_of(os.getpid())

"""What the words of the Makefile stand for, where more depends on them than a person's memory."""

import subprocess

import pytest

from tools.stamp import ROOT


def commands(word):
    """What make would run, without running it."""
    told = subprocess.run(
        ["make", "--dry-run", word], cwd=ROOT, capture_output=True, text=True, check=True
    )
    return told.stdout.splitlines()


def test_forks_are_a_word_of_their_own_that_is_listed():
    assert commands("test-fork")[-1].endswith("-m pytest -q -p no:pytest-brownie tests/fork ")
    helped = subprocess.run(["make", "help"], cwd=ROOT, capture_output=True, text=True, check=True)
    assert any(line.split()[:2] == ["make", "test-fork"] for line in helped.stdout.splitlines())


@pytest.mark.parametrize("word", ["test", "test-deep"])
def test_no_network_decides_about_the_tests(word):
    """They play on mainnet's recorded block too, but on no node that the environment names."""
    last = commands(word)[-1]
    assert "env -u MAINNET_RPC_URL -u MAINNET_STATE" in last
    assert " tests/fork " in last

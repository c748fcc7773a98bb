"""The set-up: says what is missing in one line, and changes no more of the user's than it must."""

import shutil
import sys

import pytest

from tools import compiler, network, prerequisites
from tools.stamp import Stamp

LIVE = "live:\n  - name: Ethereum\n    networks:\n      - id: mainnet\ndevelopment: []\n"


def lonely(commands, tmp_path, monkeypatch):
    """A PATH on which nothing but these commands is found."""
    for command in commands:
        (tmp_path / command).symlink_to(shutil.which(command))
    monkeypatch.setenv("PATH", str(tmp_path))


def test_a_missing_command_is_named_with_how_to_get_it(tmp_path, monkeypatch):
    lonely(["make"], tmp_path, monkeypatch)
    with pytest.raises(prerequisites.Missing, match=r"^git: `apt install git`, or https://"):
        prerequisites.check()


def test_a_missing_node_is_named_with_how_to_get_it(tmp_path, monkeypatch):
    lonely(["git", "make"], tmp_path, monkeypatch)
    (tmp_path / "npm").symlink_to(sys.executable)
    with pytest.raises(prerequisites.Missing, match=r"^Node.js 20 or later: https://nodejs.org"):
        prerequisites.check()


def test_a_python_that_exists_and_fails_is_passed_over(tmp_path, monkeypatch):
    shim = tmp_path / "python3.11"
    shim.write_text("#!/bin/sh\nexit 127\n")
    shim.chmod(0o755)
    monkeypatch.setattr(prerequisites, "PYTHONS", (str(shim), sys.executable))
    assert prerequisites.find_python() == sys.executable
    monkeypatch.setattr(prerequisites, "PYTHONS", (str(shim),))
    with pytest.raises(prerequisites.Missing, match=r"^Python 3.10 or 3.11 with venv: "):
        prerequisites.find_python()


def test_the_network_is_added_once_and_nothing_else_changes(tmp_path, monkeypatch):
    monkeypatch.setenv("HOME", str(tmp_path))
    config = tmp_path / ".brownie" / "network-config.yaml"
    config.parent.mkdir()
    config.write_text(LIVE)
    network.register()
    once = config.read_text()
    added = once.replace(LIVE.removeprefix("live:\n"), "").removeprefix("live:\n")
    assert added == network.ENTRY.format(indent="  ")
    network.register()
    assert config.read_text() == once


def test_a_network_file_of_another_shape_is_left_alone():
    with pytest.raises(network.UnknownLayout):
        network.with_entry("networks: []\n")


def test_a_compiler_that_works_is_left_alone(tmp_path, monkeypatch):
    monkeypatch.setenv("SOLCX_BINARY_PATH", str(tmp_path))
    theirs = tmp_path / "solc-v0.8.30"
    theirs.write_text("#!/bin/sh\necho Version: 0.8.30\n")
    theirs.chmod(0o755)
    compiler.register()
    assert not theirs.is_symlink()


def test_a_compiler_of_a_checkout_that_is_gone_is_replaced(tmp_path, monkeypatch):
    monkeypatch.setenv("SOLCX_BINARY_PATH", str(tmp_path))
    link = tmp_path / "solc-v0.8.30"
    link.symlink_to(tmp_path / "gone" / "solc.js")
    compiler.register()
    assert link.resolve() == compiler.SHIM


def test_a_stamp_says_what_was_written_and_no_more(tmp_path):
    stamp = Stamp(tmp_path / "folder" / "stamp")
    assert not stamp.says("one")
    stamp.write("one")
    assert stamp.says("one")
    assert not stamp.says("two")

"""Prints what the machine's rules came to, after the tests' own summary."""

from __future__ import annotations

from typing import Any

from tests.evm.stateful.tally import tally


def pytest_terminal_summary(terminalreporter: Any) -> None:
    if tally.rules:
        terminalreporter.section("rules of the vault's machine")
        for line in tally.lines():
            terminalreporter.write_line(line)

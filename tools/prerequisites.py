"""Finds what the set-up needs and cannot install itself, or says in one line what is missing."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys

PYTHONS = (sys.executable, "python3.11", "python3.10", "python3", "python")
IS_SUPPORTED = "import sys, venv, ensurepip; sys.exit(not (3, 10) <= sys.version_info < (3, 12))"
OLDEST_NODE = 20

GET_PYTHON = (
    "Python 3.10 or 3.11 with venv: `apt install python3.11-venv`, `brew install python@3.11`, "
    "or `uv python install 3.11`"
)
GET_NODE = f"Node.js {OLDEST_NODE} or later: https://nodejs.org/en/download, or `brew install node`"
GET_COMMAND = {
    "git": "git: `apt install git`, or https://git-scm.com/downloads",
    "make": "make: `apt install make`, or on macOS `xcode-select --install`",
    "npm": "npm, which comes with Node.js: https://nodejs.org/en/download, or `apt install npm`",
}


class Missing(Exception):
    """A prerequisite is not there; the text names it and how to get it."""


def check() -> str:
    """The Python to build the environment with. Raises `Missing`."""
    python = find_python()
    for command, advice in GET_COMMAND.items():
        if not shutil.which(command):
            raise Missing(advice)
    if node_version() < OLDEST_NODE:
        raise Missing(GET_NODE)
    return python


def find_python() -> str:
    """The first Python that really runs and has the right version: a shim may exist and fail."""
    for python in PYTHONS:
        if python and _output(python, "-c", IS_SUPPORTED) is not None:
            return python
    raise Missing(GET_PYTHON)


def node_version() -> int:
    """The major version of the Node.js on the PATH, 0 where there is none."""
    found = re.match(r"v(\d+)\.", _output("node", "--version") or "")
    return int(found[1]) if found else 0


def _output(*command: str) -> str | None:
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=30)
    except (OSError, subprocess.TimeoutExpired):
        return None
    return done.stdout if done.returncode == 0 else None

"""Sets the project up from Python, Node.js, git and make; quick when there is nothing to do."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tools import compiler, network, prerequisites
from tools.stamp import ROOT, Stamp, digest, sources

VENV = ROOT / ".venv"
BIN = VENV / "bin"
PYTHON = BIN / "python"
# Half of the time was bytecode of modules that nobody imports; Python makes what it needs.
PIP = (PYTHON, "-m", "pip", "install", "--quiet", "--no-compile")
NATIVE = ("anvil", "forge")
GET_FOUNDRY = (
    "counterpoise needs {name} 1.7.1 on the PATH, as package-lock.json has it for Linux on x86-64 "
    "alone: https://getfoundry.sh"
)
LAUNCHER = """\
#!{python}
import sys

from counterpoise.cli import main

sys.exit(main())
"""


class StageFailed(Exception):
    """A stage's command failed; carries what it said."""


def main() -> int:
    try:
        setup()
    except prerequisites.Missing as missing:
        return _fail(f"counterpoise needs {missing}")
    except (StageFailed, network.UnknownLayout, OSError) as error:
        return _fail(str(error))
    return 0


def setup() -> None:
    """Every stage in its order; each does nothing where its stamp says that it is done."""
    python_environment()
    node_modules()
    link_binaries()
    install_package()
    compiler.register()
    network.register()
    compile_contracts()


def python_environment() -> None:
    """.venv from requirements.lock; made anew where the folder has moved."""
    stamp, wanted = Stamp(VENV / ".stamp"), digest(["requirements.lock"], str(ROOT))
    if stamp.says(wanted):
        return
    python = prerequisites.check()
    with stage("Python packages into .venv (one to two minutes)"):
        if not runs(PYTHON):
            run(python, "-m", "venv", "--clear", VENV)
        run(*PIP, "--require-hashes", "-r", "requirements.lock")
        stamp.write(wanted)


def node_modules() -> None:
    """node_modules/ from package-lock.json; no package's own scripts are run."""
    stamp, wanted = Stamp(ROOT / "node_modules" / ".stamp"), digest(["package-lock.json"])
    if stamp.says(wanted):
        return
    prerequisites.check()
    with stage("npm packages into node_modules"):
        run("npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error")
        stamp.write(wanted)


def link_binaries() -> None:
    """The native binaries, as npm's launchers hide exit codes and outlive their parents."""
    for name in NATIVE:
        link, binary = BIN / name, native(name)
        if link.resolve() != binary:
            link.unlink(missing_ok=True)
            link.symlink_to(binary)


def native(name: str) -> Path:
    """npm's, or where the lock file has none for this platform the user's. Raises `StageFailed`."""
    locked = sorted(ROOT.glob(f"node_modules/@foundry-rs/{name}-*/bin/{name}"))
    found = locked[0] if locked else shutil.which(name)
    if found is None:
        raise StageFailed(GET_FOUNDRY.format(name=name))
    return Path(found).resolve()


def install_package() -> None:
    """The package from its own folder, and its command."""
    packages = next(VENV.glob("lib/python*/site-packages"))
    _write(packages / "counterpoise.pth", f"{ROOT}\n")
    _write(BIN / "counterpoise", LAUNCHER.format(python=PYTHON))
    (BIN / "counterpoise").chmod(0o755)


def compile_contracts() -> None:
    """build/ and the ABIs that the package ships."""
    stamp, wanted = Stamp(ROOT / "build" / ".stamp"), sources()
    if stamp.says(wanted):
        return
    with stage("Contracts into build (two to four minutes)"):
        run(BIN / "brownie", "compile")
        run(PYTHON, "-m", "tools.abi")
        stamp.write(wanted)


@contextmanager
def stage(title: str) -> Iterator[None]:
    """One line while it works, the seconds when it is done."""
    start = time.monotonic()
    print(f"  {title} ...", end="", flush=True)
    try:
        yield
    except BaseException:
        print(" failed", flush=True)
        raise
    print(f" {time.monotonic() - start:.0f} s", flush=True)


def run(*command: str | Path) -> None:
    """Runs a command in the project, silently. Raises `StageFailed` with what it said."""
    path = os.pathsep.join([str(BIN), os.environ.get("PATH", "")])
    done = subprocess.run(
        [str(word) for word in command],
        cwd=ROOT,
        env={**os.environ, "PATH": path, "VIRTUAL_ENV": str(VENV)},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    if done.returncode:
        words = " ".join(str(word) for word in command)
        raise StageFailed(f"{done.stdout}\n`{words}` failed with exit code {done.returncode}")


def runs(python: Path) -> bool:
    """Whether the environment is there, works, and lies where it was made."""
    try:
        done = subprocess.run(
            [python, "-c", prerequisites.IS_SUPPORTED + "\n"], capture_output=True, timeout=30
        )
    except (OSError, subprocess.TimeoutExpired):
        return False
    activate = BIN / "activate"
    return done.returncode == 0 and activate.is_file() and str(VENV) in activate.read_text()


def _write(path: Path, text: str) -> None:
    if not path.is_file() or path.read_text() != text:
        path.write_text(text)


def _fail(message: str) -> int:
    print(message, file=sys.stderr)
    return 1


if __name__ == "__main__":
    sys.exit(main())

"""A copy of the tree with one defect in it; only what the defect changes is compiled anew."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tools.stamp import ROOT

SHARED = ("node_modules", ".venv")
IMPORTED = re.compile(r"^import\b[^;]*?[\"']([^\"']+)[\"'];", re.MULTILINE)
# The copy's own interpreter state: the digest must be of the copy's sources, not of the original's.
STAMP = (
    "from tools.stamp import ROOT, Stamp, sources; Stamp(ROOT / 'build/.sources').write(sources())"
)


class DoesNotApply(Exception):
    """A patch does not fit the tree; carries what git said."""


@contextmanager
def planted(patch: Path | None = None) -> Iterator[Path]:
    """A copy with the patch applied, gone afterwards. Raises `DoesNotApply`."""
    with tempfile.TemporaryDirectory(prefix="counterpoise-") as folder:
        copy = Path(folder).resolve()
        copy_tree(copy)
        if patch:
            apply(patch, copy)
            forget(copy, touched(patch))
        yield copy


def copy_tree(copy: Path) -> None:
    """The files that git knows or would know, the build, and links to what was installed."""
    listed = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    done = subprocess.run(listed, cwd=ROOT, capture_output=True, text=True, check=True)
    for name in filter(None, done.stdout.split("\0")):
        if (ROOT / name).is_file():
            (copy / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(ROOT / name, copy / name)
    shutil.copytree(ROOT / "build", copy / "build")
    for name in SHARED:
        (copy / name).symlink_to(ROOT / name)


def apply(patch: Path, tree: Path, *options: str) -> None:
    """Applies a patch to a tree; with `--check` it only asks. Raises `DoesNotApply`."""
    command = ["git", "apply", *options, str(patch)]
    done = subprocess.run(command, cwd=tree, capture_output=True, text=True)
    if done.returncode:
        raise DoesNotApply(f"{patch.name}: {done.stderr.strip()}")


def touched(patch: Path) -> set[str]:
    """The files that a patch changes."""
    return set(re.findall(r"^\+\+\+ b/(\S+)", patch.read_text(), re.MULTILINE))


def forget(copy: Path, changed: set[str]) -> None:
    """Deletes the artifacts of what has changed; the stamp lets Brownie keep the others."""
    for source in dependents(copy, changed):
        (copy / "build" / "contracts" / f"{Path(source).stem}.json").unlink(missing_ok=True)
    subprocess.run([sys.executable, "-c", STAMP], cwd=copy, check=True)


def dependents(tree: Path, changed: set[str]) -> set[str]:
    """The changed sources, and those that import one of them, directly or through others."""
    found = set(changed)
    for source, imported in imports(tree).items():
        if source not in found and imported & found:
            return dependents(tree, found | {source})
    return found


def imports(tree: Path) -> dict[str, set[str]]:
    """What each contract imports."""
    files = sorted((tree / "contracts").rglob("*.sol"))
    return {it.relative_to(tree).as_posix(): set(IMPORTED.findall(it.read_text())) for it in files}

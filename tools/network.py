"""Tells Brownie of the network `counterpoise`: the node that $COUNTERPOISE_RPC points to."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

from tools.stamp import ROOT

CONFIG = ".brownie/network-config.yaml"
ENTRY = """\
{indent}- name: Counterpoise
{indent}  networks:
{indent}    - name: The node at $COUNTERPOISE_RPC
{indent}      id: counterpoise
{indent}      chainid: 31337
{indent}      host: $COUNTERPOISE_RPC
"""


class UnknownLayout(Exception):
    """Brownie's network file has no list of live networks to add to."""


def register() -> None:
    """Adds the network to the user's list, where it is not in it yet; changes nothing else."""
    config = Path.home() / CONFIG
    if not config.exists():
        config.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(_shipped(), config)
    text = config.read_text()
    if not re.search(r"^\s*(- )?id: [\"']?counterpoise\b", text, re.MULTILINE):
        config.write_text(with_entry(text))


def with_entry(text: str) -> str:
    """The file with the network as the first of the live ones. Raises `UnknownLayout`."""
    live = re.search(r"^live:[^\n]*\n(?=([ ]*)- )", text, re.MULTILINE)
    if live is None:
        raise UnknownLayout(f"~/{CONFIG} has no `live:` list; delete it and Brownie writes it anew")
    return text[: live.end()] + ENTRY.format(indent=live[1]) + text[live.end() :]


def _shipped() -> Path:
    return next((ROOT / ".venv").glob("lib/python*/site-packages/brownie/data/network-config.yaml"))

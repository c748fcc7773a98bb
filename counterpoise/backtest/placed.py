"""What only a deployment knows of a file: whose moments a jitter has, since when a floor grows."""

from __future__ import annotations

import json
from collections.abc import Callable, Container
from typing import Any

from counterpoise.backtest.vault_file import entries

ACCOUNT = "account"  # of a jitter, whose moments are those of the vault's set
START = "start"  # {s}, of a floor, when its contract was deployed
FLOOR = "CppiStrategy"

Parameters = dict[str, Any]


def remembered_for(parameters: Parameters, account: str) -> Parameters:
    """The file's, with the set for which its constraints remember."""
    rules = parameters["constraints"]
    rows = [it | {ACCOUNT: account} if it["kind"] == "jitter" else it for it in rules]
    return parameters | {"constraints": rows}


def begun(parameters: Parameters, start_of: Callable[[str], int]) -> Parameters:
    """The file's, with the time {s} from which on each floor grows, by its place in the file."""
    strategy = json.loads(json.dumps(parameters["strategy"]))  # What stands twice is apart then.
    for path, entry in entries(strategy, "cppi"):
        entry[START] = start_of(path)
    return parameters | {"strategy": strategy}


def floor_at(path: str, labels: Container[str]) -> str:
    """The label of a floor in a deployment's book: its place, but for the first of them."""
    label = f"{path} {FLOOR}"
    return label if label in labels else FLOOR

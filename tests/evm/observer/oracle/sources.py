"""Oracles for composites to ask: what each says or how it fails, on chain and to the twin."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from typing import Any

from simular import PyAbi

from counterpoise.errors import refusal
from counterpoise.observer.oracle.composite import SCALE, Rate, Source
from tests.evm.in_process import OUTSIDER, Chain, artifact, said

ONE = 10**18
PERCENT = ONE // 100
HOUR, DAY = 3_600, 86_400
USD = f"0x{840:040x}"
BASE, MIDDLE, STRANGER = (f"0x{number:040x}" for number in (0xBA5E, 0x1DD1E, 0x57A6E))
GAS = 300_000  # {gas} that a source gets for a question
WELL = Rate(1_990 * SCALE, 2_000 * SCALE, 2_010 * SCALE)
HABITS = ("Answer", "Refuse", "Burn", "Bomb", "BombRefusal", "Mumble", "Gas", "Heavy")
SILENT = refusal("Silent", {})  # what says nothing, in the twin's words
UNWELL = refusal("Unwell", {"since": 3, "now_": 4})


def whole(price: int) -> Rate:
    """A price in whole units of the quote for one of the base, and no sides."""
    return Rate(price * SCALE, price * SCALE, price * SCALE)


def play(chain: Chain, oracle: str, rate: Rate = WELL, habit: str = "Answer") -> Source:
    """Has a source say a rate or fail in its way; what the twin is told of it."""
    chain.tell("MockSource", oracle, "set", rate.bid, rate.mid, rate.ask)
    chain.tell("MockSource", oracle, "fall", HABITS.index(habit))
    told = {"Answer": rate, "Refuse": UNWELL, "Bomb": Rate(0, 0, 0)}
    return Source(oracle, told.get(habit, SILENT))


def sources(chain: Chain, rates: Sequence[Rate]) -> list[str]:
    """New oracles that say these rates."""
    made = [chain.deploy("MockSource") for _ in rates]
    for oracle, rate in zip(made, rates, strict=True):
        play(chain, oracle, rate)
    return made


def events(chain: Chain, name: str, account: str, function: str) -> dict[str, Any]:
    """What a function without arguments emits, by the names of the events."""
    abi = PyAbi.from_abi_bytecode(json.dumps(artifact(name)["abi"]), b"")
    return dict(chain.evm.transact(function, "()", OUTSIDER, account, 0, abi).event or {})


# What two composites limit alike: its name, its most, and its place among a constructor's limits.
LIMITS = [("maxDeviation", ONE // 10, 0), ("sourceGas", 10_000_000, 1)]


def beyond(most: int, place: int) -> list[tuple[int, list[int]]]:
    """Nothing and one more than the most, each beside a limit that is good."""
    good = [PERCENT, GAS]
    return [(it, [*good[:place], it, *good[place + 1 :]]) for it in (0, most + 1)]


def heard(speak: Callable[..., Any], *values: Any) -> Any:
    """What was said, or the name and the numbers of the refusal; no words at all are silence."""
    return _voiced(said(speak, *values))


def _voiced(value: Any) -> Any:
    if value == "":
        return "Silent", []
    return type(value)(map(_voiced, value)) if isinstance(value, list | tuple) else value

"""The tank that pays a vault's keepers, if a parameter file asks for one: no part of the vault."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from counterpoise.keeper import reward
from scripts.deploy.ground import Ground
from scripts.deploy.kinds import Entry, Key, Kind, Values, read
from scripts.deploy.node import Node, Place
from scripts.deploy.parameters import Fields
from scripts.deploy.units import SMALLEST, Address, Fraction, Whole

LEAST_BUDGET = 2  # {wei}; less has no half.


def _of_the_vault(entry: Entry, values: Values) -> tuple[Any, ...]:
    sponsor, *terms = values.values()
    return Place("vault"), Place("lens"), sponsor, tuple(terms)


TANKS: dict[str, Kind] = {
    "keeper": Kind(
        "KeeperTank",
        (
            Key("sponsor", Address()),
            Key("margin", Fraction(reward.MAX_MARGIN)),
            Key("overhead", Whole(0, reward.MAX_OVERHEAD, "gas")),
            Key("rate", Whole(1, reward.MAX_RATE, "wei/USD")),
            Key("least", Fraction(reward.MAX_LEAST, SMALLEST)),
            Key("most", Whole(1, reward.MAX_REWARD, "wei")),
            Key("dailyBudget", Whole(LEAST_BUDGET, reward.MAX_BUDGET, "wei")),
            Key("maxGas", Whole(1, reward.MAX_GAS, "gas")),
        ),
        "pays who rebalances its gas, out of what anybody fills it with; "
        "its `sponsor` takes out what is left",
        inputs=_of_the_vault,
    ),
}


def read_tank(fields: Fields, ground: Ground) -> Node | None:
    """None where the file asks for none. Raises `Mismatch`."""
    if "tank" not in fields.data:
        return None
    return read(TANKS, fields.group("tank"), ground)


def known_to_tank(node: Node, vault: str, lens: str) -> Iterator[tuple[str, Any]]:
    """What one that was made of a node must answer: a getter, and the value."""
    *_, sponsor, terms = node.inputs
    names = [it.name for it in TANKS["keeper"].keys][1:]
    yield from (("vault", vault), ("lens", lens), ("sponsor", sponsor))
    for name, value in zip(names, terms, strict=True):
        yield ("capacity", value // 2) if name == "dailyBudget" else (name, value)

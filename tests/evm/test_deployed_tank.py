"""A tank of a parameter file: what it is made from, what is refused, and what it then answers."""

from __future__ import annotations

import json
from types import SimpleNamespace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from counterpoise.errors import LimitOutOfRange
from counterpoise.keeper.reward import Terms
from counterpoise.math.fixed_point import ONE
from scripts.deploy.node import Place
from scripts.deploy.parameters import Fields, Mismatch, shown
from scripts.deploy.tank import TANKS, known_to_tank, read_tank
from tests.evm.entries import SOMEBODY, TANK, entry, ground
from tests.evm.in_process import Chain

BOUNDS = {key.name: key.unit for key in TANKS["keeper"].keys if key.name != "sponsor"}
FRACTIONS = {"margin", "least"}


def tank_of(data: dict[str, Any]):
    """As a file says it, by way of its text. Raises `Mismatch`."""
    return read_tank(Fields(json.loads(json.dumps({"tank": data}))), ground())


def told(values: dict[str, int]) -> dict[str, Any]:
    return {name: shown(it) if name in FRACTIONS else it for name, it in values.items()}


def near(least: int, most: int) -> st.SearchStrategy[int]:
    """Between two bounds, or up to two beyond either, but never below 0."""
    beyond = st.integers(-2, 2)
    low, high = beyond.map(lambda it: max(least + it, 0)), beyond.map(lambda it: most + it)
    return st.integers(least, most) | low | high


TERMS = st.fixed_dictionaries({it: near(unit.least, unit.most) for it, unit in BOUNDS.items()})


def test_a_file_without_one_has_no_tank():
    assert read_tank(Fields({}), ground()) is None


def test_a_tank_is_of_the_vault_seen_through_its_lens_and_its_sponsors():
    node = tank_of(entry("tank", "keeper"))

    assert (node.contract, node.label) == ("KeeperTank", "KeeperTank")
    terms = (ONE // 10, 40_000, 727_650_000_000, ONE // 100, ONE // 50, ONE // 5, 1_500_000)
    sponsor = node.inputs[2]
    assert sponsor.lower() == SOMEBODY
    assert node.inputs == (Place("vault"), Place("lens"), sponsor, terms)


@given(TERMS)
def test_a_file_takes_the_terms_that_the_twin_takes_and_refuses_by_key_and_number(values):
    """I3 In the twin's order, so that both name the same one first."""
    data = entry("tank", "keeper") | told(values)
    try:
        Terms(*values.values())
    except LimitOutOfRange as refusal:
        with pytest.raises(Mismatch) as refused:
            tank_of(data)
        key = refusal.limit_name
        said = f"tank.{key}: expected {BOUNDS[key].allowed}, got {data[key]}"
        assert str(refused.value) == said
    else:
        assert tank_of(data).inputs[3] == tuple(values.values())


@pytest.mark.parametrize(
    ("key", "value", "said"),
    [
        ("sponsor", "nobody", "an address, got nobody"),
        ("margin", "1.1", "0 to 1, got 1.1"),
        ("least", "0", "above 0, at most 0.25, got 0"),
        ("most", "0.02", 'a whole number, got "0.02"'),
        ("dailyBudget", 1, "2 to 1000000000000000000000, got 1"),
        ("maxGas", 30_000_001, "1 to 30000000, got 30000001"),
        ("kind", "lottery", "one of keeper, got lottery"),
    ],
)
def test_what_is_no_term_is_refused_in_one_line(key, value, said):
    with pytest.raises(Mismatch) as refused:
        tank_of(entry("tank", "keeper") | {key: value})
    assert str(refused.value) == f"tank.{key}: expected {said}"


@pytest.mark.parametrize("budget", [2, 7, TANK["dailyBudget"]])
def test_one_that_stands_answers_what_the_file_says(budget):
    """Half of a day's budget is what it can hold, rounded down."""
    chain = Chain()
    vault, lens = (chain.deploy("VaultLens") for _ in range(2))
    node = tank_of(entry("tank", "keeper") | {"dailyBudget": budget})

    def part(name: str, *inputs: Any, label: str = "", trial: Any = None) -> Any:
        return SimpleNamespace(address=chain.deploy(name, *inputs))

    made = node.build(part, {"vault": vault, "lens": lens})

    answers = dict(known_to_tank(node, vault, lens))
    assert answers["capacity"] == budget // 2
    for name, value in answers.items():
        got = chain.ask("KeeperTank", made.address, name)
        assert (name, str(got).lower()) == (name, str(value).lower())

"""What a parameter file takes a contract takes, and what it refuses a contract refuses too."""

from __future__ import annotations

import json
from dataclasses import replace
from types import SimpleNamespace
from typing import Any

import pytest
from eth_abi.exceptions import EncodingError

from counterpoise.chain.abi import abi
from counterpoise.errors import Refusal
from counterpoise.math.fixed_point import ONE
from counterpoise.math.signals import VOLATILITIES, has
from scripts.deploy.assets import USD
from scripts.deploy.kinds import Entry, Kind
from scripts.deploy.node import Node, Place
from scripts.deploy.parameters import Fields, Mismatch, shown
from scripts.deploy.signals import SIGNALS, observer_of
from scripts.deploy.units import Fraction, Whole
from tests.evm.entries import (
    EVERY,
    FACTORY,
    FAMILIES,
    FEED,
    SYMBOLS,
    entry,
    ground,
    node_of,
    path_of,
)
from tests.evm.in_process import Chain

DAY = 86_400  # {s}
# A key that a contract bounds by another one alone, or not at all: there the file is stricter.
BOUNDED_TOGETHER = {
    ("drift", "outer"),  # At 0, no inner band is left.
    ("variance", "tau"),
    ("hub", "minTrade"),
    ("netting", "minTrade"),
    ("turn", "minTrade"),
}


class World:
    """Tokens and a feed in process, and whatever nodes ask for."""

    def __init__(self) -> None:
        self.chain = Chain()
        self.feed = self.chain.deploy("MockFeed", "X / USD", 8)
        self.factory = self.chain.deploy("UniswapV3Factory")
        for fee in (1, 999_999):  # Beside the three that it has from the beginning.
            self.chain.tell("UniswapV3Factory", self.factory, "enableFeeAmount", fee, 1)
        self.tokens = {it: self.chain.deploy("MockToken", it, it, n) for it, n in SYMBOLS.items()}
        places = ("vault", "authority", "constraint", "venue", "lens")
        self.places = dict.fromkeys(places, self.feed)

    def part(self, name: str, *inputs: Any, label: str = "", trial: Any = None) -> Any:
        return SimpleNamespace(address=self.chain.deploy(name, *_plain(inputs)), _name=name)

    def ground(self) -> Any:
        made = ground(self.tokens, self.feed)
        made.oracles.extend([Place("vault")] * len(SYMBOLS))
        made.constraints.pop()  # The market's: with it a file allows less than the contract.
        return made

    def entry(self, family: str, kind: str) -> dict[str, Any]:
        text = json.dumps(entry(family, kind))
        data = json.loads(text.replace(FEED, self.feed).replace(FACTORY, self.factory))
        if "expiry" in data:
            data["expiry"] += self.chain.time()
        return data

    def deploy(self, node: Node) -> str:
        """Raises the `Refusal` of its constructor."""
        return str(node.build(self.part, self.places).address)


def _plain(value: Any) -> Any:
    """As the encoder takes it: words as bytes."""
    if isinstance(value, list | tuple):
        return type(value)(map(_plain, value))
    return bytes.fromhex(value[2:]) if isinstance(value, str) and len(value) == 66 else value


@pytest.fixture(scope="module")
def world() -> World:
    return World()


@pytest.mark.parametrize(("family", "kind"), EVERY)
def test_a_good_entry_of_each_kind_is_deployed(world, family, kind):
    node = node_of(family, world.entry(family, kind), world.ground())

    assert node.contract == FAMILIES[family][kind].contract
    assert world.deploy(node)


NUMBERS = [
    (family, name, key.name)
    for family, name in EVERY
    for key in FAMILIES[family][name].keys
    if isinstance(key.unit, Fraction | Whole) and (name, key.name) not in BOUNDED_TOGETHER
]


def told(unit: Fraction | Whole, value: int) -> Any:
    return shown(value) if isinstance(unit, Fraction) else value


def unit_of(family: str, name: str, key: str) -> Any:
    return next(it.unit for it in FAMILIES[family][name].keys if it.name == key)


def loosened(kind: Kind) -> Kind:
    """The same without any bound of the file's own."""

    def free(unit: Any) -> Any:
        return replace(unit, least=-(2**255), most=2**255) if hasattr(unit, "most") else unit

    numbers = [
        replace(it, unit=free(it.unit)) if isinstance(it.unit, Fraction | Whole) else it
        for it in kind.keys
    ]
    return replace(kind, keys=tuple(numbers), rules=())


@pytest.mark.parametrize(("family", "name", "key"), NUMBERS)
def test_at_a_bound_file_and_contract_agree(world, family, name, key):
    """Or the file refuses it for what it goes together with, and the contract as well."""
    unit, kind = unit_of(family, name, key), FAMILIES[family][name]
    for value in (unit.least, unit.most):
        data = world.entry(family, name) | {key: told(unit, value)}
        item = Fields(data, path_of(family))
        node = loosened(kind).node(Entry(item, world.ground()))
        try:
            node_of(family, data, world.ground())
        except Mismatch:
            with pytest.raises(Refusal):
                world.deploy(node)
        else:
            assert world.deploy(node)


@pytest.mark.parametrize(("family", "name", "key"), NUMBERS)
def test_beyond_a_bound_both_refuse(world, family, name, key):
    """With the key's place in the file, what is allowed, and what was given."""
    unit, kind = unit_of(family, name, key), FAMILIES[family][name]
    for value in (unit.least - 1, unit.most + 1):
        data = world.entry(family, name) | {key: told(unit, value)}
        with pytest.raises(Mismatch) as refused:
            node_of(family, data, world.ground())
        said = f"{path_of(family)}.{key}: expected {unit.allowed}, got {data[key]}"
        assert str(refused.value) == said
        node = loosened(kind).node(Entry(Fields(data, path_of(family)), world.ground()))
        with pytest.raises((Refusal, EncodingError)):  # A number below 0 is none to a contract.
            world.deploy(node)


def flat(inputs: list[dict[str, Any]]) -> list[str]:
    """The names of a constructor's inputs, those of a struct's fields in its place."""
    names = []
    for it in inputs:
        names += flat(it["components"]) if it["type"] == "tuple" else [it["name"].rstrip("_")]
    return names


# What stands in a constructor and in no entry by that name.
ELSEWHERE = {
    *("vault", "authority", "account", "pace", "watch", "book", "venue", "hub"),  # other parts
    *("programme", "bands", "bucket", "kept", "lens"),
    *("quote", "assets", "oracles", "list", "priors"),  # of the vault's assets
    *("shares", "groupOf", "kind", "signer"),  # within another key
}


@pytest.mark.parametrize(("family", "name"), EVERY)
def test_keys_have_the_names_and_the_order_of_the_constructors_inputs(family, name):
    kind = FAMILIES[family][name]
    made = next((it for it in abi(kind.contract) if it["type"] == "constructor"), {"inputs": []})
    keys, inputs = [it.name for it in kind.keys], list(dict.fromkeys(flat(made["inputs"])))

    assert [it for it in keys if it in inputs] == [it for it in inputs if it in keys]
    assert {it for it in inputs if it not in keys} <= ELSEWHERE


# What SignalObserver asks of each slot.
QUESTIONS = {
    "variance": {"volatilitiesOf"},
    "trend": {"trendsOf"},
    "covariance": {"isWarm", "correlationsOf"},
    "drawdown": {"peak"},
}


@pytest.mark.parametrize(("family", "name"), [it for it in EVERY if it[0] in SIGNALS])
def test_each_estimator_answers_what_the_observer_asks_of_its_slot(family, name):
    """And anybody may record it: the observer leaves away, without a word, what does not answer."""
    told = {it.get("name") for it in abi(FAMILIES[family][name].contract)}
    assert QUESTIONS[family] | {"record"} <= told


@pytest.mark.parametrize(
    ("kind", "told"),
    [("variance", [8, 6, 0]), ("semiVariance", [8, 6, 0]), ("realizedVariance", [0, 0, 0])],
)
def test_an_observer_tells_what_its_estimators_remember(world, kind, told):
    """{10 %}, of a hub that nobody watches 0; of the last kind nothing before the first return."""
    ground = world.ground()
    variance = node_of("variance", world.entry("variance", kind), ground)
    spot = Node("SpotObserver", (USD, list(ground.tokens), list(ground.oracles)), "SpotObserver")
    observer = world.deploy(observer_of(spot, {"variance": variance}))

    signals = world.chain.ask("SignalObserver", observer, "signalsOf", list(ground.tokens))

    assert has(signals, VOLATILITIES)
    assert signals[1:] == tuple(it * ONE // 10 for it in told)

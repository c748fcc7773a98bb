"""Feeds and estimators in process: rounds posted to both, and what a call costs."""

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from simular import PyAbi

from counterpoise.data.series import Prices
from counterpoise.observer.estimator.feed import Round, Source
from tests.evm.in_process import OUTSIDER, Chain, artifact, encoded, said

ASSETS = tuple(f"0x{index:040x}" for index in range(0xC0FFEE00, 0xC0FFEE08))
BASE = 21_000  # {gas} of any transaction

DOLLARS = 10**8  # {USD/tok}, with a feed's 8 decimals


@dataclass
class Feeds:
    """As many feeds as assets, and what each says."""

    chain: Chain
    decimals: tuple[int, ...]
    max_age: int = 2 * 86_400
    addresses: list[str] = field(init=False)
    rounds: list[Round] = field(init=False)

    def __post_init__(self) -> None:
        self.addresses = [self.chain.deploy("MockFeed", "feed", it) for it in self.decimals]
        self.rounds = [Round(0, 0, 0, it) for it in self.decimals]

    @property
    def sources(self) -> list[Source]:
        """As the twin is told them."""
        rows = zip(ASSETS, self.addresses, self.decimals)
        return [Source(asset, feed, self.max_age, decimals) for asset, feed, decimals in rows]

    @property
    def listed(self) -> list[tuple[str, str, int]]:
        """As the contract is told them."""
        return [(it.asset, it.feed, it.max_age) for it in self.sources]

    def post(self, i: int, answer: int, time: int, number: int, phase: int = 1) -> Round:
        round_ = Round(phase << 64 | number, answer, time, self.rounds[i].decimals)
        self.chain.tell("MockFeed", self.addresses[i], "set", round_.id, answer, time)
        self.rounds[i] = round_
        return round_

    def reading(self) -> int:
        """{gas} of asking a feed: a cold account, its answer, and its decimals, warm."""
        feed = self.addresses[0]
        answer = gas(self.chain, "MockFeed", feed, "latestRoundData")
        return 2_600 + answer + 100 + gas(self.chain, "MockFeed", feed, "decimals") - 2_100


def both_answer(
    chain: Chain, name: str, contract: str, questions: dict[str, Callable[[str], Any]], asset: str
) -> dict[str, Any]:
    """What an estimator says of an asset, question by question, the same as its twin."""
    answers = {it: said(chain.ask, name, contract, it, asset) for it in questions}
    assert answers == {it: said(answer, asset) for it, answer in questions.items()}
    return answers


def both_record(chain: Chain, name: str, feeds: Feeds, both: tuple[str, Any], i: int = 0) -> Any:
    """One asset on both sides; what the two say, which is the same."""
    contract, twin = both
    answer = said(chain.tell, name, contract, "recordAsset", ASSETS[i])
    assert answer == said(twin.record_asset, ASSETS[i], feeds.rounds[i], chain.time())
    return answer


def play(chain: Chain, name: str, feeds: Feeds, both: tuple[str, Any], prices: Prices) -> None:
    """Each step's closes posted to feeds of eight decimals, and recorded on both sides."""
    contract, twin = both
    for number, closes in enumerate(prices.closes, 1):
        chain.evm.advance_block(prices.step)
        for i, close in enumerate(closes):
            feeds.post(i, close // 10**10, chain.time(), number)
        assert chain.tell(name, contract, "record") and twin.record(feeds.rounds, chain.time())


@cache
def abi_of(name: str) -> PyAbi:
    return PyAbi.from_abi_bytecode(json.dumps(artifact(name)["abi"]), None)


def gas(chain: Chain, name: str, account: str, function: str, *values: Any) -> int:
    """{gas} of a transaction of its own, without its 21,000 and its calldata."""
    data = encoded(name, function, values)
    carried = sum(16 if byte else 4 for byte in data)
    said = f"({','.join(map(str, values))})"
    done = chain.evm.transact(function, said, OUTSIDER, account, 0, abi_of(name))
    return int(done.gas_used) - BASE - carried


def costs(chain: Chain, name: str, contract: str, feeds: Feeds) -> list[int]:
    """{gas} of one asset's first, second and third record, of an idle one, and of all in one."""
    found = []
    for number in (1, 2, 3):
        chain.evm.advance_block(3_600)
        for i in range(len(feeds.rounds)):
            feeds.post(i, (2_000 + number) * DOLLARS, chain.time(), number)
        found.append(gas(chain, name, contract, "recordAsset", ASSETS[0]))
    idle = gas(chain, name, contract, "recordAsset", ASSETS[0])
    chain.tell(name, contract, "record")
    chain.evm.advance_block(3_600)
    for i in range(len(feeds.rounds)):
        feeds.post(i, 1_990 * DOLLARS, chain.time(), 9)
    return [*found, idle, gas(chain, name, contract, "record")]

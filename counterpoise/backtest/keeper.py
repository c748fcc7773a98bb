"""Who keeps the vault of a back-test: reminds its estimators, looks, and acts; all on the chain."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from eth_abi.abi import decode

from counterpoise.backtest.course import Change, Kind, Note, Topic
from counterpoise.backtest.stage import Part, Stage
from counterpoise.backtest.swaps import foreseen
from counterpoise.chain.abi import abi, types
from counterpoise.chain.node import Call, Node, call_of
from counterpoise.chain.rate import is_early, look_at, questions, view_of
from counterpoise.chain.report import Preview, holdings_of, preview_of
from counterpoise.chain.reverts import decode as refusal_of
from counterpoise.errors import CounterpoiseError
from counterpoise.math.market import Standing
from counterpoise.math.signals import market_of
from counterpoise.types import Holdings, MarketClass

BLOCK = 12  # {s} from one block to the next: what is recorded counts in the one after
LOOK = "MarketEstimator"  # which takes in what the other estimators say
HOLDINGS = ["(address[],uint256[],uint256)"]
PREVIEW = next(types(it["outputs"]) for it in abi("VaultLens") if it.get("name") == "preview")
STANDING = ["uint256"] * 6  # class, worst, streak; since, last and seen {s}
DRIFT = ["uint256[]", "uint256", "uint256"]


class NotAsForeseen(CounterpoiseError):
    """A rebalance that settled otherwise than its preview said, so its costs cannot be told."""

    def __init__(self, time: int, expected: Sequence[int], settled: Sequence[int]) -> None:
        super().__init__(f"at {time} the vault foresaw {expected} and settled at {settled}")


@dataclass(slots=True)
class Keeper:
    """Looks once a step; whatever the chain refuses is a reason to wait."""

    node: Node
    stage: Stage
    account: str
    spacing: int = 0  # {s} from what an estimator last took in to its next record, at least
    tokens: tuple[str, ...] = field(init=False)  # in the vault's order
    _target: tuple[int, ...] = field(init=False)  # D18{1}, the last that was wanted
    _reasons: dict[bytes, str] = field(default_factory=dict)  # by the refusal's selector
    _preview: Call = field(init=False)

    def __post_init__(self) -> None:
        self.tokens = tuple(it.token for it in self.stage.tokens.values())
        self._target = self.stage.weights
        self._preview = self._ask(self.stage.lens, "preview(address,bytes)", self.stage.vault, b"")

    @property
    def target(self) -> tuple[int, ...]:
        """What the strategy wants now, D18{1}; while it refuses to say, what it wanted last."""
        if not self.stage.is_fixed:
            good, said = self.node.attempt(
                self._ask(self.stage.lens, "drift(address)", self.stage.vault)
            )
            self._target = tuple(decode(DRIFT, said)[0]) if good else self._target
        return self._target

    @property
    def classes(self) -> tuple[int, ...]:
        """What each asset's market is like now; nothing where nobody watches it."""
        found = next((it for it in self.stage.memories if it.kind == LOOK), None)
        if found is None:
            return ()
        view = self._ask(found.address, "classesOf(address[])", list(self.tokens))
        ((word,),) = self.node.read(["uint256"], view)
        return tuple(int(market_of((word,), i)) for i in range(len(self.tokens)))

    def holdings(self) -> Holdings:
        """What the vault has, by its own books."""
        view = self._ask(self.stage.vault, "holdings()")
        return holdings_of(self.node.read(HOLDINGS, view)[0][0])

    def remember(self, time: int, gas_price: int) -> Note | None:
        """Brings the estimators up to date in a block of that time {s}, where any has news."""
        self.node.expect(time)
        news = list[Call]()
        for memory in self.stage.memories:
            # A look reads what the others say: where that is new, so is what it finds.
            is_due = memory.kind == LOOK and (news or self._is_look_due(memory, time))
            news += [self._record(memory)] if is_due else self._news(memory, time)
        if not news:
            return None
        gas = sum(it.gas_used for it in self.node.mine(time, *news))
        return Note(Topic.RECORDS, time, gas, gas_price)

    def keep(self, time: int, gas_price: int) -> Change | str:
        """Rebalances in a block of that time {s}, or says why not by the refusal's name."""
        self.node.expect(time)
        due, said = self.node.attempt(self._preview)
        if not due:
            self.node.mine(time)
            return self._reason(said)
        seen = preview_of(decode(PREVIEW, said))
        return self._rebalance(seen, time, gas_price)

    def _rebalance(self, seen: Preview, time: int, gas_price: int) -> Change:
        swaps = foreseen(self.node, self.account, seen.orders, self.tokens)
        (receipt,) = self.node.must(time, self._ask(self.stage.vault, "rebalance()"))
        after = self.holdings()
        if after.balances != seen.end.balances:
            raise NotAsForeseen(time, seen.end.balances, after.balances)
        return Change(Kind.REBALANCE, time, after, tuple(swaps), receipt.gas_used, gas_price)

    def _news(self, memory: Part, time: int) -> list[Call]:
        """What has something to take in; where one asset's refuses, the others' alone."""
        if self.spacing and is_early(self._updated(memory), self.spacing, time):
            return []
        whole = self._record(memory)
        good, said = self.node.attempt(whole)
        if good:
            return [whole] if any(said) else []
        each = [self._ask(memory.address, "recordAsset(address)", it) for it in self.tokens]
        return [call for call in each if _is_news(*self.node.attempt(call))]

    def _is_look_due(self, memory: Part, time: int) -> bool:
        """Whether to look though nothing is new, as `counterpoise keeper run` would."""
        asks = (self._ask(memory.address, "standingOf(address)", it) for it in self.tokens)
        rows = self.node.read(STANDING, *asks)
        names = "spacing()", "maxAge()"
        limits = self.node.read(["uint256"], *(self._ask(memory.address, it) for it in names))
        standings = [
            Standing(MarketClass(kind), MarketClass(worst), *it) for kind, worst, *it in rows
        ]
        return time >= look_at(standings, *(it for (it,) in limits))

    def _updated(self, memory: Part) -> int:
        """{s}, of the latest that it has taken in; 0 for nothing, and where it does not say."""
        view, tokens = view_of(memory.kind), self.tokens
        views = [self._ask(memory.address, view, *it) for it in questions(memory.kind, tokens)]
        said = map(self.node.attempt, views)
        return max((int.from_bytes(it, "big") for good, it in said if good), default=0)

    def _record(self, memory: Part) -> Call:
        return self._ask(memory.address, "record()")

    def _reason(self, said: bytes) -> str:
        if said[:4] not in self._reasons:
            self._reasons[said[:4]] = refusal_of(said).name
        return self._reasons[said[:4]]

    def _ask(self, to: str, signature: str, *inputs: Any) -> Call:
        return call_of(self.account, to, signature, *inputs)


def _is_news(good: bool, said: bytes) -> bool:
    return good and any(said)

"""The play: prices move, a keeper watches, depositors come and go."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from counterpoise.backtest.crowd.terms import LAG
from counterpoise.backtest.demo.record import Rebalance, Record, Sample, rebalance_of
from counterpoise.backtest.market import Market
from counterpoise.backtest.people import Depositor, Money, enter, leave, purse
from counterpoise.backtest.prices import ONE, Prices
from counterpoise.backtest.stage import Stage
from counterpoise.chain.contracts import VaultClient
from counterpoise.chain.local import LocalNode
from counterpoise.chain.receipt import Outcome
from counterpoise.chain.report import Report
from counterpoise.errors import CounterpoiseError
from counterpoise.keeper.decide import TwinDisagrees
from counterpoise.keeper.look import Look, Post, look
from counterpoise.math.valuation import revalue
from counterpoise.math.weights import max_drift

BLOCK = 12  # {s} from a price to what is done about it
SPARE = 8  # blocks that a step needs beyond the lag for a second look and for entries
QUIET = ("WithinBand", "CooldownActive")  # Waiting for the pools would change nothing.


class NoPrices(CounterpoiseError):
    """The vault refuses to price itself where it must; carries its reason."""


@dataclass(slots=True)
class Play:
    """One run on one chain."""

    node: LocalNode
    client: VaultClient
    stage: Stage
    market: Market
    keeper: Post
    log: Any  # where the keeper writes
    depositors: dict[int, list[Depositor]]  # by the step at which they enter

    def run(self, prices: Prices, progress: Callable[[], None]) -> Record:
        """Play all prices, then let every depositor leave in kind."""
        record = Record(self.client.report().holdings)
        for step, (time, closes) in enumerate(zip(prices.times, prices.closes, strict=True)):
            self.node.must(time, *self.market.calls(time, closes, prices.step))
            time = self._watch(record, time, closes, prices.step)
            for who in self.depositors.get(step, []):
                time = self._let_in(who, time + BLOCK)
            progress()
        self._let_out(record, time + BLOCK)
        return record

    def _watch(self, record: Record, time: int, closes: tuple[int, ...], step: int) -> int:
        """Act on new prices; where a stale pool stands in the way, once more when it has caught up.

        Returns the time of the last block.
        """
        seen = self._keep(record, time + BLOCK)
        self._note(record, time, seen.report)
        if _is_settled(seen) or step <= LAG + SPARE * BLOCK:
            return time + BLOCK
        self.node.must(time + LAG, *self.market.catch_up(closes))
        self._keep(record, time + LAG + BLOCK)
        return time + LAG + BLOCK

    def _note(self, record: Record, time: int, report: Report) -> None:
        if report.state is None:
            return
        held = revalue(report.state, record.start.balances)
        sample = Sample(
            time=time,
            weights=report.weights,
            drift=report.max_drift,
            share_price=report.share_price,
            hold_price=held.value * ONE // record.start.supply,
            hold_drift=max_drift(held, report.target),
        )
        record.samples.append(sample)

    def _keep(self, record: Record, time: int) -> Look:
        """The keeper looks, and acts in a block of that time {s}.

        Raises `TwinDisagrees` where its twin says anything else than the chain, before or after.
        """
        self.node.expect(time)
        seen = look(self.keeper, self.log)
        if isinstance(seen.trouble, CounterpoiseError):
            raise seen.trouble
        record.looks += 1
        record.compared += seen.twin is not None
        if seen.done is not None:
            record.rebalances.append(self._rebalanced(seen, seen.done, time))
        elif seen.report.reason is not None:
            record.waits[seen.report.reason.name] += 1
        return seen

    def _rebalanced(self, seen: Look, done: Outcome, time: int) -> Rebalance:
        after = self.client.report()
        if seen.report.state is None or seen.twin is None:
            raise NoPrices("the vault rebalanced without a price")
        if after.holdings.balances != seen.twin.end.balances:
            foreseen = seen.twin.end.balances
            raise TwinDisagrees("the settled balances", after.holdings.balances, foreseen)
        end = revalue(seen.report.state, after.holdings.balances)
        return rebalance_of(time, seen.report.state, end, seen.report.max_drift, done.gas)

    def _let_in(self, who: Depositor, time: int) -> int:
        """Returns the time of the block in which the depositor is in."""
        report = self.client.report()
        if report.state is None:
            raise NoPrices(f"the vault has no prices: {report.reason}")
        state = report.state
        money = Money(state.balances, state.supply, report.share_price, state.prices)
        self.node.must(time, *enter(self.stage, who, money))
        return time

    def _let_out(self, record: Record, time: int) -> None:
        """All depositors leave, each in a block of its own; what they get is valued as they do."""
        state = self.client.report().state
        people = [who for group in self.depositors.values() for who in group]
        for i, who in enumerate(people):
            had = purse(self.stage, self.node, who.account)
            self.node.must(time + i, *leave(self.stage, self.node, who.account))
            has = purse(self.stage, self.node, who.account)
            got = tuple(now - then for now, then in zip(has, had, strict=True))
            name = f"depositor {i + 1}, {who.way}"
            record.left[name] = revalue(state, got).value if state else 0


def _is_settled(seen: Look) -> bool:
    """Nothing is left to do until prices move again."""
    reason = seen.report.reason
    return reason is None or reason.name in QUIET

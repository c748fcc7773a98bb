"""How a run of the twin begins: a vault's file, what it holds, and pools of a stated depth."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from operator import itemgetter
from typing import Any

from counterpoise.backtest.crowd.constant_product import PairTrader, Reserves
from counterpoise.backtest.crowd.ranges import RangeTrader, Tier
from counterpoise.backtest.crowd.terms import Terms
from counterpoise.backtest.twin.books import Books
from counterpoise.backtest.twin.constraints import constraints_of, first_of
from counterpoise.backtest.twin.entry import Assets
from counterpoise.backtest.twin.estimators import memories_of
from counterpoise.backtest.twin.pairs import Pairs
from counterpoise.backtest.twin.parameters import feeds_of, toll_of
from counterpoise.backtest.twin.planners import Planners
from counterpoise.backtest.twin.player import TwinRun
from counterpoise.backtest.twin.pools import Pools
from counterpoise.backtest.twin.posters import Posts, posters
from counterpoise.backtest.twin.ranges import Ranges, Row
from counterpoise.backtest.twin.reminder import Reminder
from counterpoise.backtest.twin.strategies import Strategies
from counterpoise.backtest.twin.till import Till
from counterpoise.backtest.twin.vault import Vault
from counterpoise.backtest.twin.visitors import Visitors, Visits
from counterpoise.backtest.twin.watch import watch_of
from counterpoise.backtest.vault_file import first_weights
from counterpoise.constraint.pace import PaceConstraint
from counterpoise.engine import Engine
from counterpoise.execution.place import Place
from counterpoise.types import Holdings

NOBODY, SILENCE = Visits(), Posts()


@dataclass(frozen=True, slots=True)
class Spot:
    """A pool of Uniswap V3 before the first price."""

    place: int  # of its token among the prices
    tier: Tier
    root: int  # X96


@dataclass(frozen=True, slots=True)
class Opening:
    """What is there before the first price."""

    parameters: dict[str, Any]  # of the vault
    symbols: tuple[str, ...]  # in the order of the prices, without the hub
    held: Holdings  # by the names or addresses of its tokens, in the vault's order
    reserves: tuple[Reserves | None, ...]  # {unit} of each pair, in the order of the prices
    terms: Terms
    latency: int  # {s}
    ranges: tuple[Spot, ...] = ()
    ages: tuple[int, ...] = ()  # {s}, of each mean of a pair at the first price, as a chain has it
    spacing: int = 0  # {s} from what an estimator last took in to its next record, at least

    @property
    def decimals(self) -> dict[str, int]:
        """By symbol, in the vault's order."""
        return {it["symbol"]: it["decimals"] for it in self.parameters["assets"]}

    @property
    def tokens(self) -> dict[str, str]:
        """By symbol, in the vault's order."""
        return dict(zip(self.decimals, self.held.assets, strict=True))

    @property
    def units(self) -> tuple[int, ...]:
        """{unit/tok}, in the vault's order."""
        return tuple(10**it for it in self.decimals.values())

    @property
    def places(self) -> tuple[int, ...]:
        """Of each asset of the vault among those of a moment, whose last is the hub."""
        order = (*self.symbols, self.parameters["hub"])
        return tuple(map(order.index, self.decimals))

    @property
    def pick(self) -> Callable[[Sequence[int]], tuple[int, ...]]:
        """A row of a moment, in the vault's order."""
        return itemgetter(*self.places)

    def pools(self) -> Pools:
        """Pools of one's own, as they are at the start."""
        hub, decimals, tokens = self.parameters["hub"], self.decimals, self.tokens
        units, cost = [10 ** decimals[it] for it in self.symbols], self.terms.cost
        rows = zip(units, self.reserves, strict=True)
        traders = [PairTrader(it, 10 ** decimals[hub], cost) if had else None for it, had in rows]
        pairs = Pairs(tokens[hub], [tokens[it] for it in self.symbols], traders)
        pairs.fill(self.reserves)
        return Pools(pairs, Ranges([self._row(it) for it in self.ranges]))

    def venue(self, pools: Pools) -> Place:
        """What the vault trades on. Raises `NotPlayed`."""
        return pools.venue(self.parameters.get("venue", {"kind": "uniswapV2"}), self.tokens)

    def run(self, name: str, visits: Visits = NOBODY, posts: Posts = SILENCE) -> TwinRun:
        """The vault's twin, on pools of its own. Raises `NotPlayed`, `BadPrices`."""
        params, assets = self.parameters, Assets(self.tokens, self.parameters["hub"])
        pools, books = self.pools(), Books()
        till = Till(self.venue(pools), self.held.assets)
        rules = constraints_of(params["constraints"], assets)
        planner = Planners(assets.tokens[assets.hub], till, rules).read(params["planner"])
        reader = Strategies(assets, first_of(rules.members, PaceConstraint), books)
        vault = Vault(
            tuple(self.decimals),
            self.units,
            self.held,
            Engine(reader.read(params["strategy"]), planner, till, rules),
            feeds_of(params),
            tuple(first_weights(params).values()),
            memories_of(params, assets, pools.pairs, self.ages, self.spacing),
        )
        reminder = Reminder(vault, watch_of(vault.engine.strategy))
        run = TwinRun(name, vault, reminder, self.pick, pools, till, self.latency)
        run.posters = tuple(posters(books, posts))
        if visits.habits.entries:
            run.visitors = Visitors.of(vault, toll_of(params, planner), visits)
        return run

    def _row(self, spot: Spot) -> Row:
        symbol, hub = self.symbols[spot.place], self.parameters["hub"]
        ends, units = (self.tokens[symbol], self.tokens[hub]), self.decimals
        first, second = sorted(ends, key=str.lower)
        trader = RangeTrader(
            10 ** units[symbol], 10 ** units[hub], ends[0] == first, self.terms.cost
        )
        pool = spot.tier.pool(f"{symbol} at {spot.tier.fee}", spot.root)
        return Row(spot.place, (first, second), pool, trader)

"""The `marketState` of a vault's file as twins, with the pools that it names."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from counterpoise.backtest.twin.entry import Assets, Entry, NotPlayed, d18
from counterpoise.backtest.twin.feeds import Feed
from counterpoise.backtest.twin.market import Market, Watched
from counterpoise.backtest.twin.pairs import Pairs
from counterpoise.backtest.twin.sight import OWN, Token, second_of
from counterpoise.backtest.twin.tally import Tally
from counterpoise.backtest.twin.watched_pair import WatchedPair
from counterpoise.observer.estimator.depth import DepthEstimator
from counterpoise.observer.estimator.drawdown import DrawdownEstimator
from counterpoise.observer.estimator.market import Limits, MarketEstimator
from counterpoise.observer.estimator.variance import VarianceEstimator
from counterpoise.observer.oracle.uniswap_v2_spot import UniswapV2SpotOracle
from counterpoise.observer.oracle.uniswap_v2_twap import UniswapV2TwapOracle

# {s} from a mean's beginning to the first price, where no chain says it: the vault of
# deployments/watched.params.json is deployed in 46 transactions up to there, a second each, from
# half an hour before the first price on.
AGE = 1_754


@dataclass(frozen=True, slots=True)
class Named:
    """The pools of a file, on the pairs of a run."""

    rows: Entry  # by their names
    assets: Assets
    pairs: Pairs
    ages: Iterator[int]  # {s}, of each mean at the first price, in the order of the assets

    def watched(self, name: str, depth: Entry) -> WatchedPair:
        """The pool of that name, with the next age. Raises `NotPlayed`."""
        it = self.rows[name]
        ends = self.assets.tokens[it["base"]], self.assets.named(it, "quote")
        if it["version"] != 2:
            raise NotPlayed(f"pools.{name}", f"version {it['version']}")
        if "factory" in it:
            raise NotPlayed(f"pools.{name}", "factory")
        if ends not in self.pairs.venue.reserves:
            raise NotPlayed(f"pools.{name}", "pair without the hub")
        deviation = d18(it["deviation"])
        return WatchedPair(
            Tally(self.pairs.venue, *ends),
            UniswapV2SpotOracle(name, *ends, deviation),
            UniswapV2TwapOracle(name, *ends, deviation, it["window"], it["maxAge"]),
            DepthEstimator(name, depth["spacing"], depth["fastTau"], depth["slowTau"]),
            next(self.ages, AGE),
        )


def believed_of(it: Entry) -> Entry:
    """The variance that a `marketState` brings, as `signals` would name it."""
    rows = {
        symbol: row["volatility"] for symbol, row in it["assets"].items() if "volatility" in row
    }
    return {"kind": "variance", "volatilities": rows, **it["variance"]}


def fallen_of(it: Entry) -> Entry:
    """The drawdown that it brings, likewise."""
    return {"kind": "drawdown", **it["drawdown"]}


def market_of(
    parameters: Entry,
    pools: Named,
    feeds: Sequence[Feed],
    variance: VarianceEstimator,
    drawdown: DrawdownEstimator,
) -> Market:
    """Who looks at the market of a file. Raises `NotPlayed`."""
    it, watched = parameters["marketState"], list[Watched]()
    for asset, feed in zip(parameters["assets"], feeds, strict=True):
        symbol = asset["symbol"]
        row = it["assets"][symbol]
        token = Token(pools.assets.tokens[symbol], 10 ** asset["decimals"], feed)
        pair = pools.watched(row["pool"], it["depth"]) if "pool" in row else None
        second = second_of(row.get("second", OWN), token)
        watched.append(Watched(token, d18(asset["feed"]["deviation"]), second, pair))
    return Market(MarketEstimator(_limits(it)), watched, variance, drawdown)


def _limits(it: Entry) -> Limits:
    return Limits(
        lag=it["lag"],
        window=it["window"],
        min_depth=d18(it["minDepth"]),
        min_jump=d18(it["minJump"]),
        max_drawdown=d18(it["maxDrawdown"]),
        max_age=it["maxAge"],
        streak=it["streak"],
        spacing=it["spacing"],
        rest=it["rest"],
    )

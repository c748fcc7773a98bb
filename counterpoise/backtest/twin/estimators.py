"""What a vault's file says that its observer remembers: `signals` and `marketState` as twins."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from counterpoise.backtest.prices import ONE
from counterpoise.backtest.twin.entry import Assets, Entry, NotPlayed, d18
from counterpoise.backtest.twin.market_state import Named, believed_of, fallen_of, market_of
from counterpoise.backtest.twin.memories import Memories
from counterpoise.backtest.twin.pairs import Pairs
from counterpoise.backtest.twin.parameters import feeds_of
from counterpoise.observer.estimator.covariance import CovarianceEstimator
from counterpoise.observer.estimator.crossover import CrossoverEstimator
from counterpoise.observer.estimator.drawdown import DrawdownEstimator
from counterpoise.observer.estimator.feed import Source
from counterpoise.observer.estimator.realized_variance import RealizedVarianceEstimator
from counterpoise.observer.estimator.semi_variance import SemiVarianceEstimator
from counterpoise.observer.estimator.slope import SlopeEstimator
from counterpoise.observer.estimator.variance import VarianceEstimator
from counterpoise.observer.signal import SignalObserver
from counterpoise.observer.spot import SpotObserver

VAULT = "vault"  # There is one, so its name decides nothing.


def memories_of(
    parameters: Entry, assets: Assets, pairs: Pairs, ages: Sequence[int] = (), spacing: int = 0
) -> Memories | None:
    """What is remembered; None where nothing is. Raises `NotPlayed`.

    `ages` {s}, of each mean of a pair at the first price; `spacing` {s} from what an estimator
    last took in to its next record, at least.
    """
    signals = _signals(parameters)
    if not signals:
        return None
    units = {assets.tokens[it["symbol"]]: 10 ** it["decimals"] for it in parameters["assets"]}
    reader = Reader(parameters, assets)
    told = {slot: _estimator(slot, it, reader) for slot, it in signals.items()}
    memories = Memories(SignalObserver(SpotObserver(units)), **told, spacing=spacing)
    if "marketState" in parameters:
        pools = Named(parameters.get("pools", {}), assets, pairs, iter(ages))
        owned = told["variance"], told["drawdown"]
        memories.market = market_of(parameters, pools, feeds_of(parameters), *owned)
    return memories


def _signals(parameters: Entry) -> dict[str, Entry]:
    """Those that a file names, and those that its market brings with it."""
    named = dict(parameters.get("signals", {}))
    if "marketState" not in parameters:
        return named
    market = parameters["marketState"]
    own = {"variance": believed_of(market), "drawdown": fallen_of(market)}
    for slot in own.keys() & named.keys():
        raise NotPlayed(f"{slot} estimator beside marketState", named[slot]["kind"])
    return own | named


def _estimator(slot: str, it: Entry, reader: Reader) -> Any:
    if it["kind"] not in KINDS.get(slot, {}):
        raise NotPlayed(f"{slot} estimator", it["kind"])
    return KINDS[slot][it["kind"]](it, reader)


class Reader:
    """The feeds of a vault's assets."""

    def __init__(self, parameters: Entry, assets: Assets) -> None:
        self.tokens = tuple(assets.tokens.values())
        rows = parameters["assets"]
        self._sources = {it["symbol"]: _source(it, assets) for it in rows}

    def some(self, symbols: Iterable[str]) -> list[Source]:
        """Those of the assets named, in the order in which they are."""
        return [self._sources[it] for it in symbols]

    def believed(self, row: Entry) -> tuple[list[Source], list[int]]:
        """Those of the assets named, in the vault's order, and their variances D18{1/year}."""
        named = [it for it in self._sources if it in row]
        return self.some(named), [d18(row[it]) ** 2 // ONE for it in named]


def _source(asset: Entry, assets: Assets) -> Source:
    feed = asset["feed"]
    return Source(assets.tokens[asset["symbol"]], asset["symbol"], feed["maxAge"], feed["decimals"])


KINDS: dict[str, dict[str, Callable[[Entry, Reader], Any]]] = {
    "variance": {
        "variance": lambda it, of: VarianceEstimator(*of.believed(it["volatilities"]), it["tau"]),
        "semiVariance": lambda it, of: SemiVarianceEstimator(
            *of.believed(it["volatilities"]), it["tau"]
        ),
        "realizedVariance": lambda it, of: RealizedVarianceEstimator(of.some(it["assets"])),
    },
    "trend": {
        "slope": lambda it, of: SlopeEstimator(of.some(it["assets"]), it["tau"]),
        "crossover": lambda it, of: CrossoverEstimator(
            of.some(it["assets"]), it["shortTau"], it["longTau"]
        ),
    },
    "covariance": {
        "covariance": lambda it, of: CovarianceEstimator(of.tokens, it["spacing"], it["tau"])
    },
    "drawdown": {"drawdown": lambda it, of: DrawdownEstimator(VAULT, it["spacing"], it["tau"])},
}

"""How feeds speak and pools follow: what a run assumes of its market."""

from __future__ import annotations

from dataclasses import dataclass

from counterpoise.backtest.prices import ONE

LAG = 300  # {s} by which pools trail the market: minutes, as gas wars and settlement take.
NOISE = 5 * ONE // 10_000  # D18{1}, 5 bps: one standard deviation of the arbitrageur's view.
HEARTBEAT = 3_600  # {s}, Chainlink's for ETH / USD and BTC / USD on mainnet.
HUB_HEARTBEAT = 86_400  # {s}, its one for USDC / USD.
DEVIATION = 5 * ONE // 1_000  # D18{1}, 0.5 %: the move that makes a feed report at once.
FEED_SCALE = 10**10  # D18 over a feed's 8 decimals


@dataclass(frozen=True, slots=True)
class Terms:
    """The assumptions of a run."""

    lag: int = LAG  # {s}
    noise: int = NOISE  # D18{1}
    heartbeat: int = HEARTBEAT  # {s}
    hub_heartbeat: int = HUB_HEARTBEAT  # {s}
    deviation: int = DEVIATION  # D18{1}
    cost: int = 0  # D18{USD} of an arbitrageur's transaction: for less than that he stays away.

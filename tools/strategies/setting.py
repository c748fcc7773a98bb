"""What every play has in common: the vault, its limits, its pools and what gas costs."""

from __future__ import annotations

from counterpoise.execution.hub import Limits
from counterpoise.math.fixed_point import ONE

HOUR, DAY = 3_600, 86_400  # {s}
CASH, VENUE = "cash", "pools"
UNIT, CASH_UNIT = 10**18, 10**6  # {unit/tok}
VALUE = 10_000_000 * ONE  # D18{USD}, of the vault at the start
SUPPLY = VALUE  # {share}, at a dollar each
RISKY = 80 * ONE // 100  # D18{1}, of every vault whose strategy leaves that open

DEPTH = {"BTC": 200_000_000 * ONE, "ETH": 200_000_000 * ONE}  # D18{USD}, a (virtual) side's worth
SHALLOW = 50_000_000 * ONE  # D18{USD}, of every other asset's pool
FEES = {"0.30 %": 997 * ONE // 1_000, "0.05 %": 9_995 * ONE // 10_000}  # D18{1}, what trades

GAS = {3: 600_000, 6: 900_000}  # {gas} of a rebalance by the number of assets
RECORD_GAS = {3: 178_000, 6: 273_000}  # {gas} of variance, covariance and drawdown together
GAS_PRICE = 30 * 10**9  # {wei/gas}

# As deployments/demo.params.json and deployments/watched.params.json have them.
BANDS = (3 * ONE // 100, ONE // 100)  # D18{1}, outer and inner
NARROW = (ONE // 200, ONE // 400)  # D18{1}, for who shows what the others' width costs a floor
COOLDOWN, PACE = HOUR, ONE // 10  # {s}, D18{1}
MAX_SLICE, WANTED_SLICE = ONE // 10, 99 * ONE // 1_000  # D18{1}
LIMITS = Limits(
    damping=ONE,
    max_turnover=ONE // 4,
    max_impact=ONE // 200,
    max_loss=ONE // 100,
    min_trade=100 * ONE,
)


def reserves(asset: str, price: int) -> tuple[int, int]:
    """{unit} of an asset and of cash in their pool, at a price D18{USD/tok}."""
    side = DEPTH.get(asset, SHALLOW)
    return side * UNIT // price, side * CASH_UNIT // ONE


def gas_cost(gas: int, ether: int) -> int:
    """D18{USD}, at a price of ether D18{USD/tok}."""
    return gas * GAS_PRICE * ether // ONE

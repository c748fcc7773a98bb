"""The twin of contracts/constraint/GainConstraint.sol."""

from collections.abc import Sequence
from dataclasses import dataclass

from counterpoise.constraint.stateless import StatelessConstraint
from counterpoise.errors import AssetUnknown, NothingToWeigh, NotWorthIt
from counterpoise.math.bounds import require_at_most, require_between, require_some
from counterpoise.math.covariance import tracking
from counterpoise.math.fixed_point import ONE, full_mul_div, mul_div_up, sdiv, zero_floor_sub
from counterpoise.math.weights import gap, total_drift
from counterpoise.types import State

YEAR = 365 * 86_400  # {s} (math 5.7)
LEAST_AVERSION, MAX_AVERSION = 10**15, 10**20  # D18{1} (math 0.4)
MAX_MARGIN = 10 * ONE  # D18{1}: beyond it next to nothing would be traded.
MAX_HARD_DRIFT = ONE // 4  # D18{1}, a quarter, as the widest band
MAX_GAS = 30_000_000  # {gas}, a whole block's
MAX_PRICE = 10**30  # D18{USD/tok} (I-24)
NOBODY = "0x" + "00" * 20


@dataclass(frozen=True, slots=True)
class Terms:
    """What a rebalance is weighed by. Raises `LimitOutOfRange`."""

    aversion: int  # D18{1} to risk
    horizon: int  # {s} after which the drift would have been mended anyway
    margin: int  # D18{1}, so many times its cost a rebalance is worth
    hard_drift: int  # D18{1} of total drift, beyond which cost is no matter
    gas: int  # {gas} of a rebalance
    native: str = NOBODY  # whose price, in the state, is that of what gas is paid in
    native_price: int = 0  # D18{USD/tok}, where that is no asset of the vault

    def __post_init__(self) -> None:
        require_between("aversion", self.aversion, LEAST_AVERSION, MAX_AVERSION)
        require_some("horizon", self.horizon, YEAR)
        require_some("margin", self.margin, MAX_MARGIN)
        require_some("hardDrift", self.hard_drift, MAX_HARD_DRIFT)
        require_at_most("gas", self.gas, MAX_GAS)
        require_at_most("nativePrice", self.native_price, MAX_PRICE)


@dataclass(frozen=True, slots=True)
class GainConstraint(StatelessConstraint):
    """A rebalance is worth its cost, or the drift is beyond all cost."""

    terms: Terms
    base_fee: int = 0  # {wei/gas}, the block's

    def judge(self, start: State, target: Sequence[int], end: State) -> None:
        """Raises `NotWorthIt`, or what `benefit_of` and `cost_of` do."""
        if total_drift(start, target) > self.terms.hard_drift:
            return
        benefit, cost = self.benefit_of(start, target, end), self.cost_of(start, end)
        if benefit * ONE < self.terms.margin * cost:
            raise NotWorthIt(benefit, cost)

    def benefit_of(self, start: State, target: Sequence[int], end: State) -> int:
        """What the risk that is gone would have been worth by the horizon, D18{USD}, rounded down.

        Raises `NothingToWeigh`, or what `tracking` does.
        """
        off = tracking(start.signals, _drifts(start, target))
        left = tracking(start.signals, _drifts(end, target))
        gone = self.terms.aversion * zero_floor_sub(off, left) * self.terms.horizon
        return full_mul_div(gone, start.value, 2 * 10**54 * YEAR)

    def cost_of(self, start: State, end: State) -> int:
        """What the trades have lost at the state's prices, and the gas, D18{USD}, rounded up.

        Raises `AssetUnknown`.
        """
        ether = self.terms.gas * self.base_fee
        lost = zero_floor_sub(start.value, end.value)
        return lost + mul_div_up(ether, self._native_price(start), ONE)

    def _native_price(self, state: State) -> int:
        if self.terms.native == NOBODY:
            return self.terms.native_price
        if self.terms.native not in state.tokens:
            raise AssetUnknown(self.terms.native)
        return state.prices[state.tokens.index(self.terms.native)]


def _drifts(state: State, target: Sequence[int]) -> list[int]:
    """D18{1} with sign, rounded towards 0."""
    if state.value == 0:
        raise NothingToWeigh
    rows = zip(state.assets, target, strict=True)
    return [sdiv(gap(asset.value, wanted, state.value), state.value) for asset, wanted in rows]

"""The twin of contracts/constraint/BaseFeeConstraint.sol."""

from collections.abc import Sequence
from dataclasses import dataclass

from counterpoise.constraint.stateless import StatelessConstraint
from counterpoise.errors import BaseFeeTooHigh
from counterpoise.math.bounds import require_some
from counterpoise.math.fixed_point import ONE
from counterpoise.math.signals import market_of
from counterpoise.math.weights import total_drift
from counterpoise.types import MarketClass, State

MAX_BASE_FEE = 10**13  # {wei/gas}, above any that mainnet has had.
MAX_HARD_DRIFT = ONE // 4  # D18{1}, a quarter, as the widest band


@dataclass(frozen=True, slots=True)
class BaseFeeConstraint(StatelessConstraint):
    """What is not urgent waits while gas is dear."""

    max_base_fee: int  # {wei/gas}
    hard_drift: int  # D18{1} of total drift, beyond which gas is no matter
    base_fee: int = 0  # {wei/gas}, the block's

    def __post_init__(self) -> None:
        require_some("maxBaseFee", self.max_base_fee, MAX_BASE_FEE)
        require_some("hardDrift", self.hard_drift, MAX_HARD_DRIFT)

    def judge(self, start: State, target: Sequence[int], end: State) -> None:
        """Raises `BaseFeeTooHigh`, or `NothingToWeigh` where gas is dear."""
        if self.base_fee > self.max_base_fee and not self.is_urgent(start, target, end):
            raise BaseFeeTooHigh(self.base_fee, self.max_base_fee)

    def is_urgent(self, start: State, target: Sequence[int], end: State) -> bool:
        """Whether a rebalance goes on at any base fee. Raises `NothingToWeigh`."""
        if total_drift(start, target) > self.hard_drift:
            return True
        rows = enumerate(zip(start.assets, end.assets, strict=True))
        sold = [i for i, (asset, after) in rows if after.balance < asset.balance]
        return bool(start.signals) and any(
            market_of(start.signals, i) >= MarketClass.CRISIS for i in sold
        )

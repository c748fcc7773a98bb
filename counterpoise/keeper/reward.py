"""What a KeeperTank pays, to the unit: the twin of contracts/vault/KeeperTank.sol."""

from dataclasses import dataclass, replace

from counterpoise.execution.hub import Limits
from counterpoise.math.bounds import require_at_most, require_between, require_some
from counterpoise.math.fixed_point import ONE, zero_floor_sub

PERIOD = 86_400  # {s} in which a full bucket leaks empty
MAX_MARGIN = ONE  # D18{1}, the base fee once more
MAX_OVERHEAD = 100_000  # {gas}
MAX_RATE = 10**15  # {wei/USD}
MAX_LEAST = ONE // 4  # D18{1}
MAX_REWARD = 10 * ONE  # {wei}
MAX_BUDGET = 1_000 * ONE  # {wei}
MAX_GAS = 30_000_000  # {gas}, a block


@dataclass(frozen=True, slots=True)
class Terms:
    """What a tank pays by. Raises `LimitOutOfRange`."""

    margin: int  # D18{1} above the base fee
    overhead: int  # {gas} beside what is measured
    rate: int  # {wei/USD} of drift that is gone
    least: int  # D18{1} of drift, below which nothing is paid
    most: int  # {wei} a call
    daily_budget: int  # {wei}
    max_gas: int  # {gas} of a rebalance, beyond which its caller pays

    def __post_init__(self) -> None:
        require_at_most("margin", self.margin, MAX_MARGIN)
        require_at_most("overhead", self.overhead, MAX_OVERHEAD)
        require_some("rate", self.rate, MAX_RATE)
        require_some("least", self.least, MAX_LEAST)
        require_some("most", self.most, MAX_REWARD)
        require_between("dailyBudget", self.daily_budget, 2, MAX_BUDGET)
        require_some("maxGas", self.max_gas, MAX_GAS)

    @property
    def capacity(self) -> int:
        """{wei}, half of a day's: the other half leaks."""
        return self.daily_budget // 2


@dataclass(frozen=True, slots=True)
class Fees:
    """Of a transaction, {wei/gas}."""

    price: int  # that the caller pays
    base: int  # that is burnt of it


@dataclass(frozen=True, slots=True)
class Tank:
    """A tank at one moment."""

    terms: Terms
    balance: int  # {wei}
    used: int = 0  # {wei}, in the bucket
    time: int = 0  # {s}, when it was last filled

    def reward_for(self, fees: Fees, gas: int, removed: int, value: int) -> int:
        """{wei} for a rebalance that took {gas}, of drift D18{1} that is gone of a value D18{USD}.

        Rounded down, whether it is there or not.
        """
        terms = self.terms
        if removed < terms.least:
            return 0
        worth = removed * value // ONE
        refund = (min(gas, terms.max_gas) + terms.overhead) * self.refund_price(fees)
        return min(refund, worth * terms.rate // ONE, terms.most)

    def refund_price(self, fees: Fees) -> int:
        """{wei/gas} that it gives back: the caller's, up to the margin above the base fee."""
        return min(fees.price, fees.base + fees.base * self.terms.margin // ONE)

    def used_at(self, time: int) -> int:
        """{wei}, what is left in the bucket at a time {s}."""
        leaked = (time - self.time) * self.terms.capacity // PERIOD
        return zero_floor_sub(self.used, leaked)

    def most_at(self, time: int) -> int:
        """{wei} that it pays at most for a rebalance at a time {s}."""
        return self.pay(self.terms.most, time)[0]

    def pay(self, earned: int, time: int) -> tuple[int, "Tank"]:
        """{wei} that is paid of what was earned, at a time {s}, and the tank afterwards."""
        used = self.used_at(time)
        paid = min(earned, self.terms.capacity - used, self.balance)
        if paid == 0:
            return 0, self
        return paid, replace(self, balance=self.balance - paid, used=used + paid, time=time)


def safe_rate(kept: int, limits: Limits, ether: int) -> int:
    """The highest rate {wei/USD} at which to make drift and to remove it costs more than it earns.

    fee * (1 - maxLoss) * (1 - maxImpact), of the cheapest pool, which keeps D18{1} of what goes in,
    at a price of ether D18{USD/tok} that it never exceeds. Where maxLoss is below the fee no trade
    passes, and the bound is for those that do (docs/execution.md).
    """
    cost = (ONE - kept) * (ONE - limits.max_loss) // ONE * (ONE - limits.max_impact) // ONE
    return cost * ONE // ether

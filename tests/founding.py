"""What a market and a vault on it are like at first, on a node or in process."""

from __future__ import annotations

from dataclasses import dataclass

ONE = 10**18
PERCENT = ONE // 100
USD = "0x0000000000000000000000000000000000000348"  # ISO 4217: 840
ANSWER = 10**8  # one dollar, as a feed says it
MINUTE, HOUR, DAY = 60, 3_600, 86_400
DELAY = 2 * DAY  # {s} of the governor
FOREVER = 2**40  # {s}
NOBODY = "0x" + 40 * "0"
LIMITS = ("damping", "maxTurnover", "maxImpact", "maxLoss", "minTrade")
ROLES = ("deployer", "governor", "guardian", "keeper", "depositor", "outsider")
MEMBERS = {  # The constraints of a set, in the order in which they speak, and their numbers.
    "DriftConstraint": ("outer", "inner"),
    "CooldownConstraint": ("cooldown", "pace"),
    "TurnoverConstraint": ("max_turnover",),
    "ProgressConstraint": ("tolerance",),
    "ValueConstraint": ("max_loss", "max_gain"),
    "LossBudgetConstraint": ("daily_budget",),
}


@dataclass(frozen=True)
class Settings:
    """What a world is like; the hub is the first asset. Prices are in whole dollars."""

    decimals: tuple[int, ...] = (6, 18, 8)
    prices: tuple[int, ...] = (1, 2_000, 40_000)
    weights: tuple[int, ...] = (30 * PERCENT, 40 * PERCENT, 30 * PERCENT)
    value: int = 1_000_000  # {USD} in the vault at first; as many shares
    depth: int = 20_000_000  # {USD} on each side of each pool
    max_age: int = DAY
    deviation: int = PERCENT // 2  # of every feed
    outer: int = 5 * PERCENT
    inner: int = 2 * PERCENT
    cooldown: int = HOUR
    pace: int = PERCENT // 2
    max_turnover: int = ONE
    tolerance: int = PERCENT // 10
    max_loss: int = PERCENT
    max_gain: int = PERCENT
    daily_budget: int = 2 * PERCENT
    limits: tuple[int, ...] = (ONE, ONE, 2 * PERCENT, PERCENT, ONE)  # the planner's, in its order
    spread: int = PERCENT // 10
    cap: int = 10_000_000 * ONE
    tokens: tuple[str, ...] = ("MockToken", "MockToken", "MockToken")
    listed: bool = False  # a private vault, with a list of its depositors
    handed_over: bool = True  # or the deployer may still do everything at once

    def members(self) -> dict[str, list[int]]:
        """What each constraint of the set is made with."""
        return {kind: [getattr(self, it) for it in its] for kind, its in MEMBERS.items()}

    def amounts(self) -> list[int]:
        """{unit} of each asset that the vault starts with."""
        rows = zip(self.weights, self.decimals, self.prices)
        return [self.value * weight * 10**d // (price * ONE) for weight, d, price in rows]


USUAL = Settings()

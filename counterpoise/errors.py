"""The error tree: every refusal of the contracts, by the same name and with the same fields.

A field `minBuyAmount` of the chain is `min_buy_amount` here; the order is the contract's own.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, fields, make_dataclass
from typing import Any, ClassVar


class CounterpoiseError(Exception):
    """Everything that this package raises on purpose."""


class Refusal(CounterpoiseError):
    """What the contracts revert with, and their twins raise: a name and its numbers."""

    known: ClassVar[dict[str, type["Refusal"]]] = {}

    def __init_subclass__(cls) -> None:
        Refusal.known[cls.__name__] = cls

    @property
    def name(self) -> str:
        return type(self).__name__

    @property
    def fields(self) -> dict[str, Any]:
        return {field.name: getattr(self, field.name) for field in fields(self)}  # type: ignore[arg-type]

    def __str__(self) -> str:
        numbers = ", ".join(f"{key}={value}" for key, value in self.fields.items())
        return f"{self.name}({numbers})"


def refusal(name: str, values: Mapping[str, Any]) -> Refusal:
    """The refusal of that name; one that nobody declared here is made on the spot.

    `values` are the fields in the order of the ABI, by the ABI's names or by ours.
    """
    plain = {_snake(key): value for key, value in values.items()}
    kind = Refusal.known.get(name) or _declare(name, list(plain))
    return kind(*plain.values())


def _declare(name: str, names: list[str]) -> type[Refusal]:
    return make_dataclass(name, names, bases=(Refusal,), eq=False)


def _snake(word: str) -> str:
    return re.sub(r"(?<=[a-z0-9])([A-Z])", r"_\1", word).lower()


# The EVM and the libraries


@dataclass(eq=False)
class Panic(Refusal):
    """Checked arithmetic refused: 0x11 over- or underflow, 0x12 division by zero."""

    code: int


@dataclass(eq=False)
class MulDivFailed(Refusal):
    """A division by zero, or a product or quotient beyond 256 bits."""


@dataclass(eq=False)
class FullMulDivFailed(Refusal):
    """A division by zero, or a quotient beyond 256 bits."""


# math/


@dataclass(eq=False)
class WeightCount(Refusal):
    count: int
    expected: int


@dataclass(eq=False)
class WeightSum(Refusal):
    sum: int


@dataclass(eq=False)
class NothingToWeigh(Refusal):
    """No value, so no weights."""


@dataclass(eq=False)
class AssetUnknown(Refusal):
    token: str


# observer/


@dataclass(eq=False)
class NotPriced(Refusal):
    base: str
    quote: str


@dataclass(eq=False)
class AssetNotObserved(Refusal):
    asset: str


@dataclass(eq=False)
class PriceOutOfDomain(Refusal):
    asset: str
    price: int
    least: int
    most: int


@dataclass(eq=False)
class ValueOutOfDomain(Refusal):
    asset: str
    value: int
    most: int


@dataclass(eq=False)
class RoundIncomplete(Refusal):
    feed: str
    round_id: int
    updated_at: int


@dataclass(eq=False)
class PriceFromFuture(Refusal):
    feed: str
    updated_at: int
    time: int


@dataclass(eq=False)
class PriceTooOld(Refusal):
    feed: str
    age: int
    max_age: int


@dataclass(eq=False)
class PriceNotPositive(Refusal):
    feed: str
    answer: int


@dataclass(eq=False)
class PriceOutOfBounds(Refusal):
    feed: str
    answer: int
    min_answer: int
    max_answer: int


@dataclass(eq=False)
class FeedDecimalsChanged(Refusal):
    feed: str
    decimals: int
    expected: int


# execution/


@dataclass(eq=False)
class NoMarket(Refusal):
    sell: str
    buy: str


@dataclass(eq=False)
class LimitOutOfRange(Refusal):
    limit_name: str
    limit: int
    most: int


# constraint/


@dataclass(eq=False)
class WithinBand(Refusal):
    drift: int
    band: int


@dataclass(eq=False)
class BandsTooClose(Refusal):
    inner: int
    outer: int


@dataclass(eq=False)
class CooldownActive(Refusal):
    time: int
    ready_at: int


@dataclass(eq=False)
class TurnoverExceeded(Refusal):
    turnover: int
    max_turnover: int


@dataclass(eq=False)
class NoProgress(Refusal):
    start: int
    end: int


@dataclass(eq=False)
class Overshot(Refusal):
    asset: str
    weight: int
    target: int
    tolerance: int


@dataclass(eq=False)
class ValueLost(Refusal):
    lost: int
    allowed: int


@dataclass(eq=False)
class ValueGained(Refusal):
    gained: int
    allowed: int


@dataclass(eq=False)
class LossBudgetExceeded(Refusal):
    used: int
    capacity: int


@dataclass(eq=False)
class BudgetEmpty(Refusal):
    """A daily budget below 2 wei has no half."""


@dataclass(eq=False)
class NoConstraints(Refusal):
    """A set of nothing judges nothing."""


@dataclass(eq=False)
class NotTheVault(Refusal):
    caller: str
    vault: str


# vault/


@dataclass(eq=False)
class BoughtTooLittle(Refusal):
    asset: str
    bought: int
    min_buy_amount: int


@dataclass(eq=False)
class VenueNotAllowed(Refusal):
    venue: str


@dataclass(eq=False)
class UnexpectedBalanceChange(Refusal):
    asset: str
    balance: int
    expected: int


@dataclass(eq=False)
class IsPaused(Refusal):
    until: int


@dataclass(eq=False)
class Expired(Refusal):
    deadline: int
    time: int


@dataclass(eq=False)
class DeadlineTooFar(Refusal):
    deadline: int
    latest: int


@dataclass(eq=False)
class NotSeeded(Refusal):
    """The vault has no first amounts yet."""


@dataclass(eq=False)
class ZeroShares(Refusal):
    """Nothing to mint or redeem."""


@dataclass(eq=False)
class WrongLength(Refusal):
    length: int
    expected: int


@dataclass(eq=False)
class SlippageExceeded(Refusal):
    asset: str
    limit: int
    amount: int


@dataclass(eq=False)
class TooFewShares(Refusal):
    shares: int
    min_shares: int


@dataclass(eq=False)
class SupplyCapExceeded(Refusal):
    shares: int
    room: int


@dataclass(eq=False)
class BalanceCapExceeded(Refusal):
    asset: str
    balance: int
    cap: int


@dataclass(eq=False)
class TransferDeltaMismatch(Refusal):
    asset: str
    expected: int
    got: int


@dataclass(eq=False)
class NothingToClaim(Refusal):
    owner: str
    asset: str

"""The error tree: every refusal of the contracts, by the same name and with the same fields.

A field `minBuyAmount` of the chain is `min_buy_amount` here; the order is the contract's own.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Any, ClassVar

from typing_extensions import dataclass_transform


class CounterpoiseError(Exception):
    """Everything that this package raises on purpose."""


@dataclass_transform(eq_default=False)
class Refusal(CounterpoiseError):
    """What the contracts revert with, and their twins raise: a name and its numbers.

    A class of it is its fields; that makes it a dataclass, and known by its name.
    """

    known: ClassVar[dict[str, type["Refusal"]]] = {}

    def __init_subclass__(cls) -> None:
        Refusal.known[cls.__name__] = dataclass(eq=False)(cls)

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
    return type(name, (Refusal,), {"__annotations__": dict.fromkeys(names, Any)})


def _snake(word: str) -> str:
    return re.sub(r"(?<=[a-z0-9])([A-Z])", r"_\1", word).lower()


# The EVM and the libraries


class Panic(Refusal):
    """Checked arithmetic refused: 0x11 over- or underflow, 0x12 division by zero."""

    code: int


class MulDivFailed(Refusal):
    """A division by zero, or a product or quotient beyond 256 bits."""


class FullMulDivFailed(Refusal):
    """A division by zero, or a quotient beyond 256 bits."""


class ExpOverflow(Refusal):
    """An exponential that 256 bits do not hold."""


class LnWadUndefined(Refusal):
    """The logarithm of nothing, or of less."""


# math/


class WeightCount(Refusal):
    count: int
    expected: int


class WeightSum(Refusal):
    sum: int


class NothingToWeigh(Refusal):
    """No value, so no weights."""


class BoundCount(Refusal):
    count: int
    expected: int


class BoundsCrossed(Refusal):
    index: int
    low: int
    high: int


class BoundsInfeasible(Refusal):
    """Bounds between which no weights sum to one."""

    sum_low: int
    sum_high: int


class GroupUnknown(Refusal):
    index: int
    group: int
    count: int


class GroupInfeasible(Refusal):
    """Bounds of a group that its assets' own do not let it keep."""

    group: int
    low: int
    high: int


class AssetsMissing(Refusal):
    """An observer told of another number of assets than there are."""

    count: int
    expected: int


class AssetUnknown(Refusal):
    token: str


class MarketNotObserved(Refusal):
    """A state that remembers nothing of its markets."""


class PeakNotObserved(Refusal):
    """A state that does not know the highest price of a share."""


class VolatilityNotObserved(Refusal):
    index: int


class TrendNotObserved(Refusal):
    index: int


class CorrelationNotObserved(Refusal):
    first: int
    second: int


class VolatilityTooHigh(Refusal):
    index: int
    volatility: int
    most: int


class CorrelationOutOfDomain(Refusal):
    first: int
    second: int
    correlation: int


class NanoInexact(Refusal):
    """A weight that is no whole number of 1e-9."""

    index: int
    weight: int


class NanoSurplus(Refusal):
    """A word that holds more weights than there are assets."""

    word: int
    count: int


class WeightOutOfBox(Refusal):
    index: int
    weight: int
    least: int
    most: int


# observer/


class NotPriced(Refusal):
    base: str
    quote: str


class AssetNotObserved(Refusal):
    asset: str


class AssetNotWatched(Refusal):
    asset: str


class PriceOutOfDomain(Refusal):
    asset: str
    price: int
    least: int
    most: int


class ValueOutOfDomain(Refusal):
    asset: str
    value: int
    most: int


class RoundIncomplete(Refusal):
    feed: str
    round_id: int
    updated_at: int


class PriceFromFuture(Refusal):
    feed: str
    updated_at: int
    time: int


class PriceTooOld(Refusal):
    feed: str
    age: int
    max_age: int


class PriceNotPositive(Refusal):
    feed: str
    answer: int


class PriceOutOfBounds(Refusal):
    feed: str
    answer: int
    min_answer: int
    max_answer: int


class FeedDecimalsChanged(Refusal):
    feed: str
    decimals: int
    expected: int


# observer/oracle/


class TickOutOfRange(Refusal):
    tick: int
    most: int


class PoolUnknown(Refusal):
    factory: str
    base: str
    quote: str
    fee: int


class PoolEmpty(Refusal):
    pool: str


class DeviationOutOfRange(Refusal):
    deviation: int
    most: int


class WindowOutOfRange(Refusal):
    window: int
    least: int
    most: int


class MaxAgeOutOfRange(Refusal):
    max_age: int
    least: int
    most: int


class CardinalityTooLow(Refusal):
    pool: str
    cardinality: int
    least: int


class TwapTooYoung(Refusal):
    pool: str
    age: int
    window: int


class TwapTooOld(Refusal):
    pool: str
    age: int
    max_age: int


class LiquidityTooThin(Refusal):
    pool: str
    liquidity: int
    limit: int


class GasTooLow(Refusal):
    left: int
    needed: int


class SourceFailed(Refusal):
    source: str
    reason: Any  # what it said instead: a refusal, or its bytes


class AnswerInvalid(Refusal):
    source: str
    bid: int
    mid: int
    ask: int


class SourceTwice(Refusal):
    source: str


class SequencerDown(Refusal):
    feed: str
    since: int


class SequencerGrace(Refusal):
    feed: str
    up: int
    grace: int


class SequencerUnknown(Refusal):
    feed: str
    since: int
    time: int


class OracleDeviation(Refusal):
    base: str
    first: int
    second: int
    most: int


class BothFailed(Refusal):
    first: str
    first_reason: Any
    second: str
    second_reason: Any


class QuorumMissed(Refusal):
    answers: int
    least: int
    failed: str
    reason: Any


class SourcesDisagree(Refusal):
    base: str
    lowest: int
    highest: int
    most: int


class QuorumOutOfRange(Refusal):
    least: int
    sources: int


class SourceCount(Refusal):
    sources: int
    least: int
    most: int


class RateTooHigh(Refusal):
    vault: str
    rate: int
    most: int


class RateTooLow(Refusal):
    vault: str
    rate: int
    least: int


class Depegged(Refusal):
    base: str
    price: int
    peg: int
    most: int


class PegTooSmall(Refusal):
    peg: int
    least: int


# observer/estimator/


class DecimalsTooMany(Refusal):
    asset: str
    decimals: int
    most: int


class TooManySources(Refusal):
    count: int
    most: int


class SourceUnusable(Refusal):
    asset: str
    feed: str
    max_age: int


class PriorsMissing(Refusal):
    count: int
    expected: int


class NothingRemembered(Refusal):
    subject: str


class AxisUnusable(Refusal):
    axis_name: str
    index: int
    number: int


class VolatilitiesMissing(Refusal):
    count: int
    expected: int


class VolatilityOutOfDomain(Refusal):
    asset: str
    volatility: int
    least: int
    most: int


class VolatilityOutOfBounds(Refusal):
    asset: str
    index: int
    volatility: int
    least: int
    most: int


class PostTooSoon(Refusal):
    asset: str
    time: int
    ready_at: int


class LifeOutOfRange(Refusal):
    asset: str
    valid_until: int
    earliest: int
    latest: int


class NotBetter(Refusal):
    """Weights that are not twice as good as those that are written."""

    gap: int
    present: int


class GapTooWide(Refusal):
    """Weights that are further from the best than will do."""

    gap: int
    tolerance: int


class GainOutOfRange(Refusal):
    """An expected return, by the asset's index, beyond the most on either side."""

    index: int
    expected: int
    most: int


class ReturnTooLow(Refusal):
    """Weights that are expected to gain less than a ratio can be made of."""

    expected: int
    least: int


class VarianceTooLow(Refusal):
    """Weights that vary less than a ratio can be made of."""

    variance: int
    least: int


class SignerIsRevoked(Refusal):
    """A guardian has ended what this signer may propose."""

    signer: str


class ProposalNotValid(Refusal):
    """Not yet, or no longer."""

    time: int
    valid_after: int
    deadline: int


class ProposalTooLong(Refusal):
    """It would hold for longer than it may."""

    life: int
    most: int


class ProposalTooSoon(Refusal):
    """After the one before."""

    time: int
    ready_at: int


class NonceUnexpected(Refusal):
    nonce: int
    expected: int


class BasisChanged(Refusal):
    """It was found from something else than what is there now."""

    basis: bytes
    expected: bytes


class SignatureInvalid(Refusal):
    signer: str


class ProposalExpired(Refusal):
    """What was proposed holds no longer; 0 where there was nothing."""

    valid_until: int
    time: int


class GridExpired(Refusal):
    asset: str
    valid_until: int
    time: int


class TenorZero(Refusal):
    asset: str


class SharePriceOutOfDomain(Refusal):
    vault: str
    price: int
    most: int


class AssetCountOutOfRange(Refusal):
    count: int
    least: int
    most: int


class OraclesMissing(Refusal):
    count: int
    expected: int


class IndexOutOfRange(Refusal):
    index: int
    count: int


class SamplesTooFew(Refusal):
    samples: int
    needed: int


# execution/


class NoMarket(Refusal):
    sell: str
    buy: str


class FeeTierUnknown(Refusal):
    factory: str
    fee: int


class CallbackNotExpected(Refusal):
    caller: str


class NoLiquidity(Refusal):
    pool: str


class LiquidityExhausted(Refusal):
    pool: str
    sold: int
    amount: int


class TooManySteps(Refusal):
    pool: str
    most: int


class LimitOutOfRange(Refusal):
    limit_name: str
    limit: int
    most: int


class VenueCount(Refusal):
    count: int
    least: int
    most: int


class VenueTwice(Refusal):
    venue: str


class VenuesFailed(Refusal):
    """Every venue that has a market has failed, and so much is left to be sold."""

    sell: str
    buy: str
    left: int


class NotItself(Refusal):
    """What only the contract itself may call."""

    caller: str


class PathLength(Refusal):
    count: int
    least: int
    most: int


class HopsMissing(Refusal):
    count: int
    expected: int


class TokenTwice(Refusal):
    token: str


# constraint/


class WithinBand(Refusal):
    drift: int
    band: int


class BandsTooClose(Refusal):
    inner: int
    outer: int


class CooldownActive(Refusal):
    time: int
    ready_at: int


class NotDue(Refusal):
    time: int
    next: int


class TurnoverExceeded(Refusal):
    turnover: int
    max_turnover: int


class TurnoverBudgetExceeded(Refusal):
    turnover: int
    budget: int


class SliceUsed(Refusal):
    time: int
    next: int


class SliceTooLarge(Refusal):
    turnover: int
    slice: int


class OwnImpact(Refusal):
    asset: str
    time: int
    ready_at: int


class NoProgress(Refusal):
    start: int
    end: int


class Overshot(Refusal):
    asset: str
    weight: int
    target: int
    tolerance: int


class ValueLost(Refusal):
    lost: int
    allowed: int


class ValueGained(Refusal):
    gained: int
    allowed: int


class LossBudgetExceeded(Refusal):
    used: int
    capacity: int


class BudgetEmpty(Refusal):
    """A daily budget below 2 wei has no half."""


class NotWorthIt(Refusal):
    benefit: int
    cost: int


class SlippageTooHigh(Refusal):
    lost: int
    allowed: int


class BaseFeeTooHigh(Refusal):
    base_fee: int
    most: int


class NoConstraints(Refusal):
    """A set of nothing judges nothing."""


class NotTheVault(Refusal):
    caller: str
    vault: str


class TradeForbidden(Refusal):
    asset: str
    kind: int
    start: int
    end: int


class SliceExceeded(Refusal):
    asset: str
    kind: int
    traded: int
    most: int


class TargetTooFast(Refusal):
    asset: str
    wanted: int
    low: int
    high: int


# strategy/


class StrategyFaulted(Refusal):
    strategy: str
    reason: Any  # why it is not heard: a refusal, or the bytes that it said


class WeightZero(Refusal):
    """A weight of nothing where every one has a logarithm."""

    index: int


class KappasOpposed(Refusal):
    """Sensitivities of both signs, or none at all."""

    kappa: int
    sum: int


class BudgetsNotReached(Refusal):
    change: int
    tolerance: int


class VolatilityTooLow(Refusal):
    index: int
    volatility: int
    least: int


class SameAsset(Refusal):
    asset: str


# execution/auction/


class AuctionTooSoon(Refusal):
    """Another auction of the vault, or the rest after it, is not over."""

    vault: str
    ready_at: int


class AuctionUnderWay(Refusal):
    """Only who bids may rebalance now."""

    vault: str
    end: int


class NoAuction(Refusal):
    """Nobody can bid now."""

    vault: str
    time: int
    start: int
    end: int


class BidOfNothing(Refusal):
    """Nothing is asked for."""


class BidUnderWay(Refusal):
    """Somebody bids in the middle of a bid."""

    bidder: str


class BidUnanswered(Refusal):
    """The vault's planner has planned nothing at this auction."""

    vault: str


class BidTooSmall(Refusal):
    worth: int
    least: int


class LimitExceeded(Refusal):
    """More is due than the bidder would pay for as much."""

    due: int
    most: int


class WrongWay(Refusal):
    """One of the two assets is not on the side of its target that a bid needs."""

    sell: str
    buy: str


class PriceJumped(Refusal):
    """An asset's price is too far from what it was when the auction was opened."""

    asset: str
    price: int
    opening: int


# vault/


class BoughtTooLittle(Refusal):
    asset: str
    bought: int
    min_buy_amount: int


class VenueNotAllowed(Refusal):
    venue: str


class UnexpectedBalanceChange(Refusal):
    asset: str
    balance: int
    expected: int


class IsPaused(Refusal):
    until: int


class Expired(Refusal):
    deadline: int
    time: int


class DeadlineTooFar(Refusal):
    deadline: int
    latest: int


class NotSeeded(Refusal):
    """The vault has no first amounts yet."""


class ZeroShares(Refusal):
    """Nothing to mint or redeem."""


class WrongLength(Refusal):
    length: int
    expected: int


class SlippageExceeded(Refusal):
    asset: str
    limit: int
    amount: int


class TooFewShares(Refusal):
    shares: int
    min_shares: int


class SupplyCapExceeded(Refusal):
    shares: int
    room: int


class BalanceCapExceeded(Refusal):
    asset: str
    balance: int
    cap: int


class TransferDeltaMismatch(Refusal):
    asset: str
    expected: int
    got: int


class NothingToClaim(Refusal):
    owner: str
    asset: str


class PaidTooLittle(Refusal):
    asset: str
    amount: int
    min_out: int


class PermitRefused(Refusal):
    token: str
    allowance: int
    amount: int


class NotTheSponsor(Refusal):
    """Only who a tank names takes ether out of it."""

    caller: str
    sponsor: str


class EtherNotTaken(Refusal):
    receiver: str
    amount: int


class EtherRefused(Refusal):
    sender: str
    amount: int

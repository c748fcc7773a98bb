"""Depositors: they enter in kind or with one asset, and leave in kind."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from counterpoise.backtest.prices import ONE
from counterpoise.backtest.stage import Stage
from counterpoise.chain.local import LocalNode
from counterpoise.chain.node import Call, call_of

SLIPPAGE = ONE // 100  # D18{1} that a depositor accepts
ENTRY = 3 * ONE // 100  # D18{1}, what one asset costs more: trading, and both sides of the prices
FOREVER = 2**40  # {s}


@dataclass(frozen=True, slots=True)
class Depositor:
    """Who enters how: with one asset, or in kind where `symbol` is None."""

    account: str
    value: int  # D18{USD}
    symbol: str | None = None

    @property
    def way(self) -> str:
        return f"with {self.symbol}" if self.symbol else "in kind"


@dataclass(frozen=True, slots=True)
class Money:
    """What a vault is worth, for those who enter."""

    balances: tuple[int, ...]  # {unit}
    supply: int  # {share}
    share_price: int  # D18{USD/share}
    prices: tuple[int, ...]  # D18{USD/tok}


def enter(stage: Stage, who: Depositor, money: Money) -> list[Call]:
    """What the depositor sends to get in, tokens from the mocks' own taps included."""
    if who.symbol is None:
        return _in_kind(stage, who, money)
    return _with_one(stage, who, who.symbol, money)


def shares_in_kind(value: int, money: Money) -> tuple[int, list[int]]:
    """{share} for D18{USD}, and the most of each asset {unit} that is paid for them."""
    shares = value * ONE // money.share_price
    most = [-(-shares * balance // money.supply) for balance in money.balances]
    return shares, [amount + amount * SLIPPAGE // ONE for amount in most]


def amount_of_one(value: int, money: Money, i: int, unit: int) -> tuple[int, int]:
    """{unit} of the i-th asset for D18{USD}, and the least {share} that are taken for it.

    `unit`: {unit/tok}
    """
    amount = value * unit // money.prices[i]
    return amount, value * (ONE - SLIPPAGE - ENTRY) // money.share_price


def _in_kind(stage: Stage, who: Depositor, money: Money) -> list[Call]:
    shares, most = shares_in_kind(who.value, money)
    addresses = [listing.token for listing in stage.tokens.values()]
    calls = [
        call
        for token, amount in zip(addresses, most, strict=True)
        for call in _pay(stage, who, token, amount)
    ]
    mint = "mint(uint256,uint256[],address,uint256)"
    entry = call_of(who.account, stage.vault, mint, shares, most, who.account, FOREVER)
    return [*calls, entry]


def _with_one(stage: Stage, who: Depositor, symbol: str, money: Money) -> list[Call]:
    i, listing = list(stage.tokens).index(symbol), stage.tokens[symbol]
    amount, least = amount_of_one(who.value, money, i, 10**listing.decimals)
    deposit = "deposit(address,uint256,uint256,address,uint256)"
    inputs = (listing.token, amount, least, who.account, FOREVER)
    entry = call_of(who.account, stage.vault, deposit, *inputs)
    return [*_pay(stage, who, listing.token, amount), entry]


def _pay(stage: Stage, who: Depositor, token: str, amount: int) -> list[Call]:
    return [
        call_of(who.account, token, "mint(address,uint256)", who.account, amount),
        call_of(who.account, token, "approve(address,uint256)", stage.vault, amount),
    ]


def leave(stage: Stage, node: LocalNode, account: str) -> list[Call]:
    """Redeem all shares in kind."""
    view = call_of(account, stage.vault, "balanceOf(address)", account)
    return redeem(stage, account, node.read(["uint256"], view)[0][0])


def redeem(stage: Stage, account: str, shares: int) -> list[Call]:
    """Redeem so many {share} in kind."""
    exit_ = "redeem(uint256,address,address[],uint256[],uint256)"
    return [call_of(account, stage.vault, exit_, shares, account, [], [], FOREVER)]


def purse(stage: Stage, node: LocalNode, account: str) -> list[int]:
    """{unit} of each asset that an account holds, in the vault's order."""
    tokens: Sequence[str] = [listing.token for listing in stage.tokens.values()]
    views = [call_of(account, token, "balanceOf(address)", account) for token in tokens]
    return [int(answer[0]) for answer in node.read(["uint256"], *views)]

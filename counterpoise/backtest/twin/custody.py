"""What a vault's books become when somebody comes or goes, as Vault.sol has it."""

from __future__ import annotations

from collections.abc import Sequence

from counterpoise.engine import MAX_BALANCE
from counterpoise.errors import (
    BalanceCapExceeded,
    SlippageExceeded,
    SupplyCapExceeded,
    TooFewShares,
    ZeroShares,
)
from counterpoise.math.fixed_point import mul_div_up, zero_floor_sub
from counterpoise.types import Holdings


def minted(held: Holdings, shares: int, most: Sequence[int], cap: int) -> Holdings:
    """After so many {share} have been bought in kind, each asset {unit} rounded up.

    `most` {unit} that the buyer pays of each; `cap` {share} that there may be. Raises `ZeroShares`,
    `SupplyCapExceeded`, `SlippageExceeded` or `BalanceCapExceeded`.
    """
    supply, balances = _issued(held.supply, shares, cap), list(held.balances)
    for i, (token, balance, limit) in enumerate(zip(held.assets, held.balances, most, strict=True)):
        amount = mul_div_up(shares, balance, held.supply)
        if amount > limit:
            raise SlippageExceeded(token, limit, amount)
        balances[i] = _held(token, balance + amount)
    return Holdings(held.assets, tuple(balances), supply)


def deposited(held: Holdings, i: int, amount: int, shares: int, least: int, cap: int) -> Holdings:
    """After so many {share} have been bought with {unit} of the i-th asset.

    `least` {share} that the buyer takes for it; `cap` {share} that there may be. Raises
    `BalanceCapExceeded`, `TooFewShares`, `ZeroShares` or `SupplyCapExceeded`.
    """
    balances = list(held.balances)
    balances[i] = _held(held.assets[i], balances[i] + amount)
    if shares < least:
        raise TooFewShares(shares, least)
    return Holdings(held.assets, tuple(balances), _issued(held.supply, shares, cap))


def redeemed(held: Holdings, shares: int) -> Holdings:
    """After so many {share} have left in kind, each asset {unit} rounded down.

    Raises `ZeroShares`.
    """
    if shares == 0:
        raise ZeroShares
    balances = tuple(it - shares * it // held.supply for it in held.balances)
    return Holdings(held.assets, balances, held.supply - shares)


def _issued(supply: int, shares: int, cap: int) -> int:
    room = zero_floor_sub(cap, supply)
    if shares == 0:
        raise ZeroShares
    if shares > room:
        raise SupplyCapExceeded(shares, room)
    return supply + shares


def _held(token: str, balance: int) -> int:
    if balance > MAX_BALANCE:
        raise BalanceCapExceeded(token, balance, MAX_BALANCE)
    return balance

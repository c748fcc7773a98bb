"""Row of the benchmark: what a keeper's reward adds to a rebalance."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from brownie import web3

from scripts.benching.rows import Row, alternating, rebalance
from scripts.benching.world import TOKEN, World, made

ETHER = 10**18  # {wei}
GWEI = 10**9  # {wei/gas}
ENOUGH = 5_000_000  # {gas}
# Margin, overhead {gas}, rate {wei/USD}, least drift, most and a day's budget {wei}, most {gas}.
TERMS = TOKEN // 10, 40_000, 727_650_000_000, TOKEN // 100, ETHER, 10 * ETHER, 3_000_000
NAME = "rebalance, all assets, V2, and its keeper paid"


def reward(world: World) -> Row:
    """The second rebalance that a tank pays for, beside the vault's own."""
    sender = {"from": world.user}
    lens = made("VaultLens", world.user)
    tank = made("KeeperTank", world.user, world.vault, lens, world.user, TERMS)
    world.user.transfer(tank, ETHER)

    def by_tank() -> Any:
        done = _at_a_price(lambda price: tank.performUpkeep(b"", sender | price))
        if done.events["Rewarded"]["paid"] == 0:
            raise RuntimeError(f"{NAME}, n = {world.n}: nothing was paid")
        return done

    prices, orders = alternating(world), world.n - 1
    paid = rebalance(world, NAME, prices, orders, by=by_tank).gas
    plain = rebalance(world, NAME, prices, orders).gas
    return Row(NAME, world.n, paid, plain, round(paid / plain, 4))


def _at_a_price(send: Callable[[dict[str, int]], Any]) -> Any:
    """Where gas costs nothing there is nothing to pay: a block at one gwei, and none after it.

    The node estimates gas without that fee, and so without the payment.
    """
    _base_fee(GWEI)
    done = send({"gas_price": 2 * GWEI, "gas_limit": ENOUGH})
    _base_fee(0)
    return done


def _base_fee(price: int) -> None:
    web3.provider.make_request("anvil_setNextBlockBaseFeePerGas", [hex(price)])

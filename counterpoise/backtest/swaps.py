"""What the orders of a rebalance settle at, asked of their venues just before."""

from __future__ import annotations

from collections.abc import Sequence

from counterpoise.backtest.course import Swap
from counterpoise.backtest.prices import ONE
from counterpoise.chain.node import Node, call_of
from counterpoise.chain.report import curve_of
from counterpoise.types import Order

QUOTE, CURVE = "quote(address,address,uint256)", "curve(address,address)"
CURVES = ["(uint256,uint256,uint256,uint256)"]


def foreseen(node: Node, caller: str, orders: Sequence[Order], tokens: Sequence[str]) -> list[Swap]:
    """Each order as its swap; `tokens` are the vault's, in its order.

    It is what will be settled as long as no two orders trade on one pool.
    """
    return [_swap(node, caller, order, [it.lower() for it in tokens]) for order in orders]


def _swap(node: Node, caller: str, order: Order, tokens: Sequence[str]) -> Swap:
    pair, paid = (order.sell, order.buy), order.sell_amount
    ((got,),) = node.read(["uint256"], call_of(caller, order.venue, QUOTE, *pair, paid))
    ((raw,),) = node.read(CURVES, call_of(caller, order.venue, CURVE, *pair))
    curve = curve_of(raw)
    traded = paid * curve.kept // ONE
    fair = traded * curve.buy_reserve // curve.sell_reserve
    sold, bought = (tokens.index(it.lower()) for it in pair)
    return Swap(sold, bought, paid, got, paid - traded, fair)

"""What swaps cost, told apart: the venue's fee, the push, and how far its price was off."""

from __future__ import annotations

from collections.abc import Sequence

from counterpoise.backtest.analytics.parts import Parts
from counterpoise.backtest.course import Swap
from counterpoise.math.valuation import value_of


def trading(swaps: Sequence[Swap], market: Sequence[int], units: Sequence[int]) -> Parts:
    """Fees, impact and gap of all of them, at the market's prices D18{USD/tok}.

    Each swap's amounts are rounded down by themselves: less than four of the last digit.
    """

    def value(amount: int, place: int) -> int:
        return value_of(amount, market[place], units[place])

    fair = sum(value(it.fair, it.bought) for it in swaps)
    traded = sum(value(it.fee - it.paid, it.sold) for it in swaps)
    return Parts(
        fees=sum(value(-it.fee, it.sold) for it in swaps),
        impact=sum(value(it.got - it.fair, it.bought) for it in swaps),
        gap=fair + traded,
    )


def swapped(swaps: Sequence[Swap], count: int) -> list[int]:
    """{unit} of each asset that came by the swaps; below 0 where it went."""
    flow = [0] * count
    for swap in swaps:
        flow[swap.sold] -= swap.paid
        flow[swap.bought] += swap.got
    return flow

"""One small course whose every number can be checked by hand."""

from __future__ import annotations

from counterpoise.backtest.course import Change, Course, Kind, Step, Swap
from counterpoise.types import Holdings

ONE = 10**18
USDC, WETH = 10**6, 10**18  # {unit/tok}
HALVES = (ONE // 2, ONE // 2)
DAY = 86_400  # {s}
START = 1_600_000_000  # {s}


def course(prices: tuple[int, ...], *changes: tuple[Change, ...], name: str = "vault") -> Course:
    """A thousand dollars and an ether, a price {USD/ETH} a day; each day's changes, if any."""
    found = Course(name, ("USDC", "WETH"), (USDC, WETH), basket(1_000 * USDC, ONE, 2_000 * ONE))
    for i, price in enumerate(prices):
        market = (ONE, price * ONE)
        done = changes[i] if i < len(changes) else ()
        found.steps.append(Step(START + i * DAY, market, market, HALVES, done))
    return found


def basket(dollars: int, ether: int, supply: int) -> Holdings:
    """{unit} of each, and {share}."""
    return Holdings(("0x01", "0x02"), (dollars, ether), supply)


# Sells a tenth of an ether at 1,200 in a pool that says 1,190 and takes 0.3 %; gets 118 dollars.
SALE = Swap(1, 0, ONE // 10, 118 * USDC, 3 * ONE // 10_000, 118_643_000)
REBALANCE = Change(
    Kind.REBALANCE, START + DAY + 12, basket(1_118 * USDC, 9 * ONE // 10, 2_000 * ONE), (SALE,),
    200_000, 50 * 10**9,
)  # fmt: skip
# A hundred dollars for 90 shares of 1.099; then half of all shares leave with half of everything.
ENTRY = Change(Kind.ENTRY, START + 2 * DAY, basket(1_218 * USDC, 9 * ONE // 10, 2_090 * ONE))
EXIT = Change(Kind.EXIT, START + 2 * DAY + 60, basket(609 * USDC, 45 * ONE // 100, 1_045 * ONE))


def whole() -> Course:
    """1,000, then 1,200 and a rebalance, 1,200 with an entry and an exit, and 1,300."""
    return course((1_000, 1_200, 1_200, 1_300), (), (REBALANCE,), (ENTRY, EXIT))

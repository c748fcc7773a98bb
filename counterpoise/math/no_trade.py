"""The twin of contracts/math/NoTrade.sol: how far a weight may drift before it is worth trading."""

from counterpoise.math.fixed_point import MAX, ONE, cbrt, full_mul_div, mul_div, sqrt, times


def of_risk(budget: int, volatility: int) -> int:
    """The drift D18{1} that uses up a budget of risk; budget and volatility D18{1/sqrt(year)}.

    The most that a word holds where there is no risk.
    """
    return mul_div(budget, ONE, volatility) if volatility else MAX


def of_cost(cost: int, variance: int, dislike: int) -> int:
    """D18{1}, where each unit that is traded costs the same D18{1} (math 1.2).

    The cube root of 3 cost variance / (2 dislike), both D18{1/year}, the dislike above 0.
    """
    return cbrt(full_mul_div(times(times(3, cost), variance), 10**36, times(2, dislike)))


def of_fixed_cost(cost: int, variance: int, dislike: int) -> int:
    """D18{1}, where each trade costs the same D18{1} of the whole (math 1.2).

    The fourth root of 12 cost variance / dislike, both D18{1/year}, the dislike above 0.
    """
    return sqrt(sqrt(full_mul_div(times(times(12, cost), variance), 10**54, dislike)))


def volatility_against(a: int, b: int, correlation: int) -> int:
    """How volatile one asset is in units of another, D18{1/sqrt(year)}, rounded up.

    Volatilities of 1e19 at most, a correlation D18{1} from -1e18 to 1e18.
    """
    variance = -(-((a - b) ** 2 * ONE + 2 * a * b * (ONE - correlation)) // ONE)
    root = sqrt(variance)
    return root + (root * root < variance)

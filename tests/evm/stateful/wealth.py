"""What actors own, and the most that a step may leave each of them with."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from counterpoise.math.valuation import value_of

ACTS = 2  # at most in one step of the machine


def worth(amounts: Sequence[int], prices: Sequence[int], units: Sequence[int]) -> int:
    """D18{USD} of {unit} of each asset, each rounded down."""
    return sum(value_of(*row) for row in zip(amounts, prices, units))


def dust(prices: Sequence[int], units: Sequence[int]) -> int:
    """D18{USD}: what one act's rounding may leave to others, a unit of each asset and its floor."""
    return len(prices) * (1 + max(-(-price // unit) for price, unit in zip(prices, units)))


@dataclass
class Wealth:
    """What each actor owned when it was last looked at, and what others have given it since."""

    owned: list[int]  # D18{USD}
    given: list[int] = field(init=False)  # D18{USD}

    def __post_init__(self) -> None:
        self.given = [0] * len(self.owned)

    def share(self, value: int, parts: Sequence[int], supply: int) -> None:
        """A gift to the vault belongs to all shares; those of `parts` {share} are the actors'."""
        for k, part in enumerate(parts):
            self.given[k] += -(-value * part // supply)

    def gained(self, owned: Sequence[int]) -> list[int]:
        """What each has beyond what it had and was given; below zero it has lost."""
        return [now - was - gift for now, was, gift in zip(owned, self.owned, self.given)]

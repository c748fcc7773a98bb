"""What a vault's file says: numbers, and assets by their symbols."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Context, Decimal, Inexact
from typing import Any

from counterpoise.errors import CounterpoiseError

Entry = Mapping[str, Any]
# As many digits as no number of a contract has; of a longer one none is lost in silence.
EXACT = Context(prec=100, traps=[Inexact])


class NotPlayed(CounterpoiseError):
    """The twin mode has no part of that kind; the bytecode has."""

    def __init__(self, part: str, kind: str) -> None:
        super().__init__(f'no {part} of kind "{kind}" without a chain: use mode = "bytecode"')
        self.part, self.kind = part, kind


def d18(text: Any) -> int:
    """A decimal number, exactly as a file says it."""
    return int(EXACT.scaleb(Decimal(str(text)), 18))


@dataclass(frozen=True, slots=True)
class Assets:
    """A vault's assets, as entries speak of them."""

    tokens: Mapping[str, str]  # by symbol, in the vault's order
    hub: str  # its symbol

    def named(self, it: Entry, key: str) -> str:
        """The token that an entry names; the hub where it names none."""
        return self.tokens[it.get(key, self.hub)]

    def each(self, row: Entry, otherwise: int = 0) -> tuple[int, ...]:
        """D18 of each asset in the vault's order; `otherwise` of one that is left out."""
        return tuple(d18(row[it]) if it in row else otherwise for it in self.tokens)

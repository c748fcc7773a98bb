"""What a vault's tokens are called where amounts, weights and refusals are told."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Protocol

from counterpoise.cli.words import explained, percent, tokens
from counterpoise.errors import Refusal

AMOUNTS = {
    "TradeForbidden": ("start", "end"),
    "BoughtTooLittle": ("bought", "min_buy_amount"),
    "BalanceCapExceeded": ("balance", "cap"),
}


class Named(Protocol):
    """A token, as far as it is told of."""

    @property
    def symbol(self) -> str: ...

    @property
    def decimals(self) -> int: ...


@dataclass(frozen=True, slots=True)
class Names:
    """The tokens by their addresses, in the vault's order."""

    tokens: Mapping[str, Named]

    def symbol(self, token: str) -> str:
        return self.tokens[token].symbol

    def shown(self, token: str, amount: int) -> str:
        """An amount {unit}, cut for a table."""
        return tokens(amount, self.tokens[token].decimals)

    def weights(self, weights: Sequence[int]) -> str:
        """Weights D18{1}, those of 0 left out; where they fit no assets, by themselves."""
        if len(weights) != len(self.tokens):
            return ", ".join(map(percent, weights))
        rows = zip(self.tokens.values(), weights, strict=True)
        return ", ".join(f"{it.symbol} {percent(weight)}" for it, weight in rows if weight)

    def refusal(self, refusal: Refusal) -> str:
        """Its name and numbers, with the assets called by their symbols, and so are amounts."""
        text = explained(refusal, self._amounts(refusal))
        for address, it in self.tokens.items():
            text = text.replace(address, it.symbol)
        index = refusal.fields.get("index")
        if index is None or index >= len(self.tokens):
            return text
        return text.replace(f"index {index}", f"index {index} ({self._nth(index)})")

    def _amounts(self, refusal: Refusal) -> dict[str, Callable[[int], str]]:
        """How to tell those of a refusal's numbers that are amounts {unit} of its asset."""
        asset = refusal.fields.get("asset")
        if asset is None or asset not in self.tokens:
            return {}
        return dict.fromkeys(AMOUNTS.get(refusal.name, ()), partial(self.shown, asset))

    def _nth(self, index: int) -> str:
        return tuple(self.tokens.values())[index].symbol

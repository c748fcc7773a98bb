"""Where a vault trades: its hub, its venues, and what a sale would bring, at one block."""

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from functools import cached_property

from counterpoise.chain.asking import NotAContract, asking
from counterpoise.chain.contracts import VaultClient, contract_at
from counterpoise.errors import Refusal, VenueNotAllowed
from counterpoise.execution.route import Offer


@dataclass(frozen=True)
class VaultMarket:
    """The planner's venue, and others that somebody names; all of them allowed by the vault."""

    vault: VaultClient
    block: int
    others: Sequence[str] = ()
    _known: dict[tuple[str, str, int], Offer | None] = field(default_factory=dict, repr=False)

    @cached_property
    def hub(self) -> str | None:
        """What the planner trades everything against; None for one that has no hub."""
        return self._of_planner("hub")

    @cached_property
    def venues(self) -> tuple[str, ...]:
        """Raises `VenueNotAllowed` for a named one that the vault does not allow."""
        for venue in self.others:
            if not self._is_allowed(venue):
                raise VenueNotAllowed(venue)
        own = self._of_planner("venue")
        allowed = [own] if own is not None and self._is_allowed(own) else []
        return tuple(dict.fromkeys([*allowed, *self.others]))

    def offer(self, sell: str, buy: str, amount: int) -> Offer | None:
        """The best of the venues' quotes; None where all refuse: no market, or too thin a one."""
        question = sell, buy, amount
        if question not in self._known:
            quotes = [self._quote(venue, *question) for venue in self.venues]
            made = [offer for offer in quotes if offer is not None]
            self._known[question] = max(made, key=lambda offer: offer.bought, default=None)
        return self._known[question]

    def _quote(self, venue: str, sell: str, buy: str, amount: int) -> Offer | None:
        call = contract_at(self.vault.w3, "UniswapV2Venue", venue).functions.quote
        with suppress(Refusal), asking(f"a venue: {venue}"):
            quoted = call(sell, buy, amount).call(block_identifier=self.block)
            return Offer(venue, int(quoted))
        return None

    def _is_allowed(self, venue: str) -> bool:
        with asking(f"a vault: {self.vault.address}"):
            ask = self.vault.vault.functions.isVenue(venue)
            return bool(ask.call(block_identifier=self.block))

    def _of_planner(self, getter: str) -> str | None:
        """What the planner that trades says, behind any that stands before it."""
        planner = self._planner
        while planner is not None:
            answer = self._said("HubPlanner", planner, getter)
            if answer is not None:
                return answer
            planner = self._said("SlicedPlanner", planner, "inner")
        return None

    def _said(self, kind: str, address: str, getter: str) -> str | None:
        call = contract_at(self.vault.w3, kind, address).functions[getter]()
        with suppress(NotAContract), asking("a planner"):
            return str(call.call(block_identifier=self.block))
        return None

    @cached_property
    def _planner(self) -> str | None:
        with asking(f"a vault: {self.vault.address}"):
            return str(self.vault.vault.functions.planner().call(block_identifier=self.block))

"""A vault's planner as its twin, read from the chain: the one that trades, and those before it."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, cast

from counterpoise.chain.parts import NoTwin, Parts, Read
from counterpoise.chain.venue import SeenVenue
from counterpoise.chain.watch import NOBODY
from counterpoise.constraint.set import Constraint
from counterpoise.execution import auction
from counterpoise.execution.dutch import DutchAuction, Terms
from counterpoise.execution.hub import HubPlanner, Limits
from counterpoise.execution.netting import NettingPlanner
from counterpoise.execution.planner import Planner
from counterpoise.execution.sliced import SlicedPlanner
from counterpoise.execution.turn import TurnPlanner

LIMITS = ("damping", "maxTurnover", "maxImpact", "maxLoss", "minTrade")
ASKED = ("bands", "bucket", "programme")
PAIRS = {"UniswapV2Venue": "pairCodeHash"}  # Whose curve is all that there is to know.
KINDS = {  # Each by a getter that no kind before it has; the first two are a hub's too.
    "NettingPlanner": "marketGas",
    "TurnPlanner": "afterSale",
    "SlicedPlanner": "programme",
    "AuctionPlanner": "auction",
    "HubPlanner": "damping",
}
Found = tuple[Planner, SeenVenue]


@dataclass(frozen=True, slots=True)
class Planners:
    """Finds the twins of planners, and the market that they trade on."""

    parts: Parts
    block: int
    constraint: Callable[[str, str], Constraint]  # by its address, and for whom it remembers

    def at(self, address: str) -> Found:
        """Raises `NoTwin` for a planner of an unknown kind."""
        kind = self.parts.kind(address, KINDS)
        if kind is None:
            raise NoTwin(f"the planner {address} is of a kind that has no twin here")
        read = self.parts.reader(kind, address, self.block)
        if kind == "SlicedPlanner":
            return self._sliced(read)
        return self._auctioned(read) if kind == "AuctionPlanner" else self._trading(kind, read)

    def _trading(self, kind: str, read: Read) -> Found:
        hub, venue, limits = read("hub"), read("venue"), Limits(*map(read, LIMITS))
        is_pair = self.parts.kind(venue, PAIRS) is not None
        market = SeenVenue(self.parts.reader("UniswapV2Venue", venue, self.block), is_pair)
        if kind == "NettingPlanner":
            return NettingPlanner(hub, venue, limits, market.curve, read("marketGas")), market
        planner = TurnPlanner if kind == "TurnPlanner" else HubPlanner
        return planner(hub, venue, limits, market.curve), market

    def _sliced(self, read: Read) -> Found:
        account, (planner, market) = read("account"), self.at(read("inner"))
        asked = map(read, ASKED)
        parts = (None if it == NOBODY else self.constraint(it, account) for it in asked)
        return SlicedPlanner(planner, *cast(Any, parts)), market

    def _auctioned(self, read: Read) -> Found:
        planner, market = self.at(read("inner"))
        limits = auction.Limits(read("maxTurnover"), read("minTrade"))
        going = self._auction(read("auction"), read("vault"))
        return auction.AuctionPlanner(going, planner, limits), market

    def _auction(self, address: str, vault: str) -> DutchAuction:
        """What an auction remembers of a vault; no bid is under way between two transactions."""
        read = self.parts.reader("DutchAuction", address, self.block)
        start, _ = read("timesOf", vault)
        count = len(self.parts.reader("Vault", vault, self.block)("assets"))
        prices = tuple(read("priceOf", vault, i) for i in range(count))
        return DutchAuction(address, vault, Terms(*read("terms")), prices, start)

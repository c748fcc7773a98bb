"""A vault's strategy as its twin, read from the chain: a composite with all that it composes."""

from collections.abc import Callable
from dataclasses import dataclass, fields

from counterpoise.chain.guards import GETTER, KIND, guard_of
from counterpoise.chain.parts import NoTwin, Parts, Read
from counterpoise.strategy.arc_glide import ArcGlideStrategy
from counterpoise.strategy.blend import BlendStrategy
from counterpoise.strategy.cppi import CppiStrategy, Terms
from counterpoise.strategy.fallback import FallbackStrategy
from counterpoise.strategy.fixed_weight import FixedWeightStrategy
from counterpoise.strategy.geometric_glide import GeometricGlideStrategy
from counterpoise.strategy.glide_path import GlidePathStrategy
from counterpoise.strategy.inverse_volatility import InverseVolatilityStrategy
from counterpoise.strategy.linear_glide import LinearGlideStrategy
from counterpoise.strategy.market import MarketStrategy
from counterpoise.strategy.maximum_sharpe import MaximumSharpeStrategy
from counterpoise.strategy.maximum_sharpe import Terms as Guess
from counterpoise.strategy.minimum_variance import Descent, MinimumVarianceStrategy
from counterpoise.strategy.momentum import MomentumStrategy
from counterpoise.strategy.option_replication import Kind, OptionReplicationStrategy
from counterpoise.strategy.overlay import OverlayStrategy
from counterpoise.strategy.proposals import Proposal
from counterpoise.strategy.proposed_weight import ProposedWeightStrategy
from counterpoise.strategy.risk_parity import RiskParityStrategy
from counterpoise.strategy.risk_scalar import RiskScalar
from counterpoise.strategy.strategy import Strategy
from counterpoise.strategy.volatility_target import VolatilityTargetStrategy

At = Callable[[str], Strategy]  # The twin of the strategy at an address.
# In the order of the chain's own list.
WAYS: tuple[type[GlidePathStrategy], ...] = (
    LinearGlideStrategy,
    GeometricGlideStrategy,
    ArcGlideStrategy,
)


def _fixed(read: Read, at: At) -> Strategy:
    return FixedWeightStrategy(tuple(read("weights")))


def _fallback(read: Read, at: At) -> Strategy:
    return FallbackStrategy(at(read("primary")), at(read("secondary")), read("primaryGas"))


def _inverse(read: Read, at: At) -> Strategy:
    return InverseVolatilityStrategy()


def _market(read: Read, at: At) -> Strategy:
    return MarketStrategy(at(read("inner")), read("hub"), read("maxSlice"))


def _glide(read: Read, at: At) -> Strategy:
    first, last = read("path")
    return WAYS[read("way")](tuple(first), tuple(last), read("start"), read("end"))


def _blend(read: Read, at: At) -> Strategy:
    parts, shares = read("parts")
    return BlendStrategy(
        tuple(map(at, parts)), tuple(shares), at(read("secondary")), read("partGas")
    )


def _overlay(read: Read, at: At) -> Strategy:
    scalars = tuple(_scalar(it, at) for it in read("scalars"))
    return OverlayStrategy(at(read("inner")), read("hub"), scalars, read("scalarGas"))


def _cppi(read: Read, at: At) -> Strategy:
    names = ("floor", "rate", "ratchet", "multiplier", "maxGap", "cap")
    return CppiStrategy(at(read("inner")), read("cash"), Terms(*map(read, names)), read("start"))


def _volatility_target(read: Read, at: At) -> Strategy:
    names = ("cash", "volatility", "band", "maxRise")
    return VolatilityTargetStrategy(at(read("inner")), *map(read, names))


def _parity(read: Read, at: At) -> Strategy:
    return RiskParityStrategy(tuple(read("budgets")), read("tolerance"))


def _momentum(read: Read, at: At) -> Strategy:
    kappas, low, high = map(tuple, read("parameters"))
    return MomentumStrategy(at(read("inner")), kappas, read("power"), low, high)


def _scalar(address: str, at: At) -> RiskScalar:
    """Those that have a twin are strategies too."""
    twin = at(address)
    if isinstance(twin, RiskScalar):
        return twin
    raise NoTwin(f"the scalar {address} is of a kind that has no twin here")


def _option(read: Read, at: At) -> Strategy:
    terms = (read(name) for name in OPTION)
    return OptionReplicationStrategy(Kind(read("kind")), *terms)


OPTION = ("risky", "cash", "strike", "expiry", "rate", "interval", "cost")


def _minimum_variance(read: Read, said: Proposal) -> Strategy:
    limits = Descent(*(read(it.name) for it in fields(Descent)))
    least, most, gains = (tuple(it) for it in read("box"))
    return MinimumVarianceStrategy(said, least, most, gains, limits)


def _maximum_sharpe(read: Read, said: Proposal) -> Strategy:
    least, most, gains = (tuple(it) for it in read("box"))
    terms = Guess(*(read(it.name) for it in fields(Guess)))
    return MaximumSharpeStrategy(said, least, most, gains, terms)


def _proposed(read: Read, said: Proposal) -> Strategy:
    return ProposedWeightStrategy(said)


# Each kind by a getter that no kind before it has.
KINDS: dict[str, tuple[str, Callable[[Read, At], Strategy]]] = {
    "FixedWeightStrategy": ("weights", _fixed),
    "BlendStrategy": ("partGas", _blend),
    "FallbackStrategy": ("secondary", _fallback),
    "OptionReplicationStrategy": ("strike", _option),
    "InverseVolatilityStrategy": ("MAX_VOLATILITY", _inverse),
    "MarketStrategy": ("maxSlice", _market),
    "LinearGlideStrategy": ("path", _glide),  # All three ways are read alike.
    "OverlayStrategy": ("scalarGas", _overlay),
    "CppiStrategy": ("ratchet", _cppi),
    "VolatilityTargetStrategy": ("maxRise", _volatility_target),
    "RiskParityStrategy": ("budgets", _parity),
    "MomentumStrategy": ("power", _momentum),
}
READERS: dict[str, tuple[str, Callable[[Read, Proposal], Strategy]]] = {  # of a book
    "MinimumVarianceStrategy": ("aversion", _minimum_variance),
    "MaximumSharpeStrategy": ("kept", _maximum_sharpe),
    "ProposedWeightStrategy": ("book", _proposed),
}
GETTERS = {name: getter for name, (getter, _) in (KINDS | READERS).items()} | {KIND: GETTER}


@dataclass(frozen=True, slots=True)
class Strategies:
    """Strategies at a block; what never changes is read once."""

    parts: Parts
    block: int

    def at(self, address: str) -> Strategy:
        """The twin of a strategy. Raises `NoTwin` where it or a part of it is of no known kind."""
        kind = self.parts.kind(address, GETTERS)
        if kind is None:
            raise NoTwin(f"the strategy {address} is of a kind that has no twin here")
        read = self.parts.reader(kind, address, self.block)
        if kind == KIND:
            return guard_of(self.parts, self.block, read, self.at)
        if kind in READERS:
            return READERS[kind][1](read, self._said(read("book"), address))
        return KINDS[kind][1](read, self.at)

    def _said(self, book: str, strategy: str) -> Proposal:
        """What a book says to a strategy; nothing where there is none."""
        if int(book, 16) == 0:
            return Proposal(0, 0)
        return Proposal(
            *self.parts.reader("SolutionBook", book, self.block)("proposalFor", strategy)
        )

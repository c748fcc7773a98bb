"""What an entry of a parameter file may speak of, and what entries have asked for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from scripts.deploy.assets import Asset
from scripts.deploy.node import Node
from scripts.deploy.parameters import Mismatch
from scripts.deploy.pools import Pool


@dataclass(frozen=True)
class Asked:
    """An entry needs a signal, of these assets at least."""

    field: str
    kind: str
    signal: str
    assets: tuple[str, ...]


@dataclass(frozen=True)
class Moment:
    """A time {s} that the chain's own must stand to as the numbers say."""

    field: str
    time: int
    least: int | None  # {s} from now
    most: int  # {s} from now

    def check(self, now: int) -> None:
        """Raises `Mismatch` with the times that would do."""
        least = 0 if self.least is None else now + self.least
        if not least <= self.time <= now + self.most:
            raise Mismatch(self.field, f"{least} to {now + self.most}", self.time)


@dataclass(frozen=True)
class Token:
    """A token, or the dollar."""

    address: str
    decimals: int


@dataclass(frozen=True)
class Priced:
    """What an oracle is asked for: the price of a base in a quote, under a label of its own."""

    base: Token
    quote: Token
    label: str


@dataclass(frozen=True)
class Ground:
    """The vault's assets and pools; whoever reads an entry adds to the lists."""

    assets: tuple[Asset, ...]
    center: str  # the hub's symbol
    pools: Mapping[str, Pool]
    labels: set[str] = field(default_factory=set)
    asked: list[Asked] = field(default_factory=list)
    moments: list[Moment] = field(default_factory=list)
    oracles: list[Node] = field(default_factory=list)  # in the order of the assets
    constraints: list[Node] = field(default_factory=list)  # in the order they speak
    venues: list[Node] = field(default_factory=list)  # the vault's, once it is read
    priced: Priced | None = None  # within an oracle

    @property
    def hub(self) -> Asset:
        return self.known[self.center]

    @property
    def tokens(self) -> tuple[str, ...]:
        return tuple(it.address for it in self.assets)

    @property
    def known(self) -> dict[str, Asset]:
        return {it.symbol: it for it in self.assets}

    @property
    def pair(self) -> Priced:
        """What is priced, within an oracle."""
        assert self.priced
        return self.priced

    @property
    def asset(self) -> Asset | None:
        """The vault's asset that is priced, if it is one."""
        return next((it for it in self.assets if it.address == self.pair.base.address), None)

    def label(self, contract: str, path: str) -> str:
        """Its name for the first of a kind, with its place in the file for the others."""
        label = f"{path} {contract}" if contract in self.labels else contract
        self.labels.add(label)
        return label

    def require_told(self, told: Mapping[str, Sequence[str]], sources: Mapping[str, str]) -> None:
        """Each signal that is needed is told, of each asset. Raises `Mismatch`.

        `told`: the assets of each signal that there is. `sources`: where a file says each signal.
        """
        symbols = {it.address: it.symbol for it in self.assets}
        for it in self.asked:
            wanted = f"{sources[it.signal]} beside it, for {it.signal}"
            if it.signal not in told:
                raise Mismatch(it.field, wanted, it.kind)
            missing = [symbols[who] for who in it.assets if who not in told[it.signal]]
            if missing:
                raise Mismatch(it.field, f"{wanted} of {', '.join(missing)}", it.kind)

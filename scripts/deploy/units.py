"""What a value of a parameter file is: its unit, what is allowed, and how it is read."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from re import fullmatch
from typing import Any, Protocol

from counterpoise.math.fixed_point import ONE
from scripts.deploy.assets import Asset
from scripts.deploy.ground import Ground, Moment
from scripts.deploy.parameters import Fields, Mismatch, shown
from scripts.deploy.pools import Pool
from scripts.deploy.uniswap import NO_ADDRESS

SMALLEST = 1  # D18{1}, of what must be above nothing


class Unit(Protocol):
    """Reads a value below a key, and says what is allowed there."""

    @property
    def says(self) -> str: ...

    def read(self, item: Fields, key: str, ground: Ground) -> Any: ...


@dataclass(frozen=True)
class Fraction:
    """A decimal string, D18 on the chain, between two bounds. `unit` is that of 1e18."""

    most: int
    least: int = 0
    unit: str = "1"

    @property
    def allowed(self) -> str:
        if self.least == SMALLEST:
            return f"above 0, at most {shown(self.most)}"
        return f"{shown(self.least)} to {shown(self.most)}"

    @property
    def says(self) -> str:
        return f"{{{self.unit}}} {self.allowed}"

    def read(self, item: Fields, key: str, ground: Ground) -> int:
        value = item.signed(key, 18)
        if not self.least <= value <= self.most:
            raise Mismatch(item.name(key), self.allowed, item.text(key))
        return value


@dataclass(frozen=True)
class Whole:
    """A whole number between two bounds; `but` is one in between that is not allowed."""

    least: int
    most: int
    unit: str = "s"
    but: int | None = None

    @property
    def allowed(self) -> str:
        return f"{self.least} to {self.most}" + ("" if self.but is None else f", not {self.but}")

    @property
    def says(self) -> str:
        return f"{{{self.unit}}} {self.allowed}"

    def read(self, item: Fields, key: str, ground: Ground) -> int:
        value = item.whole(key)
        if not self.least <= value <= self.most or value == self.but:
            raise Mismatch(item.name(key), self.allowed, value)
        return value


@dataclass(frozen=True)
class Instant:
    """A time {s} since 1970, so far from the chain's own; without a least, any before."""

    least: int | None
    most: int

    @property
    def says(self) -> str:
        if self.least is None:
            return "{s} since 1970, not after now"
        return f"{{s}} since 1970, {self.least} to {self.most} from now"

    def read(self, item: Fields, key: str, ground: Ground) -> int:
        value = item.whole_within(key, 0, 2**40 - 1)
        ground.moments.append(Moment(item.name(key), value, self.least, self.most))
        return value


@dataclass(frozen=True)
class Choice:
    """One of some words; on the chain its number among them."""

    words: tuple[str, ...]

    @property
    def says(self) -> str:
        return "one of " + ", ".join(self.words)

    def read(self, item: Fields, key: str, ground: Ground) -> int:
        return self.words.index(item.choice(key, self.words))


@dataclass(frozen=True)
class Address:
    """An address with its checksum."""

    says = "an address"

    def read(self, item: Fields, key: str, ground: Ground) -> str:
        return item.address(key)


@dataclass(frozen=True)
class Word:
    """32 bytes, such as the hash of some code."""

    says = "0x and 64 hexadecimal digits"

    def read(self, item: Fields, key: str, ground: Ground) -> str:
        text = item.text(key)
        if not fullmatch("0x[0-9a-f]{64}", text):
            raise Mismatch(item.name(key), self.says, text)
        return text


@dataclass(frozen=True)
class Symbol:
    """One of the vault's assets, by its symbol."""

    says = "an asset's symbol"

    def read(self, item: Fields, key: str, ground: Ground) -> str:
        return ground.known[item.choice(key, ground.known)].address


@dataclass(frozen=True)
class Symbols:
    """Some of the vault's assets by their symbols, each once."""

    most: int

    @property
    def says(self) -> str:
        return f"1 to {self.most} assets' symbols"

    def read(self, item: Fields, key: str, ground: Ground) -> list[Asset]:
        names = item.names(key)
        for i, name in enumerate(names):
            if name not in ground.known:
                raise Mismatch(f"{item.name(key)}[{i}]", one_of(ground.known), name)
        if not 0 < len(names) <= self.most or len(set(names)) < len(names):
            raise Mismatch(item.name(key), f"1 to {self.most} of them, each once", len(names))
        return [ground.known[it] for it in names]


@dataclass(frozen=True)
class PerAsset:
    """An object of the assets' symbols; a list in the order of the vault on the chain.

    `otherwise` is what counts where an asset is left out. With `whole` they are one in all.
    """

    unit: Unit
    otherwise: int | None = None
    whole: bool = False

    @property
    def says(self) -> str:
        rest = "" if self.otherwise is None else f"; {shown(self.otherwise)} where left out"
        return f"each asset's {self.unit.says}{', 1 in all' if self.whole else ''}{rest}"

    def read(self, item: Fields, key: str, ground: Ground) -> list[int]:
        rows = item.group(key)
        rows.require_known(ground.known)
        values = [self._value(rows, it, ground) for it in ground.known]
        if self.whole and sum(values) != ONE:
            raise Mismatch(item.name(key), "1 in all", f"{shown(sum(values))} in all")
        return values

    def _value(self, rows: Fields, symbol: str, ground: Ground) -> int:
        if symbol not in rows.data and self.otherwise is not None:
            return self.otherwise
        return int(self.unit.read(rows, symbol, ground))


@dataclass(frozen=True)
class SomeAssets:
    """An object of some assets' symbols: those assets, each with its value."""

    unit: Unit
    most: int

    @property
    def says(self) -> str:
        return f"of 1 to {self.most} assets, each one's {self.unit.says}"

    def read(self, item: Fields, key: str, ground: Ground) -> list[tuple[Asset, int]]:
        rows = item.group(key)
        rows.require_known(ground.known)
        if not 0 < len(rows.data) <= self.most:
            raise Mismatch(item.name(key), f"1 to {self.most} of them", len(rows.data))
        named = [it for it in ground.known if it in rows.data]
        return [(ground.known[it], self.unit.read(rows, it, ground)) for it in named]


@dataclass(frozen=True)
class Answer:
    """A decimal string with as many digits as the entry's `decimals` says."""

    says = "a decimal string, with `decimals` digits after the point at most"

    def read(self, item: Fields, key: str, ground: Ground) -> int:
        return item.amount(key, item.whole("decimals"))


@dataclass(frozen=True)
class Text:
    """Words."""

    says = "a string"

    def read(self, item: Fields, key: str, ground: Ground) -> str:
        return item.text(key)


@dataclass(frozen=True)
class PoolOf:
    """The name of one of the file's pools."""

    says = "the name of one of `pools`, which must be of this asset"

    def read(self, item: Fields, key: str, ground: Ground) -> Pool:
        return pool_of(item, ground.asset.symbol if ground.asset else "no asset", ground)


@dataclass(frozen=True)
class Otherwise:
    """What counts where a key is left out."""

    says: str
    value: Callable[[Ground], Any]


HUB = Otherwise("the hub", lambda ground: ground.hub.address)
NOBODY = Otherwise("none", lambda ground: NO_ADDRESS)


def nothing(says: str = "0", value: Any = 0) -> Otherwise:
    """The same for every vault."""
    return Otherwise(says, lambda ground: value)


def one_of(known: Any) -> str:
    return "one of " + ", ".join(known)


def pool_of(item: Fields, asset: str, ground: Ground) -> Pool:
    """The pool that is named, which must be one of the asset's. Raises `Mismatch`."""
    own = [name for name, pool in ground.pools.items() if pool.base.symbol == asset]
    wanted = one_of(own) if own else f"a pool of {asset}, of which there is none"
    if item.data.get("pool") not in own:
        raise Mismatch(item.name("pool"), wanted, item.data.get("pool", "nothing"))
    return ground.pools[item.text("pool")]

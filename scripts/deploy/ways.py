"""The pools that a venue will trade on, asked before anything is wired to it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, Protocol

from eth_abi.abi import encode
from eth_utils.address import to_checksum_address
from eth_utils.crypto import keccak

from counterpoise.math.fixed_point import ONE
from scripts.deploy.node import Node
from scripts.deploy.parameters import Mismatch, require_equal
from scripts.deploy.uniswap import NO_ADDRESS, pair_address

Q192 = 2**192  # One, in squares of V3's roots of prices.


class Ask(Protocol):
    """What a contract of a kind at an address answers; raises `Mismatch` where it is another."""

    def __call__(self, field: str, kind: str, address: str, function: str, *values: Any) -> Any: ...


@dataclass(frozen=True)
class Ways:
    """Looks for markets in a venue's tree: {unit} of `buy` for one of `sell`, by pools' prices."""

    ask: Ask
    fair: Mapping[str, Fraction]  # {USD} of a {unit} of each asset
    tolerance: int  # D18{1}, how far a way's price may be off these

    def require(self, venue: Node, hub: str, symbols: Mapping[str, str]) -> None:
        """Each asset has a way to the hub, and none lies. Raises `Mismatch`."""
        for token, symbol in symbols.items():
            if token != hub and self._market("venue", venue, token, hub) is None:
                wanted = f"a market of {symbol} and {symbols[hub]}"
                raise Mismatch("venue", wanted, "no pool of theirs")

    def _market(self, name: str, venue: Node, sell: str, buy: str) -> Fraction | None:
        """The price of a way, which is a fair one; None where there is no such way."""
        if venue.contract == "SplitVenue":
            return first(list(self._parts(name, venue, sell, buy)))
        price = self._price(name, venue, sell, buy)
        if price is not None and sell in self.fair and buy in self.fair:
            self._require_fair(f"{name}.price", price, self.fair[sell] / self.fair[buy])
        return price

    def _parts(self, name: str, venue: Node, sell: str, buy: str) -> Iterator[Fraction | None]:
        for i, it in enumerate(venue.inputs[0]):
            yield self._market(f"{name}.venues[{i}]", it, sell, buy)

    def _price(self, name: str, venue: Node, sell: str, buy: str) -> Fraction | None:
        if venue.contract == "PathVenue":
            return self._along(name, venue, sell, buy)
        pair = self._pair if venue.contract == "UniswapV2Venue" else self._pool
        return pair(name, venue, sell, buy)

    def _along(self, name: str, venue: Node, sell: str, buy: str) -> Fraction | None:
        """All of its hops there, each of which is asked."""
        path, hops = venue.inputs
        if buy != path[-1] or sell in path:
            return None
        price = Fraction(1)
        for i, (hop, near, far) in enumerate(zip(hops, (sell, *path), path, strict=False)):
            found = self._market(f"{name}.hops[{i}]", hop, near, far)
            if found is None:
                return None
            price *= found
        return price

    def _pair(self, name: str, venue: Node, sell: str, buy: str) -> Fraction | None:
        """Of Uniswap V2 or a fork."""
        factory, code_hash, _ = venue.inputs
        said = self.ask(name, "IUniswapV2Factory", factory, "getPair", sell, buy)
        there = self._stands(name, said, pair_address(factory, code_hash, sell, buy))
        if not there:
            return None
        ours, theirs, *_ = self.ask(name, "IUniswapV2Pair", there, "getReserves")
        if 0 in (ours, theirs):
            raise Mismatch(f"{name}.reserves", "some of both tokens", f"{ours}, {theirs}")
        return Fraction(theirs, ours) if is_first(sell, buy) else Fraction(ours, theirs)

    def _pool(self, name: str, venue: Node, sell: str, buy: str) -> Fraction | None:
        """Of Uniswap V3."""
        factory, code_hash, fee, _ = venue.inputs
        said = self.ask(name, "IUniswapV3Factory", factory, "getPool", sell, buy, fee)
        there = self._stands(name, said, pool_address(factory, code_hash, (sell, buy), fee))
        if not there:
            return None
        liquidity = self.ask(name, "IUniswapV3Pool", there, "liquidity")
        if liquidity == 0:
            raise Mismatch(f"{name}.liquidity", f"some at the price of {there}", "none")
        root = self.ask(name, "IUniswapV3Pool", there, "slot0")[0]
        price = Fraction(root**2, Q192)
        return price if is_first(sell, buy) else 1 / price

    def _stands(self, name: str, said: str, expected: str) -> str:
        """Where a pool stands, which is where the venue will look; empty where there is none."""
        if said == NO_ADDRESS:
            return ""
        require_equal(f"{name}.pool.address", expected, str(to_checksum_address(said)))
        return expected

    def _require_fair(self, field: str, price: Fraction, fair: Fraction) -> None:
        if abs(price - fair) * ONE > self.tolerance * price:
            most = f"within {100 * self.tolerance / ONE:g} % of the pools' {float(price):.8g}"
            raise Mismatch(field, most, f"{float(fair):.8g} by the feeds")


def first(found: Sequence[Fraction | None]) -> Fraction | None:
    """The first market that there is."""
    return next((it for it in found if it is not None), None)


def is_first(token: str, other: str) -> bool:
    return int(token, 16) < int(other, 16)


def pool_address(factory: str, code_hash: str, ends: tuple[str, str], fee: int) -> str:
    """Where the V3 pool of two tokens stands by CREATE2, deployed or not."""
    low, high = sorted(ends, key=lambda it: int(it, 16))
    salt = keccak(encode(["address", "address", "uint24"], [low, high, fee]))
    packed = b"\xff" + bytes.fromhex(factory[2:]) + salt + bytes.fromhex(code_hash[2:])
    return str(to_checksum_address(keccak(packed)[12:]))

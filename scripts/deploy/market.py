"""A market to try a vault on: tokens, feeds and real Uniswap V2 pools of a stated depth.

brownie run deploy/market main deployments/demo-market.params.json --network counterpoise
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from brownie import web3

from counterpoise.math.fixed_point import ONE
from scripts.account import sender
from scripts.deploy.book import AddressBook, open_book
from scripts.deploy.entry import one_line
from scripts.deploy.parameters import Fields, Mismatch, book_of, read, require_equal
from scripts.deploy.project import container
from scripts.deploy.ranges import ensure_ranges, pool_code_hash
from scripts.deploy.uniswap import ensure_pair, pair_code_hash, prebuilt

FEED_DECIMALS = 8  # As Chainlink's feeds in USD have.
FEES = 500, 3_000, 10_000  # {1e-6}, of Uniswap V3's own tiers
# {USD} on a side or in a purse: a pool books 2^112 units, of a dollar's 18 digits.
MOST = 5 * 10**15
MAX_DECIMALS = 27  # as SpotObserver has it
KNOWN = ("name", "hub", "depth", "purse", "tokens", "ranges")
TOKEN = ("name", "symbol", "decimals", "feed", "price", "ether")


@dataclass(frozen=True)
class Listing:
    """One token of the market: what it is called, and what it costs at the start."""

    name: str
    symbol: str
    decimals: int
    description: str  # of its feed
    answer: int  # {USD/tok} with FEED_DECIMALS
    ether: int | None  # {wei} that lie behind it, where it is wrapped ether

    def amount(self, value: int) -> int:
        """{unit} that are worth so much. `value`: D18{USD}."""
        return value * int(10 ** (self.decimals + FEED_DECIMALS)) // (self.answer * ONE)


def main(path: str) -> None:
    """Deploy the market of a file, or verify that it stands; writes <name>.json beside it."""
    with one_line():
        spec = read(Path(path))
        book = open_book(spec, book_of(Fields(spec), Path(path)))
        deploy_market(sender(), spec, book)
        print(f"market {book.name}: {len(book.contracts)} contracts in {book.path}")


@dataclass(frozen=True)
class Sides:
    """What pools with the hub are made of."""

    hub: str
    tokens: dict[str, Any]  # by symbol
    amounts: dict[str, int]  # {unit} that are worth the depth

    @property
    def pools(self) -> dict[str, list[tuple[Any, int]]]:
        """Both sides of the pool of each token but the hub, by symbol."""
        sides = {it: (token, self.amounts[it]) for it, token in self.tokens.items()}
        return {it: [sides[it], sides[self.hub]] for it in sides if it != self.hub}


def deploy_market(deployer: Any, spec: dict[str, Any], book: AddressBook | None = None) -> Any:
    """Tokens, feeds, the factory and one pool with the hub for each other token.

    `spec`: name, hub (a symbol), depth {USD a side}, purse {USD of each token for the deployer},
    tokens: name, symbol, decimals, feed (its description), price {USD/tok}; wrapped ether has an
    amount of ether too, which the deployer wraps: so much can be unwrapped. `ranges`, where there
    is any: fees {1e-6} of as many pools of Uniswap V3 for each token, as deep as its pair.
    """
    fields = Fields(spec)
    listings = _listings(fields)
    book = book or open_book(spec)
    tokens = {symbol: _token(book, item, deployer) for symbol, item in listings.items()}
    feeds = {symbol: _feed(book, item, deployer) for symbol, item in listings.items()}
    for symbol, item in listings.items():
        _fill(tokens[symbol], deployer, item.amount(fields.amount("purse", 18)), deployer)
        _wrap(tokens[symbol], item.ether or 0, deployer)
    inputs = [str(deployer)]
    factory = book.ensure("UniswapV2Factory", prebuilt("UniswapV2Factory"), inputs, deployer)
    sides = _sides(fields, listings, tokens)
    book.addresses = {
        "hub": sides.hub,
        "tokens": {symbol: token.address for symbol, token in tokens.items()},
        "feeds": {symbol: feed.address for symbol, feed in feeds.items()},
        "factory": factory.address,
        "pairCodeHash": pair_code_hash(),
        "pairs": {it: _pair(factory, both, deployer) for it, both in sides.pools.items()},
        **_ranges(book, fields.data.get("ranges", []), sides, deployer),
    }
    book.save()
    return book.addresses


def _sides(fields: Fields, listings: dict[str, Listing], tokens: dict[str, Any]) -> Sides:
    hub, depth = fields.text("hub"), fields.amount("depth", 18)
    return Sides(hub, tokens, {symbol: item.amount(depth) for symbol, item in listings.items()})


def _ranges(book: AddressBook, fees: list[int], sides: Sides, deployer: Any) -> dict[str, Any]:
    """Pools of Uniswap V3 beside the pairs, one of each fee for each token; none by default."""
    if not fees:
        return {}
    found = ensure_ranges(book, deployer)
    pools = {
        symbol: [found.pool([(token.address, it) for token, it in both], fee) for fee in fees]
        for symbol, both in sides.pools.items()
    }
    places = {"factory": found.factory, "poolCodeHash": pool_code_hash(), "trader": found.trader}
    return {"ranges": places | {"pools": pools}}


def _listings(fields: Fields) -> dict[str, Listing]:
    """By symbol; all of the file is judged here, before anything is sent. Raises `Mismatch`."""
    fields.require_known(KNOWN)
    listings = {item.symbol: item for item in map(_listing, fields.groups("tokens"))}
    if len(listings) < len(fields.groups("tokens")):
        raise Mismatch("tokens", "each symbol once", ", ".join(listings))
    fields.choice("hub", listings)
    fees = fields.data.get("ranges", [])
    if not isinstance(fees, list) or not all(it in FEES for it in fees):
        raise Mismatch("ranges", f"some of {FEES}, in millionths", fees)
    for key in ("depth", "purse"):
        fields.amount_within(key, ONE, MOST * ONE)
    return listings


def _listing(item: Fields) -> Listing:
    item.require_known(TOKEN)
    price = item.amount("price", FEED_DECIMALS)
    if price == 0:
        raise Mismatch(item.name("price"), "above 0", item.text("price"))
    return Listing(
        item.text("name"),
        item.text("symbol"),
        item.whole_within("decimals", 0, MAX_DECIMALS),
        item.text("feed"),
        price,
        item.amount("ether", 18) if "ether" in item.data else None,
    )


def _token(book: AddressBook, item: Listing, deployer: Any) -> Any:
    inputs = [item.name, item.symbol, item.decimals]
    kind = "MockToken" if item.ether is None else "MockWETH"
    return book.ensure(item.symbol, container(kind), inputs, deployer)


def _feed(book: AddressBook, item: Listing, deployer: Any) -> Any:
    inputs = [item.description, FEED_DECIMALS]
    feed = book.ensure(f"{item.symbol} feed", container("MockFeed"), inputs, deployer)
    if feed.latestRoundData()[0] == 0:
        feed.post(item.answer, {"from": deployer})
    return feed


def _fill(token: Any, holder: Any, amount: int, deployer: Any) -> None:
    """Mint what is missing, but to one who has already had something."""
    if token.balanceOf(holder) == 0:
        token.mint(holder, amount, {"from": deployer})


def _wrap(token: Any, amount: int, deployer: Any) -> None:
    """Put ether {wei} behind wrapped ether that has none."""
    if amount > web3.eth.get_balance(token.address):
        token.deposit({"from": deployer, "value": amount})


def _pair(factory: Any, sides: list[tuple[Any, int]], deployer: Any) -> str:
    """The pair of two tokens, with that much of each; one that has liquidity is left alone."""
    (a, _), (b, _) = sides
    pair = ensure_pair(factory, a.address, b.address, deployer)
    if pair.totalSupply() == 0:
        for token, amount in sides:
            _fill(token, pair.address, amount, deployer)
        pair.mint(deployer, {"from": deployer})
    require_equal(f"{a.symbol()}/{b.symbol()}.factory", factory.address, pair.factory())
    return str(pair.address)

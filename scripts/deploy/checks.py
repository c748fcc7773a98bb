"""What must be true of every address before a vault is wired to it."""

from __future__ import annotations

from typing import Any

from brownie import web3
from brownie.exceptions import VirtualMachineError
from web3.exceptions import ContractLogicError

from counterpoise.math.fixed_point import ONE
from scripts.deploy.assets import USD, Asset, Feed
from scripts.deploy.book import require_code
from scripts.deploy.parameters import Mismatch, require_equal
from scripts.deploy.project import at, interface_at, now
from scripts.deploy.uniswap import factory_at, pair_address, pair_at

WHOLE = (10**36).to_bytes(32, "big")  # {unit} of shares, as Erc4626Oracle asks
ANYBODY = "0x" + "11" * 20  # Not address 0, to which tokens refuse to mint.


def check_token(asset: Asset) -> None:
    """Code, symbol and decimals."""
    require_code(f"{asset.symbol}.token", asset.address)
    token = at("MockToken", asset.address)
    require_equal(f"{asset.symbol}.symbol", asset.symbol, token.symbol())
    require_equal(f"{asset.symbol}.decimals", asset.decimals, token.decimals())


def check_feed(name: str, feed: Feed) -> None:
    """Code, description, decimals, a fresh answer within its bounds."""
    require_code(name, feed.address)
    there = at("MockFeed", feed.address)
    require_equal(f"{name}.description", feed.description, there.description())
    require_equal(f"{name}.decimals", feed.decimals, there.decimals())
    _, answer, _, updated_at, _ = there.latestRoundData()
    age = now() - updated_at
    if age > feed.max_age:
        raise Mismatch(f"{name}.age", f"at most {feed.max_age} s", f"{age} s")
    if not feed.min_answer <= answer <= feed.max_answer:
        bounds = f"{feed.min_answer} to {feed.max_answer}"
        raise Mismatch(f"{name}.answer", bounds, answer)


def check_priced(asset: Asset, oracle: str, tolerance: int) -> None:
    """An oracle says what an asset without a feed is believed to cost; the tolerance is D18{1}."""
    said = at("ChainlinkOracle", oracle).getQuote(10**asset.decimals, asset.address, USD)
    if abs(said - asset.price) * ONE > tolerance * asset.price:
        most = f"within {100 * tolerance / ONE:g} % of {asset.price / ONE:.8g}"
        raise Mismatch(f"{asset.symbol}.price", most, f"{said / ONE:.8g}, as its oracle says")


def check_decimals(name: str, token: str, decimals: int) -> None:
    """Of a token that is none of the assets."""
    require_code(name, token)
    require_equal(f"{name}.decimals", decimals, at("MockToken", token).decimals())


def check_share(name: str, vault: str, asset: str, bounds: tuple[int, int]) -> None:
    """A vault of that asset, whose rate {unit} for 1e36 shares is between two bounds."""
    said = _said(vault, "asset()"), _said(vault, "convertToAssets(uint256)", WHOLE)
    if None in said or any(len(it or b"") != 32 for it in said):
        raise Mismatch(name, f"an ERC-4626 vault at {vault}", "another contract")
    there, rate = (int.from_bytes(it or b"", "big") for it in said)
    require_equal(f"{name}.asset", asset.lower(), f"0x{there:040x}")
    low, high = bounds
    if not low <= rate <= high:
        raise Mismatch(name, f"a rate of {low} to {high} for 1e36 shares", rate)


def check_pool(asset: Asset, hub: Asset, factory: str, code_hash: str, tolerance: int) -> None:
    """The pair stands where the venue will look for it, with these tokens, near the feeds' price.

    `tolerance`: D18{1}.
    """
    name = f"{asset.symbol}.pool"
    require_code("venue.factory", factory)
    expected = pair_address(factory, code_hash, asset.address, hub.address)
    require_equal(f"{name}.address", expected, pair_in(factory, asset.address, hub.address))
    require_code(name, expected)
    pair = pair_at(expected)
    require_equal(f"{name}.factory", factory, pair.factory())
    tokens = sorted((asset.address, hub.address), key=str.lower)
    require_equal(f"{name}.tokens", tokens, [pair.token0(), pair.token1()])
    price = pool_price(name, asset, hub, pair)
    check_price(f"{asset.symbol}.feed.price", asset, hub, price, tolerance)


def check_weth(weth: str, tokens: list[str]) -> None:
    """One of the assets, and it wraps and unwraps ether."""
    if weth not in tokens:
        raise Mismatch("gateway.weth", "one of the assets", weth)
    if None in (_said(weth, "deposit()"), _said(weth, "withdraw(uint256)", bytes(32))):
        raise Mismatch("gateway.weth.code", "wrapped ether", f"another token at {weth}")


def check_permit2(permit2: str) -> None:
    """It answers with the domain of this chain, so that signatures will count."""
    require_code("gateway.permit2", permit2)
    kind = "EIP712Domain(string name,uint256 chainId,address verifyingContract)"
    words = web3.keccak(text=kind) + web3.keccak(text="Permit2")
    words += int(web3.eth.chain_id).to_bytes(32, "big") + bytes(12) + bytes.fromhex(permit2[2:])
    if _said(permit2, "DOMAIN_SEPARATOR()") != web3.keccak(words):
        wanted = f"Permit2 at {permit2}"
        raise Mismatch("gateway.permit2.code", wanted, "another contract")


def _said(address: str, signature: str, words: bytes = b"") -> bytes | None:
    """What a contract answers to a call that sends nothing; None where it reverts."""
    try:
        data = web3.keccak(text=signature)[:4] + words
        return bytes(web3.eth.call({"from": ANYBODY, "to": address, "data": data}))
    except (ContractLogicError, ValueError):  # Brownie turns the one into the other.
        return None


def pair_in(factory: str, a: str, b: str) -> str:
    """Where the factory says that the pair of two tokens stands."""
    try:
        return str(factory_at(factory).getPair(a, b))
    except (VirtualMachineError, ValueError):  # It reverted, or what it returned is no address.
        wanted = f"a Uniswap V2 factory at {factory}"
        raise Mismatch("venue.factory.code", wanted, "another contract") from None


def check_tier(name: str, factory: str, fee: int) -> None:
    """Raises `Mismatch` where there is no V3 factory, or none that has pools of that fee {1e-6}."""
    require_code(f"{name}.factory", factory)
    try:
        spacing = interface_at("IUniswapV3Factory", factory).feeAmountTickSpacing(fee)
    except (VirtualMachineError, ValueError):
        wanted = f"a Uniswap V3 factory at {factory}"
        raise Mismatch(f"{name}.factory.code", wanted, "another contract") from None
    if spacing == 0:
        raise Mismatch(f"{name}.fee", f"a fee that {factory} knows", fee)


def answer(field: str, kind: str, address: str, function: str, *values: Any) -> Any:
    """What a contract answers by one of the project's interfaces. Raises `Mismatch` for another."""
    require_code(field, address)
    try:
        return getattr(interface_at(kind, address), function)(*values)
    except (VirtualMachineError, ValueError):
        wanted = f"{kind.removeprefix('I')} at {address}"
        raise Mismatch(f"{field}.code", wanted, "another contract") from None


def pool_price(name: str, base: Asset, quote: Asset, pair: Any) -> int:
    """D18{quote/base}, of whole tokens in a Uniswap V2 pair. Raises `Mismatch` for an empty one."""
    reserves = dict(zip((pair.token0(), pair.token1()), pair.getReserves()[:2], strict=True))
    own, other = reserves[base.address], reserves[quote.address]
    if 0 in (own, other):
        raise Mismatch(f"{name}.reserves", "some of both tokens", f"{own}, {other}")
    return int(other * ONE * 10**base.decimals // (own * 10**quote.decimals))


def check_price(name: str, base: Asset, quote: Asset, pool: int, tolerance: int) -> None:
    """Compare a pool's price with the feeds', both D18{quote/base}; the tolerance is D18{1}."""
    feed = price_of(base) * ONE // price_of(quote)
    if abs(pool - feed) * ONE > tolerance * pool:
        most = f"within {100 * tolerance / ONE:g} % of the pool's {pool / ONE:.8g}"
        raise Mismatch(name, most, f"{feed / ONE:.8g}")


def price_of(asset: Asset) -> int:
    """D18{USD/tok}, as its feed says, or as the parameters do where it has none."""
    if asset.feed is None:
        return asset.price
    answer = at("MockFeed", asset.feed.address).latestRoundData()[1]
    return int(answer * 10 ** (18 - asset.feed.decimals))

"""Gas of whole transactions by their names, on a node with a clock and accounts of its own.

python -m tests.snapshots.gas writes gas.json; when and where it is measured changes nothing.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from web3.logs import DISCARD

from counterpoise.chain.anvil import Anvil
from counterpoise.chain.contracts import contract_at
from counterpoise.chain.provider import connect
from tests.chain.world import (
    ARGUMENTS,
    DAY,
    FEED,
    HOUR,
    MOST,
    ONE,
    PERCENT,
    Market,
    World,
    found,
    seed,
)
from tools.snapshot import FOLDER, write

FILE = FOLDER / "gas.json"
SIZES = (2, 3, 8)  # assets, the hub among them
GENESIS = 1_700_000_000  # {s}
BLOCK_TIME = 12  # {s}
LATE = 2**40  # {s}, a deadline that never comes
SHARES = 10 * ONE
POINTERS = ("Observer", "Strategy", "Planner", "Constraint")

Gas = dict[str, int]


def main() -> None:
    write(FILE, measured())


def measured() -> Gas:
    """{gas} by the name of the transaction, and of the size where a name has several."""
    gas: Gas = {}
    for n in SIZES:
        with founded(n) as world:
            first = {"seed": used(seed(world))}
            gas |= {f"{name}, N={n}": spent for name, spent in rebalances(world).items()}
            if n == 3:
                gas |= first | entries_and_exits(world) | powers(world)
    return gas


@contextmanager
def founded(n: int) -> Iterator[World]:
    """An empty vault of n assets on a fresh node, whose addresses and times are always the same."""
    with Anvil(args=(*ARGUMENTS, "--timestamp", str(GENESIS))) as node:
        node.rpc("anvil_setBlockTimestampInterval", BLOCK_TIME)
        yield found(connect(node.url), node.url, market_of(n))


def market_of(n: int) -> Market:
    """Equal weights of an ether, a bitcoin, an ether and so on, and a dollar as the hub."""
    kinds = [("WETH", 18, 2_000), ("WBTC", 8, 40_000)] * n
    symbols, decimals, prices = zip(*kinds[: n - 1], ("USDC", 6, 1), strict=True)
    weights = [ONE // n] * (n - 1) + [ONE - ONE // n * (n - 1)]
    worths = (10**6 * weight // ONE for weight in weights)
    amounts = (w * 10**d // p for w, d, p in zip(worths, decimals, prices, strict=True))
    return Market(symbols, decimals, prices, tuple(weights), tuple(amounts))


def used(receipt: Any) -> int:
    return int(receipt["gasUsed"])


def execute(world: World) -> Any:
    """A keeper's call with the orders that the planner would make."""
    return world.client.execute(world.client.preview().orders, soon(world))


def rebalances(world: World) -> Gas:
    """The second of each kind, so that no slot is new; every asset but the hub trades in each."""
    vault = world.vault.functions
    disturb(world)
    world.send(vault.rebalance())
    return {
        "rebalance": traded(world, vault.rebalance),
        "performUpkeep": traded(world, lambda: vault.performUpkeep(b"")),
        "execute": traded(world, lambda: execute(world)),
        "rebalance, refused as another was first in the block": race(world),
    }


def traded(world: World, call: Callable[[], Any]) -> int:
    """One trade of every asset but the hub, an hour after the last."""
    disturb(world)
    receipt = world.send(call())
    trades = len(world.vault.events.Traded().process_receipt(receipt, errors=DISCARD))
    if trades != world.market.hub:
        raise RuntimeError(f"{trades} trades instead of {world.market.hub}")
    return used(receipt)


def disturb(world: World) -> None:
    """An hour passes; every other asset gains and the rest lose, or all go back."""
    world.wait(HOUR)
    for i in range(world.market.hub):
        price = world.market.prices[i]
        moved = price * 3 // 2 if i % 2 else price * 2 // 3
        at_home = world.feeds[i].functions.latestRoundData().call()[1] == price * FEED
        world.move(i, moved if at_home else price)
    world.send(world.feeds[world.market.hub].functions.post(FEED))


def soon(world: World) -> int:
    """A deadline for a keeper's orders."""
    return int(world.w3.eth.get_block("latest")["timestamp"]) + 5 * BLOCK_TIME


def race(world: World) -> int:
    """Two keepers in one block: what the second pays for its refusal."""
    disturb(world)
    first, second = world.w3.eth.accounts[2:4]
    call, node = world.vault.functions.rebalance(), world.w3.provider
    node.make_request("evm_setAutomine", [False])
    options = {"gas": 10_000_000, "gasPrice": 0}
    hashes = [call.transact({**options, "from": who}) for who in (first, second)]
    node.make_request("evm_mine", [])
    node.make_request("evm_setAutomine", [True])
    receipts = [world.w3.eth.wait_for_transaction_receipt(it, poll_latency=0.005) for it in hashes]
    if [it["status"] for it in receipts] != [1, 0]:
        raise RuntimeError("the second keeper was not refused")
    return used(receipts[1])


def entries_and_exits(world: World) -> Gas:
    """What depositors do, in their order: each starts from what the one before has left."""
    vault, me, asset = world.vault.functions, world.depositor, world.tokens[0]
    provide(world)
    mint = vault.mint(SHARES, [MOST] * 3, me, LATE)
    calls = {
        "mint, the holder's first": mint,
        "mint, later": mint,
        "deposit": vault.deposit(asset.address, ONE, 0, me, LATE),
        "redeem": vault.redeem(SHARES, me, [], [], LATE),
        "redeem, one asset skipped": vault.redeem(SHARES, me, [asset.address], [], LATE),
        "claim": vault.claim(asset.address, me),
        "sync, nothing new": vault.sync(asset.address),
    }
    gas = {name: used(world.send(call, me)) for name, call in calls.items()}
    world.send(asset.functions.mint(world.vault.address, ONE))
    return gas | {"sync, a donation": used(world.send(vault.sync(asset.address), me))}


def provide(world: World) -> None:
    """Gives the depositor enough of everything, and the vault the right to take it."""
    for token, amount in zip(world.tokens, world.market.seed, strict=True):
        world.send(token.functions.mint(world.depositor, amount))
        world.send(token.functions.approve(world.vault.address, MOST), world.depositor)


def powers(world: World) -> Gas:
    """Setters by whoever sets the vault up, and then what roles do with it."""
    vault, other = world.vault.functions, world.lens.address
    calls = {
        **{f"set{it}": vault[f"set{it}"](other) for it in POINTERS},
        "setVenue": vault.setVenue(other, True),
        "setSupplyCap": vault.setSupplyCap(20_000 * ONE),
        "setEntrySpread": vault.setEntrySpread(PERCENT // 5),
    }
    gas = {name: used(world.send(call)) for name, call in calls.items()}
    governor, guardian, keeper = world.w3.eth.accounts[6:9]
    authority = contract_at(world.w3, "Authority", vault.authority().call()).functions
    hand_over = authority.handOver(world.vault.address, governor, guardian, keeper, 2 * DAY)
    gas["handOver"] = used(world.send(hand_over))
    gas["pause"] = used(world.send(vault.pause(), guardian))
    unpause = world.vault.address, vault.unpause()._encode_transaction_data()
    gas["schedule"] = used(world.send(authority.schedule(*unpause, 0), governor))
    world.wait(2 * DAY)
    return gas | {
        "execute what was scheduled": used(world.send(authority.execute(*unpause), governor))
    }


if __name__ == "__main__":
    main()

"""Gas of a vault beside its physical floor, in one run: reports/bench.json and a table.

brownie run bench --network counterpoise
"""

from __future__ import annotations

import io
import json
from contextlib import redirect_stdout
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from brownie import accounts, chain, web3
from rich.console import Console
from rich.progress import track
from rich.table import Table

from scripts.deploy.market import deploy_market
from scripts.deploy.project import at, container
from scripts.deploy.uniswap import pair_at
from scripts.deploy.vault import deploy_vault
from scripts.patience import be_patient_if_local

SIZES = (2, 3, 4, 6, 8, 10, 20)  # Assets, the hub among them.
BARS = {  # At eight assets, what this project set itself.
    "mint in kind, later": 1.50,
    "redeem in kind": 1.40,
    "rebalance, all assets, V2": 1.50,
}
TOKEN = 10**18  # {unit/tok}
LATE = 2**40  # {s}, a deadline that never comes.
INFINITE = 2**256 - 1  # {unit}, an allowance that tokens do not count down.
UP, DOWN = (
    120_000_000,
    80_000_000,
)  # {USD/tok} with 8 decimals: one asset gains what another loses.


@dataclass(frozen=True)
class Row:
    """One measurement: gas of whole transactions, ours and the floor's."""

    name: str
    n: int
    gas: int
    floor: int
    ratio: float


@dataclass
class World:
    """A vault of n assets at one USD each, and a floor that holds the same tokens."""

    n: int
    user: Any
    vault: Any
    lens: Any
    floor: Any
    tokens: list[Any]
    feeds: list[Any]
    pairs: dict[str, Any]  # by the address of the token that is not the hub
    creation: int  # gas of everything that made the vault


def main(output: str = "reports/bench.json") -> None:
    """Measure every size and write the figures down."""
    be_patient_if_local()
    rows: list[Row] = []
    with redirect_stdout(io.StringIO()):  # Brownie has three lines to say of each transaction.
        for n in track(SIZES, description="measuring", console=Console(stderr=True)):
            rows += measure(build(n, *_unlocked(2)))
    path = Path(output)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps([asdict(row) for row in rows], indent=1) + "\n")
    show(rows)


def _unlocked(count: int) -> list[Any]:
    """The node's own first accounts."""
    return [accounts.at(address, force=True) for address in web3.eth.accounts[:count]]


def measure(world: World) -> list[Row]:
    """All rows of one size; each rebalance is the second of its kind, so that no slot is new."""
    rows = [_create(world), *_entries_and_exits(world)]
    if world.n > 2:
        pair = {1: UP, 2: DOWN}
        rows.append(_rebalance(world, "rebalance, one sell one buy, V2", pair, len(pair)))
    prices = {i: UP if i % 2 else DOWN for i in range(1, world.n)}
    rows.append(_rebalance(world, "rebalance, all assets, V2", prices, world.n - 1))
    return rows


def _row(world: World, name: str, ours: Any, floor: int) -> Row:
    return Row(name, world.n, ours.gas_used, floor, round(ours.gas_used / floor, 4))


def _create(world: World) -> Row:
    floor = world.floor.enter(world.tokens, TOKEN, {"from": world.user}).gas_used
    ratio = round(world.creation / floor, 4)
    return Row("create", world.n, world.creation, floor, ratio)


def _entries_and_exits(world: World) -> list[Row]:
    vault, floor, sender = world.vault, world.floor, {"from": world.user}
    limits, least = [TOKEN + 1] * world.n, [TOKEN // 2 - 1] * world.n
    vault.mint(TOKEN, limits, world.user, LATE, sender)
    floor.enter(world.tokens, TOKEN, sender)
    mint = vault.mint(TOKEN, limits, world.user, LATE, sender)
    enter = floor.enter(world.tokens, TOKEN, sender).gas_used
    redeem = vault.redeem(TOKEN // 2, world.user, [], least, LATE, sender)
    leave = floor.leave(world.tokens, TOKEN // 2, sender).gas_used
    deposit = vault.deposit(world.tokens[1], TOKEN, 1, world.user, LATE, sender)
    enter_one = floor.enterOne(world.tokens[1], TOKEN, sender).gas_used
    return [
        _row(world, "mint in kind, later", mint, enter),
        _row(world, "redeem in kind", redeem, leave),
        _row(world, "deposit one asset", deposit, enter_one),
    ]


def _rebalance(world: World, name: str, prices: dict[int, int], orders: int) -> Row:
    """The vault's own second rebalance, and the floor with the very same trades after it."""
    turned = dict.fromkeys(prices, UP * DOWN // 10**8)  # What had gained loses as much, and back.
    _move(world, prices)
    world.vault.rebalance({"from": world.user})
    _move(world, turned)
    ours = world.vault.rebalance({"from": world.user})
    trades = [_trade(world, event) for event in ours.events["Traded"]]
    if len(trades) != orders:
        raise RuntimeError(f"{name}, n = {world.n}: {len(trades)} orders instead of {orders}")
    _move(world, turned)
    floor = world.floor.trade(trades, {"from": world.user}).gas_used
    _move(world, dict.fromkeys(prices, 100_000_000))
    return _row(world, name, ours, floor)


def _trade(world: World, event: Any) -> tuple[str, str, int, bool]:
    other = event["buy"] if event["sell"] == world.tokens[0] else event["sell"]
    forward = int(event["sell"], 16) < int(event["buy"], 16)
    return (world.pairs[other].address, event["sell"], event["sold"], forward)


def _move(world: World, prices: dict[int, int]) -> None:
    """New answers in the feeds, and pools whose reserves say the same."""
    for feed in world.feeds:
        feed.post(feed.latestRoundData()[1], {"from": world.user})
    for i, answer in prices.items():
        world.feeds[i].post(answer, {"from": world.user})
        _align(world, world.tokens[i], answer)


def _align(world: World, token: Any, answer: int) -> None:
    """Adds to the side that is short, until the pool's price is the feed's."""
    pair, hub = world.pairs[token.address], world.tokens[0]
    held, hubs = token.balanceOf(pair), hub.balanceOf(pair)
    wanted = held * answer // 10**8
    if wanted >= hubs:
        hub.mint(pair, wanted - hubs, {"from": world.user})
    else:
        token.mint(pair, hubs * 10**8 // answer - held, {"from": world.user})
    pair.sync({"from": world.user})


def build(n: int, deployer: Any, user: Any) -> World:
    """Deploys market, vault and floor through the scripts that everybody uses."""
    market = deploy_market(deployer, _market(n))
    block = chain.height
    addresses = deploy_vault(deployer, _parameters(n, market, user))
    creation = sum(chain[b].gasUsed for b in range(block + 1, chain.height + 1))
    tokens = [at("MockToken", market["tokens"][f"T{i}"]) for i in range(n)]
    feeds = [at("MockFeed", market["feeds"][f"T{i}"]) for i in range(n)]
    floor = container("MockFloor").deploy(tokens, feeds, {"from": deployer})
    vault = at("Vault", addresses["vault"])
    for token in tokens:
        token.mint(user, 10**6 * TOKEN, {"from": deployer})
        token.mint(floor, 10**4 * TOKEN, {"from": deployer})
        for spender in (vault, floor):
            token.approve(spender, INFINITE, {"from": user})
    pairs = {market["tokens"][s]: pair_at(pair) for s, pair in market["pairs"].items()}
    lens = at("VaultLens", addresses["lens"])
    return World(n, user, vault, lens, floor, tokens, feeds, pairs, creation)


def _market(n: int) -> dict[str, Any]:
    token = {"decimals": 18, "price": "1"}
    names = [f"T{i}" for i in range(n)]
    tokens = [token | {"name": s, "symbol": s, "feed": f"{s} / USD"} for s in names]
    return {
        "name": f"bench-{n}",
        "hub": "T0",
        "depth": "1000000",
        "purse": "10000000",
        "tokens": tokens,
    }


def _parameters(n: int, market: Any, user: Any) -> dict[str, Any]:
    """A vault of equal weights, each asset 1,000 tokens, pools a thousand times as deep."""
    weight = TOKEN // n
    weights = [TOKEN - weight * (n - 1), *[weight] * (n - 1)]
    return {
        "name": f"bench-vault-{n}",
        "share": {"name": "Bench", "symbol": "BENCH"},
        "hub": "T0",
        "poolTolerance": "0.02",
        "venue": {"factory": market["factory"], "pairCodeHash": market["pairCodeHash"]},
        "assets": [_asset(i, weights[i], market) for i in range(n)],
        "planner": {
            "damping": "1",
            "maxTurnover": "1",
            "maxImpact": "0.02",
            "maxLoss": "0.05",
            "minTrade": "20",
        },
        "constraints": {
            "outerBand": "0.001",
            "innerBand": "0.0005",
            "cooldown": 12,
            "pace": "0.25",
            "maxTurnover": "0.5",
            "tolerance": "0.001",
            "maxLoss": "0.01",
            "maxGain": "0.01",
            "dailyLoss": "0.1",
        },
        "seedShares": "1000",
        "supplyCap": "1000000",
        "entrySpread": "0.001",
        "roles": {
            "governor": str(user),
            "guardian": str(user),
            "keeper": str(user),
            "delay": 172800,
        },
    }


def _asset(i: int, weight: int, market: Any) -> dict[str, Any]:
    symbol = f"T{i}"
    feed = {
        "description": f"{symbol} / USD",
        "decimals": 8,
        "maxAge": 10**7,
        "minAnswer": "0.01",
        "maxAnswer": "100",
        "deviation": "0.005",
    }
    return {
        "symbol": symbol,
        "address": market["tokens"][symbol],
        "decimals": 18,
        "weight": f"0.{weight:018d}",
        "seed": "1000",
        "feed": feed | {"address": market["feeds"][symbol]},
    }


def show(rows: list[Row]) -> None:
    """The figures as a table, and the bars at eight assets beside what was reached."""
    title = "gas of whole transactions, and how many times the floor it is"
    table = Table("measured", *[f"N={n}" for n in SIZES], title=title)
    for name in dict.fromkeys(row.name for row in rows):
        mine = [row for row in rows if row.name == name]
        cells = {row.n: f"{row.gas / 1000:,.0f}k\n{row.ratio:.2f}" for row in mine}
        table.add_row(name, *[cells.get(n, "–") for n in SIZES])
    console = Console(width=100)
    console.print(table)
    for row in rows:
        if row.n == 8 and row.name in BARS:
            verdict = "holds" if row.ratio <= BARS[row.name] else "falls short"
            console.print(
                f"{row.name}, N = 8: {row.ratio:.3f} x floor, bar {BARS[row.name]:.2f}: {verdict}"
            )

"""A vault and all its parts, checked before it is wired and verified ever after.

brownie run deploy/vault main deployments/demo.params.json --network counterpoise
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from fractions import Fraction
from pathlib import Path
from typing import Any

from scripts.account import sender
from scripts.deploy.book import AddressBook, open_book
from scripts.deploy.checks import (
    answer,
    check_feed,
    check_permit2,
    check_pool,
    check_priced,
    check_token,
    check_weth,
    price_of,
)
from scripts.deploy.entry import one_line
from scripts.deploy.node import Node, Trial
from scripts.deploy.parameters import Fields, Mismatch, book_of, read, require_equal
from scripts.deploy.plan import Plan, read_plan, with_market
from scripts.deploy.probe import probe_tokens
from scripts.deploy.project import at, container, now
from scripts.deploy.tank import known_to_tank
from scripts.deploy.uniswap import NO_ADDRESS, factory_at
from scripts.deploy.ways import Ways

ONE = 10**18  # D18{1}
ADMIN, GOVERNOR = 0, 1  # Authority's numbers for its roles.


@dataclass(frozen=True)
class Parts:
    """The contracts of one deployment."""

    authority: Any
    vault: Any
    observer: Any
    strategy: Any
    venue: Any
    planner: Any
    constraint: Any
    lens: Any
    upkeep: Any
    gateway: Any
    tank: Any | None  # where the file asks for one


def main(path: str) -> None:
    """Deploy the vault of a file, or verify that it stands; writes <name>.json beside it."""
    with one_line():
        file = Path(path)
        params = with_market(read(file), file.parent)
        book = open_book(params, book_of(Fields(params), file))
        addresses = deploy_vault(sender(), params, book)
        print(f"vault {addresses['vault']}: {len(book.contracts)} contracts in {book.path}")


def deploy_vault(deployer: Any, params: dict[str, Any], book: AddressBook | None = None) -> Any:
    """Check, probe, deploy, wire, seed, hand over; what is there already is verified and left.

    Returns the addresses. Raises `Mismatch` with the field that is not what the parameters say.
    """
    plan = read_plan(params)
    book = book or open_book(params)
    if not _is_handed_over(book, plan):
        check(plan, book)
    check_gateway(plan)
    _probe(book, plan, deployer)
    parts = _deploy(book, plan, deployer)
    if not _is_handed_over(book, plan):
        _check_prices(book, plan)
        _wire(parts, plan, book, deployer)
        _seed(parts.vault, plan, deployer)
        _hand_over(parts, plan, deployer)
    verify(parts, plan, book)
    book.addresses = _addresses(parts, book)
    book.save()
    return book.addresses


def check(plan: Plan, book: AddressBook) -> None:
    """Every address that is given, before anything is wired to it."""
    for asset in plan.assets:
        check_token(asset)
        if asset.feed:
            check_feed(f"{asset.symbol}.feed", asset.feed)
    for asset in plan.paired:
        check_pool(asset, plan.hub, plan.factory, plan.pair_code_hash, plan.pool_tolerance)
    for pool in plan.pools:
        pool.check(plan.pool_tolerance)
    check_entries(plan, book)
    if not plan.paired and plan.venue.label not in book.contracts:
        check_ways(plan)
    if plan.watch:
        _check_least_trade(plan)


def check_ways(plan: Plan) -> None:
    """The pools within a venue that is made of others, or trades on V3's."""
    fair = {it.address: Fraction(price_of(it), 10**it.decimals) for it in plan.assets}
    symbols = {it.address: it.symbol for it in plan.assets}
    Ways(answer, fair, plan.pool_tolerance).require(plan.venue, plan.hub.address, symbols)


def check_entries(plan: Plan, book: AddressBook) -> None:
    """What entries name beside assets and pools, and their times beside the chain's.

    What stands has been judged: a run that is taken up later finds other prices and times.
    """
    for node in plan.nodes.values():
        for ask in node.checks if node.label not in book.contracts else ():
            ask()
    for moment in plan.moments if plan.strategy.label not in book.contracts else ():
        moment.check(now())


def _check_least_trade(plan: Plan) -> None:
    """A weight that stands still is rounded to 18 digits: what that moves must be no trade."""
    seed = sum(it.seed * price_of(it) // 10**it.decimals for it in plan.assets)
    least = seed * plan.supply_cap // plan.seed_shares // ONE
    if plan.min_trade <= least:
        expected = f"above {least / ONE:g}, 1e-18 of the value at the supply cap"
        raise Mismatch("planner.minTrade", expected, f"{plan.min_trade / ONE:g}")


def _check_prices(book: AddressBook, plan: Plan) -> None:
    """What the oracles of assets without a feed say, once they stand."""
    for asset, oracle in zip(plan.assets, plan.oracles, strict=True):
        if asset.feed is None:
            check_priced(asset, book.contracts[oracle.label]["address"], plan.pool_tolerance)


def check_gateway(plan: Plan) -> None:
    """What the gateway is to know, where it is to know it."""
    if plan.weth != NO_ADDRESS:
        check_weth(plan.weth, plan.tokens)
    if plan.permit2 != NO_ADDRESS:
        check_permit2(plan.permit2)


def _probe(book: AddressBook, plan: Plan, deployer: Any) -> None:
    """Refuse tokens with bad habits; a probe in the book is one that all of them have passed."""

    def trial(probe: Any) -> None:
        probe_tokens(probe, plan.assets, deployer)

    book.ensure("TokenProbe", container("TokenProbe"), [], deployer, trial)


def _deploy(book: AddressBook, plan: Plan, deployer: Any) -> Parts:
    def part(name: str, *inputs: Any, label: str = "", trial: Trial = None) -> Any:
        return book.ensure(label or name, container(name), list(inputs), deployer, trial)

    def build(node: Node) -> Any:
        return node.build(part, places)

    places: dict[str, str] = {}
    for oracle in plan.oracles:
        build(oracle)
    authority = part("Authority", str(deployer))
    places["authority"] = authority.address
    vault = part("Vault", plan.name, plan.symbol, authority.address, plan.tokens, plan.depositors)
    places["vault"] = vault.address
    lens, venue = part("VaultLens"), build(plan.venue)
    places |= {"lens": lens.address, "venue": venue.address}
    members = [build(it).address for it in plan.constraints]
    constraint = part("ConstraintSet", vault.address, members)
    places["constraint"] = constraint.address
    return Parts(
        authority=authority,
        vault=vault,
        observer=build(plan.observer),
        strategy=build(plan.strategy),
        venue=venue,
        planner=build(plan.planner),
        constraint=constraint,
        lens=lens,
        upkeep=part("VaultUpkeep", vault.address, lens.address),
        gateway=part("VaultGateway", vault.address, plan.weth, plan.permit2),
        tank=build(plan.tank) if plan.tank else None,
    )


def _wiring(parts: Parts, plan: Plan) -> list[tuple[str, Any, Any, Any]]:
    """What the vault must point to: a name, the getter, the setter, the value."""
    vault = parts.vault
    return [
        ("observer", vault.observer, vault.setObserver, parts.observer.address),
        ("strategy", vault.strategy, vault.setStrategy, parts.strategy.address),
        ("planner", vault.planner, vault.setPlanner, parts.planner.address),
        ("constraint", vault.constraint, vault.setConstraint, parts.constraint.address),
        ("supplyCap", vault.supplyCap, vault.setSupplyCap, plan.supply_cap),
        ("entrySpread", vault.entrySpread, vault.setEntrySpread, plan.entry_spread),
    ]


def _venues(parts: Parts, plan: Plan, book: AddressBook) -> list[str]:
    """Where the vault may trade: its venue, and the auctions that its planner knows."""
    auctions = (book.contracts[it.label]["address"] for it in plan.auctions)
    return [parts.venue.address, *auctions]


def _wire(parts: Parts, plan: Plan, book: AddressBook, deployer: Any) -> None:
    for _, getter, setter, value in _wiring(parts, plan):
        if getter() != value:
            setter(value, {"from": deployer})
    for venue in _venues(parts, plan, book):
        if not parts.vault.isVenue(venue):
            parts.vault.setVenue(venue, True, {"from": deployer})


def _seed(vault: Any, plan: Plan, deployer: Any) -> None:
    if vault.totalSupply() > 0:
        return
    for asset in plan.assets:
        token = at("MockToken", asset.address)
        if token.allowance(deployer, vault.address) != asset.seed:
            token.approve(vault.address, asset.seed, {"from": deployer})
    amounts = [asset.seed for asset in plan.assets]
    vault.seed(plan.seed_shares, amounts, deployer, {"from": deployer})


def _hand_over(parts: Parts, plan: Plan, deployer: Any) -> None:
    holders, delay = plan.roles.values(), plan.delay
    parts.authority.handOver(parts.vault.address, *holders, delay, {"from": deployer})


def _is_handed_over(book: AddressBook, plan: Plan) -> bool:
    entry = book.contracts.get("Authority")
    if entry is None:
        return False
    return _has_role(at("Authority", entry["address"]), GOVERNOR, plan, "governor")


def _has_role(authority: Any, role: int, plan: Plan, holder: str) -> bool:
    return bool(authority.hasRole(role, plan.roles[holder])[0])


def verify(parts: Parts, plan: Plan, book: AddressBook) -> None:
    """Wiring and roles, read back from the chain."""
    for name, getter, _, value in _wiring(parts, plan):
        require_equal(f"vault.{name}", value, getter())
    require_equal("vault.depositors", plan.depositors, parts.vault.depositors())
    for venue in _venues(parts, plan, book):
        require_equal("vault.venue", True, parts.vault.isVenue(venue))
    require_equal("vault.authority", parts.authority.address, parts.vault.authority())
    for asset in plan.paired:
        pair = factory_at(plan.factory).getPair(asset.address, plan.hub.address)
        inlet = parts.venue.inlet(asset.address, plan.hub.address)
        require_equal(f"{asset.symbol}.pool.inlet", pair, inlet)
    for role, holder in enumerate(plan.roles, start=1):
        require_equal(f"roles.{holder}", True, _has_role(parts.authority, role, plan, holder))
    for name, value in _known_to_gateway(parts, plan):
        require_equal(f"gateway.{name}", value, getattr(parts.gateway, name)())
    if plan.tank:
        for name, value in known_to_tank(plan.tank, parts.vault.address, parts.lens.address):
            require_equal(f"tank.{name}", value, getattr(parts.tank, name)())
    require_equal("roles.admin", True, _has_role(parts.authority, ADMIN, plan, "governor"))


def _known_to_gateway(parts: Parts, plan: Plan) -> list[tuple[str, str]]:
    """What it must answer: a getter, and the address."""
    return [("vault", parts.vault.address), ("weth", plan.weth), ("permit2", plan.permit2)]


def _addresses(parts: Parts, book: AddressBook) -> dict[str, str]:
    """Each part by its field's name, the rest by the label of the book."""
    made = {field.name: getattr(parts, field.name) for field in fields(parts)}
    named = {name: str(it.address) for name, it in made.items() if it is not None}
    rest = {label: str(entry["address"]) for label, entry in book.contracts.items()}
    return named | {label: at for label, at in rest.items() if at not in named.values()}

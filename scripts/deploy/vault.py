"""A vault and all its parts, checked before it is wired and verified ever after.

brownie run deploy/vault main deployments/demo.params.json --network counterpoise
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from scripts.account import sender
from scripts.deploy.book import AddressBook, open_book
from scripts.deploy.entry import one_line
from scripts.deploy.parameters import Fields, book_of, read, require_equal
from scripts.deploy.parts import Parts, addresses, deploy_parts
from scripts.deploy.placing import with_market
from scripts.deploy.plan import Plan, read_plan
from scripts.deploy.preflight import check, check_gateway, check_prices
from scripts.deploy.probe import probe_tokens
from scripts.deploy.project import at, container
from scripts.deploy.tank import known_to_tank
from scripts.deploy.uniswap import factory_at

ADMIN, GOVERNOR = 0, 1  # Authority's numbers for its roles.


def main(path: str) -> None:
    """Deploy the vault of a file, or verify that it stands; writes <name>.json beside it."""
    with one_line():
        file = Path(path)
        params = with_market(read(file), file.parent)
        book = open_book(params, book_of(Fields(params), file))
        made = deploy_vault(sender(), params, book)
        print(f"vault {made['vault']}: {len(book.contracts)} contracts in {book.path}")


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
    parts = deploy_parts(book, plan, deployer)
    if not _is_handed_over(book, plan):
        check_prices(plan, book)
        _wire(parts, plan, book, deployer)
        _seed(parts.vault, plan, deployer)
        _hand_over(parts, plan, deployer)
    verify(parts, plan, book)
    book.addresses = addresses(parts, book)
    book.save()
    return book.addresses


def _probe(book: AddressBook, plan: Plan, deployer: Any) -> None:
    """Refuse tokens with bad habits; a probe in the book is one that all of them have passed."""

    def trial(probe: Any) -> None:
        probe_tokens(probe, plan.assets, deployer)

    book.ensure("TokenProbe", container("TokenProbe"), [], deployer, trial)


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
    """Wiring, roles and what stands beside the vault, read back from the chain."""
    _verify_wiring(parts, plan, book)
    for asset in plan.paired:
        pair = factory_at(plan.factory).getPair(asset.address, plan.hub.address)
        inlet = parts.venue.inlet(asset.address, plan.hub.address)
        require_equal(f"{asset.symbol}.pool.inlet", pair, inlet)
    for role, holder in enumerate(plan.roles, start=1):
        require_equal(f"roles.{holder}", True, _has_role(parts.authority, role, plan, holder))
    _verify_edge(parts, plan)
    require_equal("roles.admin", True, _has_role(parts.authority, ADMIN, plan, "governor"))


def _verify_wiring(parts: Parts, plan: Plan, book: AddressBook) -> None:
    for name, getter, _, value in _wiring(parts, plan):
        require_equal(f"vault.{name}", value, getter())
    require_equal("vault.depositors", plan.depositors, parts.vault.depositors())
    for venue in _venues(parts, plan, book):
        require_equal("vault.venue", True, parts.vault.isVenue(venue))
    require_equal("vault.authority", parts.authority.address, parts.vault.authority())


def _verify_edge(parts: Parts, plan: Plan) -> None:
    """The gateway, and the tank where there is one."""
    for name, value in _known_to_gateway(parts, plan):
        require_equal(f"gateway.{name}", value, getattr(parts.gateway, name)())
    if plan.tank:
        for name, value in known_to_tank(plan.tank, parts.vault.address, parts.lens.address):
            require_equal(f"tank.{name}", value, getattr(parts.tank, name)())


def _known_to_gateway(parts: Parts, plan: Plan) -> list[tuple[str, str]]:
    """What it must answer: a getter, and the address."""
    return [("vault", parts.vault.address), ("weth", plan.weth), ("permit2", plan.permit2)]

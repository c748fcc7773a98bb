"""The contracts of one deployment, each made after what its inputs name."""

from __future__ import annotations

from dataclasses import dataclass, field, fields
from typing import Any

from scripts.deploy.book import AddressBook
from scripts.deploy.node import Node, Trial
from scripts.deploy.plan import Plan
from scripts.deploy.project import container


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


@dataclass(frozen=True)
class Builder:
    """Deploys contracts, or finds them in the book."""

    book: AddressBook
    deployer: Any
    places: dict[str, str] = field(default_factory=dict)  # where a `Place` stands

    def part(self, name: str, *inputs: Any, label: str = "", trial: Trial = None) -> Any:
        """A contract by its name and inputs."""
        return self.book.ensure(label or name, container(name), list(inputs), self.deployer, trial)

    def build(self, node: Node) -> Any:
        """A contract of entries, and all that it is made from."""
        return node.build(self.part, self.places)

    def place(self, name: str, contract: Any) -> Any:
        """The contract, which later ones find under that name."""
        self.places[name] = contract.address
        return contract


def deploy_parts(book: AddressBook, plan: Plan, deployer: Any) -> Parts:
    """All that a plan names; what the book knows is verified and left. Raises `Mismatch`."""
    to = Builder(book, deployer)
    for oracle in plan.oracles:
        to.build(oracle)
    authority = to.place("authority", to.part("Authority", str(deployer)))
    heads = plan.name, plan.symbol, authority.address, plan.tokens, plan.depositors
    vault = to.place("vault", to.part("Vault", *heads))
    lens = to.place("lens", to.part("VaultLens"))
    venue = to.place("venue", to.build(plan.venue))
    members = [to.build(it).address for it in plan.constraints]
    constraint = to.place("constraint", to.part("ConstraintSet", vault.address, members))
    return Parts(
        authority=authority,
        vault=vault,
        observer=to.build(plan.observer),
        strategy=to.build(plan.strategy),
        venue=venue,
        planner=to.build(plan.planner),
        constraint=constraint,
        lens=lens,
        upkeep=to.part("VaultUpkeep", vault.address, lens.address),
        gateway=to.part("VaultGateway", vault.address, plan.weth, plan.permit2),
        tank=to.build(plan.tank) if plan.tank else None,
    )


def addresses(parts: Parts, book: AddressBook) -> dict[str, str]:
    """Each part by its field's name, the rest by the label of the book."""
    made = {field.name: getattr(parts, field.name) for field in fields(parts)}
    named = {name: str(it.address) for name, it in made.items() if it is not None}
    rest = {label: str(entry["address"]) for label, entry in book.contracts.items()}
    return named | {label: at for label, at in rest.items() if at not in named.values()}

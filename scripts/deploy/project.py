"""The loaded Brownie project's contracts, by name."""

from __future__ import annotations

from typing import Any

from brownie import Contract, project, web3


def container(name: str) -> Any:
    """The container of a contract; its project must be loaded."""
    return getattr(project.get_loaded_projects()[0], name)


def at(name: str, address: str) -> Any:
    """A contract of the project at an address."""
    return bound(container(name), address)


def interface_at(name: str, address: str) -> Any:
    """What one of the project's interfaces describes, at an address."""
    return bound(getattr(project.get_loaded_projects()[0].interface, name), address)


def bound(artifact: Any, address: str) -> Any:
    """What an artifact describes, at an address; nothing is written to Brownie's own database."""
    return Contract.from_abi(artifact._name, address, artifact.abi, persist=False)


def deploy(artifact: Any, arguments: list[Any], sender: Any) -> str:
    """Create a contract and return its address.

    Brownie's own `deploy` also files an artifact in build/, which stops it from connecting once a
    local node has been started anew.
    """
    factory = web3.eth.contract(abi=artifact.abi, bytecode=artifact.bytecode)
    data = factory.constructor(*arguments).data_in_transaction
    return str(sender.transfer(data=data).contract_address)


def now() -> int:
    """The chain's own time {s}: that of its latest block, not this machine's."""
    return int(web3.eth.get_block("latest")["timestamp"])

"""What is done with a vault in several tests."""

from __future__ import annotations

from counterpoise.chain.mirror import Mirror
from counterpoise.chain.receipt import Outcome, outcome
from counterpoise.engine import Decision
from counterpoise.errors import Refusal
from tests.chain.world import ONE
from tests.fork.stage import Stage


def twin_of(stage: Stage) -> Decision:
    """What the twin would do, once it is what the chain would do, to the unit."""
    report = stage.client.report()
    assert report.state is not None
    twin = Mirror(stage.client).engine(report).preview(report.state)
    assert str(twin.refusal) == str(report.reason)
    if report.due:
        assert (twin.target, twin.orders, twin.end) == (report.target, report.orders, report.end)
    return twin


def rebalance(stage: Stage) -> Outcome:
    """Anybody lets the vault rebalance."""
    receipt = stage.sender(stage.outsider).send(stage.client.rebalance())
    return outcome(stage.client, receipt)


def enter(stage: Stage, shares: int = 10 * ONE) -> None:
    """The depositor mints {share} in kind."""
    most = stage.held(stage.depositor)
    call = stage.client.mint(shares, most, stage.depositor, stage.later())
    stage.sender(stage.depositor).send(call)


def leave(stage: Stage, owner: str, shares: int, receiver: str = "", skip: tuple[str, ...] = ()):
    """An owner redeems {share} in kind."""
    call = stage.client.redeem(shares, receiver or owner, stage.later(), skip)
    return stage.sender(owner).send(call)


def claim(stage: Stage, owner: str, asset: str):
    """An owner takes what it left behind."""
    return stage.sender(owner).send(stage.client.claim(asset, owner))


def refused(act, *inputs) -> Refusal | None:
    """What an act is refused with."""
    try:
        act(*inputs)
    except Refusal as refusal:
        return refusal
    return None

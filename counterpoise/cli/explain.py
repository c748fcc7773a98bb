"""`counterpoise explain`: why a vault trades or waits, part by part."""

from collections.abc import Callable
from typing import Any

import click

from counterpoise.chain.asking import NotAContract
from counterpoise.cli.failures import BadInput
from counterpoise.cli.named import Names
from counterpoise.cli.options import Place, with_place
from counterpoise.cli.output import show_json
from counterpoise.cli.reason import agreement, why
from counterpoise.cli.session import Session, open_session
from counterpoise.cli.telling import tell
from counterpoise.cli.whole import Whole
from counterpoise.keeper.account import Account, account
from counterpoise.keeper.replay import Replay


@click.command
@click.option("--block", type=Whole(0), help="A block of the past; else the latest.")
@with_place
def explain(place: Place, block: int | None) -> None:
    """Show what a vault sees, what each part of it wants, and why it trades or waits.

    The twin computes it anew of what the chain knows at a block. Exits with 1 where the two differ.
    """
    session = open_session(place)
    found = account(session.vault, session.mirror, _existing(session, block))
    names = Names(session.by_address)
    if place.as_json:
        show_json(_object(session, names, found))
    else:
        tell(names, found)
    if found.trouble is not None:
        raise found.trouble


def _existing(session: Session, block: int | None) -> int:
    """A block that is there, with vault and lens in it. Raises `BadInput`."""
    vault, latest = session.vault, session.vault.block()
    if block is None:
        return latest
    if block > latest:
        raise BadInput(f"no block {block} yet: the latest is {latest}")
    _require(vault.holdings, f"vault at {vault.address}", block)
    _require(vault.report, f"lens at {vault.lens}", block)
    return block


def _require(ask: Callable[[int], object], what: str, block: int) -> None:
    """Raises `BadInput` where nothing answers in a block."""
    try:
        ask(block)
    except NotAContract:
        raise BadInput(f"no {what} in block {block}") from None


def _object(session: Session, names: Names, found: Account) -> dict[str, Any]:
    """For other programs: what is not known, or was not asked, is null."""
    told, report = found.explanation, found.report
    known = {
        "vault": session.vault.address,
        "symbols": session.names(),
        "block": report.block,
        "twin": str(found.trouble) if found.trouble else agreement(found),
        "due": report.due,
        "reason": report.reason,
        "why": why(names, found),
    }
    fields = ("sight", "proposal", "ways", "orders", "cuts", "obstacle", "verdicts")
    parts = {name: getattr(told, name) if told else None for name in fields}
    return known | parts | {"end": report.end, "rebalances": [_past(it) for it in found.replays]}


def _past(it: Replay) -> dict[str, Any]:
    return {
        "tx": it.step.tx,
        "planned": it.step.planned,
        "rebalanced": it.step.made,
        "traded": it.step.trades,
        "twin": "agrees" if it.difference is None else str(it.difference),
    }

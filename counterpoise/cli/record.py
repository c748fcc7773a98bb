"""`counterpoise record`: bring what a vault remembers of its market up to date."""

from collections.abc import Sequence

import click

from counterpoise.chain.memories import Memories
from counterpoise.chain.watch import watch_of
from counterpoise.cli.failures import NoWay
from counterpoise.cli.options import Key, Place, with_key, with_place
from counterpoise.cli.output import show_json, show_lines, show_table
from counterpoise.cli.session import Session, open_session, sender_of
from counterpoise.cli.words import explained
from counterpoise.errors import Refusal
from counterpoise.keeper.remember import Recorded, remember


@click.command
@with_place
@with_key
def record(place: Place, key: Key) -> None:
    """Let the estimators take in what is new, then look at the market; anyone may.

    Exits with 1 where one of them refuses; the others are recorded all the same.
    """
    session = open_session(place)
    watch = watch_of(session.vault, session.mirror.parts, session.vault.block())
    if watch is None:
        raise NoWay("nothing to record: this vault was deployed without a market")
    sender, time = sender_of(session, key), session.vault.time()
    done = list(remember(Memories(watch), sender, time, always=True))
    if place.as_json:
        show_json({"recorded": [_object(it) for it in done]})
    else:
        _show(session, done)
    if any(it.trouble for it in done):
        raise SystemExit(1)


def _show(session: Session, done: Sequence[Recorded]) -> None:
    rows = [(it.memory.kind, _of(session, it), *_result(it)) for it in done]
    show_table(("Estimator", "Of", "Result", "Gas"), rows, 3)
    refused = [(_of(session, it), _why(it)) for it in done if it.trouble]
    if refused:
        show_lines(refused)


def _of(session: Session, it: Recorded) -> str:
    """Whose it is, or where it stands."""
    asset = it.memory.asset
    return it.memory.address[:10] if asset is None else session.by_address[asset].symbol


def _result(it: Recorded) -> tuple[str, str]:
    if it.done is None:
        return "refused", ""
    return f"recorded in block {it.done.block}", f"{it.done.gas:,}"


def _why(it: Recorded) -> str:
    return explained(it.trouble) if isinstance(it.trouble, Refusal) else str(it.trouble)


def _object(it: Recorded) -> dict[str, object]:
    known: dict[str, object] = {"estimator": it.memory.kind, "address": it.memory.address}
    known["asset"] = it.memory.asset
    if it.done is None:
        return known | {"error": _why(it)}
    return known | {"block": it.done.block, "gas": it.done.gas, "tx": it.done.tx}

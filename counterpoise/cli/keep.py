"""`counterpoise keeper run`: watch a vault and rebalance it when that is due."""

import math
import sys
from threading import Event

import click

from counterpoise.chain.rate import LONGEST
from counterpoise.chain.sender import RECEIPT_SECONDS, Sender
from counterpoise.cli.failures import exit_code
from counterpoise.cli.options import Key, Place, with_key, with_place
from counterpoise.cli.session import Session, open_session, signer_of
from counterpoise.cli.whole import Whole
from counterpoise.keeper.collect import Collector
from counterpoise.keeper.log import logger
from counterpoise.keeper.look import Post
from counterpoise.keeper.loop import Keeper, Rhythm
from counterpoise.keeper.signals import stopping

DAY = 86_400  # {s}


class Seconds(click.ParamType):  # type: ignore[type-arg]
    """A time {s} that can be waited: above 0, and a day at most."""

    name = "seconds"

    def convert(
        self, value: str | float, param: click.Parameter | None, ctx: click.Context | None
    ) -> float:
        try:
            seconds = float(value)
        except ValueError:
            seconds = math.nan
        if not 0 < seconds <= DAY:
            self.fail(f"{value} is not above 0 and at most {DAY}", param, ctx)
        return seconds


@click.group
def keeper() -> None:
    """Watch a vault."""


@keeper.command
@click.option("--once", is_flag=True, help="Look once, act, and end.")
@click.option(
    "--poll", default=12.0, show_default=True, type=Seconds(), help="Seconds between two looks."
)
@click.option(
    "--patience",
    default=RECEIPT_SECONDS,
    show_default=True,
    type=Seconds(),
    help="Seconds until a transaction that is not mined is sent anew, at a higher fee.",
)
@click.option(
    "--record-spacing",
    default=0,
    show_default=True,
    type=Whole(0, LONGEST),
    help="Seconds from what an estimator last took in to its next record, at least.",
)
@click.option("--tank", metavar="ADDRESS", help="The KeeperTank that pays; the deployment's.")
@click.option(
    "--collect",
    default="if-it-pays",
    show_default=True,
    type=click.Choice(["if-it-pays", "always", "never"]),
    help="When to rebalance through the tank.",
)
@with_place
@with_key
def run(
    place: Place,
    key: Key,
    once: bool,
    poll: float,
    patience: float,
    record_spacing: int,
    tank: str | None,
    collect: str,
) -> None:
    """Rebalance whenever it is due; say each decision as one line of JSON.

    Starts only where node, vault, tank and key are in order; after that a lost node is waited for.
    The account should send nothing else. Ctrl-C or SIGTERM ends it in order, with 0; a second one
    ends it at once.
    """
    first = open_session(place)
    _collector(first, tank, collect)
    signer, stopped = signer_of(first, key), Event()

    def connect() -> Post:
        session = open_session(place)
        sender = Sender(session.vault.w3, signer, patience, alone=True, stopped=stopped)
        collector = _collector(session, tank, collect)
        return Post(session.vault, session.mirror, sender, collector, record_spacing)

    _keep(Keeper(connect, logger(sys.stdout), Rhythm(poll), stopped), stopped, once)


def _keep(watch: Keeper, stopped: Event, once: bool) -> None:
    """Until somebody stops it, or for one look, which ends with the exit code of its trouble."""
    trouble = None
    with stopping(stopped):
        if once:
            trouble = watch.once()
        else:
            watch.run()
    if trouble is not None:
        raise SystemExit(exit_code(trouble))


def _collector(session: Session, named: str | None, collect: str) -> Collector | None:
    """None where no tank is named, or nothing is to be collected."""
    door = None if collect == "never" else session.tank(named)
    return None if door is None else Collector(door, always=collect == "always")

"""`counterpoise solve`: find the weights that a strategy looks for, and leave them there."""

from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

import click

from counterpoise.chain.contracts import address_of
from counterpoise.chain.receipt import Outcome, mined
from counterpoise.chain.solutions import NOBODY, Page, page_of, write
from counterpoise.cli.failures import BadInput, NoWay
from counterpoise.cli.options import Key, Place, with_key, with_place
from counterpoise.cli.output import lines, outcome_object, show_json, show_lines, show_table
from counterpoise.cli.session import Session, open_session, sender_of
from counterpoise.cli.words import percent, rate
from counterpoise.errors import GapTooWide
from counterpoise.math.fixed_point import ONE
from counterpoise.types import State


@dataclass(frozen=True, slots=True)
class Solution:
    """Weights, and how good they are."""

    page: Page
    block: int
    weights: tuple[int, ...]  # D18{1}
    gap: int  # D18{1/year}


@click.command
@click.option("--weights", metavar="W,W,…", help="Judge these instead, as fractions of one.")
@click.option("--strategy", metavar="ADDRESS", help="This one, where the vault has not chosen it.")
@click.option("--submit", is_flag=True, help="Write them into the strategy's book.")
@with_place
@with_key
def solve(place: Place, key: Key, weights: str | None, strategy: str | None, submit: bool) -> None:
    """Solve for what the vault's strategy looks for, from the vault's own state; anyone may.

    Says how far the weights are from the best at most, as the chain will. Exits with 1, and that
    number, where this is further than the strategy takes.
    """
    named = None if strategy is None else address_of(strategy)
    session = open_session(place)
    found = _solution(session, weights, named)
    if not place.as_json:
        _show(session, found)
    if found.gap > found.page.twin.tolerance:
        raise GapTooWide(found.gap, found.page.twin.tolerance)
    done = _submitted(session, key, found) if submit else None
    if place.as_json:
        show_json(_object(found, done))
    elif done is not None:
        show_lines(lines(done))


def _solution(session: Session, weights: str | None, strategy: str | None) -> Solution:
    report = session.vault.report()
    page = page_of(session.vault, session.mirror.parts, report.block, strategy)
    if report.state is None:
        assert report.reason is not None
        raise report.reason
    wanted = _solved(page, report.state) if weights is None else _given(weights)
    return Solution(page, report.block, wanted, page.twin.gap_of(report.state, wanted))


def _solved(page: Page, state: State) -> tuple[int, ...]:
    from counterpoise.solver.best import best  # Here, as numpy takes a while.

    return best(page.twin.problem_of(state))


def _given(text: str) -> tuple[int, ...]:
    try:
        numbers = [Decimal(it) * ONE for it in text.split(",")]
        if any(it != int(it) or it < 0 for it in numbers):
            raise BadInput(f"not weights: {text!r} is negative somewhere, or finer than 1e-18")
    except (InvalidOperation, ValueError, OverflowError):
        raise BadInput(f"not weights: {text!r}; give fractions with commas between") from None
    return tuple(int(it) for it in numbers)


def _submitted(session: Session, key: Key, found: Solution) -> Outcome:
    if found.page.book == NOBODY:
        raise NoWay("nowhere to write: the strategy was deployed without a book")
    sender = sender_of(session, key)
    return mined(sender.send(write(session.vault, found.page, found.weights)))


def _show(session: Session, found: Solution) -> None:
    page, names = found.page, session.names()
    written = page.written
    rows = [
        (
            names[asset],
            *(percent(it, 7) for it in (low, high, wanted)),
            percent(written[i], 7) if written else "",
        )
        for i, (asset, low, high, wanted) in enumerate(
            zip(session.vault.assets(), page.twin.least, page.twin.most, found.weights, strict=True)
        )
    ]
    show_table(("Asset", "Least", "Most", "Best", "Written"), rows)
    show_lines([("Gap", rate(found.gap)), ("Tolerance", rate(page.twin.tolerance))])


def _object(found: Solution, done: Outcome | None) -> dict[str, object]:
    known: dict[str, object] = {
        "block": found.block,
        "strategy": found.page.strategy,
        "book": found.page.book,
        "weights": found.weights,
        "gap": found.gap,
        "tolerance": found.page.twin.tolerance,
    }
    return known if done is None else known | {"written": outcome_object(done)}

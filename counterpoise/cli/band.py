"""`counterpoise band`: the parameters of a band where trading costs twice over; needs no node."""

from dataclasses import dataclass
from decimal import Decimal

import click

from counterpoise.cli.amounts import fraction, parse
from counterpoise.cli.failures import BadInput, reported
from counterpoise.cli.output import show_json, show_lines
from counterpoise.cli.words import percent
from counterpoise.constraint.band import MAX_BAND, MAX_INNER
from counterpoise.errors import LimitOutOfRange
from counterpoise.math.fixed_point import ONE
from counterpoise.solver.band import Band, Losses, both_costs


@dataclass(frozen=True, slots=True)
class Asked:
    """What trading and drifting cost, as it was typed."""

    weight: str
    cost: str
    gas: str
    value: str
    volatility: str
    aversion: str
    as_json: bool

    def losses(self) -> Losses:
        """For one asset and a rest without risk (math 1.2). Raises `BadInput`."""
        weight, value = fraction(self.weight), parse(self.value, 18)
        square = parse(self.volatility, 18) ** 2
        gas = 0 if self.gas == "0" else parse(self.gas, 18)
        if not 0 < weight < ONE:
            raise BadInput(f"nothing drifts: the weight {self.weight} is not between 0 and 1")
        spread = (weight * (ONE - weight)) ** 2 * square // ONE**5
        dislike = parse(self.aversion, 18) * square // ONE**2
        cost, fixed = fraction(self.cost), gas * ONE // value
        if not cost and not fixed:
            raise BadInput("no band: nothing costs anything; give --cost or --gas")
        try:
            return Losses(cost, fixed, spread, dislike)
        except LimitOutOfRange as error:
            name, limit, most = error.fields.values()
            raise BadInput(f"out of range: {name} {limit}, most {most}") from None


@click.command
@click.option("--weight", default="0.5", show_default=True, help="The target; a fraction.")
@click.option("--cost", default="0.003", show_default=True, help="Of what is traded; a fraction.")
@click.option("--gas", default="0", show_default=True, help="USD that a rebalance costs.")
@click.option("--value", default="1000000", show_default=True, help="USD that the vault holds.")
@click.option("--volatility", default="0.8", show_default=True, help="Of a year; 0.8 is 80 %.")
@click.option("--aversion", default="3", show_default=True, help="To risk, as the constraint's.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object, integers as text.")
def band(**asked: str) -> None:
    """Find the band that loses least where trading costs a part and gas.

    Says `absolute` and `inner` for a BandConstraint, whose own costs stay 0 then: a weight that has
    drifted by the first is traded back to that part of it. Needs no node and no vault.
    """
    it = Asked(**asked)  # type: ignore[arg-type]
    with reported(it.as_json):
        losses = it.losses()
        best = both_costs(losses)
        if it.as_json:
            show_json(_object(best, losses))
        else:
            show_lines(_lines(best, losses))


def inner(best: Band) -> int:
    """Where trading ends as a part of where it begins, D18{1}, as far as a constraint takes it."""
    return min(max(best.back * ONE // best.outer, 1), MAX_INNER)


def _object(best: Band, losses: Losses) -> dict[str, object]:
    return {
        "back": best.back,
        "outer": best.outer,
        "loss": best.loss(losses),
        "absolute": min(best.outer, MAX_BAND),
        "inner": inner(best),
    }


def _lines(best: Band, losses: Losses) -> list[tuple[str, str]]:
    bps = Decimal(best.loss(losses)) / 10**14
    return [
        ("Trade beyond", percent(best.outer, 4)),
        ("Back to", percent(best.back, 4)),
        ("Loses", f"{bps:.2f} bps a year"),
        ("absolute", f"{Decimal(min(best.outer, MAX_BAND)) / ONE:.6f}"),
        ("inner", f"{Decimal(inner(best)) / ONE:.6f}"),
    ]

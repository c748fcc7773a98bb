"""The one sentence at the end: why a vault trades or waits."""

from counterpoise.cli.named import Names
from counterpoise.cli.words import cost, moment, percent
from counterpoise.engine import Decision
from counterpoise.errors import IsPaused, Refusal, VenueNotAllowed
from counterpoise.keeper.account import Account
from counterpoise.keeper.decide import TwinDisagrees
from counterpoise.math.weights import max_drift


def why(names: Names, found: Account) -> str:
    """Of the chain's refusal or of the twin's, as they agree; where they do not, neither counts."""
    reason, told = found.report.reason, found.explanation
    if found.difference is not None:
        return "It does neither: the twin disagrees, and so the keeper sends nothing."
    if isinstance(reason, IsPaused):
        return f"It waits, as the vault is paused until {moment(reason.until)}."
    if told is None:
        return f"It waits, as nothing can be observed: {_said(names, reason)}."
    if reason is None:
        return _trades(told.decision)
    if isinstance(reason, VenueNotAllowed):
        return f"It waits, as the vault refuses: {names.refusal(reason)}."
    return f"It waits, as {told.speaker} refuses: {_said(names, told.decision.refusal)}."


def agreement(found: Account) -> str:
    """What the twin says where nothing differs."""
    return "agrees" if found.explanation else "saw nothing"


def disagreement(it: TwinDisagrees) -> str:
    """On what, and what either says."""
    return f"DISAGREES on {it.what}: chain {it.chain}, twin {it.twin}"


def _trades(decision: Decision) -> str:
    """What is made, what it changes and what it costs."""
    start, end, count = decision.start, decision.end, len(decision.orders)
    before, after = (percent(max_drift(it, decision.target)) for it in (start, end))
    made = "1 order brings" if count == 1 else f"{count} orders bring"
    what = f"{made} the drift from {before} to {after} at most, for {cost(start.value, end.value)}"
    return f"It trades, as nothing refuses: {what}."


def _said(names: Names, refusal: Refusal | None) -> str:
    return "no reason is told" if refusal is None else names.refusal(refusal)

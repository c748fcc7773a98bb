"""An account of a vault in words and tables, in the order in which the data go."""

from collections.abc import Callable

import click

from counterpoise.chain.events import Traded
from counterpoise.cli.named import Names
from counterpoise.cli.output import show_lines, show_table
from counterpoise.cli.proposing import proposed
from counterpoise.cli.reason import agreement, disagreement, why
from counterpoise.cli.words import (
    cost,
    drift,
    market_class,
    moment,
    money,
    percent,
    signed,
    tokens,
    words,
)
from counterpoise.explain.cuts import Cut
from counterpoise.explain.explanation import Explanation, Way
from counterpoise.explain.sight import Seen, Sight
from counterpoise.explain.verdict import Verdict
from counterpoise.keeper.account import Account
from counterpoise.keeper.replay import Replay
from counterpoise.types import Order

Row = tuple[str, ...]


def tell(names: Names, found: Account) -> None:
    """All of it; what does not agree stands at the head."""
    told, block = found.explanation, found.report.block
    twin = disagreement(found.trouble) if found.trouble else agreement(found)
    show_lines([("Twin", twin), ("Block", str(block)), *(_worth(told.sight) if told else ())])
    if told is not None:
        _tell(names, told)
    for it in found.replays:
        _past(names, block, it)
    click.echo()
    show_lines([("Why", why(names, found))])


def _tell(names: Names, told: Explanation) -> None:
    """From what is seen to what is judged."""
    _head("What it sees")
    _sight(names, told.sight)
    _head("What each part of its strategy wants")
    for line in proposed(names, told.proposal):
        click.echo(line)
    if told.ways:
        _head("What it plans")
        _plan(names, told)
    _head("What each constraint says")
    show_lines([(it.constraint, _verdict(names, it)) for it in told.verdicts])


def _head(text: str) -> None:
    click.echo(f"\n{text}\n{'─' * len(text)}")


# What is seen


def _worth(sight: Sight) -> list[tuple[str, str]]:
    shares = tokens(sight.supply, 18)
    price = "" if sight.share_price is None else f" at {money(sight.share_price)} USD"
    peak = "" if sight.peak is None else f", {money(sight.peak)} USD at their highest"
    return [
        ("Time", moment(sight.time)),
        ("Value", f"{money(sight.value)} USD"),
        ("Shares", f"{shares}{price}{peak}"),
    ]


def _sight(names: Names, sight: Sight) -> None:
    rows = [_asset(names, it) for it in sight.assets]
    show_table(("Asset", "Balance", "Price", "Value", "Weight"), rows)
    known = {name: column for name, column in _market(sight) if set(column) != {"?"}}
    if known:
        symbols = (names.symbol(it.token) for it in sight.assets)
        markets = list(zip(symbols, *known.values(), strict=True))
        show_table(("Asset", *known), markets, 1 + ("Market" in known))
    if sight.pairs:
        pairs = (
            f"{names.symbol(it.first)} and {names.symbol(it.second)} {signed(it.correlation)}"
            for it in sight.pairs
        )
        show_lines([("Correlations", ", ".join(pairs))])


def _asset(names: Names, it: Seen) -> Row:
    balance, weight = names.shown(it.token, it.balance), percent(it.weight)
    return names.symbol(it.token), balance, money(it.price), money(it.value), weight


def _market(sight: Sight) -> tuple[tuple[str, Row], ...]:
    """What may be remembered of each asset, column by column."""
    return (
        ("Market", tuple(_or(market_class, it.market) for it in sight.assets)),
        ("Volatility", tuple(_or(percent, it.volatility) for it in sight.assets)),
        ("Trend", tuple(_or(signed, it.trend) for it in sight.assets)),
    )


def _or(say: Callable[[int], str], value: int | None) -> str:
    return "?" if value is None else say(value)


# What is planned


def _plan(names: Names, told: Explanation) -> None:
    rows = [_way(names, it) for it in told.ways]
    show_table(("Asset", "Weight", "Wanted", "Drift", "Becomes"), rows)
    if told.orders:
        orders = [_order(names, it) for it in told.orders]
        show_table(("Sell", "Buy", "Amount", "For at least"), orders, 2)
    limits = ", ".join(f"{words(it.limit)} {_limit(it)}" for it in told.cuts)
    lines = [("Orders", "none")] if not told.orders else []
    lines += [("Cut by", limits)] if limits else []
    lines += [("Fails", names.refusal(told.obstacle))] if told.obstacle else []
    if lines:
        show_lines(lines)


def _way(names: Names, it: Way) -> Row:
    becomes = _or(percent, it.becomes)
    return names.symbol(it.token), percent(it.weight), percent(it.wanted), drift(it.drift), becomes


def _order(names: Names, it: Order) -> Row:
    amounts = names.shown(it.sell, it.sell_amount), names.shown(it.buy, it.min_buy_amount)
    return names.symbol(it.sell), names.symbol(it.buy), *amounts


def _limit(it: Cut) -> str:
    return f"{money(it.value)} USD" if it.limit == "min_trade" else percent(it.value)


# What is judged, and what was done


def _verdict(names: Names, it: Verdict) -> str:
    if it.refusal is not None:
        return f"refuses, {names.refusal(it.refusal)}"
    return "passes" if it.asked else "not asked"


def _past(names: Names, block: int, it: Replay) -> None:
    made = it.step.made
    _head(f"What was done in block {block}")
    rows = [_trade(names, trade) for trade in it.step.trades]
    show_table(("Sold", "Bought", "Amount", "For"), rows, 2)
    show_lines(
        [
            ("Cost", cost(made.start_value, made.end_value)),
            ("Wanted", names.weights(made.target)),
            ("Orders", "of the planner" if it.step.planned else f"of the keeper {made.caller}"),
            ("Tx", it.step.tx),
            ("Twin", _replayed(block, it)),
        ]
    )


def _trade(names: Names, it: Traded) -> Row:
    amounts = names.shown(it.sell, it.sold), names.shown(it.buy, it.bought)
    return names.symbol(it.sell), names.symbol(it.buy), *amounts


def _replayed(block: int, it: Replay) -> str:
    """Whether what was held before leads the twin to the same."""
    if it.difference is None:
        return f"comes to the same from block {block - 1}, to the unit; its reasons are told there"
    before = f"; transactions of the block before it: {it.step.index}" if it.step.index else ""
    return f"{disagreement(it.difference)}{before}"

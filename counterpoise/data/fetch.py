"""Closes from an exchange into a file: kept as they come, written when they are all there."""

from __future__ import annotations

import shutil
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

from counterpoise.data.cells import price, time_text
from counterpoise.data.exchange import Exchange, Passing
from counterpoise.data.kept import Kept
from counterpoise.data.order import Order, require_place, require_span, require_symbols
from counterpoise.data.pages import Pages, Unanswered
from counterpoise.data.patience import Pause, answer
from counterpoise.data.series import Prices
from counterpoise.data.sidecar import Origin, beside, write_origin
from counterpoise.data.source import Tell, silent
from counterpoise.data.steady import print_of
from counterpoise.data.writing import write


def fetch(
    exchange: Exchange,
    order: Order,
    out: Path,
    tell: Tell = silent,
    pause: Pause = time.sleep,
    now: Callable[[], float] = time.time,
) -> Origin:
    """Writes the file and, beside it, where it is from; the same call goes on where one ended.

    Raises `FetchProblem` for what cannot be had, `Unanswered` for what cannot be had now, and
    `BadPrices` for a file that cannot be written.
    """
    require_place(out)
    require_symbols(order)
    step = exchange.step(order.step)
    require_span(order, step, now())
    try:
        answer(partial(exchange.require, list(order.symbols)), pause)
    except Passing as error:
        raise Unanswered(f"{exchange.name}: {error}") from None
    return _written(exchange, order, out, _prices(exchange, order, step, out, tell, pause))


def _prices(
    exchange: Exchange, order: Order, step: int, out: Path, tell: Tell, pause: Pause
) -> Prices:
    times = range(order.start, order.end, step)
    total, closes = len(times) * len(order.symbols), []
    for place, symbol in enumerate(order.symbols):
        terms = f"{exchange.source} {symbol} {order.step} from {time_text(order.start)}"
        file = _folder(out) / f"{symbol.replace('/', '-')}.csv"
        kept = Kept(file, terms, order.start, step)
        told = partial(_tell, tell, f"fetching {symbol}", place * len(times), total)
        Pages(exchange, order, symbol, step, pause).fetch(kept, told)
        closes.append([price(it) for it in kept.closes[: len(times)]])
    return Prices(order.assets, tuple(times), tuple(zip(*closes, strict=True)))


def _written(exchange: Exchange, order: Order, out: Path, prices: Prices) -> Origin:
    """The sidecar first: a file that is there has one."""
    draft = _folder(out) / out.name
    write(draft, prices)
    origin = Origin(
        exchange.name,
        exchange.version,
        exchange.url,
        order.symbols,
        order.step,
        time_text(prices.times[0]),
        time_text(prices.times[-1]),
        len(prices),
        print_of(draft).content,
    )
    write_origin(beside(out), origin)
    draft.replace(out)
    shutil.rmtree(_folder(out))
    return origin


def _tell(tell: Tell, what: str, before: int, total: int, done: int) -> None:
    tell(what, before + done, total)


def _folder(out: Path) -> Path:
    """What is kept until the file is whole."""
    return out.with_name(f"{out.name}.kept")

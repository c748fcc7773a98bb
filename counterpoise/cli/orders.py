"""Orders from a JSON file, refused with the line or the field where they are bad."""

from collections.abc import Callable
from dataclasses import fields
from pathlib import Path
from typing import Any

from counterpoise.chain.contracts import NotAnAddress, address_of
from counterpoise.chain.token import Token
from counterpoise.cli.amounts import parse
from counterpoise.cli.failures import BadInput
from counterpoise.document import NotJson
from counterpoise.document import parse as parse_json
from counterpoise.types import Order

FIELDS = tuple(field.name for field in fields(Order))


def read_orders(file: Path, token: Callable[[str], Token], raw: bool) -> list[Order]:
    """The orders of a list, or of the object that `preview --json` shows. Raises `BadInput`.

    `token` finds an asset by symbol or address; amounts are in whole tokens, `raw` in {unit}.
    """
    rows = _content(file)
    if isinstance(rows, dict):
        rows = rows.get("orders")
    if not isinstance(rows, list) or not rows:
        raise BadInput(f"{file}: holds no orders")
    return [_order(f"{file}: order {i}", row, token, raw) for i, row in enumerate(rows, 1)]


def _content(file: Path) -> Any:
    """JSON whose numbers stay text, so that no digit is lost."""
    try:
        return parse_json(file.read_text(encoding="utf-8"), number=str)
    except OSError as error:
        raise BadInput(f"cannot read the orders {file}: {error.strerror}") from None
    except NotJson as error:
        place = f"{file}:{error.line}" if error.line else str(file)
        raise BadInput(f"{place}: not JSON: {error.problem}") from None
    except UnicodeDecodeError:
        raise BadInput(f"{file}: not JSON") from None


def _order(place: str, row: Any, token: Callable[[str], Token], raw: bool) -> Order:
    if not isinstance(row, dict):
        raise BadInput(f"{place}: is no object with {', '.join(FIELDS)}")
    for name in (*FIELDS, *row):
        if name not in row or name not in FIELDS:
            problem = "is missing" if name in FIELDS else f"is unknown; known: {', '.join(FIELDS)}"
            raise BadInput(f"{place}: {name} {problem}")
        if not isinstance(row[name], str):
            raise BadInput(f"{place}: {name}: is neither text nor a number")
    sell, buy = (_in(f"{place}: {name}", token, row[name]) for name in ("sell", "buy"))
    return Order(
        _in(f"{place}: venue", address_of, row["venue"]),
        sell.address,
        buy.address,
        _in(f"{place}: sell_amount", parse, row["sell_amount"], sell.decimals, raw),
        _in(f"{place}: min_buy_amount", parse, row["min_buy_amount"], buy.decimals, raw),
    )


def _in(place: str, read: Callable[..., Any], *arguments: Any) -> Any:
    """Says in which field it was that something could not be read."""
    try:
        return read(*arguments)
    except (BadInput, NotAnAddress) as error:
        raise BadInput(f"{place}: {error}") from None

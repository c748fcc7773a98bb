"""The options that every command has, and what they say together."""

import functools
from collections.abc import Callable
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

import click

from counterpoise.cli.failures import BadInput, reported
from counterpoise.cli.whole import Whole
from counterpoise.document import NotJson
from counterpoise.document import parse as parse_json

RPC = "http://127.0.0.1:8545"
Command = Callable[..., Any]


@dataclass(frozen=True, slots=True)
class Place:
    """Where the vault is: a node, and addresses by option or by deployment file."""

    rpc: str
    chain_id: int | None
    vault: str | None
    lens: str | None
    gateway: str | None
    deployment: Path | None
    as_json: bool


@dataclass(frozen=True, slots=True)
class Key:
    """Where the key is; the key itself is not here."""

    account: str | None
    keystore: Path | None
    password_env: str
    key_env: str


@dataclass(frozen=True, slots=True)
class Terms:
    """How a command that pays or sells is held to what it shows."""

    raw: bool
    approve: bool
    slippage: str  # a fraction
    deadline: int  # {s} from now


@dataclass(frozen=True, slots=True)
class Ways:
    """What an entry is paid with, where an allowance for the vault is not all."""

    ether: bool
    permit: bool
    permit2: bool


@dataclass(frozen=True, slots=True)
class Sale:
    """How to be paid in one asset."""

    into: str
    ether: bool
    permit: bool
    venue: tuple[str, ...]
    preview: bool


PLACE = (
    click.option(
        "--rpc", envvar="COUNTERPOISE_RPC", default=RPC, show_default=True, help="The node."
    ),
    click.option("--chain-id", type=Whole(0), help="Refuse any other chain."),
    click.option("--vault", metavar="ADDRESS", help="The vault."),
    click.option("--lens", metavar="ADDRESS", help="The VaultLens to look through."),
    click.option("--gateway", metavar="ADDRESS", help="The vault's VaultGateway, if it has one."),
    click.option(
        "--deployment",
        envvar="COUNTERPOISE_DEPLOYMENT",
        type=click.Path(path_type=Path, dir_okay=False),
        help="A deployment file with the addresses.",
    ),
    click.option("--json", "as_json", is_flag=True, help="One JSON object, integers as text."),
)
KEY = (
    click.option("--account", metavar="N|ADDRESS", help="An account that the node holds."),
    click.option(
        "--keystore",
        type=click.Path(path_type=Path, dir_okay=False),
        help="An encrypted keystore file; asks for its password.",
    ),
    click.option(
        "--password-env",
        default="COUNTERPOISE_PASSWORD",
        show_default=True,
        help="The variable with the keystore's password, if it is set.",
    ),
    click.option(
        "--key-env", default="COUNTERPOISE_KEY", show_default=True, help="The variable with a key."
    ),
)
RAW = click.option("--raw", is_flag=True, help="Amounts are in units, not in whole tokens.")
YEAR = 31_536_000  # {s}; nobody means a deadline that is farther away.
DEADLINE = click.option(
    "--deadline", default=600, show_default=True, type=Whole(1, YEAR), help="Seconds."
)
PERMIT = click.option("--permit", is_flag=True, help="Sign a permit (EIP-2612) instead.")
TERMS = (
    RAW,
    click.option("--approve", is_flag=True, help="First allow exactly what is to be taken."),
    click.option(
        "--slippage",
        default="0.005",
        show_default=True,
        help="How much worse than now it may come; a fraction.",
    ),
    DEADLINE,
)
WAYS = (
    click.option("--ether", is_flag=True, help="Pay the wrapped ether's part with ether."),
    PERMIT,
    click.option("--permit2", is_flag=True, help="Sign one batch for Permit2 instead."),
)
SALE = (
    click.option("--into", metavar="ASSET", required=True, help="The asset to be paid in."),
    click.option("--ether", is_flag=True, help="Be paid wrapped ether as ether."),
    PERMIT,
    click.option(
        "--venue", multiple=True, metavar="ADDRESS", help="Ask this one too; the vault's own list."
    ),
    click.option("--preview", is_flag=True, help="Show what would come, and send nothing."),
)


def with_place(command: Command) -> Command:
    """Gives a command the options of the place as one `place`, and reports its errors."""
    return _gathered(command, Place, PLACE, "place")


def with_key(command: Command) -> Command:
    """Gives a command the options of the key as one `key`; stands below `with_place`."""
    return _gathered(command, Key, KEY, "key")


def with_terms(command: Command) -> Command:
    """Gives a command its terms as one `terms`; stands above `with_place`."""
    return _gathered(command, Terms, TERMS, "terms")


def with_ways(command: Command) -> Command:
    """Gives a command the ways to pay as one `ways`; stands above `with_place`."""
    return _gathered(command, Ways, WAYS, "ways")


def with_sale(command: Command) -> Command:
    """Gives a command what a sale needs as one `sale`; stands above `with_place`."""
    return _gathered(command, Sale, SALE, "sale")


def _gathered(command: Command, kind: type[Any], options: tuple[Any, ...], name: str) -> Command:
    @functools.wraps(command)
    def wrapped(**values: Any) -> Any:
        values[name] = kind(**{field.name: values.pop(field.name) for field in fields(kind)})
        with reported(values["place"].as_json if "place" in values else False):
            return command(**values)

    for option in reversed(options):
        wrapped = option(wrapped)
    return wrapped


@dataclass(frozen=True, slots=True)
class Addresses:
    """What the options or the deployment file say; not every vault has a gateway, or a tank."""

    vault: str
    lens: str
    gateway: str | None
    tank: str | None
    chain_id: int | None


def addresses(place: Place) -> Addresses:
    """Where everything is, options first. Raises `BadInput` where vault or lens is missing."""
    book = _read(place.deployment) if place.deployment else {}
    known = book.get("addresses", book)
    vault, lens = (_first(getattr(place, it), known.get(it)) for it in ("vault", "lens"))
    for name, value in (("vault", vault), ("lens", lens)):
        if not isinstance(value, str):
            raise BadInput(f"no {name}: give --{name} or --deployment")
    gateway, tank = _first(place.gateway, known.get("gateway")), known.get("tank")
    chain_id = place.chain_id if place.chain_id is not None else _chain_id(book)
    return Addresses(vault, lens, _text(gateway), _text(tank), chain_id)


def _first(said: str | None, known: Any) -> Any:
    """What an option says, an empty text too: a variable that is not set names no other vault."""
    return known if said is None else said


def _text(known: object) -> str | None:
    return known if isinstance(known, str) else None


def _chain_id(book: dict[str, Any]) -> int | None:
    known = book.get("chainId")
    if known is not None and type(known) is not int:  # To Python, true is an int too.
        raise BadInput(f"not a deployment: its chainId {known!r} is no integer")
    return known


def _read(file: Path) -> dict[str, Any]:
    try:
        book = parse_json(file.read_text(encoding="utf-8"))
    except OSError as error:
        raise BadInput(f"cannot read the deployment {file}: {error.strerror}") from None
    except NotJson as error:
        raise BadInput(f"not a deployment: {file} is not JSON: {error}") from None
    except UnicodeDecodeError:
        raise BadInput(f"not a deployment: {file} is not JSON") from None
    if not isinstance(book, dict) or not isinstance(book.get("addresses", book), dict):
        raise BadInput(f"not a deployment: {file} holds no addresses")
    return book

"""A keeper's own orders: what a file says, to the unit, and where it is bad."""

import json
from dataclasses import asdict, dataclass
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from counterpoise.cli.failures import BadInput
from counterpoise.cli.orders import read_orders
from counterpoise.cli.words import exact, plain
from counterpoise.types import Order

VENUE = "0x5FbDB2315678afecb367f032d93F642f64180aa3"
ORDER = {
    "venue": VENUE,
    "sell": "WETH",
    "buy": "USDC",
    "sell_amount": "1.5",
    "min_buy_amount": "2990.123456",
}
READ = Order(VENUE, "0xWETH", "0xUSDC", 15 * 10**17, 2_990_123_456)


@dataclass(frozen=True)
class Asset:
    address: str
    decimals: int


ASSETS = {"WETH": Asset("0xWETH", 18), "USDC": Asset("0xUSDC", 6)}


def token(text: str) -> Asset:
    """As a session does: by symbol or address."""
    found = ASSETS.get(text.removeprefix("0x"))
    if found is None:
        raise BadInput(f"asset unknown: {text!r}; the vault holds WETH, USDC")
    return found


@pytest.fixture(scope="session")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("orders") / "orders.json"


def written(file: Path, content: object) -> Path:
    file.write_text(content if isinstance(content, str) else json.dumps(content), encoding="utf-8")
    return file


@pytest.mark.parametrize("content", [[ORDER], {"orders": [ORDER], "due": True}])
def test_orders_come_from_a_list_or_from_what_preview_shows(file, content):
    assert read_orders(written(file, content), token, raw=False) == [READ]  # type: ignore[arg-type]


def test_a_number_in_the_file_loses_no_digit(file):
    text = json.dumps([ORDER]).replace('"1.5"', "1234567890.123456789012345678")
    (order,) = read_orders(written(file, text), token, raw=False)  # type: ignore[arg-type]
    assert order.sell_amount == 1234567890123456789012345678


@given(sell=st.integers(1, 2**128), least=st.integers(1, 2**128), raw=st.booleans())
def test_what_is_written_is_read_to_the_unit(file, sell, least, raw):
    order = Order(VENUE, "0xWETH", "0xUSDC", sell, least)
    row = plain(order) | (
        {}
        if raw
        else {
            "sell_amount": exact(sell, 18).replace(",", ""),
            "min_buy_amount": exact(least, 6).replace(",", ""),
        }
    )
    assert list(row) == list(asdict(order))
    assert read_orders(written(file, [row]), token, raw) == [order]  # type: ignore[arg-type]


def without(name: str) -> dict[str, str]:
    return {key: value for key, value in ORDER.items() if key != name}


@pytest.mark.parametrize(
    ("content", "line"),
    [
        ("", ":1: not JSON: Expecting value"),
        ('[{"sell": "WETH", "sell": "WBTC"}]', ": not JSON: the key 'sell' is there twice"),
        ('[\n{"sell": "WETH",\n "buy" "USDC"}]', ":3: not JSON: Expecting ':' delimiter"),
        ("[]", ": holds no orders"),
        ("{}", ": holds no orders"),
        ("7", ": holds no orders"),
        ([ORDER, 7], ": order 2: is no object with venue, sell, buy, sell_amount, min_buy_amount"),
        ([ORDER, without("venue")], ": order 2: venue is missing"),
        (
            [ORDER | {"price": "1"}],
            ": order 1: price is unknown; known: venue, sell, buy, sell_amount, min_buy_amount",
        ),
        ([ORDER | {"venue": "0x12"}], ": order 1: venue: not an address: '0x12'"),
        (
            [ORDER | {"buy": "DAI"}],
            ": order 1: buy: asset unknown: 'DAI'; the vault holds WETH, USDC",
        ),
        ([ORDER | {"sell_amount": None}], ": order 1: sell_amount: is neither text nor a number"),
        (
            [ORDER | {"sell_amount": "-1"}],
            ": order 1: sell_amount: not an amount: -1 is not above 0",
        ),
        (
            [ORDER | {"min_buy_amount": "0.1234567"}],
            ": order 1: min_buy_amount: too many decimals: 0.1234567 has 7, at most 6 are possible",
        ),
    ],
)
def test_a_bad_file_is_refused_with_its_line_or_field(file, content, line):
    with pytest.raises(BadInput) as refused:
        read_orders(written(file, content), token, raw=False)  # type: ignore[arg-type]
    assert str(refused.value) == f"{file}{line}"


def test_a_file_that_is_not_there_or_no_text_is_refused(tmp_path):
    with pytest.raises(BadInput, match=r"cannot read the orders absent\.json: No such file"):
        read_orders(Path("absent.json"), token, raw=False)  # type: ignore[arg-type]
    (tmp_path / "orders.json").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(BadInput, match="not JSON"):
        read_orders(tmp_path / "orders.json", token, raw=False)  # type: ignore[arg-type]

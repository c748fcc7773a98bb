"""A configuration is told key by key, as it is and with its unit."""

from __future__ import annotations

from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st
from pydantic import BaseModel, Field

from counterpoise.backtest.config import Config, PriceTerms
from counterpoise.backtest.report.assumptions import UNITS, UNSAID, echoed
from counterpoise.backtest.report.story import Assumption


class Flow(BaseModel):
    day: int
    amount: str | None = None


class Shape(BaseModel):
    start: int = Field(alias="from")
    symbols: list[str]
    flows: list[Flow]
    is_whole: bool = True


def config() -> Config:
    return Config(prices=PriceTerms(file=Path("prices.csv")))


def test_every_key_of_a_back_test_is_told_and_has_its_unit():
    told = {it.name: it for it in echoed(config())}

    assert told.keys() == UNITS.keys()
    assert told["prices.from"] == Assumption("prices.from", UNSAID, "UTC")
    assert told["market.lag"] == Assumption(
        "market.lag", "300", "s by which pools trail the market"
    )
    assert told["market.noise"].value == "0.0005"
    assert told["prices.file"].value == "prices.csv"


def test_lists_are_told_by_their_places_and_share_a_unit():
    shape = Shape(
        **{"from": 3}, symbols=["ETH", "BTC"], flows=[{"day": 1}, {"day": 2, "amount": "5"}]
    )

    told = echoed(shape, {"flows.day": "d", "from": "s"})

    assert told == (
        Assumption("from", "3", "s"),
        Assumption("symbols", "ETH, BTC"),
        Assumption("flows[0].day", "1", "d"),
        Assumption("flows[0].amount", UNSAID),
        Assumption("flows[1].day", "2", "d"),
        Assumption("flows[1].amount", "5"),
        Assumption("is_whole", "true"),
    )


@given(st.lists(st.tuples(st.integers(), st.text()), max_size=5))
def test_nothing_is_left_out(flows):
    shape = Shape(**{"from": 0}, symbols=[], flows=[Flow(day=a, amount=b) for a, b in flows])

    told = {it.name: it.value for it in echoed(shape)}

    for place, (day, amount) in enumerate(flows):
        assert told[f"flows[{place}].day"] == str(day)
        assert told[f"flows[{place}].amount"] == amount

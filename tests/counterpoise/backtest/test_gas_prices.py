"""What gas costs: a constant, or the last of a series."""

import pytest

from counterpoise.backtest.gas import GWEI, GasMissing, constant, series
from counterpoise.backtest.prices import BadPrices, Prices

DAY = 86_400
PRICES = Prices(("ETH",), (1_577_836_800, 1_577_923_200), ((1,), (1,)))  # the first of 2020, next


def test_a_constant_is_always_the_same():
    assert [constant(20 * GWEI).at(time) for time in (0, 2**40)] == [20 * GWEI] * 2


@pytest.fixture
def file(tmp_path):
    def written(*rows):
        path = tmp_path / "gas.csv"
        path.write_text("timestamp,gwei\n" + "\n".join(rows) + "\n")
        return path

    return written


def test_a_price_holds_until_the_next_one(file):
    found = series(file("2020-01-01T00:00:00Z,10.5", "2020-01-02T00:00:00Z,99"), PRICES)
    first, second = PRICES.times
    assert found.at(first) == found.at(second - 1) == 10_500_000_000
    assert found.at(second) == found.at(second + DAY) == 99 * GWEI


def test_a_series_that_begins_too_late_is_refused(file):
    path = file("2020-01-02T00:00:00Z,10", "2020-01-03T00:00:00Z,99")
    with pytest.raises(GasMissing, match=r"gas from 1577923200 to 1578009600, the prices are from"):
        series(path, PRICES)


def test_a_bad_line_is_told_as_of_prices(file):
    with pytest.raises(BadPrices, match=r"gas\.csv:3: gwei: price is not positive"):
        series(file("2020-01-01T00:00:00Z,1", "2020-01-02T00:00:00Z,0"), PRICES)

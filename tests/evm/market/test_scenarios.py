"""What holds in every block of every scenario, whatever happens to the market.

That a holder could leave is asserted by the play itself, in each block (K1, EX-01).
"""

from itertools import pairwise

import pytest

from counterpoise.math.market import permits
from counterpoise.types import MarketClass
from tests.evm.market import page
from tests.evm.market.scenarios import REAL, SCENARIOS
from tests.evm.market.scene import MAX_LOSS, NAMES, ONE, REST, SLICE

TOLERANCE = 15 * ONE // 1_000  # D18{1}, by which a feed of 0.5 % may be off unseen
ENDLESS = "a feed 10^6 too high for three hours"  # a peak that never was is all that is remembered


@pytest.fixture(params=SCENARIOS)
def named(request):
    return request.param, SCENARIOS[request.param]()


def test_nothing_grows_or_shrinks_but_as_its_class_permits(named):
    """K1 The class before the block or after its look: one rebalance comes before it."""
    for then, row in pairwise(named[1].rows):
        for kinds, change in zip(zip(then.classes, row.classes), row.traded):
            grow, shrink, _ = permits(min(kinds))
            assert change <= 0 or grow
            assert change >= 0 or shrink


def test_no_block_loses_more_than_its_trades_may(named):
    """D2 Two assets, a slice of each, and what a trade may lose of its worth."""
    most = 2 * SLICE * MAX_LOSS // ONE
    assert named[1].lost <= most
    assert named[1].cost <= most + 2 * SLICE * TOLERANCE // ONE


def test_no_class_flickers(named):
    """K4 It gets better once in a rest at most, however noisy it is."""
    for name in NAMES:
        falls = named[1].falls(name)
        assert all(later - earlier >= REST for earlier, later in pairwise(falls))
        assert len(falls) <= named[1].rows[-1].time // REST


def test_all_is_normal_in_the_end_and_nobody_was_asked(named):
    """K4 But where a wrong price was believed for so long that it became a peak."""
    name, record = named
    rest = (MarketClass.NORMAL, *[MarketClass.CRISIS] * 2)
    assert record.rows[-1].classes == (rest if name == ENDLESS else (MarketClass.NORMAL,) * 3)


def test_the_page_has_its_figures(named):
    """Written by `make snapshot`."""
    assert page.told(named[0], SCENARIOS[named[0]]) in page.PAGE.read_text().splitlines()


def test_the_page_has_no_other_scenarios():
    """Those of real prices too, where there are none here."""
    text = page.PAGE.read_text().partition(page.BEGIN)[2].partition(page.END)[0]
    rows = [it.split(" | ")[0].removeprefix("| ") for it in text.strip().splitlines()[2:]]
    assert rows == list(SCENARIOS) and set(REAL) < set(rows)

"""deployments/backtest-market.toml in March 2020: deployed by the scripts, and played by both."""

from datetime import datetime, timezone

import pytest

from counterpoise.backtest import ground
from counterpoise.backtest.config import read
from counterpoise.backtest.inputs import Inputs
from counterpoise.backtest.twin.market_state import AGE
from counterpoise.backtest.twin.mode import beside, play
from tests.chain.test_solved_backtest import working_in
from tests.chain.world import ROOT
from tests.counterpoise.real_prices import AFTER, HOURLY, there

FILE = ROOT / "deployments" / "backtest-market.toml"
BEFORE = datetime(2020, 3, 12, tzinfo=timezone.utc)  # ten hours before the fall
MOVE, CRISIS = 2, 4  # of interfaces/Types.sol


@pytest.fixture(scope="module")
def laid():
    there(HOURLY)
    config = read(FILE)
    span = config.prices.model_copy(update={"start": BEFORE, "end": AFTER})
    inputs = Inputs(FILE, config.model_copy(update={"prices": span}))
    prices = inputs.prices()
    with working_in(ROOT):
        yield inputs, prices, ground.lay(inputs.scene(prices), prices.times[0])


def test_a_crash_is_the_same_to_both_and_to_the_twin_alone(laid):
    """Four days of hours; how old means are is told by the chain, and known to the twin."""
    inputs, prices, on = laid
    _, player = ground.player(on, inputs, prices)
    scene, config = inputs.scene(prices), inputs.config
    course = player.begin("market")
    both = beside(scene, on.stage, course, prices, config)
    player.play(prices, course, lambda: both.hear(course.steps[-1]))
    told = [it.classes for it in course.steps]

    assert both.compared == len(prices) == 96
    assert on.stage.ages == (AGE, AGE - 5)  # A second for each transaction between the two.
    assert {MOVE, CRISIS} < {kind for row in told for kind in row}
    worst = next(k for k, row in enumerate(told) if CRISIS in row)
    assert (0, 0, 0) in told[worst:]
    assert [it.classes for it in play(scene, prices, config, lambda done: None).steps] == told

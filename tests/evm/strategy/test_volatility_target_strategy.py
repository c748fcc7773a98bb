"""VolatilityTargetStrategy: as volatile as meant, on the chain as in its twin."""

from dataclasses import astuple, replace
from random import Random

import pytest

from counterpoise.strategy.fixed_weight import FixedWeightStrategy
from counterpoise.strategy.volatility_target import VolatilityTargetStrategy
from tests.counterpoise.strategy.test_volatility_target import (
    CASH,
    CENT,
    ONE,
    drawn,
    of_one,
    state_of,
)
from tests.depth import examples
from tests.evm.in_process import said

NAME = "VolatilityTargetStrategy"


@pytest.fixture(scope="module")
def aiming(chain):
    """One that aims at a volatility with a fixed basket; it answers with weights and exposure."""

    def made(volatility, basket, cash=CASH, band=5 * CENT, rise=10 * CENT):
        inner = chain.deploy("FixedWeightStrategy", basket)
        strategy = chain.deploy(NAME, inner, cash, volatility, band, rise)

        def answer(state):
            given = astuple(state)
            names = ("target", "exposure")
            return [said(chain.ask, NAME, strategy, it, given) for it in names]

        return answer

    return made


def twin_of(volatility, basket, cash=CASH, band=5 * CENT, rise=10 * CENT):
    inner = FixedWeightStrategy(tuple(basket))
    strategy = VolatilityTargetStrategy(inner, cash, volatility, band, rise)
    return lambda state: [said(it, state) for it in (strategy.target, strategy.exposure)]


def test_the_vectors_of_the_formula(aiming):
    """C2, V3.3 The third variance, .31, is of halves of 100 and 40 per cent, correlated by .1."""
    half, third = (ONE, 0, 0), (0, 0, CENT * 10)
    basket = aiming(30 * CENT, [0, 60 * CENT, 40 * CENT], band=0, rise=ONE)
    signals = (0, 80 * CENT, 70 * CENT), (0, 0, 642_857_142_857_142_857)
    weights = [567_707_186_721_823_779, 259_375_687_966_905_733, 172_917_125_311_270_488]
    assert basket(state_of(half, *signals)) == [weights, 432_292_813_278_176_222]
    halves = aiming(15 * CENT, [0, ONE // 2, ONE // 2], band=0, rise=ONE)
    exposure = halves(state_of(half, (0, ONE, 40 * CENT), third))[1]
    assert exposure == 269_407_953_040_162_351
    for volatility, exposure in ((80, ONE // 2), (31, ONE)):
        assert aiming(40 * CENT, [0, ONE])(of_one(volatility))[1] == exposure


def test_twice_as_volatile_is_half_as_much(aiming):
    """C2"""
    ask = aiming(20 * CENT, [0, ONE])
    assert ask(of_one(25))[0] == [20 * CENT, 80 * CENT]
    assert ask(of_one(50))[0] == [60 * CENT, 40 * CENT]


@pytest.mark.parametrize(
    ("volatility", "expected"),
    [
        (84 * CENT, 80 * CENT),
        (84 * CENT + 1, 84 * CENT + 1),
        (90 * CENT, 90 * CENT),
        (90 * CENT + 1, 90 * CENT),
        (76 * CENT, 80 * CENT),
        (76 * CENT - 1, 76 * CENT - 1),
        (1, 1),
    ],
)
def test_the_band_and_the_step_end_where_they_end(aiming, volatility, expected):
    """7.4 80 per cent are held, of an asset as volatile as 100: less at once, more in steps."""
    weights, exposure = aiming(volatility, [0, ONE])(of_one(100, 80))
    assert exposure == expected
    assert weights == [ONE - expected, expected]


def test_the_twin_is_the_chain(aiming):
    """ST-02 Weights and exposures of 2 to 20 assets, the cash anywhere."""
    draw = Random(9)
    for _ in range(examples(60)):
        state, basket = drawn(draw)
        cash = draw.choice(state.tokens)
        limits = (draw.randint(1, ONE), list(basket), cash)
        limits += (draw.randint(0, ONE // 4), draw.randint(1, ONE))
        assert aiming(*limits)(state) == twin_of(*limits)(state)


@pytest.mark.parametrize(
    "state",
    [
        of_one(0),
        state_of((0, 0), (0, CENT)),
        state_of((ONE, ONE), (0, 10 * ONE + 1)),
        state_of((ONE, ONE), (0, CENT), (2 * ONE,)),
        replace(of_one(20), signals=()),
        state_of((ONE, ONE, ONE), (0, CENT, CENT)),
    ],
)
def test_the_twin_refuses_what_the_chain_refuses(aiming, state):
    given = 20 * CENT, [0, ONE]
    answers = aiming(*given)(state)
    assert answers == twin_of(*given)(state)
    assert all(isinstance(it, tuple) for it in answers)


def test_where_only_cash_is_wanted_all_is_cash(aiming):
    assert aiming(20 * CENT, [ONE, 0])(of_one(25))[0] == [ONE, 0]


def test_cash_that_is_not_held_is_refused(aiming, chain):
    stranger = chain.person()
    answers = aiming(20 * CENT, [0, ONE], stranger)(of_one(20))
    assert answers == [("AssetUnknown", [stranger])] * 2


def test_the_other_strategy_must_give_weights(chain):
    """What is no vector of weights is told before anything is made of it."""
    mock = chain.deploy("MockStrategy")
    chain.tell("MockStrategy", mock, "set", [0, ONE // 2])
    strategy = chain.deploy(NAME, mock, CASH, 20 * CENT, 0, ONE)
    answer = said(chain.ask, NAME, strategy, "target", astuple(of_one(20)))
    assert answer == ("WeightSum", [ONE // 2])


@pytest.mark.parametrize(
    ("place", "number", "told"),
    [
        (2, 0, ["volatility", 0, 10 * ONE]),
        (2, 10 * ONE + 1, ["volatility", 10 * ONE + 1, 10 * ONE]),
        (3, 25 * CENT + 1, ["band", 25 * CENT + 1, 25 * CENT]),
        (4, 0, ["maxRise", 0, ONE]),
        (4, ONE + 1, ["maxRise", ONE + 1, ONE]),
    ],
)
def test_numbers_beyond_their_bounds_are_refused(chain, place, number, told):
    given = [CASH, CASH, 20 * CENT, 5 * CENT, 10 * CENT]
    given[place] = number
    assert said(chain.deploy, NAME, *given) == ("LimitOutOfRange", told)


def test_what_it_is_made_of_is_there_to_be_read(chain):
    person = chain.person()
    strategy = chain.deploy(NAME, person, CASH, 20 * CENT, 5 * CENT, 10 * CENT)
    names = ("inner", "cash", "volatility", "band", "maxRise", "MAX_BAND")
    expected = [person, CASH, 20 * CENT, 5 * CENT, 10 * CENT, 25 * CENT]
    assert [said(chain.ask, NAME, strategy, it) for it in names] == expected

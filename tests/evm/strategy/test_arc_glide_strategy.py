"""ArcGlideStrategy: the way along the square roots, on the chain as in its twin."""

from dataclasses import astuple

from tests.counterpoise.strategy.test_glide_path import state_at
from tests.evm.in_process import said

NAME = "ArcGlideStrategy"
ONE = 10**18


def test_a_weight_may_come_from_nothing(chain):
    """A quarter turn: half way both roots are alike."""
    strategy = chain.deploy(NAME, [ONE, 0, 0], [0, 0, ONE], 0, 2)
    told = chain.ask(NAME, strategy, "target", astuple(state_at(1, 3)))
    assert told == (ONE // 2, 0, ONE // 2)
    assert chain.ask(NAME, strategy, "way") == 2


def test_times_that_are_none_are_refused(chain):
    answer = said(chain.deploy, NAME, [ONE, 0], [0, ONE], 9, 8)
    assert answer == ("LimitOutOfRange", ["end", 8, 10])

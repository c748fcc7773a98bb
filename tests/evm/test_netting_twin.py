"""Netting: the chain trades what its twin does."""

import pytest
from hypothesis import given

from counterpoise.math.netting import net
from tests.counterpoise.math.test_netting import VECTORS, closed, needs
from tests.depth import sharing

NAME = "MockNetting"


@pytest.fixture(scope="module")
def mock(chain):
    return chain.deploy(NAME)


def told(chain, mock, given_):
    trades = chain.ask(NAME, mock, "net", given_)
    assert trades == tuple((it.seller, it.buyer, it.amount) for it in net(given_))
    return trades


@pytest.mark.parametrize("given_, trades", VECTORS)
def test_the_vectors_of_the_formula(chain, mock, given_, trades):
    """V1.12"""
    assert told(chain, mock, given_) == trades


@sharing(100)
@given(needs)
def test_the_twin_is_the_chain(chain, mock, most):
    """Of what nets to nothing, and of what does not."""
    told(chain, mock, closed(most))
    told(chain, mock, most)


@pytest.mark.parametrize("given_", [(), (0,), (5, 7), (-5, 0), (-5, -5, 5, 5)])
def test_where_nobody_gives_or_takes_nothing_is_traded(chain, mock, given_):
    told(chain, mock, given_)

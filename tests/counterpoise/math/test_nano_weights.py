"""A word of weights that somebody else has made."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from counterpoise.errors import NanoInexact, NanoSurplus
from counterpoise.math.nano import rounded
from counterpoise.math.nano_weights import NANO, pack, unpack
from tests.counterpoise.drawn import targets

ONE = 10**18


def test_the_first_asset_is_in_the_lowest_bits():
    """V3.10"""
    assert pack([it * ONE // 10 for it in (5, 3, 2)]) == 0xBEBC20011E1A3001DCD6500
    assert pack([ONE // 8] * 8) == 0x773594007735940077359400773594007735940077359400773594007735940


@given(st.data(), st.integers(1, 8))
def test_what_is_packed_is_unpacked_and_a_step_away_at_most(data, n):
    """ST-02"""
    weights = data.draw(targets(n))
    steps = rounded(weights)
    assert sum(steps) == ONE
    assert max(abs(a - b) for a, b in zip(weights, steps)) < NANO
    assert unpack(pack(steps), n) == steps


@pytest.mark.parametrize("wrong", [1, NANO - 1, ONE + 1, 2**31 * NANO])
def test_what_is_no_step_is_told_by_its_place(wrong):
    with pytest.raises(NanoInexact) as said:
        pack([0, wrong])
    assert said.value.fields == {"index": 1, "weight": wrong}


def test_a_word_with_more_weights_than_assets_is_refused():
    with pytest.raises(NanoSurplus) as said:
        unpack(1 << 64, 2)
    assert said.value.fields == {"word": 1 << 64, "count": 2}

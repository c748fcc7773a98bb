"""FixedWeightStrategy: any weights come back as they were given."""

from hypothesis import given, settings
from hypothesis import strategies as st

from counterpoise.math.fixed_point import ONE
from tests.depth import examples

NAME = "FixedWeightStrategy"


@settings(max_examples=examples(100))
@given(cuts=st.lists(st.integers(0, ONE), min_size=1, max_size=19))
def test_every_weight_comes_back_at_its_own_place(evm, cuts):
    """ST-02 For 2 to 20 assets, no packing off by one."""
    edges = [0, *sorted(cuts), ONE]
    weights = [b - a for a, b in zip(edges, edges[1:], strict=False)]
    assets = [(f"0x{i:040x}", 1, 0, 1, 0) for i in range(len(weights))]
    strategy = evm.deploy(NAME, weights)
    assert list(evm.ask(NAME, strategy, "target", (0, 0, 0, assets, []))) == weights

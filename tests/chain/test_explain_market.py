"""What `explain` says of a vault that knows its market."""

import pytest

from tests.chain.screen import words
from tests.chain.test_explain_commands import CANARY, explained, parts


@pytest.fixture
def run(watched, deployment, run_as):
    return run_as(deployment, CANARY)


def test_a_market_that_forbids_is_told_and_a_rebalance_under_it_made_again(run, watched):
    """K1 What the inner strategy wanted, and what the market leaves of it."""
    watched.calm()
    watched.push(0)
    watched.record()
    watched.world.move(0, 3_600)
    said, why = explained(run)
    assert ["WETH", "Transient", "80.00", "%"] in words("\n".join(said))
    wanted = parts(said)
    assert wanted[0::2] == ["MarketStrategy", "  inner: FixedWeightStrategy"]
    assert wanted[1].startswith("  wants     WETH 54.")
    assert wanted[3] == "    wants     WETH 40.00 %, WBTC 30.00 %, USDC 30.00 %"
    assert why.startswith("Why It trades")
    block = watched.world.send(watched.world.vault.functions.rebalance())["blockNumber"]
    again, _ = explained(run, f"explain --block {block}")
    assert f"comes to the same from block {block - 1}" in "\n".join(again)

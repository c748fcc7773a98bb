"""A whole vault that trades in slices on real pairs: what is done when, and what stops it."""

from dataclasses import dataclass, replace
from typing import Any

import pytest

from counterpoise.execution.hub import Limits
from tests.counterpoise.drawn import ONE
from tests.evm.guarded import VENTURE
from tests.evm.in_process import Chain, said
from tests.evm.test_engine_twin import Deployed, found

PERCENT, HOUR, DAY = ONE // 100, 3_600, 86_400
NOBODY = f"0x{0:040x}"
SLICES = (10, HOUR, 0, PERCENT)
LIMITS = Limits(ONE, ONE, PERCENT, PERCENT, 10**15)


@dataclass
class Sliced:
    """A vault of a hub and two coins at a dollar each, ten percent off its target."""

    chain: Chain
    it: Deployed
    slices: str
    bucket: str
    rules: str

    def passes(self, seconds: int) -> None:
        self.chain.evm.advance_block(seconds)
        self.it.post((ONE,) * 3)

    def rebalance(self) -> Any:
        return said(self.it.rebalance)

    def balances(self) -> Any:
        return self.it.holdings()[1]

    def permille(self) -> list[int]:
        """What each asset is of the whole."""
        worth = [it / unit for it, unit in zip(self.balances(), VENTURE.units)]
        return [round(1_000 * it / sum(worth)) for it in worth]

    def left(self) -> int:
        """Of the programme's way, D18{1}."""
        asked = self.slices, "programmeOf", self.rules
        _, left, spent, _, _ = self.chain.ask("SliceConstraint", *asked)
        return left - spent


def build(slices=SLICES, bucket=(ONE, 24 * ONE), limits=LIMITS) -> Sliced:
    """Forty, forty and twenty percent; twenty, fifty and thirty are wanted."""
    chain = Chain()
    venture = replace(VENTURE, limits=limits)
    it = found(chain, chain.deploy("UniswapV2Factory", chain.caller), venture)
    drift = chain.deploy("DriftConstraint", 2 * PERCENT, PERCENT // 2)
    programme = chain.deploy("SliceConstraint", *slices)
    budget = chain.deploy("TurnoverBucketConstraint", *bucket)
    rules = chain.deploy("ConstraintSet", it.vault, [drift, programme, budget])
    inner = chain.ask("Vault", it.vault, "planner")
    planner = chain.deploy("SlicedPlanner", inner, rules, NOBODY, budget, programme)
    chain.tell("Vault", it.vault, "setConstraint", rules)
    chain.tell("Vault", it.vault, "setPlanner", planner)
    world = Sliced(chain, it, programme, budget, rules)
    world.passes(1_700_000_000)
    return world


@pytest.fixture
def vault():
    return build()


def test_after_some_intervals_as_many_slices_are_done(vault):
    """E6 Twenty percent of the hub in slices of two, the cost kept back of each."""
    assert vault.permille() == [400, 400, 200]
    seen = []
    for _ in range(5):
        assert vault.rebalance() is None
        seen.append(vault.permille()[0])
        assert vault.rebalance()[0] == "SliceUsed"
        vault.passes(HOUR)
    assert seen == [380, 361, 341, 321, 302]


def test_whoever_pauses_has_called_the_rest_back(vault):
    """E6 Nothing is in flight: what was not traded is in the vault. A programme dies of its age."""
    vault.rebalance()
    held = vault.balances()
    vault.chain.tell("Vault", vault.it.vault, "pause")
    vault.passes(HOUR)
    assert vault.rebalance()[0] == "IsPaused"
    assert vault.balances() == held
    vault.chain.tell("Vault", vault.it.vault, "unpause")
    vault.passes(10 * HOUR)
    assert vault.left() // (PERCENT // 100) == 1_803
    assert vault.rebalance() is None
    assert vault.left() // (PERCENT // 100) == 1_627


def test_a_way_that_comes_to_its_target_by_itself_ends_early(vault):
    """E6 Somebody gives what was lacking, all but 1.86 %."""
    vault.rebalance()
    vault.passes(HOUR)
    for token, amount in zip(vault.it.tokens[1:], (44_000 * 10**18, 30_000 * 10**8), strict=True):
        vault.chain.tell("MockToken", token, "mint", vault.it.vault, amount)
        vault.chain.tell("Vault", vault.it.vault, "sync", token)
    assert vault.rebalance() is None
    assert (vault.permille(), vault.left()) == ([200, 500, 300], 0)


def test_a_bucket_holds_a_day_back():
    """E3 Three percent at once, and one more each day."""
    vault = build(slices=(2, HOUR, 0, ONE // 2), bucket=(3 * PERCENT, PERCENT))
    seen = []
    for _ in range(4):
        vault.rebalance()
        seen.append(vault.permille()[0])
        vault.passes(DAY)
    assert seen == [371, 360, 350, 340]


def test_a_preview_is_what_is_done(vault):
    """P11 The lens asks as the vault does."""
    for _ in range(3):
        *_, orders, end = said(vault.it.preview)
        assert len(orders) == 2
        assert vault.rebalance() is None
        assert vault.balances() == tuple(row[2] for row in end[3])
        assert said(vault.it.preview)[0] == "SliceUsed"
        vault.passes(HOUR)


def test_a_programme_with_urgency_is_done_sooner():
    """V5.4 The first of ten slices is 15.5 % of the way, where equal ones are 10."""
    vault = build(slices=(10, HOUR, 3 * ONE // 2, PERCENT))
    vault.rebalance()
    assert vault.permille() == [370, 415, 215]

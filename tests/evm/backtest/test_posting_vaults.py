"""Who posts: in twin and bytecode the same solutions and proposals, each in the same block."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import dataclass, field

import pytest
from hypothesis import given
from hypothesis import strategies as st

from counterpoise.backtest.course import Topic
from counterpoise.backtest.crowd.terms import Terms
from counterpoise.backtest.posting.series import Opinion, Opinions
from counterpoise.backtest.posting.signer import SIGNER
from counterpoise.backtest.prices import ONE, BadPrices
from counterpoise.backtest.twin.posters import Posts
from counterpoise.backtest.twin.scene import held_at, opening_at
from tests.depth import sharing
from tests.evm.backtest.deployed import House, Town, crash, file_of, town
from tests.evm.backtest.ground import FIRST, HOUR
from tests.evm.backtest.test_reacting_vaults import CALM, FIXED, RULES, SHARPE, SIGNALS
from tests.evm.backtest.test_twin_beside_bytecode import TERMS, wild

PERCENT = ONE // 100
SYMBOLS = ("WETH", "WBTC", "USDC")
BOX = {"most": {"WETH": "0.6", "WBTC": "0.6", "USDC": "0.3"}}
LEAST = CALM | BOX | {"steps": 0, "tolerance": "0.0005"}
PARTS = {
    "kind": "blend",
    "parts": [{"share": "0.5", "strategy": LEAST}, {"share": "0.5", "strategy": SHARPE}],
    "secondary": LEAST | {"tolerance": "0.01"},
    "partGas": 3_000_000,
}
SEEKERS = {"least": LEAST, "sharpe": SHARPE, "parts": PARTS}
FOLLOWER = {"kind": "proposed", "signer": SIGNER, "start": FIXED["weights"]} | {
    "most": {"WETH": "0.6", "WBTC": "0.6"},
    "step": "0.1",
    "spacing": 2 * HOUR,
    "life": 6 * HOUR,
}
WEIGHTS = (45, 30, 25), (50, 20, 30), (41, 29, 30), (40, 30, 30)


def opinions(*weights, first=FIRST + HOUR + HOUR // 4, every=4 * HOUR) -> Opinions:
    """Percents, a row each four hours from a quarter past one on."""
    rows = enumerate(weights)
    return Opinions(
        "proposals.csv",
        SYMBOLS,
        tuple(
            Opinion(k + 2, first + k * every, tuple(it * PERCENT for it in each))
            for k, each in rows
        ),
    )


@dataclass
class Vaults:
    """Each is deployed once for all that is played on it."""

    place: Town
    known: dict[str, House] = field(default_factory=dict)

    def of(self, strategy) -> House:
        text = json.dumps(strategy)
        if text not in self.known:
            params = file_of(strategy=strategy, constraints=RULES, signals=SIGNALS)
            self.known[text] = self.place.vault(params)
        return self.known[text]


@pytest.fixture(scope="module")
def vaults() -> Vaults:
    return Vaults(town())


def posts_of(steps, topic):
    """{s} of each."""
    return [it.time for step in steps for it in step.notes if it.topic is topic]


@pytest.mark.parametrize("kind", SEEKERS)
def test_who_solves_finds_the_same_in_the_same_blocks(vaults, kind):
    """A wild day: each target is that of the pages, which are never too old."""
    pair = vaults.of(SEEKERS[kind]).begin(7, Terms(), posts=Posts(solutions=True))
    steps = pair.play(wild(11, 24))
    waits = Counter(it.wait for it in steps)

    assert waits.pop("CorrelationNotObserved") == 10
    assert set(waits) == {None, "WithinBand"}
    assert len(posts_of(steps, Topic.SOLUTIONS)) > 10


def test_who_rests_leaves_the_vault_without_a_target(vaults):
    """Six hours between two solutions of a strategy, and most that is written is soon too old."""
    posts = Posts(solutions=True, spacing=6 * HOUR)
    steps = vaults.of(SHARPE).begin(7, Terms(), posts=posts).play(wild(11, 60))
    times = posts_of(steps, Topic.SOLUTIONS)

    assert min(b - a for a, b in zip(times, times[1:])) >= 6 * HOUR
    assert Counter(it.wait for it in steps)["GapTooWide"] > 20


@pytest.mark.parametrize("every", [4 * HOUR, HOUR], ids=["in time", "too soon"])
def test_what_is_proposed_is_brought_in_the_same_blocks(vaults, every):
    """Each once the book takes it, two hours after the last one; at the end it has expired.

    Rows that are too close are told before the first price, so here they come after that.
    """
    rows = opinions(*WEIGHTS, every=max(every, 2 * HOUR))
    pair = vaults.of(FOLLOWER).begin(7, Terms(), posts=Posts(opinions=rows))
    for it in (*pair.player.posters, *pair.run.posters):
        it.opinions = opinions(*WEIGHTS, every=every)
    steps = pair.play(wild(11, 30))
    times = posts_of(steps, Topic.PROPOSALS)

    assert [b - a for a, b in zip(times, times[1:])] == [max(every, 2 * HOUR)] * 3
    assert {it.target for it in steps} >= {row.weights for row in rows.rows}
    assert steps[-1].wait == "ProposalExpired"


def test_what_the_book_would_refuse_is_told_before_the_first_price(vaults):
    """From 45 to 60 percent is more than a step of ten."""
    posts = Posts(opinions=opinions((45, 30, 25), (60, 20, 20)))
    house = vaults.of(FOLLOWER)
    opening = opening_at(house.scene, house.stage, held_at(house.scene, house.stage), Terms(), 12)
    with pytest.raises(BadPrices, match=r"proposals\.csv:3: WETH: WeightOutOfBox"):
        opening.run("twin", posts=posts)


def test_who_posts_does_the_same_in_a_crash(vaults):
    """Eight days of real hours."""
    posts = Posts(solutions=True, spacing=3 * HOUR)
    steps = vaults.of(SHARPE).begin(7, Terms(), posts=posts).play(crash())

    assert len(posts_of(steps, Topic.SOLUTIONS)) > 4
    assert sum(bool(it.changes) for it in steps) > 5


@sharing(5)
@given(
    st.sampled_from([*SEEKERS.values(), FOLLOWER]),
    st.integers(0, 2**32),
    st.integers(0, 12 * HOUR),
    TERMS,
)
def test_no_prices_and_no_terms_make_posts_differ(vaults, strategy, seed, spacing, terms):
    rows = opinions(*WEIGHTS) if strategy is FOLLOWER else None
    posts = Posts(strategy is not FOLLOWER, spacing, rows)
    vaults.of(strategy).begin(seed % 97, terms, posts=posts).play(wild(seed, 24))

"""A vault of composed entries: deployed, remembered, rebalanced, and mirrored to the unit."""

from __future__ import annotations

import io
from copy import deepcopy
from types import SimpleNamespace

import pytest
from brownie import chain, web3
from click.testing import CliRunner

from counterpoise.chain.contracts import VaultClient
from counterpoise.chain.keys import from_node
from counterpoise.chain.memories import Memories
from counterpoise.chain.mirror import Mirror
from counterpoise.chain.provider import connect
from counterpoise.chain.sender import Sender
from counterpoise.chain.watch import watch_of
from counterpoise.cli import main
from counterpoise.errors import CorrelationNotObserved, StrategyFaulted
from counterpoise.keeper import look
from counterpoise.keeper.decide import Trade, Wait, decide
from counterpoise.keeper.log import logger
from counterpoise.keeper.remember import remember
from counterpoise.strategy.guarded import GuardedStrategy
from counterpoise.strategy.risk_parity import RiskParityStrategy
from counterpoise.strategy.volatility_target import VolatilityTargetStrategy
from scripts.deploy.book import open_book
from scripts.deploy.placing import with_market
from scripts.deploy.project import at
from scripts.deploy.uniswap import NO_ADDRESS
from scripts.deploy.vault import deploy_vault
from tests.scripts.conftest import parameters

ONE = 10**18
SPACING = 14_400  # {s}, of the covariance's samples
WAVES = (100, 102, 99, 101, 98, 103, 97, 101, 102, 100, 101)  # {%} of the first price
FIRST = {"WETH": 2_000 * 10**8, "WBTC": 40_000 * 10**8, "USDC": 10**8}


@pytest.fixture(scope="session")
def composed(deployer, market, market_file) -> tuple[SimpleNamespace, dict, str]:
    """The example, deployed once, its parameters, and the book of that run."""
    params = with_market(parameters("strategies"), market_file.parent)
    path = market_file.parent / "local-strategies.json"
    there = deploy_vault(deployer, params, open_book(params, path))
    return SimpleNamespace(**there), params, path.read_text()


@pytest.fixture
def there(composed, book_file):
    book_file.write_text(composed[2])
    return composed[0]


@pytest.fixture
def params(composed):
    return deepcopy(composed[1])


@pytest.fixture
def post(there):
    """A keeper's, with a connection of its own."""
    w3 = connect(web3.provider.endpoint_uri)
    client = VaultClient(w3, there.vault, there.lens)
    return look.Post(client, Mirror(client), Sender(w3, from_node(w3, "3"), alone=True))


def passes(market, deployer, percent: int, seconds: int = SPACING) -> None:
    """Time, and then new answers: bitcoin moves half as far as ether."""
    chain.sleep(seconds)
    for symbol, first in FIRST.items():
        moved = {"WETH": percent, "WBTC": (100 + percent) // 2, "USDC": 100}[symbol]
        feed = at("MockFeed", market["feeds"][symbol])
        feed.post(first * moved // 100, {"from": deployer})


def recorded(post, market, deployer, percent: int) -> list[str]:
    """The kinds of memories that had something new to take in."""
    passes(market, deployer, percent)
    report, parts = post.vault.report(), post.mirror.parts
    memories = Memories(watch_of(post.vault, parts, report.block))
    done = list(remember(memories, post.sender, post.vault.time()))
    assert [it.trouble for it in done if it.trouble] == []
    return [it.memory.kind for it in done]


def test_each_entry_stands_wired_to_what_it_needs(there, params):
    vault = at("Vault", there.vault)
    guard = at("GuardedStrategy", vault.strategy())
    aim = at("VolatilityTargetStrategy", guard.inner())
    rules = at("ConstraintSet", vault.constraint())
    observer = at("SignalObserver", vault.observer())
    assert (guard.pace(), guard.account()) == (there.PaceConstraint, rules.address)
    assert at("FaultEstimator", guard.watch()).vault() == vault.address
    assert (aim.inner(), aim.cash()) == (there.RiskParityStrategy, params["assets"][2]["address"])
    assert list(at("RiskParityStrategy", aim.inner()).budgets()) == [ONE // 2, ONE // 2, 0]
    assert rules.members()[:4] == [
        there.ScheduleConstraint,
        there.VolatilityCooldownConstraint,
        there.BandConstraint,
        there.PaceConstraint,
    ]
    assert (observer.market(), observer.trend()) == (NO_ADDRESS, NO_ADDRESS)
    assert observer.covariance() == there.CovarianceEstimator
    assert at("DrawdownEstimator", observer.drawdown()).vault() == vault.address


def test_a_second_run_sends_nothing(there, deploy, params):
    height = chain.height

    assert (deploy(params), chain.height) == (there, height)


def test_a_keeper_records_what_the_strategy_needs_and_looks_at_no_market(post, market, deployer):
    kinds = recorded(post, market, deployer, 101)

    assert kinds == ["VarianceEstimator", "CovarianceEstimator", "DrawdownEstimator"]


def test_before_the_matrix_is_warm_chain_and_twin_refuse_with_the_same_reason(
    there, post, market, deployer
):
    """C5 There are no last weights yet, and the reason within the reason is read too."""
    passes(market, deployer, 101)

    report, refused = post.vault.report(), CorrelationNotObserved(0, 1)

    assert str(report.reason) == str(StrategyFaulted(there.VolatilityTargetStrategy, refused))
    assert decide(report, look.preview(post.mirror, report)) == Wait(report.reason)


def test_warm_it_rebalances_as_its_twin_foresees_to_the_unit(there, post, market, deployer):
    """Guard, aim and parity; band, cooldown and schedule; every part read from the chain."""
    for percent in (*WAVES, 100):
        recorded(post, market, deployer, percent)
    report = post.vault.report()
    strategy, twin = post.mirror.engine(report).strategy, look.preview(post.mirror, report)
    assert isinstance(strategy, GuardedStrategy)
    assert isinstance(strategy.inner.twin, VolatilityTargetStrategy)
    assert isinstance(strategy.inner.twin.inner, RiskParityStrategy)
    assert decide(report, twin) == Trade(report.orders) and len(report.orders) == 2

    done = look.look(post, logger(io.StringIO())).done

    assert done is not None
    held = [int(it) for it in at("Vault", there.vault).holdings()[1]]
    assert held == [it.balance for it in twin.end.assets]
    assert at("PaceConstraint", there.PaceConstraint).lastOf(there.constraint, 3)[1] > 0


def test_the_command_line_knows_all_of_it(there, book_file, market, deployer, monkeypatch):
    monkeypatch.setenv("COUNTERPOISE_RPC", web3.provider.endpoint_uri)
    monkeypatch.setenv("COUNTERPOISE_DEPLOYMENT", str(book_file))
    passes(market, deployer, 101)

    for line in ("status", "explain", "record --account 3"):
        done = CliRunner().invoke(main, line.split())
        assert done.exit_code == 0, done.output
        print(done.output)

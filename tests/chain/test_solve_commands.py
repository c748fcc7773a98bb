"""What the command line solves for a vault's strategy, and leaves in its book, on a real node."""

import json
from dataclasses import dataclass

import pytest
from web3.contract import Contract

from counterpoise.chain.mirror import Mirror
from counterpoise.chain.solutions import page_of
from counterpoise.math.nano_weights import pack
from tests.chain.screen import require_one_line, words
from tests.chain.world import NOBODY, ONE, PERCENT, World, deploy

CANARY = "c0ffee" * 10 + "beef"
NANO = 10**9
BEST = (263157895 * NANO, 263157895 * NANO, 473684210 * NANO)  # 5 : 5 : 9, as 80 % are shared
RATIO = 500000000, 166666667, 333333333
BOX = [0, 0, 0], [ONE, ONE, 60 * PERCENT], []


@dataclass(frozen=True, slots=True)
class Desk:
    """A strategy within another one, its book, and what they know of the market."""

    world: World
    memory: Contract
    book: Contract
    strategy: Contract

    def relate(self, *correlations: int) -> None:
        held = [it.address for it in self.world.tokens]
        self.world.send(self.memory.functions.correlate(held, correlations))

    def written(self) -> int:
        return self.book.functions.solutionOf(self.strategy.address).call()[0]


@pytest.fixture
def desk(world):
    w3, vault = world.w3, world.vault
    memory = deploy(w3, "MockMemory")
    world.send(memory.functions.tell((ONE // 2, 0, 0, 0, 0, 0)))
    asked = (NOBODY, memory.address, NOBODY, memory.address, NOBODY)
    observer = deploy(w3, "SignalObserver", vault.functions.observer().call(), asked)
    book = deploy(w3, "SolutionBook", vault.address)
    strategy = deploy(w3, "MinimumVarianceStrategy", book.address, *BOX, (ONE, 10**12, 0))
    spare = vault.functions.strategy().call()
    outer = deploy(w3, "FallbackStrategy", strategy.address, spare, 500_000)
    made = Desk(world, memory, book, strategy)
    made.relate(80 * PERCENT, 0, 0)
    world.send(vault.functions.setObserver(observer.address))
    world.send(vault.functions.setStrategy(outer.address))
    return made


@pytest.fixture
def run(desk, deployment, run_as):
    return run_as(deployment, CANARY)


def test_it_shows_what_is_best_and_how_near_it_is(run, desk):
    result = run("solve")
    assert result.exit_code == 0
    rows = words(result.stdout)
    assert rows[2] == ["WETH", "0.0000000", "%", "100.0000000", "%", "26.3157895", "%"]
    assert rows[4] == ["USDC", "0.0000000", "%", "60.0000000", "%", "47.3684210", "%"]
    assert rows[5] == ["Gap", "2.5e-10", "a", "year"]
    assert rows[6] == ["Tolerance", "0.000001", "a", "year"]
    assert max(map(len, result.stdout.splitlines())) <= 80
    assert desk.written() == 0


def test_what_is_submitted_is_what_the_vault_wants(run, desk, world):
    """C6"""
    result = json.loads(run("solve --submit --account 0 --json").stdout)
    assert [int(it) for it in result["weights"]] == list(BEST)
    assert (int(result["gap"]), int(result["tolerance"])) == (250_000_000, 10**12)
    assert int(result["written"]["gas"]) > 0
    assert desk.written() == pack(BEST)
    report = world.client.report()
    assert report.target == BEST
    assert Mirror(world.client).engine(report).strategy.target(report.state) == BEST
    assert "26.3157895" in " ".join(words(run("solve").stdout)[2][6:])


@pytest.mark.parametrize("more", ["", "--submit --account 0"])
def test_what_is_worse_is_refused_with_its_gap(run, desk, more):
    """C6 Before anything is sent."""
    result = run(f"solve --weights 0.4,0.3,0.3 {more}")
    message = "GapTooWide: gap 0.085 a year, tolerance 0.000001 a year"
    assert result.exit_code == 1
    assert message in result.stderr
    assert desk.written() == 0


def test_what_is_stale_too(run, desk):
    run("solve --submit --account 0")
    desk.relate(0, 0, 0)
    text = ",".join(str(it / ONE) for it in BEST)
    result = run(f"solve --weights {text}")
    assert result.exit_code == 1
    assert "GapTooWide: gap 0.0526316 a year" in result.stderr


@pytest.mark.parametrize(
    "weights, code, message",
    [
        ("0.2,0.2,0.61", 1, "WeightSum: sum 1010000000000000000"),
        ("0.2,0.19,0.61", 1, "WeightOutOfBox: index 2, weight 610000000000000000, least 0"),
        ("0.5,0.5", 1, "WeightCount: count 2, expected 3"),
        ("0.5,0.5,x", 2, "not weights: '0.5,0.5,x'"),
        ("1.5,-0.5,0", 2, "is negative somewhere"),
        ("0.5,0.5,0.0000000000000000001", 2, "finer than 1e-18"),
        ("0.5,0.5,nan", 2, "not weights"),
    ],
)
def test_what_is_no_vector_in_the_box_is_refused(run, weights, code, message):
    """ST-01"""
    require_one_line(run(f"solve --weights {weights}"), code, message)


def test_the_best_ratio_is_solved_for_the_strategy_that_looks_for_it(run, desk, world):
    """C6 3 : 1 : 2, as half of the guess leaves 15, 5 and 10 % of assets that move alike."""
    box = [0] * 3, [60 * PERCENT] * 3, [20 * PERCENT, 0, 10 * PERCENT]
    terms = 50 * PERCENT, 10**12
    sharpe = deploy(world.w3, "MaximumSharpeStrategy", desk.book.address, *box, *terms)
    desk.relate(0, 0, 0)
    chosen = f"solve --strategy {sharpe.address}"
    result = json.loads(run(f"{chosen} --submit --account 0 --json").stdout)
    assert [int(it) for it in result["weights"]] == [it * NANO for it in RATIO]
    assert int(result["gap"]) < 10**9
    assert desk.book.functions.solutionOf(sharpe.address).call()[1] == 1
    worse = run(f"{chosen} --weights 0.4,0.3,0.3")
    assert (worse.exit_code, "GapTooWide: gap" in worse.stderr) == (1, True)


def test_a_vault_that_looks_for_nothing_is_told_so(world, deployment, run_as):
    result = run_as(deployment, CANARY)("solve")
    require_one_line(result, 2, "looks for nothing that can be solved")


def test_a_strategy_without_a_book_has_nowhere_to_write(run, desk, world):
    plain = deploy(world.w3, "MinimumVarianceStrategy", NOBODY, *BOX, (ONE, 10**12, 0))
    page = page_of(world.client, Mirror(world.client).parts, world.client.block(), plain.address)
    assert page.written is None
    result = run(f"solve --strategy {plain.address} --submit --account 0")
    assert result.exit_code == 1
    assert "nowhere to write" in result.stderr


def test_without_a_key_nothing_is_written(run, desk):
    result = run("solve --submit")
    assert result.exit_code == 4
    assert desk.written() == 0


def test_a_state_that_remembers_nothing_is_told(run, desk, world):
    """K5"""
    world.send(desk.memory.functions.forget(True))
    require_one_line(run("solve"), 1, "VolatilityNotObserved: index 0")

"""What `explain` says of a vault on a real node, now and in the past."""

import json

import pytest

from counterpoise.chain.strategies import KINDS
from counterpoise.strategy.fixed_weight import FixedWeightStrategy
from tests.chain.screen import require_one_line, words
from tests.chain.test_guard import GOOD, REFUSE, Guarded
from tests.chain.world import DAY, HOUR, ONE, deploy

CANARY = "c0ffee" * 10 + "beef"
GAS = 400_000


@pytest.fixture
def run(deployment, run_as):
    return run_as(deployment, CANARY)


def explained(run, line="explain", code=0):
    """The lines, and the last of them as one sentence."""
    result = run(line)
    assert result.exit_code == code, result.output
    said = result.stdout.splitlines()
    assert max(map(len, said)) <= 80
    at = next(i for i, it in enumerate(said) if it.startswith("Why"))
    return said, " ".join(" ".join(said[at:]).split())


def parts(said):
    """The lines about the strategy."""
    at = said.index("What each part of its strategy wants") + 2
    return said[at : said.index("", at)]


def test_a_vault_in_its_band_waits(run):
    said, why = explained(run)
    assert said[0] == "Twin    agrees"
    assert "Value   1,000,000.00 USD" in said
    assert parts(said) == [
        "FixedWeightStrategy",
        "  wants     WETH 40.00 %, WBTC 30.00 %, USDC 30.00 %",
    ]
    assert "CooldownConstraint    passes" in said
    assert why == "Why It waits, as DriftConstraint refuses: WithinBand: drift 0.00 %, band 3.00 %."


def test_a_vault_that_has_drifted_trades(run, world):
    world.move(0, 2_600)
    said, why = explained(run)
    assert ["WETH", "46.43", "%", "40.00", "%", "+6.43", "%", "40.01", "%"] in words(
        "\n".join(said)
    )
    assert not [line for line in said if "refuses" in line and not line.startswith("Why")]
    assert why == (
        "Why It trades, as nothing refuses: 2 orders bring the drift from 6.43 % to 0.02 % at "
        "most, for 5.25 bps of the value, 588.15 USD."
    )
    told, shown = (json.loads(run(f"{it} --json").stdout) for it in ("explain", "preview"))
    for name in ("orders", "end", "reason", "twin", "block", "due"):
        assert told[name] == shown[name]


def test_a_rebalance_of_the_past_is_made_again_to_the_unit(run, world):
    world.move(0, 2_600)
    now, _ = explained(run)
    block = world.send(world.vault.functions.rebalance())["blockNumber"]
    world.wait(HOUR)
    before, _ = explained(run, f"explain --block {block - 1}")
    assert before == now
    said, why = explained(run, f"explain --block {block}")
    assert f"What was done in block {block}" in said
    assert ["WETH", "USDC", "27.756162", "71,750.967747"] in words("\n".join(said))
    assert f"Twin    comes to the same from block {block - 1}, to the unit" in "\n".join(said)
    assert why.startswith("Why It waits, as CooldownConstraint refuses: CooldownActive: time")
    (done,) = json.loads(run(f"explain --block {block} --json").stdout)["rebalances"]
    assert (done["planned"], done["twin"]) == (True, "agrees")
    assert done["rebalanced"]["start_value"] == str(1_120_000 * ONE)
    assert [it["bought"] for it in done["traded"]] == ["71750967747", "89870132"]
    later = json.loads(run("explain --json").stdout)
    assert (later["block"], later["rebalances"]) == (str(block + 1), [])


def test_a_keepers_own_orders_are_told_as_such(run, world, tmp_path):
    world.move(0, 2_600)
    orders = json.loads(run("preview --json").stdout)["orders"]
    for order in orders:
        for name in ("sell_amount", "min_buy_amount"):
            order[name] = str(int(order[name]) * 9 // 10)
    file = tmp_path / "own.json"
    file.write_text(json.dumps(orders), encoding="utf-8")
    done = json.loads(run(f"execute {file} --raw --account 0 --json").stdout)
    said, _ = explained(run, f"explain --block {done['block']}")
    assert f"Orders  of the keeper {world.deployer}" in said
    assert "comes to the same" in "\n".join(said)


def test_what_came_before_it_in_its_block_is_not_hidden(run, world):
    """Somebody moved the pool first: from the block before, the twin finds other orders."""
    world.move(0, 2_600)
    w3, pair, token = world.w3, world.pairs[0], world.tokens[0]
    world.send(token.functions.mint(pair.address, 10 * ONE))
    w3.provider.make_request("evm_setAutomine", [False])
    calls = pair.functions.sync(), world.vault.functions.rebalance()
    for call in calls:
        call.transact({"from": world.deployer, "gas": 5_000_000, "gasPrice": 0})
    w3.provider.make_request("evm_mine", [])
    w3.provider.make_request("evm_setAutomine", [True])
    result = run("explain")
    assert result.exit_code == 1
    assert result.stdout.startswith("Twin    DISAGREES on the orders: chain")
    assert "; transactions of the block before it: 1" in " ".join(result.stdout.split())
    assert result.stderr.startswith("Error: the twin disagrees on the orders: chain ((")
    assert result.stderr.count("\n") == 1


def test_a_strategy_that_refuses_is_named(run, world):
    """K5"""
    broken = deploy(world.w3, "InverseVolatilityStrategy")
    world.send(world.vault.functions.setStrategy(broken.address))
    said, why = explained(run)
    assert parts(said) == [
        "InverseVolatilityStrategy",
        "  refuses   VolatilityNotObserved: index 0 (WETH)",
    ]
    assert "DriftConstraint       not asked" in said
    assert "What it plans" not in said
    assert why == (
        "Why It waits, as InverseVolatilityStrategy refuses: VolatilityNotObserved: index 0 (WETH)."
    )


def test_each_part_of_a_composite_is_told_also_one_that_fails(run, world):
    """K5 Whose share is another's meanwhile."""
    w3 = world.w3
    fixed = deploy(w3, "FixedWeightStrategy", list(GOOD)).address
    parity = deploy(w3, "RiskParityStrategy", list(GOOD), 10**12).address
    halves = [ONE // 2, ONE // 2]
    blend = deploy(w3, "BlendStrategy", [parity, fixed], halves, fixed, GAS)
    world.send(world.vault.functions.setStrategy(blend.address))
    said, _ = explained(run)
    good = "wants     WETH 40.00 %, WBTC 30.00 %, USDC 30.00 %"
    assert parts(said) == [
        "BlendStrategy",
        f"  {good}",
        "  part 1 (50.00 %): RiskParityStrategy",
        "    refuses   CorrelationNotObserved: first 0, second 1",
        "  part 2 (50.00 %): FixedWeightStrategy",
        f"    {good}",
        "  secondary: FixedWeightStrategy",
        f"    {good}",
    ]


def test_what_stands_behind_a_guard_is_told(run, world):
    """C5"""
    inner = deploy(world.w3, "MockHostileStrategy")
    world.send(inner.functions.want(GOOD))
    guarded = Guarded(world, inner)
    world.move(0, 2_600)
    block = world.send(world.vault.functions.rebalance())["blockNumber"]
    guarded.falls(REFUSE)
    world.wait(DAY // 2)
    said, _ = explained(run)
    assert said[0] == "Twin    agrees"
    lines = parts(said)
    assert lines[:3:2] == ["GuardedStrategy", f"  inner: strategy {inner.address}"]
    assert lines[3].startswith("    refuses   ")
    explained(run, f"explain --block {block}")


def test_what_stands_behind_a_guard_has_its_name(run, world):
    """C5 As if nothing stood between."""
    inner = deploy(world.w3, "FixedWeightStrategy", GOOD)
    Guarded(world, inner)
    said, _ = explained(run)
    lines = parts(said)
    assert lines[:3:2] == ["GuardedStrategy", "  inner: FixedWeightStrategy"]
    assert lines[3].startswith("    wants     ")
    assert len(lines) == 4


def test_a_vault_that_cannot_see_waits(run, world):
    world.wait(25 * HOUR)
    said, why = explained(run)
    assert said[0] == "Twin   saw nothing"
    assert why.startswith("Why It waits, as nothing can be observed: PriceTooOld: feed 0x")
    told = json.loads(run("explain --json").stdout)
    assert (told["sight"], told["proposal"], told["twin"]) == (None, None, "saw nothing")


def test_a_vault_that_is_paused_waits_and_tells_what_it_would_do(run, world):
    world.move(0, 2_600)
    world.send(world.vault.functions.pause())
    said, why = explained(run)
    assert why.startswith("Why It waits, as the vault is paused until 20")
    assert ["WETH", "USDC", "27.756162", "71,444.361287"] in words("\n".join(said))


@pytest.fixture
def liar(monkeypatch):
    """A twin that is wrong by one unit of a weight."""

    def wrong(read, at):
        first, *rest, last = read("weights")
        return FixedWeightStrategy((first + 1, *rest, last - 1))

    monkeypatch.setitem(KINDS, "FixedWeightStrategy", ("weights", wrong))


def test_a_twin_that_disagrees_is_told_first_and_fails(run, liar):
    result = run("explain")
    assert result.exit_code == 1
    assert result.stdout.startswith("Twin    DISAGREES on the target: chain (400000000000000000,")
    assert result.stdout.endswith(
        "Why  It does neither: the twin disagrees, and so the keeper sends nothing.\n"
    )
    assert result.stderr.startswith("Error: the twin disagrees on the target: chain (4000")
    assert result.stderr.count("\n") == 1
    told = run("explain --json")
    assert told.exit_code == 1
    assert json.loads(told.stdout)["twin"].startswith("the twin disagrees on the target")
    assert json.loads(told.stderr)["error"] == "TwinDisagrees"


def test_a_strategy_without_a_twin_cannot_be_explained(run, world):
    inner = deploy(world.w3, "MockHostileStrategy")
    world.send(inner.functions.want(GOOD))
    world.send(world.vault.functions.setStrategy(inner.address))
    require_one_line(run("explain"), 2, f"the strategy {inner.address} is of a kind")


@pytest.mark.parametrize(
    "block, message",
    [
        ("100000", "no block 100000 yet: the latest is"),
        ("1", "no vault at 0x"),
        ("-5", "Invalid value for '--block': '-5' is not a whole number from 0 on"),
        ("soon", "Invalid value for '--block': 'soon' is not a whole number from 0 on"),
    ],
)
def test_a_block_that_cannot_be_is_one_line(run, block, message):
    require_one_line(run(f"explain --block {block}"), 2, message)


def test_a_block_before_the_lens_is_one_line(run, world):
    """And between vault and seed there is nothing to see."""
    (at,) = [it for it in range(world.client.block()) if is_first(world, world.lens.address, it)]
    message = f"no lens at {world.lens.address} in block {at - 1}"
    require_one_line(run(f"explain --block {at - 1}"), 2, message)
    _, why = explained(run, f"explain --block {at}")
    assert why == "Why It waits, as nothing can be observed: NothingToWeigh."


def is_first(world, address, block):
    """Whether it is the first block with that contract."""
    before, now = (world.w3.eth.get_code(address, it) for it in (max(block - 1, 0), block))
    return bool(now) and not before

"""KeeperTank: a keeper gets its gas back, for drift that is gone, and never stops a rebalance."""

import json
from dataclasses import astuple, replace

import pytest
from hypothesis import event, given, settings
from hypothesis import strategies as st
from simular import PyAbi

from counterpoise.keeper.reward import Fees, Tank, Terms
from counterpoise.math.fixed_point import ONE
from tests.counterpoise.drawn import fractions, scales
from tests.depth import examples, sharing
from tests.evm.in_process import OUTSIDER, artifact, attempt, encoded, said
from tests.evm.vault.stage import DAY, GWEI, HOUR, PERCENT, TERMS, built, tank_of

NAME, NOBODY = "MockTank", "0x" + 40 * "0"
TAKE, CALL, BURN, BOMB = range(4)  # what a keeper does with its pay
HEAVY = 9  # the habit of a strategy
DRIFT = 23_809_523_809_523_809  # D18{1}, where ether costs a tenth more
VALUE = 1_050_000 * ONE  # D18{USD}, then

check = sharing(60)


@pytest.fixture(scope="module")
def world():
    """A vault of a million dollars, a pool of ten on each side, an ether in the tank."""
    stage = built(10_000_000)
    stage.fill(ONE)
    stage.price(2_200)
    return stage.keep()


@pytest.fixture
def stage(world):
    """A rebalance is due."""
    return world.begin()


def tank(stage, terms, amount=ONE):
    """Another tank for the same vault."""
    stage.tank = tank_of(stage.it, terms)
    stage.fill(amount)
    return stage.tank


def told(stage, by=OUTSIDER, data="0x"):
    """Somebody who is no contract works: the event's numbers, and the {gas} of it all."""
    done = stage.chain.evm.transact("performUpkeep", f"({data})", by, stage.tank, 0, abi(NAME))
    return done.event["Rewarded"][1:], int(done.gas_used)


def abi(name, heard=NAME):
    """Of a contract, and of the events of another that it calls."""
    events = [it for it in artifact(heard)["abi"] if it["type"] == "event" and heard != name]
    return PyAbi.from_abi_bytecode(json.dumps(artifact(name)["abi"] + events), None)


def test_a_keeper_gets_its_gas_back(stage):
    """I3 Within a twentieth of what its transaction took, at the price that it paid."""
    start = stage.balance(OUTSIDER)
    (removed, earned, paid), gas = told(stage)
    assert stage.balance(OUTSIDER) == start + paid
    assert stage.balance(stage.tank) == ONE - paid
    assert (paid, paid % (22 * GWEI)) == (earned, 0)
    assert gas * 95 < paid // (22 * GWEI) * 100 < gas * 105
    assert 99 * DRIFT < 100 * removed <= 100 * DRIFT


@pytest.mark.parametrize(
    "price, base, paid",
    [
        (22 * GWEI, 20 * GWEI, 22 * GWEI),
        (22 * GWEI + 1, 20 * GWEI, 22 * GWEI),
        (21 * GWEI, 20 * GWEI, 21 * GWEI),
        (0, 0, 0),
    ],
)
def test_of_a_price_above_the_base_fee_and_its_margin_no_more_is_paid(stage, price, base, paid):
    """I3 A tenth above it; the tip beyond is the caller's."""
    stage.chain.tell(NAME, stage.tank, "setFees", price, base)
    asked = 300_000, PERCENT, 10**6 * ONE
    assert stage.chain.ask(NAME, stage.tank, "rewardFor", *asked) == 340_000 * paid


def test_a_dollar_of_drift_is_worth_a_rate_and_no_more(stage):
    """I3 25,000 dollars at 10,000 wei; the gas is far dearer."""
    tank(stage, replace(TERMS, rate=10_000))
    (removed, earned, paid), _ = told(stage)
    assert earned == paid == removed * VALUE // ONE * 10_000 // ONE
    assert earned == 249_999_999


def test_a_call_costs_the_most_and_no_more(stage):
    tank(stage, replace(TERMS, most=777))
    assert told(stage)[0][1:] == [777, 777]


def labour(stage, limit):
    """{gas} that is paid for beside the overhead, with a strategy that has come to take more."""
    chain = stage.chain
    strategy = chain.deploy("MockHostileStrategy")
    chain.tell("MockHostileStrategy", strategy, "want", [ONE // 2, ONE // 2])
    chain.tell("MockHostileStrategy", strategy, "fall", HEAVY)
    chain.tell("Vault", stage.it.vault, "setStrategy", strategy)
    tank(stage, replace(TERMS, max_gas=limit))
    (removed, _, paid), _ = told(stage)
    assert removed > 2 * PERCENT
    return paid // (22 * GWEI) - TERMS.overhead


def test_below_the_limit_a_strategy_that_has_come_to_take_more_is_paid_for(stage):
    """KP-07 It is asked twice, and works for 400,000 gas each time; the vault is rebalanced."""
    assert 1_000_000 < labour(stage, 30_000_000) < 1_200_000


@pytest.mark.parametrize("limit", [1, 300_000, 900_000])
def test_beyond_the_limit_of_gas_the_caller_pays(stage, limit):
    assert labour(stage, limit) == limit


@pytest.mark.parametrize("below, earned", [(0, 40_000 * 22 * GWEI), (1, 0)])
def test_below_the_least_drift_nothing_is_earned(stage, below, earned):
    """I3 To the unit."""
    asked = 0, PERCENT - below, VALUE
    assert stage.chain.ask(NAME, stage.tank, "rewardFor", *asked) == earned


def test_small_drift_is_removed_and_not_paid(stage):
    tank(stage, replace(TERMS, least=10 * PERCENT))
    start = stage.it.holdings()
    (removed, *pay), _ = told(stage)
    assert (removed > 2 * PERCENT, pay) == (True, [0, 0])
    assert stage.it.holdings() != start


def test_a_day_costs_no_more_than_its_budget(stage):
    """I3 Half at once, as of LossBudgetConstraint; the leak gives back in proportion."""
    other = tank(stage, replace(TERMS, most=600, daily_budget=2_000))
    seen = []
    for k, pause in enumerate((0, HOUR, HOUR, 6 * HOUR)):
        stage.chain.evm.advance_block(pause + HOUR)
        stage.price(2_200 if k % 2 == 0 else 2_000)
        seen.append(told(stage)[0][1:])
    used, time = stage.chain.ask(NAME, other, "bucket")
    assert seen[:2] == [[600, 600], [600, 483]]
    assert [earned for earned, _ in seen] == [600] * 4
    assert stage.chain.ask(NAME, other, "usedAt", time + DAY // 2) == used - 500
    assert stage.chain.ask(NAME, other, "usedAt", time + DAY) == 0


@pytest.mark.parametrize("amount, paid", [(0, 0), (1, 1), (5_000, 5_000)])
def test_an_empty_tank_pays_what_is_there_and_the_vault_is_rebalanced(stage, amount, paid):
    tank(stage, TERMS, amount)
    (removed, earned, got), _ = told(stage)
    assert (got, stage.balance(stage.tank)) == (paid, 0)
    assert removed > 0 and earned > 10**15


@pytest.mark.parametrize("habit", [BURN, BOMB])
def test_a_keeper_that_takes_no_ether_is_not_paid_and_works(stage, habit):
    """I3 Nor does it spend the day's budget; nor more gas than is set aside for being paid."""
    stage.chain.tell("MockKeeper", stage.keeper, "become", habit, NOBODY, b"")
    start = stage.it.holdings()
    assert stage.work() == 0
    assert stage.it.holdings() != start
    assert stage.balance(stage.tank) == ONE
    assert stage.chain.ask(NAME, stage.tank, "bucket") == (0, 0)


def test_the_event_names_the_keeper_that_is_paid(stage):
    """And not who sent the transaction."""
    work = attempt(stage.tank, encoded(NAME, "performUpkeep", (b"",)))
    words = abi("MockKeeper", NAME)
    done = stage.chain.evm.transact("attempt", work, OUTSIDER, stage.keeper, 0, words)
    assert done.event["Rewarded"][0].lower() == stage.keeper.lower()
    assert done.event["Rewarded"][3] == stage.balance(stage.keeper)


def test_a_contract_that_has_no_door_for_ether_works(stage):
    assert stage.work(stage.chain.caller) == 0
    assert stage.balance(stage.tank) == ONE


@pytest.mark.parametrize(
    "name, function, values",
    [
        (NAME, "performUpkeep", (b"",)),
        (NAME, "empty", (NOBODY, 1)),
    ],
)
def test_a_keeper_that_calls_back_in_is_paid_once(stage, name, function, values):
    """I3 Also where it is the sponsor."""
    again = encoded(name, function, values)
    stage.chain.tell("MockKeeper", stage.keeper, "become", CALL, stage.tank, again)
    paid = stage.work()
    assert stage.balance(stage.keeper) == paid == ONE - stage.balance(stage.tank)
    heard = stage.chain.ask("MockKeeper", stage.keeper, "heard")
    assert said(lambda: heard) == ("ReentrancyGuardReentrantCall", [])


def test_a_hint_is_not_what_the_tank_pays_for(stage):
    """I3 A thousand words of it change no wei: the caller has no part in what is measured."""
    short, _ = told(stage)
    stage = stage.begin()
    assert told(stage, data="0x" + "ff" * 32_000)[0] == short


def test_the_sponsor_takes_out_what_is_left_and_nobody_else_does(stage):
    chain, someone = stage.chain, stage.chain.person()
    refusal = said(lambda: chain.tell(NAME, stage.tank, "empty", someone, 1, by=someone))
    assert refusal == ("NotTheSponsor", [someone, chain.caller.lower()])
    chain.tell(NAME, stage.tank, "empty", stage.keeper, 400)
    assert (stage.balance(stage.tank), stage.balance(stage.keeper)) == (ONE - 400, 400)


@pytest.mark.parametrize("amount", [1, ONE + 1])
def test_ether_that_is_not_taken_or_not_there_stays(stage, amount):
    """One to a contract without a door, one more than there is."""
    receiver = stage.chain.caller if amount == 1 else stage.keeper
    refusal = said(stage.chain.tell, NAME, stage.tank, "empty", receiver, amount)
    assert refusal == ("EtherNotTaken", [receiver.lower(), amount])
    assert stage.balance(stage.tank) == ONE


@pytest.mark.parametrize("off", [-1, 1])
def test_an_address_beside_the_sponsors_is_nobody(stage, off):
    other = f"0x{int(stage.chain.caller, 16) + off:040x}"
    stage.tank = tank_of(stage.it, TERMS, other)
    refusal = said(stage.chain.tell, NAME, stage.tank, "empty", stage.keeper, 0)
    assert refusal == ("NotTheSponsor", [stage.chain.caller.lower(), other])


def test_without_a_sponsor_it_is_the_keepers_for_ever(stage):
    stage.tank = tank_of(stage.it, TERMS, NOBODY)
    refusal = said(stage.chain.tell, NAME, stage.tank, "empty", stage.keeper, 0)
    assert refusal == ("NotTheSponsor", [stage.chain.caller.lower(), NOBODY])


LARGEST = Terms(ONE, 100_000, 10**15, ONE // 4, 10 * ONE, 1_000 * ONE, 30_000_000)
PLACES = ["margin", "overhead", "rate", "least", "most", "dailyBudget", "maxGas"]


@pytest.mark.parametrize("place", range(7))
def test_limits_out_of_range_are_refused_alike(stage, place):
    """J1 Nothing, the most, and one unit more."""
    row = astuple(LARGEST)
    for number in (0, row[place], row[place] + 1):
        values = (*row[:place], number, *row[place + 1 :])
        made = said(lambda values=values: tank_of(stage.it, Terms(*values)))
        fields = stage.it.vault, stage.it.lens, stage.chain.caller, values
        chain = said(stage.chain.deploy, "KeeperTank", *fields)
        assert made == chain or isinstance(chain, str) and isinstance(made, str)
    name = PLACES[place]
    assert chain == ("LimitOutOfRange", [name, row[place] + 1, row[place]])


terms = st.builds(
    Terms,
    margin=fractions,
    overhead=st.integers(0, 100_000),
    rate=scales(0, 15),
    least=st.integers(1, ONE // 4),
    most=scales(0, 19),
    daily_budget=scales(1, 21),
    max_gas=st.integers(1, 30_000_000),
)
fees = st.builds(Fees, price=scales(0, 13), base=st.one_of(st.just(0), scales(0, 13)))


@check
@given(
    terms=terms,
    fees=fees,
    gas=st.integers(0, 30_000_000),
    removed=st.one_of(fractions, st.integers(0, ONE // 3)),
    value=scales(0, 38),
)
def test_the_twin_says_the_same(world, terms, fees, gas, removed, value):
    """I3 Any fees, any drift, any value."""
    stage = world.begin()
    it, twin = tank_of(stage.it, terms), Tank(terms, 0)
    stage.chain.tell(NAME, it, "setFees", *astuple(fees))
    found = stage.chain.ask(NAME, it, "rewardFor", gas, removed, value)
    assert found == twin.reward_for(fees, gas, removed, value)


@settings(check, max_examples=examples(15))
@given(
    most=st.integers(1, 3_000),
    budget=st.integers(2, 6_000),
    amount=st.integers(0, 9_000),
    pauses=st.lists(st.integers(HOUR, DAY), min_size=2, max_size=5),
)
def test_the_twin_pays_the_same_day_after_day(world, most, budget, amount, pauses):
    """I3 And in any 24 hours no more than a day's budget."""
    stage = world.begin()
    terms = replace(TERMS, most=most, daily_budget=budget)
    tank(stage, terms, amount)
    twin, history = Tank(terms, amount), []
    for k, pause in enumerate(pauses):
        stage.chain.evm.advance_block(pause)
        stage.price(2_200 if k % 2 == 0 else 2_000)
        time = stage.chain.time()
        (_, earned, paid), _ = told(stage)
        expected, twin = twin.pay(earned, time)
        assert (paid, stage.balance(stage.tank)) == (expected, twin.balance)
        history.append((time, paid))
    for time, _ in history:
        assert sum(it for at, it in history if time <= at <= time + DAY) <= budget


DOORS = [
    ("Vault", lambda stage: stage.it.vault, "rebalance", ()),
    ("Vault", lambda stage: stage.it.vault, "performUpkeep", (b"hint",)),
    (NAME, lambda stage: stage.tank, "performUpkeep", (b"hint",)),
]


@pytest.mark.parametrize("name, where, function, values", DOORS, ids=["", "hint", "tank"])
def test_of_two_keepers_in_one_block_one_works(stage, name, where, function, values):
    """I1, KP-07 The other pays less than 50,000 gas and changes nothing, contract or not."""
    chain, time = stage.chain, stage.chain.time()
    stage.work()
    start = stage.it.holdings(), stage.balance(stage.tank)
    data = encoded(name, function, values)
    for by in (chain.caller, stage.keeper):
        done = chain.evm.transact(
            "attempt", attempt(where(stage), data), OUTSIDER, by, 0, chain.abi
        )
        assert done.gas_used < 50_000
    refusal = said(chain.tell, name, where(stage), function, *values)
    assert refusal == ("CooldownActive", [time, time + HOUR])
    assert (stage.it.holdings(), stage.balance(stage.tank)) == start


@settings(check, max_examples=examples(25))
@given(
    price=st.integers(1_700, 2_400),
    off=st.integers(-30, 30),
    before=st.booleans(),
    paused=st.sampled_from([False, False, False, True]),
    wait=st.sampled_from([0, HOUR - 1, HOUR]),
)
def test_check_upkeep_is_true_exactly_when_perform_upkeep_succeeds(
    world, price, off, before, paused, wait
):
    """I1 The tank's door as the vault's own: prices, pools off them, cooldowns and pauses."""
    stage = world.begin()
    chain = stage.chain
    if before:
        stage.work()
    stage.price(price)
    stage.pair.push(price * (1_000 + off) / 1_000)
    if paused:
        chain.tell("Vault", stage.it.vault, "pause")
    if wait:
        chain.evm.advance_block(wait)
    due, data = stage.due()
    refusal = said(chain.ask, "Vault", stage.it.vault, "performUpkeep", b"")
    done = said(stage.work)
    assert due is isinstance(done, int)
    assert (refusal is None) is due
    assert due or paused or done == refusal
    event(done[0] if not due else "due")
    assert data == b""

"""Whoever chooses the gas of a call does not choose the answer: it is the true one, or none."""

import pytest
from eth_abi import decode

from counterpoise.errors import Refusal
from counterpoise.math.attempt import OVERHEAD, gas_needed
from counterpoise.observer.oracle.composite import SCALE
from tests.evm.in_process import encoded, refused
from tests.evm.observer.oracle.sources import (
    BASE,
    GAS,
    HOUR,
    MIDDLE,
    ONE,
    PERCENT,
    USD,
    play,
    sources,
    whole,
)

HEAVY = 1_500_000  # {gas} that a heavy source works
STIPEND = 2_000_000  # {gas} that is enough for it


def ask(chain, name, account, gas, function="getQuote", way=(BASE, USD)):
    """What it answers to a call with so much gas, or the name of its refusal; "" for none."""
    values = () if function in ("source", "record") else (ONE, *way)
    data = encoded(name, function, values).hex()
    success, said = decode(
        ["bool", "bytes"], chain._call("attemptWith", f"({gas},{account},0x{data})")
    )
    if success:
        return tuple(int.from_bytes(said[i : i + 32]) for i in range(0, len(said), 32))
    return refused(said).name if said else ""


def swept(chain, name, account, most, step, **how):
    """Every gas limit up to the most, and what was answered to it."""
    return {gas: ask(chain, name, account, gas, **how) for gas in range(1_000, most, step)}


def requires_whole(answers, true, refusals=("", "GasTooLow", "SourceFailed")):
    """Nothing but the truth and refusals; the truth from some limit on, and all the way from it."""
    assert {it for it in answers.values() if isinstance(it, tuple)} == {true}
    assert {it for it in answers.values() if isinstance(it, str)} <= set(refusals)
    first = min(gas for gas, answer in answers.items() if answer == true)
    assert all(answer == true for gas, answer in answers.items() if gas >= first)
    return first


@pytest.mark.parametrize("stipend", [GAS, STIPEND])
def test_a_stipend_arrives_whole_or_nobody_is_asked(chain, stipend):
    """OR-08 Of whatever limit: the source has the same gas, to the unit."""
    pair = sources(chain, [whole(2_000), whole(2_000)])
    oracle = chain.deploy("FallbackOracle", BASE, USD, *pair, PERCENT, stipend)
    play(chain, pair[0], habit="Gas")
    play(chain, pair[1], habit="Refuse")
    (arrived,) = ask(chain, "FallbackOracle", oracle, 30_000_000)

    answers = swept(chain, "FallbackOracle", oracle, 2 * stipend, stipend // 400)
    fine = range(stipend, gas_needed(stipend) + 20_000, 37)
    answers |= {gas: ask(chain, "FallbackOracle", oracle, gas) for gas in fine}

    first = requires_whole(answers, (arrived,), ("", "GasTooLow"))
    assert gas_needed(stipend) < first < gas_needed(stipend) + 20_000
    assert stipend - 1_000 < arrived * SCALE // (ONE * 10**16) <= stipend


@pytest.mark.parametrize("function", ["getQuote", "getQuotes", "source"])
def test_a_fallback_is_not_reached_by_a_lack_of_gas(chain, function):
    """OR-02, OR-08 Its first oracle works hard and is well; the second one would say more."""
    pair = sources(chain, [whole(2_000), whole(2_010)])
    oracle = chain.deploy("FallbackOracle", BASE, USD, *pair, PERCENT, STIPEND)
    play(chain, pair[0], whole(2_000), "Heavy")
    true = {
        "getQuote": (2_000 * ONE,),
        "getQuotes": (2_000 * ONE, 2_010 * ONE),
        "source": (int(pair[0], 16),),
    }
    answers = swept(chain, "FallbackOracle", oracle, 2 * STIPEND, 7_919, function=function)
    requires_whole(answers, true[function], ("", "GasTooLow"))


def test_nor_is_its_event(chain):
    """B2 `record` with too little gas says nothing false."""
    pair = sources(chain, [whole(2_000), whole(2_010)])
    oracle = chain.deploy("FallbackOracle", BASE, USD, *pair, PERCENT, STIPEND)
    play(chain, pair[0], whole(2_000), "Heavy")
    answers = swept(chain, "FallbackOracle", oracle, 2 * STIPEND, 39_989, function="record")
    requires_whole(answers, (), ("", "GasTooLow"))


def test_a_naive_one_is_reached_by_it(chain):
    """OR-08 The same sweep finds out a composite that takes a lack of gas for a failure."""
    pair = sources(chain, [whole(2_000), whole(2_010)])
    naive = chain.deploy("MockNaive", *pair)
    play(chain, pair[0], whole(2_000), "Heavy")
    answers = swept(chain, "MockNaive", naive, 2 * STIPEND, 7_919)
    assert {it for it in answers.values() if it} == {(2_000 * ONE,), (2_010 * ONE,)}


def test_a_median_leaves_nobody_out_for_a_lack_of_gas(chain):
    """OR-08 One of three works hard: without it the mean of the others would be another."""
    three = sources(chain, [whole(2_000), whole(1_995), whole(2_010)])
    oracle = chain.deploy("MedianOracle", BASE, USD, three, 2, PERCENT, STIPEND)
    for place in range(3):
        habits = ["Heavy" if i == place else "Answer" for i in range(3)]
        for source, price, habit in zip(three, (2_000, 1_995, 2_010), habits, strict=True):
            play(chain, source, whole(price), habit)
        answers = swept(chain, "MedianOracle", oracle, 2 * STIPEND, 19_997)
        requires_whole(answers, (2_000 * ONE,), ("", "GasTooLow"))


def test_a_composite_of_composites_is_not_fooled_either(chain):
    """OR-08 The second leg of a cross rate, which is the first oracle of a fallback, works hard."""
    legs = sources(chain, [whole(2), whole(1_000)])
    cross = chain.deploy("CrossOracle", BASE, MIDDLE, USD, *legs)
    (second,) = sources(chain, [whole(2_010)])
    oracle = chain.deploy("FallbackOracle", BASE, USD, cross, second, PERCENT, STIPEND)
    play(chain, legs[1], whole(1_000), "Heavy")
    answers = swept(chain, "FallbackOracle", oracle, 2 * STIPEND, 7_919)
    requires_whole(answers, (2_000 * ONE,), ("", "GasTooLow"))


def test_real_feeds_are_read_whole_or_not_at_all(chain):
    """OR-02, OR-08 Two Chainlink adapters, a limit every 250 units."""
    token = chain.deploy("MockToken", "T", "T", 18)
    adapters = []
    for price in (2_000, 2_010):
        feed = chain.deploy("MockFeed", "T / USD", 8)
        chain.tell("MockFeed", feed, "post", price * 10**8)
        adapters.append(chain.deploy("ChainlinkOracle", feed, token, USD, HOUR, 1, 10**20, 0))
    oracle = chain.deploy("FallbackOracle", token, USD, *adapters, PERCENT, 100_000)
    answers = swept(chain, "FallbackOracle", oracle, 180_000, 250, way=(token, USD))
    requires_whole(answers, (2_000 * ONE,), ("", "GasTooLow"))


def test_too_little_gas_is_told_with_its_numbers(chain):
    """OR-08"""
    pair = sources(chain, [whole(2_000), whole(2_000)])
    oracle = chain.deploy("FallbackOracle", BASE, USD, *pair, PERCENT, GAS)
    data = encoded("FallbackOracle", "getQuote", (ONE, BASE, USD)).hex()
    call = f"({GAS},{oracle},0x{data})"
    _, said = decode(["bool", "bytes"], chain._call("attemptWith", call))
    spoken = refused(said)
    left = spoken.fields["left"]
    assert (spoken.name, list(spoken.fields.values())) == ("GasTooLow", [left, gas_needed(GAS)])
    assert gas_needed(GAS) == 300_000 + 300_000 // 63 + OVERHEAD
    assert GAS - 5_000 < left < GAS


@pytest.mark.parametrize("habit", ["Bomb", "BombRefusal"])
def test_what_is_too_long_to_be_paid_for_is_not_copied(chain, habit):
    """ST-08 200,000 bytes, as an answer and as a refusal: a reason keeps 516 of them."""
    pair = sources(chain, [whole(2_000), whole(2_010)])
    oracle = chain.deploy("FallbackOracle", BASE, USD, *pair, PERCENT, GAS)
    play(chain, pair[0], habit=habit)
    assert ask(chain, "FallbackOracle", oracle, 2 * GAS) == (2_010 * ONE,)
    play(chain, pair[1], habit="BombRefusal")
    with pytest.raises(Refusal) as both:
        chain.ask("FallbackOracle", oracle, "getQuote", ONE, BASE, USD)
    assert both.value.name == "BothFailed"
    assert len(both.value.fields["second_reason"]) == 516

"""The composites' twins equal the bytecode to the unit, in every answer and every refusal."""

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from counterpoise.observer.oracle.composite import LEAST, SCALE, CompositeOracle, Rate
from counterpoise.observer.oracle.cross import CrossOracle
from counterpoise.observer.oracle.erc4626 import Erc4626Oracle
from counterpoise.observer.oracle.fallback import FallbackOracle
from counterpoise.observer.oracle.median import MedianOracle
from counterpoise.observer.oracle.pegged import PeggedOracle
from counterpoise.observer.oracle.sequencer import SequencerOracle, Status
from tests.counterpoise.drawn import scales
from tests.depth import sharing
from tests.evm.in_process import Chain
from tests.evm.observer.oracle.sources import (
    BASE,
    GAS,
    HABITS,
    MIDDLE,
    ONE,
    PERCENT,
    USD,
    heard,
    play,
)

check = sharing(40)
amounts = st.one_of(st.just(0), st.just(1), scales(0, 33))
ways = st.sampled_from([(BASE, USD), (USD, BASE), (BASE, USD), (USD, BASE), (BASE, MIDDLE)])


@st.composite
def rates(draw: st.DrawFn, near: int = 0) -> Rate:
    """Any sound rate, near another one where that is given."""
    mid = near * draw(st.integers(980, 1_020)) // 1_000 if near else draw(scales(17, 60))
    down, up = draw(st.tuples(st.integers(0, 50), st.integers(0, 50)))
    return Rate(mid * (1_000 - down) // 1_000, mid, mid * (1_000 + up) // 1_000)


unsound = st.sampled_from(
    [
        Rate(0, 0, 0),
        Rate(LEAST - 1, LEAST - 1, LEAST),
        Rate(LEAST + 1, LEAST, LEAST),
        Rate(LEAST, LEAST + 1, LEAST),
    ]
)
habits = st.sampled_from(["Answer"] * 8 + list(HABITS[1:6]))


@pytest.fixture(scope="module")
def oracles(chain: Chain) -> list[str]:
    """As many sources as a composite can have."""
    return [chain.deploy("MockSource") for _ in range(9)]


def set_well(chain: Chain, oracles: Sequence[str]) -> None:
    for oracle in oracles:
        play(chain, oracle)


def require_alike(
    chain: Chain, account: str, twin: CompositeOracle, amount: int, way: tuple[str, str]
) -> None:
    name = type(twin).__name__
    for function, answer in (("getQuote", twin.get_quote), ("getQuotes", twin.get_quotes)):
        told = heard(chain.ask, name, account, function, amount, *way)
        assert told == heard(answer, amount, *way)


@check
@given(data=st.data(), amount=amounts, way=ways, most=st.integers(1, ONE // 10))
def test_a_fallback_says_the_same(chain, oracles, data, amount, way, most):
    set_well(chain, oracles[:2])
    account = chain.deploy("FallbackOracle", BASE, USD, *oracles[:2], most, GAS)
    first = data.draw(rates())
    second = data.draw(st.one_of(rates(first.mid), rates(first.mid), unsound))

    primary = play(chain, oracles[0], first, data.draw(habits))
    secondary = play(chain, oracles[1], second, data.draw(habits))

    twin = FallbackOracle(account, BASE, USD, primary, secondary, most, GAS)
    require_alike(chain, account, twin, amount, way)
    source = heard(twin.source)
    assert heard(chain.ask, "FallbackOracle", account, "source") == source
    recorded = None if isinstance(source, str) else source
    assert heard(chain.ask, "FallbackOracle", account, "record") == recorded


@check
@given(data=st.data(), amount=amounts, way=ways, most=st.integers(PERCENT, ONE // 10))
def test_a_median_says_the_same(chain, oracles, data, amount, way, most):
    n = data.draw(st.integers(3, 9))
    least = data.draw(st.integers(n // 2 + 1, n))
    set_well(chain, oracles[:n])
    account = chain.deploy("MedianOracle", BASE, USD, oracles[:n], least, most, GAS)
    middle = data.draw(rates())

    sources = tuple(
        play(chain, it, data.draw(rates(middle.mid)), data.draw(habits)) for it in oracles[:n]
    )

    twin = MedianOracle(account, BASE, USD, sources, least, most, GAS)
    require_alike(chain, account, twin, amount, way)
    reasons = heard(chain.ask, "MedianOracle", account, "reasons")
    assert len(reasons) == n
    for reason, expected in zip(reasons, twin.reasons(), strict=True):
        assert reason == heard(lambda it=expected: it or "")


@check
@given(data=st.data(), amount=amounts, way=ways)
def test_a_cross_rate_is_the_same(chain, oracles, data, amount, way):
    account = chain.deploy("CrossOracle", BASE, MIDDLE, USD, *oracles[:2])

    legs = [play(chain, it, data.draw(rates()), data.draw(habits)) for it in oracles[:2]]

    require_alike(chain, account, CrossOracle(account, BASE, USD, *legs), amount, way)


@check
@given(data=st.data(), amount=amounts, way=ways, most=st.integers(1, ONE // 10))
def test_a_peg_is_judged_the_same(chain, oracles, data, amount, way, most):
    peg = data.draw(scales(17, 60))
    account = chain.deploy("PeggedOracle", BASE, USD, oracles[0], peg, most)

    source = play(chain, oracles[0], data.draw(rates(peg)), data.draw(habits))

    twin = PeggedOracle(account, BASE, USD, source, peg, most)
    require_alike(chain, account, twin, amount, way)


@check
@given(data=st.data(), amount=amounts, way=ways, grace=st.integers(1, 86_400))
def test_a_sequencer_is_judged_the_same(chain, oracles, data, amount, way, grace):
    feed = chain.deploy("MockFeed", "up", 0)
    account = chain.deploy("SequencerOracle", BASE, USD, oracles[0], feed, grace)
    source = play(chain, oracles[0], data.draw(rates()), data.draw(habits))
    up = data.draw(st.one_of(st.integers(-2, 2 * 86_400), st.integers(grace - 1, grace)))
    answer, since = data.draw(st.sampled_from([0, 0, 0, 1])), chain.time() - up
    since = data.draw(st.sampled_from([since] * 5 + [0]))

    chain.tell("MockFeed", feed, "set", 1, answer, since)

    status = Status(answer, since)
    twin = SequencerOracle(account, BASE, USD, source, feed, grace, status, chain.time())
    require_alike(chain, account, twin, amount, way)


@check
@given(
    data=st.data(),
    amount=amounts,
    growth=st.integers(0, ONE),
    loss=st.integers(0, ONE // 2),
    gift=scales(0, 26),
)
def test_a_share_is_worth_the_same(chain, oracles, data, amount, growth, loss, gift):
    token = chain.deploy("MockToken", "T", "T", data.draw(st.sampled_from([6, 18])))
    vault = chain.deploy("MockVault4626", token)
    chain.tell("MockToken", token, "mint", chain.caller, 10**24)
    chain.tell("MockToken", token, "approve", vault, 10**24)
    chain.tell("MockVault4626", vault, "deposit", data.draw(scales(6, 24)), chain.caller)
    listing = vault, USD, oracles[0], SCALE, growth, loss
    account = chain.deploy("Erc4626Oracle", *listing)
    source = play(chain, oracles[0], data.draw(rates()), data.draw(habits))
    listed_at = chain.ask("Erc4626Oracle", account, "listedAt")
    chain.evm.advance_block(data.draw(st.one_of(st.just(0), scales(0, 9))))

    if data.draw(st.booleans()):
        chain.tell("MockToken", token, "mint", vault, gift)
    else:
        held = chain.ask("MockVault4626", vault, "totalAssets")
        chain.tell("MockVault4626", vault, "lose", held * data.draw(st.integers(0, 9)) // 10)

    converted = chain.ask("MockVault4626", vault, "convertToAssets", SCALE)
    twin = Erc4626Oracle(
        account, vault, USD, source, SCALE, listed_at, growth, loss, converted, chain.time()
    )
    way = data.draw(st.sampled_from([(vault, USD), (USD, vault), (BASE, USD)]))
    require_alike(chain, account, twin, amount, way)
    for function, bound in (("mostRate", twin.most_rate), ("leastRate", twin.least_rate)):
        assert chain.ask("Erc4626Oracle", account, function) == bound()

"""What every venue promises, on real pools. A new one is one line in the list."""

from collections.abc import Callable
from contextlib import contextmanager
from dataclasses import dataclass
from math import isqrt

import pytest
from eth_utils.crypto import keccak
from hypothesis import given
from hypothesis import strategies as st
from simular import PyEvm

from counterpoise.execution.venue import KEPT
from counterpoise.math.constant_product import bought
from counterpoise.types import Curve
from tests.depth import sharing
from tests.evm.execution.v3_stage import SPACINGS, open_exchange, open_pool
from tests.evm.in_process import Chain, artifact, encoded, said
from tests.evm.market.exchanges import Token, create_market, create_pair

VENUE = "UniswapV2Venue"  # Its ABI has what every venue has.
ONE = 10**18
RESERVES = (2_000_000 * 10**6, 1_000 * ONE)  # {unit}: dollars, and coins at 2,000 of them
NOBODY = "0x" + 40 * "0"
ROUNDED = 64  # {unit}: a few for each step of a pool that a sale goes through

check = sharing(15)


@dataclass(frozen=True)
class Stage:
    """A venue between two tokens, the first of 6 decimals and the second of 18."""

    chain: Chain
    venue: str
    tokens: tuple[str, str]

    def ask(self, function, *values):
        return self.chain.ask(VENUE, self.venue, function, *values)

    def curve(self, *ends):
        return Curve(*self.ask("curve", *ends))

    def held(self, token, who):
        return self.chain.ask("MockToken", token, "balanceOf", who)

    def allowed(self, token, spender):
        return self.chain.ask("MockToken", token, "allowance", self.chain.caller, spender)

    @contextmanager
    def dreamt(self):
        """What happens inside has not happened afterwards."""
        photo = self.chain.evm.create_snapshot()
        yield
        self.chain.evm = PyEvm.from_snapshot(photo)

    def push(self, sell, buy, amount):
        self.chain.tell("MockToken", sell, "mint", self.ask("inlet", sell, buy), amount)

    def swap(self, sell, buy, amount):
        """What a receiver got for what was pushed."""
        receiver = self.chain.person()
        self.push(sell, buy, amount)
        order = (self.venue, sell, buy, amount, 0)
        self.chain.tell(VENUE, self.venue, "swap", order, receiver)
        return self.held(buy, receiver)


def tokens_of(chain, kind="MockToken"):
    return tuple(chain.deploy(kind, "T", "T", decimals) for decimals in (6, 18))


def v2(kept) -> Callable[..., str]:
    def make(chain, tokens):
        ends = [Token(it, 10**decimals) for it, decimals in zip(tokens, (6, 18), strict=True)]
        market = create_market(chain)
        create_pair(market, *ends, RESERVES)
        code = keccak(hexstr=artifact("UniswapV2Pair")["bytecode"])
        return chain.deploy(VENUE, market.factory, code, kept)

    return make


def v3(fee, slots) -> Callable[..., str]:
    """With a range of its own for each tick spacing, 20 % more or less than its neighbours'."""

    def make(chain, tokens):
        exchange, (dollars, coins) = open_exchange(chain), RESERVES
        is_first = int(tokens[0], 16) < int(tokens[1], 16)
        over, under = (coins, dollars) if is_first else (dollars, coins)
        size, spacing = isqrt(dollars * coins), SPACINGS[fee]
        pool = open_pool(exchange, tokens, fee, isqrt((over << 192) // under))
        center = pool.tick // spacing
        for k in range(center - slots, center + slots):
            ends = k * spacing, (k + 1) * spacing
            act = pool.address, *ends, size * (4 + k % 3) // 5
            chain.tell("MockV3Trader", exchange.trader, "mint", *act)
        return exchange.venue(fee, 20)

    return make


def split(make) -> Callable[..., str]:
    """A split over one venue and one that has no market."""

    def both(chain, tokens):
        venues = [make(chain, tokens), chain.deploy("MockVenue")]
        return chain.deploy("SplitVenue", venues, 0, NOBODY, NOBODY)

    return both


# Each makes a venue with a market of these reserves, or as deep as those, between two tokens.
VENUES = {
    "V2": v2(KEPT),
    "V2 fork of a larger fee": v2(99 * 10**16),
    "V3 0.05 %": v3(500, 60),
    "V3 0.30 %": v3(3_000, 20),
    "split of V2": split(v2(KEPT)),
}


@pytest.fixture(scope="module", params=VENUES)
def stage(request):
    chain = Chain()
    tokens = tokens_of(chain)
    return Stage(chain, VENUES[request.param](chain, tokens), tokens)


@pytest.fixture(params=[False, True], ids=["sells dollars", "sells coins"])
def ends(request, stage):
    """What is sold and what is bought."""
    return stage.tokens[::-1] if request.param else stage.tokens


def sale(stage, ends, part):
    """{unit}, so many millionths of 2 % of the reserves."""
    return RESERVES[stage.tokens.index(ends[0])] * 2 * part // 10**8


parts = st.integers(1, 10**6)
ways = st.sampled_from([1, -1])


@check
@given(part=parts, way=ways)
def test_a_swap_brings_exactly_what_was_quoted(stage, part, way):
    """T2 I-18 And nothing stays: neither tokens in the venue nor a right to anybody's."""
    ends = stage.tokens[::way]
    amount = sale(stage, ends, part)
    quoted = stage.ask("quote", *ends, amount)
    with stage.dreamt():
        assert stage.swap(*ends, amount) == quoted
        assert [stage.held(it, stage.venue) for it in ends] == [0, 0]
        assert [stage.allowed(it, stage.venue) for it in ends] == [0, 0]


@check
@given(part=parts, way=ways)
def test_its_curve_never_promises_more_than_it_brings(stage, part, way):
    """As far as its limit goes, but for what is rounded at each step."""
    ends = stage.tokens[::way]
    curve = stage.curve(*ends)
    amount = min(curve.limit, sale(stage, ends, part))
    most = stage.ask("quote", *ends, min(amount + ROUNDED, max(curve.limit, ROUNDED)))
    worth = ROUNDED * -(-curve.buy_reserve // curve.sell_reserve)
    assert bought(curve, amount) <= most + ROUNDED + worth


def test_its_curve_is_near_what_it_brings(stage, ends):
    """Within a hundredth of a percent for a hundredth of a percent of the reserves."""
    curve, amount = stage.curve(*ends), RESERVES[stage.tokens.index(ends[0])] // 10**4
    assert amount < curve.limit
    quoted = stage.ask("quote", *ends, amount)
    assert abs(bought(curve, amount) - quoted) * 10**4 <= quoted


def test_its_curve_has_two_sides_that_agree(stage, ends):
    """At one price, and at one fee."""
    one, other = stage.curve(*ends), stage.curve(*ends[::-1])
    assert 0 < one.kept == other.kept <= ONE
    assert min(one.limit, other.limit) > 0
    over, under = one.buy_reserve * other.buy_reserve, one.sell_reserve * other.sell_reserve
    assert over == pytest.approx(under, rel=2 * 10**-2)


def test_nothing_brings_nothing(stage, ends):
    assert stage.ask("quote", *ends, 0) == 0


@check
@given(a=parts, b=parts, way=ways)
def test_more_is_quoted_for_more_and_at_no_better_price(stage, a, b, way):
    """But for what is rounded."""
    ends = stage.tokens[::way]
    less, more = sorted((sale(stage, ends, a), sale(stage, ends, b)))
    small, large = (stage.ask("quote", *ends, it) for it in (less, more))
    assert small <= large
    rounded = ROUNDED * (1 + -(-RESERVES[::-way][0] // RESERVES[::way][0]))
    assert large * less <= (small + rounded) * more


def test_a_quote_moves_nothing(stage, ends):
    before = stage.curve(*ends), stage.curve(*ends[::-1])
    stage.chain.tell(VENUE, stage.venue, "quote", *ends, sale(stage, ends, 10**6))
    assert (stage.curve(*ends), stage.curve(*ends[::-1])) == before


@pytest.mark.parametrize(
    ("function", "rest"), [("inlet", ()), ("curve", ()), ("quote", (1,))], ids=lambda it: str(it)
)
def test_a_market_that_is_not_there_is_named(stage, function, rest):
    """T2 Of a stranger's token, from either side, and of a token with itself."""
    token, stranger = stage.tokens[0], stage.chain.deploy("MockToken", "T", "T", 18)
    for pair in ((token, stranger), (stranger, token), (token, token)):
        assert said(stage.ask, function, *pair, *rest) == ("NoMarket", list(pair))


def test_a_swap_of_tokens_that_did_not_come_is_refused(stage, ends):
    """RB-11 And what was not pushed is not taken from anybody."""
    order = (stage.venue, *ends, sale(stage, ends, 10**6), 0)
    answer = said(stage.chain.tell, VENUE, stage.venue, "swap", order, stage.chain.person())
    assert answer is not None


@pytest.mark.parametrize("name", VENUES)
def test_a_token_that_calls_back_gets_nothing(evm, name):
    """AM-06 What is bought calls while it is paid out: for payment, or for another swap."""
    tokens = tokens_of(evm, "MockHookToken")
    stage = Stage(evm, VENUES[name](evm, tokens), tokens)
    sell, buy = tokens
    thief, amount = evm.person(), 10**9
    order = (stage.venue, sell, buy, amount, 0)
    for hook in (
        encoded("UniswapV3Venue", "uniswapV3SwapCallback", (10**18, 10**18, b"")),
        encoded(VENUE, "swap", (order, thief)),
    ):
        evm.tell("MockHookToken", buy, "setHook", stage.venue, hook)
        before = stage.curve(sell, buy)
        assert isinstance(said(stage.swap, sell, buy, amount), tuple)  # a refusal
        evm.tell("MockHookToken", buy, "setHook", NOBODY, b"")
        assert stage.held(buy, thief) == stage.held(sell, thief) == 0
        assert stage.curve(sell, buy) == before

"""MarketEstimator: what a look finds, what is remembered of it, and who can bend it."""

from dataclasses import astuple, dataclass, field, replace

import pytest
from eth_abi import decode
from hypothesis import given
from hypothesis import strategies as st

from counterpoise.math.market import Prices, Standing
from counterpoise.math.signals import signals_of
from counterpoise.observer.estimator.market import Limits, MarketEstimator, Memories
from counterpoise.types import MarketClass
from tests.depth import sharing
from tests.evm.in_process import OUTSIDER, Chain, encoded, refused, said
from tests.evm.observer.estimator.feeds import abi_of

NAME = "MarketEstimator"
ONE, PERCENT, HOUR, DAY = 10**18, 10**16, 3_600, 86_400
ASSET, OTHER, USD = (f"0x{it:040x}" for it in (0xA55E7, 0xA55E8, 840))
NOBODY = f"0x{0:040x}"
SCALE = 10**36
DEVIATION = PERCENT // 2
HABITS = ("Answer", "Refuse", "Burn", "Bomb", "BombRefusal", "Mumble", "Gas", "Heavy")
LIMITS = Limits(
    lag=600,
    window=1_800,
    min_depth=ONE // 2,
    min_jump=PERCENT,
    max_drawdown=15 * PERCENT,
    max_age=HOUR,
    streak=3,
    spacing=300,
    rest=1_800,
)
EVEN = Prices(2_000 * ONE, 2_000 * ONE, 2_000 * ONE, 2_000 * ONE)
PUSHED = replace(EVEN, spot=2_100 * ONE)


@dataclass
class Stage:
    """One asset with four sources and one memory, and the twin that is told the same."""

    chain: Chain
    limits: Limits = LIMITS
    account: str = ""
    sources: list[str] = field(default_factory=list)
    memory: str = ""
    told: Memories = field(default_factory=Memories)
    prices: Prices = EVEN

    def __post_init__(self):
        self.sources = [self.chain.deploy("MockSource") for _ in range(4)]
        self.memory = self.chain.deploy("MockMemory")
        self.account = self.chain.deploy(
            NAME, USD, [self.row()], self.memory, self.memory, astuple(self.limits)
        )
        self.twin = MarketEstimator(self.limits)
        self.say(EVEN)
        self.remember(Memories())

    def row(self, asset=ASSET):
        return asset, ONE, DEVIATION, *self.sources, self.memory

    def say(self, prices):
        self.prices = prices
        for source, price in zip(self.sources, astuple(prices), strict=True):
            self.chain.tell("MockSource", source, "set", *[price * SCALE // ONE] * 3)

    def remember(self, told):
        self.told = told
        it = told.volatility, told.updated, told.size, told.span, told.drawdown, told.depth
        self.chain.tell("MockMemory", self.memory, "tell", it)

    def fall(self, place, habit):
        self.chain.tell("MockSource", self.sources[place], "fall", HABITS.index(habit))

    def forget(self, gone=True):
        self.chain.tell("MockMemory", self.memory, "forget", gone)
        self.told = Memories()

    def ask(self, function, *values):
        return said(self.chain.ask, NAME, self.account, function, *values)

    def found(self):
        return self.ask("look", ASSET)[3]

    def record(self, wait=0):
        """Some seconds later, by both: whether the class has changed, and how it stands."""
        if wait:
            self.chain.evm.advance_block(wait)
        changed = self.chain.tell(NAME, self.account, "record")
        time = self.chain.time()
        assert changed == self.twin.record(ASSET, self.prices, DEVIATION, self.told, time)
        standing = self.twin.standings[ASSET]
        assert self.ask("standingOf", ASSET) == list(astuple(standing))
        assert self.ask("classOf", ASSET) == self.twin.class_of(ASSET, time)
        return changed, standing.kind


@pytest.fixture
def stage(evm):
    evm.evm.advance_block(30 * DAY)
    return Stage(evm)


# What a look finds.

near = st.integers(1_900, 2_100).map(lambda it: it * ONE)
answers = st.one_of(st.just(2_000 * ONE), near, st.just(0), st.just(10**36 + 1))
told = st.builds(
    Memories,
    volatility=st.one_of(st.integers(0, ONE), st.integers(0, 10 * ONE)),
    updated=st.just(0),
    size=st.integers(0, 20 * PERCENT),
    span=st.integers(0, DAY),
    drawdown=st.sampled_from([0, 15 * PERCENT, 15 * PERCENT + 1]),
    depth=st.sampled_from([ONE, ONE // 2, ONE // 2 - 1]),
)
looks = st.tuples(
    st.builds(Prices, st.just(2_000 * ONE), answers, answers, answers),
    told,
    st.sampled_from([0, HOUR, 10 * DAY]),
    st.sampled_from([1, 299, 300, 900, 4_000]),
)


@sharing(12)
@given(series=st.lists(looks, min_size=1, max_size=8))
def test_the_twin_is_the_chain(evm, series):
    """K1, K2 Look after look: the class, how long it has been so, and what is said of it."""
    evm.evm.advance_block(30 * DAY)
    stage = Stage(evm)
    for prices, memories, age, wait in series:
        stage.say(prices)
        stage.remember(replace(memories, updated=evm.time() - age))
        stage.record(wait)


def test_what_it_was_told_is_there_to_be_read(stage):
    assert stage.ask("sources")[0][:3] == [ASSET, ONE, DEVIATION]
    for name, number in zip(
        ("lag", "window", "minDepth", "minJump", "maxDrawdown", "maxAge"), astuple(LIMITS)
    ):
        assert stage.ask(name) == number
    assert [stage.ask(it) for it in ("streak", "spacing", "rest")] == [3, 300, 1_800]


def test_a_look_shows_all_that_it_saw(stage):
    stage.say(PUSHED)
    stage.remember(Memories(volatility=ONE // 2, depth=ONE * 9 // 10))
    seen = stage.ask("look", ASSET)
    assert seen == [list(astuple(PUSHED)), ONE * 9 // 10, ONE // 2, MarketClass.TRANSIENT]


@pytest.mark.parametrize("habit", ["Refuse", "Burn", "Bomb", "BombRefusal", "Mumble"])
@pytest.mark.parametrize(
    "place, kind",
    [
        (0, MarketClass.PRIMARY_FAULT),
        (1, MarketClass.SECONDARY_FAULT),
        (2, MarketClass.TRANSIENT),
        (3, MarketClass.GENUINE_MOVE),
    ],
)
def test_a_source_that_does_not_answer_disagrees(stage, place, kind, habit):
    """K1 However it fails; and no look reverts for it."""
    stage.fall(place, habit)
    assert stage.ask("look", ASSET)[0][place] == 0
    assert stage.found() == kind
    assert stage.chain.tell(NAME, stage.account, "record") is True
    assert stage.ask("classOf", ASSET) == kind


def test_a_second_source_that_is_none_never_differs(evm):
    stage = Stage(evm)
    one = stage.sources[0], stage.sources[0], *stage.sources[2:]
    row = ASSET, ONE, DEVIATION, *one, NOBODY
    alone = evm.deploy(NAME, USD, [row], NOBODY, NOBODY, astuple(LIMITS))
    assert evm.ask(NAME, alone, "look", ASSET) == (astuple(EVEN), ONE, 0, MarketClass.NORMAL)


def test_a_memory_that_does_not_answer_is_calm(stage):
    stage.remember(Memories(ONE, stage.chain.time(), ONE, 60, ONE, 0))
    assert stage.found() == MarketClass.CRISIS
    stage.forget()
    assert stage.found() == MarketClass.NORMAL


@pytest.mark.parametrize("drawdown, kind", [(15, MarketClass.NORMAL), (18, MarketClass.CRISIS)])
def test_a_fall_of_the_share_trips(stage, drawdown, kind):
    """K2, V7.3 1 - 0.82 is more than 0.15."""
    stage.remember(Memories(volatility=1, drawdown=drawdown * PERCENT))
    assert stage.found() == kind


def test_what_does_not_move_is_in_no_crisis_for_the_shares_fall(stage):
    """K2 A hub that nobody lists among what moves: so it takes what the others are sold for."""
    stage.remember(Memories(0, stage.chain.time(), ONE, 60, ONE))
    assert stage.found() == MarketClass.NORMAL


@pytest.mark.parametrize("size, kind", [(1_110, MarketClass.CRISIS), (254, MarketClass.NORMAL)])
def test_a_jump_trips_until_it_is_old(stage, size, kind):
    """K2, V7.3 2000 to 1790 in an hour, and to 1950; it counts for as long as a rest."""
    told = Memories(8 * ONE // 10, stage.chain.time(), size * 10**14, HOUR)
    stage.remember(told)
    assert stage.found() == kind
    stage.remember(replace(told, updated=stage.chain.time() - LIMITS.rest))
    assert stage.found() == kind
    stage.remember(replace(told, updated=stage.chain.time() - LIMITS.rest - 1))
    assert stage.found() == MarketClass.NORMAL


def test_a_breaker_does_not_hide_what_is_worse(stage):
    stage.remember(Memories(volatility=1, drawdown=ONE))
    stage.say(PUSHED)
    assert stage.found() == MarketClass.TRANSIENT


def test_a_wild_price_widens_what_is_borne_but_not_for_ever(stage):
    stage.say(replace(EVEN, spot=2_050 * ONE))
    assert stage.found() == MarketClass.TRANSIENT
    stage.remember(Memories(volatility=3 * ONE))
    assert stage.found() == MarketClass.NORMAL
    stage.say(replace(EVEN, spot=2_100 * ONE))
    stage.remember(Memories(volatility=10 * ONE))
    assert stage.found() == MarketClass.TRANSIENT


# What is remembered.


def test_before_the_first_look_and_long_after_the_last_nothing_is_known(stage):
    """K1"""
    assert stage.ask("classOf", ASSET) == MarketClass.UNKNOWN
    stage.record()
    assert stage.ask("classOf", ASSET) == MarketClass.NORMAL
    seen = stage.twin.standings[ASSET].seen
    stage.chain.evm.advance_block(seen + LIMITS.max_age - stage.chain.time())
    assert stage.ask("classOf", ASSET) == MarketClass.NORMAL
    stage.chain.evm.advance_block(1)
    assert stage.ask("classOf", ASSET) == MarketClass.UNKNOWN
    assert stage.record() == (False, MarketClass.NORMAL)


def test_a_push_stops_trading_at_once_and_is_forgotten_by_itself(stage):
    """K1, K4 Three looks and half an hour later; by nobody's decision."""
    stage.record()
    stage.say(PUSHED)
    assert stage.record(12) == (True, MarketClass.TRANSIENT)
    stage.say(EVEN)
    assert [stage.record(900) for _ in range(3)] == [
        (False, MarketClass.TRANSIENT),
        (False, MarketClass.TRANSIENT),
        (True, MarketClass.NORMAL),
    ]


def test_a_change_is_an_event_with_all_that_was_seen(stage):
    stage.say(PUSHED)
    stage.remember(Memories(volatility=ONE // 2, depth=ONE * 9 // 10))
    done = stage.chain.evm.transact("record", "()", OUTSIDER, stage.account, 0, abi_of(NAME))
    numbers = [*astuple(PUSHED), ONE * 9 // 10, ONE // 2]
    assert done.event == {
        "MarketChanged": [ASSET, MarketClass.NORMAL, MarketClass.TRANSIENT, *numbers],
        "Recorded": [ASSET, MarketClass.TRANSIENT],
    }


def test_anyone_may_record_and_one_asset_alone(stage):
    """There is nobody to ask."""
    stranger = stage.chain.person()
    stage.say(PUSHED)
    assert stage.chain.tell(NAME, stage.account, "recordAsset", ASSET, by=stranger) is True
    assert stage.chain.tell(NAME, stage.account, "record", by=stranger) is False


@pytest.mark.parametrize("function", ["recordAsset", "look"])
def test_an_asset_that_nobody_watches_is_told(stage, function):
    assert stage.ask(function, OTHER) == ("AssetNotWatched", [OTHER])
    assert stage.ask("classOf", OTHER) == MarketClass.UNKNOWN


def test_two_assets_have_each_their_own(stage):
    both = [stage.row(), stage.row(OTHER)]
    limits = astuple(LIMITS)
    account = stage.chain.deploy(NAME, USD, both, NOBODY, NOBODY, limits)
    stage.say(PUSHED)
    stage.chain.tell(NAME, account, "recordAsset", OTHER)
    kinds = [stage.chain.ask(NAME, account, "classOf", it) for it in (ASSET, OTHER)]
    assert kinds == [MarketClass.UNKNOWN, MarketClass.TRANSIENT]
    word = signals_of([MarketClass.TRANSIENT, MarketClass.UNKNOWN, MarketClass.TRANSIENT])[0]
    assert stage.chain.ask(NAME, account, "classesOf", [OTHER, ASSET, OTHER]) == word
    assert stage.chain.ask(NAME, account, "classesOf", []) == 0


# Who can bend it.


@pytest.mark.parametrize("place", range(4))
def test_too_little_gas_makes_no_source_look_dead(stage, place):
    """OR-08 Whatever the limit: the class is the true one, or there is no look at all."""
    for source in range(4):
        stage.fall(source, "Answer")
    data = encoded(NAME, "record", ()).hex()
    answers = set()
    for gas in [*range(20_000, 700_000, 23_311), *range(300_000, 345_000, 1_501)]:
        call = f"({gas},{stage.account},0x{data})"
        success, said_ = decode(["bool", "bytes"], stage.chain._call("attemptWith", call))
        answers.add((success, refused(said_).name if said_ and not success else said_))
    assert {it for it in answers if it[0]} == {(True, bytes(32))}
    assert {it for it in answers if not it[0]} <= {(False, ""), (False, b""), (False, "GasTooLow")}


most = [
    ("lag", 3_600),
    ("window", DAY),
    ("minDepth", ONE),
    ("minJump", ONE),
    ("maxDrawdown", ONE),
    ("maxAge", DAY),
    ("streak", 100),
    ("spacing", DAY),
    ("rest", 7 * DAY),
]
OPEN = Limits(*(number for _, number in most))


@pytest.mark.parametrize("place", range(9), ids=[name for name, _ in most])
def test_limits_out_of_range_are_refused_alike(evm, place):
    """J1"""
    numbers = list(astuple(OPEN))
    for number in (numbers[place] + 1, 0):
        numbers[place] = number
        contract = said(evm.deploy, NAME, USD, [], NOBODY, NOBODY, tuple(numbers))
        twin = said(lambda: Limits(*numbers).lag)
        assert contract == twin or (isinstance(contract, str) and isinstance(twin, int))
    assert isinstance(evm.deploy(NAME, USD, [], NOBODY, NOBODY, astuple(OPEN)), str)


def test_a_standing_is_one_word():
    assert astuple(Standing()) == (0, 0, 0, 0, 0, 0)

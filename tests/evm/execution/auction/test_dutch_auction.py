"""The auction on a whole vault: who may open it, who may bid, and what nobody can do with it."""

from dataclasses import astuple, replace

import pytest

from counterpoise.types import MarketClass
from tests.counterpoise.drawn import ONE
from tests.evm.execution.auction.auctioned import (
    AUCTION,
    FOREVER,
    MINUTE,
    PERCENT,
    PRICES,
    TERMS,
    Auctioned,
    build,
)
from tests.evm.in_process import Chain, encoded, said
from tests.evm.test_engine_twin import USD

SOLD, PAID = 147_928_994_082, 377_218_935  # of dollars for bitcoin: all of the pair, two percent up


@pytest.fixture(scope="module")
def founded():
    return build(Chain())


@pytest.fixture
def world(founded) -> Auctioned:
    return founded.begin()


def refused(*asked):
    """The name of what was refused."""
    return said(*asked)[0]


# Opening


def test_anyone_opens_it_where_the_vault_is_due(world):
    """E8 The first bid after half a minute, the last a quarter of an hour later."""
    now = world.chain.time()
    assert world.open(by="outsider") is None
    times = world.chain.ask(AUCTION, world.address, "timesOf", world.it.vault)
    assert times == (now + 30, now + 30 + 900)
    fixed = [
        world.chain.ask(AUCTION, world.address, "priceOf", world.it.vault, i) for i in (0, 1, 2)
    ]
    assert fixed == list(PRICES)


def test_nobody_opens_it_where_the_vault_is_not_due(world):
    """E1 Four percent are not beyond the outer band; with bitcoin two dollars less it opens."""
    world.post(ONE, 2_647 * ONE, 91_768 * ONE)
    assert said(world.open) == ("WithinBand", [39_999_848_888_956_049, 4 * PERCENT])
    world.post(ONE, 2_647 * ONE, 91_766 * ONE)
    assert said(world.open) is None


def test_the_pair_is_of_what_is_above_and_what_is_below(world):
    dollar, ether, bitcoin = world.tokens
    assert said(world.open, 2, 0) == ("WrongWay", [bitcoin, dollar])
    assert said(world.open, 0, 1) == ("WrongWay", [dollar, ether])
    assert said(world.open, 0, 0) == ("WrongWay", [dollar, dollar])


def test_there_is_one_at_a_time_and_a_rest_after_it(world):
    """RB-08 Not a second of it may be cut."""
    world.open()
    ready_at = world.chain.time() + 30 + 900 + 600
    assert said(world.open) == ("AuctionTooSoon", [world.it.vault, ready_at])
    world.passes(ready_at - world.chain.time() - 1)
    assert said(world.open) == ("AuctionTooSoon", [world.it.vault, ready_at])
    world.passes(1)
    assert said(world.open) is None


def test_it_does_not_open_in_a_pause(world):
    until = world.chain.time() + 7 * 86_400
    world.chain.tell("Vault", world.it.vault, "pause")
    assert said(world.open) == ("IsPaused", [until])


def test_it_does_not_open_while_the_cooldown_lasts(world):
    rules = world.chain.deploy("CooldownConstraint", 3_600, 0)
    world.chain.tell("Vault", world.it.vault, "setConstraint", rules)
    ready_at = world.chain.time() + 3_600
    assert world.it.rebalance() is None
    world.post(ONE, 2_000 * ONE, 60_000 * ONE)
    assert said(world.open, 2, 0) == ("CooldownActive", [world.chain.time(), ready_at])


def test_it_does_not_open_for_a_vault_that_does_not_allow_it(world):
    """Governance stops it by taking it off the list."""
    world.chain.tell("Vault", world.it.vault, "setVenue", world.address, False)
    assert said(world.open) == ("VenueNotAllowed", [world.address])


def test_it_does_not_open_for_a_vault_that_plans_without_it(world):
    inner = world.chain.ask("AuctionPlanner", world.founded.planner, "inner")
    world.chain.tell("Vault", world.it.vault, "setPlanner", inner)
    assert said(world.open) == ("BidUnanswered", [world.it.vault])


@pytest.mark.parametrize("price", [0, 10**30 + 1])
def test_it_does_not_open_at_a_price_that_is_none(world, price):
    observer = world.chain.deploy("MockDictatedObserver")
    world.chain.tell("Vault", world.it.vault, "setObserver", observer)
    assets = [(it, 1, 1, price, 1) for it in world.tokens]
    world.chain.tell("MockDictatedObserver", observer, "dictate", (0, 1, 3, assets, []))
    expected = ("PriceOutOfDomain", [world.tokens[0], price, 1, 10**30])
    assert said(world.open) == expected


@pytest.mark.parametrize(
    "field, value, name, bound",
    [
        ("discount", ONE // 2 + 1, "discount", ONE // 2),
        ("premium", 98 * ONE + 1, "premium", 98 * ONE),
        ("jump", 0, "jump", ONE // 2),
        ("jump", ONE // 2 + 1, "jump", ONE // 2),
        ("duration", 119, "duration", 120),
        ("duration", 86_401, "duration", 86_400),
        ("rest", 119, "rest", 120),
        ("rest", 7 * 86_400 + 1, "rest", 7 * 86_400),
    ],
)
def test_terms_that_are_no_auction_are_refused(world, field, value, name, bound):
    """LM-02 The first price is at most a hundred times the last."""
    terms = {"premium": 2 * PERCENT, "discount": PERCENT, "jump": PERCENT, "duration": 900}
    terms |= {"rest": 600, field: value}
    assert said(world.chain.deploy, AUCTION, tuple(terms.values())) == (
        "LimitOutOfRange",
        [name, value, bound],
    )


# Bidding


def test_a_bid_is_a_rebalance(world):
    """E8 At the first price, two percent above the oracle: 147,929 dollars for 3.772 bitcoin."""
    world.opened()
    bidder = world.person("bidder")
    start = world.held(bidder)
    assert world.bid() == (SOLD, PAID)
    assert world.balances() == (450_000 * 10**6 - SOLD, 200 * 10**18, 375 * 10**6 + PAID)
    assert world.held(world.it.vault) == world.balances()
    assert world.held(bidder) == (start[0] + SOLD, start[1], start[2] - PAID)
    assert world.held(world.address) == (0, 0, 0)


@pytest.mark.parametrize("wait", [0, 1, 29])
def test_nobody_bids_before_everybody_could_see_it(world, wait):
    """A bid in the block of the opening, too."""
    world.opened(wait)
    start = world.chain.time() + 30 - wait
    expected = ("NoAuction", [world.it.vault, start - 30 + wait, start, start + 900])
    assert said(world.bid) == expected


def test_the_last_bid_is_at_the_last_price_and_then_it_is_over(world):
    """E8, LM-01 One percent below the oracle, and not a second later."""
    world.opened(30 + 900)
    world.passes(1)
    assert refused(world.bid) == "NoAuction"
    other = world.founded.begin()
    other.opened(30 + 900)
    sold, paid = other.bid()
    assert (sold, paid) == (150_451_354_062, 372_367_102)
    assert (paid - 1) * 40_000 < sold * 99 <= paid * 40_000


def test_bids_are_filled_in_part_and_the_rest_goes_to_the_next(world):
    """E8 Whoever comes second gets what is left, and the third nothing."""
    world.opened()
    assert world.bid(amount=50_000 * 10**6, by="first") == (50_000 * 10**6, 127_500_000)
    assert world.bid(by="second") == (97_928_994_082, 249_718_935)
    dollar, _, bitcoin = world.tokens
    assert said(world.bid, 0, 2) == ("WrongWay", [dollar, bitcoin])


def test_a_bid_of_nothing_is_refused(world):
    """LM-01"""
    world.opened()
    assert said(world.bid, 0, 2, 0) == ("BidOfNothing", [])


def test_a_bid_that_pays_nothing_is_refused(world):
    """LM-01"""
    world.opened()
    assert said(world.bid, 0, 2, 10**9, 0) == ("LimitExceeded", [2_550_000, 0])


def test_a_limit_is_for_the_whole_and_in_proportion_for_a_part(world):
    """Twice as much is asked for as there is: half of the limit counts, to a unit."""
    world.opened()
    assert said(world.bid, 0, 2, 2 * SOLD, 2 * PAID - 2) == ("LimitExceeded", [PAID, PAID - 1])
    assert world.bid(0, 2, 2 * SOLD, 2 * PAID - 1) == (SOLD, PAID)


def test_dust_is_refused(world):
    """Ten dollars are the least."""
    world.opened()
    worth = 10 * ONE - 10**12
    assert said(world.bid, 0, 2, 10**7 - 1) == ("BidTooSmall", [worth, 10 * ONE])
    assert world.bid(0, 2, 10**7) == (10**7, 25_500)


def test_a_bid_that_leads_away_from_the_target_is_refused(world):
    """E8"""
    world.opened()
    dollar, ether, bitcoin = world.tokens
    assert said(world.bid, 2, 0) == ("WrongWay", [bitcoin, dollar])
    assert said(world.bid, 0, 1) == ("WrongWay", [dollar, ether])


def test_any_pair_may_be_bid_for(world):
    """One auction is of the whole vault: ether has fallen below its target meanwhile."""
    world.opened(60)
    world.post(ONE, 1_980 * ONE, 40_000 * ONE)
    assert world.bid(0, 1, 10**9) == (10**9, 509_492_752_049_219_116)


def test_a_unit_more_or_less_blocks_nobody(world):
    """TOB4-5 Before a bid somebody gives the vault a unit, and redeems a unit of a share."""
    world.opened()
    world.endow(world.it.vault, world.tokens[0], 1)
    world.chain.tell("Vault", world.it.vault, "sync", world.tokens[0])
    world.chain.tell("Vault", world.it.vault, "redeem", 1, world.chain.caller, [], [], FOREVER)
    assert world.bid(0, 2, SOLD, PAID) == (SOLD, PAID)


# Prices


def test_the_price_falls_from_block_to_block(world):
    """math 5.6"""
    world.opened(30)
    paid = []
    for _ in range(4):
        paid.append(world.bid(0, 2, 10**9)[1])
        world.passes(12)
    assert paid == [2_550_000, 2_548_986, 2_547_971, 2_546_957]


def test_no_bid_is_below_the_oracle_of_now(world):
    """LM-01 Dollars have risen by four percent, so what was fixed is too cheap by three."""
    world.opened(30 + 900)
    world.post(104 * PERCENT, 2_000 * ONE, 40_000 * ONE)
    sold, paid = world.bid(0, 2, 10**9)
    assert (sold, paid) == (10**9, 2_574_000)  # 1,040 dollars less one percent


def test_no_bid_is_made_at_a_price_that_has_jumped(world):
    """E8 Bitcoin stands 7.11 % above, the most that it may; then a unit more; then below."""
    world.opened()
    high, low = 40_000 * 1_071 * ONE // 1_000, 40_000 * 9_405 * ONE // 10_000
    world.post(ONE, 2_000 * ONE, high)
    assert world.bid(0, 2, 10**9)[0] == 10**9
    for price in (high + 1, low - 1):
        world.post(ONE, 2_000 * ONE, price)
        expected = ("PriceJumped", [world.tokens[2], price, 40_000 * ONE])
        assert said(world.bid, 0, 2, 10**9) == expected
    world.post(ONE, 2_000 * ONE, low)
    assert world.bid(0, 2, 10**9)[0] == 10**9


# Nobody holds the vault up


def test_nobody_goes_round_an_auction(world):
    """Neither anyone nor any hint; and when it is over the pools have their turn."""
    world.open()
    end = world.chain.time() + 30 + 900
    busy = ("AuctionUnderWay", [world.it.vault, end])
    vault = world.it.vault
    assert said(world.it.rebalance) == busy
    for hint in (b"", b"\x01" * 32):
        assert said(world.chain.tell, "Vault", vault, "performUpkeep", hint) == busy
    world.passes(end - world.chain.time())
    assert said(world.it.rebalance) == busy
    world.passes(1)
    assert world.it.rebalance() is None


def test_a_jump_gives_the_pools_their_turn(world):
    """An auction at prices of yesterday keeps nobody from rebalancing."""
    world.open()
    world.post(ONE, 2_142 * ONE, 40_000 * ONE)
    assert refused(world.it.rebalance) == "AuctionUnderWay"
    world.post(ONE, 2_142 * ONE + 1, 40_000 * ONE)
    assert world.it.rebalance() is None
    assert world.balances()[0] < 450_000 * 10**6 and world.balances()[2] > 375 * 10**6


def test_an_open_auction_keeps_nobody_from_leaving(world):
    """EX-04 Before a bid, between two, and in a pause."""
    leave = 10**17, world.chain.caller, [], [], FOREVER
    world.opened()
    assert world.chain.tell("Vault", world.it.vault, "redeem", *leave)[0] == 45_000 * 10**6
    world.bid(0, 2, 10**9)
    assert world.chain.tell("Vault", world.it.vault, "redeem", *leave)[0] == 44_888_888_888
    world.chain.tell("Vault", world.it.vault, "pause")
    assert world.chain.tell("Vault", world.it.vault, "redeem", *leave)


def test_a_paused_vault_takes_no_bid(world):
    world.opened()
    until = world.chain.time() + 7 * 86_400
    world.chain.tell("Vault", world.it.vault, "pause")
    assert said(world.bid) == ("IsPaused", [until])


def test_a_dead_feed_takes_no_bid_and_the_auction_ends_all_the_same(world):
    """LM-01 Nobody could bid; afterwards there is another auction, at the prices of then."""
    world.opened()
    world.post(ONE, 2_000 * ONE, 0)
    assert said(world.bid) == ("PriceOutOfDomain", [world.tokens[2], 0, 1, 10**30])
    assert said(world.open)[0] == "AuctionTooSoon"
    world.passes(900 + 600)
    assert said(world.open) == ("PriceOutOfDomain", [world.tokens[2], 0, 1, 10**30])
    world.post(ONE, 2_000 * ONE, 50_000 * ONE)
    world.opened()
    assert world.bid(0, 2, 10**9) == (10**9, 2_040_000)


def test_each_bid_is_judged_as_any_rebalance(world):
    """At the last price a bid for everything loses too much, and one for a little does not."""
    world.opened(30 + 900)
    tight = world.chain.deploy("ValueConstraint", PERCENT // 1_000, PERCENT)
    world.chain.tell("Vault", world.it.vault, "setConstraint", tight)
    assert refused(world.bid) == "ValueLost"
    assert world.bid(0, 2, 900 * 10**6)[0] == 900 * 10**6


def test_the_state_of_a_market_stops_a_bid(world):
    """E8, K1 Bitcoin is in a crisis: none of it is bought, by a bid or any other way."""
    world.opened()
    observer = world.chain.deploy("MockDictatedObserver")
    rules = world.chain.deploy("MarketConstraint", ONE)
    world.chain.tell("Vault", world.it.vault, "setObserver", observer)
    world.chain.tell("Vault", world.it.vault, "setConstraint", rules)
    crisis = replace(world.state(), signals=(MarketClass.CRISIS << 8,))
    world.chain.tell("MockDictatedObserver", observer, "dictate", astuple(crisis))
    forbidden = [world.tokens[2], MarketClass.CRISIS, 375 * 10**6, 375 * 10**6 + 2_550_000]
    assert said(world.bid, 0, 2, 10**9) == ("TradeForbidden", forbidden)


def test_prices_wait_for_the_sequencer(world):
    """OR-07 While it is down there is no bid, nor an hour after it; nobody is kept from leaving."""
    world.opened(30 + 600)
    feed = world.chain.deploy("MockFeed", "sequencer", 0)
    bitcoin, price = world.tokens[2], world.chain.deploy("MockFeed", "bitcoin", 8)
    world.chain.tell("MockFeed", price, "post", 40_000 * 10**8)
    rule = 86_400, 1, 10**20, 0
    inner = world.chain.deploy("ChainlinkOracle", price, bitcoin, USD, *rule)
    waiting = world.chain.deploy("SequencerOracle", bitcoin, USD, inner, feed, 3_600)
    oracles = [*world.it.oracles[:2], waiting]
    observer = world.chain.deploy("SpotObserver", USD, world.tokens, oracles)
    world.chain.tell("Vault", world.it.vault, "setObserver", observer)
    world.chain.tell("MockFeed", feed, "post", 1)
    assert refused(world.bid) == "SequencerDown"
    world.chain.tell("MockFeed", feed, "post", 0)
    assert refused(world.bid) == "SequencerGrace"
    leave = 10**17, world.chain.caller, [], [], FOREVER
    assert world.chain.tell("Vault", world.it.vault, "redeem", *leave)
    world.passes(3_601)
    assert refused(world.bid) == "NoAuction"
    world.open()


def test_a_small_bid_holds_the_next_one_up_as_little(world):
    """E2 The wait after ten dollars of 150,000 is a second; with no pace it would be the hour."""
    rules = world.chain.deploy("CooldownConstraint", 3_600, 5 * PERCENT)
    world.opened()
    world.chain.tell("Vault", world.it.vault, "setConstraint", rules)
    world.bid(0, 2, 10**7)
    assert said(world.bid)[0] == "CooldownActive"
    world.passes(1)
    assert world.bid(0, 2, 10**9)[0] == 10**9
    other = world.founded.begin()
    other.opened()
    other.chain.tell(
        "Vault", other.it.vault, "setConstraint", other.chain.deploy("CooldownConstraint", 3_600, 0)
    )
    other.bid(0, 2, 10**7)
    ready_at = other.chain.time() + 3_600
    other.passes(1)
    assert said(other.bid) == ("CooldownActive", [other.chain.time(), ready_at])


# Who attacks it


def test_a_bidder_with_nothing_sells_on_a_pool_what_it_buys(world):
    """It keeps the difference: at half a percent below, after the pool's fee and what it moves."""
    pair = world.tokens[0], world.tokens[2]
    bidder = world.chain.deploy("MockBidder", world.address, world.it.venue)
    world.opened(30 + 750)
    answer = world.chain.tell("MockBidder", bidder, "bid", world.it.vault, *pair, 10**10, 2 * 10**8)
    assert answer == (10**10, 24_873_451)
    assert world.held(bidder) == (0, 0, 24_900_174 - 24_873_451)


def test_a_bidder_that_cannot_pay_gets_nothing(world):
    """The whole is undone."""
    pair = world.tokens[0], world.tokens[2]
    bidder = world.chain.deploy("MockBidder", world.address, world.it.venue)
    world.opened()
    words = world.it.vault, *pair, 10**10, 2 * 10**8
    name, numbers = said(world.chain.tell, "MockBidder", bidder, "bid", *words)
    assert (name, numbers[0], numbers[2]) == ("ERC20InsufficientBalance", bidder, 25_500_000)
    assert world.held(bidder) == (0, 0, 0)
    assert world.balances()[0] == 450_000 * 10**6


def calls_back(world, account, name, function, *values):
    """What a bidder hears that makes this call while its payment is due."""
    pair = world.tokens[0], world.tokens[2]
    bidder = world.chain.deploy("MockBidder", world.address, world.it.venue)
    data = encoded(name, function, values)
    world.chain.tell("MockBidder", bidder, "first", account, data)
    words = world.it.vault, *pair, 10**10, 2 * 10**8
    return bidder, said(world.chain.tell, "MockBidder", bidder, "bid", *words)


def test_no_bidder_comes_in_twice(world):
    """TK-07 Neither to the auction nor to the vault, nor by the bid that is under way."""
    world.opened(30 + 750)
    vault, (dollar, _, bitcoin) = world.it.vault, world.tokens
    again = vault, dollar, bitcoin, 10**9, 10**9, False
    bidder, heard = calls_back(world, world.address, AUCTION, "bid", *again)
    assert heard == ("BidUnderWay", [bidder])
    closed = ("ReentrancyGuardReentrantCall", [])
    leave = 10**17, world.chain.caller, [], [], FOREVER
    for function, values in (("rebalance", ()), ("sync", (dollar,)), ("redeem", leave)):
        assert calls_back(world, vault, "Vault", function, *values)[1] == closed
    order = world.address, dollar, bitcoin, 10**9, 0
    _, heard = calls_back(world, world.address, AUCTION, "swap", order, vault)
    assert heard == ("NoMarket", [dollar, bitcoin])


def test_nobody_trades_with_it_who_does_not_bid(world):
    """AM-06 Neither a stranger nor a keeper with orders of its own."""
    world.opened()
    dollar, _, bitcoin = world.tokens
    none, ask = ("NoMarket", [dollar, bitcoin]), world.chain.ask
    order = world.address, dollar, bitcoin, 10**9, 0
    assert said(ask, AUCTION, world.address, "inlet", dollar, bitcoin) == none
    assert said(ask, AUCTION, world.address, "quote", dollar, bitcoin, 1) == none
    assert said(ask, AUCTION, world.address, "curve", dollar, bitcoin) == none
    assert said(ask, AUCTION, world.address, "swap", order, world.chain.caller) == none
    words = [order], world.chain.time() + 60
    assert said(world.chain.tell, "Vault", world.it.vault, "execute", *words) == none


def test_a_vault_that_is_none_takes_nothing_from_whoever_has_allowed_the_auction(world):
    """Who bids names the vault; nobody names it for somebody else."""
    world.opened()
    victim = world.person("victim")
    start = world.held(victim)
    dollar, _, bitcoin = world.tokens
    thief = world.chain.deploy("MockHostileVenue")
    order = world.address, dollar, bitcoin, 10**9, 10**9
    take = encoded(AUCTION, "swap", (order, thief))
    world.chain.tell("MockHostileVenue", thief, "setCall", world.address, take)
    _, heard = calls_back(world, thief, "MockHostileVenue", "swap", order, thief)
    assert heard == ("NoMarket", [dollar, bitcoin])
    assert world.held(victim) == start


def test_what_is_given_to_the_auction_changes_nothing(world):
    world.opened()
    for token in world.tokens:
        world.endow(world.address, token, 10**20)
    assert world.bid() == (SOLD, PAID)
    assert world.held(world.address) == (10**20,) * 3


def test_dust_bids_wear_nobody_out(world):
    """Each moves the vault by the least trade, and nobody else's bid is held up by them."""
    world.opened()
    for _ in range(10):
        world.bid(0, 2, 10**7, by="pest")
    sold, _ = world.bid(by="bidder")
    assert sold == SOLD - 10 * 10**7


class Swapped(Chain):
    """One of the tokens is of another kind."""

    kind, place = "", 3
    made = 0

    def deploy(self, name, *values):
        self.made += name == "MockToken"
        lying = name == "MockToken" and self.made == self.place
        return super().deploy(self.kind if lying else name, *values)


@pytest.mark.parametrize(
    "kind, function, expected",
    [
        ("MockTaxToken", "setTaxed", ("BoughtTooLittle", [2_295_000, 2_550_000])),
        ("MockFalseToken", "setFailing", ("SafeERC20FailedOperation", [])),
    ],
)
def test_a_token_that_lies_pays_nothing(kind, function, expected):
    """TK-01 One keeps a tenth, one says that it did not."""
    chain = Swapped()
    chain.kind = kind
    world = build(chain).begin()
    world.opened()
    token, bidder = world.tokens[2], world.person("bidder")
    values = (bidder, True) if function == "setTaxed" else (True,)
    chain.tell(kind, token, function, *values)
    name, numbers = said(world.bid, 0, 2, 10**9)
    assert (name, numbers) == (expected[0], [token, *expected[1]])


def test_a_token_that_calls_a_thief_while_it_moves_takes_nothing_from_the_bidder():
    """TK-07 Between the vault's push and its swap the bid is open to the vault alone."""
    chain = Swapped()
    chain.kind, chain.place = "MockHookToken", 1
    world = build(chain).begin()
    world.opened()
    dollar, _, bitcoin = world.tokens
    thief, bidder = world.chain.person(), world.person("bidder")
    start = world.held(bidder)
    take = encoded(AUCTION, "swap", ((world.address, dollar, bitcoin, 10**9, 1), thief))
    hook = encoded("MockCaller", "attempt", (world.address, take))
    chain.tell("MockHookToken", dollar, "setHook", thief, hook)
    assert world.bid(0, 2, 10**9) == (10**9, 2_550_000)
    assert world.held(thief) == (0, 0, 0)
    assert world.held(bidder) == (start[0] + 10**9, start[1], start[2] - 2_550_000)


def plans(world, times, amount, due):
    """The vault's planner answers every bid with this order, so many times."""
    planner = world.chain.deploy("MockRepeatingPlanner")
    order = world.address, world.tokens[0], world.tokens[2], amount, due
    world.chain.tell("MockRepeatingPlanner", planner, "set", order, times)
    world.chain.tell("Vault", world.it.vault, "setPlanner", planner)


def test_a_bid_is_filled_once(world):
    """Even where the vault's planner plans it twice."""
    world.opened()
    plans(world, 2, 10**9, 2_550_000)
    assert said(world.bid, 0, 2, 10**9) == ("NoMarket", [world.tokens[0], world.tokens[2]])


def test_a_bidder_never_pays_more_than_it_said(world):
    """Even where the vault's planner sells more than it asked for."""
    world.opened()
    plans(world, 1, 2 * 10**9, 5_000_000)
    limit = ("LimitExceeded", [5_000_000, 2_550_000])
    assert said(world.bid, 0, 2, 10**9, 2_550_000) == limit


def test_a_bid_that_the_vault_does_not_answer_is_undone(world):
    """Even where the constraints let a rebalance of nothing pass."""
    world.opened()
    plans(world, 1, 0, 0)
    lenient = world.chain.deploy("ValueConstraint", PERCENT, PERCENT)
    world.chain.tell("Vault", world.it.vault, "setConstraint", lenient)
    assert said(world.bid, 0, 2, 10**9) == ("BidUnanswered", [world.it.vault])


# The twin


def test_the_twin_opens_and_bids_the_same(world):
    for wait, i, j, amount, most in (
        (0, 0, 2, 10**9, 0),
        (30, 0, 2, 50_000 * 10**6, FOREVER),
        (100, 0, 2, 2**112, FOREVER),
        (0, 2, 0, 2**112, FOREVER),
        (800, 0, 2, 10**9, FOREVER),
    ):
        assert said(world.open, i, j) == said(world.twin_opens, i, j)
        world.passes(wait)
        assert said(world.bid, i, j, amount, most) == said(world.twin_bids, i, j, amount, most)
        assert world.balances() == world.mirror.held.balances


def test_terms_are_told(world):
    told = world.chain.ask(AUCTION, world.address, "terms")
    assert told == (TERMS.premium, TERMS.discount, TERMS.jump, TERMS.duration, TERMS.rest)
    assert replace(TERMS, rest=120).rest == 2 * MINUTE

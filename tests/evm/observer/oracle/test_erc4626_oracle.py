"""Erc4626Oracle: a share at what it converts to, as long as that can have been earned."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from counterpoise.observer.oracle.composite import SCALE
from tests.counterpoise.drawn import scales
from tests.depth import examples
from tests.evm.in_process import Chain
from tests.evm.observer.oracle.sources import (
    DAY,
    HOUR,
    ONE,
    PERCENT,
    USD,
    heard,
    play,
    sources,
    whole,
)

YEAR = 365 * DAY
DEPOSIT = 1_000 * ONE
GROWTH = 5 * PERCENT  # D18{1} a year
LOSS = 10 * PERCENT


class Stage:
    """OpenZeppelin's ERC-4626 over a token at 2,000 dollars, with a thousand tokens in it."""

    def __init__(self):
        self.chain = Chain()
        self.token = self.chain.deploy("MockToken", "T", "T", 18)
        self.vault = self.chain.deploy("MockVault4626", self.token)
        self.chain.tell("MockToken", self.token, "mint", self.chain.caller, 10**36)
        self.chain.tell("MockToken", self.token, "approve", self.vault, 10**36)
        self.deposit(DEPOSIT)
        (self.source,) = sources(self.chain, [whole(2_000)])
        self.listing = self.chain.time()
        self.oracle = self.list()

    def list(self, rate=SCALE, growth=GROWTH, loss=LOSS):
        listing = self.vault, USD, self.source, rate, growth, loss
        return self.chain.deploy("Erc4626Oracle", *listing)

    def deposit(self, amount):
        return self.tell("deposit", amount, self.chain.caller)

    def redeem(self, shares):
        return self.tell("redeem", shares, self.chain.caller, self.chain.caller)

    def tell(self, function, *values):
        return self.chain.tell("MockVault4626", self.vault, function, *values)

    def give(self, amount):
        self.chain.tell("MockToken", self.token, "mint", self.vault, amount)

    def price(self, function="getQuote"):
        """Of a whole share."""
        return heard(self.chain.ask, "Erc4626Oracle", self.oracle, function, ONE, self.vault, USD)

    def most(self):
        return self.chain.ask("Erc4626Oracle", self.oracle, "mostRate")

    def rate(self):
        return self.chain.ask("MockVault4626", self.vault, "convertToAssets", SCALE)

    def wait(self, seconds):
        self.chain.evm.advance_block(seconds)


@pytest.fixture
def stage():
    return Stage()


def test_a_share_is_worth_what_it_converts_to(stage):
    """R1"""
    assert stage.price() == 2_000 * ONE
    assert stage.price("getQuotes") == [2_000 * ONE, 2_000 * ONE]


def test_what_the_vault_earns_is_in_the_price(stage):
    """R1 Two percent in half a year, to the unit of what the vault converts."""
    stage.wait(YEAR // 2)
    stage.give(20 * ONE)
    assert stage.price() == 2_000 * stage.rate() * ONE // SCALE
    assert 0 <= 2_040 * ONE - stage.price() < 10_000


@settings(max_examples=examples(40), deadline=None)
@given(gift=scales(0, 35), elapsed=st.integers(0, 16 * HOUR))
def test_a_gift_moves_no_price(gift, elapsed):
    """R1, LM-04 Of whatever size, in the hours after the listing: by less than a basis point, or
    there is no price."""
    stage = Stage()
    stage.wait(elapsed)
    stage.give(gift)
    after, refused = stage.price(), ("RateTooHigh", [stage.vault, stage.rate(), stage.most()])
    if stage.rate() > stage.most():
        assert after == stage.price("getQuotes") == refused
    else:
        assert 0 <= after - 2_000 * ONE < 2_000 * ONE // 10_000


def test_a_gift_moves_it_by_the_growth_that_was_not_earned_at_most(stage):
    """LM-04 What a year without earnings leaves room for, and not a unit more: no price is above
    the line from the listing."""
    stage.wait(YEAR)
    room = (stage.most() - SCALE) * DEPOSIT // SCALE
    stage.give(room)
    assert 0 <= 2_100 * ONE - stage.price() < 10**14
    stage.give(ONE // 1_000)
    assert stage.price() == ("RateTooHigh", [stage.vault, stage.rate(), stage.most()])


@settings(max_examples=examples(20), deadline=None)
@given(amount=scales(0, 35))
def test_a_flash_deposit_moves_no_price(amount):
    """R1, AM-04 In, and out again, of whatever size: never a basis point."""
    stage = Stage()
    shares = stage.deposit(amount)
    assert 0 <= stage.price() - 2_000 * ONE < 2_000 * ONE // 10_000
    stage.redeem(shares)
    assert 0 <= stage.price() - 2_000 * ONE < 2_000 * ONE // 10_000


def test_the_line_rises_from_the_listing_by_the_second(stage):
    """R1"""
    start = stage.chain.ask("Erc4626Oracle", stage.oracle, "listedAt")
    for seconds in (0, 1, DAY, YEAR):
        stage.wait(start + seconds - stage.chain.time())
        assert stage.most() == SCALE + SCALE * GROWTH * seconds // (ONE * YEAR)


def test_a_loss_beyond_the_limit_is_no_price_but_the_limit_is(stage):
    """R1 A tenth, and a unit more."""
    stage.tell("lose", 100 * ONE)
    assert stage.rate() == (900 * ONE + 1) * SCALE // (1_000 * ONE + 1)
    assert 0 <= stage.price() - 1_800 * ONE < 10**6
    stage.tell("lose", 1)
    low = ("RateTooLow", [stage.vault, stage.rate(), 9 * SCALE // 10])
    assert stage.price() == stage.price("getQuotes") == low


def test_it_is_listed_at_a_rate_that_the_vault_has(stage):
    """GV-08 The deployer's number, not the block's: who moves the vault stops the listing."""
    listing = stage.vault, USD, stage.source
    chain = stage.chain
    said = heard(chain.deploy, "Erc4626Oracle", *listing, SCALE - 1, GROWTH, LOSS)
    assert said == ("RateTooHigh", [stage.vault, SCALE, SCALE - 1])
    said = heard(chain.deploy, "Erc4626Oracle", *listing, 2 * SCALE, GROWTH, LOSS)
    assert said == ("RateTooLow", [stage.vault, SCALE, 18 * SCALE // 10])


def test_a_vault_that_does_not_answer_is_named_with_what_it_says(stage):
    """OR-08, LM-03"""
    stage.tell("stop")
    assert stage.price() == ("SourceFailed", [stage.vault, ("Stopped", [])])


def test_a_source_that_fails_is_named_with_what_it_says(stage):
    """OR-02, OR-08"""
    play(stage.chain, stage.source, habit="Refuse")
    assert stage.price() == ("SourceFailed", [stage.source, ("Unwell", [3, 4])])


@pytest.mark.parametrize("limit, most, place", [("maxGrowth", ONE, 0), ("maxLoss", ONE // 2, 1)])
def test_its_limits_have_bounds(stage, limit, most, place):
    """J1"""
    limits = [GROWTH, LOSS]
    limits[place] = most + 1
    said = heard(lambda: stage.list(SCALE, *limits))
    assert said == ("LimitOutOfRange", [limit, most + 1, most])

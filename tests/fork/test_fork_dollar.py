"""What USDC's issuer can do to a vault that holds it: each holder, or all of them, or everybody."""

import pytest

from counterpoise.chain.reverts import RevertMessage
from tests.chain.world import ONE, PERCENT
from tests.fork.acts import claim, enter, leave, rebalance, refused
from tests.fork.mainnet import USDC, WETH

BLOCKED = "Blacklistable: account is blacklisted"
PAUSED = "Pausable: paused"
TEN = 10 * ONE


@pytest.fixture
def entered(stage):
    """The depositor has ten shares."""
    enter(stage)
    return stage


def part_of(stage, shares):
    """{unit} of each asset that these shares are worth now."""
    books = stage.client.report().holdings
    return tuple(shares * it // books.supply for it in books.balances)


def refused_for(reason, act, *inputs):
    refusal = refused(act, *inputs)
    return isinstance(refusal, RevertMessage) and refusal.reason == reason


class TestABlockedHolder:
    def test_is_not_paid_dollars_but_everything_else(self, entered):
        who, (ether, dollars) = entered.depositor, part_of(entered, TEN)
        entered.dollar.block(who)
        assert refused_for(BLOCKED, leave, entered, who, TEN)
        before = entered.held(who)
        leave(entered, who, TEN, skip=(USDC,))
        assert entered.held(who) == (before[0] + ether, before[1])
        assert entered.shares(who) == 0
        assert entered.client.claim_of(who, USDC) == dollars

    def test_keeps_the_claim_until_it_is_unblocked(self, entered):
        who, (_, dollars) = entered.depositor, part_of(entered, TEN)
        entered.dollar.block(who)
        leave(entered, who, TEN, skip=(USDC,))
        before = entered.held(who)
        assert refused_for(BLOCKED, claim, entered, who, USDC)
        entered.dollar.unblock(who)
        claim(entered, who, USDC)
        assert entered.held(who) == (before[0], before[1] + dollars)
        assert entered.client.claim_of(who, USDC) == 0

    def test_may_have_somebody_else_receive(self, entered):
        """The vault pays, so only who receives is asked for."""
        expected = part_of(entered, TEN)
        entered.dollar.block(entered.depositor)
        leave(entered, entered.depositor, TEN, receiver=entered.outsider)
        assert entered.held(entered.outsider) == expected

    def test_keeps_nobody_else_in(self, entered):
        entered.dollar.block(entered.depositor)
        before, expected = entered.held(entered.deployer), part_of(entered, 100 * ONE)
        leave(entered, entered.deployer, 100 * ONE)
        pairs = zip(before, expected, strict=True)
        assert entered.held(entered.deployer) == tuple(sum(it) for it in pairs)


# The vault itself, or the whole token: how it begins and ends, and what the token says meanwhile.
FROZEN = {
    "blocked": (
        lambda stage: stage.dollar.block(stage.vault.address),
        lambda stage: stage.dollar.unblock(stage.vault.address),
        BLOCKED,
    ),
    "paused": (
        lambda stage: stage.dollar.pause(),
        lambda stage: stage.dollar.unpause(),
        PAUSED,
    ),
}


@pytest.mark.parametrize(("freeze", "thaw", "reason"), FROZEN.values(), ids=FROZEN)
class TestAFrozenDollar:
    def test_lets_everybody_out_with_the_ether(self, entered, freeze, thaw, reason):
        owners = {entered.depositor: TEN, entered.deployer: 100 * ONE}
        freeze(entered)
        for owner, shares in owners.items():
            assert refused_for(reason, leave, entered, owner, shares)
            (ether, dollars), before = part_of(entered, shares), entered.held(owner)
            leave(entered, owner, shares, skip=(USDC,))
            assert entered.held(owner) == (before[0] + ether, before[1])
            assert entered.client.claim_of(owner, USDC) == dollars
        assert_books(entered)

    def test_leaves_every_claim_to_be_taken_later(self, entered, freeze, thaw, reason):
        """In any order, and to the unit: the last one finds its own as well."""
        owners = (entered.deployer, entered.depositor)
        freeze(entered)
        for owner in owners:
            leave(entered, owner, entered.shares(owner), skip=(USDC,))
            assert refused_for(reason, claim, entered, owner, USDC)
        thaw(entered)
        for owner in owners:
            due, before = entered.client.claim_of(owner, USDC), entered.held(owner)
            claim(entered, owner, USDC)
            assert due > 0
            assert entered.held(owner) == (before[0], before[1] + due)
        assert entered.vault.functions.reserved(USDC).call() == 0
        assert_books(entered)

    def test_lets_nobody_in(self, entered, freeze, thaw, reason):
        freeze(entered)
        before = entered.client.report().holdings
        assert refused_for(reason, enter, entered, ONE)
        assert entered.client.report().holdings == before

    def test_stops_the_trades_and_loses_nothing(self, entered, freeze, thaw, reason):
        """Whether dollars were to be sold or bought; and afterwards it goes on."""
        before = entered.client.report().holdings
        for move in (PERCENT // 2, -PERCENT):
            entered.feed.move(move)
            freeze(entered)
            assert refused(rebalance, entered) is not None
            assert entered.client.report().holdings == before
            thaw(entered)
        rebalance(entered)
        assert entered.client.report().holdings != before
        assert_books(entered)


def assert_books(stage):
    """What the books say and what is owed is there, in both tokens."""
    owed = (stage.vault.functions.reserved(it).call() for it in (WETH, USDC))
    books = stage.client.report().holdings.balances
    expected = tuple(b + o for b, o in zip(books, owed, strict=True))
    assert stage.held(stage.vault.address) == expected

"""A vault's life on mainnet's state: entry, moves of the feed, rebalances, exit."""

import pytest

from counterpoise.chain.events import Rebalanced, Traded
from counterpoise.chain.gateway import Payment
from counterpoise.errors import CooldownActive, NoProgress, PriceTooOld, WithinBand
from counterpoise.types import Order
from tests.chain.world import HOUR, ONE, PERCENT, deploy, transact
from tests.fork.acts import enter, leave, rebalance, refused, twin_of
from tests.fork.mainnet import ETH_FEED, USDC, USDC_CALLS, WETH, at
from tests.fork.stage import ETHER, FEEDS, SHARES

TENTH = 10 * PERCENT
ALL = 2**256 - 1

# Of the recorded block, by venue: what 1 WETH and 1,000 USDC brought, {unit}; and what was sold
# and bought, {unit}, after a rise of half a per cent, and what the vault was worth then, D18{USD}.
QUOTES = {
    "UniswapV2": (1_582_435_705, 628_115_442_875_048_065),
    "UniswapV3": (1_589_197_592, 628_615_958_068_066_748),
}
SOLD = {
    "UniswapV2": (249_818_625_329_252_846, 395_332_290, 318_413_022_512_319_222_546_858),
    "UniswapV3": (249_291_246_602_281_697, 396_174_014, 318_414_705_960_375_006_527_384),
}


def difference(after, before):
    return tuple(a - b for a, b in zip(after, before, strict=True))


class TestValue:
    def test_the_vault_is_worth_what_the_feed_says(self, stage):
        state, answer = stage.client.report().state, stage.feed.answer()
        assert state.prices[0] == answer * 10**10
        assert state.balances == (ETHER, ETHER * answer // 10**20)
        assert state.values[0] == ETHER * answer // 10**8
        assert state.value == sum(state.values)
        assert isinstance(twin_of(stage).refusal, WithinBand)

    def test_the_feed_and_the_pair_say_what_they_said_that_morning(self, recorded):
        state = recorded.client.report().state
        assert state.prices == (1_588_111_789_660_000_000_000, ONE)
        assert state.balances == (100 * ONE, 158_811_178_966)
        assert state.value == 317_622_357_932_000_000_000_000
        quote = recorded.venue.functions.quote
        quotes = quote(WETH, USDC, ONE).call(), quote(USDC, WETH, 10**9).call()
        assert quotes == QUOTES[recorded.name]

    def test_a_price_that_grows_old_stops_the_trades_and_not_the_exit(self, stage):
        enter(stage)
        stage.wait(2 * HOUR)
        refusal = refused(rebalance, stage)
        assert isinstance(refusal, PriceTooOld)
        assert (refusal.feed, refusal.max_age) == (ETH_FEED, FEEDS[ETH_FEED][0])
        leave(stage, stage.depositor, 10 * ONE)
        assert stage.shares(stage.depositor) == 0

    def test_both_tokens_pass_the_probe(self, stage):
        """Real WETH and the real USDC behind its proxy have none of the habits it looks for."""
        stage.dollar.know_supply()
        probe = deploy(stage.w3, "TokenProbe")
        for token in (WETH, USDC):
            approve = at(stage.w3, token, USDC_CALLS).functions.approve(probe.address, 10**6)
            transact(stage.w3, approve, stage.depositor)
        held = stage.held(stage.depositor)
        transact(stage.w3, probe.functions.probe([WETH, USDC], [10**6, 10**6]), stage.depositor)
        assert stage.held(stage.depositor) == held


class TestEntry:
    def test_in_kind_it_takes_the_vaults_own_parts_rounded_up(self, stage):
        before, books = stage.held(stage.depositor), stage.client.report().holdings.balances
        enter(stage, 7 * ONE + 1)
        paid = tuple(-(-(7 * ONE + 1) * it // SHARES) for it in books)
        assert difference(before, stage.held(stage.depositor)) == paid
        assert stage.shares(stage.depositor) == 7 * ONE + 1
        assert stage.held(stage.vault.address) == stage.client.report().holdings.balances

    def test_ether_goes_through_the_gateway_and_the_real_wrapper(self, stage):
        before = stage.client.report()
        call = stage.door.deposit(WETH, ONE, 1, stage.depositor, stage.later())
        stage.sender(stage.depositor).send(call, ONE)
        got, after = stage.shares(stage.depositor), stage.client.report()
        assert 0 < got * after.share_price // ONE < before.state.prices[0]
        assert after.share_price > before.share_price
        assert difference(after.holdings.balances, before.holdings.balances) == (ONE, 0)
        assert stage.held(stage.gateway.address) == (0, 0)

    def test_ether_brought_so_many_shares_that_morning(self, recorded):
        """1 ETH less 2.98 % for what trading it may cost, and the doubt of the feeds."""
        call = recorded.door.deposit(WETH, ONE, 1, recorded.depositor, recorded.later())
        recorded.sender(recorded.depositor).send(call, ONE)
        assert recorded.shares(recorded.depositor) == 4_808_836_239_103_362_391


class TestRebalance:
    @pytest.mark.parametrize("part", [PERCENT // 2, -PERCENT // 2])
    def test_a_move_of_the_feed_is_traded_as_the_twin_foresees(self, each, part):
        """The pair stands where mainnet left it."""
        each.feed.move(part)
        twin = twin_of(each)
        (traded, rebalanced) = rebalance(each).events
        (order,) = twin.orders
        assert (order.sell, order.buy) == ((WETH, USDC) if part > 0 else (USDC, WETH))
        assert (traded.sell, traded.buy, traded.sold) == (order.sell, order.buy, order.sell_amount)
        assert (rebalanced.start_value, rebalanced.end_value) == (twin.start.value, twin.end.value)
        assert each.held(each.vault.address) == twin.end.balances
        assert isinstance(twin_of(each).refusal, CooldownActive)

    def test_a_rise_was_sold_for_so_much_that_morning(self, recorded):
        recorded.feed.move(PERCENT // 2)
        traded, rebalanced = rebalance(recorded).events
        assert isinstance(traded, Traded) and isinstance(rebalanced, Rebalanced)
        assert (traded.sold, traded.bought, rebalanced.end_value) == SOLD[recorded.name]
        assert rebalanced.start_value == 318_416_413_826_000_000_000_000

    @pytest.mark.parametrize("part", [TENTH, -TENTH])
    def test_a_pool_that_has_not_followed_is_left_alone(self, each, part):
        """Mainnet's pools stay ten per cent off; nothing is sold to them at that price."""
        each.feed.move(part)
        twin = twin_of(each)
        assert twin.orders == ()
        assert isinstance(twin.refusal, NoProgress)
        assert isinstance(refused(rebalance, each), NoProgress)

    def test_orders_follow_one_another_after_the_wait(self, each):
        """What one move leaves, the next one finds: the memory of the constraints is the twin's."""
        for part in (PERCENT // 2, -PERCENT // 2, PERCENT // 2):
            each.wait(HOUR)
            each.feed.move(part)
            twin = twin_of(each)
            rebalance(each)
            assert each.held(each.vault.address) == twin.end.balances

    def test_a_deposit_of_dollars_is_spread(self, each):
        call = each.client.deposit(USDC, 8_000 * 10**6, 1, each.depositor, each.later())
        each.sender(each.depositor).send(call)
        twin = twin_of(each)
        assert [order.sell for order in twin.orders] == [USDC]
        rebalance(each)
        after = each.client.report()
        assert each.held(each.vault.address) == twin.end.balances
        assert after.max_drift <= PERCENT // 20


class TestCarried:
    """A tenth, up or down, that somebody has carried into the real pair by a trade of a million."""

    @pytest.mark.parametrize("part", [TENTH, -TENTH])
    def test_a_large_move_is_traded_back(self, each, part):
        each.feed.move(part)
        each.trader.carry(each.outsider, each.feed.answer())
        before, twin = each.client.report(), twin_of(each)
        if each.name == "UniswapV3":  # Its pool has not followed.
            assert isinstance(refused(rebalance, each), NoProgress)
            return
        rebalance(each)
        after = each.client.report()
        assert each.held(each.vault.address) == twin.end.balances
        assert (before.max_drift > 2 * PERCENT, after.max_drift < PERCENT // 20) == (True, True)
        lost = before.state.value - after.state.value
        assert 0 < lost < before.state.value // 5_000  # 2 bps: the fee on a fortieth of the value

    def test_a_rise_cost_so_much_that_morning(self, recorded_pair):
        recorded_pair.feed.move(TENTH)
        recorded_pair.trader.carry(recorded_pair.outsider, recorded_pair.feed.answer())
        traded, rebalanced = rebalance(recorded_pair).events
        assert (traded.sold, traded.bought) == (4_552_981_843_792_449_120, 7_927_409_337)
        assert rebalanced.start_value == 333_503_475_828_000_000_000_000
        assert rebalanced.end_value == 333_477_176_606_369_133_664_149


class TestExit:
    def test_in_kind_it_pays_the_owners_part_rounded_down(self, stage):
        enter(stage)
        books, before = stage.client.report().holdings, stage.held(stage.depositor)
        leave(stage, stage.depositor, 3 * ONE)
        paid = tuple(3 * ONE * it // books.supply for it in books.balances)
        assert difference(stage.held(stage.depositor), before) == paid
        assert stage.held(stage.vault.address) == stage.client.report().holdings.balances

    def test_into_dollars_it_sells_the_ether_on_the_venue(self, each):
        enter(each)
        books, before = each.client.report().holdings, each.held(each.depositor)
        ether, dollars = (10 * ONE * it // books.supply for it in books.balances)
        quoted = each.venue.functions.quote(WETH, USDC, ether).call()
        order = Order(each.venue.address, WETH, USDC, ALL, quoted)
        payment = Payment(USDC, dollars + quoted, (order,), each.depositor, False, each.later())
        transact(
            each.w3,
            each.vault.functions.approve(each.gateway.address, ALL),
            each.depositor,
        )
        each.sender(each.depositor).send(each.door.exit(10 * ONE, payment))
        got = difference(each.held(each.depositor), before)
        assert got == (0, dollars + quoted)
        assert each.held(each.gateway.address) == (0, 0)

    def test_who_came_and_went_has_paid_for_its_part_of_the_trades_alone(self, each):
        """Enter, a move, a rebalance, exit: what is missing is the trade's cost."""
        before = each.held(each.depositor)
        enter(each, 100 * ONE)
        each.feed.move(PERCENT // 2)
        start = each.client.report().state
        rebalance(each)
        end = each.client.report().state
        leave(each, each.depositor, 100 * ONE)
        gone = difference(before, each.held(each.depositor))
        prices = zip(gone, (it.price for it in end.assets), (ONE, 10**6), strict=True)
        missing = sum(amount * price // unit for amount, price, unit in prices)
        part = (start.value - end.value) * 100 * ONE // end.supply
        dust = 4 * 10**12  # D18{USD}: two roundings of each token, of a millionth dollar at most
        assert 0 <= missing - part <= dust

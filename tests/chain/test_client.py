"""The chain client against a real node: reports, events, named refusals, and what is no vault."""

import pytest
from eth_abi.abi import encode
from eth_utils.crypto import keccak

from counterpoise import errors
from counterpoise.chain.asking import NodeRefused, NotAContract
from counterpoise.chain.contracts import NotAnAddress, VaultClient, address_of
from counterpoise.chain.events import Deposited, Minted, Rebalanced, Redeemed, Traded, only
from counterpoise.chain.keys import from_node
from counterpoise.chain.mirror import Mirror, NoTwin
from counterpoise.chain.provider import NoNode, WrongChain, connect
from counterpoise.chain.receipt import outcome
from counterpoise.chain.reverts import RevertMessage, UnknownRevert, decode
from counterpoise.chain.sender import Reverted, Sender
from counterpoise.chain.token import Token
from counterpoise.chain.watch import watch_of
from counterpoise.keeper.decide import Trade, decide
from counterpoise.types import Order
from tests.chain.world import HOUR, ONE, PERCENT, SEED, World, artifact, deploy

LATER = 2**40


def sender(world: World, i: int = 1, **more) -> Sender:
    return Sender(world.w3, from_node(world.w3, str(i)), **more)


def approved(world: World, i: int, amount: int) -> Sender:
    by = sender(world)
    by.send(Token(world.w3, world.tokens[i].address).approve(world.vault.address, amount))
    return by


def test_the_report_says_what_the_vault_has(world):
    report = world.client.report()
    assert report.state is not None
    assert report.holdings.balances == report.state.balances == SEED
    assert report.state.value == 1_000_000 * ONE
    assert report.share_price == 1_000 * ONE
    assert report.weights == report.target == (40 * PERCENT, 30 * PERCENT, 30 * PERCENT)
    assert (report.due, report.orders, report.end) == (False, (), None)
    assert isinstance(report.reason, errors.WithinBand)
    assert report.reason.fields == {"drift": 0, "band": 3 * PERCENT}
    assert report.max_mint == 9_000 * ONE


def test_a_dead_feed_is_a_reason_in_the_report(world):
    world.wait(25 * HOUR)
    report = world.client.report()
    assert report.state is None
    assert isinstance(report.reason, errors.PriceTooOld)
    assert report.reason.feed == world.feeds[0].address
    assert report.reason.max_age == 24 * HOUR


def test_preview_and_report_say_the_same(world):
    world.move(0, 2_600)
    report, preview = world.client.report(), world.client.preview()
    assert (preview.orders, preview.end) == (report.orders, report.end)
    assert [order.sell for order in preview.orders] == [world.tokens[k].address for k in (0, 2)]


def test_the_mirror_does_what_the_chain_does(world):
    by = sender(world)
    for price in (2_600, 1_800, 2_500):
        world.wait(2 * HOUR)
        world.move(0, price)
        report = world.client.report()
        assert report.state is not None
        twin = Mirror(world.client).engine(report).preview(report.state)
        assert decide(report, twin) == Trade(report.orders)
        by.send(world.client.rebalance())


@pytest.mark.parametrize("wait", [0, 2 * HOUR])
def test_the_mirror_refuses_with_the_chains_own_numbers(world, wait):
    """What the constraints remember is in it: the clock, and the drift trigger."""
    world.move(0, 2_600)
    sender(world).send(world.client.rebalance())
    world.wait(wait)
    report = world.client.report()
    assert report.state is not None and report.reason is not None
    twin = Mirror(world.client).engine(report).preview(report.state)
    assert twin.refusal is not None
    assert str(twin.refusal) == str(report.reason)


def test_the_mirror_reads_a_bare_constraint_too(world):
    bare = deploy(world.w3, "DriftConstraint", 4 * PERCENT, 2 * PERCENT)
    world.send(world.vault.functions.setConstraint(bare.address))
    report = world.client.report()
    assert report.state is not None
    twin = Mirror(world.client).engine(report).preview(report.state)
    assert str(twin.refusal) == str(report.reason) == f"WithinBand(drift=0, band={4 * PERCENT})"


@pytest.mark.parametrize("setter", ["setConstraint", "setPlanner"])
def test_a_part_without_a_twin_is_told(world, setter):
    world.move(0, 2_600)
    report = world.client.report()
    world.send(world.vault.functions[setter](world.tokens[0].address))
    with pytest.raises(NoTwin, match=world.tokens[0].address):
        Mirror(world.client).engine(world.client.report(report.block + 1))


def test_a_vault_whose_observer_remembers_nothing_has_no_watch(world):
    mirror = Mirror(world.client)
    assert watch_of(world.client, mirror.parts, world.client.block()) is None


def test_mint_and_redeem_in_kind(world):
    by = sender(world)
    for token, amount in zip(world.tokens, (2 * 10**18, 75 * 10**5, 3_000 * 10**6), strict=True):
        by.send(Token(world.w3, token.address).approve(world.vault.address, amount))
    call = world.client.mint(10 * ONE, [10**30] * 3, world.depositor, LATER)
    (minted,) = only(Minted, outcome(world.client, by.send(call)).events)
    assert (minted.shares, minted.amounts) == (10 * ONE, (2 * 10**18, 75 * 10**5, 3_000 * 10**6))
    out = outcome(world.client, by.send(world.client.redeem(10 * ONE, world.depositor, LATER)))
    (redeemed,) = only(Redeemed, out.events)
    assert redeemed.amounts == minted.amounts


def test_a_skipped_asset_is_claimed_later(world):
    by = sender(world, 0)
    me, weth = world.deployer, world.tokens[0].address
    by.send(world.client.redeem(ONE, me, LATER, skip=[weth]))
    done = outcome(world.client, by.send(world.client.claim(weth, me)))
    (claimed,) = done.events
    assert (claimed.asset, claimed.amount) == (weth, 2 * 10**17)


def test_deposit_rebalance_and_execute_leave_their_events(world):
    by = approved(world, 0, 10**18)
    call = world.client.deposit(world.tokens[0].address, 10**18, 0, world.depositor, LATER)
    (deposited,) = only(Deposited, outcome(world.client, by.send(call)).events)
    assert (deposited.amount, deposited.shares) == (10**18, 1_940_695_522_388_059_701)
    world.move(0, 2_600)
    orders = world.client.report().orders
    end = world.client.time() + 60
    done = outcome(world.client, sender(world, 0).send(world.client.execute(orders, end)))
    trades = only(Traded, done.events)
    assert [trade.sold for trade in trades] == [order.sell_amount for order in orders]
    (rebalanced,) = only(Rebalanced, done.events)
    assert rebalanced.caller == world.deployer
    assert rebalanced.end_value < rebalanced.start_value


def test_a_refusal_is_raised_before_anything_is_sent(world):
    count = world.w3.eth.get_transaction_count(world.depositor)
    with pytest.raises(errors.WithinBand) as refused:
        sender(world).send(world.client.rebalance())
    assert refused.value.fields == {"drift": 0, "band": 3 * PERCENT}
    assert world.w3.eth.get_transaction_count(world.depositor) == count


def test_errors_that_nobody_declared_in_python_have_their_names(world):
    """OpenZeppelin's: an allowance that is missing, and a role that is missing."""
    by = sender(world)
    call = world.client.deposit(world.tokens[0].address, 10**18, 0, world.depositor, LATER)
    with pytest.raises(errors.Refusal) as refused:
        by.simulate(call)
    assert refused.value.name == "ERC20InsufficientAllowance"
    assert refused.value.fields == {
        "spender": world.vault.address,
        "allowance": 0,
        "needed": 10**18,
    }
    with pytest.raises(errors.Refusal) as refused:
        by.simulate(world.client.execute([], LATER))
    assert refused.value.name == "AccessManagedUnauthorized"


def test_orders_of_a_strangers_venue_are_refused(world):
    order = Order(world.depositor, world.tokens[0].address, world.tokens[2].address, 1, 1)
    with pytest.raises(errors.VenueNotAllowed) as refused:
        sender(world, 0).simulate(world.client.execute([order], world.client.time() + 60))
    assert refused.value.venue == world.depositor


def test_revert_data_becomes_errors():
    def data(text: str, *values: object) -> bytes:
        kinds = text[text.index("(") + 1 : -1].split(",")
        return keccak(text=text)[:4] + encode(kinds, values)

    assert str(decode(data("Panic(uint256)", 0x11))) == "Panic(code=17)"
    message = decode(data("Error(string)", "UniswapV2: K"))
    assert isinstance(message, RevertMessage)
    assert message.reason == "UniswapV2: K"
    assert isinstance(decode(keccak(text="FullMulDivFailed()")[:4]), errors.FullMulDivFailed)
    unknown = decode(data("NobodyKnows(uint256)", 5))
    assert isinstance(unknown, UnknownRevert)
    assert unknown.data == "0x" + (5).to_bytes(32, "big").hex()
    assert isinstance(decode(data("WithinBand(uint256,uint256)", 1, 2)[:20]), UnknownRevert)
    assert decode(b"").fields == {"selector": "0x", "data": "0x"}


def test_a_panic_on_chain_is_named(world):
    mock = deploy(world.w3, "MockToken", "T", "T", 18)
    world.send(mock.functions.mint(world.deployer, 2**256 - 1))
    with pytest.raises(errors.Panic) as refused:
        sender(world).simulate(mock.functions.mint(world.deployer, 1))
    assert refused.value.code == 0x11


def test_a_transaction_that_reverts_in_its_block_is_told(node, world, monkeypatch):
    """It was good when it was simulated; somebody's transaction comes first in the block."""
    world.move(0, 2_600)
    by = sender(world, timeout=10.0)
    prepare = Sender._prepare

    def late(self, *inputs):
        prepared = prepare(self, *inputs)
        world.send(world.client.rebalance())
        return prepared

    monkeypatch.setattr(Sender, "_prepare", late)
    with pytest.raises((errors.Refusal, Reverted)) as refused:
        by.send(world.client.rebalance())
    assert isinstance(refused.value, errors.WithinBand | errors.CooldownActive)


def test_an_account_that_cannot_pay_is_told(node, world):
    node.rpc("anvil_setBalance", world.depositor, "0x0")
    world.move(0, 2_600)
    with pytest.raises(NodeRefused, match="(?i)insufficient|funds"):
        sender(world).send(world.client.rebalance())


def test_symbols_fit_a_screen(world):
    long = deploy(world.w3, "MockToken", "T", "[red]A\nvery\tlong\x1b[31m symbol", 18)
    none = deploy(world.w3, "MockFeed", "x", 8)
    assert Token(world.w3, long.address).symbol == "[red]Averyl"
    assert Token(world.w3, none.address).symbol == none.address[:8]


def test_what_is_no_vault_is_told(world):
    for address in (world.lens.address, world.depositor, world.tokens[0].address):
        with pytest.raises(NotAContract, match=f"not a vault: {address}"):
            VaultClient(world.w3, address, world.lens.address).require()
    for address in (world.vault.address, world.depositor):
        with pytest.raises(NotAContract, match=f"not a vault lens: {address}"):
            VaultClient(world.w3, world.vault.address, address).require()


def test_what_is_no_node_or_another_chain_is_told(world):
    with pytest.raises(NoNode):
        connect("http://127.0.0.1:1")
    with pytest.raises(WrongChain, match="its id is 31337, expected 1"):
        connect(world.url, chain_id=1)
    assert connect(world.url, chain_id=31337).provider.global_ccip_read_enabled is False


def test_addresses_are_checked():
    vault = "0x3Aa5ebB10DC797CAC828524e59A333d0A371443c"
    assert address_of(vault.lower()) == vault
    for text in ("0x12", "vault.eth", vault.replace("3A", "3a", 1)):
        with pytest.raises(NotAnAddress):
            address_of(text)


def test_the_build_and_the_package_have_the_same_vault():
    assert {entry.get("name") for entry in artifact("Vault")[0]} >= {"rebalance", "redeem"}

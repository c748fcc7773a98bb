"""The gateway's client on a real node: ether, permits, the real Permit2, exit by real pairs."""

import pytest
from eth_account import Account

from counterpoise import errors
from counterpoise.chain.asking import NotAContract
from counterpoise.chain.gateway import NOWHERE, GatewayClient, Payment, answer
from counterpoise.chain.keys import KeyProblem, LocalKey, from_node
from counterpoise.chain.market import VaultMarket
from counterpoise.chain.permit import NoPermit, batch, permit
from counterpoise.chain.sender import Sender
from counterpoise.chain.stuck import CannotSend, require_sendable
from counterpoise.execution.route import find
from tests.chain.door import EMPTY, set_ether
from tests.chain.world import ONE, deploy

LATER = 2**40
TEN = (2 * ONE, 7_500_000, 3_000 * 10**6)  # {unit} of each asset for ten shares


@pytest.fixture(autouse=True)
def nothing_stays(door):
    """I-18 After whatever a test did, the gateway holds nothing."""
    yield
    assert door.left() == EMPTY


def route_of(world, k, shares):
    """How the client would sell what the shares bring, into asset k."""
    market = VaultMarket(world.client, world.client.block())
    held = world.client.holdings(market.block)
    amounts = [shares * balance // held.supply for balance in held.balances]
    parts = dict(zip(held.assets, amounts, strict=True))
    return find(market.offer, parts, held.assets[k], market.hub)


def payment_of(route, receiver, least=None, part=ONE, unwrap=False):
    least = route.least(part) if least is None else least
    return Payment(route.into, least, route.orders(part), receiver, unwrap, LATER)


def asks_of(door, amounts=TEN):
    return list(zip(door.tokens, amounts, strict=True))


class TestExit:
    """P6: into one asset, for exactly what the client foresees."""

    @pytest.mark.parametrize(
        ("k", "paid"), [(0, 4_985_399_024_966_821_847), (1, 24_909_544), (2, 9_977_757_713)]
    )
    def test_it_pays_what_the_route_foresees(self, world, door, k, paid):
        door.allow(door.share)
        by, token = door.owner, door.tokens[k]
        start, route = token.balance(by.signer.address), route_of(world, k, 10 * ONE)
        payment = payment_of(route, by.signer.address)
        receipt = by.send(door.client.exit(10 * ONE, payment))
        got = token.balance(by.signer.address) - start
        assert got == token.received(door.contract.address, receipt) == route.expected == paid

    def test_a_unit_more_is_refused_by_name(self, world, door):
        door.allow(door.share)
        route = route_of(world, 2, ONE)
        payment = payment_of(route, door.owner.signer.address, least=route.expected + 1)
        with pytest.raises(errors.PaidTooLittle) as refused:
            door.owner.send(door.client.exit(ONE, payment))
        assert refused.value.fields == {
            "asset": world.tokens[2].address,
            "amount": route.expected,
            "min_out": route.expected + 1,
        }

    def test_ether_is_paid_as_ether(self, world, door):
        """P13"""
        door.allow(door.share)
        route, receiver = route_of(world, 0, ONE), "0x" + "77" * 20
        door.owner.send(door.client.exit(ONE, payment_of(route, receiver, unwrap=True)))
        assert world.client.ether(receiver) == route.expected

    def test_with_a_permit_it_is_one_transaction(self, world, door):
        by, route = door.owner, route_of(world, 2, ONE)
        signed = permit(door.share, by.signer, door.contract.address, ONE, LATER)
        payment = payment_of(route, by.signer.address)
        call = door.client.after([signed], door.client.exit(ONE, payment))
        assert answer(by.simulate(call)) == route.expected
        by.send(call)
        assert door.share.balance(by.signer.address) == 9 * ONE

    def test_what_one_holds_is_sold_the_same_way(self, world, door):
        door.allow(door.tokens[0])
        by, hub = door.owner, world.tokens[2].address
        market = VaultMarket(world.client, world.client.block())
        held = dict(zip(world.client.assets(), (ONE, 0, 0), strict=True))
        route = find(market.offer, held, hub, market.hub)
        call = door.client.sell((ONE, 0, 0), payment_of(route, by.signer.address))
        assert by.simulate(call) == route.expected == 1_993_801_218
        by.send(call)


class TestFrozen:
    """TK-04: a token that cannot be sent keeps nobody in, and the client says which way is out."""

    def test_the_way_around_is_named(self, world, door):
        world.send(world.tokens[2].functions.setFrozen(world.vault.address, True))
        with pytest.raises(CannotSend) as refused:
            require_sendable(world.client, door.owner, ONE, door.contract.address, LATER)
        assert str(refused.value) == (
            "USDC cannot be sent: AccountFrozen; "
            "`redeem --skip USDC` keeps the claim, then `sell` takes the rest"
        )
        assert [token.symbol for token in refused.value.tokens] == ["USDC"]

    def test_what_stops_everything_is_not_a_tokens_fault(self, world, door):
        with pytest.raises(errors.Refusal) as refused:
            require_sendable(world.client, door.owner, 11 * ONE, door.contract.address, LATER)
        assert refused.value.name == "ERC20InsufficientBalance"

    def test_what_can_be_sent_is_no_problem(self, world, door):
        require_sendable(world.client, door.owner, ONE, door.contract.address, LATER)


class TestMarket:
    """Where the orders go: only to venues that the vault allows."""

    def test_the_planners_venue_and_hub_are_asked(self, world):
        market = VaultMarket(world.client, world.client.block())
        weth, _, usdc = world.client.assets()
        offer = market.offer(weth, usdc, ONE)
        assert (market.hub, market.venues) == (usdc, (offer.venue,))
        assert offer.bought == 1_993_801_218

    def test_a_pair_that_is_not_there_is_none(self, world):
        weth, wbtc, _ = world.client.assets()
        assert VaultMarket(world.client, world.client.block()).offer(weth, wbtc, ONE) is None

    def test_a_venue_that_is_not_allowed_is_refused(self, world):
        stranger = deploy(world.w3, "MockVenue").address
        market = VaultMarket(world.client, world.client.block(), [stranger])
        with pytest.raises(errors.VenueNotAllowed, match=stranger):
            assert market.venues

    def test_the_better_of_two_venues_is_taken(self, world):
        other = deploy(world.w3, "MockVenue")
        weth, _, usdc = world.client.assets()
        world.send(world.vault.functions.setVenue(other.address, True))
        world.send(other.functions.setPool(weth, usdc, 10**4 * ONE, 3 * 10**13))
        market = VaultMarket(world.client, world.client.block(), [other.address])
        assert market.offer(weth, usdc, ONE).venue == other.address


class TestEntry:
    """P12, P13: with ether, with permits, with Permit2."""

    def test_ether_is_wrapped_as_far_as_it_is_needed(self, world, door):
        """P13"""
        door.allow(*door.tokens[1:])
        by = door.owner
        start, wrapped = world.client.ether(by.signer.address), door.tokens[0]
        call = door.client.mint(10 * ONE, TEN, by.signer.address, LATER)
        receipt = by.send(call, 3 * ONE)
        gas = receipt["gasUsed"] * receipt["effectiveGasPrice"]
        assert start - world.client.ether(by.signer.address) == 2 * ONE + gas
        assert wrapped.balance(by.signer.address) == 100 * ONE
        assert door.share.balance(by.signer.address) == 20 * ONE

    def test_a_permit_and_a_deposit_are_one_transaction(self, door):
        by, bitcoin = door.owner, door.tokens[1]
        signed = permit(bitcoin, by.signer, door.contract.address, 10**8, LATER)
        deposit = door.client.deposit(bitcoin.address, 10**8, 0, by.signer.address, LATER)
        call = door.client.after([signed], deposit)
        assert answer(by.simulate(call)) == 38_813_910_447_761_194_029
        by.send(call)
        assert bitcoin.balance(by.signer.address) == 10**8

    @pytest.mark.parametrize("k", [0, 2])
    def test_a_token_without_permits_is_named(self, door, k):
        token = door.tokens[k]
        with pytest.raises(NoPermit, match=f"^{token.symbol} knows no permit"):
            permit(token, door.owner.signer, door.contract.address, 1, LATER)

    def test_one_batch_pays_for_all_assets(self, door):
        door.allow(*door.tokens, spender=door.client.permit2)
        by, limits = door.owner, [2 * amount for amount in TEN]
        asks = asks_of(door, limits)
        signed = batch(door.client.permit2, by.signer, door.contract.address, asks, LATER)
        by.send(door.client.mint(10 * ONE, limits, by.signer.address, LATER, signed))
        assert door.share.balance(by.signer.address) == 20 * ONE
        assert door.tokens[2].balance(by.signer.address) == 10**11 - TEN[2]

    def test_the_nodes_own_accounts_sign_no_permit(self, world, door):
        with pytest.raises(KeyProblem, match="sign no permits"):
            permit(door.share, from_node(world.w3, "1"), door.contract.address, 1, LATER)

    def test_what_is_no_gateway_of_this_vault_is_told(self, world, door):
        with pytest.raises(NotAContract, match="not a vault gateway"):
            GatewayClient(world.w3, world.lens.address).require(world.vault.address)
        with pytest.raises(NotAContract, match=f"is that of {world.vault.address}"):
            door.client.require(world.lens.address)

    def test_a_gateway_may_know_neither_ether_nor_permit2(self, world):
        inputs = world.vault.address, NOWHERE, NOWHERE
        bare = deploy(world.w3, "VaultGateway", *inputs)
        client = GatewayClient(world.w3, bare.address)
        assert (client.weth, client.permit2) == (None, None)


class TestSignatures:
    """P12, I-20: a signature is its owner's, counts once, and ends; each refusal has its name."""

    def signed(self, door, k=2, amount=10**9, deadline=LATER, nonce=None):
        asks = [(door.tokens[k], amount)]
        where = door.client.permit2, door.owner.signer, door.contract.address
        return batch(*where, asks, deadline, nonce)

    def deposit(self, door, signed, by=None, amount=10**9):
        by = by or door.owner
        asset, receiver = door.tokens[2].address, by.signer.address
        return by.send(door.client.deposit(asset, amount, 0, receiver, LATER, signed))

    @pytest.fixture
    def other(self, world):
        """A depositor with another key, who has allowed Permit2 everything as well."""
        other = Sender(world.w3, LocalKey(Account.from_key("0x" + "33" * 32)))
        set_ether(world, other.signer.address, ONE)
        world.send(world.tokens[2].functions.mint(other.signer.address, 10**9))
        return other

    @pytest.fixture(autouse=True)
    def allowed(self, door):
        door.allow(*door.tokens, spender=door.client.permit2)

    def test_a_replay(self, door):
        signed = self.signed(door)
        self.deposit(door, signed)
        with pytest.raises(errors.Refusal, match="^InvalidNonce"):
            self.deposit(door, signed)

    def test_the_wrong_owner(self, door, other):
        signed = self.signed(door)
        with pytest.raises(errors.Refusal, match="^InvalidSigner"):
            self.deposit(door, signed, by=other)

    def test_one_that_expired(self, door):
        late = door.world.client.time() - 1
        with pytest.raises(errors.Refusal) as refused:
            self.deposit(door, self.signed(door, deadline=late))
        assert (refused.value.name, refused.value.fields) == (
            "SignatureExpired",
            {"deadline": late},
        )

    def test_another_amount(self, door):
        with pytest.raises(errors.Refusal, match="^InvalidSigner"):
            self.deposit(door, self.signed(door), amount=10**9 + 1)

    def test_a_permit_that_is_spent(self, world, door):
        by = door.owner
        signed = permit(door.share, by.signer, door.contract.address, ONE, LATER)
        payment = payment_of(route_of(world, 2, ONE), by.signer.address, least=0, part=0)
        call = door.client.after([signed], door.client.exit(ONE, payment))
        by.send(call)
        with pytest.raises(errors.PermitRefused) as refused:
            by.send(call)
        assert refused.value.fields == {
            "token": world.vault.address,
            "allowance": 0,
            "amount": ONE,
        }

    def test_a_permit_of_somebody_else(self, world, door, other):
        signed = permit(door.share, door.owner.signer, door.contract.address, ONE, LATER)
        payment = payment_of(route_of(world, 2, ONE), other.signer.address)
        with pytest.raises(errors.PermitRefused):
            other.send(door.client.after([signed], door.client.exit(ONE, payment)))

    def test_a_permit_that_expired(self, world, door):
        by, late = door.owner, door.world.client.time() - 1
        signed = permit(door.share, by.signer, door.contract.address, ONE, late)
        payment = payment_of(route_of(world, 2, ONE), by.signer.address)
        with pytest.raises(errors.PermitRefused):
            by.send(door.client.after([signed], door.client.exit(ONE, payment)))

"""VaultGateway: permits, Permit2, ether and exit into one asset; after any call nothing stays."""

import json
from pathlib import Path

import brownie
import pytest
from brownie import Contract, accounts, chain, web3
from eth_account import Account
from eth_account.messages import encode_typed_data
from world import FOREVER, NOBODY, ONE, Settings, build, deploy, now, plain, said

MOST = 2**256 - 1
UNSIGNED = (0, 0, b"")
THOUSAND = 970_347_761_194_029_850_746  # {share} for a thousand dollars of one asset
PERMIT2 = json.loads((Path(__file__).parents[1] / "permit2.json").read_text())
KEY = "0x" + "22" * 32
THOUSANDTH = [300 * 10**6, ONE // 5, 750_000]  # {unit} of each asset for a thousand shares


def set_ether(account, amount):
    web3.provider.make_request("anvil_setBalance", [account.address, hex(amount)])


@pytest.fixture(scope="module")
def world(module_isolation):
    """A dollar, wrapped ether with ether behind it, and a bitcoin that knows permits."""
    world = build(Settings(tokens=("MockToken", "MockWETH", "MockPermitToken")))
    set_ether(world.tokens[1], world.tokens[1].totalSupply())
    return world


@pytest.fixture(scope="module")
def gateway(world):
    code = [PERMIT2["address"], PERMIT2["deployedBytecode"]]
    web3.provider.make_request("anvil_setCode", code)
    made = deploy("VaultGateway", world.deployer, world.vault, world.tokens[1], PERMIT2["address"])
    world.vault.approve(made, MOST, {"from": world.deployer})
    for token in world.tokens:
        token.approve(made, MOST, {"from": world.depositor})
    return made


@pytest.fixture(autouse=True)
def nothing_stays(world, gateway):
    """I-18 After whatever a test did, the gateway holds nothing and has allowed nothing."""
    yield
    assert left_in(world, gateway) == ([0, 0, 0], 0, 0, [0, 0, 0])


def left_in(world, gateway):
    """Tokens, shares and ether in it, and what it allows the vault."""
    allowed = [token.allowance(gateway, world.vault) for token in world.tokens]
    return (
        world.held(gateway),
        world.vault.balanceOf(gateway),
        web3.eth.get_balance(gateway.address),
        allowed,
    )


def route(world, k):
    """Everything for the hub, and the hub for asset k: all there is, at any price."""
    hub, venue = world.tokens[0], world.venue
    orders = [
        (venue, token, hub, MOST, 0) for i, token in enumerate(world.tokens) if i not in (0, k)
    ]
    return orders + ([(venue, hub, world.tokens[k], MOST, 0)] if k else [])


def paying(world, k, receiver, least=0, orders=None, unwrap=False, deadline=FOREVER):
    orders = route(world, k) if orders is None else orders
    return (world.tokens[k], least, orders, receiver, unwrap, deadline)


def worth_in(world, k, amounts):
    """{unit} of asset k that the route brings for these amounts, by the pools as they are."""
    hub = amounts[0]
    for i in range(1, world.n):
        if i != k:
            hub += world.venue.quote(world.tokens[i], world.tokens[0], amounts[i])
    if not k:
        return hub
    return amounts[k] + world.venue.quote(world.tokens[0], world.tokens[k], hub)


def backing(world):
    """Books and supply."""
    return world.books(), world.vault.totalSupply()


def no_unit_less(start, end):
    """I-04 No asset's books per share have fallen."""
    return all(b * start[1] >= a * end[1] for a, b in zip(start[0], end[0]))


class TestExit:
    """P6: exit into one asset, and the leaver bears the cost."""

    @pytest.mark.parametrize(
        "k, paid", [(0, 997_887_575), (1, 498_640_201_346_160_878), (2, 2_491_678)]
    )
    def test_it_pays_what_the_pools_bring_for_what_came_in_kind(self, world, gateway, k, paid):
        """A thousand dollars of shares: the fees, and what the trades move the pools."""
        foreseen = worth_in(world, k, THOUSANDTH)
        payment = paying(world, k, world.outsider, least=foreseen)
        tx = gateway.exit(1_000 * ONE, payment, {"from": world.deployer})
        assert world.tokens[k].balanceOf(world.outsider) == tx.return_value == foreseen == paid
        assert sum(world.held(world.outsider)) == paid

    def test_the_vault_pays_what_it_pays_in_kind(self, world, gateway):
        """I-04 To the unit, and the rest's books per share do not fall."""
        start = backing(world)
        payment = paying(world, 0, world.outsider)
        tx = gateway.exit(123_456_789, payment, {"from": world.deployer})
        amounts = [123_456_789 * balance // start[1] for balance in start[0]]
        assert list(said(tx, "Redeemed", "amounts")) == amounts
        end = backing(world)
        assert end == ([a - b for a, b in zip(start[0], amounts)], start[1] - 123_456_789)
        assert no_unit_less(start, end)

    def test_too_little_is_refused(self, world, gateway):
        foreseen = worth_in(world, 0, THOUSANDTH)
        payment = paying(world, 0, world.outsider, least=foreseen + 1)
        told = f"{world.tokens[0].address.lower()}, {foreseen}, {foreseen + 1}"
        with brownie.reverts(f"PaidTooLittle: {told}"):
            gateway.exit(1_000 * ONE, payment, {"from": world.deployer})

    def test_an_order_that_brings_too_little_is_refused(self, world, gateway):
        dollar, ether = world.tokens[:2]
        quoted = world.venue.quote(ether, dollar, ONE // 5)
        orders = [(world.venue, ether, dollar, MOST, quoted + 1)]
        with brownie.reverts(f"BoughtTooLittle: {dollar.address.lower()}, {quoted}, {quoted + 1}"):
            payment = paying(world, 0, world.outsider, orders=orders)
            gateway.exit(1_000 * ONE, payment, {"from": world.deployer})

    def test_what_no_order_sells_is_paid_in_kind(self, world, gateway):
        payment = paying(world, 0, world.outsider, orders=[])
        gateway.exit(1_000 * ONE, payment, {"from": world.deployer})
        assert world.held(world.outsider) == THOUSANDTH

    def test_what_would_bring_nothing_is_paid_in_kind(self, world, gateway):
        """Of 5,001 shares' smallest parts comes one wei, which buys no dollar."""
        tx = gateway.exit(5_001, paying(world, 0, world.outsider), {"from": world.deployer})
        assert tx.return_value == 0
        assert world.held(world.outsider) == [0, 1, 0]

    def test_a_venue_of_the_leavers_own_is_refused(self, world, gateway):
        stranger = deploy("MockHostileVenue", world.outsider)
        orders = [(stranger, *world.tokens[:2], MOST, 0)]
        with brownie.reverts(f"VenueNotAllowed: {stranger.address.lower()}"):
            payment = paying(world, 0, world.outsider, orders=orders)
            gateway.exit(ONE, payment, {"from": world.deployer})

    def test_a_token_of_the_leavers_own_is_refused(self, world, gateway):
        stranger = deploy("MockToken", world.outsider, "T", "T", 18)
        sender, told = {"from": world.deployer}, f"AssetUnknown: {stranger.address.lower()}"
        for pair in ((stranger, world.tokens[0]), (world.tokens[0], stranger)):
            orders = [(world.venue, *pair, MOST, 0)]
            with brownie.reverts(told):
                gateway.exit(ONE, paying(world, 0, world.outsider, orders=orders), sender)
        with brownie.reverts(told):
            payment = (stranger, 0, [], world.outsider, False, FOREVER)
            gateway.exit(ONE, payment, sender)

    def test_nobody_leaves_with_anothers_shares(self, world, gateway):
        """I-20"""
        vault, who = world.vault, world.outsider.address.lower()
        told = f"ERC20InsufficientBalance: {who}, 0, {ONE}"
        vault.approve(gateway, ONE, {"from": world.outsider})
        with brownie.reverts(told):
            gateway.exit(ONE, paying(world, 0, world.outsider), {"from": world.outsider})

    def test_it_ends_with_its_deadline(self, world, gateway):
        late = now() - 1
        web3.provider.make_request("evm_setNextBlockTimestamp", [late + 10])
        payment = paying(world, 0, world.outsider, deadline=late)
        with brownie.reverts(f"Expired: {late}, {late + 10}"):
            gateway.exit(ONE, payment, {"from": world.deployer})

    def test_a_pause_does_not_stop_it(self, world, gateway):
        """S2, I-22"""
        world.vault.pause({"from": world.guardian})
        until = world.vault.pausedUntil()
        gateway.exit(ONE, paying(world, 0, world.outsider), {"from": world.deployer})
        sender = {"from": world.depositor}
        with brownie.reverts(f"IsPaused: {until}"):
            gateway.deposit(world.tokens[0], 10**6, 0, world.depositor, FOREVER, UNSIGNED, sender)
        with brownie.reverts(f"IsPaused: {until}"):
            gateway.mint(ONE, [MOST] * 3, world.depositor, FOREVER, UNSIGNED, sender)

    def test_wrapped_ether_is_paid_as_ether(self, world, gateway):
        """P13"""
        start, foreseen = world.outsider.balance(), worth_in(world, 1, THOUSANDTH)
        payment = paying(world, 1, world.outsider, unwrap=True)
        gateway.exit(1_000 * ONE, payment, {"from": world.deployer})
        assert world.outsider.balance() - start == foreseen
        assert world.held(world.outsider) == [0, 0, 0]


class TestSell:
    """P6: what one holds already is sold the same way."""

    def test_it_sells_the_callers_own(self, world, gateway):
        amounts = [0, ONE, 0]
        foreseen = worth_in(world, 0, amounts)
        tx = gateway.sell(amounts, paying(world, 0, world.outsider), {"from": world.depositor})
        assert tx.return_value == world.tokens[0].balanceOf(world.outsider) == foreseen

    def test_a_wrong_number_of_amounts_is_refused(self, world, gateway):
        for amounts in ([1, 1], [1, 1, 1, 1]):
            with brownie.reverts(f"WrongLength: {len(amounts)}, 3"):
                gateway.sell(amounts, paying(world, 0, world.outsider), {"from": world.depositor})

    def test_it_ends_with_its_deadline(self, world, gateway):
        late = now() - 1
        web3.provider.make_request("evm_setNextBlockTimestamp", [late + 10])
        payment = paying(world, 0, world.outsider, deadline=late)
        with brownie.reverts(f"Expired: {late}, {late + 10}"):
            gateway.sell([0, 0, 0], payment, {"from": world.depositor})


class TestEntry:
    """P4, P13: entry for the caller, with tokens and with ether."""

    def test_minting_takes_exactly_what_the_vault_takes(self, world, gateway):
        start, sender = world.held(world.depositor), {"from": world.depositor}
        gateway.mint(1_000 * ONE, [MOST] * 3, world.outsider, FOREVER, UNSIGNED, sender)
        assert [a - b for a, b in zip(start, world.held(world.depositor))] == THOUSANDTH
        assert world.vault.balanceOf(world.outsider) == 1_000 * ONE

    def test_minting_with_ether_wraps_what_is_needed_and_returns_the_rest(self, world, gateway):
        """P13"""
        start, ether = world.held(world.depositor), world.depositor.balance()
        sender = {"from": world.depositor, "value": ONE}
        gateway.mint(1_000 * ONE, [MOST] * 3, world.outsider, FOREVER, UNSIGNED, sender)
        taken = [a - b for a, b in zip(start, world.held(world.depositor))]
        assert taken == [THOUSANDTH[0], 0, THOUSANDTH[2]]
        assert ether - world.depositor.balance() == THOUSANDTH[1]

    def test_ether_covers_a_part_and_the_wrapped_the_rest(self, world, gateway):
        """P13"""
        start, ether = world.held(world.depositor), world.depositor.balance()
        sender = {"from": world.depositor, "value": ONE // 4}
        tx = gateway.deposit(world.tokens[1], ONE, 0, world.outsider, FOREVER, UNSIGNED, sender)
        assert start[1] - world.held(world.depositor)[1] == ONE * 3 // 4
        assert ether - world.depositor.balance() == ONE // 4
        assert world.vault.balanceOf(world.outsider) == tx.return_value == 2 * THOUSAND

    def test_ether_that_is_not_wanted_goes_back(self, world, gateway):
        ether = world.depositor.balance()
        sender = {"from": world.depositor, "value": ONE}
        gateway.deposit(world.tokens[0], 10**9, 0, world.outsider, FOREVER, UNSIGNED, sender)
        assert world.depositor.balance() == ether

    def test_ether_from_nowhere_is_refused(self, world, gateway):
        told = f"EtherRefused: {world.outsider.address.lower()}, 5"
        with brownie.reverts(told):
            world.outsider.transfer(gateway, 5)

    def test_it_allows_what_is_taken_and_no_unit_more(self, world, gateway):
        """TK-09, I-18"""
        sender = {"from": world.depositor}
        gateway.mint(1_000 * ONE, [MOST] * 3, world.outsider, FOREVER, UNSIGNED, sender)
        gateway.deposit(world.tokens[0], 10**9, 0, world.outsider, FOREVER, UNSIGNED, sender)
        assert left_in(world, gateway) == ([0, 0, 0], 0, 0, [0, 0, 0])

    def test_limits_are_the_callers(self, world, gateway):
        sender = {"from": world.depositor}
        told = f"SlippageExceeded: {world.tokens[1].address.lower()}, 1, {ONE // 5}"
        with brownie.reverts(told):
            limits = [MOST, 1, MOST]
            gateway.mint(1_000 * ONE, limits, world.depositor, FOREVER, UNSIGNED, sender)
        for n in (2, 4):
            with brownie.reverts(f"WrongLength: {n}, 3"):
                gateway.mint(ONE, [MOST] * n, world.depositor, FOREVER, UNSIGNED, sender)
        with brownie.reverts(f"TooFewShares: {THOUSAND}, {THOUSAND + 1}"):
            least = THOUSAND + 1
            gateway.deposit(
                world.tokens[0], 10**9, least, world.depositor, FOREVER, UNSIGNED, sender
            )

    def test_a_stranger_to_the_vault_is_refused(self, world, gateway):
        with brownie.reverts(f"AssetUnknown: {world.outsider.address.lower()}"):
            sender = {"from": world.depositor}
            gateway.deposit(world.outsider, 1, 0, world.outsider, FOREVER, UNSIGNED, sender)

    def test_an_empty_vault_is_not_entered(self, world, gateway):
        tokens = list(world.tokens)
        empty = deploy("Vault", world.deployer, "V", "V", world.authority, tokens, NOBODY)
        door = deploy("VaultGateway", world.deployer, empty, NOBODY, NOBODY)
        with brownie.reverts("NotSeeded: "):
            door.mint(1, [1] * 3, world.depositor, FOREVER, UNSIGNED, {"from": world.depositor})


@pytest.fixture(scope="module")
def signer(world):
    """A depositor whose key is at hand; the gateway is allowed nothing of what it has."""
    owner = accounts.add(KEY)
    world.fund(owner)
    world.vault.transfer(owner, 10_000 * ONE, {"from": world.deployer})
    for token in world.tokens:
        token.approve(PERMIT2["address"], MOST, {"from": owner})
    return owner


def permit(token, name, spender, value, deadline=FOREVER, nonce=0):
    """The arguments of a permit by the signer."""
    fields = [("owner", "address"), ("spender", "address"), ("value", "uint256")]
    fields += [("nonce", "uint256"), ("deadline", "uint256")]
    owner = Account.from_key(KEY).address
    message = encode_typed_data(
        {"name": name, "version": "1", "chainId": chain.id, "verifyingContract": token.address},
        {"Permit": [{"name": field, "type": kind} for field, kind in fields]},
        dict(zip(dict(fields), (owner, spender.address, value, nonce, deadline))),
    )
    done = Account.sign_message(message, KEY)
    return value, deadline, done.v, _word(done.r), _word(done.s)


def _word(number):
    return "0x" + number.to_bytes(32, "big").hex()


class TestPermits:
    """P12, P14: one transaction, all or nothing."""

    def test_permit_and_exit_are_one_transaction(self, world, gateway, signer):
        arguments = permit(world.vault, "Counterpoise", gateway, 1_000 * ONE)
        calls = [
            gateway.selfPermit.encode_input(world.vault, *arguments),
            gateway.exit.encode_input(1_000 * ONE, paying(world, 0, world.outsider)),
        ]
        foreseen = worth_in(world, 0, THOUSANDTH)
        gateway.multicall(calls, {"from": signer})
        assert world.held(world.outsider) == [foreseen, 0, 0]

    def test_permit_and_deposit_are_one_transaction(self, world, gateway, signer):
        bitcoin = world.tokens[2]
        arguments = permit(bitcoin, "Token 2", gateway, 10**8)
        deposit = gateway.deposit.encode_input(bitcoin, 10**8, 0, signer, FOREVER, UNSIGNED)
        calls = [gateway.selfPermit.encode_input(bitcoin, *arguments), deposit]
        gateway.multicall(calls, {"from": signer})
        assert world.vault.balanceOf(signer) == 10_000 * ONE + 38_813_910_447_761_194_029_850

    def test_what_fails_undoes_what_came_before(self, world, gateway, signer):
        """P14"""
        arguments = permit(world.vault, "Counterpoise", gateway, ONE)
        calls = [
            gateway.selfPermit.encode_input(world.vault, *arguments),
            gateway.exit.encode_input(ONE, paying(world, 0, world.outsider, least=MOST)),
        ]
        with brownie.reverts():
            gateway.multicall(calls, {"from": signer})
        assert world.vault.nonces(signer) == world.vault.allowance(signer, gateway) == 0

    def test_a_permit_that_was_used_before_will_do(self, world, gateway, signer):
        """A front-runner only paid the gas."""
        arguments = permit(world.vault, "Counterpoise", gateway, ONE)
        world.vault.permit(signer, gateway, *arguments, {"from": world.outsider})
        gateway.selfPermit(world.vault, *arguments, {"from": signer})
        assert world.vault.allowance(signer, gateway) == ONE

    def test_a_permit_that_is_spent_is_refused(self, world, gateway, signer):
        """P12 A replay gives nothing."""
        arguments = permit(world.vault, "Counterpoise", gateway, ONE)
        gateway.selfPermit(world.vault, *arguments, {"from": signer})
        gateway.exit(ONE, paying(world, 0, world.outsider), {"from": signer})
        told = f"PermitRefused: {world.vault.address.lower()}, 0, {ONE}"
        with brownie.reverts(told):
            gateway.selfPermit(world.vault, *arguments, {"from": signer})

    def test_a_permit_that_expired_is_refused(self, world, gateway, signer):
        """P12"""
        arguments = permit(world.vault, "Counterpoise", gateway, ONE, deadline=now() - 1)
        told = f"PermitRefused: {world.vault.address.lower()}, 0, {ONE}"
        with brownie.reverts(told):
            gateway.selfPermit(world.vault, *arguments, {"from": signer})

    def test_a_permit_of_another_token_is_refused(self, world, gateway):
        stranger = world.outsider.address
        with brownie.reverts(f"AssetUnknown: {stranger.lower()}"):
            word = _word(0)
            gateway.selfPermit(stranger, 1, FOREVER, 27, word, word, {"from": world.outsider})

    def test_several_calls_spend_no_ether_twice(self, world, gateway):
        """P14 They take none at all."""
        deposit = gateway.deposit.encode_input(
            world.tokens[1], ONE, 0, world.depositor, FOREVER, UNSIGNED
        )
        with brownie.reverts():
            gateway.multicall([deposit] * 2, {"from": world.depositor, "value": ONE})


def signed(gateway, tokens, limits, nonce=0, deadline=FOREVER):
    """A Permit2 batch signature by the signer, for the gateway."""
    part = [("token", "address"), ("amount", "uint256")]
    batch = [("permitted", "TokenPermissions[]"), ("spender", "address")]
    batch += [("nonce", "uint256"), ("deadline", "uint256")]
    types = {"TokenPermissions": part, "PermitBatchTransferFrom": batch}
    message = encode_typed_data(
        {"name": "Permit2", "chainId": chain.id, "verifyingContract": PERMIT2["address"]},
        {kind: [{"name": it, "type": of} for it, of in rows] for kind, rows in types.items()},
        {
            "permitted": [
                {"token": token.address, "amount": limit} for token, limit in zip(tokens, limits)
            ],
            "spender": gateway.address,
            "nonce": nonce,
            "deadline": deadline,
        },
    )
    return nonce, deadline, Account.sign_message(message, KEY).signature


def selector(signature):
    return web3.keccak(text=signature)[:4].hex().removeprefix("0x")


class TestPermit2:
    """P12: Uniswap's Permit2, its own bytecode at its own address."""

    def test_it_is_the_real_one(self, gateway):
        """The domain of this chain, by the contract's own view."""
        view = [{"name": "DOMAIN_SEPARATOR", "type": "function", "stateMutability": "view"}]
        view[0] |= {"inputs": [], "outputs": [{"name": "", "type": "bytes32"}]}
        kind = web3.keccak(
            text="EIP712Domain(string name,uint256 chainId,address verifyingContract)"
        )
        words = kind + web3.keccak(text="Permit2") + chain.id.to_bytes(32, "big")
        words += bytes(12) + bytes.fromhex(PERMIT2["address"][2:])
        real = Contract.from_abi("Permit2", gateway.permit2(), view, persist=False)
        assert bytes(real.DOMAIN_SEPARATOR()) == bytes(web3.keccak(words))

    def test_minting_takes_what_is_needed_of_what_was_signed(self, world, gateway, signer):
        limits = [2 * amount for amount in THOUSANDTH]
        start = world.held(signer)
        word = signed(gateway, world.tokens, limits)
        gateway.mint(1_000 * ONE, limits, world.outsider, FOREVER, word, {"from": signer})
        assert [a - b for a, b in zip(start, world.held(signer))] == THOUSANDTH
        assert world.vault.balanceOf(world.outsider) == 1_000 * ONE

    def test_ether_comes_before_what_was_signed(self, world, gateway, signer):
        """P13"""
        start, sender = world.held(signer), {"from": signer, "value": ONE // 10}
        set_ether(signer, ONE)
        word = signed(gateway, world.tokens, THOUSANDTH)
        gateway.mint(1_000 * ONE, THOUSANDTH, world.outsider, FOREVER, word, sender)
        taken = [a - b for a, b in zip(start, world.held(signer))]
        assert taken == [THOUSANDTH[0], ONE // 10, THOUSANDTH[2]]

    def deposit(self, world, gateway, word, sender):
        dollar = world.tokens[0]
        return gateway.deposit(dollar, 10**9, 0, world.outsider, FOREVER, word, {"from": sender})

    def test_a_deposit_counts_once(self, world, gateway, signer):
        """A replay is refused by Permit2's nonce."""
        word = signed(gateway, world.tokens[:1], [10**9])
        self.deposit(world, gateway, word, signer)
        assert world.vault.balanceOf(world.outsider) == THOUSAND
        with refused("InvalidNonce()"):
            self.deposit(world, gateway, word, signer)

    def test_it_expires(self, world, gateway, signer):
        word = signed(gateway, world.tokens[:1], [10**9], deadline=now() - 1)
        with refused("SignatureExpired(uint256)"):
            self.deposit(world, gateway, word, signer)

    def test_nobody_else_can_use_it(self, world, gateway, signer):
        """I-20 The owner is the caller."""
        word = signed(gateway, world.tokens[:1], [10**9])
        with refused("InvalidSigner()"):
            self.deposit(world, gateway, word, world.depositor)

    def test_a_contract_in_between_cannot_use_it(self, world, gateway, signer):
        """I-20 The owner is the caller, not who began the transaction."""
        caller, word = (
            deploy("MockCaller", world.outsider),
            signed(gateway, world.tokens[:1], [10**9]),
        )
        dollar, who = world.tokens[0], world.outsider
        entry = gateway.deposit.encode_input(dollar, 10**9, 0, who, FOREVER, word)
        caller.attempt(gateway, entry, {"from": signer})
        assert world.vault.balanceOf(who) == 0
        self.deposit(world, gateway, word, signer)
        assert world.vault.balanceOf(who) == THOUSAND

    def test_it_is_for_what_was_signed(self, world, gateway, signer):
        word = signed(gateway, world.tokens[:1], [10**9 - 1])
        with refused("InvalidSigner()"):
            self.deposit(world, gateway, word, signer)


class refused:
    """A revert with an error that Brownie has no name for: Permit2's, by its selector."""

    def __init__(self, error):
        self.selector = selector(error)

    def __enter__(self):
        return self

    def __exit__(self, kind, error, trace):
        assert kind is not None, "nothing was refused"
        assert self.selector in str(error) + repr(getattr(error, "__dict__", "")), error
        return True


class TestStray:
    """S7: what was sent there by mistake is whoever's comes first, and in nobody's way."""

    def test_anyone_takes_a_token(self, world, gateway):
        world.tokens[0].mint(gateway, 7, {"from": world.outsider})
        tx = gateway.sweep(world.tokens[0], world.outsider, {"from": world.depositor})
        assert tx.return_value == world.tokens[0].balanceOf(world.outsider) == 7

    def test_anyone_takes_ether(self, world, gateway):
        start = world.outsider.balance()
        set_ether(gateway, 7)
        gateway.sweep(NOBODY, world.outsider, {"from": world.depositor})
        assert world.outsider.balance() - start == 7

    def test_a_token_goes_with_the_next_payment(self, world, gateway):
        world.tokens[0].mint(gateway, 7, {"from": world.outsider})
        payment = paying(world, 0, world.outsider, orders=[])
        gateway.exit(1_000 * ONE, payment, {"from": world.deployer})
        assert world.held(world.outsider) == [THOUSANDTH[0] + 7, *THOUSANDTH[1:]]

    def test_it_does_not_stand_in_the_way_of_who_takes_no_ether(self, world, gateway):
        """A contract without a way to be paid enters although ether was forced in here."""
        caller, dollar = deploy("MockCaller", world.outsider), world.tokens[0]
        sender = {"from": world.outsider}
        dollar.mint(caller, 10**9, sender)
        caller.attempt(dollar, dollar.approve.encode_input(gateway, 10**9), sender)
        set_ether(gateway, 7)
        entry = gateway.deposit.encode_input(dollar, 10**9, 0, caller, FOREVER, UNSIGNED)
        caller.attempt(gateway, entry, sender)
        assert world.vault.balanceOf(caller) == THOUSAND
        gateway.sweep(NOBODY, world.outsider, sender)


class TestFrozen:
    """TK-04, TK-05: a token that cannot be sent costs nobody the claim."""

    @pytest.fixture(scope="class")
    def other(self, world):
        tokens = ("MockToken", "MockFreezingToken", "MockToken")
        return build(Settings(tokens=tokens, handed_over=False))

    @pytest.fixture(scope="class")
    def door(self, other):
        door = deploy("VaultGateway", other.deployer, other.vault, NOBODY, NOBODY)
        other.vault.approve(door, MOST, {"from": other.deployer})
        for token in other.tokens:
            token.approve(door, MOST, {"from": other.deployer})
        return door

    def test_exit_is_refused_by_the_token(self, other, door):
        other.tokens[1].setFrozen(other.vault, True, {"from": other.outsider})
        told = f"AccountFrozen: {other.vault.address.lower()}"
        with brownie.reverts(told):
            door.exit(ONE, paying(other, 0, other.outsider), {"from": other.deployer})

    def test_redeeming_with_a_skip_and_selling_keeps_the_claim(self, other, door):
        """I-17 The claim is the leaver's own, never the gateway's."""
        other.tokens[1].setFrozen(other.vault, True, {"from": other.outsider})
        leaver, frozen = other.deployer, other.tokens[1]
        other.redeem(leaver, 1_000 * ONE, (frozen,))
        amounts = [THOUSANDTH[0], 0, THOUSANDTH[2]]
        foreseen = worth_in(other, 0, amounts)
        payment = paying(other, 0, other.outsider, unwrap=True)
        assert door.sell(amounts, payment, {"from": leaver}).return_value == foreseen
        assert other.vault.claimOf(leaver, frozen) == THOUSANDTH[1]
        assert other.vault.claimOf(door, frozen) == 0


class TestHooks:
    """TK-07, I-23: who is called while the gateway is at work cannot get in."""

    @pytest.mark.parametrize("early", [False, True])
    @pytest.mark.parametrize("door", ["exit", "sell", "deposit", "mint"])
    def test_a_nested_call_is_refused(self, world, door, early):
        tokens = ("MockToken", "MockHookToken", "MockToken")
        other = build(Settings(tokens=tokens, handed_over=False))
        gateway = deploy("VaultGateway", other.deployer, other.vault, NOBODY, NOBODY)
        sender = {"from": other.deployer}
        other.fund(other.deployer)
        for token in [*other.tokens, other.vault]:
            token.approve(gateway, MOST, sender)
        token, who = other.tokens[1], other.deployer
        token.setEarly(early, sender)
        token.setHook(gateway, gateway.sweep.encode_input(token, other.outsider), sender)
        payment = paying(other, 0, who)
        doors = {
            "exit": lambda: gateway.exit(ONE, payment, sender),
            "sell": lambda: gateway.sell([0, ONE, 0], payment, sender),
            "deposit": lambda: gateway.deposit(token, ONE, 0, who, FOREVER, UNSIGNED, sender),
            "mint": lambda: gateway.mint(ONE, [MOST] * 3, who, FOREVER, UNSIGNED, sender),
        }
        with brownie.reverts("ReentrancyGuardReentrantCall: "):
            doors[door]()

    def test_a_vault_that_changes_on_the_way_is_not_entered(self, world):
        """A hook lets somebody sync another asset that has shrunk, so that less is needed."""
        tokens = ("MockToken", "MockHookToken", "MockRebasingToken")
        other = build(Settings(tokens=tokens, handed_over=False))
        gateway = deploy("VaultGateway", other.deployer, other.vault, NOBODY, NOBODY)
        caller, sender = deploy("MockCaller", other.outsider), {"from": other.depositor}
        for token in other.tokens:
            token.approve(gateway, MOST, sender)
        _, hooked, shrunk = other.tokens
        shrunk.setIndex(ONE // 2, sender)
        sync = other.vault.sync.encode_input(shrunk)
        hooked.setHook(caller, caller.attempt.encode_input(other.vault, sync), sender)
        told = f"SlippageExceeded: {shrunk.address.lower()}, {THOUSANDTH[2]}, {THOUSANDTH[2] // 2}"
        with brownie.reverts(told):
            limits = [MOST] * 3
            gateway.mint(1_000 * ONE, limits, other.depositor, FOREVER, UNSIGNED, sender)


@pytest.mark.parametrize("price, gained", [(2_000, -315_001_856), (2_020, -276_683_622)])
def test_a_pool_off_its_feed_does_not_pay_who_goes_in_and_out(world, gateway, price, gained):
    """P10 Of ten thousand dollars about three percent stay, where ether's pool is 1 % off too."""
    world.set_pool(1, price)
    dollar, who, sender = world.tokens[0], world.depositor, {"from": world.depositor}
    world.vault.approve(gateway, MOST, sender)
    start = dollar.balanceOf(who)
    made = gateway.deposit(dollar, 10**10, 0, who, FOREVER, UNSIGNED, sender)
    gateway.exit(plain(made.return_value), paying(world, 0, who), sender)
    assert dollar.balanceOf(who) - start == gained

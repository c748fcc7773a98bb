"""TokenProbe: which habits it refuses, with which numbers, and that nothing stays with it."""

import re
from pathlib import Path

import brownie
import pytest
from brownie import web3
from eth_abi import encode
from world import ONE, deploy, now
from world import at as next_block_at

ROOT = Path(__file__).resolve().parents[3]
AMOUNT = 1_000_000  # {unit}
PURSE = 3 * AMOUNT
NONE = 255  # MockUpgradeableToken has no decimals any more.


@pytest.fixture(scope="module")
def probe(module_isolation, deployer):
    return deploy("TokenProbe", deployer)


@pytest.fixture
def listed(probe, deployer):
    """A token of a kind, with the purse the caller's and the amount allowed."""

    def make(kind, decimals=18):
        token = deploy(kind, deployer, kind, "T", decimals)
        token.mint(deployer, PURSE, {"from": deployer})
        token.approve(probe, AMOUNT, {"from": deployer})
        return token

    return make


@pytest.fixture
def run(probe, deployer):
    def call(*tokens, amount=AMOUNT):
        return probe.probe(tokens, [amount] * len(tokens), {"from": deployer})

    return call


@pytest.fixture
def passes(probe, run, deployer):
    """All of them do, and everything is as it was but for the allowances, which are used up."""

    def check(*tokens):
        run(*tokens)
        for token in tokens:
            assert token.balanceOf(deployer) == PURSE
            assert token.balanceOf(probe) == 0
            assert token.allowance(deployer, probe) == 0

    return check


def low(contract):
    return contract.address.lower()


def addresses(token):
    """Both of a token that has two."""
    return token, brownie.MockSecondEntry.at(token.second())


class TestPlain:
    """R2 A good token passes, and so does a list of them."""

    def test_tokens_of_all_decimals_pass_together(self, listed, passes):
        """TK-06"""
        passes(*(listed("MockToken", decimals) for decimals in (0, 2, 6, 8, 18, 24, 27)))

    def test_a_permit_token_passes(self, listed, passes):
        passes(listed("MockPermitToken"))

    def test_wrapped_ether_passes(self, probe, run, deployer):
        weth = deploy("MockWETH", deployer, "Wrapped Ether", "WETH", 18)
        weth.deposit({"from": deployer, "value": PURSE})
        weth.approve(probe, AMOUNT, {"from": deployer})
        run(weth)
        assert (weth.balanceOf(deployer), weth.balanceOf(probe)) == (PURSE, 0)

    def test_one_unit_passes(self, listed, run):
        run(listed("MockToken"), amount=1)

    def test_no_tokens_pass(self, run):
        run()

    def test_what_lies_in_the_probe_disturbs_nothing_and_stays(self, listed, run, probe, deployer):
        token = listed("MockToken")
        token.mint(probe, 3 * AMOUNT, {"from": deployer})
        run(token)
        assert (token.balanceOf(deployer), token.balanceOf(probe)) == (PURSE, 3 * AMOUNT)

    def test_a_stranger_cannot_spend_the_callers_allowance(self, listed, probe, outsider):
        token = listed("MockToken")
        told = f"ERC20InsufficientAllowance: {low(probe)}, 0, {AMOUNT}"
        with brownie.reverts(told):
            probe.probe([token], [AMOUNT], {"from": outsider})

    def test_amounts_and_tokens_must_be_as_many(self, listed, probe, deployer):
        with brownie.reverts("WrongLength: 2, 1"):
            probe.probe([listed("MockToken")], [1, 1], {"from": deployer})

    def test_nothing_shows_nothing(self, listed, run):
        token = listed("MockToken")
        with brownie.reverts(f"NothingToMove: {low(token)}"):
            run(token, amount=0)


class TestAnswers:
    """TK-06: what does not answer, or not with a number that will do."""

    def test_an_account_without_code(self, run, outsider):
        with brownie.reverts(f"CodeMissing: {low(outsider)}"):
            run(outsider)

    def test_no_decimals(self, listed, run, deployer):
        token = listed("MockUpgradeableToken")
        token.setShift(NONE, {"from": deployer})
        with brownie.reverts(f"AnswerMissing: {low(token)}, {selector('decimals()')}"):
            run(token)

    def test_no_balances(self, run, deployer):
        feed = deploy("MockFeed", deployer, "T / USD", 8)
        with brownie.reverts(f"AnswerMissing: {low(feed)}, {selector('balanceOf(address)')}"):
            run(feed)

    def test_no_supply(self, listed, run):
        """The other address of a token, alone."""
        _, second = addresses(listed("MockDoubleEntryToken"))
        with brownie.reverts(f"AnswerMissing: {low(second)}, {selector('totalSupply()')}"):
            run(second)

    def test_more_than_27_decimals(self, listed, run):
        token = listed("MockToken", 28)
        with brownie.reverts(f"DecimalsTooMany: {low(token)}, 28, 27"):
            run(token)

    def test_decimals_that_change_meanwhile(self, listed, run, deployer):
        """A transfer of the one changes the other."""
        token, other = listed("MockUpgradeableToken", 6), listed("MockHookToken")
        other.setHook(token, token.setShift.encode_input(2), {"from": deployer})
        with brownie.reverts(f"DecimalsChanged: {low(token)}, 6, 8"):
            run(token, other)


def selector(question):
    return bytes(web3.keccak(text=question)[:4])


class TestTransfers:
    """TK-01, TK-03, TK-09: what moves is the amount, at both ends, on both ways."""

    def test_a_fee(self, listed, run, deployer):
        """TK-01"""
        token = listed("MockFeeToken")
        token.setFee(ONE // 100, {"from": deployer})
        with brownie.reverts(f"TransferDeltaMismatch: {low(token)}, {AMOUNT}, 990000"):
            run(token)

    def test_a_fee_of_a_millionth(self, listed, run, deployer):
        token = listed("MockFeeToken")
        token.setFee(ONE // 10**6, {"from": deployer})
        with brownie.reverts(f"TransferDeltaMismatch: {low(token)}, {AMOUNT}, {AMOUNT - 1}"):
            run(token)

    def test_a_fee_that_an_amount_is_too_small_for_is_not_seen(self, listed, run, deployer):
        token = listed("MockFeeToken")
        token.setFee(ONE // 100, {"from": deployer})
        run(token, amount=99)
        with brownie.reverts(f"TransferDeltaMismatch: {low(token)}, 100, 99"):
            run(token, amount=100)

    def test_a_fee_on_the_way_back_alone(self, listed, run, deployer):
        """The caller is taxed from when the other token moves; the first is in by then."""
        token, other = listed("MockTaxToken"), listed("MockHookToken")
        data = token.setTaxed.encode_input(deployer, True)
        other.setHook(token, data, {"from": deployer})
        with brownie.reverts(f"TransferDeltaMismatch: {low(token)}, {AMOUNT}, 900000"):
            run(token, other)

    def test_a_fee_on_a_transfer_to_oneself(self, listed, run, deployer):
        """From the moment that the other token moves, too."""
        token, other = listed("MockFeeToken"), listed("MockHookToken")
        other.setHook(token, token.setFee.encode_input(ONE // 100), {"from": deployer})
        with brownie.reverts(f"SelfTransferMismatch: {low(token)}, {AMOUNT}, 990000"):
            run(token, other)

    @pytest.mark.parametrize("taxed", ["caller", "probe"])
    def test_a_fee_on_some_ways_only(self, listed, run, probe, deployer, taxed):
        """TK-01"""
        token = listed("MockTaxToken")
        who = {"caller": deployer, "probe": probe}[taxed]
        token.setTaxed(who, True, {"from": deployer})
        with brownie.reverts(f"TransferDeltaMismatch: {low(token)}, {AMOUNT}, 900000"):
            run(token)

    def test_a_fee_on_a_way_that_is_not_gone_passes(self, listed, passes, outsider):
        token = listed("MockTaxToken")
        token.setTaxed(outsider, True, {"from": outsider})
        passes(token)

    def test_more_than_was_asked(self, listed, run, deployer):
        token = listed("MockGreedyToken")
        token.setGreedy(True, {"from": deployer})
        told = f"PayerDeltaMismatch: {low(token)}, {low(deployer)}, {AMOUNT}, 1010000"
        with brownie.reverts(told):
            run(token)

    def test_a_self_transfer_that_doubles(self, listed, run, deployer):
        token = listed("MockSelfToken")
        token.setSelf(True, False, {"from": deployer})
        with brownie.reverts(f"SelfTransferMismatch: {low(token)}, {AMOUNT}, {2 * AMOUNT}"):
            run(token)

    def test_a_self_transfer_that_is_refused_passes(self, listed, passes, deployer):
        token = listed("MockSelfToken")
        token.setSelf(False, True, {"from": deployer})
        passes(token)

    def test_false(self, listed, run, deployer):
        """TK-03"""
        token = listed("MockFalseToken")
        token.setFailing(True, {"from": deployer})
        with brownie.reverts(f"SafeERC20FailedOperation: {low(token)}"):
            run(token)

    def test_false_on_the_way_back_alone(self, listed, run, deployer):
        """TK-03"""
        token, other = listed("MockFalseToken"), listed("MockHookToken")
        other.setHook(token, token.setFailing.encode_input(True), {"from": deployer})
        with brownie.reverts(f"SafeERC20FailedOperation: {low(token)}"):
            run(token, other)

    def test_silence_passes(self, listed, passes):
        """TK-03"""
        passes(listed("MockSilentToken"))

    def test_strictness_passes(self, listed, passes, deployer):
        """TK-09 Nothing is never moved, and no allowance is given."""
        token = listed("MockStrictToken")
        token.setStrict(True, {"from": deployer})
        passes(token)

    def test_a_token_that_stands_still(self, listed, run, deployer):
        token = listed("MockPausableToken")
        token.setPaused(True, {"from": deployer})
        with brownie.reverts("TokenPaused: "):
            run(token)

    @pytest.mark.parametrize("frozen", ["caller", "probe"])
    def test_a_frozen_account(self, listed, run, probe, deployer, frozen):
        token = listed("MockFreezingToken")
        who = {"caller": deployer, "probe": probe}[frozen]
        token.setFrozen(who, True, {"from": deployer})
        with brownie.reverts(f"AccountFrozen: {low(who)}"):
            run(token)

    def test_a_hook_passes(self, listed, passes, deployer):
        """TK-07 The vault refuses what comes back in, so such a token may be listed."""
        token = listed("MockHookToken")
        token.setHook(token, token.totalSupply.encode_input(), {"from": deployer})
        passes(token)

    def test_a_hook_back_into_the_probe_is_refused(self, listed, run, probe, deployer):
        """TK-07"""
        token = listed("MockHookToken")
        token.setHook(probe, probe.probe.encode_input([], []), {"from": deployer})
        with brownie.reverts("ReentrancyGuardReentrantCall: "):
            run(token)


class TestBalances:
    """R2 A balance says what is there, and moves with its own token alone."""

    def test_a_lie_about_the_probe(self, listed, run, probe, deployer):
        token = listed("MockLyingToken")
        token.setLie(probe, 5, {"from": deployer})
        with brownie.reverts(f"TransferDeltaMismatch: {low(token)}, {AMOUNT}, 0"):
            run(token)

    def test_a_lie_about_the_payer(self, listed, run, deployer):
        token = listed("MockLyingToken")
        token.setLie(deployer, 5, {"from": deployer})
        told = f"PayerDeltaMismatch: {low(token)}, {low(deployer)}, {AMOUNT}, 0"
        with brownie.reverts(told):
            run(token)

    def test_a_lie_about_an_account_that_was_never_used(self, listed, run, deployer):
        """Which one, the moment says."""
        token, moment = listed("MockLyingToken"), now() + 100
        packed = encode(["address", "uint256"], [token.address, moment])
        fresh = web3.to_checksum_address(web3.keccak(packed)[12:])
        token.setLie(fresh, 5, {"from": deployer})
        next_block_at(moment)
        with brownie.reverts(f"BalanceInvented: {low(token)}, {fresh.lower()}, 5"):
            run(token)

    def test_a_lie_about_somebody_else_is_not_seen(self, listed, passes, outsider):
        token = listed("MockLyingToken")
        token.setLie(outsider, 5, {"from": outsider})
        passes(token)

    def test_more_in_two_hands_than_there_is(self, listed, run, deployer):
        """Its balances have doubled, and its supply has not."""
        token = listed("MockRebasingToken")
        token.setIndex(2 * ONE, {"from": deployer})
        with brownie.reverts(f"SupplyTooLow: {low(token)}, {PURSE}, {2 * PURSE}"):
            run(token)

    def test_a_unit_that_is_lost_on_the_way(self, listed, run, deployer):
        token = listed("MockRebasingToken")
        token.setIndex(11 * ONE // 10, {"from": deployer})
        with brownie.reverts(f"TransferDeltaMismatch: {low(token)}, {AMOUNT}, {AMOUNT - 1}"):
            run(token)

    @pytest.mark.parametrize("percent", [90, 110])
    def test_a_balance_that_changes_meanwhile(self, listed, run, deployer, percent):
        """It shrinks or grows while another token moves."""
        token, other = listed("MockRebasingToken"), listed("MockHookToken")
        data = token.setIndex.encode_input(percent * ONE // 100)
        other.setHook(token, data, {"from": deployer})
        changed = AMOUNT * percent // 100
        told = f"MovedAlong: {low(token)}, {low(other)}, {AMOUNT}, {changed}"
        with brownie.reverts(told):
            run(token, other)

    def test_what_has_not_changed_yet_passes(self, listed, passes):
        """Tomorrow's rebase, the fee that is still off, and the loan of a moment."""
        kinds = ("Rebasing", "Fee", "Greedy", "False", "Pausable", "Freezing", "Tax", "Flash")
        passes(*(listed(f"Mock{kind}Token") for kind in (*kinds, "Upgradeable", "Lying")))


class TestDoubleEntry:
    """A token with two addresses: found where both are in the list."""

    @pytest.mark.parametrize("order", [1, -1])
    def test_both_addresses(self, listed, run, order):
        moved, other = addresses(listed("MockDoubleEntryToken"))[::order]
        told = f"MovedAlong: {low(other)}, {low(moved)}, 0, {AMOUNT}"
        with brownie.reverts(told):
            run(moved, other)

    def test_with_others_between_them(self, listed, run):
        first, second = addresses(listed("MockDoubleEntryToken"))
        told = f"MovedAlong: {low(second)}, {low(first)}, 0, {AMOUNT}"
        with brownie.reverts(told):
            run(listed("MockToken"), first, listed("MockToken"), second)

    def test_one_address_twice(self, listed, run):
        token = listed("MockToken")
        with brownie.reverts(f"MovedAlong: {low(token)}, {low(token)}, 0, {AMOUNT}"):
            run(token, token)

    def test_alone_it_passes(self, listed, passes):
        passes(listed("MockDoubleEntryToken"))


MOCKS = {path.stem for path in (ROOT / "contracts" / "mocks").glob("*Token.sol")}
ERRORS = re.findall(r"error (\w+)\(", (ROOT / "interfaces" / "ITokenProbe.sol").read_text())
HERE = Path(__file__).read_text()
TESTS = re.findall(r"^    def test_.*?(?=^    def |^    @|^\S)", HERE, re.MULTILINE | re.DOTALL)
TABLE = re.findall(
    r"^\|.* `(Mock\w+)` .*\| ([^|]*) \| `Test\w+` \|$",
    (ROOT / "docs" / "tokens.md").read_text(),
    re.MULTILINE,
)
SAID = r"`\w+`|\bpasses\b|\bits own error\b"


def outcomes(mock):
    """What the tests that are about a mock expect: errors, `passes`, and `its own error`."""
    source = (ROOT / "contracts" / "mocks" / f"{mock}.sol").read_text()
    own = re.findall(r"error (\w+)\(", source)
    found = set()
    for text in TESTS:
        about = re.findall(r'listed\("(\w+)"', text)[:1] or re.findall(r'"(\w+)"', text)
        if mock in about or mock[4:-5] in about:
            found |= set(re.findall(r'"(\w+): ', text)) | set(re.findall(r" (passes)\(", text))
    return {"its own error" if word in own else word for word in found}


@pytest.mark.parametrize(("mock", "cell"), [row for row in TABLE if row[0] != "MockToken"])
def test_the_table_says_what_is_shown(mock, cell):
    """R2 Exactly: no outcome that docs/tokens.md leaves out, and none that no test expects."""
    assert {word.strip("`") for word in re.findall(SAID, cell)} == outcomes(mock)


@pytest.mark.parametrize("mock", sorted(MOCKS))
def test_every_mock_goes_through_it(mock):
    """R2"""
    assert outcomes(mock)
    assert mock == "MockPermitToken" or mock in dict(TABLE)


@pytest.mark.parametrize("error", ERRORS)
def test_every_refusal_is_expected_with_its_numbers(error):
    assert f'"{error}: {{low(' in HERE

"""ConstraintSet: all of several constraints; the first that refuses speaks."""

import brownie
import pytest
from brownie.exceptions import VirtualMachineError
from world import HOUR, ONE, PERCENT, deploy

from tests.evm.constraint.states import state, weights

TARGET = weights(50, 50)
START, END = state(60 * ONE, 40 * ONE), state(55 * ONE, 45 * ONE)


@pytest.fixture(scope="module")
def members(accounts, module_isolation):
    deployer = accounts[0]
    return [
        deploy("DriftConstraint", deployer, 5 * PERCENT, 2 * PERCENT),
        deploy("CooldownConstraint", deployer, HOUR, 0),
        deploy("TurnoverConstraint", deployer, 5 * PERCENT),
    ]


@pytest.fixture(scope="module")
def chosen(accounts, members):
    return deploy("ConstraintSet", accounts[0], accounts[0], members)


def test_it_passes_where_all_pass(chosen, members, accounts):
    chosen.check(START, TARGET, END, {"from": accounts[0]})
    assert members[0].isActive(chosen) is True
    assert members[1].readyAt(chosen) == 1_000 + HOUR
    assert chosen.members() == tuple(members)


def test_the_first_that_refuses_speaks(chosen, accounts):
    """Turnover and cooldown both refuse; the cooldown stands first."""
    chosen.check(START, TARGET, END, {"from": accounts[0]})
    with brownie.reverts("CooldownActive: 1000, 4600"):
        chosen.check(START, TARGET, state(50 * ONE, 50 * ONE), {"from": accounts[0]})


def test_any_member_may_refuse(chosen, accounts):
    with brownie.reverts(f"TurnoverExceeded: {5 * PERCENT + 1}, {5 * PERCENT}"):
        end = state(55 * ONE - 1, 45 * ONE)
        chosen.check(START, TARGET, end, {"from": accounts[0]})


def test_it_remembers_for_its_vault_alone(chosen, members, accounts):
    """I-20"""
    stranger, vault = accounts[1].address.lower(), accounts[0].address.lower()
    with brownie.reverts(f"NotTheVault: {stranger}, {vault}"):
        chosen.check(START, TARGET, END, {"from": accounts[1]})
    members[1].check(START, TARGET, END, {"from": accounts[1]})
    chosen.check(START, TARGET, END, {"from": accounts[0]})


def test_anyone_may_ask_and_nothing_is_remembered(chosen, members, accounts):
    chosen.judge.transact(accounts[0], START, TARGET, END, {"from": accounts[1]})
    assert members[1].readyAt(chosen) == 0


def test_judging_refuses_with_the_same_words(chosen, accounts):
    with brownie.reverts(f"WithinBand: {5 * PERCENT}, {5 * PERCENT}"):
        chosen.judge.transact(accounts[0], END, TARGET, END, {"from": accounts[1]})


def test_it_answers_for_its_vault_and_for_what_it_has_done(chosen, members, accounts):
    """The members remember the set, not the vault: it asks them about itself."""
    vault, other = accounts[0], accounts[1]
    members[1].check(START, TARGET, END, {"from": vault})
    chosen.requireReady(vault)
    chosen.judge(vault, START, TARGET, END)
    chosen.check(START, TARGET, END, {"from": vault})
    with brownie.reverts("CooldownActive: 1000, 4600"):
        chosen.judge.transact(vault, START, TARGET, END, {"from": other})


def test_it_answers_for_no_other_vault(chosen, accounts):
    vault, other = accounts[0], accounts[1]
    words = f"NotTheVault: {other.address.lower()}, {vault.address.lower()}"
    with brownie.reverts(words):
        chosen.requireReady.transact(other, {"from": vault})
    with brownie.reverts(words):
        chosen.judge.transact(other, START, TARGET, END, {"from": vault})


@pytest.mark.parametrize("cut", [slice(0, 4), slice(0, 35)])
def test_a_question_without_a_whole_account_is_refused(chosen, accounts, cut):
    """The set writes itself over that word of the question, so the word must be there."""
    with pytest.raises(VirtualMachineError):
        accounts[1].transfer(chosen, data=question(chosen, accounts[0])[cut])


@pytest.mark.parametrize("byte", [4, 9, 15])
def test_a_question_with_dirt_beside_the_account_is_refused(chosen, accounts, byte):
    words = bytearray(question(chosen, accounts[0]))
    words[byte] = 1
    with pytest.raises(VirtualMachineError):
        accounts[1].transfer(chosen, data=bytes(words))


def test_what_stands_behind_the_question_changes_no_answer(chosen, accounts):
    words = question(chosen, accounts[0]) + 31 * b"\xff"
    accounts[1].transfer(chosen, data=words)


def question(chosen, account):
    return bytes.fromhex(chosen.requireReady.encode_input(account)[2:])


def test_an_empty_set_is_refused(accounts):
    with brownie.reverts("NoConstraints: "):
        deploy("ConstraintSet", accounts[0], accounts[0], [])

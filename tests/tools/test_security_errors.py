"""Every custom error of the contracts is expected, with its numbers, by some test on a chain."""

import ast

import pytest

from tools.security import errors
from tools.security.told import Told, told

FOUND = errors.provoked(told())


@pytest.mark.parametrize("error", FOUND, ids=lambda it: it.name)
def test_it_is_provoked_with_its_numbers(error):
    assert FOUND[error], f"nothing expects {error.name}"


def test_every_declaration_is_found():
    """None is hidden by the way in which it is written."""
    names = [it.name for it in errors.declared()]
    assert len(names) == len(set(names)) > 60
    assert {"TooManyAssets", "WeightSum", "OutOfReach", "EtherRefused"} <= set(names)


@pytest.mark.parametrize(
    "body, expected",
    [
        ('brownie.reverts("WrongLength: 2, 3")', ("WrongLength", True)),
        ('brownie.reverts(f"IsPaused: {until}")', ("IsPaused", True)),
        ('brownie.reverts("ZeroShares: ")', ("ZeroShares", False)),
        ('got == ("IsPaused", [until])', ("IsPaused", True)),
        ('got == ("BudgetEmpty", [])', ("BudgetEmpty", False)),
        ('error("WeightSum(uint256)", 1)', ("WeightSum", True)),
    ],
)
def test_a_refusal_is_heard_in_each_way_of_writing_it(body, expected):
    assert expected in set(errors.spoken(ast.parse(f"def test_it(): {body}").body[0]))


def test_a_row_names_the_error_whose_numbers_the_test_writes():
    rows = '@pytest.mark.parametrize("error", ["CapTooHigh"])\ndef test_it(error):\n    '
    said = ast.parse(rows + 'brownie.reverts(f"{error}: {most + 1}")').body[0]
    mute = ast.parse(rows + "brownie.reverts(error)").body[0]
    assert ("CapTooHigh", True) in set(errors.spoken(said))
    assert list(errors.spoken(mute)) == []


def test_a_name_without_its_numbers_has_not_been_provoked():
    node = ast.parse('def test_it(): brownie.reverts("IsPaused: ")').body[0]
    bare = errors.provoked([Told("tests/contracts/test_it.py", "test_it", "", node)])
    assert all(its == [] for its in bare.values())
    elsewhere = errors.provoked([Told("tests/counterpoise/test_it.py", "test_it", "", node)])
    assert all(its == [] for its in elsewhere.values())

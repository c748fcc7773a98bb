"""A twin's refusal has the selector that the data of a contract's revert begins with."""

from __future__ import annotations

import pytest

import counterpoise.errors
from counterpoise.chain.reverts import UnknownRevert, selector_of
from counterpoise.errors import refusal
from tests.evm.in_process import errors

DECLARED = vars(counterpoise.errors)
ROWS = [(it, name, names) for it, (name, names, _) in errors().items() if name in DECLARED]


@pytest.mark.parametrize(("selector", "name", "names"), ROWS, ids=[it[1] for it in ROWS])
def test_each_refusal_has_its_selector(selector, name, names):
    assert selector_of(refusal(name, dict.fromkeys(names))) == selector


def test_what_no_contract_declares_has_none():
    with pytest.raises(KeyError):
        selector_of(UnknownRevert("0x12345678", "0x"))

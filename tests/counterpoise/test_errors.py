"""The error tree: a name, its numbers, and one class for both sides of the chain."""

import pytest

from counterpoise.errors import BoughtTooLittle, CounterpoiseError, Refusal, refusal


def test_a_known_refusal_is_of_its_own_class():
    spoken = refusal("BoughtTooLittle", {"asset": "0x01", "bought": 6, "minBuyAmount": 7})

    assert isinstance(spoken, BoughtTooLittle)
    assert spoken.fields == {"asset": "0x01", "bought": 6, "min_buy_amount": 7}
    assert str(spoken) == "BoughtTooLittle(asset=0x01, bought=6, min_buy_amount=7)"


def test_an_unknown_refusal_keeps_its_name_and_numbers():
    spoken = refusal("ERC20InsufficientBalance", {"sender": "0x01", "balance": 2, "needed": 3})

    assert spoken.name == "ERC20InsufficientBalance"
    assert spoken.fields == {"sender": "0x01", "balance": 2, "needed": 3}
    assert type(refusal("ERC20InsufficientBalance", spoken.fields)) is type(spoken)


def test_a_refusal_without_numbers_is_its_name():
    assert str(refusal("NothingToWeigh", {})) == "NothingToWeigh()"


def test_every_refusal_is_one_of_ours():
    with pytest.raises(CounterpoiseError):
        raise refusal("WithinBand", {"drift": 1, "band": 2})
    assert all(issubclass(kind, Refusal) for kind in Refusal.known.values())

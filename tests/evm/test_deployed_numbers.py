"""Numbers of a parameter file are read as they stand: nothing is rounded or guessed."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from counterpoise.math.fixed_point import ONE
from scripts.deploy.parameters import Fields, Mismatch, shown
from scripts.deploy.units import Fraction, PerAsset, Whole
from tests.evm.entries import SYMBOLS, ground

MOST = 2**255
WEIGHTS = PerAsset(Fraction(ONE), whole=True)


def refusal(read, *inputs) -> str:
    with pytest.raises(Mismatch) as refused:
        read(*inputs)
    return str(refused.value)


@given(st.integers(-MOST, MOST))
def test_what_is_shown_is_read_again_to_the_unit(value):
    item = Fields({"a": shown(value)})
    assert Fraction(MOST, -MOST).read(item, "a", ground()) == value


@given(st.integers(-MOST, MOST), st.integers(-MOST, MOST), st.integers(0, MOST))
def test_a_fraction_is_read_between_its_bounds_and_nowhere_else(value, least, width):
    unit, item = Fraction(least + width, least), Fields({"a": shown(value)}, "b")
    if least <= value <= least + width:
        assert unit.read(item, "a", ground()) == value
    else:
        said = f"b.a: expected {unit.allowed}, got {shown(value)}"
        assert refusal(unit.read, item, "a", ground()) == said


@given(st.integers(0, ONE), st.integers(0, ONE), st.integers(-3, 3))
def test_weights_are_one_in_all_or_refused_and_come_in_the_vaults_order(first, second, off):
    low, high = sorted((first, second))
    parts = [low, high - low, ONE - high + off]
    if not 0 <= parts[2] <= ONE:
        return
    rows = dict(reversed(list(zip(SYMBOLS, map(shown, parts), strict=True))))
    item = Fields({"weights": rows})
    if off == 0:
        assert WEIGHTS.read(item, "weights", ground()) == parts
    else:
        said = f"weights: expected 1 in all, got {shown(ONE + off)} in all"
        assert refusal(WEIGHTS.read, item, "weights", ground()) == said


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("much", "a decimal string"),
        ("", "a decimal string"),
        ("NaN", "at most 18 decimals"),
        ("Infinity", "at most 18 decimals"),
        ("0.0000000000000000001", "at most 18 decimals"),
        ("0.1" + 110 * "0" + "1", "at most 18 decimals"),  # It would be 0.1 if it was rounded.
        ("1e9999", "at most 18 decimals"),
        ("1e-9999", "at most 18 decimals"),
    ],
)
def test_what_is_no_number_of_a_contract_is_refused(text, said):
    told = refusal(Fields({"a": text}).signed, "a", 18)
    assert told == f"a: expected {said}, got {text}".rstrip()


def test_what_may_not_be_negative_says_so():
    told = refusal(Fields({"a": "-1"}).amount, "a", 6)
    assert told == "a: expected at most 6 decimals, not negative, got -1"


@pytest.mark.parametrize(
    ("value", "said"), [(True, "a whole number, got true"), (1.0, "a whole number, got 1.0")]
)
def test_what_is_no_whole_number_is_refused(value, said):
    assert refusal(Whole(0, 5).read, Fields({"a": value}), "a", ground()) == f"a: expected {said}"


@pytest.mark.parametrize("value", [1, "drift", None, []])
def test_an_element_that_is_no_entry_is_refused_by_its_place(value):
    told = refusal(Fields({"constraints": [{}, value]}).groups, "constraints")
    assert told.startswith("constraints[1]: expected an object, got ")

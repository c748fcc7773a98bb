"""The prover itself: what it cannot find out is neither proved nor refuted, on any machine."""

import lemma
import pytest
from z3 import Ints

X, Y, Z = Ints("x y z")
SUM = X * X * X + Y * Y * Y + Z * Z * Z


@pytest.mark.parametrize(
    ("ask", "said"), [(lemma.proved, "not proved"), (lemma.refuted, "no counterexample")]
)
def test_what_takes_too_many_steps_is_no_answer(monkeypatch, ask, said):
    """42 is a sum of three cubes, of 17 digits each."""
    monkeypatch.setattr(lemma, "MOST", 100_000)
    with pytest.raises(AssertionError, match=said):
        ask(SUM != 42)


def test_what_is_false_is_refuted_and_not_proved():
    lemma.refuted(X != 42)
    with pytest.raises(AssertionError, match="not proved"):
        lemma.proved(X != 42)

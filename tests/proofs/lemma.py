"""What proves a lemma: z3 finds no counterexample, and finds one to a wrong version of it."""

from z3 import And, BoolRef, Implies, Not, Solver, sat, unsat

ONE = 10**18  # D18{1}
# Of z3's own steps, the same on every machine; the hardest goal here takes 4.3 million, a second.
MOST = 50_000_000  # A goal that takes more is not proved.


def proved(claim, *given):
    """Fails unless the claim follows: its negation has no solution over the integers."""
    assert _check(Not(claim), *given) == unsat, "not proved"


def refuted(claim, *given):
    """Fails unless there is a counterexample, so that the proof of its neighbour says something."""
    assert _check(Not(claim), *given) == sat, "no counterexample"


def floored(quotient, dividend, divisor) -> BoolRef:
    """quotient = dividend / divisor, rounded down."""
    return And(quotient * divisor <= dividend, dividend < quotient * divisor + divisor)


def ceiled(quotient, dividend, divisor) -> BoolRef:
    """quotient = dividend / divisor, rounded up."""
    return And(quotient * divisor >= dividend, quotient * divisor < dividend + divisor)


def scaled(more, less, by) -> BoolRef:
    """A hint, true by L-00: an order survives a factor that is not negative."""
    return Implies(And(more >= less, by >= 0), more * by >= less * by)


def _check(*facts):
    solver = Solver()
    solver.set("rlimit", MOST)
    solver.add(*facts)
    return solver.check()

"""The strategy at which each asset is the source of its own part of the risk."""

from random import Random

import numpy
import pytest
from mpmath import mp, mpf

from counterpoise.errors import (
    BudgetsNotReached,
    CorrelationNotObserved,
    CorrelationOutOfDomain,
    LimitOutOfRange,
    VolatilityNotObserved,
    VolatilityTooHigh,
    VolatilityTooLow,
    WeightCount,
    WeightSum,
)
from counterpoise.math.signals import signals_of
from counterpoise.strategy.risk_parity import RiskParityStrategy
from counterpoise.types import Asset, MarketClass, State
from tests.depth import examples

ONE = 10**18
THIRDS = (ONE // 3, ONE // 3, ONE // 3 + 1)
VECTORS = [  # V3.5: correlations and volatilities in hundredths, budgets, weights, and the truth
    (
        ((60,), (80, 40), (ONE // 2, ONE // 2)),
        (333_333_333_333_333_333, 666_666_666_666_666_667),
        (".333333333333333333", ".666666666666666667"),
    ),
    (
        ((70, 10, 20), (80, 60, 10), THIRDS),
        (84_430_440_674_164_972, 106_401_103_705_608_896, 809_168_455_620_226_132),
        (".084430440674165885", ".106401103705608591", ".809168455620225524"),
    ),
    (
        (
            (30, -20, 50, 10, 40, 0),
            (90, 50, 30, 70),
            (4 * ONE // 10, 3 * ONE // 10, 2 * ONE // 10, ONE // 10),
        ),
        (
            192_935_868_895_874_707,
            253_246_236_380_320_190,
            484_819_077_160_809_270,
            68_998_817_562_995_833,
        ),
        (
            ".192935868895870036",
            ".253246236380328446",
            ".484819077160805839",
            ".0689988175629956786",
        ),
    ),
]


def state_of(volatilities, correlations):
    """A state of which nothing but the signals matters."""
    n = len(volatilities)
    assets = tuple(Asset(f"0x{i:040x}", 1, 0, ONE, 0) for i in range(n))
    signals = signals_of([MarketClass.NORMAL] * n, volatilities, correlations)
    return State(0, ONE, 0, assets, signals)


def of_hundredths(correlations, volatilities):
    return state_of([it * 10**16 for it in volatilities], [it * 10**16 for it in correlations])


def wanted(state, budgets, tolerance=10**6):
    return RiskParityStrategy(tuple(budgets), tolerance).target(state)


def drawn_budgets(draw, n):
    """Whose sum is one, each at least a tenth of an even part."""
    parts = [draw.randint(100, 1_000) for _ in range(n)]
    budgets = [it * ONE // sum(parts) for it in parts]
    budgets[0] += ONE - sum(budgets)
    return tuple(budgets)


def above_the_diagonal(matrix):
    """D18{1}, row by row, as a state has it."""
    n = len(matrix)
    pairs = ((i, j) for i in range(n) for j in range(i + 1, n))
    return [max(-ONE, min(ONE, round(float(matrix[pair]) * 10**15) * 1_000)) for pair in pairs]


def drawn_correlations(draw, n, samples):
    """Of so many returns of n assets: the fewer samples, the nearer to singular."""
    returns = numpy.random.default_rng(draw.getrandbits(64)).standard_normal((n, samples))
    return above_the_diagonal(numpy.corrcoef(returns))


def drawn_positive(draw, n):
    """Of one factor that each asset follows in part: each correlation from .2 to .9."""
    loads = numpy.array([draw.uniform(0.45, 0.948) for _ in range(n)])
    return above_the_diagonal(numpy.outer(loads, loads))


def risks_of(weights, volatilities, correlations):
    """Each asset's part in the variance, and y: weight times volatility over the vault's."""
    n, it = len(weights), iter(correlations)
    rows = [[mpf(int(i == j)) for j in range(n)] for i in range(n)]
    for i in range(n):
        for j in range(i + 1, n):
            rows[i][j] = rows[j][i] = mpf(next(it)) / ONE
    z = [mpf(w) * v / ONE**2 for w, v in zip(weights, volatilities, strict=True)]
    parts = [x * mp.fdot(row, z) for x, row in zip(z, rows, strict=True)]
    total = mp.fsum(parts)
    return [it / total for it in parts], [x / mp.sqrt(total) for x in z]


@pytest.mark.parametrize("given, weights, truth", VECTORS)
def test_the_vectors_of_the_formula(given, weights, truth):
    """C2, V3.5 To the unit, and within 1e-14 of the truth."""
    correlations, volatilities, budgets = given
    assert wanted(of_hundredths(correlations, volatilities), budgets) == weights
    with mp.workdps(30):
        off = [abs(mpf(w) / ONE - mpf(it)) for w, it in zip(weights, truth, strict=True)]
        assert max(off) < mpf("1e-14")


@pytest.mark.parametrize("correlation", [-50, 0, 35, 90])
def test_half_as_volatile_is_twice_as_much(correlation):
    """C2 Two assets of 20 and 40 per cent are held two to one, however they move together."""
    first, second = wanted(of_hundredths((correlation,), (20, 40)), (ONE // 2, ONE // 2))
    assert abs(first - 666_666_666_666_666_667) <= 10**6
    assert first + second == ONE


def test_a_budget_of_four_times_is_twice_as_much_where_nothing_moves_together():
    state = of_hundredths((0,), (50, 50))
    budgets = 8 * ONE // 10, 2 * ONE // 10
    assert wanted(state, budgets) == (666_666_666_666_666_667, 333_333_333_333_333_333)


@pytest.mark.parametrize("n", range(2, 21))
def test_each_place_has_the_budget_of_its_own(n):
    """ST-02 2 to 20 assets that do not move together: y is the root of the budget."""
    draw = Random(n)
    budgets = drawn_budgets(draw, n)
    volatilities = [draw.randint(10**16, ONE) for _ in range(n)]
    weights = wanted(state_of(volatilities, [0] * (n * (n - 1) // 2)), budgets)
    parts = [mp.sqrt(b) / v for b, v in zip(budgets, volatilities, strict=True)]
    off = [abs(w - part / sum(parts) * ONE) for w, part in zip(weights, parts, strict=True)]
    assert sum(weights) == ONE and max(off) <= 1_000 + n


def off_budget(draw, n, correlations, tolerance):
    """How far a drawn case is from its budgets, in parts of what is promised; None if refused."""
    budgets = drawn_budgets(draw, n)
    volatilities = [int(10 ** draw.uniform(16, 18.5)) for _ in range(n)]
    try:
        weights = wanted(state_of(volatilities, correlations), budgets, tolerance)
    except BudgetsNotReached as refused:
        assert refused.change > refused.tolerance == tolerance
        return None
    assert sum(weights) == ONE
    risks, y = risks_of(weights, volatilities, correlations)
    room = mpf(n - 1) * tolerance / ONE + 10 * n * mpf(10) ** -18
    most = room * sum(y)
    pairs = zip(risks, budgets, y, strict=True)
    return max(abs(r - mpf(b) / ONE) / (room * x + most * b / ONE) for r, b, x in pairs) * (
        1 - most
    )


def test_each_part_of_the_risk_is_its_budget():
    """C2 2,000 positive definite matrices of 2 to 20 assets, tolerances from 1e-12 to 1e-3.

    The last sweep moved no coordinate by more than the tolerance, so what an asset adds to the
    risk is off by (n - 1) * tolerance * (y_i + b_i * sum(y)) at most; or the case is refused.
    """
    draw, settled = Random(35), 0
    for _ in range(examples(2_000)):
        n = draw.randint(2, 20)
        correlations = drawn_correlations(draw, n, n + draw.randint(2, 60))
        off = off_budget(draw, n, correlations, int(10 ** draw.uniform(6, 15)))
        assert off is None or off <= 1
        settled += off is not None
    assert settled > examples(1_000)


def test_what_moves_up_together_always_settles():
    """Correlations from .2 to .9, as those of assets of one market are."""
    draw = Random(5)
    for n in range(2, 21):
        for _ in range(examples(5)):
            off = off_budget(draw, n, drawn_positive(draw, n), 10**6)
            assert off is not None and off <= 1


def test_what_does_not_settle_is_refused_with_its_numbers():
    """K5 Two that undo each other in all but a thousandth: 25 sweeps are too few."""
    correlations = (-999_999 * 10**12, 0, 0)
    with pytest.raises(BudgetsNotReached) as refused:
        wanted(state_of((ONE, ONE, ONE), correlations), THIRDS)
    assert refused.value.tolerance == 10**6 < refused.value.change


def test_what_is_no_matrix_of_correlations_is_given_up():
    """Each against each other: every sweep doubles what the one before has left."""
    n = 20
    with pytest.raises(BudgetsNotReached) as refused:
        wanted(state_of([ONE] * n, [-ONE] * (n * (n - 1) // 2)), [ONE // n] * n)
    assert refused.value.change > 10**27


def test_without_a_budget_an_asset_is_not_held_and_its_volatility_not_asked():
    state = of_hundredths((0, 0, 60), (0, 80, 40))
    budgets = (0, ONE // 2, ONE // 2)
    assert wanted(state, budgets) == (0, 333_333_333_333_334_827, 666_666_666_666_665_173)


@pytest.mark.parametrize(
    ("volatilities", "correlations", "kind", "fields"),
    [
        ((ONE, 0), (0,), VolatilityNotObserved, {"index": 1}),
        ((ONE, ONE), (), CorrelationNotObserved, {"first": 0, "second": 1}),
        (
            (ONE, 10**12 - 1),
            (0,),
            VolatilityTooLow,
            {"index": 1, "volatility": 10**12 - 1, "least": 10**12},
        ),
        (
            (10 * ONE + 1, ONE),
            (0,),
            VolatilityTooHigh,
            {"index": 0, "volatility": 10 * ONE + 1, "most": 10 * ONE},
        ),
        (
            (ONE, ONE),
            (ONE + 1,),
            CorrelationOutOfDomain,
            {"first": 0, "second": 1, "correlation": ONE + 1},
        ),
    ],
)
def test_what_is_unknown_or_no_signal_is_told(volatilities, correlations, kind, fields):
    with pytest.raises(kind) as refused:
        wanted(state_of(volatilities, correlations), (ONE // 2, ONE // 2))
    assert refused.value.fields == fields


def test_a_state_of_another_size_is_refused():
    with pytest.raises(WeightCount) as refused:
        wanted(of_hundredths((0, 0, 0), (1, 1, 1)), (ONE // 2, ONE // 2))
    assert refused.value.fields == {"count": 2, "expected": 3}


def test_budgets_that_are_not_all_are_refused():
    with pytest.raises(WeightSum) as refused:
        RiskParityStrategy((ONE // 2, ONE // 2 - 1), 10**6)
    assert refused.value.fields == {"sum": ONE - 1}


@pytest.mark.parametrize(("tolerance", "bound"), [(10**6 - 1, 10**6), (10**15 + 1, 10**15)])
def test_a_tolerance_is_neither_too_fine_nor_too_coarse(tolerance, bound):
    with pytest.raises(LimitOutOfRange) as refused:
        RiskParityStrategy((ONE,), tolerance)
    assert refused.value.fields == {"limit_name": "tolerance", "limit": tolerance, "most": bound}

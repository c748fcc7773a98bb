"""Two checkpoints and a mean: which of them counts, and what is too young or too old."""

import pytest

from counterpoise.errors import MaxAgeOutOfRange, PoolEmpty, TwapTooOld, TwapTooYoung
from counterpoise.observer.oracle.uniswap_v2_twap import Checkpoint, Pair, UniswapV2TwapOracle

POOL, LOW, HIGH = (f"0x{n:040x}" for n in (1, 2, 3))
WINDOW, MAX_AGE = 1_800, 7_200
START = 2**32 - 500  # The clock wraps on the way.
X112 = 2**112
DEAR = 5_000


def pair(time, price=DEAR):
    """Nobody has traded since 2,000 seconds before the start; then base cost that much."""
    return Pair(1, price, 2**256 - X112, (START - 2_000) % 2**32, time)


@pytest.fixture
def oracle():
    oracle = UniswapV2TwapOracle(POOL, LOW, HIGH, 0, WINDOW, MAX_AGE)
    oracle.start(pair(START))
    return oracle


def test_the_accumulator_is_told_as_if_somebody_traded_now():
    now = pair(START + 600).now
    assert now == Checkpoint(2_600 * DEAR * X112 - X112, 100)


def test_it_is_young_until_a_window_has_passed(oracle):
    with pytest.raises(TwapTooYoung) as refused:
        oracle.mean(pair(START + WINDOW - 1))
    assert refused.value.fields == {"pool": POOL, "age": WINDOW - 1, "window": WINDOW}
    assert oracle.mean(pair(START + WINDOW)) == DEAR * X112


def test_a_new_checkpoint_does_not_make_it_young(oracle):
    assert not oracle.record(pair(START + WINDOW - 1))
    assert oracle.record(pair(START + WINDOW))
    assert not oracle.record(pair(START + WINDOW + 1))
    assert oracle.mean(pair(START + WINDOW)) == oracle.mean(pair(START + WINDOW + 1)) == DEAR * X112


def test_it_is_old_beyond_its_age_limit_until_it_is_recorded_and_a_window_has_passed(oracle):
    oracle.mean(pair(START + MAX_AGE))
    late = START + MAX_AGE + 1
    for _ in range(2):
        with pytest.raises(TwapTooOld) as refused:
            oracle.mean(pair(late))
        assert refused.value.fields == {"pool": POOL, "age": MAX_AGE + 1, "max_age": MAX_AGE}
        oracle.record(pair(late))
    assert oracle.mean(pair(late + WINDOW)) == DEAR * X112


def test_an_empty_pair_has_neither_mean_nor_checkpoint(oracle):
    empty = Pair(0, 1, 0, 0, START + WINDOW)
    for refuse in (oracle.mean, oracle.record, oracle.start):
        with pytest.raises(PoolEmpty):
            refuse(empty)


@pytest.mark.parametrize("max_age", [2 * WINDOW - 1, 2 * 86_400 + 1])
def test_its_age_limit_leaves_room_for_a_late_record(max_age):
    with pytest.raises(MaxAgeOutOfRange):
        UniswapV2TwapOracle(POOL, LOW, HIGH, 0, WINDOW, max_age)

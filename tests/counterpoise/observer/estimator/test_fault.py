"""Whether a strategy is heard: what is news and what is not."""

from counterpoise.observer.estimator.fault import FaultEstimator

SUM, COUNT = b"\x2c\xcd\xd8\x5c", b"\x34\x16\x89\xb9"


def test_a_strategy_that_is_well_is_no_news():
    it = FaultEstimator()
    assert it.record(False, b"", 5) is False
    assert (it.faulty, it.since) == (False, 0)


def test_a_fault_is_news_once_whatever_its_numbers():
    it = FaultEstimator()
    assert it.record(True, SUM + bytes(31) + b"\1", 5) is True
    assert it.record(True, SUM + bytes(31) + b"\2", 6) is False
    assert (it.faulty, it.kind, it.since) == (True, SUM, 5)


def test_another_error_is_news_and_so_is_the_end():
    it = FaultEstimator(True, SUM, 5)
    assert it.record(True, COUNT, 7) is True
    assert it.record(False, b"", 9) is True
    assert (it.faulty, it.kind, it.since) == (False, bytes(4), 9)


def test_a_fault_without_a_word_is_one():
    it = FaultEstimator()
    assert it.record(True, b"", 5) is True
    assert it.record(True, b"\0\0", 6) is False

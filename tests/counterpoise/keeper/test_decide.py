"""What a keeper does about a report."""

from dataclasses import replace

import pytest

from counterpoise import engine
from counterpoise.chain.report import Report
from counterpoise.errors import CooldownActive, WithinBand
from counterpoise.keeper.decide import Refuse, Trade, Wait, decide
from counterpoise.math.valuation import revalue
from counterpoise.types import Asset, Holdings, Order, State

ASSETS = ("0xA", "0xB")
ORDER = Order("0xV", "0xA", "0xB", 10, 9)
START = State(100, 10**18, 200, (Asset("0xA", 1, 110, 1, 110), Asset("0xB", 1, 90, 1, 90)))
END = revalue(START, (100, 100))
DUE = Report(
    block=7,
    holdings=Holdings(ASSETS, (110, 90), 10**18),
    state=START,
    share_price=200,
    weights=(55 * 10**16, 45 * 10**16),
    target=(5 * 10**17, 5 * 10**17),
    max_drift=5 * 10**16,
    total_drift=5 * 10**16,
    due=True,
    reason=None,
    orders=(ORDER,),
    end=END,
    paused_until=0,
    max_mint=0,
)
TWIN = engine.Decision(START, DUE.target, (ORDER,), END)


def test_it_trades_where_chain_and_twin_agree():
    assert decide(DUE, TWIN) == Trade((ORDER,))


QUIET = replace(DUE, due=False, reason=CooldownActive(100, 160), orders=(), end=None)


def test_it_waits_where_both_refuse_for_the_same_reason():
    decision = decide(QUIET, replace(TWIN, refusal=CooldownActive(100, 160)))
    assert decision == Wait(QUIET.reason)


def test_it_waits_at_the_chains_word_where_the_twin_has_no_part():
    assert decide(QUIET, None) == Wait(QUIET.reason)


def test_it_refuses_to_wait_where_the_twin_would_trade():
    decision = decide(QUIET, TWIN)
    assert isinstance(decision, Refuse)
    assert str(decision.why) == (
        "the twin disagrees on whether it is due: "
        "chain CooldownActive(time=100, ready_at=160), twin due"
    )


@pytest.mark.parametrize("other", [CooldownActive(100, 161), WithinBand(100, 160)])
def test_it_refuses_a_reason_with_another_number_or_name(other):
    decision = decide(QUIET, replace(TWIN, refusal=other))
    assert isinstance(decision, Refuse)
    assert (decision.why.what, decision.why.twin) == ("the reason", other)


def test_it_refuses_orders_that_differ_by_one_unit():
    twin = replace(TWIN, orders=(replace(ORDER, sell_amount=11),))
    decision = decide(DUE, twin)
    assert isinstance(decision, Refuse)
    assert decision.why.what == "the orders"
    assert decision.why.chain == (ORDER,)
    assert decision.why.twin == twin.orders


def test_it_refuses_an_end_that_differs_by_one_unit():
    twin = replace(TWIN, end=revalue(START, (100, 101)))
    decision = decide(DUE, twin)
    assert isinstance(decision, Refuse)
    assert decision.why.what == "the end"


@pytest.mark.parametrize("report", [DUE, QUIET])
def test_it_refuses_signals_that_its_twin_does_not_find(report):
    """K1 Whether it is due or not: of two markets one is wrong."""
    refusal = None if report.due else CooldownActive(100, 160)
    seen = replace(report, state=replace(START, signals=(4,)))
    decision = decide(seen, replace(TWIN, refusal=refusal))
    assert isinstance(decision, Refuse)
    assert str(decision.why) == "the twin disagrees on the signals: chain (4,), twin ()"


def test_it_refuses_what_the_twin_would_refuse():
    refusal = WithinBand(1, 2)
    decision = decide(DUE, replace(TWIN, refusal=refusal))
    assert isinstance(decision, Refuse)
    assert str(decision.why) == (
        "the twin disagrees on whether it is due: chain due, twin WithinBand(drift=1, band=2)"
    )


def test_it_refuses_where_there_is_no_twin_to_ask():
    assert isinstance(decide(DUE, None), Refuse)

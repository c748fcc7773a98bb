"""BaseFeeConstraint: what is not urgent waits while gas is dear; its twin to the unit."""

from dataclasses import astuple, replace

import pytest
from hypothesis import event, given
from hypothesis import strategies as st

from counterpoise.constraint.base_fee import MAX_BASE_FEE, BaseFeeConstraint
from counterpoise.math.fixed_point import ONE
from counterpoise.math.signals import signals_of
from counterpoise.types import Asset, MarketClass, State
from tests.depth import sharing
from tests.evm.constraint.states import state, weights
from tests.evm.in_process import Chain, said
from tests.evm.vault.stage import built

NAME, MOCK = "BaseFeeConstraint", "MockBaseFee"
PERCENT, GWEI = 10**16, 10**9
MOST, HARD = 50 * GWEI, 10 * PERCENT
HALVES = weights(50, 50)
FROM, TO = state(55 * ONE, 45 * ONE), state(50 * ONE, 50 * ONE)
DEAR = ("BaseFeeTooHigh", [MOST + 1, MOST])

check = sharing(60)


@pytest.fixture(scope="module")
def chain():
    return Chain()


@pytest.fixture(scope="module")
def constraint(chain):
    """At 50 gwei, and a drift of a tenth."""
    return chain.deploy(MOCK, MOST, HARD)


def judged(chain, constraint, fee, *move):
    """What `judge` says in a block of that base fee, and `check` the same."""
    chain.tell(MOCK, constraint, "setFee", fee)
    answer = said(chain.ask, MOCK, constraint, "judge", chain.caller, *move)
    assert answer == said(chain.ask, MOCK, constraint, "check", *move)
    return answer


@pytest.mark.parametrize("fee, answer", [(0, None), (MOST, None), (MOST + 1, DEAR)])
def test_what_is_not_urgent_waits_above_a_base_fee(chain, constraint, fee, answer):
    """K3 To the wei."""
    assert judged(chain, constraint, fee, FROM, HALVES, TO) == answer


@pytest.mark.parametrize("beyond, answer", [(0, DEAR), (100, None)])
def test_beyond_the_hard_drift_it_does_not_wait(chain, constraint, beyond, answer):
    """K3 Strictly beyond, by a unit of drift."""
    far = state(60 * ONE + beyond, 40 * ONE - beyond)
    assert judged(chain, constraint, MOST + 1, far, HALVES, TO) == answer


@pytest.mark.parametrize("kind", list(MarketClass))
def test_what_is_sold_in_a_crisis_does_not_wait(chain, constraint, kind):
    """K2, K3 A crisis, or what is more severe; what may then be sold is MarketConstraint's."""
    start = state(55 * ONE, 45 * ONE, signals=signals_of([kind, MarketClass.NORMAL]))
    answer = judged(chain, constraint, MOST + 1, start, HALVES, TO)
    assert answer == (None if kind >= MarketClass.CRISIS else DEAR)


def test_the_refusal_has_the_fee_and_the_most(chain, constraint):
    answer = judged(chain, constraint, MOST + 7, FROM, HALVES, TO)
    assert answer == ("BaseFeeTooHigh", [50_000_000_007, 50_000_000_000])


def test_what_is_bought_in_a_crisis_waits(chain, constraint):
    start = state(45 * ONE, 55 * ONE, signals=signals_of([MarketClass.CRISIS, MarketClass.NORMAL]))
    assert judged(chain, constraint, MOST + 1, start, HALVES, TO) == DEAR
    asked = start, HALVES, state(45 * ONE - 1, 55 * ONE)
    assert chain.ask(MOCK, constraint, "isUrgent", *asked) is True


def test_an_empty_vault_is_not_weighed_where_gas_is_dear(chain, constraint):
    move = state(0, 0), HALVES, state(0, 0)
    assert judged(chain, constraint, MOST + 1, *move) == ("NothingToWeigh", [])
    assert judged(chain, constraint, MOST, *move) is None


def test_it_is_asked_about_the_blocks_own_base_fee(chain):
    """Which is 0 in this chain: the contract itself, not the mock."""
    contract = chain.deploy(NAME, MOST, HARD)
    assert chain.ask(NAME, contract, "etherFor", 21_000) == 0
    assert said(chain.ask, NAME, contract, "judge", chain.caller, FROM, HALVES, TO) is None
    mock = chain.deploy(MOCK, MOST, HARD)
    chain.tell(MOCK, mock, "setFee", 7)
    assert chain.ask(MOCK, mock, "etherFor", 21_000) == 147_000


values = st.lists(st.integers(20, 40), min_size=4, max_size=4)


@check
@given(
    most=st.integers(1, 3),
    hard=st.integers(1, 25),
    fee=st.integers(0, 5),
    before=values,
    after=values,
    kinds=st.lists(st.sampled_from(list(MarketClass)), min_size=4, max_size=4),
    known=st.booleans(),
)
def test_the_twin_says_the_same(chain, most, hard, fee, before, after, kinds, known):
    """K3 Four assets, of markets of any class, or watched by nobody."""
    start, end = (valued(*it) for it in (before, after))
    start = replace(start, signals=signals_of(kinds) if known else ())
    contract, target = chain.deploy(MOCK, most, hard * PERCENT), weights(25, 25, 25, 25)
    answer = judged(chain, contract, fee, astuple(start), target, astuple(end))
    assert answer == said(BaseFeeConstraint(most, hard * PERCENT, fee).judge, start, target, end)
    event(f"{fee > most}, {answer and answer[0]}")


def valued(*dollars):
    """The same state for the twin."""
    time, supply, total, assets, signals = state(*(it * ONE for it in dollars))
    return State(time, supply, total, tuple(Asset(*it) for it in assets), tuple(signals))


@pytest.mark.parametrize("place", [0, 1])
def test_limits_out_of_range_are_refused_alike(chain, place):
    """J1 Nothing, the most, and one unit more."""
    most = MAX_BASE_FEE, ONE // 4
    for number in (0, most[place], most[place] + 1):
        row = (*most[:place], number, *most[place + 1 :])
        contract = said(chain.deploy, NAME, *row)
        twin = said(lambda row=row: list(astuple(BaseFeeConstraint(*row))))
        assert contract == twin or (isinstance(contract, str) and twin == [*row, 0])
    assert contract == ("LimitOutOfRange", [twin[1][0], most[place] + 1, most[place]])


@pytest.mark.parametrize("price, urgent", [(2_200, False), (3_200, True)])
def test_a_vault_is_due_at_any_base_fee_only_where_it_is_urgent(price, urgent):
    """K3 By 2.4 % and by 11.5 % of total drift, a hard one of ten: `checkUpkeep` says so too."""
    stage = built(10_000_000)
    chain, vault = stage.chain, stage.it.vault
    rule = chain.deploy(MOCK, MOST, HARD)
    chain.tell("Vault", vault, "setConstraint", chain.deploy("ConstraintSet", vault, [rule]))
    stage.price(price)
    stage = stage.keep()
    for fee, due in ((MOST, True), (MOST + 1, urgent)):
        stage = stage.begin()
        chain.tell(MOCK, rule, "setFee", fee)
        assert stage.due() == (due, b"")
        assert said(stage.work) == (0 if due else DEAR)

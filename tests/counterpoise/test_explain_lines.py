"""An account in words: exact lines, at most 80 columns wide."""

from dataclasses import replace

import pytest

from counterpoise.cli.named import Names
from counterpoise.cli.output import wrapped
from counterpoise.cli.proposing import proposed
from counterpoise.cli.reason import why
from counterpoise.cli.telling import tell
from counterpoise.errors import (
    BoughtTooLittle,
    IsPaused,
    PriceTooOld,
    TradeForbidden,
    VenueNotAllowed,
    VolatilityNotObserved,
    VolatilityOutOfDomain,
)
from counterpoise.explain.explanation import explain
from counterpoise.explain.proposal import propose
from counterpoise.keeper.account import Account
from counterpoise.keeper.decide import TwinDisagrees
from counterpoise.math.signals import signals_of
from counterpoise.strategy.blend import BlendStrategy
from counterpoise.strategy.cppi import CppiStrategy, Terms
from counterpoise.strategy.fallback import FallbackStrategy
from counterpoise.strategy.inverse_volatility import InverseVolatilityStrategy
from counterpoise.strategy.overlay import OverlayStrategy
from counterpoise.types import MarketClass
from tests.counterpoise.explain.small import (
    DOLLAR,
    DRIFTED,
    ETHER,
    HALVES,
    NAMES,
    ONE,
    VENUE,
    Coin,
    engine,
    owning,
    reported,
)
from tests.counterpoise.keeper.test_replay import STEP, again
from tests.counterpoise.strategy.test_overlay import Refuses

GAS = 100_000
BLIND = InverseVolatilityStrategy()


def account(told, *replays, difference=None, **changes):
    return Account(reported(told, **changes), told, difference, replays)


def lines(capsys, found):
    tell(NAMES, found)
    said = capsys.readouterr().out.splitlines()
    assert max(map(len, said)) <= 80
    return [line.rstrip() for line in said]


def test_a_vault_that_trades_is_told_from_its_prices_to_the_reason(capsys):
    assert lines(capsys, account(explain(engine(damping=ONE // 2), DRIFTED))) == TRADES


TRADES = """\
Twin    agrees
Block   7
Time    1970-01-01 00:00:00 UTC
Value   1,000,000.00 USD
Shares  1,000 at 1,000.00 USD

What it sees
────────────

 Asset   Balance      Price        Value    Weight
 ─────────────────────────────────────────────────
 USDC    400,000       1.00   400,000.00   40.00 %
 WETH        300   2,000.00   600,000.00   60.00 %


What each part of its strategy wants
────────────────────────────────────
FixedWeightStrategy
  wants     USDC 50.00 %, WETH 50.00 %

What it plans
─────────────

 Asset    Weight    Wanted      Drift   Becomes
 ──────────────────────────────────────────────
 USDC    40.00 %   50.00 %   -10.00 %   45.00 %
 WETH    60.00 %   50.00 %   +10.00 %   55.00 %


 Sell   Buy       Amount    For at least
 ───────────────────────────────────────
 WETH   USDC   25.075665   49,649.817345

Cut by  damping 50.00 %

What each constraint says
─────────────────────────
DriftConstraint     passes
ProgressConstraint  passes
CooldownConstraint  passes

Why  It trades, as nothing refuses: 1 order brings the drift from 10.00 % to
     5.00 % at most, for 2.75 bps of the value, 275.15 USD.
""".splitlines()


def test_what_does_not_agree_stands_at_the_head(capsys):
    difference = TwinDisagrees("the target", (ONE, 0), (0, ONE))
    said = lines(capsys, account(explain(engine(), DRIFTED), difference=difference))
    assert said[:2] == [
        f"Twin    DISAGREES on the target: chain ({ONE}, 0), twin (0,",
        f"        {ONE})",
    ]
    assert said[-1] == (
        "Why  It does neither: the twin disagrees, and so the keeper sends nothing."
    )


def test_what_is_remembered_has_a_table_of_what_is_known(capsys):
    kinds = MarketClass.NORMAL, MarketClass.GENUINE_MOVE
    state = owning(400_000, 300, signals=signals_of(kinds, (), (ONE // 4,), (ONE, -ONE // 3)))
    said = lines(capsys, account(explain(engine(), state)))
    at = next(i for i, line in enumerate(said) if "Market" in line)
    assert [line.split() for line in said[at : at + 4 : 2]] == [
        ["Asset", "Market", "Trend"],
        ["USDC", "Normal", "+1.0000"],
    ]
    assert said[at + 3].split() == ["WETH", "GenuineMove", "-0.3333"]
    assert "Correlations  USDC and WETH +0.2500" in said


def test_a_block_with_a_rebalance_tells_what_was_done(capsys):
    (past,) = again(STEP)
    said = lines(capsys, account(explain(engine(), owning(500_000, 250)), past))
    at = said.index("What was done in block 7")
    assert [line for line in said[at:] if line] == DONE


DONE = """\
What was done in block 7
────────────────────────
 Sold   Bought      Amount             For
 ─────────────────────────────────────────
 WETH   USDC     50.199922   99,600.154216
Cost    8.00 bps of the value, 799.69 USD
Wanted  USDC 50.00 %, WETH 50.00 %
Orders  of the planner
Tx      0x1
Twin    comes to the same from block 6, to the unit; its reasons are told there
Why  It waits, as DriftConstraint refuses: WithinBand: drift 0.00 %, band
     5.00 %.
""".splitlines()


def test_a_rebalance_that_cannot_be_made_again_says_what_came_before_it(capsys):
    (past,) = again(replace(STEP, index=2), ready_at=10)
    said = " ".join(lines(capsys, account(explain(engine(), DRIFTED), past)))
    assert "DISAGREES on whether it was due: chain due, twin CooldownActive" in said
    assert "; transactions of the block before it: 2" in " ".join(said.split())


def test_where_nothing_was_seen_the_reason_is_all(capsys):
    reason = PriceTooOld(ETHER, 90_000, 86_400)
    report = reported(explain(engine(), DRIFTED), state=None, due=False, reason=reason)
    assert lines(capsys, Account(report, None, None, ())) == [
        "Twin   saw nothing",
        "Block  7",
        "",
        "Why  It waits, as nothing can be observed: PriceTooOld: feed WETH, age 90000 s,",
        "     max age 86400 s.",
    ]


def test_parts_stand_below_who_asks_them():
    blend = BlendStrategy((BLIND, HALVES), (ONE // 2, ONE // 2), HALVES, GAS)
    terms = Terms(900 * ONE, 0, 0, 3 * ONE, ONE * 3 // 10, ONE)
    floor = CppiStrategy(HALVES, DOLLAR, terms, 0)
    overlay = OverlayStrategy(blend, DOLLAR, (floor, Refuses()), GAS)
    whole = FallbackStrategy(BLIND, overlay, 500_000)
    assert list(proposed(NAMES, propose(whole, DRIFTED))) == TREE


TREE = """\
FallbackStrategy
  wants     USDC 100.00 %
  primary: InverseVolatilityStrategy
    refuses   VolatilityNotObserved: index 0 (USDC)
  secondary: OverlayStrategy
    wants     USDC 100.00 %
    exposure  0.00 % at most
    inner: BlendStrategy
      wants     USDC 50.00 %, WETH 50.00 %
      part 1 (50.00 %): InverseVolatilityStrategy
        refuses   VolatilityNotObserved: index 0 (USDC)
      part 2 (50.00 %): FixedWeightStrategy
        wants     USDC 50.00 %, WETH 50.00 %
      secondary: FixedWeightStrategy
        wants     USDC 50.00 %, WETH 50.00 %
    scalar 1: CppiStrategy
      wants     USDC 70.00 %, WETH 30.00 %
      exposure  30.00 % at most
      inner: FixedWeightStrategy
        wants     USDC 50.00 %, WETH 50.00 %
    scalar 2: Refuses
      exposure  none told, VolatilityNotObserved: index 0 (USDC)
""".splitlines()


def test_weights_of_many_assets_go_on_below_themselves():
    names = Names({f"0x{i:040x}": Coin(f"COIN{i}", 18) for i in range(20)})
    state = owning(1, 1)
    it = replace(propose(HALVES, state), weights=(ONE // 20,) * 20)
    said = list(proposed(names, it))
    assert max(map(len, said)) <= 80
    assert said[1].startswith("  wants     COIN0 5.00 %, COIN1 5.00 %")
    assert {line[:12] for line in said[2:]} == {" " * 12}
    assert not any(line.strip().startswith("%") for line in said)


@pytest.mark.parametrize(
    "refusal, text",
    [
        (VolatilityNotObserved(1), "VolatilityNotObserved: index 1 (WETH)"),
        (VolatilityNotObserved(7), "VolatilityNotObserved: index 7"),
        (
            VolatilityOutOfDomain(ETHER, 0, 1, ONE),
            "VolatilityOutOfDomain: asset WETH, volatility 0.00 %, least 0.00 %, most 100.00 %",
        ),
        (
            TradeForbidden(ETHER, 6, 2 * ONE, ONE // 2),
            "TradeForbidden: asset WETH, kind Transient, start 2, end 0.5",
        ),
        (
            BoughtTooLittle(DOLLAR, 1, 10**6),
            "BoughtTooLittle: asset USDC, bought 0.000001, min buy amount 1",
        ),
        (BoughtTooLittle("0xA", 1, 2), "BoughtTooLittle: asset 0xA, bought 1, min buy amount 2"),
    ],
)
def test_a_refusal_calls_assets_by_their_symbols(refusal, text):
    assert NAMES.refusal(refusal) == text


def test_weights_that_fit_no_assets_stand_alone():
    assert NAMES.weights((ONE,)) == "100.00 %"
    assert NAMES.weights((ONE, 0)) == "USDC 100.00 %"


def test_no_number_goes_without_its_unit():
    assert wrapped("drift 0.00 %, band 3.00 %.", 24) == ["drift 0.00 %, band", "3.00 %."]
    assert wrapped("for 12 USD at 5 bps", 6) == ["for", "12 USD", "at", "5 bps"]
    assert wrapped("1 second", 7) == ["1", "second"]


@pytest.mark.parametrize(
    "found, sentence",
    [
        (
            account(explain(engine(), DRIFTED)),
            "It trades, as nothing refuses: 1 order brings the drift from 10.00 % to 0.00 % at "
            "most, for 8.00 bps of the value, 799.69 USD.",
        ),
        (
            account(explain(engine(), owning(500_000, 250))),
            "It waits, as DriftConstraint refuses: WithinBand: drift 0.00 %, band 5.00 %.",
        ),
        (
            account(explain(engine(BLIND), DRIFTED)),
            "It waits, as InverseVolatilityStrategy refuses: "
            "VolatilityNotObserved: index 0 (USDC).",
        ),
        (
            account(explain(engine(), DRIFTED), due=False, reason=IsPaused(3_600)),
            "It waits, as the vault is paused until 1970-01-01 01:00:00 UTC.",
        ),
        (
            account(explain(engine(), owning(500_000, 250)), reason=VenueNotAllowed(VENUE)),
            f"It waits, as the vault refuses: VenueNotAllowed: venue {VENUE}.",
        ),
    ],
)
def test_the_last_sentence_says_why(found, sentence):
    assert why(NAMES, found) == sentence

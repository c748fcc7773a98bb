"""A back-test without a chain: from its file to a course, and to those that it is compared with."""

from __future__ import annotations

import csv
import json
from collections import Counter
from datetime import datetime, timezone

import pytest

from counterpoise.backtest import years
from counterpoise.backtest.baselines.names import NAMES
from counterpoise.backtest.config import read
from counterpoise.backtest.course import Kind
from counterpoise.backtest.paths import jump_diffusion
from counterpoise.backtest.prices import ONE
from counterpoise.backtest.twin.entry import NotPlayed
from tests.counterpoise.backtest.openings import DEMO

EVEN = {"kind": "fixed", "weights": {"WETH": "0.4", "WBTC": "0.3", "USDC": "0.3"}}
LEAST = {"kind": "minimumVariance", "tolerance": "0.0001", "steps": 0}
SIGNALS = {
    "variance": {"kind": "variance", "tau": 30 * 86_400}
    | {"volatilities": {"WETH": "0.8", "WBTC": "0.6", "USDC": "0.05"}},
    "covariance": {"kind": "covariance", "spacing": 3_600, "tau": 86_400},
}
PRICES = jump_diffusion(seed=7, steps=300)


@pytest.fixture
def write(tmp_path):
    """Writes a run's file, beside its prices."""
    with (tmp_path / "prices.csv").open("w", newline="") as file:
        rows = csv.writer(file)
        rows.writerow(["timestamp", *PRICES.assets])
        for time, closes in zip(PRICES.times, PRICES.closes, strict=True):
            moment = datetime.fromtimestamp(time, timezone.utc)
            rows.writerow([moment.isoformat(), *(f"{it / ONE:.8f}" for it in closes)])

    def written(text):
        path = tmp_path / "run.toml"
        path.write_text('[prices]\nfile = "prices.csv"\n[run]\nmode = "twin"\n' + text)
        return path, read(path)

    return written


def test_a_run_needs_no_node(write):
    """The demo's vault at its first price, hour by hour; progress ends with the last."""
    told = []
    course = years.play(*write(""), told.append)

    assert told == [300]
    assert (course.name, course.symbols) == ("local-demo", ("WETH", "WBTC", "USDC"))
    assert course.start.balances == (120 * 10**18, 45 * 10**7, 180_000 * 10**6)
    assert len(course.steps) == 300
    assert {it.wait for it in course.steps} >= {"WithinBand", None}


def fees(course):
    """{1e-6} of what was paid, rounded down."""
    changes = [change for step in course.steps for change in step.changes]
    return {swap.fee * 10**6 // swap.paid for change in changes for swap in change.swaps}


def test_a_vault_on_pools_of_v3_pays_their_fee(write):
    path, usual = write("")
    parameters = json.loads(DEMO.read_text()) | {"venue": {"kind": "uniswapV3", "fee": 500}}
    (path.parent / "vault.json").write_text(json.dumps(parameters))
    ranged = write('[market]\nranges = [500]\n[vault]\nparameters = "vault.json"\n')

    assert fees(years.play(path, usual)) == {3_000}
    assert fees(years.play(*ranged)) == {500}


def test_a_keeper_that_records_seldom_loses_no_block_to_it(write):
    """A rebalance comes a block later where something is recorded: each hour, or once at all."""
    path, _ = write("")
    signals = {"covariance": {"kind": "covariance", "spacing": 3_600, "tau": 30 * 86_400}}
    (path.parent / "vault.json").write_text(
        json.dumps(json.loads(DEMO.read_text()) | {"signals": signals})
    )
    waits = []
    for spacing in (0, 7 * 86_400):
        terms = f'[vault]\nparameters = "vault.json"\n[keeper]\nrecord_spacing = {spacing}\n'
        steps = years.play(*write(terms)).steps
        waits.append({change.time - it.time for it in steps[1:] for change in it.changes})

    assert waits == [{24}, {12}]


def test_the_baselines_of_a_file_are_those_that_it_names(write):
    told = []
    every = years.baselines(*write(""), told.append)
    some = years.baselines(*write('[baselines]\nplay = ["costless", "hold"]\n'))

    assert tuple(it.name for it in every) == tuple(told) == NAMES
    assert [it.name for it in some] == ["costless", "hold"]
    assert some == [every[-1], every[0]]
    gas = {c.gas_price for it in every[1:8] for step in it.steps for c in step.changes}
    assert gas == {20 * 10**9}


def test_depositors_come_and_go_without_a_chain(write):
    """Some in kind and some with one asset; each leaves with the shares that it came to."""
    entries = "[flows]\nentries = 4\nstay = 3\n"
    course = years.play(*write(entries))
    changes = [change for step in course.steps for change in step.changes]
    kinds = Counter(it.kind for it in changes)

    assert course == years.play(*write(entries))
    assert course != years.play(*write(entries + "single = 0\n"))
    assert kinds[Kind.ENTRY] > kinds[Kind.EXIT] > 0 < kinds[Kind.REBALANCE]
    assert [it.time for it in changes] == sorted(it.time for it in changes)
    assert {(it.gas, it.gas_price) for it in changes} == {(0, 0)}


def test_what_has_no_twin_is_named_before_the_first_price(write):
    path, _ = write("")
    parameters = json.loads(DEMO.read_text()) | {"planner": {"kind": "auction"}}
    (path.parent / "vault.json").write_text(json.dumps(parameters))

    with pytest.raises(NotPlayed, match='planner of kind "auction"'):
        years.play(*write('[vault]\nparameters = "vault.json"\n'))


def vault_of(folder, **changes):
    """Writes the demo's file with these changes, and says so in a run's."""
    parameters = json.loads(DEMO.read_text()) | changes
    (folder / "vault.json").write_text(json.dumps(parameters))
    return '[vault]\nparameters = "vault.json"\n'


def test_somebody_solves_for_a_strategy_that_looks_for_the_best(write):
    """As soon as correlations are known, and not again within a week."""
    path, _ = write("")
    vault = vault_of(path.parent, strategy=LEAST, signals=SIGNALS)
    steps = years.play(*write(f"{vault}[posting]\nspacing = {7 * 86_400}\n")).steps
    posts = [it.time for step in steps for it in step.notes]

    assert [it.wait for it in steps[:10]] == ["CorrelationNotObserved"] * 10
    assert len(posts) == 2
    assert steps[10].time < posts[0] < steps[11].time
    assert posts[1] >= posts[0] + 7 * 86_400
    assert [it.gas for step in steps for it in step.notes] == [0, 0]


def test_somebody_brings_what_a_file_proposes(write):
    """Half an hour after the third price: the fourth look is the first that knows of it."""
    path, _ = write("")
    follower = {"kind": "proposed", "signer": f"0x{0:040x}", "start": EVEN["weights"]}
    limits = {"step": "0.1", "spacing": 3_600, "life": 4 * 3_600}
    vault = vault_of(path.parent, strategy=follower | limits)
    moment = datetime.fromtimestamp(PRICES.times[2] + 1_800, timezone.utc)
    rows = f"timestamp,WETH,WBTC,USDC\n{moment.isoformat()},0.5,0.25,0.25\n"
    (path.parent / "proposals.csv").write_text(rows)
    steps = years.play(*write(f'{vault}[posting]\nproposals = "proposals.csv"\n')).steps

    assert [it.wait for it in steps[:3]] == ["ProposalExpired"] * 3
    assert [len(it.notes) for it in steps[:5]] == [0, 0, 0, 1, 0]
    assert {it.target for it in steps[3:]} == {(ONE // 2, ONE // 4, ONE // 4)}
    assert "ProposalExpired" not in {it.wait for it in steps[3:7]}
    assert {it.wait for it in steps[8:]} == {"ProposalExpired"}


def test_a_book_that_nobody_writes_into_is_played(write):
    """With posting left out it is empty on either side."""
    path, _ = write("")
    vault = vault_of(path.parent, strategy=LEAST, signals=SIGNALS)
    steps = years.play(*write(f"{vault}[posting]\nsolutions = false\n")).steps

    assert {it.wait for it in steps[10:]} == {"GapTooWide"}
    assert not any(it.notes for it in steps)

"""What the command line says of a market, and does for it, against a real node."""

import json

import pytest

from counterpoise.cli.words import moment
from tests.chain.screen import require_one_line, words
from tests.chain.world import HOUR, ONE

CANARY = "c0ffee" * 10 + "beef"


@pytest.fixture
def run(watched, deployment, run_as):
    return run_as(deployment, CANARY)


def market(text: str) -> list[list[str]]:
    """The rows below the market's heading."""
    lines = words(text)
    start = next(i for i, line in enumerate(lines) if line[:2] == ["Asset", "Market"])
    return lines[start + 2 : start + 5]


def test_status_says_that_nobody_has_ever_looked(run):
    result = run("status")
    assert result.exit_code == 0
    assert market(result.stdout) == [
        ["WETH", "Unknown", "never", "80.00", "%"],
        ["WBTC", "Unknown", "never", "60.00", "%"],
        ["USDC", "Unknown", "never", "1.00", "%"],
    ]
    assert max(map(len, result.stdout.splitlines())) <= 80


def test_status_says_what_the_market_is_like_and_when_it_was_last_looked_at(run, watched):
    watched.calm()
    watched.push(0)
    watched.record()
    rows = market(run("status").stdout)
    assert [row[:2] for row in rows] == [
        ["WETH", "Transient"],
        ["WBTC", "Normal"],
        ["USDC", "Normal"],
    ]
    time = watched.market.functions.standingOf(watched.world.tokens[0].address).call()[-1]
    assert rows[0][2:5] == words(moment(time))[0]


def test_status_says_when_the_last_look_is_too_old(run, watched):
    watched.calm()
    watched.world.wait(HOUR)
    rows = market(run("status").stdout)
    assert [row[1] for row in rows] == ["Unknown"] * 3
    assert rows[0][2] != "never"


def test_status_as_json_has_the_market_and_nothing_where_nothing_is_known(run, watched):
    first = json.loads(run("status --json").stdout)["market"]
    assert first[0] == {
        "asset": watched.world.tokens[0].address,
        "class": "Unknown",
        "since": None,
        "looked_at": None,
        "volatility": str(8 * ONE // 10),
    }
    watched.calm()
    later = json.loads(run("status --json").stdout)["market"]
    assert [it["class"] for it in later] == ["Normal"] * 3
    assert {it["looked_at"] is None for it in later} == {False}
    assert {it["since"] for it in later} == {None}  # It was never found to be anything else.
    watched.push(0)
    watched.record()
    pushed = json.loads(run("status --json").stdout)["market"][0]
    assert (pushed["class"], pushed["since"]) == ("Transient", pushed["looked_at"])


def test_a_plain_vault_shows_no_market(run, watched):
    plain = watched.observer.functions.inner().call()
    watched.world.send(watched.world.vault.functions.setObserver(plain))
    assert "Looked at" not in run("status").stdout
    assert "market" not in json.loads(run("status --json").stdout)
    refused = run("record --account 2")
    require_one_line(refused, 1, "nothing to record: this vault was deployed without a market")


def test_record_takes_in_what_is_new_and_looks(run):
    result = run("record --account 2")
    assert result.exit_code == 0
    rows = words(result.stdout)[2:]
    assert [row[0] for row in rows] == [
        "VarianceEstimator",
        "DepthEstimator",
        "DepthEstimator",
        "DrawdownEstimator",
        "MarketEstimator",
    ]
    assert all(row[2:5] == ["recorded", "in", "block"] for row in rows)
    assert max(map(len, result.stdout.splitlines())) <= 80
    again = json.loads(run("record --account 2 --json").stdout)["recorded"]
    assert [it["estimator"] for it in again] == ["MarketEstimator"]
    assert int(again[0]["gas"]) > 100_000


@pytest.mark.parametrize(("more", "told"), [("", {"VarianceEstimator"}), ("604800", set())])
def test_a_keeper_is_told_how_often_to_record(run, watched, more, told):
    """A new round a minute after the last; `record` asks for all of it at any time."""
    watched.calm()
    watched.refresh()
    assert run("record --account 2").exit_code == 0
    watched.world.wait(60)
    watched.refresh()
    spacing = f" --record-spacing {more}" if more else ""
    lines = run(f"keeper run --once --account 2{spacing}").stdout.splitlines()
    recorded = {it.get("estimator") for it in map(json.loads, lines)} - {None, "MarketEstimator"}
    assert recorded == told
    again = json.loads(run("record --account 2 --json").stdout)["recorded"]
    assert ("VarianceEstimator" in [it["estimator"] for it in again]) == (told == set())


def test_record_says_what_was_refused_and_records_the_others(run, watched):
    watched.world.send(watched.world.feeds[0].functions.setDecimals(18))
    result = run("record --account 2")
    assert result.exit_code == 1
    rows = words(result.stdout)[2:]
    assert rows[0] == ["VarianceEstimator", "WETH", "refused"]
    assert [row[:3] for row in rows[1:3]] == [
        ["VarianceEstimator", "WBTC", "recorded"],
        ["VarianceEstimator", "USDC", "recorded"],
    ]
    assert rows[6][0] == "MarketEstimator"
    assert rows[7][:2] == ["WETH", "FeedDecimalsChanged:"]
    assert max(map(len, result.stdout.splitlines())) <= 80


def test_record_needs_a_key(run):
    assert run("record").exit_code == 4

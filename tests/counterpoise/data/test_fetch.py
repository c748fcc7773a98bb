"""Closes through ccxt, from a server on this machine that fails in every way that Kraken does."""

from __future__ import annotations

import json
import signal
import threading
import time

import pytest
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st

from counterpoise.cli import main
from counterpoise.data.cells import price, time_text
from counterpoise.data.exchange import Exchange, FetchProblem
from counterpoise.data.fetch import fetch
from counterpoise.data.order import Order
from counterpoise.data.pages import Unanswered
from counterpoise.data.problem import BadPrices
from counterpoise.data.reading import load, survey
from counterpoise.data.sidecar import origin_of
from tests.counterpoise.data import kraken as server
from tests.counterpoise.data.kraken import FIRST, HOUR, changed, close, cut_off, fine, says, status
from tests.depth import examples

BOTH = ("BTC/USD", "ETH/USD")
LATER = FIRST + 20 * HOUR  # three pages, the last of them not full
WAITED = [1, 2, 4, 8, 16, 32]  # {s}


@pytest.fixture
def kraken():
    with server.serving() as found:
        yield found


def exchange_at(kraken):
    """Kraken's at ccxt, in no hurry to be polite to this machine."""
    exchange = Exchange("kraken", kraken.url)
    exchange._api.enableRateLimit = False
    return exchange


@pytest.fixture
def run(kraken, tmp_path):
    """Fetches into a file; waits are noted and not waited for."""
    exchange, waited = exchange_at(kraken), []

    def fetched(symbols=("ETH/USD",), step="1h", start=FIRST, end=LATER, name="prices.parquet"):
        order = Order(symbols, step, start, end)
        return fetch(exchange, order, tmp_path / name, pause=waited.append)

    fetched.waited, fetched.out = waited, tmp_path / "prices.parquet"
    return fetched


def expected(pair, end=LATER):
    return [price(close(pair, it)) for it in range(FIRST, end, HOUR)]


@pytest.mark.parametrize("name", ["prices.parquet", "prices.csv", "prices.csv.gz"])
def test_what_is_fetched_is_what_the_exchange_has_to_the_last_digit(run, tmp_path, name):
    run(BOTH, name=name)

    prices = load(tmp_path / name, ("BTC", "ETH"))
    assert prices.times == tuple(range(FIRST, LATER, HOUR))
    columns = [list(it) for it in zip(*prices.closes)]
    assert columns == [expected("XXBTZUSD"), expected("XETHZUSD")]
    assert sorted(it.name for it in tmp_path.iterdir()) == [name, f"{name}.json"]


def test_it_is_asked_page_by_page_from_where_the_last_one_ended(run, kraken):
    run()
    assert kraken.asked == [("XETHZUSD", FIRST + hours * HOUR) for hours in (0, 7, 14)]


def test_the_sidecar_tells_where_a_file_is_from(run, kraken):
    origin = run(BOTH)

    assert json.loads(run.out.with_name("prices.parquet.json").read_text()) == {
        "exchange": "kraken",
        "ccxt": origin.ccxt,
        "url": kraken.url,
        "symbols": ["BTC/USD", "ETH/USD"],
        "step": "1h",
        "first": "2024-01-01T00:00:00Z",
        "last": "2024-01-01T19:00:00Z",
        "count": 20,
        "sha256": origin.sha256,
    }
    assert origin_of(run.out) == origin


def test_a_file_that_was_changed_is_not_what_the_sidecar_tells_of(run):
    run()
    run.out.write_bytes(run.out.read_bytes() + b"x")
    with pytest.raises(BadPrices) as refused:
        origin_of(run.out)
    said = "was changed since it was fetched: prices.parquet.json has its SHA-256"
    assert str(refused.value) == f"{run.out}: {said}"


def test_a_sidecar_of_something_else_is_refused(run):
    run.out.with_name("prices.parquet.json").write_text('{"symbols": []}')
    with pytest.raises(BadPrices, match="prices.parquet.json: does not tell where a file is from"):
        origin_of(run.out)


PASSING = {
    "busy": says("EService:Unavailable"),
    "asked too often": says("EAPI:Rate limit exceeded"),
    "asked too often, by status": status(429),
    "down": status(503),
    "cut off": cut_off,
    "an empty page": changed(lambda found: found[:0] or [[found[0][0] - 99 * HOUR, *found[0][1:]]]),
}


@pytest.mark.parametrize("fault", PASSING.values(), ids=PASSING)
def test_what_passes_is_waited_for(run, kraken, fault):
    """At first, between two pages, and twice in a row."""
    kraken.faults[:] = [fault, fine, fault, fault]

    run()

    assert run.waited == [1, 1, 2]
    assert [it for (it,) in load(run.out, ["ETH"]).closes] == expected("XETHZUSD")


@pytest.mark.parametrize("fault", list(PASSING.values())[:-1], ids=list(PASSING)[:-1])
def test_what_does_not_pass_ends_the_run_and_the_next_one_goes_on(run, kraken, fault):
    kraken.faults[:] = [fine, fine] + [fault] * 7

    with pytest.raises(Unanswered, match="what was fetched is kept, the same command goes on"):
        run()
    assert run.waited == WAITED
    assert not run.out.exists()

    kraken.asked.clear()
    run()
    assert kraken.asked == [("XETHZUSD", FIRST + 14 * HOUR)]
    assert [it for (it,) in load(run.out, ["ETH"]).closes] == expected("XETHZUSD")


def test_a_line_that_was_being_kept_is_fetched_again(run, kraken):
    """The run was ended in the middle of a write."""
    kraken.faults[:] = [fine] + [status(503)] * 7
    with pytest.raises(Unanswered):
        run()
    kept = run.out.with_name("prices.parquet.kept") / "ETH-USD.csv"
    kept.write_text(kept.read_text()[:-5])

    kraken.asked.clear()
    run()
    assert kraken.asked[0] == ("XETHZUSD", FIRST + 6 * HOUR)
    assert [it for (it,) in load(run.out, ["ETH"]).closes] == expected("XETHZUSD")


def test_more_can_be_fetched_than_was_kept_for(run, kraken):
    kraken.faults[:] = [fine] + [status(503)] * 7
    with pytest.raises(Unanswered):
        run(end=FIRST + 14 * HOUR)
    run(end=LATER)
    assert survey(run.out).count == 20


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda lines: ["other", *lines[1:]], ":1: is of 'other', not of '"),
        (lambda lines: [lines[0].replace("1h", "1d"), *lines[1:]], ":1: is of 'kraken at http"),
        (lambda lines: [*lines[:3], *lines[4:]], ":4: was changed: '1704078000,"),
        (lambda lines: [*lines[:2], lines[2].split(",")[0], *lines[3:]], ":3: was changed: "),
    ],
)
def test_what_was_kept_and_then_changed_is_refused(run, kraken, change, said):
    kraken.faults[:] = [fine] + [status(503)] * 7
    with pytest.raises(Unanswered):
        run()
    kept = run.out.with_name("prices.parquet.kept") / "ETH-USD.csv"
    kept.write_text("\n".join(change(kept.read_text().splitlines())) + "\n")
    with pytest.raises(FetchProblem) as refused:
        run()
    assert str(refused.value).startswith(f"{kept}{said}")


def test_a_candle_that_comes_twice_is_one(run, kraken):
    kraken.faults[:] = [changed(lambda found: [found[0], *found, found[-1]])] * 3
    run()
    assert [it for (it,) in load(run.out, ["ETH"]).closes] == expected("XETHZUSD")


def test_a_candle_that_comes_twice_and_differs_is_refused(run, kraken):
    def two(found):
        return [*found, [found[-1][0], "1", "1", "1", "2", "1", "1", 1]]

    kraken.faults[:] = [changed(two)]
    with pytest.raises(FetchProblem) as refused:
        run()
    both = f"{close('XETHZUSD', FIRST + 6 * HOUR)} and 2"
    time = "2024-01-01T06:00:00Z"
    assert str(refused.value) == f"kraken: ETH/USD: {time}: two closes: {both}"


def test_a_gap_is_refused_by_name_and_not_filled(run, kraken):
    kraken.faults[:] = [fine, changed(lambda found: [*found[:2], *found[4:]])]
    with pytest.raises(FetchProblem) as refused:
        run()
    gap = "2024-01-01T09:00:00Z: gap: no candle, the next is of 2024-01-01T11:00:00Z"
    assert str(refused.value) == f"kraken: ETH/USD: {gap}"
    assert not run.out.exists()


def test_time_before_the_exchanges_first_candle_is_a_gap(run):
    with pytest.raises(FetchProblem) as refused:
        run(start=FIRST - HOUR)
    gap = "2023-12-31T23:00:00Z: gap: no candle, the next is of 2024-01-01T00:00:00Z"
    assert str(refused.value) == f"kraken: ETH/USD: {gap}"


def test_pages_that_stay_empty_are_a_gap_to_the_end(run, kraken):
    kraken.faults[:] = [fine] + [PASSING["an empty page"]] * 7
    with pytest.raises(FetchProblem) as refused:
        run()
    gap = "2024-01-01T07:00:00Z: gap: no candle, it has none after that"
    assert str(refused.value) == f"kraken: ETH/USD: {gap}"
    assert run.waited == WAITED


@pytest.mark.parametrize("text", ["0", "-1", "NaN", "", None])
def test_a_close_that_is_no_price_is_refused_with_its_time(run, kraken, text):
    def odd(found):
        return [*found[:3], [found[3][0], "1", "1", "1", text, "1", "1", 1], *found[4:]]

    kraken.faults[:] = [changed(odd)]
    with pytest.raises(FetchProblem, match="^kraken: ETH/USD: 2024-01-01T03:00:00Z: price is not"):
        run()


def test_what_the_exchange_refuses_is_not_asked_again(run, kraken):
    kraken.faults[:] = [says("EGeneral:Invalid arguments")]
    with pytest.raises(FetchProblem, match="^kraken refuses: BadRequest: .*Invalid arguments"):
        run()
    assert run.waited == []


@settings(max_examples=examples(25))
@given(st.binary(max_size=40))
def test_whatever_is_answered_is_told_in_a_line(tmp_path_factory, body):
    """ccxt itself stumbles over some of it."""
    with server.serving() as kraken:
        kraken.faults[:] = [server.raw(body)] * 7
        order = Order(("ETH/USD",), "1h", FIRST, LATER)
        out = tmp_path_factory.mktemp("odd") / "prices.csv"
        with pytest.raises((FetchProblem, Unanswered)) as refused:
            fetch(exchange_at(kraken), order, out, pause=lambda _: None)
        assert "\n" not in str(refused.value)
        assert not out.exists()


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ({"symbols": ("DOGE/USD",)}, "--symbols: kraken has no 'DOGE/USD'"),
        ({"symbols": ("ETH/US",)}, "--symbols: kraken has no 'ETH/US': did you mean ETH/USD"),
        ({"symbols": ("ETH",)}, "--symbols: not a market: 'ETH', write it as BTC/USD"),
        ({"symbols": ("ETH/USD", "ETH/EUR")}, "--symbols: ETH twice"),
        (
            {"symbols": ("BTC/USD", "ETH/EUR")},
            "--symbols: prices in EUR and USD, one file has one of them",
        ),
        ({"step": "7m"}, "--step: kraken has no '7m', it has 1m, 5m, 15m, 30m, 1h, 4h, 1d"),
        ({"step": "1w"}, "--step: kraken has no '1w', it has 1m, 5m, 15m, 30m, 1h, 4h, 1d"),
        ({"start": FIRST + 60}, "--from: 2024-01-01T00:01:00Z is not on a step of 1h"),
        ({"end": LATER + 60}, "--to: 2024-01-01T20:01:00Z is not on a step of 1h"),
        ({"start": LATER}, "--to: less than two steps of 1h after --from"),
        ({"end": FIRST + HOUR}, "--to: less than two steps of 1h after --from"),
        ({"end": 4_070_908_800}, "--to: 2099-01-01T00:00:00Z is not over yet"),
        ({"start": -HOUR}, "--from: is before 1970"),
        ({"name": "none/prices.csv"}, "--out: there is no folder "),
    ],
)
def test_what_cannot_be_meant_is_told_with_its_option(run, kraken, options, said):
    with pytest.raises(FetchProblem) as refused:
        run(**options)
    assert str(refused.value).startswith(said)
    assert kraken.asked == []


def test_a_file_that_is_there_is_not_written_over(run, kraken):
    run.out.touch()
    with pytest.raises(FetchProblem, match=f"^--out: {run.out} is there already$"):
        run()
    assert kraken.asked == []


@pytest.mark.parametrize(
    ("name", "said"),
    [("krakn", "--exchange: ccxt knows no 'krakn': did you mean kraken"), ("x" * 9, "ccxt knows")],
)
def test_an_exchange_that_ccxt_does_not_know_is_refused(name, said):
    with pytest.raises(FetchProblem, match=said):
        Exchange(name)


def ask(kraken, out):
    """A page of each."""
    span = ("--from", time_text(FIRST), "--to", time_text(FIRST + 7 * HOUR))
    place = ("--exchange", "kraken", "--url", kraken.url, "--out", str(out))
    symbols = ("--symbols", "BTC/USD,ETH/USD")
    return CliRunner().invoke(main, ["data", "fetch", *symbols, *span, *place])


def test_the_command_fetches_and_checks_and_keeps_to_the_rate_limit(kraken, tmp_path):
    """Four questions, which Kraken wants a second apart."""
    out, begun = tmp_path / "prices.parquet", time.monotonic()
    done = ask(kraken, out)
    assert time.monotonic() - begun > 2
    assert (done.exit_code, done.stderr) == (0, "")
    assert done.stdout.splitlines()[-2:] == [
        "From  BTC/USD, ETH/USD at kraken, 1h",
        "Span  2024-01-01T00:00:00Z to 2024-01-01T06:00:00Z, 7 prices of each",
    ]
    checked = CliRunner().invoke(main, ["data", "check", str(out)])
    assert checked.stdout.splitlines()[-5:] == [
        "Assets  BTC, ETH",
        "Step    3600 s",
        "Span    2024-01-01T00:00:00Z to 2024-01-01T06:00:00Z",
        "Prices  7 of each",
        "From    BTC/USD, ETH/USD at kraken, 1h",
    ]


def test_ctrl_c_leaves_what_was_fetched(kraken, tmp_path, monkeypatch):
    """A real signal, while an answer is awaited."""
    monkeypatch.setattr("ccxt.kraken.throttle", lambda *_: None)

    def interrupt(answer):
        signal.pthread_kill(threading.main_thread().ident, signal.SIGINT)
        time.sleep(0.2)

    out = tmp_path / "prices.csv"
    kraken.faults[:] = [fine, interrupt]
    stopped = ask(kraken, out)
    assert stopped.exit_code == 130
    assert stopped.stderr == "stopped: what was fetched is kept, the same command goes on\n"
    kept = (tmp_path / "prices.csv.kept" / "BTC-USD.csv").read_text()
    assert len(kept.splitlines()) == 8
    assert not out.exists()


def test_an_exchange_that_is_not_there_is_code_3(tmp_path, monkeypatch):
    monkeypatch.setattr("counterpoise.data.patience.WAITS", ())
    nobody = server.Kraken(url="http://127.0.0.1:1")
    result = ask(nobody, tmp_path / "prices.csv")
    assert result.exit_code == 3
    assert result.stderr.startswith("Error: kraken: NetworkError: kraken GET http://127")
    assert result.stderr.count("\n") == 1

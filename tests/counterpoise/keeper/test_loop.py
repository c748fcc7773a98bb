"""How a keeper goes on when it cannot."""

import io
import json

import pytest

from counterpoise.chain.provider import NoNode
from counterpoise.errors import WithinBand
from counterpoise.keeper.log import logger, reason
from counterpoise.keeper.loop import Keeper, Rhythm


def lost() -> None:
    raise NoNode("http://user:secret@node.example/v3/secret", "the connection failed")


def test_the_pause_doubles_until_the_last():
    rhythm = Rhythm(poll=12.0, first_retry=1.0, last_retry=60.0)
    assert [rhythm.retry(n) for n in (1, 2, 3, 6, 7, 1_000)] == [1.0, 2.0, 4.0, 32.0, 60.0, 60.0]


def test_a_lost_node_is_a_line_and_a_reason():
    stream = io.StringIO()
    trouble = Keeper(lost, logger(stream)).once()
    line = json.loads(stream.getvalue())
    assert isinstance(trouble, NoNode)
    assert (line["event"], line["why"]) == ("failed", "NoNode")
    assert line["numbers"] == {"message": "no node at http://node.example: the connection failed"}


def test_attempts_are_counted_and_the_loop_ends_when_asked():
    stream = io.StringIO()
    keeper = Keeper(lost, logger(stream), Rhythm(1.0, first_retry=0.001, last_retry=0.004))
    waits: list[float] = []

    def wait(seconds: float) -> bool:
        waits.append(seconds)
        if len(waits) == 4:
            keeper.stopped.set()
        return True

    keeper.stopped.wait = wait  # type: ignore[method-assign]
    keeper.run()
    assert waits == [0.001, 0.002, 0.004, 0.004]
    events = [json.loads(line)["event"] for line in stream.getvalue().splitlines()]
    assert events == ["failed", "failed", "failed", "failed", "stopped"]


def test_a_bug_is_not_taken_for_trouble():
    def broken() -> None:
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        Keeper(broken, logger(io.StringIO())).once()  # type: ignore[arg-type]


def test_the_numbers_of_a_refusal_are_exact_text():
    assert reason(WithinBand(2**60 + 1, 3)) == {
        "why": "WithinBand",
        "numbers": {"drift": "1152921504606846977", "band": "3"},
    }


def test_a_line_opens_with_when_and_what():
    stream = io.StringIO()
    logger(stream).msg("waited", block=7)
    assert list(json.loads(stream.getvalue())) == ["timestamp", "event", "block"]

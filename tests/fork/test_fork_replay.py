"""What was recorded of a run on mainnet's state is enough to run it again, to the unit."""

from counterpoise.chain.provider import connect
from counterpoise.chain.receipt import Outcome
from counterpoise.fork.file import read, write
from counterpoise.fork.node import fork_of
from counterpoise.fork.recorder import recorder_of
from counterpoise.fork.server import StateServer
from counterpoise.fork.source import Recorded, Source
from tests.chain.world import ONE, PERCENT
from tests.fork.acts import enter, leave, rebalance
from tests.fork.conftest import ARGUMENTS
from tests.fork.stage import build


def played(source: Source) -> tuple[Outcome, tuple[int, int]]:
    """Entry, a move, a rebalance, exit: what was traded and its gas, and what the depositor has."""
    with StateServer(source) as server, fork_of(server.url, ARGUMENTS) as node:
        stage = build(connect(node.url), node, source, "UniswapV2")
        enter(stage)
        stage.feed.move(PERCENT // 2)
        done = rebalance(stage)
        leave(stage, stage.depositor, 10 * ONE)
        return done, stage.held(stage.depositor)


def test_a_run_is_recorded_and_replayed_without_the_node(upstream, tmp_path):
    with StateServer(upstream) as node:
        recorder = recorder_of(node.url)
        first = played(recorder)
    write(tmp_path / "mainnet.json.gz", recorder.state())
    source = Recorded(read(tmp_path / "mainnet.json.gz"))
    assert played(source) == first
    assert source.absent_slots == set()
    assert (tmp_path / "mainnet.json.gz").stat().st_size < 100_000

"""`counterpoise fork`: record a chain's state at a block, and serve one to a node that forks."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Event

import click

from counterpoise.cli.failures import BadInput, NoWay, reported
from counterpoise.cli.output import show_json, show_lines
from counterpoise.cli.usage import Group
from counterpoise.cli.words import moment
from counterpoise.fork import file as files
from counterpoise.fork.recorder import Recorder, recorder_of
from counterpoise.fork.run import NODE, RunFailed, read_calls, run_calls, run_command
from counterpoise.fork.server import StateServer
from counterpoise.fork.source import Recorded
from counterpoise.fork.state import NO_CODE, ChainState
from counterpoise.keeper.signals import stopping

PORT = 8546  # beside a node's own
FILE = click.Path(path_type=Path, dir_okay=False)
JSON = click.option("--json", "as_json", is_flag=True, help="One JSON object, integers as text.")


@click.group(cls=Group)
def fork() -> None:
    """Fork a chain from a file: record its state at a block, and serve it without a network."""


@fork.command
@click.option("--rpc", envvar=NODE, required=True, help="The node to record from.")
@click.option("--block", type=click.IntRange(0), help="The block; the latest if left out.")
@click.option(
    "--out", type=FILE, required=True, help="The file to write; packed if it ends in .gz."
)
@click.option("--calls", type=FILE, help="A JSON list of calls, each with to and data.")
@JSON
@click.argument("command", nargs=-1)
def record(
    rpc: str, block: int | None, out: Path, calls: Path | None, as_json: bool, command: tuple[str]
) -> None:
    """Record what a run touches of a chain's state at a block.

    The run is a COMMAND behind --, which finds a node to fork from in MAINNET_RPC_URL and its
    block in MAINNET_BLOCK, or the --calls of a file. A run that fails leaves no file.

    \b
    counterpoise fork record --rpc URL --block 15538826 --out my.json.gz \\
        -- make test-fork
    """
    with reported(as_json):
        recorder, reverted = _recorded(rpc, block, out, calls, command)
        state = recorder.state()
        if all(it.code == NO_CODE for it in state.accounts.values()):
            raise NoWay(f"nothing to record: the run asked for no contract; does it use {NODE}?")
        files.write(out, state)
        _show(state, out, as_json, {"reverted": reverted} if calls else {})


def _recorded(
    rpc: str, block: int | None, out: Path, calls: Path | None, command: tuple[str, ...]
) -> tuple[Recorder, int]:
    """The recorder after the run, and how many of its calls reverted."""
    if bool(calls) == bool(command):
        raise BadInput("one run: give --calls FILE, or a command behind --")
    if not out.parent.is_dir():
        raise BadInput(f"cannot write {out}: there is no folder {out.parent}")
    listed = read_calls(calls) if calls else []
    recorder = recorder_of(rpc, block)
    with StateServer(recorder) as server:
        if listed:
            return recorder, run_calls(server.url, listed)
        try:
            run_command(server.url, recorder.state().number, command)
        except RunFailed:
            recorder.state()  # Where the node failed first, it is to be named.
            raise
    return recorder, 0


@fork.command
@click.argument("file", type=FILE)
@click.option("--port", default=PORT, show_default=True, type=click.IntRange(0, 65535))
@JSON
def serve(file: Path, port: int, as_json: bool) -> None:
    """Serve a recorded state until Ctrl-C, then say what was asked that is not in the FILE.

    A node forks from it with `anvil --fork-url URL --no-storage-caching`.
    """
    with reported(as_json):
        source = Recorded(files.read(file))
        with StateServer(source, port) as server, _until_stopped() as stopped:
            _show(source.state, file, as_json, {"url": server.url})
            stopped.wait()
        _show_gaps(source, server, as_json)


@contextmanager
def _until_stopped() -> Iterator[Event]:
    stopped = Event()
    with stopping(stopped):
        yield stopped


def _show(state: ChainState, file: Path, as_json: bool, more: dict[str, object]) -> None:
    slots = sum(len(it.storage) for it in state.accounts.values())
    if as_json:
        known = {"chain_id": state.chain_id, "block": state.number, "file": str(file)}
        show_json({**known, "accounts": len(state.accounts), "slots": slots, **more})
        return
    time = moment(int(state.block["timestamp"], 16))
    rows = [
        ("Block", f"{state.number} of chain {state.chain_id}, {time}"),
        ("Holds", f"{len(state.accounts):,} accounts, {slots:,} slots"),
        ("File", str(file)),
    ]
    show_lines([*rows, *((key.title(), str(value)) for key, value in more.items())])


def _show_gaps(source: Recorded, server: StateServer, as_json: bool) -> None:
    asked = sum(server.asked.values())
    absent = len(source.absent_accounts), len(source.absent_slots)
    if as_json:
        names = ("absent_accounts", "absent_slots")
        gaps = dict(zip(names, absent, strict=True))
        show_json({"asked": asked, **gaps, "unanswered": dict(server.unanswered)})
        return
    rows = [("Asked", f"{asked:,} questions")]
    rows.append(("Absent", f"{absent[0]:,} accounts, {absent[1]:,} slots of those it knows"))
    rows += [(f"No {method}", f"asked {n} times") for method, n in server.unanswered.items()]
    show_lines(rows)

"""The commands, together."""

import click

from counterpoise.cli.backtest import backtest
from counterpoise.cli.band import band
from counterpoise.cli.claim import claim
from counterpoise.cli.data import data
from counterpoise.cli.enter import deposit
from counterpoise.cli.execute import execute
from counterpoise.cli.explain import explain
from counterpoise.cli.fork import fork
from counterpoise.cli.into import exit_, sell
from counterpoise.cli.keep import keeper
from counterpoise.cli.leave import redeem
from counterpoise.cli.mint import mint
from counterpoise.cli.preview import preview
from counterpoise.cli.rebalance import rebalance
from counterpoise.cli.record import record
from counterpoise.cli.solve import solve
from counterpoise.cli.status import status
from counterpoise.cli.sweep import sweep
from counterpoise.cli.usage import Group

EXITS = """
Exit codes: 0 all is well; 1 the chain refuses, or would; 2 bad input;
3 no node or exchange, or the wrong chain; 4 a problem with the key.
"""


@click.group(
    cls=Group,
    epilog=EXITS,
    invoke_without_command=True,
    context_settings={"help_option_names": ["-h", "--help"]},
)
@click.pass_context
def main(context: click.Context) -> None:
    """Look at a vault, enter and leave it, and keep its balance.

    A vault is named by --deployment FILE, or by --vault and --lens. A key comes from --account
    (the node's own), --keystore (an encrypted file), or the variable COUNTERPOISE_KEY. Amounts
    are in whole tokens.
    """
    if context.invoked_subcommand is None:
        click.echo(context.get_help())


for command in (
    status,
    preview,
    explain,
    mint,
    deposit,
    redeem,
    exit_,
    sell,
    claim,
    rebalance,
    execute,
    record,
    solve,
    band,
    keeper,
    backtest,
    sweep,
    data,
    fork,
):
    main.add_command(command)

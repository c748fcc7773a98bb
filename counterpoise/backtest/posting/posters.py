"""Who posts in a back-test: as its file says, and as the vault has books."""

from __future__ import annotations

from collections.abc import Iterator

from counterpoise.backtest.inputs import Inputs
from counterpoise.backtest.posting.poster import Poster
from counterpoise.backtest.posting.proposer import Proposer
from counterpoise.backtest.prices import Prices
from counterpoise.backtest.stage import Stage
from counterpoise.chain.node import Node


def posters(
    node: Node, stage: Stage, account: str, inputs: Inputs, prices: Prices
) -> Iterator[Poster]:
    """One for each kind of book that is read. Raises `BadPrices`, `NotPlayable`."""
    terms = inputs.config.posting
    if stage.seekers and terms.solutions:
        from counterpoise.backtest.posting.solution import Rest  # Here, as numpy takes a while.
        from counterpoise.backtest.posting.solver import Solver

        yield Solver(node, stage, account, Rest(terms.spacing))
    opinions = inputs.opinions(prices)
    if opinions:
        yield Proposer(node, stage, account, opinions)

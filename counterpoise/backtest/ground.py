"""A market and a vault as they stand before the first price, on a chain that is in process."""

from __future__ import annotations

import tempfile
from contextlib import closing
from dataclasses import dataclass, replace
from pathlib import Path

from counterpoise.backtest.bytecode import BytecodePlayer
from counterpoise.backtest.deployment import deploy
from counterpoise.backtest.door import ChainDoor
from counterpoise.backtest.flows import Flows
from counterpoise.backtest.inputs import Inputs
from counterpoise.backtest.keeper import Keeper
from counterpoise.backtest.market import Market
from counterpoise.backtest.placed import begun, floor_at
from counterpoise.backtest.posting.posters import posters
from counterpoise.backtest.prices import Prices
from counterpoise.backtest.roles import EVE, FIRST_DEPOSITOR, KEEPER, MAKER
from counterpoise.backtest.stage import Scene, Stage
from counterpoise.chain.anvil import Anvil
from counterpoise.chain.local import LocalNode
from counterpoise.chain.node import Node, call_of
from counterpoise.chain.process import Image, ProcessNode

MEAN, CHECKPOINT = "UniswapV2TwapOracle", ["uint256", "uint32"]


@dataclass(frozen=True, slots=True)
class Ground:
    """It can be sent to another process, and played on as often as one likes."""

    image: Image
    stage: Stage


def lay(scene: Scene, first: int) -> Ground:
    """Deployed on an Anvil that ends with this, some time before the first price's {s}.

    Its blocks come a second after another, however long the scripts take. Raises
    `DeploymentFailed`, `NotPlayable`, `NotAProject`.
    """
    args = ["--timestamp", str(first - EVE), "--base-fee", "0"]
    with Anvil(args=args) as anvil, tempfile.TemporaryDirectory() as folder:
        anvil.rpc("anvil_setBlockTimestampInterval", 1)
        stage = deploy(anvil.url, scene, Path(folder))
        with closing(LocalNode(anvil.url)) as node:
            aged = replace(stage, ages=ages_of(node, stage, first))
            return Ground(Image.of(node), _begun(node, aged))


def ages_of(node: Node, stage: Stage, first: int) -> tuple[int, ...]:
    """{s}, how old the mean of each watched pair is at the first price's {s}."""
    means = [it.address for it in stage.memories if it.kind == MEAN]
    ask = [call_of(node.accounts()[0], it, "checkpoints(uint256)", 0) for it in means]
    return tuple(first - time for _, time in node.read(CHECKPOINT, *ask))


def player(ground: Ground, inputs: Inputs, prices: Prices) -> tuple[ProcessNode, BytecodePlayer]:
    """A chain of its own, and who plays on it.

    Raises `EngineMissing`, `GasMissing`, `BadPrices` and `NotPlayable`.
    """
    node = ProcessNode.at(ground.image)
    return node, player_on(node, ground.stage, inputs, prices)


def player_on(node: Node, stage: Stage, inputs: Inputs, prices: Prices) -> BytecodePlayer:
    """Who plays on a chain where the stage stands.

    Raises `GasMissing`, `BadPrices` and `NotPlayable`.
    """
    config, people, seed = inputs.config, node.accounts(), inputs.config.run.seed
    market = Market(node, people[MAKER], stage.listings, stage.hub, seed, config.market.terms)
    keeper = Keeper(node, stage, people[KEEPER], config.keeper.record_spacing)
    flows = Flows(ChainDoor(keeper, people[FIRST_DEPOSITOR]), config.flows.habits, seed)
    price, latency = inputs.gas(prices), config.keeper.latency
    crew = tuple(posters(node, stage, people[KEEPER], inputs, prices))
    return BytecodePlayer(node, market, keeper, price, flows, latency, crew)


def _begun(node: Node, stage: Stage) -> Stage:
    """With the time at which each floor was deployed, as its contract has it."""

    def start(path: str) -> int:
        address = stage.floors[floor_at(path, stage.floors)]
        ((said,),) = node.read(["uint256"], call_of(node.accounts()[KEEPER], address, "start()"))
        return int(said)

    return replace(stage, parameters=begun(stage.parameters, start))

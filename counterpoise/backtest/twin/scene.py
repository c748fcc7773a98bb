"""The scene of a back-test without a chain: what its scripts would deploy, to the unit."""

from __future__ import annotations

from counterpoise.backtest.crowd.constant_product import Reserves
from counterpoise.backtest.crowd.ranges import root_of, tier_of
from counterpoise.backtest.crowd.terms import FEED_SCALE, Terms
from counterpoise.backtest.market import Listing
from counterpoise.backtest.placed import begun
from counterpoise.backtest.prices import ONE
from counterpoise.backtest.roles import EVE
from counterpoise.backtest.stage import SHARE, Scene, Stage
from counterpoise.backtest.twin.opening import Opening, Spot
from counterpoise.backtest.vault_file import first_weights
from counterpoise.types import Holdings

FEED = 10**8  # a dollar, as a feed says it


def stage_at(scene: Scene) -> Stage:
    """Its tokens go by their symbols; nothing has an address, and floors grow from the eve on."""
    decimals = {it["symbol"]: it["decimals"] for it in scene.parameters["assets"]}

    def listing(symbol: str) -> Listing:
        return Listing(symbol, decimals[symbol], f"{symbol} feed", f"{symbol} pair")

    assets = [it | {"address": it["symbol"]} for it in scene.parameters["assets"]]
    parameters = begun(scene.parameters | {"assets": assets}, lambda path: scene.first - EVE)
    return Stage("", "", tuple(map(listing, scene.prices)), listing(parameters["hub"]), parameters)


def held_at(scene: Scene, stage: Stage) -> Holdings:
    """What the vault begins with: as much of each asset as its first weight in the value."""
    weights, dollars = first_weights(scene.parameters), _dollars(scene)
    amounts = tuple(
        scene.value * weights[symbol] // dollars[symbol] * 10**it.decimals // ONE
        for symbol, it in stage.tokens.items()
    )
    tokens = tuple(it.token for it in stage.tokens.values())
    return Holdings(tokens, amounts, scene.value // ONE // SHARE * ONE)


def opening_at(
    scene: Scene, stage: Stage, held: Holdings, terms: Terms, latency: int, spacing: int = 0
) -> Opening:
    """A run from the scene's beginning on a stage, on a chain or not.

    `latency` {s} from a price to what is done, `spacing` {s} from a record to the next, at least.
    """
    amounts = [_amounts(scene, stage, symbol) for symbol in scene.prices]
    spots = [
        _spot(stage, place, fee, ends) for place, ends in enumerate(amounts) for fee in scene.ranges
    ]
    symbols = tuple(scene.prices)
    ends, seats = tuple(amounts), tuple(spots)
    return Opening(
        stage.parameters, symbols, held, ends, terms, latency, seats, stage.ages, spacing
    )


def _amounts(scene: Scene, stage: Stage, symbol: str) -> Reserves:
    """{unit} of a token and of the hub that are worth the stated depth on each side."""
    answer, units = scene.prices[symbol] // FEED_SCALE, 10 ** stage.tokens[symbol].decimals
    return scene.depth * units * FEED // answer, scene.depth * 10**stage.hub.decimals


def _spot(stage: Stage, place: int, fee: int, ends: Reserves) -> Spot:
    token, hub = stage.listings[place].token.lower(), stage.hub.token.lower()
    first, second = ends if token < hub else ends[::-1]
    return Spot(place, tier_of(fee, ends), root_of(first, second))


def _dollars(scene: Scene) -> dict[str, int]:
    """D18{USD/tok}"""
    return scene.prices | {scene.parameters["hub"]: ONE}

"""The machine's world in process: a market of bad habits, and a vault that is handed over."""

from __future__ import annotations

from tests.evm.building import deployed, hand_over
from tests.evm.in_process import Chain
from tests.evm.world import MOST, World
from tests.founding import FOREVER, ONE, PERCENT, Settings

HOLDERS = ("founder", "depositor", "attacker", "donor")
PEOPLE = (*HOLDERS, "governor", "guardian", "keeper", "outsider")
TOKENS = ("MockFreezingToken", "MockHookToken", "MockFeeToken")  # The hub can be frozen.
PURSE = 2**200  # {unit} of each asset that everybody has: more than the books can hold
ROUGH = Settings(
    tokens=TOKENS,
    depth=5_000_000,
    outer=3 * PERCENT,
    inner=PERCENT,
    tolerance=PERCENT,
    max_loss=2 * PERCENT,
    daily_budget=4 * PERCENT,
    limits=(ONE, ONE, 5 * PERCENT, 5 * PERCENT, ONE),
)


def build(settings: Settings = ROUGH) -> World:
    """Deploys the market and the vault, founds it, hands it over, and takes the photo."""
    chain = Chain()
    stage = deployed(chain, settings, {name: chain.person() for name in PEOPLE})
    _deploy_strangers(stage)
    _found(stage)
    hand_over(stage)
    stage.photo = stage.keep()
    return stage


def _deploy_strangers(stage: World) -> None:
    """Who steals, who fails, who calls back, and who sees."""
    chain, parts = stage.chain, stage.parts
    parts["hostile"] = chain.deploy("MockHostileVenue")
    parts["broken"] = chain.deploy("MockBroken")
    parts["witness"] = chain.deploy("MockWitness")
    parts["contract"] = chain.deploy("MockAttacker")
    chain.tell("Vault", stage.vault, "setVenue", parts["hostile"], True)


def _found(stage: World) -> None:
    """Fills every purse, and gives every holder shares."""
    chain, settings = stage.chain, stage.settings
    everybody = (chain.caller, *stage.people.values())
    for account in everybody:
        for kind, token in zip(settings.tokens, stage.tokens):
            chain.tell(kind, token, "mint", account, PURSE)
            chain.tell(kind, token, "approve", stage.vault, MOST, by=account)
    for i in range(len(stage.tokens)):
        stage.mint_token(i, stage.parts["hostile"], PURSE)
        stage.mint_token(i, stage.parts["contract"], PURSE)
    founder = stage.people["founder"]
    chain.tell("Vault", stage.vault, "seed", settings.value * ONE, settings.amounts(), founder)
    for who in HOLDERS[1:]:
        account = stage.people[who]
        stage.tell("mint", settings.value * ONE // 10, [MOST] * 3, account, FOREVER, by=who)

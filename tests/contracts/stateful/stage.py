"""The machine's world in process: a market of bad habits, and a vault that is handed over."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from eth_utils.crypto import keccak
from simular import PyEvm
from world import ANSWER, DELAY, NOBODY, ONE, PERCENT, USD, Settings

from counterpoise.execution.venue import KEPT
from tests.evm.in_process import Chain, artifact

HOLDERS = ("founder", "depositor", "attacker", "donor")
PEOPLE = (*HOLDERS, "governor", "guardian", "keeper", "outsider")
TOKENS = ("MockFreezingToken", "MockHookToken", "MockFeeToken")  # The hub can be frozen.
MEMBERS = {
    "DriftConstraint": ("outer", "inner"),
    "CooldownConstraint": ("cooldown", "pace"),
    "TurnoverConstraint": ("max_turnover",),
    "ProgressConstraint": ("tolerance",),
    "ValueConstraint": ("max_loss", "max_gain"),
    "LossBudgetConstraint": ("daily_budget",),
}
PURSE = 2**200  # {unit} of each asset that everybody has: more than the books can hold
MOST = 2**256 - 1
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


@dataclass
class Stage:
    """Everything that was deployed; `begin` undoes whatever was done since."""

    chain: Chain
    settings: Settings
    people: dict[str, str]
    tokens: list[str]
    feeds: list[str]
    pairs: list[str]  # of the hub with each other asset, so one fewer
    vault: str
    authority: str
    parts: dict[str, str]
    photo: str = field(default="", repr=False)

    def begin(self) -> None:
        """As it was when the photo was made, in a thousandth of the time that it took to build."""
        self.chain.evm = PyEvm.from_snapshot(self.photo)

    @contextmanager
    def dreamt(self) -> Iterator[None]:
        """What happens inside has not happened afterwards."""
        photo = self.keep()
        yield
        self.chain.evm = PyEvm.from_snapshot(photo)

    def keep(self) -> str:
        """A photo of now."""
        return str(self.chain.evm.create_snapshot())

    @property
    def time(self) -> int:
        """{s}, the block's."""
        return self.chain.time()

    def wait(self, seconds: int) -> None:
        self.chain.evm.advance_block(seconds)

    def ask(self, function: str, *values: Any, by: str = "outsider") -> Any:
        """What the vault answers to somebody."""
        who = self.people[by]
        return self.chain.ask("Vault", self.vault, function, *values, by=who)

    def tell(self, function: str, *values: Any, by: str = "outsider") -> Any:
        """Somebody calls the vault."""
        who = self.people[by]
        return self.chain.tell("Vault", self.vault, function, *values, by=who)

    def mint_token(self, i: int, account: str, amount: int) -> None:
        self.chain.tell(TOKENS[i], self.tokens[i], "mint", account, amount)

    def reserves(self, i: int) -> tuple[int, int]:
        """{unit} of the hub and of asset i in their pool."""
        first, second, _ = self.chain.ask("UniswapV2Pair", self.pairs[i - 1], "getReserves")
        return (first, second) if self.tokens[0] < self.tokens[i] else (second, first)


def build(settings: Settings = ROUGH) -> Stage:
    """Deploys the market and the vault, founds it, hands it over, and takes the photo."""
    chain = Chain()
    people = {name: chain.person() for name in PEOPLE}
    tokens, feeds, oracles, parts = _market(chain, settings)
    authority = chain.deploy("Authority", chain.caller)
    vault = chain.deploy("Vault", "Counterpoise", "POISE", authority, tokens, NOBODY)
    pairs = [_pool(chain, parts["factory"], settings, tokens, i) for i in (1, 2)]
    stage = Stage(chain, settings, people, tokens, feeds, pairs, vault, authority, parts)
    parts["observer"] = chain.deploy("SpotObserver", USD, tokens, oracles)
    _deploy_parts(stage)
    _wire(stage)
    _found(stage)
    roles = [people[name] for name in ("governor", "guardian", "keeper")]
    chain.tell("Authority", authority, "handOver", vault, *roles, DELAY)
    stage.photo = stage.keep()
    return stage


def deploy_set(stage: Stage, settings: Settings) -> str:
    """A set of all the constraints for this vault."""
    rows = [(kind, [getattr(settings, it) for it in its]) for kind, its in MEMBERS.items()]
    members = [stage.chain.deploy(kind, *numbers) for kind, numbers in rows]
    return stage.chain.deploy("ConstraintSet", stage.vault, members)


def _market(chain: Chain, settings: Settings) -> tuple[list[str], list[str], list[str], Any]:
    rows = enumerate(zip(TOKENS, settings.decimals))
    tokens = [chain.deploy(kind, f"Token {i}", f"T{i}", d) for i, (kind, d) in rows]
    feeds = [chain.deploy("MockFeed", f"T{i} / USD", 8) for i in range(len(tokens))]
    for feed, price in zip(feeds, settings.prices):
        chain.tell("MockFeed", feed, "post", price * ANSWER)
    limits = (settings.max_age, 1, 10**20, settings.deviation)
    oracles = [
        chain.deploy("ChainlinkOracle", feed, token, USD, *limits)
        for feed, token in zip(feeds, tokens)
    ]
    factory = chain.deploy("UniswapV2Factory", chain.caller)
    return tokens, feeds, oracles, {"factory": factory}


def _pool(chain: Chain, factory: str, settings: Settings, tokens: list[str], i: int) -> str:
    pair = chain.tell("UniswapV2Factory", factory, "createPair", tokens[0], tokens[i])
    for k in (0, i):
        amount = settings.depth * 10 ** settings.decimals[k] // settings.prices[k]
        chain.tell(TOKENS[k], tokens[k], "mint", pair, amount)
    chain.tell("UniswapV2Pair", pair, "mint", chain.caller)
    return str(pair)


def _deploy_parts(stage: Stage) -> None:
    chain, parts, settings = stage.chain, stage.parts, stage.settings
    code = keccak(hexstr=artifact("UniswapV2Pair")["bytecode"])
    parts["venue"] = chain.deploy("UniswapV2Venue", parts["factory"], code, KEPT)
    parts["strategy"] = chain.deploy("FixedWeightStrategy", settings.weights)
    hub = stage.tokens[0]
    parts["planner"] = chain.deploy("HubPlanner", hub, parts["venue"], settings.limits)
    parts["constraint"] = deploy_set(stage, settings)
    parts["hostile"] = chain.deploy("MockHostileVenue")
    parts["broken"] = chain.deploy("MockBroken")
    parts["lens"] = chain.deploy("VaultLens")
    parts["upkeep"] = chain.deploy("VaultUpkeep", stage.vault, parts["lens"])
    parts["witness"] = chain.deploy("MockWitness")
    parts["contract"] = chain.deploy("MockAttacker")


def _wire(stage: Stage) -> None:
    def govern(function: str, *values: Any) -> None:
        stage.chain.tell("Vault", stage.vault, function, *values)

    for part in ("observer", "strategy", "planner", "constraint"):
        govern(f"set{part.capitalize()}", stage.parts[part])
    govern("setVenue", stage.parts["venue"], True)
    govern("setVenue", stage.parts["hostile"], True)
    govern("setSupplyCap", stage.settings.cap)
    govern("setEntrySpread", stage.settings.spread)


def _found(stage: Stage) -> None:
    """Fills every purse, and gives every holder shares."""
    chain, settings = stage.chain, stage.settings
    everybody = (chain.caller, *stage.people.values())
    for account in everybody:
        for kind, token in zip(TOKENS, stage.tokens):
            chain.tell(kind, token, "mint", account, PURSE)
            chain.tell(kind, token, "approve", stage.vault, MOST, by=account)
    for i in range(len(stage.tokens)):
        stage.mint_token(i, stage.parts["hostile"], PURSE)
        stage.mint_token(i, stage.parts["contract"], PURSE)
    rows = zip(settings.weights, settings.decimals, settings.prices)
    amounts = [settings.value * weight * 10**d // (p * ONE) for weight, d, p in rows]
    founder = stage.people["founder"]
    chain.tell("Vault", stage.vault, "seed", settings.value * ONE, amounts, founder)
    for who in HOLDERS[1:]:
        account = stage.people[who]
        stage.tell("mint", settings.value * ONE // 10, [MOST] * 3, account, 2**40, by=who)

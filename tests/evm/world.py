"""A market and a vault on it in process, with the words of the world on a node."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from simular import PyEvm

from tests.evm.in_process import Chain
from tests.founding import ANSWER, FOREVER, Settings

MOST = 2**256 - 1


@dataclass
class World:
    """Everything that was deployed; `begin` undoes whatever was done since the photo."""

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
        return self.chain.ask("Vault", self.vault, function, *values, by=self.people[by])

    def tell(self, function: str, *values: Any, by: str = "outsider") -> Any:
        """Somebody calls the vault."""
        return self.chain.tell("Vault", self.vault, function, *values, by=self.people[by])

    def mint_token(self, i: int, account: str, amount: int) -> None:
        self.chain.tell(self.settings.tokens[i], self.tokens[i], "mint", account, amount)

    def reserves(self, i: int) -> tuple[int, int]:
        """{unit} of the hub and of asset i in their pool."""
        first, second, _ = self.chain.ask("UniswapV2Pair", self.pairs[i - 1], "getReserves")
        return (first, second) if self.tokens[0] < self.tokens[i] else (second, first)

    def books(self) -> list[int]:
        """{unit}, what the vault says it owns."""
        return list(self.ask("holdings")[1])

    def supply(self) -> int:
        return int(self.ask("totalSupply"))

    def shares(self, who: str) -> int:
        return int(self.ask("balanceOf", self.people[who]))

    def held(self, account: str) -> list[int]:
        """{unit}, what an account really holds."""
        kinds = zip(self.settings.tokens, self.tokens)
        return [self.chain.ask(kind, token, "balanceOf", account) for kind, token in kinds]

    def fund(self, who: str, value: int) -> None:
        """Gives somebody that much (USD) of each asset, and the vault the right to take it."""
        settings, account = self.settings, self.people[who]
        for i, (decimals, price) in enumerate(zip(settings.decimals, settings.prices)):
            self.mint_token(i, account, value * 10**decimals // price)
            self.allow(i, who, self.vault)

    def allow(self, i: int, who: str, spender: str) -> None:
        """Somebody lets another take all of an asset."""
        words = self.settings.tokens[i], self.tokens[i], "approve", spender, MOST
        self.chain.tell(*words, by=self.people[who])

    def mint(self, who: str, shares: int) -> list[int]:
        """Enters in kind, without limits: {unit} of each asset that it costs."""
        limits = [MOST] * len(self.tokens)
        return list(self.tell("mint", shares, limits, self.people[who], FOREVER, by=who))

    def redeem(self, who: str, shares: int) -> list[int]:
        """Leaves in kind, without limits: {unit} of each asset that it brings."""
        return list(self.tell("redeem", shares, self.people[who], [], [], FOREVER, by=who))

    def deposit(self, who: str, i: int, amount: int) -> int:
        """Enters with one asset, without limits: {share}."""
        words = self.tokens[i], amount, 0, self.people[who], FOREVER
        return int(self.tell("deposit", *words, by=who))

    def post(self, i: int, price: int) -> None:
        """A feed says a price in whole dollars."""
        self.chain.tell("MockFeed", self.feeds[i], "post", price * ANSWER)

    def set_pool(self, i: int, milli: int) -> None:
        """Pours tokens into a pool until it says so many thousandths of a dollar."""
        decimals = self.settings.decimals
        hub, asset = self.reserves(i)
        wanted, per = milli * 10 ** decimals[0], 1_000 * 10 ** decimals[i]
        more_hub, more_asset = asset * wanted // per - hub, hub * per // wanted - asset
        k, amount = (0, more_hub) if more_hub > 0 else (i, more_asset)
        self.mint_token(k, self.pairs[i - 1], max(amount, 0))
        self.chain.tell("UniswapV2Pair", self.pairs[i - 1], "sync")

    def move(self, i: int, price: int) -> None:
        """A price moves: the feed says it, and the pool is there already."""
        self.post(i, price)
        self.set_pool(i, 1_000 * price)

    def quote(self, sell: int, buy: int, amount: int) -> int:
        """{unit} that the pools would give for so many; one of the two is the hub."""
        asked = "UniswapV2Venue", self.parts["venue"], "quote"
        return int(self.chain.ask(*asked, self.tokens[sell], self.tokens[buy], amount))

    def swap(self, sell: int, buy: int, amount: int) -> None:
        """A stranger trades with a pool: push, then swap. One of the two is the hub."""
        out, pair = self.quote(sell, buy, amount), self.pairs[(buy or sell) - 1]
        self.mint_token(sell, pair, amount)
        outs = (out, 0) if self.tokens[buy] < self.tokens[sell] else (0, out)
        self.chain.tell("UniswapV2Pair", pair, "swap", *outs, self.people["outsider"], b"")

    def observed(self) -> Any:
        """The state as the observer sees it."""
        return self.chain.ask(
            "SpotObserver", self.parts["observer"], "observe", self.ask("holdings")
        )

    def drift(self) -> Any:
        """The target, the greatest drift of an asset, and that of the whole."""
        return self.chain.ask("VaultLens", self.parts["lens"], "drift", self.vault)

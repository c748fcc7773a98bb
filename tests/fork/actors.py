"""Those outside the vault: who keeps the dollar, who reports the price, and who trades on it."""

from __future__ import annotations

from math import isqrt

from web3 import Web3

from counterpoise.chain.anvil import Anvil
from counterpoise.fork.quantity import word
from tests.chain.world import ONE, transact
from tests.fork.mainnet import (
    ETH_FEED,
    PAIR,
    PAIR_CALLS,
    PROXY_CALLS,
    USDC,
    USDC_CALLS,
    WETH,
    WETH_CALLS,
    at,
    mapped,
)

BLOCKS, BALANCES, ALLOWANCES, SUPPLY = 3, 9, 10, 11  # USDC's slots
PLENTY = 10**17  # {unit}, a hundred thousand million dollars: twice what there has ever been
# Of the feed's aggregator: what it knows of its last round, and its rounds by their numbers.
HOT, ROUNDS = 0x2A, 0x2B
ROUND = 176  # bits below the last round's number, which has 32
TIME = 192  # bits of a round's answer, below its time


class Impersonated:
    """Sends in anybody's name."""

    def __init__(self, w3: Web3, node: Anvil) -> None:
        self.w3, self.node = w3, node

    def send(self, call, sender: str):
        """A transaction of that sender's, who needs no key and no ether."""
        self.node.rpc("anvil_impersonateAccount", sender)
        receipt = transact(self.w3, call, sender)
        self.node.rpc("anvil_stopImpersonatingAccount", sender)
        return receipt

    def write(self, address: str, slot: int, value: int) -> None:
        """Changes a storage word."""
        self.node.rpc("anvil_setStorageAt", address, hex(slot), word(value))


class Dollar(Impersonated):
    """USDC, and what its issuer can do; each act is the real contract's own."""

    @property
    def token(self):
        return at(self.w3, USDC, USDC_CALLS)

    def give(self, owner: str, amount: int) -> None:
        """Lets an account have {unit}, out of nothing: nobody else's balance changes."""
        self.write(USDC, mapped(owner, BALANCES), amount)
        assert self.token.functions.balanceOf(owner).call() == amount

    def know_supply(self) -> None:
        """The recorded block did not read it; then any will do that is more than what is held."""
        if self.token.functions.totalSupply().call() == 0:
            self.write(USDC, SUPPLY, PLENTY)

    def block(self, account: str) -> None:
        self._by("blacklister", "blacklist", account)

    def unblock(self, account: str) -> None:
        self._by("blacklister", "unBlacklist", account)

    def pause(self) -> None:
        self._by("pauser", "pause")

    def unpause(self) -> None:
        self._by("pauser", "unpause")

    def _by(self, role: str, act: str, *inputs: str) -> None:
        calls = self.token.functions
        self.send(calls[act](*inputs), calls[role]().call())


class Feed(Impersonated):
    """The feed's aggregator: its next round is written where a transmission would write it.

    Who transmits needs the signatures of Chainlink's nodes. Proxy, aggregator and their checks are
    mainnet's own.
    """

    @property
    def proxy(self):
        return at(self.w3, ETH_FEED, PROXY_CALLS)

    def answer(self) -> int:
        """D8{USD}, the latest."""
        return self.proxy.functions.latestRoundData().call()[1]

    def say(self, answer: int) -> None:
        """A new round with that price, D8{USD}, at the time of the latest block."""
        aggregator = self.proxy.functions.aggregator().call()
        hot = int.from_bytes(self.w3.eth.get_storage_at(aggregator, HOT), "big") + (1 << ROUND)
        time = self.w3.eth.get_block("latest")["timestamp"]
        self.write(aggregator, mapped(hot >> ROUND & 0xFFFFFFFF, ROUNDS), time << TIME | answer)
        self.write(aggregator, HOT, hot)
        assert self.answer() == answer, "this aggregator keeps its rounds elsewhere"

    def move(self, part: int) -> None:
        """By that part, D18{1}, up or down."""
        self.say(self.answer() * (ONE + part) // ONE)


class Trader(Impersonated):
    """Carries a price into the real V2 pair, by a trade of its own."""

    def carry(self, account: str, price: int) -> None:
        """Trades until a WETH costs that, D8{USD} at a dollar a USDC; leaves fees aside."""
        pair = at(self.w3, PAIR, PAIR_CALLS)
        usdc, weth, _ = pair.functions.getReserves().call()
        wanted = isqrt(usdc * weth * price * 10**6 // (10**8 * ONE))  # {unit} of USDC
        if wanted > usdc:
            self._trade(account, USDC, wanted - usdc)
        else:
            self._trade(account, WETH, usdc * weth // wanted - weth)

    def _trade(self, account: str, sold: str, amount: int) -> None:
        pair = at(self.w3, PAIR, PAIR_CALLS)
        usdc, weth, _ = pair.functions.getReserves().call()
        there, here = (usdc, weth) if sold == USDC else (weth, usdc)
        out = amount * 997 * here // (there * 1000 + amount * 997)
        if sold == USDC:
            Dollar(self.w3, self.node).give(account, amount)
        else:
            wrap(self.w3, account, amount)
        transact(self.w3, at(self.w3, sold, WETH_CALLS).functions.transfer(PAIR, amount), account)
        outs = (0, out) if sold == USDC else (out, 0)
        transact(self.w3, pair.functions.swap(*outs, account, b""), account)


def wrap(w3: Web3, account: str, amount: int) -> None:
    """Turns {wei} of an account's ether into WETH."""
    call = at(w3, WETH, WETH_CALLS).functions.deposit()
    sent = call.transact({"from": account, "value": amount, "gas": 100_000, "gasPrice": 0})
    assert w3.eth.wait_for_transaction_receipt(sent, poll_latency=0.005)["status"] == 1

"""Each token is moved there and back by TokenProbe, before there is a vault that is tied to it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from brownie.exceptions import VirtualMachineError

from scripts.deploy.assets import Asset
from scripts.deploy.parameters import Mismatch
from scripts.deploy.project import at

FINE = 10**6  # {unit}, from which on a fee of one in a million shows.
SMALL = 1_000  # The part of the seed that is moved, one in so many: enough to show, little to miss.
QUESTIONS = "decimals(), balanceOf(address), totalSupply()"
# The field, what was expected and what came, by the probe's error and with its values.
HABITS = {
    "AnswerMissing": ("answers", f"numbers from {QUESTIONS}", "none from one of them"),
    "BalanceInvented": ("balance", "0 of an account never used", "{2}"),
    "DecimalsChanged": ("decimals", "{1}", "{2}"),
    "DecimalsTooMany": ("decimals", "at most {2}", "{1}"),
    "MovedAlong": ("balance", "{2} while {1} moves", "{3}"),
    "NothingToMove": ("seed", "more than 0", "0"),
    "PayerDeltaMismatch": ("paid", "{2}", "{3}"),
    "SafeERC20FailedOperation": ("transfer", "true", "false"),
    "SelfTransferMismatch": ("selfTransfer", "{1}", "{2}"),
    "SupplyTooLow": ("supply", "at least {2}", "{1}"),
    "TransferDeltaMismatch": ("received", "{1}", "{2}"),
}


def probe_tokens(probe: Any, assets: Sequence[Asset], deployer: Any) -> None:
    """Every token alone, so that it can be named, then all beside one another.

    The node is asked first, so that a bad habit costs no more than the allowances; what it
    foresees is then done, which uses them up. Raises `Mismatch`, and takes them back.
    """
    try:
        for asset in assets:
            _token(asset).approve(probe.address, part(asset), {"from": deployer})
        for group in [*((asset,) for asset in assets), assets]:
            _foresee(probe, group, deployer)
        probe.probe(*_inputs(assets), {"from": deployer})
    finally:
        for asset in assets:
            if _token(asset).allowance(deployer, probe.address) > 0:
                _token(asset).approve(probe.address, 0, {"from": deployer})


def part(asset: Asset) -> int:
    """{unit}, a thousandth of the seed, but as many units as show a small fee if it has them."""
    return max(asset.seed // SMALL, min(asset.seed, FINE))


def _foresee(probe: Any, assets: Sequence[Asset], deployer: Any) -> None:
    try:
        probe.probe.call(*_inputs(assets), {"from": deployer})
    except VirtualMachineError as error:
        raise _mismatch(str(error.revert_msg or error.message), assets) from None


def _inputs(assets: Sequence[Asset]) -> tuple[list[str], list[int]]:
    return [asset.address for asset in assets], [part(asset) for asset in assets]


def _mismatch(said: str, assets: Sequence[Asset]) -> Mismatch:
    """The probe's error by symbol and field; a token's own error is told as it is."""
    name, _, values = said.partition(": ")
    if name not in HABITS:
        expected = f"{part(assets[0])} units there and back"
        return Mismatch(f"{assets[0].symbol}.token.transfer", expected, said.removesuffix(": "))
    symbols = {asset.address.lower(): asset.symbol for asset in assets}
    words = [symbols.get(word, word) for word in values.split(", ")]
    field, expected, got = (text.format(*words) for text in HABITS[name])
    return Mismatch(f"{words[0]}.token.{field}", expected, got)


def _token(asset: Asset) -> Any:
    return at("MockToken", asset.address)

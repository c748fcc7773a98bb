"""The twin of contracts/math/Attempt.sol: the gas that must be left for a stipend to arrive."""

from counterpoise.errors import GasTooLow

OVERHEAD = 5_000  # {gas}, a cold account (EIP-2929: 2,600) and the library's own steps.


def forwarded(left: int) -> int:
    """The most {gas} that a call gets of what is left: all but a 64th (EIP-150)."""
    return left - left // 64


def gas_needed(stipend: int) -> int:
    """{gas} that must be left before a question with that stipend {gas}."""
    return stipend + stipend // 63 + OVERHEAD


def require_gas(left: int, stipend: int) -> None:
    """Raises `GasTooLow` where less than the stipend would arrive."""
    if left < gas_needed(stipend):
        raise GasTooLow(left, gas_needed(stipend))

"""The twin of contracts/math/Bounds.sol: a constructor's numbers stay within fixed bounds."""

from counterpoise.errors import LimitOutOfRange


def require_at_most(name: str, limit: int, most: int) -> None:
    """Raises `LimitOutOfRange` beyond the most; nothing is a limit too."""
    if not 0 <= limit <= most:
        raise LimitOutOfRange(name, limit, most)


def require_some(name: str, limit: int, most: int) -> None:
    """Raises `LimitOutOfRange` beyond the most, and where the limit is nothing."""
    if not 0 < limit <= most:
        raise LimitOutOfRange(name, limit, most)


def require_between(name: str, limit: int, least: int, most: int) -> None:
    """Raises `LimitOutOfRange` below the least, with it, and beyond the most."""
    if limit < least:
        raise LimitOutOfRange(name, limit, least)
    require_at_most(name, limit, most)

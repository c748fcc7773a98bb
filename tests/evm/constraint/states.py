"""States to judge, made from values alone: every asset at one dollar, with 18 decimals."""

from counterpoise.math.fixed_point import ONE

ADDRESSES = [f"0x{i:040x}" for i in range(1, 21)]


def state(*values, time=1_000, supply=100 * ONE, signals=()):
    """A state whose assets are worth so many (D18) dollars each."""
    rows = zip(ADDRESSES, values, strict=False)
    assets = [(token, ONE, value, ONE, value) for token, value in rows]
    return (time, supply, sum(values), assets, list(signals))


def weights(*parts):
    """A target in percent."""
    return [part * ONE // 100 for part in parts]

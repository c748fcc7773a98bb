"""States to judge, made from values alone: every asset at one dollar, with 18 decimals."""

from world import ONE

ADDRESSES = [f"0x{i:040x}" for i in range(1, 21)]


def state(*values, time=1_000, supply=100 * ONE):
    """A state whose assets are worth so many (D18) dollars each."""
    n = len(values)
    units, prices = [ONE] * n, [ONE] * n
    return (time, supply, sum(values), ADDRESSES[:n], units, list(values), prices, list(values))


def weights(*parts):
    """A target in percent."""
    return [part * ONE // 100 for part in parts]

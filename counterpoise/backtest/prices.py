"""The prices that are played; how they are read is told in `counterpoise.data`."""

from counterpoise.data.cells import HIGHEST, moment_of
from counterpoise.data.problem import BadPrices
from counterpoise.data.reading import load
from counterpoise.data.series import ONE, Prices

__all__ = ["HIGHEST", "ONE", "BadPrices", "Prices", "load", "moment_of"]
